//! The merges of an SR, as the rules report them.

use crate::analysis::Analysis;
use crate::model::SrIdx;
use crate::storage::{self, Family, Fit, GcState, Merge};
use crate::units::{Bytes, Interval};

/// How the pending inner merges of an SR fit into the free space, which determines the finding that reports them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::analysis::rules) enum Room {
    /// The collector itself reports that none fits: XOH-201.
    Reported,
    /// None certainly fits: XOH-204.
    Short {
        /// The least that any of them needs.
        need: Interval,
        /// Whether that fits.
        fit: Fit,
    },
    /// Some fit, but the largest may not: XOH-301.
    Largest(Bytes),
    /// All fit, there are none, or the free or needed space is unknown.
    Enough,
}

impl Room {
    /// Classifies an SR. If something else stops the merges, room is not what they lack; nor is that certain while
    /// there is garbage, which the collector deletes first.
    pub(in crate::analysis::rules) fn of(analysis: &Analysis, sr: SrIdx) -> Self {
        let gc = analysis.collector(sr);
        if gc.pending_inner == 0 {
            return Self::Enough;
        }
        if gc.marked_no_space || gc.no_space_message {
            return Self::Reported;
        }
        let none_fits = gc.garbage == 0 && gc.inner_room.is_some_and(|room| room.fits == 0);
        let is_stopped = gc.stop().is_some_and(|stop| stop != GcState::NoSpace);
        if let Some((need, fit)) = least(analysis, sr).filter(|_| none_fits && !is_stopped) {
            return Self::Short { need, fit };
        }
        let largest = storage::largest_merge_need(analysis.inventory(), analysis.chains(), sr);
        let largest = largest.zip(analysis.inventory().sr(sr).free());
        largest.filter(|(need, free)| need > free).map_or(Self::Enough, |(need, _)| Self::Largest(need))
    }
}

/// Returns the least that any pending inner merge needs, and whether it fits; `None` if that is unknown for all.
fn least(analysis: &Analysis, sr: SrIdx) -> Option<(Interval, Fit)> {
    let mut merges = storage::queue(analysis.inventory(), analysis.chains(), sr);
    merges.retain(Merge::is_inner);
    let room = storage::headroom(analysis.inventory(), analysis.chains(), sr, &[], &merges);
    let (need, free) = (room.one_merge?, room.free?);
    Some((need, Fit::of(need, free)))
}

/// Returns whether an LVM SR barely has room for the collector's journals.
pub(in crate::analysis::rules) fn lacks_journal_room(analysis: &Analysis, index: SrIdx) -> bool {
    let sr = analysis.inventory().sr(index);
    Family::of(sr) == Family::Lvm
        && sr.free().is_some_and(|free| free < analysis.thresholds_of_sr(index).lvm_journal_room)
}
