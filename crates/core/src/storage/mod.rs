//! The storage manager's rules: what an SR refuses, and how many bytes an operation needs.
//!
//! In: an SR, its VDIs. Out: limits and bounds in [`Bytes`]. Each rule is written once, with its source. In the
//! sources, `SM` is xapi-project/sm v4.1.12 (facts/storage-manager.md).
//!
//! Three layers: [`Rules`] is plain arithmetic on what a node holds; `content` and `space_needed` apply it to what XO
//! shows and bound the rest; [`gc`], [`backlog`], [`headroom`] and [`deletions`] say what follows for an SR.

mod backlog;
mod content;
mod deletion;
mod estimate;
mod gc;
mod headroom;
mod hosts;
mod metadata;
mod overcommit;
mod permanent_nodes;
mod rules;
mod shape;
mod size;
mod space_needed;
mod stall;

pub use backlog::{
    Backlog, LearntSpeed, Merge, MergeRequirement, SeenMerges, Speed, TimeBounds, backlog, learn_speed, queue,
};
pub use content::{change_of, change_until_next, is_counted_twice, node_data};
pub use deletion::{Deletion, May, deletions, safe_order};
pub use estimate::{Estimate, EstimateBasis, Fit};
pub use gc::{
    CollectorOutlook, Gc, GcState, Hold, Holder, HolderKind, MergeRoom, NO_SPACE_MESSAGE, gc, holds,
    is_detached,
};
pub use headroom::{Headroom, PlannedSnapshot, RoundStep, headroom};
pub use hosts::{running_below, runs_on_several_hosts};
pub use metadata::{METADATA_PLACES, PLACES_OF_SNAPSHOT, metadata_places_taken};
pub use overcommit::{Growth, growth};
pub use permanent_nodes::Lasting;
pub use rules::{
    GC_START_DELAY, Refusal, Rules, SnapshotCost, expected_new, format_made, format_of, largest_disk,
};
pub use space_needed::{
    LeafMergeNeed, MergeNeed, SnapshotNeed, copy_need, largest_merge_need, leaf_merge_need, merge_need,
    snapshot_need,
};
pub use stall::{Stall, stall};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Inventory, Sr, SrIdx, VdiIdx, VdiKind};
use crate::units::Bytes;

/// The number of nodes at which the storage refuses the next snapshot or clone of a chain.
///
/// Counted from the active leaf to the root, both included, before the operation: 30 is refused, 29 is not. The same
/// for VHD (`SM vhdutil.py:30`) and QCOW2 (`QSM qcow2util.py:19`).
pub const CHAIN_LIMIT: u32 = 30;

/// Free bytes below which the garbage collector of an LVM SR can barely create its journals (two volumes of 4 MiB for
/// each merge, more for each snapshot); facts/storage-manager.md 6.10.
pub const LVM_JOURNAL_ROOM: Bytes = Bytes::mib(64);

/// The family of rules that an SR follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Images are files: ext, nfs, smb, …
    File,
    /// Images are logical volumes: lvm, lvmoiscsi, lvmohba, …
    Lvm,
    /// Images are LINSTOR volumes.
    Linstor,
    /// No VHD chains: CD images, devices, drivers with their own snapshots.
    NoTree,
    /// A driver that this version does not know.
    Unknown,
}

impl Family {
    /// Returns the family of a driver (facts/storage-manager.md 6.1).
    pub fn of_driver(driver: &str) -> Self {
        match driver {
            "ext" | "nfs" | "file" | "smb" | "cifs" | "shm" | "xfs" | "zfs" | "cephfs" | "glusterfs"
            | "moosefs" | "largeblock" => Self::File,
            "lvm" | "lvmoiscsi" | "lvmohba" | "lvmofcoe" | "lvhd" | "lvhdoiscsi" | "lvhdohba"
            | "lvhdofcoe" => Self::Lvm,
            "linstor" => Self::Linstor,
            "iso" | "udev" | "dummy" | "hba" | "iscsi" | "rawhba" | "rawiscsi" | "zfs-vol" | "gfs2" => {
                Self::NoTree
            }
            _ => Self::Unknown,
        }
    }

    /// Returns the family of an SR.
    pub fn of(sr: &Sr) -> Self {
        if sr.is_iso_or_udev() { Self::NoTree } else { Self::of_driver(&sr.driver) }
    }
}

/// Returns the chain limit of an SR; `None` if there are no VHD chains.
///
/// An unknown driver has the limit if its VDIs show chains: then it is built like the others.
pub fn chain_limit(inventory: &Inventory, sr: SrIdx) -> Option<u32> {
    match Family::of(inventory.sr(sr)) {
        Family::File | Family::Lvm | Family::Linstor => Some(CHAIN_LIMIT),
        Family::NoTree => None,
        Family::Unknown => shows_chains(inventory, sr).then_some(CHAIN_LIMIT),
    }
}

fn shows_chains(inventory: &Inventory, sr: SrIdx) -> bool {
    let shows = |&vdi: &VdiIdx| {
        let vdi = inventory.vdi(vdi);
        vdi.kind == VdiKind::BaseCopy || vdi.parent != crate::model::Link::None
    };
    inventory.sr(sr).vdis.iter().any(shows)
}

#[cfg(test)]
mod tests;
