//! From an inventory and its logs to the scenario that is simulated.
//!
//! In: inventory, chains, plan, backups, the instant. Out: a [`Draft`], a scenario with everything learnt that can be
//! learnt, and what its positions stand for. What XO cannot show is a best estimate with a spread; where nothing is known
//! at all, a prior that says so.

mod churn;
mod links;
mod merges;
mod past;
mod read;
mod robust;
mod setup;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use self::churn::{Change, Churn, Clock};
use self::past::{Outcome, Past};
use self::robust::median;
pub(super) use self::setup::Draft;
use super::sim::scenario::{Calendar, Overhead, Running};
use crate::backup::Plan;
use crate::backup::cron::ScheduleZone;
use crate::chains::Chains;
use crate::model::{Backups, Inventory, JobId, ObjectId, VdiIdx, VdiKind, VmIdx};

const DAY: f64 = 86_400.0;

/// A collector that began longer ago than twice its pause is at work; one that began just now may begin again and again.
const GC_PAUSE: f64 = 300.0;

/// The part of a disk that a VM writes in a day, where nothing tells (facts/storage-manager.md 6.3 has 3 % for the worst).
const DAILY_PRIOR: f64 = 0.008;

/// The part of what is written that was never written before, in the middle of what servers show: most changes hit
/// places that hold data already (facts/storage-manager.md 6.4, database and OS churn).
const GROWTH_PRIOR: f64 = 0.07;

/// How far that goes from server to server: spread of the logarithm.
const GROWTH_SPREAD: f64 = 0.7;

/// The same where full backups of the past show how a VM's data grew.
const GROWTH_SPREAD_SEEN: f64 = 0.25;

/// Learns all that there is.
pub(super) fn learn(
    inventory: &Inventory,
    chains: &Chains,
    plan: &Plan,
    backups: &Backups,
    now: Timestamp,
    horizon: f64,
) -> Draft {
    let mut draft = setup::draft(inventory, chains, plan, now, horizon);
    let past = read::past(backups, plan, &draft, now);
    let clock = clock(plan, now);
    let (vms, vm_of_unit) = number_vms(&draft);
    let changes = changes(&draft, &past, &vm_of_unit);
    let churn = churn::learn(&changes, vms.len(), clock);
    let shares = learn_disks(&mut draft, inventory, chains, &vms, &churn, clock, now);
    set_calendar(&mut draft, &churn, clock);
    learn_units(&mut draft, inventory, &past);
    learn_growth(&mut draft, &past);
    learn_links(&mut draft, plan, &past, clock);
    set_running(&mut draft, &past);
    learn_merges(&mut draft, inventory, &past, &shares, now);
    draft
}

/// Gives the local time of the place: the zone of most schedules.
fn clock(plan: &Plan, now: Timestamp) -> Clock {
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
        into_day: f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second()),
        weekday: local.weekday().to_monday_zero_offset() as u32,
    }
}

/// Numbers the VMs that any job names.
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

