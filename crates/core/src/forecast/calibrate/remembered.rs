//! What earlier observations show, and how much it weighs: the only place where they enter the forecast.
//!
//! In: a draft with everything learnt from one observation and its logs, and the memory. Out: the same draft, with what
//! was observed in place of what is usual. Without a memory nothing changes.

mod by_hand;
mod collector;
mod growth;
mod month_end;
mod others;
mod series;
mod trims;

use jiff::Timestamp;

use self::series::{SrSample, Went};
use super::churn::Clock;
use super::setup::{Draft, seconds};
use crate::chains::Chains;
use crate::memory::{self, Memory};
use crate::model::{Inventory, ObjectId};

/// Replaces what is usual by what was observed.
pub(super) fn learn(
    draft: &mut Draft,
    (inventory, chains): (&Inventory, &Chains),
    memory: &Memory,
    now: Timestamp,
) {
    by_hand::learn(draft, inventory, memory, now);
    for index in inventory.sr_indices() {
        let sr = inventory.sr(index);
        let mut seen: Vec<SrSample> = memory
            .of_sr(&sr.id)
            .filter(|(at, _)| *at < now)
            .map(|(at, place)| SrSample::of(seconds(now, at), place))
            .collect();
        if seen.is_empty() {
            continue;
        }
        seen.push(SrSample::of(0.0, &memory::place(inventory, chains, index)));
        let merges: Vec<_> = memory
            .merges_on(&sr.id)
            .filter(|merged| merged.to <= now)
            .map(|merged| {
                (seconds(now, merged.from), seconds(now, merged.to), merged.bytes.0 as f64, merged.nodes)
            })
            .collect();
        let trims = memory.trims_on(&sr.id).filter(|trimmed| trimmed.to <= now);
        let trims = trims.map(|trimmed| Went {
            from: seconds(now, trimmed.from),
            to: seconds(now, trimmed.to),
            size: trimmed.bytes.0 as f64,
        });
        others::learn(&mut draft.scenario, index.0, &seen);
        let seen = trims::learn(&mut draft.scenario, index.0, &seen, &trims.collect::<Vec<_>>());
        growth::learn(&mut draft.scenario, index.0, &seen, &merges);
        collector::learn(&mut draft.scenario, index.0, &seen, &merges);
    }
}

/// Learns from the room of SRs how much more is written at the end of a month, for servers whose logs do not reach back to
/// one.
pub(super) fn learn_month_end(draft: &mut Draft, memory: &Memory, clock: Clock) {
    let seen = |sr: &ObjectId| -> Vec<SrSample> {
        let places = memory.of_sr(sr).filter(|(at, _)| *at < draft.now);
        places.map(|(at, place)| SrSample::of(seconds(draft.now, at), place)).collect()
    };
    let all: Vec<(u32, Vec<SrSample>)> = (0..).zip(draft.ids.srs.iter().map(seen)).collect();
    month_end::learn(&mut draft.scenario, &all, clock);
}

#[cfg(test)]
mod tests;
