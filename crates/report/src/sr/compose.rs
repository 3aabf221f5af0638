//! Composes the report of one SR.
//!
//! From top to bottom: what the SR is, what its garbage collector does and whether waiting helps, what its free space
//! is needed for, the queue of merges, the chains, what may be deleted.

mod deletions;
mod fold;
mod space;
mod trees;

use jiff::Timestamp;

use super::{Bounds, Drain, Evidence, Listed, MergeView, SpeedFrom, SrList, SrReport};
use crate::blocks::{
    AnswerBlock, Block, Column, Document, List, Look, Paragraph, Queued, Rows, Section, Table, TableRow, Text,
};
use crate::check::{storage, tally};
use crate::outlook::{OutlookFormatter, StepDetail};
use crate::say::Say;
use crate::words::Arg;
use crate::{Names, charts};
use xo_health_core::model::Provisioning;
use xo_health_core::outlook::Likelihood;
use xo_health_core::storage::{CollectorOutlook, GcState};
use xo_health_core::units::Bytes;

/// How many merges are shown before the rest is folded.
const SHOWN: usize = 10;

/// The columns of a name in the queue.
const NAME: u16 = 20;

/// Composes the report.
pub fn compose(report: &SrReport, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    document.push(banner(report, say));
    document.push(head(report, say));
    document.push(plan(report, say));
    document.push(collector(report, say));
    document.push(space::compose(report, say));
    if say.charts {
        let worst = report.outlook.as_ref().and_then(|summary| summary.worst.as_ref());
        document.push(Section::of(charts::room(&report.sr.figures, worst, report.observed_at, say)));
    }
    document.push(queue(report, say));
    document.push(trees::compose(report, say));
    document.push(deletions::compose(report, say));
    document
}

fn head(report: &SrReport, say: &Say<'_>) -> Section {
    let words = say.words;
    let sr = &report.sr;
    let name = Text::name(&sr.figures.name, u16::MAX).in_look(Look::Strong);
    let mut section =
        Section::titled(name.and("  ").and(storage::kind(&sr.figures, say).in_look(Look::Muted)));
    let mut add = |text: Text| section.blocks.push(Paragraph::plain(1, text));
    add(Text::name(&sr.figures.id, u16::MAX));
    let figures = [
        ("space", used(report, say).into()),
        ("provisioning", Say::or_none(sr.provisioning.map(Arg::key))),
        ("attached", sr.hosts_attached.into()),
        ("hosts", sr.hosts.into()),
        ("maintenance", Arg::flag(sr.in_maintenance)),
    ];
    add(words.say("sr-figures", figures));
    add(storage::chains(&sr.figures, sr.limit, say));
    if let (Some(promised), Some(size)) = (sr.promised_bytes, sr.figures.size_bytes)
        && promised > size
        && sr.provisioning != Some(Provisioning::Thick)
    {
        add(words.say("sr-promised", [("promised", promised.into())]));
    }
    let server = crate::Source { version: None, ..report.source.clone() };
    section.blocks.push(say.source(1, &server));
    let formatter = OutlookFormatter { say, names: &report.names, unread: &[], scope: None };
    let predicted: Vec<Block> =
        report.outlook.iter().flat_map(|summary| storage::predicted(summary, formatter, false)).collect();
    section.blocks.extend(if say.charts { Vec::new() } else { predicted });
    section
}

/// Composes the beginning of a page: what is predicted for the SR, and how the backups due there end.
fn banner(report: &SrReport, say: &Say<'_>) -> Section {
    let Some(summary) = report.outlook.as_ref().filter(|_| say.charts) else { return Section::default() };
    let formatter = OutlookFormatter { say, names: &report.names, unread: &[], scope: None };
    let worst = summary.worst.as_ref().map(|worst| worst.likelihood);
    let look = match worst {
        Some(likelihood) if likelihood >= Likelihood::Likely => Look::Critical,
        Some(Likelihood::Possible) => Look::Warning,
        _ => Look::Good,
    };
    let predicted = storage::predicted(summary, formatter, false).into_iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text),
        _ => None,
    });
    let lead = predicted.unwrap_or_else(|| say.words.phrase("sr-nothing-predicted").into());
    let lead = Text::name(&report.sr.figures.name, NAME).and(": ").and(lead).in_look(look);
    let answer = Block::Answer(AnswerBlock { lead, rest: Text::default() });
    Section::of(std::iter::once(answer).chain(tally(&summary.counts, say)))
}

