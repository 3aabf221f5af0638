//! What happened between readings: merges, bytes that disks gave back, manual snapshots.
//!
//! A reading between two others replaces what was recorded for the time between these.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use xo_health_core::memory::{self, HandSnapshot, Image, KeptObservation, Merged, Trimmed};
use xo_health_core::model::ObjectId;

use crate::add::{Names, Span, Spot, images};
use crate::connect::{Store, int, text};
use crate::error::HistoryError;
use crate::recall::{bytes, count, instant};
use crate::rows::Cell;

/// What two consecutive readings show.
#[derive(Default)]
struct Between {
    merges: Vec<Merged>,
    trims: Vec<Trimmed>,
}

impl Between {
    fn compare(&mut self, before: (Timestamp, &[Image]), after: (Timestamp, &[Image])) {
        self.merges.append(&mut memory::merged(before, after));
        self.trims.append(&mut memory::trimmed(before, after));
    }
}

impl Store {
    /// Adds what happened since the previous reading, and until the next one if there is one.
    pub(crate) async fn add_between(
        &mut self,
        spot: Spot,
        observation: &KeptObservation,
        covering: &[Span],
        names: &Names,
    ) -> Result<(), HistoryError> {
        let srs: BTreeMap<i64, &ObjectId> =
            observation.places.iter().filter_map(|place| Some((names.of(&place.sr)?, &place.sr))).collect();
        let mut between = Between::default();
        if let Some(before) = instant(spot.before) {
            between.compare((before, &images(covering, &srs)), (observation.at, &observation.images));
        }
        if let Some(after) = spot.after {
            let later = images(&self.spans(spot.server, after, false).await?, &srs);
            for table in ["merged", "trimmed"] {
                let sql = format!("DELETE FROM {table} WHERE server = $1 AND at = $2");
                self.run(&sql, vec![spot.server.into(), after.into()]).await?;
            }
            if let Some(after) = instant(Some(after)) {
                between.compare((observation.at, &observation.images), (after, &later));
            }
        }
        let row = |from: Timestamp, to: Timestamp, sr: &ObjectId| {
            vec![spot.server.into(), Cell::at(Some(from)), Cell::at(Some(to)), names.cell(Some(sr))]
        };
        let merged = |one: &Merged| {
            let left = Cell::Int(one.left.map(i64::from));
            let tail = [one.nodes.into(), Cell::bytes(Some(one.bytes)), left];
            row(one.from, one.to, &one.sr).into_iter().chain(tail).collect()
        };
        let into = "merged (server, began, at, sr, nodes, bytes, left_over)";
        self.insert(into, between.merges.iter().map(merged).collect()).await?;
        let trimmed = |one: &Trimmed| {
            row(one.from, one.to, &one.sr).into_iter().chain([Cell::bytes(Some(one.bytes))]).collect()
        };
        let into = "trimmed (server, began, at, sr, bytes)";
        self.insert(into, between.trims.iter().map(trimmed).collect()).await
    }

    /// Returns what was merged between two instants, oldest first.
    pub(crate) async fn merges(
        &mut self,
        server: i64,
        since: i64,
        until: i64,
    ) -> Result<Vec<Merged>, HistoryError> {
        let sql = "SELECT m.began, m.at, o.name, m.nodes, m.bytes, m.left_over FROM merged m JOIN object o ON o.id = m.sr WHERE \
                   m.server = $1 AND m.began >= $2 AND m.at < $3 ORDER BY m.at, o.name";
        let rows = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let all = rows.iter().map(merged).collect::<Result<Vec<_>, _>>();
        Ok(all.map_err(|error| self.failed(&error))?.into_iter().flatten().collect())
    }

    /// Returns what disks gave back between two instants, oldest first.
    pub(crate) async fn trims(
        &mut self,
        server: i64,
        since: i64,
        until: i64,
    ) -> Result<Vec<Trimmed>, HistoryError> {
        let sql = "SELECT t.began, t.at, o.name, t.bytes FROM trimmed t JOIN object o ON o.id = t.sr WHERE t.server = $1 AND \
                   t.began >= $2 AND t.at < $3 ORDER BY t.at, o.name";
        let rows = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let all = rows.iter().map(trimmed).collect::<Result<Vec<_>, _>>();
        Ok(all.map_err(|error| self.failed(&error))?.into_iter().flatten().collect())
    }

    /// Returns the manual snapshots that readings between two instants showed, as known at the second.
    pub(crate) async fn by_hand(
        &mut self,
        server: i64,
        since: i64,
        until: i64,
    ) -> Result<Vec<HandSnapshot>, HistoryError> {
        // before the column existed nobody recorded whose a snapshot is: its first span counts
        let sql = "SELECT o.name, (SELECT MIN(f.at) FROM image f WHERE f.vdi = i.vdi), i.until FROM image i JOIN object o ON \
                   o.id = i.vdi WHERE i.server = $1 AND i.by_hand = 1 AND i.at < $3 AND (i.until IS NULL OR i.until >= $2) \
                   ORDER BY o.name, i.at";
        let rows = self.rows(sql, vec![server.into(), since.into(), until.into()]).await?;
        let mut all: Vec<HandSnapshot> = Vec::new();
        for row in &rows {
            let read = text(row, 0).and_then(|vdi| Ok((vdi, instant(int(row, 1)?), int(row, 2)?)));
            let (Some(vdi), Some(from), ends) = read.map_err(|error| self.failed(&error))? else { continue };
            let (vdi, ends) = (ObjectId::new(&vdi), instant(ends.filter(|ends| *ends < until)));
            match all.last_mut().filter(|last| last.vdi == vdi) {
                Some(last) => last.until = ends,
                None => all.push(HandSnapshot { vdi, from, until: ends }),
            }
        }
        // by their bytes, whatever the database sorts by
        all.sort_by(|a, b| a.vdi.cmp(&b.vdi));
        Ok(all)
    }
}

/// Reads the two instants and the SR of a row.
fn span(row: &AnyRow) -> Result<Option<(Timestamp, Timestamp, ObjectId)>, sqlx::Error> {
    let (from, to, sr) = (instant(int(row, 0)?), instant(int(row, 1)?), text(row, 2)?);
    Ok(from.zip(to).zip(sr).map(|((from, to), sr)| (from, to, ObjectId::new(&sr))))
}

fn merged(row: &AnyRow) -> Result<Option<Merged>, sqlx::Error> {
    let Some((from, to, sr)) = span(row)? else { return Ok(None) };
    let bytes = bytes(int(row, 4)?).unwrap_or_default();
    let left = int(row, 5)?.map(|left| count(Some(left)));
    Ok(Some(Merged { sr, from, to, nodes: count(int(row, 3)?), bytes, left }))
}

fn trimmed(row: &AnyRow) -> Result<Option<Trimmed>, sqlx::Error> {
    let Some((from, to, sr)) = span(row)? else { return Ok(None) };
    Ok(Some(Trimmed { sr, from, to, bytes: bytes(int(row, 3)?).unwrap_or_default() }))
}
