//! Names from the server, made fit for a line of text.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Characters of a name that are looked at: enough for any width, marks and invisible characters included.
const LOOKED_AT: usize = 2000;

/// Gives a name without control and format characters, cut to so many columns.
pub(super) fn clean(text: &str, columns: usize) -> String {
    let mut chars = text.chars();
    let cleaned: String = chars.by_ref().take(LOOKED_AT).filter(|&char| is_printable(char)).collect();
    if cleaned.width() <= columns && chars.next().is_none() {
        return cleaned;
    }
    let mut out = String::new();
    let mut width = 0;
    for cluster in cleaned.graphemes(true) {
        width += cluster.width();
        if width >= columns {
            break;
        }
        out.push_str(cluster);
    }
    out.push('…');
    out
}

/// Tells whether a character stands for itself: neither a control character nor one that changes what stands around it.
fn is_printable(char: char) -> bool {
    let changes_others = matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !char.is_control() && !changes_others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_and_cuts() {
        let cases = [
            ("web-1", "web-1"),
            ("", ""),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("a\nb\tc", "abc"),
            ("evil\u{202e}gpj", "evilgpj"),
            ("0123456789", "0123456789"),
            ("0123456789a", "012345678…"),
            ("バックアップ", "バックア…"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text, 10), expected, "{text:?}");
        }
    }

    #[test]
    fn looks_at_the_head_of_a_flood() {
        assert_eq!(clean(&"x".repeat(10_000_000), 5), "xxxx…");
        assert!(clean(&"\u{301}".repeat(1_000_000), 5).chars().count() <= LOOKED_AT + 1);
    }
}
