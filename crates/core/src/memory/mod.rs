//! What is kept of an observation, and what earlier observations of a server show.
//!
//! In: an observation. Out: a [`KeptObservation`]: plain values that a store keeps and returns as [`Memory`]. Knows no store,
//! and nothing of what the values are used for.

mod depths;
mod merged;
mod trimmed;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use depths::{DiskPast, Stretch, depths};
pub use merged::{Merged, merged};
pub use trimmed::{Trimmed, trimmed};

use crate::backup::ownership;
use crate::chains::Chains;
use crate::model::{
    Inventory, Link, ObjectId, Observation, Provisioning, Question, Run, SrIdx, VdiIdx, VdiKind, VdiRole,
};
use crate::storage::SeenMerges;
use crate::units::Bytes;

/// What is kept of one observation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptObservation {
    /// When the server was read.
    pub at: Timestamp,
    /// The ids of its pools, sorted: they identify a server, whatever its address.
    pub pools: Vec<ObjectId>,
    /// Its SRs, in the order of ids.
    pub places: Vec<SrSeen>,
    /// Its images, in the order of ids.
    pub images: Vec<Image>,
}

/// An SR as an observation showed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SrSeen {
    /// The SR.
    pub sr: ObjectId,
    /// Its size in bytes.
    #[serde(rename = "size_bytes")]
    pub size: Option<Bytes>,
    /// The bytes taken, by anything.
    #[serde(rename = "used_bytes")]
    pub used: Option<Bytes>,
    /// The bytes of its images, as far as known.
    #[serde(rename = "images_bytes")]
    pub images: Bytes,
    /// The bytes of its images without a parent: what has been merged, without what waits to be or is kept by
    /// snapshots.
    #[serde(rename = "roots_bytes")]
    pub roots: Bytes,
    /// Whether volumes take space only when written.
    pub is_thin: bool,
    /// The number of pending inner merges.
    pub waiting: u32,
    /// The bytes that they copy.
    #[serde(rename = "waiting_bytes")]
    pub waiting_bytes: Bytes,
    /// What the collector shows.
    pub signs: Signs,
}

/// What the collector of an SR shows about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signs {
    /// Whether it is switched off: nothing is merged.
    pub is_off: bool,
    /// Whether it says that no merge fits.
    pub no_space: bool,
    /// The share of its work that its task reports as done, 0 to 1; none without a task.
    pub progress: Option<f64>,
    /// When a merge last failed.
    #[schemars(with = "Option<String>")]
    pub last_error: Option<Timestamp>,
}

/// An image as an observation showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The image.
    pub vdi: ObjectId,
    /// The SR that it is on.
    pub sr: Option<ObjectId>,
    /// Its parent.
    pub parent: Option<ObjectId>,
    /// Disk, snapshot or base copy.
    pub kind: VdiKind,
    /// The bytes that the guest sees.
    pub size: Option<Bytes>,
    /// The bytes of this node alone.
    pub used: Option<Bytes>,
    /// It is a snapshot that a person or another tool made, no backup.
    pub by_hand: bool,
}

/// What earlier observations of a server show: nothing from the present observation or after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// The observations, oldest first.
    pub readings: Vec<PastReading>,
    /// What was merged between them, oldest first.
    pub merges: Vec<Merged>,
    /// What disks gave back between the readings, oldest first.
    pub trims: Vec<Trimmed>,
    /// Manual snapshots, in the order of ids.
    pub by_hand: Vec<HandSnapshot>,
    /// What was found, by name and time.
    pub findings: Vec<FindingSpan>,
    /// The forecasts that were made, oldest first.
    pub forecasts: Vec<PastForecast>,
    /// Runs that XO no longer has but that leave no gap before those it has, oldest first. None of them is in
    /// progress.
    pub runs: Vec<Run>,
}

/// A snapshot that a person or another tool made, no backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandSnapshot {
    /// The snapshot.
    pub vdi: ObjectId,
    /// The first reading that showed it.
    pub from: Timestamp,
    /// The first that did not; `None` if the latest still did.
    pub until: Option<Timestamp>,
}

/// A forecast that was made earlier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastForecast {
    /// When.
    pub at: Timestamp,
    /// In the order of their errors, jobs and VMs.
    predictions: Vec<PastPrediction>,
}

/// A prediction that was made earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct PastPrediction {
    /// The error, as the store writes it.
    pub error: String,
    /// The job.
    pub job: ObjectId,
    /// The VM; `None` if it concerns the job.
    pub vm: Option<ObjectId>,
    /// The predicted probability of it within the longest time that is scored.
    pub chance: f64,
}

impl PastPrediction {
    fn key(&self) -> (&str, &ObjectId, Option<&ObjectId>) {
        (&self.error, &self.job, self.vm.as_ref())
    }
}

