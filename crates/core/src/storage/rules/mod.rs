//! The rules as plain arithmetic: what an operation on one image takes, given what the image holds.
//!
//! In: the kind of SR, the image format, bytes. Out: bytes. What XO cannot show is an argument here;
//! [`space_needed`](super::space_needed) bounds it, the forecast draws it. [`Rules`] is small and `Copy`, since a
//! simulation uses it millions of times. Each family of drivers has a module, behind `FamilyRules`: `file`, `lvm`,
//! `linstor` for VHD, `qcow2` for QCOW2 in files and on LVM, and `no_tree` for what has no chains or is not known.
//!
//! Sources: facts/storage-manager.md 1.5, 2.2 to 2.8, 3.6, 3.8 and 5.1, with the lines of sm that they cite.

mod file;
mod linstor;
mod lvm;
mod no_tree;
pub(super) mod qcow2;

use jiff::SignedDuration;

use self::file::File;
use self::linstor::Linstor;
pub(super) use self::lvm::LVM_JOURNALS;
use self::lvm::Lvm;
use self::no_tree::NoTree;
use super::size::VHD_BLOCK;
use super::{CHAIN_LIMIT, Family};
use crate::model::{ImageFormat, Provisioning, Sr, Vdi};
use crate::units::Bytes;

/// How long the collector waits between its start and its first merge (`SM cleanup.py:3025`).
pub const GC_START_DELAY: SignedDuration = SignedDuration::from_secs(300);

/// A leaf smaller than this is merged while its VM runs, if no merge has been measured since the host started
/// (`SM cleanup.py:652-667`).
const LEAF_MERGE_UNMEASURED: Bytes = Bytes::mib(20);

/// Half of the ten seconds for which a leaf merge may hold the disk: where merges have been measured, a leaf that
/// takes less is merged while its VM runs (`SM cleanup.py:517-520`).
const LEAF_MERGE_SECONDS: u64 = 5;

/// The error of a backup whose snapshot does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `SR_BACKEND_FAILURE_44`: a guard refused before anything was done (`SM LVHDSR.py:1707-1713`).
    Guard44,
    /// `SR_BACKEND_FAILURE_81` with `error 28`, or 78 when a copy is made: the file system or pool was full
    /// (`SM FileSR.py:890-895`, `XSM LinstorSR.py:2515-2529`).
    Full81,
}

impl Refusal {
    /// Returns the number of the error.
    pub const fn number(self) -> u32 {
        match self {
            Self::Guard44 => 44,
            Self::Full81 => 81,
        }
    }
}

/// What a snapshot takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnapshotCost {
    /// Bytes that must be free when it is taken; exactly as many free bytes are enough.
    pub guard: Bytes,
    /// Bytes that stay taken afterwards, until nodes are deleted or merged.
    pub keeps: Bytes,
}

/// What a leaf holds when a snapshot or a clone is taken.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    /// The bytes that the guest sees.
    virtual_size: Bytes,
    /// The bytes of data in it.
    data: Bytes,
    /// The bytes of its volume, on LVM; `None` for a fully allocated one.
    volume: Option<Bytes>,
    /// Whether a VM runs on it.
    attached: bool,
}

/// The rules that differ between families.
trait FamilyRules {
    /// The error of a snapshot that does not fit; `None` if nothing is known about it.
    fn refusal(&self) -> Option<Refusal>;

    /// Whether what a guest writes takes space when written; otherwise the leaf is fully allocated at once.
    fn allocates_on_write(&self) -> bool;

    /// The bytes that a node with this much data takes once nothing writes to it any more.
    fn node(&self, virtual_size: Bytes, data: Bytes) -> Bytes;

    /// The bytes that a node takes before any data.
    fn overhead(&self, virtual_size: Bytes) -> Bytes;

    /// The data in this many bytes of data and its tables.
    fn without_tables(&self, bytes: Bytes) -> Bytes {
        // the inverse of `with_bitmap`
        Bytes(bytes.0 - bytes.0 / 513)
    }

