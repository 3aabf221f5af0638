//! The report for a terminal or a pipe.
//!
//! In: a [`Report`], the [`Words`] of its findings, a [`Style`]. Out: lines, none wider than asked. From top to bottom:
//! the answer to "will my backups run tonight?", what could not be read, a section per SR with something to tell (worst
//! first), what belongs to no SR, the counts. Colour repeats what a word already says. Every piece of text passes
//! through [`display`](crate::display) on its way out, so no name from the server can move the cursor, break a line or
//! push a column.

mod findings;
mod headline;
mod page;
mod storage;

use jiff::tz::TimeZone;

use self::page::{Page, bold, cyan, plain};
use super::{FindingView, Report};
use crate::findings::catalogue::Actor;
use crate::findings::{Code, Finding, Severity};

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
}

impl Default for Style {
    /// Plain text of 80 columns in UTC.
    fn default() -> Self {
        Self { color: false, width: 80, ascii: false, verbose: false, zone: TimeZone::UTC }
    }
}

/// Writes the report, with a final newline.
pub fn render(report: &Report, words: &dyn Words, style: &Style) -> String {
    let mut page = Page::new(style);
    headline::write(&mut page, report);
    gaps(&mut page, report);
    let elsewhere = storage::write(&mut page, report, words);
    beyond_storage(&mut page, report, words, elsewhere);
    closing(&mut page, report);
    page.finish()
}

fn gaps(page: &mut Page<'_>, report: &Report) {
    if report.gaps.is_empty() {
        return;
    }
    page.blank();
    page.line(&[bold("Could not be read")]);
    for gap in &report.gaps {
        page.block(2, plain(""), &gap.what);
        page.block(4, plain("why: "), &gap.why);
        page.block(4, cyan("grant: "), &gap.grant);
    }
}

fn beyond_storage(page: &mut Page<'_>, report: &Report, words: &dyn Words, mut all: Vec<&FindingView>) {
    // the block of the gaps has told them, with what to do
    all.retain(|finding| report.gaps.is_empty() || finding.finding.code != Code::NotRead);
    if all.is_empty() {
        return;
    }
    page.blank();
    page.line(&[bold("Jobs, VMs, pools, server")]);
    findings::write(page, words, &all);
}

fn closing(page: &mut Page<'_>, report: &Report) {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity() == severity).count();
    let counts = format!(
        "{} critical, {}, {} info",
        of(Severity::Critical),
        count(of(Severity::Warning), "warning"),
        of(Severity::Info)
    );
    let found = if report.findings.is_empty() { "nothing found".to_owned() } else { counts };
    let why = if report.exit_status == 3 { ": the check could not be made" } else { "" };
    page.blank();
    page.block(0, plain(""), &format!("{found}; exit status {}{why}", report.exit_status));
}

/// Writes a number with its noun.
fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

#[cfg(test)]
mod tests;
