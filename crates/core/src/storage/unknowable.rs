//! What no look through XO can tell of an SR, so that no report pretends to.

use super::Family;
use crate::model::{Provisioning, Sr};

/// Is something that cannot be known from XO.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unknowable {
    /// Which blocks two nodes share, and so what their merge needs (facts/storage-manager.md 3.6, 9).
    Overlap,
    /// How full the leaf of a thick disk is: its volume has the whole size (facts 3.11).
    LeafData,
    /// Hidden leaves that wait for their deletion: a scan leaves them out (facts 3.10).
    HiddenLeaves,
    /// What else fills the file system: its size and free space count files of others, and a quota (facts 2.5).
    OtherFiles,
    /// Whether the pool holds out: free space counts in how far LINSTOR may promise more than it has (facts 2.8).
    PoolPromises,
    /// All of it: no rule of the driver is known.
    Driver,
}

/// Lists what cannot be known of an SR.
pub fn unknowable(sr: &Sr) -> &'static [Unknowable] {
    use Unknowable::{Driver, HiddenLeaves, LeafData, OtherFiles, Overlap, PoolPromises};
    match Family::of(sr) {
        Family::File => &[Overlap, HiddenLeaves, OtherFiles],
        Family::Lvm => &[Overlap, LeafData, HiddenLeaves],
        Family::Linstor if sr.provisioning == Provisioning::Thick => &[Overlap, LeafData],
        Family::Linstor => &[Overlap, PoolPromises],
        Family::NoTree => &[],
        Family::Unknown => &[Driver],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_driver() {
        let cases = [
            ("nfs", Provisioning::Thin, Unknowable::OtherFiles, true),
            ("nfs", Provisioning::Thin, Unknowable::LeafData, false),
            // inflated as long as it is attached
            ("lvm", Provisioning::Thin, Unknowable::LeafData, true),
            ("linstor", Provisioning::Thick, Unknowable::LeafData, true),
            ("linstor", Provisioning::Thin, Unknowable::PoolPromises, true),
            ("zfs-vol", Provisioning::Unknown, Unknowable::Overlap, false),
            ("btrfs", Provisioning::Unknown, Unknowable::Driver, true),
        ];
        for (driver, provisioning, what, is_so) in cases {
            let sr = Sr { provisioning, ..Sr::new("s".into(), driver) };
            assert_eq!(unknowable(&sr).contains(&what), is_so, "{driver} {what:?}");
        }
    }
}
