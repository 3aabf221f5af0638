//! The numbers that findings about the garbage collector rest on (XOH-201 to 206).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// Where the collector says that no merge fits.
    NoSpaceSign {
        /// In the SR's flag and in a message.
        FlagAndMessage = "flag_and_message",
        /// In the SR's flag.
        Flag = "flag",
        /// In a message.
        Message = "message",
    }
}

words! {
    /// The switch of an SR that prevents merges.
    Switch {
        /// The collector does nothing.
        Gc = "gc",
        /// The collector merges nothing.
        Coalesce = "coalesce",
        /// The collector merges no leaves.
        LeafCoalesce = "leaf-coalesce",
    }
}

words! {
    /// How certain it is that no merge fits.
    MergeFit {
        /// None can fit.
        DoesNotFit = "does_not_fit",
        /// The best estimate does not fit.
        LikelyNot = "likely_not",
        /// The best estimate fits, but the upper bound does not.
        LikelyFits = "likely_fits",
    }
}

words! {
    /// What shows that the collector is stuck.
    StallSign {
        /// The collector's task has merged nothing for too long.
        AtZero = "at_zero",
        /// There is no task, and nothing has been deleted for too long.
        Silent = "silent",
        /// The SR is not scanned automatically.
        NeedsScan = "needs_scan",
    }
}

evidence! {
    /// XOH-201: the collector says that no merge fits.
    GcNoSpace {
        /// Where the collector says so.
        source: NoSpaceSign,
        /// Whether it is over: nothing waits any more, or everything fits.
        over: bool,
        /// Since when the collector has said so.
        since_at: Option<Instant>,
        /// Pending inner merges.
        pending_inner: u32,
        /// Pending leaf merges.
        pending_leaf: u32,
        /// What the largest pending merge needs.
        need_bytes: Option<Bytes>,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
    }

    /// XOH-202: coalesce is switched off.
    CoalesceOff {
        /// The switch.
        switch: Switch,
        /// Pending inner merges.
        pending_inner: u32,
        /// Pending leaf merges.
        pending_leaf: u32,
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-203: a merge failed.
    CoalesceError {
        /// When the last merge failed; none if that cannot be read.
        last_error_at: Option<Instant>,
        /// Pending inner merges.
        pending_inner: u32,
        /// Pending leaf merges.
        pending_leaf: u32,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
    }

    /// XOH-204: no pending merge is certain to fit.
    CoalesceNoRoom {
        /// How certain that is.
        fits: MergeFit,
        /// Pending inner merges.
        pending_inner: u32,
        /// Lower bound of what the smallest merge needs.
        least_bytes: Bytes,
        /// Best estimate of what the smallest merge needs.
        likely_bytes: Bytes,
        /// Upper bound of what the smallest merge needs.
        most_bytes: Bytes,
        /// What is free on the SR.
        free_bytes: Option<Bytes>,
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-205: merges are pending and make no progress.
    GcStalled {
        /// What shows it.
        sign: StallSign,
        /// Pending inner merges.
        pending_inner: u32,
        /// Since when there has been no progress.
        since_at: Option<Instant>,
        /// Whether the SR is scanned automatically.
        auto_scan: bool,
        /// Whether a job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-206: base copies that are held.
    GcBlocked {
        /// How many base copies are held.
        held: u64,
        /// What these base copies hold.
        held_bytes: Bytes,
        /// Names of the VMs or disks that share them.
        shared_by: Vec<String>,
        /// Names of the VMs or disks whose images are plugged into a control domain.
        plugged: Vec<String>,
        /// Names of the VMs on several hosts that prevent the merge of a QCOW2.
        #[serde(default)]
        on_several_hosts: Vec<String>,
        /// Ids of the base copies.
        base_ids: Vec<String>,
    }
}
