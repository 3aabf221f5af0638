//! How forecasts turned out, and what a history shows of a period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use xo_health_core::forecast::cases::{self, Case, Occurrence, Possible};
use xo_health_core::forecast::{Incident, Prediction};
use xo_health_core::memory::{self, Image, Past, Stretch};
use xo_health_core::model::{JobId, ObjectId};
use xo_health_core::units::Bytes;

use crate::add::kind_of;
use crate::connect::{Store, int, real, text};
use crate::error::HistoryError;
use crate::read_runs::{joined, run_numbers};
use crate::recall::instant;
use crate::rows::{Cell, DAY_MS};
use crate::verdicts::incident;

/// How long before a forecast its events are read: repetition happens within a week.
const BEFORE: SignedDuration = SignedDuration::from_hours(8 * 24);

/// How far back forecasts count for learning their correction. Days; guess: a season, over which a server and its
/// forecasts stay much the same.
const LEARNT_BACK: i64 = 90;

/// Predictions less probable than this teach no correction, not even after being corrected. Guess: well below the
/// probabilities that matter there.
const LEARNT_FROM: f64 = 0.004;

/// A server that a history knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub(crate) number: i64,
    /// Its pools with their names, by id.
    pub pools: Vec<(ObjectId, Option<String>)>,
    /// The number of its readings.
    pub readings: u64,
    /// The first and the last reading.
    pub between: Option<(Timestamp, Timestamp)>,
}

/// An object with its latest name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) id: ObjectId,
    pub(crate) label: Option<String>,
}

/// The objects of a server by number.
pub(crate) type Objects = BTreeMap<i64, Object>;

