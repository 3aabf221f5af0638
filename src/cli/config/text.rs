//! Turns the text of a configuration file into its values. Pure.
//!
//! A mistake is reported with its line, a snippet and, for an unknown key, the nearest known one. A snippet never shows
//! a secret.

use std::ops::Range;

use config::{Value, ValueKind};
use schemars::Schema;
use serde_ignored::Path as Ignored;
use serde_json::Value as Json;
use serde_path_to_error::Segment;
use toml_edit::{Document, Item, TableLike};

use super::file::{Configuration, Ignore, SECRETS};
use super::reason::Reason;
use super::thresholds::Exception;

/// A parsed file, as the layers need it: its values, each with the file and line as its origin.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Parsed {
    /// A table, with tables, lists and texts in it.
    pub(in crate::cli) values: Value,
    /// Whether the file holds a secret.
    pub(in crate::cli) has_secret: bool,
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Problem {
    /// Where it is.
    pub(in crate::cli) place: Place,
    /// What it is.
    pub(in crate::cli) what: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Wrong {
    /// The text is not TOML.
    Syntax {
        /// What the parser says.
        reason: String,
    },
    /// An unknown key.
    UnknownKey {
        /// The key, with the tables around it.
        key: String,
        /// The nearest known key.
        nearest: Option<String>,
        /// All known keys of that table.
        known: Vec<String>,
    },
    /// A value that is not allowed.
    Value {
        /// The key, with the tables around it.
        key: String,
        /// Why not.
        reason: Reason,
    },
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) struct Place {
    /// Line number, from 1.
    pub(in crate::cli) line: usize,
    /// The line, without secrets, with marks below it.
    pub(in crate::cli) snippet: String,
}

/// One step from a table to what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// Parses a file; `name` is its name in the origins.
///
/// # Errors
///
/// Everything that is wrong with the file, by line.
pub(in crate::cli) fn parse(text: &str, name: &str) -> Result<Parsed, Vec<Problem>> {
    let document = Document::parse(text).map_err(|error| vec![syntax(text, &error)])?;
    let source = Source { text, name };
    let values = source.table(document.as_table());
    let mut unknown = Vec::new();
    let mut note = |path: Ignored<'_>| unknown.push(steps_of_ignored(&path));
    let deserializer = serde_ignored::Deserializer::new(values.clone(), &mut note);
    let read: Result<Configuration, _> = serde_path_to_error::deserialize(deserializer);
    let mut problems: Vec<Problem> = unknown.iter().map(|path| unknown_key(text, &document, path)).collect();
    match read {
        Ok(configuration) if problems.is_empty() => {
            let flawed = flaws(text, &document, &configuration);
            if !flawed.is_empty() {
                return Err(flawed);
            }
            let has_secret = configuration.servers.values().any(|server| server.token.is_some());
            Ok(Parsed { values, has_secret })
        }
        Ok(_) => {
            problems.sort_by(|a, b| a.place.cmp(&b.place));
            Err(problems)
        }
        Err(error) => {
            problems.push(wrong_value(text, &document, &error));
            problems.sort_by(|a, b| a.place.cmp(&b.place));
            Err(problems)
        }
    }
}

/// Reads merged values, which are already checked layer by layer.
///
/// # Errors
///
/// The key, and what is wrong with its value.
pub(super) fn read(values: Value) -> Result<Configuration, (String, Reason)> {
    serde_path_to_error::deserialize(values).map_err(|error: serde_path_to_error::Error<_>| {
        let path = steps(error.path());
        (dotted(&path), reason(&path, error.inner()))
    })
}

/// Returns the JSON Schema of a configuration file.
pub(in crate::cli) fn schema() -> Schema {
    schemars::schema_for!(Configuration)
}

struct Source<'a> {
    text: &'a str,
    name: &'a str,
}

