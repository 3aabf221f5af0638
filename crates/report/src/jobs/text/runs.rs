//! The last runs of a job, one line each, and what went wrong in them.

use std::collections::BTreeMap;

use super::backups;
use super::settings::target;
use super::spans::{self, span};
use super::{NAME, rate, refused, takes};
use crate::jobs::{Detail, Ended, ErrorView, JobView, JobsReport, Kind, RunView};
use crate::text::page::{Page, Span, bold, by_severity, green, plain};
use crate::texts::Bundle;
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// Runs that are shown before the rest is folded.
const SHOWN: usize = 10;

/// Errors of a run that are shown before the rest is folded.
const ERRORS: usize = 3;

/// VMs that an error names.
const NAMED: usize = 3;

/// Columns of a message from the server.
const MESSAGE: usize = 100;

/// Columns of how it ended, how long it took, what it moved, how fast.
const ENDED: usize = 12;
const TOOK: usize = 12;
const MOVED: usize = 11;
const SPEED: usize = 13;

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>, report: &JobsReport, job: &JobView, detail: &Detail) {
    if job.kind == Kind::Sequence {
        return;
    }
    let own = page.own();
    page.blank();
    let Some(runs) = &detail.runs else {
        page.line(&[bold(own.phrase("runs")), plain(own.phrase("runs-not-read"))]);
        return;
    };
    let sums: Vec<String> =
        [rate(own, job), takes(own, job), refused(own, job)].into_iter().flatten().collect();
    let sums = if runs.is_empty() { vec![own.phrase("no-run")] } else { sums };
    let rest = own.text("after-heading", [("rest", sums.join(&own.phrase("semicolon")).into())]);
    page.opening(bold(own.phrase("runs")), if sums.is_empty() { "" } else { &rest });
    let shown = if page.style().verbose { runs.len() } else { runs.len().min(SHOWN) };
    for run in &runs[..shown] {
        line(page, report, run);
        remarks(page, run);
        if page.style().verbose {
            backups::write(page, run.backups.as_deref().unwrap_or_default());
        }
    }
    if shown < runs.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (runs.len() - shown).into())];
        page.line(&[plain(format!("  {}", own.text("and-more-all", more)))]);
    }
}

fn line(page: &mut Page<'_>, report: &JobsReport, run: &RunView) {
    let own = page.own();
    let start = run.start_at.map(|at| spans::stamp(page, report, at)).unwrap_or_default();
    let so_far = |at| u64::try_from(report.observed_at.duration_since(at).as_secs()).unwrap_or(0);
    let goes_on = matches!(run.ended, Ended::Running | Ended::Stuck);
    let seconds = run.seconds.or_else(|| run.start_at.filter(|_| goes_on).map(so_far));
    let took = seconds.map(|seconds| span(own, seconds)).unwrap_or_default();
    let moved = run.bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
    let speed = run
        .bytes_per_second
        .filter(|speed| *speed > Bytes::ZERO)
        .map(|bytes| own.text("per-second", [("bytes", bytes.to_string().into())]));
    page.line(&[
        plain(format!("  {}  ", display::pad_right(&start, spans::STAMP))),
        label(own, run.ended),
        plain(display::pad_left(&took, TOOK)),
        plain(display::pad_left(&moved, MOVED)),
        plain(display::pad_left(&speed.unwrap_or_default(), SPEED)),
        plain(format!("  {}", contents(own, run))),
    ]);
}

fn label(own: &Bundle, ended: Ended) -> Span {
    let text = display::pad_right(&own.phrase(word(ended)), ENDED);
    match ended {
        Ended::Failure | Ended::Stuck => by_severity(Severity::Critical, text),
        Ended::Skipped | Ended::Interrupted | Ended::Refused => by_severity(Severity::Warning, text),
        Ended::Success => green(text),
        Ended::Running | Ended::Unknown => plain(text),
    }
}

pub(super) const fn word(ended: Ended) -> &'static str {
    match ended {
        Ended::Success => "ended-good",
        Ended::Skipped => "ended-skipped",
        Ended::Failure => "ended-failed",
        Ended::Refused => "ended-refused",
        Ended::Interrupted => "ended-interrupted",
        Ended::Running => "ended-running",
        Ended::Stuck => "ended-stuck",
        Ended::Unknown => "ended-unknown",
    }
}

/// Says how many VMs were in it, and whether they were fulls or deltas.
fn contents(own: &Bundle, run: &RunView) -> String {
    let kind = match (run.fulls, run.deltas) {
        (0, 0) => "none",
        (_, 0) => "full",
        (0, _) => "delta",
        _ => "both",
    };
    own.text("contents", [("n", run.vms.all.into()), ("kind", kind.into())])
}

fn remarks(page: &mut Page<'_>, run: &RunView) {
    // its error says no more than that
    if run.ended == Ended::Refused {
        return;
    }
    let own = page.own();
    let mut told = Vec::new();
    let all_well = run.vms.good == run.vms.all;
    if !all_well && run.vms.all > 1 {
        told.push(went(own, run));
    }
    if run.fulls > 0 && run.deltas > 0 {
        told.push(own.text("mixed", [("fulls", run.fulls.into()), ("deltas", run.deltas.into())]));
    }
    if !told.is_empty() {
        page.block(4, plain(""), &told.join(&own.phrase("semicolon")));
    }
    let mut by_reason: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for fallback in &run.fallbacks {
        by_reason
            .entry(&fallback.why)
            .or_default()
            .push(fallback.vm_name.as_deref().or(fallback.vm_id.as_deref()));
    }
    for (why, vms) in by_reason {
        let words = [
            ("n", vms.len().into()),
            ("vms", names(page, &vms).into()),
            ("why", page.fit(why, MESSAGE).into()),
        ];
        page.block(4, plain(""), &own.text("fell-back", words));
    }
    if run.retried_vms > 0 {
        let because =
            run.retried_because.first().map_or_else(|| "none".to_owned(), |text| page.fit(text, MESSAGE));
        let words = [("n", run.retried_vms.into()), ("because", because.into())];
        page.block(4, plain(""), &own.text("retried", words));
    }
    let errors = grouped(run);
    let shown = if page.style().verbose { errors.len() } else { errors.len().min(ERRORS) };
    for (error, who) in &errors[..shown] {
        let text = error_of(page, error, who);
        page.block(4, plain(""), &text);
    }
    if shown < errors.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (errors.len() - shown).into())];
        page.line(&[plain(format!("    {}", own.text("and-more-all", more)))]);
    }
}

