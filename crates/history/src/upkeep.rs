//! Counts, and thinning by age: one reading an hour for the last 14 days, one a day for a year, nothing older.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use xo_health_core::model::ObjectId;

use crate::connect::{Store, int};
use crate::error::HistoryError;
use crate::rows::{Cell, DAY_MS, HOUR_MS};

/// How long one reading of each hour is kept.
const HOURLY: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How long one reading of each day is kept with its forecast, and how long runs and findings are.
const DAILY: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The contents of a history, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// The number of servers.
    pub servers: u64,
    /// The number of readings.
    pub readings: u64,
    /// The first and the last reading.
    pub between: Option<(Timestamp, Timestamp)>,
    /// The number of runs.
    pub runs: u64,
    /// The number of forecasts.
    pub forecasts: u64,
    /// The bytes that the whole database takes on disk.
    pub bytes: u64,
}

/// The result of thinning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Readings that were removed.
    pub readings: u64,
    /// Readings that remain.
    pub left: u64,
}

impl Store {
    /// Counts the contents.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn stats(&mut self) -> Result<Stats, HistoryError> {
        let mut count =
            async |sql: &str| Ok::<_, HistoryError>(self.number(sql, vec![]).await?.unsigned_abs());
        let servers = count("SELECT COUNT(*) FROM server").await?;
        let readings = count("SELECT COUNT(*) FROM reading").await?;
        let runs = count("SELECT COUNT(*) FROM run").await?;
        let forecasts = count("SELECT COUNT(*) FROM reading WHERE predicted = 1").await?;
        let rows = self.rows("SELECT MIN(at), MAX(at) FROM reading", vec![]).await?;
        let ends = rows.first().map(|row| Ok::<_, sqlx::Error>((int(row, 0)?, int(row, 1)?)));
        let ends = ends.transpose().map_err(|error| self.failed(&error))?;
        let between = ends.and_then(|(first, last)| {
            Some((Timestamp::from_millisecond(first?).ok()?, Timestamp::from_millisecond(last?).ok()?))
        });
        Ok(Stats { servers, readings, between, runs, forecasts, bytes: self.bytes().await? })
    }

    async fn bytes(&mut self) -> Result<u64, HistoryError> {
        let size = match self.dialect {
            crate::connect::Dialect::Sqlite => {
                let pages = self.number("PRAGMA page_count", vec![]).await?;
                pages.saturating_mul(self.number("PRAGMA page_size", vec![]).await?)
            }
            crate::connect::Dialect::Postgres => {
                self.number("SELECT pg_database_size(current_database())", vec![]).await?
            }
        };
        Ok(size.unsigned_abs())
    }

    /// Thins readings out by their age at an instant, in one transaction. For the remaining instants, the history says
    /// the same as before.
    ///
    /// # Errors
    /// What the database reports; nothing is removed then.
    pub async fn prune(&mut self, now: Timestamp) -> Result<Pruned, HistoryError> {
        self.begin().await?;
        let done = self.thin(now).await;
        self.end(done).await
    }

    /// Thins readings out if the reading at `at` is the first of its day (UTC) of a server: once a day is enough. `now`
    /// is the clock's time: a reading that claims to be from the future makes nothing old.
    ///
    /// # Errors
    /// What the database reports; nothing is removed then.
    pub async fn prune_daily(
        &mut self,
        pools: &[ObjectId],
        at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Pruned>, HistoryError> {
        let pools: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let Some(server) = self.known_server(&pools).await? else { return Ok(None) };
        let day = at.as_millisecond().div_euclid(DAY_MS) * DAY_MS;
        let sql = "SELECT COUNT(*) FROM reading WHERE server = $1 AND at >= $2 AND at < $3";
        let cells = vec![server.into(), day.into(), (day + DAY_MS).into()];
        match self.number(sql, cells).await? {
            1 => self.prune(at.min(now)).await.map(Some),
            _ => Ok(None),
        }
    }

    async fn thin(&mut self, now: Timestamp) -> Result<Pruned, HistoryError> {
        let hourly = now.saturating_sub(HOURLY).map_or(i64::MIN, Timestamp::as_millisecond);
        let daily = now.saturating_sub(DAILY).map_or(i64::MIN, Timestamp::as_millisecond);
        let mut pruned = Pruned::default();
        let servers = self.rows("SELECT id FROM server ORDER BY id", vec![]).await?;
        for server in servers.iter().filter_map(|row| int(row, 0).ok().flatten()) {
            let sql = "SELECT at FROM reading WHERE server = $1 ORDER BY at";
            let rows = self.rows(sql, vec![server.into()]).await?;
            let all: Vec<i64> = rows.iter().filter_map(|row| int(row, 0).ok().flatten()).collect();
            let gone: Vec<Cell> = surplus(&all, hourly, daily).into_iter().map(Cell::from).collect();
            pruned.readings += gone.len() as u64;
            pruned.left += (all.len() - gone.len()) as u64;
            for table in ["reading", "place", "forecast"] {
                let sql = format!("DELETE FROM {table} WHERE server = $1 AND at IN");
                self.run_in(&sql, &[server.into()], &gone).await?;
            }
            self.drop_old(server, daily).await?;
        }
        Ok(pruned)
    }

    /// Drops what no remaining reading shows, and what is older than everything that is kept.
    async fn drop_old(&mut self, server: i64, oldest: i64) -> Result<(), HistoryError> {
        // a span without a reading means nothing any more
        let sql = "DELETE FROM image WHERE server = $1 AND until IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reading r \
                   WHERE r.server = $1 AND r.at >= image.at AND r.at < image.until)";
        self.run(sql, vec![server.into()]).await?;
        let old = || vec![Cell::from(server), oldest.into()];
        for table in ["settings", "finding", "taken"] {
            self.run(&format!("DELETE FROM {table} WHERE server = $1 AND until < $2"), old()).await?;
        }
        let sql = "DELETE FROM run_vm WHERE server = $1 AND run IN (SELECT id FROM run WHERE server = $1 AND at < $2)";
        self.run(sql, old()).await?;
        for table in ["run", "merged", "trimmed", "missed", "forecast", "report"] {
            self.run(&format!("DELETE FROM {table} WHERE server = $1 AND at < $2"), old()).await?;
        }
        let named = ["SELECT sr FROM place WHERE server = $1", "SELECT vdi FROM image WHERE server = $1"];
        let named = named.into_iter().chain([
            "SELECT parent FROM image WHERE server = $1 AND parent IS NOT NULL",
            "SELECT sr FROM image WHERE server = $1 AND sr IS NOT NULL",
            "SELECT sr FROM merged WHERE server = $1",
            "SELECT sr FROM trimmed WHERE server = $1",
            "SELECT id FROM run WHERE server = $1",
            "SELECT job FROM run WHERE server = $1 AND job IS NOT NULL",
            "SELECT schedule FROM run WHERE server = $1 AND schedule IS NOT NULL",
            "SELECT vm FROM run_vm WHERE server = $1 AND vm IS NOT NULL",
            "SELECT id FROM settings WHERE server = $1",
            "SELECT job FROM forecast WHERE server = $1",
            "SELECT job FROM taken WHERE server = $1",
            "SELECT vm FROM taken WHERE server = $1",
            "SELECT job FROM missed WHERE server = $1",
            "SELECT vm FROM missed WHERE server = $1",
            "SELECT o.id FROM object o JOIN pool p ON p.server = o.server AND p.pool = o.name WHERE o.server = $1",
            "SELECT vm FROM forecast WHERE server = $1 AND vm IS NOT NULL",
            "SELECT sr FROM forecast WHERE server = $1 AND sr IS NOT NULL",
        ]);
        let named = named.collect::<Vec<_>>().join(" UNION ALL ");
        // PostgreSQL goes through all that is named for each object where it is asked for `NOT IN`
        let unnamed =
            format!("SELECT id FROM object WHERE server = $1 EXCEPT SELECT * FROM ({named}) AS named");
        let sql = format!("DELETE FROM object WHERE id IN ({unnamed})");
        self.run(&sql, vec![server.into()]).await.map(drop)
    }
}

