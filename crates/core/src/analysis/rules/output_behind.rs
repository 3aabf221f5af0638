//! XOH-707: one of a job's outputs is too old.
//!
//! A job that writes to several places, or takes snapshots by another schedule, succeeds as a whole while one of its
//! targets gets nothing: [`crate::backup::rpo::late_outputs`]. Each target is measured by the pace of the schedules
//! that write to it; the snapshots that a job keeps are one of its outputs. A target that never received anything
//! counts once two successful runs have passed it by. Reported if the job as a whole is within its RPO (otherwise
//! XOH-701 reports it). Warning, one for each job and target.

use rustc_hash::FxHashSet;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::rpo::{self, LateOutput, RpoState};
use crate::findings::evidence::{OutputBehind, OutputKind};
use crate::findings::{Finding, Instant, Severity};
use crate::model::{JobId, ObjectId, RunPlace};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    let reported: FxHashSet<(&JobId, &ObjectId)> = analysis
        .rpo()
        .iter()
        .filter(|rpo| matches!(rpo.state, RpoState::Missed { .. } | RpoState::NeverSucceeded))
        .map(|rpo| (&rpo.job, &rpo.vm_id))
        .collect();
    let mut late = rpo::late_outputs(analysis.plan(), history, analysis.runs(), analysis.known_until());
    late.retain(|one| !reported.contains(&(&one.job, &one.vm_id)));
    late.chunk_by(|a, b| a.job == b.job && a.target == b.target)
        .filter_map(|one| finding(analysis, one))
        .collect()
}

fn finding(analysis: &Analysis, late: &[LateOutput]) -> Option<Finding> {
    let inventory = analysis.inventory();
    let oldest = late.iter().min_by_key(|one| one.last_good)?;
    let job = subjects::find_job(analysis, &oldest.job)?;
    let (what, id, name) = match oldest.target.as_ref() {
        None => (OutputKind::Snapshot, "".to_owned(), None),
        Some(RunPlace::Remote(id)) => (OutputKind::Repository, id.to_string(), repository_name(analysis, id)),
        Some(RunPlace::Sr(id)) => {
            let name = inventory.find_sr(id).map(|sr| inventory.sr(sr).name.to_string());
            (OutputKind::Replica, id.to_string(), name)
        }
        Some(RunPlace::Pool(_)) => return None,
    };
    let evidence = OutputBehind {
        what,
        job: job.name.clone(),
        job_id: job.id.to_string(),
        target: name.unwrap_or_else(|| id.clone()),
        target_id: id,
        vms: late.iter().map(|one| subjects::vm_name(inventory, &one.vm_id)).collect(),
        vm_ids: late.iter().map(|one| one.vm_id.to_string()).collect(),
        last_good_at: oldest.last_good.map(Instant),
        limit_minutes: u64::try_from(oldest.limit.as_mins()).ok(),
    };
    Some(Finding::new(Severity::Warning, subjects::job(job), evidence))
}

fn repository_name(analysis: &Analysis, id: &ObjectId) -> Option<String> {
    let mut all = analysis.backups().repositories.iter().flatten();
    all.find(|repository| repository.id == *id).map(|repository| repository.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    /// Returns a job with two targets, one of which got its last backup this many nights ago.
    fn world(nights: usize) -> World {
        let runs: Vec<String> = (0..6).map(|night| format!("{}h delta", 9 + 24 * (5 - night))).collect();
        let runs: Vec<&str> = runs.iter().map(String::as_str).collect();
        let mut world = World::new("sr s ext vm web { disk root 9GiB on s }").past(
            "nightly",
            "0 22 * * *",
            &["web"],
            &runs,
        );
        world.jobs()[0].remotes.push("far".into());
        let newest_first = world.backups.runs.as_mut().unwrap().iter_mut().rev();
        for run in newest_first.skip(nights) {
            for vm in &mut run.vms {
                let mut second = vm.transfers[0].clone();
                second.target = Some(RunPlace::Remote("far".into()));
                vm.transfers.push(second);
            }
        }
        world.with_setting("nightly", "exportRetention", 7)
    }

    /// A job that exports each night and keeps snapshots by another schedule, whose latest run is this.
    #[test]
    fn snapshots_are_an_output() {
        for (ran, expected) in [("3h success", ""), ("9h failure", "warning job nightly")] {
            let mut world = World::new("sr s ext vm web { disk root 9GiB on s }")
                .past(
                    "nightly",
                    "0 22 * * *",
                    &["web"],
                    &["81h delta", "57h delta", "33h delta", ran, "4h delta"],
                )
                .schedule("keep", "nightly", "0 23 * * *");
            let runs = world.backups.runs.as_mut().unwrap();
            for run in runs.iter_mut().filter(|run| run.vms.iter().any(|vm| vm.transfers.is_empty())) {
                run.schedule = Some("keep".into());
            }
            let world = world.setting("nightly", "nightly", "exportRetention", 7).setting(
                "nightly",
                "keep",
                "snapshotRetention",
                3,
            );
            assert_eq!(show(&find(&world.analysis())), expected, "{ran}");
        }
    }

    #[test]
    fn each_target_has_its_pace() {
        for (nights, expected) in [
            (0, ""),
            (1, ""),
            (2, "warning job nightly"),
            (5, "warning job nightly"),
            (6, "warning job nightly"),
        ] {
            assert_eq!(show(&find(&world(nights).analysis())), expected, "{nights}");
        }
    }
}