impl Store {
    /// Lists the servers, in the order in which they were first read.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn servers(&mut self) -> Result<Vec<Known>, HistoryError> {
        let sql = "SELECT s.id, COUNT(r.at), MIN(r.at), MAX(r.at) FROM server s LEFT JOIN reading r ON r.server = s.id \
                   GROUP BY s.id ORDER BY s.id";
        let rows = self.rows(sql, vec![]).await?;
        let mut all: Vec<Known> = Vec::new();
        for row in &rows {
            let read = int(row, 0).and_then(|number| Ok((number, int(row, 1)?, int(row, 2)?, int(row, 3)?)));
            let (Some(number), readings, first, last) = read.map_err(|error| self.failed(&error))? else {
                continue;
            };
            let readings = readings.unwrap_or(0).unsigned_abs();
            all.push(Known {
                number,
                pools: Vec::new(),
                readings,
                between: instant(first).zip(instant(last)),
            });
        }
        let sql = "SELECT p.server, p.pool, MAX(o.label) FROM pool p LEFT JOIN object o ON o.server = p.server AND \
                   o.name = p.pool GROUP BY p.server, p.pool ORDER BY p.pool";
        for row in &self.rows(sql, vec![]).await? {
            let read = int(row, 0).and_then(|server| Ok((server, text(row, 1)?, text(row, 2)?)));
            let (Some(server), Some(pool), label) = read.map_err(|error| self.failed(&error))? else {
                continue;
            };
            if let Some(known) = all.iter_mut().find(|known| known.number == server) {
                known.pools.push((ObjectId::new(&pool), label));
            }
        }
        Ok(all)
    }

    /// Returns the forecasts made of the server with these pools before an instant, as [`Self::cases`] does.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn cases_before(
        &mut self,
        pools: &[ObjectId],
        before: Timestamp,
    ) -> Result<Vec<Case>, HistoryError> {
        let pools: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let Some(server) = self.known_server(&pools).await? else { return Ok(Vec::new()) };
        let since = before.as_millisecond().saturating_sub(LEARNT_BACK * DAY_MS);
        let made = self.made(server, (since, before.as_millisecond())).await?;
        let rows = self.prediction_rows(server, &made, LEARNT_FROM).await?;
        let Some(from) = made.first().map(|&at| earlier(at)) else { return Ok(Vec::new()) };
        let wrong = self.wrong_rows(server, from).await?;
        let numbers = rows.iter().flat_map(|row| [int(row, 3), int(row, 4), int(row, 5)]);
        let objects = self.numbered(numbers.chain(wrong.numbers())).await?;
        let predictions = read_predictions(&rows, &objects).map_err(|error| self.failed(&error))?;
        let events = wrong.events(&objects).map_err(|error| self.failed(&error))?;
        let reach = self.reach(server, before.as_millisecond()).await?;
        // errors that were not predicted teach nothing
        let of = |predictions: &[Prediction]| {
            predictions.iter().map(|one| (one.job.clone(), one.vm.clone(), one.error)).collect()
        };
        Ok(made.into_iter().filter_map(|at| case(at, &predictions, &reach, &events, of)).collect())
    }

    /// Returns the forecasts made of a server, the last one of each day (UTC), each with what followed as far as it is
    /// known.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn cases(&mut self, known: &Known) -> Result<Vec<Case>, HistoryError> {
        self.judged(known.number).await
    }

    /// Returns the forecasts of a server with what followed.
    async fn judged(&mut self, server: i64) -> Result<Vec<Case>, HistoryError> {
        let made = self.made(server, (i64::MIN, i64::MAX)).await?;
        let Some(from) = made.first().map(|&at| earlier(at)) else { return Ok(Vec::new()) };
        let objects = self.objects(server).await?;
        let wrong = self.wrong_rows(server, from).await?;
        let events = wrong.events(&objects).map_err(|error| self.failed(&error))?;
        let rows = self.prediction_rows(server, &made, 0.0).await?;
        let predictions = read_predictions(&rows, &objects).map_err(|error| self.failed(&error))?;
        let memberships = self.memberships(server, &objects).await?;
        let reach = self.reach(server, i64::MAX).await?;
        let mut known: (BTreeSet<usize>, Arc<[Possible]>) = (BTreeSet::new(), Arc::from([]));
        let mut all = Vec::new();
        for at in made {
            let holding = holding(&memberships, at);
            if holding != known.0 || holding.is_empty() {
                let covered: Vec<_> = holding.iter().map(|&span| memberships[span].what.clone()).collect();
                known = (holding, cases::possible(&covered, &Incident::ALL).into());
            }
            let possible = |predictions: &[Prediction]| match known.1.is_empty() {
                // which VMs the jobs backed up then is unknown
                true => predictions.iter().map(|one| (one.job.clone(), one.vm.clone(), one.error)).collect(),
                false => known.1.clone(),
            };
            all.extend(case(at, &predictions, &reach, &events, possible));
        }
        Ok(all)
    }

    /// Lists the instants of the forecasts made in a period: the last one of each day (UTC).
    async fn made(&mut self, server: i64, (since, until): (i64, i64)) -> Result<Vec<i64>, HistoryError> {
        let sql =
            "SELECT at FROM reading WHERE server = $1 AND predicted = 1 AND at >= $2 AND at < $3 ORDER BY at";
        let made = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let instants = made.iter().filter_map(|row| int(row, 0).ok().flatten());
        let of_days: BTreeMap<i64, i64> = instants.map(|at| (at.div_euclid(DAY_MS), at)).collect();
        Ok(of_days.into_values().collect())
    }

    /// Returns what is known of a server in a period, with the chains of its disks at selected readings: the latest in
    /// each of `slots` equal parts.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn past(
        &mut self,
        known: &Known,
        (since, until): (Timestamp, Timestamp),
        slots: u32,
    ) -> Result<Past, HistoryError> {
        let server = known.number;
        let (from, to) = (since.as_millisecond(), until.as_millisecond());
        let memory = self.remember(server, from, to.saturating_add(1)).await?;
        let objects = self.objects(server).await?;
        let runs = self.runs(server, since, until, &objects).await?;
        let mut last: BTreeMap<i64, Timestamp> = BTreeMap::new();
        let width = (to.saturating_sub(from) / i64::from(slots.max(1))).max(1);
        for reading in &memory.readings {
            last.insert((reading.at.as_millisecond() - from) / width, reading.at);
        }
        let instants: Vec<Timestamp> = last.into_values().collect();
        let stretches = self.stretches(server, (from, to), &objects).await?;
        let sql = "SELECT d.name, v.name FROM object d JOIN object v ON v.id = d.owner WHERE d.server = $1";
        let mut owners = BTreeMap::new();
        for row in &self.rows(sql, vec![server.into()]).await? {
            let read = text(row, 0).and_then(|disk| Ok((disk, text(row, 1)?)));
            if let (Some(disk), Some(vm)) = read.map_err(|error| self.failed(&error))? {
                owners.insert(ObjectId::new(&disk), ObjectId::new(&vm));
            }
        }
        Ok(Past { memory, disks: memory::depths(&stretches, &instants), runs, owners })
    }

    async fn stretches(
        &mut self,
        server: i64,
        (from, to): (i64, i64),
        objects: &Objects,
    ) -> Result<Vec<Stretch>, HistoryError> {
        let sql = "SELECT vdi, at, until, sr, parent, kind, size, used FROM image WHERE server = $1 AND at <= $3 AND \
                   (until IS NULL OR until > $2)";
        let rows = self.rows(sql, vec![server.into(), from.into(), to.into()]).await?;
        let all = rows.iter().map(|row| stretch(row, objects)).collect::<Result<Vec<_>, _>>();
        Ok(all.map_err(|error| self.failed(&error))?.into_iter().flatten().collect())
    }

    /// Returns the names of the jobs, SRs, VMs and disks of a server, by id.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn labels(&mut self, known: &Known) -> Result<BTreeMap<ObjectId, String>, HistoryError> {
        let objects = self.objects(known.number).await?;
        let labelled = objects.values().filter_map(|object| Some((object.id.clone(), object.label.clone()?)));
        let mut labels: BTreeMap<ObjectId, String> = labelled.collect();
        let sql = "SELECT id, name FROM settings WHERE server = $1 ORDER BY at";
        for row in &self.rows(sql, vec![known.number.into()]).await? {
            let read = int(row, 0).and_then(|id| Ok((id, text(row, 1)?)));
            let (id, name) = read.map_err(|error| self.failed(&error))?;
            labels.extend(id_of(&objects, id).zip(name));
        }
        Ok(labels)
    }

    pub(crate) async fn objects(&mut self, server: i64) -> Result<Objects, HistoryError> {
        let sql = "SELECT id, name, label FROM object WHERE server = $1";
        let rows = self.rows(sql, vec![server.into()]).await?;
        read_objects(&rows).map_err(|error| self.failed(&error))
    }

    /// Reads what went wrong since an instant: failures in logs, and missed RPOs.
    async fn wrong_rows(&mut self, server: i64, since: i64) -> Result<WrongRows, HistoryError> {
        let (runs, vms) = self.wrong_runs(server, since).await?;
        let sql = "SELECT job, vm, at FROM missed WHERE server = $1 AND at >= $2";
        Ok(WrongRows { runs, vms, missed: self.rows(sql, vec![server.into(), since.into()]).await? })
    }

    /// Reads the rows of forecasts whose probability is at least a given one.
    async fn prediction_rows(
        &mut self,
        server: i64,
        made: &[i64],
        least: f64,
    ) -> Result<Vec<AnyRow>, HistoryError> {
        let made: Vec<Cell> = made.iter().map(|at| Cell::from(*at)).collect();
        let sql = "SELECT at, nr, error, job, vm, sr, within, chance, first_at, window_from, window_until, shift FROM \
                   forecast WHERE server = $1 AND chance >= $2 AND at IN";
        self.rows_in(sql, &[server.into(), Cell::Real(Some(least))], &made).await
    }

    async fn memberships(
        &mut self,
        server: i64,
        objects: &Objects,
    ) -> Result<Vec<JobMembership>, HistoryError> {
        let sql = "SELECT job, vm, at, until FROM taken WHERE server = $1 ORDER BY job, vm, at";
        let mut all = Vec::new();
        for row in &self.rows(sql, vec![server.into()]).await? {
            let read = int(row, 0).and_then(|job| Ok((job, int(row, 1)?, int(row, 2)?, int(row, 3)?)));
            let (job, vm, at, until) = read.map_err(|error| self.failed(&error))?;
            if let (Some(job), Some(from)) = (id_of(objects, job), at) {
                all.push(JobMembership { what: (JobId(job), id_of(objects, vm)), from, until });
            }
        }
        Ok(all)
    }

    /// Returns the instant of each reading with logs before a given one, and how far back those logs reach.
    pub(crate) async fn reach(&mut self, server: i64, before: i64) -> Result<Vec<(i64, i64)>, HistoryError> {
        let sql = "SELECT at, logs_from FROM reading WHERE server = $1 AND at < $2 AND logs_from IS NOT NULL ORDER BY at";
        let rows = self.rows(sql, vec![server.into(), before.into()]).await?;
        let pair = |row: &AnyRow| Ok(int(row, 0)?.zip(int(row, 1)?));
        let pairs = rows.iter().map(pair).collect::<Result<Vec<_>, sqlx::Error>>();
        Ok(pairs.map_err(|error| self.failed(&error))?.into_iter().flatten().collect())
    }
}

