//! The JSON documents: a view with its words beside its values.
//!
//! In: a view, the words of a language. Out: a value that [`json`](crate::json) writes. Texts are for people: whoever reads
//! a document for programs uses codes and parameters, which do not depend on the language. Keys of a version are never
//! taken away and never change their type or meaning; they are only added.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::backtest::Backtest;
use crate::diff::{Diff, FindingChange};
use crate::history::past::HistoryView;
use crate::history::score::HistoryScore;
use crate::jobs::{Detail, JobView, JobsReport};
use crate::outlook::Told;
use crate::predictions::say::About;
use crate::say::Say;
use crate::sr::{SrList, SrReport};
use crate::timeline::JobRuns;
use crate::whoami::{RightsPart, WhoAmI};
use crate::words::Words;
use crate::words::findings::GapText;
use crate::{
    Baseline, DiskView, ExitReason, FindingView, PredictionView, Report, Source, SrView, SuppressedView,
    Suppression, VerdictView, VmFigures,
};
use xo_health_core::model::{ObjectId, Question, Unread};
use xo_health_core::outlook::{self, After, Event, JobSummary, Row, Step};

/// The versions of the documents, each in its own `schema` field.
pub const REPORT: &str = "xo-health.report/1";
/// Of [`Jobs`].
pub const JOBS: &str = "xo-health.jobs/1";
/// Of [`Sr`].
pub const SR: &str = "xo-health.sr/1";
/// Of [`Srs`].
pub const SRS: &str = "xo-health.srs/1";
/// Of [`Scores`].
pub const BACKTEST: &str = "xo-health.backtest/1";
/// Of [`Histories`].
pub const HISTORY: &str = "xo-health.history/1";
/// Of [`HistoryScores`].
pub const HISTORY_SCORE: &str = "xo-health.history-score/1";
/// Of [`Compared`].
pub const DIFF: &str = "xo-health.diff/1";
/// Of [`Who`].
pub const WHOAMI: &str = "xo-health.whoami/1";

/// The document of `check` and `forecast`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub struct CheckDocument<'a> {
    /// The version of this document.
    #[schemars(extend("const" = REPORT))]
    pub schema: &'static str,
    /// The instant the report stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// What was looked at.
    pub source: &'a Source,
    /// The answer to "will my backups run?"; its figures are numbers of rows of `backups`.
    pub answer: Answered<'a>,
    /// What happens to each run's backup of a VM that is due within 24 hours, in the order of time.
    pub backups: &'a [Row],
    /// Errors of the same hours that are no backup.
    pub events: &'a [Event],
    /// What to do, the most urgent first; what no step removes is the last.
    pub plan: Vec<Planned<'a>>,
    /// What all steps together bring.
    pub after: &'a After,
    /// What is predicted for each backup job of VMs.
    pub jobs: &'a [JobSummary],
    /// Why the program ends with this exit status.
    pub exit_reason: ExitReason,
    /// SRs, worst first.
    pub srs: &'a [SrView],
    /// Disks outside ISO and udev SRs, by id.
    pub disks: &'a [DiskView],
    /// VMs, by id.
    pub vms: &'a [VmFigures],
    /// What each job would meet if it were started now, as far as the snapshot goes.
    pub verdicts: &'a [VerdictView],
    /// What was found, worst first.
    pub findings: Vec<Found<'a>>,
    /// What was found and the user suppressed: it counts neither for the exit status nor among `findings`.
    pub suppressed: Vec<FoundSuppressed<'a>>,
    /// How far the forecast looks, in hours; null where none was made.
    pub horizon_hours: Option<u32>,
    /// How many simulations the forecast rests on; null where none was made.
    pub draws: Option<u32>,
    /// The time for the forecast was over before everything was simulated: it rests on fewer simulations, and what prevents
    /// errors, or what SRs lack in 30 days, may be missing.
    pub forecast_cut_short: bool,
    /// What is likely to come, the surest first.
    pub predictions: Vec<Predicted<'a>>,
    /// When jobs run within seven days, by their first run.
    pub timeline: &'a [JobRuns],
    /// What could not be read.
    pub gaps: Vec<Gap<'a>>,
    /// What it was held against for the exit status; null where nothing was.
    pub baseline: Option<&'a Baseline>,
}

/// The answer with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered<'a> {
    /// The answer.
    #[serde(flatten)]
    pub of: &'a outlook::Answer,
    /// The same as a sentence.
    pub text: String,
}

/// A step of the plan with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Planned<'a> {
    /// The step.
    #[serde(flatten)]
    pub of: &'a Step,
    /// What to do, as a sentence.
    pub text: String,
}

/// A finding with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Found<'a> {
    /// The finding.
    #[serde(flatten)]
    pub of: &'a FindingView,
    /// What it is, in a few words.
    pub title: String,
    /// What was found, where, and the numbers it rests on.
    pub message: String,
    /// What to do first.
    pub remedy: String,
}

