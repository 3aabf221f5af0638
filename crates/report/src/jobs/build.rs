//! Builds the list of jobs from an analysis.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::detail::{self, TargetKind, TargetView};
use super::run::RunView;
use super::vms::{self, VmView};
use super::{
    JobKindView, JobState, JobView, JobsReport, Rate, Recognise, TypicalView, VmCounts, Way, choose, seconds,
};
use crate::Source;
use xo_health_core::analysis::Analysis;
use xo_health_core::backup::history::{JobHistory, PastRun, RunOutcome, Typical};
use xo_health_core::backup::rpo::Rpo;
use xo_health_core::backup::triggers::{Starters, usual_gap};
use xo_health_core::backup::{PlannedJob, VmSettings};
use xo_health_core::findings::{Code, Severity, Subject, SubjectKind};
use xo_health_core::model::{Job, JobId, JobKind, Mode, ObjectId, Question, ScheduleId, Unread, VmRun};
use xo_health_core::outlook::{JobSummary, Outlook};
use xo_health_core::units::count;

/// The sources from which all parts of the report look things up.
pub(super) struct Lookup<'a> {
    pub(super) analysis: &'a Analysis,
    outlook: FxHashMap<&'a JobId, &'a JobSummary>,
    pub(super) starters: Starters<'a>,
    pub(super) recognise: &'a Recognise<'a>,
    rpo: FxHashMap<&'a JobId, Vec<&'a Rpo>>,
}

impl<'a> Lookup<'a> {
    fn new(analysis: &'a Analysis, outlook: &'a Outlook, recognise: &'a Recognise<'a>) -> Self {
        let mut rpo: FxHashMap<&JobId, Vec<&Rpo>> = FxHashMap::default();
        for one in analysis.rpo() {
            rpo.entry(&one.job).or_default().push(one);
        }
        let outlook = outlook.jobs.iter().map(|summary| (&summary.job_id, summary)).collect();
        Self {
            analysis,
            outlook,
            starters: Starters::of(analysis.plan(), analysis.backups()),
            recognise,
            rpo,
        }
    }

    /// Returns the present name of a VM, or else the one in the log.
    pub(super) fn vm_name(&self, vm: &VmRun) -> Option<String> {
        let inventory = self.analysis.inventory();
        let now =
            vm.vm.as_ref().and_then(|id| inventory.find_vm(id)).map(|vm| inventory.vm(vm).name.to_string());
        now.or_else(|| vm.name.as_ref().map(ToString::to_string))
    }

    /// Describes a backup repository.
    pub(super) fn repository(&self, id: &ObjectId) -> TargetView {
        let all = self.analysis.backups().repositories.iter().flatten();
        let name = all.into_iter().find(|repository| repository.id == *id).map(|found| found.name.clone());
        TargetView { kind: TargetKind::Repository, id: id.to_string(), name }
    }

    /// Describes an SR.
    pub(super) fn sr(&self, id: &ObjectId) -> TargetView {
        let inventory = self.analysis.inventory();
        let name = inventory.find_sr(id).map(|sr| inventory.sr(sr).name.to_string());
        TargetView { kind: TargetKind::Sr, id: id.to_string(), name }
    }

    /// Returns the past of a job; `None` if no log has it, or if logs were not read.
    pub(super) fn past(&self, job: &JobId) -> Option<&'a JobHistory> {
        self.analysis.history()?.job(job)
    }

    /// Returns a backup job's entry in the plan.
    pub(super) fn planned(&self, job: &Job) -> Option<&'a PlannedJob> {
        let is_backup = matches!(job.kind, JobKind::Backup(_));
        self.analysis.plan().job(&job.id).filter(|_| is_backup)
    }

    /// Describes the VMs that a backup job covers; `None` for other kinds, if its pattern cannot be evaluated, or if
    /// the objects were not read: in that case no VM counts as gone.
    pub(super) fn vms(&self, job: &Job) -> Option<Vec<VmView>> {
        if self.analysis.reading().unread.iter().any(|unread| unread.answer == Question::Objects) {
            return None;
        }
        let planned = self.planned(job)?;
        let rpos = self.rpo.get(&job.id).map(Vec::as_slice).unwrap_or_default();
        planned.selection.error.is_none().then(|| vms::of_job(self, rpos, self.past(&job.id)))
    }
}

