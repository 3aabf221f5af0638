//! Why a backup fails, as values: a code and its parameters.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::UnreadPart;
use crate::findings::Code;
use crate::forecast;
use crate::model::{ObjectId, RunId};
use crate::units::Bytes;

/// Why a backup fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Cause {
    /// A run has lasted too long; XO refuses every start until it has ended.
    StuckRun {
        /// The run.
        run_id: RunId,
        /// When it started.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        since: Option<Timestamp>,
        /// Starts that were refused since.
        refused: u32,
    },
    /// The chain of a disk is as long as it may be.
    AtLimit {
        /// The disk: of the VM, or of its replica.
        vdi_id: ObjectId,
        /// Its nodes.
        nodes: u32,
        /// The disk is the replica on the target.
        replica: bool,
    },
    /// The snapshot, or the copy, needs more than is free now.
    NoRoom {
        /// The SR.
        sr_id: ObjectId,
        /// Bytes needed, at least.
        need_bytes: Bytes,
        /// Bytes free.
        free_bytes: Bytes,
        /// The SR is the target of a replication.
        target: bool,
    },
    /// XO skips the VM while merges are pending on these disks, and nothing merges them: something stops the collector.
    MergesStopped {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
        /// What stops the collector.
        by: MergeStop,
    },
    /// XO skips the VM as things are; merges may end before the run.
    MergesPending {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
        /// Merges pending there.
        merges: u32,
    },
    /// The last snapshot failed for lack of room, and no more is free now.
    NoMoreRoomThanThen {
        /// The SR.
        sr_id: ObjectId,
        /// Bytes free now.
        free_bytes: Bytes,
        /// When it failed.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        at: Option<Timestamp>,
    },
    /// The backup repository has less free space than the runs usually write.
    RepositoryRoom {
        /// The repository.
        repository_id: ObjectId,
        /// Bytes that the runs up to this one write.
        need_bytes: Bytes,
        /// Bytes free.
        free_bytes: Bytes,
    },
    /// The backup repository cannot be used.
    RepositoryUnavailable {
        /// The repository.
        repository_id: ObjectId,
        /// The state that prevents it.
        why: RepositoryState,
    },
    /// The target SR, or that of a disk, cannot be used.
    SrUnavailable {
        /// The SR, as the job or the disk names it; none if that is unknown.
        sr_id: Option<ObjectId>,
        /// The state that prevents it.
        why: SrState,
    },
    /// A chain does not reach its root.
    BrokenChain {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
    },
    /// The storage has lost a disk of the VM.
    DiskMissing {
        /// The disk.
        vdi_id: ObjectId,
    },
    /// XO does not have the VM.
    VmMissing,
    /// The run saves nothing.
    NothingSaved {
        /// The reason.
        why: Nothing,
    },
    /// The last starts left no run in the log.
    NotStarted {
        /// Starts that were due but did not happen.
        starts: u32,
        /// When the last run started.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        last_run_at: Option<Timestamp>,
    },
    /// The last backups failed, for a reason that no model covers.
    FailedBefore {
        /// How many failed in a row.
        times: u32,
        /// When the first of them started.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        since: Option<Timestamp>,
        /// The code of the last error, if it has one.
        error_code: Option<String>,
        /// Its message: from the server, not cleaned.
        message: Option<String>,
        /// The run failed before its first VM.
        whole_run: bool,
        /// How many backups came after as many failures, in all logs, and how many of those failed too.
        again: Share,
    },
    /// Nothing speaks against it except surprises, which happen now and then.
    Surprises {
        /// How often backups failed for reasons that no model covers.
        failed: Share,
    },
    /// A finding concerns it that no other rule covers.
    Found {
        /// The finding's code.
        finding: Code,
        /// The object that the finding is about.
        subject_id: ObjectId,
    },
    /// What decides it was not read.
    NotRead {
        /// The parts that were not read.
        unread: Vec<UnreadPart>,
    },
    /// A cause from the forecast.
    #[serde(untagged)]
    Forecast(forecast::ForecastCause),
}

/// A count out of a total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// The count.
    pub n: u32,
    /// The total.
    pub of: u32,
}

/// What stops the garbage collector of an SR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MergeStop {
    /// A chain on the SR is broken.
    BrokenChain,
    /// It is switched off.
    Off,
    /// A merge met an error.
    Error,
    /// No host reaches the SR.
    Detached,
    /// No merge fits into what is free.
    NoSpace,
    /// Clones hold what should be merged.
    Held,
    /// It does not continue, for no reason that XO shows.
    Stalled,
}

/// Why a backup repository cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepositoryState {
    /// It is switched off.
    Off,
    /// XO does not have it.
    Missing,
    /// XO could not use it last time.
    Error,
}

/// Why an SR cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SrState {
    /// No host reaches it.
    Detached,
    /// It is in maintenance.
    Maintenance,
    /// XO does not have it.
    Missing,
}

/// Why a run saves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    /// The job has neither a target nor snapshots to keep.
    NoOutput,
    /// The VM has no disk that is backed up.
    NoDisks,
    /// Settings of the job exclude each other, so XO refuses the VM.
    SettingsExclude,
    /// The last runs succeeded, but the log records no VM for them.
    NotRecorded,
    /// The job names no VM, or its pattern matches none.
    NoVm,
}
