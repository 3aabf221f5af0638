//! What would remove an error that is foretold: the cheapest change, found by simulating it again.
//!
//! In: the draft, the groups of errors that have one cause (an SR without room, a job that is too slow, a VM whose chains
//! do not merge). Out: for each group the first of some candidates, cheapest first, after which the errors are unlikely, and
//! no other is brought about. A candidate is a change of the scenario, so that it is judged by the rules that foretold
//! the error.

mod change;

use std::num::NonZero;

use self::change::{Change, Errors, apply, candidates};
use super::focus::Focus;
use super::learn::{Draft, Hanging};
use super::sim::{self, Draws, Error, Keys, Scenario, Short};
use crate::model::{JobId, ObjectId, VdiIdx};

/// Draws for each candidate: enough to tell a half from a tenth.
const DRAWS: u32 = 40;

/// Draws that show whether a candidate does anything at all.
const FIRST_DRAWS: u32 = 8;

/// An error counts as removed when it is less likely than this.
const REMOVED: f64 = 0.1;

/// An error counts as there, or as brought about by a change, when it is as likely as this.
const LIKELY: f64 = 0.5;

/// Groups that get an action, at most: on a large server the rest is of the same kind.
const GROUPS: usize = 12;

/// VMs up to which changes are judged on the whole server, where the part that they touch does not show the error by
/// itself.
const WHOLE_MAX: usize = 200;

/// A change that removes an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Switch the collector on again, or start it with a rescan.
    StartCollector,
    /// Start the job now, by hand.
    RunNow,
    /// Delete these snapshots, which no job keeps, in this order.
    DeleteSnapshots {
        /// Which; at least one.
        snapshots: Vec<VdiIdx>,
    },
    /// Leave the runs of some hours out, so that what waits is merged before the next snapshot.
    WaitForMerges {
        /// Merges that wait now.
        merges: u32,
        /// For so many hours.
        hours: u32,
    },
    /// Start a schedule at another time.
    MoveSchedule {
        /// The job.
        job: JobId,
        /// Position of the schedule among those of the job.
        schedule: usize,
        /// By so many minutes; negative is earlier.
        minutes: i32,
    },
    /// Keep so many snapshots instead.
    KeepFewer {
        /// How many.
        snapshots: u32,
        /// Those beyond, the oldest first, where the next run comes too soon to do it.
        delete: Vec<VdiIdx>,
    },
    /// Back up so many more VMs at once.
    MoreAtOnce {
        /// How many at once.
        concurrency: u32,
    },
    /// Leave firings out, so that one of so many stays.
    RunLessOften {
        /// One of how many.
        one_of: u32,
    },
    /// Take a VM out of a job: the others then fit.
    TakeOut {
        /// The job.
        job: JobId,
        /// The VM, as the job names it.
        vm: ObjectId,
    },
    /// Add so many GiB to the SR, or free them.
    AddSpace {
        /// How many.
        gib: u32,
    },
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
        .map(|(group, keys)| {
            let focused = Trial::of(draft, *group, keys, focus(&draft.scenario, *group), seed, threads);
            let whole = || {
                if draft.units.len() > WHOLE_MAX {
                    return None;
                }
                let everything = Focus::on(&draft.scenario, None, |_| true);
                Trial::of(draft, *group, keys, everything, seed, threads)
            };
            focused.or_else(whole).and_then(|trial| trial.action(draft))
        })
        .collect();
    found.resize(groups.len(), None);
    found
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

/// A part of the server on which changes are tried.
struct Trial {
    focus: Focus,
    /// As it is called in the part.
    group: Group,
    /// The errors, as they are called in the part.
    keys: Vec<u32>,
    /// How often each error comes without a change, of [`DRAWS`].
    before: Vec<u32>,
    /// When the last of the errors comes first, in seconds.
    last: f64,
    seed: u64,
    threads: NonZero<usize>,
}

