//! Sizes of VHDs on disk.

use crate::units::Bytes;

/// One logical extent of an LVM SR (`SM lvhdutil.py:33`).
pub(super) const LVM_EXTENT: Bytes = Bytes::mib(4);

/// A VHD block: the unit in which a node is filled (`SM vhdutil.py:63-87`).
pub(super) const VHD_BLOCK: u64 = 2 << 20;

/// What LVM reserves for the metadata of any VHD: that of a disk of 2 TiB (`SM lvhdutil.py:98-103`).
pub(super) const LVM_VHD_METADATA: Bytes = Bytes(4_329_472);

/// Returns the bytes of an empty VHD (`SM vhdutil.py:63-87`): headers, block table, bitmap of the table.
pub(super) fn overhead_empty(virtual_size: Bytes) -> Bytes {
    let mib = virtual_size.0 >> 20;
    let table = Bytes(3072 + (mib / 2) * 4).round_up(Bytes(512));
    Bytes(table.0 + (mib / 2) / 8).round_up(Bytes(4096))
}

/// Returns the bytes of the bitmaps for this many bytes of data: one page per block.
fn overhead_bitmap(data: Bytes) -> Bytes {
    Bytes(data.0.div_ceil(VHD_BLOCK).saturating_mul(4096))
}

/// Returns the volume that an LVM SR needs for a VHD that holds this many bytes of data (`SM lvhdutil.py:98-103`);
/// with the virtual size, the volume of an inflated disk.
pub(super) fn lvm_volume(data: Bytes) -> Bytes {
    (data + LVM_VHD_METADATA + overhead_bitmap(data)).round_up(LVM_EXTENT)
}

/// Returns the volume of a VHD on LINSTOR (`XSM linstorvhdutil.py:444-454`).
pub(super) fn linstor_volume(virtual_size: Bytes) -> Bytes {
    (virtual_size + LVM_VHD_METADATA + overhead_bitmap(virtual_size)).round_up(Bytes(512))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIB: u64 = 1024;

    #[test]
    fn overhead_of_an_empty_vhd() {
        let cases = [(1, 8), (10, 24), (100, 212), (500, 1036), (1000, 2068), (2040, 4212)];
        for (gib, kib) in cases {
            assert_eq!(overhead_empty(Bytes::gib(gib)), Bytes(kib * KIB), "{gib} GiB");
        }
        assert_eq!(overhead_empty(Bytes::gib(2048)), Bytes(4_329_472));
    }

    #[test]
    fn volume_of_a_full_vhd_on_lvm() {
        let cases = [(1, 8), (10, 28), (50, 108), (100, 208), (500, 1008), (1000, 2008), (2040, 4088)];
        for (gib, more_mib) in cases {
            assert_eq!(lvm_volume(Bytes::gib(gib)), Bytes::gib(gib) + Bytes::mib(more_mib), "{gib} GiB");
        }
        assert_eq!(lvm_volume(Bytes::ZERO), Bytes::mib(8));
    }
}
