//! A history as one file: lines of JSON, compressed with zstd, the same whichever database it came from.
//!
//! The first line names the format; then follow, server by server, its pools, its objects and the rows of each table.
//! The numbers of servers and objects are valid only within the file; whoever imports it assigns new ones. Reports are
//! left out: they repeat what the rest says.

mod tables;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;

use crate::connect::{Store, int, real, text};
use crate::error::HistoryError;
use crate::rows::{Cell, DAY_MS};
use tables::Kind::{self, Int, Object, Real, Text};
use tables::{TABLES, Table};

/// The format named in the first line.
const FORMAT: &str = "xo-health.history-export/1";

/// The prefix of the format, which newer programs share.
const FAMILY: &str = "xo-health.history-export/";

/// The period whose rows are read and written at once. Milliseconds; guess: 30 days of 300 VMs take some ten MB.
const WINDOW_MS: i64 = 30 * DAY_MS;

/// The number of rows written at once.
const AT_ONCE: usize = 2000;

/// The most bytes read of a line. Guess: a row has a few hundred.
const LINE: u64 = 1 << 20;

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    /// The first line.
    Head { format: String },
    /// The start of a server.
    Server { pools: Vec<String>, seen: i64 },
    /// An object of the server.
    Object { object: i64, name: String, label: Option<String>, owner: Option<i64> },
    /// A row of a table.
    Row { table: String, row: Vec<Value> },
}

/// The result of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Readings that are new.
    pub new: u64,
    /// Readings that were already there.
    pub known: u64,
}

impl Store {
    /// Writes everything but reports.
    ///
    /// # Errors
    /// What the database reports, or [`HistoryError::Export`] if the file cannot be written.
    pub async fn export(&mut self, into: impl Write) -> Result<(), HistoryError> {
        let mut out = zstd::Encoder::new(into, 0).map_err(|error| unwritten(&error))?;
        put(&mut out, &Line::Head { format: FORMAT.to_owned() })?;
        for row in &self.rows("SELECT id, seen FROM server ORDER BY id", vec![]).await? {
            let read = int(row, 0).and_then(|id| Ok((id, int(row, 1)?)));
            if let (Some(server), Some(seen)) = read.map_err(|error| self.failed(&error))? {
                self.export_server(&mut out, server, seen).await?;
            }
        }
        out.finish().map(drop).map_err(|error| unwritten(&error))
    }

    async fn export_server(
        &mut self,
        out: &mut impl Write,
        server: i64,
        seen: i64,
    ) -> Result<(), HistoryError> {
        let rows =
            self.rows("SELECT pool FROM pool WHERE server = $1 ORDER BY pool", vec![server.into()]).await?;
        let pools = rows.iter().filter_map(|row| text(row, 0).ok().flatten()).collect();
        put(out, &Line::Server { pools, seen })?;
        let sql = "SELECT id, name, label, owner FROM object WHERE server = $1 ORDER BY id";
        for row in &self.rows(sql, vec![server.into()]).await? {
            let read = int(row, 0).and_then(|id| Ok((id, text(row, 1)?, text(row, 2)?, int(row, 3)?)));
            if let (Some(object), Some(name), label, owner) = read.map_err(|error| self.failed(&error))? {
                put(out, &Line::Object { object, name, label, owner })?;
            }
        }
        for table in TABLES {
            let columns: Vec<String> = table.columns.iter().map(|(name, _)| format!("t.{name}")).collect();
            let (name, time, columns) = (table.name, table.time, columns.join(", "));
            let ends = format!("SELECT MIN({time}), MAX({time}) FROM {name} t WHERE t.server = $1");
            let ends = self.rows(&ends, vec![server.into()]).await?;
            let ends = ends.first().map(|row| Ok(int(row, 0)?.zip(int(row, 1)?))).transpose();
            let Some((first, last)) = ends.map_err(|error| self.failed(&error))?.flatten() else { continue };
            let sql = format!(
                "SELECT {columns} FROM {name} t WHERE t.server = $1 AND {time} >= $2 AND {time} < $3 ORDER BY {columns}"
            );
            let mut from = first;
            while from <= last {
                let until = from.saturating_add(WINDOW_MS);
                for row in &self.rows(&sql, vec![server.into(), from.into(), until.into()]).await? {
                    let row = values(table, row).map_err(|error| self.failed(&error))?;
                    put(out, &Line::Row { table: name.to_owned(), row })?;
                }
                from = until;
            }
        }
        Ok(())
    }

