//! QCOW2 images, which follow none of VHD's rules on bytes: clusters of 64 KiB, tables that grow with the data,
//! volumes that are never shrunk, merges by QEMU.
//!
//! In: bytes, an SR's driver. Out: bytes, formats, error numbers. Knows no inventory; what needs one is in
//! [`storage`](crate::storage). There is no QCOW2 on LINSTOR, SMB and drivers without chains: nothing is claimed
//! about such an image there.
//!
//! Sources: facts/storage-manager.md 1.2, 1.5, 5.1 and 7.1 with the lines of `QSM` that they cite; XCP-ng's QCOW2 FAQ
//! (docs.xcp-ng.org/storage/qcow2_faq); the format itself: QEMU's docs/interop/qcow2.

use super::lvm::LVM_JOURNALS;
use super::{FamilyRules, Leaf, Refusal, SnapshotCost};
use crate::model::ImageFormat;
use crate::storage::Family;
use crate::units::Bytes;

/// The largest VHD (`SM vhdutil.py:27-28`, facts 2.2); an SR makes a larger disk a QCOW2 automatically (FAQ).
pub(in crate::storage) const LARGEST_VHD: Bytes = Bytes::gib(2040);

/// The largest QCOW2 disk that a storage manager makes (FAQ).
pub(in crate::storage) const LARGEST: Bytes = Bytes::gib(16_381);

/// The unit in which an image is filled, unless someone set another by hand (FAQ).
const CLUSTER: u64 = 64 << 10;

/// What an image on LVM takes beyond its virtual size: the overhead of a disk of 16 TiB, in whole extents
/// (`QSM lvmcowutil.py:80-87`). A volume that nothing writes to has no more.
const LVM_METADATA: Bytes = Bytes::mib(2052);

/// Returns whether a driver makes QCOW2 images: all with chains do, except LINSTOR and SMB (FAQ).
pub(in crate::storage) fn is_made_by(driver: &str) -> bool {
    let has_chains = matches!(Family::of_driver(driver), Family::File | Family::Lvm);
    has_chains && !matches!(driver, "smb" | "cifs")
}

/// Returns the format in which a driver makes a disk of this size by default: VHD if that can hold it, else QCOW2;
/// `None` if neither can (error 79).
///
/// An SR may be told to prefer QCOW2 (`preferred-image-formats`), which XO does not show.
pub(in crate::storage) fn made_by(driver: &str, size: Bytes) -> Option<ImageFormat> {
    if size <= LARGEST_VHD {
        return Some(ImageFormat::Vhd);
    }
    (size <= LARGEST && is_made_by(driver)).then_some(ImageFormat::Qcow2)
}

/// Returns the overhead that the storage manager assumes: all tables of a full disk, in whole clusters
/// (`overhead_empty`, `QSM qcow2util.py:438-450`).
pub(in crate::storage) fn overhead(virtual_size: Bytes) -> Bytes {
    Bytes((128 << 10) + virtual_size.0 / 8192).round_up(Bytes(CLUSTER))
}

/// Returns the bytes of an empty file: header, refcount table and block, and the first-level table, whose 8-byte
/// entries each cover 512 MiB (QEMU). A few hundred KiB (facts 5.1).
fn empty_file(virtual_size: Bytes) -> Bytes {
    let first_level = Bytes(virtual_size.0.div_ceil(512 << 20).saturating_mul(8)).round_up(Bytes(CLUSTER));
    Bytes(3 * CLUSTER) + first_level
}

/// Returns data with its tables: 8 bytes for each cluster, and 2 for its reference count (QEMU).
fn with_tables(data: Bytes) -> Bytes {
    data + Bytes(data.0 / 8192) + Bytes(data.0 / 32_768)
}

/// An image in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OnFiles;

impl FamilyRules for OnFiles {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Full81)
    }

    fn allocates_on_write(&self) -> bool {
        true
    }

    fn node(&self, virtual_size: Bytes, data: Bytes) -> Bytes {
        empty_file(virtual_size) + with_tables(data)
    }

    fn overhead(&self, virtual_size: Bytes) -> Bytes {
        empty_file(virtual_size)
    }

    fn without_tables(&self, bytes: Bytes) -> Bytes {
        // 8 bytes for each cluster's table entry and 2 for its count
        Bytes(bytes.0 - bytes.0 / (CLUSTER / 10 + 1))
    }

    /// Two empty files: the new leaf, and the snapshot. Their tables grow later.
    fn snapshot(&self, leaf: Leaf) -> SnapshotCost {
        let both = empty_file(leaf.virtual_size) + empty_file(leaf.virtual_size);
        SnapshotCost { guard: both, keeps: both }
    }

    fn snapshot_returns(&self, virtual_size: Bytes) -> Bytes {
        empty_file(virtual_size)
    }

    /// The collector needs what is new plus the tables of a full disk, minus those that the parent has already
    /// (`QSM cleanup.py:1184-1217`).
    fn merge_asks(&self, virtual_size: Bytes, parent: Bytes, new: Bytes) -> Bytes {
        (parent + new + overhead(virtual_size)) - self.node(virtual_size, parent)
    }

    fn merge_keeps(&self, new: Bytes) -> Bytes {
        with_tables(new)
    }

    fn written(&self, bytes: Bytes) -> Bytes {
        with_tables(bytes)
    }
}

