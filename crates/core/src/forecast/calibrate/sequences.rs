//! Which schedules a sequence starts one after another, and when it fires.
//!
//! In: the plan, the sequences that were read. Out: [`Sequences`]. A sequence in a sequence is taken apart: its schedules
//! stand in its place, since a step begins when the one before has ended (facts/xo-protocol.md 4.8).

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::firings::firings;
use crate::backup::Plan;
use crate::forecast::sim::scenario::Step;
use crate::model::{Backups, JobId, JobKind, ScheduleId};

/// Schedules of a sequence that are looked at, those of sequences in it included: far more than people write.
const STEPS_MAX: usize = 1000;

/// Starts that all steps of a sequence have together, at most: an hourly sequence of 100 steps for six weeks.
const STARTS_MAX: usize = 100_000;

/// The sequences that fire by themselves.
#[derive(Debug, Default)]
pub(super) struct Sequences<'a> {
    firings: Vec<Vec<f64>>,
    steps: FxHashMap<&'a ScheduleId, Vec<Step>>,
}

impl<'a> Sequences<'a> {
    /// Finds them; `horizon` in seconds.
    pub(super) fn of(plan: &'a Plan, backups: &'a Backups, now: Timestamp, horizon: f64) -> Self {
        let calls = backups.call_jobs.iter().flatten();
        let lists: FxHashMap<&JobId, &[ScheduleId]> = calls
            .filter_map(|job| match &job.kind {
                JobKind::Sequence(schedules) => Some((&job.id, schedules.as_slice())),
                _ => None,
            })
            .collect();
        let jobs: FxHashMap<&ScheduleId, &JobId> =
            plan.schedules().iter().map(|of| (&of.schedule.id, &of.schedule.job)).collect();
        let mut found = Self::default();
        for job in backups.call_jobs.iter().flatten().filter(|job| lists.contains_key(&job.id)) {
            let starts = plan.schedules_of(&job.id).filter(|of| of.timing.by_itself);
            let mut fires: Vec<f64> = starts.flat_map(|of| firings(of, now, horizon)).collect();
            if fires.is_empty() {
                continue;
            }
            let mut steps = Vec::new();
            flatten(&job.id, &lists, &jobs, &mut Vec::new(), &mut steps);
            fires.sort_by(f64::total_cmp);
            fires.dedup();
            fires.truncate(STARTS_MAX / steps.len().max(1));
            let sequence = found.firings.len() as u32;
            found.firings.push(fires);
            for (schedule, at) in steps.into_iter().zip(0..) {
                found.steps.entry(schedule).or_default().push(Step { sequence, at });
            }
        }
        found
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.firings.len()
    }

    /// Lists the places of a schedule.
    pub(super) fn steps_of(&self, schedule: &ScheduleId) -> impl Iterator<Item = Step> + '_ {
        self.steps.get(schedule).into_iter().flatten().copied()
    }

    /// Lists when the sequences fire that name a schedule, each with its place.
    pub(super) fn starts(&self, schedule: &ScheduleId) -> impl Iterator<Item = (f64, Option<Step>)> + '_ {
        self.steps_of(schedule)
            .flat_map(|step| self.firings[step.sequence as usize].iter().map(move |&at| (at, Some(step))))
    }
}

/// Lists the schedules of a sequence in order; a sequence that is part of itself ends there.
fn flatten<'a>(
    job: &'a JobId,
    lists: &FxHashMap<&'a JobId, &'a [ScheduleId]>,
    jobs: &FxHashMap<&'a ScheduleId, &'a JobId>,
    above: &mut Vec<&'a JobId>,
    steps: &mut Vec<&'a ScheduleId>,
) {
    if above.contains(&job) || above.len() > STEPS_MAX {
        return;
    }
    above.push(job);
    for schedule in lists.get(job).copied().unwrap_or_default() {
        if steps.len() >= STEPS_MAX {
            break;
        }
        match jobs.get(schedule) {
            Some(inner) if lists.contains_key(inner) => flatten(inner, lists, jobs, above, steps),
            _ => steps.push(schedule),
        }
    }
    above.pop();
}