impl Source<'_> {
    fn origin(&self, span: Option<Range<usize>>) -> Option<String> {
        let line = line_of(self.text, span?.start);
        Some(format!("{}:{line}", self.name))
    }

    fn table(&self, table: &dyn TableLike) -> Value {
        let values = table.iter().map(|(key, item)| (key.to_owned(), self.item(item))).collect();
        Value::new(None, ValueKind::Table(values))
    }

    fn item(&self, item: &Item) -> Value {
        if let Some(table) = item.as_table_like() {
            return self.table(table);
        }
        if let Some(tables) = item.as_array_of_tables() {
            let values: Vec<Value> = tables.iter().map(|table| self.table(table)).collect();
            return Value::new(self.origin(tables.span()).as_ref(), ValueKind::Array(values));
        }
        item.as_value().map_or_else(Value::default, |value| self.value(value))
    }

    fn value(&self, value: &toml_edit::Value) -> Value {
        use toml_edit::Value as Toml;
        let origin = self.origin(value.span());
        let kind = match value {
            Toml::String(text) => ValueKind::String(text.value().clone()),
            Toml::Integer(number) => ValueKind::I64(*number.value()),
            Toml::Float(number) => ValueKind::Float(*number.value()),
            Toml::Boolean(flag) => ValueKind::Boolean(*flag.value()),
            Toml::Datetime(at) => ValueKind::String(at.value().to_string()),
            Toml::Array(items) => ValueKind::Array(items.iter().map(|item| self.value(item)).collect()),
            Toml::InlineTable(table) => return self.table(table),
        };
        Value::new(origin.as_ref(), kind)
    }
}

fn syntax(text: &str, error: &toml_edit::TomlError) -> Problem {
    let span = error.span().unwrap_or(0..0);
    Problem { place: place(text, span, false), what: Wrong::Syntax { reason: error.message().to_owned() } }
}

fn unknown_key(text: &str, document: &Document<&str>, path: &[Step]) -> Problem {
    let known = known_keys(&path[..path.len().saturating_sub(1)]);
    let typed = match path.last() {
        Some(Step::Key(key)) => key.clone(),
        _ => String::new(),
    };
    let nearest = nearest(&typed, known.iter().map(String::as_str)).map(str::to_owned);
    let span = find(document, path).key.unwrap_or(0..0);
    Problem { place: place(text, span, true), what: Wrong::UnknownKey { key: dotted(path), nearest, known } }
}

/// Lists entries that lack something, have too much, or could never apply.
fn flaws(text: &str, document: &Document<&str>, configuration: &Configuration) -> Vec<Problem> {
    let rules = configuration.ignore.iter().map(Ignore::flaw).enumerate();
    let exceptions = configuration.exceptions.iter().map(Exception::flaw).enumerate();
    let all = rules.map(|flaw| ("ignore", flaw)).chain(exceptions.map(|flaw| ("exceptions", flaw)));
    let flaws = all.filter_map(|(list, (number, flaw))| {
        let path = [Step::Key(list.to_owned()), Step::Index(number)];
        let span = find(document, &path).key.unwrap_or(0..0);
        let what = Wrong::Value { key: dotted(&path), reason: Reason::Entry(flaw?) };
        Some(Problem { place: place(text, span, false), what })
    });
    let mut flaws: Vec<Problem> = flaws.collect();
    flaws.sort_by(|a, b| a.place.cmp(&b.place));
    flaws
}

fn wrong_value(
    text: &str,
    document: &Document<&str>,
    error: &serde_path_to_error::Error<config::ConfigError>,
) -> Problem {
    let path = steps(error.path());
    let found = find(document, &path);
    let span = found.value.or(found.key).unwrap_or(0..0);
    let reason = reason(&path, error.inner());
    Problem { place: place(text, span, is_secret(&path)), what: Wrong::Value { key: dotted(&path), reason } }
}

/// Returns what a library reports about a value, without the places that it adds.
fn reason(path: &[Step], error: &config::ConfigError) -> Reason {
    use config::ConfigError as E;
    if is_secret(path) {
        return Reason::Secret;
    }
    match error {
        E::At { error, .. } => reason(path, error),
        E::Message(message) => Reason::read(message),
        E::Type { unexpected, expected, .. } => {
            Reason::read(&format!("invalid type: {unexpected}, expected {expected}"))
        }
        other => Reason::Other(other.to_string()),
    }
}

fn is_secret(path: &[Step]) -> bool {
    matches!(path.last(), Some(Step::Key(key)) if SECRETS.contains(&key.as_str()))
}

fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    let step = |segment: &Segment| match segment {
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(step).collect()
}

fn steps_of_ignored(path: &Ignored<'_>) -> Vec<Step> {
    let (parent, step) = match path {
        Ignored::Root => return Vec::new(),
        Ignored::Seq { parent, index } => (parent, Some(Step::Index(*index))),
        Ignored::Map { parent, key } => (parent, Some(Step::Key(key.clone()))),
        Ignored::Some { parent } | Ignored::NewtypeStruct { parent } | Ignored::NewtypeVariant { parent } => {
            (parent, None)
        }
    };
    let mut steps = steps_of_ignored(parent);
    steps.extend(step);
    steps
}

