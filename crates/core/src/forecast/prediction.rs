//! The values of a forecast: which errors may come where, by when, why, and what removes them.
//!
//! Ids are those of the inventory, so that a prediction means the same after it was written down and read again.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actions::{Action, Group};
use super::causes::ForecastCause;
use super::priors;
use super::sim::Incident;
use crate::model::{JobId, ObjectId, ScheduleId};
use crate::units::Bytes;

/// A forecast: what may come until the horizon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// The errors that may come, the likeliest first.
    pub predictions: Vec<Prediction>,
    /// The rooms of the SRs, in the order of the inventory.
    pub rooms: Vec<RoomForecast>,
    /// The backups that are due within a day, one per firing and VM, by time, then in the order of the jobs' VMs.
    pub runs: Vec<RunForecast>,
    /// How many draws the forecast rests on.
    pub draws: u32,
    /// The deadline passed before everything was drawn, or schedules fire more often than is simulated: the forecast
    /// rests on fewer draws than requested, or leaves out runs before the horizon, or the search for what prevents
    /// errors did not end, or [`RoomForecast::lacking`] is unknown.
    pub cut_short: bool,
}

impl Forecast {
    /// Returns whether enough draws were made that an error in none of them is unlikely.
    #[must_use]
    pub const fn promises(&self) -> bool {
        self.draws >= priors::DRAWS_LEAST
    }
}

/// How the room of an SR develops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoomForecast {
    /// Bytes missing for all snapshots and copies of 30 days to fit, nine times out of ten; none if there was no time
    /// to draw them.
    pub lacking: Option<Bytes>,
    /// Bytes by which its data grow in a mean day, in the median: writes to blocks that were never written before.
    pub growth: Bytes,
    /// How likely a snapshot or copy finds too little room there within the horizon.
    pub runs_out: f64,
    /// Free space at equal steps until the horizon, without the instant of observation; empty where nothing bounds it.
    pub path: Vec<RoomAt>,
}

/// What an SR has free at an instant, in the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoomAt {
    /// Seconds after the observation.
    pub seconds: u64,
    /// In a tenth of the draws, no more than this was free.
    #[serde(rename = "low_bytes")]
    pub low: Bytes,
    /// The median.
    #[serde(rename = "middle_bytes")]
    pub middle: Bytes,
    /// In a tenth of the draws, no less than this was free.
    #[serde(rename = "high_bytes")]
    pub high: Bytes,
}

/// One run's backup of one VM, and how likely it fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunForecast {
    /// The job.
    pub job: JobId,
    /// The schedule of the job that starts the run, by itself or within a sequence; none if the job has none.
    pub schedule: Option<ScheduleId>,
    /// When it fires; for a schedule of a sequence, when the sequence starts.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The VM, as the job names it.
    pub vm: ObjectId,
    /// How likely this very backup ends in which error, the likeliest first; what no draw met is left out.
    /// [`Incident::AlreadyRunning`]: the whole run is refused.
    pub chance: Vec<(Incident, f64)>,
    /// How likely it ends in any of them.
    pub any: f64,
}

/// The evidence that a prediction rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The rules refuse the run as things are, and nothing that may happen before it changes that.
    Exact,
    /// Many draws from what was learnt about this VM or job.
    Simulated,
    /// The same, but no log shows the VM: the numbers are typical ones.
    Prior,
}

/// An error that may come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Prediction {
    /// The error.
    pub error: Incident,
    /// The job that meets it.
    pub job: JobId,
    /// The VM, as the job names it; none for an error of the whole job.
    pub vm: Option<ObjectId>,
    /// The SR that lacks room.
    pub sr: Option<ObjectId>,
    /// The disk that causes it.
    pub vdi: Option<ObjectId>,
    /// How likely it comes within this many hours, in the order of the hours.
    pub by: Vec<(u32, f64)>,
    /// When it comes first, in the median of the draws that met it.
    #[schemars(with = "Option<String>")]
    pub first_at: Option<Timestamp>,
    /// The instants between which it then comes, nine times out of ten.
    #[schemars(with = "Option<(String, String)>")]
    pub window: Option<(Timestamp, Timestamp)>,
    /// The evidence.
    pub class: Class,
    /// Why it comes, with numbers: what stops the run, then what is behind it.
    pub causes: Vec<ForecastCause>,
    /// What removes it.
    pub action: Option<Action>,
    /// What it shares with other errors that one change removes.
    #[serde(skip)]
    pub(super) group: Option<Group>,
    /// Its number in the draws.
    #[serde(skip)]
    pub(super) key: u32,
    /// Log-odds by which the outcomes of earlier forecasts have corrected `by`; 0 if they have not.
    #[serde(skip)]
    pub shift: f64,
}

impl Prediction {
    /// Returns how likely it comes within this many hours, or `None` if that was not calculated.
    #[must_use]
    pub fn within(&self, hours: u32) -> Option<f64> {
        self.by.iter().find(|(by, _)| *by == hours).map(|(_, chance)| *chance)
    }

    /// Builds a prediction as it is kept: without its evidence.
    #[must_use]
    pub fn kept(error: Incident, job: JobId, vm: Option<ObjectId>) -> Self {
        Self {
            error,
            job,
            vm,
            sr: None,
            vdi: None,
            by: Vec::new(),
            first_at: None,
            window: None,
            class: Class::Simulated,
            causes: Vec::new(),
            action: None,
            group: None,
            key: 0,
            shift: 0.0,
        }
    }
}

/// Predictions for tests of the code that shows them.
#[cfg(any(test, feature = "testkit"))]
impl Prediction {
    /// Builds a prediction with a chance of 90 % within a day.
    pub fn sample(error: Incident, job: &str, vm: Option<&str>, at: Timestamp) -> Self {
        Self {
            error,
            job: job.into(),
            vm: vm.map(ObjectId::new),
            sr: None,
            vdi: None,
            by: vec![(24, 0.9), (72, 0.9), (168, 0.9)],
            first_at: Some(at),
            window: Some((at, at)),
            class: Class::Simulated,
            causes: vec![ForecastCause::CollectorOff],
            action: None,
            group: None,
            key: 0,
            shift: 0.0,
        }
    }

    /// Sets the subject and the class.
    pub fn with(self, sr: Option<ObjectId>, vdi: Option<ObjectId>, class: Class) -> Self {
        Self { sr, vdi, class, ..self }
    }

    /// Sets the causes and what removes the error.
    pub fn because(self, causes: &[ForecastCause], action: Option<Action>) -> Self {
        Self { causes: causes.to_vec(), action, ..self }
    }
}
