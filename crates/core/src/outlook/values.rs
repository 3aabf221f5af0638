//! What an outlook says, as values: rows, answer, summaries.
//!
//! Ids are those of XO; names are looked up when they are shown. Instants are in UTC, probabilities from 0 to 1, sizes
//! in bytes. Every value is owned and reads back what it wrote.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cause::Cause;
use super::plan::{After, Plan};
use crate::model::{self, JobId, ObjectId, ScheduleId};

/// What happens to the backups of the next 24 hours: the one value that every view reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// The answer to "will my backups run?".
    pub answer: Answer,
    /// One row for each run's backup of a VM that is due, in the order of time, then of job, schedule and VM.
    #[serde(rename = "backups")]
    pub rows: Vec<Row>,
    /// Errors of the same hours that are no backup: a restore point that gets too old. The likeliest first.
    pub events: Vec<Event>,
    /// What to do, the most urgent first.
    pub plan: Plan,
    /// What the steps of the plan bring together.
    pub after: After,
    /// Each SR of the inventory, in its order.
    pub srs: Vec<SrSummary>,
    /// Each backup job of VMs, by id.
    pub jobs: Vec<JobSummary>,
}

/// The answer, decided by the worst row or event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The answer in one word.
    pub status: Status,
    /// The end of the hours it holds for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Rows.
    pub due: u32,
    /// Backups that are due beyond those, and were not looked at: there are more than half a million.
    pub left_out: u64,
    /// Rows that fail.
    pub failing: u32,
    /// Rows that are at risk.
    pub at_risk: u32,
    /// Rows whose outcome is unknown.
    pub unknown: u32,
    /// The probability that decided: of the worst row or event; 0 without any.
    pub probability: f64,
    /// How likely that is.
    pub likelihood: Likelihood,
    /// What decided.
    pub decided_by: DecidedBy,
    /// Failing rows that are expected in all, from causes that this server shows.
    pub expected: f64,
    /// What was not read and could change the answer.
    pub unread: Vec<UnreadPart>,
    /// What was not read and cannot change it.
    pub unread_besides: Vec<UnreadPart>,
}

/// The answer in one word, the worst last but for [`Self::NoneDue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is due.
    NoneDue,
    /// Every backup that is due ends with a restore point on every target.
    Yes,
    /// Something that was needed was not read.
    CannotTell,
    /// Something fails with a tenth or more, or a tenth of a row is expected to fail in all.
    AtRisk,
    /// Something fails with a half or more.
    ProbablyNot,
    /// Something fails with nine tenths or more.
    No,
}

/// What decided an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The worst row.
    Row,
    /// The worst event: no row is as bad.
    Event,
    /// Many rows, each of them barely at risk.
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
    /// How likely it does not end with a restore point on every target. Of a row whose outcome is unknown: as far as
    /// that is known.
    pub probability: f64,
    /// How likely that is.
    pub likelihood: Likelihood,
    /// The likeliest error; none of a row that goes well.
    pub error: Option<BackupError>,
    /// Why: the nearest cause.
    pub cause: Option<Cause>,
    /// What is behind it.
    pub behind: Vec<Cause>,
    /// What it rests on.
    pub basis: Basis,
    /// How likely it fails from causes that this server shows: without the base rate of surprises.
    pub shown: f64,
    /// The SR it is about.
    pub sr_id: Option<ObjectId>,
    /// The disk it is about.
    pub vdi_id: Option<ObjectId>,
    /// The restore points that are missing then; none of a row that goes well.
    pub missing: Vec<Missing>,
}

/// How a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fails with less than a tenth.
    Ok,
    /// Something needed was not read, or is not known.
    CannotTell,
    /// It fails with a tenth or more.
    AtRisk,
    /// It fails with a half or more.
    Fails,
}

/// The one table of words for probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    /// Below a tenth.
    Unlikely,
    /// A tenth and more.
    Possible,
    /// A half and more.
    Likely,
    /// Nine tenths and more.
    AlmostCertain,
    /// A rule excludes the very next run.
    Certain,
}

/// What a row rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The rules of XO and the storage, as things are.
    Rule,
    /// Many draws from what was learnt.
    Simulation,
    /// How the last runs ended.
    Log,
    /// What the backup repository has free, or says.
    Repository,
    /// Nothing: what is needed is not known.
    CannotTell,
}

