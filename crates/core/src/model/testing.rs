//! For tests: random JSON for whatever parses a server's answers, and values of the model with little set.

use proptest::prelude::*;
use serde_json::Value;

use super::{Job, JobKind, VmPattern};

/// Returns JSON with these words as keys and as values, in every wrong place.
pub fn any_json(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let word = proptest::sample::select(words).prop_map(str::to_owned);
    let leaf = prop_oneof![
        word.clone().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(Value::Null)
    ];
    leaf.prop_recursive(8, 96, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(word.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Builds a job with only its name, which is also its id, and its kind set.
pub fn job(name: &str, kind: JobKind) -> Job {
    Job {
        id: name.into(),
        name: name.to_owned(),
        kind,
        vms: VmPattern::None,
        source: None,
        remotes: Vec::new(),
        srs: Vec::new(),
        settings: std::collections::BTreeMap::new(),
        running: None,
    }
}
