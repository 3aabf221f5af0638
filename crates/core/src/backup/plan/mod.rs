//! What all jobs are going to do: one row per job, schedule and VM.
//!
//! In: what was read of jobs, schedules and VMs, and the instant of observation. Out: a [`BackupPlan`]. It holds
//! what is configured, not what will succeed.

mod timing;

use compact_str::CompactString;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

pub use timing::{SchedulePattern, Timing};

use super::{Selection, VmSettings};
use crate::model::{Backups, Inventory, Job, JobId, JobKind, Mode, ObjectId, Schedule, ScheduleId, VmIdx};

/// The plan of all jobs: what they are going to do.
///
/// Holds jobs and schedules once each, and the VMs of each job; [`BackupPlan::runs`] builds its rows on the fly.
#[derive(Clone, Debug, Default)]
pub struct BackupPlan {
    jobs: Vec<PlannedJob>,
    schedules: Vec<PlannedSchedule>,
    positions: FxHashMap<ScheduleId, usize>,
    /// Positions of the schedules of each job of any kind, in order.
    by_job: FxHashMap<JobId, Vec<usize>>,
    /// Tags of the VMs that have one that changes their settings.
    tags: FxHashMap<VmIdx, Vec<CompactString>>,
    known_jobs: FxHashSet<JobId>,
    running: FxHashSet<VmIdx>,
    unread: UnreadLists,
    /// Schedules whose pattern or zone XO (or we) cannot read: the schedule, its job, what is wrong (XO's words
    /// for a pattern), whether it is enabled. Sorted by schedule.
    pub unreadable: Vec<(ScheduleId, JobId, String, bool)>,
}

/// A backup job of VMs, and what it covers.
#[derive(Clone, Debug)]
pub struct PlannedJob {
    /// The job.
    pub job: Job,
    /// How it transfers data.
    pub mode: Mode,
    /// The VMs that it covers.
    pub selection: Selection,
    /// Its schedules, sorted by id: positions in [`BackupPlan::schedules`].
    pub schedules: Vec<usize>,
}

/// A schedule of a job of any kind, and when it starts that job.
#[derive(Clone, Debug)]
pub struct PlannedSchedule {
    /// The schedule.
    pub schedule: Schedule,
    /// When it starts its job.
    pub timing: Timing,
}

/// One VM in one run of one job by one schedule.
#[derive(Clone, Debug)]
pub struct PlannedRun<'a> {
    /// The job.
    pub job: &'a Job,
    /// The schedule; `None` for a job without schedules.
    pub schedule: Option<&'a Schedule>,
    /// The VM as named by the job.
    pub vm_id: &'a ObjectId,
    /// The VM, if it exists.
    pub vm: Option<VmIdx>,
    /// The next time the schedule fires, by itself or through a sequence: see [`Timing::next_run`].
    pub next_run: Option<Timestamp>,
    /// Whether it fires, by itself or through an enabled sequence.
    pub enabled: bool,
    /// The settings of this VM in this run.
    pub settings: VmSettings,
    /// Whether the run has a target or keeps snapshots; otherwise it does nothing.
    pub has_output: bool,
    mode: Mode,
}

impl PlannedRun<'_> {
    /// Returns whether this run takes a snapshot of the VM: see [`VmSettings::takes_snapshot`].
    #[must_use]
    pub fn takes_snapshot(&self, running: bool, has_nobak_disk: bool) -> bool {
        self.settings.takes_snapshot(self.mode, running, has_nobak_disk)
    }
}

/// Which lists could not be read.
#[derive(Clone, Copy, Debug, Default)]
struct UnreadLists {
    some_jobs: bool,
    sequences: bool,
    schedules: bool,
}

impl BackupPlan {
    /// Plans from what was read, as seen at `now`. Lists that were not read add no rows; what is unknown
    /// because of them is `None` in the results of the methods below.
    #[must_use]
    pub fn build(inventory: &Inventory, backups: &Backups, now: Timestamp) -> Self {
        let schedules = plan_schedules(backups, now);
        let by_job = by_job(&schedules);
        let jobs = plan_jobs(inventory, backups, &by_job);
        Self {
            positions: positions(&schedules),
            tags: tagged(inventory),
            known_jobs: backups.all_jobs().map(|job| job.id.clone()).collect(),
            running: covered_by_running(&jobs),
            unread: UnreadLists {
                some_jobs: backups.job_lists().iter().any(|list| list.is_none()),
                sequences: backups.call_jobs.is_none(),
                schedules: backups.schedules.is_none(),
            },
            unreadable: schedules.iter().filter_map(unreadable).collect(),
            by_job,
            jobs,
            schedules,
        }
    }

