//! Report mails: MIME, or the parts of one as JSON. Out: the run they tell of.

use mail_parser::{Message, MessageParser, PartType};
use serde_json::Value;

use super::given::text_errors;
use super::{Kind, RunTold, Told, html, markdown};
use crate::errors::ErrorText;

/// Mails inside mails that are looked at: forwarded ones.
const NESTED: usize = 3;

/// Parts of one mail that are looked at.
const PARTS: usize = 100;

/// Header lines that tell a mail from a text.
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

/// Reads a mail; none when the bytes are no mail. A mail that is no backup report gives the errors of its text.
pub(super) fn read(bytes: &[u8]) -> Option<Told> {
    if !looks_like_mail(bytes) {
        return None;
    }
    // the first line of an mbox
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|byte| *byte == b'\n').map_or(rest, |at| &rest[at + 1..]),
        None => bytes,
    };
    let message = MessageParser::default().parse(bytes)?;
    let mut bodies = Vec::new();
    texts(&message, message.subject(), NESTED, &mut bodies);
    // a text that was pasted with its first headers, but without the blank line after them
    bodies.push((message.subject(), String::from_utf8_lossy(bytes).into_owned()));
    let runs = bodies.iter().filter_map(|(subject, text)| markdown::read(*subject, text));
    // the first of those that say the most
    if let Some(run) = runs.reduce(|best, run| if weight(&run) > weight(&best) { run } else { best }) {
        return Some(Told { kind: Kind::Mail, runs: vec![run], ..Told::default() });
    }
    let mut errors: Vec<ErrorText> = Vec::new();
    for (_, text) in &bodies {
        errors.extend(text_errors(text).filter(|error| !errors.contains(error)).collect::<Vec<_>>());
    }
    (!errors.is_empty()).then(|| Told { kind: Kind::Mail, errors, ..Told::default() })
}

/// Counts what a run tells of.
fn weight(run: &RunTold) -> usize {
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

fn texts<'m>(
    message: &'m Message<'_>,
    subject: Option<&'m str>,
    depth: usize,
    out: &mut Vec<(Option<&'m str>, String)>,
) {
    for part in message.parts.iter().take(PARTS) {
        match &part.body {
            PartType::Text(text) if html::is_html(text) => out.push((subject, html::to_lines(text))),
            PartType::Text(text) => out.push((subject, text.to_string())),
            PartType::Html(text) => out.push((subject, html::to_lines(text))),
            PartType::Message(inner) if depth > 0 => texts(inner, inner.subject(), depth - 1, out),
            _ => {}
        }
    }
}

/// Reads the parts of a mail as a program hands them over: `subject` with `text`, `markdown` or `html`.
pub(super) fn of_json(json: &Value) -> Option<Told> {
    let mail = json.get("mail").unwrap_or(json);
    let part = |key: &str| mail.get(key).and_then(Value::as_str);
    let subject = part("subject");
    let body = part("text").or_else(|| part("markdown")).map(str::to_owned);
    let body = body.or_else(|| part("html").map(html::to_lines))?;
    let run = markdown::read(subject, &body)?;
    Some(Told { kind: Kind::Mail, runs: vec![run], ..Told::default() })
}
