//! The report as a versioned JSON document, and its schema.
//!
//! The same report yields the same bytes. Names are as the server gave them, escaped so that printing the
//! document on a terminal is harmless.

use std::fmt::Write as _;

use schemars::generate::SchemaSettings;

use xo_health_core::display;

/// Writes a [`document`](crate::document), indented, with a final newline.
///
/// Fails only if it cannot be written as JSON at all, which the types of reports rule out.
pub fn write(document: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    let mut json = escape(serde_json::to_string_pretty(document)?);
    json.push('\n');
    Ok(json)
}

/// Writes the schema of a document (JSON Schema, draft 2020-12), with a final newline.
///
/// Checked in below `schemas/`. Fields may be added to a version; none may be removed or changed.
pub fn schema_of<T: schemars::JsonSchema>() -> Result<String, serde_json::Error> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut json = serde_json::to_string_pretty(&generator.into_root_schema_for::<T>())?;
    json.push('\n');
    Ok(json)
}

/// Escapes what a terminal would obey: `serde_json` leaves DEL, C1 controls and bidirectional overrides as they are.
///
/// Such characters occur only inside strings, where the escape means the same. Most documents have none, and the
/// largest have tens of megabytes, so those are not copied.
fn escape(json: String) -> String {
    if json.chars().all(|c| c == '\n' || display::is_plain(c)) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || display::is_plain(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // writing into a string cannot fail
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Report;
    use crate::document::CheckDocument;
    use crate::samples;
    use crate::words::{Lang, Words};

    fn errors(document: &Value) -> Vec<String> {
        let schema: Value = serde_json::from_str(&schema_of::<CheckDocument<'_>>().unwrap()).unwrap();
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
        validator.iter_errors(document).map(|error| error.to_string()).collect()
    }

    fn document(report: &Report) -> Value {
        serde_json::from_str(&write(&CheckDocument::of(report, Words::of(Lang::En))).unwrap()).unwrap()
    }

    #[test]
    fn schema_is_a_schema() {
        assert!(jsonschema::draft202012::meta::is_valid(
            &serde_json::from_str(&schema_of::<CheckDocument<'_>>().unwrap()).unwrap()
        ));
    }

    #[test]
    fn documents_are_valid() {
        for (name, report) in samples::all() {
            assert_eq!(errors(&document(&report)), [""; 0], "{name}");
        }
    }

    #[test]
    fn broken_documents_are_not() {
        type Break = fn(&mut Value);
        let cases: [(&str, Break); 12] = [
            ("other version", |d| d["schema"] = json!("xo-health.report/2")),
            ("no instant", |d| d["observed_at"] = json!("yesterday, 5 pm")),
            ("no exit status", |d| drop(d.as_object_mut().unwrap().remove("exit_status"))),
            ("exit status", |d| d["exit_status"] = json!(4)),
            ("negative size", |d| d["srs"][0]["size_bytes"] = json!(-1)),
            ("size as text", |d| d["srs"][0]["size_bytes"] = json!("1 GiB")),
            ("family", |d| d["srs"][0]["family"] = json!("tape")),
            ("format", |d| d["disks"][0]["image_format"] = json!("vmdk")),
            ("gate", |d| d["disks"][0]["xo_gate"] = Value::Null),
            ("verdict", |d| d["verdicts"][0]["verdict"] = json!("maybe")),
            ("code", |d| d["findings"][0]["code"] = json!("XOH-1 nothing")),
            ("evidence", |d| drop(d["findings"][0].as_object_mut().unwrap().remove("evidence"))),
        ];
        for (name, damage) in cases {
            let mut document = document(&samples::troubled());
            damage(&mut document);
            assert_ne!(errors(&document), [""; 0], "{name}");
        }
    }

    #[test]
    fn printing_is_harmless_and_loses_nothing() {
        let name = "a\u{1b}[2J\u{9b}31m\u{7f}\u{202e}\u{e0041}👨\u{200d}👩 東京\n";
        let mut report = samples::healthy();
        report.srs[0].name = name.to_owned();
        let json = write(&CheckDocument::of(&report, Words::of(Lang::En))).unwrap();
        assert!(json.ends_with("}\n"));
        assert!(json.chars().all(|c| c == '\n' || display::is_plain(c)), "{json:?}");
        assert_eq!(document(&report)["srs"][0]["name"], name);
    }
}
