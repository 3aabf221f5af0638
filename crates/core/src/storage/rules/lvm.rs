//! VHDs in logical volumes: lvm, lvmoiscsi, lvmohba, … A VHD that nothing writes to is shrunk to its data, in whole
//! extents; a leaf in use is fully allocated.
//!
//! Sources: facts/storage-manager.md 2.3, 2.4, 3.6 and 6.3.

use super::{FamilyRules, Leaf, Refusal, SnapshotCost, with_bitmap};
use crate::storage::size::{LVM_EXTENT, LVM_VHD_METADATA, lvm_volume};
use crate::units::Bytes;

/// Two journals of one extent each: what LVM takes besides the image itself while it snapshots or merges
/// (`SM LVHDSR.py:1684-1713`, `SM journaler.py:57`).
pub(in crate::storage) const LVM_JOURNALS: Bytes = Bytes::mib(8);

/// A deflated, empty VHD on LVM (`SM LVHDSR.py:1685`).
const LVM_EMPTY: Bytes = Bytes::mib(8);

/// An image in its own logical volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lvm {
    /// Whether a leaf has its whole size even if no VM runs on it.
    pub(super) thick: bool,
}

impl FamilyRules for Lvm {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Guard44)
    }

    fn allocates_on_write(&self) -> bool {
        false
    }

    fn node(&self, _virtual_size: Bytes, data: Bytes) -> Bytes {
        lvm_volume(data)
    }

    fn overhead(&self, _virtual_size: Bytes) -> Bytes {
        LVM_VHD_METADATA
    }

    /// `size_req` of `SM LVHDSR.py:1684-1713` for a snapshot: new leaf + snapshot + journals - what the old leaf
    /// frees when it is shrunk to its data. The base copy of an empty leaf is dropped again, with what it took.
    fn snapshot(&self, leaf: Leaf) -> SnapshotCost {
        let full = lvm_volume(leaf.virtual_size);
        let new = if leaf.attached || self.thick { full } else { LVM_EMPTY };
        let now = leaf.volume.unwrap_or(full).min(full);
        let used = lvm_volume(leaf.data).min(now);
        let guard = new + LVM_EMPTY + LVM_JOURNALS + used - now;
        let base = if leaf.data == Bytes::ZERO { Bytes::ZERO } else { used };
        SnapshotCost { guard, keeps: new + LVM_EMPTY + base - now }
    }

    fn snapshot_returns(&self, _virtual_size: Bytes) -> Bytes {
        LVM_EMPTY
    }

    /// Besides what the parent grows by, two journals are made (facts 3.6).
    fn merge_takes(&self, new: Bytes) -> Bytes {
        self.merge_keeps(new) + LVM_JOURNALS
    }

    fn merge_keeps(&self, new: Bytes) -> Bytes {
        with_bitmap(new).round_up(LVM_EXTENT)
    }

    /// The parent's own volume is freed, since the parent moves into that of the leaf (`SM cleanup.py:2811-2896`).
    fn leaf_merge_returns(&self, virtual_size: Bytes, parent: Bytes, _leaf: Bytes, _new: Bytes) -> Bytes {
        self.node(virtual_size, parent)
    }
}
