//! The logs of a real server, read into runs: every status, every kind of error.

use std::collections::BTreeMap;

use xo_health_core::backup::FailureKind;
use xo_health_core::backup::history::History;
use xo_health_core::model::{Run, VmRun};
use xo_health_explain::errors::{ErrorText, recognise};

use crate::common::{CAPTURES, observation};

/// One line per kind of end: of the run, of a VM in it with its error, and how often it occurs.
#[test]
fn reads_every_end_of_a_real_run() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for name in CAPTURES.into_iter().filter(|name| *name != "api-errors") {
        let observation = observation(name);
        let runs = observation.backups.runs.as_deref().unwrap();
        for past in
            History::build(runs, observation.reading.observed_at).jobs().iter().flat_map(|job| &job.runs)
        {
            let mut lines = vec![of_run(past.of(runs), &format!("{:?}", past.outcome))];
            lines.extend(past.of(runs).vms.iter().map(of_vm));
            for line in lines {
                *seen.entry(line).or_default() += 1;
            }
        }
    }
    insta::assert_debug_snapshot!(seen);
}

fn of_run(run: &Run, outcome: &str) -> String {
    let error = run.error.as_ref().map(|error| masked(&error.message));
    format!("run {outcome}: {:?}, {} unopened", error, run.unopened.len())
}

fn of_vm(vm: &VmRun) -> String {
    let error = vm.whole.error.as_ref().map(|error| masked(&error.message));
    let moved = vm.transfers.iter().filter(|transfer| transfer.bytes.is_some()).count();
    format!(
        "vm {:?}: {:?}, tried {}, {} of {} targets moved, {} warnings",
        vm.whole.status,
        error,
        vm.attempts(),
        moved,
        vm.transfers.len(),
        vm.remarks.as_ref().map_or(0, |remarks| remarks.warnings.len())
    )
}

/// Masks what differs between runs.
fn masked(message: &str) -> String {
    let is_id = |word: &str| word.len() >= 36 && word.contains('-');
    let words = message.split_inclusive([' ', '(', ')', ',']);
    words
        .map(|word| if is_id(word) { format!("<id>{}", &word[word.len() - 1..]) } else { word.to_owned() })
        .collect()
}

/// The forecast recognises four kinds of failure, `explain` the whole catalogue: they agree on these four.
#[test]
fn both_recognisers_agree() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in CAPTURES.into_iter().filter(|name| *name != "api-errors") {
        let observation = observation(name);
        let of_run = |run: &Run| {
            let of_vms = run.vms.iter().filter_map(|vm| vm.whole.error.clone());
            run.error.clone().into_iter().chain(of_vms).collect::<Vec<_>>()
        };
        for error in observation.backups.runs.iter().flatten().flat_map(of_run) {
            let text = ErrorText {
                code: error.code.as_ref().map(ToString::to_string),
                message: error.message.to_string(),
                ..ErrorText::default()
            };
            let first = recognise(&text).known.first().map(|found| found.entry.id);
            let expected = match first {
                Some("no-space" | "clone-no-space" | "create-no-space") => Some(FailureKind::NoSpace),
                Some("chain-too-long") => Some(FailureKind::ChainTooLong),
                Some("unhealthy-vdi-chain") => Some(FailureKind::UnhealthyChain),
                Some("already-running" | "proxy-already-running") => Some(FailureKind::AlreadyRunning),
                _ => None,
            };
            assert_eq!(FailureKind::of(&error), expected, "{error:?}");
            *seen.entry(first.unwrap_or("unknown")).or_default() += 1;
        }
    }
    for id in ["no-space", "chain-too-long", "unhealthy-vdi-chain", "already-running"] {
        assert!(seen.contains_key(id), "{seen:?}");
    }
}
