//! Pasted text: its lines that hold an error, known or not. Lines that do not look like an error are left out.

use rustc_hash::FxHashSet;

use crate::errors::likeness::{announces_next, is_prose, is_stack, looks_like_error};
use crate::errors::{ErrorText, recognise};
use crate::journal::{self, Level};
use crate::parsed::cut;
use crate::storage_log;

/// The most lines of a text that are read.
const LINES_LIMIT: usize = 10_000;

/// The most lines of a stack that are read.
const STACK_LIMIT: usize = 30;

/// The most bytes kept of a code.
const CODE_LIMIT: usize = 100;

/// The most lines read of a command's output.
const OUTPUT_LIMIT: usize = 10;

/// The most lines of a text that may be one broken sentence.
const SENTENCE: usize = 3;

/// Returns the errors of a text, each once. If no line looks like an error, a short text is returned as one error, and
/// of a longer one, whose lines may be unrelated, only the beginning.
pub(crate) fn errors(text: &str) -> Vec<ErrorText> {
    let mut found = errors_of([text]);
    // a person's sentence counts only if no program says more
    let is_sentence = |error: &ErrorText| is_prose(&error.message) && !is_known(error);
    if !found.iter().all(is_sentence) {
        found.retain(|error| !is_sentence(error));
    }
    if found.is_empty() && is_storage_log(text) {
        let first = text.trim().lines().next().unwrap_or_default();
        let error = ErrorText::of_message(format!("{first} …"));
        found.push(ErrorText { hint: Some("(calm storage log)"), ..error });
    } else if found.is_empty() && !text.trim().is_empty() {
        let text = text.trim();
        let is_short = text.lines().count() <= SENTENCE;
        let first = text.lines().next().unwrap_or_default();
        found.push(ErrorText::of_message(if is_short { text.to_owned() } else { format!("{first} …") }));
    }
    found
}

/// Returns whether most lines of a text come from the storage log.
fn is_storage_log(text: &str) -> bool {
    let lines = || text.lines().take(LINES_LIMIT).filter(|line| !line.trim().is_empty());
    let of_storage = lines().filter(|line| storage_log::LogLine::read(line).is_some()).count();
    of_storage * 2 > lines().count()
}

/// Returns the lines that hold an error, each once; reads at most [`LINES_LIMIT`] lines of all texts together.
pub(crate) fn errors_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<ErrorText> {
    let lines: Vec<&str> = texts.into_iter().flat_map(str::lines).take(LINES_LIMIT).collect();
    let mut storage = storage_log::Reader::default();
    let mut known = FxHashSet::default();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (error, taken) = match storage_log::LogLine::read(lines[at]) {
            Some(line) => (storage.error(&line), 1),
            None => plain(&lines[at..]),
        };
        if let Some(error) = error
            && known.insert(error.message.clone())
        {
            found.push(error);
        }
        at += taken;
    }
    found
}

