//! Tables: columns as wide as their cells, the last one below where it does not fit.

use super::lines::{Lines, Piece, plain, width_of};
use super::{STEP, write as write_block};
use crate::blocks::{Row, Table, Text};

/// Columns between two cells.
const GAP: usize = 2;

/// Columns to which a cell of words is cut on a narrow screen.
const MIN_CELL: usize = 8;

/// Columns that the last cell should have.
const MIN_LAST: usize = 12;

/// Writes a table.
pub(super) fn write(lines: &mut Lines<'_>, indent: usize, table: &Table) {
    let everything = lines.everything();
    let rows = table.rows.shown(everything);
    let widths = widths(lines, indent, table, rows);
    if table.columns.iter().any(|column| !column.head.is_empty()) {
        let heads: Vec<Text> = table.columns.iter().map(|column| column.head.clone()).collect();
        write_row(lines, indent, table, &widths, &heads);
    }
    for row in rows {
        write_row(lines, indent, table, &widths, &row.cells);
        row.below.iter().for_each(|block| write_block(lines, indent + STEP, block));
    }
    lines.more(indent, &table.rows);
}

fn widths(lines: &Lines<'_>, indent: usize, table: &Table, rows: &[Row]) -> Vec<usize> {
    let of_column = |(at, column): (usize, &crate::blocks::Column)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let widest = cells.chain([&column.head]).map(|cell| lines.columns(cell)).max().unwrap_or(0);
        widest.max(column.least.into())
    };
    let mut widths: Vec<usize> = table.columns.iter().enumerate().map(of_column).collect();
    let Some((last, before)) = widths.split_last_mut() else { return widths };
    let gaps = GAP * before.iter().filter(|width| **width > 0).count();
    let room = lines.width().saturating_sub(indent + gaps + (*last).min(MIN_LAST));
    let mut excess = before.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let cells = before.iter_mut().zip(&table.columns).filter(|(_, column)| !column.is_number);
        let widest = cells.map(|(width, _)| width).max_by_key(|width| **width);
        let Some(widest) = widest.filter(|width| **width > MIN_CELL) else { break };
        let columns = widest.saturating_sub(excess).max(MIN_CELL);
        excess -= *widest - columns;
        *widest = columns;
    }
    widths
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