    /// Imports an export in one transaction. A server that already has all of its readings stays as it is.
    ///
    /// # Errors
    /// What the database reports; [`HistoryError::Export`] if it is not an export, if it is damaged, or if the history
    /// holds some of a server's readings but not all. Nothing is changed then.
    pub async fn import(&mut self, from: impl Read) -> Result<Imported, HistoryError> {
        self.begin().await?;
        let done = self.read_export(from).await;
        self.end(done).await
    }

    async fn read_export(&mut self, from: impl Read) -> Result<Imported, HistoryError> {
        let decoder = zstd::Decoder::new(from).map_err(|error| unread(&error))?;
        let mut lines = Lines { of: BufReader::new(decoder) };
        match lines.next()? {
            Some(Line::Head { format }) if format == FORMAT => {}
            Some(Line::Head { format }) if format.starts_with(FAMILY) => {
                return Err(refused(&format!("a newer xo-health wrote it ({format}): update this one")));
            }
            _ => return Err(refused("it is not an export of a history")),
        }
        let mut imported = Imported::default();
        let mut at: Option<Incoming> = None;
        while let Some(line) = lines.next()? {
            match line {
                Line::Head { .. } => return Err(refused("a line is out of place")),
                Line::Server { pools, seen } => {
                    self.finish(at.take(), &mut imported).await?;
                    at = Some(self.incoming(pools, seen).await?);
                }
                Line::Object { object, name, label, owner } => {
                    let incoming = at.as_mut().ok_or_else(|| refused("a line is out of place"))?;
                    incoming.objects.push((object, name, label, owner));
                }
                Line::Row { table, row } => {
                    let incoming = at.as_mut().ok_or_else(|| refused("a line is out of place"))?;
                    self.take(incoming, &table, row).await?;
                }
            }
        }
        self.finish(at.take(), &mut imported).await?;
        Ok(imported)
    }

    async fn incoming(&mut self, pools: Vec<String>, seen: i64) -> Result<Incoming, HistoryError> {
        let cells: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let known = self.known_server(&cells).await?;
        let mut readings = std::collections::BTreeSet::new();
        let server = match known {
            Some(server) => {
                let sql = "SELECT at FROM reading WHERE server = $1";
                let rows = self.rows(sql, vec![server.into()]).await?;
                readings.extend(rows.iter().filter_map(|row| int(row, 0).ok().flatten()));
                server
            }
            None => {
                let new = self.number("SELECT COALESCE(MAX(id), 0) + 1 FROM server", vec![]).await?;
                self.insert("server (id, seen)", vec![vec![new.into(), seen.into()]]).await?;
                let rows = cells.into_iter().map(|pool| vec![pool, new.into()]).collect();
                self.insert("pool (pool, server)", rows).await?;
                new
            }
        };
        Ok(Incoming { server, readings, ..Incoming::default() })
    }

    /// Takes a row; all objects of the server precede its rows.
    async fn take(
        &mut self,
        incoming: &mut Incoming,
        table: &str,
        mut row: Vec<Value>,
    ) -> Result<(), HistoryError> {
        let known = TABLES.iter().position(|of| of.name == table);
        let place = known.ok_or_else(|| refused(&format!("it has a table `{table}`")))?;
        if row.len() > TABLES[place].columns.len() {
            return Err(refused(&format!("a row of `{table}` has {} values", row.len())));
        }
        row.resize(TABLES[place].columns.len(), Value::Null);
        if table == "reading" {
            incoming.new += u64::from(row[0].as_i64().is_some_and(|at| !incoming.readings.contains(&at)));
            incoming.all += 1;
        }
        if !incoming.readings.is_empty() {
            // the server is already there, so nothing of it is written
            return Ok(());
        }
        self.number_objects(incoming).await?;
        let mut cells = vec![Cell::from(incoming.server)];
        for ((name, kind), value) in TABLES[place].columns.iter().zip(&row) {
            let cell = cell(*kind, value, &incoming.numbers);
            cells.push(cell.ok_or_else(|| refused(&format!("`{name}` of `{table}` cannot be {value}")))?);
        }
        if incoming.place != place || incoming.rows.len() >= AT_ONCE {
            self.flush(incoming).await?;
            incoming.place = place;
        }
        incoming.rows.push(cells);
        Ok(())
    }

