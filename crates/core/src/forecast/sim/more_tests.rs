//! Draws of sequences, of unannounced events, and of what must hold in any scenario.

use proptest::prelude::*;

use super::samples::{DAY, GIB, HOUR, small};
use super::scenario::*;
use super::tests::seen;
use super::*;

/// Returns jobs like the one of [`small`], each with a VM, a disk and a link of its own, on one SR, without firings; a
/// link has each of these rates.
fn jobs(driver: &str, rates: &[f64]) -> Scenario {
    let one = small(driver);
    let mut all =
        Scenario { fires: Vec::new(), jobs: Vec::new(), units: Vec::new(), links: Vec::new(), ..one.clone() };
    all.disks.clear();
    all.horizon = 23.0 * HOUR;
    for (at, rate) in (0..).zip(rates) {
        all.jobs.push(SimJob { units: vec![at], link: at, ..one.jobs[0].clone() });
        let disks = vec![UnitDisk { disk: at, ..UnitDisk::default() }];
        let last_success = Some((-4.0 * HOUR, -6.0 * HOUR));
        all.units.push(Unit { job: at, disks, last_success, ..one.units[0].clone() });
        let snapshots = vec![Snapshot { base: 0, unit: at, schedule: 0 }];
        all.disks.push(Disk { snapshots, ..one.disks[0].clone() });
        all.links.push(SimLink {
            total: vec![rate * GIB / HOUR; 24],
            each: f64::INFINITY,
            ..SimLink::default()
        });
    }
    all
}

fn fire(at: f64, job: u32, step: Option<u32>) -> Fire {
    Fire { at: at * HOUR, job, schedule: 0, step: step.map(|at| SequenceStep { sequence: 0, at }) }
}

/// 10 GiB a day are 2.5 GiB at 06:00: 4 hours at 0.625 GiB an hour. The second job then starts, at 10:00. If it already
/// runs, the sequence ends, so the third job does nothing and misses its RPO of 18 hours at 14:00.
#[test]
fn a_sequence_goes_step_by_step_and_ends_at_a_refusal() {
    let mut scenario = jobs("nfs", &[0.625, 1.25, 1000.0]);
    scenario.sequences = vec![Sequence::default()];
    scenario.fires = vec![fire(6.0, 0, Some(0)), fire(6.0, 1, Some(1)), fire(6.0, 2, Some(2))];
    assert_eq!(seen(&scenario), [], "10 h + 4.2 GiB / 1.25 GiB/h = 13.3 h, in time for both");
    scenario.fires.push(fire(9.0, 1, None));
    assert_eq!(seen(&scenario), [(Incident::AlreadyRunning, 10), (Incident::RpoMissed, 14)]);
}

/// A job's own schedule fires together with the sequence: in half of the draws it is first, and the sequence ends at
/// once.
#[test]
fn which_of_two_that_fire_together_is_first_is_chance() {
    let mut scenario = jobs("nfs", &[0.625, 1000.0]);
    scenario.sequences = vec![Sequence::default()];
    scenario.fires = vec![fire(6.0, 0, None), fire(6.0, 0, Some(0)), fire(6.0, 1, Some(1))];
    let draws = simulate(&scenario, &DrawOptions::new(1, 400, 1));
    let count = |error| draws.firsts.iter().filter(|first| draws.keys.read(first.key).2 == error).count();
    assert_eq!(count(Incident::AlreadyRunning), 400);
    assert!((150..250).contains(&count(Incident::RpoMissed)), "{}", count(Incident::RpoMissed));
}

/// A sequence that fires while it runs is refused as a whole: nothing fails, but the runs are missing.
#[test]
fn a_sequence_that_fires_while_it_runs_is_left_out() {
    let mut scenario = jobs("nfs", &[0.5, 1000.0]);
    scenario.sequences = vec![Sequence::default()];
    scenario.fires = [6.0, 8.0].iter().flat_map(|&at| [fire(at, 0, Some(0)), fire(at, 1, Some(1))]).collect();
    assert_eq!(seen(&scenario), []);
}

