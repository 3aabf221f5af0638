//! Errors within the period of an outlook that are not backups of a VM: a restore point that gets too old, a run that
//! finds no VM, a schedule that XO cannot read.

use jiff::Timestamp;

use super::HOURS;
use super::cause::{Cause, Nothing};
use super::known::Known;
use super::risk::rounded;
use super::values::{BackupError, CERTAIN, Event, Likelihood, Outcome, SUREST};
use crate::backup::{PlannedJob, SchedulePattern};
use crate::forecast::{Incident, Prediction};
use crate::model::{JobId, ObjectId};

/// Lists the events of 10 % or more, the likeliest first.
pub(super) fn events(known: &Known<'_>) -> Vec<Event> {
    let predictions = known.analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions);
    let lapses = predictions.filter(|one| one.error == Incident::RpoMissed).filter_map(lapse);
    let jobs = known.analysis.plan().jobs();
    let empty = jobs.iter().filter_map(|planned| no_vm(known, planned));
    let unread = jobs.iter().filter_map(|planned| never_starts(known, planned));
    let mut events: Vec<Event> = lapses.chain(empty).chain(unread).collect();
    events.retain(|event| known.is_asked(&event.job_id, event.vm_id.as_ref()));
    events.sort_by(|a, b| {
        let key = |event: &Event| event.at.unwrap_or(Timestamp::MAX);
        let by_chance = b.probability.total_cmp(&a.probability).then(key(a).cmp(&key(b)));
        by_chance.then_with(|| (&a.job_id, &a.vm_id).cmp(&(&b.job_id, &b.vm_id)))
    });
    events
}

fn event(
    error: BackupError,
    job: &JobId,
    vm: Option<&ObjectId>,
    at: Option<Timestamp>,
    probability: f64,
    cause: Option<Cause>,
) -> Event {
    Event {
        error,
        job_id: job.clone(),
        vm_id: vm.cloned(),
        at,
        probability: rounded(probability),
        likelihood: Likelihood::of(probability),
        outcome: Outcome::of(probability),
        cause,
        behind: Vec::new(),
    }
}

/// Returns the chance of a prediction within the period of an outlook.
pub(super) fn within(prediction: &Prediction) -> f64 {
    let by = prediction.by.iter().rev().find(|(hours, _)| *hours <= HOURS).or_else(|| prediction.by.first());
    by.map_or(0.0, |(_, chance)| chance.min(SUREST))
}

/// Lists the causes of a prediction: the nearest, and those behind it.
pub(super) fn causes(prediction: &Prediction) -> (Option<Cause>, Vec<Cause>) {
    let mut causes = prediction.causes.iter().map(|cause| Cause::Forecast(*cause));
    (causes.next(), causes.collect())
}

fn lapse(prediction: &Prediction) -> Option<Event> {
    let chance = within(prediction);
    if Likelihood::of(chance) == Likelihood::Unlikely {
        return None;
    }
    let (cause, behind) = causes(prediction);
    let (job, vm) = (&prediction.job, prediction.vm.as_ref());
    let event = event(BackupError::RpoMissed, job, vm, prediction.first_at, chance, cause);
    Some(Event { behind, ..event })
}

/// A run that finds no VM saves nothing; as long as something is unread that may contain one, nothing is reported.
fn no_vm(known: &Known<'_>, planned: &PlannedJob) -> Option<Event> {
    if !planned.selection.vms.is_empty() || !known.blind.of_missing_objects().is_empty() {
        return None;
    }
    let plan = known.analysis.plan();
    let schedules = planned.schedules.iter().filter_map(|&at| plan.schedules().get(at));
    let first = schedules.filter_map(|schedule| known.firings(schedule).first().copied()).min()?;
    let cause = Cause::NothingSaved { why: Nothing::NoVm };
    Some(event(BackupError::NothingSaved, &planned.job.id, None, Some(first), CERTAIN, Some(cause)))
}

/// An enabled schedule that XO never starts: it refuses the pattern, or finds no date for it.
fn never_starts(known: &Known<'_>, planned: &PlannedJob) -> Option<Event> {
    let plan = known.analysis.plan();
    let mut schedules = planned.schedules.iter().filter_map(|&at| plan.schedules().get(at));
    schedules.find(|of| {
        let never = matches!(of.timing.pattern, SchedulePattern::Refused(_) | SchedulePattern::Never);
        of.schedule.enabled && never && !of.timing.starts()
    })?;
    let runs = known.analysis.runs();
    let past = known.analysis.history().and_then(|history| history.job(&planned.job.id));
    let last = past.and_then(|past| past.runs.last()).and_then(|past| past.of(runs).start);
    let cause = Cause::NotStarted { starts: 0, last_run_at: last };
    Some(event(BackupError::NotStarted, &planned.job.id, None, None, SUREST, Some(cause)))
}
