//! XOH-701: the last restore point of a VM is too old.
//!
//! The RPO is derived from the schedule that the administrator set: the last success may be 1.5 times as old as the gap
//! between two firings ([`crate::backup::rpo`]). Warning if no scheduled job of the VM has a recent enough restore
//! point; info if another job has one, or if the schedules of the job have not run at all, which XOH-507 reports. A VM
//! that failed and never succeeded, as far as the logs show, misses it too, once the oldest log is older than the
//! limit: XO prunes its logs, and earlier ones may have contained a success. A VM that no log mentions is no finding:
//! its job may be new, or its logs pruned.

use std::collections::BTreeMap;

use super::support::{silence, subjects};
use crate::analysis::Analysis;
use crate::backup::rpo::{Rpo, RpoState};
use crate::findings::evidence::RpoMissed;
use crate::findings::{Finding, Instant, Severity};
use crate::model::VmIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let mut by_vm: BTreeMap<VmIdx, Vec<&Rpo>> = BTreeMap::new();
    for rpo in analysis.rpo() {
        if let Some(vm) = rpo.vm {
            by_vm.entry(vm).or_default().push(rpo);
        }
    }
    by_vm.into_iter().filter_map(|(vm, all)| judge(analysis, vm, &all)).collect()
}

fn judge(analysis: &Analysis, vm: VmIdx, all: &[&Rpo]) -> Option<Finding> {
    let missed: Vec<&Rpo> = all.iter().copied().filter(|rpo| is_missed(analysis, rpo)).collect();
    let freshest = missed.iter().max_by_key(|rpo| rpo.last_good)?;
    let kept = all.iter().any(|rpo| matches!(rpo.state, RpoState::Kept { .. }));
    // XOH-507 then reports it, once for the job
    let silent = missed.iter().all(|rpo| is_silent(analysis, rpo));
    let since = match freshest.state {
        RpoState::Missed { since, .. } => Some(since),
        _ => None,
    };
    Some(Finding::new(
        if kept || silent { Severity::Info } else { Severity::Warning },
        subjects::vm(analysis.inventory(), vm),
        RpoMissed {
            last_good_at: freshest.last_good.map(Instant),
            since_at: since.map(Instant),
            limit_minutes: freshest.limit.and_then(|limit| u64::try_from(limit.as_mins()).ok()),
            failed_since: missed.iter().any(|rpo| has_failed(analysis, rpo)),
            other_job_keeps: kept,
            jobs: missed.iter().map(|rpo| subjects::job_name(analysis, &rpo.job)).collect::<Vec<_>>(),
            job_ids: missed.iter().map(|rpo| rpo.job.to_string()).collect::<Vec<_>>(),
        },
    ))
}

/// Returns whether nothing of the job has run, so nothing failed.
fn is_silent(analysis: &Analysis, rpo: &Rpo) -> bool {
    let job = analysis.plan().job(&rpo.job);
    !has_failed(analysis, rpo) && job.is_some_and(|job| silence::is_silent_job(analysis, job))
}

fn is_missed(analysis: &Analysis, rpo: &Rpo) -> bool {
    match rpo.state {
        RpoState::Missed { .. } => true,
        RpoState::NeverSucceeded => has_failed(analysis, rpo) || is_blank(analysis, rpo),
        RpoState::Kept { .. } | RpoState::NeverRan | RpoState::NotScheduled | RpoState::Unknown => false,
    }
}

/// Returns whether runs of the job succeeded but recorded no VM.
fn is_blank(analysis: &Analysis, rpo: &Rpo) -> bool {
    let past = analysis.history().and_then(|history| history.job(&rpo.job));
    past.is_some_and(|past| past.blank_since(analysis.runs(), analysis.known_until()).is_some())
}

/// Returns whether a backup failed or was skipped since the last success: a first backup in progress did neither.
fn has_failed(analysis: &Analysis, rpo: &Rpo) -> bool {
    let history = analysis.history();
    let past = history.and_then(|history| history.job(&rpo.job)).and_then(|job| job.vm(&rpo.vm_id));
    past.is_some_and(|past| past.failing().next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    const DAILY: &str = "0 22 * * *";

    #[test]
    fn severity_by_age() {
        let web = || World::new("sr s ext vm web { disk root 9GiB on s }");
        let daily = |runs: &[&str]| web().past("nightly", DAILY, &["web"], runs);
        let cases = [
            ("36 hours are the limit of a daily job", daily(&["36h success"]), ""),
            ("and then it is missed: the job does not run", daily(&["37h success"]), "info vm web"),
            ("it ran, and nothing came of it", daily(&["37h success", "3h refused"]), "warning vm web"),
            ("failures are no restore points", daily(&["50h success", "3h failure"]), "warning vm web"),
            ("nor are interrupted runs", daily(&["50h success", "3h interrupted"]), "warning vm web"),
            ("never succeeded", daily(&["37h failure", "3h failure"]), "warning vm web"),
            ("a success before may have been pruned", daily(&["35h failure", "3h failure"]), ""),
            ("the first run still goes on", daily(&["1h pending"]), ""),
            ("no log tells of it", daily(&[]), ""),
            ("nothing starts it", web().past("nightly", "off 0 22 * * *", &["web"], &["90h success"]), ""),
            ("weekly", web().past("weekly", "0 22 * * 0", &["web"], &["200h success"]), ""),
            ("the VM is gone", web().past("nightly", DAILY, &["gone"], &["90h success"]), ""),
            (
                "another job keeps it",
                daily(&["90h success"]).past("offsite", DAILY, &["web"], &["9h success"]),
                "info vm web",
            ),
            (
                "two jobs miss it: one finding",
                daily(&["90h success", "3h refused"]).past("offsite", DAILY, &["web"], &["50h success"]),
                "warning vm web",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn logs_that_were_not_read_prove_nothing() {
        let mut world = World::new("sr s ext vm web { disk root 9GiB on s }").past("j", DAILY, &["web"], &[]);
        world.backups.runs = None;
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
