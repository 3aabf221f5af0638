//! What is wrong, or worth knowing: findings as values.
//!
//! A finding has a code of the [`catalogue`], a severity, a subject and the numbers it rests on; words are made elsewhere,
//! so that they can be translated. The rules that find them look at an [`analysis`](crate::analysis).

pub mod catalogue;
mod evidence;
mod gap;
mod thresholds;

use schemars::JsonSchema;
use serde::Serialize;

pub use catalogue::Code;
pub use evidence::{Evidence, Instant, Value};
pub use gap::{cannot_check, evidence_of_gap};
pub use thresholds::Thresholds;

/// Says how bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do now.
    Info,
    /// Will hurt unless something changes.
    Warning,
    /// A backup fails, or nothing can be said.
    Critical,
}

/// Is one thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The numbers and names it rests on.
    pub evidence: Evidence,
}

/// Names what a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Subject {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// Its id in XO; empty for the server itself.
    pub id: String,
    /// The name its owner gave it; from the server, not cleaned.
    pub name: String,
}

/// Says what a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A storage repository.
    Sr,
    /// A disk, snapshot or base copy.
    Vdi,
    /// A VM.
    Vm,
    /// A job.
    Job,
    /// A pool.
    Pool,
    /// The XO server.
    Server,
    /// A backup repository, which XO calls a remote.
    Repository,
}
