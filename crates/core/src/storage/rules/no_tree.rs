//! Drivers without VHD chains (CD images, devices, their own snapshots) and unknown drivers: nothing is claimed about
//! what an operation takes.
//!
//! Source: facts/storage-manager.md 6.1.

use super::{FamilyRules, Leaf, Refusal, SnapshotCost};
use crate::units::Bytes;

/// An image about which nothing is known but its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoTree;

impl FamilyRules for NoTree {
    fn refusal(&self) -> Option<Refusal> {
        None
    }

    fn allocates_on_write(&self) -> bool {
        false
    }

    fn node(&self, _virtual_size: Bytes, data: Bytes) -> Bytes {
        data
    }

    fn overhead(&self, _virtual_size: Bytes) -> Bytes {
        Bytes::ZERO
    }

    fn snapshot(&self, _leaf: Leaf) -> SnapshotCost {
        SnapshotCost::default()
    }

    fn snapshot_returns(&self, _virtual_size: Bytes) -> Bytes {
        Bytes::ZERO
    }
}
