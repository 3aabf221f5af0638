//! What an inventory shows now about the explained errors.

use super::common::{NAME, SHOWN, names};
use crate::explanation::{Now, VerdictNow, VmNow};
use xo_health_report::blocks::{Block, Look, Paragraph, Section, Text};
use xo_health_report::say::Say;
use xo_health_report::words::Arg;
use xo_health_report::{FindingView, SnapshotVerdict, Source, check};

/// Composes the section.
pub(super) fn compose(now: &Now, say: &Say<'_>) -> Section {
    let words = say.words;
    let mut section = Section::titled(Text::strong(words.phrase("explain-now")));
    section.blocks.push(
        say.source(1, &Source { server: now.server.clone(), version: None, scope: None, read_at: None }),
    );
    let vms = say.rows(&now.vms, SHOWN, |vm| one(vm, say));
    let more = vms.more.clone();
    section.blocks.extend(vms.items.into_iter().flatten());
    if !more.is_empty() && !say.everything {
        section.blocks.push(Paragraph::plain(1, words.say("all-shows", [("more", more.into())])));
    }
    if !now.missing.is_empty() {
        let names = names(&now.missing, say);
        section.blocks.push(Paragraph::plain(1, words.say("explain-now-missing", [("names", names.into())])));
    }
    if now.vms.is_empty() && now.findings.is_empty() {
        section.blocks.push(Paragraph::plain(1, words.phrase("explain-now-none")));
    }
    let findings: Vec<&FindingView> = now.findings.iter().map(|finding| &finding.view).collect();
    if !findings.is_empty() {
        section.blocks.push(check::findings(&findings, say));
    }
    section
}

fn one(vm: &VmNow, say: &Say<'_>) -> Vec<Block> {
    let words = say.words;
    let mut blocks = vec![Paragraph::plain(1, Text::name(&vm.name, NAME).in_look(Look::Strong))];
    if vm.verdicts.is_empty() {
        blocks.push(Paragraph::plain(2, words.phrase("explain-now-no-job")));
    }
    let verdicts = say.rows(&vm.verdicts, SHOWN, |verdict| Paragraph::plain(2, next(verdict, say)));
    blocks.extend(verdicts.items);
    let disks = say.rows(&vm.disks, SHOWN, |disk| {
        let args = [
            ("disk", Arg::name(&disk.name, NAME)),
            ("sr", Arg::name(disk.sr_name.as_deref().unwrap_or("?"), NAME)),
            ("depth", disk.depth.into()),
            ("limit", disk.limit.unwrap_or(0).into()),
            ("pending", disk.pending.into()),
        ];
        Paragraph::plain(2, words.say("explain-now-disk", args))
    });
    blocks.extend(disks.items);
    blocks
}

/// Says what the next run of a job will meet.
fn next(verdict: &VerdictNow, say: &Say<'_>) -> Text {
    let words = say.words;
    let snapshot = || {
        words.phrase(match verdict.verdict {
            SnapshotVerdict::Ok => "explain-now-ok",
            SnapshotVerdict::Skip => "explain-now-skip",
            SnapshotVerdict::ChainTooLong => "explain-now-109",
            SnapshotVerdict::NoSpace => "explain-now-44",
            SnapshotVerdict::NotSnapshotted => "explain-now-not-snapshotted",
            _ => "explain-now-unknown",
        })
    };
    let args = [
        ("job", Arg::name(&verdict.job_name, NAME)),
        ("at", Say::or_none(verdict.next_run_at.map(|at| say.near(at)))),
        ("verdict", verdict.outlook.clone().unwrap_or_else(snapshot).into()),
    ];
    words.say("explain-now-job", args)
}
