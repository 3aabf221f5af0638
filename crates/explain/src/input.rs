//! Recognises the kind of input, and reads it.

use serde_json::Value;

use crate::embedded::{self, Part};
use crate::errors::{self, ErrorText};
use crate::parsed::{Kind, ParsedInput};
use crate::{html, log, mail, markdown, paste};
use xo_health_core::findings::Code;

/// The most bytes read: anything larger is not the log or mail of a backup.
pub const READ_LIMIT: usize = 64 * 1024 * 1024;

/// The most errors read from one JSON document.
const ERRORS_LIMIT: usize = 10_000;

/// The most levels read of a JSON document.
const DEPTH_LIMIT: usize = 32;

/// The most bytes of a line that may be a code.
const CODE_LIMIT: usize = 100;

/// Names that this program's other documents use for entries.
const ALIASES: [(&str, &str); 3] = [
    ("job-already-running", "already-running"),
    ("snapshot-chain-too-long", "chain-too-long"),
    ("insufficient-space", "no-space"),
];

/// Reads the input up to [`READ_LIMIT`]. Never fails: input that is not understood is treated as text.
pub fn parse(bytes: &[u8]) -> ParsedInput {
    let bytes = &bytes[..bytes.len().min(READ_LIMIT)];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    if let Some(b'{' | b'[' | b'"') = bytes.first()
        && let Some(parsed) = json(bytes)
    {
        return parsed;
    }
    if let Some(parsed) = mail::read(bytes) {
        return parsed;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = if html::is_html(&text) { html::to_lines(&text).into() } else { text };
    if let Some(run) = markdown::read(None, &text) {
        return ParsedInput { kind: Kind::Mail, runs: vec![run], ..ParsedInput::default() };
    }
    parse_text(&text)
}

fn json(bytes: &[u8]) -> Option<ParsedInput> {
    let Ok(whole) = serde_json::from_slice::<Value>(bytes) else {
        // one answer per line (NDJSON)
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let all: Result<Vec<Value>, _> = lines.map(serde_json::from_slice).collect();
        return all.ok().map(|all| of_value(&Value::Array(all)));
    };
    Some(of_value(&whole))
}

fn of_value(json: &Value) -> ParsedInput {
    if let Value::String(text) = json {
        return parse_text(text);
    }
    if let Some(parsed) = mail::of_json(json) {
        return parsed;
    }
    let runs = log::runs(json);
    if !runs.is_empty() || is_capture(json) {
        return ParsedInput { kind: Kind::Log, runs, ..ParsedInput::default() };
    }
    let mut errors = match json {
        Value::Array(list) => list.iter().filter_map(error).take(ERRORS_LIMIT).collect(),
        other => Vec::from_iter(error(other)),
    };
    if errors.is_empty() {
        nested(json, DEPTH_LIMIT, &mut errors);
    }
    // JSON without an error is not a text to search for errors
    ParsedInput { errors, ..ParsedInput::default() }
}

/// Returns whether JSON is a server capture (`xo-health capture`): without logs, there is nothing in it to explain.
fn is_capture(json: &Value) -> bool {
    json.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("xo-health.capture/"))
}

/// Reads an error, alone or in the answer, task or record that carries it.
fn error(json: &Value) -> Option<ErrorText> {
    if let Some(error) = error_info(json) {
        return Some(error);
    }
    let of_data = || json.pointer("/data/error").or_else(|| json.pointer("/data/result"));
    let wrapped = json.get("error").or_else(|| json.get("result")).filter(|inner| inner.is_object());
    let wrapped =
        wrapped.or_else(|| of_data().filter(|inner| inner.is_object() && json.get("message").is_none()));
    let error = ErrorText::from_json(wrapped.unwrap_or(json))?;
    // a task of XO names its purpose
    let kind = json.pointer("/properties/type").and_then(Value::as_str).unwrap_or_default();
    let hint = kind.contains("backup-reports").then_some("(report)").or(error.hint);
    Some(ErrorText { hint, ..error })
}

/// Reads the error of a XAPI task: its code and parameters.
fn error_info(json: &Value) -> Option<ErrorText> {
    let info = json.get("error_info").and_then(Value::as_array).filter(|_| json.get("message").is_none())?;
    let mut words = info.iter().filter_map(Value::as_str);
    let code = words.next()?;
    let params: Vec<String> = words.map(str::to_owned).collect();
    let message = format!("{code}({})", params.join(", "));
    Some(ErrorText { code: Some(code.to_owned()), message, params, ..ErrorText::default() })
}

