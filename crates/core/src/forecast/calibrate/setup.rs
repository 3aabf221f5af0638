//! From what was read to the initial state of draws: SRs, disks, jobs, VMs, firings.
//!
//! In: inventory, chains, plan, backups. Out: a [`Draft`]: a scenario without anything learnt from logs, and the maps
//! from its positions to the inventory.

use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::firings::{self, Firings, firings};
use super::foreign::{HangingSnapshot, NODES_MAX, foreign};
use super::sequences::Sequences;
use crate::backup::triggers::Starters;
use crate::backup::{BackupPlan, PlannedJob, PlannedSchedule, ownership};
use crate::chains::{self, Chains};
use crate::forecast::priors;
use crate::forecast::sim::Scenario;
use crate::forecast::sim::scenario::{
    Base, Disk, Fire, Retained, Sequence, SimJob, SimSr, Snapshot, Unit, UnitDisk,
};
use crate::model::{
    Backups, Inventory, JobId, Link, ObjectId, Provisioning, ScheduleId, SrIdx, Vdi, VdiIdx, VdiKind, VmIdx,
};
use crate::storage::Rules;
use crate::units::Bytes;

/// What a forecast is simulated from, and the inventory objects behind its positions.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub(in crate::forecast) scenario: Scenario,
    /// The time of the observation.
    pub(in crate::forecast) now: Timestamp,
    /// Firings after the horizon, for the forecast of room over 30 days.
    pub(in crate::forecast) later: Vec<Fire>,
    /// The ids behind indices.
    pub(in crate::forecast) ids: Arc<Ids>,
    /// By job: its schedules, in the order of the plan.
    pub(in crate::forecast) schedules: Vec<Vec<ScheduleId>>,
    /// By unit: its job and VM.
    pub(in crate::forecast) units: Vec<UnitOf>,
    /// By job: position in the plan.
    pub(in crate::forecast) jobs: Vec<usize>,
    /// By job: its id.
    pub(in crate::forecast) job_ids: Vec<JobId>,
    /// By disk: its VDI.
    pub(in crate::forecast) vdis: Vec<VdiIdx>,
    /// Snapshots on the chains of the disks that no job keeps: manual ones, and those of jobs that no longer exist.
    pub(in crate::forecast) foreign: Vec<HangingSnapshot>,
    /// Snapshots of jobs on the chains of the disks, the oldest of each disk first.
    pub(in crate::forecast) of_jobs: Vec<HangingSnapshot>,
    /// By job: median seconds that its real runs took; `None` if there was none.
    pub(in crate::forecast) took: Vec<Option<f64>>,
    /// By link: bytes of its largest transfer, if that is too little to show its speed.
    pub(in crate::forecast) unknown_links: Vec<Option<f64>>,
    /// By sequence: its steps, each with its place, the job and the schedule.
    pub(in crate::forecast) sequences: Vec<Vec<(u32, u32, u16)>>,
    /// The disk of a VDI.
    pub(in crate::forecast) disk_of: FxHashMap<VdiIdx, u32>,
    /// The unit of a VM in a job.
    pub(in crate::forecast) unit_of: FxHashMap<(u32, VmIdx), u32>,
    /// Schedules fire more often before the horizon than is simulated.
    pub(in crate::forecast) left_out: bool,
}

/// The ids behind indices, in the order of the inventory.
#[derive(Debug, Default)]
pub(in crate::forecast) struct Ids {
    pub(in crate::forecast) srs: Vec<ObjectId>,
    pub(in crate::forecast) vdis: Vec<ObjectId>,
}

impl Draft {
    /// Returns the same draft with a nearer horizon, in seconds: what was learnt does not depend on it. Firings after
    /// it are dropped.
    pub(in crate::forecast) fn until(&self, horizon: f64) -> Self {
        let mut draft = self.clone();
        if horizon < draft.scenario.horizon {
            let at = draft.scenario.fires.partition_point(|fire| fire.at <= horizon);
            draft.scenario.fires.truncate(at);
            draft.later.clear();
            draft.scenario.horizon = horizon;
        }
        draft
    }

