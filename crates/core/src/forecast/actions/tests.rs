//! What removes an error, in scenarios written by hand.

use super::*;
use crate::forecast::sim::Incident;
use crate::forecast::sim::samples::{GIB, HOUR, small};
use crate::forecast::sim::scenario::{Base, Fire, Retained, Snapshot, UnitDisk};
use crate::model::{ObjectId, VdiIdx};

/// Returns what removes all errors of one kind in the draws of a draft.
fn action(draft: &Draft, error: Incident) -> Option<Action> {
    let draws = sim::simulate(&draft.scenario, &sim::DrawOptions::new(1, DRAWS, 1));
    let firsts: Vec<_> = draws.firsts.iter().filter(|first| draws.keys.read(first.key).2 == error).collect();
    let mut keys: Vec<u32> = firsts.iter().map(|first| first.key).collect();
    keys.sort_unstable();
    keys.dedup();
    let (unit, job, _) = draws.keys.read(*keys.first()?);
    let group = Group::of(draft, unit, job, error, draws.short(firsts[0]))?;
    find(draft, &[(group, keys)], &sim::DrawOptions::new(1, DRAWS, 1)).remove(0)
}

fn add(scenario: &mut Scenario, daily: f64) {
    let at = scenario.disks.len() as u32;
    let mut disk = scenario.disks[0].clone();
    disk.daily = daily;
    disk.snapshots.iter_mut().for_each(|snapshot| snapshot.unit = at);
    scenario.disks.push(disk);
    let mut unit = scenario.units[0].clone();
    unit.disks[0] = UnitDisk { disk: at, ..UnitDisk::default() };
    scenario.units.push(unit);
    scenario.jobs[0].units.push(at);
}

#[test]
fn a_collector_that_is_off_is_switched_on() {
    let mut off = small("nfs");
    off.srs[0].collector_off = true;
    assert_eq!(action(&Draft::sample(off), Incident::UnhealthyChain), Some(Action::StartCollector));
}

/// LVM asks for the 7.5 GiB of the leaf and 4 are free: the missing room is added.
#[test]
fn room_is_added() {
    let mut short = small("lvm");
    short.srs[0].free = Some(4.0 * GIB);
    assert_eq!(action(&Draft::sample(short), Incident::NoSpace), Some(Action::AddSpace { gib: 5 }));
}

/// A manual snapshot keeps 5 GiB apart that the root also holds: they come back once merged. The snapshot that keeps
/// little is left alone.
#[test]
fn what_nobody_keeps_is_deleted_first() {
    let mut short = small("lvm");
    short.srs[0].free = Some(6.0 * GIB);
    // the first run alone: neither can it wait, nor is there another hour for it
    short.horizon = 8.0 * HOUR;
    short.fires.truncate(1);
    let base = |gib: f64, id| Base { data: gib * GIB, id, held: 1 };
    short.disks[0].bases = vec![base(40.0, 0), base(5.0, 1), base(1.0, 2)];
    short.disks[0].snapshots[0].base = 2;
    let mut short = Draft::sample(short);
    let foreign = |base| HangingSnapshot { disk: 0, base, vdi: VdiIdx(base + 7), is_of_job: false };
    short.foreign = vec![foreign(0), foreign(1)];
    let first = action(&short, Incident::NoSpace);
    assert_eq!(first, Some(Action::DeleteSnapshots { snapshots: vec!["vdi7".into()] }));
}

/// Forty snapshots are to be kept, and the limit is thirty nodes. Where manual snapshots fill the chain, they go first.
#[test]
fn fewer_snapshots_are_kept() {
    let long = |held_by_hand: usize| {
        let mut scenario = small("nfs");
        scenario.units[0].per_schedule[0].snapshots = 40;
        let bases = 25;
        scenario.disks[0].bases = (0..bases).map(|id| Base { data: GIB, id, held: 1 }).collect();
        scenario.disks[0].snapshots =
            (held_by_hand as u32..bases).map(|base| Snapshot { base, unit: 0, schedule: 0 }).collect();
        let mut draft = Draft::sample(scenario);
        let foreign = |base| HangingSnapshot { disk: 0, base, vdi: VdiIdx(base + 100), is_of_job: false };
        draft.foreign = (0..held_by_hand as u32).map(foreign).collect();
        draft
    };
    assert_eq!(
        action(&long(0), Incident::ChainTooLong),
        Some(Action::KeepFewer { snapshots: 20, delete: Vec::new() })
    );
    let Some(Action::DeleteSnapshots { snapshots }) = action(&long(20), Incident::ChainTooLong) else {
        panic!("{:?}", action(&long(20), Incident::ChainTooLong))
    };
    assert_eq!(snapshots.len(), 20);
}

