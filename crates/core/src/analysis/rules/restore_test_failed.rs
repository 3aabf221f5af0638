//! XOH-706: the restore test of a backup failed.
//!
//! XO restores the backup to a test VM and starts it; if that fails, its log calls the whole backup failed. The backup
//! exists all the same, and counts as a restore point everywhere else; it is only unproven. Reported for the last test
//! of each VM, one finding for each job. Warning if something starts the job, as far as that was read, otherwise info.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::PlannedJob;
use crate::backup::history::{JobHistory, VmHistory};
use crate::findings::evidence::RestoreTestFailed;
use crate::findings::{Finding, Instant, Severity};
use crate::model::{ObjectId, Phase, Run};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    let with_past = analysis.plan().jobs().iter().filter_map(|job| Some((job, history.job(&job.job.id)?)));
    with_past.filter_map(|(job, past)| judge(analysis, job, past)).collect()
}

fn judge(analysis: &Analysis, job: &PlannedJob, past: &JobHistory) -> Option<Finding> {
    let vms = job.selection.vms.iter().map(|vm| &vm.id);
    let failed: Vec<(&ObjectId, &Phase)> =
        vms.filter_map(|id| Some((id, failed_test(past.vm(id)?, analysis.runs())?))).collect();
    let (_, last) = failed.iter().max_by_key(|(_, test)| test.end())?;
    let error = last.error.as_deref();
    let evidence = RestoreTestFailed {
        vms: failed.iter().map(|(id, _)| subjects::vm_name(analysis.inventory(), id)).collect(),
        vm_ids: failed.iter().map(|(id, _)| id.to_string()).collect(),
        tested_at: last.end().or(last.start()).map(Instant),
        error: error.map(|error| error.message.to_string()),
        error_code: error.and_then(|error| error.code.as_ref()).map(ToString::to_string),
    };
    let is_enabled = analysis.plan().starts(&job.job.id) != Some(false);
    let severity = if is_enabled { Severity::Warning } else { Severity::Info };
    Some(Finding::new(severity, subjects::job(&job.job), evidence))
}

/// Returns the last test of a VM's backups, if that failed.
fn failed_test<'a>(past: &VmHistory, runs: &'a [Run]) -> Option<&'a Phase> {
    let newest_first = past.backups.iter().rev();
    let mut tested = newest_first
        .flat_map(|backup| &backup.of(runs).transfers)
        .filter_map(|transfer| transfer.health_check.as_deref());
    tested.next().filter(|test| test.status.failed_or_skipped())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::model::{LogError, RunStatus};

    /// Adds a test to the transfers of the newest run, whose VM XO then calls failed.
    fn tested(mut world: World, status: RunStatus) -> World {
        let run = world.backups.runs.as_mut().unwrap().last_mut().unwrap();
        for vm in &mut run.vms {
            for transfer in &mut vm.transfers {
                let error = status
                    .failed_or_skipped()
                    .then(|| Box::new(LogError { code: None, message: "no agent".into() }));
                transfer.transfer = Some(transfer.export.clone());
                transfer.export.status = status;
                transfer.health_check = Some(Box::new(Phase::new(run.start, run.end, status, error)));
            }
            vm.whole.status = status;
        }
        run.status = status;
        world
    }

    fn world(status: RunStatus) -> World {
        let world = World::new("sr s ext vm web { disk root 9GiB on s }").past(
            "nightly",
            "0 22 * * *",
            &["web"],
            &["57h delta", "33h delta", "9h delta"],
        );
        tested(world, status)
    }

    #[test]
    fn a_test_that_failed_is_no_failed_backup() {
        let failed = world(RunStatus::Failure).analysis();
        assert_eq!(show(&find(&failed)), "warning job nightly");
        assert!(
            failed.rpo().iter().all(|rpo| matches!(rpo.state, crate::backup::rpo::RpoState::Kept { .. }))
        );
        assert_eq!(show(&find(&world(RunStatus::Success).analysis())), "");
    }
}
