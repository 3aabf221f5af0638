//! The numbers that findings about past runs rest on (XOH-701 to 705).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// Why a backup was a full.
    FullReason {
        /// XO says why.
        Told = "told",
        /// The VM has QCOW2 disks, and the job does not use NBD.
        WithoutNbd = "without_nbd",
        /// A failed backup came before it.
        AfterFailure = "after_failure",
        /// Not known.
        UnknownCause = "unknown_cause",
    }
}

words! {
    /// What a backup leaves.
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
        /// The last restore point.
        last_good_at: Option<Instant>,
        /// Since when.
        since_at: Option<Instant>,
        /// How old it may be.
        limit_minutes: Option<u64>,
        /// A backup failed since.
        failed_since: bool,
        /// Another job has a restore point in time.
        other_job_keeps: bool,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
    }

    /// XOH-702: VMs in no job that starts by itself.
    VmUnprotected {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// How many of them run.
        running: u64,
    }

    /// XOH-703: a job that fails time after time.
    RecurringFailure {
        /// Failures in a row.
        failures: u64,
        /// Since when.
        since_at: Option<Instant>,
        /// The error.
        error: Option<String>,
        /// Its code.
        error_code: Option<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// Something starts it.
        enabled: bool,
    }

    /// XOH-704: more snapshots than the retention.
    RetentionNotRespected {
        /// Name of the disk that is worst.
        disk: String,
        /// Its id.
        disk_id: String,
        /// Name of the VM.
        vm: String,
        /// How many snapshots.
        snapshots: u64,
        /// How many are to be kept.
        keeps: u64,
        /// Disks with too many.
        disks: u64,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// A backup of these VMs has ended: it had pruned by then.
        has_run: bool,
    }

    /// XOH-705: fulls although none was due.
    UnexpectedFull {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// Fulls of the VM that is worst.
        fulls: u64,
        /// Fulls of all VMs.
        all_fulls: u64,
        /// What they moved.
        moved_bytes: Option<Bytes>,
        /// Since when.
        since_at: Option<Instant>,
        /// The last one.
        last_at: Option<Instant>,
        /// Why.
        why: FullReason,
        /// The problem.
        problem: Option<String>,
    }

    /// XOH-706: restore tests that failed: the backups are there, and not proven.
    RestoreTestFailed {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// The last test that failed.
        tested_at: Option<Instant>,
        /// Why.
        error: Option<String>,
        /// Its code.
        error_code: Option<String>,
    }

    /// XOH-707: one of a job's outputs is too old.
    OutputBehind {
        /// Which kind of output.
        what: OutputKind,
        /// Name of the job.
        job: String,
        /// Its id.
        job_id: String,
        /// Name of the target; empty for snapshots.
        target: String,
        /// Its id; empty for snapshots.
        target_id: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// The oldest of their last restore points there; none where no log shows one.
        last_good_at: Option<Instant>,
        /// How old it may be.
        limit_minutes: Option<u64>,
    }

    /// XOH-708: the same error again and again, with successes between.
    FlakyBackup {
        /// Failures with this error among the last backups of the VM that is worst.
        failures: u64,
        /// How many backups those are.
        of: u64,
        /// The error.
        error: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// Something starts the job.
        enabled: bool,
    }
}
