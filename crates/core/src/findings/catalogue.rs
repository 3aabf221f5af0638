//! The catalogue of finding codes: one entry each, never reused, never renumbered.
//!
//! The text of an entry (title, meaning, remedy) is not here: the caller looks it up by the slug.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Who acts first on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The owner of the VM and its backup jobs.
    VmOwner,
    /// The operator of the storage and the pool.
    StorageOperator,
    /// The provider of the platform (hosts, network, hypervisor), or its vendor's support.
    Provider,
    /// The administrator of Xen Orchestra.
    XoAdministrator,
}

impl Actor {
    /// Returns the key of its name in the message catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::VmOwner => "vm-owner",
            Self::StorageOperator => "storage-operator",
            Self::Provider => "provider",
            Self::XoAdministrator => "xo-administrator",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $slug:literal $actor:ident;)*) => {
        /// A finding code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Lists all codes, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the number.
            pub const fn number(self) -> u16 {
                match self { $(Self::$name => $number),* }
            }

            /// Returns the slug: lower-case words joined by hyphens.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug),* }
            }

            /// Returns who acts first.
            pub const fn acts_first(self) -> Actor {
                match self { $(Self::$name => Actor::$actor),* }
            }
        }
    };
}

codes! {
    /// A disk is near or at the chain limit.
    ChainDepth = 101 "chain-depth" VmOwner;
    /// XO would skip this VM to protect its chains.
    XoWillSkip = 102 "xo-will-skip" StorageOperator;
    /// Inner merges are pending on an SR.
    PendingMerge = 103 "pending-merge" StorageOperator;
    /// Leaves wait to be merged into their only parent; harmless.
    LeafPair = 104 "leaf-pair" StorageOperator;
    /// A chain does not reach its root.
    BrokenChain = 105 "broken-chain" StorageOperator;
    /// Two objects have the same id.
    DuplicateId = 106 "duplicate-id" XoAdministrator;
    /// Jobs keep more snapshots than a chain can hold.
    RetentionCannotFit = 107 "retention-cannot-fit" VmOwner;
    /// XO shows a disk in use as a snapshot.
    SnapshotInUse = 108 "snapshot-in-use" StorageOperator;
    /// The garbage collector says that no merge fits.
    GcNoSpace = 201 "gc-no-space" StorageOperator;
    /// Coalesce is switched off while merges are pending.
    CoalesceOff = 202 "coalesce-off" StorageOperator;
    /// A merge failed.
    CoalesceError = 203 "coalesce-error" StorageOperator;
    /// No pending merge is certain to fit into the free space.
    CoalesceNoRoom = 204 "coalesce-no-room" StorageOperator;
    /// Merges are pending, nothing known stops them, and they make no progress.
    GcStalled = 205 "gc-stalled" StorageOperator;
    /// Base copies are held by clones, or by a control domain.
    GcBlocked = 206 "gc-blocked" StorageOperator;
    /// An SR lacks room for its largest pending merge.
    SrLowSpace = 301 "sr-low-space" StorageOperator;
    /// An SR is fuller than the share that the user set.
    SrUsage = 302 "sr-usage" StorageOperator;
    /// An SR is in maintenance.
    SrMaintenance = 303 "sr-maintenance" StorageOperator;
    /// Not every host reaches an SR.
    SrDetached = 304 "sr-detached" StorageOperator;
    /// The next snapshot of a VM does not fit.
    SnapshotNoRoom = 305 "snapshot-no-room" StorageOperator;
    /// An LVM SR barely has room for the collector's journals.
    LvmJournalRoom = 306 "lvm-journal-room" StorageOperator;
    /// The metadata volume of an LVM SR is nearly full.
    MetadataVolume = 307 "metadata-volume" StorageOperator;
    /// The disks on a thin SR can grow beyond its size.
    ThinOvercommitted = 308 "thin-overcommitted" StorageOperator;
    /// The target of a replication has a problem of its own.
    ReplicationTarget = 309 "replication-target" StorageOperator;
    /// The SR no longer finds images.
    ImageMissing = 310 "image-missing" StorageOperator;
    /// A thin SR is full while VMs write to it.
    GuestsOutOfRoom = 311 "guests-out-of-room" StorageOperator;
    /// VDIs without a VM.
    OrphanVdis = 401 "orphan-vdis" VmOwner;
    /// Snapshots that are old and belong to no enabled schedule.
    OldSnapshots = 402 "old-snapshots" VmOwner;
    /// A snapshot that an interrupted backup left behind.
    BackupLeftover = 403 "backup-leftover" VmOwner;
    /// Snapshots of a job that no longer exists.
    DeletedJobSnapshots = 404 "deleted-job-snapshots" XoAdministrator;
    /// A VDI is plugged into a control domain.
    ControlDomainVdi = 405 "control-domain-vdi" StorageOperator;
    /// Lists of changed blocks pile up.
    CbtLists = 406 "cbt-lists" VmOwner;
    /// The pattern or zone of a schedule cannot be read.
    ScheduleUnreadable = 501 "schedule-unreadable" XoAdministrator;
    /// Runs of a job start while the previous one is in progress, and are refused.
    JobOverlap = 502 "job-overlap" XoAdministrator;
    /// A run has been in progress for too long and blocks the next ones.
    StuckRun = 503 "stuck-run" XoAdministrator;
    /// XO reads a schedule differently from cron.
    CronReadsOtherwise = 504 "cron-reads-otherwise" XoAdministrator;
    /// A job that backs nothing up.
    JobDoesNothing = 505 "job-does-nothing" XoAdministrator;
    /// A job names VMs that XO does not have.
    VmVanished = 506 "vm-vanished" XoAdministrator;
    /// An enabled schedule has not run.
    ScheduleNotRun = 507 "schedule-not-run" XoAdministrator;
    /// A smart job takes replicas or restored VMs.
    ReplicasInJob = 508 "replicas-in-job" XoAdministrator;
    /// Deltas of QCOW2 disks without NBD, each of which transfers the whole disk.
    Qcow2WithoutNbd = 509 "qcow2-without-nbd" XoAdministrator;
    /// Backups that are stored where their source is.
    SourceOnTarget = 510 "source-on-target" XoAdministrator;
    /// Something could not be read.
    NotRead = 601 "not-read" XoAdministrator;
    /// XO has lost a pool.
    PoolMissing = 602 "pool-missing" XoAdministrator;
    /// XO is still loading a pool.
    PoolLoading = 603 "pool-loading" XoAdministrator;
    /// There is nothing to check.
    NoInventory = 604 "no-inventory" XoAdministrator;
    /// The last restore point of a VM is too old.
    RpoMissed = 701 "rpo-missed" VmOwner;
    /// VMs in no job that starts by itself.
    VmUnprotected = 702 "vm-unprotected" VmOwner;
    /// A job fails time after time.
    RecurringFailure = 703 "recurring-failure" VmOwner;
    /// More snapshots of a job than its retention allows.
    RetentionNotRespected = 704 "retention-not-respected" VmOwner;
    /// Deltas became fulls although none was due.
    UnexpectedFull = 705 "unexpected-full" VmOwner;
    /// The restore test of a backup failed.
    RestoreTestFailed = 706 "restore-test-failed" VmOwner;
    /// One of a job's outputs is too old.
    OutputBehind = 707 "output-behind" VmOwner;
    /// The same error recurs, with successes in between.
    FlakyBackup = 708 "flaky-backup" VmOwner;
    /// A backup repository lacks room for the next runs.
    RepositoryLowSpace = 801 "repository-low-space" XoAdministrator;
    /// A backup repository on the root file system of XO's machine.
    RepositoryOnRoot = 802 "repository-on-root" XoAdministrator;
}

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    /// Parses `XOH-101`, `101`, `chain-depth` or `XOH-101 chain-depth`, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let lower = text.trim().to_lowercase();
        let number = lower.strip_prefix("xoh-").unwrap_or(&lower);
        let (number, slug) = number.split_once(' ').unwrap_or((number, number));
        let is_it = |code: &&Self| code.number().to_string() == number || code.slug() == slug;
        Self::ALL.iter().find(is_it).copied().ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

