//! The values of an outlook: rows, answer, summaries.
//!
//! Ids are those of XO; names are looked up for display. Instants are in UTC, probabilities from 0 to 1, sizes in
//! bytes. Every value is owned, and reads back what it wrote.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cause::Cause;
use super::plan::{After, Plan};
use crate::model::{self, JobId, ObjectId, ScheduleId};

/// The outcome of the backups of the next 24 hours: the one value that every view reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// The answer to "will my backups run?".
    pub answer: Answer,
    /// One row for each run's backup of a VM that is due, by time, then by job, schedule and VM.
    #[serde(rename = "backups")]
    pub rows: Vec<Row>,
    /// Errors within the same hours that are not backups, such as a restore point that gets too old; likeliest first.
    pub events: Vec<Event>,
    /// What to do, the most urgent first.
    pub plan: Plan,
    /// What the steps of the plan achieve together.
    pub after: After,
    /// One summary for each SR of the inventory, in its order.
    pub srs: Vec<SrSummary>,
    /// One summary for each backup job of VMs, by id.
    pub jobs: Vec<JobSummary>,
}

/// The answer, decided by the worst row or event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The answer in one word.
    pub status: Status,
    /// The end of the period it covers.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Number of rows.
    pub due: u32,
    /// Due backups that were not examined, because there are more than half a million.
    pub left_out: u64,
    /// Rows that fail.
    pub failing: u32,
    /// Rows that are at risk.
    pub at_risk: u32,
    /// Rows whose outcome is unknown.
    pub unknown: u32,
    /// The probability that decided: that of the worst row or event; 0 if there is none.
    pub probability: f64,
    /// The word for that probability.
    pub likelihood: Likelihood,
    /// What decided.
    pub decided_by: DecidedBy,
    /// The total number of failing rows that is expected from causes that this server shows.
    pub expected: f64,
    /// What was not read and could change the answer.
    pub unread: Vec<UnreadPart>,
    /// What was not read and cannot change it.
    pub unread_besides: Vec<UnreadPart>,
}

/// The answer in one word, the worst last, except for [`Self::NoneDue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is due.
    NoneDue,
    /// Every backup that is due ends with a restore point on every target.
    Yes,
    /// Something that was needed was not read.
    CannotTell,
    /// Something fails with a probability of 10 % or more, or the expected failures of all rows reach 0.1.
    AtRisk,
    /// Something fails with a probability of 50 % or more.
    ProbablyNot,
    /// Something fails with a probability of 90 % or more.
    No,
}

/// What decided an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The worst row.
    Row,
    /// The worst event, which is worse than any row.
    Event,
    /// The sum of many rows, each of them barely at risk.
    Sum,
    /// What was not read.
    Unread,
    /// Nothing speaks against it.
    Nothing,
}

/// A run's backup of a VM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The job.
    pub job_id: JobId,
    /// The schedule that starts the run, by itself or through a sequence.
    pub schedule_id: Option<ScheduleId>,
    /// The VM, as the job names it.
    pub vm_id: ObjectId,
    /// When the run starts.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// How it ends.
    pub outcome: Outcome,
    /// How likely it does not end with a restore point on every target. If the outcome is unknown: as far as that is
    /// known.
    pub probability: f64,
    /// The word for that probability.
    pub likelihood: Likelihood,
    /// The likeliest error; none if the row goes well.
    pub error: Option<BackupError>,
    /// The nearest cause.
    pub cause: Option<Cause>,
    /// The causes behind it.
    pub behind: Vec<Cause>,
    /// The evidence.
    pub basis: Basis,
    /// How likely it fails from causes that this server shows, without the base rate of surprises.
    pub shown: f64,
    /// The SR behind the error.
    pub sr_id: Option<ObjectId>,
    /// The disk behind the error.
    pub vdi_id: Option<ObjectId>,
    /// The restore points that are then missing; empty if the row goes well.
    pub missing: Vec<Missing>,
}

/// How a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fails with a probability below 10 %.
    Ok,
    /// Something needed was not read, or is unknown.
    CannotTell,
    /// It fails with a probability of 10 % or more.
    AtRisk,
    /// It fails with a probability of 50 % or more.
    Fails,
}

