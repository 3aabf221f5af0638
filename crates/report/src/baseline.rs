//! The baseline: an earlier report that this one is compared with for the exit status.
//!
//! In: the [`Diff`](crate::diff::Diff) of an earlier report and this one. Out: for each finding and each backup,
//! whether the earlier report had it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FindingView;
use xo_health_core::model::{JobId, ObjectId};
use xo_health_core::outlook::{BackupError, Row};

/// An earlier report: what it already had does not count for the exit status, unless it is worse now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// The instant that it describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// Findings that it had and that are no worse: they do not count.
    pub known: u32,
    /// Findings that are new.
    pub new: u32,
    /// Findings that are worse.
    pub worse: u32,
    /// Findings that are gone.
    pub gone: u32,
    /// Findings that it had and that are suppressed now.
    #[serde(default)]
    pub suppressed: u32,
    /// The findings that are gone.
    #[serde(skip)]
    pub absent: Vec<FindingView>,
    /// Backups at risk that are new or worse, by job, VM and error.
    #[serde(skip)]
    pub backups: BTreeMap<(JobId, ObjectId, Option<BackupError>), SinceBaseline>,
}

impl Baseline {
    /// Returns how a backup at risk compares with its state in the baseline.
    #[must_use]
    pub fn of(&self, row: &Row) -> SinceBaseline {
        let key = (row.job_id.clone(), row.vm_id.clone(), row.error);
        self.backups.get(&key).copied().unwrap_or(SinceBaseline::Unchanged)
    }
}

/// How a finding or a backup compares with its state in the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Since")]
pub enum SinceBaseline {
    /// The baseline does not have it, or suppressed it.
    New,
    /// It is worse.
    Worse,
    /// It is better.
    Better,
    /// It is neither.
    Unchanged,
}

impl SinceBaseline {
    /// Returns whether the baseline had it at least as bad: then it does not count for the exit status.
    #[must_use]
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Better | Self::Unchanged)
    }
}