/// The stored rows of what went wrong.
struct WrongRows {
    runs: Vec<AnyRow>,
    vms: Vec<AnyRow>,
    missed: Vec<AnyRow>,
}

impl WrongRows {
    fn numbers(&self) -> impl Iterator<Item = Result<Option<i64>, sqlx::Error>> + '_ {
        let missed = self.missed.iter().flat_map(|row| [int(row, 0), int(row, 1)]);
        run_numbers(&self.runs, &self.vms).chain(missed)
    }

    /// Lists the errors that occurred, in order of time.
    fn events(&self, objects: &Objects) -> Result<Arc<[Occurrence]>, sqlx::Error> {
        let mut events = cases::events(&joined(&self.runs, &self.vms, objects)?);
        for row in &self.missed {
            if let (Some(job), vm @ Some(_), Some(at)) =
                (id_of(objects, int(row, 0)?), id_of(objects, int(row, 1)?), instant(int(row, 2)?))
            {
                events.push(Occurrence { error: Incident::RpoMissed, job: JobId(job), vm, at });
            }
        }
        events.sort_by_key(|event| event.at);
        Ok(events.into())
    }
}

/// Returns the instant from which events are needed to judge a forecast made at `made`.
fn earlier(made: i64) -> i64 {
    made.saturating_sub(i64::try_from(BEFORE.as_millis()).unwrap_or(0))
}