/// An image in a logical volume, which is fully allocated at once and never shrunk (facts 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OnLvm;

impl FamilyRules for OnLvm {
    fn refusal(&self) -> Option<Refusal> {
        Some(Refusal::Guard44)
    }

    fn allocates_on_write(&self) -> bool {
        false
    }

    fn node(&self, virtual_size: Bytes, _data: Bytes) -> Bytes {
        virtual_size + LVM_METADATA
    }

    fn overhead(&self, _virtual_size: Bytes) -> Bytes {
        LVM_METADATA
    }

    /// A whole new volume, the snapshot's, and two journals; the old volume frees nothing (facts 5.1 and 6.3).
    fn snapshot(&self, leaf: Leaf) -> SnapshotCost {
        let keeps = self.node(leaf.virtual_size, Bytes::ZERO) + LVM_METADATA;
        SnapshotCost { guard: keeps + LVM_JOURNALS, keeps }
    }

    fn snapshot_returns(&self, _virtual_size: Bytes) -> Bytes {
        LVM_METADATA
    }

    /// The parent has room for a full disk already (`QSM cleanup.py:1613-1631`); only two journals are made.
    fn merge_takes(&self, _new: Bytes) -> Bytes {
        LVM_JOURNALS
    }

    fn merge_keeps(&self, _new: Bytes) -> Bytes {
        Bytes::ZERO
    }

    /// The parent's own volume is freed, since the parent moves into that of the leaf.
    fn leaf_merge_returns(&self, virtual_size: Bytes, _parent: Bytes, _leaf: Bytes, _new: Bytes) -> Bytes {
        self.node(virtual_size, Bytes::ZERO)
    }

    fn written(&self, _bytes: Bytes) -> Bytes {
        Bytes::ZERO
    }
}

/// Why a snapshot ends in `SR_BACKEND_FAILURE_82` (facts 7.1, and XO#10324 for the chain). XO shows neither a failed
/// pause nor the mark of one, which is in `VDI.sm_config`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause82 {
    /// `qemu-img info --backing-chain` cannot read a file of the chain. QCOW2 only: for a VHD, the depth cannot be
    /// read then, which is error 46.
    Chain,
    /// The disk of a running VM could not be paused.
    Pause,
    /// The disk is marked as paused from an earlier operation (`MAP_DUPLICATE_KEY`).
    PausedMark,
    /// The image is hidden: LVM refuses with 82, files with 81.
    Hidden,
}

impl Cause82 {
    /// Returns what can cause it for an image of this format in this family.
    pub(super) fn of(family: Family, format: ImageFormat) -> Vec<Self> {
        let mut causes = Vec::new();
        if format == ImageFormat::Qcow2 {
            causes.push(Self::Chain);
        }
        if matches!(family, Family::File | Family::Lvm | Family::Linstor) {
            causes.extend([Self::Pause, Self::PausedMark]);
        }
        if family == Family::Lvm {
            causes.push(Self::Hidden);
        }
        causes
    }
}

