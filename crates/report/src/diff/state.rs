//! A report as read from its JSON document: the input of a comparison.
//!
//! In: a document of `check` from any version of this program (keys are only added, so older ones lack some), or a
//! report just made, which takes the same route. Out: a [`State`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::document::{CheckDocument, REPORT};
use crate::predictions::Within;
use crate::words::Words;
use crate::{ExitReason, Report, Source, Suppression};
use xo_health_core::findings::{Finding, Severity, Subject};
use xo_health_core::model::{JobId, ObjectId, ScheduleId, Unread};
use xo_health_core::outlook::{self, BackupError, Likelihood, Outcome};

/// The comparable content of a report.
#[derive(Clone, Debug, Deserialize)]
pub struct State {
    schema: String,
    pub(super) observed_at: Timestamp,
    pub(super) exit_status: u8,
    #[serde(default)]
    pub(super) exit_reason: Option<ExitReason>,
    pub(super) source: Source,
    #[serde(default)]
    pub(super) answer: Option<outlook::Answer>,
    #[serde(default)]
    pub(super) backups: Vec<Due>,
    pub(super) findings: Vec<ComparedFinding>,
    /// Findings that the user suppressed.
    #[serde(default)]
    pub(super) suppressed: Vec<ComparedFinding>,
    #[serde(default)]
    pub(super) horizon_hours: Option<u32>,
    #[serde(default)]
    pub(super) predictions: Vec<ComparedPrediction>,
    #[serde(default)]
    pub(super) gaps: Vec<ComparedGap>,
    #[serde(default)]
    vms: Vec<NamedVm>,
    #[serde(default)]
    verdicts: Vec<NamedBoth>,
    #[serde(default)]
    timeline: Vec<NamedJob>,
}

/// Why a document cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not JSON, or a key is missing or has another type.
    #[error("not a readable report: {0}")]
    Json(#[from] serde_json::Error),
    /// It is another document.
    #[error("it is a document `{found}`, not `{REPORT}`")]
    Other {
        /// The schema it names.
        found: String,
    },
}

/// A finding of a document.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ComparedFinding {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) subject: Subject,
    pub(super) evidence: Value,
    #[serde(default)]
    fingerprint: Option<String>,
    #[serde(default)]
    pub(super) sr_id: Option<String>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) message: String,
    #[serde(default)]
    pub(super) suppressed: Option<Suppression>,
}

impl ComparedFinding {
    /// Returns the finding as a value; `None` if this version does not know its code.
    pub(super) fn finding(&self) -> Option<Finding> {
        let json = serde_json::json!({
            "code": self.code, "severity": self.severity, "subject": self.subject, "evidence": self.evidence,
        });
        serde_json::from_value(json).ok()
    }

    /// Returns what identifies the finding in another report.
    pub(super) fn key(&self) -> String {
        // computed by this version: an older one may have computed it differently
        let computed = self.finding().map(|finding| finding.key().to_string());
        let known = computed.or_else(|| self.fingerprint.clone());
        known.unwrap_or_else(|| format!("{}/{:?}/{}", self.code, self.subject.kind, self.subject.id))
    }
}

/// A backup due.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Due {
    pub(super) job_id: JobId,
    #[serde(default)]
    pub(super) schedule_id: Option<ScheduleId>,
    pub(super) vm_id: ObjectId,
    pub(super) at: Timestamp,
    pub(super) outcome: Outcome,
    pub(super) probability: f64,
    pub(super) likelihood: Likelihood,
    #[serde(default)]
    pub(super) error: Option<BackupError>,
}

/// A prediction of a document.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ComparedPrediction {
    pub(super) error: BackupError,
    pub(super) job_id: String,
    #[serde(default)]
    job_name: String,
    #[serde(default)]
    pub(super) vm_id: Option<String>,
    #[serde(default)]
    vm_name: Option<String>,
    #[serde(default)]
    pub(super) probability_by: Vec<Within>,
    #[serde(default)]
    pub(super) first_at: Option<Timestamp>,
}

impl ComparedPrediction {
    pub(super) fn probability(&self) -> f64 {
        self.probability_by.last().map_or(0.0, |by| by.probability)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ComparedGap {
    pub(super) unread: Unread,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedVm {
    id: String,
    #[serde(default)]
    name: String,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedJob {
    job_id: String,
    #[serde(default)]
    job_name: String,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedBoth {
    job_id: String,
    #[serde(default)]
    job_name: String,
    vm_id: String,
    #[serde(default)]
    vm_name: Option<String>,
}

impl State {
    /// Makes the state of a report.
    ///
    /// # Errors
    ///
    /// The report cannot be written as a document; its types rule that out.
    pub fn of(report: &Report, words: &'static Words) -> Result<Self, Unreadable> {
        Ok(serde_json::from_value(serde_json::to_value(CheckDocument::of(report, words))?)?)
    }

    /// Reads a document of `check` or `forecast`.
    ///
    /// # Errors
    ///
    /// It is not JSON, is another document, or lacks a key that every version has.
    pub fn read(json: &[u8]) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            schema: Option<String>,
        }
        // only the head first: another document may lack all other keys
        let head: Head = serde_json::from_slice(json)?;
        match head.schema {
            Some(schema) if schema == REPORT => {}
            other => return Err(Unreadable::Other { found: other.unwrap_or_else(|| "unknown".to_owned()) }),
        }
        let state: Self = serde_json::from_slice(json)?;
        debug_assert_eq!(state.schema, REPORT);
        Ok(state)
    }

    /// Collects the names of jobs and VMs; those without a name are shown by their id.
    pub(super) fn names(&self, jobs: &mut BTreeMap<String, String>, vms: &mut BTreeMap<String, String>) {
        let name = |known: &mut BTreeMap<String, String>, id: &str, name: &str| {
            if !name.is_empty() {
                known.insert(id.to_owned(), name.to_owned());
            }
        };
        for one in &self.verdicts {
            name(jobs, &one.job_id, &one.job_name);
            name(vms, &one.vm_id, one.vm_name.as_deref().unwrap_or_default());
        }
        for one in &self.predictions {
            name(jobs, &one.job_id, &one.job_name);
            if let Some(vm) = &one.vm_id {
                name(vms, vm, one.vm_name.as_deref().unwrap_or_default());
            }
        }
        self.timeline.iter().for_each(|one| name(jobs, &one.job_id, &one.job_name));
        self.vms.iter().for_each(|one| name(vms, &one.id, &one.name));
    }
}
