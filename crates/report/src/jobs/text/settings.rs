//! What a job is set to do.

use super::NAME;
use crate::jobs::{
    Detail, JobView, Kind, OfflineName, ReportName, SettingsView, Snapshots, TargetKind, TargetView,
};
use crate::text::page::{Page, bold, plain};
use crate::texts::Bundle;

/// Columns of an id.
const ID: usize = 36;

/// Writes the section; a sequence has none.
pub(super) fn write(page: &mut Page<'_>, job: &JobView, detail: &Detail) {
    if job.kind == Kind::Sequence {
        return;
    }
    let own = page.own();
    let settings = &detail.settings;
    page.blank();
    page.line(&[bold(own.phrase("settings"))]);
    let targets: Vec<String> = settings.targets.iter().map(|of| target(page, of)).collect();
    let semicolon = own.phrase("semicolon");
    if !targets.is_empty() {
        page.block(
            2,
            plain(""),
            &own.text("targets", [("targets", targets.join(&own.phrase("comma")).into())]),
        );
    }
    let told = match job.kind {
        Kind::Backup => vec![pace(own, settings), flags(own, settings)],
        Kind::Metadata => vec![metadata(own, settings)],
        Kind::Mirror | Kind::Sequence => Vec::new(),
    };
    for told in told.into_iter().filter(|told| !told.is_empty()) {
        page.block(2, plain(""), &told.join(&semicolon));
    }
    page.block(2, plain(""), &own.text("reports", [("when", report_key(settings.report_when).into())]));
    if let Some(kept) = detail.snapshots {
        page.block(2, plain(""), &snapshots(own, kept));
    }
    if !settings.senseless.is_empty() {
        let names: Vec<String> = settings.senseless.iter().map(|name| format!("`{name}`")).collect();
        page.block(
            2,
            plain(""),
            &own.text("senseless", [("names", names.join(&own.phrase("comma")).into())]),
        );
    }
}

/// Names a target: by its name where that is known.
pub(super) fn target(page: &Page<'_>, of: &TargetView) -> String {
    let kind = match of.kind {
        TargetKind::Repository => "repository",
        TargetKind::Sr => "sr",
        TargetKind::Pool => "pool",
    };
    let name = of.name.as_deref().map_or_else(|| page.fit(&of.id, ID), |name| page.fit(name, NAME));
    page.own().text("target", [("kind", kind.into()), ("name", name.into())])
}

fn pace(own: &Bundle, settings: &SettingsView) -> Vec<String> {
    let count = |id, n: u64| (n > 0).then(|| own.text(id, [("n", n.into())]));
    let rate = settings.max_export_rate.map(|rate| own.text("max-rate", [("rate", rate.to_string().into())]));
    let concurrency = own.text("at-once-vms", [("n", settings.concurrency.into())]);
    [
        Some(concurrency),
        count("retries", settings.retries),
        count("full-interval", settings.full_interval),
        rate,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn flags(own: &Bundle, settings: &SettingsView) -> Vec<String> {
    let flags = [
        (settings.bypass_chain_check, "flag-bypass"),
        (settings.offline == Some(OfflineName::Snapshot), "flag-offline-snapshot"),
        (settings.offline == Some(OfflineName::Backup), "flag-offline-backup"),
        (settings.with_memory, "flag-memory"),
        (settings.prefer_nbd, "flag-nbd"),
        (settings.purges_snapshot_data, "flag-purge"),
        (settings.delete_first, "flag-delete-first"),
    ];
    flags.into_iter().filter(|(on, _)| *on).map(|(_, id)| own.phrase(id)).collect()
}

fn metadata(own: &Bundle, settings: &SettingsView) -> Vec<String> {
    let kept = |id, n: Option<u64>| n.filter(|n| *n > 0).map(|n| own.text(id, [("n", n.into())]));
    let parts =
        [kept("keeps-pools", settings.pool_metadata_kept), kept("keeps-xo", settings.xo_metadata_kept)];
    parts.into_iter().flatten().collect()
}

const fn report_key(when: ReportName) -> &'static str {
    match when {
        ReportName::Always => "always",
        ReportName::Failure => "failure",
        ReportName::Error => "error",
        ReportName::Never => "never",
    }
}

fn snapshots(own: &Bundle, kept: Snapshots) -> String {
    let words = [
        ("set", kept.configured.into()),
        ("most", kept.observed_most.into()),
        ("more", kept.disks_with_more.into()),
        ("peak", kept.peak.into()),
    ];
    own.text("snapshots", words)
}
