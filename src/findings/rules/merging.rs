//! The merges of an SR, as the rules tell of them.

use crate::findings::Facts;
use crate::model::{Sr, SrIdx};
use crate::storage::{self, Family};
use crate::units::Bytes;

/// Tells whether an LVM SR has hardly room for the collector's journals.
pub(super) fn lacks_journal_room(facts: &Facts<'_>, sr: &Sr) -> bool {
    Family::of(sr) == Family::Lvm && sr.free().is_some_and(|free| free < facts.thresholds.lvm_journal_room)
}

/// Gives the upper bound of what the largest pending inner merge of an SR needs, switched off or not; none without one,
/// or where the server tells too little.
pub(super) fn largest_need(facts: &Facts<'_>, sr: SrIdx) -> Option<Bytes> {
    let (inventory, chains) = (facts.inventory, facts.chains);
    let needs = chains
        .inner_pairs(inventory, sr)
        .filter_map(|(parent, child)| storage::merge_need(inventory, chains, parent, child));
    needs.map(|need| need.takes.bytes.high).max()
}
