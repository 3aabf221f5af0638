//! Documents keep what they promised: keys are only added.

use serde_json::Value;

use super::*;
use crate::json::schema_of;

/// A schema, within the document that holds its definitions.
#[derive(Clone, Copy)]
struct Within<'a> {
    root: &'a Value,
    at: &'a Value,
}

impl<'a> Within<'a> {
    fn at(self, at: &'a Value) -> Self {
        Within { at, ..self }
    }

    /// Lists the schemas it may be: follows references, and takes each of several choices.
    fn choices(self) -> Vec<Self> {
        if let Some(name) = self.at.get("$ref").and_then(Value::as_str) {
            return self.at(&self.root["$defs"][name.rsplit('/').next().unwrap()]).choices();
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(all) = self.at.get(key).and_then(Value::as_array) {
                return all.iter().flat_map(|one| self.at(one).choices()).collect();
            }
        }
        vec![self]
    }
}

/// Lists the types that any of several schemas allows.
fn types<'a>(all: &[Within<'a>]) -> Vec<&'a str> {
    let of = |one: &Within<'a>| match one.at.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ if one.at.get("const").or(one.at.get("enum")).is_some() => vec!["string"],
        _ => Vec::new(),
    };
    all.iter().flat_map(of).collect()
}

/// Lists the words that any of several schemas allows.
fn words<'a>(all: &[Within<'a>]) -> Vec<&'a str> {
    let of = |one: &Within<'a>| -> Vec<&'a str> {
        let all = one.at.get("enum").and_then(Value::as_array);
        let all = all.into_iter().flatten().chain(one.at.get("const"));
        all.filter_map(Value::as_str).collect()
    };
    all.iter().flat_map(of).collect()
}

/// Finds a property in any of several schemas.
fn property<'a>(all: &[Within<'a>], name: &str) -> Vec<Within<'a>> {
    let of = |one: &Within<'a>| Some(one.at(one.at.get("properties")?.get(name)?).choices());
    all.iter().filter_map(of).flatten().collect()
}

fn is_required(all: &[Within<'_>], name: &str) -> bool {
    let requires = |one: &Within<'_>| {
        let all = one.at.get("required").and_then(Value::as_array);
        all.into_iter().flatten().any(|key| key == name)
    };
    all.iter().any(requires)
}

/// Returns the schemas of list items.
fn items<'a>(all: &[Within<'a>]) -> Vec<Within<'a>> {
    let of = |one: &Within<'a>| Some(one.at(one.at.get("items")?).choices());
    all.iter().filter_map(of).flatten().collect()
}

/// Lists what the old schemas promised and the new ones do not.
fn lost(old: &[Within<'_>], new: &[Within<'_>], path: &str, out: &mut Vec<String>) {
    for name in types(new) {
        // an integer is a number
        let is_known =
            types(old).iter().any(|known| *known == name || (*known == "number" && name == "integer"));
        if !types(old).is_empty() && !is_known {
            out.push(format!("{path}: is {name}, was {:?}", types(old)));
        }
    }
    let spoken = words(new);
    let missing = words(old).into_iter().filter(|word| !spoken.is_empty() && !spoken.contains(word));
    out.extend(missing.map(|word| format!("{path}: is never {word}")));
    let names = old.iter().filter_map(|one| one.at.get("properties")?.as_object());
    for name in names.flat_map(|properties| properties.keys()) {
        let (was, is) = (property(old, name), property(new, name));
        let path = format!("{path}.{name}");
        if is.is_empty() {
            out.push(format!("{path}: is gone"));
        } else if is_required(old, name) && !is_required(new, name) {
            out.push(format!("{path}: may be missing"));
        } else {
            lost(&was, &is, &path, out);
        }
    }
    let (was, is) = (items(old), items(new));
    if !was.is_empty() && !is.is_empty() {
        lost(&was, &is, &format!("{path}[]"), out);
    }
}

fn losses(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Value, Value) = (serde_json::from_str(old).unwrap(), serde_json::from_str(new).unwrap());
    let mut out = Vec::new();
    let whole = |root| Within { root, at: root }.choices();
    lost(&whole(&old), &whole(&new), "", &mut out);
    out
}

#[test]
fn keys_are_only_added() {
    macro_rules! old {
        ($name:literal) => {
            include_str!(concat!("../../../../tests/fixtures/schemas/", $name, "-1.json"))
        };
    }
    let cases = [
        (old!("report"), schema_of::<CheckDocument<'_>>()),
        (old!("jobs"), schema_of::<JobsDocument<'_>>()),
        (old!("sr"), schema_of::<SrDocument<'_>>()),
        (old!("backtest"), schema_of::<Scores<'_>>()),
    ];
    for (old, new) in cases {
        assert_eq!(losses(old, &new.unwrap()), [""; 0]);
    }
}

#[test]
fn a_key_that_goes_or_changes_is_noticed() {
    let old = include_str!("../../../../tests/fixtures/schemas/report-1.json");
    let cases = [
        (r#""verdict": {"#, r#""verdicts": {"#, ".verdicts[].verdict: is gone"),
        (
            r#""exit_status": {
      "description": "The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.",
      "type": "integer""#,
            r#""exit_status": {
      "type": "string""#,
            ".exit_status: is string, was [\"integer\"]",
        ),
        (r#""no_tree""#, r#""none""#, ".srs[].family: is never no_tree"),
    ];
    for (from, to, loss) in cases {
        let changed = old.replacen(from, to, 1);
        assert_ne!(changed, old, "{from}");
        let losses = losses(old, &changed);
        assert!(losses.iter().any(|one| one == loss), "{losses:?}");
    }
}
