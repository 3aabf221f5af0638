//! The report of one SR: how full it is, what its garbage collector does, what waits to be merged, and every chain.
//!
//! In: an analysis and the requested SR. Out: an [`SrReport`], a value from which [`compose`] and JSON are written.
//! Linear in the nodes of the SR; a chain of any depth costs no stack.

mod build;
mod choose;
pub mod compose;
mod deletions;
mod forest;
mod gc;
mod queue;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use choose::SrNotFound;
pub use compose::compose_list;
pub use deletions::DeletionView;
pub use gc::{Evidence, GcView};
pub use queue::{Drain, FitName, MergeView, SpeedFrom};

use super::{Names, Source, SrView};
use xo_health_core::analysis::Analysis;
use xo_health_core::chains::Broken;
use xo_health_core::model::{Provisioning, SrIdx};
use xo_health_core::outlook::{Outlook, SrSummary, Step};
use xo_health_core::storage;
use xo_health_core::units::{Bytes, Interval};

/// The requested part of an SR.
#[derive(Clone, Copy, Debug, Default)]
pub struct SrPart<'a> {
    /// The SR, by name or UUID.
    pub sr: &'a str,
    /// The VM whose disks are shown, by name or UUID; `None` for all.
    pub vm: Option<&'a str>,
}

/// Makes the report of an SR.
///
/// # Errors
///
/// The name matches no SR, or several, or no such VM has a disk there.
pub fn build_report(
    analysis: &Analysis,
    outlook: &Outlook,
    part: &SrPart<'_>,
) -> Result<SrReport, SrNotFound> {
    let sr = choose::sr(analysis.inventory(), part.sr)?;
    let pace = queue::QueuePace::find(analysis, sr);
    let mut report = build::view(analysis, sr, part.vm, pace)?;
    build::add_outlook(&mut report, analysis, outlook);
    Ok(report)
}

/// Returns the id of the SR that a person names.
///
/// # Errors
///
/// The name matches no SR, or several.
pub fn find(analysis: &Analysis, name: &str) -> Result<String, SrNotFound> {
    choose::sr(analysis.inventory(), name).map(|sr| analysis.inventory().sr(sr).id.to_string())
}

/// Everything that is reported about one SR.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrReport {
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: Source,
    /// The SR.
    pub sr: Head,
    /// What its garbage collector does.
    pub gc: GcView,
    /// What is predicted for it.
    pub outlook: Option<SrSummary>,
    /// The steps of the plan that concern it, with their numbers there.
    pub plan: Vec<Step>,
    /// The names of the objects that these show by id.
    pub names: Names,
    /// What its free space is needed for.
    pub space: Space,
    /// All pending merges on the SR, in the order in which they are done.
    pub queue: Vec<MergeView>,
    /// How long they take; null if there are none.
    pub drain: Option<Drain>,
    /// The VM to which the trees are limited; from the server, not cleaned.
    pub only_vm: Option<String>,
    /// Its snapshots, safest deletions first, limited like the trees.
    pub deletions: Vec<DeletionView>,
    /// The trees: broken ones first, then those at the limit, then those with pending merges; among these,
    /// deepest first.
    pub trees: Vec<TreeView>,
}

/// All SRs, summed up.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrList {
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: Source,
    /// The SRs, by pool and name.
    pub srs: Vec<Listed>,
}

/// An SR in the list of all.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Its figures.
    #[serde(flatten)]
    pub figures: SrView,
    /// What is predicted for it.
    pub outlook: Option<SrSummary>,
}

/// Returns how long the pending merges of an SR take, by the best estimate; `None` if there are none.
pub(crate) fn drain_seconds(analysis: &Analysis, sr: SrIdx) -> Option<u64> {
    let backlog = storage::backlog(analysis.inventory(), analysis.chains(), sr);
    let pace = queue::QueuePace::find(analysis, sr);
    queue::drain(&backlog, analysis.collector(sr).state, pace).map(|drain| drain.best_seconds)
}

/// Lists the SRs of a server.
pub fn list(analysis: &Analysis, outlook: &Outlook) -> SrList {
    build::list(analysis, outlook)
}

