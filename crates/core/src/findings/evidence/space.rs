//! The numbers that findings about the room on SRs rest on (XOH-301 to 309).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What is wrong with the target of a replication, in the order of its weight.
    TargetProblem {
        /// A replica is at the chain limit.
        Chain = "chain",
        /// A disk is larger than what the SR takes.
        TooLarge = "too_large",
        /// The next copy does not fit.
        Room = "room",
        /// More copies are to be kept than a chain can hold.
        Retention = "retention",
        /// Merges wait and are stopped.
        Merges = "merges",
    }
}

evidence! {
    /// XOH-301: an SR lacks room for its largest merge.
    SrLowSpace {
        /// What it needs.
        need_bytes: Bytes,
        /// What is free.
        free_bytes: Option<Bytes>,
        /// What the whole holds.
        size_bytes: Option<Bytes>,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Merges of leaves that wait.
        pending_leaf: u32,
    }

    /// XOH-302: an SR is fuller than the share the user set.
    SrUsage {
        /// The share that is used.
        used_percent: u64,
        /// The share the user set.
        limit_percent: u64,
        /// What is used.
        used_bytes: Bytes,
        /// What the whole holds.
        size_bytes: Bytes,
        /// What is free.
        free_bytes: Bytes,
    }

    /// XOH-303: an SR in maintenance.
    SrMaintenance {
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-304: not every host reaches an SR.
    SrDetached {
        /// Hosts that should reach it.
        hosts: u32,
        /// Hosts that do.
        hosts_attached: u32,
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-305: the next snapshot of a VM does not fit.
    SnapshotNoRoom {
        /// What it needs.
        need_bytes: Bytes,
        /// What is free.
        free_bytes: Bytes,
        /// Names of the disks.
        disks: Vec<String>,
        /// The error.
        error: String,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
        /// Something starts it.
        enabled: bool,
        /// The next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-306: barely room for the collector's journals.
    LvmJournalRoom {
        /// What is free.
        free_bytes: Option<Bytes>,
        /// What the whole holds.
        size_bytes: Option<Bytes>,
        /// What journals need.
        journal_room_bytes: Bytes,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Merges of leaves that wait.
        pending_leaf: u32,
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-307: the metadata volume is nearly full.
    MetadataVolume {
        /// Places that are taken.
        taken: u32,
        /// Places there are.
        places: u32,
        /// Places that are left.
        left: u32,
        /// Snapshots of the next round.
        next_snapshots: u32,
    }

    /// XOH-308: disks can grow beyond what a thin SR has.
    ThinOvercommitted {
        /// What is free.
        free_bytes: Bytes,
        /// What the whole holds.
        size_bytes: Bytes,
        /// What all disks may hold.
        promised_bytes: Bytes,
        /// What disks of running VMs may still write.
        running_bytes: Bytes,
        /// What they write by the next round, at the least.
        by_next_bytes: Bytes,
    }

    /// XOH-309: a problem of a replication's target.
    ReplicationTarget {
        /// The problem.
        problem: TargetProblem,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Copies to keep.
        kept: u64,
        /// Nodes a chain can have.
        limit: Option<u32>,
        /// What it needs.
        need_bytes: Option<Bytes>,
        /// What is free.
        free_bytes: Option<Bytes>,
        /// Merges of base copies that wait.
        pending_inner: u32,
    }

    /// XOH-310: images that the SR no longer finds.
    ImageMissing {
        /// Names of the images.
        disks: Vec<String>,
        /// Their ids.
        vdi_ids: Vec<String>,
        /// Names of the VMs they belong to.
        vms: Vec<String>,
        /// How many of these VMs run.
        running: u64,
        /// A job that starts by itself needs one of them.
        in_enabled_job: bool,
    }

    /// XOH-311: a thin SR is full while VMs write to it.
    GuestsOutOfRoom {
        /// What is free.
        free_bytes: Bytes,
        /// What the whole holds.
        size_bytes: Bytes,
        /// What disks of running VMs may still write.
        running_bytes: Bytes,
        /// Names of the running VMs.
        vms: Vec<String>,
    }
}
