//! An explanation: the value from which text and JSON are written.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::errors::{Details, Temporary};
use crate::parsed::{Kind, ParsedRun, ParsedVm};
use xo_health_core::findings::{Code, Severity};
use xo_health_core::outlook::Outcome;
use xo_health_report::{FindingView, SnapshotVerdict};

/// The version of the document, written into its `schema` field.
pub const SCHEMA: &str = "xo-health.explanation/1";

/// The explanation of everything that was given.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Explanation {
    /// The version of this document.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The kind of input.
    pub kind: Kind,
    /// The runs in the input.
    pub runs: Vec<ParsedRun>,
    /// The errors, each listed once.
    pub errors: Vec<ErrorView>,
    /// The finding codes in the input.
    pub codes: Vec<CodeView>,
    /// Errors that are not in the catalogue.
    pub unknown: Vec<UnknownView>,
    /// What to collect for a bug report if something is unknown.
    pub collect: Vec<String>,
    /// How much of the input is known.
    pub known: Known,
    /// What an inventory shows now, if one was available.
    pub now: Option<Now>,
}

/// An error, explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ErrorView {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// The code as XAPI writes it: `SR_BACKEND_FAILURE_109 (SnapshotChainTooLong)`.
    pub code: Option<String>,
    /// A title of a few words.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What usually causes it.
    pub cause: String,
    /// What to do, least destructive first.
    pub remedy: Vec<String>,
    /// A common but wrong belief about it.
    pub note: Option<String>,
    /// Who acts first: `vm-owner`, `storage-operator`, `provider`, `xo-administrator`.
    pub acts_first: &'static str,
    /// The name of who acts first.
    pub actor: String,
    /// Whether it goes away by itself.
    pub temporary: Temporary,
    /// Whether it goes away by itself, in words.
    pub temporary_words: String,
    /// The findings that report its cause before it happens.
    pub findings: Vec<Code>,
    /// The sources of the entry.
    pub sources: Vec<&'static str>,
    /// The original texts, each listed once; not cleaned.
    pub texts: Vec<String>,
    /// The VMs it hit.
    pub vms: Vec<ParsedVm>,
    /// Whether it hit a whole run.
    pub whole_run: bool,
    /// Whether it caused no failure: only warnings, or attempts whose retry succeeded.
    pub only_warned: bool,
    /// The objects it names: ids, addresses, paths.
    pub details: Details,
}

/// A finding code, explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeView {
    /// The code.
    pub code: Code,
    /// A title of a few words.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What to do, least destructive first.
    pub remedy: Vec<String>,
    /// The key of who acts first.
    pub acts_first: &'static str,
    /// The name of who acts first.
    pub actor: String,
}

/// An error that is not in the catalogue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownView {
    /// The original text; not cleaned.
    pub text: String,
    /// The VMs it hit.
    pub vms: Vec<ParsedVm>,
    /// Entries of the same family of codes or with the same words, nearest first.
    pub nearest: Vec<NearView>,
}

/// An entry near to an unknown error.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NearView {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// Its code as XAPI writes it, if it has one.
    pub code: Option<String>,
    /// A title of a few words.
    pub title: String,
}

/// How much of what looks like an error is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// All of it.
    All,
    /// Some of it.
    Part,
    /// None of it.
    Nothing,
}

/// What an inventory shows now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Now {
    /// The server.
    pub server: Option<String>,
    /// The instant that the inventory describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The VMs of the input that were found.
    pub vms: Vec<VmNow>,
    /// VMs of the input that do not exist there; names not cleaned.
    pub missing: Vec<ParsedVm>,
    /// Findings about these VMs, their disks and the SRs of those disks; if the input names no VM, the findings that
    /// match the errors.
    pub findings: Vec<FindingNow>,
}

/// The present state of a VM.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VmNow {
    /// Its UUID.
    pub id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// What the next run of each of its jobs will meet.
    pub verdicts: Vec<VerdictNow>,
    /// Its disks, deepest chains first.
    pub disks: Vec<DiskNow>,
}

/// What a job would meet now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictNow {
    /// The name of the job from the server, not cleaned.
    pub job_name: String,
    /// When it runs next.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// The verdict, as in the report.
    pub verdict: SnapshotVerdict,
    /// How the backup will end if it is due within 24 hours.
    pub outcome: Option<Outcome>,
    /// The outcome in words.
    pub outlook: Option<String>,
}

/// The present state of a disk.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiskNow {
    /// Its name from the server, not cleaned.
    pub name: String,
    /// The name of its SR; not cleaned.
    pub sr_name: Option<String>,
    /// The number of nodes in its chain.
    pub depth: u32,
    /// The number of nodes at which the next snapshot is refused.
    pub limit: Option<u32>,
    /// The number of pending merges in its chain.
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
    /// The finding itself, so that a screen can show its instants in the reader's time zone.
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
pub(crate) fn is_quiet(runs: &[ParsedRun], unknown: &[UnknownView]) -> bool {
    let is_good = |run: &ParsedRun| matches!(run.status.as_deref(), Some("success" | "pending"));
    !runs.is_empty() && runs.iter().all(is_good) && unknown.is_empty()
}
