//! Whether each VM has a restore point that is recent enough for the job that makes it.
//!
//! In: plan, history, the instant of observation. Out: an [`Rpo`] per job and VM. The rule: a VM misses its recovery
//! point objective when its last success by the job ended longer ago than 1.5 times the gap between two firings of
//! the job's most frequent enabled schedule: those around the start of that run. So Friday's backup of a Monday to
//! Friday schedule has a gap of three days.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::cron::{Cron, ScheduleZone};
use super::history::{History, VmBackup, VmHistory};
use super::triggers::{coming, rhythm};
use super::{BackupPlan, PlannedJob, PlannedSchedule, VmSettings};
use crate::model::{
    Backups, Inventory, JobId, ObjectId, Run, RunPlace, RunStatus, Schedule, ScheduleId, VmIdx, VmKind,
};

/// How many gaps old the last success may be (worlds/README.md, `RPO_MISSED`).
pub const LIMIT_GAPS: f64 = 1.5;

/// How far back a firing is searched for: XO itself gives up after five months without one.
const BACK_MAX: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Enough halvings to find a minute within [`BACK_MAX`], and some more for days when clocks change.
const HALVINGS_MAX: usize = 64;

/// The judgement on one VM in one job.
#[derive(Clone, Debug)]
pub struct Rpo {
    /// The job.
    pub job: JobId,
    /// The VM as the job names it.
    pub vm_id: ObjectId,
    /// The VM, if it exists.
    pub vm: Option<VmIdx>,
    /// The end of its last success by this job; `None` if no log shows one.
    pub last_good: Option<Timestamp>,
    /// The oldest that success may get; without one, the limit at the time of the oldest log. `None` if that cannot
    /// be determined.
    pub limit: Option<SignedDuration>,
    /// The conclusion.
    pub state: RpoState,
}

/// Whether a restore point is recent enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RpoState {
    /// It is recent enough until then.
    Kept {
        /// The instant at which the limit is crossed.
        until: Timestamp,
    },
    /// It is too old.
    Missed {
        /// The instant at which the limit was crossed.
        since: Timestamp,
        /// Whether a backup of this VM by this job has failed or been skipped since the last success.
        failed_since: bool,
    },
    /// No log shows a success or a failure: the job is new, or its logs are gone.
    NeverRan,
    /// Logs show backups, none of them a success, and they reach back further than the limit.
    NeverSucceeded,
    /// Nothing starts the job: no restore point is promised.
    NotScheduled,
    /// The logs or the instants of the schedule are not known; or what starts the job was not read; or logs without
    /// a success are so recent that there may have been one before them.
    Unknown,
}

/// Judges each VM of each job, sorted by job id and VM id. `history` is `None` if the logs were not read; `runs` are
/// those that it was built from.
#[must_use]
pub fn judge(plan: &BackupPlan, history: Option<&History>, runs: &[Run], now: Timestamp) -> Vec<Rpo> {
    plan.jobs().iter().flat_map(|job| judge_job(plan, job, history, runs, now)).collect()
}

/// Withdraws what does not hold at an instant later than the one that was judged: a restore point was recent enough
/// then, and whether there has been another since is not known.
#[must_use]
pub fn seen_from(mut judged: Vec<Rpo>, later: Timestamp) -> Vec<Rpo> {
    for rpo in &mut judged {
        if matches!(rpo.state, RpoState::Kept { until } if until < later) {
            rpo.state = RpoState::Unknown;
        }
    }
    judged
}

/// Lists the VMs that no job with an enabled schedule covers, in the order of the inventory; `None` if jobs,
/// schedules or sequences were not read. Replicas, and VMs tagged `xo:no-bak`, are left out: nobody wants them
/// backed up.
#[must_use]
pub fn unprotected(inventory: &Inventory, backups: &Backups, plan: &BackupPlan) -> Option<Vec<VmIdx>> {
    let read = backups.jobs.is_some() && backups.schedules.is_some() && backups.call_jobs.is_some();
    if !read {
        return None;
    }
    let covered: FxHashSet<VmIdx> =
        plan.runs().filter(|run| run.enabled && run.has_output).filter_map(|run| run.vm).collect();
    let wants_backup = |&vm: &VmIdx| {
        let seen = inventory.vm(vm);
        let is_replica = super::is_copy(seen) || (seen.backup.is_some() && seen.start_blocked);
        seen.kind == VmKind::Vm
            && !covered.contains(&vm)
            && !super::selection::has_no_backup_tag(seen)
            && !is_replica
    };
    Some(inventory.vm_indices().filter(wants_backup).collect())
}

