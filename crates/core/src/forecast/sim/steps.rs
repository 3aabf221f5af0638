//! What jobs and VMs do in a draw: runs, snapshots, transfers, what they keep, the RPO.
//!
//! The order of a VM's steps is XO's (facts/xo-protocol.md 4.1, 4.2): the gate, the snapshots disk by disk, the transfer,
//! the deletion of what is no longer kept.

use rand_distr::{Distribution, StandardUniform};

use super::engine::{Draw, Mark, Start, whole};
use super::events::SimEvent;
use super::rpo::rpo_limit;
use super::scenario::Fire;
use super::tally::{Incident, Shortage};
use crate::forecast::priors;
use crate::storage::{self, GC_START_DELAY};

impl Draw<'_, '_> {
    pub(super) fn fire(&mut self, now: f64, at: u32) {
        let Fire { job, schedule, step, .. } = self.scenario.fires[at as usize];
        let fire = (at < self.engine.counted).then_some(at);
        let Some(step) = step else {
            if self.scenario.sequences.is_empty() {
                self.start_fired(now, at);
            } else {
                let moment = self.moment();
                self.engine.events.add(now + moment, SimEvent::Start(at));
            }
            return;
        };
        let moment = self.moment();
        let sequence = &mut self.engine.sequences[step.sequence as usize];
        if !sequence.running {
            sequence.running = true;
            sequence.since = now;
            self.engine.events.add(now + moment, SimEvent::Sequence(step.sequence));
        }
        // a sequence that fires while it runs is refused, and no backup fails
        if sequence.since == now {
            let start = Start { job, schedule, at: step.at, fire };
            let after = sequence.left.partition_point(|other| other.at <= step.at);
            sequence.left.insert(after, start);
        }
    }

    /// Returns a moment of up to one second: of a schedule and a sequence that fire together, either may start first.
    fn moment(&mut self) -> f64 {
        StandardUniform.sample(&mut self.rng)
    }

    /// Starts the job of a schedule that has fired by itself.
    pub(super) fn start_fired(&mut self, now: f64, at: u32) {
        let Fire { job, schedule, .. } = self.scenario.fires[at as usize];
        let fire = (at < self.engine.counted).then_some(at);
        self.start(now, Start { job, schedule, at: 0, fire });
    }

    /// Starts the next schedule of a sequence; a refusal drops the rest.
    pub(super) fn go_on(&mut self, now: f64, sequence: u32) {
        let state = &mut self.engine.sequences[sequence as usize];
        let Some(start) = state.left.pop_front().filter(|_| state.running) else {
            state.running = false;
            return;
        };
        if self.start(now, start) {
            self.engine.jobs[start.job as usize].sequence = Some(sequence);
            // without VMs it has already ended
            self.note_end(now, start.job);
        } else {
            let state = &mut self.engine.sequences[sequence as usize];
            state.left.clear();
            state.running = false;
        }
    }

    /// Starts a run; returns `false` if it is refused.
    fn start(&mut self, now: f64, start: Start) -> bool {
        let Start { job, schedule, fire, .. } = start;
        let state = &mut self.engine.jobs[job as usize];
        if state.running {
            self.seen.job(job, now);
            if let Some(at) = fire {
                self.seen.failure(at, None, Incident::AlreadyRunning);
            }
            return false;
        }
        state.running = true;
        state.fire = fire;
        state.since = now;
        state.schedule = schedule;
        state.waiting.clear();
        state.waiting.extend(&self.scenario.jobs[job as usize].units);
        self.fill_slots(now, job);
        true
    }

    pub(super) fn fill_slots(&mut self, now: f64, job: u32) {
        let spec = &self.scenario.jobs[job as usize];
        loop {
            let state = &mut self.engine.jobs[job as usize];
            if state.busy >= spec.concurrency.max(1) {
                return;
            }
            let Some(unit) = state.waiting.pop_front() else {
                state.running = state.busy > 0;
                self.note_end(now, job);
                return;
            };
            state.busy += 1;
            let of_unit = &mut self.engine.units[unit as usize];
            of_unit.tries_left = spec.retries;
            let generation = of_unit.generation;
            // which of several VMs that start together is first is random
            let before =
                self.scenario.units[unit as usize].overhead.before * self.normal(priors::BEFORE_SPREAD);
            self.engine.events.add(now + before, SimEvent::Snapshot(unit, generation));
        }
    }

