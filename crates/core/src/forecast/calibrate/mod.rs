//! From an inventory and its logs to the scenario that is simulated.
//!
//! In: inventory, chains, plan, backups, the instant. Out: a [`Draft`], a scenario with everything that can be learnt,
//! and the inventory objects behind its positions. What XO cannot show is a best estimate with a spread; where nothing
//! is known at all, it is a prior.

mod churn;
mod disks;
mod firings;
mod foreign;
mod links;
mod merges;
mod past;
mod read;
mod remembered;
mod robust;
mod sequences;
mod setup;
mod units;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use self::churn::{Churn, Clock, WrittenBetween};
pub(super) use self::foreign::HangingSnapshot;
use self::past::{PastOutcome, ReplayedPast};
pub use self::setup::Draft;
pub(super) use self::setup::UnitOf;
use super::priors;
use super::sim::Scenario;
use super::sim::replay::Replay;
use super::sim::scenario::{COUNTED_WITHIN, Calendar, RunUnderWay, Surprises};
use crate::backup::BackupPlan;
use crate::backup::cron::ScheduleZone;
use crate::backup::quiet::Deleted;
use crate::chains::Chains;
use crate::memory::Memory;
use crate::model::{Backups, Inventory, Run, RunStatus, VmIdx, VmPattern};
use crate::storage::{self, GC_START_DELAY, GcState, Stall};
use crate::units::Bytes;

const DAY: f64 = 86_400.0;

/// Learns everything that can be learnt; `horizon` in seconds.
pub(super) fn calibrate(
    inventory: &Inventory,
    chains: &Chains,
    plan: &BackupPlan,
    backups: &Backups,
    memory: &Memory,
    now: Timestamp,
    horizon: f64,
) -> Draft {
    let mut draft = setup::draft(inventory, chains, plan, backups, now, priors::ROOM_HORIZON.max(horizon));
    let past = read::past(backups, &memory.runs, plan, &draft, now);
    let clock = clock(plan, now);
    let (vms, vm_of_unit) = number_vms(&draft);
    let changes = changes(&draft, &past, &vm_of_unit);
    let churn = churn::learn(&changes, vms.len(), clock);
    let shares = disks::learn_disks(&mut draft, inventory, chains, &vms, &churn, clock, now);
    set_calendar(&mut draft, &churn, clock);
    units::learn_units(&mut draft, inventory, &past);
    units::learn_growth(&mut draft, &past);
    units::raise_growth(&mut draft, inventory);
    units::believe_refusals(&mut draft, &past);
    learn_links(&mut draft, plan, &past, clock);
    set_order(&mut draft, plan, &past);
    set_running(&mut draft, &past);
    set_sequences(&mut draft);
    set_surprises(&mut draft, backups.runs.iter().flatten().chain(&memory.runs), &past);
    draft.took = took(&past, draft.scenario.jobs.len());
    learn_merges(&mut draft, inventory, &past, &shares, now);
    let deleted = crate::backup::quiet::deleted(inventory, plan, backups);
    set_standstill(&mut draft, inventory, chains, &deleted, now);
    remembered::learn(&mut draft, (inventory, chains), memory, now);
    if !churn.saw_month_end {
        remembered::learn_month_end(&mut draft, memory, clock);
    }
    draft.scenario.horizon = horizon;
    let until = draft.scenario.fires.partition_point(|fire| fire.at <= horizon);
    draft.later = draft.scenario.fires.split_off(until);
    draft.left_out |=
        draft.scenario.counted() < draft.scenario.fires.partition_point(|fire| fire.at <= COUNTED_WITHIN);
    draft
}

/// Returns the scenario of a draft, extended to the horizon of the room of SRs.
pub(super) fn month(draft: &Draft) -> Scenario {
    let mut scenario = draft.scenario.clone();
    scenario.horizon = scenario.horizon.max(priors::ROOM_HORIZON);
    scenario.fires.extend(&draft.later);
    scenario
}

/// Returns the local time: that in the zone of most schedules.
fn clock(plan: &BackupPlan, now: Timestamp) -> Clock {
    let mut zones: BTreeMap<&str, u32> = BTreeMap::new();
    for schedule in plan.schedules().iter().filter(|schedule| schedule.timing.starts()) {
        *zones.entry(schedule.schedule.timezone.as_deref().unwrap_or("utc")).or_default() += 1;
    }
    let name = zones.iter().max_by_key(|(_, count)| **count).map(|(name, _)| *name);
    let zone = ScheduleZone::parse(name).ok();
    let zone = zone.as_ref().and_then(ScheduleZone::time_zone).cloned().unwrap_or(jiff::tz::TimeZone::UTC);
    let local = now.to_zoned(zone);
    let time = local.time();
    Clock {
        into_day: f64::from(time.hour()) * 3600.0
            + f64::from(time.minute()) * 60.0
            + f64::from(time.second()),
        date: local.date(),
    }
}

