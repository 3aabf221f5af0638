//! `explain`: from whatever a person has at hand (an error, a code, a log, a report mail) to what it means.
//!
//! In: bytes. [`understand`] reads them into [`Told`]: runs, VMs, errors, codes. [`explain`] looks the errors up and
//! gives an [`Explanation`], a value that [`text`] and JSON are written from. With an inventory at hand, [`now`] adds
//! what it shows for these VMs. Everything read is hostile: bounded, never trusted to be what it seems. Pure.

mod build;
pub mod errors;
mod given;
mod html;
mod log;
mod mail;
mod markdown;
pub mod now;
pub mod text;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

pub use build::explain;
pub use given::{READ_LIMIT, understand};

use crate::errors::{Entry, ErrorText, Temporary};
use xo_health_core::findings::Code;

/// The version of the document, in its own `schema` field.
pub const SCHEMA: &str = "xo-health.explanation/1";

/// Bytes of a name that are kept: it is told again with each error that hit its bearer.
const NAME_LIMIT: usize = 1024;

/// Keeps a name, an id or a word of XO's.
fn short(name: &str) -> String {
    cut(name, NAME_LIMIT).to_owned()
}

/// Cuts a text to so many bytes, or to a few less.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Says what was given.
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

/// Holds what was understood of the input, before anything is looked up.
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

/// Tells of one run; names are not cleaned.
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
    /// When it started, where that is told as an instant.
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

/// Names a VM, or a repository or SR that stands in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct VmTold {
    /// Its UUID.
    pub id: Option<String>,
    /// Its name; not cleaned.
    pub name: Option<String>,
    /// How its part ended, in XO's word.
    pub status: Option<String>,
    /// `remote` or `SR` where it is no VM.
    pub target: Option<String>,
}

/// Is an error in a run.
#[derive(Clone, Debug)]
pub struct ErrorTold {
    /// What it says.
    pub error: ErrorText,
    /// The VM it hit, as a position in the run's VMs; none for the run as a whole.
    pub vm: Option<usize>,
    /// It did not fail the VM: a warning, or a try that was made good.
    pub warning: bool,
}

/// Explains everything that was given.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Explanation {
    /// The version of this document.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What was given.
    pub kind: Kind,
    /// The runs it tells of.
    pub runs: Vec<RunTold>,
    /// The errors, each once.
    pub errors: Vec<ErrorView>,
    /// The finding codes that were asked for.
    pub codes: Vec<CodeView>,
    /// What is not known.
    pub unknown: Vec<UnknownView>,
    /// What an inventory shows now, where one was at hand.
    pub now: Option<now::Now>,
}

/// Explains an error.
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
    /// The findings that tell of its cause before.
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
}

/// Explains a finding code.
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

/// Tells of an error that is in no catalogue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownView {
    /// What was said; not cleaned.
    pub text: String,
    /// The VMs that it hit.
    pub vms: Vec<VmTold>,
}

impl Explanation {
    /// Tells whether anything was recognised: an error, a code, or runs in which nothing went wrong.
    pub fn says_something(&self) -> bool {
        !self.errors.is_empty() || !self.codes.is_empty() || self.is_quiet()
    }

    /// Tells whether runs were given and nothing went wrong in them.
    pub(crate) fn is_quiet(&self) -> bool {
        let is_good = |run: &RunTold| matches!(run.status.as_deref(), Some("success" | "pending"));
        !self.runs.is_empty() && self.runs.iter().all(is_good) && self.unknown.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_report::json;

    fn explained(input: &str) -> Explanation {
        let lang = xo_health_report::texts::Lang::En;
        explain(
            understand(input.as_bytes()),
            &crate::errors::texts::Texts::new(lang),
            &xo_health_report::texts::findings::Texts::new(lang),
        )
    }

    #[test]
    fn documents_are_valid() {
        let schema = serde_json::from_str(&json::schema_of::<Explanation>().unwrap()).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let log = r#"{ "id": "1", "jobId": "j", "status": "failure", "start": 1795300000000,
            "tasks": [{ "data": { "type": "VM", "id": "v" }, "status": "failure", "result": { "message": "new" } }] }"#;
        for input in [
            "104",
            "SR_BACKEND_FAILURE_44",
            "?",
            "",
            log,
            "## Global status: skipped\n- **Reason**: no disks found",
        ] {
            let document = serde_json::from_str(&json::write(&explained(input)).unwrap()).unwrap();
            assert!(validator.is_valid(&document), "{input}: {document}");
        }
    }

    #[test]
    fn an_error_inside_another_says_its_own_words() {
        let log = r#"{ "jobId": "j", "status": "failure", "result": { "message": "all targets have failed, step: x",
            "errors": [{ "code": "ENOSPC", "message": "ENOSPC: no space left on device, write" }] } }"#;
        let view = explained(log);
        let said: Vec<_> = view.errors.iter().map(|error| (error.id, error.texts.clone())).collect();
        assert_eq!(said[0], ("all-targets-failed", vec!["all targets have failed, step: x".to_owned()]));
        assert_eq!(said[1], ("repository-full", vec!["ENOSPC: no space left on device, write".to_owned()]));
    }

    /// They stand with each error that hit the VM, and a document must not grow with their square.
    #[test]
    fn long_names_are_cut() {
        let long = "東".repeat(100_000);
        let log = format!(
            r#"{{ "jobName": "{long}", "jobId": "{long}", "id": "{long}", "status": "{long}", "tasks": [{{
                "data": {{ "type": "VM", "id": "{long}", "name_label": "{long}" }}, "status": "{long}" }}] }}"#
        );
        let mail = format!(
            "## Global status: {long}\n- **Job ID**: {long}\n- **Run ID**: {long}\n- **Mode**: {long}\n\
            - **Start time**: {long}\n## 1 Failure\n### {long}\n- **UUID**: {long}\n- **Type**: {long}"
        );
        for input in [log, mail] {
            let view = explained(&input);
            let [run] = &view.runs[..] else { panic!("one run") };
            let [vm] = &run.vms[..] else { panic!("one VM") };
            let all = [&run.job_name, &run.job_id, &run.run_id, &run.mode, &run.status, &run.started];
            let all = all.into_iter().chain([&vm.id, &vm.name, &vm.status, &vm.target]).flatten();
            assert_eq!(all.map(String::len).max(), Some(1023));
        }
    }

    /// A compact mail has no list of VMs: that is not "nothing went wrong".
    #[test]
    fn quiet_means_that_all_went_well() {
        let cases = [
            ("## Global status: success\n- **Job ID**: j", true),
            ("## Global status: skipped\n- **Job ID**: j", false),
            ("## Global status: failure\n- **Error**: something new", false),
            ("## Global status: failure\n- **Error**: unhealthy VDI chain", true),
            ("[]", false),
            ("{}", false),
        ];
        for (input, says) in cases {
            assert_eq!(explained(input).says_something(), says, "{input}");
        }
    }
}
