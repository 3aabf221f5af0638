//! One-time addresses: the targets of `{"$getFrom": "/api/…"}`.
//!
//! In: which records. Out: an address that works once, without credentials, and its lines. The filter is applied when
//! the address is used, not when it is created (xo-protocol 2.1).

use std::collections::HashMap;

use crate::filter::Filter;
use crate::state::{State, Text, random_token};

/// What an address will stream, one JSON record per line.
#[derive(Debug)]
pub(crate) enum Source {
    /// `xo.getAllObjects`.
    Objects {
        /// Which of them.
        filter: Filter,
        /// At most this many.
        limit: Option<usize>,
    },
    /// `backupNg.getAllLogs`.
    Logs,
}

impl Source {
    /// Returns the records as they are now.
    pub(crate) fn lines(&self, state: &State) -> Vec<Text> {
        match self {
            Self::Objects { filter, limit } => state
                .visible()
                .filter(|object| filter.matches_object(object))
                .take(limit.unwrap_or(usize::MAX))
                .map(|object| object.packed().clone())
                .collect(),
            Self::Logs => state.logs.texts().map(|(_, log)| log.clone()).collect(),
        }
    }
}

/// The addresses that were created and not yet used.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    sources: HashMap<String, Source>,
}

impl Addresses {
    /// Creates an address.
    pub(crate) fn give(&mut self, source: Source) -> String {
        let address = format!("/api/{}", random_token());
        self.sources.insert(address.clone(), source);
        address
    }

    /// Uses up an address.
    pub(crate) fn take(&mut self, address: &str) -> Option<Source> {
        self.sources.remove(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_works_once() {
        let mut addresses = Addresses::default();
        let address = addresses.give(Source::Logs);
        assert_eq!(address.len(), "/api/".len() + 43);
        assert!(addresses.take("/api/other").is_none());
        assert!(addresses.take(&address).is_some());
        assert!(addresses.take(&address).is_none());
    }

    #[test]
    fn lines_are_those_of_the_moment_of_use() {
        let mut state = State::new();
        let source = Source::Objects { filter: Filter::All, limit: Some(1) };
        assert!(source.lines(&state).is_empty());
        state.objects.insert(json!({"id": "1", "type": "SR"})).unwrap();
        state.objects.insert(json!({"id": "2", "type": "SR"})).unwrap();
        let lines = source.lines(&state);
        assert_eq!((lines.len(), &*lines[0].get()), (1, r#"{"id":"1","type":"SR"}"#));
    }
}
