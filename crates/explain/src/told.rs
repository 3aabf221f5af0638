//! What was understood of the input, before anything is looked up.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::errors::{Entry, ErrorText};
use xo_health_core::findings::Code;

/// Bytes of a name that are kept: it is repeated with each error that hit its bearer.
const NAME_LIMIT: usize = 1024;

/// Keeps a name, an id or a word of XO's.
pub(crate) fn short(name: &str) -> String {
    cut(name, NAME_LIMIT).to_owned()
}

/// Cuts a text to this many bytes, or to a few less.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// What the input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text with errors in it, or none.
    #[default]
    Text,
    /// A code or number.
    Code,
    /// One backup log or several.
    Log,
    /// A report mail.
    Mail,
}

/// What was understood of the input, before anything is looked up.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What it was.
    pub kind: Kind,
    /// Runs of jobs.
    pub runs: Vec<RunTold>,
    /// Errors that belong to no run.
    pub errors: Vec<ErrorText>,
    /// Finding codes that were asked for.
    pub codes: Vec<Code>,
    /// Entries that were asked for by id, name or number.
    pub entries: Vec<(&'static Entry, Option<u16>)>,
}

/// A run as a log or a mail reports it; names are not cleaned.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct RunTold {
    /// The job's name.
    pub job_name: Option<String>,
    /// The job's id.
    pub job_id: Option<String>,
    /// The run's id.
    pub run_id: Option<String>,
    /// `full`, `delta`, …
    pub mode: Option<String>,
    /// How it ended, in XO's word: `success`, `failure`, `skipped`, `interrupted`, `pending`.
    pub status: Option<String>,
    /// When it started, where the input names an instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub started_at: Option<Timestamp>,
    /// When it started, in the words of a mail, which names no zone.
    pub started: Option<String>,
    /// The VMs it was about.
    pub vms: Vec<VmTold>,
    /// What went wrong.
    #[serde(skip)]
    pub errors: Vec<ErrorTold>,
}

/// A VM, or what takes its place: a repository, an SR, a pool, XO itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct VmTold {
    /// Its UUID.
    pub id: Option<String>,
    /// Its name; not cleaned.
    pub name: Option<String>,
    /// How its part ended, in XO's word.
    pub status: Option<String>,
    /// `remote`, `SR`, `pool` or `xo` where it is no VM.
    pub target: Option<String>,
}

/// An error of a run.
#[derive(Clone, Debug)]
pub struct ErrorTold {
    /// What it says.
    pub error: ErrorText,
    /// The VM it hit, as a position in the run's VMs; none for the run as a whole.
    pub vm: Option<usize>,
    /// It failed nothing: a warning, or a try that was made good.
    pub warning: bool,
}
