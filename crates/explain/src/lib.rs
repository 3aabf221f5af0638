//! `explain`: from whatever a person has at hand (an error, a code, a log, a report mail) to what it means.
//!
//! In: bytes. [`parse`] reads them into [`ParsedInput`]: runs, VMs, errors, codes. [`explain`] looks the errors up and
//! returns an [`Explanation`], from which JSON is written and [`compose`](mod@compose) makes the blocks of a report.
//! With an inventory at hand, [`now`] adds what it shows about these VMs. All input is hostile: bounded, and never
//! trusted to be what it seems. Pure.
//!
//! Files, from the bytes on: `input` recognises the kind of input and passes it to `log` (JSON of runs, alone or
//! `embedded` in a text), `mail` (MIME, with `markdown` and `html`) or `paste` (lines of any text, with `journal` for
//! what precedes a message and `storage_log` for lines of the storage manager); `mail_date` reads the dates of mails;
//! `parsed` holds what they return; `build` makes the `explanation` from it with the catalogue in [`errors`], `compose`
//! the blocks.
//!
//! ```
//! use xo_health_explain::{compose, errors, explain, parse};
//! use xo_health_report::render::{self, Style};
//! use xo_health_report::say::Say;
//! use xo_health_report::words::{Lang, findings};
//!
//! let input = parse(b"SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )");
//! let now = "2026-11-23T08:30:00Z".parse().unwrap();
//! let words = errors::texts::Texts::new(Lang::En);
//! let explanation = explain(input, now, &words, &findings::Texts::new(Lang::En));
//! assert_eq!(explanation.errors.len(), 1);
//! let style = Style::default();
//! let document = compose::compose(&explanation, &Say::new(&style, now));
//! assert!(render::text::render(&document, &style).contains("SR_BACKEND_FAILURE_109"));
//! ```

mod build;
pub mod compose;
mod embedded;
pub mod errors;
mod explanation;
mod html;
mod input;
mod journal;
mod log;
mod mail;
mod mail_date;
mod markdown;
pub mod now;
mod parsed;
mod paste;
mod storage_log;

pub use build::explain;
pub use explanation::{
    CodeView, DiskNow, ErrorView, Explanation, FindingNow, Known, NearView, Now, SCHEMA, UnknownView,
    VerdictNow, VmNow,
};
pub use input::{READ_LIMIT, parse};
pub use parsed::{Kind, ParsedError, ParsedInput, ParsedRun, ParsedVm};

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_report::json;

    fn explained(input: &str) -> Explanation {
        let lang = xo_health_report::words::Lang::En;
        explain(
            parse(input.as_bytes()),
            "2026-11-27T08:00:00Z".parse().unwrap(),
            &crate::errors::texts::Texts::new(lang),
            &xo_health_report::words::findings::Texts::new(lang),
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
        let found: Vec<_> = view.errors.iter().map(|error| (error.id, error.texts.clone())).collect();
        // the inner error counts
        assert_eq!(found[0], ("repository-full", vec!["ENOSPC: no space left on device, write".to_owned()]));
        assert_eq!(found[1], ("all-targets-failed", vec!["all targets have failed, step: x".to_owned()]));
    }

    /// Long names are cut: they are repeated with every error that hit the VM, and a document must not grow
    /// quadratically.
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

    /// A compact mail lists no VMs, which does not mean that nothing went wrong.
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
            assert_eq!(explained(input).known == Known::All, says, "{input}");
        }
    }
}
