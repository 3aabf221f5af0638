//! XAPI objects as XO shows them, by id, in order.
//!
//! Each object is kept as the text that will be sent: 370,000 of them must fit in memory and leave in one message. In:
//! JSON objects. Out: their text, or the JSON again. It does not know what the fields mean, except `id`, `type` and
//! `$pool`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use thiserror::Error;

use super::packed::{Packer, Text, Unpacked};

/// An object that lacks what every XO object has.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("an object lacks a string `{missing}`: {start}")]
pub struct BadObject {
    missing: &'static str,
    start: String,
}

/// One XAPI object.
#[derive(Debug, Clone)]
pub struct Object {
    id: Arc<str>,
    kind: Arc<str>,
    pool: Option<Arc<str>>,
    text: Text,
}

impl Object {
    /// Reads the object's `id`, `type` and `$pool`.
    ///
    /// # Errors
    /// `id` or `type` is not a string.
    fn new(value: &Value, packer: &mut Packer, words: &mut HashSet<Arc<str>>) -> Result<Self, BadObject> {
        let text = value.to_string();
        let field = |name: &'static str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .ok_or_else(|| BadObject { missing: name, start: text.chars().take(80).collect() })
        };
        let mut shared = |word: &str| match words.get(word) {
            Some(word) => Arc::clone(word),
            None => {
                let word: Arc<str> = word.into();
                words.insert(Arc::clone(&word));
                word
            }
        };
        let (id, kind) = (field("id")?.into(), shared(field("type")?));
        let pool = value.get("$pool").and_then(Value::as_str).map(shared);
        Ok(Self { id, kind, pool, text: packer.pack(&text) })
    }

    /// Returns `id`: the XAPI UUID, except for default templates, messages and tasks.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns `type`: `SR`, `VDI-snapshot`, …
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns `$pool`.
    #[must_use]
    pub fn pool(&self) -> Option<&str> {
        self.pool.as_deref()
    }

    /// Returns the object as JSON text on one line.
    #[must_use]
    pub fn text(&self) -> Unpacked {
        self.text.get()
    }

    /// The same, not yet unpacked.
    pub(crate) fn packed(&self) -> &Text {
        &self.text
    }

    /// Returns the object as JSON.
    #[must_use]
    pub fn value(&self) -> Value {
        // The text was rendered from a value, so that it always parses.
        serde_json::from_str(&self.text()).unwrap_or_default()
    }
}

/// Objects by id. As in a JavaScript map, an update keeps the object's place and a new object is last.
#[derive(Debug, Clone, Default)]
pub struct ObjectMap {
    slots: Vec<Option<Object>>,
    index: HashMap<Arc<str>, usize>,
    packer: Packer,
    /// Types and pools, each once.
    words: HashSet<Arc<str>>,
}

impl ObjectMap {
    /// Adds or replaces an object.
    ///
    /// # Errors
    /// It has no `id` or no `type`.
    pub fn insert(&mut self, value: Value) -> Result<(), BadObject> {
        let object = Object::new(&value, &mut self.packer, &mut self.words)?;
        match self.index.get(&object.id) {
            Some(&slot) => self.slots[slot] = Some(object),
            None => {
                self.index.insert(Arc::clone(&object.id), self.slots.len());
                self.slots.push(Some(object));
            }
        }
        Ok(())
    }

    /// Adds an object even if there is one with the same id: a look-up of the id finds the first, a listing
    /// has both.
    ///
    /// # Errors
    /// It has no `id` or no `type`.
    pub fn insert_double(&mut self, value: Value) -> Result<(), BadObject> {
        let object = Object::new(&value, &mut self.packer, &mut self.words)?;
        self.index.entry(Arc::clone(&object.id)).or_insert(self.slots.len());
        self.slots.push(Some(object));
        Ok(())
    }

    /// Removes an object; returns false if there is none with this id.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(slot) = self.index.remove(id) else { return false };
        self.slots[slot] = None;
        true
    }

    /// Returns the object with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Object> {
        self.slots.get(*self.index.get(id)?)?.as_ref()
    }

    /// Returns all objects in order.
    pub fn iter(&self) -> impl Iterator<Item = &Object> {
        self.slots.iter().flatten()
    }

    /// Returns the number of objects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Returns whether there are no objects.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn order_is_that_of_a_javascript_map() {
        let mut map = ObjectMap::default();
        for id in ["b", "a", "c"] {
            map.insert(json!({"id": id, "type": "SR"})).unwrap();
        }
        map.insert(json!({"id": "b", "type": "SR", "size": 1})).unwrap();
        assert!(map.remove("a"));
        assert!(!map.remove("a"));
        map.insert(json!({"id": "a", "type": "VDI"})).unwrap();
        assert_eq!(map.iter().map(Object::id).collect::<Vec<_>>(), ["b", "c", "a"]);
        assert_eq!(map.get("b").unwrap().value()["size"], 1);
        assert_eq!(map.len(), 3);
        map.insert_double(json!({"id": "b", "type": "VM"})).unwrap();
        assert_eq!((map.get("b").unwrap().kind(), map.iter().count()), ("SR", 4));
    }

    #[test]
    fn objects_need_id_and_type() {
        let mut map = ObjectMap::default();
        for bad in [json!({"type": "SR"}), json!({"id": 3, "type": "SR"}), json!({"id": "x"}), json!(null)] {
            assert!(map.insert(bad.clone()).is_err(), "{bad}");
        }
        assert!(map.is_empty());
    }
}
