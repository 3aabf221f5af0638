//! A replay of an SR's past: known snapshots and deletions, a candidate speed, and what the collector makes of them.
//!
//! It uses the same chains and the same order of merges as the simulation; room is ignored, since the past had enough
//! wherever a merge was done.

use rustc_hash::FxHashSet;

use super::chain::{Chain, SimMerge};
use super::collector::{Collector, CollectorState, Work};
use super::scenario::{Base, Disk, MergeSpeed, Scenario};
use crate::chains::GATE_TOLERANCE;
use crate::storage::{self, GC_START_DELAY};
use crate::units::Bytes;

/// A past event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PastEvent {
    /// XO checked the chains of a VM.
    Gate {
        /// The VM in its job.
        unit: u32,
        /// The check refused.
        refused: bool,
    },
    /// A disk was snapshotted.
    Snapshot {
        /// The disk.
        disk: u32,
        /// The VM in its job.
        unit: u32,
        /// The schedule.
        schedule: u16,
        /// Bytes in the leaf.
        data: f64,
    },
    /// Snapshots of a disk that are no longer kept were deleted.
    Prune {
        /// The disk.
        disk: u32,
        /// The VM in its job.
        unit: u32,
        /// The schedule.
        schedule: u16,
        /// Snapshots the schedule keeps.
        keep: u32,
    },
}

/// How the replay compares with what is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReplayCheck {
    /// Checks of XO's gate that refused.
    pub(crate) refusals: u32,
    /// Checks of XO's gate that passed, but refuse in the replay.
    pub(crate) false_refusals: u32,
    /// Checks of XO's gate that refused, but pass in the replay.
    pub(crate) missed_refusals: u32,
    /// Merges that wait now but not in the replay, or the reverse.
    pub(crate) wrong_waits: u32,
    /// Disks that wait although the replay merged them long ago, with the hours since.
    pub(crate) late: Vec<(u32, f64)>,
    /// Disks that were merged lately, in both.
    pub(crate) merged_lately: u32,
}

/// The replays of one SR; its buffers are reused for the next.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    sr: u32,
    /// Disks with known snapshots, with the unit and schedule of the first one: nothing happens on others.
    known: Vec<(u32, u32, u16)>,
    /// By disk; those of other SRs are leftovers.
    chains: Vec<Chain>,
    collector: Collector,
    /// When the last merge of each disk ended.
    merged: Vec<f64>,
    /// When the collector continues.
    wakes: f64,
}

impl Replay {
    /// Prepares replays of an SR's past. Events are sorted by time, which is negative; zero is now.
    pub(crate) fn prepare(&mut self, scenario: &Scenario, sr: u32, past_events: &[(f64, PastEvent)]) {
        self.sr = sr;
        self.known.clear();
        let mut seen = FxHashSet::default();
        for (_, what) in past_events {
            if let PastEvent::Snapshot { disk, unit, schedule, .. } = *what
                && seen.insert(disk)
            {
                self.known.push((disk, unit, schedule));
            }
        }
        self.chains.resize_with(scenario.disks.len(), Chain::default);
        self.merged.resize(scenario.disks.len(), f64::NEG_INFINITY);
    }

    /// Replays what was prepared at this speed.
    pub(crate) fn run(
        &mut self,
        scenario: &Scenario,
        past_events: &[(f64, PastEvent)],
        speed: MergeSpeed,
    ) -> ReplayCheck {
        self.reset();
        let mut check = ReplayCheck::default();
        for &(at, what) in past_events.iter().filter(|(at, _)| *at < 0.0) {
            self.advance(at, speed);
            match what {
                PastEvent::Gate { unit, refused } => {
                    let disks = &scenario.units[unit as usize].disks;
                    let refuses = disks.iter().any(|disk| {
                        scenario.disks[disk.disk as usize].sr == self.sr
                            && self.chains[disk.disk as usize].pending() > GATE_TOLERANCE
                    });
                    check.refusals += u32::from(refused);
                    check.false_refusals += u32::from(refuses && !refused);
                    check.missed_refusals += u32::from(!refuses && refused);
                    if !refused {
                        self.catch_up(scenario, unit);
                    }
                }
                PastEvent::Snapshot { disk, unit, schedule, data } => {
                    self.chains[disk as usize].snapshot(data, false, unit, schedule);
                }
                PastEvent::Prune { disk, unit, schedule, keep } => {
                    self.prune(at, scenario, disk, unit, schedule, keep);
                }
            }
        }
        self.advance(0.0, speed);
        self.compare(scenario, past_events, &mut check);
        check
    }

