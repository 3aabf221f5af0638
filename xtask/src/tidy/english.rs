//! The part of plain English that a machine can check: how doc comments begin, and words that the glossary rules out.

use super::rust::Code;
use super::{File, Violation};

/// How a doc comment must not begin, and what to write instead.
const BEGINNINGS: [(&str, &str); 6] = [
    ("Gives", "`Returns …`"),
    ("Tells", "`Returns …`, or what it is"),
    ("Is a", "a noun phrase"),
    ("Is an", "a noun phrase"),
    ("Is the", "a noun phrase"),
    ("Is one", "a noun phrase"),
];

/// Words that docs/words.md rules out, and their replacements. Split, so that this file passes.
const WORDS: [(&str, &str); 3] = [
    (concat!("fore", "tell"), "predict"),
    (concat!("fore", "tells"), "predicts"),
    (concat!("fore", "told"), "predicted"),
];

/// Crates whose comments are still to be read. This list may only shrink.
const UNREAD: &[&str] = &[];

/// Checks the comments of a source.
pub(super) fn is_plain(file: &File, code: &Code) -> Vec<Violation> {
    if UNREAD.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // the last line of documentation: a line after it continues its sentence
    let mut last = None;
    for (start, comment) in &code.comments {
        for (offset, line) in comment.lines().enumerate() {
            let line = line.trim_start();
            let at = start + offset;
            let doc = line.strip_prefix("///").map(str::trim_start);
            let goes_on = doc.is_some() && last.is_some_and(|last| at == last + 1);
            last = if doc.is_some() { Some(at) } else { last };
            let doc = doc.filter(|_| !goes_on);
            if let Some((bad, good)) = doc.and_then(|doc| BEGINNINGS.iter().find(|(bad, _)| begins(doc, bad)))
            {
                let what = format!("a doc comment does not begin with `{bad}`: write {good}");
                found.push(Violation::new(file, at, what));
            }
            for word in line.split(|c: char| !c.is_alphanumeric()) {
                if let Some((bad, good)) = WORDS.iter().find(|(bad, _)| word.eq_ignore_ascii_case(bad)) {
                    found.push(Violation::new(file, at, format!("`{bad}`: write `{good}`")));
                }
            }
        }
    }
    found
}

/// Returns whether a text begins with these words, and not only with these letters.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::modules::Module;
    use crate::tidy::tests::lines;

    const AT: &str = "crates/core/src/chains/mod.rs";

    #[test]
    fn comments_are_plain_english() {
        let [.., (word, _)] = WORDS;
        let cases: &[(&str, &[usize])] = &[
            ("/// Returns the sum.\nfn f() {}", &[]),
            ("/// Gives the sum.\nfn f() {}", &[1]),
            ("struct A {\n    /// Is a sum.\n    a: u8,\n}", &[2]),
            ("/// Tells whether it is.\nfn f() {}", &[1]),
            ("/// Is about to end.\nfn f() {}", &[]),
            ("/// Givens.\nfn f() {}", &[]),
            // only the first line certainly begins a sentence
            ("/// What one\n/// Gives away.\nfn f() {}", &[]),
            ("// Gives way.\nfn f() {}", &[]),
            ("const A: &str = \"/// Gives\";", &[]),
            (&format!("\n// What was {word}."), &[2]),
            (&format!("fn {word}() {{}}"), &[]),
        ];
        for (text, expected) in cases {
            let rule = |file: &File, code: &Code, _: &Module| is_plain(file, code);
            assert_eq!(lines(AT, text, rule), *expected, "{text}");
        }
    }
}