/// Reads the first line, which is from no known log, with its stack and record; returns its error and the number of
/// lines read. A sentence broken into two lines is one error.
fn plain(lines: &[&str]) -> (Option<ErrorText>, usize) {
    let first = journal::read(lines[0]);
    let line = first.message.trim();
    if line.starts_with("Traceback (") || line.ends_with(": Traceback (most recent call last):") {
        return traceback(lines);
    }
    if line.is_empty() || is_stack(line) || first.level == Level::Trace {
        return (None, 1);
    }
    // `xe` prints the code, then its parameters
    if let Some(next) = lines.get(1).map(|line| line.trim())
        && line.contains("Error code: ")
        && let Some(params) = next.strip_prefix("Error parameters:")
    {
        let params = params.trim_matches([',', ' ']);
        return (Some(ErrorText::of_message(format!("{line}(, {params}, )"))), 2);
    }
    // for an internal error, `xe` prints its sentence, then the message
    if let Some(next) = lines.get(1).map(|line| line.trim())
        && line.contains("due to an internal error")
        && next.starts_with("message: ")
    {
        return (Some(ErrorText::of_message(format!("{line} {next}"))), 2);
    }
    if line.contains("Command failed: ") {
        return command(lines);
    }
    let stack: Vec<&str> =
        lines[1..].iter().map(|line| journal::read(line).message).take(STACK_LIMIT).collect();
    let stack = &stack[..stack.iter().take_while(|line| is_stack(line)).count()];
    let opens = |line: &str| line.trim_end().ends_with('{');
    let record = match stack.last() {
        Some(last) if opens(last) => record(&lines[1 + stack.len()..]),
        None if opens(line) => record(&lines[1..]),
        _ => Record::default(),
    };
    let taken = 1 + stack.len() + record.lines;
    let message = line.trim_end_matches('{').trim_end();
    let mut error = ErrorText { code: record.code, ..ErrorText::of_message(message) };
    // where an error came from may decide its meaning
    error.hint = came_from(stack);
    if is_known(&error) {
        return (Some(error), taken);
    }
    // `WARN VM backup failure {` only announces the error inside it
    let is_heading =
        || opens(line) && lines.get(taken).is_some_and(|next| looks_like_error(journal::read(next).message));
    if first.level == Level::Info || is_label(message) || is_heading() {
        return (None, taken);
    }
    if taken == 1
        && let Some(joined) = lines.get(1).and_then(|next| joined(line, next))
    {
        return (Some(joined), 2);
    }
    if taken == 1 && announces_next(line) && next_is_error(&lines[1..]) {
        return (None, 1);
    }
    (looks_like_error(line).then_some(error), taken)
}

/// Reads a failed command with its output: Node puts both into one message (`child_process.execFile`).
fn command(lines: &[&str]) -> (Option<ErrorText>, usize) {
    let messages = lines.iter().map(|line| journal::read(line).message.trim());
    let ends = |line: &str| line.is_empty() || is_stack(line) || storage_log::LogLine::read(line).is_some();
    let others = messages.clone().skip(1).take(OUTPUT_LIMIT).take_while(|line| !ends(line));
    let own: Vec<&str> =
        messages.take(1).chain(others.take_while(|line| !line.contains("Error: "))).collect();
    (Some(ErrorText::of_message(own.join("\n"))), own.len())
}

/// Returns whether one of the next few lines is an error.
fn next_is_error(lines: &[&str]) -> bool {
    lines.iter().take(SENTENCE).any(|line| {
        let message = journal::read(line).message.trim();
        storage_log::LogLine::read(line).is_some()
            || looks_like_error(message)
            || is_known(&ErrorText::of_message(message))
    })
}

/// Reads a Python stack, which precedes its error: indented lines, then the error.
fn traceback(lines: &[&str]) -> (Option<ErrorText>, usize) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(journal::read(lines[0]).message);
    let rest = lines[1..].iter().map(|line| journal::read(line).message);
    let stack: Vec<&str> = rest.take(STACK_LIMIT).take_while(|line| indent(line) > own).collect();
    let Some(last) = lines.get(1 + stack.len()).map(|line| journal::read(line).message.trim()) else {
        return (None, 1 + stack.len());
    };
    if !is_known(&ErrorText::of_message(last)) && !looks_like_error(last) {
        return (None, 1 + stack.len());
    }
    let is_storage = stack.iter().any(|line| line.contains("/opt/xensource/"));
    let hint = is_storage.then_some("(sm)").or_else(|| came_from(&stack));
    (Some(ErrorText { hint, ..ErrorText::of_message(last) }), 2 + stack.len())
}

/// Joins a line and the next if only both together are a known error.
fn joined(line: &str, next: &str) -> Option<ErrorText> {
    let next = journal::read(next).message.trim();
    if next.is_empty() || storage_log::LogLine::read(next).is_some() || is_known(&ErrorText::of_message(next))
    {
        return None;
    }
    Some(ErrorText::of_message(format!("{line} {next}"))).filter(is_known)
}

/// Returns whether a message is only a label, such as `{ error:`.
fn is_label(message: &str) -> bool {
    let name = message.trim_start_matches(['{', ' ']).strip_suffix(':');
    name.is_some_and(|name| name.chars().all(char::is_alphanumeric))
}

/// The fields that Node prints below an error.
#[derive(Default)]
struct Record {
    code: Option<String>,
    lines: usize,
}

