//! Changes of a scenario that may remove an error: which are worth a try, the cheapest first.

use rustc_hash::FxHashSet;

use super::group::Group;
use super::step::{Step, is_one_of};
use crate::forecast::calibrate::HangingSnapshot;
use crate::forecast::sim::scenario::{Disk, Scenario};
use crate::forecast::sim::{Incident, Keys};

/// Numbers of GiB that are tried, one after the other.
const GIB: [u32; 12] = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000];

/// The most GiB that are easier to find than another place for a VM's backups.
const LITTLE_GIB: u32 = 50;

/// One firing of this many is kept, in the variants that are tried.
const ONE_OF: [u32; 3] = [2, 3, 6];

/// Hours without runs that are tried, so that what waits is merged; a quarter of the horizon at most, because otherwise
/// anything would help.
const WAITS: [u32; 4] = [6, 12, 24, 48];

/// Minutes by which a schedule is moved, the least first.
const MOVES: [i32; 8] = [60, -60, 120, -120, 240, -240, 480, 720];

/// The most schedules that are moved for one group.
const MOVED_MAX: usize = 3;

/// The most VMs that are taken out for one group, one at a time: those that write most.
const TAKEN_OUT_MAX: usize = 2;

/// The errors to remove.
pub(super) struct Errors<'a> {
    /// Keys of the errors.
    pub(super) keys: &'a [u32],
    /// When the last of them first comes, in seconds.
    pub(super) last: f64,
}

/// Lists what could be done about a group, the cheapest first: what costs nothing, then what costs restore points or a
/// little room, then what leaves a VM to another job, then what costs much. `foreign` and `of_jobs` are the snapshots
/// on its base copies, those of jobs with the oldest first.
pub(super) fn candidates(
    scenario: &Scenario,
    group: Group,
    errors: &Errors<'_>,
    foreign: &[HangingSnapshot],
    of_jobs: &[HangingSnapshot],
) -> Vec<Step> {
    let keys = errors.keys;
    let jobs = group.jobs(scenario);
    let start = start_collector(scenario, group);
    let delete = deletions(scenario, group, foreign);
    let wait = waits(scenario, group, &jobs);
    let moves = moves(scenario, &jobs, errors.last);
    let fewer = keep_fewer(scenario, group, &jobs);
    let less_often = ONE_OF.map(|one_of| Step::LessOften { jobs: jobs.clone(), one_of });
    let out = take_out(scenario, &jobs, keys);
    let space: Vec<Step> = match group {
        Group::Room(sr) | Group::Merges(sr) => GIB.map(|gib| Step::AddSpace { sr, gib }).to_vec(),
        Group::Depth(_) | Group::Time(_) => Vec::new(),
    };
    let little = GIB.partition_point(|gib| *gib <= LITTLE_GIB).min(space.len());
    let (little, much) = space.split_at(little);
    match group {
        Group::Room(_) => [start, delete, wait, moves, fewer, little.to_vec(), out, much.to_vec()]
            .into_iter()
            .flatten()
            .collect(),
        Group::Depth(disk) => {
            let trimmed = trim(&fewer, disk, of_jobs);
            [start, delete, wait, fewer, trimmed].into_iter().flatten().collect()
        }
        Group::Merges(_) => [start, wait, moves, little.to_vec(), less_often.to_vec(), out, much.to_vec()]
            .into_iter()
            .flatten()
            .collect(),
        Group::Time(job) => {
            [run_now(scenario, job, keys), more_at_once(scenario, job), moves, less_often.to_vec(), out]
                .into_iter()
                .flatten()
                .collect()
        }
    }
}