/// Writes a path as TOML does: `servers.main.url`; entries of a list count from 1.
fn dotted(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&toml_edit::Key::new(key).to_string());
            }
            Step::Index(index) => text.push_str(&format!("[{}]", index + 1)),
        }
    }
    text
}

/// Where a key and its value are in the text.
#[derive(Default)]
struct Found {
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
}

fn find(document: &Document<&str>, path: &[Step]) -> Found {
    let mut found = Found::default();
    let mut item = Some(Here::Table(document.as_table()));
    for step in path {
        let Some(here) = item.take() else { break };
        item = match (here, step) {
            (Here::Table(table), Step::Key(key)) => table.get_key_value(key).map(|(key, item)| {
                found = Found { key: key.span(), value: item.span() };
                Here::of(item)
            }),
            (Here::Item(item), Step::Index(index)) => match item {
                Item::ArrayOfTables(tables) => tables.get(*index).map(|table| {
                    found = Found { key: table.span(), value: table.span() };
                    Here::Table(table)
                }),
                other => other.as_array().and_then(|items| items.get(*index)).map(|value| {
                    found = Found { key: value.span(), value: value.span() };
                    value.as_inline_table().map_or(Here::End, |table| Here::Table(table))
                }),
            },
            _ => None,
        };
    }
    found
}

enum Here<'a> {
    Table(&'a dyn TableLike),
    Item(&'a Item),
    End,
}

impl<'a> Here<'a> {
    fn of(item: &'a Item) -> Self {
        item.as_table_like().map_or(Self::Item(item), Self::Table)
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Returns the place of a span, with its line and marks below what is meant. `only_key`: what follows the `=` may be a
/// secret.
fn place(text: &str, span: Range<usize>, only_key: bool) -> Place {
    let line = line_of(text, span.start);
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let whole = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let shown = masked(whole, only_key);
    let first = whole.get(..span.start - start).unwrap_or_default().chars().count();
    let length = span.end.min(start + whole.len()).saturating_sub(span.start).max(1);
    let count = shown.chars().count().saturating_sub(first).min(length).max(1);
    let number = line.to_string();
    let edge = " ".repeat(number.len());
    let marks = format!("{}{}", " ".repeat(first), "^".repeat(count));
    let shown = xo_health_core::display::clean(&shown);
    Place { line, snippet: format!("{edge} |\n{number} | {shown}\n{edge} | {marks}") }
}

/// Length from which a run of letters and digits may be a token. XO's have 43 (facts/xo-protocol.md).
const TOKEN: usize = 24;

/// Words that show that a line holds a secret.
const SECRET_WORDS: [&str; 6] = ["token", "tok", "pass", "secret", "otp", "pwd"];

fn masked(line: &str, only_key: bool) -> String {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let lower = line.to_lowercase();
    let has_user = value.contains("://") && value.contains('@');
    if !value.is_empty() && (only_key || has_user || SECRET_WORDS.iter().any(|word| lower.contains(word))) {
        return format!("{key}= …");
    }
    let is_token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut shown = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(is_token) {
        let run = &rest[start..];
        let end = run.find(|c| !is_token(c)).unwrap_or(run.len());
        shown.push_str(&rest[..start]);
        shown.push_str(if end < TOKEN { &run[..end] } else { "…" });
        rest = &run[end..];
    }
    shown + rest
}

/// Lists the keys that are known in a table.
fn known_keys(table: &[Step]) -> Vec<String> {
    let schema = schema();
    let root = schema.as_value();
    let mut at = resolved(root, root);
    for step in table {
        let next = match step {
            Step::Key(key) => at
                .get("properties")
                .and_then(|known| known.get(key))
                .or_else(|| at.get("additionalProperties").filter(|any| any.is_object())),
            Step::Index(_) => at.get("items"),
        };
        let Some(next) = next else { return Vec::new() };
        at = resolved(root, next);
    }
    let known = at.get("properties").and_then(Json::as_object);
    known.map(|known| known.keys().cloned().collect()).unwrap_or_default()
}

fn resolved<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let reference = schema.get("$ref").and_then(Json::as_str).and_then(|text| text.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// Returns the known name that is nearest, if any is near; measure and bound are clap's own.
pub(in crate::cli) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored =
        known.map(|known| (strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase()), known));
    let best = scored.filter(|(score, _)| *score > 0.7).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, known)| known)
}

