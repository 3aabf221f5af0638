//! Tests of the parts of a draw on their own: collector, link, writes, chain, keys, the RPO, the replay of a past.

use std::collections::BTreeSet;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::chain::{Chain, SimMerge};
use super::collector::{Collector, CollectorState};
use super::link::SharedLink as Active;
use super::replay::{PastEvent, Replay, ReplayCheck};
use super::rpo::rpo_limit;
use super::samples::{DAY, GIB, HOUR, small};
use super::scenario::*;
use super::tally::Keys;
use super::writes::Writes;
use super::*;

fn collector() -> Collector {
    let mut made = Collector::default();
    made.reset();
    made
}

#[test]
fn the_tallest_tree_is_taken_first_and_each_disk_once() {
    let mut made = collector();
    for (disk, height) in [(0, 2), (1, 5), (2, 3), (1, 9)] {
        made.offer(disk, height);
    }
    let order: Vec<_> = std::iter::from_fn(|| made.take()).collect();
    assert_eq!(order, [1, 2, 0]);
    // what was taken may be offered again
    made.offer(1, 1);
    assert_eq!((made.take(), made.take()), (Some(1), None));
}

/// A disk that was offered again meanwhile is not a leaf that waits: its entry in the list of leaves is out of date.
#[test]
fn leaves_that_were_offered_again_are_passed_over() {
    let mut made = collector();
    made.has_leaf(0);
    made.has_leaf(1);
    made.offer(1, 3);
    assert_eq!(made.take_leaf(), Some(0), "1 is in the queue");
    assert_eq!(made.take_leaf(), None);
    assert_eq!(made.take(), Some(1));
    made.has_leaf(2);
    assert_eq!((made.take_leaf(), made.take_leaf()), (Some(2), None));
}

/// After each merge, disks that had no room are looked at again; those that wait for the next start only then.
#[test]
fn what_is_put_aside_comes_back_when_it_should() {
    let mut made = collector();
    made.has_no_room(0);
    made.comes_later(1);
    made.has_no_room(2);
    made.offer(2, 7);
    assert_eq!(made.take(), Some(2), "it was offered again");
    made.offer_again(false, |_| 4);
    assert_eq!((made.take(), made.take()), (Some(0), None));
    made.offer_again(true, |_| 4);
    assert_eq!((made.take(), made.take()), (Some(1), None));
    made.offer_again(true, |_| 4);
    assert_eq!(made.take(), None, "each once");
}

#[test]
fn a_collector_has_work_while_something_waits() {
    let of = |put: fn(&mut Collector)| {
        let mut made = collector();
        put(&mut made);
        made.has_work()
    };
    assert!(!of(|_| {}));
    assert!(of(|made| made.offer(0, 1)));
    assert!(of(|made| made.has_no_room(0)));
    assert!(of(|made| made.has_leaf(0)));
    assert!(of(|made| made.comes_later(0)));
    let mut made = collector();
    let first = made.enter(CollectorState::Pause);
    assert_eq!(
        (made.state, made.enter(CollectorState::Idle)),
        (CollectorState::Pause, first + 1),
        "each state has its number"
    );
}

/// 100 bytes a second for all. The first transfer has 1000 bytes, and 500 of them left when the second starts: both
/// move at 50, so it ends 10 s later; then the second has 500 left and the link to itself.
#[test]
fn transfers_share_a_link() {
    let spec = SimLink { total: vec![100.0; 24], each: f64::INFINITY, ..SimLink::default() };
    let mut link = Active::default();
    link.reset(1.0);
    assert_eq!(link.next(0.0), None);
    let near = |found: Option<f64>, expected: f64| {
        let found = found.unwrap();
        assert!((found - expected).abs() < 0.01, "{found} is not {expected}");
    };
    link.start(&spec, 0.0, 0.0, 0, 1000.0);
    near(link.next(0.0), 10.0);
    link.start(&spec, 5.0, 0.0, 1, 1000.0);
    near(link.next(0.0), 15.0);
    assert_eq!(link.ended(&spec, 14.0, 0.0), None);
    assert_eq!(link.ended(&spec, 15.001, 0.0), Some(0));
    near(link.next(0.0), 20.0);
    // four times slower from now on: 500 bytes at 25
    link.slow_down(&spec, 15.0, 0.0, 4.0);
    near(link.next(0.0), 35.0);
    link.slow_down(&spec, 25.0, 0.0, 0.25);
    near(link.next(0.0), 27.5);
    link.start(&spec, 26.0, 0.0, 2, 100.0);
    // 150 are left; both move at 50 until the new one ends
    near(link.next(0.0), 28.0);
    link.clear(&spec, 26.5, 0.0);
    assert_eq!(link.next(0.0), None);
}