/// The words for probabilities; no others are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    /// Below 10 %.
    Unlikely,
    /// 10 % or more.
    Possible,
    /// 50 % or more.
    Likely,
    /// 90 % or more.
    AlmostCertain,
    /// A rule excludes the very next run.
    Certain,
}

/// The evidence behind a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The rules of XO and the storage, as things are.
    Rule,
    /// Many draws from what was learnt.
    Simulation,
    /// How the last runs ended.
    Log,
    /// The free space that the backup repository reports, or its state.
    Repository,
    /// Nothing: what is needed is unknown.
    CannotTell,
}

/// An error of a backup. The first five are those of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum BackupError {
    /// Not enough space on an SR; on file SRs reported as 81 or 78.
    #[serde(rename = "SR_BACKEND_FAILURE_44")]
    NoSpace,
    /// The snapshot chain is too long.
    #[serde(rename = "SR_BACKEND_FAILURE_109")]
    ChainTooLong,
    /// XO skips the VM to protect its chains.
    #[serde(rename = "UNHEALTHY_VDI_CHAIN")]
    UnhealthyChain,
    /// The last successful backup is too old.
    #[serde(rename = "RPO_MISSED")]
    RpoMissed,
    /// The previous run has not ended, so XO refuses the start.
    #[serde(rename = "JOB_ALREADY_RUNNING")]
    AlreadyRunning,
    /// The backup repository has no room.
    #[serde(rename = "REPOSITORY_FULL")]
    RepositoryFull,
    /// The backup repository is switched off, gone, or XO cannot use it.
    #[serde(rename = "REPOSITORY_UNAVAILABLE")]
    RepositoryUnavailable,
    /// No host reaches the SR, it is in maintenance, or it does not exist.
    #[serde(rename = "SR_UNAVAILABLE")]
    SrUnavailable,
    /// A chain does not reach its root.
    #[serde(rename = "BROKEN_CHAIN")]
    BrokenChain,
    /// XO does not have the VM.
    #[serde(rename = "VM_MISSING")]
    VmMissing,
    /// The run ends without a restore point, whatever its status says.
    #[serde(rename = "NOTHING_SAVED")]
    NothingSaved,
    /// The schedule does not start the job.
    #[serde(rename = "NOT_STARTED")]
    NotStarted,
    /// An error that no model covers: the last one repeats, or a surprise.
    #[serde(rename = "OTHER")]
    Other,
}

impl BackupError {
    /// All errors, in declaration order.
    pub const ALL: [Self; 13] = [
        Self::NoSpace,
        Self::ChainTooLong,
        Self::UnhealthyChain,
        Self::RpoMissed,
        Self::AlreadyRunning,
        Self::RepositoryFull,
        Self::RepositoryUnavailable,
        Self::SrUnavailable,
        Self::BrokenChain,
        Self::VmMissing,
        Self::NothingSaved,
        Self::NotStarted,
        Self::Other,
    ];
}

/// A restore point that is missing after a row has failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// Where it is missing.
    pub output: Output,
    /// When the last one there was made; none if the logs show none.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_good_at: Option<Timestamp>,
}

/// Where a job keeps restore points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Output {
    /// A snapshot on the SR of the VM.
    Snapshot,
    /// A backup repository.
    Repository {
        /// Its id.
        id: ObjectId,
    },
    /// A replica on another SR.
    Sr {
        /// Its id.
        id: ObjectId,
    },
}

/// An error within the 24 hours that is not a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// What goes wrong.
    pub error: BackupError,
    /// The job.
    pub job_id: JobId,
    /// The VM, as the job names it; none for an error of the whole job.
    pub vm_id: Option<ObjectId>,
    /// When it most likely happens.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// How likely it happens.
    pub probability: f64,
    /// The word for that probability.
    pub likelihood: Likelihood,
    /// The outcome, by the same limits as for rows.
    pub outcome: Outcome,
    /// The nearest cause.
    pub cause: Option<Cause>,
    /// The causes behind it.
    pub behind: Vec<Cause>,
}

/// A part that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum UnreadPart {
    /// An answer of the server.
    Answer {
        /// The question that it answers.
        answer: model::Question,
    },
    /// A pool that XO has lost, or still loads.
    Pool {
        /// Its id, if XO knows it.
        id: Option<ObjectId>,
        /// The name of the connection: its label, or address.
        name: String,
        /// XO is still loading it.
        loading: bool,
    },
    /// The free space of a backup repository.
    RepositorySpace {
        /// The repository.
        id: ObjectId,
    },
    /// The time at which a schedule starts its job: its zone is the server's own, or unknown here.
    Zone {
        /// The schedule.
        schedule_id: ScheduleId,
    },
}

