//! Bytes in a draw: what leaves hold, what SRs have free, and the collector's merges.

use super::chain::SimMerge;
use super::collector::{CollectorState, Work};
use super::engine::{Draw, whole};
use super::events::SimEvent;
use crate::forecast::priors;
use crate::storage;

impl Draw<'_, '_> {
    pub(super) fn written(&self, now: f64, disk: u32) -> f64 {
        let spec = &self.scenario.disks[disk as usize];
        if spec.daily <= 0.0 {
            return 0.0;
        }
        self.engine.writes.of_disk(&self.scenario.calendar, disk as usize, spec.profile, now)
    }

    pub(super) fn leaf(&self, now: f64, disk: u32) -> f64 {
        self.leaf_after(self.written(now, disk), disk)
    }

    /// Returns the bytes in a leaf when its disk has written this many since the observation.
    pub(super) fn leaf_after(&self, written: f64, disk: u32) -> f64 {
        let state = &self.engine.disks[disk as usize];
        let size = self.scenario.disks[disk as usize].size;
        (state.leaf + written - state.since).clamp(0.0, size)
    }

    /// Returns the bytes of a disk that changed between the two snapshots of a delta.
    pub(super) fn changed(&mut self, unit: u32, at: usize) -> f64 {
        let disk = self.scenario.units[unit as usize].disks[at].disk;
        let size = self.scenario.disks[disk as usize].size;
        let mark = *self.mark(unit, at);
        (mark.newest - mark.reference).clamp(0.0, size)
    }

    /// Returns what is free on an SR; writes beyond it are lost.
    pub(super) fn free(&mut self, now: f64, sr: u32) -> f64 {
        let state = &mut self.engine.srs[sr as usize];
        if !state.bounded {
            return f64::INFINITY;
        }
        let profile = self.scenario.srs[sr as usize].profile;
        let written = self.engine.writes.of_sr(&self.scenario.calendar, sr as usize, profile, now);
        let free = state.free + state.lost - written;
        if free < 0.0 {
            state.lost -= free;
            return 0.0;
        }
        free
    }

    /// Records what is free on each SR at the instants of the grid up to `now`; does not change anything.
    pub(super) fn watch(&mut self, now: f64) {
        let steps = priors::ROOM_STEPS;
        let srs = self.engine.srs.len();
        while self.seen.is_watching() && self.seen.watched() < srs * steps {
            let step = self.seen.watched() / srs.max(1) + 1;
            let at = self.scenario.horizon * step as f64 / steps as f64;
            if at > now {
                return;
            }
            for sr in 0..srs {
                let state = &self.engine.srs[sr];
                let profile = self.scenario.srs[sr].profile;
                let written = self.engine.writes.of_sr(&self.scenario.calendar, sr, profile, at);
                self.seen.watch((state.free + state.lost - written).max(0.0));
            }
        }
    }

    pub(super) fn wake_collector(&mut self, sr: usize, now: f64, delay: f64) {
        let collector = &mut self.engine.srs[sr].collector;
        if collector.stuck || collector.state != CollectorState::Idle || !collector.has_work() {
            return;
        }
        let version = collector.enter(CollectorState::Pause);
        self.engine.events.add(now + delay, SimEvent::Collect(sr as u32, version));
    }

    pub(super) fn collect(&mut self, now: f64, sr: usize, version: u32) {
        if self.engine.srs[sr].collector.version != version {
            return;
        }
        let state = self.engine.srs[sr].collector.state;
        let anew = state == CollectorState::Pause;
        if let CollectorState::Merging(work) = state {
            self.end_merge(now, sr, work);
        }
        let engine = &mut *self.engine;
        let chains = &engine.chains;
        engine.srs[sr].collector.offer_again(anew, |disk| chains[disk as usize].depth());
        match self.next_merge(now, sr) {
            Some((work, seconds)) => {
                let version = self.engine.srs[sr].collector.enter(CollectorState::Merging(work));
                self.engine.events.add(now + seconds, SimEvent::Collect(sr as u32, version));
            }
            None => {
                self.engine.srs[sr].collector.enter(CollectorState::Idle);
            }
        }
    }

