//! Past forecasts and what followed each: what scores and corrections rest on.
//!
//! In: what was predicted, what could happen, what happened. Out: the units of a [`Score`](super::score::Score). Pure:
//! captures and histories are read elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::score::ScoredUnit;
use super::{Forecast, Incident, Prediction};
use crate::backup::{BackupPlan, FailureKind, is_refused};
use crate::model::{JobId, ObjectId, Run};

/// An error that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The error.
    pub error: Incident,
    /// The job that met it.
    pub job: JobId,
    /// The VM; `None` for an error of the whole job.
    pub vm: Option<ObjectId>,
    /// When it happened.
    pub at: Timestamp,
}

/// Something that could happen: an error of a job, or of a VM in it.
pub type Possible = (JobId, Option<ObjectId>, Incident);

/// A forecast and what followed.
#[derive(Clone, Debug)]
pub struct Case {
    /// When the forecast was made.
    pub made: Timestamp,
    /// Until when what followed is known.
    pub known_until: Timestamp,
    /// The predictions.
    pub predictions: Vec<Prediction>,
    /// What could happen: the watched errors of jobs and of the VMs they name.
    pub possible: Arc<[Possible]>,
    /// The errors that happened, before and after.
    pub events: Arc<[Occurrence]>,
}

/// The errors that logs report; no log says when an RPO was missed.
pub const LOGGED: [Incident; 4] =
    [Incident::NoSpace, Incident::ChainTooLong, Incident::UnhealthyChain, Incident::AlreadyRunning];

/// How far back an error counts as repeating.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A job, a VM and an error.
type Key<'a> = (&'a JobId, Option<&'a ObjectId>, Incident);

impl Case {
    /// Builds the case of a forecast that was made from a plan; `events` happened before and after it, up to
    /// `known_until`.
    #[must_use]
    pub fn of(
        made: Timestamp,
        (plan, forecast): (&BackupPlan, Option<&Forecast>),
        watched: &[Incident],
        known_until: Timestamp,
        events: Arc<[Occurrence]>,
    ) -> Self {
        Self {
            made,
            known_until,
            predictions: forecast.map(|forecast| forecast.predictions.clone()).unwrap_or_default(),
            possible: possible(&covered(plan), watched).into(),
            events,
        }
    }

    /// Lists the units of one error or of all; empty if what followed within this many hours is not known.
    #[must_use]
    pub fn units(&self, only: Option<Incident>, hours: u32) -> Vec<ScoredUnit> {
        let Some(end) = self.end(hours) else { return Vec::new() };
        let week_before = self.made.checked_sub(WEEK).unwrap_or(Timestamp::MIN);
        let mut occurred: BTreeMap<Key<'_>, Timestamp> = BTreeMap::new();
        let mut before: BTreeSet<Key<'_>> = BTreeSet::new();
        for event in self.events.iter().filter(|event| event.at > week_before && event.at <= end) {
            let key = (&event.job, event.vm.as_ref(), event.error);
            if event.at > self.made {
                let first = occurred.entry(key).or_insert(event.at);
                *first = event.at.min(*first);
            } else {
                before.insert(key);
            }
        }
        let predicted: BTreeMap<Key<'_>, &Prediction> =
            self.predictions.iter().map(|one| ((&one.job, one.vm.as_ref(), one.error), one)).collect();
        let wanted = self.possible.iter().filter(|(.., error)| only.is_none_or(|only| only == *error));
        wanted
            .map(|(job, vm, error)| {
                let key = (job, vm.as_ref(), *error);
                let prediction = predicted.get(&key);
                ScoredUnit {
                    predicted: prediction.and_then(|one| one.within(hours)).unwrap_or(0.0),
                    window: prediction.and_then(|one| one.window),
                    occurred: occurred.get(&key).copied(),
                    before: before.contains(&key),
                    made: self.made,
                }
            })
            .collect()
    }

    /// Returns when this many hours end, or `None` if what followed by then is not known.
    #[must_use]
    pub fn end(&self, hours: u32) -> Option<Timestamp> {
        let end = self.made.checked_add(SignedDuration::from_hours(hours.into())).ok()?;
        (end <= self.known_until).then_some(end)
    }
}

/// Lists the errors that runs met, of those in [`LOGGED`].
pub fn events<'a>(runs: impl IntoIterator<Item = &'a Run>) -> Vec<Occurrence> {
    let of_jobs = runs.into_iter().filter_map(|run| Some((run.job.as_ref()?, run)));
    of_jobs.flat_map(|(job, run)| of_run(job, run)).collect()
}