    /// What a snapshot takes.
    fn snapshot(&self, leaf: Leaf) -> SnapshotCost;

    /// The bytes that are freed at once when a snapshot is deleted to which nothing was written.
    fn snapshot_returns(&self, virtual_size: Bytes) -> Bytes;

    /// The bytes that an inner merge takes while it runs, if `new` bytes of the child are not in the parent yet: the
    /// parent grows by them (facts 3.6, 6.4).
    fn merge_takes(&self, new: Bytes) -> Bytes {
        self.merge_keeps(new)
    }

    /// The bytes that must be free before the collector begins an inner merge of `new` bytes into a parent that holds
    /// `parent` bytes.
    fn merge_asks(&self, _virtual_size: Bytes, _parent: Bytes, new: Bytes) -> Bytes {
        self.merge_takes(new)
    }

    /// The bytes by which the parent has grown after an inner merge that added `new` bytes of data to it.
    fn merge_keeps(&self, new: Bytes) -> Bytes {
        with_bitmap(new)
    }

    /// The space that `bytes` written to a leaf take beyond what it has already.
    fn written(&self, bytes: Bytes) -> Bytes {
        if self.allocates_on_write() { with_bitmap(bytes) } else { Bytes::ZERO }
    }

    /// The bytes that are freed when a leaf is merged into its parent, which held `parent` bytes and received
    /// `new` ones.
    fn leaf_merge_returns(&self, virtual_size: Bytes, _parent: Bytes, leaf: Bytes, new: Bytes) -> Bytes {
        self.node(virtual_size, leaf) - self.merge_keeps(new)
    }
}

/// Returns what data takes in an image: each 512 bytes come with one byte of bitmap.
fn with_bitmap(data: Bytes) -> Bytes {
    data + Bytes(data.0 / 512)
}

/// The rules of one image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    set: RuleSet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RuleSet {
    File(File),
    Lvm(Lvm),
    Linstor(Linstor),
    Qcow2OnFiles(qcow2::OnFiles),
    Qcow2OnLvm(qcow2::OnLvm),
    /// No chains, or an unknown driver or format.
    NoTree(NoTree),
}

impl Default for Rules {
    /// The rules of a VHD file.
    fn default() -> Self {
        Self { set: RuleSet::File(File) }
    }
}

impl Rules {
    /// Returns the rules of an image of this format on this SR; an unspecified format means VHD. Nothing is known
    /// about a format that is neither, nor about a QCOW2 if the driver makes none.
    pub fn of(sr: &Sr, format: Option<ImageFormat>) -> Self {
        let family = Family::of(sr);
        let set = match (family, format.unwrap_or(ImageFormat::Vhd)) {
            (Family::File, ImageFormat::Vhd) => RuleSet::File(File),
            (Family::Lvm, ImageFormat::Vhd) => {
                RuleSet::Lvm(Lvm { thick: sr.provisioning != Provisioning::Thin })
            }
            (Family::Linstor, ImageFormat::Vhd) => {
                RuleSet::Linstor(Linstor { thick: sr.provisioning == Provisioning::Thick })
            }
            (Family::File, ImageFormat::Qcow2) if qcow2::is_made_by(&sr.driver) => {
                RuleSet::Qcow2OnFiles(qcow2::OnFiles)
            }
            (Family::Lvm, ImageFormat::Qcow2) => RuleSet::Qcow2OnLvm(qcow2::OnLvm),
            _ => RuleSet::NoTree(NoTree),
        };
        Self { set }
    }

    /// Returns the rules of an image on this SR. If the server does not report its format, a disk too large for VHD
    /// is a QCOW2, and any other a VHD, which is what drivers make (facts 5.1).
    pub fn of_image(sr: &Sr, vdi: &Vdi) -> Self {
        Self::of(sr, format_of(sr, vdi))
    }

    fn family(&self) -> &dyn FamilyRules {
        match &self.set {
            RuleSet::File(rules) => rules,
            RuleSet::Lvm(rules) => rules,
            RuleSet::Linstor(rules) => rules,
            RuleSet::Qcow2OnFiles(rules) => rules,
            RuleSet::Qcow2OnLvm(rules) => rules,
            RuleSet::NoTree(rules) => rules,
        }
    }