/// Outcomes of some rows, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Number of rows.
    pub due: u32,
    /// Rows that fail.
    pub failing: u32,
    /// Rows that are at risk.
    pub at_risk: u32,
    /// Rows whose outcome is unknown.
    pub unknown: u32,
}

/// The worst prediction for an SR or a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Worst {
    /// What goes wrong.
    pub error: BackupError,
    /// How likely it happens within [`Self::within_hours`].
    pub probability: f64,
    /// The word for that probability.
    pub likelihood: Likelihood,
    /// Number of hours: 24 for a row or an event, otherwise the horizon of the forecast.
    pub within_hours: u32,
    /// When it most likely happens.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// The job.
    pub job_id: JobId,
    /// The VM, as the job names it; none for an error of the whole job.
    pub vm_id: Option<ObjectId>,
    /// The nearest cause.
    pub cause: Option<Cause>,
}

/// The predictions for an SR.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SrSummary {
    /// The SR.
    pub sr_id: ObjectId,
    /// The rows of VMs with a disk or a replica on it.
    pub counts: Counts,
    /// The worst error caused by this SR until the horizon of the forecast; none below 10 %.
    pub worst: Option<Worst>,
    /// The steps of the plan that concern it, by number.
    pub steps: Vec<u32>,
    /// Nothing of 10 % or more is predicted, nothing is unknown, and no step concerns it.
    pub quiet: bool,
}

/// The predictions for a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobSummary {
    /// The job.
    pub job_id: JobId,
    /// Its rows.
    pub counts: Counts,
    /// When it is next started, however far ahead; none if nothing starts it, or the time is unknown.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_at: Option<Timestamp>,
    /// The worst prediction for it until the horizon of the forecast; none below 10 %.
    pub worst: Option<Worst>,
    /// When its last run started, if that was interrupted: its restore points are missing.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub interrupted_at: Option<Timestamp>,
    /// The run that blocks it: stuck, or still in progress when the next is due.
    pub blocked_by: Option<model::RunId>,
    /// The steps of the plan that concern it, by number.
    pub steps: Vec<u32>,
    /// Nothing of 10 % or more is predicted for it, and nothing is unknown.
    pub good: bool,
}

/// From here on something is possible, and a row is at risk.
pub const POSSIBLE: f64 = 0.1;
/// From here on it is likely, and a row fails.
pub const LIKELY: f64 = 0.5;
/// From here on it is almost certain.
pub const ALMOST_CERTAIN: f64 = 0.9;
/// The highest probability of anything that no rule excludes: surprises exist.
pub const SUREST: f64 = 0.97;
/// The probability of what a rule excludes at the very next run.
pub const CERTAIN: f64 = 1.0;

/// Probabilities are reported with three digits, so the rounded value is compared with the limits.
const ROUNDING: f64 = 0.0005;

impl Likelihood {
    /// Returns the word for a probability.
    #[must_use]
    pub fn of(probability: f64) -> Self {
        match probability + ROUNDING {
            at if at > CERTAIN => Self::Certain,
            at if at >= ALMOST_CERTAIN => Self::AlmostCertain,
            at if at >= LIKELY => Self::Likely,
            at if at >= POSSIBLE => Self::Possible,
            _ => Self::Unlikely,
        }
    }
}

impl Outcome {
    /// Returns the outcome for a known probability.
    #[must_use]
    pub fn of(probability: f64) -> Self {
        match Likelihood::of(probability) {
            Likelihood::Unlikely => Self::Ok,
            Likelihood::Possible => Self::AtRisk,
            Likelihood::Likely | Likelihood::AlmostCertain | Likelihood::Certain => Self::Fails,
        }
    }
}

impl Counts {
    /// Counts rows.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            counts.due += 1;
            match row.outcome {
                Outcome::Ok => {}
                Outcome::CannotTell => counts.unknown += 1,
                Outcome::AtRisk => counts.at_risk += 1,
                Outcome::Fails => counts.failing += 1,
            }
        }
        counts
    }
}
