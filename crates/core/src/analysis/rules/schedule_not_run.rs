//! XOH-507: an enabled schedule has not run.
//!
//! A schedule that fires by itself left no run of its job in the logs although two firings have passed, and the logs of
//! other jobs reach back over them; or, where no log is left, the newest snapshot of the job on its VMs is older than
//! that. After an import of XO's configuration, or when the scheduler of XO hangs, nothing starts and nothing fails. Warning.
//! Schedules whose instants are not known (a sequence, the server's own zone) are left out, and jobs of which a run goes on.

use jiff::{SignedDuration, Timestamp};

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::ownership::made_by;
use crate::backup::{PlannedJob, PlannedSchedule, triggers};
use crate::findings::evidence::ScheduleNotRun;
use crate::findings::{Finding, Instant, Severity};
use crate::model::VdiKind;

/// A run starts so much after its firing at the most. Our choice: XO starts runs within seconds.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// How far back firings are looked for: two of a monthly schedule.
const WITHIN: SignedDuration = SignedDuration::from_hours(24 * 70);

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let jobs = analysis.plan().jobs().iter();
    let schedules = jobs.flat_map(|job| job.schedules.iter().map(move |&at| (job, at)));
    schedules.filter_map(|(job, at)| judge(analysis, job, analysis.plan().schedules().get(at)?)).collect()
}

fn judge(analysis: &Analysis, job: &PlannedJob, planned: &PlannedSchedule) -> Option<Finding> {
    let history = analysis.history()?;
    let schedule = &planned.schedule;
    let takes_any = !job.selection.vms.is_empty();
    if !planned.timing.by_itself || !schedule.enabled || job.job.running.is_some() || !takes_any {
        return None;
    }
    let due = triggers::last_but_one(schedule, analysis.now().checked_sub(SLACK).ok()?, WITHIN)?;
    let runs = history.job(&job.job.id).map(|past| past.runs.as_slice()).unwrap_or_default();
    let runs = runs.iter().map(|past| past.of(analysis.runs()));
    let of_schedule = |run: &&crate::model::Run| run.schedule.as_ref().is_none_or(|id| *id == schedule.id);
    let last_run = runs.filter(of_schedule).filter_map(|run| run.start).max();
    if last_run.is_some_and(|at| at >= due) {
        return None;
    }
    let last_snapshot = newest_snapshot(analysis, job);
    let logs_reach = history.reaches_back_to().is_some_and(|oldest| oldest < due);
    let is_old = last_snapshot.is_some_and(|at| at < due);
    let is_told = if logs_reach { last_snapshot.is_none_or(|at| at < due) } else { is_old };
    is_told.then(|| {
        let evidence = ScheduleNotRun {
            schedule: subjects::schedule_name(schedule),
            schedule_id: schedule.id.to_string(),
            cron: schedule.cron.clone(),
            since_at: Instant(due),
            last_run_at: last_run.map(Instant),
            last_snapshot_at: last_snapshot.map(Instant),
        };
        Finding::new(Severity::Warning, subjects::job(&job.job), evidence)
    })
}

/// Returns when the job took its newest snapshot that is still there.
fn newest_snapshot(analysis: &Analysis, job: &PlannedJob) -> Option<Timestamp> {
    let inventory = analysis.inventory();
    let of_job = inventory.vdis.iter().filter(|vdi| {
        let made_by = made_by(vdi.backup.as_deref());
        vdi.kind == VdiKind::Snapshot && made_by.is_some_and(|(id, _)| *id == job.job.id)
    });
    of_job.filter_map(|vdi| vdi.snapshot_time).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    /// The newest run, or snapshot, of a nightly job (the last firings were 3, 27 and 51 hours ago), and how far back the logs of
    /// another job reach.
    #[test]
    fn told_when_two_firings_passed() {
        let cases = [
            ("3h success", "", "100h success", ""),
            ("27h success", "", "100h success", ""),
            ("33h success", "", "100h success", "warning job nightly"),
            ("57h success", "", "100h success", "warning job nightly"),
            ("57h success", "", "10h success", "warning job nightly"),
            ("", "", "100h success", "warning job nightly"),
            ("", "", "10h success", ""),
            ("", "", "", ""),
            ("", "snap x job=nightly age=10h", "", ""),
            ("", "snap x job=nightly age=8d", "", "warning job nightly"),
            ("3h refused", "", "100h success", ""),
            ("90h success", "snap x job=nightly age=9h", "100h success", ""),
        ];
        for (run, snap, other, expected) in cases {
            let runs: Vec<&str> = Some(run).filter(|run| !run.is_empty()).into_iter().collect();
            let others: Vec<&str> = Some(other).filter(|run| !run.is_empty()).into_iter().collect();
            let base = if snap.is_empty() { String::new() } else { format!(": base 1GiB {snap} > leaf") };
            let world = World::new(&format!(
                "sr s ext vm web {{ disk root 9GiB on s{base} }} vm db {{ disk data 1GiB on s }}"
            ))
            .past("nightly", "0 22 * * *", &["web"], &runs)
            .past("other", "off 0 22 * * *", &["db"], &others);
            assert_eq!(show(&find(&world.analysis())), expected, "{run}, {snap}, {other}");
        }
    }

    #[test]
    fn not_told_of_what_does_not_fire() {
        let world = World::new("sr s ext vm web { disk root 9GiB on s }")
            .past("off", "off 0 22 * * *", &["web"], &[])
            .past("other", "0 22 * * *", &["web"], &["100h success", "9h success"]);
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