/// The collector is worth starting where it is off or seems stuck.
fn start_collector(scenario: &Scenario, group: Group) -> Vec<Step> {
    let stands = |disk: &Disk| {
        let sr = &scenario.srs[disk.sr as usize];
        sr.collector_off || sr.stuck > 0.0 || disk.stuck > 0.0
    };
    let is_worth_it = group.disks(scenario).any(|(_, disk)| stands(disk));
    let step = match group {
        Group::Room(sr) | Group::Merges(sr) => Step::StartCollector { sr, disk: None },
        Group::Depth(disk) => Step::StartCollector { sr: scenario.disks[disk as usize].sr, disk: Some(disk) },
        Group::Time(_) => return Vec::new(),
    };
    is_worth_it.then_some(step).into_iter().collect()
}

/// Snapshots of no job: first the one that keeps the most data from being merged into the base copy it hangs on, then
/// more of them, then all.
fn deletions(scenario: &Scenario, group: Group, foreign: &[HangingSnapshot]) -> Vec<Step> {
    let keeps = |one: &HangingSnapshot| {
        let disk = &scenario.disks[one.disk as usize];
        let at = disk.bases.iter().position(|base| base.id == one.base);
        at.map_or(0.0, |at| disk.bases.get(at + 1).map_or(disk.leaf, |below| below.data))
    };
    let in_group = foreign.iter().filter(|one| group.has_disk(one.disk, &scenario.disks[one.disk as usize]));
    let mut all: Vec<HangingSnapshot> = in_group.copied().collect();
    all.sort_by(|a, b| keeps(b).total_cmp(&keeps(a)).then(a.vdi.cmp(&b.vdi)));
    // disks that share a base copy share what hangs there: it is deleted once
    let mut seen = FxHashSet::default();
    all.retain(|one| seen.insert(one.vdi));
    let mut counts = vec![1, 2, 4, 8, all.len()];
    counts.retain(|count| (1..=all.len()).contains(count));
    counts.sort_unstable();
    counts.dedup();
    counts.into_iter().map(|count| Step::Delete { snapshots: all[..count].to_vec() }).collect()
}

fn waits(scenario: &Scenario, group: Group, jobs: &[u32]) -> Vec<Step> {
    let merges = group.disks(scenario).map(|(_, disk)| disk.waiting().count() as u32).sum();
    let fits = |hours: &u32| f64::from(*hours) * 3600.0 <= scenario.horizon / 4.0;
    let hours = WAITS.into_iter().filter(|hours| merges > 0 && fits(hours));
    hours.map(|hours| Step::Wait { jobs: jobs.to_vec(), merges, hours }).collect()
}

/// Moves that lose no run: not earlier than now, and not so much later that the failing run falls beyond the horizon.
fn moves(scenario: &Scenario, jobs: &[u32], last: f64) -> Vec<Step> {
    let fires = scenario.fires.iter().filter(|fire| is_one_of(jobs, fire.job));
    let mut schedules: Vec<(u32, u16)> = fires.map(|fire| (fire.job, fire.schedule)).collect();
    schedules.sort_unstable();
    schedules.dedup();
    schedules.truncate(MOVED_MAX);
    let first = |of: (u32, u16)| scenario.fires.iter().find(|fire| (fire.job, fire.schedule) == of);
    let loses_none = |of, seconds: f64| {
        first(of).is_some_and(|fire| fire.at + seconds >= 0.0) && last + seconds <= scenario.horizon
    };
    let mut all = Vec::new();
    for minutes in MOVES {
        let possible = schedules.iter().filter(|&&of| loses_none(of, f64::from(minutes) * 60.0));
        all.extend(possible.map(|&(job, schedule)| Step::Move { job, schedule, minutes }));
    }
    all
}

fn keep_fewer(scenario: &Scenario, group: Group, jobs: &[u32]) -> Vec<Step> {
    let most = group.disks(scenario).map(|(at, _)| scenario.kept(at)).max().unwrap_or(0);
    let mut fewer = vec![most.saturating_sub(2), most / 2, 7, 3, 1];
    fewer.retain(|snapshots| (1..most).contains(snapshots));
    fewer.sort_unstable_by(|a, b| b.cmp(a));
    fewer.dedup();
    let keep = |snapshots| Step::KeepFewer { jobs: jobs.to_vec(), snapshots, delete: Vec::new() };
    fewer.into_iter().map(keep).collect()
}

