//! JSON inside a text: XO shows an error as a method name, its parameters and the error; people paste a log among
//! sentences.

use serde_json::Value;

/// The most values read from one text.
const VALUES_LIMIT: usize = 50;

/// The most bytes scanned for the ends of values, over all values of a text.
const SCAN_LIMIT: usize = 64 * 1024 * 1024;

/// A piece of a text.
#[derive(Debug, PartialEq)]
pub(crate) enum Part<'t> {
    /// A JSON object or list.
    Json(Value),
    /// The text between values.
    Text(&'t str),
}

/// Splits a text into parts. A value begins at the start of a line, after spaces or quotation marks.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut at, mut scanned, mut values) = (0, 0, 0, 0);
    while at < text.len() && values < VALUES_LIMIT && scanned < SCAN_LIMIT {
        let line = &text[at..];
        let end = line.find('\n').map_or(line.len(), |end| end + 1);
        let start = at + start(&line[..end]);
        if let Some((json, length)) = value(&text[start..]) {
            parts.push(Part::Text(&text[from..start]));
            parts.push(Part::Json(json));
            values += 1;
            at = start + length;
            from = at;
        } else {
            if text[start..].starts_with(['{', '[']) {
                scanned += text.len() - start;
            }
            at += end;
        }
    }
    parts.push(Part::Text(&text[from..]));
    parts.retain(|part| !matches!(part, Part::Text(text) if text.trim().is_empty()));
    parts
}

/// Returns where a value may begin in a line: after spaces, marks and its field name (`"result": {`).
fn start(line: &str) -> usize {
    let bare = line.trim_start_matches([' ', '\t', '`']);
    let indent = line.len() - bare.len();
    let named = bare.strip_prefix('"').and_then(|rest| rest.split_once("\": "));
    match named {
        Some((name, value)) if !name.contains('"') && value.starts_with(['{', '[']) => {
            line.len() - value.len()
        }
        _ => indent,
    }
}

/// Reads the value at the start of a text and returns it with its length. Line breaks inside its strings, which JSON
/// forbids and XO's page shows, are read as spaces.
fn value(text: &str) -> Option<(Value, usize)> {
    let length = end(text)?;
    let whole = &text[..length];
    let is_record = |json: &Value| json.is_object() || json.as_array().is_some_and(|list| !list.is_empty());
    let json = serde_json::from_str(whole).or_else(|_| serde_json::from_str(&repaired(whole))).ok()?;
    is_record(&json).then_some((json, length))
}

/// Returns the end of the value at the start: the bracket that closes the first one.
fn end(text: &str) -> Option<usize> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let (mut open, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Escapes line breaks and other control characters inside strings, as JSON requires.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in text.chars() {
        if in_string && c == '\n' {
            out.push_str("\\n");
        } else if in_string && c.is_control() {
            out.push(' ');
        } else {
            out.push(c);
        }
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_between_lines() {
        let text = "remote.test\n{\n  \"id\": \"1\"\n}\n```json\n{ \"message\": \"a\nb\", \"x\": \"}\" }\n```\nthat is all";
        let expected = [
            Part::Text("remote.test\n"),
            Part::Json(json!({ "id": "1" })),
            Part::Text("\n```json\n"),
            Part::Json(json!({ "message": "a\nb", "x": "}" })),
            Part::Text("\n```\nthat is all"),
        ];
        assert_eq!(parts(text), expected);
        let expected = [Part::Text("\"result\": "), Part::Json(json!({ "message": "a" })), Part::Text(",\n")];
        assert_eq!(parts("\"result\": {\n  \"message\": \"a\"\n},\n"), expected);
        for text in ["[Warn] x", "{ not json }", "{", "", "a { \"b\": 1 }", "[]"] {
            assert!(!parts(text).iter().any(|part| matches!(part, Part::Json(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in r#"([{}\[\]":,\\]|\n|a|東| |`){0,40}"#) {
            parts(&text);
        }
    }
}
