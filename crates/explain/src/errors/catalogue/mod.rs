//! The catalogue of errors: one entry each, its words in [`texts`](super::texts) by its id.
//!
//! Three tables, by who speaks: the storage manager (numbered), XAPI, and XO with its backup repositories.

mod numbered;
mod orchestra;
mod xapi;

use super::Temporary;
use xo_health_core::findings::Code;
use xo_health_core::findings::catalogue::Actor;

/// Is one error that is known.
#[derive(Debug)]
pub struct Entry {
    /// Its id: lower case, joined by hyphens, never reused; also the key of its words.
    pub id: &'static str,
    /// How it is recognised; one is enough.
    pub how: &'static [How],
    /// Whether it goes away by itself.
    pub temporary: Temporary,
    /// Who has to act first.
    pub acts_first: Actor,
    /// The findings that tell of its cause before it happens.
    pub findings: &'static [Code],
    /// Where this is known from: file and section of the facts.
    pub sources: &'static [&'static str],
}

/// Says how an error is recognised. Pieces of text are in lower case and stand in the message in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A numbered failure of the storage manager, with the name it has there.
    Sr(u16, &'static str),
    /// The same, where the text also holds these pieces; goes before [`How::Sr`].
    SrWith(u16, &'static [&'static str]),
    /// A numbered failure that is in no entry.
    SrOther,
    /// A code: of XAPI, of the system, of XO.
    Code(&'static str),
    /// A code that begins like this.
    CodePrefix(&'static str),
    /// A message.
    Text(&'static [&'static str]),
    /// A message around another error, which is recognised too.
    Around(&'static [&'static str]),
    /// The word for how a run ended.
    Status(&'static str),
}

impl Entry {
    /// Lists the numbers of the storage manager that it stands for, with their names.
    pub fn numbers(&self) -> impl Iterator<Item = (u16, &'static str)> {
        self.how.iter().filter_map(|how| match how {
            How::Sr(number, name) => Some((*number, *name)),
            _ => None,
        })
    }
}

/// Goes through all entries.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    numbered::ENTRIES.iter().chain(xapi::ENTRIES).chain(orchestra::ENTRIES)
}

/// Finds an entry by its id.
pub fn find(id: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.id == id)
}

const fn entry(
    id: &'static str,
    how: &'static [How],
    temporary: Temporary,
    acts_first: Actor,
    findings: &'static [Code],
    sources: &'static [&'static str],
) -> Entry {
    Entry { id, how, temporary, acts_first, findings, sources }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Every number of the storage manager's table (facts/storage-manager.md 7.1), with the numbers of the catalogue.
    #[test]
    fn every_number_is_there_once() {
        let mut numbers = BTreeMap::new();
        for entry in all() {
            for (number, name) in entry.numbers() {
                assert!(numbers.insert(number, name).is_none(), "{number} stands twice");
            }
        }
        let ranges: &[(u16, u16)] = &[
            (1, 1),
            (16, 16),
            (19, 19),
            (24, 24),
            (37, 40),
            (42, 44),
            (46, 48),
            (50, 54),
            (58, 61),
            (63, 69),
            (72, 83),
            (88, 88),
            (92, 93),
            (100, 100),
            (104, 104),
            (108, 114),
            (116, 117),
            (119, 119),
            (140, 141),
            (144, 144),
            (150, 154),
            (180, 181),
            (200, 205),
            (430, 434),
            (445, 445),
            (453, 454),
            (456, 462),
            (1200, 1200),
            (5000, 5011),
        ];
        let expected: BTreeSet<u16> = ranges.iter().flat_map(|&(from, to)| from..=to).collect();
        assert_eq!(numbers.keys().copied().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn ids_are_unique_and_each_entry_can_be_recognised() {
        let ids: BTreeSet<_> = all().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), all().count());
        for entry in all() {
            assert!(!entry.how.is_empty() && !entry.sources.is_empty(), "{}", entry.id);
            assert!(entry.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            for how in entry.how {
                if let How::Text(pieces) | How::Around(pieces) | How::SrWith(_, pieces) = how {
                    assert!(!pieces.is_empty(), "{}", entry.id);
                    for piece in *pieces {
                        assert!(piece.len() > 1 && *piece == piece.to_lowercase(), "{}: {piece}", entry.id);
                    }
                }
            }
        }
    }
}
