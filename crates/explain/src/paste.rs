//! A pasted text: the lines of it that hold an error, known or not. Lines that do not look like one are left out.

use rustc_hash::FxHashSet;

use crate::errors::likeness::{is_stack, looks_like_error};
use crate::errors::{ErrorText, recognise};
use crate::storage_log;

/// Lines of a text that are looked at.
const LINES_LIMIT: usize = 10_000;

/// Lines of a stack that are looked at.
const STACK_LIMIT: usize = 30;

/// Returns the errors of a text, each once: the whole text as one where no line of it looks like an error.
pub(crate) fn errors(text: &str) -> Vec<ErrorText> {
    let mut found = errors_of([text]);
    if found.is_empty() && !text.trim().is_empty() {
        found.push(ErrorText::of_message(text.trim()));
    }
    found
}

/// Returns the lines that hold an error, each once; of all texts together no more than [`LINES_LIMIT`] are looked at.
pub(crate) fn errors_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<ErrorText> {
    let lines: Vec<&str> = texts.into_iter().flat_map(str::lines).take(LINES_LIMIT).collect();
    let mut storage = storage_log::Reader::default();
    let mut known = FxHashSet::default();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        let mut taken = 1;
        let error = if let Some(line) = storage_log::Line::read(line) {
            storage.error(&line)
        } else {
            let stack = lines[at + 1..].iter().take(STACK_LIMIT).take_while(|line| is_stack(line)).count();
            taken += stack;
            plain(line, &lines[at + 1..at + 1 + stack], lines.get(at + taken).copied(), &mut taken)
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

/// Reads a line of no log that is known; a sentence that was broken into two lines is one error.
fn plain(line: &str, stack: &[&str], next: Option<&str>, taken: &mut usize) -> Option<ErrorText> {
    if line.is_empty() || is_stack(line) {
        return None;
    }
    let mut error = ErrorText::of_message(line);
    // where an error came from may decide what it means
    error.hint = came_from(stack);
    if is_known(&error) {
        return Some(error);
    }
    if stack.is_empty()
        && let Some(next) = next.map(str::trim).filter(|next| !next.is_empty())
        && storage_log::Line::read(next).is_none()
        && !is_known(&ErrorText::of_message(next))
    {
        let joined = ErrorText::of_message(format!("{line} {next}"));
        if is_known(&joined) {
            *taken += 1;
            return Some(joined);
        }
    }
    looks_like_error(line).then_some(error)
}

fn is_known(error: &ErrorText) -> bool {
    !recognise(error).known.is_empty()
}

/// Tells what part of XO the lines of a stack name, in the words of the catalogue.
fn came_from(stack: &[&str]) -> Option<&'static str> {
    let holds = |word: &str| stack.iter().any(|line| line.to_ascii_lowercase().contains(word));
    holds("nbd").then_some("(nbd)")
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

    /// A line that is known must not hide one that is not.
    #[test]
    fn nothing_that_looks_like_an_error_is_dropped() {
        let text = "ENOSPC: no space left on device, write\nError: the printer is on fire\nGOOD_BYE_CRUEL_WORLD(1)\nok";
        assert_eq!(messages(text).len(), 3);
    }

    #[test]
    fn a_sentence_over_two_lines_is_one_error() {
        assert_eq!(messages("There is insufficient\nspace"), ["There is insufficient space"]);
    }

    #[test]
    fn a_stack_belongs_to_its_error() {
        let text = "Error: x\n    at y (failed.mjs:1:2)\n    at z (error.mjs:1:2)\nError: w";
        assert_eq!(messages(text), ["Error: x", "Error: w"]);
    }
}
