//! Unannounced events: a collector that dies or is repaired, a restart of XO, a slow repository, forgotten snapshots.
//!
//! Each comes at its rate, independent of the past. A day on which everything writes more is part of the
//! [`writes`](super::writes).

use rand_distr::{Distribution, StandardUniform};

use super::chain::NO_UNIT;
use super::collector::CollectorState;
use super::engine::Draw;
use super::events::SimEvent;
use crate::forecast::priors;

impl Draw<'_, '_> {
    /// Draws when each of them first comes.
    pub(super) fn await_surprises(&mut self) {
        let surprises = self.scenario.surprises;
        for (sr, spec) in self.scenario.srs.iter().enumerate() {
            if self.engine.srs[sr].collector.stuck {
                self.come(0.0, spec.repaired, SimEvent::Repaired(sr as u32));
            } else {
                self.come(0.0, spec.dies, SimEvent::Dies(sr as u32));
            }
        }
        self.come(0.0, surprises.restarts, SimEvent::Restart);
        self.come(0.0, surprises.forgotten, SimEvent::Forgotten);
        for (disk, spec) in self.scenario.disks.iter().enumerate() {
            for _ in &spec.by_hand {
                self.come(0.0, surprises.tidied, SimEvent::Tidied(disk as u32));
            }
        }
        for link in 0..self.scenario.links.len() as u32 {
            self.come(0.0, surprises.slow, SimEvent::Slow(link));
        }
    }

    /// Schedules an event after an exponentially distributed time, with a rate per second; drops it if that is beyond
    /// the horizon.
    fn come(&mut self, now: f64, rate: f64, event: SimEvent) {
        if rate <= 0.0 {
            return;
        }
        let at = now - (1.0 - self.uniform()).ln() / rate;
        if at <= self.scenario.horizon {
            self.engine.events.add(at, event);
        }
    }

    fn uniform(&mut self) -> f64 {
        StandardUniform.sample(&mut self.rng)
    }

    pub(super) fn collector_dies(&mut self, now: f64, sr: usize) {
        let state = &mut self.engine.srs[sr];
        if let CollectorState::Merging(work) = state.collector.state {
            state.free += work.taken;
            let height = self.engine.chains[work.disk as usize].depth();
            state.collector.offer(work.disk, height);
        }
        state.collector.enter(CollectorState::Idle);
        state.collector.stuck = true;
        self.come(now, self.scenario.srs[sr].repaired, SimEvent::Repaired(sr as u32));
    }

    pub(super) fn collector_is_repaired(&mut self, now: f64, sr: usize) {
        self.engine.srs[sr].collector.stuck = false;
        self.wake_collector(sr, now, crate::storage::GC_START_DELAY.as_secs_f64());
        self.come(now, self.scenario.srs[sr].dies, SimEvent::Dies(sr as u32));
    }

    /// Ends all runs: their VMs count as neither backed up nor failed, and their snapshots stay.
    pub(super) fn restart(&mut self, now: f64) {
        for job in 0..self.scenario.jobs.len() {
            if !self.engine.jobs[job].running {
                continue;
            }
            let state = &mut self.engine.jobs[job];
            state.waiting.clear();
            (state.running, state.busy, state.sequence) = (false, 0, None);
            for &unit in &self.scenario.jobs[job].units {
                self.engine.units[unit as usize].generation += 1;
            }
        }
        // every transfer belongs to a run
        for (link, spec) in self.engine.links.iter_mut().zip(&self.scenario.links) {
            link.clear(spec, now, self.scenario.calendar.into_day);
        }
        for sequence in &mut self.engine.sequences {
            sequence.running = false;
            sequence.left.clear();
        }
        self.come(now, self.scenario.surprises.restarts, SimEvent::Restart);
    }

    pub(super) fn slow_down(&mut self, now: f64, link: u32) {
        let (by, hours) = priors::SLOW;
        self.change_speed(now, link, by);
        self.come(now, 1.0 / (hours * 3600.0), SimEvent::Fast(link));
    }

    pub(super) fn speed_up(&mut self, now: f64, link: u32) {
        let (by, _) = priors::SLOW;
        self.change_speed(now, link, 1.0 / by);
        self.come(now, self.scenario.surprises.slow, SimEvent::Slow(link));
    }

    fn change_speed(&mut self, now: f64, link: u32, by: f64) {
        let into_day = self.scenario.calendar.into_day;
        let spec = &self.scenario.links[link as usize];
        self.engine.links[link as usize].slow_down(spec, now, into_day, by);
        self.wait_for_link(link as usize);
    }

    /// Takes snapshots of some VMs; nobody deletes them. What does not fit is refused, but is not a failed backup.
    pub(super) fn forget_snapshots(&mut self, now: f64) {
        for unit in 0..self.scenario.units.len() {
            let share = self.scenario.units[unit].by_hand.unwrap_or(self.scenario.surprises.forgotten_share);
            if self.uniform() >= share {
                continue;
            }
            let kept = self.kept_for();
            for disk in &self.scenario.units[unit].disks {
                let taken = self.snapshot_leaf(now, disk.disk, NO_UNIT, 0);
                if let (Ok(_), Some(kept)) = (taken, kept) {
                    self.engine.events.add(now + kept, SimEvent::Tidied(disk.disk));
                }
            }
        }
        self.come(now, self.scenario.surprises.forgotten, SimEvent::Forgotten);
    }

    /// Draws how long manual snapshots of a VM are kept; `None` if they are forgotten.
    fn kept_for(&mut self) -> Option<f64> {
        let tidied = self.scenario.surprises.tidied;
        (tidied > 0.0).then(|| -(1.0 - self.uniform()).ln() / tidied)
    }

    /// Deletes the oldest manual snapshot of a disk that is not there for good.
    pub(super) fn tidy_up(&mut self, now: f64, disk: u32) {
        if self.engine.chains[disk as usize].delete_oldest(NO_UNIT, None, 0) {
            self.deleted(now, disk);
        }
    }
}
