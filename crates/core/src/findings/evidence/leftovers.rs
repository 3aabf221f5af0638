//! The numbers that findings about what was left behind rest on (XOH-401 to 405).

use super::Instant;
use super::evidence;
use crate::units::Bytes;

evidence! {
    /// XOH-401: VDIs without a VM.
    OrphanVdis {
        /// How many.
        orphans: u64,
        /// How many snapshots.
        snapshots: u64,
        /// What they hold.
        usage_bytes: Bytes,
        /// Their names.
        names: Vec<String>,
        /// Their ids.
        vdi_ids: Vec<String>,
    }

    /// XOH-402: old snapshots of no enabled schedule.
    OldSnapshots {
        /// How many snapshots.
        snapshots: u64,
        /// Days from which on a snapshot is old.
        threshold_days: u64,
        /// The oldest one.
        oldest_at: Option<Instant>,
        /// Their names.
        names: Vec<String>,
    }

    /// XOH-403: snapshots that interrupted backups left.
    BackupLeftover {
        /// How many snapshots.
        snapshots: u32,
        /// The oldest one.
        oldest_at: Option<Instant>,
    }

    /// XOH-404: snapshots of a job that no longer exists.
    DeletedJobSnapshots {
        /// How many snapshots.
        snapshots: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// The oldest one.
        oldest_at: Option<Instant>,
    }

    /// XOH-405: a VDI plugged into a control domain.
    ControlDomainVdi {
        /// Name of the VM.
        vm: Option<String>,
        /// Name of the control domain.
        control_domain: String,
        /// It is a snapshot.
        snapshot: bool,
        /// A running backup accounts for it; none where that is not known.
        backup_running: Option<bool>,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
    }

    /// XOH-406: lists of changed blocks pile up.
    CbtLists {
        /// How many there are.
        lists: u64,
        /// Most for one disk.
        most: u64,
        /// Names of the disks.
        disks: Vec<String>,
        /// Ids of the lists.
        vdi_ids: Vec<String>,
        /// The oldest one.
        oldest_at: Option<Instant>,
        /// Fulls of this VM that were not due, in the last days.
        fulls: u64,
    }
}