/// Combines a forecast with what followed.
fn case(
    at: i64,
    predictions: &BTreeMap<i64, Vec<Prediction>>,
    reach: &[(i64, i64)],
    events: &Arc<[Occurrence]>,
    possible: impl FnOnce(&[Prediction]) -> Arc<[Possible]>,
) -> Option<Case> {
    let predictions = predictions.get(&at).cloned().unwrap_or_default();
    Some(Case {
        made: instant(Some(at))?,
        known_until: instant(Some(known_until(at, reach)))?,
        possible: possible(&predictions),
        predictions,
        events: events.clone(),
    })
}

/// A VM that a job backs up, and how long it does.
struct JobMembership {
    what: (JobId, Option<ObjectId>),
    from: i64,
    until: Option<i64>,
}

/// Lists the spans that hold at an instant.
fn holding(memberships: &[JobMembership], at: i64) -> BTreeSet<usize> {
    let holds = |span: &JobMembership| span.from <= at && span.until.is_none_or(|until| until > at);
    memberships.iter().enumerate().filter(|(_, span)| holds(span)).map(|(place, _)| place).collect()
}

/// Returns the instant up to which logs cover everything since another, without a gap.
fn known_until(since: i64, reach: &[(i64, i64)]) -> i64 {
    let later = reach.iter().filter(|(at, _)| *at > since);
    later.fold(since, |known, &(at, from)| if from <= known { at } else { known })
}

