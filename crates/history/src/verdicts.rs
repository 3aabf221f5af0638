//! Findings and forecasts: findings with their start and end, and every forecast, to be judged in due time.

use std::collections::{BTreeMap, BTreeSet};

use xo_health_core::findings::{Pin, Severity, Trend};
use xo_health_core::forecast::{Incident, Prediction};

use crate::add::{Names, Spot};
use crate::connect::{Store, text};
use crate::error::HistoryError;
use crate::kept::{Kept, Missed};
use crate::rows::Cell;

/// The least probability that is kept. Guess: nearly every VM has this little risk of nearly every error, and scores
/// put all of that into one bin.
const KEPT_FROM: f64 = 0.005;

impl Store {
    /// Stores findings that are new, worse, better or gone; only if the reading is the latest.
    pub(crate) async fn add_findings(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        if spot.after.is_some() {
            return Ok(());
        }
        let sql = "SELECT name, severity, measured FROM finding WHERE server = $1 AND until IS NULL";
        let mut old = BTreeMap::new();
        for row in self.rows(sql, vec![spot.server.into()]).await? {
            let known = text(&row, 0).and_then(|name| Ok((name, text(&row, 1)?, text(&row, 2)?)));
            if let (Some(name), Some(severity), measured) = known.map_err(|error| self.failed(&error))? {
                old.insert(name, pin(&severity, measured.as_deref()));
            }
        }
        let now = &kept.findings;
        let is_same = |name: &String| match (now.get(name), old.get(name)) {
            (Some(now), Some(Some(old))) => now.against(old) == Trend::Same,
            _ => false,
        };
        let ended: Vec<Cell> = old.keys().filter(|name| !is_same(name)).map(Cell::text).collect();
        let sql = "UPDATE finding SET until = $1 WHERE server = $2 AND until IS NULL AND name IN";
        self.run_in(sql, &[spot.at.into(), spot.server.into()], &ended).await?;
        let begun = now.iter().filter(|(name, _)| !is_same(name)).map(|(name, finding)| {
            let pin = finding.pin();
            vec![
                spot.server.into(),
                Cell::text(name),
                spot.at.into(),
                Cell::text(finding.severity.name()),
                Cell::name(&finding.subject.name),
                Cell::text(serde_json::json!(pin.quantities)),
            ]
        });
        let begun = begun.collect();
        self.insert("finding (server, name, at, severity, label, measured)", begun).await
    }

    /// Stores missed RPOs; known ones stay as they are.
    pub(crate) async fn add_missed(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let ids = kept.missed.iter().flat_map(|one| [one.job.to_string(), one.vm.to_string()]).collect();
        let names = self.number_all(spot.server, ids, BTreeMap::new()).await?;
        let row = |one: &Missed| {
            vec![
                spot.server.into(),
                names.cell(Some(&one.job)),
                names.cell(Some(&one.vm)),
                Cell::at(Some(one.good)),
                Cell::at(Some(one.at)),
            ]
        };
        self.insert("missed (server, job, vm, good, at)", kept.missed.iter().map(row).collect()).await
    }

    /// Stores the forecast of a reading, if one was made and none is stored.
    pub(crate) async fn add_forecast(&mut self, server: i64, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let Some(forecast) = kept.forecast else { return Ok(()) };
        let at = kept.observation.at.as_millisecond();
        // a forecast that predicts nothing is a forecast too
        let sql = "UPDATE reading SET predicted = 1 WHERE server = $1 AND at = $2 AND predicted IS NULL";
        if self.run(sql, vec![server.into(), at.into()]).await? == 0 {
            return Ok(());
        }
        let says_something = |one: &&Prediction| one.by.iter().any(|(_, chance)| *chance >= KEPT_FROM);
        let predictions: Vec<&Prediction> = forecast.predictions.iter().filter(says_something).collect();
        let ids: BTreeSet<String> = predictions.iter().flat_map(|one| ids(one)).collect();
        let names = self.number_all(server, ids, BTreeMap::new()).await?;
        let rows = predictions.iter().zip(0..).flat_map(|(one, nr)| rows(server, at, nr, one, &names));
        let into = "forecast (server, at, nr, error, job, vm, sr, within, chance, first_at, window_from, \
                    window_until, shift)";
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
            Cell::text(one.error.name()),
            names.cell(Some(&one.job)),
            names.cell(one.vm.as_ref()),
            names.cell(one.sr.as_ref()),
            within.into(),
            Cell::Real(Some(chance)),
            Cell::at(one.first_at),
            Cell::at(one.window.map(|(from, _)| from)),
            Cell::at(one.window.map(|(_, until)| until)),
            Cell::Real((one.shift != 0.0).then_some(one.shift)),
        ]
    };
    one.by.iter().map(row).collect()
}

/// Reads the severity and quantities of a finding; `None` if the severity is unknown.
pub(crate) fn pin(severity: &str, measured: Option<&str>) -> Option<Pin> {
    Some(Pin { severity: Some(Severity::named(severity)?), quantities: quantities(measured) })
}

/// Reads the quantities of a finding; empty in a history of the first version, which does not have them.
pub(crate) fn quantities(measured: Option<&str>) -> BTreeMap<String, u64> {
    measured.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Reads an error by its stored name.
pub(crate) fn incident(name: &str) -> Option<Incident> {
    Incident::ALL.into_iter().find(|incident| incident.name() == name)
}