    /// Returns whether anything is known about the driver.
    pub const fn is_known(self) -> bool {
        !matches!(self.set, RuleSet::NoTree(_))
    }

    /// Returns the number of nodes at which the next snapshot is refused; `None` if there are no chains or no rules.
    pub const fn chain_limit(self) -> Option<u32> {
        if self.is_known() { Some(CHAIN_LIMIT) } else { None }
    }

    /// Returns whether the snapshot of an empty leaf adds no node: VHD drops the empty base copy again
    /// (`BT vhd-util-snapshot.c:45-98`), QCOW2 keeps it (`QSM qcow2util.py:777-795`).
    pub const fn drops_empty_base(self) -> bool {
        !self.is_qcow2()
    }

    /// Returns whether the image is a QCOW2.
    pub const fn is_qcow2(self) -> bool {
        matches!(self.set, RuleSet::Qcow2OnFiles(_) | RuleSet::Qcow2OnLvm(_))
    }

    /// Returns the error of a snapshot if the chain of the image cannot be read; `None` if no chain is known.
    pub fn unreadable_chain(self) -> Option<u32> {
        let family = match self.set {
            RuleSet::File(_) | RuleSet::Qcow2OnFiles(_) => Family::File,
            RuleSet::Lvm(_) | RuleSet::Qcow2OnLvm(_) => Family::Lvm,
            RuleSet::Linstor(_) => Family::Linstor,
            RuleSet::NoTree(_) => return None,
        };
        let format = if self.is_qcow2() { ImageFormat::Qcow2 } else { ImageFormat::Vhd };
        Some(qcow2::unreadable_chain(family, format))
    }

    /// Returns whether what a guest writes takes space when written; otherwise the leaf is fully allocated at once.
    pub fn allocates_on_write(self) -> bool {
        self.family().allocates_on_write()
    }

    /// Returns the error of a snapshot that does not fit; `None` if it is unknown.
    pub fn refusal(self) -> Option<Refusal> {
        self.family().refusal()
    }

    /// Returns the bytes that a node with this much data takes once nothing writes to it any more.
    pub fn node(self, virtual_size: Bytes, data: Bytes) -> Bytes {
        self.family().node(virtual_size, data)
    }

    /// Returns the data in a node that takes this many bytes: the inverse of [`Rules::node`], never more than
    /// the guest sees.
    pub fn data(self, virtual_size: Bytes, usage: Bytes) -> Bytes {
        let raw = usage - self.family().overhead(virtual_size);
        self.family().without_tables(raw).min(virtual_size)
    }

    /// Returns what a snapshot of a leaf takes; the leaf holds this much data, in a volume of this many bytes (on
    /// LVM; `None` means a fully allocated leaf).
    pub fn snapshot(
        self,
        virtual_size: Bytes,
        leaf: Bytes,
        volume: Option<Bytes>,
        attached: bool,
    ) -> SnapshotCost {
        self.family().snapshot(Leaf { virtual_size, data: leaf, volume, attached })
    }

    /// Returns the bytes that are freed at once when a snapshot is deleted to which nothing was written.
    pub fn snapshot_returns(self, virtual_size: Bytes) -> Bytes {
        self.family().snapshot_returns(virtual_size)
    }

    /// Returns the bytes that an inner merge takes while it runs, if `new` bytes of the child are not in the parent
    /// yet: the parent grows by them, and LVM makes two journals (facts 3.6, 6.4).
    pub fn merge_takes(self, new: Bytes) -> Bytes {
        self.family().merge_takes(new)
    }

    /// Returns the bytes that must be free before the collector begins an inner merge of `new` bytes into a parent
    /// that holds `parent` bytes: what the merge takes and, for a QCOW2 in a file, tables that it will hardly need.
    pub fn merge_asks(self, virtual_size: Bytes, parent: Bytes, new: Bytes) -> Bytes {
        self.family().merge_asks(virtual_size, parent, new)
    }