/// Collects all errors in a document of unknown shape.
fn nested(json: &Value, depth: usize, found: &mut Vec<ErrorText>) {
    if depth == 0 || found.len() >= ERRORS_LIMIT {
        return;
    }
    match json {
        Value::Array(list) => list.iter().for_each(|inner| nested(inner, depth - 1, found)),
        Value::Object(object) => {
            let is_error = object.contains_key("stack") || object.contains_key("error_info");
            if is_error && let Some(error) = error(json) {
                found.push(error);
                return;
            }
            object.values().for_each(|inner| nested(inner, depth - 1, found));
        }
        _ => {}
    }
}

fn parse_text(text: &str) -> ParsedInput {
    if let Some(parsed) = codes(text.trim()) {
        return parsed;
    }
    let parts = embedded::parts(text);
    if !parts.iter().any(|part| matches!(part, Part::Json(_))) {
        return ParsedInput { errors: paste::errors(text), ..ParsedInput::default() };
    }
    let mut all = ParsedInput::default();
    for part in parts {
        let parsed = match part {
            Part::Json(json) => of_value(&json),
            Part::Text(text) => ParsedInput { errors: paste::errors_of([text]), ..ParsedInput::default() },
        };
        if parsed.kind != Kind::Text {
            all.kind = parsed.kind;
        }
        all.runs.extend(parsed.runs);
        all.errors.extend(parsed.errors);
    }
    if all.errors.is_empty() && all.runs.is_empty() {
        all.errors = paste::errors(text);
    }
    all
}

/// Finds one or several codes in any form that people write: `XOH-101`, `chain-depth`, `101`, `109`,
/// `SR_BACKEND_FAILURE 44`, `SRNoSpace`.
fn codes(text: &str) -> Option<ParsedInput> {
    if text.is_empty() || text.len() > CODE_LIMIT || text.contains('\n') {
        return None;
    }
    let mut parsed = ParsedInput { kind: Kind::Code, ..ParsedInput::default() };
    code(text, &mut parsed);
    let words: Vec<&str> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    if is_empty(&parsed) && words.len() > 1 {
        for word in words {
            let before = parsed.codes.len() + parsed.entries.len();
            code(word, &mut parsed);
            if parsed.codes.len() + parsed.entries.len() == before {
                return None;
            }
        }
    }
    (!is_empty(&parsed)).then_some(parsed)
}

fn is_empty(parsed: &ParsedInput) -> bool {
    parsed.codes.is_empty() && parsed.entries.is_empty()
}

/// Adds the meanings of one code.
fn code(text: &str, parsed: &mut ParsedInput) {
    let lower = text.to_lowercase();
    let hyphened = lower.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let named =
        |name: &str| hyphened == name || hyphened.ends_with(&format!("-{name}")) && lower.starts_with("xoh");
    let codes = Code::ALL.iter().filter(|code| named(code.slug()));
    parsed.codes.extend(codes);
    let alias = ALIASES.iter().find(|(alias, _)| *alias == hyphened).map(|(_, id)| *id);
    // a XAPI code may read like the id of an entry
    let is_code = !errors::recognise(&ErrorText::of_message(text)).known.is_empty() && text.contains('_');
    if !is_code {
        parsed.entries.extend(errors::find(alias.unwrap_or(&hyphened)).map(|entry| (entry, None)));
    }
    for entry in errors::all() {
        let name = entry.numbers().find(|(_, name)| name.eq_ignore_ascii_case(text));
        parsed.entries.extend(name.map(|(number, _)| (entry, Some(number))));
    }
    by_number(&lower, parsed);
}

