//! XO's value-matcher: the patterns of smart jobs (xo-protocol 4.7). In: a value and a pattern. Out: whether it
//! matches.

use serde_json::{Map, Value};

/// Returns whether a value matches a pattern: primitives strictly, objects by all keys of the pattern, arrays by some
/// element for each part; `__and`, `__or` and `__not` count only if they are the only key.
#[must_use]
pub fn matches_pattern(value: &Value, pattern: &Value) -> bool {
    match pattern {
        Value::Object(keys) => match only_key(keys) {
            Some(("__and", Value::Array(parts))) => parts.iter().all(|part| matches_pattern(value, part)),
            Some(("__or", Value::Array(parts))) => parts.iter().any(|part| matches_pattern(value, part)),
            Some(("__not", part)) => !matches_pattern(value, part),
            _ => keys
                .iter()
                .all(|(key, part)| value.get(key).is_some_and(|inner| matches_pattern(inner, part))),
        },
        Value::Array(parts) => value.as_array().is_some_and(|values| {
            parts.iter().all(|part| values.iter().any(|value| matches_pattern(value, part)))
        }),
        primitive => value == primitive,
    }
}

fn only_key(keys: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut all = keys.iter();
    let (key, value) = all.next()?;
    all.next().is_none().then_some((key.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patterns() {
        let vm = json!({"id": "v", "power_state": "Running", "tags": ["prod", "db"], "$pool": "p"});
        for (pattern, expected) in [
            (json!({"id": "v"}), true),
            (json!({"id": {"__or": ["x", "v"]}}), true),
            (json!({"id": {"__or": ["x"]}}), false),
            (json!({"tags": {"__or": [["prod"], ["test"]]}}), true),
            (json!({"tags": {"__not": {"__or": [["prod"]]}}}), false),
            (json!({"tags": {"__and": [{"__or": [["db"]]}, {"__not": {"__or": [["test"]]}}]}}), true),
            (json!({"absent": {"__not": "x"}}), false),
            (json!({"power_state": "Halted"}), false),
            (json!({}), true),
        ] {
            assert_eq!(matches_pattern(&vm, &pattern), expected, "{pattern}");
        }
    }
}
