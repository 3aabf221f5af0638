//! An incomplete answer is a gap: whatever objects are missing, the answer is never "yes".

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xo_health_core::model::{Question, UnreadReason};

use crate::common::{raw, replay, report};
use crate::program::Home;

/// Kinds of objects that others refer to.
const KINDS: [&str; 8] = ["pool", "host", "SR", "VDI", "VDI-snapshot", "VBD", "VM", "VM-snapshot"];

fn without(capture: &Value, id: &str) -> Value {
    let mut cut = capture.clone();
    cut["calls"]["xo.getAllObjects"].as_object_mut().unwrap().remove(id).unwrap();
    cut
}

/// Returns, for each kind, the ids that other objects of these kinds refer to.
fn referred_to(capture: &Value) -> BTreeMap<String, Vec<String>> {
    let objects = capture["calls"]["xo.getAllObjects"].as_object().unwrap();
    let keys = ["$pool", "master", "$SR", "SR", "VDIs", "$VBDs", "VDI", "VM", "$snapshot_of"];
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, object) in objects {
        let kind = object["type"].as_str().unwrap();
        let named = objects.iter().filter(|(other, _)| *other != id).any(|(_, other)| {
            keys.iter().any(|key| match &other[*key] {
                Value::String(text) => text == id,
                Value::Array(list) => list.iter().any(|entry| entry == id.as_str()),
                _ => false,
            })
        });
        if named && KINDS.contains(&kind) {
            found.entry(kind.to_owned()).or_default().push(id.clone());
        }
    }
    found
}

#[test]
fn whatever_is_left_out_is_a_gap() {
    let home = Home::new();
    let capture = raw("small-healthy");
    let file = home.path("cut.json");
    let found = referred_to(&capture);
    assert!(found.len() >= 6, "{:?}", found.keys());
    for (kind, ids) in found {
        for id in ids.iter().take(3) {
            std::fs::write(&file, without(&capture, id).to_string()).unwrap();
            let seen = replay(&file).unwrap();
            let partial = seen.reading.unread.iter().any(|gap| {
                gap.answer == Question::Objects && matches!(gap.why, UnreadReason::Partial { missing: 1, .. })
            });
            let report = report(&seen);
            assert!(partial || kind == "pool", "{kind} {id}: {:?}", seen.reading.unread);
            assert!(report.exit_status > 0, "{kind} {id}");
            let shown = home.run(&["check", "--from", file.to_str().unwrap()], &[]).out;
            assert!(!shown.starts_with("Yes,") && !shown.starts_with("Yes:"), "{kind} {id}: {shown}");
        }
    }
}

#[test]
fn the_vm_of_a_disk_that_was_not_sent_is_unknown() {
    let home = Home::new();
    let capture = raw("small-healthy");
    let objects = capture["calls"]["xo.getAllObjects"].as_object().unwrap();
    let disk =
        objects.values().find(|object| object["name_label"] == "web-1 root" && object["type"] == "VDI");
    let file = home.path("cut.json");
    std::fs::write(&file, without(&capture, disk.unwrap()["id"].as_str().unwrap()).to_string()).unwrap();
    let checked = home.run(&["check", "--from", file.to_str().unwrap(), "--format", "json"], &[]).json();
    let reasons = |vm: &str| -> Vec<&Value> {
        let verdicts = checked["verdicts"].as_array().unwrap().iter();
        verdicts.filter(|verdict| verdict["vm_name"] == vm).map(|verdict| &verdict["reason"]).collect()
    };
    assert!(reasons("web-1").iter().all(|reason| **reason == json!("not_seen")), "{:?}", reasons("web-1"));
    assert!(!reasons("web-1").is_empty() && !reasons("web-2").contains(&&json!("not_seen")));
    assert!(checked["exit_status"].as_u64() >= Some(1));
}
