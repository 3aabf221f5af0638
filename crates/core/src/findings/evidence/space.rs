//! The numbers that findings about the space on SRs rest on (XOH-301 to 311).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What is wrong with the target of a replication, in order of importance.
    TargetProblem {
        /// A replica is at the chain limit.
        Chain = "chain",
        /// A disk is larger than the SR allows.
        TooLarge = "too_large",
        /// The next copy does not fit.
        Room = "room",
        /// More copies are to be kept than a chain can hold.
        Retention = "retention",
        /// Merges are pending, but stopped.
        Merges = "merges",
    }
}

evidence! {
    /// XOH-301: an SR lacks room for its largest merge.
    SrLowSpace {
        /// What the largest pending merge needs.
        need_bytes: Bytes,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
        /// Size of the SR.
        size_bytes: Option<Bytes>,
        /// Pending inner merges.
        pending_inner: u32,
        /// Pending leaf merges.
        pending_leaf: u32,
    }

    /// XOH-302: an SR is fuller than the share that the user set.
    SrUsage {
        /// The share that is used, in percent.
        used_percent: u64,
        /// The share that the user set, in percent.
        limit_percent: u64,
        /// What is used on the SR.
        used_bytes: Bytes,
        /// Size of the SR.
        size_bytes: Bytes,
        /// What is free on the SR.
        free_bytes: Bytes,
    }

    /// XOH-303: an SR in maintenance.
    SrMaintenance {
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-304: not every host reaches an SR.
    SrDetached {
        /// How many hosts should reach it.
        hosts: u32,
        /// How many hosts do.
        hosts_attached: u32,
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-305: the next snapshot of a VM does not fit.
    SnapshotNoRoom {
        /// What the snapshot needs.
        need_bytes: Bytes,
        /// What is free on the SR.
        free_bytes: Bytes,
        /// Names of the disks.
        disks: Vec<String>,
        /// The error that the storage would report.
        error: String,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
        /// Whether anything starts one of the jobs.
        enabled: bool,
        /// The start of the next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-306: barely room for the collector's journals.
    LvmJournalRoom {
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
        /// Size of the SR.
        size_bytes: Option<Bytes>,
        /// What journals need.
        journal_room_bytes: Bytes,
        /// Pending inner merges.
        pending_inner: u32,
        /// Pending leaf merges.
        pending_leaf: u32,
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-307: the metadata volume is nearly full.
    MetadataVolume {
        /// Places that are taken.
        taken: u32,
        /// Places in all.
        places: u32,
        /// Places that are left.
        left: u32,
        /// Snapshots in the next round.
        next_snapshots: u32,
    }

    /// XOH-308: disks can grow beyond the size of a thin SR.
    ThinOvercommitted {
        /// What is free on the SR.
        free_bytes: Bytes,
        /// Size of the SR.
        size_bytes: Bytes,
        /// The most that all disks together may hold.
        promised_bytes: Bytes,
        /// What disks of running VMs may still write.
        running_bytes: Bytes,
        /// The least that they will write before the next round.
        by_next_bytes: Bytes,
    }

    /// XOH-309: a problem with the target of a replication.
    ReplicationTarget {
        /// The problem.
        problem: TargetProblem,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Copies to keep.
        kept: u64,
        /// The most nodes that a chain can have.
        limit: Option<u32>,
        /// What the next copy needs.
        need_bytes: Option<Bytes>,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
        /// Pending inner merges.
        pending_inner: u32,
    }

    /// XOH-310: images that the SR no longer finds.
    ImageMissing {
        /// Names of the images.
        disks: Vec<String>,
        /// Ids of the images.
        vdi_ids: Vec<String>,
        /// Names of the VMs that they belong to.
        vms: Vec<String>,
        /// How many of these VMs are running.
        running: u64,
        /// Whether a job that starts by itself needs one of the images.
        in_enabled_job: bool,
    }

    /// XOH-311: a thin SR is full while VMs write to it.
    GuestsOutOfRoom {
        /// What is free on the SR.
        free_bytes: Bytes,
        /// Size of the SR.
        size_bytes: Bytes,
        /// What disks of running VMs may still write.
        running_bytes: Bytes,
        /// Names of the running VMs.
        vms: Vec<String>,
    }
}