impl Problem {
    /// Returns the problem in English.
    pub(in crate::cli) fn english(&self, file: &str) -> String {
        let what = match &self.what {
            Wrong::Syntax { reason } => reason.clone(),
            Wrong::UnknownKey { key, nearest: Some(nearest), .. } => {
                format!("unknown key `{key}`; did you mean `{nearest}`?")
            }
            Wrong::UnknownKey { key, known, .. } => {
                format!("unknown key `{key}`; known here: {}", known.join(", "))
            }
            Wrong::Value { key, reason } => format!("`{key}`: {reason}"),
        };
        format!("{file}:{}: {what}\n{}", self.place.line, self.place.snippet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        match parse(text, "c.toml") {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|problem| problem.english("c.toml")).collect(),
        }
    }

    /// Each mistake has its message and its line.
    #[test]
    fn mistakes_are_shown_with_line_snippet_and_suggestion() {
        let cases = [
            (
                "lang = \"en\"\n[thresholds]\nsnapshot_left = 5",
                "c.toml:3: unknown key `thresholds.snapshot_left`; did you mean `snapshots_left`?",
            ),
            (
                "[threshold]\nsnapshots_left = 5",
                "c.toml:1: unknown key `threshold`; did you mean `thresholds`?",
            ),
            (
                "[servers.main]\nurll = \"https://x\"",
                "c.toml:2: unknown key `servers.main.urll`; did you mean `url`?",
            ),
            ("[servers.\"a.b\"]\nxyzzy = 1", "c.toml:2: unknown key `servers.\"a.b\".xyzzy`; known here: "),
            (
                "[thresholds]\nsnapshots_left = \"many\"",
                "c.toml:2: `thresholds.snapshots_left`: `many`: not a whole number between 0 and 4294967295",
            ),
            ("\n\nhorizon = \"7d\"", "c.toml:3: unknown key `horizon`"),
            ("[forecast]\nhorizon = \"99d\"", "`99d`: must be between 1 hour and 30 days"),
            ("lang = \"fr\"", "c.toml:1: `lang`: `fr`: not one of `en`, `ja`"),
            ("lang = [1]", "a text or a number is needed, not a list"),
            ("ascii = \"yes\"", "`yes`: not one of `true`, `false`"),
            ("[[ignore]]\ncode = \"XOH-101\"", "c.toml:1: `ignore[1]`: a `reason` is needed"),
            ("[[ignore]]\nreason = \"x\"", "c.toml:1: `ignore[1]`: a `code` or a `fingerprint` is needed"),
            ("[[ignore]]\nreason = \"x\"\ncode = 101\nfingerprint = \"x\"", "leave out `code`"),
            (
                "[[ignore]]\nreason = \"x\"\ncode = \"XOH-999\"",
                "c.toml:3: `ignore[1].code`: `XOH-999`: no finding has the code",
            ),
            (
                "[[ignore]]\nreason = \"x\"\ncode = 101\nuntil = \"soon\"",
                "c.toml:4: `ignore[1].until`: `soon`: not a date",
            ),
            (
                "[[ignore]]\nreason = \"x\"\ncode = 101\nsubjct = \"y\"",
                "c.toml:4: unknown key `ignore[1].subjct`; did you mean `subject`?",
            ),
            (
                "[[ignore]]\nreason = \"x\"\ncode = 101\nvalue = { snapshot_left = 3 }",
                "c.toml:1: `ignore[1]`: `value.snapshot_left` says nothing about these findings; known here: severity, snapshots_left",
            ),
            (
                "[[ignore]]\nreason = \"x\"\nfingerprint = \"XOH-101/vdi/1\"\nvalue = { depth = 3 }",
                "`value.depth` says nothing about these findings",
            ),
            ("[[exceptions]]\nsnapshots_left = 3", "c.toml:1: `exceptions[1]`: name the part of the fleet"),
            ("[[exceptions]]\nsr = \"a\"", "c.toml:1: `exceptions[1]`: a threshold is needed"),
            (
                "\n[[exceptions]]\ntag = \"a\"\nsr = \"b\"\nsr_used_percent = 90",
                "c.toml:2: `exceptions[1]`: `sr_used_percent` cannot depend on `tag`, only on `sr`, `pool`",
            ),
            (
                "[[exceptions]]\njob = \"a\"\nsnapshots_left = 9\nmerge_error_age = \"1h\"",
                "`merge_error_age` cannot depend on `job`",
            ),
            ("[[exceptions]]\nsr = \"a\"\nrepository_free_percent = 5", "only on `job`"),
            ("servers = 5", "c.toml:1: `servers`: a table is needed, not a number"),
            ("[servers.main]\nurl = 5", "`servers.main.url`: `5`: not an address"),
            ("[servers.main]\nurl = \"https://u:geheim@x\"", "`servers.main.url`: `…`: must not have a user"),
            ("[servers.main]\ntoken_file = 5", "`servers.main.token_file`: a text is needed, not a number"),
            ("outputs = [\"a\", 5]", "c.toml:1: `outputs[2]`: a text is needed, not a number"),
            ("lang = en", "c.toml:1: "),
            ("lang = \"en\"\nlang = \"ja\"", "c.toml:2: "),
        ];
        for (text, expected) in cases {
            let found = problems(text);
            assert!(found.first().is_some_and(|first| first.contains(expected)), "{text}: {found:#?}");
        }
        assert_eq!(
            problems("# a\nhorizn = 1\n")[0],
            "c.toml:2: unknown key `horizn`; known here: ".to_owned()
                + &known_keys(&[]).join(", ")
                + "\n  |\n2 | horizn = …\n  | ^^^^^^"
        );
        assert_eq!(problems("a = 1\nb = 2").len(), 2, "all of them at once");
    }

