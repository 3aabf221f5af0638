//! The variables of a text, from the evidence.

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;

use crate::texts::Bundle;
use xo_health_core::display::fit;
use xo_health_core::findings::Instant;
use xo_health_core::findings::{Evidence, Finding, Severity, Value};

/// Columns of a name in a message.
const NAME_COLUMNS: usize = 60;

/// Columns of an error in the server's words.
const WORDS_COLUMNS: usize = 200;

/// Items of a list that are named before the rest is counted.
const LIST_ITEMS: usize = 3;

/// Stands for what is not known.
const UNKNOWN: &str = "unknown";

/// Gives the variables of a finding's message.
pub(super) fn of_finding<'a>(finding: &'a Finding, words: &Bundle) -> FluentArgs<'a> {
    let mut args = of_evidence(&finding.evidence, words);
    let subject = &finding.subject;
    let name = if subject.name.is_empty() { &subject.id } else { &subject.name };
    args.set("name", fit(name, NAME_COLUMNS));
    args.set("id", fit(&subject.id, NAME_COLUMNS));
    let severity = match finding.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Critical => "critical",
    };
    args.set("severity", severity);
    args
}

/// Gives the variables of evidence alone.
pub(super) fn of_evidence<'a>(evidence: &'a Evidence, words: &Bundle) -> FluentArgs<'a> {
    let mut args = FluentArgs::new();
    for (key, value) in evidence.iter() {
        if let Value::Texts(all) = value {
            args.set(format!("{key}_count"), all.len());
        }
        args.set(key, variable(key, value, words));
    }
    args
}

fn variable(key: &str, value: &Value, words: &Bundle) -> FluentValue<'static> {
    match value {
        Value::Count(count) => (*count).into(),
        Value::Bytes(bytes) => bytes.to_string().into(),
        Value::Text(text) => fit(text, columns(key)).into(),
        Value::At(Instant(at)) => words.instant(*at, &TimeZone::UTC).into(),
        Value::Texts(all) => list(all, words).into(),
        Value::Flag(true) => "yes".into(),
        Value::Flag(false) => "no".into(),
        Value::Unknown => UNKNOWN.into(),
    }
}

fn columns(key: &str) -> usize {
    if matches!(key, "error" | "error_message" | "problem") { WORDS_COLUMNS } else { NAME_COLUMNS }
}

/// Names the items; one more than fits is named rather than counted.
fn list(all: &[String], words: &Bundle) -> String {
    let shown = if all.len() <= LIST_ITEMS + 1 { all.len() } else { LIST_ITEMS };
    let named: Vec<String> =
        all[..shown].iter().map(|item| format!("`{}`", fit(item, NAME_COLUMNS))).collect();
    let named = named.join(&words.phrase("list-comma"));
    match all.len() - shown {
        0 => named,
        rest => words.text("list-more", [("shown", named.into()), ("more", rest.into())]),
    }
}