fn judge_job(
    plan: &BackupPlan,
    job: &PlannedJob,
    history: Option<&History>,
    runs: &[Run],
    now: Timestamp,
) -> Vec<Rpo> {
    let past = history.and_then(|history| history.job(&job.job.id));
    let mut limits = Limits::of(Clock::of(plan, job, now));
    let oldest_log = history.and_then(History::reaches_back_to);
    let blank_since = past.and_then(|past| past.blank_since(runs, now));
    let mut judge = |selected: &super::SelectedVm| {
        let vm_past = past.and_then(|past| past.vm(&selected.id));
        let last = vm_past.and_then(VmHistory::last_success);
        let last_good = last.and_then(|last| last.end());
        let around = last.map_or(oldest_log, |last| last.start());
        let limit = around.and_then(|around| limits.around(around));
        let state = match (&limits.clock, history) {
            (Clock::Never, _) => RpoState::NotScheduled,
            (Clock::Unread, _) | (_, None) => RpoState::Unknown,
            _ if vm_past.is_none() && blank_since.is_some() => {
                let reach =
                    |from: Timestamp| limits.around(from).and_then(|limit| from.checked_add(limit).ok());
                let is_over = blank_since.and_then(reach).is_some_and(|until| until < now);
                if is_over { RpoState::NeverSucceeded } else { RpoState::NeverRan }
            }
            _ => state(vm_past, last_good, oldest_log, limit, now),
        };
        Rpo { job: job.job.id.clone(), vm_id: selected.id.clone(), vm: selected.vm, last_good, limit, state }
    };
    job.selection.vms.iter().map(&mut judge).collect()
}

fn state(
    past: Option<&VmHistory>,
    last_good: Option<Timestamp>,
    oldest_log: Option<Timestamp>,
    limit: Option<SignedDuration>,
    now: Timestamp,
) -> RpoState {
    let Some(past) = past else { return RpoState::NeverRan };
    let until = |from: Option<Timestamp>| from?.checked_add(limit?).ok();
    let Some(last_good) = last_good else {
        let reach_far_enough = until(oldest_log).is_some_and(|until| until < now);
        return if reach_far_enough { RpoState::NeverSucceeded } else { RpoState::Unknown };
    };
    let Some(until) = until(Some(last_good)) else { return RpoState::Unknown };
    if now <= until {
        return RpoState::Kept { until };
    }
    RpoState::Missed { since: until, failed_since: past.failing().next().is_some() }
}

/// A target of a job that has no restore point of a VM recent enough for the schedules that write to it.
#[derive(Clone, Debug)]
pub struct LateOutput {
    /// The job.
    pub job: JobId,
    /// The VM as the job names it.
    pub vm_id: ObjectId,
    /// The target; `None` for the snapshots that the job keeps on the SR of the disks.
    pub target: Option<RunPlace>,
    /// The end of the last backup there; `None` if the logs show none.
    pub last_good: Option<Timestamp>,
    /// The oldest that it may get.
    pub limit: SignedDuration,
}

