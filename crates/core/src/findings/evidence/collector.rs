//! The numbers that findings about the garbage collector rest on (XOH-201 to 206).

use super::Instant;
use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// Where the collector says that no merge fits.
    NoSpaceSign {
        /// In the SR's mark and in a message.
        FlagAndMessage = "flag_and_message",
        /// In the SR's mark.
        Flag = "flag",
        /// In a message.
        Message = "message",
    }
}

words! {
    /// The switch of an SR that holds merges back.
    Switch {
        /// The collector does nothing.
        Gc = "gc",
        /// It merges nothing.
        Coalesce = "coalesce",
        /// It leaves leaves alone.
        LeafCoalesce = "leaf-coalesce",
    }
}

words! {
    /// How sure it is that no merge fits.
    MergeFit {
        /// None can fit.
        DoesNotFit = "does_not_fit",
        /// The best estimate does not fit.
        LikelyNot = "likely_not",
        /// The best estimate fits, the upper bound does not.
        LikelyFits = "likely_fits",
    }
}

words! {
    /// What shows that the collector is stuck.
    StallSign {
        /// Its task has merged nothing for too long.
        AtZero = "at_zero",
        /// No task shows, and nothing was deleted for too long.
        Silent = "silent",
        /// The SR is not scanned by itself.
        NeedsScan = "needs_scan",
    }
}

evidence! {
    /// XOH-201: the collector says that no merge fits.
    GcNoSpace {
        /// Where it says so.
        source: NoSpaceSign,
        /// It is over: nothing waits any more.
        over: bool,
        /// Since when.
        since_at: Option<Instant>,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Merges of leaves that wait.
        pending_leaf: u32,
        /// What it needs.
        need_bytes: Option<Bytes>,
        /// What is free.
        free_bytes: Option<Bytes>,
    }

    /// XOH-202: coalesce is switched off.
    CoalesceOff {
        /// Which switch.
        switch: Switch,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Merges of leaves that wait.
        pending_leaf: u32,
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-203: a merge met an error.
    CoalesceError {
        /// When; none where it cannot be read.
        last_error_at: Option<Instant>,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Merges of leaves that wait.
        pending_leaf: u32,
        /// What is free.
        free_bytes: Option<Bytes>,
    }

    /// XOH-204: no pending merge is sure to fit.
    CoalesceNoRoom {
        /// How sure it is.
        fits: MergeFit,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// The lower bound of the smallest need.
        least_bytes: Bytes,
        /// Its best estimate.
        likely_bytes: Bytes,
        /// Its upper bound.
        most_bytes: Bytes,
        /// What is free.
        free_bytes: Option<Bytes>,
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-205: merges wait and do not go on.
    GcStalled {
        /// What shows it.
        sign: StallSign,
        /// Merges of base copies that wait.
        pending_inner: u32,
        /// Since when.
        since_at: Option<Instant>,
        /// The SR is scanned by itself.
        auto_scan: bool,
        /// A job that starts by itself needs the SR.
        in_enabled_job: bool,
    }

    /// XOH-206: base copies that are held.
    GcBlocked {
        /// Base copies that are held.
        held: u64,
        /// What they hold.
        held_bytes: Bytes,
        /// Names of what shares them.
        shared_by: Vec<String>,
        /// Names of what is plugged.
        plugged: Vec<String>,
        /// Names of the VMs on several hosts that keep a QCOW2 from being merged.
        #[serde(default)]
        on_several_hosts: Vec<String>,
        /// Ids of the base copies.
        base_ids: Vec<String>,
    }
}
