//! The VMs of a job: restore points, and how their backups fared.

use super::covered;
use super::runs::{describe_error, word};
use super::{ID, sentence};
use crate::blocks::{Block, Column, Look, Paragraph, Section, Table, TableRow, Text};
use crate::jobs::{Detail, Ended, JobKindView, JobView, RpoName, VmView};
use crate::say::Say;
use crate::words::{Arg, Words};
use xo_health_core::display;

/// How many VMs are shown before the rest is folded.
const SHOWN: usize = 20;

/// The most columns of a VM's name.
const NAME: u16 = 24;

/// The columns of what is wrong with a pattern.
const PROBLEM: u16 = 100;

/// Composes the section; only backup jobs have one.
pub(super) fn compose(job: &JobView, detail: &Detail, say: &Say<'_>) -> Section {
    if job.kind != JobKindView::Backup {
        return Section::default();
    }
    let words = say.words;
    let mut section = Section::titled(Text::strong(words.phrase("restore-points")));
    section.heading.rest = match job.vms {
        Some(counts) => words.say("after-heading", [("rest", covered(job, counts, say).into())]),
        None => {
            let error = detail.pattern_error.as_deref().map(|error| Arg::name(error, PROBLEM));
            words.say("pattern-error", [("error", Say::or_none(error))])
        }
    };
    let vms = detail.vms.as_deref().unwrap_or_default();
    if !vms.is_empty() {
        let label = Column { least: label_width(words), ..Column::default() };
        section.blocks.push(Block::Table(Table {
            columns: vec![Column::default(), label, Column::default()],
            rows: say.rows(vms, SHOWN, |vm| row(vm, say)),
        }));
    }
    if detail.left_out > 0 {
        section.blocks.push(Paragraph::plain(1, words.say("left-out", [("n", detail.left_out.into())])));
    }
    let pools = &detail.unknown_pool_ids;
    if !pools.is_empty() {
        let ids = words.commas(pools.iter().map(|id| Text::name(id, ID)));
        let unknown = words.say("unknown-pools", [("n", pools.len().into()), ("ids", ids.into())]);
        section.blocks.push(Paragraph::plain(1, unknown));
    }
    section
}

fn row(vm: &VmView, say: &Say<'_>) -> TableRow {
    let words = say.words;
    let last = vm.last_good_at.map(|at| say.ago(at));
    let limit = vm.limit_seconds.map(|limit| words.seconds(limit));
    let args = [
        ("last", Say::or_none(last)),
        ("limit", Say::or_none(limit)),
        ("logs", Arg::flag(vm.success.is_some())),
    ];
    let rate = vm.success.filter(|rate| rate.all > 0);
    let rate = rate.map(|of| words.say("backups-good", [("good", of.good.into()), ("all", of.all.into())]));
    let parts = words.semicolons(std::iter::once(words.say("last-good", args)).chain(rate));
    let name = Text::name(vm.name.as_deref().unwrap_or(&vm.id), NAME).in_look(Look::Strong);
    TableRow { cells: vec![name, label(words, vm.rpo), parts], below: remarks(vm, say) }
}

/// All states of a restore point, to compute the width of their column.
const RPO: [RpoName; 6] = [
    RpoName::NeverSucceeded,
    RpoName::Missed,
    RpoName::Unknown,
    RpoName::NeverRan,
    RpoName::NotScheduled,
    RpoName::Kept,
];

fn word_of(words: &Words, rpo: RpoName) -> String {
    words.phrase(match rpo {
        RpoName::NeverSucceeded => "point-never",
        RpoName::Missed => "point-missed",
        RpoName::Unknown => "point-unknown",
        RpoName::NeverRan => "point-no-log",
        RpoName::NotScheduled => "point-none",
        RpoName::Kept => "point-kept",
    })
}

fn label_width(words: &Words) -> u16 {
    let widest = RPO.map(|rpo| display::width(&word_of(words, rpo))).into_iter().max().unwrap_or(0);
    u16::try_from(widest).unwrap_or(u16::MAX)
}

fn label(words: &Words, rpo: RpoName) -> Text {
    let look = match rpo {
        RpoName::NeverSucceeded | RpoName::Missed => Look::Warning,
        RpoName::Kept => Look::Good,
        RpoName::Unknown | RpoName::NeverRan | RpoName::NotScheduled => Look::Plain,
    };
    Text::look(look, word_of(words, rpo))
}

fn remarks(vm: &VmView, say: &Say<'_>) -> Vec<Block> {
    let mut parts = Vec::new();
    if !vm.exists {
        parts.push(say.words.phrase("vm-gone").into());
    } else if say.everything {
        parts.push(Text::name(&vm.id, ID));
    }
    parts.extend(failing(vm, say));
    parts.extend(restore_test(vm, say));
    if let (Some(set), Some(found)) = (vm.snapshots_configured, vm.snapshots_observed)
        && (found > set || say.everything)
    {
        parts.push(say.words.say("vm-snapshots", [("set", set.into()), ("found", found.into())]));
    }
    parts.into_iter().map(sentence).collect()
}

fn failing(vm: &VmView, say: &Say<'_>) -> Option<Text> {
    let failing = vm.failing.as_ref()?;
    let error = failing.error.as_ref().map(|error| describe_error(error, say));
    let args = [
        ("since", Say::or_none(failing.since_at.map(|at| say.near(at)))),
        ("times", failing.times.into()),
        ("error", Say::or_none(error)),
    ];
    Some(say.words.say("failing", args))
}

fn restore_test(vm: &VmView, say: &Say<'_>) -> Option<Text> {
    let test = vm.restore_test?;
    let ended = match test.ended {
        Ended::Success => "good",
        Ended::Failure | Ended::Skipped => "failed",
        _ => "other",
    };
    let args = [
        ("age", Say::or_none(test.at.map(|at| say.age(at)))),
        ("ended", ended.into()),
        ("word", say.words.phrase(word(test.ended)).into()),
    ];
    Some(say.words.say("restore-test", args))
}
