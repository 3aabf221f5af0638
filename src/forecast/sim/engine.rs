//! The event loop: one draw of what is to come.

use rand_distr::{Distribution, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::chain::{Chain, Merge};
use super::collector::{Collector, State, Work};
use super::events::{Event, Events};
use super::link::Link;
use super::scenario::{MergeSpeed, Scenario};
use super::tally::{Error, Seen};
use super::writes::Writes;
use crate::storage::{self, GC_START_DELAY};
use crate::units::Bytes;

/// How far the merges of one draw differ from each other in speed: spread of the logarithm.
const MERGE_NOISE: f64 = 0.15;

/// A simulator: holds the room that draws use one after another.
#[derive(Debug, Default)]
pub(super) struct Engine {
    events: Events,
    chains: Vec<Chain>,
    disks: Vec<DiskState>,
    srs: Vec<SrState>,
    jobs: Vec<JobState>,
    units: Vec<UnitState>,
    links: Vec<Link>,
    writes: Writes,
    /// Where the disks of each unit begin in `marks`.
    offsets: Vec<u32>,
    marks: Vec<Mark>,
}

/// What a disk had written at the snapshots that a delta lies between.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    reference: f64,
    newest: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct DiskState {
    /// Bytes in the leaf at the instant `since` of its writes.
    leaf: f64,
    /// What the disk had written then, since the observation.
    since: f64,
    growth: f64,
    stuck: bool,
}

#[derive(Clone, Debug, Default)]
struct SrState {
    /// Bytes free, less what is written into leaves since the observation.
    free: f64,
    /// Writes that found no room and did not happen.
    lost: f64,
    bounded: bool,
    collector: Collector,
    speed: MergeSpeed,
}

#[derive(Clone, Debug, Default)]
struct JobState {
    running: bool,
    since: f64,
    schedule: u16,
    waiting: std::collections::VecDeque<u32>,
    busy: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct UnitState {
    success: f64,
    /// The gap of RPO that holds from the last success on; infinite where it never comes.
    limit: f64,
    failed_since: bool,
    deltas: u32,
    next_is_full: bool,
    tries_left: u32,
    full: bool,
}

impl Engine {
    /// Runs one draw and tells what was seen.
    pub(super) fn draw(&mut self, scenario: &Scenario, seed: u64, seen: &mut Seen<'_>) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        self.reset(scenario, &mut rng);
        let mut world = World { scenario, engine: self, rng, seen };
        world.begin();
        while let Some((now, event)) = world.engine.events.next() {
            if now > scenario.horizon {
                break;
            }
            world.handle(now, event);
        }
        world.end();
    }

    fn reset(&mut self, scenario: &Scenario, rng: &mut Xoshiro256PlusPlus) {
        self.events.clear();
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
        self.links.resize_with(scenario.links.len(), Link::default);
        for (link, spec) in self.links.iter_mut().zip(&scenario.links) {
            link.reset(normal(spec.spread));
        }
        let mut chance = || -> f64 { StandardUniform.sample(rng) };
        for (state, disk) in self.disks.iter_mut().zip(&scenario.disks) {
            state.stuck = disk.stuck > 0.0 && chance() < disk.stuck;
        }
        self.srs.resize_with(scenario.srs.len(), SrState::default);
        for (state, sr) in self.srs.iter_mut().zip(&scenario.srs) {
            state.free = sr.free.unwrap_or(f64::INFINITY);
            state.bounded = sr.free.is_some();
            state.lost = 0.0;
            state.collector.reset(scenario.disks.len());
            state.collector.stuck = sr.collector_off || (sr.stuck > 0.0 && chance() < sr.stuck);
            state.speed = pick(&sr.merge_speeds, chance());
        }
        self.jobs.clear();
        self.jobs.resize_with(scenario.jobs.len(), JobState::default);
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

/// Picks one guess by its weight; `at` is between 0 and 1.
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
struct World<'a, 'b> {
    scenario: &'a Scenario,
    engine: &'a mut Engine,
    rng: Xoshiro256PlusPlus,
    seen: &'a mut Seen<'b>,
}

impl World<'_, '_> {
    fn begin(&mut self) {
        let scenario = self.scenario;
        for (at, fire) in scenario.fires.iter().enumerate() {
            self.engine.events.add(fire.at, Event::Fire(at as u32));
        }
        for (at, unit) in scenario.units.iter().enumerate() {
            if let Some((_, start)) = unit.last_success {
                self.engine.units[at].limit = self.rpo_limit(unit.job, start);
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
                self.kick(at, 0.0, if sr.collecting { 0.0 } else { GC_START_DELAY.as_secs_f64() });
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
    }

    fn end(&mut self) {
        let horizon = self.scenario.horizon;
        for unit in 0..self.scenario.units.len() as u32 {
            self.miss_rpo(unit, horizon);
        }
    }

    fn handle(&mut self, now: f64, event: Event) {
        match event {
            Event::Fire(at) => self.fire(now, at),
            Event::Snapshot(unit) => self.snapshot(now, unit),
            Event::Transfer(unit) => self.transfer(now, unit),
            Event::Link(link, version) => self.look_at_link(now, link, version),
            Event::Done(unit) => self.done(now, unit),
            Event::Collect(sr, version) => self.collect(now, sr as usize, version),
        }
    }

    fn normal(&mut self, spread: f64) -> f64 {
        let value: f64 = StandardNormal.sample(&mut self.rng);
        (value * spread).exp()
    }

    // ---- jobs

    fn fire(&mut self, now: f64, at: u32) {
        let fire = self.scenario.fires[at as usize];
        let state = &mut self.engine.jobs[fire.job as usize];
        if state.running {
            self.seen.job(fire.job, now);
            return;
        }
        state.running = true;
        state.since = now;
        state.schedule = fire.schedule;
        state.waiting.clear();
        state.waiting.extend(&self.scenario.jobs[fire.job as usize].units);
        self.fill_slots(now, fire.job);
    }

    fn fill_slots(&mut self, now: f64, job: u32) {
        let spec = &self.scenario.jobs[job as usize];
        loop {
            let state = &mut self.engine.jobs[job as usize];
            if state.busy >= spec.concurrency.max(1) {
                return;
            }
            let Some(unit) = state.waiting.pop_front() else {
                state.running = state.busy > 0;
                return;
            };
            state.busy += 1;
            self.engine.units[unit as usize].tries_left = spec.retries;
            let before = self.scenario.units[unit as usize].overhead.before;
            self.engine.events.add(now + before, Event::Snapshot(unit));
        }
    }

    fn leave(&mut self, now: f64, unit: u32) {
        let job = self.scenario.units[unit as usize].job;
        let state = &mut self.engine.jobs[job as usize];
        state.busy = state.busy.saturating_sub(1);
        self.fill_slots(now, job);
    }

    fn schedule_of(&self, unit: u32) -> u16 {
        self.engine.jobs[self.scenario.units[unit as usize].job as usize].schedule
    }

    // ---- one VM

    fn snapshot(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let schedule = self.schedule_of(unit);
        let kept = spec.per_schedule.get(schedule as usize).copied().unwrap_or_default();
        if !kept.takes_snapshot {
            self.engine.events.add(now, Event::Transfer(unit));
            return;
        }
        if !spec.bypass && self.gate_refuses(unit) {
            self.fail(now, unit, Error::UnhealthyChain, None);
            return;
        }
        for at in 0..spec.disks.len() {
            if let Err((error, short)) = self.snapshot_disk(now, unit, at, schedule) {
                for undone in 0..at {
                    self.undo(now, spec.disks[undone].disk);
                }
                if self.engine.units[unit as usize].tries_left > 0 {
                    self.engine.units[unit as usize].tries_left -= 1;
                    self.snapshot(now, unit);
                } else {
                    self.fail(now, unit, error, short);
                }
                return;
            }
        }
        self.engine.events.add(now + spec.overhead.snapshot, Event::Transfer(unit));
    }

    fn gate_refuses(&self, unit: u32) -> bool {
        let spec = &self.scenario.units[unit as usize];
        let disks = spec.disks.iter().map(|disk| disk.disk).chain(spec.watched.iter().copied());
        disks.into_iter().any(|disk| {
            self.engine.chains[disk as usize].pending() > crate::chains::GATE_TOLERANCE
        })
    }

    fn snapshot_disk(
        &mut self,
        now: f64,
        unit: u32,
        at: usize,
        schedule: u16,
    ) -> Result<(), (Error, Option<Short>)> {
        let disk = self.scenario.units[unit as usize].disks[at].disk;
        self.snapshot_leaf(now, disk, unit, schedule)?;
        let written = self.written(now, disk);
        self.mark(unit, at).newest = written;
        Ok(())
    }

    fn mark(&mut self, unit: u32, at: usize) -> &mut Mark {
        &mut self.engine.marks[self.engine.offsets[unit as usize] as usize + at]
    }

    /// Snapshots a disk or a replica, as the storage manager does: the chain is looked at first, then the room.
    fn snapshot_leaf(
        &mut self,
        now: f64,
        disk: u32,
        unit: u32,
        schedule: u16,
    ) -> Result<(), (Error, Option<Short>)> {
        let spec = &self.scenario.disks[disk as usize];
        let depth = self.engine.chains[disk as usize].depth();
        if spec.rules.chain_limit().is_some_and(|limit| depth >= limit) {
            return Err((Error::ChainTooLong, Some(Short { disk, sr: spec.sr, need: depth.into(), free: f64::from(storage::CHAIN_LIMIT) })));
        }
        let leaf = self.leaf(now, disk);
        let free = self.free(now, spec.sr);
        let cost = spec.rules.snapshot(whole(spec.size), whole(leaf), None, spec.attached);
        let need = cost.guard.0 as f64;
        self.seen.asked(spec.sr, need, free);
        if need > free {
            return Err((Error::NoSpace, Some(Short { disk, sr: spec.sr, need, free })));
        }
        self.engine.srs[spec.sr as usize].free -= cost.keeps.0 as f64;
        let empty = leaf <= 0.0 && spec.rules.drops_empty_base();
        self.engine.chains[disk as usize].snapshot(leaf, empty, unit, schedule);
        if !empty {
            let written = self.written(now, disk);
            let state = &mut self.engine.disks[disk as usize];
            state.leaf = 0.0;
            state.since = written;
        }
        Ok(())
    }

    fn undo(&mut self, now: f64, disk: u32) {
        self.engine.chains[disk as usize].undo_snapshot();
        self.deleted(now, disk);
    }

    fn fail(&mut self, now: f64, unit: u32, error: Error, short: Option<Short>) {
        self.miss_rpo(unit, now);
        self.engine.units[unit as usize].failed_since = true;
        self.seen.unit(unit, error, now, short);
        self.leave(now, unit);
    }

    fn transfer(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let kept = spec.per_schedule.get(self.schedule_of(unit) as usize).copied().unwrap_or_default();
        if !kept.exports {
            self.engine.events.add(now + spec.overhead.after, Event::Done(unit));
            return;
        }
        let state = &self.engine.units[unit as usize];
        let due = spec.full_interval > 0 && state.deltas + 1 >= spec.full_interval;
        let full = !spec.delta || state.next_is_full || due;
        let bytes = match full {
            true => spec.full_bytes,
            false => (0..spec.disks.len()).map(|at| self.changed(unit, at)).sum(),
        };
        self.engine.units[unit as usize].full = full;
        if let Some(short) = self.replica_lacks_room(now, unit, bytes, full) {
            self.lose_base(now, unit);
            self.fail(now, unit, Error::NoSpace, Some(short));
            return;
        }
        self.start_transfer(now, unit, bytes);
    }

    fn start_transfer(&mut self, now: f64, unit: u32, bytes: f64) {
        let job = self.scenario.units[unit as usize].job;
        let link = self.scenario.jobs[job as usize].link as usize;
        let spec = &self.scenario.links[link];
        // noise belongs to the run: more bytes stand for a slower hour
        let bytes = bytes * self.normal(spec.noise);
        let into_day = self.scenario.calendar.into_day;
        self.engine.links[link].start(spec, now, into_day, unit, bytes);
        self.wait_for_link(link);
    }

    fn wait_for_link(&mut self, link: usize) {
        let state = &self.engine.links[link];
        if let Some(at) = state.next(self.scenario.calendar.into_day) {
            self.engine.events.add(at, Event::Link(link as u32, state.version));
        }
    }

    fn look_at_link(&mut self, now: f64, link: u32, version: u32) {
        let link = link as usize;
        if self.engine.links[link].version != version {
            return;
        }
        let spec = &self.scenario.links[link];
        let into_day = self.scenario.calendar.into_day;
        while let Some(unit) = self.engine.links[link].ended(spec, now, into_day) {
            let after = self.scenario.units[unit as usize].overhead.after;
            self.engine.events.add(now + after, Event::Done(unit));
        }
        self.wait_for_link(link);
    }

    fn done(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let schedule = self.schedule_of(unit);
        if let Some(short) = self.fill_replica(now, unit, schedule) {
            self.lose_base(now, unit);
            self.fail(now, unit, Error::NoSpace, Some(short));
            return;
        }
        let kept = spec.per_schedule.get(schedule as usize).copied().unwrap_or_default();
        for disk in &spec.disks {
            self.prune(now, unit, disk.disk, schedule, kept.snapshots);
        }
        self.miss_rpo(unit, now);
        let since = self.engine.jobs[spec.job as usize].since;
        let limit = self.rpo_limit(spec.job, since);
        for at in 0..spec.disks.len() {
            let mark = self.mark(unit, at);
            mark.reference = mark.newest;
        }
        let state = &mut self.engine.units[unit as usize];
        state.success = now;
        state.limit = limit;
        state.failed_since = false;
        if kept.exports {
            state.deltas = if state.full { 0 } else { state.deltas + 1 };
            state.next_is_full = false;
        }
        self.leave(now, unit);
    }

    /// Deletes what the job no longer keeps on a disk: per schedule, and the newest of all schedules stays where changes
    /// are moved (facts/xo-protocol.md 4.2).
    fn prune(&mut self, now: f64, unit: u32, disk: u32, schedule: u16, keep: u32) {
        let spec = &self.scenario.units[unit as usize];
        let chain = &mut self.engine.chains[disk as usize];
        let mut deleted = false;
        if spec.delta && keep == 0 && !spec.purges {
            while chain.delete_oldest(unit, None, 1) {
                deleted = true;
            }
        } else {
            while chain.delete_oldest(unit, Some(schedule), keep) {
                deleted = true;
            }
        }
        if deleted {
            self.deleted(now, disk);
        }
    }

    /// Ends a transfer that failed: the new snapshot stays, the old one goes, and the next backup is a full one
    /// (facts/xo-protocol.md 4.2).
    fn lose_base(&mut self, now: f64, unit: u32) {
        let schedule = self.schedule_of(unit);
        for at in 0..self.scenario.units[unit as usize].disks.len() {
            let disk = self.scenario.units[unit as usize].disks[at].disk;
            self.prune(now, unit, disk, schedule, 0);
        }
        self.engine.units[unit as usize].next_is_full = true;
    }

    fn deleted(&mut self, now: f64, disk: u32) {
        let spec = &self.scenario.disks[disk as usize];
        let sr = spec.sr as usize;
        self.engine.srs[sr].free += spec.rules.snapshot_returns(whole(spec.size)).0 as f64;
        self.engine.srs[sr].collector.offer(disk, self.engine.chains[disk as usize].depth());
        self.kick(sr, now, GC_START_DELAY.as_secs_f64());
    }

    // ---- replicas

    fn replica_lacks_room(&mut self, now: f64, unit: u32, bytes: f64, full: bool) -> Option<Short> {
        let spec = &self.scenario.units[unit as usize];
        let replica = spec.disks.iter().find_map(|disk| disk.replica)?;
        let disk = &self.scenario.disks[replica as usize];
        let free = self.free(now, disk.sr);
        let need = if full { spec.full_bytes } else { disk.rules.leaf_takes(whole(bytes)).0 as f64 };
        self.seen.asked(disk.sr, need, free);
        (need > free).then_some(Short { disk: replica, sr: disk.sr, need, free })
    }

    /// Writes what was moved into the replicas, snapshots them and deletes the oldest of their snapshots.
    fn fill_replica(&mut self, now: f64, unit: u32, schedule: u16) -> Option<Short> {
        let spec = &self.scenario.units[unit as usize];
        if spec.copies == 0 {
            return None;
        }
        for at in 0..spec.disks.len() {
            let Some(replica) = spec.disks[at].replica else { continue };
            let disk = &self.scenario.disks[replica as usize];
            let moved = self.changed(unit, at);
            let room = disk.rules.leaf_takes(whole(moved)).0 as f64;
            if room > self.free(now, disk.sr) {
                return Some(Short { disk: replica, sr: disk.sr, need: room, free: self.free(now, disk.sr) });
            }
            self.engine.srs[disk.sr as usize].free -= room;
            self.engine.disks[replica as usize].leaf += moved;
            if let Err((_, short)) = self.snapshot_leaf(now, replica, unit, schedule) {
                return short;
            }
            let mut deleted = false;
            while self.engine.chains[replica as usize].delete_oldest(unit, None, spec.copies) {
                deleted = true;
            }
            if deleted {
                self.deleted(now, replica);
            }
        }
        None
    }

    // ---- bytes

    fn written(&self, now: f64, disk: u32) -> f64 {
        let spec = &self.scenario.disks[disk as usize];
        if spec.daily <= 0.0 {
            return 0.0;
        }
        self.engine.writes.of_disk(&self.scenario.calendar, disk as usize, spec.profile, now)
    }

    fn leaf(&self, now: f64, disk: u32) -> f64 {
        let state = &self.engine.disks[disk as usize];
        let size = self.scenario.disks[disk as usize].size;
        (state.leaf + self.written(now, disk) - state.since).clamp(0.0, size)
    }

    /// Gives the bytes of a disk that changed between the snapshots a delta lies between.
    fn changed(&mut self, unit: u32, at: usize) -> f64 {
        let disk = self.scenario.units[unit as usize].disks[at].disk;
        let size = self.scenario.disks[disk as usize].size;
        let mark = *self.mark(unit, at);
        (mark.newest - mark.reference).clamp(0.0, size)
    }

    /// Gives what is free on an SR; writes beyond it are lost.
    fn free(&mut self, now: f64, sr: u32) -> f64 {
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

    // ---- RPO

    /// Gives the limit that holds after a run started at `start`: 1.5 times the gap between the firings around it.
    fn rpo_limit(&self, job: u32, start: f64) -> f64 {
        let rhythm = &self.scenario.jobs[job as usize].rhythm;
        // a run starts a moment after its schedule fires
        let after = rhythm.partition_point(|&at| at <= start + 1.0);
        match (after.checked_sub(1).and_then(|at| rhythm.get(at)), rhythm.get(after)) {
            (Some(before), Some(next)) => 1.5 * (next - before),
            _ => f64::INFINITY,
        }
    }

    fn miss_rpo(&mut self, unit: u32, now: f64) {
        let state = &self.engine.units[unit as usize];
        let due = state.success + state.limit;
        if !state.failed_since && due < now && due > 0.0 {
            self.seen.unit(unit, Error::RpoMissed, due, None);
        }
    }

    // ---- the collector

    fn kick(&mut self, sr: usize, now: f64, delay: f64) {
        let collector = &mut self.engine.srs[sr].collector;
        if collector.stuck || collector.state != State::Idle || !collector.has_work() {
            return;
        }
        let version = collector.enter(State::Pause);
        self.engine.events.add(now + delay, Event::Collect(sr as u32, version));
    }

    fn collect(&mut self, now: f64, sr: usize, version: u32) {
        if self.engine.srs[sr].collector.version != version {
            return;
        }
        let engine = &mut *self.engine;
        if let State::Merging(work) = engine.srs[sr].collector.state {
            self.end_merge(now, sr, work);
        }
        let engine = &mut *self.engine;
        let chains = &engine.chains;
        engine.srs[sr].collector.bring_back(|disk| chains[disk as usize].depth());
        match self.next_merge(now, sr) {
            Some((work, seconds)) => {
                let version = self.engine.srs[sr].collector.enter(State::Merging(work));
                self.engine.events.add(now + seconds, Event::Collect(sr as u32, version));
            }
            None => {
                self.engine.srs[sr].collector.enter(State::Idle);
            }
        }
    }

    /// Finds the next merge: the tallest tree with an inner merge that fits, else a leaf that fits.
    fn next_merge(&mut self, now: f64, sr: usize) -> Option<(Work, f64)> {
        let free = self.free(now, sr as u32);
        let mut leaf = None;
        let mut found = None;
        while let Some(disk) = self.engine.srs[sr].collector.take() {
            if self.engine.disks[disk as usize].stuck {
                continue;
            }
            match self.engine.chains[disk as usize].candidate(true) {
                None => continue,
                Some(Merge::Inner { parent, into, child }) => {
                    let work = self.plan_merge(disk, parent, into, child, false);
                    if work.taken <= free {
                        found = Some((work, child));
                        break;
                    }
                    self.engine.srs[sr].collector.put_aside(disk);
                }
                Some(Merge::Leaf { parent, into }) => {
                    let data = self.leaf(now, disk);
                    let small = data < self.live_leaf_limit(disk, sr);
                    let work = self.plan_merge(disk, parent, into, data, true);
                    if small && leaf.is_none() && work.taken <= free {
                        leaf = Some((work, data));
                    } else {
                        self.engine.srs[sr].collector.put_aside(disk);
                    }
                }
            }
        }
        if let Some((work, _)) = leaf.filter(|_| found.is_some()) {
            self.engine.srs[sr].collector.put_aside(work.disk);
            leaf = None;
        }
        let (work, copied) = found.or(leaf)?;
        self.engine.srs[sr].free -= work.taken;
        let speed = self.engine.srs[sr].speed;
        let seconds = (copied / speed.speed + speed.each) * self.normal(MERGE_NOISE);
        Some((work, seconds))
    }

    fn live_leaf_limit(&self, disk: u32, sr: usize) -> f64 {
        let speed = self.engine.srs[sr].speed.speed;
        self.scenario.disks[disk as usize].rules.live_leaf_limit(Some(whole(speed))).0 as f64
    }

    fn plan_merge(&self, disk: u32, parent: u32, into: f64, child: f64, leaf: bool) -> Work {
        let spec = &self.scenario.disks[disk as usize];
        let growth = self.engine.disks[disk as usize].growth;
        let new = storage::expected_new(whole(into), whole(child), growth);
        let taken = if leaf { 0.0 } else { spec.rules.merge_takes(new).0 as f64 };
        let grows = new.0 as f64;
        Work { disk, parent, grows, taken, leaf }
    }

    fn end_merge(&mut self, now: f64, sr: usize, work: Work) {
        let spec = &self.scenario.disks[work.disk as usize];
        self.engine.srs[sr].free += work.taken;
        if work.leaf {
            if let Some(parent) = self.engine.chains[work.disk as usize].merge_leaf(work.parent) {
                let leaf = self.leaf(now, work.disk);
                let growth = self.engine.disks[work.disk as usize].growth;
                let new = storage::expected_new(whole(parent), whole(leaf), growth);
                let written = self.written(now, work.disk);
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

/// Gives whole bytes, none of what is negative.
fn whole(bytes: f64) -> Bytes {
    Bytes(bytes as u64)
}

/// What an SR lacked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Short {
    /// The disk that was to be snapshotted or filled.
    pub(crate) disk: u32,
    /// The SR.
    pub(crate) sr: u32,
    /// Bytes asked for (nodes, where the chain is too long).
    pub(crate) need: f64,
    /// Bytes that were free (the limit, where the chain is too long).
    pub(crate) free: f64,
}
