//! The details of one job beyond its line in the list: settings, schedules, all its runs, its VMs.

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::Lookup;
use super::run::RunView;
use super::vms::VmView;
use xo_health_core::backup::{self, PlannedSchedule, ReportWhen, SchedulePattern, VmSettings, retention};
use xo_health_core::model::{Job, JobId, JobKind, ObjectId, ScheduleId, VmIdx};
use xo_health_core::units::{Bytes, count};

/// How many starts of a schedule are listed.
const NEXT_RUNS: usize = 3;

/// The details of one job.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Detail {
    /// Its settings.
    pub settings: SettingsView,
    /// The snapshots it keeps; null for other kinds than backup jobs, and if nothing is known to start it.
    pub snapshots: Option<Snapshots>,
    /// Its schedules, by id; null if schedules were not read.
    pub schedules: Option<Vec<ScheduleView>>,
    /// The schedules that a sequence starts, in order; empty for other kinds.
    pub steps: Vec<StepView>,
    /// All its runs, latest first, including refused ones; null if logs were not read, and for a sequence, which
    /// leaves none.
    pub runs: Option<Vec<RunView>>,
    /// The VMs that it covers now, worst first; null for other kinds, if its pattern cannot be evaluated, or if the
    /// objects were not read.
    pub vms: Option<Vec<VmView>>,
    /// Why its pattern cannot be evaluated.
    pub pattern_error: Option<String>,
    /// How many VMs match its pattern but are left out by XO: tagged `xo:no-bak`, or created by this very job.
    pub left_out: u32,
    /// Pools that its pattern names and that XO does not know.
    pub unknown_pool_ids: Vec<String>,
}

/// The settings of a job; different settings of its schedules and VMs are not shown here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettingsView {
    /// Mirrors: the repository that the job reads from.
    pub source: Option<TargetView>,
    /// Where the job writes to.
    pub targets: Vec<TargetView>,
    /// How many VMs are backed up at once; 0 means no limit.
    pub concurrency: u64,
    /// How often a VM is retried immediately after a failure.
    pub retries: u64,
    /// The length of the chain of deltas at which a full is made instead; 0 means never.
    pub full_interval: u64,
    /// How many bytes per second a run may export; null means no limit.
    pub max_export_rate: Option<Bytes>,
    /// After which runs XO sends its report.
    pub report_when: ReportName,
    /// Whether XO's check of the chains before the snapshot is skipped.
    pub bypass_chain_check: bool,
    /// Whether and when VMs are shut down; null if they are not.
    pub offline: Option<OfflineName>,
    /// Whether snapshots include the memory.
    pub with_memory: bool,
    /// Whether exports use NBD where possible.
    pub prefer_nbd: bool,
    /// Whether the data of the reference snapshot is purged after the transfer.
    pub purges_snapshot_data: bool,
    /// Whether old backups are deleted before the transfer.
    pub delete_first: bool,
    /// Mirrors: how many backups of a VM are kept on each target, by the schedule that keeps the most.
    pub backups_kept: Option<u64>,
    /// Metadata jobs: how many backups of pools are kept, by the schedule that keeps the most.
    pub pool_metadata_kept: Option<u64>,
    /// Metadata jobs: how many backups of XO are kept, by the schedule that keeps the most.
    pub xo_metadata_kept: Option<u64>,
    /// Settings with senseless values, by XO's names, each listed once.
    pub senseless: Vec<String>,
}

/// When XO sends its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportName {
    /// After each run.
    Always,
    /// After a run that failed or was skipped.
    Failure,
    /// After a run that failed.
    Error,
    /// Never.
    Never,
}

/// What VMs are shut down for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfflineName {
    /// For the snapshot.
    Snapshot,
    /// For the whole backup.
    Backup,
}

/// A place that a job works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TargetView {
    /// The kind of place.
    pub kind: TargetKind,
    /// Its id.
    pub id: String,
    /// Its name from the server, not cleaned; null if unknown.
    pub name: Option<String>,
}

