//! The queue of an SR's merges: in which order, how many bytes, how long.
//!
//! The collector merges one pair at a time on each SR. Sources: facts/storage-manager.md 3.3, 3.4, 4.1, 4.2, 6.6.

use std::cmp::Reverse;

use jiff::SignedDuration;
use rustc_hash::FxHashMap;

use super::estimate::Estimate;
use super::hosts::runs_on_several_hosts;
use super::rules::GC_START_DELAY;
use super::shape::Heights;
use super::space_needed::{LeafMergeNeed, MergeNeed, leaf_merge_need, merge_need};
use crate::chains::Chains;
use crate::model::{Inventory, SrIdx, VdiIdx};
use crate::units::{self, Bytes, Interval};

/// Seconds that a merge takes besides the copying (scans, pauses, the SR's update): low, best, high. Facts 4.1
/// infers 10 to 60; 6.7 assumes 20.
const OVERHEAD_SECONDS: (u64, u64, u64) = (10, 20, 60);

/// A pending merge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    /// The base copy that receives the data.
    pub parent: VdiIdx,
    /// The node that disappears.
    pub child: VdiIdx,
    /// Nodes on the longest path through the tree, by which the collector chooses: the tallest first.
    pub height: u32,
    /// What the merge needs.
    pub need: MergeRequirement,
}

/// What a merge needs, by kind; `None` if no rule or size is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MergeRequirement {
    /// Both nodes are hidden.
    Inner(Option<MergeNeed>),
    /// The child is a leaf.
    Leaf(Option<LeafMergeNeed>),
}

impl Merge {
    /// Returns whether both nodes are hidden.
    pub fn is_inner(&self) -> bool {
        matches!(self.need, MergeRequirement::Inner(_))
    }

    /// Returns the bytes to copy.
    pub fn copies(&self) -> Option<Estimate> {
        match self.need {
            MergeRequirement::Inner(need) => need.map(|need| need.copies),
            MergeRequirement::Leaf(need) => need.map(|need| need.copies),
        }
    }

    /// Returns the bytes that must be free. The disk of a leaf may be small enough to be merged live, so the lower
    /// bound is the lesser of the two ways.
    pub fn takes(&self) -> Option<Estimate> {
        match self.need {
            MergeRequirement::Inner(need) => need.map(|need| need.takes),
            MergeRequirement::Leaf(need) => need.map(|need| {
                let Estimate { bytes, why } = need.by_snapshot;
                Estimate { bytes: Interval { low: bytes.low.min(need.live.bytes.low), ..bytes }, why }
            }),
        }
    }

    /// Returns how many more bytes are free afterwards than before.
    pub fn frees(&self) -> Option<Interval> {
        match self.need {
            MergeRequirement::Inner(need) => need.map(|need| need.frees),
            MergeRequirement::Leaf(need) => need.map(|need| need.frees),
        }
    }
}

/// Lists the merges pending on an SR in the order in which the collector takes them: tallest tree first, leaves only
/// when no inner merge is left (facts 3.4). Within a group the collector's order is arbitrary; here it is by id.
///
/// Merges that are switched off are left out: all with `coalesce=false` or `gc=false`, leaves with
/// `leaf-coalesce=false`. So are those that no host can do: QCOW2 nodes below which disks run on several hosts.
pub fn queue(inventory: &Inventory, chains: &Chains, sr: SrIdx) -> Vec<Merge> {
    let switches = &inventory.sr(sr).gc;
    if switches.gc_off || switches.coalesce_off {
        return Vec::new();
    }
    let mut heights = Heights::of(inventory, chains, sr);
    let mut merge = |parent, child, need| Merge { parent, child, height: heights.height(parent), need };
    let mut inner: Vec<Merge> = chains
        .inner_pairs(inventory, sr)
        .filter(|&(_, child)| !runs_on_several_hosts(inventory, chains, child))
        .map(|(parent, child)| {
            merge(parent, child, MergeRequirement::Inner(merge_need(inventory, chains, parent, child)))
        })
        .collect();
    inner.sort_by_key(|merge| Reverse(merge.height));
    if switches.leaf_coalesce_off {
        return inner;
    }
    let wanted = chains.leaf_pairs(inventory, sr).filter(|&(_, leaf)| !inventory.vdi(leaf).never_merged);
    let mut leaves: Vec<Merge> = wanted
        .map(|(parent, leaf)| {
            merge(parent, leaf, MergeRequirement::Leaf(leaf_merge_need(inventory, chains, parent, leaf)))
        })
        .collect();
    leaves.sort_by_key(|merge| Reverse(merge.height));
    inner.append(&mut leaves);
    inner
}

