//! What earlier readings of a server show.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use xo_health_core::forecast::HOURS;
use xo_health_core::memory::{FindingSpan, Memory, PastForecast, PastPrediction, PastReading, Signs, SrSeen};
use xo_health_core::model::{ObjectId, Run};
use xo_health_core::units::Bytes;

use crate::connect::{Store, int, real, text};
use crate::error::HistoryError;
use crate::rows::{Cell, DAY_MS, HOUR_MS};
use crate::verdicts::quantities;

/// How far back forecasts are read to find out since when something has been predicted. Days; guess: a longer time adds
/// nothing.
const FORECASTS_BACK: i64 = 14;

/// How far back readings are recalled. Days; guess: older ones reflect other conditions, and this includes two
/// ends of a month.
const READINGS_BACK: i64 = 62;

impl Store {
    /// Returns what was read of a server before an instant; empty if nothing was. A server is known by its pools.
    /// `logs` are those of the reading made at that instant: only runs that XO no longer has are returned.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn recall(
        &mut self,
        pools: &[ObjectId],
        before: Timestamp,
        logs: Option<&[Run]>,
    ) -> Result<Memory, HistoryError> {
        let pools: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let Some(server) = self.known_server(&pools).await? else { return Ok(Memory::default()) };
        let until = before.as_millisecond();
        let runs = self.earlier_runs(server, until, logs).await?;
        let memory = self.remember(server, until.saturating_sub(READINGS_BACK * DAY_MS), until).await?;
        Ok(Memory { runs, ..memory })
    }

    /// Returns what was read of a server in a period, without runs.
    pub(crate) async fn remember(
        &mut self,
        server: i64,
        since: i64,
        until: i64,
    ) -> Result<Memory, HistoryError> {
        let cells = || vec![Cell::from(server), since.into(), until.into()];
        let sql = "SELECT p.at, o.name, p.size, p.used, p.images, p.thin, p.waiting, p.waiting_bytes, p.off, p.no_space, \
                   p.progress, p.last_error, p.roots FROM place p JOIN object o ON o.id = p.sr WHERE p.server = $1 AND p.at >= $2 \
                   AND p.at < $3 ORDER BY p.at, o.name";
        let mut readings: BTreeMap<Timestamp, Vec<SrSeen>> = BTreeMap::new();
        for row in &self.rows(sql, cells()).await? {
            if let Some((at, place)) = place(row).map_err(|error| self.failed(&error))? {
                readings.entry(at).or_default().push(place);
            }
        }
        let findings = self.findings(server, since, until).await?;
        Ok(Memory {
            readings: readings.into_iter().map(|(at, places)| PastReading { at, places }).collect(),
            merges: self.merges(server, since, until).await?,
            trims: self.trims(server, since, until).await?,
            by_hand: self.by_hand(server, since, until).await?,
            findings,
            forecasts: self.forecasts(server, until).await?,
            runs: Vec::new(),
        })
    }

    /// Returns the forecasts made before an instant: their predictions of at least a half, and every prediction of the
    /// one made about a day before.
    async fn forecasts(&mut self, server: i64, until: i64) -> Result<Vec<PastForecast>, HistoryError> {
        let horizon = i64::from(HOURS[HOURS.len() - 1]);
        let since = until.saturating_sub(FORECASTS_BACK * DAY_MS);
        let sql =
            "SELECT at FROM reading WHERE server = $1 AND predicted = 1 AND at >= $2 AND at < $3 ORDER BY at";
        let rows = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let times: Vec<i64> = rows.iter().filter_map(|row| int(row, 0).ok().flatten()).collect();
        let mut all: BTreeMap<i64, Vec<PastPrediction>> = times.iter().map(|at| (*at, Vec::new())).collect();
        let yesterday = times.iter().rev().find(|at| **at <= until - DAY_MS + HOUR_MS).copied();
        let sql = "SELECT f.at, f.error, j.name, v.name, f.chance FROM forecast f JOIN object j ON j.id = f.job LEFT JOIN \
                   object v ON v.id = f.vm WHERE f.server = $1 AND f.at >= $2 AND f.at < $3 AND f.within = $4 AND (f.chance \
                   >= 0.5 OR f.at = $5) ORDER BY f.at, f.nr";
        let cells =
            vec![server.into(), since.into(), until.into(), horizon.into(), yesterday.unwrap_or(-1).into()];
        for row in &self.rows(sql, cells).await? {
            let read = int(row, 0).and_then(|at| Ok((at, prediction(row)?)));
            let (at, one) = read.map_err(|error| self.failed(&error))?;
            if let (Some(of), Some(one)) = (at.and_then(|at| all.get_mut(&at)), one) {
                of.push(one);
            }
        }
        Ok(all.into_iter().filter_map(|(at, of)| Some(PastForecast::new(instant(Some(at))?, of))).collect())
    }

    /// Returns the findings before an instant, as they were known then.
    async fn findings(
        &mut self,
        server: i64,
        since: i64,
        until: i64,
    ) -> Result<Vec<FindingSpan>, HistoryError> {
        let sql = "SELECT name, severity, at, until, measured, label FROM finding WHERE server = $1 AND (until IS NULL OR until >= $2) AND \
                   at < $3";
        let rows = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let findings = rows.iter().map(span).collect::<Result<Vec<_>, _>>();
        let mut findings: Vec<FindingSpan> =
            findings.map_err(|error| self.failed(&error))?.into_iter().flatten().collect();
        // later changes were not known yet
        let is_known = |at: &Timestamp| at.as_millisecond() < until;
        findings.iter_mut().for_each(|span| span.until = span.until.filter(is_known));
        // by bytes, whatever collation the database uses
        findings.sort_by(|a, b| (&a.name, a.from).cmp(&(&b.name, b.from)));
        Ok(findings)
    }
}

