//! Logs written by hand, and hostile ones.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use xo_health_core::model::testing::any_json;

fn read(log: &Value) -> Run {
    run(log.to_string().as_bytes()).unwrap().unwrap()
}

fn vm(parts: &Value, status: &str) -> Value {
    json!({"id": "1", "jobId": "j", "status": status, "tasks": [{
        "message": "backup VM", "data": {"type": "VM", "id": "v", "name_label": "web"}, "start": 10, "end": 20,
        "status": status, "tasks": parts,
    }]})
}

#[test]
fn reads_a_run_in_full() {
    let mut log = vm(
        &json!([
            {"message": "clean-vm", "status": "success", "start": 10, "end": 11},
            {"message": "snapshot", "status": "success", "start": 11, "end": 12, "result": "some uuid"},
            {"message": "export", "status": "success", "start": 12, "end": 20,
             "data": {"type": "remote", "id": "r", "isFull": true},
             "tasks": [
                {"message": "transfer", "status": "success", "start": 12, "end": 2012, "result": {"size": 4096},
                 "warnings": [{"message": "Backup fell back to a full"}]},
                {"message": "health check", "status": "failure", "result": {"message": "no agent"}},
                {"message": "clean-vm", "status": "success", "tasks": [{"message": "merge", "status": "success"}]},
             ]},
        ]),
        "success",
    );
    log["data"] = json!({"mode": "delta"});
    log["proxyId"] = json!("p");
    let run = read(&log);
    assert_eq!((run.mode, run.proxy, run.has_tasks), (Some(Mode::Delta), Some("p".into()), true));
    let [vm] = &run.vms[..] else { panic!("one VM") };
    assert_eq!((vm.vm.clone(), vm.name.as_deref(), vm.attempts()), (Some("v".into()), Some("web"), 1));
    assert_eq!(vm.snapshot.as_ref().unwrap().duration().unwrap().as_millis(), 1);
    assert_eq!(vm.fallback(), Some("Backup fell back to a full"));
    assert_eq!(vm.cleanings.iter().map(|part| part.is_merge).collect::<Vec<_>>(), [false, false, true]);
    let [transfer] = &vm.transfers[..] else { panic!("one target") };
    assert_eq!((transfer.target.clone(), transfer.is_full), (Some(RunPlace::Remote("r".into())), Some(true)));
    assert_eq!((transfer.bytes.unwrap().0, transfer.bytes_per_second().unwrap().0), (4096, 2048));
    assert_eq!(&*transfer.health_check.as_ref().unwrap().error.as_ref().unwrap().message, "no agent");
}

/// A mirror's log (facts/xo-observed.md): two exports of one target, one of them empty, a transfer for each archive, no name.
#[test]
fn a_mirror_moves_several_archives() {
    let transfer = |start: i64, end: i64, size: u64| json!({"message": "transfer", "status": "success", "start": start, "end": end, "result": {"size": size}});
    let export = |start: i64, parts: Value| {
        json!({"message": "export", "status": "success", "start": start, "end": 9000,
            "data": {"type": "remote", "id": "r"}, "tasks": parts})
    };
    let full = export(1000, json!([transfer(1000, 2000, 3000), transfer(2500, 5000, 5000)]));
    for exports in [
        json!([export(900, json!([])), full]),
        json!([full, export(8000, json!([]))]),
        json!([export(8000, json!([])), full]),
    ] {
        let run = read(&vm(&exports, "success"));
        let [transfer] = &run.vms[0].transfers[..] else { panic!("one target: {exports}") };
        // 8000 bytes from 1.0 s to 5.0 s
        assert_eq!(
            (transfer.bytes.unwrap().0, transfer.bytes_per_second().unwrap().0),
            (8000, 2000),
            "{exports}"
        );
    }
}

#[test]
fn of_retries_the_last_counts() {
    let failed = json!({"code": "VDI_IN_USE", "message": "VDI_IN_USE(x)"});
    let mut log = vm(
        &json!([
            {"message": "snapshot", "status": "success", "start": 13},
            {"message": "snapshot", "status": "failure", "start": 11, "result": failed},
        ]),
        "success",
    );
    log["tasks"][0]["warnings"] = json!([
        {"message": "Retry the VM backup due to an error", "data": {"error": "VDI_IN_USE(x)", "isRetry": true}},
    ]);
    let run = read(&log);
    assert_eq!(run.vms[0].snapshot.as_ref().unwrap().status, RunStatus::Success);
    assert_eq!(
        (run.vms[0].attempts(), &*run.vms[0].remarks.as_ref().unwrap().retried_because[0]),
        (2, "VDI_IN_USE(x)")
    );
    assert_eq!(run.vms[0].whole.error, None);
}

