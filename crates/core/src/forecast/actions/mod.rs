//! What would remove a predicted error: the cheapest change, found by simulating it.
//!
//! In: the draft, the groups of errors that have one cause (an SR without room, a job that is too slow, a VM whose
//! chains do not merge). Out: for each group the first of its candidates, cheapest first, after which the errors are
//! unlikely and no other is brought about. A candidate is a change of the scenario, so the rules that predicted the
//! error also judge the candidate.

mod action;
mod candidates;
mod change;
mod group;
mod step;

pub use action::Action;
pub use change::{Change, apply};
pub(super) use group::Group;

use std::collections::BTreeMap;

use self::candidates::{Errors, candidates};
use self::step::Step;
use super::calibrate::{Draft, HangingSnapshot};
use super::prediction::Prediction;
use super::sim::{self, DrawOptions, Draws, Keys, Scenario};
use super::subset::Subset;

/// Draws for each candidate, unless the forecast has fewer: enough to distinguish one half from one tenth.
const DRAWS: u32 = 40;

/// Draws that show whether a candidate does anything at all.
const FIRST_DRAWS: u32 = 8;

/// An error counts as removed when it is no likelier than this.
const REMOVED: f64 = 0.1;

/// An error counts as present, or as brought about by a change, from this probability on.
const LIKELY: f64 = 0.5;

/// The most groups that get an action: on a large server the rest is of the same kind.
const GROUPS: usize = 12;

/// The most VMs with which changes are judged on the whole server, if the part that they touch does not show the error
/// by itself.
const WHOLE_MAX: usize = 200;

/// Finds what removes each error that is more likely than not, once for all that have one cause. Returns whether there
/// was time to examine all of them.
pub(super) fn advise(draft: &Draft, all: &mut [Prediction], how: &DrawOptions) -> bool {
    let mut groups: BTreeMap<Group, Vec<u32>> = BTreeMap::new();
    for prediction in all.iter().filter(|one| one.by.last().is_some_and(|(_, chance)| *chance >= LIKELY)) {
        if let Some(group) = prediction.group {
            groups.entry(group).or_default().push(prediction.key);
        }
    }
    let groups: Vec<(Group, Vec<u32>)> = groups.into_iter().collect();
    let found = find(draft, &groups, how);
    let had_time = !how.deadline.is_over();
    for ((group, keys), action) in groups.iter().zip(found).filter(|(_, action)| action.is_some()) {
        for prediction in all.iter_mut().filter(|prediction| prediction.group == Some(*group)) {
            if keys.contains(&prediction.key) {
                prediction.action.clone_from(&action);
            }
        }
    }
    had_time
}

/// Finds an action for each group, in the order of the groups; `keys` are its predictions.
fn find(draft: &Draft, groups: &[(Group, Vec<u32>)], how: &DrawOptions) -> Vec<Option<Action>> {
    let how = &DrawOptions { count: how.count.min(DRAWS), ..how.clone() };
    let mut found: Vec<_> = groups
        .iter()
        .take(GROUPS)
        .take_while(|_| !how.deadline.is_over())
        .map(|(group, keys)| {
            let cut_out = Trial::of(draft, *group, keys, cut(&draft.scenario, *group), how);
            let whole = || {
                if draft.units.len() > WHOLE_MAX {
                    return None;
                }
                let everything = Subset::on(&draft.scenario, None, |_| true);
                Trial::of(draft, *group, keys, everything, how)
            };
            cut_out.or_else(whole).and_then(|trial| trial.action(draft))
        })
        .collect();
    found.resize(groups.len(), None);
    found
}

/// Cuts out the part that concerns a group.
fn cut(whole: &Scenario, group: Group) -> Subset {
    match group {
        Group::Room(sr) | Group::Merges(sr) => Subset::on(whole, Some(sr), |unit| {
            let disks = unit.disks.iter().flat_map(|disk| [Some(disk.disk), disk.replica]).flatten();
            disks.into_iter().any(|disk| whole.disks[disk as usize].sr == sr)
        }),
        Group::Depth(disk) => Subset::on(whole, None, |unit| {
            unit.disks.iter().any(|of| of.disk == disk || of.replica == Some(disk))
        }),
        Group::Time(job) => Subset::on(whole, None, |unit| unit.job == job),
    }
}

