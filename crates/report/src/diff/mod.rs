//! What changed between two reports: what is new, worse, better, gone.
//!
//! In: two [`State`]s, made from documents or reports. Out: a [`Diff`], an owned value without words, and its blocks
//! ([`compose`]). Findings are matched by fingerprint; backups due by job, VM and error; predictions by error, job and
//! VM.

mod compare;
mod compose;
mod state;
#[cfg(test)]
mod tests;

pub use compose::compose;
pub use state::{State, Unreadable};

use std::collections::BTreeMap;
use xo_health_core::units;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::predictions::Within;
use crate::{Baseline, ExitReason, FindingView, Report, SinceBaseline, Source, Suppression};
use xo_health_core::findings::{Finding, Severity, Subject};
use xo_health_core::model::{JobId, ObjectId, ScheduleId, Unread};
use xo_health_core::outlook::{Answer, BackupError, Likelihood, Outcome};

/// What changed between two reports.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Diff {
    /// The exit status of the program, judged by what is new or worse: 0 nothing that counts, 1 warnings, 2 critical,
    /// 3 the second report could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// Why the program ends with this exit status.
    pub exit_reason: ExitReason,
    /// The first report.
    pub before: Side,
    /// The second report.
    pub after: Side,
    /// Whether both are about the same server; null if one does not say which.
    pub same_server: Option<bool>,
    /// How the answer changed; null if it is neither worse nor better.
    pub answer: Option<DiffKind>,
    /// Findings that changed: first those that are new, then worse, better, gone, suppressed.
    pub findings: Vec<FindingChange>,
    /// How many findings are in both and neither worse nor better.
    pub findings_unchanged: u32,
    /// Backups of the next 24 hours that changed, by job, VM and error; the worst of several runs.
    pub backups: Vec<BackupChange>,
    /// How many backups are equally at risk in both.
    pub backups_unchanged: u32,
    /// Predictions of a tenth or more that changed; empty if one of the two has no forecast.
    pub predictions: Vec<PredictionChange>,
    /// How many predictions are the same in both.
    pub predictions_unchanged: u32,
    /// Whether both have a forecast, so that predictions could be compared.
    pub predictions_compared: bool,
    /// What the first report read and the second did not: what is gone may only be unseen.
    pub unseen: Vec<Unread>,
}

/// How something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChangeKind")]
pub enum DiffKind {
    /// It is only in the second report.
    New,
    /// It is in both, and worse in the second.
    Worse,
    /// It is in both, and better in the second.
    Better,
    /// It is only in the first report.
    Gone,
    /// The finding is suppressed by the user in the second report.
    Suppressed,
}

impl DiffKind {
    /// Returns whether it counts for the exit status.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::New | Self::Worse)
    }

    /// Returns whether something got better; suppression alone does not.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Better | Self::Gone)
    }
}

/// One of the two reports.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Side {
    /// The server that was read.
    pub source: Source,
    /// The instant that it describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// Its own exit status.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// The reason of its exit status; null if the document does not say.
    pub exit_reason: Option<ExitReason>,
    /// Its answer; null if the document has none.
    pub answer: Option<Answer>,
    /// What could not be read for it.
    pub unread: Vec<Unread>,
}

/// A finding that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingChange {
    /// How it changed.
    pub change: DiffKind,
    /// What identifies the finding in both reports.
    pub fingerprint: String,
    /// Its code.
    pub code: String,
    /// What it is about, under its latest name.
    pub subject: Subject,
    /// The SR it belongs to.
    pub sr_id: Option<String>,
    /// Its former state, counted or suppressed; null if it was not there.
    pub before: Option<Measured>,
    /// Its present state, counted or suppressed; null if it is gone.
    pub after: Option<Measured>,
    /// Why it does not count in the second report; null if it is not suppressed there.
    pub suppressed: Option<Suppression>,
}

impl FindingChange {
    /// Returns its present state, or else its former one.
    pub fn latest(&self) -> Option<&Measured> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// The state of a finding in one of the reports.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Measured {
    /// How bad it is.
    pub severity: Severity,
    /// The numbers and names it rests on.
    pub evidence: Value,
    /// The finding; `None` if this version does not know its code.
    #[serde(skip)]
    pub finding: Option<Finding>,
    /// Its title and message as written in the document.
    #[serde(skip)]
    pub written: [String; 2],
}

