//! The report of one SR: how full it is, what its garbage collector does, what waits to be merged, and every chain.
//!
//! In: an analysis and the SR that was asked for. Out: an [`SrReport`], a value that [`compose`] and JSON are written from.
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

/// What of an SR is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct SrPart<'a> {
    /// The SR, by name or UUID.
    pub sr: &'a str,
    /// The VM whose disks are shown, by name or UUID; none for all.
    pub vm: Option<&'a str>,
    /// How fast the storage merges, in bytes per second, where that is known.
    pub speed: Option<Bytes>,
}

/// Makes the report of an SR.
///
/// # Errors
///
/// The name fits no SR or several, or no such VM has a disk there.
pub fn look(analysis: &Analysis, outlook: &Outlook, wish: &SrPart<'_>) -> Result<SrReport, SrNotFound> {
    let sr = choose::sr(analysis.inventory(), wish.sr)?;
    let pace = queue::MergePace::find(wish.speed, analysis.memory(), &analysis.inventory().sr(sr).id);
    let mut report = build::view(analysis, sr, wish.vm, pace)?;
    build::add_outlook(&mut report, analysis, outlook);
    Ok(report)
}

/// Finds the id of the SR that a person names.
///
/// # Errors
///
/// The name fits no SR or several.
pub fn find(analysis: &Analysis, name: &str) -> Result<String, SrNotFound> {
    choose::sr(analysis.inventory(), name).map(|sr| analysis.inventory().sr(sr).id.to_string())
}

/// Everything that is reported about one SR.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrReport {
    /// The instant the report stands for.
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
    /// The steps of the plan that concern it, with the numbers that they have there.
    pub plan: Vec<Step>,
    /// The names of what these show by its id.
    pub names: Names,
    /// What its free space is needed for.
    pub space: Space,
    /// The merges that are pending on the whole SR, in the order in which they are done.
    pub queue: Vec<MergeView>,
    /// How long they take; null when there are none.
    pub drain: Option<Drain>,
    /// The VM that the trees are limited to; from the server, not cleaned.
    pub only_vm: Option<String>,
    /// Its snapshots in the order in which it is safest to delete them, limited like the trees.
    pub deletions: Vec<DeletionView>,
    /// The trees: broken ones first, then those at the limit, then those with merges pending, the deepest first.
    pub trees: Vec<TreeView>,
}

/// All SRs, summed up.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrList {
    /// The instant the report stands for.
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

/// Returns how long the merges that are pending on an SR take, by the best estimate; none without any.
pub(crate) fn drain_seconds(analysis: &Analysis, sr: SrIdx) -> Option<u64> {
    let backlog = storage::backlog(analysis.inventory(), analysis.chains(), sr);
    let pace = queue::MergePace::find(None, analysis.memory(), &analysis.inventory().sr(sr).id);
    queue::drain(&backlog, analysis.collector(sr).state, pace).map(|drain| drain.best_seconds)
}

/// Lists the SRs of a server.
pub fn list(analysis: &Analysis, outlook: &Outlook) -> SrList {
    build::list(analysis, outlook)
}

/// Describes the SR.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// Its figures, as in the report of `check`.
    #[serde(flatten)]
    pub figures: SrView,
    /// Nodes at which the next snapshot is refused; null where there is no such limit.
    pub limit: Option<u32>,
    /// `thin`, `thick`, or null where the server does not say.
    pub provisioning: Option<Provisioning>,
    /// Sum of the virtual sizes it promised.
    pub promised_bytes: Option<Bytes>,
    /// Hosts that reach it.
    pub hosts_attached: u32,
    /// Hosts that should.
    pub hosts: u32,
    /// Seen by all hosts of its pool.
    pub shared: bool,
    /// XO put it into maintenance.
    pub in_maintenance: bool,
}

/// What the free space is needed for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Space {
    /// What must be free so that the next snapshot of every run of an enabled job passes, in their order and if nothing
    /// is deleted or merged in between; null without such runs.
    pub next_round: Option<Bounds>,
    /// Snapshots that this counts.
    pub next_round_snapshots: u32,
    /// Snapshots of which nothing is known.
    pub next_round_unknown: u32,
    /// Whether they fit.
    pub next_round_fits: FitName,
    /// What the largest pending merge needs while it runs; null without one, or where the server tells too little.
    pub largest_merge: Option<Bounds>,
    /// Whether it fits.
    pub largest_merge_fits: FitName,
}

/// Bounds a number of bytes that XO does not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// Not less than this.
    pub low_bytes: Bytes,
    /// The best estimate.
    pub best_bytes: Bytes,
    /// Not more than this.
    pub high_bytes: Bytes,
}

impl From<Interval> for Bounds {
    fn from(of: Interval) -> Self {
        Self { low_bytes: of.low, best_bytes: of.best, high_bytes: of.high }
    }
}

/// A tree: a root and all that hangs below it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TreeView {
    /// The VMs and templates whose disks it holds; from the server, not cleaned.
    pub vm_names: Vec<String>,
    /// The deepest node.
    pub max_depth: u32,
    /// Bytes of its nodes together.
    pub usage_bytes: Bytes,
    /// Merges pending in it, leaves included.
    pub pending: u32,
    /// Why its root was not reached, if so.
    pub broken: Option<Broken>,
    /// Its nodes, each after its parent: what hangs beside a chain first, then the chain itself.
    pub nodes: Vec<NodeView>,
}

/// A node of a tree.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NodeView {
    /// Its UUID.
    pub vdi_id: String,
    /// The UUID of the node above, whether that exists or not.
    pub parent_id: Option<String>,
    /// What it is.
    pub kind: NodeKind,
    /// From the server, not cleaned.
    pub name: String,
    /// The VM it belongs to (of a snapshot: that it was taken of); from the server, not cleaned.
    pub vm_name: Option<String>,
    /// Bytes the guest sees.
    pub size_bytes: Option<Bytes>,
    /// Bytes of this node alone.
    pub usage_bytes: Option<Bytes>,
    /// Nodes from this one to the root, both included; a lower bound in a broken tree.
    pub depth: u32,
    /// When a snapshot was taken.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub snapshot_at: Option<Timestamp>,
    /// How many chains it branches off from.
    pub level: u32,
    /// It begins such a chain, instead of going on with one.
    pub begins: bool,
    /// It waits to be merged into the node above.
    pub merge_pending: bool,
    /// Its place in the queue, from 1; null when nothing is pending, or merges are switched off.
    pub merge: Option<u32>,
    /// What keeps this base copy from being merged with what is below: its children, when there are several.
    pub held_by: Option<Holders>,
    /// The control domain it is plugged into; from the server, not cleaned.
    pub control_domain: Option<String>,
    /// Why the walk to the root ends here, if it does.
    pub broken: Option<Broken>,
    /// The storage has lost it.
    pub missing: bool,
    /// Its `leaf-coalesce` setting forbids to merge it.
    pub never_merged: bool,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Hidden: only the storage manager knows it.
    BaseCopy,
    /// A snapshot that someone sees.
    Snapshot,
    /// A disk: a writable leaf.
    Disk,
}

/// Counts the children of a base copy by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holders {
    /// Snapshots.
    pub snapshots: u32,
    /// Disks.
    pub disks: u32,
    /// Base copies.
    pub base_copies: u32,
}

impl NodeView {
    /// Returns whether someone has to look at it, so that it is never folded.
    fn is_odd(&self) -> bool {
        self.control_domain.is_some() || self.broken.is_some() || self.missing || self.never_merged
    }
}
