//! The report of the backup jobs: when each runs next, how its last runs ended, whether each VM has a restore point.
//!
//! In: an analysis and, where one job is wanted, what it is called. Out: a [`JobsReport`], a value that [`compose`] and JSON
//! are written from. What was not read is null and shown as unknown, never empty. Which errors those are comes from the caller.

mod backup;
mod build;
mod choose;
pub mod compose;
mod detail;
mod run;
#[cfg(test)]
mod tests;
mod vms;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use backup::{BackupTarget, BackupView};
pub use choose::JobNotFound;
pub use detail::{
    Detail, JobName, LongTerm, OfflineName, ReportName, ScheduleView, SettingsView, Snapshots, StepView,
    TargetKind, TargetView, Timed,
};
pub use run::{Ended, FallbackView, RunErrorView, RunView, Tally};
pub use vms::{Failing, RestoreTest, RpoName, VmView};

use super::Source;
use xo_health_core::analysis::Analysis;
use xo_health_core::model::{LogError, Unread};
use xo_health_core::outlook::{JobSummary, Outlook};
use xo_health_core::units::count;

/// Finds the entry of the errors' catalogue that fits an error, by its id.
pub type Recognise<'a> = dyn Fn(&LogError) -> Option<String> + 'a;

/// Makes the report of all jobs, or of the one that is called `job`.
///
/// # Errors
///
/// The name fits no job or several.
pub fn look(
    analysis: &Analysis,
    outlook: &Outlook,
    job: Option<&str>,
    recognise: &Recognise<'_>,
) -> Result<JobsReport, JobNotFound> {
    let wanted = job.map(|name| choose::job(analysis.backups(), name)).transpose()?;
    Ok(build::report(analysis, outlook, wanted, recognise))
}

/// Finds the id of the job that a person names.
///
/// # Errors
///
/// The name fits no job or several.
pub fn find(analysis: &Analysis, name: &str) -> Result<String, JobNotFound> {
    choose::job(analysis.backups(), name).map(|job| job.id.to_string())
}

/// Everything that is reported about jobs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JobsReport {
    /// The instant the report stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: Source,
    /// The jobs, worst first, then by name; one where one was asked for.
    pub jobs: Vec<JobView>,
    /// More about the one that was asked for; null where all were.
    pub detail: Option<Detail>,
    /// What could not be read of all that the report of jobs rests on.
    pub unread: Vec<Unread>,
}

impl JobsReport {
    /// Says in words what the errors mean that were recognised; `title` returns those of an entry.
    pub fn explain(&mut self, title: impl Fn(&str) -> String) {
        let of_vms = self.detail.iter_mut().flat_map(|detail| detail.vms.iter_mut().flatten());
        let of_vms = of_vms.filter_map(|vm| vm.failing.as_mut()?.error.as_mut());
        let of_vms: Vec<&mut RunErrorView> = of_vms.collect();
        for error in of_vms {
            error.meaning = error.entry.as_deref().map(&title);
        }
        let listed = self.detail.iter_mut().flat_map(|detail| detail.runs.iter_mut().flatten());
        let summed = self.jobs.iter_mut().flat_map(|job| job.last_run.iter_mut().chain(&mut job.running));
        for error in listed.chain(summed).flat_map(|run| &mut run.errors) {
            error.meaning = error.entry.as_deref().map(&title);
        }
    }
}

