//! The merges that wait on one SR, in the order in which the garbage collector takes them, and how long they take.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Bounds;
use xo_health_core::analysis::Analysis;
use xo_health_core::model::{Inventory, SrIdx};
use xo_health_core::storage::{self, Backlog, Fit, GcState, Merge, Speed};
use xo_health_core::units::{Bytes, Interval};

/// A pending merge.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MergeView {
    /// Its place, from 1. The order of merges in equally tall trees cannot be known.
    pub order: u32,
    /// Whether it is a leaf merge, which is done only when no other is left; else it is an inner one.
    pub leaf: bool,
    /// The node that receives the data.
    pub parent_id: String,
    /// The node whose data is copied.
    pub child_id: String,
    /// The VMs whose disks are below, three at most; from the server, not cleaned.
    pub vm_names: Vec<String>,
    /// How much data it copies; null if the server shows too little.
    pub copies: Option<Bounds>,
    /// How much must be free while it runs; null if the server shows too little.
    pub needs: Option<Bounds>,
    /// Whether it fits into the free space.
    pub fits: FitName,
}

/// Whether something fits into the free space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FitName {
    /// It certainly fits.
    Fits,
    /// The free space is between the bounds of what is needed, above the best estimate.
    LikelyFits,
    /// The free space is between the bounds of what is needed, below the best estimate.
    LikelyNot,
    /// It certainly does not fit.
    DoesNotFit,
    /// Whether it fits is unknown.
    Unknown,
}

impl FitName {
    /// Compares a need with the free space.
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

/// How long the queue takes from now on if nothing is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Drain {
    /// The amount of data to copy.
    pub copies: Bounds,
    /// The least time it takes.
    pub low_seconds: u64,
    /// The best estimate.
    pub best_seconds: u64,
    /// The most time it takes.
    pub high_seconds: u64,
    /// The copying speed in bytes per second.
    pub speed: Bounds,
    /// The origin of the speed.
    pub speed_from: SpeedFrom,
    /// Merges seen between looks that it was learnt from; null where none was seen.
    pub learnt_from: Option<u32>,
}

/// The origin of the speed of merges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeedFrom {
    /// A guess that holds for most storage.
    Prior,
    /// The user gave it.
    Given,
    /// Learnt from the logs of runs, or from earlier looks at the same SR.
    Learnt,
}

/// A speed with its origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueuePace {
    speed: Speed,
    from: SpeedFrom,
    learnt_from: Option<u32>,
}

impl QueuePace {
    /// The speed of most storage.
    pub(super) const PRIOR: Self = Self { speed: Speed::PRIOR, from: SpeedFrom::Prior, learnt_from: None };

    /// Takes the speed that someone named, else the one that the forecast is simulated with; without a forecast what earlier
    /// looks at the SR teach, else the prior.
    pub(super) fn find(analysis: &Analysis, sr: SrIdx) -> Self {
        let forecast = analysis.settings().forecast.as_ref();
        if let Some(given) = forecast.and_then(|options| options.merge_speed) {
            return Self { speed: Speed::known(given), from: SpeedFrom::Given, learnt_from: None };
        }
        let seen = storage::learn_speed(&analysis.memory().seen_merges(&analysis.inventory().sr(sr).id));
        let learnt_from = seen.map(|seen| seen.merges);
        match analysis.draft().map(|draft| draft.merge_pace(sr)) {
            Some(pace) if pace.is_learnt => Self { speed: pace.speed, from: SpeedFrom::Learnt, learnt_from },
            Some(_) => Self::PRIOR,
            None => seen.map_or(Self::PRIOR, |seen| Self {
                speed: seen.speed,
                from: SpeedFrom::Learnt,
                learnt_from,
            }),
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

/// Estimates how long the queue takes; `None` without merges.
pub(super) fn drain(backlog: &Backlog, state: GcState, pace: QueuePace) -> Option<Drain> {
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
