//! Changes of a scenario that may remove an error: which are worth a try, cheapest first, and what each does.

use rustc_hash::FxHashSet;

use super::Group;
use crate::forecast::learn::Hanging;
use crate::forecast::sim::scenario::{Disk, Fire, Scenario, Unit};
use crate::forecast::sim::{Error, Keys};

/// GiB that are tried, one after the other.
const GIB: [u32; 12] = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000];

/// So many GiB are found more easily than another place for a VM's backups.
const LITTLE_GIB: u32 = 50;

const BYTES_PER_GIB: f64 = 1_073_741_824.0;

/// How many firings are left out of how many.
const ONE_OF: [u32; 3] = [2, 3, 6];

/// Hours without runs that are tried, to let what waits be merged; a quarter of the horizon at the most: otherwise
/// anything would help.
const WAITS: [u32; 4] = [6, 12, 24, 48];

/// Minutes by which a schedule is moved, the least first.
const MOVES: [i32; 8] = [60, -60, 120, -120, 240, -240, 480, 720];

/// Schedules that are moved for one group, at the most.
const MOVED_MAX: usize = 3;

/// VMs that are taken out for one group, one at a time: those that write most.
const TAKEN_OUT_MAX: usize = 2;

/// What is to be removed.
pub(super) struct Errors<'a> {
    /// Which errors.
    pub(super) keys: &'a [u32],
    /// When the last of them comes first, in seconds.
    pub(super) last: f64,
}

/// A change of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    StartCollector,
    RunNow,
    Delete { snapshots: Vec<Hanging> },
    Wait { merges: u32, hours: u32 },
    Move { job: u32, schedule: u16, minutes: i32 },
    KeepFewer { snapshots: u32, delete: Vec<Hanging> },
    MoreAtOnce { concurrency: u32 },
    LessOften { one_of: u32 },
    TakeOut { unit: u32 },
    AddSpace { gib: u32 },
}

/// Lists what could be done about a group, cheapest first: what costs nothing, then what costs restore points or a little room,
/// then what leaves a VM to another job, then what costs much. `foreign` and `of_jobs` are the
/// snapshots that hang there, those of jobs the oldest first.
pub(super) fn candidates(
    scenario: &Scenario,
    group: Group,
    errors: &Errors<'_>,
    foreign: &[Hanging],
    of_jobs: &[Hanging],
) -> Vec<Change> {
    let keys = errors.keys;
    let jobs = jobs(scenario, group);
    let start = start_collector(scenario, group);
    let delete = deletions(scenario, group, foreign);
    let wait = waits(scenario, group);
    let moves = moves(scenario, &jobs, errors.last);
    let fewer = keep_fewer(scenario, group);
    let less_often = ONE_OF.map(|one_of| Change::LessOften { one_of });
    let out = take_out(scenario, &jobs, keys);
    let space = GIB.map(|gib| Change::AddSpace { gib });
    let (little, much) = space.split_at(GIB.partition_point(|gib| *gib <= LITTLE_GIB));
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

/// Tells whether a disk belongs to what a group is about.
fn is_in(group: Group, at: u32, disk: &Disk) -> bool {
    match group {
        Group::Room(sr) | Group::Merges(sr) => disk.sr == sr,
        Group::Depth(only) => at == only,
        Group::Time(_) => false,
    }
}

fn is_unit_in(scenario: &Scenario, group: Group, unit: &Unit) -> bool {
    match group {
        Group::Time(job) => unit.job == job,
        _ => unit
            .disks
            .iter()
            .flat_map(|of| [Some(of.disk), of.replica])
            .flatten()
            .any(|disk| is_in(group, disk, &scenario.disks[disk as usize])),
    }
}

/// Lists the jobs of a group, in their order.
fn jobs(scenario: &Scenario, group: Group) -> Vec<u32> {
    let units = scenario.units.iter().filter(|unit| is_unit_in(scenario, group, unit));
    let mut jobs: Vec<u32> = units.map(|unit| unit.job).collect();
    jobs.sort_unstable();
    jobs.dedup();
    jobs
}

/// Tells whether a job is one of some that are in order: a large server has a thousand of them, and far more firings.
fn is_one_of(jobs: &[u32], job: u32) -> bool {
    jobs.binary_search(&job).is_ok()
}

fn disks(scenario: &Scenario, group: Group) -> impl Iterator<Item = &Disk> {
    (0..).zip(&scenario.disks).filter(move |(at, disk)| is_in(group, *at, disk)).map(|(_, disk)| disk)
}

/// Counts the inner merges that wait on a chain: base copies with nothing but a base copy on them.
pub(in crate::forecast) fn pending(disk: &Disk) -> impl Iterator<Item = f64> + '_ {
    disk.bases.windows(2).filter(|pair| pair[0].held == 0).map(|pair| pair[1].data)
}

/// Gives the most snapshots that any job keeps of a disk.
pub(in crate::forecast) fn kept(scenario: &Scenario, disk: u32) -> u32 {
    let units = scenario.units.iter().filter(|unit| unit.disks.iter().any(|of| of.disk == disk));
    units.flat_map(|unit| &unit.per_schedule).map(|kept| kept.snapshots).max().unwrap_or(0)
}