/// A run in progress is a step of a sequence: the next step starts when it ends, 10 GiB at 1 GiB an hour.
#[test]
fn a_sequence_in_progress_goes_on() {
    let mut scenario = jobs("nfs", &[1.0, 1000.0]);
    scenario.jobs[0].running =
        Some(RunUnderWay { since: -HOUR, schedule: 0, waiting: Vec::new(), moving: vec![(0, 10.0 * GIB)] });
    assert_eq!(seen(&scenario), [(Incident::RpoMissed, 14)], "the second job never runs");
    scenario.sequences = vec![Sequence { waits_for: Some(0), left: vec![(1, 0)] }];
    assert_eq!(seen(&scenario), []);
}

/// A snapshot of one 10 GiB volume on thick LINSTOR takes two of them. The VM with three disks needs 60 GiB; the VM
/// with one disk starts with it and takes 20 GiB meanwhile, so with 70 GiB the third disk lacks room. On its own it
/// fits.
#[test]
fn snapshots_of_vms_lie_between_each_other() {
    let mut scenario = jobs("linstor", &[1000.0, 1000.0]);
    scenario.disks.iter_mut().for_each(|disk| disk.size = 10.0 * GIB);
    for at in 2..4 {
        let snapshots = vec![Snapshot { base: 0, unit: 0, schedule: 0 }];
        scenario.disks.push(Disk { snapshots, ..scenario.disks[0].clone() });
        scenario.units[0].disks.push(UnitDisk { disk: at, ..UnitDisk::default() });
    }
    scenario.srs[0].free = Some(70.0 * GIB);
    scenario.fires = vec![fire(6.0, 0, None), fire(6.0, 1, None)];
    assert_eq!(seen(&scenario), [(Incident::NoSpace, 6)]);
    scenario.fires.truncate(1);
    scenario.jobs[1].units.clear();
    scenario.units[1].failed_since = true;
    assert_eq!(seen(&scenario), []);
}

/// A collector that dies at once acts as if it were off; one that is repaired at once works normally.
#[test]
fn collectors_die_and_are_repaired() {
    let mut dies = small("nfs");
    dies.srs[0].dies = 1.0;
    assert_eq!(seen(&dies), [(Incident::UnhealthyChain, 30)]);
    let mut off = small("nfs");
    off.srs[0].collector_off = true;
    off.srs[0].repaired = 1.0;
    assert_eq!(seen(&off), []);
}

/// Runs of 7 hours and more are never done if XO restarts every 20 minutes: they neither succeed nor fail.
#[test]
fn restarts_interrupt_what_runs() {
    let mut scenario = small("nfs");
    scenario.links[0].total = vec![0.1e6; 24];
    scenario.surprises.restarts = 3.0 / HOUR;
    assert_eq!(seen(&scenario), [(Incident::RpoMissed, 13)]);
}

/// Snapshots that nobody deletes: one an hour makes 30 nodes after a day or two.
#[test]
fn forgotten_snapshots_lengthen_chains() {
    let mut scenario = small("nfs");
    assert_eq!(seen(&scenario), []);
    (scenario.surprises.forgotten, scenario.surprises.forgotten_share) = (5.0 / HOUR, 0.2);
    let is_long =
        |scenario: &Scenario| seen(scenario).iter().any(|(error, _)| *error == Incident::ChainTooLong);
    assert!(is_long(&scenario));
    scenario.units[0].by_hand = Some(0.0);
    assert!(!is_long(&scenario), "they are of other VMs");
    scenario.units[0].by_hand = None;
    // deleted after an hour, in the mean
    scenario.surprises.tidied = 1.0 / HOUR;
    assert!(!is_long(&scenario));
}

/// 28 base copies are held by manual snapshots, one by the job; with the leaf the chain is full until they are deleted.
#[test]
fn snapshots_by_hand_are_deleted_again() {
    let mut scenario = small("nfs");
    let disk = &mut scenario.disks[0];
    disk.bases = (0..29).map(|id| Base { data: GIB, id, held: 1 }).collect();
    disk.snapshots = vec![Snapshot { base: 28, unit: 0, schedule: 0 }];
    scenario.units[0].bypass = true;
    let too_long = |scenario: &Scenario| {
        seen(scenario).iter().filter(|(error, _)| *error == Incident::ChainTooLong).count()
    };
    assert!(too_long(&scenario) > 0);
    scenario.disks[0].by_hand = (0..28).collect();
    assert!(too_long(&scenario) > 0, "nobody deletes them");
    scenario.surprises.tidied = 3.0 / HOUR;
    assert_eq!(too_long(&scenario), 0);
}