/// A part of the server on which changes are tried.
struct Trial<'a> {
    part: Subset,
    /// The group, in positions of the part.
    group: Group,
    /// The errors, in keys of the part.
    keys: Vec<u32>,
    /// In how many draws each error comes without a change.
    before: Vec<u32>,
    /// When the last of the errors first comes, in seconds.
    last: f64,
    how: &'a DrawOptions,
}

impl<'a> Trial<'a> {
    /// Builds a trial; `None` if the errors do not come in this part, because what is left out matters then.
    fn of(draft: &Draft, group: Group, keys: &[u32], part: Subset, how: &'a DrawOptions) -> Option<Self> {
        let group = match group {
            Group::Depth(disk) => Group::Depth(part.disk(disk)?),
            other => other,
        };
        let old = Keys { units: draft.scenario.units.len(), jobs: draft.scenario.jobs.len() };
        let new = Keys { units: part.scenario.units.len(), jobs: part.scenario.jobs.len() };
        let key = |&key: &u32| match old.read(key) {
            (Some(unit), _, error) => part.unit(unit).map(|unit| Keys::unit(unit, error)),
            (None, job, _) => job.map(|job| new.job(job)),
        };
        let keys: Vec<u32> = keys.iter().filter_map(key).collect();
        let draws = sim::simulate(&part.scenario, how);
        let before = counts(&draws);
        let comes = keys.iter().any(|key| is_likely(before[*key as usize], draws.count));
        let firsts = draws.firsts.iter().filter(|first| keys.contains(&first.key));
        let last = firsts.map(|first| f64::from(first.at)).fold(0.0, f64::max);
        comes.then_some(Self { part, group, keys, before, last, how })
    }

    /// Finds the cheapest change that removes the errors.
    fn action(&self, draft: &Draft) -> Option<Action> {
        let in_part =
            |one: &HangingSnapshot| Some(HangingSnapshot { disk: self.part.disk(one.disk)?, ..*one });
        let foreign: Vec<HangingSnapshot> = draft.foreign.iter().filter_map(in_part).collect();
        let of_jobs: Vec<HangingSnapshot> = draft.of_jobs.iter().filter_map(in_part).collect();
        let errors = Errors { keys: &self.keys, last: self.last };
        let all = candidates(&self.part.scenario, self.group, &errors, &foreign, &of_jobs);
        let step = all.into_iter().find(|step| self.removes(step))?;
        Some(Change::of(draft, &self.in_draft(step)).into())
    }

    fn removes(&self, step: &Step) -> bool {
        let mut scenario = self.part.scenario.clone();
        step.apply(&mut scenario);
        let draws = self.how.count;
        let few = DrawOptions { count: draws.min(FIRST_DRAWS), ..self.how.clone() };
        let first = counts(&sim::simulate(&scenario, &few));
        if self.keys.iter().any(|key| is_likely(first[*key as usize], few.count)) {
            return false;
        }
        let after = counts(&sim::simulate(&scenario, self.how));
        // fewer draws than before would show fewer errors, which does not mean that they are gone
        if self.how.deadline.is_over() {
            return false;
        }
        let is_removed = |key: &u32| f64::from(after[*key as usize]) <= REMOVED * f64::from(draws);
        let is_brought =
            |(before, after): (&u32, &u32)| is_likely(*after, draws) && !is_likely(*before, draws);
        // once an error is gone, others that it hid may show: only skipped or postponed runs are blamed for them
        let may_harm = matches!(step, Step::Wait { .. } | Step::Move { .. } | Step::LessOften { .. });
        let does_harm = may_harm && self.before.iter().zip(&after).any(is_brought);
        self.keys.iter().all(is_removed) && !does_harm
    }

    /// Returns a step of the part as one of the draft.
    fn in_draft(&self, step: Step) -> Step {
        match step {
            Step::StartCollector { sr, disk } => {
                Step::StartCollector { sr, disk: disk.map(|disk| self.part.old_disk(disk)) }
            }
            Step::TakeOut { unit } => Step::TakeOut { unit: self.part.old_unit(unit) },
            // jobs and SRs keep their positions, and snapshots are named by their VDI
            other => other,
        }
    }
}

/// Counts the draws in which each error came, by key.
fn counts(draws: &Draws) -> Vec<u32> {
    let mut counts = vec![0; draws.keys.count()];
    draws.firsts.iter().for_each(|first| counts[first.key as usize] += 1);
    counts
}

fn is_likely(count: u32, draws: u32) -> bool {
    f64::from(count) >= LIKELY * f64::from(draws)
}

#[cfg(test)]
mod tests;
