//! VHDs in LINSTOR volumes: each of its whole size where the pool is thick, as much as is written where it is thin.
//!
//! Sources: facts/storage-manager.md 2.8.

use super::{FamilyRules, Leaf, Refusal, SnapshotCost, with_bitmap};
use crate::storage::size::{linstor_volume, overhead_empty};
use crate::units::Bytes;

/// An image in a LINSTOR volume of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Linstor {
    /// Its volumes have their whole size at once.
    pub(super) thick: bool,
}

impl FamilyRules for Linstor {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Full81)
    }

    fn takes_room_as_written(&self) -> bool {
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

    /// Two volumes, the new leaf and the snapshot: whole ones where they are thick, else what an empty image holds.
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
