//! Tests of what is drawn: how often each event comes, and what it does.

use super::samples::{DAY, GIB, HOUR, small};
use super::scenario::*;
use super::tests::seen;
use super::*;

/// Counts the draws, of 200, in which an error comes.
fn count(scenario: &Scenario, error: Incident) -> usize {
    let draws = simulate(scenario, &DrawOptions::new(11, 200, 1));
    draws.firsts.iter().filter(|one| draws.keys.read(one.key).2 == error).count()
}

/// Returns a disk with 29 base copies of which only the last has nothing on it but the leaf; snapshots are kept.
fn at_the_limit(leaf: f64) -> Scenario {
    let mut scenario = small("nfs");
    scenario.units[0].per_schedule[0].snapshots = 40;
    scenario.disks[0].bases = (0..29).map(|id| Base { data: GIB, id, held: u32::from(id < 28) }).collect();
    scenario.disks[0].snapshots = Vec::new();
    scenario.disks[0].leaf = leaf * GIB;
    scenario.disks[0].daily = 0.1 * GIB;
    scenario
}

/// At 50 MB/s a leaf is merged while its VM runs, if it is small enough: then the chain of 30 nodes has 29, and only
/// the second run is refused.
#[test]
fn a_small_leaf_is_merged_and_a_large_one_is_not() {
    assert_eq!(seen(&at_the_limit(0.01)), [(Incident::ChainTooLong, 18)]);
    assert_eq!(seen(&at_the_limit(5.0)), [(Incident::ChainTooLong, 6)]);
    let mut off = at_the_limit(0.01);
    off.srs[0].auto_scan = false;
    assert_eq!(seen(&off), [(Incident::ChainTooLong, 6)], "nothing starts the collector");
    off.srs[0].collecting = true;
    assert_eq!(seen(&off), [(Incident::ChainTooLong, 18)], "it is at work");
}

/// Of two speeds with weights 1 and 3, the slow one, which leads to skips, applies in a quarter of the draws.
#[test]
fn speeds_come_by_their_weight() {
    let mut scenario = small("nfs");
    let of = |speed, weight| MergeSpeed { speed, each: 1.0, weight };
    scenario.srs[0].merge_speeds = vec![of(1e3, 1.0), of(50e6, 3.0)];
    let skips = count(&scenario, Incident::UnhealthyChain);
    assert!((30..72).contains(&skips), "{skips}");
    scenario.srs[0].merge_speeds.reverse();
    let skips = count(&scenario, Incident::UnhealthyChain);
    assert!((30..72).contains(&skips), "{skips}");
}

/// A disk, or a collector, that is stuck with a probability of 30 %.
#[test]
fn what_is_stuck_by_chance() {
    let mut disk = small("nfs");
    disk.disks[0].stuck = 0.3;
    let mut collector = small("nfs");
    collector.srs[0].stuck = 0.3;
    for scenario in [disk, collector] {
        let skips = count(&scenario, Incident::UnhealthyChain);
        assert!((38..84).contains(&skips), "{skips}");
    }
}

/// What others hold on a share grows in 35 % of the draws: 500 GiB at 2 % a day take 30 GiB in three days, in the
/// median.
#[test]
fn what_others_hold_grows_in_some_draws() {
    let mut scenario = small("nfs");
    scenario.srs[0].free = Some(30.0 * GIB);
    assert_eq!(count(&scenario, Incident::NoSpace), 0);
    scenario.srs[0].foreign = 500.0 * GIB;
    let short = count(&scenario, Incident::NoSpace);
    assert!((35..86).contains(&short), "{short}");
    // a thousandth of that has no effect within a week
    scenario.srs[0].foreign = 0.5 * GIB;
    assert_eq!(count(&scenario, Incident::NoSpace), 0);
}

/// Five times as much a day, every day: 100 GiB last for two days instead of ten.
#[test]
fn days_on_which_all_write_more() {
    let mut scenario = small("nfs");
    scenario.srs[0].free = Some(100.0 * GIB);
    scenario.srs[0].collector_off = true;
    scenario.units[0].bypass = true;
    scenario.disks[0].size = 10_000.0 * GIB;
    assert_eq!(count(&scenario, Incident::NoSpace), 0);
    scenario.surprises.bulk = 1.0 / DAY;
    let draws = simulate(&scenario, &DrawOptions::new(11, 200, 1));
    let mut at: Vec<f32> = draws.firsts.iter().map(|first| first.at).collect();
    at.sort_by(f32::total_cmp);
    assert_eq!(at.len(), 200);
    let days = f64::from(at[100]) / DAY;
    assert!((1.0..3.0).contains(&days), "{days}");
    // about one day in ten
    scenario.surprises.bulk = 0.1 / DAY;
    let few = count(&scenario, Incident::NoSpace);
    assert!((5..160).contains(&few), "{few}");
}

/// 24 GiB a day at 2 GiB an hour are done in time; four times slower, for twelve hours on average, they are not.
#[test]
fn a_slow_repository() {
    let mut scenario = small("nfs");
    scenario.units[0].delta = false;
    scenario.units[0].full_bytes = 24.0 * GIB;
    scenario.links[0].total = vec![2.0 * GIB / HOUR; 24];
    scenario.fires.retain(|fire| (fire.at / HOUR) as u32 % 24 == 6);
    assert_eq!(count(&scenario, Incident::AlreadyRunning), 0);
    scenario.surprises.slow = 1.0 / (3.0 * DAY);
    let blocked = count(&scenario, Incident::AlreadyRunning);
    assert!((20..150).contains(&blocked), "{blocked}");
    // it ends before the next one begins: if it stayed slow for a week, every draw would be blocked
    scenario.surprises.slow = 1.0 / DAY;
    assert!((blocked + 20..200).contains(&count(&scenario, Incident::AlreadyRunning)));
}