    /// No snippet repeats what may be a secret, whatever is wrong with its line.
    #[test]
    fn no_snippet_shows_a_secret() {
        let secret = "s3cr3t-2f8Gk1mZq7WvXy4TbNcRjP0dLhE9aUo5iS6nKtB";
        let short = "hunter2";
        for value in [secret, short] {
            let cases = [
                format!("[servers.a]\ntoken = [\"{value}\"]"),
                format!("[servers.a]\ntokn = \"{value}\""),
                format!("[servers.a]\ntoken = \"{value}\n"),
                format!("[servers.a]\npassword = \"{value}\""),
                format!("token = {value}"),
                format!("servers.a = {{ token = \"{value}\", x = }}"),
                format!("[servers.a]\nmine = \"{value}\""),
            ];
            for text in cases {
                let found = problems(&text).join("\n");
                assert!(!found.is_empty() && !found.contains(value), "{text}: {found}");
            }
        }
        let found = problems(&format!("lang = \"{secret}"));
        assert!(!found.is_empty() && !found[0].contains(secret), "{found:?}");
    }

    #[test]
    fn every_value_knows_its_line() {
        let parsed = parse("[thresholds]\n\nsnapshots_left = 8\n", "c.toml").unwrap();
        let ValueKind::Table(top) = parsed.values.kind else { panic!() };
        let ValueKind::Table(table) = &top["thresholds"].kind else { panic!() };
        assert_eq!(table["snapshots_left"].origin(), Some("c.toml:3"));
    }

    /// Every key has a line in the documentation, and so has its variable.
    #[test]
    fn every_key_is_documented() {
        fn keys(root: &Json, schema: &Json, found: &mut Vec<String>) {
            let schema = resolved(root, schema);
            for (key, inner) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
                found.push(key.clone());
                keys(root, inner, found);
            }
            for inner in ["additionalProperties", "items"].iter().filter_map(|name| schema.get(name)) {
                keys(root, inner, found);
            }
        }
        let page = include_str!("../../../docs/configuration.md");
        let schema = schema();
        let mut found = Vec::new();
        keys(schema.as_value(), schema.as_value(), &mut found);
        assert!(found.len() > 35, "{found:?}");
        let tables =
            |key: &str| page.contains(&format!("## `[{key}")) || page.contains(&format!("## `[[{key}"));
        let is_row = |line: &&str| line.starts_with("| `");
        let rows: String = page.lines().filter(is_row).collect();
        // the key of a pin is explained by another key's line
        let is_there = |key: &String| rows.contains(&format!("`{key}`")) || tables(key);
        let missing: Vec<_> = found.iter().filter(|key| !is_there(key)).collect();
        assert_eq!(missing, [""; 0]);
        for setting in super::super::layers::SETTINGS {
            assert!(page.contains(&format!("`{}`", setting.variable())), "{}", setting.key);
        }
    }

    proptest::proptest! {
        /// Any text is read or refused.
        #[test]
        fn any_text(text in "[a-z_\\[\\]=\"'#.\n 0-9é]{0,80}") {
            let _ = parse(&text, "c.toml");
        }
    }
}
