//! Findings of one section: what needs action in full, by kind; what is worth knowing in one line each.

use super::Words;
use super::page::{Page, bold, by_severity, cyan, plain};
use crate::findings::{Code, Severity};
use crate::report::FindingView;

/// Findings of one kind that are shown before the rest is folded.
const SHOWN: usize = 5;

/// Writes findings, worst first, the same kind together.
pub(super) fn write(page: &mut Page<'_>, words: &dyn Words, all: &[&FindingView]) {
    let mut sorted = all.to_vec();
    let kind = |view: &FindingView| (std::cmp::Reverse(view.severity()), view.finding.code);
    sorted.sort_by_key(|view| kind(view));
    for group in sorted.chunk_by(|a, b| kind(a) == kind(b)) {
        let Some(first) = group.first() else { continue };
        match first.severity() {
            Severity::Info => notes(page, words, group),
            severity => problem(page, words, severity, first.finding.code, group),
        }
    }
}

/// Writes one kind that needs action: what it is, each case, what to do.
fn problem(page: &mut Page<'_>, words: &dyn Words, severity: Severity, code: Code, group: &[&FindingView]) {
    page.line(&[
        by_severity(severity, format!("  {:<8}  ", severity_word(severity))),
        bold(code.to_string()),
        plain(format!(": {}", words.title(code))),
    ]);
    let bullet = if group.len() > 1 { "- " } else { "" };
    for view in shown(page, group) {
        page.block(4, plain(bullet), &words.message(&view.finding));
    }
    folded(page, group);
    if let Some(step) = words.remedy(code).lines().find(|step| !step.trim().is_empty()) {
        let actor = words.actor(code.acts_first());
        page.block(4, cyan("do: "), &format!("{step} (acts first: {actor})"));
    }
}

/// Writes one kind that is worth knowing.
fn notes(page: &mut Page<'_>, words: &dyn Words, group: &[&FindingView]) {
    for view in shown(page, group) {
        let label = format!("  {:<8}  ", severity_word(view.severity()));
        let text = format!("{}: {}", view.finding.code, words.message(&view.finding));
        if page.style().verbose {
            page.block(0, by_severity(view.severity(), label), &text);
        } else {
            page.line(&[by_severity(view.severity(), label), plain(text)]);
        }
    }
    folded(page, group);
}

fn shown<'g, 'r>(page: &Page<'_>, group: &'g [&'r FindingView]) -> &'g [&'r FindingView] {
    if page.style().verbose { group } else { &group[..group.len().min(SHOWN)] }
}

fn folded(page: &mut Page<'_>, group: &[&FindingView]) {
    let left = group.len() - shown(page, group).len();
    if left > 0 {
        page.line(&[plain(format!("    {} and {left} more (--all shows them)", page.ellipsis()))]);
    }
}

/// Names a severity as the report does everywhere.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
