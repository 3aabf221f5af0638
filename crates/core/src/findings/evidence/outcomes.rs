//! The numbers that findings about past runs rest on (XOH-701 to 708).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// Why a backup was a full.
    FullReason {
        /// XO says why.
        Stated = "told",
        /// The VM has QCOW2 disks, and the job does not use NBD.
        WithoutNbd = "without_nbd",
        /// The backup before it failed.
        AfterFailure = "after_failure",
        /// The reason is not known.
        UnknownCause = "unknown_cause",
    }
}

words! {
    /// What a backup produces.
    OutputKind {
        /// A backup on a backup repository.
        Repository = "repository",
        /// A replica on an SR.
        Replica = "replica",
        /// A snapshot on the SR of the disk.
        Snapshot = "snapshot",
    }
}

evidence! {
    /// XOH-701: the last restore point is too old.
    RpoMissed {
        /// When the last restore point was made.
        last_good_at: Option<Instant>,
        /// Since when it has been too old.
        since_at: Option<Instant>,
        /// How old it may be, in minutes.
        limit_minutes: Option<u64>,
        /// Whether a backup has failed since.
        failed_since: bool,
        /// Whether another job has a recent enough restore point.
        other_job_keeps: bool,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
    }

    /// XOH-702: VMs in no job that starts by itself.
    VmUnprotected {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// How many of the VMs are running.
        running: u64,
    }

    /// XOH-703: a job that fails time after time.
    RecurringFailure {
        /// Failures in a row.
        failures: u64,
        /// When the first of them started.
        since_at: Option<Instant>,
        /// The error.
        error: Option<String>,
        /// Code of the error.
        error_code: Option<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Whether anything starts the job.
        enabled: bool,
    }

    /// XOH-704: more snapshots than the retention.
    RetentionNotRespected {
        /// Name of the worst disk.
        disk: String,
        /// Id of that disk.
        disk_id: String,
        /// Name of its VM.
        vm: String,
        /// How many snapshots of it there are.
        snapshots: u64,
        /// How many the job keeps.
        keeps: u64,
        /// Disks with too many.
        disks: u64,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Whether the job has ended a backup of one of these VMs: that pruned its snapshots.
        has_run: bool,
    }

    /// XOH-705: fulls although none was due.
    UnexpectedFull {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Fulls of the worst VM.
        fulls: u64,
        /// Fulls of all VMs.
        all_fulls: u64,
        /// What they transferred.
        moved_bytes: Option<Bytes>,
        /// When the first one started.
        since_at: Option<Instant>,
        /// When the last one started.
        last_at: Option<Instant>,
        /// Why they were fulls.
        why: FullReason,
        /// XO's reason, in its own words.
        problem: Option<String>,
    }

    /// XOH-706: restore tests that failed: the backups exist, but nothing proves that they can be restored.
    RestoreTestFailed {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// When the last failed test ended.
        tested_at: Option<Instant>,
        /// The error of that test.
        error: Option<String>,
        /// Code of the error.
        error_code: Option<String>,
    }

    /// XOH-707: one of a job's outputs is too old.
    OutputBehind {
        /// The kind of output.
        what: OutputKind,
        /// Name of the job.
        job: String,
        /// Id of the job.
        job_id: String,
        /// Name of the target; empty for snapshots.
        target: String,
        /// Id of the target; empty for snapshots.
        target_id: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// When the oldest of their last restore points there was made; none if no log shows one.
        last_good_at: Option<Instant>,
        /// How old it may be, in minutes.
        limit_minutes: Option<u64>,
    }

    /// XOH-708: the same error recurs, with successes in between.
    FlakyBackup {
        /// Failures with this error among the last backups of the worst VM.
        failures: u64,
        /// How many backups that is out of.
        of: u64,
        /// The error.
        error: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Whether anything starts the job.
        enabled: bool,
    }
}