/// The chain reaches its limit at the next run, in six hours: XO deletes only afterwards, so snapshots are deleted by
/// hand.
#[test]
fn a_full_chain_is_trimmed_at_once() {
    let mut scenario = small("nfs");
    scenario.units[0].per_schedule[0].snapshots = 40;
    scenario.disks[0].bases = (0..29).map(|id| Base { data: GIB, id, held: 1 }).collect();
    scenario.disks[0].snapshots = (0..29).map(|base| Snapshot { base, unit: 0, schedule: 0 }).collect();
    let mut draft = Draft::sample(scenario);
    draft.of_jobs =
        (0..29).map(|base| HangingSnapshot { disk: 0, base, vdi: VdiIdx(base), is_of_job: true }).collect();
    let delete = (0..9).map(|at| ObjectId::new(&format!("vdi{at}"))).collect();
    let expected = Action::KeepFewer { snapshots: 20, delete };
    assert_eq!(action(&draft, Incident::ChainTooLong), Some(expected));
}

/// A job that takes 16 hours and starts every twelve, with one VM after the other.
#[test]
fn a_job_that_is_too_slow() {
    let mut slow = small("nfs");
    slow.links[0].total = vec![1e6; 24];
    slow.disks[0].daily = 120.0 * GIB;
    slow.disks[0].size = 4000.0 * GIB;
    // run half as often, it moves twice as much
    assert_eq!(action(&Draft::sample(slow.clone()), Incident::AlreadyRunning), None);
    // one VM alone takes the time: the other is taken out
    slow.disks[0].daily = GIB;
    slow.links[0].total = vec![2e6; 24];
    add(&mut slow, 300.0 * GIB);
    let found = action(&Draft::sample(slow), Incident::AlreadyRunning);
    assert_eq!(found, Some(Action::TakeOut { job: "job".into(), vm: ObjectId::new("vm1") }));
}

/// Two schedules of one job fire within an hour, and a run takes two: one of them has to move.
#[test]
fn schedules_that_collide_are_moved() {
    let mut scenario = small("nfs");
    scenario.links[0].total = vec![1e6; 24];
    let fires = scenario.fires.clone();
    let second = fires.iter().map(|fire| Fire { at: fire.at + HOUR / 2.0, schedule: 1, ..*fire });
    scenario.fires.extend(second);
    scenario.fires.sort_by(|a, b| a.at.total_cmp(&b.at));
    scenario.units[0].per_schedule.push(Retained {
        snapshots: 0,
        takes_snapshot: true,
        exports: true,
        full_interval: 0,
    });
    let found = action(&Draft::sample(scenario), Incident::AlreadyRunning);
    let Some(Action::MoveSchedule { minutes, .. }) = found else { panic!("{found:?}") };
    assert!(minutes.abs() >= 60, "{minutes}");
}

/// Three merges wait and take nine hours; the next run comes in six. Skipping it would miss the RPO of a VM whose last
/// backup is six hours old, so it is moved in that case.
#[test]
fn merges_are_waited_for() {
    let mut scenario = small("nfs");
    scenario.srs[0].merge_speeds[0].speed = 2e6;
    let base = |id, held| Base { data: 20.0 * GIB, id, held };
    scenario.disks[0].bases = vec![base(0, 0), base(1, 0), base(2, 0), base(3, 1)];
    scenario.disks[0].snapshots[0].base = 3;
    scenario.disks[0].daily = GIB;
    let moved = Action::MoveSchedule { job: "job".into(), schedule: Some("at night".into()), minutes: 120 };
    assert_eq!(action(&Draft::sample(scenario.clone()), Incident::UnhealthyChain), Some(moved));
    scenario.units[0].last_success = None;
    let waited = Action::WaitForMerges { merges: 3, hours: 12 };
    assert_eq!(action(&Draft::sample(scenario), Incident::UnhealthyChain), Some(waited));
}

