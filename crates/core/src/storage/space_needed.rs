//! The bytes that an operation needs: the arithmetic of [`Rules`], applied to what is known about the nodes' data.

use super::Family;
use super::content::{FULL_DISK_PERCENT, change_until_next, node_data};
use super::estimate::{Estimate, EstimateBasis};
use super::rules::{LVM_JOURNALS, Rules};
use super::size::LVM_EXTENT;
use crate::chains::Chains;
use crate::model::{ImageFormat, Inventory, Sr, SrIdx, VdiIdx, VdiKind};
use crate::units::{Bytes, Interval};

/// The least that two new files take: a block each.
const FILE_BLOCKS: Bytes = Bytes(2 * 4096);

/// The share of a child's data, in percent, that its parent holds already if nothing is known about the guest
/// (facts/storage-manager.md 6.4: 0.5; logs 0.1, databases 0.8).
const OVERLAP_PERCENT: u64 = 50;

/// What a snapshot or clone of a disk needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotNeed {
    /// Bytes that must be free when it is taken.
    pub guard: Estimate,
    /// Bytes that stay taken afterwards, until nodes are deleted or merged.
    pub keeps: Interval,
}

/// What the merge of a hidden node into its parent needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergeNeed {
    /// Bytes to copy: the data of the child, never that of the parent (facts 4.1).
    pub copies: Estimate,
    /// Bytes that must be free while it runs.
    pub takes: Estimate,
    /// How many more bytes are free afterwards than before.
    pub frees: Interval,
}

/// What the merge of a leaf into its parent needs; the collector tries the first way, then the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafMergeNeed {
    /// Bytes to copy: the data of the leaf.
    pub copies: Estimate,
    /// Bytes that must be free if an internal snapshot is taken first (`SM cleanup.py:1098-1102, 1481-1483`).
    pub by_snapshot: Estimate,
    /// Bytes that must be free if a small leaf is merged while its disk is paused (`SM cleanup.py:1474-1479`).
    pub live: Estimate,
    /// How many more bytes are free afterwards than before.
    pub frees: Interval,
}

/// Estimates what a snapshot of this disk needs (facts 2.4, 2.5, 2.8, 5.1).
///
/// `plugged` says that a running VM holds the disk. `None` if no rule of the driver is known here, or if the server
/// does not report the disk's size.
pub fn snapshot_need(
    inventory: &Inventory,
    chains: &Chains,
    index: VdiIdx,
    plugged: bool,
) -> Option<SnapshotNeed> {
    let data = node_data(inventory, chains, index)?;
    snapshot_need_with(inventory, index, data, plugged)
}

/// Estimates what the next but one snapshot of a disk needs: by then its leaf is a new one, which holds what changes
/// between two snapshots.
pub(super) fn later_snapshot_need(
    inventory: &Inventory,
    chains: &Chains,
    index: VdiIdx,
    plugged: bool,
) -> Option<SnapshotNeed> {
    let data = change_until_next(inventory, chains, index)?;
    snapshot_need_with(inventory, index, data, plugged)
}

fn snapshot_need_with(
    inventory: &Inventory,
    index: VdiIdx,
    data: Estimate,
    plugged: bool,
) -> Option<SnapshotNeed> {
    let vdi = inventory.vdi(index);
    let (sr, size) = (inventory.sr(vdi.sr?), vdi.size?);
    let rules = Rules::of_image(sr, vdi);
    if !rules.is_known() {
        return None;
    }
    let cost = |data| rules.snapshot(size, data, vdi.usage, plugged);
    let mut guard = data.map(|data| cost(data).guard);
    if guard.bytes.low == guard.bytes.high {
        guard.why = EstimateBasis::Rule;
    }
    let mut keeps = data.bytes.map(|data| cost(data).keeps);
    if Family::of(sr) == Family::File {
        // the tables of a new file may be sparse
        guard.bytes = Interval::new(FILE_BLOCKS, guard.bytes.best, guard.bytes.high);
        keeps = Interval::new(FILE_BLOCKS, keeps.best, keeps.high);
    }
    Some(SnapshotNeed { guard, keeps })
}

