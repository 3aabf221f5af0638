//! The two kinds of filter XO knows: an object (partial deep equality) and a string (XO's "complex matcher").
//!
//! In: the filter as it arrived, and objects. Out: whether they match. It does not know where objects are kept.

mod complex;
mod partial;
mod pattern;

use serde_json::Value;

pub use complex::{Matcher, ParseError};
pub use partial::matches;
pub use pattern::matches_pattern;

use crate::state::Object;

/// A parsed filter.
#[derive(Debug)]
pub enum Filter {
    /// Everything matches.
    All,
    /// Partial deep equality with this object.
    Object(Value),
    /// A complex-matcher expression.
    Text(Matcher),
}

impl Filter {
    /// Parses a filter: a string, an object, or nothing.
    ///
    /// # Errors
    /// A string is not a complex-matcher expression.
    pub fn new(filter: Option<&Value>) -> Result<Self, ParseError> {
        match filter {
            None | Some(Value::Null) => Ok(Self::All),
            Some(Value::String(text)) => Ok(Self::Text(Matcher::parse(text)?)),
            Some(object) => Ok(Self::Object(object.clone())),
        }
    }

    /// Returns whether an XAPI object matches. Reads the object's text only if necessary.
    #[must_use]
    pub fn matches_object(&self, object: &Object) -> bool {
        match self {
            Self::All => true,
            Self::Object(pattern) => {
                let kind = pattern.get("type");
                if kind.is_some_and(|kind| kind.as_str() != Some(object.kind())) {
                    return false;
                }
                // If the filter has only a type, the answer is already known.
                let only_type =
                    kind.is_some() && pattern.as_object().is_some_and(|pattern| pattern.len() == 1);
                only_type || matches(&object.value(), pattern)
            }
            Self::Text(matcher) => matcher.matches(&object.value()),
        }
    }

    /// Returns whether a record matches.
    #[must_use]
    pub fn matches_value(&self, value: &Value) -> bool {
        match self {
            Self::All => true,
            Self::Object(pattern) => matches(value, pattern),
            Self::Text(matcher) => matcher.matches(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_type_is_decided_without_reading_the_object() {
        let mut objects = crate::state::ObjectMap::default();
        objects.insert(json!({"id": "1", "type": "SR", "size": 3})).unwrap();
        let object = objects.get("1").unwrap();
        let cases = [
            (json!(null), true),
            (json!({"type": "SR"}), true),
            (json!({"type": "VDI"}), false),
            (json!({"type": 3}), false),
            (json!({"type": "SR", "size": 3}), true),
            (json!({"type": "SR", "size": 4}), false),
            (json!("type:sr"), true),
            (json!("size:>3"), false),
        ];
        for (filter, expected) in cases {
            assert_eq!(Filter::new(Some(&filter)).unwrap().matches_object(object), expected, "{filter}");
            assert_eq!(
                Filter::new(Some(&filter)).unwrap().matches_value(&object.value()),
                expected,
                "{filter}"
            );
        }
    }
}
