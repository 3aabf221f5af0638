//! The snapshots that each job keeps on each disk: as configured, and as found.
//!
//! In: inventory and plan. Out: [`KeptSnapshots`] on the disks of the source, [`KeptCopies`] on the targets of
//! replications. Rules: facts/xo-protocol.md 4.2. What is configured and what is found differ: snapshots leak, have
//! yet to be pruned, or have not been taken yet.

use rustc_hash::FxHashMap;

use super::{BackupPlan, PlannedRun, ownership};
use crate::model::{Inventory, Job, JobId, JobKind, Mode, ObjectId, VdiIdx, VdiRole, VmIdx};

/// The snapshots of one job on one disk of a VM that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSnapshots<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The VM.
    pub vm: VmIdx,
    /// The disk.
    pub disk: VdiIdx,
    /// How many the settings keep.
    pub configured: Configured,
    /// What pruning leaves: the same, plus the snapshots of schedules that nothing starts, which are kept too.
    pub tolerated: Configured,
    /// The snapshots with data that exist now.
    pub observed: u64,
    /// The lists of changed blocks that exist now; these are not nodes of a chain.
    pub observed_metadata: u64,
}

/// How many snapshots of one disk the settings of a job keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Configured {
    /// The most that are left after a good run.
    pub left: u64,
    /// The most that exist during a run: XO prunes before the new snapshot, not after it.
    pub peak: u64,
}

/// The replicas of one VM that a job keeps on one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCopies<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The VM as the job names it.
    pub vm_id: &'a ObjectId,
    /// The SR as the job names it.
    pub sr_id: &'a ObjectId,
    /// How many the settings keep: snapshots of one replica (delta), or whole replicas (full).
    pub configured: Configured,
}

impl KeptSnapshots<'_> {
    /// Returns the most snapshots that a run will meet: more may exist now than are configured.
    #[must_use]
    pub fn peak(&self) -> u64 {
        let taken = self.configured.peak.saturating_sub(self.configured.left);
        self.configured.peak.max(self.observed.saturating_add(taken))
    }
}

/// Lists what each job keeps on each disk that it snapshots, sorted by job id, VM and disk. Disks that backups leave
/// out are left out; schedules that nothing starts do not count.
#[must_use]
pub fn on_disks<'a>(inventory: &Inventory, plan: &'a BackupPlan) -> Vec<KeptSnapshots<'a>> {
    let configured = configured(inventory, plan);
    let observed = observed(inventory);
    let mut kept: Vec<_> = configured
        .into_iter()
        .flat_map(|((job, vm), (configured, tolerated))| {
            let observed = &observed;
            disks(inventory, vm).map(move |disk| {
                let found =
                    observed.get(job).and_then(|of_job| of_job.get(&disk)).copied().unwrap_or_default();
                KeptSnapshots {
                    job,
                    vm,
                    disk,
                    configured,
                    tolerated,
                    observed: found.0,
                    observed_metadata: found.1,
                }
            })
        })
        .collect();
    kept.sort_by_key(|kept| (kept.job, kept.vm, kept.disk));
    kept
}

/// Lists what each job keeps on its targets, in the order of [`BackupPlan::runs`]; schedules that nothing starts do
/// not count.
#[must_use]
pub fn on_targets(plan: &BackupPlan) -> Vec<KeptCopies<'_>> {
    let mut kept: Vec<KeptCopies<'_>> = Vec::new();
    let mut positions = FxHashMap::default();
    for run in plan.runs().filter(|run| run.enabled) {
        for sr_id in &run.job.srs {
            let settings = run.settings.clone().with_target(run.job, sr_id);
            let at = *positions.entry((&run.job.id, run.vm_id, sr_id)).or_insert_with(|| {
                let configured = Configured::default();
                kept.push(KeptCopies { job: &run.job.id, vm_id: run.vm_id, sr_id, configured });
                kept.len() - 1
            });
            let configured = &mut kept[at].configured;
            configured.left = configured.left.saturating_add(settings.copy_retention);
            let taken = u64::from(configured.left > 0 && !settings.delete_first);
            configured.peak = configured.peak.max(configured.left.saturating_add(taken));
        }
    }
    kept
}

/// What the schedules of one job require on one VM.
#[derive(Default)]
struct Required {
    retention: u64,
    /// Whether some schedule keeps no snapshot but the one that the next delta starts from.
    reference: bool,
    takes_snapshot: bool,
}

impl Required {
    fn add(&mut self, run: &PlannedRun<'_>, vm_running: bool, has_nobak_disk: bool) {
        let settings = &run.settings;
        self.retention = self.retention.saturating_add(settings.snapshot_retention);
        let is_delta = run.job.kind != JobKind::Backup(Mode::Full);
        self.reference |= is_delta && settings.snapshot_retention == 0 && !settings.purges_snapshot_data();
        self.takes_snapshot |= run.takes_snapshot(vm_running, has_nobak_disk);
    }

    fn configured(&self) -> Configured {
        let left = self.retention.saturating_add(u64::from(self.reference));
        Configured { left, peak: left.saturating_add(u64::from(self.takes_snapshot)) }
    }
}

/// Returns what each job is to keep on each VM that something makes it back up, and what it tolerates there.
fn configured<'a>(
    inventory: &Inventory,
    plan: &'a BackupPlan,
) -> Vec<((&'a JobId, VmIdx), (Configured, Configured))> {
    let mut required: FxHashMap<(&JobId, VmIdx), (Option<Required>, Required)> = FxHashMap::default();
    for run in plan.runs().filter(|run| run.has_output) {
        let Some(vm) = run.vm else { continue };
        let has_nobak_disk = inventory.vdis_of(vm).any(|(vdi, _)| inventory.vdi(vdi).no_backup);
        let running = inventory.vm(vm).running;
        let job: &'a Job = run.job;
        let (enabled, all) = required.entry((&job.id, vm)).or_default();
        all.add(&run, running, has_nobak_disk);
        if run.enabled {
            enabled.get_or_insert_default().add(&run, running, has_nobak_disk);
        }
    }
    let started = required
        .into_iter()
        .filter_map(|(key, (enabled, all))| Some((key, (enabled?.configured(), all.configured()))));
    started.collect()
}

/// Counts snapshots with data, and lists of changed blocks, by job and disk.
fn observed(inventory: &Inventory) -> FxHashMap<&JobId, FxHashMap<VdiIdx, (u64, u64)>> {
    let mut observed: FxHashMap<_, FxHashMap<_, (u64, u64)>> = FxHashMap::default();
    for (snapshot, disk, job) in ownership::each_job_snapshot(inventory) {
        let counts = observed.entry(job).or_default().entry(disk).or_default();
        match inventory.vdi(snapshot).role {
            VdiRole::CbtMetadata => counts.1 += 1,
            VdiRole::Disk | VdiRole::Internal => counts.0 += 1,
        }
    }
    observed
}

fn disks(inventory: &Inventory, vm: VmIdx) -> impl Iterator<Item = VdiIdx> {
    inventory
        .vdis_of(vm)
        .filter(|(vdi, vbd)| !vbd.is_cd_drive && !inventory.vdi(*vdi).no_backup)
        .map(|(vdi, _)| vdi)
}

#[cfg(test)]
mod tests;