/// Returns the error of a snapshot of an image whose chain cannot be read: 82 for QCOW2 (XO#10324), 46 for
/// VHD (facts 1.1).
pub(super) fn unreadable_chain(family: Family, format: ImageFormat) -> u32 {
    if Cause82::of(family, format).contains(&Cause82::Chain) { 82 } else { 46 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIB: u64 = 1024;

    fn leaf(virtual_size: Bytes) -> Leaf {
        Leaf { virtual_size, data: Bytes::gib(3), volume: None, attached: true }
    }

    /// Facts 5.1: 12.6 MiB for 100 GiB, 255 MiB for 2040 GiB, 2048.1 MiB for 16 TiB.
    #[test]
    fn overhead_the_storage_manager_reckons_with() {
        for (gib, kib) in [(100, 12_928), (2040, 261_248), (16 << 10, 2_097_280)] {
            assert_eq!(overhead(Bytes::gib(gib)), Bytes(kib * KIB), "{gib} GiB");
        }
    }

    /// Facts 5.1: a few hundred KiB.
    #[test]
    fn a_new_file_is_small() {
        for (gib, kib) in [(10, 256), (2040, 256), (4096, 256), (4097, 320), (16_381, 448)] {
            assert_eq!(empty_file(Bytes::gib(gib)), Bytes(kib * KIB), "{gib} GiB");
        }
    }

    /// Drivers, sizes in GiB, the format that is made.
    #[test]
    fn what_an_sr_makes_of_a_disk() {
        use ImageFormat::{Qcow2, Vhd};
        let cases = [
            ("ext", 2040, Some(Vhd)),
            ("ext", 2041, Some(Qcow2)),
            ("nfs", 16_381, Some(Qcow2)),
            ("nfs", 16_382, None),
            ("lvmohba", 3000, Some(Qcow2)),
            ("zfs", 3000, Some(Qcow2)),
            ("linstor", 2040, Some(Vhd)),
            ("linstor", 2041, None),
            ("smb", 2041, None),
            ("cifs", 2041, None),
        ];
        for (driver, gib, expected) in cases {
            assert_eq!(made_by(driver, Bytes::gib(gib)), expected, "{driver} {gib}");
        }
    }

    /// Facts 5.1 and 6.3: V + 4112 MiB needed and V + 4104 kept on LVM, next to nothing on files. In MiB.
    #[test]
    fn what_a_snapshot_costs() {
        for gib in [1, 500, 6144] {
            let cost = OnLvm.snapshot(leaf(Bytes::gib(gib)));
            let of = |more| Bytes::gib(gib) + Bytes::mib(more);
            assert_eq!((cost.guard, cost.keeps), (of(4112), of(4104)), "{gib} GiB");
        }
        let cost = OnFiles.snapshot(leaf(Bytes::gib(2000)));
        assert_eq!((cost.guard, cost.keeps), (Bytes(512 * KIB), Bytes(512 * KIB)));
    }

    /// What is written grows a file by clusters and their tables, and a volume not at all.
    #[test]
    fn growth() {
        assert_eq!(OnFiles.written(Bytes::gib(1)), Bytes::gib(1) + Bytes(160 * KIB));
        assert_eq!(OnLvm.written(Bytes::gib(1)), Bytes::ZERO);
        let half = OnFiles.node(Bytes::gib(100), Bytes::gib(50));
        assert_eq!(half, Bytes::gib(50) + Bytes(256 * KIB) + Bytes(8000 * KIB));
    }

    /// The collector needs more than a merge takes: tables for 2,040 GiB, of which the parent has few. In MiB.
    #[test]
    fn merges() {
        let (size, new) = (Bytes::gib(2040), Bytes::gib(1));
        let asks = |parent| OnFiles.merge_asks(size, Bytes::gib(parent), new);
        assert_eq!(asks(0).0 >> 20, 1024 + 254);
        assert_eq!(asks(400).0 >> 20, 1024 + 254 - 62);
        assert_eq!(OnFiles.merge_keeps(new), new + Bytes(160 * KIB));
        assert_eq!(OnLvm.merge_asks(size, Bytes::gib(9), new), Bytes::mib(8));
        assert_eq!((OnLvm.merge_takes(new), OnLvm.merge_keeps(new)), (Bytes::mib(8), Bytes::ZERO));
        let returns = OnLvm.leaf_merge_returns(size, Bytes::gib(9), Bytes::gib(1), new);
        assert_eq!(returns, size + Bytes::mib(2052));
    }

    #[test]
    fn what_can_cause_error_82() {
        use Cause82::{Chain, Hidden, Pause, PausedMark};
        use ImageFormat::{Qcow2, Vhd};
        let cases = [
            (Family::File, Qcow2, vec![Chain, Pause, PausedMark]),
            (Family::Lvm, Qcow2, vec![Chain, Pause, PausedMark, Hidden]),
            (Family::File, Vhd, vec![Pause, PausedMark]),
            (Family::Lvm, Vhd, vec![Pause, PausedMark, Hidden]),
            (Family::NoTree, Vhd, vec![]),
        ];
        for (family, format, expected) in cases {
            assert_eq!(Cause82::of(family, format), expected, "{family:?} {format:?}");
        }
        assert_eq!([Qcow2, Vhd].map(|format| unreadable_chain(Family::File, format)), [82, 46]);
    }
}