    /// Returns the id of a disk.
    pub(in crate::forecast) fn vdi_id(&self, disk: u32) -> ObjectId {
        self.ids.vdis[self.vdis[disk as usize].at()].clone()
    }

    /// Returns the disk with this id.
    pub(in crate::forecast) fn disk_named(&self, id: &ObjectId) -> Option<u32> {
        let is_it = |vdi: &VdiIdx| self.ids.vdis[vdi.at()] == *id;
        self.vdis.iter().position(is_it).map(|at| at as u32)
    }

    /// Returns the id of a schedule, or `None` in a job without schedules.
    pub(in crate::forecast) fn schedule_id(&self, job: u32, schedule: u16) -> Option<ScheduleId> {
        self.schedules[job as usize].get(usize::from(schedule)).cloned()
    }

    /// Returns the position of a schedule among those of its job.
    pub(in crate::forecast) fn schedule_named(&self, job: u32, id: Option<&ScheduleId>) -> Option<u16> {
        let Some(id) = id else { return Some(0) };
        self.schedules[job as usize].iter().position(|of| of == id).map(|at| at as u16)
    }

    /// Finds snapshots on the chains, in the order of `ids`: a snapshot on a shared base copy once for each disk.
    pub(in crate::forecast) fn hanging(&self, ids: &[ObjectId]) -> Vec<HangingSnapshot> {
        let wanted: FxHashMap<&ObjectId, usize> = ids.iter().zip(0..).collect();
        let all = self.foreign.iter().chain(&self.of_jobs);
        let mut found: Vec<(usize, HangingSnapshot)> =
            all.filter_map(|one| Some((*wanted.get(&self.ids.vdis[one.vdi.at()])?, *one))).collect();
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, one)| one).collect()
    }
}

/// The job and VM of a unit.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::forecast) struct UnitOf {
    pub(in crate::forecast) job: JobId,
    pub(in crate::forecast) vm: VmIdx,
    /// As the job names it.
    pub(in crate::forecast) vm_id: ObjectId,
}

/// Returns the seconds from the observation to an instant: negative before it.
pub(super) fn seconds(now: Timestamp, at: Timestamp) -> f64 {
    at.duration_since(now).as_secs_f64()
}

/// Builds the draft; `horizon` in seconds.
pub(super) fn draft(
    inventory: &Inventory,
    chains: &Chains,
    plan: &BackupPlan,
    backups: &Backups,
    now: Timestamp,
    horizon: f64,
) -> Draft {
    let ids = Ids {
        srs: inventory.srs.iter().map(|sr| sr.id.clone()).collect(),
        vdis: inventory.vdis.iter().map(|vdi| vdi.id.clone()).collect(),
    };
    let sequences = Sequences::of(plan, backups, now, horizon);
    let mut draft = Draft { now, ids: Arc::new(ids), ..Draft::default() };
    draft.left_out = sequences.is_cut();
    draft.sequences = vec![Vec::new(); sequences.count()];
    draft.scenario.horizon = horizon;
    draft.scenario.srs = inventory.sr_indices().map(|sr| place(inventory, sr, now)).collect();
    add_disks(&mut draft, inventory, chains, &in_order(inventory, plan));
    let starters = Starters::of(plan, backups);
    for (at, planned) in plan.jobs().iter().enumerate() {
        add_job(&mut draft, inventory, plan, (&starters, &sequences), planned, at, now);
    }
    draft.scenario.fires.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.job.cmp(&b.job)));
    draft.sequences.iter_mut().for_each(|steps| steps.sort_unstable());
    draft.scenario.sequences = vec![Sequence::default(); draft.sequences.len()];
    add_units(&mut draft, inventory, plan);
    add_snapshots(&mut draft, inventory, chains, plan);
    draft
}

