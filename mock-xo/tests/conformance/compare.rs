//! Whether two answers are the same, as a rule defines it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::rules::{How, Rule};

pub enum Verdict {
    Same,
    Differs(String),
}

pub fn compare(rule: &Rule, expected: &Value, got: &Value) -> Verdict {
    if rule.how == How::Out {
        return Verdict::Same;
    }
    let (mut expected, mut got) = (clean(rule, expected), clean(rule, got));
    if rule.how == How::Shape {
        (expected, got) = (shape(&expected), shape(&got));
    }
    if expected == got {
        return Verdict::Same;
    }
    Verdict::Differs(first_difference("", &expected, &got).unwrap_or_else(|| "?".to_owned()))
}

/// Removes what differs between runs. A list that is compared as a set is sorted, and what depends on its
/// order (the tag of the whole) is removed.
fn clean(rule: &Rule, value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let inexact = rule.how == How::Shape || !rule.order || !rule.ignore.is_empty();
            let kept = map.iter().filter(|(key, _)| {
                *key != "stack" && !(inexact && *key == "etag") && !rule.ignore.contains(key)
            });
            Value::Object(kept.map(|(key, value)| (key.clone(), one_time(key, clean(rule, value)))).collect())
        }
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(|value| clean(rule, value)).collect();
            if !rule.order {
                list.sort_by_cached_key(sorted_text);
            }
            Value::Array(list)
        }
        other => other.clone(),
    }
}

/// Replaces one-time addresses and tokens, which are compared only by their form.
fn one_time(key: &str, value: Value) -> Value {
    match (key, value.as_str()) {
        ("$getFrom", Some(address)) => json!(format!("address of {}", address.len())),
        ("result", Some(token)) if is_token(token) => json!("a token"),
        _ => value,
    }
}

/// Returns whether a text is a token, or what replaces it in the recordings.
fn is_token(text: &str) -> bool {
    let is_stand_in = text.starts_with('<') && text.ends_with("token>");
    let is_alphabet = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    is_stand_in || (text.len() == 43 && text.chars().all(is_alphabet))
}

/// Renders text that does not depend on the order of keys.
fn sorted_text(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, String> =
                map.iter().map(|(key, value)| (key, sorted_text(value))).collect();
            format!("{sorted:?}")
        }
        Value::Array(list) => format!("{:?}", list.iter().map(sorted_text).collect::<Vec<_>>()),
        other => other.to_string(),
    }
}

/// Returns keys and types: of a list the shapes of its elements, with a mark on keys that some lack; of a map by id the
/// shapes of its values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(list) => {
            let shapes: BTreeSet<String> = list.iter().map(|value| sorted_text(&shape(value))).collect();
            json!([shapes.into_iter().collect::<Vec<_>>()])
        }
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), shape(value))).collect::<Map<_, _>>())
        }
    }
}

fn first_difference(path: &str, expected: &Value, got: &Value) -> Option<String> {
    let short = |value: &Value| value.to_string().chars().take(200).collect::<String>();
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                match got.get(key) {
                    None => return Some(format!("{path}/{key} is missing, was {}", short(value))),
                    Some(other) => {
                        if let Some(found) = first_difference(&format!("{path}/{key}"), value, other) {
                            return Some(found);
                        }
                    }
                }
            }
            let extra = got.iter().find(|(key, _)| !expected.contains_key(*key));
            extra.map(|(key, value)| format!("{path}/{key} is new: {}", short(value)))
        }
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            let mut pairs = expected.iter().zip(got).enumerate();
            pairs.find_map(|(n, (expected, got))| first_difference(&format!("{path}/{n}"), expected, got))
        }
        _ if expected == got => None,
        _ => Some(format!("{path}: {} was {}", short(got), short(expected))),
    }
}