/// Lists what the deltas of each VM moved: those of its job with the most of them.
fn changes(draft: &Draft, past: &Past, vm_of_unit: &[u32]) -> Vec<Change> {
    let mut by_unit: Vec<Vec<Change>> = vec![Vec::new(); draft.units.len()];
    let mut last: Vec<Option<f64>> = vec![None; draft.units.len()];
    for vm in past.runs.iter().flat_map(|run| &run.vms) {
        let unit = vm.unit as usize;
        let (Some((at, _)), Outcome::Success) = (vm.snapshot, vm.outcome) else { continue };
        let before = last[unit].replace(at);
        let Some(transfer) = vm.transfer.filter(|transfer| !transfer.full) else { continue };
        if let (Some(from), Some(bytes)) = (before, transfer.bytes) {
            by_unit[unit].push(Change { vm: vm_of_unit[unit], from, to: at, bytes });
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

/// Gives the bytes of a node that changed while it was the leaf, and when it became a base copy.
fn layers(draft: &Draft, inventory: &Inventory, chains: &Chains, disk: usize, now: Timestamp) -> Vec<(Option<f64>, f64)> {
    let mut path: Vec<VdiIdx> = chains.path(inventory, draft.vdis[disk]).collect();
    path.reverse();
    let taken = |node: VdiIdx| {
        let of = chains.children(node).iter().map(|&child| inventory.vdi(child));
        let times = of.filter(|child| child.kind == VdiKind::Snapshot).filter_map(|child| child.snapshot_time);
        times.min().map(|at| setup::seconds(now, at))
    };
    let bases = &draft.scenario.disks[disk].bases;
    bases.iter().zip(&path).map(|(base, &node)| (taken(node), base.data)).collect()
}

/// Sets how each disk writes and what its leaf holds; gives each disk's part of what its VM writes.
fn learn_disks(
    draft: &mut Draft,
    inventory: &Inventory,
    chains: &Chains,
    vms: &[VmIdx],
    churn: &Churn,
    clock: Clock,
    now: Timestamp,
) -> Vec<f64> {
    let count = draft.scenario.disks.len();
    let layers: Vec<Vec<(Option<f64>, f64)>> =
        (0..count).map(|disk| layers(draft, inventory, chains, disk, now)).collect();
    let mut shares = vec![1.0; count];
    let mut daily: Vec<Option<f64>> = vec![None; count];
    let mut profile = vec![0; count];
    let mut profiles = vec![churn.profile];
    for (number, &vm) in vms.iter().enumerate() {
        let disks: Vec<usize> = inventory
            .vdis_of(vm)
            .filter(|(vdi, vbd)| !vbd.is_cd_drive && !inventory.vdi(*vdi).no_backup)
            .filter_map(|(vdi, _)| draft.disk_of.get(&vdi).map(|&disk| disk as usize))
            .collect();
        let weights: Vec<f64> = disks.iter().map(|&disk| weight(&draft.scenario.disks[disk], &layers[disk])).collect();
        let sizes: f64 = disks.iter().map(|&disk| draft.scenario.disks[disk].size).sum();
        let seen: f64 = weights.iter().sum();
        let own = churn.profiles[number].map(|own| {
            profiles.push(own);
            profiles.len() as u32 - 1
        });
        for (&disk, weight) in disks.iter().zip(&weights) {
            let by_size = draft.scenario.disks[disk].size / sizes.max(1.0);
            // a twentieth by size: a disk that was idle lately is not idle for ever
            shares[disk] = if seen > 0.0 { 0.95 * weight / seen + 0.05 * by_size } else { by_size };
            daily[disk] = churn.daily[number].map(|all| all * shares[disk]);
            profile[disk] = own.unwrap_or(0);
        }
    }
    for (disk, daily) in daily.iter_mut().enumerate() {
        *daily = daily.or_else(|| from_layers(&layers[disk]));
    }
    let mut ratios: Vec<f64> = (0..count)
        .filter_map(|disk| Some(daily[disk]? / draft.scenario.disks[disk].size.max(1.0)))
        .collect();
    let usual = median(&mut ratios).unwrap_or(DAILY_PRIOR).min(0.05);
    let backed_up: Vec<bool> = {
        let mut is = vec![false; count];
        draft.scenario.units.iter().flat_map(|unit| &unit.disks).for_each(|disk| is[disk.disk as usize] = true);
        is
    };
    for disk in 0..count {
        let spec = &mut draft.scenario.disks[disk];
        let fill = spec.bases.first().map_or(0.6, |root| root.data / spec.size.max(1.0));
        // a root that is nearly full has no place left that was never written
        spec.growth = GROWTH_PRIOR * ((1.0 - fill) / 0.3).clamp(0.0, 1.0);
        spec.growth_spread = GROWTH_SPREAD;
        spec.daily = if spec.attached { daily[disk].unwrap_or(spec.size * usual) } else { 0.0 };
        if !backed_up[disk] {
            // written in place, over and over, where no snapshot keeps what was there
            spec.daily *= if spec.bases.is_empty() { spec.growth } else { 0.3 };
        }
        spec.profile = profile[disk];
        if spec.leaf.is_nan() {
            let since = layers[disk].last().and_then(|(at, _)| *at);
            (spec.leaf, spec.leaf_spread) = match (spec.bases.is_empty(), since) {
                (true, _) => (spec.size * 0.6, 0.25),
                (false, Some(at)) => (spec.daily * expected_days(churn, clock, spec.profile, &profiles, at), 0.2),
                (false, None) => (spec.daily, 0.7),
            };
        }
    }
    draft.scenario.calendar.profiles = profiles;
    shares
}

/// Gives the days of mean weekday's data written from `from` (negative) until now.
fn expected_days(churn: &Churn, clock: Clock, profile: u32, profiles: &[[f64; 25]], from: f64) -> f64 {
    let share = |seconds: f64| {
        let profile = profiles[profile as usize];
        let hours = (seconds / 3600.0).clamp(0.0, 24.0);
        let hour = (hours as usize).min(23);
        profile[hour] + (profile[hour + 1] - profile[hour]) * (hours - hour as f64)
    };
    let first = ((from + clock.into_day) / DAY).floor() as i64;
    (first.max(-400)..=0)
        .map(|day| {
            let midnight = day as f64 * DAY - clock.into_day;
            let weekday = (i64::from(clock.weekday) + day).rem_euclid(7) as usize;
            (share(-midnight) - share(from - midnight)) * churn.weekdays[weekday]
        })
        .sum()
}

/// Gives what tells how much of its VM's writes a disk takes: what its chain holds above the root.
fn weight(disk: &super::sim::scenario::Disk, layers: &[(Option<f64>, f64)]) -> f64 {
    let changes: f64 = layers.iter().skip(1).map(|(_, data)| data).sum();
    let leaf = if disk.leaf.is_nan() || disk.bases.is_empty() { 0.0 } else { disk.leaf };
    changes + leaf
}

/// Gives the bytes a day that a chain of snapshots shows; none where it shows less than half a day.
fn from_layers(layers: &[(Option<f64>, f64)]) -> Option<f64> {
    let first = layers.first()?.0?;
    let last = layers.last()?.0?;
    let days = (last - first) / DAY;
    (days >= 0.5).then(|| layers.iter().skip(1).map(|(_, data)| data).sum::<f64>() / days)
}

fn set_calendar(draft: &mut Draft, churn: &Churn, clock: Clock) {
    let calendar = &mut draft.scenario.calendar;
    let profiles = std::mem::take(&mut calendar.profiles);
    *calendar = Calendar {
        into_day: clock.into_day,
        weekday: clock.weekday,
        profiles,
        weekdays: churn.weekdays,
        trend: churn.trend,
        // a disk varies more than its VM, whose disks make up for each other
        day_spread: churn.day_spread * 1.2,
        common_spread: churn.common_spread,
        month_end: Vec::new(),
        month_end_chance: 0.0,
    };
}

/// Sets what the logs tell of each VM in each job.
fn learn_units(draft: &mut Draft, inventory: &Inventory, past: &Past) {
    let exported = newest_exported(inventory);
    let mut overheads: Vec<[Vec<f64>; 3]> = vec![Default::default(); draft.units.len()];
    let mut deltas: Vec<Option<u32>> = vec![None; draft.units.len()];
    for run in &past.runs {
        for vm in &run.vms {
            let at = vm.unit as usize;
            let unit = &mut draft.scenario.units[at];
            match (vm.outcome, vm.end) {
                (Outcome::Success, Some(end)) => {
                    unit.last_success = Some((end, run.start));
                    unit.failed_since = false;
                }
                (Outcome::Failed | Outcome::Skipped, _) => unit.failed_since = true,
                _ => {}
            }
            if let (Outcome::Success, Some(transfer)) = (vm.outcome, vm.transfer) {
                deltas[at] = if transfer.full { Some(0) } else { deltas[at].map(|deltas| deltas + 1) };
                if let Some(bytes) = transfer.bytes.filter(|_| transfer.full) {
                    unit.full_bytes = bytes;
                }
            }
            if let (Some((start, Some(done))), Outcome::Success) = (vm.snapshot, vm.outcome) {
                overheads[at][0].push(start - vm.start);
                overheads[at][1].push(done - start);
                let moved = vm.transfer.and_then(|transfer| transfer.end).unwrap_or(done);
                overheads[at][2].extend(vm.end.map(|end| end - moved));
            }
        }
    }
    for at in 0..draft.units.len() {
        let [before, snapshot, after] = &mut overheads[at];
        let overhead = Overhead {
            before: median(before).unwrap_or(3.0).max(0.0),
            snapshot: median(snapshot).unwrap_or(8.0).max(0.0),
            after: median(after).unwrap_or(4.0).max(0.0),
        };
        let whole: f64 = draft.scenario.units[at]
            .disks
            .iter()
            .map(|disk| {
                let disk = &draft.scenario.disks[disk.disk as usize];
                let bases: f64 = disk.bases.iter().map(|base| base.data).sum();
                (bases + disk.leaf).min(disk.size)
            })
            .sum();
        let unit = &mut draft.scenario.units[at];
        unit.overhead = overhead;
        if unit.full_bytes <= 0.0 {
            unit.full_bytes = whole;
        }
        let key = (&draft.units[at].job, &draft.units[at].vm_id);
        let newest = exported.get(&key).map(|(_, deltas)| *deltas);
        set_reference(draft, newest, at, deltas[at]);
    }
}

/// Learns how a VM's data grow where a full backup of the past tells what they were: what is in the roots now, less that,
/// against what was written and merged meanwhile.
fn learn_growth(draft: &mut Draft, past: &Past) {
    let mut since: FxHashMap<u32, (f64, f64, u32)> = FxHashMap::default();
    for vm in past.runs.iter().flat_map(|run| &run.vms).filter(|vm| vm.outcome == Outcome::Success) {
        let Some((full, bytes)) = vm.transfer.and_then(|transfer| Some((transfer.full, transfer.bytes?))) else {
            continue;
        };
        match (full, since.get_mut(&vm.unit)) {
            (true, None) => {
                since.insert(vm.unit, (bytes, 0.0, 0));
            }
            (false, Some((_, written, count))) => {
                *written += bytes;
                *count += 1;
            }
            _ => {}
        }
    }
    for (unit, (then, written, count)) in since {
        let unit = &draft.scenario.units[unit as usize];
        let (mut roots, mut above) = (0.0, 0.0);
        for disk in unit.disks.iter().map(|disk| &draft.scenario.disks[disk.disk as usize]) {
            match &disk.bases[..] {
                [] => roots += disk.leaf,
                [root, changes @ ..] => {
                    roots += root.data;
                    above += changes.iter().map(|base| base.data).sum::<f64>() + disk.leaf;
                }
            }
        }
        let merged = written - above;
        if count < 3 || merged <= 0.1 * written || !unit.delta {
            continue;
        }
        let growth = ((roots - then) / merged).clamp(0.0, 1.0);
        for disk in unit.disks.clone() {
            let disk = &mut draft.scenario.disks[disk.disk as usize];
            disk.growth = growth;
            disk.growth_spread = GROWTH_SPREAD_SEEN;
        }
    }
}

/// Gives, by job and VM, how many deltas the chain of backups has up to the newest exported snapshot.
fn newest_exported(inventory: &Inventory) -> FxHashMap<(&JobId, &ObjectId), (Option<Timestamp>, u32)> {
    let mut newest: FxHashMap<_, (Option<Timestamp>, u32)> = FxHashMap::default();
    for vdi in inventory.vdis.iter().filter(|vdi| vdi.kind == VdiKind::Snapshot) {
        let Some(keys) = vdi.backup.as_deref().filter(|keys| keys.exported && !keys.is_copy) else { continue };
        let (Some(job), Some(vm), Some(deltas)) = (&keys.job, &keys.vm, keys.deltas) else { continue };
        let known = newest.entry((job, vm)).or_insert((vdi.snapshot_time, deltas));
        if vdi.snapshot_time > known.0 {
            *known = (vdi.snapshot_time, deltas);
        }
    }
    newest
}

/// Sets what the next delta of a unit starts from: its newest exported snapshot.
fn set_reference(draft: &mut Draft, newest: Option<u32>, at: usize, deltas: Option<u32>) {
    let unit = &draft.scenario.units[at];
    let mut since = Vec::new();
    for disk in &unit.disks {
        let spec = &draft.scenario.disks[disk.disk as usize];
        let mine = spec.snapshots.iter().rev().find(|snapshot| snapshot.unit == at as u32);
        since.push(match mine {
            Some(snapshot) => {
                let above = spec.bases.iter().filter(|base| base.id > snapshot.base).map(|base| base.data);
                above.sum::<f64>() + spec.leaf
            }
            None => spec.daily,
        });
    }
    let has_reference = newest.is_some() || deltas.is_some() || unit.last_success.is_some();
    let unit = &mut draft.scenario.units[at];
    unit.deltas = newest.or(deltas).unwrap_or(0);
    unit.next_is_full = unit.delta && !has_reference;
    for (disk, since) in unit.disks.iter_mut().zip(since) {
        disk.since_reference = since;
    }
}

/// Learns the links: jobs with the same targets share one.
fn learn_links(draft: &mut Draft, plan: &Plan, past: &Past, clock: Clock) {
    let mut by_target: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for job in 0..draft.scenario.jobs.len() {
        let of = &plan.jobs()[draft.jobs[job]].job;
        let mut targets: Vec<String> = of.remotes.iter().chain(&of.srs).map(ToString::to_string).collect();
        targets.sort();
        by_target.entry(targets).or_default().push(job as u32);
    }
    for jobs in by_target.values() {
        let (link, seconds) = links::learn(past, jobs, clock.into_day);
        for &job in jobs {
            draft.scenario.jobs[job as usize].link = draft.scenario.links.len() as u32;
            for &unit in &draft.scenario.jobs[job as usize].units {
                draft.scenario.units[unit as usize].overhead.after += seconds;
            }
        }
        draft.scenario.links.push(link);
    }
}

/// Sets the runs in progress.
fn set_running(draft: &mut Draft, past: &Past) {
    for run in past.runs.iter().filter(|run| run.pending) {
        let job = &draft.scenario.jobs[run.job as usize];
        let mut waiting = job.units.clone();
        let mut moving = Vec::new();
        for vm in &run.vms {
            waiting.retain(|unit| *unit != vm.unit);
            if vm.outcome != Outcome::Pending {
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
                        spec.bases.last().map_or(0.0, |base| base.data).min(spec.daily.max(disk.since_reference))
                    })
                    .sum()
            };
            let link = &draft.scenario.links[job.link as usize];
            let rate = link.total.first().copied().unwrap_or(f64::INFINITY) / 2.0;
            let gone = vm.transfer.map_or(0.0, |transfer| -transfer.start);
            moving.push((vm.unit, (expected - gone * rate.min(link.each)).max(expected * 0.05)));
        }
        if waiting.is_empty() && moving.is_empty() {
            continue;
        }
        draft.scenario.jobs[run.job as usize].running =
            Some(Running { since: run.start, schedule: run.schedule, waiting, moving });
    }
}

/// Learns how fast each SR merges, and what is stuck.
fn learn_merges(draft: &mut Draft, inventory: &Inventory, past: &Past, shares: &[f64], now: Timestamp) {
    for at in 0..draft.scenario.srs.len() {
        let learnt = merges::learn(&draft.scenario, past, at as u32, shares);
        let place = &mut draft.scenario.srs[at];
        place.merge_speeds = learnt.speeds;
        if rebooted_since(inventory, past, at, now) {
            place.stuck = if place.auto_scan { 0.3 } else { 0.6 };
        }
        let busy = inventory.gc_tasks.iter().any(|task| {
            task.sr.at() == at
                && task.created.is_some_and(|created| setup::seconds(now, created) < -2.0 * GC_PAUSE)
        });
        for (disk, hours) in learnt.late {
            if hours > 0.4 && !busy {
                draft.scenario.disks[disk as usize].stuck = 0.85;
            }
        }
    }
}

/// Tells whether the host that collects an SR was started after the last run: nothing shows that its collector works.
fn rebooted_since(inventory: &Inventory, past: &Past, sr: usize, now: Timestamp) -> bool {
    let Some(pool) = inventory.srs[sr].pool else { return false };
    let master = inventory.pool(pool).master.target().map(|host| &inventory.hosts[host.at()]);
    let Some(started) = master.and_then(|host| host.started) else { return false };
    let started = setup::seconds(now, started);
    let last = past.runs.iter().filter_map(|run| run.end).fold(f64::NEG_INFINITY, f64::max);
    started > last && started <= 0.0
}
