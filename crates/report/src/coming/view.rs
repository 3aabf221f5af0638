//! A prediction as the report shows it: the format of `xo-health.report/1` (facts: worlds/README.md), and more.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use xo_health_core::forecast::Incident as Error;

/// Is an error that is likely to come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Prediction {
    /// Which.
    pub error: ErrorName,
    /// The job that meets it.
    pub job_id: String,
    /// From the server, not cleaned.
    pub job_name: String,
    /// The schedule, where the job has one enabled schedule.
    pub schedule_id: Option<String>,
    /// The VM; null where it concerns the whole job.
    pub vm_id: Option<String>,
    /// From the server, not cleaned.
    pub vm_name: Option<String>,
    /// The SR that lacks room, or whose chains are meant.
    pub sr_id: Option<String>,
    /// From the server, not cleaned.
    pub sr_name: Option<String>,
    /// The disk it comes from.
    pub vdi_id: Option<String>,
    /// How likely it comes within so many hours; the hours ascend.
    pub probability_by: Vec<Within>,
    /// When it most likely comes first, if it comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_at: Option<Timestamp>,
    /// Between which instants it then comes, nine times out of ten.
    #[schemars(with = "Option<[String; 2]>")]
    pub first_at_window: Option<[Timestamp; 2]>,
    /// What it rests on.
    pub evidence_class: EvidenceClass,
    /// Why, in words, with numbers: what stops the run, then what stands behind it.
    pub causes: Vec<String>,
    /// The cheapest change that was found to remove it.
    pub action: Option<String>,
    /// The snapshots that this action deletes, in order; empty where it deletes none.
    pub action_vdi_ids: Vec<String>,
}

impl Prediction {
    /// Gives the probability until the horizon.
    pub fn probability(&self) -> f64 {
        self.probability_by.last().map_or(0.0, |by| by.probability)
    }
}

/// Is a probability and its time.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Within {
    /// Hours after the observation.
    pub within_hours: u32,
    /// From 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub probability: f64,
}

/// Names an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum ErrorName {
    /// Too little space; on file SRs seen as 81 or 78.
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
    /// The job still runs when its schedule fires.
    #[serde(rename = "JOB_ALREADY_RUNNING")]
    AlreadyRunning,
}

impl ErrorName {
    /// Gives it as the document writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSpace => "SR_BACKEND_FAILURE_44",
            Self::ChainTooLong => "SR_BACKEND_FAILURE_109",
            Self::UnhealthyChain => "UNHEALTHY_VDI_CHAIN",
            Self::RpoMissed => "RPO_MISSED",
            Self::AlreadyRunning => "JOB_ALREADY_RUNNING",
        }
    }
}

impl From<Error> for ErrorName {
    fn from(error: Error) -> Self {
        match error {
            Error::NoSpace => Self::NoSpace,
            Error::ChainTooLong => Self::ChainTooLong,
            Error::UnhealthyChain => Self::UnhealthyChain,
            Error::RpoMissed => Self::RpoMissed,
            Error::AlreadyRunning => Self::AlreadyRunning,
        }
    }
}

/// Says what a prediction rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceClass {
    /// The rules decide it.
    Exact,
    /// Simulated from what was learnt.
    Simulated,
    /// Simulated from what is usual elsewhere: no log shows this VM.
    Prior,
}
