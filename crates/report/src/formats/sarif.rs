//! SARIF 2.1.0 (OASIS): findings, and backups that will fail, as results with logical locations and stable fingerprints.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{FormatError, Page, Part, refused};
use crate::outlook::{Context, OutlookFormatter};
use crate::say::Say;
use crate::words::key;
use crate::{FindingView, Report, SinceBaseline, SuppressedView, json};
use xo_health_core::display;
use xo_health_core::findings::{Code, Severity};
use xo_health_core::outlook::{BackupError, Outcome, Row};

/// The columns of a name.
const NAME: usize = 120;

/// The address of the format's schema.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the log: a run for each server.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let run = |part: &Part<'_>| {
        let mut run = match part.of {
            Ok(report) => of_report(report, page),
            Err(why) => unread(why),
        };
        if let Some(server) = part.name() {
            run["automationDetails"] = json!({"id": format!("xo-health/{}/", server.replace('/', "_"))});
        }
        run
    };
    let log =
        json!({"$schema": SCHEMA, "version": "2.1.0", "runs": parts.iter().map(run).collect::<Vec<_>>()});
    json::write(&log).map_err(|error| refused("sarif")(&error))
}

fn tool(rules: &[Value]) -> Value {
    json!({"driver": {"name": "xo-health", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}})
}

/// Makes the run of a server that could not be read: a failed one.
fn unread(why: &str) -> Value {
    let text = display::clean(why).into_owned();
    json!({
        "tool": tool(&[]),
        "invocations": [{
            "executionSuccessful": false,
            "exitCode": 3,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": text}}],
        }],
        "columnKind": "unicodeCodePoints",
        "results": [],
    })
}

fn of_report(report: &Report, page: &Page<'_>) -> Value {
    let say = Say::in_document(page.words(), report.observed_at);
    let formatter = OutlookFormatter::of(report, &say);
    let failing = report.outlook.rows.iter().filter(|row| row.outcome >= Outcome::AtRisk);
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|view| finding(view, page))
        .chain(report.suppressed.iter().map(|one| suppressed(one, page)))
        .chain(failing.map(|row| backup(row, report, formatter)))
        .chain(absent(report).map(|view| gone(view, page)))
        .collect();
    json!({
        "tool": tool(&rules(report, page, formatter)),
        "invocations": [{
            "executionSuccessful": report.exit_status < 3,
            "exitCode": report.exit_status,
            "endTimeUtc": report.observed_at.to_string(),
        }],
        "columnKind": "unicodeCodePoints",
        "results": results,
    })
}

/// Lists the findings that the baseline had and that are gone.
fn absent(report: &Report) -> impl Iterator<Item = &FindingView> {
    report.baseline.iter().flat_map(|baseline| &baseline.absent)
}

/// Returns how a result compares with its state in the baseline (SARIF 2.1.0, 3.27.24).
const fn state(since: SinceBaseline) -> &'static str {
    match since {
        SinceBaseline::New => "new",
        SinceBaseline::Worse | SinceBaseline::Better => "updated",
        SinceBaseline::Unchanged => "unchanged",
    }
}

/// Describes each rule that a result names.
fn rules(report: &Report, page: &Page<'_>, formatter: OutlookFormatter<'_>) -> Vec<Value> {
    let words = page.words();
    let all = report.findings.iter().chain(report.suppressed.iter().map(|one| &one.view));
    let all = all.chain(absent(report));
    let codes: BTreeSet<Code> = all.map(|view| view.finding.code).collect();
    let of_code = |code: &Code| {
        let help = words.remedy(*code).join("\n");
        json!({
            "id": id(*code),
            "name": code.slug(),
            "shortDescription": {"text": words.title(*code)},
            "fullDescription": {"text": words.meaning(*code)},
            "help": {"text": help},
        })
    };
    let rows = report.outlook.rows.iter().filter(|row| row.outcome >= Outcome::AtRisk);
    let errors: BTreeSet<BackupError> = rows.map(|row| row.error.unwrap_or(BackupError::Other)).collect();
    let of_error = |error: &BackupError| {
        let text = formatter.error(*error).plain();
        json!({"id": key(error), "shortDescription": {"text": text}})
    };
    codes.iter().map(of_code).chain(errors.iter().map(of_error)).collect()
}

fn id(code: Code) -> String {
    format!("XOH-{}", code.number())
}

fn suppressed(one: &SuppressedView, page: &Page<'_>) -> Value {
    let mut result = finding(&one.view, page);
    let reason = display::clean(&one.suppressed.reason).into_owned();
    result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": reason}]);
    result
}

fn gone(view: &FindingView, page: &Page<'_>) -> Value {
    let mut result = finding(view, page);
    result["baselineState"] = "absent".into();
    result
}

fn finding(view: &FindingView, page: &Page<'_>) -> Value {
    let words = page.words();
    let finding = &view.finding;
    let level = match finding.severity {
        Severity::Critical => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    // on two lines, because the first sentence may end without a full stop
    let text = format!("{}\n{}", words.message(finding).plain(), words.first_step(finding).plain());
    let mut result = json!({
        "ruleId": id(finding.code),
        "level": level,
        "message": {"text": text},
        "locations": [location(&finding.subject.name, &finding.subject.id, &key(&finding.subject.kind))],
        "partialFingerprints": {"xoHealth/v1": finding.key().to_string()},
    });
    if let Some(since) = view.baseline {
        result["baselineState"] = state(since).into();
    }
    result
}

fn backup(row: &Row, report: &Report, formatter: OutlookFormatter<'_>) -> Value {
    let error = row.error.unwrap_or(BackupError::Other);
    let context = Context::of(row);
    let causes = row.cause.iter().chain(&row.behind).map(|cause| formatter.cause(cause, &context).plain());
    let text = causes.collect::<Vec<_>>().join(" ");
    let chance = formatter.chance(row.likelihood, row.probability).plain();
    let level = if row.outcome == Outcome::Fails { "error" } else { "warning" };
    let schedule = row.schedule_id.as_ref().map(ToString::to_string).unwrap_or_default();
    let print = format!("{}/{}/{schedule}/{}/{}", key(&error), row.job_id, row.vm_id, row.at);
    let mut result = json!({
        "ruleId": key(&error),
        "level": level,
        "message": {"text": format!("{} ({chance}). {text}", formatter.what_fails(error, row.cause.as_ref()).plain())},
        "locations": [location(&report.names.vm(&row.vm_id), &row.vm_id.to_string(), "vm")],
        "partialFingerprints": {"xoHealth/v1": print},
    });
    if let Some(baseline) = &report.baseline {
        result["baselineState"] = state(baseline.of(row)).into();
    }
    result
}

fn location(name: &str, id: &str, kind: &str) -> Value {
    let name = display::fit_name(name, NAME, display::ELLIPSIS);
    let full = if id.is_empty() { kind.to_owned() } else { format!("{kind}/{}", display::clean(id)) };
    json!({"logicalLocations": [{"name": name, "fullyQualifiedName": full, "kind": "resource"}]})
}
