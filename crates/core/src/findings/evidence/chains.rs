//! The numbers that findings about chains rest on (XOH-101 to 108).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What stops the backup of a VM whose disk is at the limit: the first obstacle that a run meets.
    StoppedBy {
        /// The storage refuses the snapshot.
        ChainLimit = "chain_limit",
        /// XO skips the VM before the storage sees the chain.
        Gate = "gate",
        /// Another disk of the VM lacks room.
        NoSpace = "no_space",
    }
}

words! {
    /// Why nothing can be merged before a run, as far as that is known.
    Standstill {
        /// Merges may finish in time.
        CanMerge = "can_merge",
        /// The run starts before the collector.
        Due = "due",
        /// The collector says that no merge fits.
        NoSpace = "no_space",
        /// The collector is switched off.
        GcOff = "gc_off",
        /// Merging is switched off.
        CoalesceOff = "coalesce_off",
        /// No host reaches the SR.
        Detached = "detached",
        /// Disks of a QCOW2 chain are in use on several hosts.
        SeveralHosts = "several_hosts",
        /// Merges are pending and make no progress.
        Stalled = "stalled",
        /// A chain on the SR is broken.
        Broken = "broken",
    }
}

words! {
    /// How a chain is broken.
    BreakKind {
        /// The server does not have the parent.
        MissingParent = "missing_parent",
        /// The parents form a cycle.
        Cycle = "cycle",
        /// The parent is on another SR.
        ForeignSr = "foreign_sr",
        /// Only the record of a disk in use names a parent that is gone.
        StaleRecord = "stale_record",
    }
}

evidence! {
    /// XOH-101: a disk near or at the chain limit.
    ChainDepth {
        /// Nodes in the chain, leaf included.
        depth: u32,
        /// Whether the chain reaches its root; otherwise the depth is a lower bound.
        depth_complete: bool,
        /// The most nodes that a chain can have.
        limit: u32,
        /// Snapshots until the limit.
        snapshots_left: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
        /// What stops the backup first; none if nothing does.
        first: Option<StoppedBy>,
        /// Whether one of the jobs bypasses XO's check.
        bypass: bool,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
        /// Whether anything starts one of the jobs.
        enabled: bool,
        /// The start of the next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-102: a VM that XO would skip.
    XoWillSkip {
        /// Base copies that XO counts, on the worst disk.
        gate: u32,
        /// How many of these XO lets pass.
        tolerance: u32,
        /// Names of the disks.
        disks: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
        /// Why nothing can be merged in time.
        why: Standstill,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
        /// Whether anything starts one of the jobs.
        enabled: bool,
        /// The start of the next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-103: inner merges are pending on an SR.
    PendingMerge {
        /// Pending inner merges.
        pending_inner: u32,
        /// What the largest pending merge needs.
        need_bytes: Option<Bytes>,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
    }

    /// XOH-104: leaves wait to be merged.
    LeafPair {
        /// Pending leaf merges.
        pending_leaf: u32,
    }

    /// XOH-105: a chain that does not reach its root.
    BrokenChain {
        /// How it is broken.
        broken: BreakKind,
        /// Id of the parent that the node names.
        parent_id: Option<String>,
        /// Number of the error of the disks' next snapshot: 46 for a VHD, 82 for a QCOW2; none if that is not
        /// known.
        #[serde(default)]
        snapshot_error: Option<u32>,
        /// Disks below the break.
        disks: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
    }

    /// XOH-106: two objects with one id.
    DuplicateId {
        /// The id.
        id: String,
    }

    /// XOH-107: more snapshots to keep than a chain can hold.
    RetentionCannotFit {
        /// Snapshots to keep.
        kept: u64,
        /// Nodes that stay for another reason.
        others: u32,
        /// Snapshots that fit.
        most: u32,
        /// The most nodes that a chain can have.
        limit: u32,
        /// Names of the disks.
        disks: Vec<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
    }

    /// XOH-108: a disk in use that XO shows as a snapshot.
    SnapshotInUse {
        /// Names of the VMs that use it.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Name of the disk that it is said to be a snapshot of; none if that is gone.
        snapshot_of: Option<String>,
        /// Id of that disk.
        snapshot_of_id: Option<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Id of the SR.
        sr_id: Option<String>,
    }
}