/// Composes the part of the plan that concerns the SR, with the ids of its objects.
fn plan(report: &SrReport, say: &Say<'_>) -> Section {
    if report.plan.is_empty() {
        return Section::default();
    }
    let formatter = OutlookFormatter { say, names: &report.names, unread: &[], scope: None };
    let mut section = Section::titled(Text::strong(say.words.phrase("do-now")));
    let steps = report.plan.iter().map(|step| formatter.step(step, StepDetail::Ids)).collect();
    section.blocks.push(Block::Steps(Rows::all(steps)));
    section
}

/// Composes the list of all SRs.
pub fn compose_list(list: &SrList, say: &Say<'_>) -> Document {
    let words = say.words;
    let names = Names::default();
    let formatter = OutlookFormatter { say, names: &names, unread: &[], scope: None };
    let mut document = Document::default();
    let mut section =
        Section::titled(words.say("all-srs", [("n", list.srs.len().into())]).in_look(Look::Strong));
    section.blocks.push(say.source(0, &list.source));
    let row = |sr: &Listed| {
        let figures = &sr.figures;
        let worst = sr.outlook.as_ref().and_then(|summary| summary.worst.as_ref());
        let worst = worst.map(|worst| {
            let error = formatter.what_fails(worst.error, worst.cause.as_ref()).and(words.phrase("comma"));
            error.and(formatter.worst_chance(worst))
        });
        let cells = vec![
            Text::name(&figures.name, NAME * 2).in_look(Look::Strong),
            Text::name(figures.pool_name.as_deref().unwrap_or_default(), NAME),
            Text::name(&figures.driver, NAME),
            storage::in_words(figures, say),
        ];
        let id = Text::name(&figures.id, u16::MAX).in_look(Look::Muted);
        let below = [Some(id), worst].into_iter().flatten().map(|text| Paragraph::plain(0, text));
        TableRow { cells, below: below.collect() }
    };
    let rows = Rows::all(list.srs.iter().map(row).collect());
    section.blocks.push(Block::Table(Table { columns: vec![Column::default(); 4], rows }));
    document.push(section);
    document
}

/// Says how full the SR is; a separate bar follows below if its size is known.
fn used(report: &SrReport, say: &Say<'_>) -> Text {
    let figures = &report.sr.figures;
    match (figures.used_bytes, figures.size_bytes, figures.free_bytes) {
        (Some(used), Some(size), Some(free)) if size > Bytes::ZERO => {
            let words = [("used", used), ("size", size), ("free", free)];
            say.words.say("sr-used", words.map(|(id, bytes)| (id, bytes.into())))
        }
        _ => storage::in_words(figures, say),
    }
}

fn collector(report: &SrReport, say: &Say<'_>) -> Section {
    let words = say.words;
    let gc = &report.gc;
    let look = match (gc.outlook, gc.state) {
        (CollectorOutlook::Stuck, _) => Look::Critical,
        (CollectorOutlook::Wait | CollectorOutlook::Scan, _) => Look::Warning,
        (_, GcState::Idle | GcState::Held) => Look::Good,
        _ => Look::Strong,
    };
    let mut section = Section::titled(Text::look(look, words.phrase("gc")));
    let is_stalled = gc.evidence.iter().any(|one| matches!(one, Evidence::Stalled { .. }));
    let state = if is_stalled { "stalled".into() } else { Arg::key(gc.state) };
    let state = words.say("gc-state", [("state", state)]);
    section.heading.rest = state.and(words.say("gc-outlook", [("outlook", Arg::key(gc.outlook))]));
    let items: Vec<Text> = gc.evidence.iter().map(|evidence| evidence_text(evidence, say)).collect();
    if !items.is_empty() {
        section.blocks.push(Block::List(List { ordered: false, level: 1, items }));
    }
    section
}