    /// Lists the backup jobs of VMs, sorted by id.
    #[must_use]
    pub fn jobs(&self) -> &[PlannedJob] {
        &self.jobs
    }

    /// Returns a backup job of VMs.
    #[must_use]
    pub fn job(&self, id: &JobId) -> Option<&PlannedJob> {
        self.jobs.binary_search_by(|planned| planned.job.id.cmp(id)).ok().map(|at| &self.jobs[at])
    }

    /// Lists the schedules of jobs of all kinds, sorted by id.
    #[must_use]
    pub fn schedules(&self) -> &[PlannedSchedule] {
        &self.schedules
    }

    /// Returns a schedule.
    #[must_use]
    pub fn schedule(&self, id: &ScheduleId) -> Option<&PlannedSchedule> {
        self.schedules.get(*self.positions.get(id)?)
    }

    /// Iterates over all planned runs, sorted by job id, schedule id and VM id. A job without schedules has one
    /// run, without a schedule.
    pub fn runs(&self) -> impl Iterator<Item = PlannedRun<'_>> {
        self.jobs.iter().flat_map(|planned| {
            let alone = planned.schedules.is_empty().then_some(None);
            let schedules = planned.schedules.iter().map(|&at| self.schedules.get(at));
            alone.into_iter().chain(schedules).flat_map(|schedule| self.runs_of(planned, schedule))
        })
    }

    /// Returns whether a job of any kind has this id; `None` if some kind of job could not be read.
    #[must_use]
    pub fn knows_job(&self, job: &JobId) -> Option<bool> {
        known_or(self.known_jobs.contains(job), self.unread.some_jobs)
    }

    /// Returns whether a schedule with this id exists; `None` if schedules were not read.
    #[must_use]
    pub fn knows_schedule(&self, schedule: &ScheduleId) -> Option<bool> {
        known_or(self.positions.contains_key(schedule), self.unread.schedules)
    }

    /// Returns whether this schedule is enabled, by itself or through an enabled sequence; `None` if that was not
    /// read. One whose pattern XO refuses counts as enabled: it is in [`BackupPlan::unreadable`].
    #[must_use]
    pub fn is_enabled(&self, schedule: &ScheduleId) -> Option<bool> {
        let Some(planned) = self.schedule(schedule) else {
            return known_or(false, self.unread.schedules);
        };
        known_or(planned.schedule.enabled || planned.timing.by_sequence, self.unread.sequences)
    }

    /// Lists the schedules of a job of any kind, sorted by id.
    pub fn schedules_of(&self, job: &JobId) -> impl Iterator<Item = &PlannedSchedule> {
        let positions = self.by_job.get(job).map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|&at| self.schedules.get(at))
    }

    /// Returns whether anything starts this job by itself, directly or through a sequence; `None` if what might was
    /// not read. A sequence starts schedules, so it never starts a job without any.
    #[must_use]
    pub fn starts(&self, job: &JobId) -> Option<bool> {
        let mut schedules = self.schedules_of(job).peekable();
        let maybe_by_sequence = self.unread.sequences && schedules.peek().is_some();
        let starts = schedules.any(|planned| planned.timing.starts());
        known_or(starts, self.unread.schedules || maybe_by_sequence)
    }

    /// Returns whether any job that backs up this VM is running now.
    #[must_use]
    pub fn backup_running(&self, vm: VmIdx) -> bool {
        self.running.contains(&vm)
    }

    fn runs_of<'a>(
        &'a self,
        planned: &'a PlannedJob,
        schedule: Option<&'a PlannedSchedule>,
    ) -> impl Iterator<Item = PlannedRun<'a>> {
        let of_run = VmSettings::of_run(&planned.job, schedule.map(|schedule| &schedule.schedule.id));
        let has_output = of_run.has_output(&planned.job);
        planned.selection.vms.iter().map(move |selected| PlannedRun {
            job: &planned.job,
            schedule: schedule.map(|schedule| &schedule.schedule),
            vm_id: &selected.id,
            vm: selected.vm,
            next_run: schedule.and_then(|schedule| schedule.timing.next_run),
            enabled: schedule.is_some_and(|schedule| schedule.timing.starts()),
            settings: of_run.clone().with_vm(&planned.job, &selected.id, self.tags_of(selected.vm)),
            has_output,
            mode: planned.mode,
        })
    }

    fn tags_of(&self, vm: Option<VmIdx>) -> &[CompactString] {
        vm.and_then(|vm| self.tags.get(&vm)).map_or(&[], Vec::as_slice)
    }
}

