//! Findings of one section: what needs action in full, by kind; what is worth knowing in one line each.

use super::Words;
use super::page::{Page, bold, by_severity, cyan, plain};
use crate::FindingView;
use crate::texts::Bundle;
use xo_health_core::display;
use xo_health_core::findings::{Code, Severity};

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
        by_severity(severity, format!("  {}", severity_label(page.own(), severity))),
        bold(code.to_string()),
        plain(format!(": {}", words.title(code))),
    ]);
    let bullet = if group.len() > 1 { "- " } else { "" };
    for view in shown(page, group) {
        page.block(4, plain(bullet), &words.message(&view.finding));
    }
    folded(page, group);
    let actor = words.actor(code.acts_first());
    let own = page.own();
    for step in first_steps(words, shown(page, group)) {
        let step = own.text("step", [("step", step.into()), ("actor", actor.clone().into())]);
        page.block(4, cyan(own.phrase("do") + " "), &step);
    }
}

/// Gives what to do about these findings, each step once, in their order.
fn first_steps(words: &dyn Words, group: &[&FindingView]) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for view in group {
        let step = words.first_step(&view.finding);
        if !step.trim().is_empty() && !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// Writes one kind that is worth knowing. What the head of the SR's section says already is left out.
fn notes(page: &mut Page<'_>, words: &dyn Words, group: &[&FindingView]) {
    if is_in_head(group) && !page.style().verbose {
        return;
    }
    for view in shown(page, group) {
        let label = format!("  {}", severity_label(page.own(), view.severity()));
        let text = format!("{}: {}", view.finding.code, words.message(&view.finding));
        page.block(0, by_severity(view.severity(), label), &text);
    }
    folded(page, group);
}

fn is_in_head(group: &[&FindingView]) -> bool {
    group.iter().all(|view| matches!(view.finding.code, Code::PendingMerge | Code::LeafPair))
}

fn shown<'g, 'r>(page: &Page<'_>, group: &'g [&'r FindingView]) -> &'g [&'r FindingView] {
    if page.style().verbose { group } else { &group[..group.len().min(SHOWN)] }
}

fn folded(page: &mut Page<'_>, group: &[&FindingView]) {
    let left = group.len() - shown(page, group).len();
    if left > 0 {
        let more = [("mark", page.ellipsis().into()), ("n", left.into())];
        page.line(&[plain(format!("    {}", page.own().text("and-more-all", more)))]);
    }
}

/// Names a severity as the report does everywhere, filled to the width of the longest and two more columns.
pub(super) fn severity_label(own: &Bundle, severity: Severity) -> String {
    let word = |severity| {
        own.phrase(match severity {
            Severity::Critical => "severity-critical",
            Severity::Warning => "severity-warning",
            Severity::Info => "severity-info",
        })
    };
    let all = [Severity::Critical, Severity::Warning, Severity::Info];
    let widest = all.map(|severity| display::width(&word(severity))).into_iter().max().unwrap_or(0);
    display::pad_right(&word(severity), widest + 2)
}