    /// Returns the bytes by which the parent has grown after an inner merge that added `new` bytes of data to it.
    pub fn merge_keeps(self, new: Bytes) -> Bytes {
        self.family().merge_keeps(new)
    }

    /// Returns the bytes that are freed when a leaf is merged into its parent, which held `parent` bytes and received
    /// `new` ones.
    pub fn leaf_merge_returns(self, virtual_size: Bytes, parent: Bytes, leaf: Bytes, new: Bytes) -> Bytes {
        self.family().leaf_merge_returns(virtual_size, parent, leaf, new)
    }

    /// Returns the space that `bytes` written to a leaf take beyond what the leaf has already.
    pub fn leaf_takes(self, bytes: Bytes) -> Bytes {
        self.family().written(bytes)
    }

    /// Returns the size below which a leaf is merged while its VM runs; `speed` is the measured speed of merges in
    /// bytes per second, if there is one. A QCOW2 of any size is: QEMU's block jobs need no pause (facts 5.1,
    /// xcp-ng/sm#127).
    pub fn live_leaf_limit(self, speed: Option<Bytes>) -> Bytes {
        if self.is_qcow2() {
            return Bytes(u64::MAX);
        }
        speed.map_or(LEAF_MERGE_UNMEASURED, |speed| Bytes(speed.0.saturating_mul(LEAF_MERGE_SECONDS)))
    }
}

/// Returns the format of an image: what the server reports or, for a disk too large for VHD, QCOW2 if its SR makes
/// them. `None` if that leaves it open: then it is normally a VHD.
pub fn format_of(sr: &Sr, vdi: &Vdi) -> Option<ImageFormat> {
    let by_size = || {
        vdi.size.filter(|&size| size > qcow2::LARGEST_VHD).and_then(|size| qcow2::made_by(&sr.driver, size))
    };
    vdi.image_format.or_else(by_size)
}

/// Returns the format in which an SR makes a disk of this size; `None` if the disk is too large for it (error 79), or
/// if no rule of the driver is known.
pub fn format_made(sr: &Sr, size: Bytes) -> Option<ImageFormat> {
    matches!(Family::of(sr), Family::File | Family::Lvm | Family::Linstor)
        .then(|| qcow2::made_by(&sr.driver, size))
        .flatten()
}

/// Returns the size of the largest disk that an SR allows; `None` if no rule of the driver is known.
pub fn largest_disk(sr: &Sr) -> Option<Bytes> {
    match Family::of(sr) {
        Family::File | Family::Lvm | Family::Linstor if qcow2::is_made_by(&sr.driver) => Some(qcow2::LARGEST),
        Family::File | Family::Lvm | Family::Linstor => Some(qcow2::LARGEST_VHD),
        Family::NoTree | Family::Unknown => None,
    }
}

/// How many times the changes of one interval hold all that is written over and over: a third change of the same size
/// finds little new. Measured where two daily changes were merged below a snapshot (they held 1.55 times one of
/// them); a prior where nothing was measured.
const WORKING_SET: f64 = 2.2;

