//! Summaries of the rows, events and predictions for each SR and each job.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::HOURS;
use super::events::{causes, within};
use super::known::Known;
use super::past;
use super::targets::places;
use super::values::{
    Counts, Event, JobSummary, Likelihood, Outlook, POSSIBLE, Row, SUREST, SrSummary, Worst,
};
use crate::forecast::{Incident, Prediction};
use crate::model::{JobId, ObjectId};

/// The SRs of the disks and replicas of each VM of each job.
type Places = BTreeMap<JobId, BTreeMap<ObjectId, Vec<ObjectId>>>;

/// Summarises rows and events, by SR and by job. [`number`] fills in the steps of the plan.
pub(super) fn summarise(
    known: &Known<'_>,
    rows: &[Row],
    events: &[Event],
) -> (Vec<SrSummary>, Vec<JobSummary>) {
    let jobs = known.analysis.plan().jobs();
    let places: Places =
        jobs.iter().map(|planned| (planned.job.id.clone(), places(known, planned))).collect();
    (srs(known, rows, &places), of_jobs(known, rows, events))
}

/// Sets which steps concern an SR or a job, and which of these have nothing to report.
pub(super) fn number(outlook: &mut Outlook) {
    let steps = &outlook.plan.steps;
    for sr in &mut outlook.srs {
        let concerns = steps.iter().filter(|step| step.sr_ids.contains(&sr.sr_id));
        sr.steps = concerns.map(|step| step.step).collect();
        sr.quiet = sr.worst.is_none() && sr.counts.unknown == 0 && sr.steps.is_empty();
    }
    for job in &mut outlook.jobs {
        let concerns = steps.iter().filter(|step| step.fixes.iter().any(|fix| fix.job_id == job.job_id));
        job.steps = concerns.map(|step| step.step).collect();
        job.good = job.worst.is_none() && job.counts.unknown == 0;
    }
}

fn srs(known: &Known<'_>, rows: &[Row], places: &Places) -> Vec<SrSummary> {
    let mut by_sr: FxHashMap<&ObjectId, Vec<&Row>> = FxHashMap::default();
    let mut worst: FxHashMap<ObjectId, Worst> = FxHashMap::default();
    for row in rows {
        let srs = places.get(&row.job_id).and_then(|of_job| of_job.get(&row.vm_id));
        srs.into_iter().flatten().for_each(|sr| by_sr.entry(sr).or_default().push(row));
        if let (Some(sr), Some(of_row)) = (&row.sr_id, of_row(row)) {
            keep(&mut worst, sr.clone(), of_row);
        }
    }
    let predictions = known.analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions);
    for one in predictions {
        if let (Some(sr), Some(candidate)) = (sr_of(places, one), of_prediction(one)) {
            keep(&mut worst, sr, candidate);
        }
    }
    let summary = |sr: &crate::model::Sr| SrSummary {
        sr_id: sr.id.clone(),
        counts: Counts::of(by_sr.get(&sr.id).into_iter().flatten().copied()),
        worst: worst.remove(&sr.id),
        steps: Vec::new(),
        quiet: false,
    };
    known.analysis.asked_srs().map(|sr| known.inventory().sr(sr)).map(summary).collect()
}

/// Returns the SR that a prediction is about: the one without room, that of the chain, or that of the VM's first disk.
fn sr_of(places: &Places, one: &Prediction) -> Option<ObjectId> {
    let first = || places.get(&one.job)?.get(one.vm.as_ref()?)?.first().cloned();
    match one.error {
        Incident::NoSpace | Incident::ChainTooLong => one.sr.clone().or_else(first),
        Incident::UnhealthyChain => one.sr.clone().or_else(first),
        Incident::RpoMissed | Incident::AlreadyRunning => None,
    }
}

fn of_jobs(known: &Known<'_>, rows: &[Row], events: &[Event]) -> Vec<JobSummary> {
    let mut by_job: FxHashMap<&JobId, Vec<&Row>> = FxHashMap::default();
    let mut worst: FxHashMap<JobId, Worst> = FxHashMap::default();
    for row in rows {
        by_job.entry(&row.job_id).or_default().push(row);
        of_row(row).into_iter().for_each(|candidate| keep(&mut worst, row.job_id.clone(), candidate));
    }
    for event in events {
        keep(&mut worst, event.job_id.clone(), of_event(event));
    }
    for one in known.analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions) {
        of_prediction(one).into_iter().for_each(|candidate| keep(&mut worst, one.job.clone(), candidate));
    }
    let plan = known.analysis.plan();
    let summary = |planned: &crate::backup::PlannedJob| {
        let id = &planned.job.id;
        let rows = by_job.get(id).map(Vec::as_slice).unwrap_or_default();
        let next = plan.schedules_of(id).filter(|of| of.timing.starts());
        let refuses = rows.first().is_some_and(|row| row.error == Some(super::BackupError::AlreadyRunning));
        let lock = past::lock(known, id).filter(|lock| lock.stuck || refuses);
        JobSummary {
            job_id: id.clone(),
            counts: Counts::of(rows.iter().copied()),
            next_at: next.filter_map(|of| of.timing.next_run).min(),
            worst: worst.remove(id),
            interrupted_at: past::interrupted(known, id),
            blocked_by: lock.map(|lock| lock.run),
            steps: Vec::new(),
            good: false,
        }
    };
    plan.jobs().iter().filter(|planned| known.is_asked(&planned.job.id, None)).map(summary).collect()
}

/// Keeps the worse of two: the likelier, or the sooner if they are equally likely.
fn keep<K: std::hash::Hash + Eq>(worst: &mut FxHashMap<K, Worst>, key: K, candidate: Worst) {
    let rank = |one: &Worst| (one.probability, std::cmp::Reverse(one.within_hours));
    match worst.entry(key) {
        std::collections::hash_map::Entry::Vacant(free) => {
            free.insert(candidate);
        }
        std::collections::hash_map::Entry::Occupied(mut known) => {
            let (a, b) = (rank(&candidate), rank(known.get()));
            if a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).is_gt() {
                known.insert(candidate);
            }
        }
    }
}

fn of_row(row: &Row) -> Option<Worst> {
    Some(Worst {
        error: row.error?,
        probability: row.probability,
        likelihood: row.likelihood,
        within_hours: HOURS,
        at: Some(row.at),
        job_id: row.job_id.clone(),
        vm_id: Some(row.vm_id.clone()),
        cause: row.cause.clone(),
    })
}

fn of_event(event: &Event) -> Worst {
    Worst {
        error: event.error,
        probability: event.probability,
        likelihood: event.likelihood,
        within_hours: HOURS,
        at: event.at,
        job_id: event.job_id.clone(),
        vm_id: event.vm_id.clone(),
        cause: event.cause.clone(),
    }
}

/// Returns what is predicted until the horizon, or `None` below 10 %.
fn of_prediction(one: &Prediction) -> Option<Worst> {
    let &(hours, chance) = one.by.last()?;
    let soon = within(one);
    let (within_hours, chance) = if soon >= chance { (HOURS.min(hours), soon) } else { (hours, chance) };
    let probability = super::risk::rounded(chance.min(SUREST));
    (Likelihood::of(probability) != Likelihood::Unlikely && probability >= POSSIBLE - 0.0005).then(|| Worst {
        error: one.error.into(),
        probability,
        likelihood: Likelihood::of(probability),
        within_hours,
        at: one.first_at,
        job_id: one.job.clone(),
        vm_id: one.vm.clone(),
        cause: causes(one).0,
    })
}
