//! Reads the runs of the logs as a [`ReplayedPast`].

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::past::{PastOutcome, PastTransfer, PastVm, ReplayedPast, ReplayedRun};
use super::setup::{Draft, seconds};
use crate::backup::{BackupPlan, FailureKind};
use crate::model::{Backups, JobId, Run, RunStatus, VmRun};

/// Reads the runs of planned jobs that had begun by the observation, by start: those of the logs, and `earlier` ones
/// that XO no longer has.
pub(super) fn past(
    backups: &Backups,
    earlier: &[Run],
    plan: &BackupPlan,
    draft: &Draft,
    now: Timestamp,
) -> ReplayedPast {
    let jobs: FxHashMap<&JobId, u32> =
        plan.jobs().iter().enumerate().map(|(at, planned)| (&planned.job.id, at as u32)).collect();
    let vms: FxHashMap<_, _> = draft
        .units
        .iter()
        .enumerate()
        .map(|(unit, of)| ((draft.scenario.units[unit].job, &of.vm_id), unit as u32))
        .collect();
    let mut runs = Vec::new();
    let in_logs = backups.runs.iter().flatten().map(|run| (run, false));
    for (run, is_earlier) in in_logs.chain(earlier.iter().map(|run| (run, true))) {
        let (Some(start), Some(&job)) = (run.start, run.job.as_ref().and_then(|job| jobs.get(job))) else {
            continue;
        };
        let start = seconds(now, start);
        if start > 0.0 || !run.has_tasks {
            continue;
        }
        let planned = &plan.jobs()[job as usize];
        let schedule = planned
            .schedules
            .iter()
            .position(|&at| Some(&plan.schedules()[at].schedule.id) == run.schedule.as_ref());
        let of_vm = |vm: &VmRun| Some(past_vm(*vms.get(&(job, vm.vm.as_ref()?))?, vm, run, now));
        runs.push(ReplayedRun {
            job,
            schedule: schedule.unwrap_or(0) as u16,
            start,
            end: run.end.map(|end| seconds(now, end)),
            pending: run.status == RunStatus::Pending && !is_earlier,
            is_earlier,
            vms: run.vms.iter().filter_map(of_vm).collect(),
        });
    }
    runs.sort_by(|a, b| a.start.total_cmp(&b.start));
    // a job has one run at a time: an older one that never ended is stuck, or its end was never written
    let mut newest: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, run) in runs.iter().enumerate() {
        newest.insert(run.job, at);
    }
    for (at, run) in runs.iter_mut().enumerate() {
        run.pending &= newest.get(&run.job) == Some(&at);
    }
    ReplayedPast { runs }
}

fn past_vm(unit: u32, vm: &VmRun, run: &Run, now: Timestamp) -> PastVm {
    let at = |instant: Option<Timestamp>| instant.map(|instant| seconds(now, instant));
    let transfers = vm.transfers.iter().filter_map(|transfer| {
        let moved = transfer.transfer.as_ref()?;
        Some(PastTransfer {
            start: at(moved.start())?,
            end: at(moved.end()),
            bytes: transfer.bytes.map(|bytes| bytes.0 as f64),
            full: transfer.is_full.unwrap_or(false),
        })
    });
    let outcome = match (vm.whole.status, run.status) {
        (RunStatus::Success, _) => PastOutcome::Success,
        (RunStatus::Skipped, _) => PastOutcome::Skipped,
        (RunStatus::Failure, _) => match vm.whole.error.as_deref().and_then(FailureKind::of) {
            Some(FailureKind::UnhealthyChain) => PastOutcome::Skipped,
            _ => PastOutcome::Failed,
        },
        (RunStatus::Pending, RunStatus::Pending) => PastOutcome::Pending,
        _ => PastOutcome::Unknown,
    };
    let snapshot = vm.snapshot.as_ref();
    PastVm {
        unit,
        start: at(vm.whole.start()).unwrap_or(f64::NEG_INFINITY),
        end: at(vm.whole.end()),
        outcome,
        no_room: vm.whole.error.as_deref().and_then(FailureKind::of) == Some(FailureKind::NoSpace),
        snapshot: snapshot.and_then(|phase| Some((at(phase.start())?, at(phase.end())))),
        transfer: transfers.reduce(|a, b| if a.seconds() >= b.seconds() { a } else { b }),
    }
}