/// What goes wrong. The first five are those of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum BackupError {
    /// Too little space on an SR; on file SRs seen as 81 or 78.
    #[serde(rename = "SR_BACKEND_FAILURE_44")]
    NoSpace,
    /// The snapshot chain is too long.
    #[serde(rename = "SR_BACKEND_FAILURE_109")]
    ChainTooLong,
    /// XO skips the VM to protect its chains.
    #[serde(rename = "UNHEALTHY_VDI_CHAIN")]
    UnhealthyChain,
    /// The last good backup is too old.
    #[serde(rename = "RPO_MISSED")]
    RpoMissed,
    /// The run before has not ended: XO refuses the start.
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
    /// An error that no model covers: what came last comes again, or a surprise.
    #[serde(rename = "OTHER")]
    Other,
}

impl BackupError {
    /// All errors, in their order.
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
    /// Where.
    pub output: Output,
    /// When the last one there was made, as far as the logs show; none where they show none.
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

/// An error within the 24 hours that is no row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// What goes wrong.
    pub error: BackupError,
    /// The job.
    pub job_id: JobId,
    /// The VM, as the job names it; none where it concerns the job.
    pub vm_id: Option<ObjectId>,
    /// When it most likely comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// How likely it comes.
    pub probability: f64,
    /// How likely that is.
    pub likelihood: Likelihood,
    /// By the limits of rows.
    pub outcome: Outcome,
    /// Why: the nearest cause.
    pub cause: Option<Cause>,
    /// What is behind it.
    pub behind: Vec<Cause>,
}

/// Something that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum UnreadPart {
    /// An answer of the server.
    Answer {
        /// Which.
        answer: model::Question,
    },
    /// A pool that XO has lost, or still loads.
    Pool {
        /// Its id, where XO knows it.
        id: Option<ObjectId>,
        /// The name of the connection: its label, or address.
        name: String,
        /// XO is still loading it.
        loading: bool,
    },
    /// What a backup repository has free.
    RepositorySpace {
        /// The repository.
        id: ObjectId,
    },
    /// When a schedule starts its job: its zone is the server's own, or not known here.
    Zone {
        /// The schedule.
        schedule_id: ScheduleId,
    },
}

/// What an outlook says of a part of its rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Rows.
    pub due: u32,
    /// Rows that fail.
    pub failing: u32,
    /// Rows that are at risk.
    pub at_risk: u32,
    /// Rows whose outcome is unknown.
    pub unknown: u32,
}

/// The worst that is predicted for an SR or a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Worst {
    /// What goes wrong.
    pub error: BackupError,
    /// How likely within [`Self::within_hours`].
    pub probability: f64,
    /// How likely that is.
    pub likelihood: Likelihood,
    /// Within how many hours: 24 where it is a row or an event, else the horizon of the forecast.
    pub within_hours: u32,
    /// When it most likely comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// The job.
    pub job_id: JobId,
    /// The VM, as the job names it; none where it concerns the job.
    pub vm_id: Option<ObjectId>,
    /// Why: the nearest cause.
    pub cause: Option<Cause>,
}

/// What is predicted for an SR.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SrSummary {
    /// The SR.
    pub sr_id: ObjectId,
    /// The rows of VMs that have a disk on it, or a replica.
    pub counts: Counts,
    /// The worst that comes from this SR, until the horizon of the forecast; none below a tenth.
    pub worst: Option<Worst>,
    /// The steps of the plan that concern it, by number.
    pub steps: Vec<u32>,
    /// Nothing of a tenth or more is predicted, nothing is unknown, no step concerns it.
    pub quiet: bool,
}

/// What is predicted for a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobSummary {
    /// The job.
    pub job_id: JobId,
    /// Its rows.
    pub counts: Counts,
    /// When it is started next, however far away; none where nothing starts it, or that is not known.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_at: Option<Timestamp>,
    /// The worst that is predicted for it, until the horizon of the forecast; none below a tenth.
    pub worst: Option<Worst>,
    /// When its last run started, where that was interrupted: its restore points are missing.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub interrupted_at: Option<Timestamp>,
    /// The run that blocks it: stuck, or in progress when the next is due.
    pub blocked_by: Option<model::RunId>,
    /// The steps of the plan that concern it, by number.
    pub steps: Vec<u32>,
    /// Nothing of a tenth or more is predicted for it and nothing is unknown.
    pub good: bool,
}

/// Limits between outcomes, and of the words for probabilities.
pub const POSSIBLE: f64 = 0.1;
/// From here on it is likelier than not.
pub const LIKELY: f64 = 0.5;
/// From here on it is almost certain.
pub const ALMOST_CERTAIN: f64 = 0.9;
/// Nothing that no rule excludes is surer than this: surprises exist.
pub const SUREST: f64 = 0.97;
/// What a rule excludes at the very next run.
pub const CERTAIN: f64 = 1.0;

/// Probabilities are reported with three digits; a limit is met by what is reported.
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
    /// Returns the outcome of a probability that is known.
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
