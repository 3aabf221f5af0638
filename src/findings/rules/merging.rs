//! Whether the garbage collector of an SR can merge anything, as far as the server tells.

use crate::findings::Facts;
use crate::model::{GcMessage, Sr, SrIdx};
use crate::storage::{self, Family};
use crate::units::{Bytes, Interval};

/// Says what keeps the garbage collector from merging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// `gc=false`.
    GcOff,
    /// `coalesce=false`.
    CoalesceOff,
    /// No host reaches the SR.
    Detached,
    /// A broken chain: the scan fails, and with it the whole run of the collector (facts/storage-manager.md 3.7).
    Broken,
    /// Nothing that is pending fits.
    NoSpace,
}

impl Stop {
    /// Gives its key in the evidence.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::GcOff => "gc_off",
            Self::CoalesceOff => "coalesce_off",
            Self::Detached => "detached",
            Self::Broken => "broken",
            Self::NoSpace => "no_space",
        }
    }
}

/// Knows for each SR what stops its merges, if anything is known to.
pub(super) struct Stops(Vec<Option<Stop>>);

impl Stops {
    /// Looks at all SRs once.
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        Self(facts.inventory.sr_indices().map(|sr| stop(facts, sr)).collect())
    }

    /// Tells what stops the merges of an SR.
    pub(super) fn on(&self, sr: SrIdx) -> Option<Stop> {
        self.0.get(sr.at()).copied().flatten()
    }
}

fn stop(facts: &Facts<'_>, index: SrIdx) -> Option<Stop> {
    let sr = facts.inventory.sr(index);
    if sr.gc.gc_off {
        return Some(Stop::GcOff);
    }
    if sr.gc.coalesce_off {
        return Some(Stop::CoalesceOff);
    }
    if sr.pbds > 0 && sr.pbds_attached == 0 {
        return Some(Stop::Detached);
    }
    if sr.vdis.iter().any(|&vdi| facts.chains.node(vdi).broken.is_some()) {
        return Some(Stop::Broken);
    }
    no_space(facts, index).then_some(Stop::NoSpace)
}

/// Tells whether the collector says so, or the least that each pending merge needs is more than is free.
fn no_space(facts: &Facts<'_>, index: SrIdx) -> bool {
    let sr = facts.inventory.sr(index);
    if sr.gc.no_space || no_space_message(facts, index).is_some() || lacks_journal_room(facts, sr) {
        return true;
    }
    let Some(free) = sr.free() else { return false };
    let mut needs = needs(facts, index).peekable();
    needs.peek().is_some() && needs.all(|need| need.is_some_and(|need| need.low > free))
}

/// Gives the newest message of the collector that it lacks space.
pub(super) fn no_space_message<'a>(facts: &Facts<'a>, sr: SrIdx) -> Option<&'a GcMessage> {
    let about = facts.inventory.gc_messages.iter().filter(|message| message.sr == sr);
    about.filter(|message| message.name == storage::NO_SPACE_MESSAGE).max_by_key(|message| message.time)
}

/// Tells whether an LVM SR has hardly room for the collector's journals.
pub(super) fn lacks_journal_room(facts: &Facts<'_>, sr: &Sr) -> bool {
    Family::of(sr) == Family::Lvm && sr.free().is_some_and(|free| free < facts.thresholds.lvm_journal_room)
}

/// Gives the upper bound of what the largest pending inner merge of an SR needs; none without one, or where the server
/// tells too little.
pub(super) fn largest_need(facts: &Facts<'_>, sr: SrIdx) -> Option<Bytes> {
    needs(facts, sr).flatten().map(|need| need.high).max()
}

fn needs<'a>(facts: &Facts<'a>, sr: SrIdx) -> impl Iterator<Item = Option<Interval>> + 'a {
    let (inventory, chains) = (facts.inventory, facts.chains);
    let pairs = chains.inner_pairs(inventory, sr);
    pairs.map(move |(parent, child)| {
        storage::merge_need(inventory, chains, parent, child).map(|need| need.takes.bytes)
    })
}
