//! The settings of a job.

use super::{ID, NAME};
use crate::blocks::{Paragraph, Section, Text};
use crate::jobs::{
    Detail, JobKindView, JobView, OfflineName, ReportName, SettingsView, Snapshots, TargetKind, TargetView,
};
use crate::say::Say;
use crate::words::Arg;

/// Composes the section; a sequence has none.
pub(super) fn compose(job: &JobView, detail: &Detail, say: &Say<'_>) -> Section {
    if job.kind == JobKindView::Sequence {
        return Section::default();
    }
    let words = say.words;
    let settings = &detail.settings;
    let targets = words.commas(settings.targets.iter().map(|of| target(of, say)));
    let parts = match job.kind {
        JobKindView::Backup => vec![pace(settings, say), flags(settings, say)],
        JobKindView::Metadata => vec![metadata(settings, say)],
        JobKindView::Mirror => vec![mirror(settings, say)],
        JobKindView::Sequence => Vec::new(),
    };
    let named = words.commas(settings.senseless.iter().map(|name| format!("`{name}`").into()));
    let sentences = [(!targets.is_empty()).then(|| words.say("targets", [("targets", targets.into())]))]
        .into_iter()
        .chain(parts.into_iter().map(|all| Some(words.semicolons(all))))
        .chain([
            Some(words.say("reports", [("when", report_key(settings.report_when).into())])),
            detail.snapshots.map(|kept| snapshots(kept, say)),
            (!named.is_empty()).then(|| words.say("senseless", [("names", named.into())])),
        ]);
    let mut section = Section::titled(Text::strong(words.phrase("settings")));
    let sentences = sentences.flatten().filter(|text| !text.is_empty());
    section.blocks.extend(sentences.map(|text| Paragraph::plain(1, text)));
    section
}

/// Returns a target with its name, if that is known.
pub(super) fn target(of: &TargetView, say: &Say<'_>) -> Text {
    let kind = match of.kind {
        TargetKind::Repository => "repository",
        TargetKind::Sr => "sr",
        TargetKind::Pool => "pool",
    };
    let name = of.name.as_deref().map_or_else(|| Arg::name(&of.id, ID), |name| Arg::name(name, NAME));
    say.words.say("target", [("kind", kind.into()), ("name", name)])
}

fn pace(settings: &SettingsView, say: &Say<'_>) -> Vec<Text> {
    let words = say.words;
    let count = |id, n: u64| (n > 0).then(|| words.say(id, [("n", n.into())]));
    let rate = settings.max_export_rate.map(|rate| words.say("max-rate", [("rate", rate.into())]));
    let parts = [
        Some(words.say("at-once-vms", [("n", settings.concurrency.into())])),
        count("retries", settings.retries),
        count("full-interval", settings.full_interval),
        rate,
    ];
    parts.into_iter().flatten().collect()
}

fn flags(settings: &SettingsView, say: &Say<'_>) -> Vec<Text> {
    let flags = [
        (settings.bypass_chain_check, "flag-bypass"),
        (settings.offline == Some(OfflineName::Snapshot), "flag-offline-snapshot"),
        (settings.offline == Some(OfflineName::Backup), "flag-offline-backup"),
        (settings.with_memory, "flag-memory"),
        (settings.prefer_nbd, "flag-nbd"),
        (settings.purges_snapshot_data, "flag-purge"),
        (settings.delete_first, "flag-delete-first"),
    ];
    flags.into_iter().filter(|(on, _)| *on).map(|(_, id)| say.words.phrase(id).into()).collect()
}

fn mirror(settings: &SettingsView, say: &Say<'_>) -> Vec<Text> {
    let source = settings
        .source
        .as_ref()
        .map(|of| say.words.say("mirror-source", [("source", target(of, say).into())]));
    let kept = settings.backups_kept.filter(|kept| *kept > 0);
    let kept = kept.map(|n| say.words.say("mirror-keeps", [("n", n.into())]));
    [source, kept].into_iter().flatten().collect()
}

fn metadata(settings: &SettingsView, say: &Say<'_>) -> Vec<Text> {
    let kept = |id, n: Option<u64>| n.filter(|n| *n > 0).map(|n| say.words.say(id, [("n", n.into())]));
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

fn snapshots(kept: Snapshots, say: &Say<'_>) -> Text {
    let args = [
        ("set", kept.configured.into()),
        ("most", kept.observed_most.into()),
        ("more", kept.disks_with_more.into()),
        ("peak", kept.peak.into()),
    ];
    say.words.say("job-snapshots", args)
}