/// One VM reaches 30 of the 100; the speed changes on the hour, ten seconds from now.
#[test]
fn what_one_reaches_and_what_the_hour_allows() {
    let mut total = vec![100.0; 24];
    total[1] = 10.0;
    let spec = SimLink { total, each: 30.0, ..SimLink::default() };
    let mut link = Active::default();
    link.reset(1.0);
    let into_day = HOUR - 10.0;
    link.start(&spec, 0.0, into_day, 0, 150.0);
    assert!((link.next(into_day).unwrap() - 5.001).abs() < 1e-6);
    link.start(&spec, 0.0, into_day, 1, 900.0);
    assert_eq!(link.ended(&spec, 5.001, into_day), Some(0));
    // 750 are left at 30 a second: not done before the hour
    assert!((link.next(into_day).unwrap() - 10.001).abs() < 1e-6);
    assert_eq!(link.ended(&spec, 10.001, into_day), None);
    // 600 at 10 a second
    assert!((link.next(into_day).unwrap() - 70.0).abs() < 0.1, "{:?}", link.next(into_day));
}

/// Returns a local calendar without any variation.
fn steady(into_day: f64, weekday: u32) -> Calendar {
    Calendar { into_day, weekday, weekdays: [1.0; 7], ..Calendar::default() }
}

/// Returns the bytes that a disk of 24 bytes a day has written after some hours, and those of its SR.
fn written(driver: &str, calendar: Calendar, hours: &[f64]) -> Vec<(f64, f64)> {
    let mut scenario = small(driver);
    scenario.disks[0].daily = 24.0;
    scenario.calendar = calendar;
    let mut writes = Writes::default();
    writes.draw(&scenario, 9, &mut Xoshiro256PlusPlus::seed_from_u64(1));
    let calendar = &scenario.calendar;
    let of = |hours: &f64| {
        let now = hours * HOUR;
        let round = |bytes: f64| (bytes * 1000.0).round() / 1000.0;
        (round(writes.of_disk(calendar, 0, 0, now)), round(writes.of_sr(calendar, 0, 0, now)))
    };
    hours.iter().map(of).collect()
}

/// One byte an hour, whatever the hour is now; on files a page of bitmap comes with each block of 2 MiB, on LVM nothing
/// is taken as it is written.
#[test]
fn what_a_disk_has_written() {
    let with_bitmaps = 1.0 + 4096.0 / 2_097_152.0;
    for into_day in [0.0, 6.0 * HOUR, 23.5 * HOUR] {
        let found = written("nfs", steady(into_day, 0), &[0.0, 1.0, 30.0, 100.0]);
        for ((disk, sr), hours) in found.into_iter().zip([0.0, 1.0, 30.0, 100.0]) {
            assert!((disk - hours).abs() < 0.01, "{into_day} {hours}: {disk}");
            assert!((sr - hours * with_bitmaps).abs() < 0.01, "{into_day} {hours}: {sr}");
        }
    }
    assert_eq!(written("lvm", steady(0.0, 0), &[30.0]), [(30.0, 0.0)]);
}

/// Half as much on Tuesdays, the first of which begins in 24 hours; thrice as much at the end of the month, tomorrow,
/// if it occurs; growth by a tenth a day. A profile may put everything into the first hour.
#[test]
fn days_and_hours_differ() {
    let mut tuesdays = steady(0.0, 0);
    tuesdays.weekdays[1] = 0.5;
    assert_eq!(
        written("lvm", tuesdays, &[24.0, 36.0, 48.0, 72.0]).iter().map(|of| of.0).collect::<Vec<_>>(),
        [24.0, 30.0, 36.0, 60.0]
    );
    let mut sunday = steady(0.0, 6);
    sunday.weekdays[0] = 2.0;
    assert_eq!(written("lvm", sunday, &[24.0, 48.0]).iter().map(|of| of.0).collect::<Vec<_>>(), [24.0, 72.0]);
    let month_end =
        |chance| Calendar { month_end: vec![1.0, 3.0], month_end_chance: chance, ..steady(0.0, 0) };
    assert_eq!(written("lvm", month_end(1.0), &[48.0, 72.0])[0].0, 96.0);
    assert_eq!(written("lvm", month_end(1.0), &[48.0, 72.0])[1].0, 120.0);
    assert_eq!(written("lvm", month_end(0.0), &[48.0])[0].0, 48.0);
    let grows = Calendar { trend: (1.1_f64.ln(), 0.0), ..steady(0.0, 0) };
    let found = written("lvm", grows, &[24.0, 48.0, 72.0]);
    for ((found, _), expected) in found.into_iter().zip([24.0, 50.4, 79.44]) {
        assert!((found - expected).abs() < 0.01, "{found} is not {expected}");
    }
    let mut profile = [1.0; 25];
    profile[0] = 0.0;
    let early = Calendar { profiles: vec![profile], ..steady(0.0, 0) };
    let found = written("lvm", early, &[0.5, 1.0, 12.0, 24.0, 24.25]);
    assert_eq!(found.iter().map(|of| of.0).collect::<Vec<_>>(), [12.0, 24.0, 24.0, 24.0, 30.0]);
}