/// A finding that the user suppressed, with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundSuppressed<'a> {
    /// The finding.
    #[serde(flatten)]
    pub of: Found<'a>,
    /// By what.
    pub suppressed: &'a Suppression,
}

/// A prediction with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Predicted<'a> {
    /// The prediction.
    #[serde(flatten)]
    pub of: &'a PredictionView,
    /// Why, in words, with numbers: what stops the run, then what is behind it.
    pub causes: Vec<String>,
    /// The cheapest change that was found to remove it, in words.
    pub action: Option<String>,
}

/// What could not be read, why, and how to grant it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Gap<'a> {
    /// What is missing, in words.
    pub what: String,
    /// Why, in words.
    pub why: String,
    /// What to do so that it can be read.
    pub grant: String,
    /// The same as values.
    pub unread: &'a Unread,
}

/// The document of `jobs`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "JobsReport")]
pub struct JobsDocument<'a> {
    /// The version of this document.
    #[schemars(extend("const" = JOBS))]
    pub schema: &'static str,
    /// The instant the report stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: &'a Source,
    /// The jobs, worst first, then by name; one where one was asked for.
    pub jobs: &'a [JobView],
    /// More about the one that was asked for; null where all were.
    pub detail: Option<&'a Detail>,
    /// What could not be read of all that the report of jobs rests on.
    pub gaps: Vec<Gap<'a>>,
}

/// The document of `sr`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SrReport")]
pub struct SrDocument<'a> {
    /// The version of this document.
    #[schemars(extend("const" = SR))]
    pub schema: &'static str,
    /// The report.
    #[serde(flatten)]
    pub of: &'a SrReport,
}

/// The document of `sr` without a name: all SRs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SrList")]
pub struct Srs<'a> {
    /// The version of this document.
    #[schemars(extend("const" = SRS))]
    pub schema: &'static str,
    /// The list.
    #[serde(flatten)]
    pub of: &'a SrList,
}

impl<'a> Srs<'a> {
    /// Makes the document of a list.
    pub fn of(list: &'a SrList) -> Self {
        Self { schema: SRS, of: list }
    }
}

/// The document of `backtest`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Backtest")]
pub struct Scores<'a> {
    /// The version of this document.
    #[schemars(extend("const" = BACKTEST))]
    pub schema: &'static str,
    /// The scores.
    #[serde(flatten)]
    pub of: &'a Backtest,
}

/// The document of `history`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "History")]
pub struct Histories<'a> {
    /// The version of this document.
    #[schemars(extend("const" = HISTORY))]
    pub schema: &'static str,
    /// What was seen.
    #[serde(flatten)]
    pub of: &'a HistoryView,
}

impl<'a> Histories<'a> {
    /// Makes the document of a history.
    pub fn of(view: &'a HistoryView) -> Self {
        Self { schema: HISTORY, of: view }
    }
}

/// The document of `history score`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "HistoryScore")]
pub struct HistoryScores<'a> {
    /// The version of this document.
    #[schemars(extend("const" = HISTORY_SCORE))]
    pub schema: &'static str,
    /// The scores.
    #[serde(flatten)]
    pub of: &'a HistoryScore,
}

impl<'a> CheckDocument<'a> {
    /// Makes the document of a report.
    pub fn of(report: &'a Report, words: &'static Words) -> Self {
        let say = Say::in_document(words, report.observed_at);
        let told = Told::of(report, &say);
        Self {
            schema: REPORT,
            observed_at: report.observed_at,
            exit_status: report.exit_status,
            source: &report.source,
            answer: answered(report, told),
            backups: &report.outlook.rows,
            events: &report.outlook.events,
            plan: planned(&report.outlook.plan.steps, told),
            after: &report.outlook.after,
            jobs: &report.outlook.jobs,
            exit_reason: report.exit_reason,
            srs: &report.srs,
            disks: &report.disks,
            vms: &report.vms,
            verdicts: &report.verdicts,
            findings: report.findings.iter().map(|finding| Found::of(finding, words)).collect(),
            suppressed: report.suppressed.iter().map(|one| FoundSuppressed::of(one, words)).collect(),
            horizon_hours: report.horizon_hours,
            draws: report.draws,
            forecast_cut_short: report.forecast_cut_short,
            predictions: report.predictions.iter().map(|one| Predicted::of(one, report, &say)).collect(),
            timeline: &report.timeline,
            gaps: gaps(&report.unread, words),
            baseline: report.baseline.as_ref(),
        }
    }
}

impl<'a> Found<'a> {
    fn of(view: &'a FindingView, words: &Words) -> Self {
        let finding = &view.finding;
        Self {
            of: view,
            title: words.title(finding.code),
            message: words.message(finding).plain(),
            remedy: words.first_step(finding).plain(),
        }
    }
}

impl<'a> FoundSuppressed<'a> {
    fn of(one: &'a SuppressedView, words: &Words) -> Self {
        Self { of: Found::of(&one.view, words), suppressed: &one.suppressed }
    }
}

