//! XO's own total per SR, as its health page shows it: wrong in places, and reproduced with its errors.
//!
//! It takes each managed disk that is not a snapshot, walks to the root and counts the distinct nodes that have
//! exactly one child on this SR, whatever the child and whatever the node; a missing parent counts as well
//! (facts/xo-protocol.md 2.2). The figure per disk is not reproduced: in XO it depends on the order of iteration.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Inventory, Link, ObjectId, SrIdx, VdiIdx, VdiKind};

#[derive(Clone, PartialEq, Eq, Hash)]
enum Above {
    Known(VdiIdx),
    Missing(ObjectId),
}

/// Returns `nUnhealthyVdis` of an SR.
pub(super) fn unhealthy(inventory: &Inventory, sr: SrIdx) -> u32 {
    let mut children: FxHashMap<Above, u32> = FxHashMap::default();
    for &vdi in &inventory.sr(sr).vdis {
        if let Some(parent) = parent_of(inventory, vdi) {
            *children.entry(parent).or_default() += 1;
        }
    }
    let mut seen = FxHashSet::default();
    let mut count = 0;
    for &vdi in &inventory.sr(sr).vdis {
        if inventory.vdi(vdi).kind != VdiKind::Disk {
            continue;
        }
        let mut at = Some(Above::Known(vdi));
        while let Some(node) = at {
            if !seen.insert(node.clone()) {
                break;
            }
            count += u32::from(children.get(&node) == Some(&1));
            at = match node {
                Above::Known(vdi) => parent_of(inventory, vdi),
                Above::Missing(_) => None,
            };
        }
    }
    count
}

fn parent_of(inventory: &Inventory, vdi: VdiIdx) -> Option<Above> {
    match &inventory.vdi(vdi).parent {
        Link::None => None,
        Link::To(parent) => Some(Above::Known(*parent)),
        Link::Missing(lost) => Some(Above::Missing(inventory.lost(*lost).clone())),
    }
}