/// Sums a job up.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// What it does.
    pub kind: JobKindView,
    /// In which ways a backup job saves its VMs; empty for other kinds, and for one that saves nothing.
    pub ways: Vec<Way>,
    /// Its state.
    pub state: JobState,
    /// Something starts it: an enabled schedule, or a sequence; null where that was not read.
    pub enabled: Option<bool>,
    /// When it is started next; through a sequence, when that starts. Null when nothing starts it, or when is not known.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// The gap between two coming starts, in seconds: nine of ten are no shorter.
    pub interval_seconds: Option<u64>,
    /// The last run that ended; runs that were refused are none. Null without any, and where logs were not read.
    pub last_run: Option<RunView>,
    /// The run that goes on.
    pub running: Option<RunView>,
    /// How many runs went well; null where logs were not read.
    pub success: Option<Rate>,
    /// Runs that were refused because the one before had not ended; null where logs were not read.
    pub refused: Option<u32>,
    /// How long its runs take: those that ended and saved something.
    pub typical: Option<TypicalView>,
    /// The VMs that it covers now; null for other kinds, where its pattern cannot be evaluated, and where the objects
    /// were not read.
    pub vms: Option<VmCounts>,
    /// What is predicted for it; null for other kinds than backup jobs.
    pub outlook: Option<JobSummary>,
    /// What was found about it, warnings and worse: codes with their slugs, `XOH-707 output-behind`.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKindView {
    /// Backs VMs up.
    Backup,
    /// Copies backups from one repository to another.
    Mirror,
    /// Saves the metadata of pools and of XO.
    Metadata,
    /// Runs schedules of other jobs one after another; it leaves no logs of its own.
    Sequence,
}

/// In which way a backup job saves VMs, as XO's users know them (facts/xo-protocol.md 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Keeps snapshots on the source.
    RollingSnapshot,
    /// Writes whole disks to repositories.
    FullBackup,
    /// Writes what changed to repositories.
    DeltaBackup,
    /// Copies whole VMs to SRs (disaster recovery).
    FullReplication,
    /// Copies what changed to SRs (continuous replication).
    IncrementalReplication,
    /// A mode that this version does not know.
    Unknown,
}

/// The state of a job, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// A run has gone on for too long: it blocks the next ones.
    Stuck,
    /// Its last run failed.
    Failing,
    /// Its last run skipped a VM, or found none.
    Skipping,
    /// Its last run was interrupted.
    Interrupted,
    /// XO can read none of the schedules that should start it.
    BadSchedule,
    /// It has neither a target nor snapshots to keep: XO ends its runs at once, with success.
    SavesNothing,
    /// Some VM has no restore point that is young enough.
    RpoMissed,
    /// What it rests on was not read, no run is known, or the details of the last one are lost.
    Unknown,
    /// Its last run went well, and a backup that is due will fail, or may.
    AtRisk,
    /// Its last run went well, and nothing is predicted against the next ones.
    Good,
    /// It leaves no logs that it could be judged by.
    NoLogs,
    /// Nothing starts it.
    Disabled,
}

/// Counts what went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// Those that went well.
    pub good: u32,
    /// All that ended and can be trusted, interrupted ones too; refused ones are none.
    pub all: u32,
}

impl From<xo_health_core::backup::history::SuccessRate> for Rate {
    fn from(of: xo_health_core::backup::history::SuccessRate) -> Self {
        Self { good: count(of.good), all: count(of.all) }
    }
}

/// How long runs took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TypicalView {
    /// How many runs that is.
    pub runs: u32,
    /// Half of them took no longer, in seconds.
    pub median_seconds: u64,
    /// Nine of ten took no longer, in seconds.
    pub p90_seconds: u64,
    /// None took longer, in seconds.
    pub longest_seconds: u64,
}

/// Counts the VMs of a job by their restore points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VmCounts {
    /// All that it covers now, those that are gone too.
    pub covered: u32,
    /// Those whose last restore point is young enough.
    pub kept: u32,
    /// Those whose last restore point is too old.
    pub missed: u32,
    /// Those that failed or were skipped and of which no success is known.
    pub never_succeeded: u32,
    /// Those of which no log tells a success or a failure.
    pub never_ran: u32,
    /// Those of which it is unknown, or to which no restore point is promised.
    pub open: u32,
    /// Those that the job names and the server does not have.
    pub gone: u32,
}

impl VmCounts {
    /// Counts the VMs that miss their RPO.
    pub const fn missing_rpo(&self) -> u32 {
        self.missed.saturating_add(self.never_succeeded)
    }
}

/// Returns whole seconds; what is negative counts as nothing.
fn seconds(of: jiff::SignedDuration) -> u64 {
    u64::try_from(of.as_secs()).unwrap_or(0)
}
