//! XOH-704: a disk has more snapshots of a job than the job is configured to keep.
//!
//! Before each snapshot and after each run XO prunes its own snapshots to the retention of each schedule, including
//! disabled ones (facts/xo-protocol.md 4.2). If there are more than that, plus one for a run in progress or
//! interrupted, XO has left some out; after a run that succeeded, with none in progress, even one more is too many. XO
//! passes over disks that are plugged into several VMs, and snapshots that no longer belong to a snapshot of their VM,
//! and says so only in its own log. They make the chain longer for good. One finding for each job that something
//! starts. Warning if a run has ended on one of the VMs, as far as the logs show: it pruned, or failed to. Otherwise
//! info. A retention that was lowered since that run looks the same until the next one; the text says so. Snapshots
//! whose data were purged (`cbt_metadata`) are not nodes of a chain and do not count.

use std::collections::BTreeMap;

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::retention::{self, KeptSnapshots};
use crate::findings::evidence::RetentionNotRespected;
use crate::findings::{Finding, Severity};
use crate::model::{JobId, RunStatus, VmIdx};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let all = retention::on_disks(analysis.inventory(), analysis.plan());
    let mut by_job: BTreeMap<&JobId, Vec<&KeptSnapshots<'_>>> = BTreeMap::new();
    for kept in all.iter().filter(|kept| kept.observed > most(analysis, kept)) {
        by_job.entry(kept.job).or_default().push(kept);
    }
    by_job.into_iter().filter_map(|(job, kept)| judge(analysis, job, &kept)).collect()
}

/// Returns the most snapshots that are not a finding: one more than is kept while a run is in progress, or may have
/// left its own behind; no more if the last run of the VM succeeded and nothing runs (XO#9985).
fn most(analysis: &Analysis, kept: &KeptSnapshots<'_>) -> u64 {
    let is_at_rest = !analysis.plan().backup_running(kept.vm) && ended_well(analysis, kept);
    if is_at_rest { kept.tolerated.left } else { kept.tolerated.peak }
}

/// Returns whether the job's last backup of the VM succeeded, and the job has not started again since.
fn ended_well(analysis: &Analysis, kept: &KeptSnapshots<'_>) -> bool {
    let Some(past) = analysis.history().and_then(|history| history.job(kept.job)) else { return false };
    let of_vm = past.vm(&analysis.inventory().vm(kept.vm).id);
    let last = of_vm.and_then(|vm| vm.backups.last());
    let is_last = last.is_some_and(|last| past.runs.last().is_some_and(|run| run.run == last.run));
    is_last && last.is_some_and(|last| last.succeeded())
}

fn judge(analysis: &Analysis, job: &JobId, kept: &[&KeptSnapshots<'_>]) -> Option<Finding> {
    let inventory = analysis.inventory();
    let worst = kept.iter().rev().max_by_key(|kept| kept.observed.saturating_sub(kept.tolerated.left))?;
    let mut vms: Vec<VmIdx> = kept.iter().map(|kept| kept.vm).collect();
    vms.dedup();
    let has_run = vms.iter().any(|&vm| has_ended(analysis, job, vm));
    Some(Finding::new(
        if has_run { Severity::Warning } else { Severity::Info },
        subjects::job(subjects::find_job(analysis, job)?),
        RetentionNotRespected {
            disk: inventory.vdi(worst.disk).name.to_string(),
            disk_id: inventory.vdi(worst.disk).id.to_string(),
            vm: inventory.vm(worst.vm).name.to_string(),
            snapshots: worst.observed,
            keeps: worst.tolerated.left,
            disks: count(kept.len()),
            vms: subjects::vm_names(inventory, &vms),
            vm_ids: vms.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect::<Vec<_>>(),
            has_run,
        },
    ))
}

/// Returns whether a backup of the VM by this job has ended, successfully or not: it had pruned by then.
fn has_ended(analysis: &Analysis, job: &JobId, vm: VmIdx) -> bool {
    let past = analysis.history().and_then(|history| history.job(job));
    let past = past.and_then(|past| past.vm(&analysis.inventory().vm(vm).id));
    past.is_some_and(|past| {
        past.backups.iter().any(|backup| match backup.status {
            RunStatus::Success | RunStatus::Skipped | RunStatus::Failure => true,
            RunStatus::Interrupted | RunStatus::Pending | RunStatus::Unknown => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::backup::BackupPlan;
    use crate::findings::Value;
    use crate::notation::NOW;

    const DAILY: &str = "0 22 * * *";

    /// Returns a delta job that keeps this many snapshots, and a disk with this many of them.
    fn world(keeps: u64, there: usize, cron: &str, runs: &[&str]) -> World {
        let bases = if there == 0 { String::new() } else { format!("base*{there} snap s job=j > ") };
        let text = format!("sr s ext vm web {{ disk root 9GiB on s: {bases}leaf }}");
        let mut world = World::new(&text).past("j", cron, &["web"], runs);
        let settings = json!({"snapshotRetention": keeps}).as_object().unwrap().clone();
        world.jobs()[0].settings.insert("j".to_owned(), settings);
        world.plan = BackupPlan::build(&world.inventory, &world.backups, NOW);
        world
    }

    #[test]
    fn more_than_are_kept_and_one() {
        let ran: &[&str] = &["9h success"];
        let cases = [
            ("none yet", world(3, 0, DAILY, ran), ""),
            ("as many as are kept", world(3, 3, DAILY, ran), ""),
            ("one more after a run that ended well", world(3, 4, DAILY, ran), "warning job j"),
            ("one more: a run, or one that was interrupted", world(3, 4, DAILY, &["9h interrupted"]), ""),
            ("one more, and a run goes on", world(3, 4, DAILY, &["9h success", "1h pending"]), ""),
            ("one more, and no log", world(3, 4, DAILY, &[]), ""),
            ("two more", world(3, 5, DAILY, ran), "warning job j"),
            ("a failed run prunes too", world(3, 5, DAILY, &["9h failure"]), "warning job j"),
            ("an interrupted one may not", world(3, 5, DAILY, &["9h interrupted"]), "info job j"),
            ("no log", world(3, 5, DAILY, &[]), "info job j"),
            ("the base of the next delta only", world(0, 1, DAILY, ran), ""),
            ("and one more", world(0, 2, DAILY, &["9h interrupted"]), ""),
            ("and two more", world(0, 3, DAILY, ran), "warning job j"),
            ("nothing starts the job", world(3, 5, "off 0 22 * * *", ran), ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn names_the_worst_disk() {
        let two = "sr s ext
            vm web { disk root 9GiB on s: base*3 snap s job=j > leaf }
            vm db { disk log 9GiB on s: base*2 snap a job=j > leaf disk data 9GiB on s: base*5 snap b job=j > leaf }";
        let world = World::new(two).past("j", DAILY, &["web", "db"], &["9h success"]);
        let found = find(&world.analysis());
        assert_eq!(show(&found), "warning job j");
        let evidence = |key: &str| fact(&found[0], key);
        assert_eq!(evidence("disk"), Some(Value::from("data")));
        assert_eq!(
            (evidence("snapshots"), evidence("keeps")),
            (Some(Value::from(5u32)), Some(Value::from(1u32)))
        );
        assert_eq!(evidence("disks"), Some(Value::from(3u32)));
    }
}