/// The same, with the surplus deleted now: XO deletes it only after the next run.
fn trim(fewer: &[Step], disk: u32, of_jobs: &[HangingSnapshot]) -> Vec<Step> {
    let there: Vec<HangingSnapshot> = of_jobs.iter().filter(|one| one.disk == disk).copied().collect();
    let trimmed = fewer.iter().filter_map(|change| {
        let Step::KeepFewer { ref jobs, snapshots, .. } = *change else { return None };
        let beyond = there.len().checked_sub(snapshots as usize).filter(|beyond| *beyond > 0)?;
        Some(Step::KeepFewer { jobs: jobs.clone(), snapshots, delete: there[..beyond].to_vec() })
    });
    trimmed.collect()
}

/// A manual run helps a VM whose last backup gets too old before the next run.
fn run_now(scenario: &Scenario, job: u32, keys: &[u32]) -> Vec<Step> {
    let numbers = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let is_late = |key: &u32| numbers.read(*key).2 == Incident::RpoMissed;
    let is_idle = scenario.jobs[job as usize].running.is_none();
    (is_idle && keys.iter().all(is_late)).then_some(Step::RunNow { job }).into_iter().collect()
}

fn more_at_once(scenario: &Scenario, job: u32) -> Vec<Step> {
    let spec = &scenario.jobs[job as usize];
    let vms = spec.units.len() as u32;
    let concurrency = vms.min(spec.concurrency.saturating_mul(2));
    (spec.concurrency < vms).then_some(Step::MoreAtOnce { job, concurrency }).into_iter().collect()
}