    /// Assigns this history's numbers to the objects of a server.
    async fn number_objects(&mut self, incoming: &mut Incoming) -> Result<(), HistoryError> {
        let objects = std::mem::take(&mut incoming.objects);
        if objects.is_empty() {
            return Ok(());
        }
        let mut next = self.number("SELECT COALESCE(MAX(id), 0) FROM object", vec![]).await?;
        for (object, ..) in &objects {
            next += 1;
            incoming.numbers.insert(*object, next);
        }
        let row = |(object, name, label, owner): (i64, String, Option<String>, Option<i64>)| {
            let number = |of: i64| incoming.numbers.get(&of).copied();
            vec![
                Cell::Int(number(object)),
                incoming.server.into(),
                Cell::text(name),
                Cell::Text(label),
                Cell::Int(owner.and_then(number)),
            ]
        };
        let rows = objects.into_iter().map(row).collect();
        self.insert("object (id, server, name, label, owner)", rows).await
    }

    async fn flush(&mut self, incoming: &mut Incoming) -> Result<(), HistoryError> {
        let rows = std::mem::take(&mut incoming.rows);
        let table = &TABLES[incoming.place];
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        self.insert(&format!("{} (server, {})", table.name, columns.join(", ")), rows).await
    }

    async fn finish(
        &mut self,
        incoming: Option<Incoming>,
        imported: &mut Imported,
    ) -> Result<(), HistoryError> {
        let Some(mut incoming) = incoming else { return Ok(()) };
        if !incoming.readings.is_empty() && incoming.new > 0 {
            return Err(refused(
                "the history holds other readings of the same server: import it into a new one",
            ));
        }
        self.flush(&mut incoming).await?;
        imported.new += incoming.new;
        imported.known += incoming.all - incoming.new;
        Ok(())
    }
}

/// A server being imported.
#[derive(Debug, Default)]
struct Incoming {
    /// Its number in this history.
    server: i64,
    /// Its readings that were there before.
    readings: std::collections::BTreeSet<i64>,
    /// The readings in the file, and how many of them are new.
    all: u64,
    new: u64,
    /// Objects without a number yet: number in the file, id, name, owner.
    objects: Vec<(i64, String, Option<String>, Option<i64>)>,
    /// This history's numbers by those of the file.
    numbers: BTreeMap<i64, i64>,
    /// Rows not written yet, and their table.
    rows: Vec<Vec<Cell>>,
    place: usize,
}

/// The lines of an export.
struct Lines<R> {
    of: BufReader<R>,
}

impl<R: Read> Lines<R> {
    fn next(&mut self) -> Result<Option<Line>, HistoryError> {
        let mut line = Vec::new();
        let read = self.of.by_ref().take(LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| unread(&error))? == 0 {
            return Ok(None);
        }
        serde_json::from_slice(&line).map(Some).map_err(|error| refused(&error.to_string()))
    }
}

fn put(out: &mut impl Write, line: &Line) -> Result<(), HistoryError> {
    let mut written = serde_json::to_vec(line).map_err(|error| refused(&error.to_string()))?;
    written.push(b'\n');
    out.write_all(&written).map_err(|error| unwritten(&error))
}

fn values(table: &Table, row: &AnyRow) -> Result<Vec<Value>, sqlx::Error> {
    let of = |(place, (_, kind)): (usize, &(&str, Kind))| {
        Ok(match kind {
            Object | Int => int(row, place)?.map_or(Value::Null, Value::from),
            Real => real(row, place)?.map_or(Value::Null, Value::from),
            Text => text(row, place)?.map_or(Value::Null, Value::from),
        })
    };
    table.columns.iter().enumerate().map(of).collect()
}

/// Reads a value of a column; `None` if it has another type or names an object that the file does not contain.
fn cell(kind: Kind, value: &Value, numbers: &BTreeMap<i64, i64>) -> Option<Cell> {
    if value.is_null() {
        return Some(match kind {
            Object | Int => Cell::Int(None),
            Real => Cell::Real(None),
            Text => Cell::Text(None),
        });
    }
    Some(match kind {
        Object => match value.as_i64()? {
            0 => 0_i64.into(),
            number => (*numbers.get(&number)?).into(),
        },
        Int => value.as_i64()?.into(),
        Real => Cell::Real(Some(value.as_f64()?)),
        // PostgreSQL does not accept NUL
        Text => Cell::Text(Some(value.as_str()?.replace('\0', ""))),
    })
}

fn refused(reason: &str) -> HistoryError {
    HistoryError::Export { reason: reason.to_owned() }
}

fn unread(error: &std::io::Error) -> HistoryError {
    refused(&format!("it cannot be read: {error}"))
}

fn unwritten(error: &std::io::Error) -> HistoryError {
    refused(&format!("it cannot be written: {error}"))
}
