//! Why HTTP failed, in words fit to show. Pure.

use std::error::Error;
use std::io;

use serde::Deserialize;

use crate::error::clean;

/// Returns the text of an error answer: XO's `{error}` (a text, or an object by parameter), else the words of a page.
pub(super) fn describe(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        error: serde_json::Value,
    }
    let text = match serde_json::from_slice::<Refusal>(body) {
        Ok(Refusal { error: serde_json::Value::String(text) }) => text,
        Ok(Refusal { error }) => error.to_string(),
        Err(_) => without_tags(&String::from_utf8_lossy(body)),
    };
    let text = clean(&text);
    if text.is_empty() { "no explanation".to_owned() } else { text }
}

/// Returns why an answer with status 200 is not what was asked for: something between XO and us changed it.
pub(super) fn not_data(response: &reqwest::Response) -> Option<&'static str> {
    let starts = |name: &str, text: &str| {
        let value =
            response.headers().get(name).map(reqwest::header::HeaderValue::as_bytes).unwrap_or_default();
        value.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()))
    };
    let is_encoded =
        response.headers().contains_key("content-encoding") && !starts("content-encoding", "identity");
    if starts("content-type", "text/html") {
        return Some("a web page instead of data; something in between asks for a sign-in");
    }
    is_encoded.then_some("a compressed answer that was not requested")
}

/// Returns the words of an HTML page.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let words = if index == 0 { part } else { part.split_once('>').map_or("", |(_, words)| words) };
        text.push_str(words);
        text.push(' ');
    }
    text
}

/// Returns the innermost cause, without the address (which may be a one-time one).
pub(super) fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    if std::ptr::addr_eq(cause, error) {
        return "the answer cannot be read".to_owned();
    }
    without_manual(&clean(&cause.to_string())).to_owned()
}

/// Returns a text without the address of a library's manual, which does not help users of the program.
fn without_manual(text: &str) -> &str {
    text.split_once(": https://docs.rs/").map_or(text, |(before, _)| before)
}

/// Returns the TLS error inside, if there is one.
pub(super) fn tls_cause(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(tls) = error.downcast_ref() {
            return Some(tls);
        }
        // An io::Error hides its inner error from `source`, and they are nested.
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = held.map(|held| held as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}

/// Returns why a proxy opened no tunnel, if that failed; the error's type is private, so its text is recognised.
pub(super) fn tunnel_cause(error: &reqwest::Error) -> Option<String> {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if text.starts_with("tunnel error: ") || text.starts_with("proxy ") {
            return Some(clean(&text));
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_for_programmers_is_left_out() {
        let of_rustls =
            "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/x";
        assert_eq!(without_manual(of_rustls), "peer closed connection without sending TLS close_notify");
        assert_eq!(without_manual("broken: pipe"), "broken: pipe");
    }

    #[test]
    fn error_answers_are_described() {
        let cases = [
            (r#"{"error":"invalid credentials"}"#, "invalid credentials"),
            (r#"{"error":{"limit":{"message":"bad"}},"data":{}}"#, r#"{"limit":{"message":"bad"}}"#),
            ("<!DOCTYPE html>\n<html><body><pre>Cannot GET /x</pre>", "Cannot GET /x"),
            ("", "no explanation"),
            ("\u{1b}[31mred", "?[31mred"),
            (r#"{"other":1}"#, r#"{"other":1}"#),
        ];
        for (body, says) in cases {
            assert_eq!(describe(body.as_bytes()), says, "{body}");
        }
    }
}
