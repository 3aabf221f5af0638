//! The findings of a section: those that need action in full, by kind; those only worth knowing in one line
//! each.

use std::cmp::Reverse;

use crate::FindingView;
use crate::blocks::{Block, FindingGroup, Text};
use crate::say::Say;
use xo_health_core::analysis::SinceYesterday;
use xo_health_core::findings::{Code, Finding, Severity};

/// How many findings of one kind are shown before the rest is folded.
const SHOWN: usize = 5;

/// Composes findings, worst first, grouped by kind.
pub fn compose(all: &[&FindingView], say: &Say<'_>) -> Block {
    let mut sorted = all.to_vec();
    let kind = |view: &FindingView| (Reverse(view.severity()), view.finding.code);
    sorted.sort_by_key(|view| kind(view));
    let kinds =
        sorted.chunk_by(|a, b| kind(a) == kind(b)).filter(|group| say.everything || !is_in_head(group));
    Block::Findings(kinds.filter_map(|group| of_kind(group, say)).collect())
}

fn of_kind(group: &[&FindingView], say: &Say<'_>) -> Option<FindingGroup> {
    let first = &group.first()?.finding;
    let is_info = first.severity == Severity::Info;
    let shown = if say.everything { group } else { &group[..group.len().min(SHOWN)] };
    Some(FindingGroup {
        severity: first.severity,
        code: first.code.to_string(),
        title: say.words.title(first.code).into(),
        cases: say.rows(group, SHOWN, |view| message(view, say)),
        steps: if is_info { Vec::new() } else { first_steps(shown, say) },
    })
}

/// Returns what was found, and since when, if that is known.
fn message(view: &FindingView, say: &Say<'_>) -> Text {
    let message = say.words.message_with(&view.finding, &|at| say.near(at));
    let (Some(since), Some(change)) = (view.since, view.change) else { return message };
    let id = match change {
        SinceYesterday::New | SinceYesterday::Same => "finding-since",
        SinceYesterday::Worse => "finding-since-worse",
        SinceYesterday::Better => "finding-since-better",
    };
    say.words.say(id, [("message", message.into()), ("age", say.age(since).into())])
}

/// Returns what to do about these findings and who acts, each step once, in order.
fn first_steps(group: &[&FindingView], say: &Say<'_>) -> Vec<Text> {
    let mut steps: Vec<Text> = Vec::new();
    for view in group {
        let step = first_step(&view.finding, say);
        if !step.is_empty() && !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// Returns the first step for a finding, and who acts; empty if there is nothing to do.
pub(crate) fn first_step(finding: &Finding, say: &Say<'_>) -> Text {
    let step = say.words.first_step_with(finding, &|at| say.near(at));
    if step.is_empty() {
        return step;
    }
    let actor = say.words.actor(finding.code.acts_first());
    say.words.say("step", [("step", step.into()), ("actor", actor.into())])
}

/// Returns whether the head of an SR's section already says it.
fn is_in_head(group: &[&FindingView]) -> bool {
    let of_head = |view: &&FindingView| matches!(view.finding.code, Code::PendingMerge | Code::LeafPair);
    group.iter().all(|view| view.severity() == Severity::Info && of_head(view))
}
