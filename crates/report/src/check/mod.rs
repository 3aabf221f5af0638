//! Composes the report of `check` and of `forecast`.
//!
//! From top to bottom: the answer to "will my backups run?", what to do now, the backups due, what is predicted for
//! later, a section for each SR with something to say (worst first), what belongs to no SR, what could not be read. A
//! section with nothing to say is left out. Everything about the backups comes from the outlook alone.

mod answer;
mod findings;
mod predictions;
pub(crate) mod storage;
mod suppressed;
#[cfg(test)]
mod tests;

pub(crate) use answer::tally;
pub use findings::compose as findings;
pub(crate) use findings::first_step;
pub(crate) use suppressed::reason_of;

use crate::blocks::{Block, Closing, Document, Paragraph, Section, Text};
use crate::outlook::OutlookFormatter;
use crate::say::Say;
use crate::words::Arg;
use crate::{Baseline, ExitReason, FindingView, Report, charts};
use xo_health_core::findings::{Code, Severity};

/// Composes the report.
pub fn compose(report: &Report, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    answer::compose(&mut document, report, say);
    if say.charts {
        document.push(charts::runs(report, say));
    }
    predictions::compose(&mut document, report, say, false);
    let elsewhere = storage::compose(&mut document, report, say);
    document.push(other_findings(report, elsewhere, say));
    document.push(say.gaps(&report.unread));
    document.push(counts(report, say));
    document.closing = closing(report, say);
    document
}

/// Composes the forecast alone.
pub fn compose_forecast(report: &Report, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    answer::compose(&mut document, report, say);
    predictions::compose(&mut document, report, say, true);
    document.push(say.gaps(&report.unread));
    document.push(Section::of(suppressed::compose(report, say)));
    document.push(Section::of(baseline(report, say)));
    document.closing = closing(report, say);
    document
}

/// Composes what fits on the first screen.
pub fn compose_summary(report: &Report, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    answer::summary(&mut document, report, say);
    document.push(Section::of(suppressed::compose(report, say)));
    document.push(Section::of(baseline(report, say)));
    let short = closing(report, say).short;
    document.closing = Closing { long: short.clone(), short };
    document
}

/// Returns the answer alone.
pub fn answer(report: &Report, say: &Say<'_>) -> Text {
    let (lead, rest) = OutlookFormatter::of(report, say).answer(&report.outlook);
    lead.and(rest)
}

fn other_findings(report: &Report, mut all: Vec<&FindingView>, say: &Say<'_>) -> Section {
    // the line of the gaps already says these
    all.retain(|finding| report.unread.is_empty() || finding.finding.code != Code::NotRead);
    let folded = storage::fold_infos(&mut all, say);
    if all.is_empty() && folded == 0 {
        return Section::default();
    }
    let mut section = Section::titled(Text::strong(say.words.phrase("elsewhere")));
    if !all.is_empty() {
        section.blocks.push(findings::compose(&all, say));
    }
    section.blocks.extend(storage::infos(folded, say));
    section
}

/// Counts the findings.
fn counts(report: &Report, say: &Say<'_>) -> Section {
    let of =
        |severity| report.findings.iter().filter(|finding| finding.severity() == severity).count().into();
    let counts = [
        ("critical", of(Severity::Critical)),
        ("warnings", of(Severity::Warning)),
        ("info", of(Severity::Info)),
    ];
    let found = match report.findings.is_empty() {
        true => say.words.phrase("found-nothing").into(),
        false => say.words.say("found", counts),
    };
    let mut section = Section::of([Paragraph::plain(0, found)]);
    section.blocks.extend(suppressed::compose(report, say));
    section.blocks.extend(baseline(report, say));
    section
}

/// Says what does not count for the exit status, and since when.
fn baseline(report: &Report, say: &Say<'_>) -> Option<Block> {
    Some(Paragraph::plain(0, since(report.baseline.as_ref()?, say)))
}

/// Says what a baseline has, and what changed since then.
pub(crate) fn since(baseline: &Baseline, say: &Say<'_>) -> Text {
    let args = [
        ("at", say.instant(baseline.observed_at).into()),
        ("known", baseline.known.into()),
        ("new", baseline.new.into()),
        ("worse", baseline.worse.into()),
        ("gone", baseline.gone.into()),
        ("suppressed", baseline.suppressed.into()),
    ];
    say.words.say("baseline-line", args)
}

/// Says which exit status the program ends with, and why; if the answer is out of sight, repeats it.
fn closing(report: &Report, say: &Say<'_>) -> Closing {
    let words = say.words;
    let why = match (report.exit_reason, &report.baseline) {
        (ExitReason::Nothing, Some(_)) => words.phrase("exit-nothing-new").into(),
        (why, _) => reason(why, say),
    };
    let status = ("status", Arg::from(report.exit_status));
    let short = words.say("closing", [status.clone(), ("why", why.clone().into())]);
    let answer = ("answer", OutlookFormatter::of(report, say).last(&report.outlook).into());
    Closing { long: words.say("closing-long", [answer, status, ("why", why.into())]), short }
}

/// Says why the program ends with its exit status.
pub(crate) fn reason(reason: ExitReason, say: &Say<'_>) -> Text {
    let words = say.words;
    match reason {
        ExitReason::Nothing => words.phrase("exit-nothing").into(),
        ExitReason::Findings { severity } => words.say("exit-findings", [("severity", Arg::key(severity))]),
        ExitReason::Forecast => words.phrase("exit-forecast").into(),
        ExitReason::Asked => words.phrase("exit-asked").into(),
        ExitReason::CannotTell => words.phrase("exit-cannot-tell").into(),
        ExitReason::NothingChecked => words.phrase("exit-nothing-checked").into(),
        ExitReason::PoolMissing { pools } => words.say("exit-pool-missing", [("n", pools.into())]),
    }
}