impl Trial {
    /// Makes a trial; none where the errors do not come in this part: what is left out matters then.
    fn of(
        draft: &Draft,
        group: Group,
        keys: &[u32],
        focus: Focus,
        seed: u64,
        threads: NonZero<usize>,
    ) -> Option<Self> {
        let group = match group {
            Group::Depth(disk) => Group::Depth(focus.disk(disk)?),
            other => other,
        };
        let old = Keys { units: draft.scenario.units.len(), jobs: draft.scenario.jobs.len() };
        let new = Keys { units: focus.scenario.units.len(), jobs: focus.scenario.jobs.len() };
        let key = |&key: &u32| match old.read(key) {
            (Some(unit), _, error) => focus.unit(unit).map(|unit| Keys::unit(unit, error)),
            (None, job, _) => job.map(|job| new.job(job)),
        };
        let keys: Vec<u32> = keys.iter().filter_map(key).collect();
        let draws = sim::simulate(&focus.scenario, seed, DRAWS, threads);
        let before = counts(&draws);
        let comes = keys.iter().any(|key| is_likely(before[*key as usize], DRAWS));
        let firsts = draws.firsts.iter().filter(|first| keys.contains(&first.key));
        let last = firsts.map(|first| f64::from(first.at)).fold(0.0, f64::max);
        comes.then_some(Self { focus, group, keys, before, last, seed, threads })
    }

    /// Finds the cheapest change that removes the errors.
    fn action(&self, draft: &Draft) -> Option<Action> {
        let in_part = |one: &Hanging| Some(Hanging { disk: self.focus.disk(one.disk)?, ..*one });
        let foreign: Vec<Hanging> = draft.foreign.iter().filter_map(in_part).collect();
        let of_jobs: Vec<Hanging> = draft.of_jobs.iter().filter_map(in_part).collect();
        let errors = Errors { keys: &self.keys, last: self.last };
        let all = candidates(&self.focus.scenario, self.group, &errors, &foreign, &of_jobs);
        let change = all.into_iter().find(|change| self.removes(change))?;
        Some(self.told(draft, change))
    }

    fn removes(&self, change: &Change) -> bool {
        let mut scenario = self.focus.scenario.clone();
        apply(&mut scenario, self.group, change);
        let after = |draws| counts(&sim::simulate(&scenario, self.seed, draws, self.threads));
        let first = after(FIRST_DRAWS);
        if self.keys.iter().any(|key| is_likely(first[*key as usize], FIRST_DRAWS)) {
            return false;
        }
        let after = after(DRAWS);
        let is_removed = |key: &u32| f64::from(after[*key as usize]) <= REMOVED * f64::from(DRAWS);
        let is_brought =
            |(before, after): (&u32, &u32)| is_likely(*after, DRAWS) && !is_likely(*before, DRAWS);
        // what an error hid may show when it is gone: only runs that are left out or put off are blamed for others
        let may_harm = matches!(change, Change::Wait { .. } | Change::Move { .. } | Change::LessOften { .. });
        let does_harm = may_harm && self.before.iter().zip(&after).any(is_brought);
        self.keys.iter().all(is_removed) && !does_harm
    }

    /// Gives a change in the terms of the inventory.
    fn told(&self, draft: &Draft, change: Change) -> Action {
        match change {
            Change::StartCollector => Action::StartCollector,
            Change::RunNow => Action::RunNow,
            Change::Delete { snapshots } => Action::DeleteSnapshots { snapshots: vdis(&snapshots) },
            Change::Wait { merges, hours } => Action::WaitForMerges { merges, hours },
            Change::Move { job, schedule, minutes } => Action::MoveSchedule {
                job: draft.job_ids[job as usize].clone(),
                schedule: schedule.into(),
                minutes,
            },
            Change::KeepFewer { snapshots, delete } => Action::KeepFewer { snapshots, delete: vdis(&delete) },
            Change::MoreAtOnce { concurrency } => Action::MoreAtOnce { concurrency },
            Change::LessOften { one_of } => Action::RunLessOften { one_of },
            Change::TakeOut { unit } => {
                let of = &draft.units[self.focus.old_unit(unit) as usize];
                Action::TakeOut { job: of.job.clone(), vm: of.vm_id.clone() }
            }
            Change::AddSpace { gib } => Action::AddSpace { gib },
        }
    }
}

fn vdis(snapshots: &[Hanging]) -> Vec<VdiIdx> {
    snapshots.iter().map(|one| one.vdi).collect()
}

/// Counts in how many draws each error came, by key.
fn counts(draws: &Draws) -> Vec<u32> {
    let mut counts = vec![0; draws.keys.count()];
    draws.firsts.iter().for_each(|first| counts[first.key as usize] += 1);
    counts
}

fn is_likely(count: u32, draws: u32) -> bool {
    f64::from(count) >= LIKELY * f64::from(draws)
}

pub(super) use change::{kept, pending};

#[cfg(test)]
mod tests;
