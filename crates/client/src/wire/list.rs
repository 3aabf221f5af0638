//! Lists of objects with an id: jobs, schedules, repositories, servers.

use serde_json::{Map, Value};

/// The entries that were read of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// The entries that were understood, sorted by id, each id once.
    pub entries: Vec<T>,
    /// The number of entries that were not.
    pub garbled: usize,
}

impl<T> List<T> {
    /// Reads a list, or the values of a map, each with `read`; `id` is their order, and equal ids are the same entry.
    ///
    /// # Errors
    /// The answer is neither of them.
    pub(super) fn read<K: Ord>(
        answer: &Value,
        read: impl Fn(&Map<String, Value>) -> Option<T>,
        id: impl Fn(&T) -> &K,
    ) -> Result<Self, String> {
        let mut garbled = 0;
        let mut entries = Vec::new();
        for entry in items(answer)? {
            match entry.as_object().and_then(&read) {
                Some(entry) => entries.push(entry),
                None => garbled += 1,
            }
        }
        entries.sort_by(|a, b| id(a).cmp(id(b)));
        entries.dedup_by(|a, b| id(a) == id(b));
        Ok(Self { entries, garbled })
    }
}

/// Reads a list, or the values of a map.
fn items(answer: &Value) -> Result<Box<dyn Iterator<Item = &Value> + '_>, String> {
    match answer {
        Value::Array(list) => Ok(Box::new(list.iter())),
        Value::Object(map) => Ok(Box::new(map.values())),
        _ => Err("expected a list".to_owned()),
    }
}