/// Lists the targets that are behind, by job, target and VM, of jobs whose backups do run, so that nothing else
/// reports it.
#[must_use]
pub fn late_outputs(plan: &BackupPlan, history: &History, runs: &[Run], now: Timestamp) -> Vec<LateOutput> {
    let mut late = Vec::new();
    for job in plan.jobs() {
        let Some(past) = history.job(&job.job.id) else { continue };
        let remotes = job.job.remotes.iter().cloned().map(RunPlace::Remote);
        let srs = job.job.srs.iter().cloned().map(RunPlace::Sr);
        for target in remotes.chain(srs).map(Some).chain([None]) {
            let writing: Vec<&PlannedSchedule> =
                schedules_of(plan, job).filter(|planned| writes_to(job, planned, target.as_ref())).collect();
            let Some(clock) = Clock::of_schedules(writing.iter().copied(), now) else { continue };
            let writes = |schedule: Option<&ScheduleId>| {
                writing.iter().any(|planned| Some(&planned.schedule.id) == schedule)
            };
            for selected in &job.selection.vms {
                let Some(vm) = past.vm(&selected.id) else { continue };
                let output = Output {
                    target: target.as_ref(),
                    writes: &writes,
                    oldest_log: history.reaches_back_to(),
                };
                let Some((last_good, limit)) = output.is_late(vm, runs, &clock, now) else { continue };
                let (job, vm_id, target) = (job.job.id.clone(), selected.id.clone(), target.clone());
                late.push(LateOutput { job, vm_id, target, last_good, limit });
            }
        }
    }
    late
}

fn schedules_of<'a>(plan: &'a BackupPlan, job: &'a PlannedJob) -> impl Iterator<Item = &'a PlannedSchedule> {
    job.schedules.iter().filter_map(|&at| plan.schedules().get(at))
}

fn writes_to(job: &PlannedJob, planned: &PlannedSchedule, target: Option<&RunPlace>) -> bool {
    let settings = VmSettings::of_run(&job.job, Some(&planned.schedule.id));
    match target {
        None => settings.snapshot_retention > 0,
        Some(RunPlace::Remote(id)) => settings.writes_to(&job.job, id),
        Some(RunPlace::Sr(id)) => settings.replicates_to(&job.job, id),
        Some(RunPlace::Pool(_)) => false,
    }
}

/// This many good runs that leave nothing on a target are no accident.
const PASSED_BY: usize = 2;

/// A target, as the past runs of its job show it.
struct Output<'a> {
    target: Option<&'a RunPlace>,
    writes: &'a dyn Fn(Option<&ScheduleId>) -> bool,
    oldest_log: Option<Timestamp>,
}

impl Output<'_> {
    /// Returns the last restore point of a VM there and its limit, if that has been crossed.
    fn is_late(
        &self,
        vm: &VmHistory,
        runs: &[Run],
        clock: &Clock,
        now: Timestamp,
    ) -> Option<(Option<Timestamp>, SignedDuration)> {
        let of_target = vm.backups.iter().filter(|backup| (self.writes)(backup.run(runs).schedule.as_ref()));
        let of_target: Vec<&VmBackup> = of_target.collect();
        let last = of_target
            .iter()
            .filter(|backup| self.has_received(backup, runs))
            .max_by_key(|backup| backup.end());
        let since = last.and_then(|last| last.end()).or(self.oldest_log)?;
        let limit = clock.limit(last.and_then(|last| last.start()).unwrap_or(since))?;
        // a target that was only just added has received nothing either: require two runs that passed it by
        let tried = of_target.iter().filter(|backup| backup.succeeded()).count() >= PASSED_BY
            || of_target.iter().any(|backup| backup.failed_or_skipped());
        let is_late = since.checked_add(limit).ok()? < now && (last.is_some() || tried);
        is_late.then(|| (last.and_then(|last| last.end()), limit))
    }

    /// Returns whether a backup left something on the target; one that shows no transfer is judged by how it ended.
    fn has_received(&self, backup: &VmBackup, runs: &[Run]) -> bool {
        let of_vm = backup.of(runs);
        let Some(target) = self.target else {
            return match &of_vm.snapshot {
                Some(snapshot) => snapshot.status == RunStatus::Success,
                None => backup.succeeded(),
            };
        };
        let transfers = &of_vm.transfers;
        // a snapshot was recorded, but no transfer after it
        if transfers.is_empty() && of_vm.snapshot.is_some() {
            return false;
        }
        if transfers.iter().all(|transfer| transfer.target.is_none()) {
            return backup.succeeded();
        }
        transfers.iter().any(|transfer| transfer.target.as_ref() == Some(target) && transfer.is_written())
    }
}

