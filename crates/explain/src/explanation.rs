//! An explanation: the value that text and JSON are written from.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::errors::{Details, Temporary};
use crate::told::{Kind, RunTold, VmTold};
use xo_health_core::findings::{Code, Severity};
use xo_health_core::outlook::Outcome;
use xo_health_report::{FindingView, SnapshotVerdict};

/// The version of the document, in its own `schema` field.
pub const SCHEMA: &str = "xo-health.explanation/1";

/// Everything that was given, explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Explanation {
    /// The version of this document.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What was given.
    pub kind: Kind,
    /// The runs it reports.
    pub runs: Vec<RunTold>,
    /// The errors, each once.
    pub errors: Vec<ErrorView>,
    /// The finding codes that were asked for.
    pub codes: Vec<CodeView>,
    /// What is not known.
    pub unknown: Vec<UnknownView>,
    /// What to collect for a bug report, where something is not known.
    pub collect: Vec<String>,
    /// How much of it is known.
    pub known: Known,
    /// What an inventory shows now, where one was at hand.
    pub now: Option<Now>,
}

/// An error, explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ErrorView {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// How it is written: `SR_BACKEND_FAILURE_109 (SnapshotChainTooLong)`.
    pub code: Option<String>,
    /// A few words.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What usually causes it.
    pub cause: String,
    /// What to do, the least harmful first.
    pub remedy: Vec<String>,
    /// What is often believed and wrong.
    pub note: Option<String>,
    /// Who acts first: `vm-owner`, `storage-operator`, `provider`, `xo-administrator`.
    pub acts_first: &'static str,
    /// The same in words.
    pub actor: String,
    /// Whether it goes away by itself.
    pub temporary: Temporary,
    /// The same in words.
    pub temporary_words: String,
    /// The findings that report its cause before it happens.
    pub findings: Vec<Code>,
    /// Where this is known from.
    pub sources: Vec<&'static str>,
    /// What was said, each text once; not cleaned.
    pub texts: Vec<String>,
    /// The VMs that it hit.
    pub vms: Vec<VmTold>,
    /// It hit a whole run.
    pub whole_run: bool,
    /// It failed nothing: only warnings, or tries that were made good.
    pub only_warned: bool,
    /// What it names: ids, addresses, paths.
    pub details: Details,
}

/// A finding code, explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeView {
    /// The code.
    pub code: Code,
    /// A few words.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What to do, the least harmful first.
    pub remedy: Vec<String>,
    /// Who acts first, as a key.
    pub acts_first: &'static str,
    /// The same in words.
    pub actor: String,
}

/// An error that is in no catalogue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownView {
    /// What was said; not cleaned.
    pub text: String,
    /// The VMs that it hit.
    pub vms: Vec<VmTold>,
    /// Entries of the same family of codes or with the same words, the nearest first.
    pub nearest: Vec<NearView>,
}

/// An entry that is near to what is not known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NearView {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// How it is written, where it has a code.
    pub code: Option<String>,
    /// A few words.
    pub title: String,
}

/// How much of what looks like an error is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// All of it.
    All,
    /// A part.
    Part,
    /// Nothing.
    Nothing,
}

/// What is there now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Now {
    /// The server.
    pub server: Option<String>,
    /// The instant the inventory stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The VMs of the input, as far as they are found.
    pub vms: Vec<VmNow>,
    /// VMs of the input that are not there; names not cleaned.
    pub missing: Vec<VmTold>,
    /// Findings about these VMs, their disks, and the SRs those are on; where the input names no VM, those that go with the
    /// errors.
    pub findings: Vec<FindingNow>,
}

/// Where a VM is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VmNow {
    /// Its UUID.
    pub id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// What the next run of each of its jobs meets.
    pub verdicts: Vec<VerdictNow>,
    /// Its disks, deepest chain first.
    pub disks: Vec<DiskNow>,
}

/// What a job would meet now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictNow {
    /// The job; from the server, not cleaned.
    pub job_name: String,
    /// When it runs next.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// As in the report.
    pub verdict: SnapshotVerdict,
    /// How the backup ends, where it is due within 24 hours.
    pub outcome: Option<Outcome>,
    /// The same in words.
    pub outlook: Option<String>,
}

/// Where a disk is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiskNow {
    /// From the server, not cleaned.
    pub name: String,
    /// The name of its SR; not cleaned.
    pub sr_name: Option<String>,
    /// Nodes of its chain.
    pub depth: u32,
    /// Nodes at which the next snapshot is refused.
    pub limit: Option<u32>,
    /// Merges pending in its chain.
    pub pending: u32,
}

/// A finding in words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingNow {
    /// Its code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do first.
    pub first_step: String,
    /// The finding itself: a screen has its instants in the zone of its reader.
    #[serde(skip)]
    pub view: FindingView,
}

impl Explanation {
    /// Returns whether runs were given and nothing went wrong in them.
    pub(crate) fn is_quiet(&self) -> bool {
        is_quiet(&self.runs, &self.unknown)
    }
}

/// Returns whether there are runs and nothing went wrong in them.
pub(crate) fn is_quiet(runs: &[RunTold], unknown: &[UnknownView]) -> bool {
    let is_good = |run: &RunTold| matches!(run.status.as_deref(), Some("success" | "pending"));
    !runs.is_empty() && runs.iter().all(is_good) && unknown.is_empty()
}
