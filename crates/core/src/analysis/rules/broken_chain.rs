//! XOH-105: a chain does not reach its root.
//!
//! A node names a parent that the server does not have, that is on another SR, or that is one of its own descendants.
//! Disks below cannot be opened, and the storage's scan fails: the garbage collector stops on the whole SR. Critical; a
//! warning if a running VM uses the disk and its newest snapshot hangs below a base copy that has no other child: then
//! only the record is wrong (XCP#837, `Vdi::stale_parent`). One finding per break, however many nodes and disks hang
//! below it: the next snapshot puts a new node under the missing parent, and the break stays the same. A cycle is named
//! after its first node.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::chains::{self, Broken};
use crate::findings::evidence::{BreakKind, BrokenChain};
use crate::findings::{Finding, Severity};
use crate::model::{Inventory, Link, ObjectId, SrIdx, VdiIdx, VmIdx};
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
    let stale = inventory.vdi_indices().filter_map(|vdi| stale(inventory, vdi));
    let breaks = by_parent(inventory, breaks);
    breaks.iter().map(|(at, below)| finding(inventory, *at, below)).chain(stale).collect()
}

/// Groups nodes that name the same parent: the first of them represents all.
fn by_parent(inventory: &Inventory, breaks: BTreeMap<VdiIdx, Below>) -> Vec<(VdiIdx, Below)> {
    let mut places: FxHashMap<(Option<SrIdx>, ObjectId), usize> = FxHashMap::default();
    let mut all: Vec<(VdiIdx, Below)> = Vec::new();
    for (at, below) in breaks {
        let parent = parent(inventory, at).filter(|_| below.why != Broken::Cycle);
        let key = parent.map(|parent| (inventory.vdi(at).sr, parent.clone()));
        if let Some((_, known)) = key.as_ref().and_then(|key| all.get_mut(*places.get(key)?)) {
            known.disks += below.disks;
            known.vms.extend(below.vms);
            continue;
        }
        places.extend(key.map(|key| (key, all.len())));
        all.push((at, below));
    }
    all
}

/// Returns the parent that a node names.
fn parent(inventory: &Inventory, at: VdiIdx) -> Option<&ObjectId> {
    match &inventory.vdi(at).parent {
        Link::None => None,
        Link::To(parent) => Some(&inventory.vdi(*parent).id),
        Link::Missing(lost) => Some(inventory.lost(*lost)),
    }
}

/// Reports a disk whose record alone names a missing parent.
fn stale(inventory: &Inventory, at: VdiIdx) -> Option<Finding> {
    let vdi = inventory.vdi(at);
    let parent_id = vdi.stale_parent.as_ref()?.to_string();
    let (sr, sr_id) = subjects::sr_names(inventory, vdi.sr);
    let evidence = BrokenChain {
        broken: BreakKind::StaleRecord,
        parent_id: Some(parent_id),
        snapshot_error: None,
        disks: 1,
        vms: subjects::vm_names(inventory, &inventory.holders(at)),
        sr,
        sr_id,
    };
    Some(Finding::new(Severity::Warning, subjects::vdi(inventory, at), evidence))
}

/// Returns whether the parent exists, as other objects show, and only the answer lacks it.
fn was_not_sent(inventory: &Inventory, at: VdiIdx) -> bool {
    matches!(inventory.vdi(at).parent, Link::Missing(lost) if inventory.unseen.objects.contains(inventory.lost(lost)))
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

fn finding(inventory: &Inventory, at: VdiIdx, below: &Below) -> Finding {
    let vdi = inventory.vdi(at);
    let vms: Vec<VmIdx> = below.vms.iter().copied().collect();
    let (sr, sr_id) = subjects::sr_names(inventory, vdi.sr);
    let evidence = BrokenChain {
        broken: key(below.why),
        parent_id: parent(inventory, at).map(ToString::to_string),
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

    /// A snapshot puts a new node under the missing parent, and the break stays as it is.
    #[test]
    fn a_break_stays_the_same() {
        let lost = |disks: &str| {
            let mut world = World::new(&format!("sr s ext {{ {disks} }}"));
            world.inventory.lost.fill("lost".into());
            find(&world.analysis())
        };
        let before = lost("disk a 1GiB: missing > leaf");
        let after = lost("disk a 1GiB: missing > base snap s > leaf");
        assert_eq!((show(&before), show(&after)), ("critical vdi a".into(), "critical vdi a/base1".into()));
        assert_eq!(before[0].key(), after[0].key());
        assert_eq!(before[0].key().to_string(), "XOH-105/vdi/lost/s");
        let two = lost("disk a 1GiB: missing > leaf disk b 1GiB: missing > leaf");
        assert_eq!((two.len(), fact(&two[0], "disks")), (1, Some(Value::from(2_u32))));
        let others = lost("disk a 1GiB: cycle > base > leaf disk b 1GiB: missing > leaf");
        assert_eq!(others.len(), 2);
        assert_eq!(others[0].key().to_string(), "XOH-105/vdi/a%2Fbase1");
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

    /// XCP#837: a disk whose record names `gone`; whether a VM runs on it, and whether its snapshot or another disk
    /// hangs below the base copy.
    fn recorded_wrongly(running: bool, snapshot: bool, clone: bool) -> World {
        use crate::model::{InventoryBuilder, Links, ObjectId, Sr, Vbd, Vdi, VdiKind, Vm, VmKind};
        let mut builder = InventoryBuilder::default();
        builder.add_sr(Sr::new("s".into(), "nfs"), Links::default());
        let on_sr = Links { sr: Some(ObjectId::new("s")), ..Links::default() };
        let below = |parent: &str| Links { parent: Some(parent.into()), ..on_sr.clone() };
        builder.add_vdi(Vdi::new("base".into(), VdiKind::BaseCopy), on_sr.clone());
        builder.add_vdi(Vdi::new("d".into(), VdiKind::Disk), below("gone"));
        if snapshot {
            let of = Links { snapshot_of: Some("d".into()), ..below("base") };
            builder.add_vdi(Vdi::new("snap".into(), VdiKind::Snapshot), of);
        }
        if clone {
            builder.add_vdi(Vdi::new("clone".into(), VdiKind::Disk), below("base"));
        }
        builder.add_vm(Vm { running, ..Vm::new("web".into(), VmKind::Vm) }, Links::default());
        let vbd = Vbd { vm: None, vdi: None, is_cd_drive: false, attached: true };
        builder.add_vbd(
            "b".into(),
            vbd,
            Links { vm: Some("web".into()), vdi: Some("d".into()), ..Links::default() },
        );
        let mut world = World::new("");
        world.inventory = builder.build();
        world
    }

    #[test]
    fn a_record_that_is_wrong_is_no_broken_chain() {
        for (running, snapshot, clone, expected) in [
            (true, true, false, "warning vdi d"),
            (false, true, false, "critical vdi d"),
            (true, false, false, "critical vdi d"),
            (true, true, true, "critical vdi d"),
        ] {
            let world = recorded_wrongly(running, snapshot, clone);
            let analysis = world.analysis();
            assert_eq!(show(&find(&analysis)), expected, "{running} {snapshot} {clone}");
            let vdi = analysis.inventory().find_vdi(&"d".into()).unwrap();
            let depth = analysis.chains().node(vdi).depth;
            assert_eq!(depth == 2, expected.starts_with("warning"), "{depth}");
        }
    }
}