/// Estimates what a new image of this size takes on an SR to which a whole disk is copied: all its space at once if
/// volumes are inflated when first written to (facts 2.3, 2.4, 2.8), else what it will hold, about which nothing is
/// known. `None` if no rule of the driver is known.
pub fn copy_need(sr: &Sr, size: Bytes, format: Option<ImageFormat>) -> Option<Estimate> {
    let rules = Rules::of(sr, format);
    if !rules.is_known() {
        return None;
    }
    let all = rules.node(size, size);
    if rules.allocates_on_write() {
        return Some(Estimate::new(
            Bytes::ZERO,
            Bytes(all.0 / 100 * FULL_DISK_PERCENT),
            all,
            EstimateBasis::FullDisk,
        ));
    }
    Some(Estimate::new(all, all, all, EstimateBasis::Rule))
}

/// Returns the most that the largest pending inner merge of an SR needs, switched off or not; `None` without one, or
/// if the server reports too little.
pub fn largest_merge_need(inventory: &Inventory, chains: &Chains, sr: SrIdx) -> Option<Bytes> {
    let pairs = chains.inner_pairs(inventory, sr);
    let needs = pairs.filter_map(|(parent, child)| merge_need(inventory, chains, parent, child));
    needs.map(|need| need.takes.bytes.high).max()
}

/// Estimates what merging the hidden node `child` into `parent` needs (facts 3.6, 6.4).
///
/// `None` if no rule of the driver is known here, or if the server does not report the disk's size.
pub fn merge_need(
    inventory: &Inventory,
    chains: &Chains,
    parent: VdiIdx,
    child: VdiIdx,
) -> Option<MergeNeed> {
    let pair = Pair::of(inventory, chains, parent, child)?;
    let grows = pair.new.map(|new| pair.rules.merge_keeps(new));
    let usage = inventory.vdi(child).usage;
    let node = usage
        .map_or_else(|| pair.copies.bytes.map(|data| pair.rules.node(pair.size, data)), Interval::exactly);
    Some(MergeNeed { copies: pair.copies, takes: pair.takes(), frees: node.less(grows) })
}

/// Estimates what merging a leaf into `parent` needs (facts 3.6, 3.8, 6.4). `None` as for [`merge_need`].
pub fn leaf_merge_need(
    inventory: &Inventory,
    chains: &Chains,
    parent: VdiIdx,
    leaf: VdiIdx,
) -> Option<LeafMergeNeed> {
    let pair = Pair::of(inventory, chains, parent, leaf)?;
    let Pair { rules, copies, new, .. } = pair;
    let takes = pair.takes();
    let volume = inventory.vdi(leaf).usage;
    let live = |new, data| rules.merge_keeps(new) - pair.shrinks(data, volume) + pair.journals();
    let live = Interval::new(
        live(new.low, copies.bytes.low),
        live(new.best, copies.bytes.best),
        live(new.high, copies.bytes.high),
    );
    // a QCOW2 of any size is merged while its VM runs, and needs the same
    let live = if rules.is_qcow2() { takes } else { Estimate { bytes: live, why: takes.why } };
    let used = copies.bytes.map(|data| pair.internal_snapshot(data));
    let by_snapshot =
        if rules.is_qcow2() { takes } else { Estimate { bytes: takes.bytes + used, why: takes.why } };
    Some(LeafMergeNeed {
        copies,
        by_snapshot,
        live,
        frees: pair.leaf_frees(inventory, chains, parent, leaf)?,
    })
}

/// A node and its parent, before they are merged.
#[derive(Clone, Copy)]
struct Pair {
    rules: Rules,
    family: Family,
    size: Bytes,
    /// The data of the parent.
    above: Interval,
    /// The data of the child.
    copies: Estimate,
    /// The part of that data that the parent does not hold.
    new: Interval,
}