/// Numbers the VMs of all jobs.
fn number_vms(draft: &Draft) -> (Vec<VmIdx>, Vec<u32>) {
    let mut known: FxHashMap<VmIdx, u32> = FxHashMap::default();
    let mut vms = Vec::new();
    let of_unit = draft.units.iter().map(|unit| {
        *known.entry(unit.vm).or_insert_with(|| {
            vms.push(unit.vm);
            vms.len() as u32 - 1
        })
    });
    let of_unit = of_unit.collect();
    (vms, of_unit)
}

/// Lists what the deltas of each VM moved: those of the job with the most of them.
fn changes(draft: &Draft, past: &ReplayedPast, vm_of_unit: &[u32]) -> Vec<WrittenBetween> {
    let mut by_unit: Vec<Vec<WrittenBetween>> = vec![Vec::new(); draft.units.len()];
    let mut last: Vec<Option<f64>> = vec![None; draft.units.len()];
    for vm in past.runs.iter().flat_map(|run| &run.vms) {
        let unit = vm.unit as usize;
        let (Some((at, _)), PastOutcome::Success) = (vm.snapshot, vm.outcome) else { continue };
        let before = last[unit].replace(at);
        let Some(transfer) = vm.transfer.filter(|transfer| !transfer.full) else { continue };
        if let (Some(from), Some(bytes)) = (before, transfer.bytes) {
            by_unit[unit].push(WrittenBetween { vm: vm_of_unit[unit], from, to: at, bytes });
        }
    }
    let mut best: BTreeMap<u32, usize> = BTreeMap::new();
    for (unit, changes) in by_unit.iter().enumerate() {
        let kept = best.entry(vm_of_unit[unit]).or_insert(unit);
        if changes.len() > by_unit[*kept].len() {
            *kept = unit;
        }
    }
    best.values().flat_map(|&unit| by_unit[unit].iter().copied()).collect()
}

fn set_calendar(draft: &mut Draft, churn: &Churn, clock: Clock) {
    let days = (draft.scenario.horizon / DAY).ceil() as i64 + 1;
    let (month_end, month_end_chance) = match churn.month_end {
        Some(factor) => (factor, priors::MONTH_END_AGAIN),
        None if churn.saw_month_end => (1.0, 0.0),
        None => priors::MONTH_END_UNSEEN,
    };
    let calendar = &mut draft.scenario.calendar;
    let profiles = std::mem::take(&mut calendar.profiles);
    *calendar = Calendar {
        into_day: clock.into_day,
        weekday: clock.weekday(0) as u32,
        profiles,
        weekdays: churn.weekdays,
        trend: churn.trend,
        day_spread: churn.day_spread * priors::DISK_VARIES,
        common_spread: churn.common_spread,
        month_end: (0..=days).map(|day| if clock.is_month_end(day) { month_end } else { 1.0 }).collect(),
        month_end_chance,
    };
}

/// Learns the links: jobs with the same targets share one.
fn learn_links(draft: &mut Draft, plan: &BackupPlan, past: &ReplayedPast, clock: Clock) {
    let mut by_target: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for job in 0..draft.scenario.jobs.len() {
        let of = &plan.jobs()[draft.jobs[job]].job;
        let mut targets: Vec<String> = of.remotes.iter().chain(&of.srs).map(ToString::to_string).collect();
        targets.sort();
        by_target.entry(targets).or_default().push(job as u32);
    }
    for jobs in by_target.values() {
        let links::LearntLink { link, seconds, unknown } = links::learn(past, jobs, clock.into_day);
        draft.unknown_links.push(unknown);
        for &job in jobs {
            draft.scenario.jobs[job as usize].link = draft.scenario.links.len() as u32;
            for &unit in &draft.scenario.jobs[job as usize].units {
                draft.scenario.units[unit as usize].overhead.after += seconds;
            }
        }
        draft.scenario.links.push(link);
    }
}

/// Returns the median duration of the runs of each job in which something was backed up.
fn took(past: &ReplayedPast, jobs: usize) -> Vec<Option<f64>> {
    let mut by_job: Vec<Vec<f64>> = vec![Vec::new(); jobs];
    for run in past.runs.iter().rev() {
        let took = &mut by_job[run.job as usize];
        let is_real = run.vms.iter().any(|vm| vm.outcome == PastOutcome::Success);
        if let Some(end) = run.end.filter(|_| is_real && !run.pending && took.len() < priors::TOOK_RUNS) {
            took.push(end - run.start);
        }
    }
    by_job.iter_mut().map(|took| robust::median(took)).collect()
}