/// What a run had started when XO was restarted is never done: here the three hours after the transfer.
#[test]
fn nothing_is_done_after_a_restart() {
    let mut scenario = small("nfs");
    scenario.units[0].overhead.after = 3.0 * HOUR;
    assert_eq!(seen(&scenario), []);
    scenario.surprises.restarts = 3.0 / HOUR;
    assert_eq!(seen(&scenario), [(Incident::RpoMissed, 13)]);
}

/// Without a usable base, the first backup is a full one, and takes 13 hours; then deltas follow.
#[test]
fn a_first_full_backup_takes_longer() {
    let mut scenario = small("nfs");
    scenario.units[0].full_bytes = 13.0 * GIB;
    scenario.disks[0].daily = 0.1 * GIB;
    scenario.links[0].total = vec![GIB / HOUR; 24];
    assert_eq!(seen(&scenario), []);
    scenario.units[0].next_is_full = true;
    assert_eq!(seen(&scenario), [(Incident::RpoMissed, 13), (Incident::AlreadyRunning, 18)]);
    let draws = simulate(&scenario, &DrawOptions::new(1, 1, 1));
    assert_eq!(draws.failures.len(), 1, "the third run is a delta again");
}

/// A run keeps what its schedule keeps.
#[test]
fn each_schedule_keeps_its_own() {
    let mut scenario = small("nfs");
    scenario.disks[0].bases = (0..25).map(|id| Base { data: GIB, id, held: 1 }).collect();
    scenario.disks[0].snapshots = (0..25).map(|base| Snapshot { base, unit: 0, schedule: 1 }).collect();
    let kept = |snapshots| Retained { snapshots, takes_snapshot: true, exports: true, full_interval: 0 };
    scenario.units[0].per_schedule = vec![kept(0), kept(40)];
    assert_eq!(seen(&scenario), [], "the first keeps none but the reference");
    scenario.fires.iter_mut().for_each(|fire| fire.schedule = 1);
    assert_eq!(seen(&scenario), [(Incident::ChainTooLong, 54)]);
    // a schedule that takes no snapshot meets no limit, and one without an export takes no time
    scenario.units[0].per_schedule[1] =
        Retained { snapshots: 0, takes_snapshot: false, exports: true, full_interval: 0 };
    scenario.disks[0].bases = (0..29).map(|id| Base { data: GIB, id, held: 1 }).collect();
    assert_eq!(seen(&scenario), []);
    let mut local = small("nfs");
    local.links[0].total = vec![1e3; 24];
    local.units[0].per_schedule[0].exports = false;
    assert_eq!(seen(&local), []);
}

/// Failures are counted one by one for the runs of a day: those in 6 and 18 hours, not the one in 30.
#[test]
fn failures_of_a_day_are_counted_one_by_one() {
    let mut scenario = small("lvm");
    scenario.srs[0].free = Some(3.0 * GIB);
    let draws = simulate(&scenario, &DrawOptions::new(1, 3, 1));
    let counted: Vec<_> =
        draws.failures.iter().map(|((fire, unit, error), count)| (*fire, *unit, *error, *count)).collect();
    assert_eq!(counted, [(0, Some(0), Incident::NoSpace, 3), (1, Some(0), Incident::NoSpace, 3)]);
}

/// Two VMs of four hours each: one after the other they are not done before the next start in six hours, at once they
/// are.
#[test]
fn vms_at_once() {
    let mut scenario = small("nfs");
    scenario.units[0].delta = false;
    scenario.units[0].full_bytes = 4.0 * GIB;
    scenario
        .units
        .push(Unit { disks: vec![UnitDisk { disk: 1, ..UnitDisk::default() }], ..scenario.units[0].clone() });
    scenario.disks.push(scenario.disks[0].clone());
    scenario.disks[1].snapshots[0].unit = 1;
    scenario.jobs[0].units = vec![0, 1];
    scenario.links[0] =
        SimLink { total: vec![10.0 * GIB / HOUR; 24], each: GIB / HOUR, ..SimLink::default() };
    scenario.fires =
        (1..29).map(|n| Fire { at: f64::from(n) * 6.0 * HOUR, job: 0, schedule: 0, step: None }).collect();
    assert_eq!(seen(&scenario).first(), Some(&(Incident::AlreadyRunning, 12)));
    scenario.jobs[0].concurrency = 2;
    assert_eq!(seen(&scenario), []);
}

/// A VM that fails is retried immediately, as often as the job says; missing room is still missing.
#[test]
fn tries_do_not_make_room() {
    let mut scenario = small("lvm");
    scenario.srs[0].free = Some(3.0 * GIB);
    scenario.jobs[0].retries = 3;
    assert_eq!(seen(&scenario), [(Incident::NoSpace, 6)]);
    let draws = simulate(&scenario, &DrawOptions::new(1, 1, 1));
    assert_eq!(draws.failures[0].1, 1, "it fails once");
}
