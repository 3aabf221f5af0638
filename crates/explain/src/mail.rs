//! Report mails: MIME, or their parts as JSON. Out: the run they report.
//!
//! `mail-parser` reads headers and decodes single parts. Nested parts are split here: in `mail-parser`, a mail of
//! endless nesting becomes a value of endless nesting, and dropping that exhausts the stack.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use serde_json::Value;

use crate::parsed::{Kind, ParsedInput, ParsedRun};
use crate::{html, markdown, paste};

/// The most levels of nested parts that are read: forwarded mails have some.
const NESTED: usize = 6;

/// The most parts read in all.
const PARTS: usize = 100;

/// The most bytes read of a part's headers.
const HEADERS_LIMIT: usize = 256 * 1024;

/// The most bytes in the name of a character set.
const CHARSET_LIMIT: usize = 40;

/// Header lines that distinguish a mail from other text.
const HEADERS: [&str; 12] = [
    "from:",
    "to:",
    "subject:",
    "date:",
    "received:",
    "return-path:",
    "delivered-to:",
    "mime-version:",
    "content-type:",
    "message-id:",
    "x-original-to:",
    "dkim-signature:",
];

/// Reads a mail; `None` if the bytes are not a mail. From a mail that is not a backup report, reads the errors
/// in its text.
pub(super) fn read(bytes: &[u8]) -> Option<ParsedInput> {
    if !looks_like_mail(bytes) {
        return None;
    }
    // the first line of an mbox
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|byte| *byte == b'\n').map_or(rest, |at| &rest[at + 1..]),
        None => bytes,
    };
    let mut bodies = Bodies { subject: None, texts: Vec::new(), parts: 0 };
    bodies.part(bytes, NESTED);
    let Bodies { subject, texts: mut bodies, .. } = bodies;
    // a text may have been pasted with its first headers but without the blank line after them
    bodies.push((subject, String::from_utf8_lossy(bytes).into_owned()));
    let runs = bodies.iter().filter_map(|(subject, text)| markdown::read(subject.as_deref(), text));
    // the text that says the most; the first of equals
    if let Some(run) = runs.reduce(|best, run| if weight(&run) > weight(&best) { run } else { best }) {
        return Some(ParsedInput { kind: Kind::Mail, runs: vec![run], ..ParsedInput::default() });
    }
    let errors = paste::errors_of(bodies.iter().map(|(_, text)| text.as_str()));
    (!errors.is_empty()).then(|| ParsedInput { kind: Kind::Mail, errors, ..ParsedInput::default() })
}

/// Counts what is known about a run.
fn weight(run: &ParsedRun) -> usize {
    let head = [&run.job_name, &run.job_id, &run.run_id, &run.status];
    run.errors.len() + run.vms.len() + head.into_iter().flatten().count()
}

fn looks_like_mail(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut lines = head.lines();
    let first = lines.clone().next().unwrap_or_default();
    let is_header = |line: &str| HEADERS.iter().any(|header| line.starts_with(header));
    (first.starts_with("from ") || first.split_once(':').is_some_and(|(name, _)| is_name(name)))
        && lines.any(is_header)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The texts of a mail, each with its subject.
struct Bodies {
    subject: Option<String>,
    texts: Vec<(Option<String>, String)>,
    parts: usize,
}

impl Bodies {
    fn part(&mut self, bytes: &[u8], depth: usize) {
        self.parts += 1;
        if self.parts > PARTS {
            return;
        }
        let (head, body) = split_head(bytes);
        let Some(headers) = MessageParser::default().parse_headers(head) else { return };
        if let Some(subject) = headers.subject() {
            self.subject = Some(subject.to_owned());
        }
        match headers.content_type().map(|kind| (kind.ctype(), kind.attribute("boundary"))) {
            Some((kind, Some(boundary))) if kind.eq_ignore_ascii_case("multipart") => {
                if depth > 0 {
                    let parts = split_parts(body, boundary);
                    parts.into_iter().for_each(|part| self.part(part, depth - 1));
                }
            }
            Some((kind, _)) if kind.eq_ignore_ascii_case("message") => {
                if depth > 0 {
                    self.part(body, depth - 1);
                }
            }
            Some((kind, _)) if !kind.eq_ignore_ascii_case("text") => {}
            _ => {
                let leaf = leaf(&headers, body);
                self.text(MessageParser::default().parse(&leaf).as_ref());
            }
        }
    }

    /// Adds the text of a part without nested parts.
    fn text(&mut self, message: Option<&Message<'_>>) {
        let Some(part) = message.and_then(|message| message.parts.first()) else { return };
        let text = match &part.body {
            PartType::Text(text) if !html::is_html(text) => text.to_string(),
            PartType::Text(text) | PartType::Html(text) => html::to_lines(text),
            _ => return,
        };
        self.texts.push((self.subject.clone(), text));
    }
}

/// Rewrites a part without nested parts, keeping only the headers that say how to decode it.
///
/// `mail-parser` may see the end of the headers elsewhere, and would read further headers as nested parts.
fn leaf(headers: &Message<'_>, body: &[u8]) -> Vec<u8> {
    let kind = headers.content_type();
    let is_html = kind.and_then(|kind| kind.subtype()).is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    // a value may have been decoded from anything, even line breaks
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let charset = kind.and_then(|kind| kind.attribute("charset"));
    let charset = charset.filter(|name| name.len() <= CHARSET_LIMIT && name.chars().all(is_name));
    let encoding = headers.content_transfer_encoding().unwrap_or_default();
    let encoding =
        ["base64", "quoted-printable"].into_iter().find(|known| encoding.eq_ignore_ascii_case(known));
    let mut leaf = format!(
        "Content-Type: text/{}; charset={}\r\nContent-Transfer-Encoding: {}\r\n\r\n",
        if is_html { "html" } else { "plain" },
        charset.unwrap_or("utf-8"),
        encoding.unwrap_or("8bit"),
    )
    .into_bytes();
    leaf.extend_from_slice(body);
    leaf
}

/// Splits a part after its headers; the blank line stays with them.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() || at > HEADERS_LIMIT {
            break;
        }
    }
    bytes.split_at(at)
}