/// Reads the leading fields, which only repeat what the message said.
fn record(lines: &[&str]) -> Record {
    const FIELDS: [&str; 16] = [
        "address", "call", "code", "dest", "errno", "host", "hostname", "level", "method", "params", "path",
        "port", "syscall", "timeout", "type", "url",
    ];
    let mut found = Record::default();
    for line in lines.iter().take(STACK_LIMIT) {
        let line = journal::read(line).message.trim();
        let Some((key, value)) = line.split_once(": ") else { break };
        if !FIELDS.contains(&key.trim_matches('"')) {
            break;
        }
        found.lines += 1;
        let value = value.trim_matches([',', '\'', '"', ' ']);
        if key == "code" && !value.is_empty() {
            found.code = Some(cut(value, CODE_LIMIT).to_owned());
        }
    }
    found
}

fn is_known(error: &ErrorText) -> bool {
    !recognise(error).known.is_empty()
}

/// Returns the part of XO that the stack names, in the words of the catalogue.
fn came_from(stack: &[&str]) -> Option<&'static str> {
    let holds = |word: &str| stack.iter().any(|line| line.to_ascii_lowercase().contains(word));
    [("nbd", "(nbd)"), ("backup-reports", "(report)"), ("nodemailer", "(report)")]
        .into_iter()
        .find_map(|(word, hint)| holds(word).then_some(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        errors(text).into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn lines_are_looked_at_one_by_one() {
        let text = "Hello,\nSR_BACKEND_FAILURE_44(, x, )\nand then\nunhealthy VDI chain\nSR_BACKEND_FAILURE_44(, x, )\n";
        assert_eq!(messages(text), ["SR_BACKEND_FAILURE_44(, x, )", "unhealthy VDI chain"]);
        assert_eq!(messages("a\nb"), ["a\nb"]);
        assert_eq!(messages(" \n "), [""; 0]);
    }

    /// A known line must not hide an unknown one.
    #[test]
    fn nothing_that_looks_like_an_error_is_dropped() {
        let text = "ENOSPC: no space left on device, write\nError: the printer is on fire\nGOOD_BYE_CRUEL_WORLD(1)\nok";
        assert_eq!(messages(text).len(), 3);
    }

    #[test]
    fn a_sentence_over_two_lines_is_one_error() {
        assert_eq!(messages("There is insufficient\nspace"), ["There is insufficient space"]);
    }

    /// vatesfr/xen-orchestra#5162, #3880: the journal's prefix, and the record below an error.
    #[test]
    fn lines_of_the_journal() {
        let text = "Jul 17 12:40:09 proxy01: 2020-07-17T10:40:09.778Z xo:proxy:backups:Backup WARN VM backup failure {\n\
                    Jul 17 12:40:09 proxy01:   error: Error: connect ETIMEDOUT 192.168.1.2:443\n\
                    Jul 17 12:40:09 proxy01:       at TCPConnectWrap.afterConnect [as oncomplete] (net.js:1141:16) {\n\
                    Jul 17 12:40:09 proxy01:     errno: 'ETIMEDOUT',\n\
                    Jul 17 12:40:09 proxy01:     code: 'ETIMEDOUT',\n\
                    Jul 17 12:40:09 proxy01:   },\n\
                    Jan 17 14:36:31 ubuntu xo-server[19796]: { error:\n\
                    Jan 17 14:36:31 ubuntu xo-server[19796]:    { TypeError: Cannot read property 'join' of undefined\n\
                    Jan 17 14:36:31 ubuntu xo-server[19796]:     at new XapiError (/opt/xen-api/src/index.js:92:28)\n\
                    Jan 17 14:36:31 ubuntu xo-server[19796]:     at wrapError (/opt/xen-api/src/index.js:113:9)\n\
                    2022-06-14T05:00:31.991Z xo:main INFO SIGTERM caught, an error is near";
        let expected = [
            "error: Error: connect ETIMEDOUT 192.168.1.2:443",
            "{ TypeError: Cannot read property 'join' of undefined",
        ];
        assert_eq!(messages(text), expected);
    }

    #[test]
    fn a_stack_belongs_to_its_error() {
        let text = "Error: x\n    at y (failed.mjs:1:2)\n    at z (error.mjs:1:2)\nError: w";
        assert_eq!(messages(text), ["Error: x", "Error: w"]);
    }
}
