//! VHDs in files: ext, nfs, smb, xfs, zfs, … They grow as they are written, and no guard checks beforehand.
//!
//! Sources: facts/storage-manager.md 2.5 and 2.8.

use super::{FamilyRules, Refusal, SnapshotCost, with_bitmap};
use crate::storage::size::overhead_empty;
use crate::units::Bytes;

/// An image in its own file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct File;

impl FamilyRules for File {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Full81)
    }

    fn allocates_on_write(&self) -> bool {
        true
    }

    fn node(&self, virtual_size: Bytes, data: Bytes) -> Bytes {
        with_bitmap(data) + self.overhead(virtual_size)
    }

    fn overhead(&self, virtual_size: Bytes) -> Bytes {
        overhead_empty(virtual_size)
    }

    /// Two empty files: the new leaf, and the snapshot.
    fn snapshot(&self, leaf: super::Leaf) -> SnapshotCost {
        let twice = self.overhead(leaf.virtual_size) + self.overhead(leaf.virtual_size);
        SnapshotCost { guard: twice, keeps: twice }
    }

    fn snapshot_returns(&self, virtual_size: Bytes) -> Bytes {
        self.overhead(virtual_size)
    }
}
