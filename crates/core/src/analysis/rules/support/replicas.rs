//! The replicas that enabled jobs keep on SRs.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::Analysis;
use crate::backup::retention;
use crate::model::{Inventory, JobId, JobKind, Mode, ObjectId, SrIdx, VdiIdx, VdiKind, VmIdx};
use crate::storage;

/// What one job keeps on one SR.
pub(in crate::analysis::rules) struct Replication<'a> {
    pub(in crate::analysis::rules) job: &'a JobId,
    pub(in crate::analysis::rules) sr: SrIdx,
    /// The job moves whole VMs each time; otherwise only changes, into the same replica.
    pub(in crate::analysis::rules) is_full: bool,
    /// The most copies of a VM that it keeps.
    pub(in crate::analysis::rules) kept: u64,
    /// The VMs that it replicates there, and whether the next copy is made before an old one is deleted.
    pub(in crate::analysis::rules) vms: Vec<(VmIdx, bool)>,
    /// The disks of replicas that are continued: those of covered VMs with the job's snapshots.
    pub(in crate::analysis::rules) disks: Vec<VdiIdx>,
    /// There is any copy of these VMs.
    pub(in crate::analysis::rules) has_any: bool,
}

impl Replication<'_> {
    /// Lists the disks of replicas whose next snapshot the storage refuses because of the length of their chains.
    pub(in crate::analysis::rules) fn at_limit(&self, analysis: &Analysis) -> Vec<VdiIdx> {
        let Some(limit) = storage::chain_limit(analysis.inventory(), self.sr) else { return Vec::new() };
        let disks = self.disks.iter().copied();
        disks.filter(|&disk| !self.is_full && analysis.chains().node(disk).depth >= limit).collect()
    }
}

/// Lists what enabled jobs replicate to SRs, by job and SR.
///
/// A replica is recognised by what XO writes on its snapshots: the keys on its VM are removed after each run
/// (facts/xo-protocol.md 3.3, 4.2).
pub(in crate::analysis::rules) fn replications<'a>(analysis: &'a Analysis) -> Vec<Replication<'a>> {
    let inventory = analysis.inventory();
    let modes: FxHashMap<&JobId, bool> = analysis
        .plan()
        .jobs()
        .iter()
        .map(|planned| (&planned.job.id, planned.job.kind == JobKind::Backup(Mode::Full)))
        .collect();
    let mut found: BTreeMap<(&JobId, SrIdx), Replication<'_>> = BTreeMap::new();
    let mut covered: FxHashSet<(&JobId, SrIdx, &ObjectId)> = FxHashSet::default();
    for copies in
        retention::on_targets(analysis.plan()).into_iter().filter(|copies| copies.configured.left > 0)
    {
        let Some(sr) = inventory.find_sr(copies.sr_id) else { continue };
        // nothing is copied of a VM that is gone
        let Some(vm) = inventory.find_vm(copies.vm_id) else { continue };
        covered.insert((copies.job, sr, copies.vm_id));
        let entry = found.entry((copies.job, sr)).or_insert_with(|| Replication {
            job: copies.job,
            sr,
            is_full: modes.get(copies.job).copied().unwrap_or(false),
            kept: 0,
            vms: Vec::new(),
            disks: Vec::new(),
            has_any: false,
        });
        entry.kept = entry.kept.max(copies.configured.left);
        let adds = copies.configured.peak > copies.configured.left;
        entry.vms.push((vm, adds));
    }
    for (job, sr, vm, disk) in copies(inventory) {
        // nothing is written any more to the replica of a VM that the job no longer covers
        if vm.is_some_and(|vm| !covered.contains(&(job, sr, vm))) {
            continue;
        }
        let Some(replication) = found.get_mut(&(job, sr)) else { continue };
        replication.has_any = true;
        replication.disks.extend(disk);
    }
    for replication in found.values_mut() {
        replication.disks.sort_unstable();
        replication.disks.dedup();
    }
    found.into_values().collect()
}

/// Lists what is marked as a copy: the job, the SR, the VM that was backed up, and for a snapshot the replica's disk.
fn copies(inventory: &Inventory) -> impl Iterator<Item = (&JobId, SrIdx, Option<&ObjectId>, Option<VdiIdx>)> {
    inventory.vdi_indices().filter_map(|index| {
        let vdi = inventory.vdi(index);
        let keys = vdi.backup.as_deref().filter(|keys| keys.is_copy)?;
        let disk = vdi.snapshot_of.target().filter(|_| vdi.kind == VdiKind::Snapshot);
        let disk = disk.filter(|&disk| inventory.vdi(disk).sr == vdi.sr);
        Some((keys.job.as_ref()?, vdi.sr?, keys.vm.as_ref(), disk))
    })
}
