//! Backup logs as JSON (facts/xo-protocol.md 5.2, 5.4): a single one, a list or a map of them, or an answer or a
//! capture that holds them.

use jiff::Timestamp;
use serde_json::Value;

use crate::errors::{About, ErrorText, recognise};
use crate::parsed::{ParsedError, ParsedRun, ParsedVm, short};

/// The most runs kept.
const RUNS_LIMIT: usize = 100_000;

/// The most errors kept of one run.
const ERRORS_LIMIT: usize = 10_000;

/// Reads all runs; returns an empty list if there are none.
pub(super) fn runs(json: &Value) -> Vec<ParsedRun> {
    if is_log(json) {
        return vec![run(json)];
    }
    // a capture, a JSON-RPC answer, a recorded REST answer
    let wrapped = json
        .get("calls")
        .map(|calls| {
            calls.get("backupNg.getAllLogs").or_else(|| calls.get("backupNg.getLogs")).unwrap_or(calls)
        })
        .or_else(|| json.get("result"))
        .or_else(|| json.get("body"));
    let json = wrapped.map_or(json, |inner| inner.get("result").unwrap_or(inner));
    let all: Box<dyn Iterator<Item = &Value>> = match json {
        log if is_log(log) => return vec![run(log)],
        Value::Array(list) => Box::new(list.iter()),
        Value::Object(map) => Box::new(map.values()),
        _ => return Vec::new(),
    };
    all.filter(|value| is_log(value)).take(RUNS_LIMIT).map(run).collect()
}

fn is_log(json: &Value) -> bool {
    let has = |key: &str| json.get(key).is_some();
    let of_job =
        has("jobId") || has("jobName") || json.get("message").and_then(Value::as_str) == Some("backup");
    json.is_object() && of_job && has("status")
}

fn run(json: &Value) -> ParsedRun {
    let text = |key: &str| json.get(key).and_then(name);
    let mut run = ParsedRun {
        job_name: text("jobName"),
        job_id: text("jobId"),
        run_id: text("id"),
        mode: json.pointer("/data/mode").and_then(name),
        status: text("status"),
        started_at: json
            .get("start")
            .and_then(Value::as_i64)
            .and_then(|ms| Timestamp::from_millisecond(ms).ok()),
        ..ParsedRun::default()
    };
    node(json, None, false, &mut run);
    if json.get("proxyId").is_some_and(Value::is_string) {
        // the proxy and XO use the same words for a run that is still going on, with different meanings
        run.errors.iter_mut().for_each(|error| error.error.hint = Some("(proxy)"));
    }
    let says = if run.status.as_deref() == Some("interrupted") {
        Some("interrupted")
    } else {
        has_no_evidence(json).then_some("nothing recorded")
    };
    if let Some(says) = says {
        run.errors.push(ParsedError { error: ErrorText::of_message(says), vm: None, warning: false });
    }
    run
}

/// Returns whether a run counts as a success although VMs were planned and no VM task was kept
/// (facts/xo-protocol.md 5.1). A mirror has no task for a VM without new data.
fn has_no_evidence(json: &Value) -> bool {
    let is_backup = json.get("message").and_then(Value::as_str).is_none_or(|message| message == "backup");
    let is_success = json.get("status").and_then(Value::as_str) == Some("success");
    let planned = list(json, "infos")
        .filter_map(|info| info.pointer("/data/vms")?.as_array())
        .any(|vms| !vms.is_empty());
    let is_mirror = json.pointer("/data/type").and_then(Value::as_str) == Some("mirrorBackup");
    let of_vm = |task: &Value| is_mirror || task.pointer("/data/type").and_then(Value::as_str) == Some("VM");
    is_backup && is_success && planned && !list(json, "tasks").any(of_vm)
}

/// Reads a node of the tree. `good` says whether a node above ended well all the same.
fn node(json: &Value, vm: Option<usize>, good: bool, run: &mut ParsedRun) {
    let about = match vm.and_then(|vm| run.vms[vm].target.as_deref()) {
        Some("pool") => About::Pool,
        _ => About::Vm,
    };
    let status = json.get("status").and_then(Value::as_str).unwrap_or_default();
    let good = good || (vm.is_some() && status == "success");
    if matches!(status, "failure" | "skipped" | "interrupted")
        && let Some(error) = json.get("result").and_then(ErrorText::from_json)
    {
        let error = ErrorText { about, hint: place_of(json), ..error };
        add(run, ParsedError { error, vm, warning: good });
    }
    for warning in list(json, "warnings") {
        let mut error = ErrorText::from_json(warning).unwrap_or_default();
        // a warning about a retry holds the reason in its data
        error.inner.extend(warning.pointer("/data/error").and_then(ErrorText::from_json));
        add(run, ParsedError { error, vm, warning: true });
    }
    for info in list(json, "infos") {
        if let Some(error) = ErrorText::from_json(info).filter(|error| !recognise(error).known.is_empty()) {
            add(run, ParsedError { error, vm, warning: true });
        }
    }
    for task in list(json, "tasks") {
        let vm = begins_vm(task, run).or(vm);
        let ended_well = vm.is_some_and(|vm| run.vms[vm].status.as_deref() == Some("success"));
        node(task, vm, good || ended_well, run);
    }
}

/// Returns where a task works, in the words of the catalogue, if its errors would mean something else on a host.
fn place_of(task: &Value) -> Option<&'static str> {
    let message = task.get("message").and_then(Value::as_str)?;
    matches!(message, "merge" | "clean-vm" | "cleanVm").then_some("(repository)")
}