/// The VMs that write most, only where the errors also concern others.
fn take_out(scenario: &Scenario, jobs: &[u32], keys: &[u32]) -> Vec<Step> {
    let numbers = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let daily = |unit: u32| -> f64 {
        let disks = scenario.units[unit as usize].disks.iter();
        disks.map(|of| scenario.disks[of.disk as usize].daily).sum()
    };
    let mut units: Vec<u32> =
        jobs.iter().flat_map(|&job| &scenario.jobs[job as usize].units).copied().collect();
    let has_others = |unit: u32| {
        let is_other = |key: &u32| numbers.read(*key).0.is_none_or(|of| of != unit);
        scenario.jobs[scenario.units[unit as usize].job as usize].units.len() > 1 && keys.iter().any(is_other)
    };
    units.retain(|&unit| has_others(unit));
    units.sort_by(|&a, &b| daily(b).total_cmp(&daily(a)).then(a.cmp(&b)));
    units.truncate(TAKEN_OUT_MAX);
    units.into_iter().map(|unit| Step::TakeOut { unit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{DAY, GIB, HOUR, small};
    use crate::forecast::sim::scenario::Base;

    fn offered(scenario: &Scenario, group: Group, last: f64) -> Vec<Step> {
        candidates(scenario, group, &Errors { keys: &[], last }, &[], &[])
    }

    /// The collector is started where it is off, or where it or the disk seems stuck, and only on the group's SR.
    #[test]
    fn a_start_is_offered_where_something_stands_still() {
        type Still = fn(&mut Scenario);
        let cases: [(&str, Still, bool); 5] = [
            ("all works", |_| {}, false),
            ("switched off", |it| it.srs[0].collector_off = true, true),
            ("the SR seems stuck", |it| it.srs[0].stuck = 0.2, true),
            ("the disk seems stuck", |it| it.disks[0].stuck = 0.2, true),
            ("another SR is off", |it| it.srs[1].collector_off = true, false),
        ];
        for (what, still, expected) in cases {
            let mut scenario = small("nfs");
            scenario.srs.push(scenario.srs[0].clone());
            still(&mut scenario);
            for group in [Group::Room(0), Group::Merges(0), Group::Depth(0)] {
                let is_start = |step: &Step| matches!(step, Step::StartCollector { .. });
                assert_eq!(
                    offered(&scenario, group, 0.0).iter().any(is_start),
                    expected,
                    "{what}, {group:?}"
                );
            }
        }
    }

    /// One base copy waits, and a wait takes a quarter of the horizon at most: 6, 12, 24 and 48 h of eight days.
    #[test]
    fn waits_that_the_horizon_has_room_for() {
        let waits = |days: f64, held: u32| -> Vec<u32> {
            let mut scenario = small("nfs");
            scenario.horizon = days * DAY;
            let base = |id, held| Base { data: GIB, id, held };
            scenario.disks[0].bases = vec![base(1, 1), base(2, held), base(0, 1)];
            let of = |step: Step| match step {
                Step::Wait { merges, hours, .. } => {
                    assert_eq!(merges, 1);
                    Some(hours)
                }
                _ => None,
            };
            offered(&scenario, Group::Merges(0), 0.0).into_iter().filter_map(of).collect()
        };
        assert_eq!(waits(8.0, 0), [6, 12, 24, 48]);
        assert_eq!(waits(7.0, 0), [6, 12, 24]);
        assert_eq!(waits(1.0, 0), [6]);
        assert_eq!(waits(8.0, 1), [0; 0], "nothing waits");
    }

    /// The first run is in six hours and the last error two hours before the horizon: no move goes before now, or
    /// beyond the horizon.
    #[test]
    fn moves_lose_no_run() {
        let scenario = small("nfs");
        let moves = |last: f64| -> Vec<i32> {
            let of = |step: Step| match step {
                Step::Move { job: 0, schedule: 0, minutes } => Some(minutes),
                _ => None,
            };
            offered(&scenario, Group::Time(0), last).into_iter().filter_map(of).collect()
        };
        assert_eq!(moves(0.0), [60, -60, 120, -120, 240, -240, 480, 720]);
        assert_eq!(moves(scenario.horizon - 2.0 * HOUR), [60, -60, 120, -120, -240]);
    }

    /// Twice as many VMs at once, and no more than there are.
    #[test]
    fn more_at_once_up_to_all() {
        let more = |vms: u32, concurrency: u32| {
            let mut scenario = small("nfs");
            scenario.jobs[0].units = vec![0; vms as usize];
            scenario.jobs[0].concurrency = concurrency;
            offered(&scenario, Group::Time(0), 0.0).into_iter().find_map(|step| match step {
                Step::MoreAtOnce { concurrency, .. } => Some(concurrency),
                _ => None,
            })
        };
        assert_eq!([more(5, 2), more(3, 2), more(2, 2), more(1, 2)], [Some(4), Some(3), None, None]);
    }

    /// A little room is offered before a VM is taken out, a lot of it after.
    #[test]
    fn little_room_is_offered_before_a_vm_leaves() {
        let mut scenario = small("lvm");
        let mut unit = scenario.units[0].clone();
        unit.disks[0].disk = 1;
        scenario.disks.push(scenario.disks[0].clone());
        scenario.units.push(unit);
        scenario.jobs[0].units.push(1);
        let errors = Errors { keys: &[Keys::unit(0, Incident::NoSpace)], last: 0.0 };
        let all = candidates(&scenario, Group::Room(0), &errors, &[], &[]);
        let out = all.iter().position(|step| matches!(step, Step::TakeOut { .. }));
        let gib = |steps: &[Step]| -> Vec<u32> {
            let of = |step: &Step| match step {
                Step::AddSpace { gib, .. } => Some(*gib),
                _ => None,
            };
            steps.iter().filter_map(of).collect()
        };
        let Some(out) = out else { panic!("{all:?}") };
        assert!(gib(&all[..out]).iter().all(|gib| *gib <= LITTLE_GIB) && !gib(&all[..out]).is_empty());
        assert!(gib(&all[out..]).iter().all(|gib| *gib > LITTLE_GIB) && !gib(&all[out..]).is_empty());
    }
}
