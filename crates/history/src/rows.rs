//! Many rows at once, in the dialect that both databases share: `$1` stands for the first value.

use std::fmt::Write as _;

use jiff::Timestamp;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

use crate::connect::Store;
use crate::error::HistoryError;
use xo_health_core::units::Bytes;

/// Values in one statement. SQLite allows 32,766 and PostgreSQL 65,535; more than this is no faster.
const AT_ONCE: usize = 4000;

/// An hour in milliseconds, the unit of a history.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// A day in milliseconds.
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// How much of a name is kept. Characters; guess: as much as XO shows in a column.
const NAME_LENGTH: usize = 120;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Blob(Vec<u8>),
}

impl Cell {
    pub(crate) fn text(text: impl ToString) -> Self {
        Self::Text(Some(text.to_string()))
    }

    /// A name from a server: cut if it is long, and without NUL, which PostgreSQL does not accept.
    pub(crate) fn name(name: &str) -> Self {
        Self::Text(Some(name.chars().filter(|sign| *sign != '\0').take(NAME_LENGTH).collect()))
    }

    pub(crate) fn bytes(bytes: Option<Bytes>) -> Self {
        Self::Int(bytes.map(|bytes| i64::try_from(bytes.0).unwrap_or(i64::MAX)))
    }

    pub(crate) fn at(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_millisecond))
    }

    pub(crate) fn bind(query: Query<'_, Any, AnyArguments>, cell: Self) -> Query<'_, Any, AnyArguments> {
        match cell {
            Self::Int(value) => query.bind(value),
            Self::Real(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Blob(value) => query.bind(value),
        }
    }
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Int(Some(value.into()))
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Int(Some(value.into()))
    }
}

impl Store {
    /// Inserts rows into a table; `into` is its name and columns. Existing rows stay as they are.
    pub(crate) async fn insert(&mut self, into: &str, rows: Vec<Vec<Cell>>) -> Result<(), HistoryError> {
        let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
        for some in rows.chunks((AT_ONCE / width.max(1)).max(1)) {
            let mut sql = format!("INSERT INTO {into} VALUES ");
            for row in 0..some.len() {
                sql.push_str(if row == 0 { "(" } else { ", (" });
                places(&mut sql, row * width, width);
                sql.push(')');
            }
            sql.push_str(" ON CONFLICT DO NOTHING");
            self.run(&sql, some.iter().flatten().cloned().collect()).await?;
        }
        Ok(())
    }

    /// Runs a statement for each chunk of a list of values: `sql` ends where the list in brackets begins.
    pub(crate) async fn run_in(
        &mut self,
        sql: &str,
        first: &[Cell],
        list: &[Cell],
    ) -> Result<(), HistoryError> {
        for some in list.chunks(AT_ONCE) {
            let (sql, cells) = with_list(sql, first, some);
            self.run(&sql, cells).await?;
        }
        Ok(())
    }

    /// Runs a query for each chunk of a list of values: `sql` ends where the list in brackets begins.
    pub(crate) async fn rows_in(
        &mut self,
        sql: &str,
        first: &[Cell],
        list: &[Cell],
    ) -> Result<Vec<sqlx::any::AnyRow>, HistoryError> {
        let mut all = Vec::new();
        for some in list.chunks(AT_ONCE) {
            let (sql, cells) = with_list(sql, first, some);
            all.append(&mut self.rows(&sql, cells).await?);
        }
        Ok(all)
    }
}

fn with_list(sql: &str, first: &[Cell], list: &[Cell]) -> (String, Vec<Cell>) {
    // as rows: PostgreSQL compares each row of a table with each value of a plain list
    let mut sql = format!("{sql} (VALUES ");
    for at in 0..list.len() {
        // writing to a string does not fail
        let _ = write!(sql, "{}(${})", if at == 0 { "" } else { ", " }, first.len() + at + 1);
    }
    sql.push(')');
    (sql, first.iter().chain(list).cloned().collect())
}

fn places(sql: &mut String, from: usize, count: usize) {
    for at in 0..count {
        // writing to a string does not fail
        let _ = write!(sql, "{}${}", if at == 0 { "" } else { ", " }, from + at + 1);
    }
}
