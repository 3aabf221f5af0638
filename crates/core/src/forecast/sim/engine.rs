//! The event loop: one draw of the future.

use rand_distr::{Distribution, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::chain::Chain;
use super::collector::Collector;
use super::events::{Events, SimEvent};
use super::link::SharedLink;
use super::rpo::rpo_limit;
use super::scenario::{MergeSpeed, Scenario};
use super::tally::DrawRecorder;
use super::writes::Writes;
use crate::forecast::options::Deadline;
use crate::storage::GC_START_DELAY;
use crate::units::Bytes;

/// Events between two checks of the deadline: a millisecond's worth.
const CHECKED_AT_ONCE: u32 = 4096;

/// A simulator; its buffers are reused from draw to draw.
#[derive(Debug, Default)]
pub(super) struct Engine {
    pub(super) events: Events,
    /// Number of firings that are counted one by one.
    pub(super) counted: u32,
    pub(super) chains: Vec<Chain>,
    pub(super) disks: Vec<DiskState>,
    pub(super) srs: Vec<DrawnSr>,
    pub(super) jobs: Vec<DrawnJob>,
    pub(super) units: Vec<UnitState>,
    pub(super) sequences: Vec<SequenceState>,
    pub(super) links: Vec<SharedLink>,
    pub(super) writes: Writes,
    /// Where the disks of each unit begin in `marks`.
    pub(super) offsets: Vec<u32>,
    pub(super) marks: Vec<Mark>,
}

/// What a disk had written by the two snapshots of a delta.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    pub(super) reference: f64,
    pub(super) newest: f64,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DiskState {
    /// Bytes in the leaf when the disk had written `since`.
    pub(super) leaf: f64,
    /// What the disk had written then since the observation.
    pub(super) since: f64,
    pub(super) growth: f64,
    pub(super) stuck: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct DrawnSr {
    /// Bytes free, before subtracting what was written into leaves since the observation.
    pub(super) free: f64,
    /// Writes that found no room and did not happen.
    pub(super) lost: f64,
    pub(super) bounded: bool,
    pub(super) collector: Collector,
    pub(super) speed: MergeSpeed,
}

#[derive(Clone, Debug, Default)]
pub(super) struct DrawnJob {
    pub(super) running: bool,
    pub(super) since: f64,
    pub(super) schedule: u16,
    /// The firing that started the run, if it is one of the next day.
    pub(super) fire: Option<u32>,
    pub(super) waiting: std::collections::VecDeque<u32>,
    pub(super) busy: u32,
    /// The sequence that waits for the end of the run.
    pub(super) sequence: Option<u32>,
}

/// A sequence under way, and what it starts next.
#[derive(Clone, Debug, Default)]
pub(super) struct SequenceState {
    pub(super) running: bool,
    pub(super) since: f64,
    pub(super) left: std::collections::VecDeque<Start>,
}

/// A run to start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Start {
    pub(super) job: u32,
    pub(super) schedule: u16,
    /// Place in the sequence.
    pub(super) at: u32,
    /// The firing, if it is one of the next day.
    pub(super) fire: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct UnitState {
    /// Numbers the backups, so that events of an interrupted one can be told apart.
    pub(super) generation: u32,
    pub(super) success: f64,
    /// The RPO that applies since the last success; infinite if it cannot be missed.
    pub(super) limit: f64,
    pub(super) failed_since: bool,
    pub(super) deltas: u32,
    pub(super) next_is_full: bool,
    pub(super) tries_left: u32,
    pub(super) full: bool,
}

impl Engine {
    /// Runs one draw and records what happens; returns whether it ended before the deadline.
    pub(super) fn draw(
        &mut self,
        scenario: &Scenario,
        seed: u64,
        seen: &mut DrawRecorder<'_>,
        deadline: &Deadline,
    ) -> bool {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        self.reset(scenario, &mut rng);
        let mut world = Draw { scenario, engine: self, rng, seen };
        world.begin();
        let mut events = 0_u32;
        while let Some((now, event)) = world.engine.events.next(&scenario.fires) {
            if now > scenario.horizon {
                break;
            }
            world.watch(now);
            world.handle(now, event);
            events += 1;
            if events.is_multiple_of(CHECKED_AT_ONCE) && deadline.is_over() {
                return false;
            }
        }
        world.watch(scenario.horizon);
        world.end();
        true
    }

    fn reset(&mut self, scenario: &Scenario, rng: &mut Xoshiro256PlusPlus) {
        self.events.clear();
        self.counted = scenario.counted() as u32;
        let days = ((scenario.horizon + scenario.calendar.into_day) / 86_400.0).ceil() as usize + 1;
        self.writes.draw(scenario, days, rng);
        let common: f64 = StandardNormal.sample(rng);
        let mut normal = |spread: f64| -> f64 {
            let value: f64 = StandardNormal.sample(rng);
            (value * spread).exp()
        };
        self.chains.resize_with(scenario.disks.len(), Chain::default);
        self.disks.clear();
        for (disk, chain) in scenario.disks.iter().zip(&mut self.chains) {
            chain.reset(disk);
            let leaf = if disk.leaf_spread > 0.0 { disk.leaf * normal(disk.leaf_spread) } else { disk.leaf };
            let growth = (disk.growth * (common * disk.growth_spread).exp()).min(1.0);
            self.disks.push(DiskState { leaf: leaf.min(disk.size), since: 0.0, growth, stuck: false });
        }
        self.links.resize_with(scenario.links.len(), SharedLink::default);
        for (link, spec) in self.links.iter_mut().zip(&scenario.links) {
            link.reset(normal(spec.spread));
        }
        let mut chance = || -> f64 { StandardUniform.sample(rng) };
        for (state, disk) in self.disks.iter_mut().zip(&scenario.disks) {
            state.stuck = disk.stuck > 0.0 && chance() < disk.stuck;
        }
        self.srs.resize_with(scenario.srs.len(), DrawnSr::default);
        for (state, sr) in self.srs.iter_mut().zip(&scenario.srs) {
            state.free = sr.free.unwrap_or(f64::INFINITY);
            state.bounded = sr.free.is_some();
            state.lost = 0.0;
            state.collector.reset();
            state.collector.stuck = sr.collector_off || (sr.stuck > 0.0 && chance() < sr.stuck);
            state.speed = pick(&sr.merge_speeds, chance());
        }
        self.jobs.clear();
        self.jobs.resize_with(scenario.jobs.len(), DrawnJob::default);
        self.sequences.clear();
        self.sequences.resize_with(scenario.sequences.len(), SequenceState::default);
        self.units.clear();
        self.units.extend(scenario.units.iter().map(|unit| UnitState {
            success: unit.last_success.map_or(0.0, |(end, _)| end),
            limit: f64::INFINITY,
            failed_since: unit.failed_since,
            deltas: unit.deltas,
            next_is_full: unit.next_is_full,
            ..UnitState::default()
        }));
        self.offsets.clear();
        self.marks.clear();
        for unit in &scenario.units {
            self.offsets.push(self.marks.len() as u32);
            let marks = unit.disks.iter().map(|disk| Mark { reference: -disk.since_reference, newest: 0.0 });
            self.marks.extend(marks);
        }
    }
}

/// Picks a candidate by weight; `at` is between 0 and 1.
fn pick(speeds: &[MergeSpeed], at: f64) -> MergeSpeed {
    let total: f64 = speeds.iter().map(|speed| speed.weight).sum();
    let mut left = at * total;
    for speed in speeds {
        left -= speed.weight;
        if left <= 0.0 {
            return *speed;
        }
    }
    speeds.last().copied().unwrap_or(MergeSpeed { speed: f64::INFINITY, each: 0.0, weight: 1.0 })
}

/// One draw under way.
pub(super) struct Draw<'a, 'b> {
    pub(super) scenario: &'a Scenario,
    pub(super) engine: &'a mut Engine,
    pub(super) rng: Xoshiro256PlusPlus,
    pub(super) seen: &'a mut DrawRecorder<'b>,
}

impl Draw<'_, '_> {
    fn begin(&mut self) {
        let scenario = self.scenario;
        for (at, unit) in scenario.units.iter().enumerate() {
            if let Some((_, start)) = unit.last_success {
                self.engine.units[at].limit = rpo_limit(&self.scenario.jobs[unit.job as usize].rhythm, start);
            }
        }
        for (at, chain) in self.engine.chains.iter().enumerate() {
            if chain.pending() > 0 || chain.leaf_pending() {
                let sr = scenario.disks[at].sr as usize;
                self.engine.srs[sr].collector.offer(at as u32, chain.depth());
            }
        }
        for (at, sr) in scenario.srs.iter().enumerate() {
            if sr.collecting || sr.auto_scan {
                self.wake_collector(at, 0.0, if sr.collecting { 0.0 } else { GC_START_DELAY.as_secs_f64() });
            }
        }
        for (at, job) in scenario.jobs.iter().enumerate() {
            let Some(running) = &job.running else { continue };
            let state = &mut self.engine.jobs[at];
            state.running = true;
            state.since = running.since;
            state.schedule = running.schedule;
            state.waiting.extend(&running.waiting);
            state.busy = running.moving.len() as u32;
            for &(unit, left) in &running.moving {
                self.start_transfer(0.0, unit, left);
            }
            self.fill_slots(0.0, at as u32);
        }
        for (at, sequence) in scenario.sequences.iter().enumerate() {
            let Some(job) = sequence.waits_for.filter(|job| self.engine.jobs[*job as usize].running) else {
                continue;
            };
            self.engine.jobs[job as usize].sequence = Some(at as u32);
            let state = &mut self.engine.sequences[at];
            state.running = true;
            state.since = f64::NEG_INFINITY;
            let left = sequence.left.iter().zip(0..);
            state.left.extend(left.map(|(&(job, schedule), at)| Start { job, schedule, at, fire: None }));
        }
        self.await_surprises();
    }

    fn end(&mut self) {
        let horizon = self.scenario.horizon;
        for unit in 0..self.scenario.units.len() as u32 {
            self.miss_rpo(unit, horizon);
        }
    }

    fn handle(&mut self, now: f64, event: SimEvent) {
        match event {
            SimEvent::Fire(at) => self.fire(now, at),
            SimEvent::Start(at) => self.start_fired(now, at),
            SimEvent::Sequence(sequence) => self.go_on(now, sequence),
            SimEvent::Snapshot(unit, of) if self.is_current(unit, of) => self.snapshot(now, unit),
            SimEvent::Disk(unit, of, at) if self.is_current(unit, of) => self.next_disk(now, unit, at),
            SimEvent::Transfer(unit, of) if self.is_current(unit, of) => self.transfer(now, unit),
            SimEvent::Done(unit, of) if self.is_current(unit, of) => self.done(now, unit),
            // they belong to an interrupted backup
            SimEvent::Snapshot(..) | SimEvent::Disk(..) | SimEvent::Transfer(..) | SimEvent::Done(..) => {}
            SimEvent::Link(link, version) => self.look_at_link(now, link, version),
            SimEvent::Collect(sr, version) => self.collect(now, sr as usize, version),
            SimEvent::Dies(sr) => self.collector_dies(now, sr as usize),
            SimEvent::Repaired(sr) => self.collector_is_repaired(now, sr as usize),
            SimEvent::Restart => self.restart(now),
            SimEvent::Slow(link) => self.slow_down(now, link),
            SimEvent::Fast(link) => self.speed_up(now, link),
            SimEvent::Forgotten => self.forget_snapshots(now),
            SimEvent::Tidied(disk) => self.tidy_up(now, disk),
        }
    }

    fn is_current(&self, unit: u32, generation: u32) -> bool {
        self.engine.units[unit as usize].generation == generation
    }

    pub(super) fn normal(&mut self, spread: f64) -> f64 {
        let value: f64 = StandardNormal.sample(&mut self.rng);
        (value * spread).exp()
    }
}

/// Returns whole bytes; 0 if negative.
pub(super) fn whole(bytes: f64) -> Bytes {
    Bytes(bytes as u64)
}