/// A backup of the next 24 hours that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BackupChange {
    /// How it changed.
    pub change: DiffKind,
    /// The job.
    pub job_id: JobId,
    /// Its name from the server, not cleaned; null if neither document names it.
    pub job_name: Option<String>,
    /// The VM.
    pub vm_id: ObjectId,
    /// Its name from the server, not cleaned; null if neither document names it.
    pub vm_name: Option<String>,
    /// What goes wrong; null if unknown.
    pub error: Option<BackupError>,
    /// The prediction in the first report.
    pub before: PredictedOutcome,
    /// The prediction in the second report.
    pub after: PredictedOutcome,
}

/// What a report says about a job's next backup of a VM.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Foreseen")]
pub struct PredictedOutcome {
    /// When it is due, and by which schedule; null if none is due, or if it goes wrong in another way.
    pub run: Option<RunToCome>,
    /// How it ends; null if none is due within 24 hours.
    pub outcome: Option<Outcome>,
    /// How likely this error is.
    #[schemars(range(min = 0, max = 1))]
    pub probability: f64,
}

/// A coming run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunToCome {
    /// When it starts.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// The schedule that starts it.
    pub schedule_id: Option<ScheduleId>,
    /// How likely this error is.
    pub likelihood: Likelihood,
}

/// A prediction that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PredictionChange {
    /// How it changed.
    pub change: DiffKind,
    /// What goes wrong.
    pub error: BackupError,
    /// The job.
    pub job_id: JobId,
    /// Its name from the server, not cleaned; null if neither document names it.
    pub job_name: Option<String>,
    /// The VM; null if it concerns the whole job.
    pub vm_id: Option<ObjectId>,
    /// Its name from the server, not cleaned.
    pub vm_name: Option<String>,
    /// The former probability within this many hours; empty if it is new.
    pub probability_by_before: Vec<Within>,
    /// The present probability within this many hours; empty if it is gone.
    pub probability_by: Vec<Within>,
    /// When it most likely occurs first.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_at: Option<Timestamp>,
}

impl Diff {
    /// Compares two reports; the exit status is left to the [policy](Self::judged) of the program.
    pub fn between(before: &State, after: &State) -> Self {
        compare::compare(before, after)
    }

    /// Returns it with the exit status that a policy decided.
    #[must_use]
    pub fn judged(mut self, exit: (u8, ExitReason)) -> Self {
        (self.exit_status, self.exit_reason) = exit;
        self
    }

    /// Returns the first report as a baseline of the second.
    pub fn baseline(&self) -> Baseline {
        let count = |change| units::count(self.count(change));
        let gone = self.findings.iter().filter(|one| one.change == DiffKind::Gone);
        let view = |one: &FindingChange| {
            let finding = one.latest()?.finding.clone()?;
            Some(FindingView { finding, sr_id: one.sr_id.clone(), since: None, change: None, baseline: None })
        };
        let bad = self.backups.iter().filter(|backup| backup.change.is_bad());
        Baseline {
            observed_at: self.before.observed_at,
            known: self.findings_unchanged.saturating_add(count(DiffKind::Better)),
            new: count(DiffKind::New),
            worse: count(DiffKind::Worse),
            gone: count(DiffKind::Gone),
            suppressed: count(DiffKind::Suppressed),
            absent: gone.filter_map(view).collect(),
            backups: bad
                .map(|one| {
                    let since =
                        if one.change == DiffKind::Worse { SinceBaseline::Worse } else { SinceBaseline::New };
                    ((one.job_id.clone(), one.vm_id.clone(), one.error), since)
                })
                .collect(),
        }
    }

    /// Notes in the second report what the first had of each finding and each backup.
    pub fn note(&self, report: &mut Report) {
        let changes: BTreeMap<&str, DiffKind> =
            self.findings.iter().map(|one| (one.fingerprint.as_str(), one.change)).collect();
        for view in &mut report.findings {
            view.baseline = Some(match changes.get(view.finding.key().to_string().as_str()) {
                Some(DiffKind::New) => SinceBaseline::New,
                Some(DiffKind::Worse) => SinceBaseline::Worse,
                Some(DiffKind::Better) => SinceBaseline::Better,
                _ => SinceBaseline::Unchanged,
            });
        }
        report.baseline = Some(self.baseline());
    }

    /// Counts the findings that changed in this way.
    pub fn count(&self, change: DiffKind) -> usize {
        self.findings.iter().filter(|finding| finding.change == change).count()
    }
}
