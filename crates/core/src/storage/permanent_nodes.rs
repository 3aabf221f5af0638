//! The nodes that stay in a chain whatever retention does.
//!
//! Knows no jobs: the caller says which snapshots are going to be deleted. Sources: facts/storage-manager.md 1.5, 3.3,
//! 6.2.

use crate::units;
use rustc_hash::FxHashSet;

use super::CHAIN_LIMIT;
use crate::chains::{self, Chains};
use crate::model::{Inventory, VdiIdx, VdiKind};

/// The nodes that stay when some snapshots are deleted and everything that can be merged is merged.
#[derive(Clone, Debug)]
pub struct Lasting {
    stays: Vec<bool>,
    /// The number of children that stay, by node.
    staying: Vec<u32>,
}

impl Lasting {
    /// Visits each node once. Disks stay, and so do snapshots that are not in `goes` and what is above either.
    pub fn of(inventory: &Inventory, goes: &FxHashSet<VdiIdx>) -> Self {
        let mut stays = vec![false; inventory.vdis.len()];
        let mut staying = vec![0; inventory.vdis.len()];
        for vdi in inventory.vdi_indices().filter(|&vdi| stays_by_itself(inventory, goes, vdi)) {
            let mut at = Some(vdi);
            // ends at a node that is known to stay, at a root, or where the server's parents form no chain
            while let Some(here) = at.filter(|here| !std::mem::replace(&mut stays[here.at()], true)) {
                at = parent(inventory, here);
                if let Some(parent) = at {
                    staying[parent.at()] += 1;
                }
            }
        }
        Self { stays, staying }
    }

    /// Returns whether a node stays.
    pub fn stays(&self, vdi: VdiIdx) -> bool {
        self.stays.get(vdi.at()).is_some_and(|&stays| stays)
    }

    /// Returns whether several of a node's children stay: it is never merged with any of them.
    pub fn is_shared(&self, vdi: VdiIdx) -> bool {
        self.staying.get(vdi.at()).is_some_and(|&children| children > 1)
    }

    /// Counts the nodes above a disk that stay: base copies that other disks, clones or kept snapshots share with it,
    /// and managed nodes. Looks at no more nodes than a chain may have.
    pub fn above(&self, inventory: &Inventory, chains: &Chains, disk: VdiIdx) -> u32 {
        let above = chains.path(inventory, disk).skip(1).take(CHAIN_LIMIT as usize);
        let stay = above.filter(|&at| inventory.vdi(at).kind != VdiKind::BaseCopy || self.is_shared(at));
        units::count(stay.count())
    }
}

fn stays_by_itself(inventory: &Inventory, goes: &FxHashSet<VdiIdx>, index: VdiIdx) -> bool {
    let vdi = inventory.vdi(index);
    let kept = match vdi.kind {
        VdiKind::Disk => true,
        VdiKind::Snapshot => !goes.contains(&index),
        VdiKind::BaseCopy => false,
    };
    kept && chains::is_node(inventory, vdi)
}

fn parent(inventory: &Inventory, child: VdiIdx) -> Option<VdiIdx> {
    let vdi = inventory.vdi(child);
    vdi.parent.target().filter(|&parent| inventory.vdi(parent).sr == vdi.sr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slot;
    use crate::notation;

    /// Snapshots whose names begin with `j` are deleted; how many nodes stay above the disk `d`.
    #[test]
    fn what_retention_cannot_remove() {
        let cases = [
            ("disk d 1GiB: leaf", 0),
            ("disk d 1GiB: base > leaf", 0),
            ("disk d 1GiB: base*5 > leaf", 0),
            ("disk d 1GiB: base*5 snap j > leaf", 0),
            ("disk d 1GiB: base*5 snap mine > leaf", 5),
            ("disk d 1GiB: base snap mine snap j > base snap j2 > base snap other > leaf", 2),
            // a clone keeps the base copy; its own chain does not matter
            ("disk d 1GiB: base as gold > base > leaf disk e 1GiB: gold > base*3 > leaf", 1),
            // so does a branch with a snapshot left, but not one with nothing left
            ("disk d 1GiB: base as gold > leaf disk e 1GiB: gold > base snap mine > gone", 1),
            ("disk d 1GiB: base as gold > leaf disk e 1GiB: gold > base snap j > gone", 0),
            // a list of changed blocks is not a node
            ("disk d 1GiB: base snap mine cbt > leaf", 0),
            // a cycle ends: its last base is the parent of the leaf and of the first
            ("disk d 1GiB: cycle > base > base > leaf", 1),
            ("disk d 1GiB: missing > base snap mine > leaf", 1),
        ];
        for (disks, expected) in cases {
            let inventory = notation::inventory(&format!("sr s ext 1TiB {{ {disks} }}")).unwrap();
            let chains = Chains::build(&inventory);
            let goes =
                inventory.vdi_indices().filter(|&vdi| inventory.vdi(vdi).id.to_string().contains("@j"));
            let lasting = Lasting::of(&inventory, &goes.collect());
            let Some(Slot::Vdi(disk)) = inventory.find(&"d".into()) else { panic!("{disks}") };
            assert_eq!(lasting.above(&inventory, &chains, disk), expected, "{disks}");
            assert!(lasting.stays(disk), "{disks}");
        }
    }
}
