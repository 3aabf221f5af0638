//! XOH-703: a job fails time after time.
//!
//! One failure heals by itself at the next run; three in a row do not. Counted for each VM of a job since its last
//! success, including skips, and for the job as a whole if it ends before the first VM. Interrupted runs and refusals
//! ("already running") say nothing about the VM and are ignored. One finding for each job: warning if something starts
//! the job, as far as that was read, otherwise info. VMs that the job no longer names are left out.

use jiff::Timestamp;

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::PlannedJob;
use crate::backup::history::{JobHistory, RunOutcome, VmHistory};
use crate::findings::evidence::RecurringFailure;
use crate::findings::{Finding, Instant, Severity};
use crate::model::{LogError, ObjectId, Run};

/// This many failures in a row are no accident. Our choice: a restart of the network or of a repository costs one run,
/// or two.
const IN_A_ROW: usize = 3;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    let with_past = analysis.plan().jobs().iter().filter_map(|job| Some((job, history.job(&job.job.id)?)));
    with_past.filter_map(|(job, past)| judge(analysis, job, past)).collect()
}

/// Failures in a row.
struct Streak<'a> {
    /// The VM; `None` for the job as a whole.
    vm: Option<&'a ObjectId>,
    count: usize,
    since: Option<Timestamp>,
    last_error: Option<&'a LogError>,
}

fn judge(analysis: &Analysis, job: &PlannedJob, past: &JobHistory) -> Option<Finding> {
    let of_vms = job.selection.vms.iter().filter_map(|vm| of_vm(past.vm(&vm.id)?, analysis.runs()));
    let streaks: Vec<Streak<'_>> =
        of_vms.chain(of_job(past, analysis.runs())).filter(|all| all.count >= IN_A_ROW).collect();
    let longest = streaks.iter().max_by_key(|streak| streak.count)?;
    // a job that is not known to be off has run three times
    let is_enabled = analysis.plan().starts(&job.job.id) != Some(false);
    let vms: Vec<&ObjectId> = streaks.iter().filter_map(|streak| streak.vm).collect();
    Some(Finding::new(
        if is_enabled { Severity::Warning } else { Severity::Info },
        subjects::job(&job.job),
        RecurringFailure {
            failures: count(longest.count),
            since_at: longest.since.map(Instant),
            error: longest.last_error.map(|error| error.message.to_string()),
            error_code: longest.last_error.and_then(|error| error.code.as_ref()).map(ToString::to_string),
            vms: vms.iter().map(|id| subjects::vm_name(analysis.inventory(), id)).collect::<Vec<_>>(),
            vm_ids: vms.iter().map(ToString::to_string).collect::<Vec<_>>(),
            enabled: is_enabled,
        },
    ))
}

fn of_vm<'a>(past: &'a VmHistory, runs: &'a [Run]) -> Option<Streak<'a>> {
    let failing: Vec<_> = past.failing().collect();
    Some(Streak {
        vm: Some(&past.vm),
        count: failing.len(),
        since: failing.first()?.start(),
        last_error: failing.last()?.of(runs).whole.error.as_deref(),
    })
}

/// Counts the latest runs that failed before the first VM.
fn of_job<'a>(past: &JobHistory, runs: &'a [Run]) -> Option<Streak<'a>> {
    let newest_first = past.runs.iter().rev();
    let counted = newest_first.filter(|past| !is_inconclusive(past.outcome));
    let failed: Vec<&Run> = counted
        .map(|past| past.of(runs))
        .take_while(|run| run.status == crate::model::RunStatus::Failure && run.vms.is_empty())
        .collect();
    let last_error = failed.first()?.error.as_deref();
    Some(Streak { vm: None, count: failed.len(), since: failed.last()?.start, last_error })
}

fn is_inconclusive(outcome: RunOutcome) -> bool {
    matches!(
        outcome,
        RunOutcome::AlreadyRunning | RunOutcome::Interrupted | RunOutcome::Pending | RunOutcome::Stuck
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    fn runs(cron: &str, runs: &[&str]) -> World {
        World::new("sr s ext vm web { disk root 9GiB on s }").past("nightly", cron, &["web"], runs)
    }

    #[test]
    fn three_in_a_row() {
        let daily = |past: &[&str]| runs("0 22 * * *", past);
        let cases = [
            ("a one-off", daily(&["60h success", "36h failure", "12h success"]), ""),
            ("two", daily(&["60h success", "36h failure", "12h failure"]), ""),
            ("three", daily(&["60h failure", "36h failure", "12h failure"]), "warning job nightly"),
            ("skips count", daily(&["60h skipped", "36h failure", "12h skipped"]), "warning job nightly"),
            ("healed", daily(&["60h failure", "36h failure", "20h failure", "12h success"]), ""),
            (
                "an interruption changes nothing",
                daily(&["60h failure", "50h failure", "36h interrupted", "12h failure"]),
                "warning job nightly",
            ),
            (
                "before the first VM",
                daily(&["60h broken", "36h broken", "12h broken"]),
                "warning job nightly",
            ),
            ("refusals are another matter", daily(&["60h refused", "36h refused", "12h refused"]), ""),
            (
                "nothing starts it",
                runs("off 0 22 * * *", &["60h failure", "36h failure", "12h failure"]),
                "info job nightly",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn schedules_that_were_not_read_excuse_nothing() {
        let mut world = runs("0 22 * * *", &["60h failure", "36h failure", "12h failure"]);
        world.backups.schedules = None;
        world.plan = crate::backup::BackupPlan::build(&world.inventory, &world.backups, crate::notation::NOW);
        assert_eq!(show(&find(&world.analysis())), "warning job nightly");
    }

    #[test]
    fn says_how_often_and_why() {
        let world = runs("0 22 * * *", &["80h success", "60h failure", "36h failure", "12h skipped"]);
        let found = find(&world.analysis());
        let evidence = |key: &str| fact(&found[0], key);
        assert_eq!(evidence("failures"), Some(Value::from(3u32)));
        assert_eq!(evidence("error"), Some(Value::from("unhealthy VDI chain")));
        assert_eq!(evidence("vms"), Some(Value::from(vec!["web".to_owned()])));
        let since = crate::notation::NOW - jiff::SignedDuration::from_hours(60);
        assert_eq!(evidence("since_at"), Some(Value::from(since)));
    }
}
