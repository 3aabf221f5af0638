//! The snapshots that a plan may delete: those of nobody, those of a job, those of a replica; each list in the order of
//! deletion.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashSet;

use super::candidate;
use super::{Object, ObjectKind};
use crate::backup::VmSettings;
use crate::backup::ownership::{self, Owner};
use crate::model::{JobId, ObjectId, SrIdx, VdiIdx, VdiKind, VdiRole, VmIdx};
use crate::outlook::known::Known;

/// A snapshot younger than this may belong to today's work.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A snapshot of a disk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DiskSnapshot {
    pub(super) vdi: VdiIdx,
    pub(super) at: Option<Timestamp>,
}

impl DiskSnapshot {
    /// Returns whether it was taken within the last day.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        self.at.is_some_and(|at| now.duration_since(at) < DAY)
    }
}

/// Lists the snapshots on an SR that no job keeps: the oldest first, but those of the last day at the end.
pub(super) fn foreign_on(known: &Known<'_>, sr: SrIdx) -> Vec<DiskSnapshot> {
    let all = known.inventory().sr(sr).vdis.iter().copied().filter(|&vdi| is_foreign(known, vdi));
    sorted(known, all)
}

/// The same for the chains of some disks.
pub(super) fn foreign_of(known: &Known<'_>, disks: &[VdiIdx]) -> Vec<DiskSnapshot> {
    let (inventory, chains) = (known.inventory(), known.analysis.chains());
    let nodes: FxHashSet<VdiIdx> =
        disks.iter().flat_map(|&disk| chains.path(inventory, disk).take(PATH_MAX)).collect();
    let hangs = |vdi: &VdiIdx| inventory.vdi(*vdi).parent.target().is_some_and(|at| nodes.contains(&at));
    let srs: FxHashSet<SrIdx> = disks.iter().filter_map(|&disk| inventory.vdi(disk).sr).collect();
    let all = srs.into_iter().flat_map(|sr| inventory.sr(sr).vdis.iter().copied());
    in_turn(known, sorted(known, all.filter(hangs).filter(|&vdi| is_foreign(known, vdi))))
}

/// Takes one snapshot of each disk in turn, so that no disk loses more than necessary; those of the last day stay at
/// the end.
fn in_turn(known: &Known<'_>, sorted: Vec<DiskSnapshot>) -> Vec<DiskSnapshot> {
    let now = known.analysis.now();
    let mut seen: BTreeMap<Option<VdiIdx>, u32> = BTreeMap::new();
    let mut numbered: Vec<(bool, u32, DiskSnapshot)> = Vec::new();
    for one in sorted {
        let disk = known.inventory().vdi(one.vdi).snapshot_of.target();
        let number = seen.entry(disk).or_default();
        *number += 1;
        numbered.push((one.is_fresh(now), *number, one));
    }
    // a stable sort: within one turn, the oldest stay first
    numbered.sort_by_key(|(is_fresh, number, _)| (*is_fresh, *number));
    numbered.into_iter().map(|(.., one)| one).collect()
}

/// The most nodes of a chain that are examined: twice what the storage allows.
const PATH_MAX: usize = 64;

fn sorted(known: &Known<'_>, all: impl Iterator<Item = VdiIdx>) -> Vec<DiskSnapshot> {
    let now = known.analysis.now();
    let mut all: Vec<DiskSnapshot> = all.map(|vdi| disk_snapshot(known, vdi)).collect();
    all.sort_by_key(|one| (one.is_fresh(now), one.at, one.vdi));
    all
}

fn disk_snapshot(known: &Known<'_>, vdi: VdiIdx) -> DiskSnapshot {
    DiskSnapshot { vdi, at: known.inventory().vdi(vdi).taken() }
}

/// Returns whether only a person, another tool, or a job that no longer exists keeps a snapshot, and it is neither
/// being made nor in use.
fn is_foreign(known: &Known<'_>, index: VdiIdx) -> bool {
    let inventory = known.inventory();
    let plan = known.analysis.plan();
    let vdi = inventory.vdi(index);
    let is_used = vdi.vbds.iter().any(|&vbd| inventory.vbd(vbd).attached);
    if vdi.kind != VdiKind::Snapshot || vdi.role != VdiRole::Disk || is_used {
        return false;
    }
    if !known.analysis.chains().children(index).is_empty() {
        return false;
    }
    match ownership::of_vdi(vdi, plan) {
        Owner::Other | Owner::OldDelta => !is_of_replica(known, index),
        Owner::Job(owner) => owner.job_exists == Some(false),
        Owner::Temporary | Owner::Replica => false,
    }
}

