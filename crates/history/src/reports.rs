//! The latest reports of a server, as JSON documents, so that two of them can be compared.

use std::collections::BTreeMap;
use std::io::Read as _;

use jiff::Timestamp;
use xo_health_core::model::ObjectId;

use crate::connect::{Store, int};
use crate::error::HistoryError;
use crate::past::Known;
use crate::recall::instant;
use crate::rows::{Cell, DAY_MS};

/// The number of days whose last report is kept; guess: users are away for two weeks at most.
const DAYS: usize = 14;

/// The number of latest reports kept besides those.
const LATEST: usize = 2;

/// The most bytes read of a report, from a history or a file. Guess: four times the report of the largest known server.
pub const LARGEST_REPORT: u64 = 1 << 30;

impl Store {
    /// Stores the report of a stored reading, and deletes all older ones but the last of each day for two weeks.
    /// Returns whether it was stored: not if the reading is missing, or already has a report.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn keep_report(
        &mut self,
        pools: &[ObjectId],
        at: Timestamp,
        json: &[u8],
    ) -> Result<bool, HistoryError> {
        let written = zstd::encode_all(json, 0).map_err(|source| self.unusable(&source))?;
        self.begin().await?;
        let done = self.write_report(pools, at, written).await;
        self.end(done).await
    }

    async fn write_report(
        &mut self,
        pools: &[ObjectId],
        at: Timestamp,
        written: Vec<u8>,
    ) -> Result<bool, HistoryError> {
        let pools: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let Some(server) = self.known_server(&pools).await? else { return Ok(false) };
        let of = || vec![Cell::from(server), Cell::at(Some(at))];
        let there = "SELECT COUNT(*) FROM reading WHERE server = $1 AND at = $2";
        let known = "SELECT COUNT(*) FROM report WHERE server = $1 AND at = $2";
        if self.number(there, of()).await? == 0 || self.number(known, of()).await? > 0 {
            return Ok(false);
        }
        let row = vec![server.into(), Cell::at(Some(at)), Cell::Blob(written)];
        self.insert("report (server, at, written)", vec![row]).await?;
        let gone = surplus(&self.report_times(server).await?);
        let gone: Vec<Cell> = gone.into_iter().map(Cell::from).collect();
        self.run_in("DELETE FROM report WHERE server = $1 AND at IN", &[server.into()], &gone).await?;
        Ok(true)
    }

    async fn report_times(&mut self, server: i64) -> Result<Vec<i64>, HistoryError> {
        let rows =
            self.rows("SELECT at FROM report WHERE server = $1 ORDER BY at", vec![server.into()]).await?;
        Ok(rows.iter().filter_map(|row| int(row, 0).ok().flatten()).collect())
    }

    /// Lists the times of a server's stored reports, oldest first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn reports(&mut self, known: &Known) -> Result<Vec<Timestamp>, HistoryError> {
        let times = self.report_times(known.number).await?;
        Ok(times.into_iter().filter_map(|at| instant(Some(at))).collect())
    }

    /// Returns the report of an instant; `None` if none is stored.
    ///
    /// # Errors
    /// What the database reports, or that the report is damaged.
    pub async fn report(&mut self, known: &Known, at: Timestamp) -> Result<Option<Vec<u8>>, HistoryError> {
        let sql = "SELECT written FROM report WHERE server = $1 AND at = $2";
        let rows = self.rows(sql, vec![known.number.into(), Cell::at(Some(at))]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let written: Vec<u8> = sqlx::Row::try_get(row, 0).map_err(|error| self.failed(&error))?;
        let mut json = Vec::new();
        let read = zstd::Decoder::new(written.as_slice())
            .and_then(|decoder| decoder.take(LARGEST_REPORT).read_to_end(&mut json));
        read.map_err(|source| self.unusable(&source))?;
        Ok(Some(json))
    }

    fn unusable(&self, source: &std::io::Error) -> HistoryError {
        HistoryError::Damaged { place: self.shown.clone(), reason: format!("a report: {source}") }
    }
}

/// Lists the reports to delete, given the times of all in order.
fn surplus(times: &[i64]) -> Vec<i64> {
    let days: BTreeMap<i64, i64> = times.iter().map(|&at| (at.div_euclid(DAY_MS), at)).collect();
    let kept: Vec<i64> = days.into_values().rev().take(DAYS).collect();
    let latest = &times[times.len().saturating_sub(LATEST)..];
    times.iter().copied().filter(|at| !kept.contains(at) && !latest.contains(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_each_day_stays_and_the_last_two() {
        let hours = |hours: &[i64]| hours.iter().map(|hour| hour * DAY_MS / 24).collect::<Vec<_>>();
        let cases: [(&[i64], &[i64]); 4] =
            [(&[], &[]), (&[1, 2], &[]), (&[1, 2, 3], &[1]), (&[1, 2, 25, 26, 27], &[1, 25])];
        for (all, gone) in cases {
            assert_eq!(surplus(&hours(all)), hours(gone), "{all:?}");
        }
        let many: Vec<i64> = (0..40).map(|day| day * DAY_MS).collect();
        assert_eq!(surplus(&many), many[..26]);
    }
}