fn plan_schedules(backups: &Backups, now: Timestamp) -> Vec<PlannedSchedule> {
    let mut schedules = backups.schedules.clone().unwrap_or_default();
    schedules.sort_by(|a, b| a.id.cmp(&b.id));
    let timings = timing::timings(&schedules, backups.call_jobs.as_deref().unwrap_or_default(), now);
    schedules
        .into_iter()
        .zip(timings)
        .map(|(schedule, timing)| PlannedSchedule { schedule, timing })
        .collect()
}

fn by_job(schedules: &[PlannedSchedule]) -> FxHashMap<JobId, Vec<usize>> {
    let mut by_job: FxHashMap<JobId, Vec<usize>> = FxHashMap::default();
    for (at, planned) in schedules.iter().enumerate() {
        by_job.entry(planned.schedule.job.clone()).or_default().push(at);
    }
    by_job
}

fn plan_jobs(
    inventory: &Inventory,
    backups: &Backups,
    by_job: &FxHashMap<JobId, Vec<usize>>,
) -> Vec<PlannedJob> {
    let mut jobs: Vec<_> = backups
        .jobs
        .iter()
        .flatten()
        .filter_map(|job| {
            let JobKind::Backup(mode) = job.kind else { return None };
            Some(PlannedJob {
                job: job.clone(),
                mode,
                selection: Selection::of(job, inventory),
                schedules: by_job.get(&job.id).cloned().unwrap_or_default(),
            })
        })
        .collect();
    jobs.sort_by(|a, b| a.job.id.cmp(&b.job.id));
    jobs
}

fn positions(schedules: &[PlannedSchedule]) -> FxHashMap<ScheduleId, usize> {
    schedules.iter().enumerate().map(|(at, planned)| (planned.schedule.id.clone(), at)).collect()
}

fn tagged(inventory: &Inventory) -> FxHashMap<VmIdx, Vec<CompactString>> {
    let tags =
        |vm| inventory.vm(vm).tags.iter().filter(|tag| VmSettings::is_changed_by(tag)).cloned().collect();
    inventory
        .vm_indices()
        .map(|vm| (vm, tags(vm)))
        .filter(|(_, tags): &(_, Vec<_>)| !tags.is_empty())
        .collect()
}

fn covered_by_running(jobs: &[PlannedJob]) -> FxHashSet<VmIdx> {
    let running = jobs.iter().filter(|planned| planned.job.running.is_some());
    running.flat_map(|planned| &planned.selection.vms).filter_map(|selected| selected.vm).collect()
}

fn unreadable(planned: &PlannedSchedule) -> Option<(ScheduleId, JobId, String, bool)> {
    let wrong = match &planned.timing.pattern {
        SchedulePattern::Refused(error) => error.to_string(),
        SchedulePattern::UnknownZone(error) => error.to_string(),
        SchedulePattern::Never => "no solutions found for this schedule".to_owned(),
        SchedulePattern::Next(_) | SchedulePattern::ServerZone => return None,
    };
    let schedule = &planned.schedule;
    Some((schedule.id.clone(), schedule.job.clone(), wrong, schedule.enabled))
}

/// Returns whether something was found; `None` if it was not found and something was not read.
fn known_or(found: bool, unread: bool) -> Option<bool> {
    (found || !unread).then_some(found)
}

#[cfg(test)]
mod tests;