/// How much work the collector of an SR has ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlog {
    /// The merges, the next one first.
    pub merges: Vec<Merge>,
    /// Bytes to copy in all. Merged from the root down, each node is copied once; in other orders, what was merged
    /// is copied again (facts 6.6).
    pub copies: Interval,
    /// Merges whose bytes are not known and so not in `copies`.
    pub unknown: u32,
}

/// Returns how much work the collector of an SR has ahead.
pub fn backlog(inventory: &Inventory, chains: &Chains, sr: SrIdx) -> Backlog {
    let merges = queue(inventory, chains, sr);
    let unknown = merges.iter().filter(|merge| merge.copies().is_none()).count();
    let inner = copies_of_runs(inventory, chains, &merges);
    let leaves = merges.iter().filter(|merge| !merge.is_inner()).filter_map(Merge::copies);
    let copies = inner + leaves.map(|copies| copies.bytes).sum();
    Backlog { merges, copies, unknown: units::count(unknown) }
}

/// Sums the bytes that runs of nested inner merges copy.
///
/// At least each node's data once; at most, from the leaf up, each node's data with all that was merged into it, up
/// to the size of the disk. In a random order the data of the n-th node of a run is copied 1 + 1/2 + … + 1/n times:
/// once for each node above that is merged after all those between.
fn copies_of_runs(inventory: &Inventory, chains: &Chains, merges: &[Merge]) -> Interval {
    let mut inner: Vec<&Merge> = merges.iter().filter(|merge| merge.is_inner()).collect();
    inner.sort_by_key(|merge| chains.node(merge.child).depth);
    // by child: its place in the run, and the sum of 1/n up to it
    let mut places: FxHashMap<VdiIdx, (f64, f64)> = FxHashMap::default();
    let mut once = Interval::default();
    let mut random = Bytes::ZERO;
    for merge in &inner {
        let (place, sum) = places.get(&merge.parent).copied().unwrap_or((0.0, 0.0));
        let here = (place + 1.0, sum + 1.0 / (place + 1.0));
        places.insert(merge.child, here);
        let Some(copies) = merge.copies() else { continue };
        once = once + copies.bytes;
        random = random + Bytes((copies.bytes.best.0 as f64 * here.1) as u64);
    }
    // by parent: the data of all nodes of the run below it
    let mut below: FxHashMap<VdiIdx, Bytes> = FxHashMap::default();
    let mut most = Bytes::ZERO;
    for merge in inner.iter().rev() {
        let own = merge.copies().map_or(Bytes::ZERO, |copies| copies.bytes.high);
        let size = inventory.vdi(merge.child).size.unwrap_or(Bytes(u64::MAX));
        let all = (own + below.get(&merge.child).copied().unwrap_or_default()).min(size);
        below.insert(merge.parent, all);
        most = most + all;
    }
    Interval::new(once.low, random, most)
}

/// Bounds of the bytes per second that merges copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(Interval);

impl Speed {
    /// The assumption if nothing was measured: 20 MB/s on busy disks or a 1 Gbit/s network, 50 normally, 100 on SSDs
    /// or 10 Gbit/s. An engineer's guess, not a vendor's number (facts 4.2).
    pub const PRIOR: Self =
        Self(Interval { low: Bytes(20_000_000), best: Bytes(50_000_000), high: Bytes(100_000_000) });

    /// Builds a speed from a measured or given one, in bytes per second; 0 counts as 1.
    pub fn known(bytes_a_second: Bytes) -> Self {
        Self(Interval::exactly(bytes_a_second.max(Bytes(1))))
    }

    /// Builds a speed from bounds in bytes per second; 0 counts as 1.
    pub fn bounded(bytes_a_second: Interval) -> Self {
        Self(bytes_a_second.map(|bytes| bytes.max(Bytes(1))))
    }

    /// Returns the bytes per second.
    pub fn bytes_a_second(self) -> Interval {
        self.0
    }
}

/// Bounds of a duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeBounds {
    /// The lower bound.
    pub low: SignedDuration,
    /// The best estimate.
    pub best: SignedDuration,
    /// The upper bound, if nothing else changes.
    pub high: SignedDuration,
}

impl Backlog {
    /// Returns how long the collector needs for all pending merges, if none are added and everything fits.
    ///
    /// `running` says that it has started; otherwise its pause of 300 s may still follow. `None` without merges.
    pub fn drain(&self, speed: Speed, running: bool) -> Option<TimeBounds> {
        let merges = u64::try_from(self.merges.len()).unwrap_or(u64::MAX);
        if merges == 0 {
            return None;
        }
        let Speed(speed) = speed;
        let seconds = |copies: Bytes, speed: Bytes, overhead: u64| {
            SignedDuration::from_secs(
                i64::try_from((copies.0 / speed.0.max(1)).saturating_add(merges.saturating_mul(overhead)))
                    .unwrap_or(i64::MAX),
            )
        };
        let pause = if running { SignedDuration::ZERO } else { GC_START_DELAY };
        let (low, best, high) = OVERHEAD_SECONDS;
        Some(TimeBounds {
            low: seconds(self.copies.low, speed.high, low),
            best: seconds(self.copies.best, speed.best, best).saturating_add(pause),
            high: seconds(self.copies.high, speed.low, high).saturating_add(pause),
        })
    }
}

