//! VHDs in LINSTOR volumes: each takes its whole size if the pool is thick, and what is written if it is thin.
//!
//! Sources: facts/storage-manager.md 2.8.

use super::{FamilyRules, Leaf, Refusal, SnapshotCost, with_bitmap};
use crate::storage::size::{linstor_volume, overhead_empty};
use crate::units::Bytes;

/// An image in its own LINSTOR volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Linstor {
    /// Whether volumes have their whole size at once.
    pub(super) thick: bool,
}

impl FamilyRules for Linstor {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Full81)
    }

    fn allocates_on_write(&self) -> bool {
        !self.thick
    }

    fn node(&self, virtual_size: Bytes, data: Bytes) -> Bytes {
        if self.thick {
            return linstor_volume(virtual_size);
        }
        with_bitmap(data) + self.overhead(virtual_size)
    }

    fn overhead(&self, virtual_size: Bytes) -> Bytes {
        overhead_empty(virtual_size)
    }

    /// Two volumes, the new leaf and the snapshot: whole ones if they are thick, else what an empty image takes.
    fn snapshot(&self, leaf: Leaf) -> SnapshotCost {
        let one = match self.thick {
            true => linstor_volume(leaf.virtual_size),
            false => self.overhead(leaf.virtual_size),
        };
        SnapshotCost { guard: one + one, keeps: one + one }
    }

    fn snapshot_returns(&self, virtual_size: Bytes) -> Bytes {
        if self.thick { linstor_volume(virtual_size) } else { self.overhead(virtual_size) }
    }

    fn merge_keeps(&self, new: Bytes) -> Bytes {
        if self.thick { Bytes::ZERO } else { with_bitmap(new) }
    }
}