    /// Continues the sequence that waits for the end of a run.
    fn note_end(&mut self, now: f64, job: u32) {
        let state = &mut self.engine.jobs[job as usize];
        if !state.running
            && let Some(sequence) = state.sequence.take()
        {
            self.engine.events.add(now, SimEvent::Sequence(sequence));
        }
    }

    /// Returns the number of the backup of a unit that is under way.
    pub(super) fn generation(&self, unit: u32) -> u32 {
        self.engine.units[unit as usize].generation
    }

    pub(super) fn leave(&mut self, now: f64, unit: u32) {
        let job = self.scenario.units[unit as usize].job;
        let state = &mut self.engine.jobs[job as usize];
        state.busy = state.busy.saturating_sub(1);
        self.fill_slots(now, job);
    }

    pub(super) fn schedule_of(&self, unit: u32) -> u16 {
        self.engine.jobs[self.scenario.units[unit as usize].job as usize].schedule
    }

    pub(super) fn snapshot(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let schedule = self.schedule_of(unit);
        let kept = spec.per_schedule.get(schedule as usize).copied().unwrap_or_default();
        if !kept.takes_snapshot {
            self.engine.events.add(now, SimEvent::Transfer(unit, self.generation(unit)));
            return;
        }
        if !spec.bypass && self.gate_refuses(unit) {
            self.fail(now, unit, Incident::UnhealthyChain, None);
            return;
        }
        self.next_disk(now, unit, 0);
    }

    /// Snapshots one disk of a VM and then the next: each takes its time, during which other VMs take theirs.
    pub(super) fn next_disk(&mut self, now: f64, unit: u32, at: u32) {
        let spec = &self.scenario.units[unit as usize];
        let schedule = self.schedule_of(unit);
        let each = spec.overhead.snapshot / spec.disks.len().max(1) as f64;
        let generation = self.generation(unit);
        if at as usize >= spec.disks.len() {
            self.engine.events.add(now, SimEvent::Transfer(unit, generation));
            return;
        }
        let Err((error, short)) = self.snapshot_disk(now, unit, at as usize, schedule) else {
            self.engine.events.add(now + each, SimEvent::Disk(unit, generation, at + 1));
            return;
        };
        for undone in 0..at as usize {
            self.undo(now, spec.disks[undone].disk, unit);
        }
        self.try_again(now, unit, error, short);
    }

    /// Restarts the backup of a VM, gate included, as often as the job retries; after that it has failed.
    fn try_again(&mut self, now: f64, unit: u32, error: Incident, short: Option<Shortage>) {
        let state = &mut self.engine.units[unit as usize];
        if state.tries_left == 0 {
            self.fail(now, unit, error, short);
            return;
        }
        state.tries_left -= 1;
        let generation = state.generation;
        self.engine.events.add(now, SimEvent::Snapshot(unit, generation));
    }

    pub(super) fn gate_refuses(&self, unit: u32) -> bool {
        let spec = &self.scenario.units[unit as usize];
        let disks = spec.disks.iter().map(|disk| disk.disk).chain(spec.watched.iter().copied());
        disks
            .into_iter()
            .any(|disk| self.engine.chains[disk as usize].pending() > crate::chains::GATE_TOLERANCE)
    }

    pub(super) fn snapshot_disk(
        &mut self,
        now: f64,
        unit: u32,
        at: usize,
        schedule: u16,
    ) -> Result<(), (Incident, Option<Shortage>)> {
        let disk = self.scenario.units[unit as usize].disks[at].disk;
        self.mark(unit, at).newest = self.snapshot_leaf(now, disk, unit, schedule)?;
        Ok(())
    }

    pub(super) fn mark(&mut self, unit: u32, at: usize) -> &mut Mark {
        &mut self.engine.marks[self.engine.offsets[unit as usize] as usize + at]
    }