pub(crate) fn instant(millis: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis?).ok()
}

pub(crate) fn bytes(bytes: Option<i64>) -> Option<Bytes> {
    u64::try_from(bytes?).ok().map(Bytes)
}

pub(crate) fn count(count: Option<i64>) -> u32 {
    u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX)
}

fn place(row: &AnyRow) -> Result<Option<(Timestamp, SrSeen)>, sqlx::Error> {
    let (Some(at), Some(name)) = (instant(int(row, 0)?), text(row, 1)?) else { return Ok(None) };
    let place = SrSeen {
        sr: ObjectId::new(&name),
        size: bytes(int(row, 2)?),
        used: bytes(int(row, 3)?),
        images: bytes(int(row, 4)?).unwrap_or_default(),
        roots: bytes(int(row, 12)?).unwrap_or_default(),
        is_thin: int(row, 5)? == Some(1),
        waiting: count(int(row, 6)?),
        waiting_bytes: bytes(int(row, 7)?).unwrap_or_default(),
        signs: Signs {
            is_off: int(row, 8)? == Some(1),
            no_space: int(row, 9)? == Some(1),
            progress: real(row, 10)?,
            last_error: instant(int(row, 11)?),
        },
    };
    Ok(Some((at, place)))
}

fn span(row: &AnyRow) -> Result<Option<FindingSpan>, sqlx::Error> {
    let (Some(name), Some(severity), Some(from)) = (text(row, 0)?, text(row, 1)?, instant(int(row, 2)?))
    else {
        return Ok(None);
    };
    let quantities = quantities(text(row, 4)?.as_deref());
    let subject = text(row, 5)?.unwrap_or_default();
    Ok(Some(FindingSpan { name, subject, severity, quantities, from, until: instant(int(row, 3)?) }))
}

fn prediction(row: &AnyRow) -> Result<Option<PastPrediction>, sqlx::Error> {
    let (Some(error), Some(job), Some(chance)) = (text(row, 1)?, text(row, 2)?, real(row, 4)?) else {
        return Ok(None);
    };
    let vm = text(row, 3)?.map(|id| ObjectId::new(&id));
    Ok(Some(PastPrediction { error, job: ObjectId::new(&job), vm, chance }))
}