pub(crate) fn read_objects(rows: &[AnyRow]) -> Result<Objects, sqlx::Error> {
    let mut objects = Objects::new();
    for row in rows {
        if let (Some(id), Some(name)) = (int(row, 0)?, text(row, 1)?) {
            objects.insert(id, Object { id: ObjectId::new(&name), label: text(row, 2)? });
        }
    }
    Ok(objects)
}

pub(crate) fn id_of(objects: &Objects, number: Option<i64>) -> Option<ObjectId> {
    objects.get(&number?).map(|object| object.id.clone())
}

fn stretch(row: &AnyRow, objects: &Objects) -> Result<Option<Stretch>, sqlx::Error> {
    let (Some(vdi), Some(from)) = (id_of(objects, int(row, 0)?), instant(int(row, 1)?)) else {
        return Ok(None);
    };
    let bytes = |bytes: Option<i64>| bytes.and_then(|bytes| u64::try_from(bytes).ok()).map(Bytes);
    let image = Image {
        vdi,
        sr: id_of(objects, int(row, 3)?),
        parent: id_of(objects, int(row, 4)?),
        kind: kind_of(int(row, 5)?.unwrap_or(0)),
        size: bytes(int(row, 6)?),
        used: bytes(int(row, 7)?),
        // no view needs it
        by_hand: false,
    };
    Ok(Some(Stretch { image, from, until: instant(int(row, 2)?) }))
}

/// Returns the predictions of each forecast, by the instant it was made.
fn read_predictions(
    rows: &[AnyRow],
    objects: &Objects,
) -> Result<BTreeMap<i64, Vec<Prediction>>, sqlx::Error> {
    let mut all: BTreeMap<(i64, i64), Prediction> = BTreeMap::new();
    for row in rows {
        let Some((at, nr, mut one)) = prediction(row, objects)? else { continue };
        match all.entry((at, nr)) {
            std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(one)),
            std::collections::btree_map::Entry::Occupied(mut place) => place.get_mut().by.append(&mut one.by),
        }
    }
    let mut by_forecast: BTreeMap<i64, Vec<Prediction>> = BTreeMap::new();
    for ((at, _), mut one) in all {
        one.by.sort_by_key(|(hours, _)| *hours);
        by_forecast.entry(at).or_default().push(one);
    }
    Ok(by_forecast)
}

fn prediction(row: &AnyRow, objects: &Objects) -> Result<Option<(i64, i64, Prediction)>, sqlx::Error> {
    let (Some(at), Some(nr), Some(error)) = (int(row, 0)?, int(row, 1)?, text(row, 2)?) else {
        return Ok(None);
    };
    let (Some(error), Some(job)) = (incident(&error), id_of(objects, int(row, 3)?)) else { return Ok(None) };
    let by = int(row, 6)?.and_then(|hours| u32::try_from(hours).ok()).zip(real(row, 7)?);
    let mut one = Prediction::kept(error, JobId(job), id_of(objects, int(row, 4)?));
    one.sr = id_of(objects, int(row, 5)?);
    one.by = by.into_iter().collect();
    one.first_at = instant(int(row, 8)?);
    one.window = instant(int(row, 9)?).zip(instant(int(row, 10)?));
    one.shift = real(row, 11)?.unwrap_or(0.0);
    Ok(Some((at, nr, one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_with_a_gap_say_nothing_of_it() {
        let cases: [(&str, i64, &[(i64, i64)], i64); 5] = [
            ("nothing was read later", 10, &[(5, 0)], 10),
            ("each overlaps the one before", 10, &[(20, 0), (30, 15), (40, 25)], 40),
            ("between 30 and 35 is not known", 10, &[(20, 0), (30, 15), (40, 35)], 30),
            ("it is closed by older logs", 10, &[(20, 15), (30, 5)], 30),
            ("nothing is known of the time after it", 10, &[(20, 15), (30, 16)], 10),
        ];
        for (what, since, reach, expected) in cases {
            assert_eq!(known_until(since, reach), expected, "{what}");
        }
    }
}