#[test]
fn the_error_of_a_part_decides_the_whole() {
    let failed = json!({"code": 27, "message": "x"});
    let export = json!([{"message": "export", "status": "failure", "data": {"type": "SR", "id": "s"}, "result": failed,
        "tasks": [{"message": "transfer", "status": "failure", "result": failed}]}]);
    let run = read(&vm(&export, "failure"));
    assert_eq!(run.vms[0].whole.error.as_ref().unwrap().code.as_deref(), Some("27"));
    assert_eq!(run.vms[0].transfers[0].export.error, None);
    assert!(run.vms[0].transfers[0].transfer.as_ref().unwrap().error.is_some());
}

#[test]
fn what_was_pending_when_the_server_stopped_is_interrupted() {
    for (top, expected) in [("interrupted", RunStatus::Interrupted), ("pending", RunStatus::Pending)] {
        let mut log = vm(&json!([{"message": "snapshot", "status": "pending"}]), "pending");
        log["status"] = json!(top);
        let run = read(&log);
        assert_eq!(run.vms[0].whole.status, expected, "{top}");
        assert_eq!(run.vms[0].snapshot.as_ref().unwrap().status, expected, "{top}");
    }
}

#[test]
fn failures_before_any_vm_are_reported() {
    let refused =
        json!({"id": "1", "status": "failure", "result": {"message": "the job (j) is already running"}});
    assert_eq!(&*read(&refused).error.unwrap().message, "the job (j) is already running");
    let unopened = json!({"id": "1", "status": "failure", "tasks": [
        {"message": "get remote adapter", "status": "failure", "data": {"type": "remote", "id": "r"},
         "result": {"message": "timeout"}},
    ]});
    assert_eq!(read(&unopened).unopened[0].what, RunPlace::Remote("r".into()));
}

#[test]
fn long_texts_are_cut_and_deep_trees_leave_the_run() {
    let long = "あ".repeat(4_000_000);
    let run = read(&json!({"id": "1", "status": "failure", "result": {"message": long}}));
    assert_eq!(run.error.unwrap().message.len(), 498);

    let head = r#""id":"1","status":"failure","data":{"mode":"delta"},"proxyId":"p","result":{"message":"x"},
        "warnings":[{"message":"w"}]"#;
    let deep = format!(r#"{{{head},"tasks":[{}{}]}}"#, r#"{"tasks":["#.repeat(5000), "]}".repeat(5000));
    let run = super::run(deep.as_bytes()).unwrap().unwrap();
    assert_eq!((run.status, run.has_tasks, run.vms.len()), (RunStatus::Failure, true, 0));
    assert_eq!((run.mode, run.proxy), (Some(Mode::Delta), Some("p".into())));
    assert_eq!((&*run.error.unwrap().message, &*run.warnings[0]), ("x", "w"));
}

#[test]
fn restores_stay_out() {
    assert!(run(br#"{"message":"restore","status":"success"}"#).unwrap().is_none());
}

/// Makes values from the words of logs, in every wrong place.
fn any_log() -> impl Strategy<Value = Value> {
    any_json(&[
        "id", "status", "failure", "pending", "tasks", "result", "message", "warnings", "infos", "data",
        "type", "VM", "snapshot", "export", "transfer", "start", "end", "size",
    ])
}

proptest! {
    #[test]
    fn any_tasks_are_a_run(tasks in any_log(), result in any_log()) {
        let log = json!({"id": "1", "status": "interrupted", "tasks": [
            {"data": {"type": "VM"}, "tasks": tasks, "result": result}, tasks,
        ]});
        let run = read(&log);
        prop_assert!(!run.vms.is_empty() && run.has_tasks);
        prop_assert!(run.vms.iter().all(|vm| vm.whole.status != RunStatus::Pending));
    }
}