fn evidence_text(evidence: &Evidence, say: &Say<'_>) -> Text {
    let words = say.words;
    let instant = |at: Option<Timestamp>| {
        let at = at.map_or_else(|| words.phrase("unknown-instant"), |at| say.near(at));
        ("at", Arg::from(at))
    };
    match evidence {
        Evidence::Task { percent, created_at } => {
            words.say("gc-task", [("percent", (*percent).into()), instant(*created_at)])
        }
        Evidence::Switch { key } => words.say("gc-switch", [("key", key.as_str().into())]),
        Evidence::NoSpaceFlag => words.phrase("gc-no-space-flag").into(),
        Evidence::NoSpaceMessage { at } => words.say("gc-no-space-message", [instant(Some(*at))]),
        Evidence::Room { fits, tight, lacks } => words.say(
            "gc-room",
            [("fits", (*fits).into()), ("tight", (*tight).into()), ("lacks", (*lacks).into())],
        ),
        Evidence::LastError { at } => words.say("gc-last-error", [instant(*at)]),
        Evidence::Stalled { since_at } => words.say("gc-no-sign", [instant(*since_at)]),
        Evidence::AutoScan { on } => words.say("gc-auto-scan", [("on", Arg::flag(*on))]),
    }
}

fn queue(report: &SrReport, say: &Say<'_>) -> Section {
    if report.queue.is_empty() {
        return Section::default();
    }
    let words = say.words;
    let leaves = report.queue.iter().filter(|merge| merge.leaf).count();
    let counts = [("inner", (report.queue.len() - leaves).into()), ("leaf", leaves.into())];
    let mut section = Section::titled(words.say("queue", counts).in_look(Look::Strong));
    section.blocks.push(Block::Queue(say.rows(&report.queue, SHOWN, |merge| queued(merge, say))));
    if report.gc.outlook == CollectorOutlook::Stuck {
        section.blocks.push(Paragraph::plain(1, words.phrase("drain-stuck")));
    } else if let Some(drain) = &report.drain {
        section.blocks.push(Paragraph::plain(1, duration(drain, say)));
    }
    section
}

fn duration(drain: &Drain, say: &Say<'_>) -> Text {
    let words = say.words;
    let Bounds { low_bytes, best_bytes, high_bytes } = drain.speed;
    let id = if low_bytes == high_bytes { "speed" } else { "speed-between" };
    let args = [("low", low_bytes.into()), ("best", best_bytes.into()), ("high", high_bytes.into())];
    let speed = words.say(id, args);
    let from = match drain.speed_from {
        SpeedFrom::Prior => "prior",
        SpeedFrom::Given => "given",
        SpeedFrom::Learnt => "learnt",
    };
    // rounded up: a merge that has begun takes at least a minute
    let span = |seconds: u64| Arg::from(words.seconds(seconds.div_ceil(60).saturating_mul(60)));
    let args = [
        ("copies", space::bounds(drain.copies, say).into()),
        ("low", span(drain.low_seconds)),
        ("best", span(drain.best_seconds)),
        ("high", span(drain.high_seconds)),
        ("speed", speed.into()),
        ("from", from.into()),
        ("merges", drain.learnt_from.unwrap_or(0).into()),
    ];
    words.say("drain", args)
}

fn queued(merge: &MergeView, say: &Say<'_>) -> Queued {
    let words = say.words;
    let names = match merge.vm_names.is_empty() {
        true => words.phrase("tree-no-vm").into(),
        false => words.commas(merge.vm_names.iter().map(|name| Text::name(name, NAME))),
    };
    let kind = words.say("queue-line", [("kind", if merge.leaf { "leaf" } else { "inner" }.into())]);
    let copies = merge.copies.map(|copies| space::bounds(copies, say));
    let copies = copies.map(|bytes| words.say("queue-copies", [("bytes", bytes.into())]));
    Queued {
        place: merge.order,
        kind,
        name: names.in_look(Look::Strong),
        amount: copies.unwrap_or_default(),
        verdict: space::verdict(merge.fits, None, say),
    }
}