fn of_run(job: &JobId, run: &Run) -> Vec<Occurrence> {
    let refused = run.start.filter(|_| is_refused(run));
    let refused =
        refused.map(|at| Occurrence { error: Incident::AlreadyRunning, job: job.clone(), vm: None, at });
    let failed = run.vms.iter().filter(|vm| vm.whole.status.failed_or_skipped());
    let of_vms = failed.filter_map(|vm| {
        let error = vm.whole.error.as_deref().and_then(FailureKind::of)?;
        let at = vm.whole.end().or(vm.whole.start())?;
        Some(Occurrence { error: error.into(), job: job.clone(), vm: vm.vm.clone(), at })
    });
    refused.into_iter().chain(of_vms).collect()
}

/// Lists the jobs of a plan, each followed by the VMs that it names and that exist.
#[must_use]
pub fn covered(plan: &BackupPlan) -> Vec<(JobId, Option<ObjectId>)> {
    let of_job = |planned: &crate::backup::PlannedJob| {
        let id = planned.job.id.clone();
        let vms = planned.selection.vms.iter().filter(|selected| selected.vm.is_some());
        let vms: Vec<_> = vms.map(|selected| (id.clone(), Some(selected.id.clone()))).collect();
        std::iter::once((id, None)).chain(vms)
    };
    plan.jobs().iter().flat_map(of_job).collect()
}

/// Lists what could happen to jobs and the VMs they name, of the errors in `watched`.
#[must_use]
pub fn possible(covered: &[(JobId, Option<ObjectId>)], watched: &[Incident]) -> Vec<Possible> {
    let mut all = Vec::new();
    for (job, vm) in covered {
        let of_it = watched.iter().filter(|error| (**error == Incident::AlreadyRunning) == vm.is_none());
        all.extend(of_it.map(|&error| (job.clone(), vm.clone(), error)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::{self, NOW};

    fn at(hours: i64) -> Timestamp {
        NOW.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(NOW)
    }

    fn event(error: Incident, vm: Option<&str>, hours: i64) -> Occurrence {
        Occurrence { error, job: "j".into(), vm: vm.map(Into::into), at: at(hours) }
    }

    /// A skipped VM met an unhealthy chain when its backup ended; a refused run concerns the job. Neither success nor
    /// an error of an unknown kind is an event.
    #[test]
    fn the_errors_that_runs_met() {
        let observation = notation::observation(
            "sr s ext vm web { disk root 9GiB on s }
             job j delta of web cron=\"0 * * * *\"
             run j age=50h success
             run j age=40h took=10m { web skipped \"unhealthy VDI chain\" }
             run j age=30h failure \"the job (x) is already running\"
             run j age=20h { web failure \"other side closed\" }",
        );
        let backups = observation.unwrap_or_else(|error| panic!("{error}")).backups;
        let found = events(backups.runs.iter().flatten());
        let skipped = at(-40).saturating_add(SignedDuration::from_mins(10)).unwrap_or(NOW);
        assert_eq!(
            found,
            [
                Occurrence { at: skipped, ..event(Incident::UnhealthyChain, Some("web"), 0) },
                event(Incident::AlreadyRunning, None, -30),
            ]
        );
    }

    /// Only what happens within the hours counts, and only its first time; what happened in the week before counts as
    /// repeated.
    #[test]
    fn what_could_happen_and_what_came() {
        use Incident::{AlreadyRunning, ChainTooLong, NoSpace};
        let possible: Vec<Possible> = vec![
            ("j".into(), Some("web".into()), NoSpace),
            ("j".into(), Some("db".into()), NoSpace),
            ("j".into(), Some("web".into()), ChainTooLong),
            ("j".into(), None, AlreadyRunning),
        ];
        let case = |known_until| Case {
            made: NOW,
            known_until: at(known_until),
            predictions: Vec::new(),
            possible: possible.clone().into(),
            events: vec![
                event(NoSpace, Some("web"), 20),
                event(NoSpace, Some("web"), 3),
                event(NoSpace, Some("db"), 30),
                event(NoSpace, Some("db"), -100),
                event(ChainTooLong, Some("web"), -200),
                event(AlreadyRunning, None, 24),
            ]
            .into(),
        };
        let occurred = |units: Vec<ScoredUnit>| -> Vec<(Option<Timestamp>, bool)> {
            units.into_iter().map(|unit| (unit.occurred, unit.before)).collect()
        };
        let day = occurred(case(24).units(None, 24));
        assert_eq!(day, [(Some(at(3)), false), (None, true), (None, false), (Some(at(24)), false)]);
        let two = occurred(case(48).units(Some(NoSpace), 48));
        assert_eq!(two, [(Some(at(3)), false), (Some(at(30)), true)]);
        assert!(case(23).units(None, 24).is_empty(), "it is not known what followed");
    }
}