/// The last backup is 17 hours old, 18 are allowed, and the next run is six hours away.
#[test]
fn a_late_job_is_started_by_hand() {
    let mut late = small("nfs");
    late.units[0].last_success = Some((-17.0 * HOUR, -18.0 * HOUR));
    assert_eq!(action(&Draft::sample(late), Incident::RpoMissed), Some(Action::RunNow));
}

/// An error that the part does not show is not removed by whatever happens to be tried first.
#[test]
fn nothing_is_advised_where_no_error_is_predicted() {
    let healthy = Draft::sample(small("nfs"));
    let key = Keys::unit(0, Incident::UnhealthyChain);
    let found = find(&healthy, &[(Group::Merges(0), vec![key])], &sim::DrawOptions::new(1, DRAWS, 1));
    assert_eq!(found, [None]);
}

/// Two disks that share a base copy, and the snapshot on it.
#[test]
fn what_disks_share_is_deleted_once() {
    let mut shared = small("nfs");
    shared.disks.push(shared.disks[0].clone());
    let foreign = [0, 1].map(|disk| HangingSnapshot { disk, base: 0, vdi: VdiIdx(7), is_of_job: false });
    let errors = Errors { keys: &[], last: 0.0 };
    let all = candidates(&shared, Group::Room(0), &errors, &foreign, &[]);
    let deletions: Vec<_> = all.iter().filter(|change| matches!(change, Step::Delete { .. })).collect();
    assert_eq!(deletions, [&Step::Delete { snapshots: vec![foreign[0]] }]);
}

/// What is reported can be tried: the change that an action means, on the whole draft.
#[test]
fn a_change_is_tried_by_its_name() {
    let mut off = small("nfs");
    off.srs[0].collector_off = true;
    let draft = Draft::sample(off);
    let skips = |draft: &Draft| {
        let draws = sim::simulate(&draft.scenario, &sim::DrawOptions::new(1, 1, 1));
        counts(&draws)[Keys::unit(0, Incident::UnhealthyChain) as usize]
    };
    let start = |sr: &str| Change::StartCollector { sr: sr.into(), vdi: None };
    assert_eq!(skips(&draft), 1);
    assert_eq!(skips(&apply(&draft, &[start("sr0")])), 0);
    assert_eq!(skips(&apply(&draft, &[start("another")])), 1, "what is not there changes nothing");
}

/// Each step has a name, and the name means the step.
#[test]
fn names_and_steps_are_the_same() {
    let mut scenario = small("nfs");
    add(&mut scenario, GIB);
    let mut draft = Draft::sample(scenario);
    let hanging = |is_of_job, vdi| HangingSnapshot { disk: 1, base: 0, vdi: VdiIdx(vdi), is_of_job };
    draft.foreign = vec![hanging(false, 8)];
    draft.of_jobs = vec![hanging(true, 9)];
    let steps = [
        Step::StartCollector { sr: 0, disk: None },
        Step::StartCollector { sr: 0, disk: Some(1) },
        Step::RunNow { job: 0 },
        Step::Delete { snapshots: vec![draft.foreign[0], draft.of_jobs[0]] },
        Step::Wait { jobs: vec![0], merges: 3, hours: 6 },
        Step::Move { job: 0, schedule: 1, minutes: -60 },
        Step::KeepFewer { jobs: vec![0], snapshots: 2, delete: vec![draft.of_jobs[0]] },
        Step::MoreAtOnce { job: 0, concurrency: 4 },
        Step::LessOften { jobs: vec![0], one_of: 2 },
        Step::TakeOut { unit: 1 },
        Step::AddSpace { sr: 0, gib: 5 },
    ];
    for step in steps {
        let change = Change::of(&draft, &step);
        let text = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change, "{text}");
        assert_eq!(change.step(&draft), Some(step), "{text}");
    }
}