/// The merges on an SR that finished between two observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenMerges {
    /// The number of merges.
    pub merges: u32,
    /// The bytes that they copied, each node's once.
    pub copied: Bytes,
    /// The time between the observations.
    pub within: SignedDuration,
    /// The same, plus the time before in which the first merge may have begun.
    pub at_most: SignedDuration,
    /// Whether merges of the first observation were left at the second: then the collector is assumed to have worked
    /// all the time. Otherwise it had time to rest.
    pub is_busy: bool,
}

/// What earlier observations of an SR show about the speed of its merges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearntSpeed {
    /// The inner merges that were seen to finish.
    pub merges: u32,
    /// The resulting speed.
    pub speed: Speed,
}

/// Learns the speed of merges from those that were seen. If the collector was busy, its time determines the speed;
/// otherwise it was at least that fast. `None` if no merge was seen.
pub fn learn_speed(seen: &[SeenMerges]) -> Option<LearntSpeed> {
    let is_usable = |one: &&SeenMerges| one.merges > 0 && one.within > SignedDuration::ZERO;
    let all: Vec<&SeenMerges> = seen.iter().filter(is_usable).collect();
    let busy: Vec<&SeenMerges> = all.iter().copied().filter(|one| one.is_busy).collect();
    if busy.is_empty() {
        let at_least = all.iter().map(|one| per_second(one.copied, one.within, 0)).max()?;
        let merges = all.iter().map(|one| one.merges).sum();
        let speed = Speed::PRIOR.0.or_greater(Interval::exactly(at_least));
        return Some(LearntSpeed { merges, speed: Speed::bounded(speed) });
    }
    let merges: u32 = busy.iter().map(|one| one.merges).sum();
    let copied: Bytes = busy.iter().map(|one| one.copied).sum();
    let sum = |of: fn(&SeenMerges) -> SignedDuration| busy.iter().map(|one| of(one)).sum::<SignedDuration>();
    let (within, at_most) = (sum(|one| one.within), sum(|one| one.at_most));
    let (_, best, high) = OVERHEAD_SECONDS;
    let beside = |each: u64| u64::from(merges).saturating_mul(each);
    let speed = Interval::new(
        per_second(copied, at_most.max(within), 0),
        per_second(copied, within, beside(best)),
        per_second(copied, within, beside(high)),
    );
    Some(LearntSpeed { merges, speed: Speed::bounded(speed) })
}

