//! Draws of scenarios written by hand: what must come, when, and what must not.

use proptest::prelude::*;

use super::chain::{Chain, SimMerge};
use super::samples::{GIB, HOUR, small};
use super::scenario::*;
use super::*;
use crate::model::{ImageFormat, Sr as Place};
use crate::storage::Rules;

/// Returns the first time of each error: the error and the hours until then, by time.
pub(super) fn seen(scenario: &Scenario) -> Vec<(Incident, u32)> {
    let draws = simulate(scenario, &DrawOptions::new(1, 1, 1));
    let mut firsts: Vec<_> = draws
        .firsts
        .iter()
        .map(|first| (draws.keys.read(first.key).2, (f64::from(first.at) / HOUR) as u32))
        .collect();
    firsts.sort_by_key(|(error, at)| (*at, *error));
    firsts
}

#[test]
fn a_healthy_job_meets_nothing() {
    for driver in ["lvm", "nfs", "linstor"] {
        assert_eq!(seen(&small(driver)), [], "{driver}");
    }
}

/// Free GiB, and when the first snapshot is refused: LVM asks for the data in the leaf (7.5 GiB after 6 hours), and
/// gets them back after the merge; files fill up as they are written.
#[test]
fn room_runs_out() {
    let cases = [
        ("lvm", 7.4, vec![(Incident::NoSpace, 6)]),
        // merged before the second run
        ("lvm", 7.6, vec![]),
        ("nfs", 1.0, vec![(Incident::NoSpace, 6)]),
        // 2.5 GiB until the first run, then merges free as much as is written
        ("nfs", 4.0, vec![]),
    ];
    for (driver, free, expected) in cases {
        let mut scenario = small(driver);
        scenario.srs[0].free = Some(free * GIB);
        assert_eq!(seen(&scenario), expected, "{driver} {free}");
    }
}

/// QCOW2 in a file: the collector needs the tables of a full disk in addition to the data, 128 TiB / 8192 = 16 GiB of
/// them. With 14 GiB free it merges a small disk after the first run, but never the large one: two merges are pending
/// at the third run, when the VM has written 12.5 GiB.
#[test]
fn the_collector_of_qcow2_asks_for_more_than_it_takes() {
    let mut scenario = small("nfs");
    let place = Place::new("s".into(), "nfs");
    scenario.disks[0].rules = Rules::of(&place, Some(ImageFormat::Qcow2));
    scenario.srs[0].free = Some(14.0 * GIB);
    assert_eq!(seen(&scenario), []);
    scenario.disks[0].size = 128.0 * 1024.0 * GIB;
    assert_eq!(seen(&scenario), [(Incident::UnhealthyChain, 30)]);
}

/// Without merges two base copies are pending at the third run: XO skips it and all after it.
#[test]
fn a_collector_that_is_off_ends_in_skips() {
    let mut off = small("nfs");
    off.srs[0].collector_off = true;
    assert_eq!(seen(&off), [(Incident::UnhealthyChain, 30)]);
    let mut bypassed = off.clone();
    bypassed.units[0].bypass = true;
    assert_eq!(seen(&bypassed), [], "14 more nodes are not 30");
    let mut stuck = small("nfs");
    stuck.disks[0].stuck = 1.0;
    assert_eq!(seen(&stuck), [(Incident::UnhealthyChain, 30)]);
}

/// This many snapshots are kept, and this many nodes exist: each run adds one until the limit.
#[test]
fn kept_snapshots_reach_the_limit() {
    let cases = [(25, 40, Some(54)), (27, 40, Some(30)), (29, 40, Some(6)), (25, 26, None)];
    for (bases, keep, hours) in cases {
        let mut scenario = small("nfs");
        scenario.units[0].per_schedule[0] =
            Retained { snapshots: keep, takes_snapshot: true, exports: false, full_interval: 0 };
        scenario.disks[0].bases = (0..bases).map(|id| Base { data: GIB, id, held: 1 }).collect();
        scenario.disks[0].snapshots =
            (0..bases).map(|base| Snapshot { base, unit: 0, schedule: 0 }).collect();
        let expected: Vec<_> = hours.map(|hours| (Incident::ChainTooLong, hours)).into_iter().collect();
        assert_eq!(seen(&scenario), expected, "{bases} bases, {keep} kept");
    }
}

