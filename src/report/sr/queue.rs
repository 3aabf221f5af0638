//! The merges that wait on one SR, in the order in which the garbage collector takes them, and how long they take.

use schemars::JsonSchema;
use serde::Serialize;

use super::Bounds;
use crate::findings::Facts;
use crate::model::{SrIdx, VdiIdx};
use crate::storage::{self, Family, GC_START_DELAY, Rules};
use crate::units::Bytes;

/// Merge speeds where none was measured, in bytes per second: a busy disk, the middle, a fast one. A guess of engineers
/// and no vendor's figure (facts/storage-manager.md 4.2).
const SPEED: [u64; 3] = [20_000_000, 50_000_000, 100_000_000];

/// What a merge takes beside the copying, in seconds: at the least, at the most (facts/storage-manager.md 4.1).
const OVERHEAD: [u64; 2] = [10, 60];

/// Is a merge that is pending.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MergeView {
    /// Its place, from 1. Merges of equally tall trees are done in an order that nobody can tell.
    pub order: u32,
    /// A leaf merge, done only when no other is left; else an inner one.
    pub leaf: bool,
    /// The node that takes the data.
    pub parent_id: String,
    /// The node whose data are copied.
    pub child_id: String,
    /// The VMs whose disks hang below, three at the most; from the server, not cleaned.
    pub vm_names: Vec<String>,
    /// Bytes it copies, at the most; null where the server does not tell.
    pub copies_bytes: Option<Bytes>,
    /// Bytes that must be free while it runs; null where the server tells too little.
    pub needs: Option<Bounds>,
    /// Whether it fits into the free space.
    pub fits: Fit,
}

/// Says whether something fits into the free space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// For sure.
    Fits,
    /// Maybe: what it needs lies between bounds, and the free space too.
    Tight,
    /// For sure not.
    DoesNotFit,
    /// It cannot be told.
    Unknown,
}

impl Fit {
    /// Compares what is needed with what is free.
    pub(super) fn of(needs: Option<Bounds>, free: Option<Bytes>) -> Self {
        let (Some(needs), Some(free)) = (needs, free) else { return Self::Unknown };
        if needs.high_bytes <= free {
            Self::Fits
        } else if needs.low_bytes > free {
            Self::DoesNotFit
        } else {
            Self::Tight
        }
    }
}

/// Tells how long the queue takes, from now on and if nothing is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Drain {
    /// Bytes to copy, at the most.
    pub copies_bytes: Bytes,
    /// At the least.
    pub low_seconds: u64,
    /// At the most.
    pub high_seconds: u64,
    /// The speeds it rests on.
    pub speed: Speed,
}

/// Says how fast merges are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Speed {
    /// Bytes per second, at the least.
    pub low_bytes: Bytes,
    /// Bytes per second, at the most.
    pub high_bytes: Bytes,
    /// Somebody named it; else it is a guess that holds for most storage.
    pub given: bool,
}

impl Speed {
    /// Takes the speed that somebody named, else what holds for most storage.
    pub fn new(given: Option<Bytes>) -> Self {
        // nothing is merged at no bytes per second, and nothing divided by them
        let given = given.map(|speed| speed.max(Bytes(1)));
        Self {
            low_bytes: given.unwrap_or(Bytes(SPEED[0])),
            high_bytes: given.unwrap_or(Bytes(SPEED[2])),
            given: given.is_some(),
        }
    }
}

/// Is a merge before it has words.
pub(super) struct Pending {
    pub(super) parent: VdiIdx,
    pub(super) child: VdiIdx,
    pub(super) leaf: bool,
    /// The tree it belongs to, by position.
    pub(super) tree: usize,
}

/// Lists what is pending, in order: inner merges first, those of the tallest tree first (facts/storage-manager.md 3.4).
///
/// `tree_of` gives the position of a node's tree and its height; a node outside any tree is left out.
pub(super) fn pending(
    facts: &Facts<'_>,
    sr: SrIdx,
    tree_of: impl Fn(VdiIdx) -> Option<(usize, u32)>,
) -> Vec<Pending> {
    let inner = facts.chains.inner_pairs(facts.inventory, sr).map(|(parent, child)| (parent, child, false));
    let leaf = facts.chains.leaf_pairs(facts.inventory, sr).map(|(parent, child)| (parent, child, true));
    let mut all: Vec<(u32, Pending)> = inner
        .chain(leaf)
        .filter_map(|(parent, child, leaf)| {
            let (tree, height) = tree_of(child)?;
            Some((height, Pending { parent, child, leaf, tree }))
        })
        .collect();
    all.sort_by_key(|(height, one)| {
        (one.leaf, std::cmp::Reverse(*height), one.tree, facts.chains.node(one.child).depth)
    });
    all.into_iter().map(|(_, one)| one).collect()
}

/// Describes a merge.
pub(super) fn describe(
    facts: &Facts<'_>,
    sr: SrIdx,
    one: &Pending,
    order: u32,
    vm_names: Vec<String>,
) -> MergeView {
    let place = facts.inventory.sr(sr);
    let needs = needs(facts, sr, one);
    let parent = facts.inventory.vdi(one.parent);
    let child = facts.inventory.vdi(one.child);
    let rules = Rules::of(place, child.image_format);
    let copies = match (child.size, child.usage) {
        (Some(size), Some(usage)) => Some(rules.data(size, usage)),
        (size, usage) => usage.or(size),
    };
    MergeView {
        order,
        leaf: one.leaf,
        parent_id: parent.id.to_string(),
        child_id: child.id.to_string(),
        vm_names,
        copies_bytes: copies,
        needs,
        fits: Fit::of(needs, place.free()),
    }
}

fn needs(facts: &Facts<'_>, sr: SrIdx, one: &Pending) -> Option<Bounds> {
    // what a leaf merge needs hangs on whether it is done by an internal snapshot
    if one.leaf {
        return None;
    }
    let family = Family::of(facts.inventory.sr(sr));
    let need = storage::merge_need(facts.inventory, family, one.parent, one.child)?;
    Some(Bounds { low_bytes: need.low, high_bytes: need.high })
}

/// Estimates how long the inner merges take; those of leaves go on as long as their disks are written to.
pub(super) fn drain(queue: &[MergeView], speed: Speed) -> Option<Drain> {
    let inner: Vec<_> = queue.iter().filter(|merge| !merge.leaf).collect();
    if inner.is_empty() {
        return None;
    }
    let copies: Bytes = inner.iter().filter_map(|merge| merge.copies_bytes).sum();
    let merges = inner.len() as u64;
    let seconds = |speed: Bytes, overhead: u64| (copies.0 / speed.0.max(1)).saturating_add(merges * overhead);
    // while it sits in its pause, or has not begun, the first merge is that far off at the most
    let delay = GC_START_DELAY.as_secs().unsigned_abs();
    Some(Drain {
        copies_bytes: copies,
        low_seconds: seconds(speed.high_bytes, OVERHEAD[0]),
        high_seconds: seconds(speed.low_bytes, OVERHEAD[1]).saturating_add(delay),
        speed,
    })
}
