//! SRs on which merges wait and do not go on.

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use super::subjects;
use crate::analysis::Analysis;
use crate::model::{ObjectId, Run, RunStatus, SrIdx};
use crate::storage::{self, Stall};

/// A collector that stands still.
#[derive(Clone, Copy)]
pub(in crate::analysis::rules) struct Stalled {
    pub(in crate::analysis::rules) how: Stall,
    /// When backups deleted something there last; none where that is not known.
    pub(in crate::analysis::rules) quiet_since: Option<Timestamp>,
}

/// Lists for each SR whether its merges go on, in the order of the inventory.
pub(in crate::analysis::rules) fn stalls(analysis: &Analysis) -> Vec<Option<Stalled>> {
    let srs = analysis.inventory().sr_indices().zip(deleted(analysis));
    srs.map(|(sr, deleted)| judge(analysis, sr, deleted)).collect()
}

fn judge(analysis: &Analysis, sr: SrIdx, deleted: Deleted) -> Option<Stalled> {
    let quiet_since = match deleted {
        Deleted::Maybe => return None,
        Deleted::Unknown => None,
        Deleted::Until(at) => Some(at),
    };
    let (inventory, gc) = (analysis.inventory(), analysis.collector(sr));
    if gc.pending_inner == 0 {
        return None;
    }
    let backlog = storage::backlog(inventory, analysis.chains(), sr);
    let quiet = quiet_since.map(|since| analysis.now().duration_since(since));
    let how = storage::stall(gc, &backlog, quiet, analysis.now())?;
    Some(Stalled { how, quiet_since })
}

/// Says when a backup deleted something on an SR last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Deleted {
    /// No run is known.
    #[default]
    Unknown,
    /// Something may be deleted now, or was by a run whose end nobody knows.
    Maybe,
    /// Not after this.
    Until(Timestamp),
}

/// Tells for each SR when backups deleted there last.
fn deleted(analysis: &Analysis) -> Vec<Deleted> {
    let mut deleted = vec![Deleted::Unknown; analysis.inventory().srs.len()];
    // by start, so that the end of a run that nobody knows is forgotten when a later run ended
    for run in analysis.backups().runs.iter().flatten().filter(|run| !run.vms.is_empty()) {
        for sr in touched(analysis, run) {
            let known = &mut deleted[sr.at()];
            *known = match (*known, run.end) {
                (Deleted::Until(before), Some(end)) => Deleted::Until(before.max(end)),
                (_, Some(end)) => Deleted::Until(end),
                (_, None) => Deleted::Maybe,
            };
        }
    }
    let pending = |run: &&Run| run.status == RunStatus::Pending;
    for run in analysis.backups().runs.iter().flatten().filter(pending) {
        touched(analysis, run).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    for planned in analysis.plan().jobs().iter().filter(|planned| planned.job.running.is_some()) {
        let vms = planned.selection.vms.iter().map(|vm| &vm.id);
        srs_of(analysis, vms, &planned.job.srs).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    deleted
}

/// Lists the SRs on which a run may have deleted something.
fn touched(analysis: &Analysis, run: &Run) -> FxHashSet<SrIdx> {
    let job = run.job.as_ref().and_then(|job| subjects::find_job(analysis, job));
    let targets = job.map_or(&[][..], |job| &job.srs);
    srs_of(analysis, run.vms.iter().filter_map(|vm| vm.vm.as_ref()), targets)
}

fn srs_of<'a>(
    analysis: &Analysis,
    vms: impl Iterator<Item = &'a ObjectId>,
    targets: &[ObjectId],
) -> FxHashSet<SrIdx> {
    let inventory = analysis.inventory();
    let vms = vms.filter_map(|vm| inventory.find_vm(vm));
    let sources = vms.flat_map(|vm| inventory.vdis_of(vm)).filter_map(|(vdi, _)| inventory.vdi(vdi).sr);
    let targets = targets.iter().filter_map(|sr| inventory.find_sr(sr));
    sources.chain(targets).collect()
}
