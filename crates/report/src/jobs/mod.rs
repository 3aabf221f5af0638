//! The report of the backup jobs: when each runs next, how its last runs ended, whether each VM has a restore point.
//!
//! In: an analysis and, if one job is wanted, its name. Out: a [`JobsReport`], a value from which [`compose`] and JSON
//! are written. What was not read is null and shown as unknown, never empty. The caller recognises the errors.

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

/// Returns the id of the entry in the error catalogue that matches an error.
pub type Recognise<'a> = dyn Fn(&LogError) -> Option<String> + 'a;

/// Makes the report of all jobs, or of the one named `job`.
///
/// # Errors
///
/// The name matches no job, or several.
pub fn build_report(
    analysis: &Analysis,
    outlook: &Outlook,
    job: Option<&str>,
    recognise: &Recognise<'_>,
) -> Result<JobsReport, JobNotFound> {
    let wanted = job.map(|name| choose::job(analysis.backups(), name)).transpose()?;
    Ok(build::report(analysis, outlook, wanted, recognise))
}

/// Returns the id of the job that a person names.
///
/// # Errors
///
/// The name matches no job, or several.
pub fn find(analysis: &Analysis, name: &str) -> Result<String, JobNotFound> {
    choose::job(analysis.backups(), name).map(|job| job.id.to_string())
}

/// Everything that is reported about jobs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JobsReport {
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: Source,
    /// The jobs, worst first, then by name; only one if one was named.
    pub jobs: Vec<JobView>,
    /// Details of the job that was named; null if none was.
    pub detail: Option<Detail>,
    /// The gaps in what the report of jobs rests on.
    pub unread: Vec<Unread>,
}

impl JobsReport {
    /// Adds the meaning of recognised errors in words; `title` returns the one of an entry.
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

/// A job, summed up.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// Its kind.
    pub kind: JobKindView,
    /// The ways in which a backup job saves its VMs; empty for other kinds, and for a job that saves nothing.
    pub ways: Vec<Way>,
    /// Its state.
    pub state: JobState,
    /// Whether an enabled schedule or a sequence starts it; null if these were not read.
    pub enabled: Option<bool>,
    /// When it is started next, by a schedule or through a sequence. Null if nothing starts it, or if the time is
    /// unknown.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// The gap between two coming starts, in seconds: nine of ten are at least this long.
    pub interval_seconds: Option<u64>,
    /// The last run that ended; refused starts do not count. Null if there is none, or if logs were not read.
    pub last_run: Option<RunView>,
    /// The run in progress.
    pub running: Option<RunView>,
    /// How many runs succeeded; null if logs were not read.
    pub success: Option<Rate>,
    /// How many starts were refused because the previous run had not ended; null if logs were not read.
    pub refused: Option<u32>,
    /// How long its runs take; only those count that ended and saved something.
    pub typical: Option<TypicalView>,
    /// The VMs that it covers now; null for other kinds, if its pattern cannot be evaluated, or if the objects were
    /// not read.
    pub vms: Option<VmCounts>,
    /// What is predicted for it; null for other kinds than backup jobs.
    pub outlook: Option<JobSummary>,
    /// The findings about it, warnings and worse: codes with their slugs, `XOH-707 output-behind`.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// The kind of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKindView {
    /// Backs up VMs.
    Backup,
    /// Copies backups from one repository to another.
    Mirror,
    /// Saves the metadata of pools and of XO.
    Metadata,
    /// Runs schedules of other jobs one after another; it leaves no logs of its own.
    Sequence,
}

/// The way in which a backup job saves VMs, as XO's users know it (facts/xo-protocol.md 4.1).
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

/// The state of a job, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// A run has been going on for too long and blocks the next ones.
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
    /// Some VM lacks a restore point that is recent enough.
    RpoMissed,
    /// The needed data was not read, no run is known, or the details of the last one are lost.
    Unknown,
    /// Its last run succeeded, but a backup that is due will or may fail.
    AtRisk,
    /// Its last run succeeded, and nothing is predicted against the next ones.
    Good,
    /// It leaves no logs to judge it by.
    NoLogs,
    /// Nothing starts it.
    Disabled,
}

/// A success rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// The number of successes.
    pub good: u32,
    /// The number that ended and can be trusted, including interrupted ones but not refused ones.
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
    /// The number of runs.
    pub runs: u32,
    /// Half of the runs took at most this long, in seconds.
    pub median_seconds: u64,
    /// Nine of ten runs took at most this long, in seconds.
    pub p90_seconds: u64,
    /// The longest run, in seconds.
    pub longest_seconds: u64,
}

/// The numbers of a job's VMs, by the state of their restore points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VmCounts {
    /// All VMs that it covers now, including those that are gone.
    pub covered: u32,
    /// VMs whose last restore point is recent enough.
    pub kept: u32,
    /// VMs whose last restore point is too old.
    pub missed: u32,
    /// VMs that failed or were skipped and have no known success.
    pub never_succeeded: u32,
    /// VMs without a success or a failure in any log.
    pub never_ran: u32,
    /// VMs whose state is unknown, or that are promised no restore point.
    pub open: u32,
    /// VMs that the job names and that the server does not have.
    pub gone: u32,
}

impl VmCounts {
    /// Returns the number of VMs that miss their RPO.
    pub const fn missing_rpo(&self) -> u32 {
        self.missed.saturating_add(self.never_succeeded)
    }
}

/// Returns whole seconds; 0 for negative durations.
fn seconds(of: jiff::SignedDuration) -> u64 {
    u64::try_from(of.as_secs()).unwrap_or(0)
}
