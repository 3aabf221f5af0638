//! What the past runs show: how each ended, how long they took, and how each VM fared in each job.
//!
//! In: the runs as the logs show them, and the instant of observation. Out: a [`History`], whose parts point into the
//! list of runs. What the logs do not show stays unknown: a success whose tree was dropped proves nothing
//! (facts/xo-protocol.md 5.1).

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;

use super::is_refused;
use crate::model::{JobId, Moment, ObjectId, Run, RunIdx, RunStatus, ScheduleId, VmRun};

/// A pending run is stuck once it has taken this many times as long as the longest known real run of its job. Our
/// choice: a first full takes several times as long as the deltas after it.
const STUCK_FACTOR: i32 = 3;

/// A run shorter than this is not called stuck, however short the others were. Our choice.
const STUCK_MIN: SignedDuration = SignedDuration::from_hours(6);

/// A pending run of a job without known real runs is stuck after this. Our choice: a daily job is late by then.
const STUCK_UNKNOWN: SignedDuration = SignedDuration::from_hours(24);

/// The past of all jobs.
#[derive(Clone, Debug, Default)]
pub struct History {
    jobs: Vec<JobHistory>,
    reaches_back_to: Option<Timestamp>,
}

/// XO drops the tasks of runs older than this and keeps the runs, which then say nothing (facts/xo-protocol.md 5.1).
const TASKS_KEPT: SignedDuration = SignedDuration::from_hours(31 * 24);

/// This many runs without a record are no accident. Our choice: a restart of XO may have lost that of one.
const BLANK_RUNS: usize = 2;

/// The past of one job, which may have been deleted.
#[derive(Clone, Debug)]
pub struct JobHistory {
    /// The job.
    pub job: JobId,
    /// Its runs, sorted by start.
    pub runs: Vec<PastRun>,
    /// How long its real runs took; `None` if there are none.
    pub typical: Option<Typical>,
    /// The same per schedule, sorted by schedule, with runs without one first. Schedules without a real run
    /// are left out.
    pub typical_by_schedule: Vec<(Option<ScheduleId>, Typical)>,
    /// The VMs that its runs name, sorted by id.
    pub vms: Vec<VmHistory>,
}

/// One run and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastRun {
    /// The run.
    pub run: RunIdx,
    /// How it ended.
    pub outcome: RunOutcome,
}

/// How a run ended, as far as the log can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunOutcome {
    /// All VMs were backed up.
    Success,
    /// Some VM was skipped, but none failed.
    Skipped,
    /// Something failed.
    Failure,
    /// It was refused because the previous run had not ended.
    AlreadyRunning,
    /// XO stopped meanwhile.
    Interrupted,
    /// It runs now.
    Pending,
    /// It has run for too long: it blocks the next runs.
    Stuck,
    /// A success without details, or a word that this version does not know.
    Unknown,
}

/// How long real runs took: those that ended and backed something up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typical {
    /// The number of runs; at least 1.
    pub runs: usize,
    /// The median: half of them took no longer.
    pub median: SignedDuration,
    /// The 90th percentile (nearest rank).
    pub p90: SignedDuration,
    /// The maximum.
    pub longest: SignedDuration,
}

/// The past of one VM in one job.
#[derive(Clone, Debug)]
pub struct VmHistory {
    /// The VM as the logs name it.
    pub vm: ObjectId,
    /// Its backups, sorted by the start of their run.
    pub backups: Vec<VmBackup>,
}

/// One VM in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VmBackup {
    /// The run.
    pub run: RunIdx,
    /// The position of the VM in the run.
    pub vm: u32,
    start: Option<Moment>,
    end: Option<Moment>,
    /// How this VM's part ended.
    pub status: RunStatus,
}

/// The share of backups that went well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SuccessRate {
    /// The backups that went well.
    pub good: usize,
    /// All that ended, including interrupted ones.
    pub all: usize,
}

impl History {
    /// Forgets what points into the runs; how long runs take stays.
    pub(crate) fn forget_runs(&mut self) {
        for job in &mut self.jobs {
            job.runs = Vec::new();
            job.vms = Vec::new();
        }
    }

    /// Reads the past from runs sorted by start, as seen at `now`. Runs that name no job are left out.
    #[must_use]
    pub fn build(runs: &[Run], now: Timestamp) -> Self {
        let mut by_job: FxHashMap<&JobId, Vec<(RunIdx, &Run)>> = FxHashMap::default();
        for (at, run) in (0..).map(RunIdx).zip(runs) {
            if let Some(job) = &run.job {
                by_job.entry(job).or_default().push((at, run));
            }
        }
        let mut jobs: Vec<_> =
            by_job.into_iter().map(|(job, runs)| JobHistory::of(job, &runs, now)).collect();
        jobs.sort_unstable_by(|a, b| a.job.cmp(&b.job));
        let reaches_back_to = runs.iter().filter(|run| run.has_tasks).filter_map(|run| run.start).min();
        Self { jobs, reaches_back_to }
    }

