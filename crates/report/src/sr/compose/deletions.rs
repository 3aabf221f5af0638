//! What may be deleted now.

use super::space::bounds;
use crate::blocks::{Block, Column, Look, Paragraph, Section, Table, TableRow, Text};
use crate::say::Say;
use crate::sr::{DeletionView, SrReport};
use crate::words::Arg;

/// How many snapshots are shown before the rest is folded.
const SHOWN: usize = 8;

/// The columns of a snapshot's VM and of its name.
const NAME: u16 = 24;

/// Composes the snapshots, the safest deletions first. Those of backups are deleted by their jobs: they are shown only
/// if everything is wanted, or if one VM is named.
pub(super) fn compose(report: &SrReport, say: &Say<'_>) -> Section {
    if report.deletions.is_empty() {
        return Section::default();
    }
    let words = say.words;
    let with_backups = say.everything || report.only_vm.is_some();
    let listed: Vec<_> = report.deletions.iter().filter(|one| with_backups || !one.of_backup).collect();
    let left_out = report.deletions.len() - listed.len();
    let title = Text::strong(words.phrase("deletions")).and(words.phrase("deletions-order"));
    let mut section = Section::titled(title);
    let age = Column { is_number: true, ..Column::default() };
    let mut rows = say.rows(&listed, SHOWN, |deletion| row(deletion, say));
    if left_out > 0 {
        let of_backups = words.say("more-of-backups", [("n", left_out.into())]);
        rows.more = words.commas([rows.more, of_backups].into_iter().filter(|text| !text.is_empty()));
    }
    section
        .blocks
        .push(Block::Table(Table { columns: vec![Column::default(), age, Column::default()], rows }));
    section
}

fn row(deletion: &DeletionView, say: &Say<'_>) -> TableRow {
    let name = Text::name(&deletion.name, NAME);
    let name = match &deletion.vm_name {
        Some(vm) => Text::name(vm, NAME).and(": ").and(name),
        None => name,
    };
    let taken = deletion.snapshot_at.map(|at| say.age(at)).unwrap_or_default();
    let maker = say.words.phrase(if deletion.of_backup { "of-backup" } else { "of-others" });
    TableRow {
        cells: vec![name.in_look(Look::Strong), taken.into(), maker.into()],
        below: vec![Paragraph::plain(0, describe(deletion, say))],
    }
}

fn describe(deletion: &DeletionView, say: &Say<'_>) -> Text {
    let words = say.words;
    let may = words.say("may", [("may", Arg::key(deletion.may))]);
    let mut parts = vec![may.and(words.say("at-once", [("bytes", deletion.at_once_bytes.into())]))];
    if let Some(after) = deletion.after_merge {
        parts.push(words.say("after-merge", [("bytes", bounds(after, say).into())]));
    }
    if let Some(needs) = deletion.merge_needs.filter(|_| say.everything) {
        parts.push(words.say("merge-needs", [("bytes", bounds(needs, say).into())]));
    }
    if deletion.shorter > 0 && say.everything {
        parts.push(words.say("shorter", [("n", deletion.shorter.into())]));
    }
    words.commas(parts)
}
