//! What would remove an error that is foretold: the cheapest change, found by simulating it again.
//!
//! In: the draft, the groups of errors that have one cause (an SR without room, a job that is too slow, a VM whose chains
//! do not merge). Out: for each group the first of some candidates, cheapest first, after which the errors are unlikely.
//! A candidate is a change of the scenario, so that it is judged by the rules that foretold the error.

use std::num::NonZero;

use super::focus::Focus;
use super::learn::Draft;
use super::sim::{self, Draws, Error, Keys, Scenario, Short};

/// Draws for each candidate: enough to tell a half from a tenth.
const DRAWS: u32 = 40;

/// An error counts as removed when it is less likely than this.
const REMOVED: f64 = 0.1;

/// Groups that get an action, at most: on a large server the rest is of the same kind.
const GROUPS: usize = 12;

/// GiB that are tried, one after the other.
const GIB: [f64; 12] =
    [5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 50_000.0];

/// How much less often that is tried.
const LESS_OFTEN: [Action; 3] = [
    Action::RunLessOften { one_of: 2 },
    Action::RunLessOften { one_of: 3 },
    Action::RunLessOften { one_of: 6 },
];

const BYTES_PER_GIB: f64 = 1_073_741_824.0;

/// A change that removes an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Delete snapshots that no job keeps, of the disks on the SR: so many.
    DeleteSnapshots {
        /// How many.
        count: u32,
    },
    /// Add so many GiB to the SR, or free them.
    AddSpace {
        /// How many.
        gib: u32,
    },
    /// Keep so many snapshots instead.
    KeepFewer {
        /// How many.
        snapshots: u32,
    },
    /// Leave firings out, so that one of so many stays.
    RunLessOften {
        /// One of how many.
        one_of: u32,
    },
    /// Back up so many more VMs at once.
    MoreAtOnce {
        /// How many at once.
        concurrency: u32,
    },
    /// Switch the collector on again, or start it with a rescan.
    StartCollector,
}

/// What errors have in common that one change removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    /// An SR without room.
    Room(u32),
    /// A disk whose chain gets too long.
    Depth(u32),
    /// An SR whose collector does not keep up.
    Merges(u32),
    /// A job that takes too long.
    Time(u32),
}

/// Tells which group an error belongs to.
pub(super) fn group(
    draft: &Draft,
    unit: Option<u32>,
    job: Option<u32>,
    error: Error,
    short: Option<Short>,
) -> Option<Group> {
    let of_unit = unit.map(|unit| &draft.scenario.units[unit as usize]);
    let first_sr = || {
        let disk = of_unit?.disks.first()?;
        Some(draft.scenario.disks[disk.disk as usize].sr)
    };
    match error {
        Error::NoSpace => short.map(|short| short.sr).or_else(first_sr).map(Group::Room),
        Error::ChainTooLong => short.map(|short| Group::Depth(short.disk)),
        Error::UnhealthyChain => first_sr().map(Group::Merges),
        Error::RpoMissed | Error::AlreadyRunning => job.or(of_unit.map(|unit| unit.job)).map(Group::Time),
    }
}

/// Finds an action for each group, in the order of the groups; `keys` are the predictions of each.
pub(super) fn find(
    draft: &Draft,
    groups: &[(Group, Vec<u32>)],
    seed: u64,
    threads: NonZero<usize>,
) -> Vec<Option<Action>> {
    let mut found: Vec<_> = groups
        .iter()
        .take(GROUPS)
        .map(|(group, keys)| of_group(draft, *group, keys, seed, threads))
        .collect();
    found.resize(groups.len(), None);
    found
}

fn of_group(draft: &Draft, group: Group, keys: &[u32], seed: u64, threads: NonZero<usize>) -> Option<Action> {
    let whole = &draft.scenario;
    let focus = focus(whole, group);
    let group = match group {
        Group::Depth(disk) => Group::Depth(focus.disk(disk)?),
        other => other,
    };
    let old = Keys { units: whole.units.len(), jobs: whole.jobs.len() };
    let new = Keys { units: focus.scenario.units.len(), jobs: focus.scenario.jobs.len() };
    let key = |&key: &u32| match old.read(key) {
        (Some(unit), _, error) => focus.unit(unit).map(|unit| Keys::unit(unit, error)),
        (None, job, _) => job.map(|job| new.job(job)),
    };
    let keys: Vec<u32> = keys.iter().filter_map(key).collect();
    candidates(&focus.scenario, group).into_iter().find(|&action| {
        let mut scenario = focus.scenario.clone();
        apply(&mut scenario, group, action);
        removes(&sim::simulate(&scenario, seed, DRAWS, threads), &keys)
    })
}

/// Cuts out what a group is about.
fn focus(whole: &Scenario, group: Group) -> Focus {
    match group {
        Group::Room(sr) | Group::Merges(sr) => Focus::on(whole, Some(sr), |unit| {
            let disks = unit.disks.iter().flat_map(|disk| [Some(disk.disk), disk.replica]).flatten();
            disks.into_iter().any(|disk| whole.disks[disk as usize].sr == sr)
        }),
        Group::Depth(disk) => Focus::on(whole, None, |unit| {
            unit.disks.iter().any(|of| of.disk == disk || of.replica == Some(disk))
        }),
        Group::Time(job) => Focus::on(whole, None, |unit| unit.job == job),
    }
}