    /// Returns the start of the oldest run, of any job, that names its VMs: XO drops old logs, so nothing is known of
    /// what came before. `None` if no run does.
    #[must_use]
    pub fn reaches_back_to(&self) -> Option<Timestamp> {
        self.reaches_back_to
    }

    /// Lists the jobs that have ever run, sorted by id.
    #[must_use]
    pub fn jobs(&self) -> &[JobHistory] {
        &self.jobs
    }

    /// Returns the past of a job; `None` if no log mentions it.
    #[must_use]
    pub fn job(&self, job: &JobId) -> Option<&JobHistory> {
        self.jobs.binary_search_by(|history| history.job.cmp(job)).ok().map(|at| &self.jobs[at])
    }
}

impl JobHistory {
    fn of(job: &JobId, runs: &[(RunIdx, &Run)], now: Timestamp) -> Self {
        let typical = Typical::of(runs.iter().filter_map(|(_, run)| real_duration(run)).collect());
        let past = |&(at, run): &(RunIdx, &Run)| PastRun { run: at, outcome: outcome(run, typical, now) };
        Self {
            job: job.clone(),
            runs: runs.iter().map(past).collect(),
            typical,
            typical_by_schedule: typical_by_schedule(runs),
            vms: vms(runs),
        }
    }

    /// Returns the past of a VM; `None` if no log of this job names it.
    #[must_use]
    pub fn vm(&self, vm: &ObjectId) -> Option<&VmHistory> {
        self.vms.binary_search_by(|history| history.vm.cmp(vm)).ok().map(|at| &self.vms[at])
    }

    /// Returns how long the real runs of a schedule took.
    #[must_use]
    pub fn typical_of(&self, schedule: Option<&ScheduleId>) -> Option<Typical> {
        let at = self.typical_by_schedule.binary_search_by(|(id, _)| id.as_ref().cmp(&schedule)).ok()?;
        Some(self.typical_by_schedule[at].1)
    }

    /// Returns since when its runs have ended as successes without recording a backup of any VM, if there are at
    /// least [`BLANK_RUNS`] of them: no accident, and no proof of anything. `None` if the last run that ended is not
    /// such a run.
    #[must_use]
    pub fn blank_since(&self, runs: &[Run], now: Timestamp) -> Option<Timestamp> {
        let ended = self.runs.iter().rev().filter(|past| {
            !matches!(past.outcome, RunOutcome::AlreadyRunning | RunOutcome::Pending | RunOutcome::Stuck)
        });
        let is_blank = |run: &&Run| {
            let is_young = run.start.is_some_and(|start| now.duration_since(start) < TASKS_KEPT);
            run.status == RunStatus::Success && run.vms.is_empty() && run.mode.is_some() && is_young
        };
        let blank: Vec<Timestamp> =
            ended.map(|past| past.of(runs)).take_while(is_blank).filter_map(|run| run.start).collect();
        (blank.len() >= BLANK_RUNS).then(|| blank.into_iter().min())?
    }

    /// Counts the runs that went well among those that ended and can be trusted; a refused start is not a run.
    #[must_use]
    pub fn success_rate(&self) -> SuccessRate {
        let mut rate = SuccessRate::default();
        for past in &self.runs {
            match past.outcome {
                RunOutcome::Success => rate.add(true),
                RunOutcome::Skipped | RunOutcome::Failure | RunOutcome::Interrupted => rate.add(false),
                RunOutcome::AlreadyRunning
                | RunOutcome::Pending
                | RunOutcome::Stuck
                | RunOutcome::Unknown => {}
            }
        }
        rate
    }
}

impl PastRun {
    /// Returns the run from the list that the history was built from.
    #[must_use]
    pub fn of(self, runs: &[Run]) -> &Run {
        &runs[self.run.at()]
    }
}

impl VmHistory {
    /// Returns the backup that went well and ended last.
    #[must_use]
    pub fn last_success(&self) -> Option<VmBackup> {
        let good = self.backups.iter().filter(|backup| backup.succeeded() && backup.end.is_some());
        good.max_by_key(|backup| backup.end).copied()
    }

    /// Lists the failures and skips since the last success, the first one first. Interrupted backups are skipped:
    /// they neither went well nor say anything about this VM.
    pub fn failing(&self) -> impl Iterator<Item = VmBackup> + '_ {
        let after = self.backups.iter().rposition(VmBackup::succeeded).map_or(0, |at| at + 1);
        self.backups[after..].iter().filter(|backup| backup.failed_or_skipped()).copied()
    }

    /// Counts the backups that went well among those that ended.
    #[must_use]
    pub fn success_rate(&self) -> SuccessRate {
        let mut rate = SuccessRate::default();
        for backup in &self.backups {
            match backup.status {
                RunStatus::Success => rate.add(true),
                RunStatus::Skipped | RunStatus::Failure | RunStatus::Interrupted => rate.add(false),
                RunStatus::Pending | RunStatus::Unknown => {}
            }
        }
        rate
    }
}

