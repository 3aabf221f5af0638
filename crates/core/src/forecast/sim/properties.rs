//! Properties of any scenario: more of what helps never hurts.

use proptest::prelude::*;

use super::samples::{DAY, GIB, HOUR, small};
use super::scenario::*;
use super::tests::seen;
use super::*;

/// Returns when an error first comes, in hours; long after the end if it does not.
fn first(scenario: &Scenario, error: Incident) -> u32 {
    seen(scenario).iter().find(|(of, _)| *of == error).map_or(10_000, |(_, at)| *at)
}

/// Returns full backups of this many GiB each that start every this many hours.
fn fulls(gib: f64, every: f64, gib_an_hour: f64) -> Scenario {
    let mut scenario = small("nfs");
    scenario.units[0].delta = false;
    scenario.units[0].full_bytes = gib * GIB;
    scenario.links[0].total = vec![gib_an_hour * GIB / HOUR; 24];
    let at = |n: u32| f64::from(n) * every * HOUR;
    let starts = (1..).map(at).take_while(|at| *at <= scenario.horizon);
    scenario.fires = starts.map(|at| Fire { at, job: 0, schedule: 0, step: None }).collect();
    scenario
}

/// Returns a VM whose snapshots are kept: nothing merges, so each adds a node.
fn keeps(bases: u32, keep: u32) -> Scenario {
    let mut scenario = small("nfs");
    scenario.units[0].per_schedule[0].snapshots = keep;
    scenario.disks[0].bases = (0..bases).map(|id| Base { data: GIB, id, held: 1 }).collect();
    scenario.disks[0].snapshots = (0..bases).map(|base| Snapshot { base, unit: 0, schedule: 0 }).collect();
    scenario
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// `SR_BACKEND_FAILURE_44`, whether or not anything is merged meanwhile.
    #[test]
    fn more_free_space_never_lacks_room_earlier(
        free in 0.1_f64..60.0, more in 1.0_f64..4.0, gib in 1.0_f64..60.0, file: bool, off: bool,
    ) {
        let of = |free: f64| {
            let mut scenario = small(if file { "nfs" } else { "lvm" });
            scenario.srs[0].collector_off = off;
            scenario.units[0].bypass = true;
            scenario.srs[0].free = Some(free * GIB);
            scenario.disks[0].daily = gib * GIB;
            first(&scenario, Incident::NoSpace)
        };
        prop_assert!(of(free * more) >= of(free));
    }

    #[test]
    fn a_longer_interval_never_meets_the_run_before_earlier(
        gib in 1.0_f64..200.0, every in 1_u32..24, times in 1_u32..5, speed in 1.0_f64..30.0,
    ) {
        let of = |every: u32| first(&fulls(gib, f64::from(every), speed), Incident::AlreadyRunning);
        prop_assert!(of(every * times) >= of(every));
    }

    /// A run of `gib / speed` hours plus 14 seconds meets the next start exactly if that comes before its end.
    #[test]
    fn a_run_meets_the_next_start_where_it_takes_longer(
        gib in 1.0_f64..200.0, every in 1.0_f64..24.0, speed in 1.0_f64..30.0,
    ) {
        let takes = gib / speed + 14.0 / HOUR;
        // the moment before the snapshot is random
        prop_assume!((takes - every).abs() > 0.01);
        let found = first(&fulls(gib, every, speed), Incident::AlreadyRunning);
        let expected = if takes > every { (2.0 * every) as u32 } else { 10_000 };
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_faster_link_never_blocks_earlier(
        gib in 1.0_f64..200.0, every in 1.0_f64..24.0, speed in 1.0_f64..30.0, times in 1.0_f64..10.0,
    ) {
        for error in [Incident::AlreadyRunning, Incident::RpoMissed] {
            let of = |speed: f64| first(&fulls(gib, every, speed), error);
            prop_assert!(of(speed * times) >= of(speed), "{error:?}");
        }
    }

    /// Each run adds a node until as many snapshots are kept as configured: the n-th run finds `bases + n` nodes.
    #[test]
    fn kept_snapshots_reach_the_limit_run_by_run(bases in 1_u32..30, keep in 1_u32..60) {
        let found = first(&keeps(bases, keep), Incident::ChainTooLong);
        // the run that finds 30 nodes is refused; before it there are at most `keep` bases, but no fewer than now
        let run = 30 - bases;
        let comes = keep >= 29 || bases >= 29;
        let expected = if comes && run <= 14 { 6 + (run - 1) * 12 } else { 10_000 };
        prop_assert_eq!(found, expected);
        prop_assert!(first(&keeps(bases, keep + 1), Incident::ChainTooLong) <= found);
    }

    /// Files on a share: what others write there takes room that backups then lack.
    #[test]
    fn what_others_hold_never_makes_room(free in 1.0_f64..40.0, foreign in 0.0_f64..500.0) {
        let of = |foreign: f64| {
            let mut scenario = small("nfs");
            scenario.srs[0].free = Some(free * GIB);
            scenario.srs[0].foreign = foreign * GIB;
            let draws = simulate(&scenario, &DrawOptions::new(5, 30, 1));
            draws.firsts.iter().filter(|one| draws.keys.read(one.key).2 == Incident::NoSpace).count()
        };
        prop_assert!(of(foreign) >= of(0.0));
    }

    /// A full backup is due when the backup chain has reached its length, and moves everything: 13 GiB at 1 GiB an
    /// hour.
    #[test]
    fn each_nth_backup_is_a_full_one(interval in 2_u32..6, deltas in 0_u32..5) {
        let mut scenario = small("nfs");
        scenario.horizon = 6.0 * DAY;
        scenario.disks[0].daily = 0.0;
        scenario.units[0].full_bytes = 13.0 * GIB;
        scenario.units[0].per_schedule[0].full_interval = interval;
        scenario.units[0].deltas = deltas;
        scenario.links[0].total = vec![GIB / HOUR; 24];
        // a delta moves nothing, a full backup takes longer than the twelve hours until the next run
        let found = first(&scenario, Incident::AlreadyRunning);
        let run = interval.saturating_sub(deltas + 1);
        prop_assert_eq!(found, 6 + (run + 1) * 12);
    }
}
