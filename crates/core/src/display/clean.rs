//! Names from the server without anything that a terminal obeys or that is invisible.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// How many bytes of a text are read; the rest is not shown. No name that a person chose is longer, and a text of
/// 10 MB costs no more than this.
pub const READ_LIMIT: usize = 4096;

/// The mark for what was left out beyond [`READ_LIMIT`].
const CUT: char = '…';

/// How many marks may be stacked on one character. Vietnamese, Hebrew and Thai need two or three; more are meant to
/// cover the lines above and below.
const MAX_STACK: usize = 4;

/// Makes a text safe to print on one line.
///
/// - Line breaks, tabs and all spaces but the ideographic one become a space.
/// - Control characters, private use, noncharacters and U+FFFD become `?`, so an escape sequence stays visible as
///   ordinary text.
/// - What is invisible is left out: bidirectional overrides and isolates, zero-width characters, joiners, variation
///   selectors, tags, fillers; so are the skin tones of emoji. Terminals disagree on the width of joined emoji, but
///   agree on that of the parts.
/// - Marks stacked on one character beyond four, and everything beyond [`READ_LIMIT`] bytes, are left out.
///
/// Idempotent. Borrows when nothing has to change.
pub fn clean(text: &str) -> Cow<'_, str> {
    let whole = text.len() <= READ_LIMIT;
    let read = if whole { text } else { head(text, READ_LIMIT - CUT.len_utf8()) };
    let mut shown = Cow::Borrowed(read);
    if !is_clean(read) {
        shown = Cow::Owned(rewrite(read));
    }
    if !whole {
        shown.to_mut().push(CUT);
    }
    shown
}

/// Returns whether a character, taken on its own, may be shown as it is.
pub fn is_plain(c: char) -> bool {
    shown_as(c) == Shown::AsIs
}

fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn is_clean(text: &str) -> bool {
    let mut stack = 0;
    text.chars().all(|c| {
        stack = if is_mark(c) { stack + 1 } else { 0 };
        stack <= MAX_STACK && is_plain(c)
    })
}

fn rewrite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut stack = 0;
    for c in text.chars() {
        let c = match shown_as(c) {
            Shown::AsIs => c,
            Shown::Space => ' ',
            Shown::Question => '?',
            Shown::Nothing => continue,
        };
        stack = if is_mark(c) { stack + 1 } else { 0 };
        if stack <= MAX_STACK {
            out.push(c);
        }
    }
    out
}

/// Returns whether a character is drawn on the one before it.
fn is_mark(c: char) -> bool {
    c.width() == Some(0)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    AsIs,
    Space,
    Question,
    Nothing,
}

fn shown_as(c: char) -> Shown {
    match c {
        ' '..='~' => Shown::AsIs,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Shown::Space,
        _ if c.is_control() => Shown::Question,
        // space separators (Zs); U+3000 stays: it is the space of Japanese, two columns wide
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Shown::Space,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffd}' => Shown::Question,
        _ if is_noncharacter(c) => Shown::Question,
        _ if is_invisible(c) => Shown::Nothing,
        _ => Shown::AsIs,
    }
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Returns whether a character is in the category Cf (format), has the property `Default_Ignorable_Code_Point`
/// (Unicode 17, `DerivedGeneralCategory.txt` and `DerivedCoreProperties.txt`) or is an `Emoji_Modifier`.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shows_only_what_can_be_seen() {
        let cases = [
            ("", ""),
            ("web-1 (生産)", "web-1 (生産)"),
            ("a\tb\r\nc", "a b  c"),
            ("\u{1b}[2J\u{1b}]0;pwned\u{7}", "?[2J?]0;pwned?"),
            ("\u{9b}31mred", "?31mred"),
            ("\0\u{7f}", "??"),
            ("invoice\u{202e}fdp.exe\u{202c}", "invoicefdp.exe"),
            ("\u{2066}x\u{2069}\u{200b}\u{feff}\u{ad}y", "xy"),
            ("שלום", "שלום"),
            ("a\u{a0}b\u{2003}c", "a b c"),
            ("東京\u{3000}一号", "東京\u{3000}一号"),
            ("か\u{3099}", "か\u{3099}"),
            ("辻\u{e0100}", "辻"),
            ("👨\u{200d}👩\u{200d}👧", "👨👩👧"),
            ("👍🏽 ❤\u{fe0f}", "👍 ❤"),
            ("🇯🇵", "🇯🇵"),
            ("\u{e000}\u{fffd}\u{fdd0}\u{1ffff}\u{10fffd}", "?????"),
            ("\u{e0041}tag", "tag"),
            ("z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "z\u{301}\u{301}\u{301}\u{301}"),
        ];
        for (from, to) in cases {
            assert_eq!(clean(from), to, "{from:?}");
        }
    }

    #[test]
    fn borrows_what_is_clean() {
        assert!(matches!(clean("東京 web-1"), Cow::Borrowed(_)));
    }

    #[test]
    fn looks_at_the_beginning_only() {
        let long = "あ".repeat(4_000_000);
        let shown = clean(&long);
        assert!(shown.len() <= READ_LIMIT && shown.ends_with('…'), "{}", shown.len());
        assert_eq!(clean(&shown), shown);
        let exact = "x".repeat(READ_LIMIT);
        assert_eq!(clean(&exact), exact);
    }

    proptest! {
        #[test]
        fn leaves_nothing_that_a_terminal_obeys(text in any::<String>()) {
            let shown = clean(&text);
            prop_assert!(shown.chars().all(|c| !c.is_control() && is_plain(c)), "{shown:?}");
        }

        #[test]
        fn cleans_once(text in any::<String>(), times in 1_usize..500) {
            let once = clean(&text).repeat(times);
            let once = clean(&once).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