/// The kind of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A backup repository.
    Repository,
    /// An SR.
    Sr,
    /// A pool.
    Pool,
}

/// The snapshots that a job keeps on the disks of its VMs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshots {
    /// The most snapshots that its settings leave on a disk after a successful run.
    pub configured: u64,
    /// The number of snapshots on the disk that has the most.
    pub observed_most: u64,
    /// The most snapshots on any disk during a run: the one that the run takes comes on top of those configured
    /// or observed.
    pub peak: u64,
    /// How many disks hold more snapshots than the settings leave.
    pub disks_with_more: u32,
}

/// A schedule of a job.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleView {
    /// Its id.
    pub id: String,
    /// Its name from the server, not cleaned; may be empty.
    pub name: String,
    /// The pattern, in XO's own dialect; not cleaned.
    pub cron: String,
    /// Its time zone; null means UTC.
    pub timezone: Option<String>,
    /// Whether it is switched on: then it fires by itself if XO can read it.
    pub enabled: bool,
    /// What is known about its times.
    pub timed: Timed,
    /// What is wrong with the pattern or the zone, in XO's words if it has any.
    pub problem: Option<String>,
    /// The next times at which it is started, by itself or through a sequence; 3 at most.
    #[schemars(with = "Vec<String>")]
    pub next_runs_at: Vec<Timestamp>,
    /// The sequences that name it; null if sequences were not read.
    pub sequences: Option<Vec<JobName>>,
    /// How many snapshots are kept on the source.
    pub snapshots_kept: u64,
    /// How many backups are kept on each repository.
    pub backups_kept: u64,
    /// How many further backups are kept per period; null if none are.
    pub long_term: Option<LongTerm>,
    /// How many replicas are kept on each SR.
    pub replicas_kept: u64,
    /// The SR on which backups are restored as a test; those of all VMs, or of some selected by tag.
    pub restore_test: Option<TargetView>,
}

/// What is known about the times of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timed {
    /// Its pattern yields instants.
    Known,
    /// XO finds no date for it or refuses it, so it never fires.
    Never,
    /// It follows the server's own zone, which is unknown.
    ServerZone,
    /// Its zone is unknown to this program; XO fires it in some zone.
    UnknownZone,
}

/// How many backups are kept per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LongTerm {
    /// The number of days.
    pub daily: u64,
    /// The number of weeks.
    pub weekly: u64,
    /// The number of months.
    pub monthly: u64,
    /// The number of years.
    pub yearly: u64,
}

/// A job's id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobName {
    /// Its id.
    pub id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
}

/// A schedule that a sequence starts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StepView {
    /// The schedule.
    pub schedule_id: String,
    /// The job that it starts; null if the schedule is gone or schedules were not read.
    pub job: Option<JobName>,
}

/// How many of the last runs are shown with the backups of their VMs: a large job has ten thousand in each.
const WITH_BACKUPS: usize = 10;

/// Returns the details of a job.
pub(super) fn of(world: &Lookup<'_>, job: &Job) -> Detail {
    let analysis = world.analysis;
    let planned = world.planned(job);
    let selection = planned.map(|planned| &planned.selection);
    let kept = planned.and_then(|_| Kept::of(world, &job.id));
    let is_sequence = matches!(job.kind, JobKind::Sequence(_));
    let past = world.past(&job.id);
    let newest_first = past.into_iter().flat_map(|past| past.runs.iter().rev());
    let runs = analysis.history().filter(|_| !is_sequence);
    Detail {
        settings: settings(world, job),
        snapshots: kept.as_ref().map(|kept| kept.all),
        schedules: analysis.backups().schedules.is_some().then(|| {
            analysis.plan().schedules_of(&job.id).map(|planned| schedule(world, job, planned)).collect()
        }),
        steps: steps(world, job),
        runs: runs.map(|_| {
            let view = |(at, run)| match at {
                0..WITH_BACKUPS => RunView::with_backups(world, run),
                _ => RunView::of(world, run),
            };
            newest_first.enumerate().map(view).collect()
        }),
        vms: world.vms(job).map(|vms| worst_first(vms, &kept.unwrap_or_default(), analysis.inventory())),
        pattern_error: selection.and_then(|all| all.error.as_ref()).map(ToString::to_string),
        left_out: count(selection.map_or(0, |all| all.excluded.len())),
        unknown_pool_ids: selection
            .into_iter()
            .flat_map(|all| &all.unknown_pools)
            .map(ToString::to_string)
            .collect(),
    }
}

