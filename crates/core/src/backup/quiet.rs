//! When backups deleted something on an SR last: what starts its collector.
//!
//! In: inventory, plan, runs. Out: one [`Deleted`] per SR. The end of the last run that had a disk of the SR or a target
//! there; a run that is still going on, or was interrupted, proves nothing.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::BackupPlan;
use crate::model::{Backups, Inventory, Job, JobId, ObjectId, Run, RunStatus, SrIdx};

/// When a backup deleted something on an SR last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deleted {
    /// No run is known.
    #[default]
    Unknown,
    /// Something may be deleted now, or was by a run whose end nobody knows.
    Maybe,
    /// Not after this.
    Until(Timestamp),
}

impl Deleted {
    /// Returns for how long nothing was deleted; none where that is not known.
    #[must_use]
    pub fn quiet(self, now: Timestamp) -> Option<SignedDuration> {
        match self {
            Self::Until(at) => Some(now.duration_since(at)),
            _ => None,
        }
    }
}

/// Returns for each SR when backups deleted there last.
#[must_use]
pub fn deleted(inventory: &Inventory, plan: &BackupPlan, backups: &Backups) -> Vec<Deleted> {
    let jobs: FxHashMap<&JobId, &Job> = backups.all_jobs().map(|job| (&job.id, job)).collect();
    let touched = |run: &Run| {
        let targets = run.job.as_ref().and_then(|job| jobs.get(job)).map_or(&[][..], |job| &job.srs);
        srs_of(inventory, run.vms.iter().filter_map(|vm| vm.vm.as_ref()), targets)
    };
    let mut deleted = vec![Deleted::Unknown; inventory.srs.len()];
    // by start, so that the end of a run that nobody knows is forgotten when a later run ended
    for run in backups.runs.iter().flatten().filter(|run| !run.vms.is_empty()) {
        for sr in touched(run) {
            let known = &mut deleted[sr.at()];
            *known = match (*known, run.end) {
                (Deleted::Until(before), Some(end)) => Deleted::Until(before.max(end)),
                (_, Some(end)) => Deleted::Until(end),
                (_, None) => Deleted::Maybe,
            };
        }
    }
    for run in backups.runs.iter().flatten().filter(|run| run.status == RunStatus::Pending) {
        touched(run).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    for planned in plan.jobs().iter().filter(|planned| planned.job.running.is_some()) {
        let vms = planned.selection.vms.iter().map(|vm| &vm.id);
        srs_of(inventory, vms, &planned.job.srs).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    deleted
}

/// Lists the SRs on which backups of these VMs, or to these targets, may delete something.
fn srs_of<'a>(
    inventory: &Inventory,
    vms: impl Iterator<Item = &'a ObjectId>,
    targets: &[ObjectId],
) -> FxHashSet<SrIdx> {
    let vms = vms.filter_map(|vm| inventory.find_vm(vm));
    let sources = vms.flat_map(|vm| inventory.vdis_of(vm)).filter_map(|(vdi, _)| inventory.vdi(vdi).sr);
    let targets = targets.iter().filter_map(|sr| inventory.find_sr(sr));
    sources.chain(targets).collect()
}
