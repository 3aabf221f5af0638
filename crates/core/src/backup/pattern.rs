//! XO's `value-matcher`: does an object look like this pattern?
//!
//! In: two JSON trees. Out: yes or no, or why XO itself would fail on the pattern. It knows no VM and no job.
//! Rules as in `packages/value-matcher` of xo-server 5.207.2 (facts/xo-protocol.md 4.7).

use serde_json::{Map, Value};
use thiserror::Error;

/// How deep a pattern may nest. XO's own interface writes five levels; XO's only limit is its stack.
const DEPTH_MAX: usize = 64;

/// Why a pattern cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// `__and` and `__or` need a list; XO throws on anything else.
    #[error("the pattern has {key:?} without a list; edit the VMs of the job and save it again")]
    NotAList {
        /// `__and` or `__or`.
        key: &'static str,
    },
    /// The pattern nests deeper than 64 levels.
    #[error("the pattern nests deeper than {DEPTH_MAX} levels; edit the VMs of the job and save it again")]
    TooDeep,
}

/// Returns whether `value` matches `pattern`.
///
/// Primitives are equal in type and value. An object requires all its keys, and a missing key fails whatever its
/// sub-pattern is (so `{tags: {__not: …}}` fails without `tags`). For a list, each sub-pattern must match some
/// element. `__and`, `__or` and `__not` combine only where they are the single key.
///
/// # Errors
/// [`PatternError`], only if the faulty part is reached.
pub fn matches(pattern: &Value, value: &Value) -> Result<bool, PatternError> {
    matches_at(pattern, value, 0)
}

fn matches_at(pattern: &Value, value: &Value, depth: usize) -> Result<bool, PatternError> {
    if depth > DEPTH_MAX {
        return Err(PatternError::TooDeep);
    }
    let deeper = |pattern: &Value, value: &Value| matches_at(pattern, value, depth + 1);
    let pattern = match pattern {
        Value::Object(pattern) => pattern,
        Value::Array(wanted) => {
            let Value::Array(items) = value else { return Ok(false) };
            return all(wanted, |wanted| any(items, |item| deeper(wanted, item)));
        }
        primitive => return Ok(same(primitive, value)),
    };
    match combinator(pattern) {
        Some(("__and", parts)) => return all(list("__and", parts)?, |part| deeper(part, value)),
        Some(("__or", parts)) => return any(list("__or", parts)?, |part| deeper(part, value)),
        Some((_, part)) => return deeper(part, value).map(|matched| !matched),
        None => {}
    }
    all(pattern, |(key, wanted)| match property(value, key) {
        Some(found) => deeper(wanted, &found),
        None => Ok(false),
    })
    // an empty pattern still requires an object
    .map(|matched| matched && (value.is_object() || value.is_array()))
}

/// Returns the single key of a combining object, and what it combines.
fn combinator(pattern: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = pattern.iter();
    let (key, part) = entries.next().filter(|(key, _)| matches!(key.as_str(), "__and" | "__or" | "__not"))?;
    entries.next().is_none().then_some((key.as_str(), part))
}

fn list<'v>(key: &'static str, parts: &'v Value) -> Result<&'v Vec<Value>, PatternError> {
    parts.as_array().ok_or(PatternError::NotAList { key })
}

/// Reads a property as JavaScript does: lists have their positions and `length`.
fn property<'v>(value: &'v Value, key: &str) -> Option<std::borrow::Cow<'v, Value>> {
    use std::borrow::Cow;
    match value {
        Value::Object(object) => object.get(key).map(Cow::Borrowed),
        Value::Array(items) if key == "length" => Some(Cow::Owned(items.len().into())),
        Value::Array(items) => {
            let position: usize = key.parse().ok().filter(|at: &usize| at.to_string() == key)?;
            items.get(position).map(Cow::Borrowed)
        }
        _ => None,
    }
}

/// Compares as `===` does: 1 and 1.0 are one number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn all<T>(
    items: impl IntoIterator<Item = T>,
    mut test: impl FnMut(T) -> Result<bool, PatternError>,
) -> Result<bool, PatternError> {
    for item in items {
        if !test(item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn any<T>(
    items: impl IntoIterator<Item = T>,
    mut test: impl FnMut(T) -> Result<bool, PatternError>,
) -> Result<bool, PatternError> {
    for item in items {
        if test(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn matches_as_value_matcher_does() {
        let vm = || json!({"type": "VM", "tags": ["prod", "db"], "n": 1, "other": {"a": null}, "list": [{"x": 1}, 2]});
        let cases = [
            (json!({}), true),
            (json!({"type": "VM"}), true),
            (json!({"type": "vm"}), false),
            (json!({"n": 1.0}), true),
            (json!({"n": "1"}), false),
            (json!({"other": {"a": null}}), true),
            (json!({"other": {"b": null}}), false),
            (json!({"other": {}}), true),
            (json!({"n": {}}), false),
            (json!({"tags": ["prod"]}), true),
            (json!({"tags": []}), true),
            (json!({"tags": ["prod", "prod"]}), true),
            (json!({"tags": ["prod", "web"]}), false),
            (json!({"tags": "prod"}), false),
            (json!({"tags": {"__or": [["web"], ["db"]]}}), true),
            (json!({"tags": {"__not": {"__or": [["web"], ["db"]]}}}), false),
            (json!({"tags": {"__and": [["db"], {"__not": ["web"]}]}}), true),
            (json!({"missing": {"__not": "x"}}), false),
            (json!({"__not": {"missing": "x"}}), true),
            (json!({"__or": []}), false),
            (json!({"__and": []}), true),
            // with two keys, a combinator is an ordinary key
            (json!({"type": "VM", "__or": [{"n": 1}]}), false),
            (json!({"list": [{"x": 1}]}), true),
            (json!({"list": {"length": 2, "1": 2}}), true),
            (json!({"list": {"01": 2}}), false),
            (json!(null), false),
        ];
        for (pattern, expected) in cases {
            assert_eq!(matches(&pattern, &vm()), Ok(expected), "{pattern}");
        }
    }

    #[test]
    fn an_empty_pattern_asks_for_an_object() {
        for (value, expected) in
            [(json!("text"), false), (json!(null), false), (json!([]), true), (json!({}), true)]
        {
            assert_eq!(matches(&json!({}), &value), Ok(expected), "{value}");
        }
    }

    #[test]
    fn fails_where_xo_fails() {
        let vm = json!({"tags": []});
        assert_eq!(
            matches(&json!({"tags": {"__or": "prod"}}), &vm),
            Err(PatternError::NotAList { key: "__or" })
        );
        assert_eq!(matches(&json!({"name": {"__or": "prod"}}), &vm), Ok(false), "never reached");
        let mut deep = json!("x");
        for _ in 0..1000 {
            deep = Value::Object(Map::from_iter([("__not".to_owned(), deep)]));
        }
        assert_eq!(matches(&deep, &vm), Err(PatternError::TooDeep));
    }
}
