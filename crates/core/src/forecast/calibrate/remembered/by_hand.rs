//! Snapshots that people or other tools take and delete.
//!
//! In: the manual snapshots of all readings and of the observation. Out: how often they appear, on how many disks, and how
//! long they are kept, instead of the priors. Those that appeared recently and still hang on a chain are deleted at the same
//! rate. Those that were there before the first reading stay: nothing shows how old they are.

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use crate::backup::ownership;
use crate::forecast::calibrate::setup::{Draft, seconds};
use crate::forecast::priors;
use crate::memory::Memory;
use crate::model::{Inventory, ObjectId};

const DAY: f64 = 86_400.0;

/// A snapshot that appeared after the first reading: when, and when it disappeared; in seconds, 0 is now.
#[derive(Clone, Debug, PartialEq)]
struct Came {
    vdi: ObjectId,
    at: f64,
    gone: Option<f64>,
}

/// Sets how often manual snapshots appear, and how long they are kept, as far as that was seen.
pub(super) fn learn(draft: &mut Draft, inventory: &Inventory, memory: &Memory, now: Timestamp) {
    let Some(first) = memory.readings.iter().map(|reading| reading.at).find(|at| *at < now) else { return };
    let came = came(inventory, memory, first, now);
    let times = times(&came);
    if times < priors::BY_HAND_SEEN || draft.scenario.disks.is_empty() {
        return;
    }
    let days = -seconds(now, first) / DAY;
    let usual = priors::BY_HAND_DAYS / priors::FORGOTTEN_DAYS;
    let surprises = &mut draft.scenario.surprises;
    surprises.forgotten = (times as f64 + usual) / (days + priors::BY_HAND_DAYS) / DAY;
    let each = came.len() as f64 / times as f64;
    surprises.forgotten_share = (each / draft.scenario.disks.len() as f64).min(1.0);
    let hanging = hanging(draft, &came);
    set_shares(draft, &hanging, came.len(), times);
    let gone = came.iter().filter(|one| one.gone.is_some()).count();
    if gone < priors::BY_HAND_SEEN {
        return;
    }
    let stayed: f64 = came.iter().map(|one| one.gone.unwrap_or(0.0) - one.at).sum();
    draft.scenario.surprises.tidied = gone as f64 / stayed.max(1.0);
    for (disk, base) in hanging {
        draft.scenario.disks[disk as usize].by_hand.push(base);
    }
}

/// Sets for each unit how likely it is among those that are snapshotted: someone who took snapshots of a VM takes more of
/// it. Those whose disk is no longer known, and one more that was not seen, belong to any disk alike.
fn set_shares(draft: &mut Draft, hanging: &[(u32, u32)], came: usize, times: usize) {
    let mut of_disk = vec![0.0; draft.scenario.disks.len()];
    hanging.iter().for_each(|&(disk, _)| of_disk[disk as usize] += 1.0);
    let lost = came.saturating_sub(hanging.len()) as f64 / of_disk.len() as f64;
    let share = draft.scenario.surprises.forgotten_share;
    for unit in draft.scenario.units.iter_mut().filter(|unit| !unit.disks.is_empty()) {
        let seen: f64 = unit.disks.iter().map(|of| of_disk[of.disk as usize]).sum();
        let seen = seen / unit.disks.len() as f64;
        unit.by_hand = Some(((seen + lost + share) / (times as f64 + 1.0)).min(1.0));
    }
}

/// Lists those that still hang on the chain of a disk: the disk and the base copy above.
fn hanging(draft: &Draft, came: &[Came]) -> Vec<(u32, u32)> {
    let known: FxHashSet<&ObjectId> = came.iter().map(|one| &one.vdi).collect();
    let still = draft.foreign.iter().filter(|one| known.contains(&draft.ids.vdis[one.vdi.at()]));
    still.map(|one| (one.disk, one.base)).collect()
}

/// Lists the snapshots that appeared since the first reading, in order of time.
fn came(inventory: &Inventory, memory: &Memory, first: Timestamp, now: Timestamp) -> Vec<Came> {
    let there: FxHashSet<&ObjectId> =
        inventory.vdis.iter().filter(|vdi| ownership::is_by_hand(vdi)).map(|vdi| &vdi.id).collect();
    let is_known: FxHashSet<&ObjectId> = memory.by_hand.iter().map(|one| &one.vdi).collect();
    let earlier = memory.by_hand.iter().filter(|one| one.from > first && one.from < now);
    let earlier = earlier.map(|one| Came {
        vdi: one.vdi.clone(),
        at: seconds(now, one.from),
        gone: match one.until {
            Some(until) => Some(seconds(now, until).min(0.0)),
            None => (!there.contains(&one.vdi)).then_some(0.0),
        },
    });
    let new = there.iter().filter(|vdi| !is_known.contains(**vdi));
    let mut all: Vec<Came> =
        earlier.chain(new.map(|vdi| Came { vdi: (*vdi).clone(), at: 0.0, gone: None })).collect();
    all.sort_by(|a, b| a.at.total_cmp(&b.at).then_with(|| a.vdi.cmp(&b.vdi)));
    all
}

/// Counts how often someone took snapshots: those that appeared at about the same time count once.
fn times(came: &[Came]) -> usize {
    let apart = came.windows(2).filter(|pair| pair[1].at - pair[0].at > priors::CLOSE).count();
    apart + usize::from(!came.is_empty())
}
