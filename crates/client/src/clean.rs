//! Makes texts of a server fit for a terminal, a log or an error. Pure.

/// Longest text of a server kept in an error, in characters.
const SHOWN: usize = 300;

/// Makes a text of the server fit to be shown: control and direction-changing characters become spaces,
/// runs of white space one space, and it ends after 300 characters.
pub fn clean(text: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    let mut space = false;
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() || is_invisible(letter) {
            space = count > 0;
            continue;
        }
        if count >= SHOWN {
            shown.push('…');
            break;
        }
        if space {
            shown.push(' ');
            count += 1;
            space = false;
        }
        shown.push(letter);
        count += 1;
    }
    shown
}

/// Characters that change direction or show nothing (Unicode "Cf" used to disguise text).
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_become_harmless() {
        let cases = [
            ("plain", "plain"),
            ("  two\r\n\twords ", "two words"),
            ("\u{1b}[2Jgone\u{7}", "[2Jgone"),
            ("abc\u{202e}fed", "abc fed"),
            ("\u{9b}31mred", "31mred"),
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