impl Pair {
    fn of(inventory: &Inventory, chains: &Chains, parent: VdiIdx, child: VdiIdx) -> Option<Self> {
        let vdi = inventory.vdi(child);
        let (sr, size) = (inventory.sr(vdi.sr?), vdi.size?);
        let rules = Rules::of_image(sr, vdi);
        // no driver merges one format into another: what such a pair needs is not known
        if !rules.is_known() || Rules::of_image(sr, inventory.vdi(parent)) != rules {
            return None;
        }
        let copies = node_data(inventory, chains, child)?;
        let above = node_data(inventory, chains, parent)?.bytes;
        let new = new_blocks(size, above, copies.bytes);
        Some(Self { rules, family: Family::of(sr), size, above, copies, new })
    }

    /// Returns the bytes that must be free. A parent of whole extents may have room left in its last one,
    /// hence the lower bound.
    fn takes(&self) -> Estimate {
        let asks = |parent, new| self.rules.merge_asks(self.size, parent, new);
        let bytes = Interval::new(
            asks(self.above.high, self.new.low),
            asks(self.above.best, self.new.best),
            asks(self.above.low, self.new.high),
        );
        let low = match self.family {
            Family::Lvm => (bytes.low - LVM_EXTENT).max(self.journals()),
            _ => bytes.low,
        };
        let why =
            if self.copies.bytes.high == Bytes::ZERO { self.copies.why } else { EstimateBasis::HalfOverlaps };
        Estimate { bytes: Interval { low, ..bytes }, why }
    }

    /// Returns how many more bytes are free afterwards: the child's node disappears, the parent's grows.
    fn frees(&self, usage: Option<Bytes>) -> Interval {
        let of_data = || self.copies.bytes.map(|data| self.rules.node(self.size, data));
        let node = usage.map_or_else(of_data, Interval::exactly);
        node.less(self.new.map(|new| self.rules.merge_keeps(new)))
    }

    /// Returns how many more bytes are free after a leaf merge: the parent takes over the whole volume of a
    /// disk, but stays as small as its data for a snapshot (`SM cleanup.py:2883-2896`).
    fn leaf_frees(
        &self,
        inventory: &Inventory,
        chains: &Chains,
        parent: VdiIdx,
        leaf: VdiIdx,
    ) -> Option<Interval> {
        let usage = inventory.vdi(leaf).usage;
        if self.family != Family::Lvm || inventory.vdi(leaf).kind == VdiKind::Snapshot {
            return Some(self.frees(usage));
        }
        let above = node_data(inventory, chains, parent)?.bytes;
        let returns = |parent| self.rules.leaf_merge_returns(self.size, parent, Bytes::ZERO, Bytes::ZERO);
        Some(inventory.vdi(parent).usage.map_or_else(|| above.map(returns), Interval::exactly))
    }

    fn journals(&self) -> Bytes {
        if self.family == Family::Lvm { LVM_JOURNALS } else { Bytes::ZERO }
    }

    /// Returns what the collector's own snapshot of a leaf with this much data takes: an empty image; on LVM a whole
    /// volume, minus what the old one frees by shrinking to its data (`SM cleanup.py:1098-1102, 1481-1483`).
    fn internal_snapshot(&self, data: Bytes) -> Bytes {
        match self.family {
            Family::Lvm => self.rules.node(self.size, data),
            _ => self.rules.snapshot_returns(self.size),
        }
    }

    /// Returns what a leaf frees when it is shrunk to its data before it is merged (`SM cleanup.py:1474-1479`).
    fn shrinks(&self, data: Bytes, volume: Option<Bytes>) -> Bytes {
        if self.family != Family::Lvm {
            return Bytes::ZERO;
        }
        volume.unwrap_or_else(|| self.rules.node(self.size, self.size)) - self.rules.node(self.size, data)
    }
}

/// Bounds the data of a child that its parent does not hold: at least what cannot be in the parent, at most all of
/// it, and never more than the parent lacks of the whole disk.
fn new_blocks(size: Bytes, parent: Interval, child: Interval) -> Interval {
    let high = child.high.min(size - parent.low);
    let best = Bytes(child.best.0 / 100 * (100 - OVERLAP_PERCENT));
    Interval::new((child.low - parent.high).min(high), best, high)
}
