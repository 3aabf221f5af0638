//! A prediction as a report shows it, without words.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use xo_health_core::analysis::Movement;
use xo_health_core::forecast::{Action, Class, ForecastCause};
use xo_health_core::outlook::BackupError;

/// An error that is likely to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PredictionView {
    /// Which.
    pub error: BackupError,
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
    /// How likely it comes within this many hours; the hours ascend.
    pub probability_by: Vec<Within>,
    /// When it most likely comes first, if it comes.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_at: Option<Timestamp>,
    /// Between which instants it then comes, nine times out of ten.
    #[schemars(with = "Option<[String; 2]>")]
    pub first_at_window: Option<[Timestamp; 2]>,
    /// What it rests on.
    pub evidence_class: Class,
    /// Why, with numbers: what stops the run, then what is behind it.
    #[serde(rename = "because")]
    pub causes: Vec<ForecastCause>,
    /// The cheapest change that was found to remove it.
    #[serde(rename = "change")]
    pub action: Option<Action>,
    /// The snapshots that this action deletes, in order; empty where it deletes none.
    pub action_vdi_ids: Vec<String>,
    /// The first of the forecasts that have predicted it as likely without a gap; missing where the one before did not, or no
    /// history is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub since: Option<Timestamp>,
    /// How it compares with the forecast of about a day ago; missing like `since`. The word is `change` for findings.
    #[serde(rename = "trend", skip_serializing_if = "Option::is_none", default)]
    pub moved: Option<Movement>,
    /// How likely it was within seven days by the forecast of about a day ago; missing where none was made then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(range(min = 0, max = 1))]
    pub probability_day_ago: Option<f64>,
}

impl PredictionView {
    /// Returns the probability until the horizon.
    pub fn probability(&self) -> f64 {
        self.probability_by.last().map_or(0.0, |by| by.probability)
    }
}

/// A probability and its time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Within {
    /// Hours after the observation.
    pub within_hours: u32,
    /// From 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub probability: f64,
}