fn place(inventory: &Inventory, index: SrIdx, now: Timestamp) -> SimSr {
    let sr = inventory.sr(index);
    let task = inventory.gc_tasks.iter().find(|task| task.sr == index);
    let away = sr.in_maintenance || crate::storage::is_detached(inventory, index);
    SimSr {
        free: sr.free().filter(|_| !sr.is_iso_or_udev()).map(|free| free.0 as f64),
        collector_off: sr.gc.gc_off || sr.gc.coalesce_off || away,
        stuck: 0.0,
        auto_scan: sr.gc.auto_scan,
        collecting: task.is_some_and(|task| task.created.is_none_or(|created| seconds(now, created) <= 0.0)),
        foreign: foreign_bytes(inventory, index),
        others: None,
        trims: None,
        profile: 0,
        dies: 0.0,
        repaired: 0.0,
        merge_speeds: Vec::new(),
        is_speed_learnt: false,
    }
}

/// Returns the bytes used on an SR apart from its images: 0 if they are too few to matter, or the SR holds nothing
/// else.
fn foreign_bytes(inventory: &Inventory, index: SrIdx) -> f64 {
    let sr = inventory.sr(index);
    let (Some(used), Some(size)) = (sr.used, sr.size) else { return 0.0 };
    let images: Bytes = sr.vdis.iter().filter_map(|&vdi| inventory.vdi(vdi).usage).sum();
    let holds_files = sr.provisioning == Provisioning::Thin && !sr.is_iso_or_udev();
    let foreign = used.0.saturating_sub(images.0) as f64;
    if holds_files && foreign > priors::FOREIGN_FROM * size.0 as f64 { foreign } else { 0.0 }
}

/// Lists the VDIs in the order in which disks are numbered: that of the inventory, on a large server that of the jobs
/// and their VMs. What a run takes one after another is then adjacent in memory, where a draw finds it sooner.
fn in_order(inventory: &Inventory, plan: &BackupPlan) -> Vec<VdiIdx> {
    let vms = plan.jobs().iter().flat_map(|planned| &planned.selection.vms);
    let mut all: Vec<VdiIdx> = Vec::new();
    if vms.clone().count() > priors::LARGE {
        all.extend(
            vms.filter_map(|selected| selected.vm).flat_map(|vm| inventory.vdis_of(vm)).map(|(vdi, _)| vdi),
        );
    }
    all.extend(inventory.vdi_indices());
    let mut known = FxHashSet::default();
    all.retain(|vdi| known.insert(*vdi));
    all
}

fn add_disks(draft: &mut Draft, inventory: &Inventory, chains: &Chains, order: &[VdiIdx]) {
    for &index in order {
        let vdi = inventory.vdi(index);
        let Some(sr) = vdi.sr.filter(|_| chains::is_disk(inventory, vdi)) else { continue };
        let rules = Rules::of_image(inventory.sr(sr), vdi);
        let virtual_size = vdi.size.unwrap_or_default();
        let data = |vdi: &Vdi| rules.data(virtual_size, vdi.usage.unwrap_or_default()).0 as f64;
        let attached = inventory.vms_of(index).iter().any(|&vm| inventory.vm(vm).running);
        let mut path: Vec<VdiIdx> = chains.path(inventory, index).take(NODES_MAX).collect();
        path.reverse();
        let mut bases = Vec::new();
        for pair in path.windows(2) {
            let node = inventory.vdi(pair[0]);
            let others = chains.children(pair[0]).len().saturating_sub(1);
            bases.push(Base { data: data(node), id: bases.len() as u32, held: others as u32 });
        }
        let newest_base = path.len().checked_sub(2).map(|at| inventory.vdi(path[at]));
        // right after a snapshot on a file SR the leaf still shows what the base copy holds (facts 3.11)
        let stale = newest_base.is_some_and(|base| base.usage == vdi.usage && vdi.usage.is_some());
        let leaf = match (rules.allocates_on_write(), stale) {
            (true, true) => 0.0,
            (true, false) => data(vdi),
            (false, _) => f64::NAN,
        };
        draft.disk_of.insert(index, draft.vdis.len() as u32);
        draft.vdis.push(index);
        draft.scenario.disks.push(Disk {
            sr: sr.0,
            rules,
            size: virtual_size.0 as f64,
            attached,
            bases,
            leaf,
            ..Disk::default()
        });
    }
}