    /// Snapshots a disk or a replica, as the storage manager does: the chain is checked first, then the room. Returns
    /// the bytes that the disk has written since the observation.
    pub(super) fn snapshot_leaf(
        &mut self,
        now: f64,
        disk: u32,
        unit: u32,
        schedule: u16,
    ) -> Result<f64, (Incident, Option<Shortage>)> {
        let spec = &self.scenario.disks[disk as usize];
        let depth = self.engine.chains[disk as usize].depth();
        if spec.rules.chain_limit().is_some_and(|limit| depth >= limit) {
            return Err((
                Incident::ChainTooLong,
                Some(Shortage {
                    disk,
                    sr: spec.sr,
                    need: depth.into(),
                    free: f64::from(storage::CHAIN_LIMIT),
                }),
            ));
        }
        let written = self.written(now, disk);
        let leaf = self.leaf_after(written, disk);
        let free = self.free(now, spec.sr);
        let cost = spec.rules.snapshot(whole(spec.size), whole(leaf), None, spec.attached);
        let need = cost.guard.0 as f64;
        self.seen.asked(spec.sr, need, free);
        if need > free {
            return Err((Incident::NoSpace, Some(Shortage { disk, sr: spec.sr, need, free })));
        }
        self.engine.srs[spec.sr as usize].free -= cost.keeps.0 as f64;
        let empty = leaf <= 0.0 && spec.rules.drops_empty_base();
        self.engine.chains[disk as usize].snapshot(leaf, empty, unit, schedule);
        if !empty {
            let state = &mut self.engine.disks[disk as usize];
            state.leaf = 0.0;
            state.since = written;
        }
        Ok(written)
    }

    fn undo(&mut self, now: f64, disk: u32, unit: u32) {
        self.engine.chains[disk as usize].undo_snapshot(unit);
        self.deleted(now, disk);
    }

    pub(super) fn fail(&mut self, now: f64, unit: u32, error: Incident, short: Option<Shortage>) {
        self.miss_rpo(unit, now);
        self.engine.units[unit as usize].failed_since = true;
        self.seen.unit(unit, error, now, short);
        let job = self.scenario.units[unit as usize].job;
        if let Some(fire) = self.engine.jobs[job as usize].fire {
            self.seen.failure(fire, Some(unit), error);
        }
        self.leave(now, unit);
    }

    pub(super) fn transfer(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let kept = spec.per_schedule.get(self.schedule_of(unit) as usize).copied().unwrap_or_default();
        if !kept.exports {
            self.engine.events.add(now + spec.overhead.after, SimEvent::Done(unit, self.generation(unit)));
            return;
        }
        let state = &self.engine.units[unit as usize];
        let due = kept.full_interval > 0 && state.deltas + 1 >= kept.full_interval;
        let full = !spec.delta || state.next_is_full || due;
        let bytes = match full {
            true => spec.full_bytes,
            false => (0..spec.disks.len()).map(|at| self.changed(unit, at)).sum(),
        };
        self.engine.units[unit as usize].full = full;
        if let Some(short) = self.replica_lacks_room(now, unit, bytes, full) {
            self.lose_base(now, unit);
            self.try_again(now, unit, Incident::NoSpace, Some(short));
            return;
        }
        self.start_transfer(now, unit, bytes);
    }

    pub(super) fn start_transfer(&mut self, now: f64, unit: u32, bytes: f64) {
        let job = self.scenario.units[unit as usize].job;
        let link = self.scenario.jobs[job as usize].link as usize;
        let spec = &self.scenario.links[link];
        // noise belongs to the run: more bytes represent a slower hour
        let bytes = bytes * self.normal(spec.noise);
        let into_day = self.scenario.calendar.into_day;
        self.engine.links[link].start(spec, now, into_day, unit, bytes);
        self.wait_for_link(link);
    }

    pub(super) fn wait_for_link(&mut self, link: usize) {
        let state = &self.engine.links[link];
        if let Some(at) = state.next(self.scenario.calendar.into_day) {
            self.engine.events.add(at, SimEvent::Link(link as u32, state.version));
        }
    }

    pub(super) fn look_at_link(&mut self, now: f64, link: u32, version: u32) {
        let link = link as usize;
        if self.engine.links[link].version != version {
            return;
        }
        let spec = &self.scenario.links[link];
        let into_day = self.scenario.calendar.into_day;
        while let Some(unit) = self.engine.links[link].ended(spec, now, into_day) {
            let after = self.scenario.units[unit as usize].overhead.after;
            self.engine.events.add(now + after, SimEvent::Done(unit, self.generation(unit)));
        }
        self.wait_for_link(link);
    }