/// A disk that no job backs up writes 10 GiB a day into 25 GiB of free space. What it gives back every two days makes up
/// for that, as far as it has anything to give.
#[test]
fn disks_give_room_back() {
    let filled = |trims: Option<f64>, leaf: f64| {
        let mut scenario = small("nfs");
        (scenario.disks[0].daily, scenario.disks[0].leaf) = (0.0, 0.0);
        let beside = Disk {
            bases: Vec::new(),
            snapshots: Vec::new(),
            daily: 10.0 * GIB,
            leaf: leaf * GIB,
            ..scenario.disks[0].clone()
        };
        scenario.disks.push(Disk { size: 500.0 * GIB, ..beside });
        scenario.srs[0].free = Some(25.0 * GIB);
        let every = |gib: f64| Returns { size: gib * GIB, next: DAY, every: 2.0 * DAY, spread: 0.0 };
        scenario.srs[0].trims = trims.map(every);
        full_at(&scenario)
    };
    assert_eq!(filled(None, 40.0), 66, "25 GiB are full after 60 hours");
    assert_eq!(filled(Some(4.0), 40.0), 90, "with 4 GiB after one and three days, 33 are after 79");
    assert_eq!(filled(Some(20.0), 40.0), 10_000, "as much goes as comes");
    assert_eq!(filled(Some(200.0), 0.0), 10_000, "all that was written is given back");
}

fn skips(scenario: &Scenario) -> usize {
    seen(scenario).iter().filter(|(error, _)| *error == Incident::UnhealthyChain).count()
}

/// Returns when the first snapshot lacks room, in hours; long after the end if none does.
fn full_at(scenario: &Scenario) -> u32 {
    let found = seen(scenario);
    found.iter().find(|(error, _)| *error == Incident::NoSpace).map_or(10_000, |(_, at)| *at)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// If nothing is merged, what is written stays: more of it fills the SR no later.
    #[test]
    fn more_churn_is_never_more_room(gib in 1.0_f64..60.0, more in 1.0_f64..4.0, free in 1.0_f64..200.0, file: bool) {
        let of = |gib: f64| {
            let mut scenario = small(if file { "nfs" } else { "lvm" });
            scenario.srs[0].collector_off = true;
            scenario.units[0].bypass = true;
            scenario.srs[0].free = Some(free * GIB);
            scenario.disks[0].daily = gib * GIB;
            full_at(&scenario)
        };
        prop_assert!(of(gib * more) <= of(gib));
    }

    #[test]
    fn a_faster_collector_never_skips_more(mib in 0.05_f64..50.0, times in 1.0_f64..20.0, gib in 1.0_f64..90.0) {
        let of = |mib: f64| {
            let mut scenario = small("nfs");
            scenario.disks[0].daily = gib * GIB;
            scenario.srs[0].merge_speeds =
                vec![MergeSpeed { speed: mib * 1_048_576.0, each: 10.0, weight: 1.0 }];
            skips(&scenario)
        };
        prop_assert!(of(mib * times) <= of(mib));
    }

    /// Each backup of a firing fails in at most one way per draw.
    #[test]
    fn shares_are_shares(free in 0.1_f64..10.0, rate in 0.01_f64..1.0, dies in 0.0_f64..3.0) {
        let mut scenario = small("lvm");
        scenario.srs[0].free = Some(free * GIB);
        scenario.srs[0].dies = dies / DAY;
        scenario.links[0].total = vec![rate * GIB / HOUR; 24];
        scenario.calendar.day_spread = 0.5;
        let draws = simulate(&scenario, &DrawOptions::new(3, 20, 1));
        for fire in 0..scenario.fires.len() as u32 {
            let of_fire = draws.failures.iter().filter(|((of, ..), _)| *of == fire);
            prop_assert!(of_fire.map(|(_, count)| count).sum::<u32>() <= draws.count);
        }
    }
}