impl PastForecast {
    /// Returns a forecast with what it predicted up to its horizon: everything in the forecast of about a day ago; in others,
    /// what was likely.
    #[must_use]
    pub fn new(at: Timestamp, mut predictions: Vec<PastPrediction>) -> Self {
        predictions.sort_by(|a, b| a.key().cmp(&b.key()));
        Self { at, predictions }
    }

    /// Returns the predicted probability of an error of a VM, or of a job as a whole; `None` if it was not predicted.
    #[must_use]
    pub fn chance(&self, error: &str, job: &ObjectId, vm: Option<&ObjectId>) -> Option<f64> {
        let found = self.predictions.binary_search_by(|one| one.key().cmp(&(error, job, vm)));
        found.ok().map(|at| self.predictions[at].chance)
    }
}

/// What a history shows about a server between two instants.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// SRs, merges and findings.
    pub memory: Memory,
    /// Disks, by id.
    pub disks: Vec<DiskPast>,
    /// Runs of jobs, oldest first, including those that XO no longer keeps.
    pub runs: Vec<Run>,
    /// The VM that each disk last belonged to.
    pub owners: BTreeMap<ObjectId, ObjectId>,
}

/// A finding, for as long as observations had it with the same severity and about the same quantities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingSpan {
    /// The key that makes it the same finding in the next report.
    pub name: String,
    /// The name of its subject then, from the server and not cleaned.
    pub subject: String,
    /// Its severity, as documents write it.
    pub severity: String,
    /// The quantities that measured it at the start, by the keys of its evidence.
    pub quantities: BTreeMap<String, u64>,
    /// The first observation that had it so.
    pub from: Timestamp,
    /// The first observation that did not; `None` if the latest still did.
    pub until: Option<Timestamp>,
}

/// The SRs as one observation showed them.
#[derive(Clone, Debug, PartialEq)]
pub struct PastReading {
    /// When.
    pub at: Timestamp,
    /// The SRs.
    pub places: Vec<SrSeen>,
}

impl Memory {
    /// Lists what was seen of an SR, oldest first.
    pub fn of_sr<'a>(&'a self, sr: &'a ObjectId) -> impl Iterator<Item = (Timestamp, &'a SrSeen)> + 'a {
        let place = move |reading: &'a PastReading| {
            let found = reading.places.iter().find(|place| place.sr == *sr)?;
            Some((reading.at, found))
        };
        self.readings.iter().filter_map(place)
    }

    /// Adds what an earlier observation of the server shows compared with the present one, and replaces what is known
    /// about the time between the two. One that did not see all objects, or is not earlier, adds nothing.
    #[must_use]
    pub fn with_earlier(mut self, earlier: &Observation, now: &Observation) -> Self {
        let kept = |of: &Observation| KeptObservation::whole(of, &Chains::build(&of.inventory));
        let (Some(then), Some(now)) = (kept(earlier), kept(now)) else { return self };
        if then.at >= now.at {
            return self;
        }
        self.merges.retain(|merged| merged.to <= then.at);
        self.merges.append(&mut merged((then.at, &then.images), (now.at, &now.images)));
        self.trims.retain(|trimmed| trimmed.to <= then.at);
        self.trims.append(&mut trimmed((then.at, &then.images), (now.at, &now.images)));
        self.readings.retain(|reading| reading.at < then.at);
        self.readings.push(PastReading { at: then.at, places: then.places });
        self
    }

    /// Lists the merges on an SR that were seen to finish, with the time that they may have taken.
    #[must_use]
    pub fn seen_merges(&self, sr: &ObjectId) -> Vec<SeenMerges> {
        let waited: BTreeMap<Timestamp, bool> =
            self.of_sr(sr).map(|(at, place)| (at, place.waiting > 0)).collect();
        let done: BTreeSet<Timestamp> = self.merges_on(sr).map(|merged| merged.to).collect();
        let one = |merged: &Merged| {
            // while something waited and nothing finished, a large merge may have been in progress
            let mut begun = merged.from;
            for (&at, waits) in waited.range(..merged.from).rev() {
                if !waits || done.contains(&begun) {
                    break;
                }
                begun = at;
            }
            SeenMerges {
                merges: merged.nodes,
                copied: merged.bytes,
                within: merged.to.duration_since(merged.from),
                at_most: merged.to.duration_since(begun),
                is_busy: merged.left.is_some_and(|left| left > 0),
            }
        };
        self.merges_on(sr).map(one).collect()
    }

    /// Lists what was merged on an SR, oldest first.
    pub fn merges_on<'a>(&'a self, sr: &'a ObjectId) -> impl Iterator<Item = &'a Merged> + 'a {
        self.merges.iter().filter(move |merged| merged.sr == *sr)
    }

    /// Lists what the disks of an SR gave back, oldest first.
    pub fn trims_on<'a>(&'a self, sr: &'a ObjectId) -> impl Iterator<Item = &'a Trimmed> + 'a {
        self.trims.iter().filter(move |trimmed| trimmed.sr == *sr)
    }
}

