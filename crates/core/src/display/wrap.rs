//! Prose broken into lines, with and without spaces between words.

use unicode_segmentation::UnicodeSegmentation;

use super::columns::{spaces, split};
use super::{clean, fit, width};

/// Breaks a text into lines of at most `columns`; all but the first begin with `indent` spaces.
///
/// The text is cleaned first, and runs of spaces become one. Lines are broken at spaces, between wide characters
/// (Japanese has no spaces) but not before closing or after opening marks, and inside a word only when it is wider
/// than a line. Where the indent leaves no room, it is dropped. Returns at least one line, perhaps empty.
pub fn wrap(text: &str, columns: usize, indent: usize) -> Vec<String> {
    // one column cannot hold a wide character
    if columns < 2 {
        return vec![fit(text, columns)];
    }
    let indent = if indent + 2 > columns { 0 } else { indent };
    let mut lines = Lines { columns, indent, done: Vec::new(), line: String::new(), is_empty: true };
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        for (at, piece) in pieces(word).into_iter().enumerate() {
            lines.add(piece, at == 0);
        }
    }
    lines.done.push(lines.line);
    lines.done
}

struct Lines {
    columns: usize,
    indent: usize,
    done: Vec<String>,
    line: String,
    /// Whether the line holds nothing but the indent.
    is_empty: bool,
}

impl Lines {
    fn add(&mut self, piece: &str, begins_word: bool) {
        let space = usize::from(begins_word && !self.is_empty);
        if width(&self.line) + space + width(piece) > self.columns && !self.is_empty {
            self.next();
        } else if space == 1 {
            self.line.push(' ');
        }
        let mut rest = piece;
        while width(&self.line) + width(rest) > self.columns {
            let (head, tail) = split(rest, self.columns - width(&self.line));
            if head.is_empty() {
                // a cluster wider than a whole line: show that something is there
                self.line.push('?');
                self.is_empty = false;
                rest = rest.graphemes(true).next().map_or("", |cluster| &rest[cluster.len()..]);
            } else {
                self.line.push_str(head);
                rest = tail;
            }
            if !rest.is_empty() {
                self.next();
            }
        }
        self.line.push_str(rest);
        self.is_empty = false;
    }

    fn next(&mut self) {
        self.done.push(std::mem::replace(&mut self.line, spaces(self.indent)));
        self.is_empty = true;
    }
}

/// Splits a word at the places where a line may end.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<Cluster<'_>> = None;
    for (at, text) in word.grapheme_indices(true) {
        let cluster = Cluster { text, opens: opens(text, before) };
        if before.is_some_and(|before| may_break(before, cluster)) {
            pieces.push(&word[start..at]);
            start = at;
        }
        before = Some(cluster);
    }
    pieces.push(&word[start..]);
    pieces
}

/// What a reader sees as one character.
#[derive(Clone, Copy)]
struct Cluster<'a> {
    text: &'a str,
    /// Whether it opens something: a bracket does, and so does a quotation mark at the start of what it quotes.
    opens: bool,
}

/// Characters that must not begin a line (JIS X 4051, the usual set).
const NO_START: &str = "、。，．・：；？！」』）］｝〕〉》】ー々ゝゞヽヾ〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…,.:;?!)]}";

/// Characters that must not end a line.
const NO_END: &str = "「『（［｛〔〈《【([{";

/// Marks that look the same at both ends of what they quote.
const QUOTES: &str = "'\"`";

/// Marks after which a quotation begins rather than ends.
const BEFORE_QUOTE: &str = "、。，．・：；";

fn among(set: &str, cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|c| set.contains(c))
}

/// Returns whether a cluster opens something, judging by what precedes it in its word.
fn opens(cluster: &str, before: Option<Cluster<'_>>) -> bool {
    if !among(QUOTES, cluster) {
        return among(NO_END, cluster);
    }
    before.is_none_or(|before| before.opens || among(BEFORE_QUOTE, before.text))
}

fn may_break(before: Cluster<'_>, after: Cluster<'_>) -> bool {
    let is_wide = |cluster: Cluster<'_>| width(cluster.text) > 1;
    let closes = among(NO_START, after.text) || among(QUOTES, after.text) && !after.opens;
    // an opening quote allows a break, as the wide mark before it does
    (is_wide(before) || is_wide(after)) && !closes && !before.opens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn breaks_lines() {
        let cases: [(&str, usize, usize, &[&str]); 15] = [
            ("", 10, 2, &[""]),
            ("one", 10, 2, &["one"]),
            ("one two three", 9, 2, &["one two", "  three"]),
            ("  one   two ", 20, 2, &["one two"]),
            ("abcdefghij", 4, 0, &["abcd", "efgh", "ij"]),
            ("x abcdefghij", 6, 2, &["x", "  abcd", "  efgh", "  ij"]),
            (
                "次のスナップショットは拒否される。",
                12,
                2,
                &["次のスナップ", "  ショットは", "  拒否され", "  る。"],
            ),
            ("名前「東京」", 6, 0, &["名前", "「東", "京」"]),
            ("VM web は失敗", 9, 0, &["VM web は", "失敗"]),
            ("a\nb\u{1b}", 9, 0, &["a b?"]),
            ("東京", 3, 2, &["東", "京"]),
            ("`db`（35bcb649）、`web`（x）", 14, 0, &["`db`", "（35bcb649）、", "`web`（x）"]),
            ("は `会計 DB`、`web` の", 12, 0, &["は `会計", "DB`、`web`", "の"]),
            ("「`a`」に`b`は", 7, 0, &["「`a`」", "に`b`は"]),
            ("abc", 1, 0, &["…"]),
        ];
        for (text, columns, indent, lines) in cases {
            assert_eq!(wrap(text, columns, indent), lines, "{text:?} at {columns}");
        }
    }

    proptest! {
        #[test]
        fn never_exceeds(text in any::<String>(), columns in 0_usize..40, indent in 0_usize..50) {
            for line in wrap(&text, columns, indent) {
                prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }

        #[test]
        fn loses_nothing(text in "[a-z東京「」。 ]{0,60}", columns in 2_usize..40, indent in 0_usize..8) {
            let bare = |text: &str| text.replace(' ', "");
            prop_assert_eq!(bare(&wrap(&text, columns, indent).concat()), bare(&text));
        }
    }
}
