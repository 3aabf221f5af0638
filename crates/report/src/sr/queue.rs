//! The merges that wait on one SR, in the order in which the garbage collector takes them, and how long they take.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Bounds;
use xo_health_core::memory::Memory;
use xo_health_core::model::{Inventory, ObjectId};
use xo_health_core::storage::{self, Backlog, Fit, GcState, Merge, Speed};
use xo_health_core::units::{Bytes, Interval};

/// A merge that is pending.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MergeView {
    /// Its place, from 1. Merges of equally tall trees are done in an order that nobody can tell.
    pub order: u32,
    /// A leaf merge, done only when no other is left; else an inner one.
    pub leaf: bool,
    /// The node that takes the data.
    pub parent_id: String,
    /// The node whose data are copied.
    pub child_id: String,
    /// The VMs whose disks hang below, three at most; from the server, not cleaned.
    pub vm_names: Vec<String>,
    /// Bytes it copies; null where the server tells too little.
    pub copies: Option<Bounds>,
    /// Bytes that must be free while it runs; null where the server tells too little.
    pub needs: Option<Bounds>,
    /// Whether it fits into the free space.
    pub fits: FitName,
}

/// Whether something fits into the free space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FitName {
    /// For sure.
    Fits,
    /// The free space is between the bounds of what is needed, above the best estimate.
    LikelyFits,
    /// The free space is between the bounds of what is needed, below the best estimate.
    LikelyNot,
    /// For sure not.
    DoesNotFit,
    /// It is unknown.
    Unknown,
}

impl FitName {
    /// Holds a need against what is free.
    pub(super) fn of(need: Option<Interval>, free: Option<Bytes>) -> Self {
        let (Some(need), Some(free)) = (need, free) else { return Self::Unknown };
        match Fit::of(need, free) {
            Fit::Fits => Self::Fits,
            Fit::Tight { likely: true, .. } => Self::LikelyFits,
            Fit::Tight { likely: false, .. } => Self::LikelyNot,
            Fit::DoesNotFit => Self::DoesNotFit,
        }
    }
}

/// How long the queue takes, from now on and if nothing is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Drain {
    /// Bytes to copy.
    pub copies: Bounds,
    /// At the least.
    pub low_seconds: u64,
    /// The best estimate.
    pub best_seconds: u64,
    /// At the most.
    pub high_seconds: u64,
    /// Bytes copied in a second.
    pub speed: Bounds,
    /// Where that is known from.
    pub speed_from: SpeedFrom,
    /// Merges it was learnt from, if it was.
    pub learnt_from: Option<u32>,
}

/// Where the speed of merges is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeedFrom {
    /// A guess that holds for most storage.
    Prior,
    /// Someone named it.
    Given,
    /// Learnt from earlier looks at the same SR.
    Learnt,
}

/// A speed with its origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct MergePace {
    speed: Speed,
    from: SpeedFrom,
    learnt_from: Option<u32>,
}

impl MergePace {
    /// What holds for most storage.
    pub(super) const PRIOR: Self = Self { speed: Speed::PRIOR, from: SpeedFrom::Prior, learnt_from: None };

    /// Takes the speed that someone named, else what earlier looks at the SR teach, else the prior.
    pub(super) fn find(given: Option<Bytes>, memory: &Memory, sr: &ObjectId) -> Self {
        if let Some(given) = given {
            return Self { speed: Speed::known(given), from: SpeedFrom::Given, learnt_from: None };
        }
        match storage::learn_speed(&memory.seen_merges(sr)) {
            Some(learnt) => {
                Self { speed: learnt.speed, from: SpeedFrom::Learnt, learnt_from: Some(learnt.merges) }
            }
            None => Self::PRIOR,
        }
    }
}

/// Describes a merge.
pub(super) fn describe(
    inventory: &Inventory,
    merge: &Merge,
    order: u32,
    free: Option<Bytes>,
    vm_names: Vec<String>,
) -> MergeView {
    let takes = merge.takes().map(|takes| takes.bytes);
    MergeView {
        order,
        leaf: !merge.is_inner(),
        parent_id: inventory.vdi(merge.parent).id.to_string(),
        child_id: inventory.vdi(merge.child).id.to_string(),
        vm_names,
        copies: merge.copies().map(|copies| copies.bytes.into()),
        needs: takes.map(Bounds::from),
        fits: FitName::of(takes, free),
    }
}

/// Estimates how long the queue takes; none without merges.
pub(super) fn drain(backlog: &Backlog, state: GcState, pace: MergePace) -> Option<Drain> {
    let span = backlog.drain(pace.speed, state == GcState::Running)?;
    let seconds = |time: SignedDuration| u64::try_from(time.as_secs()).unwrap_or(0);
    Some(Drain {
        copies: backlog.copies.into(),
        low_seconds: seconds(span.low),
        best_seconds: seconds(span.best),
        high_seconds: seconds(span.high),
        speed: pace.speed.bytes_a_second().into(),
        speed_from: pace.from,
        learnt_from: pace.learnt_from,
    })
}