impl KeptObservation {
    /// Returns what is kept of an observation; `None` if the objects were not all read, so that what is missing may
    /// well exist, or if no pool identifies the server.
    #[must_use]
    pub fn of(observation: &Observation, chains: &Chains) -> Option<Self> {
        Self::whole(observation, chains).filter(|kept| !kept.pools.is_empty())
    }

    fn whole(observation: &Observation, chains: &Chains) -> Option<Self> {
        let Observation { inventory, reading, .. } = observation;
        let is_whole = reading.unread.iter().all(|unread| unread.answer != Question::Objects);
        if !is_whole || reading.entered > 0 {
            return None;
        }
        let mut pools: Vec<ObjectId> = inventory.pools.iter().map(|pool| pool.id.clone()).collect();
        pools.sort();
        Some(Self {
            at: reading.observed_at,
            pools,
            places: inventory.sr_indices().map(|sr| place(inventory, chains, sr)).collect(),
            images: inventory.vdi_indices().filter_map(|vdi| image(inventory, vdi)).collect(),
        })
    }
}

/// Returns an SR as an observation shows it.
#[must_use]
pub fn place(inventory: &Inventory, chains: &Chains, index: SrIdx) -> SrSeen {
    let sr = inventory.sr(index);
    let task = inventory.gc_tasks.iter().find(|task| task.sr == index);
    let waits = chains.inner_pairs(inventory, index).map(|(_, child)| inventory.vdi(child).usage);
    SrSeen {
        sr: sr.id.clone(),
        size: sr.size,
        used: sr.used,
        images: images(inventory, index),
        roots: roots(inventory, index),
        is_thin: sr.provisioning == Provisioning::Thin && !sr.is_iso_or_udev(),
        waiting: chains.sr(index).pending_inner,
        waiting_bytes: waits.flatten().sum(),
        signs: Signs {
            is_off: sr.gc.gc_off || sr.gc.coalesce_off,
            no_space: sr.gc.no_space,
            progress: task.map(|task| task.progress),
            last_error: sr.gc.last_error,
        },
    }
}

/// Sums the bytes of the images on an SR. Right after a snapshot on a file SR, the leaf still shows what the base
/// copy holds (facts/storage-manager.md 3.11): it counts as empty.
fn images(inventory: &Inventory, index: SrIdx) -> Bytes {
    let of = |&vdi: &VdiIdx| {
        let vdi = inventory.vdi(vdi);
        let parent = vdi.parent.target().map(|parent| inventory.vdi(parent));
        let is_stale =
            vdi.kind != VdiKind::BaseCopy && parent.is_some_and(|parent| parent.usage == vdi.usage);
        vdi.usage.filter(|_| !is_stale)
    };
    inventory.sr(index).vdis.iter().filter_map(of).sum()
}

/// Sums the bytes of the images without a parent.
fn roots(inventory: &Inventory, index: SrIdx) -> Bytes {
    let vdis = inventory.sr(index).vdis.iter().map(|&vdi| inventory.vdi(vdi));
    vdis.filter(|vdi| vdi.parent == Link::None).filter_map(|vdi| vdi.usage).sum()
}

fn image(inventory: &Inventory, index: VdiIdx) -> Option<Image> {
    let vdi = inventory.vdi(index);
    let is_node = vdi.role == VdiRole::Disk && !vdi.missing;
    is_node.then(|| Image {
        vdi: vdi.id.clone(),
        sr: vdi.sr.map(|sr| inventory.sr(sr).id.clone()),
        parent: vdi.parent.target().map(|parent| inventory.vdi(parent).id.clone()),
        kind: vdi.kind,
        size: vdi.size,
        used: vdi.usage,
        by_hand: ownership::is_by_hand(vdi),
    })
}