/// Returns whether a snapshot belongs to a replica, whatever its keys say.
fn is_of_replica(known: &Known<'_>, index: VdiIdx) -> bool {
    let inventory = known.inventory();
    let disk = inventory.vdi(index).snapshot_of.target();
    let vms: Vec<VmIdx> = disk.map(|disk| inventory.vms_of(disk)).unwrap_or_default();
    vms.iter().any(|&vm| inventory.vm(vm).start_blocked)
}

/// Lists the snapshots that jobs keep of VMs, by disk, the oldest first.
pub(super) fn of_jobs(
    known: &Known<'_>,
    jobs: &[JobId],
    vms: &FxHashSet<&ObjectId>,
) -> Vec<Vec<DiskSnapshot>> {
    let inventory = known.inventory();
    let mut by_disk: BTreeMap<VdiIdx, Vec<DiskSnapshot>> = BTreeMap::new();
    for snapshot in ownership::job_snapshots(inventory) {
        let is_asked = jobs.contains(&snapshot.job) && vms.contains(&inventory.vm(snapshot.vm).id);
        let vdi = inventory.vdi(snapshot.vdi);
        if let (true, VdiRole::Disk, Some(disk)) = (is_asked, vdi.role, vdi.snapshot_of.target()) {
            by_disk.entry(disk).or_default().push(disk_snapshot(known, snapshot.vdi));
        }
    }
    let mut all: Vec<Vec<DiskSnapshot>> = by_disk.into_values().collect();
    all.iter_mut().for_each(|of_disk| of_disk.sort_by_key(|one| (one.at, one.vdi)));
    all
}

/// Lists the snapshots of a job's replicas on an SR, the oldest first; the newest of each disk is left out, because the
/// next delta is based on it.
pub(super) fn of_replicas(known: &Known<'_>, job: &JobId, sr: SrIdx) -> Vec<DiskSnapshot> {
    let inventory = known.inventory();
    let mut by_disk: BTreeMap<VdiIdx, Vec<DiskSnapshot>> = BTreeMap::new();
    for &index in &inventory.sr(sr).vdis {
        let vdi = inventory.vdi(index);
        let is_copy = vdi.backup.as_ref().is_some_and(|keys| keys.is_copy && keys.job.as_ref() == Some(job));
        if let (true, VdiKind::Snapshot, Some(disk)) = (is_copy, vdi.kind, vdi.snapshot_of.target()) {
            by_disk.entry(disk).or_default().push(disk_snapshot(known, index));
        }
    }
    let mut all = Vec::new();
    for mut of_disk in by_disk.into_values() {
        of_disk.sort_by_key(|one| (one.at, one.vdi));
        of_disk.pop();
        all.extend(of_disk);
    }
    all.sort_by_key(|one| (one.at, one.vdi));
    all
}

/// Returns the most snapshots that any schedule of a job keeps, or `None` if it keeps none.
pub(super) fn retention(known: &Known<'_>, job: &JobId) -> Option<u32> {
    let plan = known.analysis.plan();
    let planned = plan.job(job)?;
    let of = |schedule| VmSettings::of_run(&planned.job, schedule).snapshot_retention;
    let started = plan.schedules_of(job).filter(|planned| planned.timing.starts());
    let most = started.map(|planned| of(Some(&planned.schedule.id))).max()?;
    u32::try_from(most).ok().filter(|most| *most > 0)
}

/// Names snapshots: each VM once, before its snapshots.
pub(super) fn objects(known: &Known<'_>, all: &[DiskSnapshot]) -> Vec<Object> {
    let inventory = known.inventory();
    let mut objects: Vec<Object> = Vec::new();
    for one in all {
        let disk = inventory.vdi(one.vdi).snapshot_of.target();
        let vm = disk.and_then(|disk| inventory.vms_of(disk).first().copied());
        let vm = vm.map(|vm| candidate::vm(known, &inventory.vm(vm).id));
        objects.extend(vm.filter(|vm| !objects.iter().any(|of| of.id == vm.id)));
        objects.push(candidate::vdi(known, one.vdi, ObjectKind::Snapshot));
    }
    objects
}
