//! Finds all pieces of known messages in a text in one pass: a log may have thousands of lines.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::catalogue::{Entry, MatchRule, all};

/// The first piece of every message, with the messages that begin with it.
struct Index {
    pieces: Vec<&'static str>,
    automaton: Option<AhoCorasick>,
    beginnings: Vec<Vec<(&'static Entry, &'static MatchRule)>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut pieces: Vec<&'static str> = Vec::new();
    let mut places: FxHashMap<&'static str, usize> = FxHashMap::default();
    let mut beginnings: Vec<Vec<_>> = Vec::new();
    for entry in all() {
        for how in entry.how {
            let Some(first) = pieces_of(how).first() else { continue };
            let place = *places.entry(first).or_insert_with(|| {
                pieces.push(first);
                beginnings.push(Vec::new());
                pieces.len() - 1
            });
            beginnings[place].push((entry, how));
        }
    }
    Index { automaton: AhoCorasick::new(&pieces).ok(), pieces, beginnings }
});

/// A text and the beginnings of messages found in it.
pub(super) struct Seen {
    text: String,
    places: Vec<usize>,
}

impl Seen {
    /// Searches a text, which must be in lower case with single spaces.
    pub(super) fn of(text: String) -> Self {
        let mut places: Vec<usize> = match &INDEX.automaton {
            Some(automaton) => {
                automaton.find_overlapping_iter(&text).map(|found| found.pattern().as_usize()).collect()
            }
            None => (0..INDEX.pieces.len()).filter(|place| text.contains(INDEX.pieces[*place])).collect(),
        };
        places.sort_unstable();
        places.dedup();
        Self { text, places }
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Lists the messages that it holds, in the order of the index.
    pub(super) fn ways(&self) -> impl Iterator<Item = (&'static Entry, &'static MatchRule)> + '_ {
        let begun = self.places.iter().flat_map(|place| INDEX.beginnings[*place].iter().copied());
        begun.filter(|(_, how)| holds(&self.text, pieces_of(how)))
    }
}

/// Returns the pieces of a message; empty for a code.
pub(super) fn pieces_of(how: &MatchRule) -> &'static [&'static str] {
    match how {
        MatchRule::Text(pieces)
        | MatchRule::Last(pieces)
        | MatchRule::PoolText(pieces)
        | MatchRule::Around(pieces)
        | MatchRule::Step(pieces) => pieces,
        _ => &[],
    }
}

/// Returns whether a text holds all the pieces in this order.
pub(super) fn holds(text: &str, pieces: &[&str]) -> bool {
    let mut rest = text;
    pieces.iter().all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}