/// Sorts the VMs of jobs that choose them by a pattern as their latest runs took them: in the order of XO's objects,
/// which nothing else shows. VMs that were in none of these runs come last.
fn set_order(draft: &mut Draft, plan: &BackupPlan, past: &ReplayedPast) {
    let mut ranks: Vec<(f64, f64)> = vec![(0.0, 0.0); draft.units.len()];
    let mut runs = vec![0; draft.scenario.jobs.len()];
    for run in past.runs.iter().rev() {
        let seen = &mut runs[run.job as usize];
        *seen += 1;
        if *seen > priors::ORDER_RUNS {
            continue;
        }
        for (vm, rank) in run.vms.iter().zip(0..) {
            let of = &mut ranks[vm.unit as usize];
            *of = (of.0 + f64::from(rank), of.1 + 1.0);
        }
    }
    for (job, &at) in draft.scenario.jobs.iter_mut().zip(&draft.jobs) {
        if !matches!(plan.jobs()[at].job.vms, VmPattern::Ids(_)) {
            let rank = |unit: &u32| {
                let (sum, count) = ranks[*unit as usize];
                if count > 0.0 { sum / count } else { f64::INFINITY }
            };
            job.units.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
        }
    }
}

/// Sets the runs in progress.
fn set_running(draft: &mut Draft, past: &ReplayedPast) {
    for run in past.runs.iter().filter(|run| run.pending) {
        let job = &draft.scenario.jobs[run.job as usize];
        let mut waiting = job.units.clone();
        let mut moving = Vec::new();
        for vm in &run.vms {
            waiting.retain(|unit| *unit != vm.unit);
            if vm.outcome != PastOutcome::Pending {
                continue;
            }
            if vm.snapshot.is_none() {
                waiting.insert(0, vm.unit);
                continue;
            }
            let unit = &draft.scenario.units[vm.unit as usize];
            let full = vm.transfer.is_some_and(|transfer| transfer.full);
            let expected = if full {
                unit.full_bytes
            } else {
                unit.disks
                    .iter()
                    .map(|disk| {
                        let spec = &draft.scenario.disks[disk.disk as usize];
                        spec.bases
                            .last()
                            .map_or(0.0, |base| base.data)
                            .min(spec.daily.max(disk.since_reference))
                    })
                    .sum()
            };
            let link = &draft.scenario.links[job.link as usize];
            let rate = link.total.first().copied().unwrap_or(f64::INFINITY) * priors::RUNNING_SHARE;
            let gone = vm.transfer.map_or(0.0, |transfer| -transfer.start);
            moving.push((
                vm.unit,
                (expected - gone * rate.min(link.each)).max(expected * priors::RUNNING_LEAST),
            ));
        }
        if waiting.is_empty() && moving.is_empty() {
            continue;
        }
        draft.scenario.jobs[run.job as usize].running =
            Some(RunUnderWay { since: run.start, schedule: run.schedule, waiting, moving });
    }
}

/// Sets which sequences are under way: those with a schedule whose run is in progress.
fn set_sequences(draft: &mut Draft) {
    let scenario = &mut draft.scenario;
    for (sequence, steps) in scenario.sequences.iter_mut().zip(&draft.sequences) {
        let runs = |&(_, job, schedule): &(u32, u32, u16)| {
            let running = scenario.jobs[job as usize].running.as_ref();
            running.is_some_and(|running| running.schedule == schedule)
        };
        let Some(at) = steps.iter().position(runs) else { continue };
        sequence.waits_for = Some(steps[at].1);
        sequence.left = steps[at + 1..].iter().map(|&(_, job, schedule)| (job, schedule)).collect();
    }
}