    /// Resets the chains: a root with the snapshot that is known to hang on it.
    fn reset(&mut self) {
        self.collector.reset();
        self.wakes = f64::INFINITY;
        for &(disk, unit, schedule) in &self.known {
            // the snapshot before the first one that is known
            let rest = Disk { bases: vec![Base { data: 0.0, id: 0, held: 0 }], ..Disk::default() };
            let chain = &mut self.chains[disk as usize];
            chain.reset(&rest);
            chain.snapshot(0.0, true, unit, schedule);
            self.merged[disk as usize] = f64::NEG_INFINITY;
        }
    }

    /// Merges what must have been merged, since XO let the VM pass: at most the tolerance is pending on each disk.
    fn catch_up(&mut self, scenario: &Scenario, unit: u32) {
        let disks = scenario.units[unit as usize].disks.iter().map(|of| of.disk as usize);
        for disk in disks.filter(|&disk| scenario.disks[disk].sr == self.sr) {
            let chain = &mut self.chains[disk];
            while chain.pending() > GATE_TOLERANCE {
                let Some(SimMerge::Inner { parent, into, child }) = chain.candidate(false) else { break };
                chain.merge_inner(parent, new_bytes(into, child));
            }
        }
    }

    fn prune(&mut self, at: f64, scenario: &Scenario, disk: u32, unit: u32, schedule: u16, keep: u32) {
        let spec = &scenario.units[unit as usize];
        let chain = &mut self.chains[disk as usize];
        if chain.prune(spec, unit, schedule, keep) {
            self.collector.offer(disk, chain.depth());
            if self.collector.state == CollectorState::Idle {
                self.collector.enter(CollectorState::Pause);
                self.wakes = at + GC_START_DELAY.as_secs_f64();
            }
        }
    }

    /// Runs the collector until `until`.
    fn advance(&mut self, until: f64, speed: MergeSpeed) {
        while self.wakes <= until {
            let now = self.wakes;
            if let CollectorState::Merging(work) = self.collector.state {
                let chain = &mut self.chains[work.disk as usize];
                chain.merge_inner(work.parent, work.grows);
                self.merged[work.disk as usize] = now;
                if chain.pending() > 0 {
                    self.collector.offer(work.disk, chain.depth());
                }
            }
            self.wakes = f64::INFINITY;
            self.collector.enter(CollectorState::Idle);
            while let Some(disk) = self.collector.take() {
                let Some(SimMerge::Inner { parent, into, child }) =
                    self.chains[disk as usize].candidate(false)
                else {
                    continue;
                };
                // the root is assumed to be large: its content that far back is unknown
                let grows = if into > 0.0 { new_bytes(into, child) } else { 0.0 };
                let work = Work { disk, parent, grows, asks: 0.0, taken: 0.0, leaf: false };
                self.collector.enter(CollectorState::Merging(work));
                self.wakes = now + child / speed.speed + speed.each;
                break;
            }
        }
    }

    fn compare(&self, scenario: &Scenario, past_events: &[(f64, PastEvent)], check: &mut ReplayCheck) {
        let mut seen = FxHashSet::default();
        for (at, what) in past_events.iter().rev() {
            let PastEvent::Prune { disk, .. } = *what else { continue };
            if *at >= 0.0 || !seen.insert(disk) {
                continue;
            }
            let spec = &scenario.disks[disk as usize];
            let inner = spec.bases.len().saturating_sub(1);
            let waits = spec.bases[..inner].iter().filter(|base| base.held == 0).count() as u32;
            let waited = self.chains[disk as usize].pending();
            check.wrong_waits += waits.abs_diff(waited).min(3);
            let merged = self.merged[disk as usize];
            if waits > 0 && waited == 0 && merged > *at {
                check.late.push((disk, -merged / 3600.0));
            }
            if waits == 0 && waited == 0 && merged > *at {
                check.merged_lately += 1;
            }
        }
    }
}

/// Returns the bytes of a child that its parent does not hold, as far as is known without the growth of the disk.
fn new_bytes(into: f64, child: f64) -> f64 {
    storage::expected_new(Bytes(into as u64), Bytes(child as u64), 0.0).0 as f64
}
