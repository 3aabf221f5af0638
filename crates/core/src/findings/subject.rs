//! What a finding is about, and how bad it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do now.
    Info,
    /// Will hurt unless something changes.
    Warning,
    /// A backup fails, or nothing can be determined.
    Critical,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    /// Returns the name that documents and histories use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// Parses a name; `None` if it is unknown.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// The kind of object.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// Its id in XO; empty for the server itself.
    pub id: String,
    /// The name that its owner gave it, from the server and not cleaned.
    pub name: String,
}

/// The kind of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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
