//! What the plan should remove: rows and events at risk, and how likely they remain so after changes.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashSet;

use super::StepAction;
use super::bench::{Bench, Drawn};
use super::candidate::Candidate;
use super::problem::Problem;
use crate::forecast::{Change, Incident};
use crate::model::{JobId, ObjectId};
use crate::outlook::cause::{Cause, MergeStop};
use crate::outlook::events;
use crate::outlook::risk::{self, Risk};
use crate::outlook::rows::Judged;
use crate::outlook::values::{BackupError, Event, POSSIBLE, SUREST};
use crate::units::Bytes;

/// A row or an event at risk.
#[derive(Clone, Copy)]
pub(super) enum Target<'r> {
    Row(&'r Judged),
    Event(&'r Event),
}

/// What remains of a target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rest {
    /// How likely it still fails; `None` if its run is skipped.
    pub(super) chance: Option<f64>,
    /// Its remaining problems, and how likely each is, the likeliest first.
    pub(super) problems: Vec<(Problem, f64)>,
}

impl Rest {
    /// Lists the remaining problems with at least this chance.
    pub(super) fn problems(&self, from: f64) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |(_, chance)| *chance >= from).map(|(problem, _)| problem)
    }

    pub(super) fn is_fixed(&self) -> bool {
        is_fixed(self.chance())
    }

    /// Returns how likely it still fails: not at all where its run is left out.
    pub(super) fn chance(&self) -> f64 {
        self.chance.unwrap_or(0.0)
    }
}

/// Returns whether something that is so likely counts as fixed.
pub(super) fn is_fixed(chance: f64) -> bool {
    risk::rounded(chance) < POSSIBLE
}

impl Target<'_> {
    pub(super) fn job(&self) -> &JobId {
        match self {
            Self::Row(judged) => &judged.row.job_id,
            Self::Event(event) => &event.job_id,
        }
    }

    pub(super) fn vm(&self) -> Option<&ObjectId> {
        match self {
            Self::Row(judged) => Some(&judged.row.vm_id),
            Self::Event(event) => event.vm_id.as_ref(),
        }
    }

    pub(super) fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Row(judged) => Some(judged.row.at),
            Self::Event(event) => event.at,
        }
    }

    pub(super) fn error(&self) -> Option<BackupError> {
        match self {
            Self::Row(judged) => judged.row.error,
            Self::Event(event) => Some(event.error),
        }
    }

    pub(super) fn probability(&self) -> f64 {
        match self {
            Self::Row(judged) => judged.row.probability,
            Self::Event(event) => event.probability,
        }
    }

    /// Returns what remains after some steps; `drawn` is the forecast with their changes, `None` if they change nothing
    /// that the forecast knows.
    pub(super) fn after(&self, bench: &Bench<'_, '_>, steps: &Steps<'_>, drawn: Option<&Drawn<'_>>) -> Rest {
        match self {
            Self::Row(judged) => row_after(bench, judged, steps, drawn),
            Self::Event(event) => event_after(event, steps, drawn),
        }
    }
}

/// Steps, and what they remove.
pub(super) struct Steps<'s> {
    all: &'s [&'s Candidate],
    removed: FxHashSet<&'s Problem>,
}

impl<'s> Steps<'s> {
    pub(super) fn of(all: &'s [&'s Candidate]) -> Self {
        Self { all, removed: all.iter().flat_map(|step| &step.removes).collect() }
    }
}

