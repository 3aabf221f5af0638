//! Whether an SR has room for the next round of snapshots and the pending merges.
//!
//! Knows no jobs: the caller says which disks are snapshotted, in which order. Sources: facts/storage-manager.md 2.4,
//! 6.3 (sums over disks and jobs), 6.4, 6.5.

use rustc_hash::FxHashSet;

use super::backlog::Merge;
use super::content::change_until_next;
use super::estimate::Fit;
use super::rules::Rules;
use super::space_needed::{later_snapshot_need, snapshot_need};
use crate::chains::Chains;
use crate::model::{Inventory, SrIdx, VdiIdx};
use crate::units::{Bytes, Interval};

/// A snapshot that will be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedSnapshot {
    /// The disk.
    pub vdi: VdiIdx,
    /// Whether a running VM holds it.
    pub attached: bool,
}

/// How the next round of snapshots and the pending merges fit into an SR.
#[derive(Clone, Debug, PartialEq)]
pub struct Headroom {
    /// What is free now; `None` if the server does not report it.
    pub free: Option<Bytes>,
    /// The snapshots on this SR, in order.
    pub steps: Vec<RoundStep>,
    /// What must be free for the whole round: for each snapshot, what those before it keep plus its own guard.
    pub round: Interval,
    /// What the round keeps until old snapshots are deleted and merged.
    pub keeps: Interval,
    /// How much the disks will grow until the next round, where space is taken when written; elsewhere nothing.
    pub grows: Interval,
    /// Snapshots about which nothing is known.
    pub unknown: u32,
    /// The least that any pending merge needs: with this much free, the collector makes progress. `None`
    /// without merges.
    pub one_merge: Option<Interval>,
    /// What the largest pending merge needs: with this much free, each of them can run. `None` without merges.
    pub every_merge: Option<Interval>,
}

/// One snapshot of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundStep {
    /// The snapshot.
    pub planned: PlannedSnapshot,
    /// What must be free before the round for this snapshot to succeed.
    pub needs: Interval,
    /// Whether it fits; `None` if the free space is not known.
    pub fit: Option<Fit>,
}

/// Compares the snapshots of a round, in the order of their runs, and the pending merges ([`queue`](super::queue))
/// with what is free on an SR. Snapshots of disks elsewhere are skipped, so that one list serves all SRs of a VM.
///
/// Nothing is assumed to be deleted or merged in between: the round must succeed even if the collector has not run.
pub fn headroom(
    inventory: &Inventory,
    chains: &Chains,
    sr: SrIdx,
    round: &[PlannedSnapshot],
    merges: &[Merge],
) -> Headroom {
    let free = inventory.sr(sr).free();
    let mut found = Headroom {
        free,
        steps: Vec::new(),
        round: Interval::default(),
        keeps: Interval::default(),
        grows: Interval::default(),
        unknown: 0,
        one_merge: merges.iter().filter_map(Merge::takes).map(|takes| takes.bytes).reduce(or_less),
        every_merge: merges
            .iter()
            .filter_map(Merge::takes)
            .map(|takes| takes.bytes)
            .reduce(Interval::or_greater),
    };
    let mut seen = FxHashSet::default();
    for &planned in round.iter().filter(|planned| inventory.vdi(planned.vdi).sr == Some(sr)) {
        let PlannedSnapshot { vdi, attached } = planned;
        let need = if seen.insert(vdi) { snapshot_need } else { later_snapshot_need };
        let Some(need) = need(inventory, chains, vdi, attached) else {
            found.unknown += 1;
            continue;
        };
        let needs = found.keeps + need.guard.bytes;
        found.steps.push(RoundStep { planned, needs, fit: free.map(|free| Fit::of(needs, free)) });
        found.round = found.round.or_greater(needs);
        found.keeps = found.keeps + need.keeps;
        found.grows = found.grows + growth(inventory, chains, vdi);
    }
    found
}

fn or_less(one: Interval, other: Interval) -> Interval {
    Interval { low: one.low.min(other.low), best: one.best.min(other.best), high: one.high.min(other.high) }
}