/// Firings every twelve hours: after a run that one of them started, a moment late, 18 hours are allowed.
#[test]
fn how_old_a_backup_may_get() {
    let rhythm: Vec<f64> = [-24.0, -12.0, 0.0, 6.0].map(|hours| hours * HOUR).to_vec();
    let cases = [
        (-24.0 * HOUR, 18.0),
        (-24.0 * HOUR + 5.0, 18.0),
        (-24.0 * HOUR - 0.5, 18.0),
        (-12.0 * HOUR - 2.0, 18.0),
        (0.0, 9.0),
        (-25.0 * HOUR, f64::INFINITY),
        (6.0 * HOUR, f64::INFINITY),
    ];
    for (start, hours) in cases {
        assert_eq!(rpo_limit(&rhythm, start) / HOUR, hours, "{start}");
    }
    assert_eq!(rpo_limit(&[], 0.0), f64::INFINITY);
}

#[test]
fn every_key_stands_for_one_thing() {
    let keys = Keys { units: 3, jobs: 2 };
    let mut all = BTreeSet::new();
    for unit in 0..3 {
        for error in
            [Incident::NoSpace, Incident::ChainTooLong, Incident::UnhealthyChain, Incident::RpoMissed]
        {
            let key = Keys::unit(unit, error);
            assert_eq!(keys.read(key), (Some(unit), None, error));
            all.insert(key);
        }
    }
    for job in 0..2 {
        assert_eq!(keys.read(keys.job(job)), (None, Some(job), Incident::AlreadyRunning));
        all.insert(keys.job(job));
    }
    assert_eq!(all, (0..keys.count() as u32).collect());
}

/// Returns a chain of base copies of 1, 2, 4, … GiB, each with this many things on it.
fn chain(held: &[u32]) -> Chain {
    let bases = held.iter().zip(0..).map(|(&held, id)| Base { data: f64::from(1 << id) * GIB, id, held });
    let disk = Disk { bases: bases.collect(), ..Disk::default() };
    let mut chain = Chain::default();
    chain.reset(&disk);
    chain
}

/// The pair nearest the root is merged first: the parent grows, and takes over what hung on the child.
#[test]
fn merges_go_from_the_root_down() {
    let mut made = chain(&[1, 0, 1, 0, 2]);
    assert_eq!((made.depth(), made.pending(), made.leaf_pending()), (6, 2, false));
    assert_eq!(made.candidate(true), Some(SimMerge::Inner { parent: 1, into: 2.0 * GIB, child: 4.0 * GIB }));
    assert_eq!(made.merge_inner(1, 3.0 * GIB), 4.0 * GIB);
    assert_eq!((made.depth(), made.pending()), (5, 1));
    assert_eq!(made.candidate(true), Some(SimMerge::Inner { parent: 3, into: 8.0 * GIB, child: 16.0 * GIB }));
    assert_eq!(made.merge_inner(9, GIB), 0.0, "no such base");
    assert_eq!(made.merge_inner(4, GIB), 0.0, "the leaf's parent has no base below");
    assert_eq!(made.depth(), 5);
    made.merge_inner(3, GIB);
    assert_eq!((made.depth(), made.pending(), made.candidate(true)), (4, 0, None));
}

/// A leaf is merged if nothing else hangs on its parent, and only if leaves are considered.
#[test]
fn leaves_are_merged_last() {
    let mut made = chain(&[1, 0]);
    assert_eq!((made.pending(), made.leaf_pending()), (0, true));
    assert_eq!(made.candidate(false), None);
    assert_eq!(made.candidate(true), Some(SimMerge::Leaf { parent: 1, into: 2.0 * GIB }));
    assert_eq!(made.merge_leaf(0), None, "not its parent");
    assert_eq!(made.merge_leaf(1), Some(2.0 * GIB));
    assert_eq!((made.depth(), made.merge_leaf(0)), (2, None), "a snapshot hangs there");
}