fn add_job<'a>(
    draft: &mut Draft,
    inventory: &Inventory,
    plan: &'a BackupPlan,
    (starters, sequences): (&Starters<'a>, &Sequences<'_>),
    planned: &PlannedJob,
    at: usize,
    now: Timestamp,
) {
    let position = draft.scenario.jobs.len() as u32;
    let most = firings::most(plan.schedules().len());
    let schedules: Vec<&PlannedSchedule> =
        planned.schedules.iter().filter_map(|&at| plan.schedules().get(at)).collect();
    let settings = crate::backup::VmSettings::of_run(&planned.job, None);
    let mut rhythm: Vec<f64> = Vec::new();
    for (schedule, of) in schedules.iter().enumerate() {
        if !of.timing.starts() {
            continue;
        }
        let horizon = draft.scenario.horizon;
        let own = if of.timing.by_itself { firings(of, now, horizon, most) } else { Firings::default() };
        draft.left_out |= own.cut;
        let own = own.all.into_iter().map(|at| (at, None));
        let coming =
            own.chain(sequences.starts(&of.schedule.id)).filter(|(at, _)| (0.0..=horizon).contains(at));
        let fire = |(at, step)| Fire { at, job: position, schedule: schedule as u16, step };
        draft.scenario.fires.extend(coming.map(fire));
        sequences.steps_of(&of.schedule.id).for_each(|step| {
            let steps = &mut draft.sequences[step.sequence as usize];
            steps.push((step.at, position, schedule as u16));
        });
        let firings = starts(of, starters, now, horizon, most);
        if firings.len() > rhythm.len() {
            rhythm = firings;
        }
    }
    let concurrency = match settings.concurrency {
        0 => u32::MAX,
        n => u32::try_from(n).unwrap_or(u32::MAX),
    };
    let mut job = SimJob {
        concurrency,
        retries: u32::try_from(settings.retries).unwrap_or(u32::MAX).min(20),
        rhythm,
        ..SimJob::default()
    };
    for selected in &planned.selection.vms {
        let Some(vm) = selected.vm.filter(|_| !selected.own_replica) else { continue };
        let unit = draft.units.len() as u32;
        job.units.push(unit);
        draft.unit_of.insert((position, vm), unit);
        draft.units.push(UnitOf { job: planned.job.id.clone(), vm, vm_id: selected.id.clone() });
        let mut made = Unit {
            job: position,
            delta: planned.mode != crate::model::Mode::Full,
            per_schedule: vec![Retained::default(); schedules.len().max(1)],
            ..Unit::default()
        };
        let mut known = FxHashSet::default();
        for (vdi, vbd) in inventory.vdis_of(vm) {
            let Some(&disk) = draft.disk_of.get(&vdi).filter(|_| !vbd.is_cd_drive) else { continue };
            if inventory.vdi(vdi).no_backup {
                made.watched.push(disk);
            } else if known.insert(disk) {
                made.disks.push(UnitDisk { disk, ..UnitDisk::default() });
            }
        }
        draft.scenario.units.push(made);
    }
    // the order in which the job names its VMs, if it names them
    if let crate::model::VmPattern::Ids(ids) = &planned.job.vms {
        let order: FxHashMap<&ObjectId, usize> = ids.iter().enumerate().map(|(at, id)| (id, at)).collect();
        job.units.sort_by_key(|&unit| order.get(&draft.units[unit as usize].vm_id).copied());
    }
    draft.jobs.push(at);
    draft.schedules.push(schedules.iter().map(|of| of.schedule.id.clone()).collect());
    draft.job_ids.push(planned.job.id.clone());
    draft.scenario.jobs.push(job);
}

