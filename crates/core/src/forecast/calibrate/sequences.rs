//! Which schedules a sequence starts one after another, and when it fires.
//!
//! In: the plan, the sequences that were read. Out: [`Sequences`]. A sequence within a sequence is flattened: its
//! schedules take its place, since a step begins when the previous one has ended (facts/xo-protocol.md 4.8).

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::firings::{self, firings};
use crate::backup::BackupPlan;
use crate::forecast::sim::scenario::SequenceStep;
use crate::model::{Backups, JobId, JobKind, ScheduleId};

/// The most schedules of a sequence that are examined, including those of inner sequences: far more than people write.
const STEPS_MAX: usize = 1000;

/// The deepest nesting of sequences that is followed: people write two levels.
const DEPTH_MAX: usize = 100;

/// The most entries of all sequences that are examined: sequences that start each other in all orders have more paths
/// than there is time to follow, but hardly any schedules. People have hundreds of entries.
const PLACES_MAX: usize = 1_000_000;

/// The most starts of all steps of a sequence together: an hourly sequence of 100 steps for six weeks.
const STARTS_MAX: usize = 100_000;

/// The sequences that fire by themselves.
#[derive(Debug, Default)]
pub(super) struct Sequences<'a> {
    firings: Vec<Vec<f64>>,
    cut: bool,
    steps: FxHashMap<&'a ScheduleId, Vec<SequenceStep>>,
}

impl<'a> Sequences<'a> {
    /// Finds the sequences of a plan; `horizon` in seconds.
    pub(super) fn of(plan: &'a BackupPlan, backups: &'a Backups, now: Timestamp, horizon: f64) -> Self {
        let calls = backups.call_jobs.iter().flatten();
        let lists: FxHashMap<&JobId, &[ScheduleId]> = calls
            .filter_map(|job| match &job.kind {
                JobKind::Sequence(schedules) => Some((&job.id, schedules.as_slice())),
                _ => None,
            })
            .collect();
        let jobs: FxHashMap<&ScheduleId, &JobId> =
            plan.schedules().iter().map(|of| (&of.schedule.id, &of.schedule.job)).collect();
        let most = firings::most(plan.schedules().len());
        let mut found = Self::default();
        let mut walk = Walk { lists: &lists, jobs: &jobs, above: Vec::new(), left: PLACES_MAX };
        for job in backups.call_jobs.iter().flatten().filter(|job| lists.contains_key(&job.id)) {
            let starts = plan.schedules_of(&job.id).filter(|of| of.timing.by_itself);
            let mut fires: Vec<f64> = starts.flat_map(|of| firings(of, now, horizon, most).all).collect();
            if fires.is_empty() {
                continue;
            }
            let mut steps = Vec::new();
            walk.flatten(&job.id, &mut steps);
            fires.sort_by(f64::total_cmp);
            fires.dedup();
            fires.truncate(STARTS_MAX / steps.len().max(1));
            let sequence = found.firings.len() as u32;
            found.firings.push(fires);
            for (schedule, at) in steps.into_iter().zip(0..) {
                found.steps.entry(schedule).or_default().push(SequenceStep { sequence, at });
            }
        }
        found.cut = walk.left == 0;
        found
    }

    /// Returns whether some entries were not examined.
    pub(super) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Returns the number of sequences.
    pub(super) fn count(&self) -> usize {
        self.firings.len()
    }

    /// Lists the places of a schedule in sequences.
    pub(super) fn steps_of(&self, schedule: &ScheduleId) -> impl Iterator<Item = SequenceStep> + '_ {
        self.steps.get(schedule).into_iter().flatten().copied()
    }

    /// Lists when the sequences that contain a schedule fire, each with its place there.
    pub(super) fn starts(
        &self,
        schedule: &ScheduleId,
    ) -> impl Iterator<Item = (f64, Option<SequenceStep>)> + '_ {
        self.steps_of(schedule)
            .flat_map(|step| self.firings[step.sequence as usize].iter().map(move |&at| (at, Some(step))))
    }
}

/// The walk through nested sequences.
struct Walk<'w, 'a> {
    lists: &'w FxHashMap<&'a JobId, &'a [ScheduleId]>,
    jobs: &'w FxHashMap<&'a ScheduleId, &'a JobId>,
    above: Vec<&'a JobId>,
    /// Entries that may still be examined.
    left: usize,
}

impl<'a> Walk<'_, 'a> {
    /// Lists the schedules of a sequence in order; a sequence that contains itself ends there.
    fn flatten(&mut self, job: &'a JobId, steps: &mut Vec<&'a ScheduleId>) {
        if self.above.len() > DEPTH_MAX || self.above.contains(&job) {
            return;
        }
        self.above.push(job);
        for schedule in self.lists.get(job).copied().unwrap_or_default() {
            if steps.len() >= STEPS_MAX || self.left == 0 {
                break;
            }
            self.left -= 1;
            match self.jobs.get(schedule) {
                Some(inner) if self.lists.contains_key(inner) => self.flatten(inner, steps),
                _ => steps.push(schedule),
            }
        }
        self.above.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of 30 sequences names all of them, itself included: 30! paths, and no schedule at the end of any.
    #[test]
    fn sequences_that_start_each_other_end() {
        let names: Vec<(JobId, ScheduleId)> = (0..30)
            .map(|at| (format!("job {at}").as_str().into(), format!("schedule {at}").as_str().into()))
            .collect();
        let all: Vec<ScheduleId> = names.iter().map(|(_, schedule)| schedule.clone()).collect();
        let lists = names.iter().map(|(job, _)| (job, all.as_slice())).collect();
        let jobs = names.iter().map(|(job, schedule)| (schedule, job)).collect();
        let mut walk = Walk { lists: &lists, jobs: &jobs, above: Vec::new(), left: 5000 };
        let mut steps = Vec::new();
        walk.flatten(&names[0].0, &mut steps);
        assert_eq!((walk.left, steps.len()), (0, 0));
    }
}