/// What stays after a run: per schedule what it keeps; if changes are moved and nothing is kept, the newest of all
/// schedules, unless snapshot data are purged. Snapshots of (unit, schedule): (0, 0), (0, 1), (1, 0), (0, 0), (0, 1).
#[test]
fn what_a_run_deletes() {
    let left = |delta, purges, schedule, keep| {
        let mut made = chain(&[]);
        for (unit, of) in [(0, 0), (0, 1), (1, 0), (0, 0), (0, 1)] {
            made.snapshot(GIB, false, unit, of);
        }
        let spec = Unit { delta, purges, ..Unit::default() };
        let deleted = made.prune(&spec, 0, schedule, keep);
        // each base without its snapshot is pending, except the last, to which the leaf is attached
        (deleted, made.pending(), made.leaf_pending())
    };
    let cases = [
        (true, false, 0, 2, (false, 0, false)),
        (true, false, 0, 1, (true, 1, false)),
        (true, false, 0, 0, (true, 3, false)),
        (true, true, 0, 0, (true, 3, true)),
        (false, false, 0, 0, (true, 2, false)),
        (false, false, 1, 0, (true, 1, true)),
        (true, false, 1, 1, (true, 1, false)),
    ];
    for (delta, purges, schedule, keep, expected) in cases {
        assert_eq!(left(delta, purges, schedule, keep), expected, "{delta} {purges} {schedule} {keep}");
    }
}

/// Replays three hourly backups of 1000 MiB each, the newest an hour ago; whether each was refused, and what waits now.
fn replayed(speed: f64, refused: [bool; 3], waits: bool) -> ReplayCheck {
    let mut bases = vec![Base { data: GIB, id: 0, held: u32::from(!waits) }];
    if waits {
        bases.push(Base { data: GIB, id: 1, held: 1 });
    }
    let disk = Disk { bases, ..Disk::default() };
    // another disk on the SR, to which nothing happened
    let scenario = Scenario {
        units: vec![Unit {
            disks: vec![UnitDisk { disk: 0, ..UnitDisk::default() }],
            delta: true,
            ..Unit::default()
        }],
        disks: vec![disk.clone(), disk],
        srs: vec![SimSr::default()],
        ..Scenario::default()
    };
    let mut past_events = Vec::new();
    for (refused, at) in refused.into_iter().zip([-3.0, -2.0, -1.0]) {
        past_events.push((at * HOUR, PastEvent::Gate { unit: 0, refused }));
        if !refused {
            let data = 1000.0 * 1_048_576.0;
            past_events.push((at * HOUR, PastEvent::Snapshot { disk: 0, unit: 0, schedule: 0, data }));
            let prune = PastEvent::Prune { disk: 0, unit: 0, schedule: 0, keep: 0 };
            past_events.push((at * HOUR + 60.0, prune));
        }
    }
    let speed = MergeSpeed { speed: speed * 1_048_576.0, each: 40.0, weight: 1.0 };
    let mut replay = Replay::default();
    replay.prepare(&scenario, 0, &past_events);
    replay.run(&scenario, &past_events, speed)
}

/// At 1 MiB/s a merge takes 1000 s and 40, after a pause of 300 s that begins 60 s after the snapshot: done 2200 s ago.
/// At 0.1 MiB/s it takes 10,000 s: the third run finds two pending merges.
#[test]
fn a_past_is_replayed() {
    let counts = |check: &ReplayCheck| {
        (check.refusals, check.false_refusals, check.missed_refusals, check.wrong_waits, check.merged_lately)
    };
    let none = [false; 3];
    let fast = replayed(1.0, none, false);
    assert_eq!((counts(&fast), fast.late.len()), ((0, 0, 0, 0, 1), 0));
    // the same, but something still waits: it is late
    let late = replayed(1.0, none, true);
    assert_eq!(counts(&late), (0, 0, 0, 1, 0));
    let [(disk, hours)] = late.late[..] else { panic!("{late:?}") };
    assert_eq!(disk, 0);
    assert!((hours - 2200.0 / HOUR).abs() < 1e-6, "{hours}");
    let missed = replayed(1.0, [false, false, true], false);
    assert_eq!(counts(&missed), (1, 0, 1, 0, 1));
    let slow = replayed(0.1, none, true);
    assert_eq!(counts(&slow), (0, 1, 0, 0, 0), "it refuses, and is set right");
    let skipped = replayed(0.1, [false, false, true], true);
    assert_eq!(counts(&skipped), (1, 0, 0, 0, 0));
    let nothing_waits = replayed(0.1, none, false);
    assert_eq!(counts(&nothing_waits), (0, 1, 0, 1, 0));
}

/// Each day is drawn anew for each disk; without a spread days are alike.
#[test]
fn days_vary_by_their_spread() {
    let mut scenario = small("nfs");
    scenario.calendar.day_spread = 0.5;
    let mut writes = Writes::default();
    writes.draw(&scenario, 9, &mut Xoshiro256PlusPlus::seed_from_u64(3));
    let at = |day: f64| writes.of_disk(&scenario.calendar, 0, 0, day * DAY);
    let days: Vec<f64> = (0..8).map(|day| at(f64::from(day) + 1.0) - at(f64::from(day))).collect();
    let (least, most) =
        days.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), day| (least.min(*day), most.max(*day)));
    assert!(least > 0.0 && most > 1.3 * least, "{days:?}");
}