/// Lists the readings to remove: all but the last of each hour since `hourly` and of each day since `daily`.
fn surplus(all: &[i64], hourly: i64, daily: i64) -> Vec<i64> {
    let mut kept = BTreeSet::new();
    let mut gone = Vec::new();
    for &at in all.iter().rev() {
        let slot = match at {
            _ if at >= hourly => (0, at.div_euclid(HOUR_MS)),
            _ if at >= daily => (1, at.div_euclid(DAY_MS)),
            _ => {
                gone.push(at);
                continue;
            }
        };
        if !kept.insert(slot) {
            gone.push(at);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_then_days_then_nothing() {
        let (hourly, daily) = (10 * DAY_MS, 5 * DAY_MS);
        let cases = [
            (
                vec![10 * DAY_MS, 10 * DAY_MS + 1, 10 * DAY_MS + HOUR_MS],
                vec![10 * DAY_MS],
                "the last of an hour",
            ),
            (vec![5 * DAY_MS, 5 * DAY_MS + HOUR_MS, 6 * DAY_MS], vec![5 * DAY_MS], "the last of a day"),
            (vec![5 * DAY_MS - 1], vec![5 * DAY_MS - 1], "too old"),
            (vec![], vec![], "nothing"),
        ];
        for (all, expected, why) in cases {
            assert_eq!(surplus(&all, hourly, daily), expected, "{why}");
        }
    }
}