fn growth(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> Interval {
    let vdi = inventory.vdi(index);
    let Some(sr) = vdi.sr else { return Interval::default() };
    let rules = Rules::of_image(inventory.sr(sr), vdi);
    change_until_next(inventory, chains, index)
        .map_or_else(Interval::default, |change| change.bytes.map(|bytes| rules.leaf_takes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::super::backlog::queue;
    use super::*;
    use crate::model::Slot;
    use crate::notation;

    fn headroom_of(text: &str, disks: &[&str]) -> Headroom {
        let inventory = notation::inventory(text).unwrap();
        let chains = Chains::build(&inventory);
        let planned = |id: &&str| match inventory.find(&(*id).into()) {
            Some(Slot::Vdi(vdi)) => PlannedSnapshot { vdi, attached: true },
            other => panic!("{id}: {other:?}"),
        };
        let round: Vec<_> = disks.iter().map(planned).collect();
        headroom(&inventory, &chains, SrIdx(0), &round, &queue(&inventory, &chains, SrIdx(0)))
    }

    fn in_mib(bytes: Interval) -> (u64, u64, u64) {
        (bytes.low.0 >> 20, bytes.best.0 >> 20, bytes.high.0 >> 20)
    }

    /// Two thick disks with base copies of 3 GiB: each snapshot keeps what it needs minus 8 MiB of journals.
    const TWO: &str = "
        disk a 100GiB: base 60GiB > base 3080MiB snap s > leaf 102608MiB
        disk b 100GiB: base 60GiB > base 3080MiB snap s > leaf 102608MiB";

    #[test]
    fn what_is_kept_is_missing_for_the_next() {
        let found = headroom_of(&format!("sr s lvm 1TiB free 4GiB {{ {TWO} }}"), &["a", "b"]);
        assert_eq!(in_mib(found.steps[0].needs), (24, 3_096, 102_624));
        assert_eq!(in_mib(found.steps[1].needs), (32, 3_088 + 3_096, 102_616 + 102_624));
        assert_eq!(found.round, found.steps[1].needs);
        assert_eq!(in_mib(found.keeps), (16, 6_176, 205_232));
        assert_eq!(found.grows, Interval::default());
        let fit = found.free.map(|free| Fit::of(found.round, free));
        assert_eq!(fit, Some(Fit::Tight { best: Bytes::mib(6_184), likely: false }));
    }

    /// What is free, in MiB, and the first snapshot that certainly does not fit.
    #[test]
    fn the_first_without_room() {
        for (free, first) in [(20, Some(0)), (24, Some(1)), (31, Some(1)), (32, None)] {
            let found = headroom_of(&format!("sr s lvm 1TiB free {free}MiB {{ {TWO} }}"), &["a", "b"]);
            let at = found.steps.iter().position(|step| step.fit == Some(Fit::DoesNotFit));
            assert_eq!(at, first, "{free}");
        }
    }

    /// The second snapshot of a disk in a round holds what changed since the first, not the whole disk again.
    #[test]
    fn a_disk_of_two_jobs() {
        let found = headroom_of("sr s lvm 1TiB { disk a 100GiB: leaf 102608MiB }", &["a", "a"]);
        assert_eq!(in_mib(found.steps[0].needs).1, 71_844);
        assert_eq!(in_mib(found.steps[1].needs).1, 71_836 + 3_084 + 16);
    }

    #[test]
    fn files_grow_afterwards() {
        let found =
            headroom_of("sr s ext 1TiB { disk a 100GiB: base 60GiB > base 513MiB snap s > leaf }", &["a"]);
        assert_eq!(in_mib(found.grows), (0, 512, 102_600));
        assert_eq!(in_mib(found.keeps), (0, 0, 0));
    }

    #[test]
    fn disks_elsewhere_and_without_rules() {
        let text = "sr s ext 1TiB { disk a 1GiB: leaf } sr t ext 1TiB { disk b 1GiB: leaf }";
        assert_eq!(headroom_of(text, &["b", "a"]).steps.len(), 1);
        let found = headroom_of("sr s btrfs 1TiB { disk a 1GiB: leaf }", &["a"]);
        assert_eq!((found.steps.len(), found.unknown), (0, 1));
    }

    /// The least and the largest of two merges.
    #[test]
    fn room_for_merges() {
        let found = headroom_of(
            "sr s ext 1TiB leaf-coalesce=false { disk a 100GiB: base 50GiB > base 2GiB snap s > leaf disk b 100GiB: base 50GiB > base 9GiB snap s > leaf }",
            &[],
        );
        assert_eq!(found.one_merge.map(in_mib), Some((0, 1_023, 2_047)));
        assert_eq!(found.every_merge.map(in_mib), Some((0, 4_607, 9_215)));
        let idle = headroom_of("sr s ext 1TiB { disk a 1GiB: leaf }", &[]);
        assert_eq!((idle.one_merge, idle.every_merge), (None, None));
    }
}
