//! A prediction as reported, without words.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use xo_health_core::analysis::SinceYesterday;
use xo_health_core::forecast::{Action, Class, ForecastCause};
use xo_health_core::outlook::BackupError;

/// A predicted error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PredictionView {
    /// The error.
    pub error: BackupError,
    /// The job that meets it.
    pub job_id: String,
    /// The job's name from the server, not cleaned.
    pub job_name: String,
    /// The schedule, if the job has exactly one enabled schedule.
    pub schedule_id: Option<String>,
    /// The VM; null if it concerns the whole job.
    pub vm_id: Option<String>,
    /// The VM's name from the server, not cleaned.
    pub vm_name: Option<String>,
    /// The SR that lacks room, or whose chains are affected.
    pub sr_id: Option<String>,
    /// The SR's name from the server, not cleaned.
    pub sr_name: Option<String>,
    /// The disk that causes it.
    pub vdi_id: Option<String>,
    /// The probability that it occurs within this many hours; the hours ascend.
    pub probability_by: Vec<Within>,
    /// When it most likely occurs first, if it occurs.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_at: Option<Timestamp>,
    /// The window in which it then occurs in nine of ten draws.
    #[schemars(with = "Option<[String; 2]>")]
    pub first_at_window: Option<[Timestamp; 2]>,
    /// The kind of evidence it rests on.
    pub evidence_class: Class,
    /// Why, with numbers: first what stops the run, then what is behind it.
    #[serde(rename = "because")]
    pub causes: Vec<ForecastCause>,
    /// The cheapest change found that removes it by itself. The plan, verified as a whole, may do otherwise: see `steps`.
    #[serde(rename = "change")]
    pub action: Option<Action>,
    /// The snapshots that this action deletes, in order; empty if it deletes none.
    pub action_vdi_ids: Vec<String>,
    /// The first of the forecasts that have predicted it as likely without a gap; missing if the previous one did not,
    /// or if no history is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub since: Option<Timestamp>,
    /// How it compares with the forecast of about a day ago; missing like `since`. For findings, this is called
    /// `change`.
    #[serde(rename = "trend", skip_serializing_if = "Option::is_none", default)]
    pub moved: Option<SinceYesterday>,
    /// The probability within seven days according to the forecast of about a day ago; missing if none was made
    /// then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(range(min = 0, max = 1))]
    pub probability_day_ago: Option<f64>,
}

impl PredictionView {
    /// Returns the probability within the horizon.
    pub fn probability(&self) -> f64 {
        self.probability_by.last().map_or(0.0, |by| by.probability)
    }
}

/// A probability within a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Within {
    /// Hours after the observation.
    pub within_hours: u32,
    /// The probability, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub probability: f64,
}
