//! Adds a reading: its SRs, and its images as spans.
//!
//! A span holds what stayed the same from one reading until the first that differs. Readings may come in any order: one
//! between two others splits the spans that it contradicts.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use sqlx::any::AnyRow;
use xo_health_core::memory::{Image, KeptObservation, SrSeen};
use xo_health_core::model::{ObjectId, VdiKind};
use xo_health_core::units::Bytes;

use crate::connect::{Store, int, text};
use crate::error::HistoryError;
use crate::kept::{Kept, Label};
use crate::rows::Cell;
use jiff::Timestamp;

/// The result of adding a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there before.
    New,
    /// It was already there: nothing was changed, except that a missing forecast was added.
    Known,
}

/// The numbers that stand for a server's ids.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: BTreeMap<String, i64>,
}

impl Names {
    /// Returns the number of an id; `None` if it was not among those looked up.
    pub(crate) fn of(&self, id: &impl ToString) -> Option<i64> {
        self.numbers.get(&id.to_string()).copied()
    }

    pub(crate) fn cell(&self, id: Option<&impl ToString>) -> Cell {
        Cell::Int(id.and_then(|id| self.of(id)))
    }
}

/// A reading's time, with those of its neighbours on the same server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) server: i64,
    pub(crate) at: i64,
    pub(crate) before: Option<i64>,
    pub(crate) after: Option<i64>,
}

/// The state of an image during a span, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    sr: Option<i64>,
    parent: Option<i64>,
    kind: i64,
    size: Option<i64>,
    used: Option<i64>,
    by_hand: bool,
}

/// A span of an image.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    vdi: i64,
    name: ObjectId,
    until: Option<i64>,
    shape: Shape,
}

impl Store {
    /// Adds a reading in one transaction.
    ///
    /// # Errors
    /// What the database reports; then nothing of the reading is stored.
    pub async fn add(&mut self, kept: &Kept<'_>) -> Result<Added, HistoryError> {
        self.begin().await?;
        let done = self.write(kept).await;
        self.end(done).await
    }

    async fn write(&mut self, kept: &Kept<'_>) -> Result<Added, HistoryError> {
        let observation = &kept.observation;
        let server = self.server_of(&observation.pools, observation.at).await?;
        let at = observation.at.as_millisecond();
        let of_server = || vec![Cell::from(server), Cell::from(at)];
        let there = "SELECT COUNT(*) FROM reading WHERE server = $1 AND at = $2";
        if self.number(there, of_server()).await? > 0 {
            self.add_forecast(server, kept).await?;
            return Ok(Added::Known);
        }
        let before =
            self.instant("SELECT MAX(at) FROM reading WHERE server = $1 AND at < $2", of_server()).await?;
        let after =
            self.instant("SELECT MIN(at) FROM reading WHERE server = $1 AND at > $2", of_server()).await?;
        let spot = Spot { server, at, before, after };
        self.add_reading(spot, kept).await?;
        let covering = self.spans(server, at, after.is_none()).await?;
        let known = covering.iter().map(|span| (span.name.to_string(), span.vdi)).collect();
        let mut all = ids(observation);
        all.extend(kept.labels.keys().cloned());
        let names = self.number_labelled(server, all, known, &kept.labels).await?;
        self.rename(server, &kept.labels, &names).await?;
        self.add_places(spot, &observation.places, &names).await?;
        self.add_images(spot, observation, &covering, &names).await?;
        self.add_between(spot, observation, &covering, &names).await?;
        self.add_runs(spot, kept).await?;
        self.add_settings(spot, kept).await?;
        self.add_members(spot, kept).await?;
        self.add_missed(spot, kept).await?;
        self.add_findings(spot, kept).await?;
        self.add_forecast(server, kept).await?;
        Ok(Added::New)
    }

    pub(crate) async fn instant(&mut self, sql: &str, cells: Vec<Cell>) -> Result<Option<i64>, HistoryError> {
        let rows = self.rows(sql, cells).await?;
        rows.first().map_or(Ok(None), |row| int(row, 0)).map_err(|error| self.failed(&error))
    }