/// Indexes images by id.
fn by_id(images: &[Image]) -> BTreeMap<&ObjectId, &Image> {
    images.iter().map(|image| (&image.vdi, image)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    pub(super) fn kept(text: &str) -> Option<KeptObservation> {
        let observation = notation::observation(text).unwrap();
        KeptObservation::of(&observation, &Chains::build(&observation.inventory))
    }

    #[test]
    fn what_is_kept_of_a_reading() {
        let text = "sr s ext 100GiB free 40GiB { disk d 20GiB: base 5GiB > base 3GiB > leaf 1GiB }";
        let kept = kept(text).unwrap();
        assert!(!kept.pools.is_empty() && kept.pools.is_sorted());
        let [place] = &kept.places[..] else { panic!("{kept:?}") };
        assert_eq!((place.size, place.images), (place.used.map(|used| used + Bytes::gib(40)), Bytes::gib(9)));
        assert_eq!(place.roots, Bytes::gib(5));
        assert_eq!(place.used, Some(place.images + Bytes::gib(51)));
        assert_eq!((place.waiting, place.waiting_bytes), (1, Bytes::gib(3)));
        assert_eq!(kept.images.len(), 3);
        let leaf = kept.images.iter().find(|image| image.kind == VdiKind::Disk).unwrap();
        assert!(leaf.parent.is_some() && leaf.used == Some(Bytes::gib(1)), "{leaf:?}");
    }

    #[test]
    fn a_leaf_that_shows_its_base_copy_counts_once() {
        let kept = kept("sr s nfs 100GiB free 40GiB { disk d 20GiB: base 5GiB > leaf 5GiB }").unwrap();
        assert_eq!(kept.places[0].images, Bytes::gib(5));
    }

    #[test]
    fn what_was_not_read_whole_is_not_kept() {
        let mut observation = notation::observation("sr s ext { disk d 1GiB: leaf }").unwrap();
        let chains = Chains::build(&observation.inventory);
        observation.reading.entered = 1;
        assert_eq!(KeptObservation::of(&observation, &chains), None, "XO was still loading");
        observation.reading.entered = 0;
        let why = crate::model::UnreadReason::NotAsked;
        observation.reading.unread = vec![crate::model::Unread { answer: Question::Objects, why }];
        assert_eq!(KeptObservation::of(&observation, &chains), None);
    }

    /// Hourly observations: what waited in each, and the merges that it saw finished since the previous one.
    #[test]
    fn merges_take_from_when_they_may_have_begun() {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let waited_hours = |waiting: &[u32], merges: &[(i64, i64)]| {
            let mut place = place_of("sr s ext 100GiB free 40GiB");
            let reading = |(hour, waiting): (i64, &u32)| {
                place.waiting = *waiting;
                PastReading { at: at(hour), places: vec![place.clone()] }
            };
            let merged = |&(from, to): &(i64, i64)| Merged {
                sr: "s".into(),
                from: at(from),
                to: at(to),
                nodes: 1,
                bytes: Bytes::gib(1),
                left: Some(1),
            };
            let memory = Memory {
                readings: (0..).zip(waiting).map(reading).collect(),
                merges: merges.iter().map(merged).collect(),
                ..Memory::default()
            };
            memory.seen_merges(&"s".into()).iter().map(|one| one.at_most.as_hours()).collect::<Vec<_>>()
        };
        assert_eq!(waited_hours(&[1, 1, 1, 1], &[(2, 3)]), [3], "it may have begun before the first reading");
        assert_eq!(waited_hours(&[0, 0, 1, 1], &[(2, 3)]), [1], "nothing waited before");
        assert_eq!(
            waited_hours(&[1, 1, 1, 1], &[(0, 1), (2, 3)]),
            [1, 2],
            "another was done in the first hour"
        );
        assert_eq!(
            waited_hours(&[1, 1, 1, 1], &[(1, 2), (2, 3)]),
            [2, 1],
            "another was done in the hour before"
        );
    }

    fn place_of(text: &str) -> SrSeen {
        kept(text).unwrap().places.remove(0)
    }

    /// An earlier observation covers the time up to now; a later one, or one that did not see everything,
    /// adds nothing.
    #[test]
    fn an_earlier_look_is_added() {
        let observed = |chain: &str, hours: i64| {
            let text = format!("sr s ext 100GiB free 40GiB {{ disk d 20GiB: {chain} }}");
            let mut observation = notation::observation(&text).unwrap();
            observation.reading.observed_at = Timestamp::from_second(hours * 3600).unwrap();
            observation
        };
        let now = observed("base 5GiB > leaf 1GiB", 10);
        let mut then = observed("base 5GiB > base 3GiB > leaf 1GiB", 8);
        let known = Memory::default().with_earlier(&then, &now);
        let [merged] = &known.merges[..] else { panic!("{known:?}") };
        assert_eq!((merged.nodes, merged.bytes, known.readings.len()), (1, Bytes::gib(3), 1));
        assert_eq!(known.clone().with_earlier(&then, &now), known, "twice says no more");
        assert_eq!(Memory::default().with_earlier(&now, &then), Memory::default());
        then.reading.entered = 1;
        assert_eq!(Memory::default().with_earlier(&then, &now), Memory::default());
    }
}