fn name(json: &Value) -> Option<String> {
    json.as_str().map(short)
}

fn list<'a>(json: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    json.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Records the VM that a task is about, or else the repository, SR or pool.
fn begins_vm(task: &Value, run: &mut ParsedRun) -> Option<usize> {
    let data = task.get("data")?;
    let kind = data.get("type").and_then(Value::as_str)?;
    let message = task.get("message").and_then(Value::as_str).unwrap_or_default();
    let target = match kind {
        "VM" => None,
        "remote" | "SR" if message.starts_with("get ") => Some(kind.to_owned()),
        // a metadata backup
        "pool" | "xo" => Some(kind.to_owned()),
        _ => return None,
    };
    let text = |pointer: &str| data.pointer(pointer).and_then(name);
    let status = task.get("status").and_then(name);
    let named = text("/name_label").or_else(|| text("/pool/name_label"));
    run.vms.push(ParsedVm { id: text("/id"), name: named, status, target });
    Some(run.vms.len() - 1)
}

/// Adds an error; the same error in a task and its subtasks counts once.
fn add(run: &mut ParsedRun, error: ParsedError) {
    let says_something = !error.error.line().trim().is_empty() || !error.error.inner.is_empty();
    let same = |other: &&mut ParsedError| {
        other.vm == error.vm
            && other.error.code == error.error.code
            && other.error.message == error.error.message
    };
    // only recent errors can be the same: the cost of a run of 10,000 VMs must not be quadratic
    let known = run.errors.iter_mut().rev().take(50).find(|other| same(other));
    if let Some(known) = known {
        // the subtask knows where it happened
        known.error.hint = known.error.hint.or(error.error.hint);
        return;
    }
    if says_something && run.errors.len() < ERRORS_LIMIT {
        run.errors.push(error);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use xo_health_core::model::testing::any_json;

    fn show(log: &Value) -> Vec<(String, Option<usize>, bool)> {
        let all = runs(log).swap_remove(0).errors;
        all.into_iter().map(|one| (one.error.line().to_owned(), one.vm, one.warning)).collect()
    }

    #[test]
    fn one_error_of_a_task_and_its_parts_counts_once() {
        let error = json!({ "message": "unhealthy VDI chain" });
        let log = json!({ "jobId": "j", "status": "skipped", "tasks": [
            { "message": "backup VM", "data": { "type": "VM", "id": "a" }, "status": "skipped", "result": error,
              "tasks": [{ "message": "snapshot", "status": "skipped", "result": error }] },
            { "message": "backup VM", "data": { "type": "VM", "id": "b" }, "status": "skipped", "result": error },
        ] });
        let text = "unhealthy VDI chain".to_owned();
        assert_eq!(show(&log), [(text.clone(), Some(0), false), (text, Some(1), false)]);
    }

    #[test]
    fn what_was_made_good_is_a_warning() {
        let log = json!({ "jobId": "j", "status": "success", "tasks": [{
            "message": "backup VM", "data": { "type": "VM", "id": "a" }, "status": "success",
            "warnings": [{ "message": "Retry the VM backup due to an error", "data": { "error": "VDI_IN_USE(x)" } }],
            "infos": [{ "message": "couldn't enable CBT" }, { "message": "Transfer data using NBD" }],
            "tasks": [{ "message": "snapshot", "status": "failure", "result": { "code": "VDI_IN_USE" } }],
        }] });
        let expected = ["Retry the VM backup due to an error", "couldn't enable CBT", "VDI_IN_USE"];
        assert_eq!(show(&log), expected.map(|text| (text.to_owned(), Some(0), true)));
    }

    #[test]
    fn an_interrupted_run_says_so() {
        let log = json!({ "jobId": "j", "status": "interrupted", "tasks": [
            { "message": "backup VM", "data": { "type": "VM", "id": "a" }, "status": "pending" },
        ] });
        assert_eq!(show(&log), [("interrupted".to_owned(), None, false)]);
    }

    #[test]
    fn a_success_proves_nothing_without_a_task_of_a_vm() {
        let log = |tasks: Value| {
            json!({ "jobId": "j", "message": "backup", "status": "success", "tasks": tasks,
                "infos": [{ "message": "vms", "data": { "vms": ["a"] } }] })
        };
        let nothing = [("nothing recorded".to_owned(), None, false)];
        assert_eq!(show(&log(json!([]))), nothing);
        let target =
            json!({ "message": "get remote", "data": { "type": "remote", "id": "r" }, "status": "success" });
        assert_eq!(show(&log(json!([target]))), nothing);
        let vm = json!({ "message": "backup VM", "data": { "type": "VM", "id": "a" }, "status": "success" });
        assert_eq!(show(&log(json!([target, vm]))), []);
    }

    /// Generates values from the words of logs, in every wrong place.
    fn any_log() -> impl Strategy<Value = Value> {
        any_json(&[
            "jobId", "status", "failure", "success", "tasks", "result", "message", "warnings", "infos",
            "data", "type", "VM", "errors", "code", "calls", "backup",
        ])
    }

    proptest! {
        #[test]
        fn never_panics(log in any_log()) {
            for run in runs(&log) {
                prop_assert!(run.errors.iter().all(|error| error.vm.is_none_or(|vm| vm < run.vms.len())));
            }
        }
    }
}
