//! The backups of single VMs within a run, shown if everything is wanted.

use super::NAME;
use super::runs::word;
use super::settings::target;
use crate::blocks::{Block, Paragraph, Text};
use crate::jobs::{BackupTarget, BackupView, Ended};
use crate::say::Say;

/// Composes a sentence for each VM.
pub(super) fn compose(backups: &[BackupView], say: &Say<'_>) -> Vec<Block> {
    let one = |backup: &BackupView| {
        let name = backup.vm_name.as_deref().or(backup.vm_id.as_deref());
        let name = name.map_or_else(|| say.words.phrase("a-vm").into(), |name| Text::name(name, NAME));
        let targets = backup.targets.iter().map(|of| received(of, say));
        let parts = say.words.semicolons(std::iter::once(whole(backup, say)).chain(targets));
        Paragraph::plain(0, say.words.say("backup-of", [("name", name.into()), ("parts", parts.into())]))
    };
    backups.iter().map(one).collect()
}

/// Says how the backup ended, and how long each phase took.
fn whole(backup: &BackupView, say: &Say<'_>) -> Text {
    let words = say.words;
    let phases = [
        ("phase-whole", backup.seconds),
        ("phase-snapshot", backup.snapshot_seconds),
        ("phase-cleaning", backup.cleaning_seconds),
        ("phase-merge", backup.merge_seconds),
    ];
    let mut parts: Vec<Text> = vec![words.phrase(word(backup.ended)).into()];
    for (id, seconds) in phases {
        if let Some(seconds) = seconds {
            parts.push(words.say(id, [("span", words.seconds(seconds).into())]));
        }
    }
    if backup.attempts > 1 {
        parts.push(words.say("attempts", [("n", backup.attempts.into())]));
    }
    words.commas(parts)
}

/// Says what a target received.
fn received(of: &BackupTarget, say: &Say<'_>) -> Text {
    let words = say.words;
    let kind = match of.is_full {
        Some(true) => "full",
        Some(false) => "delta",
        None => "none",
    };
    let place = of.target.as_ref().map_or_else(|| words.phrase("a-target").into(), |view| target(view, say));
    let mut parts = vec![words.say("got", [("kind", kind.into()), ("place", place.into())])];
    if of.ended != Ended::Success {
        parts.push(words.phrase(word(of.ended)).into());
    }
    if let Some(bytes) = of.bytes {
        parts.push(bytes.to_string().into());
    }
    if let Some(seconds) = of.seconds {
        parts.push(words.say("phase-transfer", [("span", words.seconds(seconds).into())]));
    }
    if let Some(speed) = of.bytes_per_second {
        parts.push(words.say("per-second", [("bytes", speed.into())]));
    }
    if let Some(test) = of.restore_test {
        let ended = match test {
            Ended::Success => "good",
            Ended::Failure => "failed",
            _ => "other",
        };
        let args =
            [("ended", ended.into()), ("word", words.phrase(word(test)).into()), ("age", "none".into())];
        parts.push(words.say("restore-test", args));
    }
    words.commas(parts)
}