/// The collector is worth a start where it is off, or seems stuck.
fn start_collector(scenario: &Scenario, group: Group) -> Vec<Change> {
    let stands = |disk: &Disk| {
        let sr = &scenario.srs[disk.sr as usize];
        sr.collector_off || sr.stuck > 0.0 || disk.stuck > 0.0
    };
    let is_worth_it = disks(scenario, group).any(stands);
    is_worth_it.then_some(Change::StartCollector).into_iter().collect()
}

/// Snapshots of no job: first that which keeps the most data from being merged into the base copy it hangs on, then more
/// of them, then all.
fn deletions(scenario: &Scenario, group: Group, foreign: &[Hanging]) -> Vec<Change> {
    let keeps = |one: &Hanging| {
        let disk = &scenario.disks[one.disk as usize];
        let at = disk.bases.iter().position(|base| base.id == one.base);
        at.map_or(0.0, |at| disk.bases.get(at + 1).map_or(disk.leaf, |below| below.data))
    };
    let in_group = foreign.iter().filter(|one| is_in(group, one.disk, &scenario.disks[one.disk as usize]));
    let mut all: Vec<Hanging> = in_group.copied().collect();
    all.sort_by(|a, b| keeps(b).total_cmp(&keeps(a)).then(a.vdi.cmp(&b.vdi)));
    // disks that share a base copy share what hangs there: it is deleted once
    let mut seen = FxHashSet::default();
    all.retain(|one| seen.insert(one.vdi));
    let mut counts = vec![1, 2, 4, 8, all.len()];
    counts.retain(|count| (1..=all.len()).contains(count));
    counts.sort_unstable();
    counts.dedup();
    counts.into_iter().map(|count| Change::Delete { snapshots: all[..count].to_vec() }).collect()
}

fn waits(scenario: &Scenario, group: Group) -> Vec<Change> {
    let merges = disks(scenario, group).map(|disk| pending(disk).count() as u32).sum();
    let fits = |hours: &u32| f64::from(*hours) * 3600.0 <= scenario.horizon / 4.0;
    let hours = WAITS.into_iter().filter(|hours| merges > 0 && fits(hours));
    hours.map(|hours| Change::Wait { merges, hours }).collect()
}

/// Moves that lose no run: earlier than now, or so much later that the run that failed lies beyond the horizon.
fn moves(scenario: &Scenario, jobs: &[u32], last: f64) -> Vec<Change> {
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
        all.extend(possible.map(|&(job, schedule)| Change::Move { job, schedule, minutes }));
    }
    all
}

fn keep_fewer(scenario: &Scenario, group: Group) -> Vec<Change> {
    let in_group = (0..).zip(&scenario.disks).filter(|(at, disk)| is_in(group, *at, disk));
    let most = in_group.map(|(at, _)| kept(scenario, at)).max().unwrap_or(0);
    let mut fewer = vec![most.saturating_sub(2), most / 2, 7, 3, 1];
    fewer.retain(|snapshots| (1..most).contains(snapshots));
    fewer.sort_unstable_by(|a, b| b.cmp(a));
    fewer.dedup();
    fewer.into_iter().map(|snapshots| Change::KeepFewer { snapshots, delete: Vec::new() }).collect()
}

/// The same, with what is beyond deleted now: XO deletes it after the next run only.
fn trim(fewer: &[Change], disk: u32, of_jobs: &[Hanging]) -> Vec<Change> {
    let there: Vec<Hanging> = of_jobs.iter().filter(|one| one.disk == disk).copied().collect();
    let trimmed = fewer.iter().filter_map(|change| {
        let Change::KeepFewer { snapshots, .. } = *change else { return None };
        let beyond = there.len().checked_sub(snapshots as usize).filter(|beyond| *beyond > 0)?;
        Some(Change::KeepFewer { snapshots, delete: there[..beyond].to_vec() })
    });
    trimmed.collect()
}

/// A run by hand helps a VM whose last backup gets too old before the next run.
fn run_now(scenario: &Scenario, job: u32, keys: &[u32]) -> Vec<Change> {
    let numbers = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let is_late = |key: &u32| numbers.read(*key).2 == Error::RpoMissed;
    let is_idle = scenario.jobs[job as usize].running.is_none();
    (is_idle && keys.iter().all(is_late)).then_some(Change::RunNow).into_iter().collect()
}

fn more_at_once(scenario: &Scenario, job: u32) -> Vec<Change> {
    let job = &scenario.jobs[job as usize];
    let vms = job.units.len() as u32;
    let concurrency = vms.min(job.concurrency.saturating_mul(2));
    (job.concurrency < vms).then_some(Change::MoreAtOnce { concurrency }).into_iter().collect()
}

/// The VMs that write most; only where others are left that the errors are about.
fn take_out(scenario: &Scenario, jobs: &[u32], keys: &[u32]) -> Vec<Change> {
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
    units.into_iter().map(|unit| Change::TakeOut { unit }).collect()
}

