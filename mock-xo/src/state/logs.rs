//! Backup and restore logs by run id, order kept.
//!
//! A year of a large server has tens of thousands: each is kept as its text, packed. In: XO's own records. Out: the same.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::packed::{Packer, Text};

/// Logs by id. As in a JavaScript map, an update keeps the place of a log and a new one comes last.
#[derive(Debug, Clone, Default)]
pub struct Logs {
    list: Vec<Log>,
    index: HashMap<String, usize>,
    packer: Packer,
}

/// A log, as far as it is sorted and cleaned without reading it.
#[derive(Debug, Clone)]
struct Log {
    id: String,
    start: i64,
    end: Option<i64>,
    text: Text,
}

impl Log {
    fn value(&self) -> Value {
        // the text was rendered from a value: it always parses
        serde_json::from_str(&self.text.get()).unwrap_or_default()
    }
}

impl Logs {
    /// Adds or replaces a log.
    pub fn insert(&mut self, id: String, log: Value) {
        let time = |key: &str| log.get(key).and_then(Value::as_i64);
        let (start, end) = (time("start").unwrap_or_default(), time("end"));
        let text = self.packer.pack(&log.to_string());
        let log = Log { id: id.clone(), start, end, text };
        match self.index.get(&id) {
            Some(&at) => self.list[at] = log,
            None => {
                self.index.insert(id, self.list.len());
                self.list.push(log);
            }
        }
    }

    /// Returns the log of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Value> {
        self.list.get(*self.index.get(id)?).map(Log::value)
    }

    /// Returns whether there is a log of this id.
    #[must_use]
    pub fn contains_key(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }

    /// Goes through the ids, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.list.iter().map(|log| log.id.as_str())
    }

    /// Goes through the logs, in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = Value> {
        self.list.iter().map(Log::value)
    }

    /// Goes through the logs by start, the oldest first.
    pub fn by_start(&self) -> impl DoubleEndedIterator<Item = Value> {
        self.sorted().into_iter().map(Log::value)
    }

    /// Goes through those that start at one of some times, by start, the oldest first.
    pub(crate) fn started(&self, at: impl Fn(i64) -> bool) -> impl DoubleEndedIterator<Item = Value> {
        self.sorted().into_iter().filter(move |log| at(log.start)).map(Log::value)
    }

    fn sorted(&self) -> Vec<&Log> {
        let mut list: Vec<&Log> = self.list.iter().collect();
        list.sort_by_key(|log| log.start);
        list
    }

    /// Goes through the texts, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.list.iter().map(|log| (log.id.as_str(), &log.text))
    }

    /// Goes through when each started and ended, in order.
    pub(super) fn times(&self) -> impl Iterator<Item = (&str, i64, Option<i64>)> {
        self.list.iter().map(|log| (log.id.as_str(), log.start, log.end))
    }

    /// Keeps those whose id is wanted.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.list.retain(|log| is_wanted(&log.id));
        self.index = self.list.iter().enumerate().map(|(at, log)| (log.id.clone(), at)).collect();
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl FromIterator<(String, Value)> for Logs {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(logs: I) -> Self {
        let mut all = Self::default();
        logs.into_iter().for_each(|(id, log)| all.insert(id, log));
        all
    }
}

impl From<Map<String, Value>> for Logs {
    fn from(logs: Map<String, Value>) -> Self {
        logs.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn order_is_that_of_a_javascript_map() {
        let log = |id: &str, start: i64| (id.to_owned(), json!({"id": id, "start": start}));
        let mut logs: Logs = [log("b", 2), log("a", 3), log("c", 1)].into_iter().collect();
        logs.insert("b".to_owned(), json!({"id": "b", "start": 4, "status": "success"}));
        assert_eq!(logs.keys().collect::<Vec<_>>(), ["b", "a", "c"]);
        assert_eq!(logs.get("b").unwrap()["status"], "success");
        let ids = |logs: Vec<Value>| logs.iter().map(|log| log["id"].to_string()).collect::<String>();
        assert_eq!(ids(logs.by_start().collect()), r#""c""a""b""#);
        assert_eq!(ids(logs.started(|start| start < 4).collect()), r#""c""a""#);
        logs.retain(|id| id != "b");
        assert_eq!((logs.len(), logs.contains_key("b"), logs.get("c").is_some()), (2, false, true));
    }
}