    /// Returns the server that most of these pools belong to, the older of two with equally many; creates one if
    /// none is known.
    async fn server_of(&mut self, pools: &[ObjectId], at: Timestamp) -> Result<i64, HistoryError> {
        let cells: Vec<Cell> = pools.iter().map(Cell::text).collect();
        let known = self.known_server(&cells).await?;
        let server = match known {
            Some(server) => server,
            None => {
                let new = self.number("SELECT COALESCE(MAX(id), 0) + 1 FROM server", vec![]).await?;
                self.insert("server (id, seen)", vec![vec![new.into(), Cell::at(Some(at))]]).await?;
                new
            }
        };
        let rows = cells.into_iter().map(|pool| vec![pool, server.into()]).collect();
        self.insert("pool (pool, server)", rows).await?;
        Ok(server)
    }

    /// Returns the server that most of these pools belong to.
    pub(crate) async fn known_server(&mut self, pools: &[Cell]) -> Result<Option<i64>, HistoryError> {
        let rows = self.rows_in("SELECT server FROM pool WHERE pool IN", &[], pools).await?;
        let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
        for row in &rows {
            if let Some(server) = int(row, 0).map_err(|error| self.failed(&error))? {
                *counts.entry(server).or_default() += 1;
            }
        }
        Ok(counts
            .into_iter()
            .max_by_key(|&(server, count)| (count, std::cmp::Reverse(server)))
            .map(|(server, _)| server))
    }

    /// Stores a reading, and how far back its logs reach.
    async fn add_reading(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let oldest = kept.runs().filter_map(|run| run.start).min().map(Timestamp::as_millisecond);
        let reach = match (&kept.backups.runs, oldest) {
            (None, _) => None,
            (Some(_), None) => Some(spot.before.unwrap_or(spot.at)),
            (Some(_), Some(oldest)) => {
                // if no run was lost, they reach back at least to the previous reading
                let older = "SELECT COUNT(*) FROM run WHERE server = $1 AND at < $2";
                let lost = self.number(older, vec![spot.server.into(), oldest.into()]).await?;
                let before = spot.before.filter(|_| lost == 0).unwrap_or(oldest);
                Some(oldest.min(before))
            }
        };
        let version = Cell::Text(kept.version.map(str::to_owned));
        let row = vec![spot.server.into(), spot.at.into(), version, Cell::Int(reach)];
        self.insert("reading (server, at, version, logs_from)", vec![row]).await
    }

    /// Returns the numbers of ids; ids without a number get one.
    pub(crate) async fn number_all(
        &mut self,
        server: i64,
        ids: BTreeSet<String>,
        known: BTreeMap<String, i64>,
    ) -> Result<Names, HistoryError> {
        self.number_labelled(server, ids, known, &BTreeMap::new()).await
    }

    /// Returns the numbers of ids; ids without a number get one, stored with their labels.
    async fn number_labelled(
        &mut self,
        server: i64,
        ids: BTreeSet<String>,
        known: BTreeMap<String, i64>,
        labels: &BTreeMap<String, Label<'_>>,
    ) -> Result<Names, HistoryError> {
        let mut names = Names { numbers: known };
        let unknown: Vec<Cell> =
            ids.iter().filter(|id| !names.numbers.contains_key(*id)).map(Cell::text).collect();
        let sql = "SELECT name, id FROM object WHERE server = $1 AND name IN";
        for row in self.rows_in(sql, &[server.into()], &unknown).await? {
            let pair = text(&row, 0).and_then(|name| Ok((name, int(&row, 1)?)));
            if let (Some(name), Some(id)) = pair.map_err(|error| self.failed(&error))? {
                names.numbers.insert(name, id);
            }
        }
        let mut next = self.number("SELECT COALESCE(MAX(id), 0) FROM object", vec![]).await?;
        let mut new = Vec::new();
        for id in ids {
            if let Entry::Vacant(place) = names.numbers.entry(id) {
                next += 1;
                new.push((next, place.key().clone()));
                place.insert(next);
            }
        }
        let row = |(number, id): (i64, String)| {
            let [label, owner] = labelled(labels.get(&id), &names);
            vec![number.into(), server.into(), Cell::text(id), label, owner]
        };
        self.insert("object (id, server, name, label, owner)", new.into_iter().map(row).collect()).await?;
        Ok(names)
    }