    pub(super) fn done(&mut self, now: f64, unit: u32) {
        let spec = &self.scenario.units[unit as usize];
        let schedule = self.schedule_of(unit);
        if let Err((error, short)) = self.fill_replica(now, unit, schedule) {
            self.lose_base(now, unit);
            self.try_again(now, unit, error, short);
            return;
        }
        let kept = spec.per_schedule.get(schedule as usize).copied().unwrap_or_default();
        for disk in &spec.disks {
            self.prune(now, unit, disk.disk, schedule, kept.snapshots);
        }
        self.miss_rpo(unit, now);
        let since = self.engine.jobs[spec.job as usize].since;
        let limit = rpo_limit(&self.scenario.jobs[spec.job as usize].rhythm, since);
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

    /// Deletes what the job no longer keeps on a disk.
    pub(super) fn prune(&mut self, now: f64, unit: u32, disk: u32, schedule: u16, keep: u32) {
        let spec = &self.scenario.units[unit as usize];
        if self.engine.chains[disk as usize].prune(spec, unit, schedule, keep) {
            self.deleted(now, disk);
        }
    }

    /// Finishes a failed transfer: the new snapshot stays, the old one goes, and the next backup is a full one
    /// (facts/xo-protocol.md 4.2).
    pub(super) fn lose_base(&mut self, now: f64, unit: u32) {
        let schedule = self.schedule_of(unit);
        for at in 0..self.scenario.units[unit as usize].disks.len() {
            let disk = self.scenario.units[unit as usize].disks[at].disk;
            self.prune(now, unit, disk, schedule, 0);
        }
        self.engine.units[unit as usize].next_is_full = true;
    }

    pub(super) fn deleted(&mut self, now: f64, disk: u32) {
        let spec = &self.scenario.disks[disk as usize];
        let sr = spec.sr as usize;
        self.engine.srs[sr].free += spec.rules.snapshot_returns(whole(spec.size)).0 as f64;
        self.engine.srs[sr].collector.offer(disk, self.engine.chains[disk as usize].depth());
        self.wake_collector(sr, now, GC_START_DELAY.as_secs_f64());
    }

    pub(super) fn replica_lacks_room(
        &mut self,
        now: f64,
        unit: u32,
        bytes: f64,
        full: bool,
    ) -> Option<Shortage> {
        let spec = &self.scenario.units[unit as usize];
        let replica = spec.disks.iter().find_map(|disk| disk.replica)?;
        let disk = &self.scenario.disks[replica as usize];
        let free = self.free(now, disk.sr);
        let need = if full { spec.full_bytes } else { disk.rules.leaf_takes(whole(bytes)).0 as f64 };
        self.seen.asked(disk.sr, need, free);
        (need > free).then_some(Shortage { disk: replica, sr: disk.sr, need, free })
    }

    /// Writes what was moved into the replicas, snapshots them and deletes their oldest snapshots. A replica has a
    /// chain like a disk: it may be too long although there is room.
    pub(super) fn fill_replica(
        &mut self,
        now: f64,
        unit: u32,
        schedule: u16,
    ) -> Result<(), (Incident, Option<Shortage>)> {
        let spec = &self.scenario.units[unit as usize];
        if spec.copies == 0 {
            return Ok(());
        }
        for at in 0..spec.disks.len() {
            let Some(replica) = spec.disks[at].replica else { continue };
            let disk = &self.scenario.disks[replica as usize];
            let moved = self.changed(unit, at);
            let room = disk.rules.leaf_takes(whole(moved)).0 as f64;
            if room > self.free(now, disk.sr) {
                let free = self.free(now, disk.sr);
                return Err((
                    Incident::NoSpace,
                    Some(Shortage { disk: replica, sr: disk.sr, need: room, free }),
                ));
            }
            self.engine.srs[disk.sr as usize].free -= room;
            self.engine.disks[replica as usize].leaf += moved;
            self.snapshot_leaf(now, replica, unit, schedule)?;
            let mut deleted = false;
            while self.engine.chains[replica as usize].delete_oldest(unit, None, spec.copies) {
                deleted = true;
            }
            if deleted {
                self.deleted(now, replica);
            }
        }
        Ok(())
    }

    pub(super) fn miss_rpo(&mut self, unit: u32, now: f64) {
        let state = &self.engine.units[unit as usize];
        let due = state.success + state.limit;
        if !state.failed_since && due < now && due > 0.0 {
            self.seen.unit(unit, Incident::RpoMissed, due, None);
        }
    }
}
