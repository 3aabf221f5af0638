//! Tables: columns as wide as their cells; the last one moves below if it does not fit.

use std::collections::BTreeMap;

use super::lines::{Lines, Piece, plain, width_of};
use super::{STEP, write as write_block};
use crate::blocks::{Look, Table, TableRow, Text};
use xo_health_core::display;

/// The columns between two cells.
const GAP: usize = 2;

/// The columns to which a cell of words is cut on a narrow screen.
const MIN_CELL: usize = 8;

/// The columns reserved for the last cell if there is no room for all of it beside the others.
const MIN_LAST: usize = 12;

/// The widest last cell for which names before it are shortened.
const WHOLE_LAST: usize = 32;

/// Writes a table.
pub(super) fn write(lines: &mut Lines<'_>, indent: usize, table: &Table) {
    let everything = lines.everything();
    let rows = table.rows.shown(everything);
    let widths = widths(lines, indent, table, rows);
    if table.columns.iter().any(|column| !column.head.is_empty()) {
        let heads: Vec<Text> = table.columns.iter().map(|column| column.head.clone()).collect();
        write_row(lines, indent, table, &widths, &heads);
    }
    let shortened = shortened(lines, rows, &widths);
    for row in rows {
        write_row(lines, indent, table, &widths, &short(&row.cells, &shortened));
        row.below.iter().for_each(|block| write_block(lines, indent + STEP, block));
    }
    lines.more(indent, &table.rows);
}

/// Returns, for each column, its overlong names, cut so that different names stay different.
fn shortened<'r>(
    lines: &Lines<'_>,
    rows: &'r [TableRow],
    widths: &[usize],
) -> Vec<BTreeMap<&'r str, String>> {
    let of_column = |(at, width): (usize, &usize)| {
        let names = rows.iter().filter_map(|row| alone(row.cells.get(at)?));
        let columns = names.clone().map(|(_, columns)| usize::from(columns)).max().unwrap_or(0);
        let columns = columns.min(*width);
        let long: Vec<&str> =
            names.map(|(name, _)| name).filter(|name| display::width(name) > columns).collect();
        display::fit_names(&long, columns, lines.ellipsis())
    };
    widths.iter().enumerate().map(of_column).collect()
}

/// Returns the name that is a cell's whole content, and the columns it may take.
fn alone(cell: &Text) -> Option<(&str, u16)> {
    let [span] = cell.spans() else { return None };
    span.name.map(|columns| (span.text.as_str(), columns))
}

/// Replaces the names in a row by their cut versions.
fn short(cells: &[Text], shortened: &[BTreeMap<&str, String>]) -> Vec<Text> {
    let one = |(cell, names): (&Text, &BTreeMap<&str, String>)| {
        let cut = alone(cell).and_then(|(name, columns)| Some((names.get(name)?, columns)));
        let look = cell.spans().first().map_or(Look::Plain, |span| span.look);
        cut.map_or_else(|| cell.clone(), |(cut, columns)| Text::name(cut.as_str(), columns).in_look(look))
    };
    cells.iter().zip(shortened).map(one).collect()
}

fn widths(lines: &Lines<'_>, indent: usize, table: &Table, rows: &[TableRow]) -> Vec<usize> {
    let of_column = |(at, column): (usize, &crate::blocks::Column)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let widest = cells.chain([&column.head]).map(|cell| lines.columns(cell)).max().unwrap_or(0);
        widest.max(column.least.into())
    };
    let mut widths: Vec<usize> = table.columns.iter().enumerate().map(of_column).collect();
    let Some((last, before)) = widths.split_last_mut() else { return widths };
    let gaps = GAP * before.iter().filter(|width| **width > 0).count();
    let room = |last: usize| lines.width().saturating_sub(indent + gaps + last);
    let has_names =
        |at: usize| rows.iter().filter_map(|row| row.cells.get(at)).any(|cell| alone(cell).is_some());
    if *last <= WHOLE_LAST {
        narrow(before, room(*last), has_names);
    }
    narrow(before, room((*last).min(MIN_LAST)), |at| !table.columns[at].is_number);
    widths
}

/// Narrows columns to this much room: the widest one that may be narrowed goes first, as far as possible.
fn narrow(columns: &mut [usize], room: usize, may: impl Fn(usize) -> bool) {
    let mut excess = columns.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let cells = columns.iter_mut().enumerate().filter(|(at, _)| may(*at));
        let widest = cells.map(|(_, width)| width).max_by_key(|width| **width);
        let Some(widest) = widest.filter(|width| **width > MIN_CELL) else { break };
        let columns = widest.saturating_sub(excess).max(MIN_CELL);
        excess -= *widest - columns;
        *widest = columns;
    }
}

fn write_row(lines: &mut Lines<'_>, indent: usize, table: &Table, widths: &[usize], cells: &[Text]) {
    let mut line: Vec<Piece> = Vec::new();
    let mut below = None;
    for (at, ((cell, width), column)) in cells.iter().zip(widths).zip(&table.columns).enumerate() {
        let is_last = at + 1 == widths.len();
        let room = lines.width().saturating_sub(indent + width_of(&line));
        let width = if is_last { room } else { (*width).min(room) };
        if is_last && !column.is_number && lines.columns(cell) > room {
            below = Some(cell);
            break;
        }
        let columns = if column.is_number { widths[at].min(room) } else { width };
        let pieces = lines.fitted(cell, columns);
        let filling = plain(" ".repeat(columns.saturating_sub(width_of(&pieces))));
        match (column.is_number, is_last) {
            (true, _) => line.extend(std::iter::once(filling).chain(pieces)),
            (false, true) => line.extend(pieces),
            (false, false) => line.extend(pieces.into_iter().chain([filling])),
        }
        if !is_last && columns > 0 {
            line.push(plain(" ".repeat(GAP.min(room))));
        }
    }
    lines.write(indent, cut(line, lines.width().saturating_sub(indent)));
    if let Some(cell) = below {
        lines.paragraph(indent + STEP, &Text::default(), cell);
    }
}

/// Drops what exceeds a screen that is too narrow for the columns.
fn cut(line: Vec<Piece>, room: usize) -> Vec<Piece> {
    let mut left = room;
    let mut kept = Vec::with_capacity(line.len());
    for piece in line {
        let width = width_of(std::slice::from_ref(&piece));
        if width > left {
            break;
        }
        left -= width;
        kept.push(piece);
    }
    kept
}