/// Makes a change.
pub(super) fn apply(scenario: &mut Scenario, group: Group, change: &Change) {
    match *change {
        Change::StartCollector => start(scenario, group),
        Change::RunNow => run(scenario, group),
        Change::Delete { ref snapshots } => snapshots.iter().for_each(|one| delete(scenario, one, false)),
        Change::Wait { hours, .. } => {
            let jobs = jobs(scenario, group);
            let until = f64::from(hours) * 3600.0;
            scenario.fires.retain(|fire| fire.at >= until || !is_one_of(&jobs, fire.job));
        }
        Change::Move { job, schedule, minutes } => shift(scenario, job, schedule, f64::from(minutes) * 60.0),
        Change::KeepFewer { snapshots, ref delete } => {
            delete.iter().for_each(|one| self::delete(scenario, one, true));
            let is_in_group: Vec<bool> =
                scenario.units.iter().map(|unit| is_unit_in(scenario, group, unit)).collect();
            let units = scenario.units.iter_mut().zip(is_in_group).filter(|(_, is_in)| *is_in);
            for kept in units.flat_map(|(unit, _)| &mut unit.per_schedule) {
                kept.snapshots = kept.snapshots.min(snapshots);
            }
        }
        Change::MoreAtOnce { concurrency } => {
            if let Group::Time(job) = group {
                scenario.jobs[job as usize].concurrency = concurrency;
            }
        }
        Change::LessOften { one_of } => thin_out(scenario, &jobs(scenario, group), one_of),
        Change::TakeOut { unit } => {
            let job = &mut scenario.jobs[scenario.units[unit as usize].job as usize];
            job.units.retain(|&of| of != unit);
            if let Some(running) = &mut job.running {
                running.waiting.retain(|&of| of != unit);
                running.moving.retain(|(of, _)| *of != unit);
            }
        }
        Change::AddSpace { gib } => {
            if let Group::Room(sr) | Group::Merges(sr) = group {
                let free = &mut scenario.srs[sr as usize].free;
                *free = free.map(|free| free + f64::from(gib) * BYTES_PER_GIB);
            }
        }
    }
}

/// Starts a job as its next schedule would.
fn run(scenario: &mut Scenario, group: Group) {
    let Group::Time(job) = group else { return };
    if let Some(next) = scenario.fires.iter().find(|fire| fire.job == job).copied() {
        scenario.fires.insert(0, Fire { at: 0.0, ..next });
    }
}

fn start(scenario: &mut Scenario, group: Group) {
    for at in 0..scenario.disks.len() {
        let disk = &mut scenario.disks[at];
        if is_in(group, at as u32, disk) {
            disk.stuck = 0.0;
            let place = &mut scenario.srs[disk.sr as usize];
            (place.collector_off, place.stuck, place.auto_scan) = (false, 0.0, true);
        }
    }
}

/// Deletes a snapshot, of a job or of nobody.
fn delete(scenario: &mut Scenario, one: &Hanging, is_of_job: bool) {
    let disk = &mut scenario.disks[one.disk as usize];
    if let Some(base) = disk.bases.iter_mut().find(|base| base.id == one.base) {
        base.held = base.held.saturating_sub(1);
    }
    if let Some(at) = disk.snapshots.iter().position(|of_job| of_job.base == one.base && is_of_job) {
        disk.snapshots.remove(at);
    }
    let place = &mut scenario.srs[disk.sr as usize];
    let size = crate::units::Bytes(disk.size as u64);
    place.free = place.free.map(|free| free + disk.rules.snapshot_returns(size).0 as f64);
    // XAPI starts the collector after a deletion, whether or not the SR is scanned
    place.auto_scan = true;
}

fn shift(scenario: &mut Scenario, job: u32, schedule: u16, seconds: f64) {
    for fire in scenario.fires.iter_mut().filter(|fire| (fire.job, fire.schedule) == (job, schedule)) {
        fire.at += seconds;
    }
    let horizon = scenario.horizon;
    scenario.fires.retain(|fire| (0.0..=horizon).contains(&fire.at));
    scenario.fires.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.job.cmp(&b.job)));
    let is_only = scenario.fires.iter().all(|fire| fire.job != job || fire.schedule == schedule);
    if is_only {
        scenario.jobs[job as usize].rhythm.iter_mut().for_each(|at| *at += seconds);
    }
}

/// Leaves firings of some jobs out.
fn thin_out(scenario: &mut Scenario, jobs: &[u32], one_of: u32) {
    let mut seen = vec![0_u32; scenario.jobs.len()];
    scenario.fires.retain(|fire| {
        if !is_one_of(jobs, fire.job) {
            return true;
        }
        let count = &mut seen[fire.job as usize];
        *count += 1;
        *count % one_of == 1
    });
    for &job in jobs {
        let rhythm = &mut scenario.jobs[job as usize].rhythm;
        *rhythm = rhythm.iter().copied().step_by(one_of as usize).collect();
    }
}