/// A text that is not a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no finding has the code `{0}`: use for example `XOH-101` or `chain-depth`")]
pub struct UnknownCode(pub String);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XOH-{} {}", self.number(), self.slug())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        let known = Self::ALL.iter().copied().find(|code| code.to_string() == text);
        known.ok_or_else(|| serde::de::Error::custom(format!("unknown finding code {text}")))
    }
}

impl JsonSchema for Code {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let all: Vec<_> = Self::ALL.iter().map(ToString::to_string).collect();
        schemars::json_schema!({ "type": "string", "enum": all })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_and_slugs_are_unique_and_in_order() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        let slugs: BTreeSet<_> = Code::ALL.iter().map(|code| code.slug()).collect();
        assert_eq!(slugs.len(), Code::ALL.len());
    }

    #[test]
    fn codes_as_people_write_them() {
        let cases = [
            ("XOH-101", true),
            ("xoh-101", true),
            ("101", true),
            ("chain-depth", true),
            ("XOH-101 chain-depth", true),
            ("XOH-10", false),
            ("", false),
        ];
        for (text, known) in cases {
            assert_eq!(text.parse::<Code>().ok(), known.then_some(Code::ChainDepth), "{text}");
        }
        for &code in Code::ALL {
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }

    #[test]
    fn prints_number_and_words() {
        assert_eq!(Code::ChainDepth.to_string(), "XOH-101 chain-depth");
    }
}
