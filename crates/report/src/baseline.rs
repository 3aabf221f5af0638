//! What a report is held against for the exit status.
//!
//! In: the [`Diff`](crate::diff::Diff) of an earlier report and this one. Out: for each finding and each backup whether the earlier report
//! had it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FindingView;
use xo_health_core::model::{JobId, ObjectId};
use xo_health_core::outlook::{BackupError, Row};

/// An earlier report: what was in it already does not count for the exit status, unless it is worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// The instant it stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// Findings that were in it and are not worse: they do not count.
    pub known: u32,
    /// Findings that are new since.
    pub new: u32,
    /// Findings that are worse.
    pub worse: u32,
    /// Findings that are gone.
    pub gone: u32,
    /// Findings that were in it and are suppressed now.
    #[serde(default)]
    pub suppressed: u32,
    /// The findings that are gone.
    #[serde(skip)]
    pub absent: Vec<FindingView>,
    /// Backups that are new among those at risk, or worse: the job, the VM, the error.
    #[serde(skip)]
    pub backups: BTreeMap<(JobId, ObjectId, Option<BackupError>), Since>,
}

impl Baseline {
    /// Returns how a backup that is at risk compares with itself.
    #[must_use]
    pub fn of(&self, row: &Row) -> Since {
        let key = (row.job_id.clone(), row.vm_id.clone(), row.error);
        self.backups.get(&key).copied().unwrap_or(Since::Unchanged)
    }
}

/// How a finding, or a backup, compares with itself in the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The baseline does not have it, or suppressed it.
    New,
    /// It is worse.
    Worse,
    /// It is better.
    Better,
    /// It is neither.
    Unchanged,
}

impl Since {
    /// Returns whether the baseline has it, as bad as it is or worse: it does not count for the exit status.
    #[must_use]
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Better | Self::Unchanged)
    }
}
