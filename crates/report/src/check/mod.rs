//! The report of `check` and of `forecast`, composed.
//!
//! From top to bottom: the answer to "will my backups run tonight?", what is likely to come, what could not be read, a
//! section per SR with something to say (worst first), what belongs to no SR, the counts.

mod answer;
mod findings;
mod predictions;
pub(crate) mod storage;
#[cfg(test)]
mod tests;

use crate::blocks::{Document, Paragraph, Section, Text};
use crate::say::Say;
use crate::{FindingView, Report};
use xo_health_core::findings::{Code, Severity};

/// Composes the report.
pub fn compose(report: &Report, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    answer::compose(&mut document, report, say);
    predictions::compose(&mut document, report, say, false);
    document.push(say.gaps(&report.unread));
    let elsewhere = storage::compose(&mut document, report, say);
    document.push(beyond_storage(report, elsewhere, say));
    document.push(closing(report, say));
    document
}

/// Composes the forecast alone.
pub fn compose_forecast(report: &Report, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    answer::compose(&mut document, report, say);
    predictions::compose(&mut document, report, say, true);
    document.push(say.gaps(&report.unread));
    document
}

fn beyond_storage(report: &Report, mut all: Vec<&FindingView>, say: &Say<'_>) -> Section {
    // the section of the gaps has them, with what to do
    all.retain(|finding| report.unread.is_empty() || finding.finding.code != Code::NotRead);
    if all.is_empty() {
        return Section::default();
    }
    let mut section = Section::titled(Text::strong(say.words.phrase("elsewhere")));
    section.blocks.push(findings::compose(&all, say));
    section
}

fn closing(report: &Report, say: &Say<'_>) -> Section {
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
    let closing = say.words.say("closing", [("found", found.into()), ("status", report.exit_status.into())]);
    Section::of([Paragraph::plain(0, closing)])
}
