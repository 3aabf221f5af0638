//! The texts of errors, made readable: cut at a space, without dumps, with addresses left whole.

use std::borrow::Cow;

use xo_health_core::display;
use xo_health_report::blocks::{Look, Text};

/// The longest run of digits still taken for a word: the ids and hashes that people copy are shorter.
const LONGEST: usize = 100;

/// Marks addresses and paths, so that no renderer breaks them.
pub(super) fn addressed(text: &str) -> Text {
    let mut whole = Text::default();
    for (at, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if at > 0 {
            whole.push(" ");
        }
        match is_address(word) {
            true => whole.append(Text::look(Look::Address, word)),
            false => whole.push(word),
        }
    }
    whole
}

/// Returns whether a word is an address or a path, possibly inside quotation marks or brackets.
fn is_address(word: &str) -> bool {
    let bare = word.trim_start_matches(['`', '(', '[', '"', '\'']);
    bare.contains("://") || bare.starts_with('/') && bare.matches('/').count() > 1
}

/// Shortens a text at a space, so that no word is cut.
pub(super) fn cut(text: &str, columns: u16) -> String {
    let columns = usize::from(columns);
    let text = display::clean(text);
    if display::width(&text) <= columns {
        return text.into_owned();
    }
    let mut kept = String::new();
    let mut taken = 0;
    for word in text.split(' ') {
        taken += display::width(word);
        if taken > columns {
            break;
        }
        kept.push_str(word);
        kept.push(' ');
        taken += 1;
    }
    // a single word may be too long on its own
    if kept.is_empty() { display::fit(&text, columns) } else { kept + display::ELLIPSIS }
}

/// Shortens what nobody reads: a block of base64 or hexadecimal digits in a message.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if !text.split(' ').any(is_dump) {
        return text.into();
    }
    let shortened = text.split(' ').map(|word| if is_dump(word) { "[…]" } else { word });
    shortened.collect::<Vec<_>>().join(" ").into()
}

/// Returns whether a word is a dump of bytes, not a path or an address.
fn is_dump(word: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    word.len() > LONGEST && !word.starts_with('/') && word.chars().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_left_out_whole() {
        let cases = [
            ("one two", 7, "one two"),
            ("one two three", 9, "one two …"),
            ("onetwothree", 6, "onetw…"),
            ("a\u{1b}b", 5, "a?b"),
        ];
        for (text, columns, expected) in cases {
            assert_eq!(cut(text, columns), expected, "{text}");
        }
    }

    #[test]
    fn dumps_are_not_shown() {
        let dump = "a1".repeat(60);
        assert_eq!(readable(&format!("got {dump} here")), "got […] here");
        assert_eq!(readable("got a1b2"), "got a1b2");
        assert_eq!(readable(&format!("/{dump}")), format!("/{dump}"));
    }

    #[test]
    fn addresses_are_marked() {
        let marked_texts = |text: &str| {
            let text = addressed(text);
            let marked = text.spans().iter().filter(|span| span.look == Look::Address);
            marked.map(|span| span.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            marked_texts("see https://a.example/b and (`/var/log/SMlog`)"),
            ["https://a.example/b", "(`/var/log/SMlog`)"]
        );
        assert_eq!(marked_texts("and/or /x"), [""; 0]);
        assert_eq!(addressed("a  b /c/d e").plain(), "a b /c/d e");
    }
}