/// The limits of a job by the start of a run: all VMs of a run share one.
struct Limits {
    clock: Clock,
    known: FxHashMap<Timestamp, Option<SignedDuration>>,
}

impl Limits {
    fn of(clock: Clock) -> Self {
        Self { clock, known: FxHashMap::default() }
    }

    fn around(&mut self, start: Timestamp) -> Option<SignedDuration> {
        *self.known.entry(start).or_insert_with(|| self.clock.limit(start))
    }
}

/// The most frequent enabled schedule of a job.
enum Clock {
    /// Nothing starts the job.
    Never,
    /// What may start it was not read.
    Unread,
    /// Something starts it, at instants that are not known: through a sequence, or in the server's own zone.
    Unknown,
    /// This pattern fires it.
    Known { cron: Cron, zone: ScheduleZone, mean_gap: SignedDuration },
}

impl Clock {
    fn of(plan: &BackupPlan, job: &PlannedJob, now: Timestamp) -> Self {
        if let Some(known) = Self::of_schedules(schedules_of(plan, job), now) {
            return known;
        }
        match plan.starts(&job.job.id) {
            None => Self::Unread,
            Some(true) => Self::Unknown,
            Some(false) => Self::Never,
        }
    }

    fn of_schedules<'a>(
        schedules: impl Iterator<Item = &'a PlannedSchedule>,
        now: Timestamp,
    ) -> Option<Self> {
        let own = schedules.filter(|schedule| schedule.timing.by_itself);
        let known = own.filter_map(|planned| Self::read(&planned.schedule, now));
        let (cron, zone, mean_gap) = known.min_by_key(|(_, _, mean_gap)| *mean_gap)?;
        Some(Self::Known { cron, zone, mean_gap })
    }

    fn read(schedule: &Schedule, now: Timestamp) -> Option<(Cron, ScheduleZone, SignedDuration)> {
        let (cron, zone) = rhythm(schedule)?;
        let mean_gap = mean_gap(&cron, &zone, now)?;
        Some((cron, zone, mean_gap))
    }

    /// Returns [`LIMIT_GAPS`] times the gap between the last firing at or before an instant and the first one after it.
    fn limit(&self, around: Timestamp) -> Option<SignedDuration> {
        let Self::Known { cron, zone, mean_gap } = self else { return None };
        let next = cron.next(zone, around)?;
        let gap = next.duration_since(last_firing(cron, zone, *mean_gap, around)?);
        SignedDuration::try_from_secs_f64(gap.as_secs_f64() * LIMIT_GAPS).ok()
    }
}

/// Finds the last firing at or before an instant: searches from further and further back until it finds one, then
/// bisects the time between that and the instant. A pattern may fire every minute for days and then not for weeks, so
/// it does not walk the firings one by one.
fn last_firing(
    cron: &Cron,
    zone: &ScheduleZone,
    mean_gap: SignedDuration,
    around: Timestamp,
) -> Option<Timestamp> {
    let firing_after = |from| cron.next(zone, from).filter(|firing| *firing <= around);
    let mut back = mean_gap.max(SignedDuration::from_mins(1));
    let mut silent_from = around;
    let mut last = loop {
        let from = around.checked_sub(back).ok().filter(|_| back <= BACK_MAX)?;
        if let Some(firing) = firing_after(from) {
            break firing;
        }
        silent_from = from;
        back = back.checked_mul(2)?;
    };
    for _ in 0..HALVINGS_MAX {
        let Some(next) = firing_after(last) else { break };
        let half = last.checked_add(silent_from.duration_since(last).checked_div(2)?).ok()?;
        last = firing_after(half).unwrap_or_else(|| {
            silent_from = half;
            next
        });
    }
    Some(last)
}

/// Returns the mean gap between the coming firings.
fn mean_gap(cron: &Cron, zone: &ScheduleZone, now: Timestamp) -> Option<SignedDuration> {
    let firings = coming(cron, zone, now);
    let gaps = i32::try_from(firings.len()).ok()?.checked_sub(1)?;
    firings.last()?.duration_since(*firings.first()?).checked_div(gaps)
}

#[cfg(test)]
mod tests;
