//! Bytes that an operation needs, as bounds: XO shows no block maps, so the truth lies between.

use super::Family;
use super::size::{LVM_EXTENT, LVM_QCOW2_METADATA, data_at_most, linstor_volume, lvm_volume, overhead_empty};
use crate::model::{ImageFormat, Inventory, Provisioning, Sr, Vdi, VdiIdx};
use crate::units::Bytes;

/// Two journals of one extent each: what LVM takes beside the image itself while it snapshots or merges
/// (`SM LVHDSR.py:1684-1713`, `SM journaler.py:57`).
const LVM_JOURNALS: Bytes = Bytes::mib(8);

/// A deflated, empty VHD on LVM (`SM LVHDSR.py:1685`).
const LVM_EMPTY: Bytes = Bytes::mib(8);

/// What two new files take at the least: a block each.
const FILE_BLOCKS: Bytes = Bytes(2 * 4096);

/// Bounds what an operation needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// It needs this much for sure.
    pub low: Bytes,
    /// It cannot need more.
    pub high: Bytes,
}

/// Tells what the snapshot of a disk takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnapshotNeed {
    /// Bytes that must be free when it is taken.
    pub guard: Need,
    /// Bytes it keeps for good, at the least.
    pub keeps: Bytes,
}

/// Bounds the free bytes a snapshot of this disk asks for (facts/storage-manager.md 2.4, 2.5, 2.8, 5.1).
///
/// `plugged` says that a running VM holds the disk. None where the driver has no rule known here, or where the server
/// does not tell the disk's size.
pub fn snapshot_need(inventory: &Inventory, sr: &Sr, vdi: VdiIdx, plugged: bool) -> Option<SnapshotNeed> {
    let vdi = inventory.vdi(vdi);
    let size = vdi.size?;
    match Family::of(sr) {
        Family::File => {
            let twice = overhead_empty(size) + overhead_empty(size);
            Some(SnapshotNeed { guard: Need { low: FILE_BLOCKS, high: twice }, keeps: FILE_BLOCKS })
        }
        Family::Lvm if vdi.image_format == Some(ImageFormat::Qcow2) => {
            let keeps = size + LVM_QCOW2_METADATA + LVM_QCOW2_METADATA;
            let guard = keeps + LVM_JOURNALS;
            Some(SnapshotNeed { guard: Need { low: guard, high: guard }, keeps })
        }
        Family::Lvm => Some(lvm_snapshot_need(sr, vdi, size, plugged)),
        Family::Linstor if sr.provisioning == Provisioning::Thick => {
            let keeps = linstor_volume(size) + linstor_volume(size);
            Some(SnapshotNeed { guard: Need { low: keeps, high: keeps }, keeps })
        }
        Family::Linstor => Some(SnapshotNeed::default()),
        Family::NoTree | Family::Unknown => None,
    }
}

/// `size_req` of `SM LVHDSR.py:1684-1713` for a snapshot: new leaf + snapshot + journals - what the old leaf gives
/// back when it is shrunk to its data.
///
/// What stays is at least the new snapshot, and what the new leaf is larger than the old one: the base copy of an empty
/// leaf is dropped again.
fn lvm_snapshot_need(sr: &Sr, vdi: &Vdi, size: Bytes, plugged: bool) -> SnapshotNeed {
    let full = lvm_volume(size);
    let now = vdi.usage.unwrap_or(full).min(full);
    let leaf = if plugged || sr.provisioning != Provisioning::Thin { full } else { LVM_EMPTY };
    let fixed = leaf + LVM_EMPTY + LVM_JOURNALS;
    // the data in a leaf cannot be seen: from none to all of its volume
    let guard = Need { low: fixed + LVM_EMPTY.min(now) - now, high: fixed };
    SnapshotNeed { guard, keeps: leaf + LVM_EMPTY - now }
}

/// Bounds the free bytes that merging `child` into `parent` takes while it runs (facts/storage-manager.md 3.6, 6.4).
///
/// Between nothing (all blocks of the child are in the parent) and all data of the child, as far as the parent can
/// still grow. None where the server does not tell the child's bytes.
pub fn merge_need(inventory: &Inventory, family: Family, parent: VdiIdx, child: VdiIdx) -> Option<Need> {
    let child = inventory.vdi(child);
    let parent = inventory.vdi(parent);
    let data = data_at_most(family, child)?;
    // bitmaps come with the blocks: 1/512
    let data = data + Bytes(data.0 / 512);
    let high = match (parent.size, parent.usage) {
        (Some(size), Some(usage)) => data.min(lvm_volume(size) - usage),
        _ => data,
    };
    if family != Family::Lvm {
        return Some(Need { low: Bytes::ZERO, high });
    }
    Some(Need { low: LVM_JOURNALS, high: high.round_up(LVM_EXTENT) + LVM_JOURNALS })
}
