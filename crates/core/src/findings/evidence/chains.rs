//! The numbers that findings about chains rest on (XOH-101 to 107).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What ends the backup of a VM whose disk is at the limit: the first gate a run meets.
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
    /// Why nothing can merge before a run, as far as that is known.
    Standstill {
        /// Merges may be done in time.
        CanMerge = "can_merge",
        /// The run starts before the collector does.
        Due = "due",
        /// The collector says that no merge fits.
        NoSpace = "no_space",
        /// The collector is switched off.
        GcOff = "gc_off",
        /// Merging is switched off.
        CoalesceOff = "coalesce_off",
        /// No host reaches the SR.
        Detached = "detached",
        /// Disks of a QCOW2 chain run on several hosts.
        SeveralHosts = "several_hosts",
        /// Merges wait and do not go on.
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
        /// The parent is one of its own children.
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
        /// The chain reaches its root; else the depth is a lower bound.
        depth_complete: bool,
        /// Nodes a chain can have.
        limit: u32,
        /// Snapshots until the limit.
        snapshots_left: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
        /// What ends the backup first; none where nothing does.
        first: Option<StoppedBy>,
        /// One of the jobs bypasses XO's check.
        bypass: bool,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
        /// Something starts it.
        enabled: bool,
        /// The next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-102: a VM that XO would skip.
    XoWillSkip {
        /// Base copies that XO counts, the worst disk.
        gate: u32,
        /// As many XO lets pass.
        tolerance: u32,
        /// Names of the disks.
        disks: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
        /// Why.
        why: Standstill,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
        /// Something starts it.
        enabled: bool,
        /// The next run that starts by itself.
        next_run_at: Option<Instant>,
    }

    /// XOH-103: inner merges wait on an SR.
    PendingMerge {
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// What it needs.
        need_bytes: Option<Bytes>,
        /// What is free.
        free_bytes: Option<Bytes>,
    }

    /// XOH-104: leaves wait to be merged.
    LeafPair {
        /// Merges of leaves that wait.
        pending_leaf: u32,
    }

    /// XOH-105: a chain that does not reach its root.
    BrokenChain {
        /// How it is broken.
        broken: BreakKind,
        /// The parent it names.
        parent_id: Option<String>,
        /// Number of the error of their next snapshot: 46 of a VHD, 82 of a QCOW2; none where that is not known.
        #[serde(default)]
        snapshot_error: Option<u32>,
        /// Disks below the break.
        disks: u32,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
    }

    /// XOH-106: two objects with one id.
    DuplicateId {
        /// The id.
        id: String,
    }

    /// XOH-107: more snapshots to keep than a chain can hold.
    RetentionCannotFit {
        /// Copies to keep.
        kept: u64,
        /// Nodes that stay for another reason.
        others: u32,
        /// Snapshots that fit.
        most: u32,
        /// Nodes a chain can have.
        limit: u32,
        /// Names of the disks.
        disks: Vec<String>,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
    }

    /// XOH-108: a disk in use that XO shows as a snapshot.
    SnapshotInUse {
        /// Names of the VMs that use it.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// Name of the disk it is said to be a snapshot of; none where that is gone.
        snapshot_of: Option<String>,
        /// Its id.
        snapshot_of_id: Option<String>,
        /// Name of the SR.
        sr: Option<String>,
        /// Its id.
        sr_id: Option<String>,
    }
}
