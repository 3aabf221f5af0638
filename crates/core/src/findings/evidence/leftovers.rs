//! The numbers that findings about leftovers rest on (XOH-401 to 406).

use super::Instant;
use super::evidence;
use crate::units::Bytes;

evidence! {
    /// XOH-401: VDIs without a VM.
    OrphanVdis {
        /// How many VDIs.
        orphans: u64,
        /// How many of them are snapshots.
        snapshots: u64,
        /// What they take on the SR.
        usage_bytes: Bytes,
        /// Names of the VDIs.
        names: Vec<String>,
        /// Ids of the VDIs.
        vdi_ids: Vec<String>,
    }

    /// XOH-402: old snapshots that belong to no enabled schedule.
    OldSnapshots {
        /// How many snapshots.
        snapshots: u64,
        /// Age in days from which a snapshot is old.
        threshold_days: u64,
        /// When the oldest one was taken.
        oldest_at: Option<Instant>,
        /// Names of the snapshots.
        names: Vec<String>,
    }

    /// XOH-403: snapshots that interrupted backups left behind.
    BackupLeftover {
        /// How many snapshots.
        snapshots: u32,
        /// When the oldest one was taken.
        oldest_at: Option<Instant>,
    }

    /// XOH-404: snapshots of a job that no longer exists.
    DeletedJobSnapshots {
        /// How many snapshots.
        snapshots: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// When the oldest one was taken.
        oldest_at: Option<Instant>,
    }

    /// XOH-405: a VDI plugged into a control domain.
    ControlDomainVdi {
        /// Name of the VM.
        vm: Option<String>,
        /// Name of the control domain.
        control_domain: String,
        /// Whether it is a snapshot.
        snapshot: bool,
        /// Whether a running backup accounts for it; none if that is not known.
        backup_running: Option<bool>,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
    }

    /// XOH-406: lists of changed blocks pile up.
    CbtLists {
        /// How many lists of changed blocks.
        lists: u64,
        /// The most lists of one disk.
        most: u64,
        /// Names of the disks.
        disks: Vec<String>,
        /// Ids of the lists.
        vdi_ids: Vec<String>,
        /// When the oldest one was made.
        oldest_at: Option<Instant>,
        /// Recent fulls of this VM that were not due.
        fulls: u64,
    }
}
