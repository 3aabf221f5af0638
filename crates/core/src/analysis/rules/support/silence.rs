//! Enabled schedules that have not run.

use jiff::{SignedDuration, Timestamp};

use crate::analysis::Analysis;
use crate::backup::ownership::made_by;
use crate::backup::{PlannedJob, PlannedSchedule, triggers};
use crate::model::{Run, RunStatus, VdiKind};

/// The latest that a run starts after its firing. Our choice: XO starts runs within seconds.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// How far back firings are searched: two of a monthly schedule.
const WITHIN: SignedDuration = SignedDuration::from_hours(24 * 70);

/// A schedule that has not run.
pub(in crate::analysis::rules) struct Silence {
    /// The last firing but one: neither it nor the last one left a run.
    pub(in crate::analysis::rules) since: Timestamp,
    /// Its last run; `None` if the logs show none.
    pub(in crate::analysis::rules) last_run: Option<Timestamp>,
    /// When the job took its newest snapshot that still exists.
    pub(in crate::analysis::rules) last_snapshot: Option<Timestamp>,
}

/// Returns since when a schedule that fires by itself has not run, or `None` if it has, or the logs and snapshots do
/// not show it.
pub(in crate::analysis::rules) fn of(
    analysis: &Analysis,
    job: &PlannedJob,
    planned: &PlannedSchedule,
) -> Option<Silence> {
    let history = analysis.history()?;
    let schedule = &planned.schedule;
    let takes_any = !job.selection.vms.is_empty();
    if !planned.timing.by_itself || !schedule.enabled || job.job.running.is_some() || !takes_any {
        return None;
    }
    let since = triggers::last_but_one(schedule, analysis.known_until().checked_sub(SLACK).ok()?, WITHIN)?;
    let runs = history.job(&job.job.id).map(|past| past.runs.as_slice()).unwrap_or_default();
    let runs = runs.iter().map(|past| past.of(analysis.runs()));
    let of_schedule = |run: &&Run| run.schedule.as_ref().is_none_or(|id| *id == schedule.id);
    // a run that has not ended prevents all others from starting: XOH-503 reports it
    let is_open = |run: &&Run| run.status == RunStatus::Pending;
    if runs.clone().last().is_some_and(|run| is_open(&run)) {
        return None;
    }
    let last_run = runs.filter(of_schedule).filter_map(|run| run.start).max();
    if last_run.is_some_and(|at| at >= since) {
        return None;
    }
    let last_snapshot = newest_snapshot(analysis, job);
    let logs_reach = history.reaches_back_to().is_some_and(|oldest| oldest < since);
    let is_old = last_snapshot.is_some_and(|at| at < since);
    let is_silent = if logs_reach { last_snapshot.is_none_or(|at| at < since) } else { is_old };
    is_silent.then_some(Silence { since, last_run, last_snapshot })
}

/// Returns whether no schedule that starts this job by itself has run.
pub(in crate::analysis::rules) fn is_silent_job(analysis: &Analysis, job: &PlannedJob) -> bool {
    let schedules = job.schedules.iter().filter_map(|&at| analysis.plan().schedules().get(at));
    let mut enabled = schedules.filter(|planned| planned.timing.starts()).peekable();
    enabled.peek().is_some() && enabled.all(|planned| of(analysis, job, planned).is_some())
}

fn newest_snapshot(analysis: &Analysis, job: &PlannedJob) -> Option<Timestamp> {
    let inventory = analysis.inventory();
    let of_job = inventory.vdis.iter().filter(|vdi| {
        let made_by = made_by(vdi.backup.as_deref());
        vdi.kind == VdiKind::Snapshot && made_by.is_some_and(|(id, _)| *id == job.job.id)
    });
    of_job.filter_map(|vdi| vdi.taken()).max()
}
