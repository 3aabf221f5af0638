//! What may be deleted now.

use super::space::bounds;
use super::trees::age;
use crate::sr::{DeletionView, SrReport};
use crate::text::page::{Page, bold, plain};
use xo_health_core::display;

/// Snapshots that are shown before the rest is folded.
const SHOWN: usize = 8;

/// Columns of a snapshot's VM and name, and of its age.
const NAME: usize = 36;
const AGE: usize = 9;

/// Writes the snapshots, those first whose deletion is safest. Those of backups are deleted by their jobs: they are shown
/// when everything is wanted, or one VM.
pub(super) fn write(page: &mut Page<'_>, report: &SrReport) {
    let own = page.own();
    let verbose = page.style().verbose;
    let with_backups = verbose || report.only_vm.is_some();
    let listed: Vec<_> = report.deletions.iter().filter(|one| with_backups || !one.of_backup).collect();
    let left_out = report.deletions.len() - listed.len();
    if report.deletions.is_empty() {
        return;
    }
    page.blank();
    page.line(&[bold(own.phrase("deletions")), plain(own.phrase("deletions-order"))]);
    let shown = if verbose { listed.len() } else { listed.len().min(SHOWN) };
    for deletion in &listed[..shown] {
        one(page, report, deletion);
    }
    let mut more = |id, n: usize| {
        let words = [("mark", page.ellipsis().into()), ("n", n.into())];
        if n > 0 {
            page.block(2, plain(""), &own.text(id, words));
        }
    };
    more("queue-more", listed.len() - shown);
    more("more-of-backups", left_out);
}

fn one(page: &mut Page<'_>, report: &SrReport, deletion: &DeletionView) {
    let own = page.own();
    let name = match &deletion.vm_name {
        Some(vm) => format!("{vm}: {}", deletion.name),
        None => deletion.name.clone(),
    };
    let taken = deletion.snapshot_at.map(|at| age(page, report.observed_at.duration_since(at)));
    let maker = if deletion.of_backup { "of-backup" } else { "of-others" };
    page.line(&[
        plain("  "),
        bold(display::pad_right(&page.fit(&name, NAME), NAME)),
        plain(display::pad_left(&taken.unwrap_or_default(), AGE)),
        plain(format!("  {}", own.phrase(maker))),
    ]);
    let words = told(page, deletion);
    page.block(4, plain(""), &words);
}

fn told(page: &Page<'_>, deletion: &DeletionView) -> String {
    let own = page.own();
    let may = own.text("may", [("may", deletion.may.into())]);
    let at_once = own.text("at-once", [("bytes", deletion.at_once_bytes.to_string().into())]);
    let mut parts = vec![format!("{may}{at_once}")];
    if let Some(after) = deletion.after_merge {
        parts.push(own.text("after-merge", [("bytes", bounds(page, after).into())]));
    }
    if let Some(needs) = deletion.merge_needs.filter(|_| page.style().verbose) {
        parts.push(own.text("merge-needs", [("bytes", bounds(page, needs).into())]));
    }
    if deletion.shorter > 0 && page.style().verbose {
        parts.push(own.text("shorter", [("n", deletion.shorter.into())]));
    }
    parts.join(&own.phrase("comma"))
}