/// The SR itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// Its figures, as in the report of `check`.
    #[serde(flatten)]
    pub figures: SrView,
    /// The number of nodes at which the next snapshot is refused; null if there is no such limit.
    pub limit: Option<u32>,
    /// `thin`, `thick`, or null if the server does not report it.
    pub provisioning: Option<Provisioning>,
    /// The sum of the virtual sizes it has promised.
    pub promised_bytes: Option<Bytes>,
    /// How many hosts reach it.
    pub hosts_attached: u32,
    /// How many hosts should reach it.
    pub hosts: u32,
    /// Whether all hosts of its pool see it.
    pub shared: bool,
    /// Whether XO has put it into maintenance.
    pub in_maintenance: bool,
}

/// What the free space is needed for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Space {
    /// What must be free so that the next snapshot of every run of an enabled job succeeds, in order and if nothing is
    /// deleted or merged in between; null if there are no such runs.
    pub next_round: Option<Bounds>,
    /// How many snapshots this includes.
    pub next_round_snapshots: u32,
    /// How many snapshots have an unknown size.
    pub next_round_unknown: u32,
    /// Whether they fit.
    pub next_round_fits: FitName,
    /// What the largest pending merge needs while it runs; null without one, or if the server shows too little.
    pub largest_merge: Option<Bounds>,
    /// Whether it fits.
    pub largest_merge_fits: FitName,
}

/// The bounds of a number of bytes that XO does not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// It is at least this.
    pub low_bytes: Bytes,
    /// The best estimate.
    pub best_bytes: Bytes,
    /// It is at most this.
    pub high_bytes: Bytes,
}

impl From<Interval> for Bounds {
    fn from(of: Interval) -> Self {
        Self { low_bytes: of.low, best_bytes: of.best, high_bytes: of.high }
    }
}

/// A tree: a root and everything below it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TreeView {
    /// The VMs and templates whose disks it holds; from the server, not cleaned.
    pub vm_names: Vec<String>,
    /// The depth of its deepest node.
    pub max_depth: u32,
    /// The space its nodes take together.
    pub usage_bytes: Bytes,
    /// The number of its pending merges, including leaf merges.
    pub pending: u32,
    /// Why its root was not reached, if it was not.
    pub broken: Option<Broken>,
    /// Its nodes, each after its parent: branches of a chain first, then the rest of the chain.
    pub nodes: Vec<NodeView>,
}

/// A node of a tree.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NodeView {
    /// Its UUID.
    pub vdi_id: String,
    /// The UUID of the node above, whether that exists or not.
    pub parent_id: Option<String>,
    /// Its kind.
    pub kind: NodeKind,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// The VM it belongs to or, for a snapshot, was taken of; from the server, not cleaned.
    pub vm_name: Option<String>,
    /// The size that the guest sees.
    pub size_bytes: Option<Bytes>,
    /// The space this node takes by itself.
    pub usage_bytes: Option<Bytes>,
    /// The number of nodes from this one to the root, both included; a lower bound in a broken tree.
    pub depth: u32,
    /// When a snapshot was taken.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub snapshot_at: Option<Timestamp>,
    /// How many chains it branches off from.
    pub level: u32,
    /// Whether it begins such a chain instead of continuing one.
    pub begins: bool,
    /// Whether it waits to be merged into the node above.
    pub merge_pending: bool,
    /// Its place in the queue, from 1; null if it is not pending, or if merges are switched off.
    pub merge: Option<u32>,
    /// What prevents this base copy from being merged with a node below: its children, if there are several.
    pub held_by: Option<Holders>,
    /// The control domain it is plugged into; from the server, not cleaned.
    pub control_domain: Option<String>,
    /// Why the path to the root ends here, if it does.
    pub broken: Option<Broken>,
    /// Whether the storage has lost it.
    pub missing: bool,
    /// Whether its `leaf-coalesce` setting forbids merging it.
    pub never_merged: bool,
}

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A hidden one that only the storage manager knows.
    BaseCopy,
    /// A visible snapshot.
    Snapshot,
    /// A disk: a writable leaf.
    Disk,
}

/// The children of a base copy, counted by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holders {
    /// The number of snapshots.
    pub snapshots: u32,
    /// The number of disks.
    pub disks: u32,
    /// The number of base copies.
    pub base_copies: u32,
}

impl NodeView {
    /// Returns whether someone should look at it: then it is never folded.
    fn is_odd(&self) -> bool {
        self.control_domain.is_some() || self.broken.is_some() || self.missing || self.never_merged
    }
}
