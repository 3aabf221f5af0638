//! The JSON documents: a view's values with their words.
//!
//! In: a view, the words of a language. Out: a value that [`json`](crate::json) writes. Texts are for people: programs
//! that read a document use its codes and parameters, which do not depend on the language. Within a version, keys are
//! only added: none is removed or changes its type or meaning.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::backtest::Backtest;
use crate::diff::{Diff, FindingChange};
use crate::history::past::HistoryView;
use crate::history::score::HistoryScore;
use crate::jobs::{Detail, JobView, JobsReport};
use crate::outlook::OutlookFormatter;
use crate::predictions::StepsAgainst;
use crate::predictions::say::About;
use crate::say::Say;
use crate::sr::{SrList, SrReport};
use crate::timeline::JobRuns;
use crate::whoami::{RightsPart, WhoAmI};
use crate::words::Words;
use crate::words::findings::GapText;
use crate::{
    Baseline, DiskView, ExitReason, FindingView, Names, PredictionView, Report, Source, SrView,
    SuppressedView, Suppression, VerdictView, VmFigures,
};
use xo_health_core::model::{ObjectId, Question, Unread};
use xo_health_core::outlook::{self, After, Event, JobSummary, Row, Step};

/// The version of [`CheckDocument`], written into its `schema` field; each document has its own.
pub const REPORT: &str = "xo-health.report/1";
/// The version of [`JobsDocument`].
pub const JOBS: &str = "xo-health.jobs/1";
/// The version of [`SrDocument`].
pub const SR: &str = "xo-health.sr/1";
/// The version of [`Srs`].
pub const SRS: &str = "xo-health.srs/1";
/// The version of [`Scores`].
pub const BACKTEST: &str = "xo-health.backtest/1";
/// The version of [`Histories`].
pub const HISTORY: &str = "xo-health.history/1";
/// The version of [`HistoryScores`].
pub const HISTORY_SCORE: &str = "xo-health.history-score/1";
/// The version of [`Compared`].
pub const DIFF: &str = "xo-health.diff/1";
/// The version of [`Who`].
pub const WHOAMI: &str = "xo-health.whoami/1";

/// The document of `check` and `forecast`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub struct CheckDocument<'a> {
    /// The version of this document.
    #[schemars(extend("const" = REPORT))]
    pub schema: &'static str,
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// The server that was read.
    pub source: &'a Source,
    /// The answer to "will my backups run?"; its figures count rows of `backups`.
    pub answer: Answered<'a>,
    /// What happens to each run's backup of a VM that is due within 24 hours, in order of time.
    pub backups: &'a [Row],
    /// Errors of the same hours that are not the outcome of a backup.
    pub events: &'a [Event],
    /// What to do, the most urgent first; the last entry is what no step removes.
    pub plan: Vec<Planned<'a>>,
    /// What all steps together achieve.
    pub after: &'a After,
    /// The forecast for each backup job of VMs.
    pub jobs: &'a [JobSummary],
    /// Why the program ends with this exit status.
    pub exit_reason: ExitReason,
    /// SRs, worst first.
    pub srs: &'a [SrView],
    /// Disks outside ISO and udev SRs, by id.
    pub disks: &'a [DiskView],
    /// VMs, by id.
    pub vms: &'a [VmFigures],
    /// What each job would meet if it were started now, as far as its snapshots are concerned.
    pub verdicts: &'a [VerdictView],
    /// What was found, worst first.
    pub findings: Vec<Found<'a>>,
    /// Findings that the user suppressed: they count neither for the exit status nor among `findings`.
    pub suppressed: Vec<FoundSuppressed<'a>>,
    /// How far ahead the forecast looks, in hours; null if none was made.
    pub horizon_hours: Option<u32>,
    /// How many simulations the forecast rests on; null if none was made.
    pub draws: Option<u32>,
    /// Whether the forecast ran out of time before everything was simulated: it then rests on fewer simulations, and
    /// what prevents errors, or what SRs lack in 30 days, may be missing.
    pub forecast_cut_short: bool,
    /// What is predicted, the most probable first.
    pub predictions: Vec<Predicted<'a>>,
    /// The runs of each job within seven days, ordered by the first run.
    pub timeline: &'a [JobRuns],
    /// What could not be read.
    pub gaps: Vec<Gap<'a>>,
    /// The baseline that findings were compared with for the exit status; null if there was none.
    pub baseline: Option<&'a Baseline>,
}

