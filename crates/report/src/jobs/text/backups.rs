//! The backups of single VMs within a run, where everything is wanted.

use super::NAME;
use super::runs::word;
use super::settings::target;
use super::spans::span;
use crate::jobs::{BackupTarget, BackupView, Ended};
use crate::text::page::{Page, plain};

/// Writes a block for each VM.
pub(super) fn write(page: &mut Page<'_>, backups: &[BackupView]) {
    for backup in backups {
        let own = page.own();
        let name = backup.vm_name.as_deref().or(backup.vm_id.as_deref());
        let name = name.map_or_else(|| own.phrase("a-vm"), |name| page.fit(name, NAME));
        let targets = backup.targets.iter().map(|of| got(page, of));
        let parts: Vec<String> = std::iter::once(whole(page, backup)).chain(targets).collect();
        let args = [("name", name.into()), ("parts", parts.join(&own.phrase("semicolon")).into())];
        page.block(4, plain(""), &own.text("backup-of", args));
    }
}

/// Says how it ended, and what took how long.
fn whole(page: &Page<'_>, backup: &BackupView) -> String {
    let own = page.own();
    let phases = [
        ("phase-whole", backup.seconds),
        ("phase-snapshot", backup.snapshot_seconds),
        ("phase-cleaning", backup.cleaning_seconds),
        ("phase-merge", backup.merge_seconds),
    ];
    let mut parts = vec![own.phrase(word(backup.ended))];
    for (id, seconds) in phases {
        if let Some(seconds) = seconds {
            parts.push(own.text(id, [("span", span(own, seconds).into())]));
        }
    }
    if backup.attempts > 1 {
        parts.push(own.text("attempts", [("n", backup.attempts.into())]));
    }
    parts.join(&own.phrase("comma"))
}

/// Says what a target got.
fn got(page: &Page<'_>, of: &BackupTarget) -> String {
    let own = page.own();
    let kind = match of.is_full {
        Some(true) => "full",
        Some(false) => "delta",
        None => "none",
    };
    let place = of.target.as_ref().map_or_else(|| own.phrase("a-target"), |view| target(page, view));
    let mut parts = vec![own.text("got", [("kind", kind.into()), ("place", place.into())])];
    if of.ended != Ended::Success {
        parts.push(own.phrase(word(of.ended)));
    }
    if let Some(bytes) = of.bytes {
        parts.push(bytes.to_string());
    }
    if let Some(seconds) = of.seconds {
        parts.push(own.text("phase-transfer", [("span", span(own, seconds).into())]));
    }
    if let Some(speed) = of.bytes_per_second {
        parts.push(own.text("per-second", [("bytes", speed.to_string().into())]));
    }
    if let Some(test) = of.restore_test {
        let ended = match test {
            Ended::Success => "good",
            Ended::Failure => "failed",
            _ => "other",
        };
        let word = own.phrase(word(test));
        let args = [("ended", ended.into()), ("word", word.into()), ("age", "none".into())];
        parts.push(own.text("restore-test", args));
    }
    parts.join(&own.phrase("comma"))
}