/// Returns the parts between the boundary lines.
fn split_parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let mark = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes()));
        if let Some(rest) = mark.map(<[u8]>::trim_ascii)
            && (rest.is_empty() || rest == b"--")
        {
            parts.extend(start.map(|start| &body[start..at]));
            start = rest.is_empty().then_some(at + line.len());
            if parts.len() > PARTS {
                return parts;
            }
        }
        at += line.len();
    }
    // the last part of a truncated mail
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// Reads the parts of a mail as a program passes them: `subject` with `text`, `markdown` or `html`.
pub(super) fn of_json(json: &Value) -> Option<ParsedInput> {
    let mail = json.get("mail").unwrap_or(json);
    let part = |key: &str| mail.get(key).and_then(Value::as_str);
    let subject = part("subject");
    let body = part("text").or_else(|| part("markdown")).map(str::to_owned);
    let body = body.or_else(|| part("html").map(html::to_lines))?;
    let run = markdown::read(subject, &body)?;
    Some(ParsedInput { kind: Kind::Mail, runs: vec![run], ..ParsedInput::default() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAIL: &str = "From: a@example.org\r\nSubject: =?UTF-8?Q?[XO]_failure_=E2=88=92_Backup_report_for_a_=F0=9F=9A=A8?=\r\n\
        Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n## Global status: failure\r\n- **Error**: unhealthy VDI =\r\n\
        chain\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n";

    #[test]
    fn parts_are_decoded() {
        let parsed = read(MAIL.as_bytes()).unwrap();
        let run = &parsed.runs[0];
        assert_eq!((run.job_name.as_deref(), run.status.as_deref()), (Some("a"), Some("failure")));
        assert_eq!(run.errors[0].error.message, "unhealthy VDI chain");
    }

    #[test]
    fn a_mail_that_is_no_report_has_its_errors() {
        let mail = "From: a@example.org\nSubject: help\n\nIt says ENOSPC: no space left on device\n";
        let parsed = read(mail.as_bytes()).unwrap();
        assert_eq!((parsed.errors.len(), parsed.runs.len()), (1, 0));
        assert!(read(b"Error: VDI_IN_USE").is_none());
    }

    /// The headers end at the same place here and for `mail-parser`, which would otherwise read nested parts.
    #[test]
    fn endless_nesting_does_not_exhaust_the_stack() {
        let nested = "Content-Type: message/rfc822\n\n".repeat(20_000);
        let several = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n";
        let several = several.repeat(20_000);
        let many_headers = "X-Y: z\n".repeat(40_000);
        let charset =
            "Content-Type: text/plain; charset*=utf-8''x%0AContent-Type:%20message/rfc822%0A%0A\n\n";
        for (before, nested) in [
            ("", nested.as_str()),
            ("", several.as_str()),
            // a line of blanks
            (" \n", nested.as_str()),
            (" \n", several.as_str()),
            (many_headers.as_str(), nested.as_str()),
            (charset, nested.as_str()),
        ] {
            let mail = format!("From: a@example.org\nSubject: x\n{before}{nested}x");
            assert!(read(mail.as_bytes()).is_none_or(|parsed| parsed.runs.is_empty()), "{before:.20}");
        }
    }

    #[test]
    fn lines_of_all_parts_together_are_bounded() {
        let line = |n: usize| format!("ENOSPC {n}\n");
        let parts = (0..3).map(|part| {
            let lines: String = (part * 4000..(part + 1) * 4000).map(line).collect();
            format!("--b\nContent-Type: text/plain\n\n{lines}")
        });
        let parts: String = parts.collect();
        let mail =
            format!("From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
        assert!((8000..=10_000).contains(&read(mail.as_bytes()).unwrap().errors.len()));
    }

    proptest! {
        #[test]
        fn damaged_mails_never_panic(cuts in proptest::collection::vec((0..MAIL.len(), any::<u8>(), 0_usize..20), 0..12)) {
            let mut mail = MAIL.as_bytes().to_vec();
            for (at, byte, gone) in cuts {
                let at = at.min(mail.len());
                let end = (at + gone).min(mail.len());
                mail.splice(at..end, [byte]);
            }
            crate::parse(&mail);
        }
    }
}
