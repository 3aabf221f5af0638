//! Snapshots on the chains of disks that no job keeps.
//!
//! In: inventory, chains, the disks. Out: a [`HangingSnapshot`] for each disk and snapshot. A base copy from which several
//! chains go on is never merged, whatever snapshots it has (facts/storage-manager.md 3.3): these are left out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::chains::Chains;
use crate::model::{Inventory, VdiIdx, VdiKind};

/// The most nodes of a chain that are examined, from the leaf on: twice what the storage allows. A longer chain, which
/// only a lying server has, is cut.
pub(super) const NODES_MAX: usize = 64;

/// The most entries for all disks together: far more than people make, and no burden. Disks that share base copies
/// share their snapshots, so a lying server could have every snapshot listed for every disk.
const FOREIGN_MAX: usize = 1_000_000;

/// A snapshot that hangs on the chain of a disk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::forecast) struct HangingSnapshot {
    /// The disk whose chain it is.
    pub(in crate::forecast) disk: u32,
    /// The base copy it hangs on.
    pub(in crate::forecast) base: u32,
    /// The snapshot.
    pub(in crate::forecast) vdi: VdiIdx,
    /// A job keeps it.
    pub(in crate::forecast) is_of_job: bool,
}

/// Lists the childless snapshots on the chains of the disks, without those of jobs, in the order of the disks.
pub(super) fn foreign(
    inventory: &Inventory,
    chains: &Chains,
    disks: &[VdiIdx],
    of_jobs: &FxHashSet<VdiIdx>,
) -> Vec<HangingSnapshot> {
    let mut by_base: FxHashMap<VdiIdx, Vec<VdiIdx>> = FxHashMap::default();
    let mut found = Vec::new();
    for (&vdi, disk) in disks.iter().zip(0..) {
        let mut path: Vec<VdiIdx> = chains.path(inventory, vdi).take(NODES_MAX).collect();
        path.reverse();
        for (&node, base) in path[..path.len().saturating_sub(1)].iter().zip(0..) {
            let on_base = by_base.entry(node).or_insert_with(|| on(inventory, chains, node, of_jobs));
            let room = FOREIGN_MAX.saturating_sub(found.len());
            found.extend(on_base.iter().take(room).map(|&vdi| HangingSnapshot {
                disk,
                base,
                vdi,
                is_of_job: false,
            }));
        }
    }
    found
}

/// Lists the snapshots of no job on a base copy; empty if several chains go on from it.
fn on(inventory: &Inventory, chains: &Chains, base: VdiIdx, of_jobs: &FxHashSet<VdiIdx>) -> Vec<VdiIdx> {
    let children = chains.children(base);
    let goes_on =
        |&&child: &&VdiIdx| inventory.vdi(child).kind == VdiKind::Disk || !chains.children(child).is_empty();
    if children.iter().filter(goes_on).count() > 1 {
        return Vec::new();
    }
    let is_foreign = |vdi: &VdiIdx| {
        inventory.vdi(*vdi).kind == VdiKind::Snapshot
            && !of_jobs.contains(vdi)
            && chains.children(*vdi).is_empty()
    };
    children.iter().copied().filter(is_foreign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    fn disks(inventory: &Inventory) -> Vec<VdiIdx> {
        inventory.vdi_indices().filter(|&vdi| inventory.vdi(vdi).kind == VdiKind::Disk).collect()
    }

    fn show(text: &str, of_jobs: &[&str]) -> Vec<String> {
        let inventory = notation::inventory(text).unwrap();
        let chains = Chains::build(&inventory);
        let id = |vdi: VdiIdx| inventory.vdi(vdi).id.to_string();
        let of_jobs = inventory.vdi_indices().filter(|&vdi| of_jobs.contains(&id(vdi).as_str())).collect();
        let disks = disks(&inventory);
        let found = foreign(&inventory, &chains, &disks, &of_jobs);
        found
            .iter()
            .map(|one| format!("{} {} {}", id(disks[one.disk as usize]), one.base, id(one.vdi)))
            .collect()
    }

    #[test]
    fn what_holds_one_chain() {
        let cases = [
            ("sr s ext { disk d 1GiB: base snap a > base snap b > leaf }", vec!["d 0 d@a", "d 1 d@b"]),
            ("sr s ext { disk d 1GiB: base snap a > base snap mine > leaf }", vec!["d 0 d@a"]),
            // a clone holds the snapshot's base copy for good
            ("sr s ext { disk d 1GiB: base as x snap a > leaf disk e 1GiB: x > leaf }", vec![]),
            // but not what is above it
            (
                "sr s ext { disk d 1GiB: base snap a > base as x snap b > leaf disk e 1GiB: x > leaf }",
                vec!["d 0 d@a", "e 0 d@a"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text, &["d@mine"]), expected, "{text}");
        }
    }

    #[test]
    fn the_number_of_foreign_snapshots_is_bounded() {
        let clones: String = (0..1100).map(|at| format!("disk e{at} 1GiB: x > leaf ")).collect();
        let text = format!("sr s ext {{ disk d 1GiB: base as y > base as x > leaf {clones} }}");
        let snapshots: String = (0..1100).map(|at| format!(" snap s{at}")).collect();
        let text = text.replacen("as y", &format!("as y{snapshots}"), 1);
        let inventory = notation::inventory(&text).unwrap();
        let chains = Chains::build(&inventory);
        let found = foreign(&inventory, &chains, &disks(&inventory), &FxHashSet::default());
        assert_eq!(found.len(), FOREIGN_MAX);
    }
}
