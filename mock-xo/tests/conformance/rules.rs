//! The checked-in list: how each exchange is compared, and why not exactly. The first rule that matches an exchange
//! counts.

use std::path::PathBuf;

use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Everything is the same, except ids of sessions, times, tokens, stack traces and the order of keys.
    Exact,
    /// The same keys and types.
    Shape,
    /// Not compared.
    Out,
}

pub struct Rule {
    /// With `*`, which matches anything.
    pattern: String,
    pub how: How,
    /// Whether order matters; otherwise lists are compared as sets.
    pub order: bool,
    /// Keys that are removed on both sides, wherever they are.
    pub ignore: Vec<String>,
    reason: String,
}

pub struct Rules(Vec<Rule>);

impl Rules {
    pub fn load() -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance.json");
        Self::read(&std::fs::read_to_string(path).unwrap())
    }

    fn read(text: &str) -> Self {
        let list: Value = serde_json::from_str(text).unwrap();
        Self(list.as_array().unwrap().iter().map(read).collect())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn of(&self, id: &str) -> Option<(usize, &Rule)> {
        self.0.iter().enumerate().find(|(_, rule)| matches(&rule.pattern, id))
    }

    pub fn text_of(&self, number: usize) -> &str {
        &self.0[number].pattern
    }

    /// Returns the exceptions without a reason.
    pub fn complaints(&self) -> Vec<String> {
        let unfounded = |rule: &&Rule| {
            let is_exception = rule.how != How::Exact || !rule.order || !rule.ignore.is_empty();
            is_exception && rule.reason.trim().len() < 10
        };
        let complain = |rule: &Rule| format!("an exception without a reason: {}", rule.pattern);
        self.0.iter().filter(unfounded).map(complain).collect()
    }
}

fn read(rule: &Value) -> Rule {
    let text = |name: &str| rule[name].as_str().unwrap_or_default().to_owned();
    let how = match rule["how"].as_str() {
        Some("exact") => How::Exact,
        Some("shape") => How::Shape,
        Some("out") => How::Out,
        other => panic!("how is {other:?} in {rule}"),
    };
    let ignore = rule["ignore"].as_array().into_iter().flatten();
    Rule {
        pattern: text("match"),
        how,
        order: rule["order"].as_bool().unwrap_or(true),
        ignore: ignore.map(|name| name.as_str().unwrap().to_owned()).collect(),
        reason: text("reason"),
    }
}

/// Matches a pattern in which `*` is anything, even nothing.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn patterns() {
    for (pattern, text, expected) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("*", "", true),
        ("a*", "ab", true),
        ("*b", "ab", true),
        ("a*c*e", "abcde", true),
        ("a*c*e", "abcdf", false),
        ("a*ba", "aba", true),
        ("ab*ba", "aba", false),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn exceptions_need_a_reason() {
    for (rule, expected) in [
        (r#"{"match": "*", "how": "exact"}"#, 0),
        (r#"{"match": "*", "how": "out"}"#, 1),
        (r#"{"match": "*", "how": "shape", "reason": "because"}"#, 1),
        (r#"{"match": "*", "how": "exact", "order": false}"#, 1),
        (r#"{"match": "*", "how": "exact", "ignore": ["id"]}"#, 1),
        (r#"{"match": "*", "how": "out", "reason": "an attempt to write"}"#, 0),
    ] {
        assert_eq!(Rules::read(&format!("[{rule}]")).complaints().len(), expected, "{rule}");
    }
}

#[test]
fn the_first_rule_that_names_an_exchange_counts() {
    let rules =
        Rules::read(r#"[{"match": "a*", "how": "exact"}, {"match": "*", "how": "shape", "reason": "x"}]"#);
    let of = |id: &str| rules.of(id).map(|(number, _)| number);
    assert_eq!((of("ab"), of("b")), (Some(0), Some(1)));
    assert_eq!(Rules::read("[]").of("ab").map(|(number, _)| number), None);
}
