//! Text measured in the columns of a terminal.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::clean;

/// The mark at the end of a text that was cut.
pub const ELLIPSIS: &str = "…";

/// Returns the number of columns that a cleaned text takes.
///
/// The sum over its characters, as terminals count: 2 for wide ones, 0 for marks. The rules of `unicode-width` for
/// ligatures and joined emoji in whole strings are ignored: few terminals follow them.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Cleans a text and cuts it with `…` so that it takes at most `columns`.
pub fn fit(text: &str, columns: usize) -> String {
    fit_with(text, columns, ELLIPSIS)
}

/// Cleans a text and cuts it between grapheme clusters, with a mark of the caller's choice (itself cut when there is
/// no room).
pub fn fit_with(text: &str, columns: usize, mark: &str) -> String {
    let shown = clean(text);
    if width(&shown) <= columns {
        return shown.into_owned();
    }
    let (mark, _) = split(mark, columns);
    let (kept, _) = split(&shown, columns - width(mark));
    format!("{}{mark}", kept.trim_end())
}

/// Cleans a name and cuts it in the middle: related names begin alike and differ at the end. The cut is between words
/// where that keeps enough of the name.
pub fn fit_name(name: &str, columns: usize, mark: &str) -> String {
    let shown = clean(name);
    if width(&shown) <= columns {
        return shown.into_owned();
    }
    let (mark, _) = split(mark, columns);
    let room = columns - width(mark);
    let (head, _) = split(&shown, room - room / 2);
    let head = whole_words(head, &shown);
    let rest = &shown[head.len()..];
    let mut tail = rest.len();
    let mut left = room - width(head);
    for (at, cluster) in rest.grapheme_indices(true).rev() {
        let Some(less) = left.checked_sub(width(cluster)) else { break };
        (left, tail) = (less, at);
    }
    format!("{}{mark}{}", head.trim_end(), from_a_word(&rest[tail..], &rest[..tail]).trim())
}

/// Cleans names and cuts them so that names that differ still do: where only their middle distinguishes them, it is
/// kept.
pub fn fit_names<'n>(names: &[&'n str], columns: usize, mark: &str) -> BTreeMap<&'n str, String> {
    let mut by_cut: BTreeMap<String, BTreeSet<&'n str>> = BTreeMap::new();
    for &name in names {
        by_cut.entry(fit_name(name, columns, mark)).or_default().insert(name);
    }
    let mut fitted = BTreeMap::new();
    for (cut, alike) in by_cut {
        let shared = if alike.len() > 1 { shared_start(&alike) } else { 0 };
        for name in alike {
            let kept = if shared > 0 { around(name, shared, columns, mark) } else { cut.clone() };
            fitted.insert(name, kept);
        }
    }
    fitted
}

/// Returns the length in bytes of the names' common prefix.
fn shared_start(names: &BTreeSet<&str>) -> usize {
    // they are sorted: what the first and the last share, all share
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return 0 };
    let same = first.grapheme_indices(true).zip(last.graphemes(true));
    let same = same.take_while(|((_, a), b)| a == b).last();
    same.map_or(0, |((at, cluster), _)| at + cluster.len())
}

/// Cuts a name to its beginning and to what follows the place where it differs from others.
fn around(name: &str, at: usize, columns: usize, mark: &str) -> String {
    let (mark, _) = split(mark, columns);
    let room = columns - width(mark);
    let start = clean(&name[..at]);
    let (head, _) = split(&start, room / 3);
    let own = fit_with(&name[at..], room.saturating_sub(width(head)), mark);
    format!("{head}{mark}{own}")
}

/// Returns whether a character separates words.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | ',' | ':' | ';' | '/' | '|')
}

/// Shortens the beginning of a name to whole words, unless that loses most of it.
fn whole_words<'t>(head: &'t str, whole: &str) -> &'t str {
    if whole[head.len()..].starts_with(is_separator) {
        return head;
    }
    let kept = head.rfind(is_separator).map_or("", |at| &head[..at]);
    if width(kept) * 3 < width(head) * 2 { head } else { kept }
}

/// Shortens the end of a name to whole words, unless that loses most of it.
fn from_a_word<'t>(tail: &'t str, before: &str) -> &'t str {
    if before.ends_with(is_separator) || tail.starts_with(is_separator) {
        return tail;
    }
    let kept = tail.find(is_separator).map_or("", |at| &tail[at..]);
    let kept = kept.trim_start_matches(is_separator);
    if width(kept) * 3 < width(tail) * 2 { tail } else { kept }
}

