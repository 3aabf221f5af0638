//! How far the disks of an SR can grow beyond its size, where space is taken when written.
//!
//! Sources: facts/storage-manager.md 2.5, 2.8 (thin), 6.3 (what changes between two snapshots), 6.10.

use rustc_hash::FxHashSet;

use super::content::{change_of, is_counted_twice};
use super::rules::Rules;
use crate::chains::{self, Chains};
use crate::model::{Inventory, SrIdx, VdiIdx, VmKind};
use crate::units::Bytes;

/// How far the disks of an SR can grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The sum of the sizes of all disks, as guests see them.
    pub promised: Bytes,
    /// What the disks of running VMs take beyond their present use once every block is written.
    pub running: Bytes,
    /// What the disks that are snapshotted next change between two snapshots while their VMs run, as far as their
    /// base copies show.
    pub by_next: Bytes,
}

/// Returns how far the disks of an SR can grow; `None` if they take their space at once, or no rule is known.
/// `round` contains the disks that are snapshotted next.
pub fn growth(
    inventory: &Inventory,
    chains: &Chains,
    sr: SrIdx,
    round: &FxHashSet<VdiIdx>,
) -> Option<Growth> {
    let place = inventory.sr(sr);
    let mut growth = Growth::default();
    if !Rules::of(place, None).allocates_on_write() {
        return None;
    }
    for &index in &place.vdis {
        let vdi = inventory.vdi(index);
        let (Some(size), true) = (vdi.size, chains::is_disk(inventory, vdi)) else { continue };
        let rules = Rules::of_image(place, vdi);
        growth.promised = growth.promised + size;
        if !is_written(inventory, index) {
            continue;
        }
        // right after a snapshot, the bytes of a leaf are those of its base copy
        let taken = vdi.usage.filter(|_| !is_counted_twice(inventory, chains, index));
        growth.running = growth.running + (rules.node(size, size) - taken.unwrap_or(Bytes::ZERO));
        if round.contains(&index) {
            let change = change_of(inventory, chains, index).unwrap_or(Bytes::ZERO);
            growth.by_next = growth.by_next + rules.leaf_takes(change);
        }
    }
    Some(growth)
}

/// Returns whether a running VM holds a disk.
fn is_written(inventory: &Inventory, vdi: VdiIdx) -> bool {
    inventory.vms_of(vdi).into_iter().any(|vm| {
        let vm = inventory.vm(vm);
        vm.running && vm.kind == VmKind::Vm
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    /// What is on an SR; in MiB: how large its disks are when full, how far those of running VMs can grow, and how
    /// far until the next snapshot.
    #[test]
    fn what_disks_can_still_take() {
        // 100 GiB of data in a file take 200 MiB for its bitmaps and 212 KiB for its tables
        let cases = [
            ("nfs", "vm web { disk d 100GiB on s: leaf 40GiB }", Some((102_400, 61_640, 0))),
            ("nfs", "vm web halted { disk d 100GiB on s: leaf 40GiB }", Some((102_400, 0, 0))),
            ("nfs", "disk d 100GiB on s: leaf 40GiB", Some((102_400, 0, 0))),
            (
                "nfs",
                "vm web { disk d 100GiB on s: base 40GiB snap a > leaf 1GiB }",
                Some((102_400, 101_576, 0)),
            ),
            // the root holds the initial contents, the next base copy what changed since
            (
                "nfs",
                "vm web { disk d 100GiB on s: base 40GiB > base 2GiB snap a > leaf 1GiB }",
                Some((102_400, 101_576, 2_047)),
            ),
            // counted twice: nothing was written since the snapshot
            (
                "nfs",
                "vm web { disk d 100GiB on s: base 40GiB snap a > leaf 40GiB }",
                Some((102_400, 102_600, 0)),
            ),
            ("linstor 9TiB thin", "vm web { disk d 100GiB on s: leaf 40GiB }", Some((102_400, 61_640, 0))),
            ("linstor 9TiB thick", "vm web { disk d 100GiB on s: leaf 40GiB }", None),
            ("lvm", "vm web { disk d 100GiB on s: leaf 40GiB }", None),
            ("lvm 9TiB thin", "vm web { disk d 100GiB on s: leaf 40GiB }", None),
        ];
        for (sr, disks, expected) in cases {
            let inventory = notation::inventory(&format!("sr s {sr} {disks}")).unwrap();
            let round = inventory.vdi_indices().collect();
            let growth = growth(&inventory, &Chains::build(&inventory), SrIdx(0), &round);
            let in_mib = |bytes: Bytes| bytes.0 >> 20;
            let found = growth
                .map(|growth| (in_mib(growth.promised), in_mib(growth.running), in_mib(growth.by_next)));
            assert_eq!(found, expected, "{sr} {disks}");
        }
    }
}
