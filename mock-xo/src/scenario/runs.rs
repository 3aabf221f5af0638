//! Runs of jobs, as backup logs. In: a job, a time, and how each VM fared. Out: logs in XO's shape (xo-protocol 5.2).

use serde_json::{Value, json};

use super::parts::Job;
use super::world::World;

/// XO's words for a skip by the chain check.
const UNHEALTHY: &str = "unhealthy VDI chain";

/// How a VM fared in a run.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// Saved: this many bytes to this remote, if there is one.
    Success(i64),
    /// Saved in the same way, and the backup was restored to test it.
    Tested(i64),
    /// Skipped with `unhealthy VDI chain`.
    Skipped,
}

/// A VM of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saved<'a> {
    pub(super) vm: &'a str,
    pub(super) name: &'a str,
    pub(super) fate: Fate,
}

/// Adds a run's log; `minutes` is its duration.
pub(super) fn add(
    world: &mut World,
    job: &Job,
    mode: &str,
    remote: Option<&str>,
    hours_ago: i64,
    minutes: i64,
    saved: &[Saved<'_>],
) {
    let start = world.ms_ago(hours_ago);
    let end = start + minutes * 60_000;
    let tasks: Vec<Value> =
        saved.iter().enumerate().map(|(n, one)| task(start, end, n, remote, one)).collect();
    let skipped = saved.iter().any(|one| matches!(one.fate, Fate::Skipped));
    // Two jobs may start within the same millisecond here; XO numbers such ids.
    let mut id = start.to_string();
    while world.state.logs.contains_key(&id) {
        id.push_str(":1");
    }
    let vms: Vec<&str> = saved.iter().map(|one| one.vm).collect();
    let log = json!({
        "data": {"mode": mode, "reportWhen": "failure"}, "id": id, "jobId": job.id, "jobName": job.name,
        "message": "backup", "scheduleId": job.schedule, "start": start,
        "status": if skipped { "skipped" } else { "success" },
        "infos": [{"data": {"vms": vms}, "message": "vms"}], "tasks": tasks, "end": end,
    });
    world.state.logs.insert(id, log);
}

fn task(start: i64, end: i64, number: usize, remote: Option<&str>, saved: &Saved<'_>) -> Value {
    let id = |step: &str| format!("{start:x}-{number}-{step}");
    let data = json!({"id": saved.vm, "type": "VM", "name_label": saved.name});
    let (Fate::Success(size) | Fate::Tested(size)) = saved.fate else {
        let error = json!({
            "message": UNHEALTHY, "name": "Error", "stack": format!("Error: {UNHEALTHY}\n    at mock-xo"),
        });
        let snapshot = json!({
            "id": id("s"), "start": start, "status": "skipped", "end": start + 900, "result": error,
            "message": "snapshot",
        });
        return json!({
            "id": id("v"), "start": start, "status": "skipped", "tasks": [snapshot], "end": start + 1000,
            "result": error, "message": "backup VM", "data": data,
        });
    };
    let mut tasks = vec![json!({
        "id": id("s"), "start": start, "status": "success", "end": start + 900, "message": "snapshot",
        "result": crate::state::uuid_of(&id("snapshot")),
    })];
    if let Some(remote) = remote {
        let transfer = json!({
            "id": id("t"), "start": start + 1000, "status": "success", "end": end - 1000, "result": {"size": size},
            "message": "transfer",
        });
        let mut steps = vec![transfer];
        if matches!(saved.fate, Fate::Tested(_)) {
            steps.push(json!({
                "id": id("h"), "start": end - 1000, "status": "success", "end": end - 600, "message": "health check",
            }));
        }
        tasks.push(json!({
            "id": id("e"), "start": start + 900, "status": "success", "tasks": steps, "end": end - 500,
            "message": "export", "data": {"id": remote, "isFull": false, "type": "remote"},
        }));
    }
    json!({
        "id": id("v"), "start": start, "status": "success", "tasks": tasks, "end": end, "message": "backup VM",
        "data": data,
    })
}