/// Sets how often unannounced events happen: as often as the logs show, weighed with what is usual.
fn set_surprises<'a>(draft: &mut Draft, runs: impl Iterator<Item = &'a Run>, past: &ReplayedPast) {
    let days = past.runs.first().map_or(0.0, |run| -run.start / DAY);
    let interrupted = runs.filter(|run| run.status == RunStatus::Interrupted);
    let mut instants: Vec<Timestamp> = interrupted.filter_map(|run| run.start).collect();
    instants.sort_unstable();
    // one restart interrupts everything that runs
    instants.dedup_by(|later, earlier| later.duration_since(*earlier).as_hours() < 12);
    let rate = |seen: f64, every: f64| (seen + 1.0) / (days + every) / DAY;
    draft.scenario.surprises = Surprises {
        restarts: rate(instants.len() as f64, priors::RESTART_DAYS),
        slow: rate(0.0, priors::SLOW_DAYS),
        forgotten: rate(0.0, priors::FORGOTTEN_DAYS),
        forgotten_share: priors::FORGOTTEN_SHARE,
        tidied: 0.0,
        bulk: rate(0.0, priors::BULK_DAYS),
    };
    for sr in &mut draft.scenario.srs {
        sr.dies = rate(0.0, priors::COLLECTOR_DIES_DAYS);
        sr.repaired = 1.0 / (priors::COLLECTOR_REPAIRED_DAYS * DAY);
    }
}

/// Sets where the collector stands still, by the same rules as the findings.
fn set_standstill(
    draft: &mut Draft,
    inventory: &Inventory,
    chains: &Chains,
    deleted: &[Deleted],
    now: Timestamp,
) {
    for (sr, deleted) in inventory.sr_indices().zip(deleted) {
        let place = &mut draft.scenario.srs[sr.at()];
        let gc = storage::gc(inventory, chains, sr, now);
        if matches!(gc.state, GcState::Broken) {
            place.collector_off = true;
        }
        if gc.pending_inner == 0 {
            continue;
        }
        let backlog = storage::backlog(inventory, chains, sr);
        let (sure, silent, at_zero) = priors::STANDSTILL;
        let stopped = gc.stop() == Some(GcState::SeveralHosts);
        let chance = match storage::stall(&gc, &backlog, deleted.quiet(now), now) {
            _ if stopped => sure,
            Some(Stall::Silent) if gc.shows_task => sure,
            Some(Stall::Silent) => silent,
            Some(Stall::AtZero) => at_zero,
            Some(Stall::NeedsScan) | None => continue,
        };
        place.stuck = place.stuck.max(chance);
        if chance == sure {
            // then what waits says nothing about single disks
            draft.scenario.disks.iter_mut().filter(|disk| disk.sr == sr.0).for_each(|disk| disk.stuck = 0.0);
        }
    }
}

/// Makes all SRs merge at a speed that someone named, in bytes a second.
pub(super) fn set_merge_speed(draft: &mut Draft, speed: Bytes) {
    for place in &mut draft.scenario.srs {
        place.merge_speeds = merges::given(speed);
        place.is_speed_learnt = true;
    }
}

/// Learns how fast each SR merges, and what is stuck.
fn learn_merges(
    draft: &mut Draft,
    inventory: &Inventory,
    past: &ReplayedPast,
    shares: &[f64],
    now: Timestamp,
) {
    let places = merges::MergePlaces::find(&draft.scenario, past);
    let mut replay = Replay::default();
    for at in 0..draft.scenario.srs.len() {
        let learnt = merges::learn(&draft.scenario, past, &places, at as u32, shares, &mut replay);
        let place = &mut draft.scenario.srs[at];
        place.merge_speeds = learnt.speeds;
        place.is_speed_learnt = learnt.is_learnt;
        if rebooted_since(inventory, past, at, now) {
            let (scanned, not_scanned) = priors::STUCK_SINCE_START;
            place.stuck = if place.auto_scan { scanned } else { not_scanned };
        }
        // a task that began just now may be one that keeps starting over
        let at_work = -2.0 * GC_START_DELAY.as_secs_f64();
        let busy = inventory.gc_tasks.iter().any(|task| {
            task.sr.at() == at && task.created.is_some_and(|created| setup::seconds(now, created) < at_work)
        });
        for (disk, hours) in learnt.late {
            let (from, stuck) = priors::STUCK_LATE;
            if hours > from && !busy {
                draft.scenario.disks[disk as usize].stuck = stuck;
            }
        }
    }
}

/// Returns whether the host that collects an SR was started after the last run: then nothing shows that its collector
/// works. Where no run is known, nothing is late.
fn rebooted_since(inventory: &Inventory, past: &ReplayedPast, sr: usize, now: Timestamp) -> bool {
    let Some(pool) = inventory.srs[sr].pool else { return false };
    let master = inventory.pool(pool).master.target().map(|host| &inventory.hosts[host.at()]);
    let Some(started) = master.and_then(|host| host.started) else { return false };
    let started = setup::seconds(now, started);
    let last = past.runs.iter().filter_map(|run| run.end).reduce(f64::max);
    last.is_some_and(|last| started > last) && started <= 0.0
}

#[cfg(test)]
mod numbers;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
