//! The catalogue of errors: one entry each, with its words in [`texts`](super::texts) by its id.
//!
//! One table per source: the storage manager (numbered), XAPI (disks; hosts and VMs), Xen Orchestra's jobs, its
//! programs, its backup repositories, the connections between them, restores, and the storage log.

mod entry;
mod hosts;
mod numbered;
mod object_storage;
mod orchestra;
mod program;
mod repository;
mod restore;
mod storage_log;
mod transport;
mod xapi;

pub use entry::{Entry, MatchRule, Place, Temporary};

/// The tables, each with the key of its heading in the texts.
pub const TABLES: &[(&str, &[Entry])] = &[
    ("page-numbered", numbered::ENTRIES),
    ("page-xapi", xapi::ENTRIES),
    ("page-hosts", hosts::ENTRIES),
    ("page-orchestra", orchestra::ENTRIES),
    ("page-program", program::ENTRIES),
    ("page-repository", repository::ENTRIES),
    ("page-object-storage", object_storage::ENTRIES),
    ("page-restore", restore::ENTRIES),
    ("page-transport", transport::ENTRIES),
    ("page-storage-log", storage_log::ENTRIES),
];

/// The tables in which a message is a single event, even if other tables match parts of it; special before general.
pub(super) const ONE_EVENT: [&[Entry]; 2] = [restore::ENTRIES, storage_log::ENTRIES];

/// Returns all entries.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    TABLES.iter().flat_map(|(_, entries)| entries.iter())
}

/// Lists the texts, names and codes by which errors are recognised: all of them publicly known.
pub fn public_texts() -> impl Iterator<Item = &'static str> {
    all().flat_map(|entry| entry.how.iter()).flat_map(MatchRule::texts)
}

/// Finds an entry by its id.
pub fn find(id: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The catalogue covers every number of the storage manager's table once (facts/storage-manager.md 7.1).
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
                if let MatchRule::Text(pieces)
                | MatchRule::Last(pieces)
                | MatchRule::PoolText(pieces)
                | MatchRule::Around(pieces)
                | MatchRule::Step(pieces)
                | MatchRule::SrWith(_, pieces)
                | MatchRule::CodeWith(_, pieces) = how
                {
                    assert!(!pieces.is_empty(), "{}", entry.id);
                    for piece in *pieces {
                        assert!(piece.len() > 1 && *piece == piece.to_lowercase(), "{}: {piece}", entry.id);
                    }
                }
            }
        }
    }
}
