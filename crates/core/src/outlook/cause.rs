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
    /// A run has been going on for too long; XO refuses every start until it has ended.
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
        /// It is the replica on the target.
        replica: bool,
    },
    /// The snapshot, or the copy, asks for more than is free now.
    NoRoom {
        /// The SR.
        sr_id: ObjectId,
        /// Bytes asked for, at the least.
        need_bytes: Bytes,
        /// Bytes that are free.
        free_bytes: Bytes,
        /// It is the target of a replication.
        target: bool,
    },
    /// XO skips the VM while merges are pending on these disks, and nothing merges them: something stops the collector.
    MergesStopped {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
        /// What stops it.
        by: MergeStop,
    },
    /// XO skips the VM as things are; merges may end before the run.
    MergesPending {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
        /// Merges that are pending there.
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
    /// The backup repository has less free than the runs usually write.
    RepositoryRoom {
        /// The repository.
        repository_id: ObjectId,
        /// What the runs up to this one write.
        need_bytes: Bytes,
        /// What is free.
        free_bytes: Bytes,
    },
    /// The backup repository cannot be used.
    RepositoryUnavailable {
        /// The repository.
        repository_id: ObjectId,
        /// Why.
        why: RepositoryState,
    },
    /// The target SR, or that of a disk, cannot be used.
    SrUnavailable {
        /// The SR, as the job or the disk names it; none where that is not known.
        sr_id: Option<ObjectId>,
        /// Why.
        why: SrState,
    },
    /// A chain does not reach its root.
    BrokenChain {
        /// The disks.
        vdi_ids: Vec<ObjectId>,
    },
    /// The VM names a disk that XO does not have.
    DiskMissing {
        /// The disk, as the VM names it.
        vdi_id: ObjectId,
    },
    /// XO does not have the VM.
    VmMissing,
    /// The run saves nothing.
    NothingSaved {
        /// Why.
        why: Nothing,
    },
    /// The last starts left no run in the log.
    NotStarted {
        /// Starts that were due and did not come.
        starts: u32,
        /// The last run that came.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        last_run_at: Option<Timestamp>,
    },
    /// The last backups failed, for a reason that no model covers.
    FailedBefore {
        /// This many in a row.
        times: u32,
        /// When the first of them started.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        since: Option<Timestamp>,
        /// The code of the last error, where it has one.
        error_code: Option<String>,
        /// Its words: from the server, not cleaned.
        message: Option<String>,
        /// The run failed before its first VM.
        whole_run: bool,
        /// Backups that came after as many failures, in all logs, and how many of them failed too.
        again: Share,
    },
    /// Nothing speaks against it but what fails by surprise now and then.
    Surprises {
        /// How often backups failed for reasons that no model covers.
        failed: Share,
    },
    /// Something was found that concerns it, and that no rule covers further.
    Found {
        /// What.
        finding: Code,
        /// What the finding is about.
        subject_id: ObjectId,
    },
    /// What decides it was not read.
    NotRead {
        /// What.
        unread: Vec<UnreadPart>,
    },
    /// What the forecast says.
    #[serde(untagged)]
    Forecast(forecast::ForecastCause),
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// How many.
    pub n: u32,
    /// Of how many.
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
    /// It does not go on, for no reason that XO shows.
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
    /// XO could not use it the last time.
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
    /// Settings of the job exclude each other: XO refuses the VM.
    SettingsExclude,
    /// The last runs ended well, and the log records no VM of them.
    NotRecorded,
    /// The job names no VM, or none matches.
    NoVm,
}