/// The snapshots that a job keeps on the disks of its VMs.
#[derive(Default)]
struct Kept {
    all: Snapshots,
    /// For each VM: the number configured, and the number found on the disk that has the most.
    by_vm: FxHashMap<VmIdx, (u64, u64)>,
}

impl Kept {
    /// Counts the snapshots on all disks; `None` if the job keeps snapshots on none of them.
    fn of(world: &Lookup<'_>, job: &JobId) -> Option<Self> {
        let mut of_job = Self::default();
        let on_disks = retention::on_disks(world.analysis.inventory(), world.analysis.plan());
        for kept in on_disks.iter().filter(|kept| kept.job == job) {
            let (configured, observed) = (kept.configured.left, kept.observed);
            let all = &mut of_job.all;
            all.configured = all.configured.max(configured);
            all.observed_most = all.observed_most.max(observed);
            all.peak = all.peak.max(kept.peak());
            all.disks_with_more += u32::from(observed > configured);
            let of_vm = of_job.by_vm.entry(kept.vm).or_default();
            *of_vm = (of_vm.0.max(configured), of_vm.1.max(observed));
        }
        (!of_job.by_vm.is_empty()).then_some(of_job)
    }
}

fn worst_first(
    mut vms: Vec<VmView>,
    kept: &Kept,
    inventory: &xo_health_core::model::Inventory,
) -> Vec<VmView> {
    for vm in &mut vms {
        let found = inventory.find_vm(&ObjectId::new(&vm.id)).and_then(|index| kept.by_vm.get(&index));
        vm.snapshots_configured = found.map(|(configured, _)| *configured);
        vm.snapshots_observed = found.map(|(_, observed)| *observed);
    }
    // the sort is stable: VMs with the same name stay in the order of their ids
    vms.sort_by(|a, b| {
        let rank = |vm: &VmView| (vm.rpo, vm.failing.is_none(), vm.exists);
        rank(a).cmp(&rank(b)).then(a.name.cmp(&b.name))
    });
    vms
}

fn settings(world: &Lookup<'_>, job: &Job) -> SettingsView {
    let of = VmSettings::of_run(job, None);
    let is_metadata = job.kind == JobKind::Metadata;
    // what mirrors and metadata jobs keep is set on their schedules
    let schedules = world.analysis.plan().schedules_of(&job.id);
    let layers: Vec<VmSettings> = schedules
        .map(|planned| VmSettings::of_run(job, Some(&planned.schedule.id)))
        .chain([of.clone()])
        .collect();
    let most = |kept: fn(&VmSettings) -> u64| layers.iter().map(kept).max().unwrap_or_default();
    let mut senseless: Vec<String> =
        backup::notes(job).into_iter().map(|note| note.setting.to_owned()).collect();
    senseless.sort_unstable();
    senseless.dedup();
    SettingsView {
        source: job.source.as_ref().map(|id| world.repository(id)),
        targets: job
            .remotes
            .iter()
            .map(|id| world.repository(id))
            .chain(job.srs.iter().map(|id| world.sr(id)))
            .collect(),
        concurrency: of.concurrency,
        retries: of.retries,
        full_interval: of.full_interval,
        max_export_rate: of.max_export_rate,
        report_when: match of.report_when {
            ReportWhen::Always => ReportName::Always,
            ReportWhen::Failure => ReportName::Failure,
            ReportWhen::Error => ReportName::Error,
            ReportWhen::Never => ReportName::Never,
        },
        bypass_chain_check: of.bypass_vdi_chains_check,
        offline: match (of.offline_backup, of.offline_snapshot) {
            (true, _) => Some(OfflineName::Backup),
            (false, true) => Some(OfflineName::Snapshot),
            (false, false) => None,
        },
        with_memory: of.checkpoint_snapshot,
        prefer_nbd: of.prefer_nbd,
        purges_snapshot_data: of.purges_snapshot_data(),
        delete_first: of.delete_first,
        backups_kept: (job.kind == JobKind::Mirror).then(|| most(|of| of.export_retention)),
        pool_metadata_kept: is_metadata.then(|| most(|of| of.retention_pool_metadata)),
        xo_metadata_kept: is_metadata.then(|| most(|of| of.retention_xo_metadata)),
        senseless,
    }
}

