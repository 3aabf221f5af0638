//! Missed recovery points in the example worlds, compared with what happened in them.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use xo_health_core::backup::BackupPlan;
use xo_health_core::backup::history::History;
use xo_health_core::backup::rpo::{RpoState, judge};
use xo_health_core::model::{Observation, Run};

use crate::common::{fixture, json, replay};

/// A restore point that became too old: job, VM, milliseconds since 1970.
type Lapse = (String, String, i64);

/// Lists the restore points that are too old, and without failed backups since, as known at an instant.
fn missed(observed: &Observation, now: Timestamp) -> BTreeSet<Lapse> {
    let has_ended = |end: Option<Timestamp>| end.is_some_and(|end| end <= now);
    let runs = observed.backups.runs.as_deref().unwrap();
    let until_then = runs.iter().filter(|run| run.start.is_some_and(|start| start <= now)).map(|run| Run {
        vms: run.vms.iter().filter(|vm| has_ended(vm.whole.end())).cloned().collect(),
        ..run.clone()
    });
    let runs: Vec<Run> = until_then.collect();
    let plan = BackupPlan::build(&observed.inventory, &observed.backups, now);
    let history = History::build(&runs, now);
    let judged = judge(&plan, Some(&history), &runs, now).into_iter();
    judged
        .filter_map(|rpo| match rpo.state {
            RpoState::Missed { since, failed_since: false } => {
                Some((rpo.job.to_string(), rpo.vm_id.to_string(), since.as_millisecond()))
            }
            _ => None,
        })
        .collect()
}

/// Reads what happened in a world (`recent_errors` in its `truth.json`).
fn happened(of_world: &Value) -> Vec<Lapse> {
    let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
    let lapse = |event: &Value| {
        let at: Timestamp = text(event, "at").parse().unwrap();
        (text(event, "job_id"), text(event, "vm_id"), at.as_millisecond())
    };
    of_world.as_array().unwrap().iter().map(lapse).collect()
}

/// Each of the 37 recorded lapses is missed from its millisecond on, and not before.
#[test]
fn finds_the_lapses_that_happened_to_the_millisecond() {
    let worlds = json("rpo/missed.json");
    let mut lapses = 0;
    for (world, happened_there) in worlds.as_object().unwrap() {
        let observed = replay(&fixture(&format!("rpo/{world}.json.gz"))).unwrap();
        for lapse in happened(happened_there) {
            let at = |ms: i64| missed(&observed, Timestamp::from_millisecond(lapse.2 + ms).unwrap());
            assert!(!at(0).contains(&lapse), "{world}: {lapse:?} too early");
            assert!(at(1).contains(&lapse), "{world}: {lapse:?} not missed");
            lapses += 1;
        }
    }
    assert_eq!(lapses, 37);
}

/// Checks that no recovery point is missed at the instant of an observation.
pub(crate) fn misses_nothing(path: &Path, observed: &Observation) {
    assert_eq!(missed(observed, observed.reading.observed_at), BTreeSet::new(), "{}", path.display());
}