/// A link of 0.1 MB/s needs 7 hours for the first 2.5 GiB and 15 for the next 5: the third firing finds the previous
/// run.
#[test]
fn a_slow_link_blocks_the_next_run() {
    let mut slow = small("nfs");
    slow.links[0].total = vec![0.1e6; 24];
    let found = seen(&slow);
    assert_eq!(
        found,
        [(Incident::RpoMissed, 13), (Incident::AlreadyRunning, 30)],
        "18 hours after the last one"
    );
}

/// An error that comes first replaces the missed RPO.
#[test]
fn a_skip_is_no_missed_rpo() {
    let mut off = small("nfs");
    off.srs[0].collector_off = true;
    assert!(!seen(&off).iter().any(|(error, _)| *error == Incident::RpoMissed));
}

/// A full backup to a replica needs room for the whole disk, which the target lacks.
#[test]
fn a_full_replication_needs_the_whole_disk() {
    let mut scenario = small("nfs");
    scenario.srs.push(SimSr { free: Some(40.0 * GIB), ..scenario.srs[0].clone() });
    let replica = Disk { sr: 1, attached: false, daily: 0.0, leaf: 0.0, ..scenario.disks[0].clone() };
    scenario.disks.push(replica);
    scenario.units[0].copies = 1;
    scenario.units[0].disks[0].replica = Some(1);
    scenario.units[0].full_bytes = 65.0 * GIB;
    assert_eq!(seen(&scenario), [], "deltas fit");
    scenario.units[0].per_schedule[0].full_interval = 3;
    assert_eq!(seen(&scenario), [(Incident::NoSpace, 30)], "the third is a full one");
}

/// The chain of a replica is full although there is plenty of room: 109, not 44.
#[test]
fn a_replica_at_the_limit_is_no_lack_of_room() {
    let mut scenario = small("nfs");
    scenario.srs.push(scenario.srs[0].clone());
    let mut replica = Disk { sr: 1, attached: false, daily: 0.0, leaf: 0.0, ..scenario.disks[0].clone() };
    replica.bases = (0..29).map(|id| Base { data: GIB, id, held: 1 }).collect();
    replica.snapshots = (0..29).map(|base| Snapshot { base, unit: 0, schedule: 0 }).collect();
    scenario.disks.push(replica);
    scenario.units[0].copies = 40;
    scenario.units[0].disks[0].replica = Some(1);
    assert_eq!(seen(&scenario), [(Incident::ChainTooLong, 6)]);
}

#[test]
fn a_run_in_progress_goes_on() {
    let mut scenario = small("nfs");
    scenario.jobs[0].running = Some(RunUnderWay {
        since: -HOUR,
        schedule: 0,
        waiting: Vec::new(),
        moving: vec![(0, 100.0 * 86_400e6)],
    });
    assert_eq!(seen(&scenario), [(Incident::AlreadyRunning, 6), (Incident::RpoMissed, 13)]);
}

#[test]
fn threads_do_not_matter_and_seeds_do() {
    let mut scenario = small("lvm");
    scenario.srs[0].free = Some(8.0 * GIB);
    scenario.calendar.day_spread = 0.5;
    let of = |seed, threads| simulate(&scenario, &DrawOptions::new(seed, 101, threads)).firsts;
    assert_eq!(of(7, 1), of(7, 2));
    assert_eq!(of(7, 1), of(7, 5));
    assert_ne!(of(7, 1), of(8, 1));
    assert!(!of(7, 1).is_empty());
}

#[test]
fn what_an_sr_lacks() {
    let mut scenario = small("lvm");
    scenario.srs[0].free = Some(6.0 * GIB);
    let lacks = shortages(scenario.clone(), &DrawOptions::new(1, 20, 1)).unwrap()[0].0 as f64 / GIB;
    assert!((1.5..2.5).contains(&lacks), "{lacks}");
    assert_eq!(shortages(small("lvm"), &DrawOptions::new(1, 20, 2)).unwrap(), [Bytes::ZERO]);
}

