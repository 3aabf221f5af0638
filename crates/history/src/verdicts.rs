//! What was found and predicted: findings with since and until, and every forecast, to be judged when its time has come.

use std::collections::{BTreeMap, BTreeSet};

use xo_health_core::findings::Severity;
use xo_health_core::forecast::{Incident, Prediction};

use crate::add::{Names, Spot};
use crate::connect::{Store, text};
use crate::error::HistoryError;
use crate::kept::Kept;
use crate::rows::Cell;

impl Store {
    /// Notes findings that are new, worse, better or gone; only of a reading that is the latest.
    pub(crate) async fn add_findings(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        if spot.after.is_some() {
            return Ok(());
        }
        let sql = "SELECT name, severity FROM finding WHERE server = $1 AND until IS NULL";
        let mut old = BTreeMap::new();
        for row in self.rows(sql, vec![spot.server.into()]).await? {
            let known = text(&row, 0).and_then(|name| Ok((name, text(&row, 1)?)));
            if let (Some(name), Some(severity)) = known.map_err(|error| self.failed(&error))? {
                old.insert(name, severity);
            }
        }
        let now: BTreeMap<&String, &str> =
            kept.findings.iter().map(|(name, severity)| (name, severity_name(*severity))).collect();
        let is_same = |name: &String| now.get(name).copied() == old.get(name).map(String::as_str);
        let ended: Vec<Cell> = old.keys().filter(|name| !is_same(name)).map(Cell::text).collect();
        let sql = "UPDATE finding SET until = $1 WHERE server = $2 AND until IS NULL AND name IN";
        self.run_in(sql, &[spot.at.into(), spot.server.into()], &ended).await?;
        let begun = now.iter().filter(|(name, _)| !is_same(name)).map(|(name, severity)| {
            vec![spot.server.into(), Cell::text(name), spot.at.into(), Cell::text(severity)]
        });
        let begun = begun.collect();
        self.insert("finding (server, name, at, severity)", begun).await
    }

    /// Keeps a forecast, where one was made and none is kept of this reading.
    pub(crate) async fn add_forecast(&mut self, server: i64, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let Some(forecast) = kept.forecast else { return Ok(()) };
        let at = kept.sight.at.as_millisecond();
        let there = "SELECT COUNT(*) FROM forecast WHERE server = $1 AND at = $2";
        if self.number(there, vec![server.into(), at.into()]).await? > 0 {
            return Ok(());
        }
        let ids: BTreeSet<String> = forecast.predictions.iter().flat_map(ids).collect();
        let names = self.number_all(server, ids, BTreeMap::new()).await?;
        let rows =
            forecast.predictions.iter().zip(0..).flat_map(|(one, nr)| rows(server, at, nr, one, &names));
        let into = "forecast (server, at, nr, error, job, vm, sr, within, chance, first_at)";
        self.insert(into, rows.collect()).await
    }
}

fn ids(one: &Prediction) -> Vec<String> {
    let of_vm = [one.vm.as_ref(), one.sr.as_ref()];
    of_vm.into_iter().flatten().map(ToString::to_string).chain([one.job.to_string()]).collect()
}

fn rows(server: i64, at: i64, nr: i64, one: &Prediction, names: &Names) -> Vec<Vec<Cell>> {
    let row = |&(within, chance): &(u32, f64)| {
        vec![
            server.into(),
            at.into(),
            nr.into(),
            Cell::text(incident_name(one.error)),
            names.cell(Some(&one.job)),
            names.cell(one.vm.as_ref()),
            names.cell(one.sr.as_ref()),
            within.into(),
            Cell::Real(Some(chance)),
            Cell::at(one.first_at),
        ]
    };
    one.by.iter().map(row).collect()
}

/// Returns a severity as it is kept.
pub(crate) const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    }
}

/// Returns an error as it is kept.
pub(crate) const fn incident_name(incident: Incident) -> &'static str {
    match incident {
        Incident::NoSpace => "no_space",
        Incident::ChainTooLong => "chain_too_long",
        Incident::UnhealthyChain => "unhealthy_chain",
        Incident::RpoMissed => "rpo_missed",
        Incident::AlreadyRunning => "already_running",
    }
}