/// Lists when a schedule is due: when it fires, and when a sequence fires that names it, or that names such a sequence.
fn starts<'a>(
    of: &'a PlannedSchedule,
    starters: &Starters<'a>,
    now: Timestamp,
    horizon: f64,
    most: usize,
) -> Vec<f64> {
    let sources = starters.sources([of]).into_iter();
    let mut all: Vec<f64> = sources.flat_map(|source| firings(source, now, horizon, most).all).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

fn add_units(draft: &mut Draft, inventory: &Inventory, plan: &BackupPlan) {
    let positions: FxHashMap<&JobId, u32> =
        plan.jobs().iter().enumerate().map(|(at, planned)| (&planned.job.id, at as u32)).collect();
    for run in plan.runs() {
        let (Some(vm), Some(&job)) = (run.vm, positions.get(&run.job.id)) else { continue };
        let Some(&unit) = draft.unit_of.get(&(job, vm)) else { continue };
        let planned = &plan.jobs()[job as usize];
        let at = run.schedule.map_or(Some(0), |schedule| {
            planned.schedules.iter().position(|&at| plan.schedules()[at].schedule.id == schedule.id)
        });
        let unit = &mut draft.scenario.units[unit as usize];
        let settings = &run.settings;
        unit.bypass |= settings.bypass_vdi_chains_check;
        unit.purges |= settings.purges_snapshot_data();
        if !run.job.srs.is_empty() {
            unit.copies = unit.copies.max(u32::try_from(settings.copy_retention).unwrap_or(0));
        }
        let nobak = !unit.watched.is_empty();
        let kept = Retained {
            snapshots: u32::try_from(settings.snapshot_retention).unwrap_or(u32::MAX),
            takes_snapshot: run.has_output && run.takes_snapshot(inventory.vm(vm).running, nobak),
            exports: !run.job.remotes.is_empty() || !run.job.srs.is_empty(),
            full_interval: u32::try_from(settings.full_interval).unwrap_or(0),
        };
        if let Some(slot) = at.and_then(|at| unit.per_schedule.get_mut(at)) {
            *slot = kept;
        }
    }
}

/// Puts the snapshots of jobs on the chains, and finds the replicas and the reference of the next delta.
fn add_snapshots(draft: &mut Draft, inventory: &Inventory, chains: &Chains, plan: &BackupPlan) {
    let jobs: FxHashMap<&JobId, u32> =
        plan.jobs().iter().enumerate().map(|(at, planned)| (&planned.job.id, at as u32)).collect();
    let mut found: Vec<(Timestamp, u32, VdiIdx, u32, u16)> = Vec::new();
    let schedule_at = |job: u32, schedule: Option<&ScheduleId>| {
        let planned = &plan.jobs()[job as usize];
        let at = planned.schedules.iter().position(|&at| Some(&plan.schedules()[at].schedule.id) == schedule);
        at.map_or(u16::MAX, |at| at as u16)
    };
    for snapshot in ownership::job_snapshots(inventory) {
        let Some(&job) = jobs.get(&snapshot.job) else { continue };
        let Some(&unit) = draft.unit_of.get(&(job, snapshot.vm)) else { continue };
        let vdi = inventory.vdi(snapshot.vdi);
        let Some(&disk) = vdi.snapshot_of.target().and_then(|disk| draft.disk_of.get(&disk)) else {
            continue;
        };
        let schedule = schedule_at(job, snapshot.schedule.as_ref());
        let taken = vdi.taken().unwrap_or(Timestamp::UNIX_EPOCH);
        found.push((taken, disk, snapshot.vdi, unit, schedule));
    }
    for index in inventory.vdi_indices() {
        let vdi = inventory.vdi(index);
        let Some(keys) = vdi.backup.as_deref().filter(|keys| keys.is_copy && vdi.kind == VdiKind::Snapshot)
        else {
            continue;
        };
        let (Some(job), Some(vm)) = (
            keys.job.as_ref().and_then(|job| jobs.get(job)),
            keys.vm.as_ref().and_then(|vm| inventory.find_vm(vm)),
        ) else {
            continue;
        };
        let Some(&unit) = draft.unit_of.get(&(*job, vm)) else { continue };
        let Some(&replica) = vdi.snapshot_of.target().and_then(|disk| draft.disk_of.get(&disk)) else {
            continue;
        };
        let taken = vdi.taken().unwrap_or(Timestamp::UNIX_EPOCH);
        let schedule = schedule_at(*job, keys.schedule.as_ref());
        found.push((taken, replica, index, unit, schedule));
        pair_replica(draft, inventory, unit, replica);
    }
    found.sort_by_key(|(taken, disk, vdi, ..)| (*taken, *disk, *vdi));
    let of_jobs = found.iter().map(|(_, _, vdi, ..)| *vdi).collect();
    draft.foreign = foreign(inventory, chains, &draft.vdis, &of_jobs);
    for (_, disk, vdi, unit, schedule) in found {
        let Link::To(parent) = inventory.vdi(vdi).parent else { continue };
        let path = chains.path(inventory, draft.vdis[disk as usize]);
        let nodes: Vec<VdiIdx> = path.take(NODES_MAX).collect();
        let Some(from_leaf) = nodes.iter().position(|&node| node == parent) else { continue };
        let base = (nodes.len() - 1 - from_leaf) as u32;
        draft.scenario.disks[disk as usize].snapshots.push(Snapshot { base, unit, schedule });
        draft.of_jobs.push(HangingSnapshot { disk, base, vdi, is_of_job: true });
    }
}

/// Pairs a replica with the disk of the VM that has the same name and size.
fn pair_replica(draft: &mut Draft, inventory: &Inventory, unit: u32, replica: u32) {
    let copy = inventory.vdi(draft.vdis[replica as usize]);
    let vdis = &draft.vdis;
    let disks = &mut draft.scenario.units[unit as usize].disks;
    if disks.iter().any(|disk| disk.replica == Some(replica)) {
        return;
    }
    let same = |disk: &&mut UnitDisk| {
        let vdi = inventory.vdi(vdis[disk.disk as usize]);
        disk.replica.is_none() && vdi.size == copy.size && vdi.name == copy.name
    };
    if let Some(disk) = disks.iter_mut().find(same) {
        disk.replica = Some(replica);
    }
}

/// Drafts for tests.
#[cfg(test)]
impl Draft {
    /// Names what a scenario contains: units are `vm0`, `vm1`, …, all of a job called `job`.
    pub(in crate::forecast) fn sample(scenario: Scenario) -> Self {
        let of = |at: usize| UnitOf {
            job: "job".into(),
            vm: VmIdx(at as u32),
            vm_id: ObjectId::new(&format!("vm{at}")),
        };
        Self {
            units: (0..scenario.units.len()).map(of).collect(),
            job_ids: scenario.jobs.iter().map(|_| JobId::from("job")).collect(),
            vdis: (0..scenario.disks.len() as u32).map(VdiIdx).collect(),
            ids: Arc::new(Ids {
                srs: (0..scenario.srs.len()).map(|at| ObjectId::new(&format!("sr{at}"))).collect(),
                vdis: (0..200).map(|at| ObjectId::new(&format!("vdi{at}"))).collect(),
            }),
            schedules: scenario.jobs.iter().map(|_| vec!["at night".into(), "at noon".into()]).collect(),
            scenario,
            ..Self::default()
        }
    }
}