/// Builds the report of all jobs, or of one with its details.
pub(super) fn report(
    analysis: &Analysis,
    outlook: &Outlook,
    wanted: Option<&Job>,
    recognise: &Recognise<'_>,
) -> JobsReport {
    let world = Lookup::new(analysis, outlook, recognise);
    let mut jobs: Vec<JobView> = match wanted {
        Some(job) => vec![view(&world, job)],
        None => {
            let is_asked = |job: &&Job| analysis.is_asked(&job.id, None);
            choose::jobs(analysis.backups()).filter(is_asked).map(|job| view(&world, job)).collect()
        }
    };
    // the sort is stable: jobs with the same name stay in the order of their ids
    jobs.sort_by(|a, b| {
        let missing = |job: &JobView| job.vms.map_or(0, |vms| vms.missing_rpo());
        a.state.cmp(&b.state).then(missing(b).cmp(&missing(a))).then(a.name.cmp(&b.name))
    });
    JobsReport {
        observed_at: analysis.now(),
        source: Source::of(analysis),
        detail: wanted.map(|job| detail::of(&world, job)),
        jobs,
        unread: analysis
            .reading()
            .unread
            .iter()
            .filter(|unread| matters(unread, wanted.is_some()))
            .cloned()
            .collect(),
    }
}

/// Returns whether the report of jobs needs this answer; once the requested job is found, other lists of jobs do not
/// matter.
const fn matters(unread: &Unread, found: bool) -> bool {
    match unread.answer {
        Question::Objects | Question::Schedules | Question::Logs | Question::CallJobs => true,
        Question::BackupJobs | Question::MirrorJobs | Question::MetadataJobs => !found,
        Question::Remotes | Question::RemotesInfo | Question::Proxies | Question::Servers => false,
    }
}

fn view(world: &Lookup<'_>, job: &Job) -> JobView {
    let plan = world.analysis.plan();
    let firings = world.starters.firings(plan.schedules_of(&job.id), world.analysis.now());
    let past = world.past(&job.id);
    let has_logs = world.analysis.history().is_some() && kind(job) != JobKindView::Sequence;
    let refused =
        |past: &JobHistory| past.runs.iter().filter(|run| run.outcome == RunOutcome::AlreadyRunning).count();
    let running = past.and_then(running);
    let last = past.and_then(last);
    let vms = world.vms(job).map(|vms| VmCounts::of(&vms));
    let enabled = plan.starts(&job.id);
    let ways = ways(world, job);
    let saves_nothing = kind(job) == JobKindView::Backup && ways.is_empty();
    JobView {
        id: job.id.to_string(),
        name: job.name.clone(),
        kind: kind(job),
        ways,
        state: State { world, job, saves_nothing, enabled, running, last, vms }.judge(),
        enabled,
        next_run_at: firings.first().copied(),
        interval_seconds: usual_gap(&firings).map(seconds),
        last_run: last.map(|run| RunView::of(world, run)),
        running: running.map(|run| RunView::of(world, run)),
        success: has_logs.then(|| past.map(JobHistory::success_rate).unwrap_or_default()).map(Rate::from),
        refused: has_logs.then(|| count(past.map_or(0, refused))),
        typical: past.and_then(|past| past.typical).map(TypicalView::from),
        vms,
        outlook: world.outlook.get(&job.id).map(|summary| (*summary).clone()),
        findings: findings(world, job).map(|code| code.to_string()).collect(),
    }
}

/// Lists the codes of findings about a job: warnings and worse.
fn findings(world: &Lookup<'_>, job: &Job) -> impl Iterator<Item = Code> {
    let is_about = |subject: &Subject| subject.kind == SubjectKind::Job && subject.id == job.id.to_string();
    let of_job = world.analysis.findings().iter().filter(move |finding| is_about(&finding.subject));
    let codes: BTreeSet<Code> =
        of_job.filter(|finding| finding.severity >= Severity::Warning).map(|finding| finding.code).collect();
    codes.into_iter()
}

const fn kind(job: &Job) -> JobKindView {
    match job.kind {
        JobKind::Backup(_) => JobKindView::Backup,
        JobKind::Mirror => JobKindView::Mirror,
        JobKind::Metadata => JobKindView::Metadata,
        JobKind::Sequence(_) | JobKind::Call => JobKindView::Sequence,
    }
}