/// Fits a text and pads it with spaces on the right to exactly `columns`.
pub fn pad_right(text: &str, columns: usize) -> String {
    let mut out = fit(text, columns);
    out.push_str(&spaces(columns - width(&out)));
    out
}

/// Fits a text and pads it with spaces on the left to exactly `columns`.
pub fn pad_left(text: &str, columns: usize) -> String {
    let out = fit(text, columns);
    format!("{}{out}", spaces(columns - width(&out)))
}

/// Splits a cleaned text after the last grapheme cluster that fits.
pub(super) fn split(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += width(cluster);
        if used > columns {
            return text.split_at(at);
        }
    }
    (text, "")
}

pub(super) fn spaces(columns: usize) -> String {
    " ".repeat(columns)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_columns() {
        let cases = [
            ("", 0),
            ("web-1", 5),
            ("東京", 4),
            ("ｱﾊﾟﾂﾁ", 5),
            ("か\u{3099}", 2),
            ("e\u{301}", 1),
            ("שלום", 4),
            ("لا", 2),
            ("👍", 2),
            ("🇯🇵", 2),
        ];
        for (text, columns) in cases {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn names_keep_both_ends() {
        let cases = [
            ("web-server-production-0001", 12, "web-se…-0001"),
            ("web", 3, "web"),
            ("東京サーバー", 7, "東…バー"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("abcd", 2, "a…"),
            ("filer, chain check bypassed", 16, "filer,…bypassed"),
            ("nightly backup of everything", 20, "nightly…everything"),
        ];
        for (name, columns, shown) in cases {
            assert_eq!(fit_name(name, columns, ELLIPSIS), shown, "{name} {columns}");
        }
    }

    #[test]
    fn names_that_differ_in_the_middle_still_do() {
        let cut = |names: &[&str], columns| {
            let fitted = fit_names(names, columns, ELLIPSIS);
            names.iter().map(|name| fitted[name].clone()).collect::<Vec<_>>()
        };
        let names = ["backup-of-cluster-alpha-every-night", "backup-of-cluster-beta-every-night"];
        assert_eq!(cut(&names, 16), ["backu…alpha-eve…", "backu…beta-ever…"]);
        assert_eq!(cut(&names, 40), names);
        assert_eq!(cut(&["a-long-name-001", "a-long-name-002"], 10), ["a-lon…-001", "a-lon…-002"]);
        assert_eq!(cut(&["same-same-same", "same-same-same"], 8), ["same…ame", "same…ame"]);
    }

    #[test]
    fn cuts_between_clusters() {
        let cases = [
            ("web-1", 5, "web-1"),
            ("web-10", 5, "web-…"),
            ("a b c", 3, "a…"),
            ("東京都", 6, "東京都"),
            ("東京都", 5, "東京…"),
            ("東京都", 4, "東…"),
            ("か\u{3099}き\u{3099}く", 5, "か\u{3099}き\u{3099}…"),
            ("👨\u{200d}👩\u{200d}👧", 5, "👨👩…"),
            ("\u{1b}[31mx", 4, "?[3…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
        ];
        for (text, columns, shown) in cases {
            assert_eq!(fit(text, columns), shown, "{text:?} at {columns}");
        }
        assert_eq!(fit_with("web-server", 6, "..."), "web...");
        assert_eq!(fit_with("web-server", 2, "..."), "..");
    }

    #[test]
    fn pads_to_exact_columns() {
        assert_eq!(pad_right("東京", 6), "東京  ");
        assert_eq!(pad_left("12", 4), "  12");
        // the cut leaves one column that a wide character cannot fill
        assert_eq!(pad_right("東京都", 4), "東… ");
    }

    proptest! {
        #[test]
        fn never_exceeds(text in any::<String>(), columns in 0_usize..40) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
            prop_assert_eq!(width(&pad_right(&text, columns)), columns);
            prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        }

        #[test]
        fn fits_once(text in "[a\u{301}東👍 ]{0,30}", columns in 0_usize..20) {
            let once = fit(&text, columns);
            prop_assert_eq!(fit(&once, columns), once);
        }
    }
}