/// Returns a disk with some bases, each held or not.
fn disk(held: &[bool]) -> Disk {
    let bases = held.iter().zip(0..).map(|(&held, id)| Base { data: GIB, id, held: u32::from(held) });
    Disk { bases: bases.collect(), size: 100.0 * GIB, ..Disk::default() }
}

proptest! {
    /// Depth, the gate's count and possible merges equal those of a naive count; merging ends, and never makes a chain
    /// longer.
    #[test]
    fn chains_count_right(held in prop::collection::vec(any::<bool>(), 0..30)) {
        let mut chain = Chain::default();
        chain.reset(&disk(&held));
        let pairs = held.iter().rev().skip(1).filter(|held| !**held).count() as u32;
        prop_assert_eq!(chain.depth() as usize, held.len() + 1);
        prop_assert_eq!(chain.pending(), pairs);
        let mut merges = 0;
        while let Some(merge) = chain.candidate(true) {
            let before = chain.depth();
            match merge {
                SimMerge::Inner { parent, child, .. } => {
                    prop_assert_eq!(chain.merge_inner(parent, 0.5 * child), child);
                }
                SimMerge::Leaf { parent, .. } => prop_assert!(chain.merge_leaf(parent).is_some()),
            }
            prop_assert_eq!(chain.depth(), before - 1);
            merges += 1;
        }
        prop_assert_eq!(merges, held.iter().filter(|held| !**held).count());
        prop_assert_eq!(chain.pending(), 0);
    }

    /// A snapshot adds a node, its deletion a merge; what a unit keeps is kept.
    #[test]
    fn snapshots_come_and_go(rounds in 1_u32..20, keep in 0_u32..5) {
        let mut chain = Chain::default();
        chain.reset(&disk(&[]));
        for _ in 0..rounds {
            chain.snapshot(GIB, false, 3, 0);
            while chain.delete_oldest(3, Some(0), keep) {}
        }
        prop_assert_eq!(chain.depth(), rounds + 1);
        let kept = rounds.min(keep);
        // all bases without a snapshot wait, except the leaf's parent
        let waiting = rounds - kept - u32::from(kept == 0);
        prop_assert_eq!(chain.pending(), waiting);
        prop_assert_eq!(chain.leaf_pending(), kept == 0);
    }
}

#[test]
fn an_empty_leaf_adds_no_node() {
    let mut chain = Chain::default();
    chain.reset(&disk(&[true]));
    chain.snapshot(0.0, true, 0, 0);
    assert_eq!(chain.depth(), 2);
    chain.undo_snapshot(0);
    assert_eq!((chain.depth(), chain.leaf_pending()), (2, false));
}

/// The first draws equal those without a deadline, and nothing is left of the one under way.
#[test]
fn what_is_drawn_by_the_deadline_is_kept() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let mut scenario = small("lvm");
    scenario.srs[0].collector_off = true;
    let whole = simulate(&scenario, &DrawOptions::new(1, 40, 1));
    assert_eq!((whole.count, whole.asked), (40, 40));
    let checks = AtomicU32::new(0);
    let deadline = Deadline::when(move || checks.fetch_add(1, Ordering::Relaxed) >= 7);
    let cut = simulate(&scenario, &DrawOptions { deadline, ..DrawOptions::new(1, 40, 1) });
    assert_eq!((cut.count, cut.asked), (7, 40));
    assert_eq!(cut.firsts, whole.firsts[..cut.firsts.len()]);
    assert!(cut.firsts.iter().all(|first| first.draw < 7) && !cut.firsts.is_empty());
    let over = DrawOptions { deadline: Deadline::when(|| true), ..DrawOptions::new(1, 40, 2) };
    assert_eq!(simulate(&scenario, &over).count, 0);
    assert_eq!(shortages(scenario, &over), None);
}
