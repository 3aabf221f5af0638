//! The variables of a finding's texts, from its evidence.

use std::borrow::Cow;

use super::Instants;
use crate::blocks::Text;
use crate::words::{Arg, Words};
use xo_health_core::findings::Instant;
use xo_health_core::findings::{Finding, Value};

/// The columns of a name in a message.
const NAME_COLUMNS: u16 = 60;

/// The columns of an error in the server's words.
const WORDS_COLUMNS: u16 = 200;

/// How many items of a list are named before the rest is counted.
const LIST_ITEMS: usize = 3;

/// The suffix of the keys of durations, which are written with their largest units.
const MINUTES: &str = "_minutes";

/// The word for an unknown value.
const UNKNOWN: &str = "unknown";

/// Variables with their values.
pub(super) type Args<'a> = Vec<(Cow<'a, str>, Arg<'a>)>;

/// Returns the variables of a finding's message.
pub(super) fn of_finding(finding: &Finding, words: &Words, instant: &Instants<'_>) -> Args<'static> {
    let mut args = of_values(finding.evidence.values(), words, instant);
    let subject = &finding.subject;
    let name = if subject.name.is_empty() { &subject.id } else { &subject.name };
    args.push(("name".into(), Arg::name(name, NAME_COLUMNS)));
    args.push(("id".into(), Arg::name(&subject.id, NAME_COLUMNS)));
    args.push(("severity".into(), finding.severity.name().into()));
    args
}

/// Returns the variables of numbers and names without a finding.
pub(super) fn of_values(
    values: Vec<(&'static str, Value)>,
    words: &Words,
    instant: &Instants<'_>,
) -> Args<'static> {
    let mut args = Args::new();
    // a schedule without a name is called by its pattern, which then appears only once
    let named = |key: &str| values.iter().find(|(of, _)| *of == key).map(|(_, value)| value);
    let is_shown = matches!((named("schedule"), named("cron")), (Some(Value::Text(name)), Some(Value::Text(cron))) if name == cron);
    for (key, mut value) in values {
        if key == "cron" && is_shown {
            value = Value::Unknown;
        }
        if let Value::Texts(all) = &value {
            args.push((format!("{key}_count").into(), all.len().into()));
        }
        args.push((key.into(), variable(key, &value, words, instant)));
    }
    args
}

fn variable(key: &str, value: &Value, words: &Words, instant: &Instants<'_>) -> Arg<'static> {
    match value {
        Value::Count(minutes) if key.ends_with(MINUTES) => words.seconds(minutes.saturating_mul(60)).into(),
        Value::Count(count) => (*count).into(),
        Value::Bytes(bytes) => (*bytes).into(),
        Value::Word(word) => (*word).into(),
        Value::Text(text) => Arg::name(text, columns(key)),
        Value::At(Instant(at)) => instant(*at).into(),
        Value::Texts(all) => list(all, words).into(),
        Value::Flag(flag) => Arg::flag(*flag),
        Value::Unknown => UNKNOWN.into(),
    }
}

fn columns(key: &str) -> u16 {
    if matches!(key, "error" | "error_message" | "problem") { WORDS_COLUMNS } else { NAME_COLUMNS }
}

/// Lists the items; names one more than fits rather than counting a single one.
fn list(all: &[String], words: &Words) -> Text {
    let shown = if all.len() <= LIST_ITEMS + 1 { all.len() } else { LIST_ITEMS };
    let named = |item: &String| Text::from("`").and(Text::name(item, NAME_COLUMNS)).and("`");
    let named = words.commas(all[..shown].iter().map(named));
    match all.len() - shown {
        0 => named,
        rest => words.say("list-more", [("shown", named.into()), ("more", rest.into())]),
    }
}