    /// Stores the labels that changed.
    async fn rename(
        &mut self,
        server: i64,
        labels: &BTreeMap<String, Label<'_>>,
        names: &Names,
    ) -> Result<(), HistoryError> {
        let mut known: BTreeMap<i64, [Cell; 2]> = BTreeMap::new();
        let sql = "SELECT id, label, owner FROM object WHERE server = $1 AND (label IS NOT NULL OR owner IS NOT NULL)";
        for row in self.rows(sql, vec![server.into()]).await? {
            let read = int(&row, 0).and_then(|id| Ok((id, text(&row, 1)?, int(&row, 2)?)));
            if let (Some(id), label, owner) = read.map_err(|error| self.failed(&error))? {
                known.insert(id, [Cell::Text(label), Cell::Int(owner)]);
            }
        }
        for (id, label) in labels {
            let Some(number) = names.of(id) else { continue };
            let now = labelled(Some(label), names);
            if known.get(&number) != Some(&now) {
                let [label, owner] = now;
                let sql = "UPDATE object SET label = $1, owner = $2 WHERE id = $3";
                self.run(sql, vec![label, owner, number.into()]).await?;
            }
        }
        Ok(())
    }

    async fn add_places(&mut self, spot: Spot, places: &[SrSeen], names: &Names) -> Result<(), HistoryError> {
        let row = |place: &SrSeen| {
            vec![
                spot.server.into(),
                spot.at.into(),
                names.cell(Some(&place.sr)),
                Cell::bytes(place.size),
                Cell::bytes(place.used),
                Cell::bytes(Some(place.images)),
                Cell::bytes(Some(place.roots)),
                place.is_thin.into(),
                place.waiting.into(),
                Cell::bytes(Some(place.waiting_bytes)),
                place.signs.is_off.into(),
                place.signs.no_space.into(),
                Cell::Real(place.signs.progress),
                Cell::at(place.signs.last_error),
            ]
        };
        let into = "place (server, at, sr, size, used, images, roots, thin, waiting, waiting_bytes, off, no_space, progress, \
                    last_error)";
        self.insert(into, places.iter().map(row).collect()).await
    }

    /// Returns the spans of images that hold at an instant. `is_last`: no later reading exists.
    pub(crate) async fn spans(
        &mut self,
        server: i64,
        at: i64,
        is_last: bool,
    ) -> Result<Vec<Span>, HistoryError> {
        let which = match is_last {
            true => "i.until IS NULL AND i.at < $2",
            false => "i.at <= $2 AND (i.until IS NULL OR i.until > $2)",
        };
        let sql = format!(
            "SELECT i.vdi, i.until, i.sr, i.parent, i.kind, i.size, i.used, i.by_hand, o.name FROM image i JOIN object o ON \
             o.id = i.vdi WHERE i.server = $1 AND {which}"
        );
        let rows = self.rows(&sql, vec![server.into(), at.into()]).await?;
        rows.iter().map(span).collect::<Result<Vec<_>, _>>().map_err(|error| self.failed(&error))
    }

    async fn add_images(
        &mut self,
        spot: Spot,
        observation: &KeptObservation,
        covering: &[Span],
        names: &Names,
    ) -> Result<(), HistoryError> {
        let mut old: BTreeMap<i64, &Span> = covering.iter().map(|span| (span.vdi, span)).collect();
        let mut begun = Vec::new();
        let mut ended = Vec::new();
        for image in &observation.images {
            let Some(vdi) = names.of(&image.vdi) else { continue };
            let shape = shape(image, names);
            let was = old.remove(&vdi);
            if was.is_some_and(|span| span.shape == shape) {
                continue;
            }
            ended.extend(was);
            begun.push(row(spot.server, vdi, spot.at, spot.after, shape));
        }
        ended.extend(old.into_values());
        // what a later reading showed still holds from there on
        if let Some(after) = spot.after {
            let goes_on = ended.iter().filter(|span| span.until.is_none_or(|until| until > after));
            begun.extend(goes_on.map(|span| row(spot.server, span.vdi, after, span.until, span.shape)));
        }
        let vdis: Vec<Cell> = ended.iter().map(|span| span.vdi.into()).collect();
        let sql = "UPDATE image SET until = $1 WHERE server = $2 AND at < $1 AND (until IS NULL OR until > $1) AND vdi IN";
        self.run_in(sql, &[spot.at.into(), spot.server.into()], &vdis).await?;
        self.insert("image (server, vdi, at, until, sr, parent, kind, size, used, by_hand)", begun).await
    }
}