impl VmBackup {
    /// Returns the start of the run.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        self.start.map(Moment::at)
    }

    /// Returns the end of this VM's part.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.end.map(Moment::at)
    }

    /// Returns the run from the list that the history was built from.
    #[must_use]
    pub fn run(self, runs: &[Run]) -> &Run {
        &runs[self.run.at()]
    }

    /// Returns the VM's part of the run from the list that the history was built from.
    #[must_use]
    pub fn of(self, runs: &[Run]) -> &VmRun {
        &self.run(runs).vms[self.vm as usize]
    }

    /// Returns whether the VM was backed up, whatever happened to the others.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.status == RunStatus::Success
    }

    /// Returns whether it failed or was skipped.
    #[must_use]
    pub fn failed_or_skipped(&self) -> bool {
        self.status.failed_or_skipped()
    }
}

impl SuccessRate {
    fn add(&mut self, good: bool) {
        self.good += usize::from(good);
        self.all += 1;
    }
}

impl Typical {
    fn of(mut durations: Vec<SignedDuration>) -> Option<Self> {
        durations.sort_unstable();
        let longest = *durations.last()?;
        let nearest_rank = |percent: usize| durations[(durations.len() * percent).div_ceil(100) - 1];
        Some(Self { runs: durations.len(), median: nearest_rank(50), p90: nearest_rank(90), longest })
    }
}

/// Returns how long a run took if it ended and backed something up: refusals and runs that only skipped last
/// seconds.
fn real_duration(run: &Run) -> Option<SignedDuration> {
    let backed_up = run.vms.iter().any(|vm| vm.whole.status == RunStatus::Success);
    let without_vms =
        run.vms.is_empty() && run.mode.is_none() && run.has_tasks && run.status == RunStatus::Success;
    let ended = !matches!(run.status, RunStatus::Interrupted | RunStatus::Pending);
    run.duration().filter(|_| ended && (backed_up || without_vms))
}

fn outcome(run: &Run, typical: Option<Typical>, now: Timestamp) -> RunOutcome {
    match run.status {
        // a run of a job that moves VMs proves nothing if it reports none
        RunStatus::Success if run.has_tasks && (run.mode.is_none() || !run.vms.is_empty()) => {
            RunOutcome::Success
        }
        RunStatus::Success | RunStatus::Unknown => RunOutcome::Unknown,
        RunStatus::Skipped => RunOutcome::Skipped,
        RunStatus::Failure if is_refused(run) => RunOutcome::AlreadyRunning,
        RunStatus::Failure => RunOutcome::Failure,
        RunStatus::Interrupted => RunOutcome::Interrupted,
        RunStatus::Pending if is_stuck(run, typical, now) => RunOutcome::Stuck,
        RunStatus::Pending => RunOutcome::Pending,
    }
}

fn is_stuck(run: &Run, typical: Option<Typical>, now: Timestamp) -> bool {
    let limit = typical.map_or(STUCK_UNKNOWN, |typical| {
        typical.longest.checked_mul(STUCK_FACTOR).unwrap_or(SignedDuration::MAX).max(STUCK_MIN)
    });
    run.start.is_some_and(|start| now.duration_since(start) > limit)
}

fn typical_by_schedule(runs: &[(RunIdx, &Run)]) -> Vec<(Option<ScheduleId>, Typical)> {
    let mut durations: FxHashMap<Option<&ScheduleId>, Vec<_>> = FxHashMap::default();
    for (_, run) in runs {
        durations.entry(run.schedule.as_ref()).or_default().extend(real_duration(run));
    }
    let typical =
        durations.into_iter().filter_map(|(schedule, all)| Some((schedule.cloned(), Typical::of(all)?)));
    let mut typical: Vec<_> = typical.collect();
    typical.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    typical
}

fn vms(runs: &[(RunIdx, &Run)]) -> Vec<VmHistory> {
    let mut by_vm: FxHashMap<&ObjectId, Vec<VmBackup>> = FxHashMap::default();
    for &(at, run) in runs {
        for (vm, place) in run.vms.iter().zip(0..) {
            if let Some(id) = &vm.vm {
                by_vm.entry(id).or_default().push(VmBackup {
                    run: at,
                    vm: place,
                    start: run.start.map(Moment::from),
                    end: vm.whole.end().map(Moment::from),
                    status: vm.saved(),
                });
            }
        }
    }
    let of_vm = |(vm, mut backups): (&ObjectId, Vec<VmBackup>)| {
        backups.shrink_to_fit();
        VmHistory { vm: vm.clone(), backups }
    };
    let mut vms: Vec<_> = by_vm.into_iter().map(of_vm).collect();
    vms.sort_unstable_by(|a, b| a.vm.cmp(&b.vm));
    vms
}

#[cfg(test)]
mod tests;