fn schedule(world: &Lookup<'_>, job: &Job, planned: &PlannedSchedule) -> ScheduleView {
    let schedule = &planned.schedule;
    let of = VmSettings::of_run(job, Some(&schedule.id));
    let (timed, problem) = match &planned.timing.pattern {
        SchedulePattern::Next(_) => (Timed::Known, None),
        SchedulePattern::Never => (Timed::Never, Some("no solutions found for this schedule".to_owned())),
        SchedulePattern::ServerZone => (Timed::ServerZone, None),
        SchedulePattern::UnknownZone(error) => (Timed::UnknownZone, Some(error.to_string())),
        SchedulePattern::Refused(error) => (Timed::Never, Some(error.to_string())),
    };
    let plan = world.analysis.plan();
    let firings = world.starters.firings(plan.schedule(&schedule.id), world.analysis.now());
    let sequences = world.starters.sequences_of(&schedule.id);
    let long_term = of.long_term_retention;
    let any = [long_term.daily, long_term.weekly, long_term.monthly, long_term.yearly].iter().any(|n| *n > 0);
    ScheduleView {
        id: schedule.id.to_string(),
        name: schedule.name.clone(),
        cron: schedule.cron.clone(),
        timezone: schedule.timezone.clone(),
        enabled: schedule.enabled,
        timed,
        problem,
        next_runs_at: firings.into_iter().take(NEXT_RUNS).collect(),
        sequences: sequences.map(|all| all.iter().map(|job| name(job)).collect()),
        snapshots_kept: of.snapshot_retention,
        backups_kept: of.export_retention,
        long_term: any.then_some(LongTerm {
            daily: long_term.daily,
            weekly: long_term.weekly,
            monthly: long_term.monthly,
            yearly: long_term.yearly,
        }),
        replicas_kept: of.copy_retention,
        restore_test: of.health_check_sr.as_ref().map(|sr| world.sr(sr)),
    }
}

fn name(job: &Job) -> JobName {
    JobName { id: job.id.to_string(), name: job.name.clone() }
}

fn steps(world: &Lookup<'_>, job: &Job) -> Vec<StepView> {
    let JobKind::Sequence(schedules) = &job.kind else { return Vec::new() };
    let jobs: FxHashMap<&JobId, &Job> =
        super::choose::jobs(world.analysis.backups()).map(|job| (&job.id, job)).collect();
    let started = |id: &ScheduleId| {
        let planned = world.analysis.plan().schedule(id)?;
        let job = &planned.schedule.job;
        Some(
            jobs.get(job)
                .map_or_else(|| JobName { id: job.to_string(), name: job.to_string() }, |job| name(job)),
        )
    };
    schedules.iter().map(|id| StepView { schedule_id: id.to_string(), job: started(id) }).collect()
}
