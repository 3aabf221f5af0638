//! An estimate with its reason, and the verdict on whether it fits.

use crate::units::{Bytes, Interval};

/// What a best estimate rests on (facts/storage-manager.md 6.3, 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EstimateBasis {
    /// The rule needs nothing that cannot be seen.
    Rule,
    /// The bytes that the server reports for the node itself.
    Usage,
    /// The server counts the same bytes twice: the SR has not been scanned since the snapshot (facts 3.11).
    StaleUsage,
    /// The median of the disk's base copies: what was written between snapshots so far.
    BaseCopies,
    /// The disk was never snapshotted: most of it is assumed full.
    FullDisk,
    /// Nothing is known: the usual share of a disk is assumed to change in a day.
    DailyChange,
    /// Block maps are invisible: half of what changes is assumed to have changed before.
    HalfOverlaps,
}

/// Bounds of a number of bytes, and what the best estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The bounds.
    pub bytes: Interval,
    /// What `bytes.best` rests on.
    pub why: EstimateBasis,
}

impl Estimate {
    /// Builds an estimate.
    pub(super) fn new(low: Bytes, best: Bytes, high: Bytes, why: EstimateBasis) -> Self {
        Self { bytes: Interval::new(low, best, high), why }
    }

    /// Maps the bounds through an increasing function; keeps the reason.
    pub(super) fn map(self, grows: impl Fn(Bytes) -> Bytes) -> Self {
        Self { bytes: self.bytes.map(grows), why: self.why }
    }
}

/// Whether a need fits into what is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// Even the most that it can need is free; sm's guards accept equality (`SM LVHDSR.py:875-880`).
    Fits,
    /// It depends on what cannot be seen.
    Tight {
        /// The best estimate of the need.
        best: Bytes,
        /// Whether the best estimate is free.
        likely: bool,
    },
    /// Even the least that it can need is not free.
    DoesNotFit,
}

impl Fit {
    /// Compares a need with what is free.
    pub fn of(need: Interval, free: Bytes) -> Self {
        if need.high <= free {
            return Self::Fits;
        }
        if need.low > free {
            return Self::DoesNotFit;
        }
        Self::Tight { best: need.best, likely: need.best <= free }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Free bytes compared with a need of 10, 20, 30 (low, best, high).
    #[test]
    fn verdicts_at_their_edges() {
        let need = Interval::new(Bytes(10), Bytes(20), Bytes(30));
        let tight = |likely| Fit::Tight { best: Bytes(20), likely };
        for (free, fit) in [
            (9, Fit::DoesNotFit),
            (10, tight(false)),
            (19, tight(false)),
            (20, tight(true)),
            (29, tight(true)),
            (30, Fit::Fits),
        ] {
            assert_eq!(Fit::of(need, Bytes(free)), fit, "{free}");
        }
    }
}
