//! lodash's `matches`: partial deep equality. In: a value and a pattern. Out: whether the value has all of the pattern.

use serde_json::Value;

/// Returns whether `value` has everything in `pattern`: all keys of objects, all elements of arrays in any order.
#[must_use]
pub fn matches(value: &Value, pattern: &Value) -> bool {
    match (value, pattern) {
        (Value::Object(value), Value::Object(pattern)) => {
            pattern.iter().all(|(key, part)| value.get(key).is_some_and(|value| matches(value, part)))
        }
        (Value::Array(values), Value::Array(parts)) => {
            parts.iter().all(|part| values.iter().any(|value| matches(value, part)))
        }
        // 1 and 1.0 are the same number in JavaScript.
        (Value::Number(value), Value::Number(pattern)) => value.as_f64() == pattern.as_f64(),
        // An empty pattern requires nothing.
        (value, Value::Object(pattern)) => pattern.is_empty() && !value.is_null(),
        (value, pattern) => value == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn partial_deep_equality() {
        let value = json!({"type": "SR", "size": 1, "tags": ["a", "b"], "sm_config": {"x": "1", "y": "2"}, "n": null});
        let cases = [
            (json!({}), true),
            (json!({"type": "SR"}), true),
            (json!({"type": "sr"}), false),
            (json!({"size": 1.0}), true),
            (json!({"size": "1"}), false),
            (json!({"tags": ["b"]}), true),
            (json!({"tags": ["b", "a"]}), true),
            (json!({"tags": ["c"]}), false),
            (json!({"tags": []}), true),
            (json!({"sm_config": {"y": "2"}}), true),
            (json!({"sm_config": {"z": "2"}}), false),
            (json!({"n": null}), true),
            (json!({"absent": null}), false),
        ];
        for (pattern, expected) in cases {
            assert_eq!(matches(&value, &pattern), expected, "{pattern}");
        }
    }
}