/// Returns the name and the owner of an object.
fn labelled(label: Option<&Label<'_>>, names: &Names) -> [Cell; 2] {
    let name = label.filter(|label| !label.name.is_empty()).map(|label| Cell::name(label.name));
    let owner = label.and_then(|label| names.of(label.owner.as_ref()?));
    [name.unwrap_or(Cell::Text(None)), Cell::Int(owner)]
}

/// Lists the ids in the SRs and images of a reading.
fn ids(observation: &KeptObservation) -> BTreeSet<String> {
    let images = observation
        .images
        .iter()
        .flat_map(|image| [Some(&image.vdi), image.parent.as_ref(), image.sr.as_ref()]);
    images
        .flatten()
        .chain(observation.places.iter().map(|place| &place.sr))
        .map(ToString::to_string)
        .collect()
}

fn shape(image: &Image, names: &Names) -> Shape {
    let bytes = |bytes: Option<Bytes>| bytes.map(|bytes| i64::try_from(bytes.0).unwrap_or(i64::MAX));
    Shape {
        sr: image.sr.as_ref().and_then(|sr| names.of(sr)),
        parent: image.parent.as_ref().and_then(|parent| names.of(parent)),
        kind: match image.kind {
            VdiKind::Disk => 0,
            VdiKind::Snapshot => 1,
            VdiKind::BaseCopy => 2,
        },
        size: bytes(image.size),
        used: bytes(image.used),
        by_hand: image.by_hand,
    }
}

/// Returns the kind that a number stands for.
pub(crate) const fn kind_of(number: i64) -> VdiKind {
    match number {
        0 => VdiKind::Disk,
        1 => VdiKind::Snapshot,
        _ => VdiKind::BaseCopy,
    }
}

fn row(server: i64, vdi: i64, at: i64, until: Option<i64>, shape: Shape) -> Vec<Cell> {
    let Shape { sr, parent, kind, size, used, by_hand } = shape;
    vec![
        server.into(),
        vdi.into(),
        at.into(),
        Cell::Int(until),
        Cell::Int(sr),
        Cell::Int(parent),
        kind.into(),
        Cell::Int(size),
        Cell::Int(used),
        // NULL for all others, as in rows that are older than the column
        Cell::Int(by_hand.then_some(1)),
    ]
}

fn span(row: &AnyRow) -> Result<Span, sqlx::Error> {
    let shape = Shape {
        sr: int(row, 2)?,
        parent: int(row, 3)?,
        kind: int(row, 4)?.unwrap_or(0),
        size: int(row, 5)?,
        used: int(row, 6)?,
        by_hand: int(row, 7)? == Some(1),
    };
    let name = text(row, 8)?.unwrap_or_default();
    Ok(Span { vdi: int(row, 0)?.unwrap_or(0), name: ObjectId::new(&name), until: int(row, 1)?, shape })
}

/// Returns the images that spans stand for; leaves out SRs and parents that are not among them.
pub(crate) fn images(spans: &[Span], srs: &BTreeMap<i64, &ObjectId>) -> Vec<Image> {
    let names: BTreeMap<i64, &ObjectId> = spans.iter().map(|span| (span.vdi, &span.name)).collect();
    let bytes = |bytes: Option<i64>| bytes.and_then(|bytes| u64::try_from(bytes).ok()).map(Bytes);
    let image = |span: &Span| Image {
        vdi: span.name.clone(),
        sr: span.shape.sr.and_then(|sr| srs.get(&sr).copied().cloned()),
        parent: span.shape.parent.and_then(|parent| names.get(&parent).copied().cloned()),
        kind: kind_of(span.shape.kind),
        size: bytes(span.shape.size),
        used: bytes(span.shape.used),
        by_hand: span.shape.by_hand,
    };
    spans.iter().map(image).collect()
}
