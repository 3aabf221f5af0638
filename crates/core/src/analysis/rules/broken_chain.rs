//! XOH-105: a chain does not reach its root.
//!
//! A node names a parent that the server does not have, that lies on another SR, or that is one of its own children.
//! Disks below cannot be opened, and the storage's scan fails: the garbage collector stops on the whole SR. Always
//! critical. One finding per break, however many disks hang below it; a cycle is named by its first node.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::chains::{self, Broken};
use crate::findings::evidence::{BreakKind, BrokenChain};
use crate::findings::{Finding, Severity};
use crate::model::{Inventory, Link, VdiIdx, VmIdx};
use crate::storage::Rules;

/// What hangs below a break.
struct Below {
    why: Broken,
    disks: u32,
    vms: BTreeSet<VmIdx>,
}

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let mut cycles = FxHashMap::default();
    let mut breaks: BTreeMap<VdiIdx, Below> = BTreeMap::new();
    for vdi in inventory.vdi_indices() {
        let Some((why, at)) = analysis.chains().node(vdi).broken else { continue };
        if was_not_sent(inventory, at) {
            continue;
        }
        let at = if why == Broken::Cycle { first_of_cycle(inventory, &mut cycles, at) } else { at };
        let below = breaks.entry(at).or_insert_with(|| Below { why, disks: 0, vms: BTreeSet::new() });
        if chains::is_disk(inventory, inventory.vdi(vdi)) {
            below.disks += 1;
            below.vms.extend(inventory.holders(vdi));
        }
    }
    breaks.into_iter().map(|(at, below)| tell(inventory, at, &below)).collect()
}

/// Returns whether the parent is there, as other objects say, and only the answer lacks it.
fn was_not_sent(inventory: &Inventory, at: VdiIdx) -> bool {
    matches!(&inventory.vdi(at).parent, Link::Missing(id) if inventory.unseen.objects.contains(&**id))
}

/// Returns a cycle's node with the smallest id; each cycle is walked once.
fn first_of_cycle(inventory: &Inventory, known: &mut FxHashMap<VdiIdx, VdiIdx>, entry: VdiIdx) -> VdiIdx {
    if let Some(&first) = known.get(&entry) {
        return first;
    }
    let mut cycle = vec![entry];
    let mut at = inventory.vdi(entry).parent.target();
    while let Some(next) = at.filter(|&next| next != entry && cycle.len() < inventory.vdis.len()) {
        cycle.push(next);
        at = inventory.vdi(next).parent.target();
    }
    let first = cycle.iter().copied().min().unwrap_or(entry);
    known.extend(cycle.into_iter().map(|vdi| (vdi, first)));
    first
}

fn tell(inventory: &Inventory, at: VdiIdx, below: &Below) -> Finding {
    let vdi = inventory.vdi(at);
    let parent = match &vdi.parent {
        Link::None => None,
        Link::To(parent) => Some(inventory.vdi(*parent).id.to_string()),
        Link::Missing(id) => Some(id.to_string()),
    };
    let vms: Vec<VmIdx> = below.vms.iter().copied().collect();
    let (sr, sr_id) = subjects::sr_names(inventory, vdi.sr);
    let evidence = BrokenChain {
        broken: key(below.why),
        parent_id: parent,
        snapshot_error: vdi.sr.and_then(|sr| Rules::of_image(inventory.sr(sr), vdi).unreadable_chain()),
        disks: below.disks,
        vms: subjects::vm_names(inventory, &vms),
        sr,
        sr_id,
    };
    Finding::new(Severity::Critical, subjects::vdi(inventory, at), evidence)
}

const fn key(why: Broken) -> BreakKind {
    match why {
        Broken::MissingParent => BreakKind::MissingParent,
        Broken::Cycle => BreakKind::Cycle,
        Broken::ForeignSr => BreakKind::ForeignSr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn one_finding_per_break() {
        let cases = [
            ("disk a 1GiB: base > leaf", "", 0),
            (
                "disk a 1GiB: missing > base as top > leaf disk b 1GiB: top > base > leaf",
                "critical vdi a/base1",
                2,
            ),
            ("disk a 1GiB: missing > leaf", "critical vdi a", 1),
            ("disk a 1GiB: missing > base snap s > gone", "critical vdi a/base1", 0),
            (
                "disk a 1GiB: cycle > base > base as low > leaf disk b 1GiB: low > leaf",
                "critical vdi a/base1",
                2,
            ),
            ("disk a 1GiB: cycle > base > leaf", "critical vdi a/base1", 1),
            ("disk a 1GiB: missing > leaf disk b 1GiB: missing > leaf", "critical vdi a, critical vdi b", 1),
        ];
        for (disks, expected, below) in cases {
            let found = find(&World::new(&format!("sr s ext {{ {disks} }}")).analysis());
            assert_eq!(show(&found), expected, "{disks}");
            if let Some(first) = found.first() {
                assert_eq!(fact(first, "disks"), Some(Value::from(below as u32)), "{disks}");
            }
        }
    }

    #[test]
    fn a_parent_on_another_sr_is_named() {
        let world = World::new(
            "sr a ext { disk gold 1GiB: base as gold > leaf }
             sr b ext vm web { disk root 1GiB on b: gold > leaf }",
        );
        let found = find(&world.analysis());
        assert_eq!(show(&found), "critical vdi web/root");
        assert_eq!(fact(&found[0], "broken"), Some(Value::from("foreign_sr")));
        assert_eq!(fact(&found[0], "parent_id"), Some(Value::from("gold/base1")));
        assert_eq!(fact(&found[0], "vms"), Some(Value::from(vec!["web".to_owned()])));
    }
}
