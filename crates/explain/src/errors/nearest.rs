//! The entries nearest to an error without an entry: of the same family of codes, or with the same words.

use super::catalogue::{Entry, MatchRule, all};
use super::error_text::head;

/// How many entries are shown.
const SHOWN: usize = 3;

/// The fewest letters of a word that counts.
const SHORTEST: usize = 4;

/// Words that nearly every error contains.
const COMMON: [&str; 18] = [
    "error",
    "failed",
    "failure",
    "cannot",
    "could",
    "with",
    "from",
    "that",
    "this",
    "have",
    "been",
    "when",
    "while",
    "into",
    "because",
    "operation",
    "unable",
    "step",
];

/// Returns the nearest entries, nearest first; empty if nothing resembles the text.
///
/// A shared part of a code counts most (`VM_…`, `VDI_…`, `ERR_STREAM_…`), then words. One shared word is not enough.
pub fn nearest(text: &str) -> Vec<&'static Entry> {
    let text = head(text);
    let codes: Vec<Vec<String>> = text.split(is_between).filter(|word| is_code(word)).map(parts).collect();
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| is_meaningful(word)).collect();
    let scored = all().map(|entry| (score(entry, &codes, &words), entry));
    let mut scored: Vec<_> = scored.filter(|(score, _)| *score > 1).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(SHOWN).map(|(_, entry)| entry).collect()
}

fn score(entry: &Entry, codes: &[Vec<String>], words: &[&str]) -> usize {
    let of_way = |how: &MatchRule| match how {
        MatchRule::Code(own)
        | MatchRule::CodeWith(own, _)
        | MatchRule::CodeAt(own, _)
        | MatchRule::CodePrefix(own) => {
            let own = parts(own);
            codes.iter().map(|code| common(code, &own)).max().unwrap_or(0)
        }
        MatchRule::Text(pieces)
        | MatchRule::Last(pieces)
        | MatchRule::PoolText(pieces)
        | MatchRule::Around(pieces)
        | MatchRule::Step(pieces) => {
            let own = pieces.join(" ");
            words
                .iter()
                .filter(|word| own.split(|c: char| !c.is_alphanumeric()).any(|own| own == **word))
                .count()
        }
        _ => 0,
    };
    entry.how.iter().map(of_way).max().unwrap_or(0)
}

/// Scores what two codes share: the first part is required, each further one adds to the score.
fn common(one: &[String], other: &[String]) -> usize {
    if one.first() != other.first() || one.len() < 2 || other.len() < 2 {
        return 0;
    }
    2 + 2 * one.iter().skip(1).filter(|part| other[1..].contains(part)).count()
}

fn parts(code: &str) -> Vec<String> {
    code.split('_').filter(|part| !part.is_empty()).map(str::to_ascii_uppercase).collect()
}

fn is_between(c: char) -> bool {
    !c.is_ascii_alphanumeric() && c != '_'
}

fn is_code(word: &str) -> bool {
    word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn is_meaningful(word: &str) -> bool {
    word.len() >= SHORTEST && !COMMON.contains(&word) && !word.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        nearest(text).iter().map(|entry| entry.id).collect()
    }

    #[test]
    fn families_of_codes() {
        assert!(ids("VDI_IS_ON_FIRE(OpaqueRef:1)").iter().all(|id| id.starts_with("vdi") || !id.is_empty()));
        assert_eq!(ids("VDI_TOO_GREEN").first(), Some(&"size-limits"));
        assert_eq!(ids("the printer is on fire"), [""; 0]);
        assert_eq!(ids(""), [""; 0]);
    }
}