/// Takes a number that stands alone or with words that say whose number it is.
fn by_number(lower: &str, parsed: &mut ParsedInput) {
    let mut number = None;
    let (mut ours, mut theirs) = (false, false);
    let separated = |c: char| !c.is_ascii_alphanumeric();
    let digits = lower.strip_prefix("xoh").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let lower = digits.map_or_else(|| lower.to_owned(), |rest| format!("xoh {rest}"));
    for word in lower.split(separated).filter(|word| !word.is_empty()) {
        match word {
            "xoh" => ours = true,
            "sr" | "backend" | "failure" | "error" => theirs = true,
            "code" | "number" | "no" => {}
            _ => match word.parse::<u16>() {
                Ok(n) if number.is_none() => number = Some(n),
                _ => return,
            },
        }
    }
    let Some(number) = number else { return };
    if !theirs {
        for &code in Code::ALL.iter().filter(|code| code.number() == number) {
            if !parsed.codes.contains(&code) {
                parsed.codes.push(code);
            }
        }
    }
    if !ours {
        let entry = errors::all().find(|entry| entry.numbers().any(|(own, _)| own == number));
        parsed.entries.extend(entry.map(|entry| (entry, Some(number))));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let parsed = parse(text.as_bytes());
        let codes = parsed.codes.iter().map(ToString::to_string).collect();
        (codes, parsed.entries.iter().map(|(entry, _)| entry.id).collect())
    }

    #[test]
    fn codes_are_found_as_people_write_them() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("XOH-101", &["XOH-101 chain-depth"], &[]),
            ("xoh101", &["XOH-101 chain-depth"], &[]),
            ("XOH-101 chain-depth", &["XOH-101 chain-depth"], &[]),
            ("xoh 101", &["XOH-101 chain-depth"], &[]),
            ("chain-depth", &["XOH-101 chain-depth"], &[]),
            ("Chain Depth", &["XOH-101 chain-depth"], &[]),
            ("101", &["XOH-101 chain-depth"], &[]),
            ("109", &[], &["chain-too-long"]),
            (" 44\n", &[], &["no-space"]),
            ("error 44", &[], &["no-space"]),
            ("SR_BACKEND_FAILURE_109", &[], &["chain-too-long"]),
            ("SR backend failure 109", &[], &["chain-too-long"]),
            ("SRNoSpace", &[], &["no-space"]),
            ("snapshotchaintoolong", &[], &["chain-too-long"]),
            ("104", &["XOH-104 leaf-pair"], &["refcount"]),
            ("XOH-104", &["XOH-104 leaf-pair"], &[]),
            ("SR_BACKEND_FAILURE_104", &[], &["refcount"]),
            ("gc-no-space", &["XOH-201 gc-no-space"], &["gc-no-space"]),
            ("unhealthy-vdi-chain", &[], &["unhealthy-vdi-chain"]),
            ("4711", &[], &[]),
            ("109 110", &[], &["chain-too-long", "vdi-resize"]),
            ("SR_BACKEND_FAILURE 44", &[], &["no-space"]),
            ("44, XOH-101", &["XOH-101 chain-depth"], &["no-space"]),
            ("UNHEALTHY_VDI_CHAIN", &[], &["unhealthy-vdi-chain"]),
            ("JOB_ALREADY_RUNNING", &[], &["already-running"]),
            ("109 beers", &[], &[]),
            ("we had 109 beers", &[], &[]),
            ("", &[], &[]),
        ];
        for (text, codes, entries) in cases {
            let (found, ids) = show(text);
            assert_eq!(
                (found, ids),
                (codes.iter().map(|code| (*code).to_owned()).collect(), entries.to_vec()),
                "{text}"
            );
        }
    }

    #[test]
    fn every_finding_code_is_found_by_number_and_slug() {
        for &code in Code::ALL {
            for text in [code.to_string(), code.slug().to_owned(), format!("XOH-{}", code.number())] {
                assert_eq!(parse(text.as_bytes()).codes, [code], "{text}");
            }
        }
    }

    #[test]
    fn errors_in_json() {
        for json in [
            r#"{"code":"ELOCKED","message":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"x","data":{"code":"ELOCKED","message":"x"}}}"#,
            r#"[{"code":"ELOCKED"}]"#,
            r#""Lock file is already being held""#,
            "{\"code\":\"ELOCKED\"}\n{\"message\":\"x\"}",
            r#"{"error_info":["ELOCKED","x"],"status":"failure"}"#,
            r#"{"data":{"method":"vm.x","error":{"code":"ELOCKED","message":"x"}}}"#,
            r#"{"a":[{"b":{"code":"ELOCKED","message":"x","stack":"y"}}]}"#,
            "remote.test\n{\n  \"id\": \"1\"\n}\n{\n  \"code\": \"ELOCKED\",\n  \"message\": \"x\",\n  \"stack\": \"x\n    at y\"\n}",
        ] {
            let parsed = parse(json.as_bytes());
            let known = errors::recognise(&parsed.errors[0]).known;
            assert_eq!(known.first().map(|one| one.entry.id), Some("locked"), "{json}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            parse(&bytes);
        }

        #[test]
        fn texts_that_look_like_something_never_panic(
            text in r#"([{}\[\]":,]|SR_BACKEND_FAILURE_|[0-9]{1,6}|XOH-|\n|## |- \*\*|Error\*\*: |Subject: |<li>|<h3>|&#x?|;|Global status|[a-z東]){0,40}"#
        ) {
            parse(text.as_bytes());
        }
    }
}