/// Returns the bytes per second over a time of which `beside` seconds were not spent copying.
fn per_second(bytes: Bytes, time: SignedDuration, beside: u64) -> Bytes {
    let seconds = u64::try_from(time.as_secs()).unwrap_or(0);
    // scans cannot have taken nearly all the time: a bound, since the overhead is itself a guess
    Bytes(bytes.0 / seconds.saturating_sub(beside).max(seconds / 10).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    fn read(text: &str) -> (Inventory, Chains) {
        let inventory = notation::inventory(text).unwrap();
        let chains = Chains::build(&inventory);
        (inventory, chains)
    }

    /// The tallest tree goes first and leaves last; switches are obeyed.
    #[test]
    fn order_of_the_queue() {
        let low = "disk low 10GiB: base > base > leaf";
        let tall = "disk tall 10GiB: base > base > base > leaf";
        let all = ["tall/base2", "tall/base3", "low/base2", "tall", "low"];
        let cases: [(&str, &[&str]); 5] = [
            ("", &all),
            ("leaf-coalesce=false", &all[..3]),
            ("coalesce=false", &[]),
            ("gc=false", &[]),
            ("gc_no_space", &all),
        ];
        for (switch, expected) in cases {
            let (inventory, chains) = read(&format!("sr s ext 1TiB {switch} {{ {low} {tall} }}"));
            let queue = queue(&inventory, &chains, SrIdx(0));
            let children: Vec<_> =
                queue.iter().map(|merge| inventory.vdi(merge.child).id.to_string()).collect();
            assert_eq!(children, expected, "{switch}");
        }
        let (inventory, chains) = read("sr s ext 1TiB { disk d 10GiB leaf-coalesce=false: base > leaf }");
        assert_eq!(queue(&inventory, &chains, SrIdx(0)), []);
    }

    /// A run of base copies; bytes to copy in MiB. Files of 513 MiB hold 512 MiB minus their tables, in
    /// blocks of 2 MiB.
    #[test]
    fn bytes_to_copy() {
        let cases = [
            ("base 9GiB > leaf", (0, 0, 0)),
            ("base 9GiB > base 513MiB snap a > leaf", (510, 511, 511)),
            // at most twice; 1 + 1/2 times in a random order
            ("base 9GiB > base 513MiB > base 513MiB snap a > leaf", (1_020, 1_279, 1_535)),
            // never more than the disk in one merge
            ("base 9GiB > base 9GiB > base 9GiB snap a > leaf", (18_396, 19_438, 19_438)),
        ];
        for (chain, expected) in cases {
            let (inventory, chains) =
                read(&format!("sr s ext 1TiB leaf-coalesce=false {{ disk d 10GiB: {chain} }}"));
            let copies = backlog(&inventory, &chains, SrIdx(0)).copies;
            let found = (copies.low.0 >> 20, copies.best.0 >> 20, copies.high.0 >> 20);
            assert_eq!(found, expected, "{chain}");
        }
    }

    /// 100 GB in one pair: facts 4.2 says 17, 33 and 85 minutes, plus overhead and pause.
    #[test]
    fn time_to_drain() {
        let merge = {
            let (inventory, chains) = read("sr s ext 1TiB { disk d 10GiB: base > base snap a > leaf }");
            queue(&inventory, &chains, SrIdx(0))[0]
        };
        let gb = Interval::exactly(Bytes(100_000_000_000));
        let backlog = Backlog { merges: vec![merge], copies: gb, unknown: 0 };
        let seconds = |span: TimeBounds| (span.low.as_secs(), span.best.as_secs(), span.high.as_secs());
        let cases = [
            (Speed::PRIOR, true, (1_010, 2_020, 5_060)),
            (Speed::PRIOR, false, (1_010, 2_320, 5_360)),
            (Speed::known(Bytes(1_000_000_000)), true, (110, 120, 160)),
            (Speed::known(Bytes::ZERO), true, (100_000_000_010, 100_000_000_020, 100_000_000_060)),
        ];
        for (speed, running, expected) in cases {
            assert_eq!(backlog.drain(speed, running).map(seconds), Some(expected), "{speed:?}");
        }
        let idle = Backlog { merges: Vec::new(), copies: Interval::default(), unknown: 0 };
        assert_eq!(idle.drain(Speed::PRIOR, false), None);
    }

    /// What was seen (merges, GB, minutes, minutes at most, busy) and the resulting merges and MB/s (low,
    /// best, high).
    #[test]
    fn speed_from_what_was_seen() {
        type Seen = (u32, u64, i64, i64, bool);
        let cases: [(&str, &[Seen], Option<(u32, [u64; 3])>); 8] = [
            ("nothing was looked at", &[], None),
            ("nothing was merged", &[(0, 0, 60, 60, true)], None),
            ("in no time", &[(1, 9, 0, 0, true), (1, 9, -5, -5, false)], None),
            // 36 GB in 3,600 s, of which 20 s, or at most 60 s, were not spent copying
            ("one in an hour", &[(1, 36, 60, 60, true)], Some((1, [10, 10, 10]))),
            ("it may have begun an hour earlier", &[(1, 36, 60, 120, true)], Some((1, [5, 10, 10]))),
            ("two hours together", &[(1, 36, 60, 60, true), (2, 108, 60, 60, true)], Some((3, [20, 20, 20]))),
            (
                "it had time to rest",
                &[(3, 144, 60, 60, false), (1, 36, 60, 60, false)],
                Some((4, [40, 50, 100])),
            ),
            (
                "busy hours say more",
                &[(3, 144, 60, 60, false), (1, 36, 60, 60, true)],
                Some((1, [10, 10, 10])),
            ),
        ];
        for (what, seen, expected) in cases {
            let one = |&(merges, gb, within, at_most, is_busy): &Seen| SeenMerges {
                merges,
                copied: Bytes(gb * 1_000_000_000),
                within: SignedDuration::from_mins(within),
                at_most: SignedDuration::from_mins(at_most),
                is_busy,
            };
            let learnt = learn_speed(&seen.iter().map(one).collect::<Vec<_>>());
            let found = learnt.map(|learnt| {
                let speed = learnt.speed.bytes_a_second();
                (learnt.merges, [speed.low, speed.best, speed.high].map(|bytes| bytes.0 / 1_000_000))
            });
            assert_eq!(found, expected, "{what}");
        }
    }
}