    /// Finds the next merge: the tallest tree with an inner merge that fits, otherwise a leaf that fits.
    pub(super) fn next_merge(&mut self, now: f64, sr: usize) -> Option<(Work, f64)> {
        let free = self.free(now, sr as u32);
        let (work, copied) = self.next_inner(sr, free).or_else(|| self.next_leaf(now, sr, free))?;
        self.engine.srs[sr].free -= work.taken;
        let speed = self.engine.srs[sr].speed;
        let seconds = (copied / speed.speed + speed.each) * self.normal(priors::MERGE_NOISE);
        Some((work, seconds))
    }

    fn next_inner(&mut self, sr: usize, free: f64) -> Option<(Work, f64)> {
        while let Some(disk) = self.engine.srs[sr].collector.take() {
            if self.engine.disks[disk as usize].stuck {
                continue;
            }
            match self.engine.chains[disk as usize].candidate(true) {
                None => {}
                Some(SimMerge::Leaf { .. }) => self.engine.srs[sr].collector.has_leaf(disk),
                Some(SimMerge::Inner { parent, into, child }) => {
                    let work = self.plan_merge(disk, parent, into, child, false);
                    if work.asks <= free {
                        return Some((work, child));
                    }
                    self.engine.srs[sr].collector.has_no_room(disk);
                }
            }
        }
        None
    }

    fn next_leaf(&mut self, now: f64, sr: usize, free: f64) -> Option<(Work, f64)> {
        while let Some(disk) = self.engine.srs[sr].collector.take_leaf() {
            let (parent, into) = match self.engine.chains[disk as usize].candidate(true) {
                None => continue,
                Some(SimMerge::Leaf { parent, into }) => (parent, into),
                // a snapshot was taken meanwhile
                Some(SimMerge::Inner { .. }) => {
                    let height = self.engine.chains[disk as usize].depth();
                    self.engine.srs[sr].collector.offer(disk, height);
                    match self.next_inner(sr, free) {
                        None => continue,
                        found => return found,
                    }
                }
            };
            let data = self.leaf(now, disk);
            let work = self.plan_merge(disk, parent, into, data, true);
            if data < self.live_leaf_limit(disk, sr) && work.asks <= free {
                return Some((work, data));
            }
            self.engine.srs[sr].collector.comes_later(disk);
        }
        None
    }

    pub(super) fn live_leaf_limit(&self, disk: u32, sr: usize) -> f64 {
        let speed = self.engine.srs[sr].speed.speed;
        self.scenario.disks[disk as usize].rules.live_leaf_limit(Some(whole(speed))).0 as f64
    }

    pub(super) fn plan_merge(&self, disk: u32, parent: u32, into: f64, child: f64, leaf: bool) -> Work {
        let spec = &self.scenario.disks[disk as usize];
        let growth = self.engine.disks[disk as usize].growth;
        let new = storage::expected_new(whole(into), whole(child), growth);
        let grows = new.0 as f64;
        if leaf {
            return Work { disk, parent, grows, asks: 0.0, taken: 0.0, leaf };
        }
        let asks = spec.rules.merge_asks(whole(spec.size), whole(into), new).0 as f64;
        let taken = spec.rules.merge_takes(new).0 as f64;
        Work { disk, parent, grows, asks, taken, leaf }
    }

    pub(super) fn end_merge(&mut self, now: f64, sr: usize, work: Work) {
        let spec = &self.scenario.disks[work.disk as usize];
        self.engine.srs[sr].free += work.taken;
        if work.leaf {
            if let Some(parent) = self.engine.chains[work.disk as usize].merge_leaf(work.parent) {
                let written = self.written(now, work.disk);
                let leaf = self.leaf_after(written, work.disk);
                let growth = self.engine.disks[work.disk as usize].growth;
                let new = storage::expected_new(whole(parent), whole(leaf), growth);
                let returns =
                    spec.rules.leaf_merge_returns(whole(spec.size), whole(parent), whole(leaf), new);
                self.engine.srs[sr].free += returns.0 as f64;
                let state = &mut self.engine.disks[work.disk as usize];
                state.leaf = parent + new.0 as f64;
                state.since = written;
            }
        } else {
            let child = self.engine.chains[work.disk as usize].merge_inner(work.parent, work.grows);
            let node = spec.rules.node(whole(spec.size), whole(child));
            self.engine.srs[sr].free += node.0 as f64 - spec.rules.merge_keeps(whole(work.grows)).0 as f64;
        }
        let chain = &self.engine.chains[work.disk as usize];
        if chain.pending() > 0 || chain.leaf_pending() {
            self.engine.srs[sr].collector.offer(work.disk, chain.depth());
        }
    }
}
