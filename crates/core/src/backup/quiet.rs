//! When backups last deleted something on an SR: deletions start its collector.
//!
//! In: inventory, plan, runs. Out: one [`Deleted`] per SR: the end of the last run with a disk or a target on the SR.
//! A run that is in progress, or was interrupted, proves nothing.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::BackupPlan;
use crate::model::{Backups, Inventory, Job, JobId, ObjectId, Run, RunStatus, SrIdx};

/// When a backup last deleted something on an SR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deleted {
    /// No run is known.
    #[default]
    Unknown,
    /// Something may be being deleted now, or was deleted by a run whose end nobody knows.
    Maybe,
    /// Nothing was deleted after this.
    Until(Timestamp),
}

impl Deleted {
    /// Returns how long nothing has been deleted; `None` if that is not known.
    #[must_use]
    pub fn quiet(self, now: Timestamp) -> Option<SignedDuration> {
        match self {
            Self::Until(at) => Some(now.duration_since(at)),
            _ => None,
        }
    }
}

/// Returns, for each SR, when backups last deleted something there.
#[must_use]
pub fn deleted(inventory: &Inventory, plan: &BackupPlan, backups: &Backups) -> Vec<Deleted> {
    let jobs: FxHashMap<&JobId, &Job> = backups.all_jobs().map(|job| (&job.id, job)).collect();
    let touched = |run: &Run| {
        let targets = run.job.as_ref().and_then(|job| jobs.get(job)).map_or(&[][..], |job| &job.srs);
        srs_of(inventory, run.vms.iter().filter_map(|vm| vm.vm.as_ref()), targets)
    };
    let mut deleted = vec![Deleted::Unknown; inventory.srs.len()];
    // runs are sorted by start, so that a run whose end nobody knows is forgotten once a later run has ended
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