fn removes(draws: &Draws, keys: &[u32]) -> bool {
    let limit = REMOVED * f64::from(draws.count);
    keys.iter().all(|key| (draws.firsts.iter().filter(|first| first.key == *key).count() as f64) <= limit)
}

/// Lists what could be done, cheapest first.
fn candidates(scenario: &Scenario, group: Group) -> Vec<Action> {
    match group {
        Group::Room(sr) => {
            let count = foreign_snapshots(scenario, sr);
            let delete = (count > 0).then_some(Action::DeleteSnapshots { count });
            let add = GIB.iter().map(|&gib| Action::AddSpace { gib: gib as u32 });
            delete.into_iter().chain(add).collect()
        }
        Group::Depth(disk) => {
            let kept = kept(scenario, disk);
            let fewer = [kept.saturating_sub(2), kept / 2, 7, 3, 1];
            let mut fewer: Vec<u32> = fewer.into_iter().filter(|&n| n < kept).collect();
            fewer.dedup();
            let fewer = fewer.into_iter().map(|snapshots| Action::KeepFewer { snapshots });
            fewer.collect()
        }
        Group::Merges(_) => [Action::StartCollector].into_iter().chain(LESS_OFTEN).collect(),
        Group::Time(job) => {
            let at_once = scenario.jobs[job as usize].concurrency;
            let vms = scenario.jobs[job as usize].units.len() as u32;
            let more = (at_once < vms)
                .then_some(Action::MoreAtOnce { concurrency: vms.min(at_once.saturating_mul(2)) });
            more.into_iter().chain(LESS_OFTEN).collect()
        }
    }
}

/// Counts what hangs on the chains of an SR and belongs to no job: snapshots made by hand, or by jobs that are gone.
fn foreign_snapshots(scenario: &Scenario, sr: u32) -> u32 {
    scenario.disks.iter().filter(|disk| disk.sr == sr).map(foreign).sum()
}

fn foreign(disk: &sim::scenario::Disk) -> u32 {
    let held: u32 = disk.bases.iter().map(|base| base.held).sum();
    held.saturating_sub(disk.snapshots.len() as u32)
}

/// Gives the most snapshots that any job keeps of a disk.
pub(super) fn kept(scenario: &Scenario, disk: u32) -> u32 {
    let units = scenario.units.iter().filter(|unit| unit.disks.iter().any(|of| of.disk == disk));
    units.flat_map(|unit| &unit.per_schedule).map(|kept| kept.snapshots).max().unwrap_or(0)
}

fn apply(scenario: &mut Scenario, group: Group, action: Action) {
    match (action, group) {
        (Action::DeleteSnapshots { .. }, Group::Room(sr)) => {
            for disk in scenario.disks.iter_mut().filter(|disk| disk.sr == sr) {
                let of_jobs = disk.snapshots.clone();
                for base in &mut disk.bases {
                    base.held = of_jobs.iter().filter(|snapshot| snapshot.base == base.id).count() as u32;
                }
            }
            scenario.srs[sr as usize].auto_scan = true;
        }
        (Action::AddSpace { gib }, Group::Room(sr)) => {
            let free = &mut scenario.srs[sr as usize].free;
            *free = free.map(|free| free + f64::from(gib) * BYTES_PER_GIB);
        }
        (Action::KeepFewer { snapshots }, Group::Depth(disk)) => {
            let units = scenario.units.iter_mut().filter(|unit| unit.disks.iter().any(|of| of.disk == disk));
            for kept in units.flat_map(|unit| &mut unit.per_schedule) {
                kept.snapshots = kept.snapshots.min(snapshots);
            }
        }
        (Action::RunLessOften { one_of }, Group::Time(job)) => thin_out(scenario, &[job], one_of),
        (Action::RunLessOften { one_of }, Group::Merges(sr)) => {
            let on_sr = |unit: &sim::scenario::Unit| {
                unit.disks.iter().any(|disk| scenario.disks[disk.disk as usize].sr == sr)
            };
            let jobs: Vec<u32> =
                scenario.units.iter().filter(|unit| on_sr(unit)).map(|unit| unit.job).collect();
            thin_out(scenario, &jobs, one_of);
        }
        (Action::MoreAtOnce { concurrency }, Group::Time(job)) => {
            scenario.jobs[job as usize].concurrency = concurrency;
        }
        (Action::StartCollector, Group::Merges(sr)) => {
            let place = &mut scenario.srs[sr as usize];
            (place.collector_off, place.stuck, place.auto_scan) = (false, 0.0, true);
            scenario.disks.iter_mut().filter(|disk| disk.sr == sr).for_each(|disk| disk.stuck = 0.0);
        }
        _ => {}
    }
}

/// Leaves firings of some jobs out.
fn thin_out(scenario: &mut Scenario, jobs: &[u32], one_of: u32) {
    let mut seen = vec![0_u32; scenario.jobs.len()];
    scenario.fires.retain(|fire| {
        if !jobs.contains(&fire.job) {
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
