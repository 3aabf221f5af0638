//! Makes texts of a server fit for an error: short, on one line, without terminal control sequences. Pure.

use xo_health_core::display;

use super::scrub;

/// Most bytes of a text that are read; more than are ever shown.
const READ: usize = 16 << 10;

/// Most characters of a server's text that are kept in an error.
const SHOWN: usize = 300;

/// Returns a text of the server as it may be shown: without secrets, cleaned by [`display::clean`], with runs of white
/// space as one space, cut after 300 characters.
pub fn clean(text: &str) -> String {
    let scrubbed = scrub::message(&text[..text.floor_char_boundary(READ)]);
    let clean = display::clean(&scrubbed);
    let mut shown = String::new();
    let mut count = 0;
    for word in clean.split_whitespace() {
        let space = usize::from(count > 0);
        for letter in std::iter::repeat_n(' ', space).chain(word.chars()) {
            if count >= SHOWN {
                shown.push('…');
                return shown;
            }
            shown.push(letter);
            count += 1;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_become_harmless() {
        let cases = [
            ("plain", "plain"),
            ("  two\r\n\twords ", "two words"),
            ("\u{1b}[2Jgone\u{7}", "?[2Jgone?"),
            ("abc\u{202e}fed", "abcfed"),
            ("\u{9b}31mred", "?31mred"),
            ("", ""),
        ];
        for (text, shown) in cases {
            assert_eq!(clean(text), shown, "{text:?}");
        }
        let long = clean(&"é".repeat(10_000_000));
        assert_eq!(long.chars().count(), SHOWN + 1);
        assert!(long.ends_with('…'));
    }
}
