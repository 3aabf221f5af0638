//! How full the metadata volume of an LVM SR is.
//!
//! It has 4 MiB, whatever the size of the SR: four sectors for the SR, then two for each image, including base copies
//! and snapshots (facts/storage-manager.md 2.7). Places of deleted images are reused. When it is full, the next
//! snapshot or creation fails with `MetadataError` (181). A list of changed blocks whose data is gone has no place in
//! it (5.3).

use super::Family;
use crate::model::{Inventory, SrIdx, VdiIdx, VdiRole};

/// The number of images that the metadata volume of an LVM SR has places for: 8192 sectors, minus 4, divided
/// by 2 (`SM srmetadata.py:47, 669`).
pub const METADATA_PLACES: u32 = (8192 - 4) / 2;

/// The most places that a snapshot takes: one for the snapshot, one for the base copy (facts 2.7).
pub const PLACES_OF_SNAPSHOT: u32 = 2;

/// Counts the places that are taken; `None` if the driver has no such volume. This is a lower bound: what a scan
/// hides takes places too.
pub fn metadata_places_taken(inventory: &Inventory, sr: SrIdx) -> Option<u32> {
    let place = inventory.sr(sr);
    if Family::of(place) != Family::Lvm {
        return None;
    }
    let has_place = |&&vdi: &&VdiIdx| inventory.vdi(vdi).role != VdiRole::CbtMetadata;
    u32::try_from(place.vdis.iter().filter(has_place).count()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    #[test]
    fn images_with_a_place() {
        assert_eq!(METADATA_PLACES, 4_094);
        let cases = [
            ("lvm", "", Some(0)),
            ("lvm", "disk a 1GiB: leaf", Some(1)),
            ("lvmoiscsi", "disk a 1GiB: base*3 snap s > leaf", Some(7)),
            ("lvm", "disk a 1GiB: base > leaf snap c cbt", Some(2)),
            ("nfs", "disk a 1GiB: leaf", None),
            ("linstor", "disk a 1GiB: leaf", None),
        ];
        for (driver, disks, expected) in cases {
            let inventory = notation::inventory(&format!("sr s {driver} 1TiB {{ {disks} }}")).unwrap();
            assert_eq!(metadata_places_taken(&inventory, SrIdx(0)), expected, "{driver} {disks}");
        }
    }
}