/// Groups the errors that say the same: the first of each, and whom they are about. In the order of the log.
fn grouped(run: &RunView) -> Vec<(&ErrorView, Vec<Option<&str>>)> {
    let mut groups: Vec<(&ErrorView, Vec<Option<&str>>)> = Vec::new();
    let mut known: BTreeMap<(Option<&str>, &str, bool), usize> = BTreeMap::new();
    for error in &run.errors {
        let who = error.vm_name.as_deref().or(error.vm_id.as_deref());
        let of_vm = error.vm_id.is_some() || error.vm_name.is_some();
        let target = error.target.as_ref().map(|target| target.id.as_str());
        match known.get(&(target, error.message.as_str(), of_vm)) {
            Some(&at) => groups[at].1.push(who),
            None => {
                known.insert((target, error.message.as_str(), of_vm), groups.len());
                groups.push((error, vec![who]));
            }
        }
    }
    groups
}

/// Tells one error of a run in a few words, a failure before a skip: what was said only where nobody knows what it means.
pub(super) fn first_error(page: &Page<'_>, run: &RunView) -> Option<String> {
    let groups = grouped(run);
    let failure = groups.iter().find(|(error, _)| error.ended == Ended::Failure);
    let (error, who) = failure.or(groups.first())?;
    let short = error.meaning.clone().unwrap_or_else(|| said(page, error));
    Some(about(page, error, who, &short))
}

/// Writes an error: whom it is about, what it means, what was said.
fn error_of(page: &Page<'_>, error: &ErrorView, who: &[Option<&str>]) -> String {
    about(page, error, who, &said(page, error))
}

fn about(page: &Page<'_>, error: &ErrorView, who: &[Option<&str>], what: &str) -> String {
    let own = page.own();
    let named: Vec<_> = who.iter().copied().filter(Option::is_some).collect();
    let subject = match &error.target {
        Some(view) => target(page, view),
        None if named.is_empty() => "none".to_owned(),
        None => names(page, &named),
    };
    own.text("error", [("who", subject.into()), ("what", what.into())])
}

/// Writes what an error means, where that is known, and what it says itself.
pub(super) fn said(page: &Page<'_>, error: &ErrorView) -> String {
    let words = [
        ("meaning", error.meaning.clone().unwrap_or_else(|| "none".to_owned()).into()),
        (
            "message",
            if error.message.is_empty() { "none".to_owned() } else { page.fit(&error.message, MESSAGE) }
                .into(),
        ),
    ];
    page.own().text("said", words)
}

fn names(page: &Page<'_>, vms: &[Option<&str>]) -> String {
    let own = page.own();
    let shown = if vms.len() <= NAMED + 1 { vms.len() } else { NAMED };
    let name = |vm: &Option<&str>| {
        vm.map_or_else(
            || own.phrase("a-vm"),
            |name| own.text("vm-name", [("name", page.fit(name, NAME).into())]),
        )
    };
    let named = vms[..shown].iter().map(name).collect::<Vec<_>>().join(&own.phrase("comma"));
    match vms.len() - shown {
        0 => named,
        n => own.text("names-more", [("names", named.into()), ("n", n.into())]),
    }
}

/// Says how a run ended, by its VMs where they tell it.
pub(super) fn how(own: &Bundle, run: &RunView) -> String {
    let vms = run.vms;
    let told_by_vms = match run.ended {
        Ended::Success => vms.good == vms.all,
        Ended::Skipped => vms.skipped > 0,
        Ended::Failure => vms.failed > 0,
        Ended::Interrupted => vms.interrupted > 0,
        _ => false,
    };
    let ended = own.phrase(word(run.ended));
    match (vms.all, told_by_vms) {
        (0, _) if run.ended == Ended::Unknown => own.phrase("no-details"),
        (0, _) => ended,
        (_, true) => went(own, run),
        _ => [ended, went(own, run)].join(&own.phrase("semicolon")),
    }
}

/// Says how the VMs of a run fared: in words for a single one, or all alike; else in numbers.
fn went(own: &Bundle, run: &RunView) -> String {
    let vms = run.vms;
    let how = [
        ("good", vms.good),
        ("skipped", vms.skipped),
        ("failed", vms.failed),
        ("interrupted", vms.interrupted),
        ("running", vms.running),
    ];
    if let Some((how, _)) = how.iter().find(|(_, n)| *n == vms.all) {
        return own.text("vms-alike", [("n", vms.all.into()), ("how", (*how).into())]);
    }
    let mut parts = vec![own.text("vms-good", [("good", vms.good.into()), ("all", vms.all.into())])];
    for (how, n) in how.into_iter().skip(1).filter(|(_, n)| *n > 0) {
        parts.push(own.text("vms-other", [("n", n.into()), ("how", how.into())]));
    }
    parts.join(&own.phrase("comma"))
}
