//! The VMs of a job: restore points, and how their backups fared.

use super::runs::{said, word};
use super::spans::{age, ago, near, span};
use super::{NAME, covered};
use crate::jobs::{Detail, Ended, JobView, JobsReport, Kind, RpoName, VmView};
use crate::text::page::{Page, Span, bold, by_severity, green, plain};
use crate::texts::Bundle;
use xo_health_core::display;
use xo_health_core::findings::Severity;

/// VMs that are shown before the rest is folded.
const SHOWN: usize = 20;

/// Columns of a VM's name at the most.
const COLUMN: usize = 24;

/// Writes the section; only backup jobs have one.
pub(super) fn write(page: &mut Page<'_>, report: &JobsReport, job: &JobView, detail: &Detail) {
    if job.kind != Kind::Backup {
        return;
    }
    let own = page.own();
    page.blank();
    let heading = bold(own.phrase("vms"));
    match job.vms {
        Some(counts) => {
            let rest = own.text("after-heading", [("rest", covered(own, job, counts).into())]);
            page.opening(heading, &rest);
        }
        None => {
            let error = detail
                .pattern_error
                .as_deref()
                .map_or_else(|| "none".to_owned(), |error| page.fit(error, 100));
            page.opening(heading, &own.text("pattern-error", [("error", error.into())]));
        }
    }
    let vms = detail.vms.as_deref().unwrap_or_default();
    let shown = if page.style().verbose { vms.len() } else { vms.len().min(SHOWN) };
    let widest = vms[..shown].iter().map(|vm| display::width(&page.fit(name(vm), COLUMN))).max().unwrap_or(0);
    for vm in &vms[..shown] {
        line(page, report, vm, widest);
        remarks(page, report, vm);
    }
    if shown < vms.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (vms.len() - shown).into())];
        page.line(&[plain(format!("  {}", own.text("and-more-all", more)))]);
    }
    if detail.left_out > 0 {
        page.block(2, plain(""), &own.text("left-out", [("n", detail.left_out.into())]));
    }
    if !detail.unknown_pool_ids.is_empty() {
        let ids: Vec<String> = detail.unknown_pool_ids.iter().map(|id| page.fit(id, NAME + 6)).collect();
        let words = [("n", ids.len().into()), ("ids", ids.join(&own.phrase("comma")).into())];
        page.block(2, plain(""), &own.text("unknown-pools", words));
    }
}

fn name(vm: &VmView) -> &str {
    vm.name.as_deref().unwrap_or(&vm.id)
}

fn line(page: &mut Page<'_>, report: &JobsReport, vm: &VmView, widest: usize) {
    let own = page.own();
    let label = label(own, vm.rpo);
    let last = vm.last_good_at.map(|at| ago(own, report, at));
    let limit = vm.limit_seconds.map(|limit| span(own, limit));
    let words = [
        ("last", last.unwrap_or_else(|| "none".to_owned()).into()),
        ("limit", limit.unwrap_or_else(|| "none".to_owned()).into()),
        ("logs", if vm.success.is_some() { "yes" } else { "no" }.into()),
    ];
    let mut told = own.text("last-good", words);
    if let Some(rate) = vm.success.filter(|rate| rate.all > 0) {
        let rate = own.text("backups-good", [("good", rate.good.into()), ("all", rate.all.into())]);
        told = [told, rate].join(&own.phrase("semicolon"));
    }
    let name = bold(format!("  {}  ", display::pad_right(&page.fit(name(vm), COLUMN), widest)));
    let room = page.width().saturating_sub(widest + 4 + label_width(own));
    if display::width(&told) <= room {
        page.line(&[name, label, plain(told)]);
        return;
    }
    page.line(&[name, label]);
    page.block(4, plain(""), &told);
}

/// All states of a restore point, for the width of their column.
const RPO: [RpoName; 6] = [
    RpoName::NeverSucceeded,
    RpoName::Missed,
    RpoName::Unknown,
    RpoName::NeverRan,
    RpoName::NotScheduled,
    RpoName::Kept,
];

fn word_of(own: &Bundle, rpo: RpoName) -> String {
    own.phrase(match rpo {
        RpoName::NeverSucceeded => "rpo-never",
        RpoName::Missed => "rpo-missed",
        RpoName::Unknown => "rpo-unknown",
        RpoName::NeverRan => "rpo-no-log",
        RpoName::NotScheduled => "rpo-none",
        RpoName::Kept => "rpo-kept",
    })
}

fn label_width(own: &Bundle) -> usize {
    RPO.map(|rpo| display::width(&word_of(own, rpo))).into_iter().max().unwrap_or(0) + 2
}

fn label(own: &Bundle, rpo: RpoName) -> Span {
    let padded = display::pad_right(&word_of(own, rpo), label_width(own));
    match rpo {
        RpoName::NeverSucceeded | RpoName::Missed => by_severity(Severity::Warning, padded),
        RpoName::Kept => green(padded),
        RpoName::Unknown | RpoName::NeverRan | RpoName::NotScheduled => plain(padded),
    }
}

fn remarks(page: &mut Page<'_>, report: &JobsReport, vm: &VmView) {
    let own = page.own();
    if !vm.exists {
        page.block(4, plain(""), &own.text("vm-gone", [("id", page.fit(&vm.id, NAME + 6).into())]));
    } else if page.style().verbose {
        page.line(&[plain(format!("    {}", page.fit(&vm.id, NAME + 6)))]);
    }
    if let Some(failing) = &vm.failing {
        let since = failing.since_at.map(|at| near(page, report, at));
        let error = failing.error.as_ref().map(|error| said(page, error));
        let words = [
            ("since", since.unwrap_or_else(|| "none".to_owned()).into()),
            ("times", failing.times.into()),
            ("error", error.unwrap_or_else(|| "none".to_owned()).into()),
        ];
        page.block(4, plain(""), &own.text("failing", words));
    }
    if let Some(test) = vm.restore_test {
        let ended = match test.ended {
            Ended::Success => "good",
            Ended::Failure | Ended::Skipped => "failed",
            _ => "other",
        };
        let words = [
            ("age", test.at.map_or_else(|| "none".to_owned(), |at| age(own, report, at)).into()),
            ("ended", ended.into()),
            ("word", own.phrase(word(test.ended)).into()),
        ];
        page.block(4, plain(""), &own.text("restore-test", words));
    }
    if let (Some(set), Some(found)) = (vm.snapshots_configured, vm.snapshots_observed)
        && (found > set || page.style().verbose)
    {
        page.block(4, plain(""), &own.text("vm-snapshots", [("set", set.into()), ("found", found.into())]));
    }
}
