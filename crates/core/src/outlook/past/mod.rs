//! What the logs say about the next run: what failed last, what never started, what blocks the job.

mod again;
mod starts;

pub(super) use again::Again;
pub(super) use starts::{Lock, interrupted, lock, not_started, refused};

use super::cause::Cause;
use super::known::Known;
use super::risk::Risk;
use super::values::{BackupError, Basis};
use crate::backup::FailureKind;
use crate::backup::history::VmHistory;
use crate::forecast::Verdict;
use crate::model::{ObjectId, Run, RunPlace, RunStatus, SrIdx, VmRun};
use crate::storage;

/// How likely a snapshot fails again for lack of room if no more is free than when it failed. A guess: nine in ten,
/// because more was written since, but someone may make room before the run.
const NO_MORE_ROOM: f64 = 0.9;

/// Returns the risk of a VM whose last backup failed for lack of room on an SR that has had no more room since: no
/// successful backup deleted anything there, and nothing is left to merge.
pub(super) fn no_more_room(
    known: &Known<'_>,
    past: &VmHistory,
    verdict: &Verdict,
    targets: &[ObjectId],
) -> Option<Risk> {
    let runs = known.analysis.runs();
    let last = past.backups.iter().rev().find(|backup| backup.end().is_some())?;
    let error = last.of(runs).whole.error.as_deref()?;
    if last.status != RunStatus::Failure || FailureKind::of(error) != Some(FailureKind::NoSpace) {
        return None;
    }
    let ended = last.end()?;
    let failed_on = failed_target(last.of(runs)).and_then(|id| known.find_sr(id));
    let sr = failed_on.or_else(|| tightest(known, verdict))?;
    if known.moves(sr) || freed_space_since(known, sr, ended) || surely_fits(known, verdict, sr) {
        return None;
    }
    let free_bytes = known.inventory().sr(sr).free()?;
    let sr_id = known.sr_id(sr).clone();
    let is_target = failed_on.is_some() && targets.contains(&sr_id);
    let cause = Cause::NoMoreRoomThanThen { sr_id: sr_id.clone(), free_bytes, at: Some(ended) };
    let risk = Risk::of(BackupError::NoSpace, NO_MORE_ROOM, cause, Basis::Log).on_sr(Some(&sr_id));
    Some(if is_target { risk.losing(super::Output::Sr { id: sr_id }) } else { risk })
}

/// Returns the SR on which a copy failed.
fn failed_target(vm: &VmRun) -> Option<&ObjectId> {
    let failed = vm.transfers.iter().find(|transfer| transfer.export.status == RunStatus::Failure)?;
    match &failed.target {
        Some(RunPlace::Sr(id)) => Some(id),
        _ => None,
    }
}

/// Returns the SR with the least free space of those whose disks are snapshotted.
fn tightest(known: &Known<'_>, verdict: &Verdict) -> Option<SrIdx> {
    let srs = verdict.vdis.iter().filter_map(|&vdi| known.inventory().vdi(vdi).sr);
    let free = srs.filter_map(|sr| Some((known.inventory().sr(sr).free()?, sr)));
    free.min().map(|(_, sr)| sr)
}

/// Returns whether a backup that has since succeeded deleted something on an SR.
fn freed_space_since(known: &Known<'_>, sr: SrIdx, since: jiff::Timestamp) -> bool {
    let sr_id = known.sr_id(sr);
    let touches = |run: &Run, vm: &VmRun| {
        let to_it =
            vm.transfers.iter().any(|one| matches!(&one.target, Some(RunPlace::Sr(id)) if id == sr_id));
        let on_it = || {
            let vm = vm.vm.as_ref().and_then(|id| known.inventory().find_vm(id));
            vm.is_some_and(|vm| {
                known.inventory().vdis_of(vm).any(|(vdi, _)| known.inventory().vdi(vdi).sr == Some(sr))
            })
        };
        run.start.is_some() && (to_it || on_it())
    };
    // runs are sorted by start; one that ends after an instant may have started before it
    let late = known.analysis.runs().iter().rev().filter(|run| run.end.is_none_or(|end| end > since));
    late.flat_map(|run| run.vms.iter().map(move |vm| (run, vm))).any(|(run, vm)| {
        let ended = vm.whole.end().is_some_and(|end| end > since);
        ended && vm.whole.status == RunStatus::Success && touches(run, vm)
    })
}

/// Returns whether more is free than the snapshots can possibly need.
fn surely_fits(known: &Known<'_>, verdict: &Verdict, sr: SrIdx) -> bool {
    let (inventory, chains) = (known.inventory(), known.analysis.chains());
    let Some(free) = inventory.sr(sr).free() else { return false };
    let running = verdict.vm.is_some_and(|vm| inventory.vm(vm).running);
    let here = verdict.vdis.iter().filter(|&&vdi| inventory.vdi(vdi).sr == Some(sr));
    let needs = here.map(|&vdi| storage::snapshot_need(inventory, chains, vdi, running));
    let most = needs.map(|need| need.map(|need| need.guard.bytes.high));
    let all: Option<Vec<_>> = most.collect();
    all.is_some_and(|all| !all.is_empty() && all.into_iter().sum::<crate::units::Bytes>() <= free)
}