fn running(past: &JobHistory) -> Option<&PastRun> {
    past.runs.iter().rfind(|run| matches!(run.outcome, RunOutcome::Pending | RunOutcome::Stuck))
}

fn last(past: &JobHistory) -> Option<&PastRun> {
    let is_over = |run: &&PastRun| {
        !matches!(run.outcome, RunOutcome::AlreadyRunning | RunOutcome::Pending | RunOutcome::Stuck)
    };
    past.runs.iter().rfind(is_over)
}

/// Lists the ways in which a job saves VMs; snapshots count if any of its schedules keeps some.
fn ways(world: &Lookup<'_>, job: &Job) -> Vec<Way> {
    let JobKind::Backup(mode) = job.kind else { return Vec::new() };
    let mut layers: Vec<Option<ScheduleId>> = world
        .analysis
        .plan()
        .schedules_of(&job.id)
        .map(|planned| Some(planned.schedule.id.clone()))
        .collect();
    if layers.is_empty() {
        // if schedules were not read, their settings are still in the job
        layers = job.settings.keys().map(|key| Some(ScheduleId::from(key.as_str()))).chain([None]).collect();
    }
    let keeps = |layer: &Option<ScheduleId>| VmSettings::of_run(job, layer.as_ref()).snapshot_retention > 0;
    let way = |full, delta| match mode {
        Mode::Full => full,
        Mode::Delta => delta,
        Mode::Unknown => Way::Unknown,
    };
    let mut ways = Vec::new();
    if layers.iter().any(keeps) {
        ways.push(Way::RollingSnapshot);
    }
    if !job.remotes.is_empty() {
        ways.push(way(Way::FullBackup, Way::DeltaBackup));
    }
    if !job.srs.is_empty() {
        ways.push(way(Way::FullReplication, Way::IncrementalReplication));
    }
    ways.dedup();
    ways
}

/// The values that decide the state of a job.
struct State<'w, 'a> {
    world: &'w Lookup<'a>,
    job: &'w Job,
    saves_nothing: bool,
    enabled: Option<bool>,
    running: Option<&'w PastRun>,
    last: Option<&'w PastRun>,
    vms: Option<VmCounts>,
}

impl State<'_, '_> {
    fn judge(&self) -> JobState {
        if self.running.is_some_and(|run| run.outcome == RunOutcome::Stuck) {
            return JobState::Stuck;
        }
        if self.enabled == Some(false) {
            return if self.waits_in_vain() { JobState::BadSchedule } else { JobState::Disabled };
        }
        if kind(self.job) == JobKindView::Sequence {
            return JobState::NoLogs;
        }
        // including a target without a fresh restore point
        let is_behind = findings(self.world, self.job).any(|code| code == Code::OutputBehind);
        let misses = is_behind || self.vms.is_some_and(|vms| vms.missing_rpo() > 0);
        match self.last.map(|run| run.outcome) {
            Some(RunOutcome::Failure) => JobState::Failing,
            Some(RunOutcome::Skipped) => JobState::Skipping,
            Some(RunOutcome::Interrupted) => JobState::Interrupted,
            _ if self.saves_nothing => JobState::SavesNothing,
            _ if misses => JobState::RpoMissed,
            Some(RunOutcome::Success) if self.enabled.is_some() => self.ahead(),
            _ => JobState::Unknown,
        }
    }

    /// Judges a job whose past is good by what is predicted for it.
    fn ahead(&self) -> JobState {
        match self.world.outlook.get(&self.job.id) {
            Some(summary) if summary.worst.is_some() => JobState::AtRisk,
            Some(summary) if !summary.good => JobState::Unknown,
            _ => JobState::Good,
        }
    }

    /// Returns whether an enabled schedule is one that XO cannot read.
    fn waits_in_vain(&self) -> bool {
        self.world.analysis.plan().schedules_of(&self.job.id).any(|planned| planned.schedule.enabled)
    }
}

impl From<Typical> for TypicalView {
    fn from(of: Typical) -> Self {
        Self {
            runs: count(of.runs),
            median_seconds: seconds(of.median),
            p90_seconds: seconds(of.p90),
            longest_seconds: seconds(of.longest),
        }
    }
}