fn row_after(bench: &Bench<'_, '_>, judged: &Judged, steps: &Steps<'_>, drawn: Option<&Drawn<'_>>) -> Rest {
    let row = &judged.row;
    let named = judged.risks.iter().map(|risk| (Problem::of(row, risk), risk.clone()));
    let mut left: Vec<(Option<Problem>, Risk)> = named
        .filter(|(problem, _)| problem.as_ref().is_none_or(|one| !steps.removed.contains(one)))
        .collect();
    let (job, schedule, vm) = (&row.job_id, row.schedule_id.as_ref(), &row.vm_id);
    if let Some(drawn) = drawn.filter(|_| bench.draws(row)) {
        let Some(run) = drawn.run((job, schedule, moved(row.at, job, schedule, steps.all), vm)) else {
            return Rest { chance: None, problems: Vec::new() };
        };
        left.retain(|(_, risk)| !is_drawn(risk, steps.all, job));
        for &(error, chance) in &run.chance {
            let prediction = drawn.prediction(job, (error != Incident::AlreadyRunning).then_some(vm), error);
            let before = judged.risks.iter().find(|risk| risk.error == error.into());
            let sr = prediction.and_then(|one| one.sr.clone()).or_else(|| before?.sr.clone());
            let risk = Risk::drawn(error.into(), chance.min(SUREST)).on_sr(sr.as_ref());
            left.push((Problem::of(row, &risk), risk));
        }
    }
    left.sort_by(|(_, a), (_, b)| b.chance.total_cmp(&a.chance));
    let risks: Vec<Risk> = left.iter().map(|(_, risk)| risk.clone()).collect();
    let mut problems = Vec::new();
    for (problem, risk) in left {
        let is_new = |one: &Problem| !problems.iter().any(|(known, _)| known == one);
        problems.extend(problem.filter(|one| is_new(one)).map(|one| (one, risk.chance)));
    }
    Rest { chance: Some(risk::sum(&risks).all), problems }
}

/// Returns when a run starts after its schedule was moved.
fn moved(
    at: Timestamp,
    job: &JobId,
    schedule: Option<&crate::model::ScheduleId>,
    steps: &[&Candidate],
) -> Timestamp {
    let by = steps.iter().flat_map(|step| &step.changes).filter_map(|change| match change {
        Change::MoveSchedule { job: of, schedule: moved, minutes }
            if of == job && moved.as_ref() == schedule =>
        {
            Some(i64::from(*minutes))
        }
        _ => None,
    });
    at.saturating_add(SignedDuration::from_mins(by.sum())).unwrap_or(at)
}

/// Returns whether the forecast draws a risk after these steps, so that the share of draws counts instead.
fn is_drawn(risk: &Risk, steps: &[&Candidate], job: &JobId) -> bool {
    if risk::incident(risk.error).is_none() {
        return false;
    }
    match &risk.cause {
        Some(Cause::Found { .. }) => false,
        Some(Cause::StuckRun { .. } | Cause::MergesStopped { by: MergeStop::BrokenChain, .. }) => false,
        Some(Cause::FailedBefore { .. }) => steps.iter().any(|step| eases(step, job)),
        Some(Cause::NoRoom { sr_id, need_bytes, free_bytes, target: true }) => {
            let lacks = *need_bytes - *free_bytes;
            steps.iter().any(|step| room(step, sr_id) >= lacks)
        }
        _ => true,
    }
}

/// Returns how much room a step makes on an SR.
fn room(step: &Candidate, sr: &ObjectId) -> Bytes {
    match &step.action {
        StepAction::AddSpace { bytes } if step.sr_ids.contains(sr) => *bytes,
        _ => Bytes::ZERO,
    }
}

/// Returns whether a step gives a job more time.
fn eases(step: &Candidate, job: &JobId) -> bool {
    step.changes.iter().any(|change| match change {
        Change::MoreAtOnce { job: of, .. } | Change::MoveSchedule { job: of, .. } => of == job,
        Change::RunLessOften { jobs, .. } => jobs.contains(job),
        _ => false,
    })
}

fn event_after(event: &Event, steps: &Steps<'_>, drawn: Option<&Drawn<'_>>) -> Rest {
    let problem = Problem::of_event(event);
    let mut chance = if steps.removed.contains(&problem) { 0.0 } else { event.probability };
    if let Some(drawn) = drawn.filter(|_| event.error == BackupError::RpoMissed) {
        let lapse = drawn.prediction(&event.job_id, event.vm_id.as_ref(), Incident::RpoMissed);
        chance = lapse.map_or(0.0, events::within);
    }
    Rest { chance: Some(chance), problems: vec![(problem, chance)] }
}
