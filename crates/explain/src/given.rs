//! Tells what was given, and reads it.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::{Kind, Told, html, log, mail, markdown};
use crate::errors::{self, ErrorText, recognise};
use xo_health_core::findings::Code;

/// Bytes that are read at most; what is larger is no log or mail of a backup.
pub const READ_LIMIT: usize = 64 * 1024 * 1024;

/// Lines of a plain text that are looked at.
const LINES_LIMIT: usize = 10_000;

/// Bytes up to which a single line may be a code.
const CODE_LIMIT: usize = 100;

/// Reads what was given; what is beyond [`READ_LIMIT`] is left out. Never fails: what is not understood is a text.
pub fn understand(bytes: &[u8]) -> Told {
    let bytes = &bytes[..bytes.len().min(READ_LIMIT)];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    if let Some(b'{' | b'[' | b'"') = bytes.first()
        && let Some(told) = json(bytes)
    {
        return told;
    }
    if let Some(told) = mail::read(bytes) {
        return told;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = if html::is_html(&text) { html::to_lines(&text).into() } else { text };
    if let Some(run) = markdown::read(None, &text) {
        return Told { kind: Kind::Mail, runs: vec![run], ..Told::default() };
    }
    if let Some(told) = codes(text.trim()) {
        return told;
    }
    Told { errors: lines(&text), ..Told::default() }
}

fn json(bytes: &[u8]) -> Option<Told> {
    let Ok(whole) = serde_json::from_slice::<Value>(bytes) else {
        // one answer a line (NDJSON)
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let all: Result<Vec<Value>, _> = lines.map(serde_json::from_slice).collect();
        return all.ok().and_then(|all| of_value(&Value::Array(all)));
    };
    of_value(&whole)
}

fn of_value(json: &Value) -> Option<Told> {
    if let Value::String(text) = json {
        return Some(understand_text(text));
    }
    if let Some(told) = mail::of_json(json) {
        return Some(told);
    }
    let runs = log::runs(json);
    if !runs.is_empty() {
        return Some(Told { kind: Kind::Log, runs, ..Told::default() });
    }
    let errors = match json {
        Value::Array(list) => list.iter().filter_map(error).take(LINES_LIMIT).collect(),
        other => Vec::from_iter(error(other)),
    };
    // JSON that tells of nothing is no text to look for errors in
    Some(Told { errors, ..Told::default() })
}

/// Reads an error, alone or in the answer or task that carries it.
fn error(json: &Value) -> Option<ErrorText> {
    let wrapped = json.get("error").or_else(|| json.get("result")).filter(|inner| inner.is_object());
    ErrorText::from_json(wrapped.unwrap_or(json))
}

fn understand_text(text: &str) -> Told {
    codes(text.trim()).unwrap_or_else(|| Told { errors: lines(text), ..Told::default() })
}

/// Finds codes by what people write: `XOH-101`, `chain-depth`, `101`, `109`, `SR_BACKEND_FAILURE 44`, `SRNoSpace`.
fn codes(text: &str) -> Option<Told> {
    if text.is_empty() || text.len() > CODE_LIMIT || text.contains('\n') {
        return None;
    }
    let lower = text.to_lowercase();
    let mut told = Told { kind: Kind::Code, ..Told::default() };
    let hyphened = lower.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let named =
        |name: &str| hyphened == name || hyphened.ends_with(&format!("-{name}")) && lower.starts_with("xoh");
    told.codes.extend(Code::ALL.iter().filter(|code| named(code.slug())));
    if !text.contains('_') {
        told.entries.extend(errors::find(&hyphened).map(|entry| (entry, None)));
    }
    for entry in errors::all() {
        let name = entry.numbers().find(|(_, name)| name.eq_ignore_ascii_case(text));
        told.entries.extend(name.map(|(number, _)| (entry, Some(number))));
    }
    by_number(&lower, &mut told);
    (!told.codes.is_empty() || !told.entries.is_empty()).then_some(told)
}

/// Takes a number with nothing around it but words that say whose number it is.
fn by_number(lower: &str, told: &mut Told) {
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
            if !told.codes.contains(&code) {
                told.codes.push(code);
            }
        }
    }
    if !ours {
        let entry = errors::all().find(|entry| entry.numbers().any(|(own, _)| own == number));
        told.entries.extend(entry.map(|entry| (entry, Some(number))));
    }
}

/// Takes the lines that hold an error; the whole text where no line does.
fn lines(text: &str) -> Vec<ErrorText> {
    let mut found = text_errors([text]);
    if found.is_empty() && !text.trim().is_empty() {
        found.push(ErrorText::of_message(text.trim()));
    }
    found
}

/// Gives the lines that hold an error, each once; of all texts together no more than [`LINES_LIMIT`] are looked at.
pub(super) fn text_errors<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<ErrorText> {
    let mut known = FxHashSet::default();
    let lines = texts.into_iter().flat_map(str::lines).take(LINES_LIMIT).map(str::trim);
    let errors = lines.filter(|line| known.insert(*line)).map(ErrorText::of_message);
    errors.filter(|error| !recognise(error).is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let told = understand(text.as_bytes());
        let codes = told.codes.iter().map(ToString::to_string).collect();
        (codes, told.entries.iter().map(|(entry, _)| entry.id).collect())
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
            ("109 110", &[], &[]),
            ("we had 109 beers", &[], &[]),
            ("", &[], &[]),
        ];
        for (text, codes, entries) in cases {
            let (found, ids) = told(text);
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
                assert_eq!(understand(text.as_bytes()).codes, [code], "{text}");
            }
        }
    }

    #[test]
    fn lines_of_a_text_are_looked_at_one_by_one() {
        let text = "Hello,\nSR_BACKEND_FAILURE_44(, x, )\nand then\nunhealthy VDI chain\nSR_BACKEND_FAILURE_44(, x, )\n";
        assert_eq!(understand(text.as_bytes()).errors.len(), 2);
        assert_eq!(understand(b"a\nb").errors, [ErrorText::of_message("a\nb")]);
        assert_eq!(understand(b" \n ").errors, []);
    }

    #[test]
    fn errors_in_json() {
        for json in [
            r#"{"code":"ELOCKED","message":"x"}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"x","data":{"code":"ELOCKED","message":"x"}}}"#,
            r#"[{"code":"ELOCKED"}]"#,
            r#""Lock file is already being held""#,
            "{\"code\":\"ELOCKED\"}\n{\"message\":\"x\"}",
        ] {
            let told = understand(json.as_bytes());
            assert_eq!(recognise(&told.errors[0]).first().map(|one| one.entry.id), Some("locked"), "{json}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            understand(&bytes);
        }

        #[test]
        fn texts_that_look_like_something_never_panic(
            text in r#"([{}\[\]":,]|SR_BACKEND_FAILURE_|[0-9]{1,6}|XOH-|\n|## |- \*\*|Error\*\*: |Subject: |<li>|<h3>|&#x?|;|Global status|[a-z東]){0,40}"#
        ) {
            understand(text.as_bytes());
        }
    }
}
