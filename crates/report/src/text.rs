//! The report for a terminal or a pipe.
//!
//! In: a [`Report`], the [`Words`] of its findings, a [`Style`]. Out: lines, none wider than asked. From top to bottom:
//! the answer to "will my backups run tonight?", what could not be read, a section per SR with something to tell (worst
//! first), what belongs to no SR, the counts. Colour repeats what a word already says. Every piece of text passes
//! through [`display`](xo_health_core::display) on its way out, so no name from the server can move the cursor, break a line or
//! push a column.

mod coming;
mod findings;
mod headline;
pub mod page;
pub(crate) mod storage;

use jiff::tz::TimeZone;

use self::page::{Page, bold, cyan, plain};
use super::{FindingView, Gap, Report};
use crate::texts::{Bundle, Lang};
use xo_health_core::findings::catalogue::Actor;
use xo_health_core::findings::{Code, Finding, Severity};

/// Gives the words of findings.
///
/// Messages hold names from the server: each should come shortened, so that one name leaves room for the rest of its
/// sentence. Whatever comes is cleaned and bounded again here.
pub trait Words {
    /// Names a kind of finding, in a few words.
    fn title(&self, code: Code) -> String;
    /// Says what was found, where, with which numbers, in one sentence.
    fn message(&self, finding: &Finding) -> String;
    /// Says what to do first about a finding, in one sentence.
    fn first_step(&self, finding: &Finding) -> String;
    /// Names who acts.
    fn actor(&self, actor: Actor) -> String;
}

/// Says how the screen looks.
#[derive(Clone, Debug)]
pub struct Style {
    /// Write colours, as ANSI escape sequences.
    pub color: bool,
    /// Columns of the screen; fewer than 24 count as 24.
    pub width: usize,
    /// Draw with ASCII only. Names keep their characters.
    pub ascii: bool,
    /// Show what is folded otherwise.
    pub verbose: bool,
    /// The zone in which instants are written.
    pub zone: TimeZone,
    /// The language of what the renderer itself says.
    pub lang: Lang,
}

impl Default for Style {
    /// Plain English text of 80 columns in UTC.
    fn default() -> Self {
        Self { color: false, width: 80, ascii: false, verbose: false, zone: TimeZone::UTC, lang: Lang::En }
    }
}

pub(crate) const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("text/words/en.ftl"),
        Lang::Ja => include_str!("text/words/ja.ftl"),
    }
}

/// Loads what a renderer itself says in the style's language.
pub fn bundle(lang: Lang) -> Bundle {
    Bundle::new(lang, source(lang))
}

/// Writes the report, with a final newline.
pub fn render(report: &Report, words: &dyn Words, style: &Style) -> String {
    let own = bundle(style.lang);
    let mut page = Page::new(style, &own);
    headline::write(&mut page, report);
    coming::write(&mut page, report, false);
    gaps(&mut page, &report.gaps);
    let elsewhere = storage::write(&mut page, report, words);
    beyond_storage(&mut page, report, words, elsewhere);
    closing(&mut page, report);
    page.finish()
}

/// Writes the forecast alone, with a final newline.
pub fn render_forecast(report: &Report, style: &Style) -> String {
    let own = bundle(style.lang);
    let mut page = Page::new(style, &own);
    headline::write(&mut page, report);
    coming::write(&mut page, report, true);
    gaps(&mut page, &report.gaps);
    page.finish()
}

/// Tells what could not be read.
pub(crate) fn gaps(page: &mut Page<'_>, gaps: &[Gap]) {
    if gaps.is_empty() {
        return;
    }
    let own = page.own();
    page.blank();
    page.line(&[bold(own.phrase("gaps"))]);
    for gap in gaps {
        page.block(2, plain(""), &gap.what);
        page.block(4, plain(own.phrase("gap-why") + " "), &gap.why);
        page.block(4, cyan(own.phrase("gap-grant") + " "), &gap.grant);
    }
}

fn beyond_storage(page: &mut Page<'_>, report: &Report, words: &dyn Words, mut all: Vec<&FindingView>) {
    // the block of the gaps has told them, with what to do
    all.retain(|finding| report.gaps.is_empty() || finding.finding.code != Code::NotRead);
    if all.is_empty() {
        return;
    }
    page.blank();
    page.line(&[bold(page.own().phrase("elsewhere"))]);
    findings::write(page, words, &all);
}

fn closing(page: &mut Page<'_>, report: &Report) {
    let own = page.own();
    let of =
        |severity| report.findings.iter().filter(|finding| finding.severity() == severity).count().into();
    let counts = [
        ("critical", of(Severity::Critical)),
        ("warnings", of(Severity::Warning)),
        ("info", of(Severity::Info)),
    ];
    let found =
        if report.findings.is_empty() { own.phrase("found-nothing") } else { own.text("found", counts) };
    page.blank();
    let closing = own.text("closing", [("found", found.into()), ("status", report.exit_status.into())]);
    page.block(0, plain(""), &closing);
}

#[cfg(test)]
mod tests;