/// The answer with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered<'a> {
    /// The answer.
    #[serde(flatten)]
    pub of: &'a outlook::Answer,
    /// The answer as a sentence.
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
    /// The problem, in a few words.
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
    /// What suppressed it.
    pub suppressed: &'a Suppression,
}

/// A prediction with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Predicted<'a> {
    /// The prediction.
    #[serde(flatten)]
    pub of: &'a PredictionView,
    /// Why, in words and numbers: first what stops the run, then what is behind it.
    pub causes: Vec<String>,
    /// The steps of `plan` against it, by their numbers.
    pub steps: Vec<u32>,
    /// What to do, in words: the steps of the plan against it; without one, the cheapest change found that removes it.
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
    /// The gap as values.
    pub unread: &'a Unread,
}

/// The document of `jobs`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "JobsReport")]
pub struct JobsDocument<'a> {
    /// The version of this document.
    #[schemars(extend("const" = JOBS))]
    pub schema: &'static str,
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: &'a Source,
    /// The jobs, worst first, then by name; only one if one was named.
    pub jobs: &'a [JobView],
    /// Details of the job that was named; null if none was.
    pub detail: Option<&'a Detail>,
    /// The gaps in what the report of jobs rests on.
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
    /// Makes the document of a list of SRs.
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
    /// What was observed.
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
        let formatter = OutlookFormatter::of(report, &say);
        let plan = planned(&report.outlook.plan.steps, formatter);
        let against = StepsAgainst::of(&report.outlook.plan.steps);
        let predicted = |one| Predicted::of(one, &against, &plan, &report.names, &say);
        let predictions = report.predictions.iter().map(predicted).collect();
        Self {
            schema: REPORT,
            observed_at: report.observed_at,
            exit_status: report.exit_status,
            source: &report.source,
            answer: answered(report, formatter),
            backups: &report.outlook.rows,
            events: &report.outlook.events,
            plan,
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
            predictions,
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
    fn of(
        one: &'a PredictionView,
        against: &StepsAgainst,
        plan: &[Planned<'_>],
        names: &Names,
        say: &Say<'_>,
    ) -> Self {
        let id = |id: &Option<String>| id.as_deref().map(ObjectId::new);
        let (sr, vdi) = (id(&one.sr_id), id(&one.vdi_id));
        let about = About {
            names,
            error: one.error,
            at: one.first_at,
            sr: sr.as_ref(),
            vdi: vdi.as_ref(),
            first: one.causes.first(),
        };
        let steps = against.against(one);
        let texts = plan.iter().filter(|planned| steps.contains(&planned.of.step));
        let texts: Vec<&str> = texts.map(|planned| planned.text.as_str()).collect();
        Self {
            of: one,
            causes: one.causes.iter().map(|cause| about.cause(cause, say).plain()).collect(),
            action: if texts.is_empty() {
                one.action.as_ref().map(|action| about.action(action, say).plain())
            } else {
                Some(texts.join("; "))
            },
            steps,
        }
    }
}

impl<'a> JobsDocument<'a> {
    /// Makes the document of a report; its errors must already be explained in words
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
    /// The gaps and how to fill them, in words.
    pub gaps: Vec<MissingPart>,
}

/// A gap, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissingPart {
    /// The part that could not be read.
    pub part: Question,
    /// The part in words.
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
    /// The words of its findings, in the same order.
    pub texts: Vec<ChangeText<'a>>,
}

/// A finding that changed, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeText<'a> {
    /// What identifies the finding in both reports.
    pub fingerprint: &'a str,
    /// The problem, in a few words.
    pub title: String,
    /// What is found, or was, where, and the numbers it rests on.
    pub message: String,
}

impl<'a> Compared<'a> {
    /// Makes the document of a comparison.
    pub fn of(diff: &'a Diff, words: &'static Words) -> Self {
        let text = |one: &'a FindingChange| {
            let [title, message] = one.title_and_message(words);
            ChangeText { fingerprint: &one.fingerprint, title, message }
        };
        Self { schema: DIFF, of: diff, texts: diff.findings.iter().map(text).collect() }
    }
}

fn answered<'a>(report: &'a Report, formatter: OutlookFormatter<'_>) -> Answered<'a> {
    let (lead, rest) = formatter.answer(&report.outlook);
    Answered { of: &report.outlook.answer, text: lead.and(rest).plain() }
}

fn planned<'a>(steps: &'a [Step], formatter: OutlookFormatter<'_>) -> Vec<Planned<'a>> {
    steps.iter().map(|step| Planned { of: step, text: formatter.what(step).plain() }).collect()
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
