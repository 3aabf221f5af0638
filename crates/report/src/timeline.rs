//! When jobs run in the coming days, how long the runs take, and what is expected to go wrong.

use std::collections::BTreeMap;
use xo_health_core::units;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::predictions::PredictionView;
use xo_health_core::analysis::Analysis;
use xo_health_core::backup::triggers::Starters;
use xo_health_core::model::{Job, JobId};
use xo_health_core::outlook::{BackupError, Likelihood, Outcome, Outlook};

/// How many days ahead it looks.
pub(crate) const DAYS: i64 = 7;

/// The most runs of a job that are listed: every quarter of an hour for seven days.
const MOST: usize = 700;

/// A job and its coming runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobRuns {
    /// The job.
    pub job_id: String,
    /// Its name from the server, not cleaned.
    pub job_name: String,
    /// How long its runs take: the median of those in the log; null if no log shows it.
    pub seconds: Option<u64>,
    /// Its runs within seven days, in order of time.
    pub runs: Vec<ComingRun>,
    /// How many runs are left out because there are too many.
    pub left_out: u32,
}

/// A coming run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComingRun {
    /// When it starts.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// The most probable error, if it is probable enough to report.
    pub error: Option<BackupError>,
    /// The probability of the error; 0 without one.
    #[schemars(range(min = 0, max = 1))]
    pub probability: f64,
}

impl ComingRun {
    /// Returns the likelihood of the error.
    pub fn likelihood(&self) -> Likelihood {
        Likelihood::of(self.probability)
    }
}

/// Lists the jobs that something starts within seven days, ordered by their first run.
pub(crate) fn list(analysis: &Analysis, outlook: &Outlook, predictions: &[PredictionView]) -> Vec<JobRuns> {
    let (plan, now) = (analysis.plan(), analysis.now());
    let until = now + SignedDuration::from_hours(DAYS * 24);
    let starters = Starters::of(plan, analysis.backups());
    let worst = Worst::gather(outlook, predictions);
    let runs_of = |job: &Job| {
        let id = &job.id;
        let mut firings = starters.firings(plan.schedules_of(id), now);
        firings.retain(|at| *at < until);
        if firings.is_empty() {
            return None;
        }
        let left_out = firings.len().saturating_sub(MOST);
        firings.truncate(MOST);
        let typical = analysis.history().and_then(|history| history.job(id)?.typical);
        Some(JobRuns {
            job_id: id.to_string(),
            job_name: job.name.clone(),
            seconds: typical.and_then(|typical| u64::try_from(typical.median.as_secs()).ok()),
            runs: firings.iter().map(|at| worst.run(id, *at)).collect(),
            left_out: units::count(left_out),
        })
    };
    let mut all: Vec<JobRuns> = {
        let jobs =
            plan.jobs().iter().map(|planned| &planned.job).filter(|job| analysis.is_asked(&job.id, None));
        jobs.filter_map(runs_of).collect()
    };
    all.sort_by(|a, b| {
        let first = |of: &JobRuns| of.runs.first().map(|run| run.at);
        first(a).cmp(&first(b)).then_with(|| a.job_id.cmp(&b.job_id))
    });
    all
}

/// The worst that is expected of each run: for the next day from the rows, for later runs from the predictions, at the
/// time at which an error most likely occurs first.
struct Worst(BTreeMap<(JobId, Timestamp), (BackupError, f64)>);

impl Worst {
    fn gather(outlook: &Outlook, predictions: &[PredictionView]) -> Self {
        let mut worst: BTreeMap<(JobId, Timestamp), (BackupError, f64)> = BTreeMap::new();
        let mut add = |job: JobId, at: Timestamp, error: BackupError, probability: f64| {
            let entry = worst.entry((job, at)).or_insert((error, probability));
            if probability > entry.1 {
                *entry = (error, probability);
            }
        };
        for row in outlook.rows.iter().filter(|row| row.outcome >= Outcome::AtRisk) {
            add(row.job_id.clone(), row.at, row.error.unwrap_or(BackupError::Other), row.probability);
        }
        for prediction in predictions {
            let Some(at) = prediction.first_at.filter(|at| *at > outlook.answer.until) else { continue };
            if Likelihood::of(prediction.probability()) > Likelihood::Unlikely {
                add(JobId::from(prediction.job_id.as_str()), at, prediction.error, prediction.probability());
            }
        }
        Self(worst)
    }

    /// Returns a run with the error expected at its start, to within a minute.
    fn run(&self, job: &JobId, at: Timestamp) -> ComingRun {
        let from = at - SignedDuration::from_mins(1);
        let to = at + SignedDuration::from_mins(1);
        let found = self.0.range((job.clone(), from)..=(job.clone(), to)).next();
        let (error, probability) = found.map_or((None, 0.0), |(_, (error, chance))| (Some(*error), *chance));
        ComingRun { at, error, probability }
    }
}
