//! What was read from the input, before anything is looked up.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::errors::{Entry, ErrorText};
use xo_health_core::findings::Code;

/// The most bytes kept of a name: it is repeated with each error that hit its object.
const NAME_LIMIT: usize = 1024;

/// Shortens a name, an id or a word from XO to what is kept.
pub(crate) fn short(name: &str) -> String {
    cut(name, NAME_LIMIT).to_owned()
}

/// Cuts a text to at most this many bytes, at a character boundary.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The kind of input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text, with or without errors in it.
    #[default]
    Text,
    /// A code or number.
    Code,
    /// One backup log or several.
    Log,
    /// A report mail.
    Mail,
}

/// What was read from the input, before anything is looked up.
#[derive(Clone, Debug, Default)]
pub struct ParsedInput {
    /// The kind of input.
    pub kind: Kind,
    /// Runs of jobs.
    pub runs: Vec<ParsedRun>,
    /// Errors that belong to no run.
    pub errors: Vec<ErrorText>,
    /// The finding codes in the input.
    pub codes: Vec<Code>,
    /// The entries that the input names by id, name or number.
    pub entries: Vec<(&'static Entry, Option<u16>)>,
}

/// A run as a log or a mail reports it; names are not cleaned.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "RunTold")]
pub struct ParsedRun {
    /// The job's name.
    pub job_name: Option<String>,
    /// The job's id.
    pub job_id: Option<String>,
    /// The run's id.
    pub run_id: Option<String>,
    /// `full`, `delta`, …
    pub mode: Option<String>,
    /// How it ended, in XO's words: `success`, `failure`, `skipped`, `interrupted`, `pending`.
    pub status: Option<String>,
    /// When it started, if the input names an instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub started_at: Option<Timestamp>,
    /// When it started, in the words of a mail, which names no zone.
    pub started: Option<String>,
    /// The VMs of the run.
    pub vms: Vec<ParsedVm>,
    /// The errors of the run.
    #[serde(skip)]
    pub errors: Vec<ParsedError>,
}

/// A VM, or what takes its place in a run: a repository, an SR, a pool, XO itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "VmTold")]
pub struct ParsedVm {
    /// Its UUID.
    pub id: Option<String>,
    /// Its name; not cleaned.
    pub name: Option<String>,
    /// How its part ended, in XO's words.
    pub status: Option<String>,
    /// `remote`, `SR`, `pool` or `xo` if it is not a VM.
    pub target: Option<String>,
}

/// An error of a run.
#[derive(Clone, Debug)]
pub struct ParsedError {
    /// The error itself.
    pub error: ErrorText,
    /// The VM it hit, as an index into the run's VMs; `None` for the run as a whole.
    pub vm: Option<usize>,
    /// Whether it caused no failure: a warning, or an attempt whose retry succeeded.
    pub warning: bool,
}
