//! Queues and timelines as tables: a terminal has no other form for them.

use crate::blocks::{Column, Queued, Rows, Table, TableRow, Text, TimelineEntry};

/// The columns of the place in a queue.
const PLACE: u16 = 4;

/// Makes a table of a queue.
pub(super) fn of_queue(queue: &Rows<Queued>) -> Table {
    let mut columns = vec![Column::default(); 5];
    columns[0] = Column { is_number: true, least: PLACE, ..Column::default() };
    let row = |item: &Queued| {
        let place = Text::from(item.place.to_string());
        let words = [&item.kind, &item.name, &item.amount, &item.verdict];
        TableRow {
            cells: std::iter::once(place).chain(words.into_iter().cloned()).collect(),
            below: Vec::new(),
        }
    };
    Table { columns, rows: mapped(queue, row) }
}

/// Makes a table of a timeline.
pub(super) fn of_timeline(moments: &Rows<TimelineEntry>) -> Table {
    let figures = moments.items.iter().map(|moment| moment.figures.len()).max().unwrap_or(0);
    let number = Column { is_number: true, ..Column::default() };
    let text = Column::default();
    let numbers = std::iter::repeat_n(number, figures);
    let columns = [text.clone(), text.clone()].into_iter().chain(numbers).chain([text]).collect();
    let row = |moment: &TimelineEntry| {
        let mut cells = vec![moment.at.clone(), moment.what.clone()];
        cells.extend(moment.figures.iter().cloned());
        cells.resize(2 + figures, Text::default());
        cells.push(moment.rest.clone());
        TableRow { cells, below: moment.below.clone() }
    };
    Table { columns, rows: mapped(moments, row) }
}

fn mapped<T>(rows: &Rows<T>, row: impl Fn(&T) -> TableRow) -> Rows<TableRow> {
    Rows { items: rows.items.iter().map(row).collect(), shown: rows.shown, more: rows.more.clone() }
}