/// Returns the bytes of a child that its parent does not hold, in the middle of what is possible: the part that is
/// new for good (`growth`, 0 to 1), plus what the parent lacks of the places written over and over (facts 6.4 has the
/// bounds: none to all of the child).
pub fn expected_new(parent: Bytes, child: Bytes, growth: f64) -> Bytes {
    let lacking = (1.0 - parent.0 as f64 / (WORKING_SET * (child.0.max(VHD_BLOCK)) as f64)).max(0.0);
    Bytes((child.0 as f64 * (growth + (1.0 - growth) * lacking)) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::size::lvm_volume;

    fn rules(driver: &str, provisioning: Provisioning, format: ImageFormat) -> Rules {
        Rules::of(&Sr { provisioning, ..Sr::new("s".into(), driver) }, Some(format))
    }

    fn thick() -> Rules {
        rules("lvmoiscsi", Provisioning::Thick, ImageFormat::Vhd)
    }

    /// Facts 2.4: a disk of 100 GiB on thick LVM; data in GiB, guard and keeps in MiB.
    #[test]
    fn snapshots_on_thick_lvm() {
        for (data, guard, keeps) in
            [(100, 102_624, 102_616), (60, 61_584, 61_576), (3, 3_100, 3_092), (0, 24, 8)]
        {
            let cost = thick().snapshot(Bytes::gib(100), Bytes::gib(data), None, true);
            assert_eq!((cost.guard, cost.keeps), (Bytes::mib(guard), Bytes::mib(keeps)), "{data} GiB");
        }
    }

    /// Facts 6.3 (thin SR), 5.1 (QCOW2), 2.8 (LINSTOR), 2.5 (files); guards in MiB.
    #[test]
    fn other_snapshots() {
        use ImageFormat::{Qcow2, Vhd};
        use Provisioning::{Thick, Thin, Unknown};
        let gib = Bytes::gib;
        let thin = rules("lvm", Thin, Vhd);
        let volume = Some(lvm_volume(gib(3)));
        let detached = thin.snapshot(gib(100), gib(3), volume, false);
        assert_eq!(detached.guard, Bytes::mib(24), "nothing is inflated");
        let attached = thin.snapshot(gib(100), gib(3), volume, true);
        assert_eq!(attached.guard, lvm_volume(gib(100)) + Bytes::mib(16), "the new leaf is inflated");
        let cases = [
            ("lvmohba", Thick, Qcow2, 500, 516_112),
            ("linstor", Thick, Vhd, 100, 205_208),
            ("linstor", Thin, Vhd, 100, 0),
            ("nfs", Unknown, Vhd, 100, 0),
            ("ext", Unknown, Qcow2, 100, 0),
            ("smb", Unknown, Qcow2, 100, 0),
        ];
        for (driver, provisioning, format, size, mib) in cases {
            let cost = rules(driver, provisioning, format).snapshot(gib(size), gib(1), None, true);
            assert_eq!(cost.guard.0 >> 20, mib, "{driver} {format:?}");
        }
    }

    #[test]
    fn errors_and_limits_by_driver() {
        let cases = [
            ("lvm", Some(Refusal::Guard44), Some(30), true),
            ("nfs", Some(Refusal::Full81), Some(30), true),
            ("linstor", Some(Refusal::Full81), Some(30), true),
            ("zfs-vol", None, None, false),
            ("new", None, None, false),
        ];
        for (driver, refusal, limit, known) in cases {
            let rules = rules(driver, Provisioning::Unknown, ImageFormat::Vhd);
            assert_eq!(
                (rules.refusal(), rules.chain_limit(), rules.is_known()),
                (refusal, limit, known),
                "{driver}"
            );
        }
        assert_eq!([Refusal::Guard44.number(), Refusal::Full81.number()], [44, 81]);
    }

    #[test]
    fn an_empty_leaf_adds_a_node_on_qcow2_only() {
        assert!(thick().drops_empty_base());
        assert!(!rules("nfs", Provisioning::Thin, ImageFormat::Qcow2).drops_empty_base());
    }

    #[test]
    fn room_is_taken_as_written_where_it_is_thin() {
        use Provisioning::{Thick, Thin};
        for (driver, provisioning, as_written) in
            [("nfs", Thin, true), ("linstor", Thin, true), ("linstor", Thick, false), ("lvm", Thin, false)]
        {
            let rules = rules(driver, provisioning, ImageFormat::Vhd);
            assert_eq!(rules.allocates_on_write(), as_written, "{driver}");
            let takes = if as_written { Bytes::mib(513) } else { Bytes::ZERO };
            assert_eq!(rules.leaf_takes(Bytes::mib(512)), takes, "{driver}");
        }
    }

    /// Facts 3.6: journals and whole extents on LVM, nothing beyond the data on files. In MiB.
    #[test]
    fn merges() {
        use ImageFormat::{Qcow2, Vhd};
        use Provisioning::{Thick, Thin};
        let cases = [
            ("lvm", Thick, Vhd, 0, 8, 0),
            ("lvm", Thick, Vhd, 1, 12, 4),
            ("lvm", Thick, Vhd, 10_240, 10_268, 10_260),
            ("lvm", Thick, Qcow2, 512, 8, 0),
            ("nfs", Thin, Vhd, 512, 513, 513),
            ("linstor", Thick, Vhd, 512, 0, 0),
            ("linstor", Thin, Vhd, 512, 513, 513),
        ];
        for (driver, provisioning, format, new, takes, keeps) in cases {
            let rules = rules(driver, provisioning, format);
            let found = (rules.merge_takes(Bytes::mib(new)), rules.merge_keeps(Bytes::mib(new)));
            assert_eq!(found, (Bytes::mib(takes), Bytes::mib(keeps)), "{driver} {format:?} {new}");
        }
    }

    #[test]
    fn leaf_merges() {
        let (size, parent, leaf, new) = (Bytes::gib(100), Bytes::gib(60), Bytes::gib(2), Bytes::gib(1));
        assert_eq!(thick().leaf_merge_returns(size, parent, leaf, new), lvm_volume(parent));
        let file = rules("nfs", Provisioning::Thin, ImageFormat::Vhd);
        // half of the leaf was in the parent already, and an empty image disappears
        assert_eq!(
            file.leaf_merge_returns(size, parent, leaf, new),
            Bytes::gib(1) + Bytes(2 << 20) + Bytes(212 << 10)
        );
    }

    #[test]
    fn data_and_node_are_inverse() {
        for driver in ["nfs", "lvm", "linstor"] {
            let rules = rules(driver, Provisioning::Unknown, ImageFormat::Vhd);
            for gib in [1, 7, 60, 100] {
                let data = rules.data(Bytes::gib(100), rules.node(Bytes::gib(100), Bytes::gib(gib)));
                // LVM rounds up to an extent
                assert!(
                    data >= Bytes::gib(gib) && data <= Bytes::gib(gib) + Bytes::mib(9),
                    "{driver} {gib}: {data}"
                );
            }
        }
        assert_eq!(thick().data(Bytes::gib(1), Bytes::gib(9)), Bytes::gib(1));
    }

    #[test]
    fn deleting_a_snapshot_returns_its_node() {
        let cases = [("lvm", ImageFormat::Vhd, 8 << 20), ("nfs", ImageFormat::Vhd, 212 << 10)];
        for (driver, format, bytes) in cases {
            let rules = rules(driver, Provisioning::Thick, format);
            assert_eq!(rules.snapshot_returns(Bytes::gib(100)), Bytes(bytes), "{driver}");
        }
        let qcow2 = rules("lvm", Provisioning::Thick, ImageFormat::Qcow2);
        assert_eq!(qcow2.snapshot_returns(Bytes::gib(100)), Bytes::mib(2052));
    }

    /// Facts 6.7: at 50 MB/s, 250 MB is merged live; 20 MiB if nothing was measured.
    #[test]
    fn leaves_that_merge_live() {
        assert_eq!(thick().live_leaf_limit(Some(Bytes(50_000_000))), Bytes(250_000_000));
        assert_eq!(thick().live_leaf_limit(None), Bytes::mib(20));
        assert_eq!(GC_START_DELAY.as_secs(), 300);
    }

    /// Parent and child in GiB, growth, the new part in GiB.
    #[test]
    fn what_of_a_child_is_new() {
        for (parent, child, growth, new) in [
            (0, 10, 0.0, 10.0),
            (10, 10, 0.0, 5.45),
            (22, 10, 0.0, 0.0),
            (400, 10, 0.1, 1.0),
            (0, 0, 0.5, 0.0),
        ] {
            let found =
                expected_new(Bytes::gib(parent), Bytes::gib(child), growth).0 as f64 / (1 << 30) as f64;
            assert!((found - new).abs() < 0.01, "{parent} {child} {growth}: {found}");
        }
    }
}