impl<'a> Predicted<'a> {
    fn of(one: &'a PredictionView, report: &Report, say: &Say<'_>) -> Self {
        let id = |id: &Option<String>| id.as_deref().map(ObjectId::new);
        let (sr, vdi) = (id(&one.sr_id), id(&one.vdi_id));
        let about = About {
            names: &report.names,
            error: one.error,
            at: one.first_at,
            sr: sr.as_ref(),
            vdi: vdi.as_ref(),
            first: one.causes.first(),
        };
        Self {
            of: one,
            causes: one.causes.iter().map(|cause| about.cause(cause, say).plain()).collect(),
            action: one.action.as_ref().map(|action| about.action(action, say).plain()),
        }
    }
}

impl<'a> JobsDocument<'a> {
    /// Makes the document of a report; what its errors mean was put into words before
    /// ([`JobsReport::explain`]).
    pub fn of(report: &'a JobsReport, words: &'static Words) -> Self {
        Self {
            schema: JOBS,
            observed_at: report.observed_at,
            source: &report.source,
            jobs: &report.jobs,
            detail: report.detail.as_ref(),
            gaps: gaps(&report.unread, words),
        }
    }
}

impl<'a> SrDocument<'a> {
    /// Makes the document of a report.
    pub fn of(report: &'a SrReport) -> Self {
        Self { schema: SR, of: report }
    }
}

impl<'a> Scores<'a> {
    /// Makes the document of scores.
    pub fn of(backtest: &'a Backtest) -> Self {
        Self { schema: BACKTEST, of: backtest }
    }
}

impl<'a> HistoryScores<'a> {
    /// Makes the document of scores.
    pub fn of(score: &'a HistoryScore) -> Self {
        Self { schema: HISTORY_SCORE, of: score }
    }
}

/// The document of `whoami`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WhoAmI")]
pub struct Who<'a> {
    /// The version of this document.
    #[schemars(extend("const" = WHOAMI))]
    pub schema: &'static str,
    /// What the user may read.
    #[serde(flatten)]
    pub of: &'a WhoAmI,
    /// What could not be read, and how to grant it, in words.
    pub gaps: Vec<MissingPart>,
}

/// What could not be read, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissingPart {
    /// What.
    pub part: Question,
    /// The same in words.
    pub what: String,
    /// Why, in words.
    pub why: String,
    /// What to do so that it can be read.
    pub grant: String,
}

impl<'a> Who<'a> {
    /// Makes the document.
    pub fn of(view: &'a WhoAmI, words: &'static Words) -> Self {
        let missing = view.parts.iter().filter(|part| !part.readable);
        Self { schema: WHOAMI, of: view, gaps: missing.map(|part| MissingPart::of(part, words)).collect() }
    }
}

impl MissingPart {
    fn of(part: &RightsPart, words: &Words) -> Self {
        let GapText { what, why, grant } = words.gap(&part.unread());
        Self { part: part.part, what: what.plain(), why: why.plain(), grant: grant.plain() }
    }
}

/// The document of `diff`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Diff")]
pub struct Compared<'a> {
    /// The version of this document.
    #[schemars(extend("const" = DIFF))]
    pub schema: &'static str,
    /// What changed.
    #[serde(flatten)]
    pub of: &'a Diff,
    /// The words of its findings, in their order.
    pub texts: Vec<ChangeText<'a>>,
}

/// A finding that changed, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeText<'a> {
    /// What makes it the same finding.
    pub fingerprint: &'a str,
    /// What it is, in a few words.
    pub title: String,
    /// What is found, or was, where, and the numbers it rests on.
    pub message: String,
}

impl<'a> Compared<'a> {
    /// Makes the document of a comparison.
    pub fn of(diff: &'a Diff, words: &'static Words) -> Self {
        let text = |one: &'a FindingChange| {
            let [title, message] = one.told(words);
            ChangeText { fingerprint: &one.fingerprint, title, message }
        };
        Self { schema: DIFF, of: diff, texts: diff.findings.iter().map(text).collect() }
    }
}

fn answered<'a>(report: &'a Report, told: Told<'_>) -> Answered<'a> {
    let (lead, rest) = told.answer(&report.outlook);
    Answered { of: &report.outlook.answer, text: lead.and(rest).plain() }
}

fn planned<'a>(steps: &'a [Step], told: Told<'_>) -> Vec<Planned<'a>> {
    steps.iter().map(|step| Planned { of: step, text: told.what(step).plain() }).collect()
}

fn gaps<'a>(unread: &'a [Unread], words: &Words) -> Vec<Gap<'a>> {
    let gap = |unread| {
        let GapText { what, why, grant } = words.gap(unread);
        Gap { what: what.plain(), why: why.plain(), grant: grant.plain(), unread }
    };
    unread.iter().map(gap).collect()
}

#[cfg(test)]
mod tests;
