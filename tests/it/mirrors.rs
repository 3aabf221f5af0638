//! `jobs` on mirror and metadata jobs: source, size, speed and retention, from records in the shapes of a real server
//! (a mirror's log has two exports of one target, one of them empty, a transfer for each archive, and no names).

use mock_xo::State;
use serde_json::{Value, json};

use crate::common::serve;
use crate::program::Home;

const VM: &str = "778369f3-4c6f-4737-af07-241b89fcc0e7";
const MIRROR: &str = "5c5c5c5c-1111-4222-8333-444444444444";
const METADATA: &str = "6d6d6d6d-1111-4222-8333-444444444444";
const POOL: &str = "9e98c4f6-40e1-4c96-9f1c-9935719f9212";
const HOUR: i64 = 3_600_000;
const GIB: u64 = 1 << 30;

fn instant(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis).unwrap().to_string()
}

/// Makes a run of the mirror: 3 GiB and 5 GiB from the first second to the 512th, 16 MiB per second.
fn mirror_log(start: i64) -> Value {
    let transfer = |from: i64, to: i64, size: u64| {
        json!({"id": format!("t{from}"), "message": "transfer", "status": "success", "start": start + from,
            "end": start + to, "result": {"size": size}})
    };
    let export = |id: &str, parts: Value| {
        json!({"id": id, "message": "export", "status": "success", "start": start + 500, "end": start + 520_000,
            "data": {"type": "remote", "id": "target"}, "tasks": parts})
    };
    json!({
        "id": start.to_string(), "message": "backup", "jobId": MIRROR, "jobName": "offsite", "scheduleId": "s1",
        "start": start, "end": start + 530_000, "status": "success", "data": {"mode": "mirror"},
        "infos": [{"message": "vms", "data": {"vms": [VM]}}],
        "tasks": [{
            "id": "v", "message": "backup VM", "status": "success", "start": start + 100, "end": start + 525_000,
            "data": {"type": "VM", "id": VM},
            "tasks": [
                export("e1", json!([])),
                export("e2", json!([transfer(1000, 200_000, 3 * GIB), transfer(201_000, 513_000, 5 * GIB)])),
            ],
        }],
    })
}

fn metadata_log(start: i64) -> Value {
    json!({
        "id": start.to_string(), "message": "backup", "jobId": METADATA, "jobName": "config", "scheduleId": "s2",
        "start": start, "end": start + 2_000, "status": "success",
        "tasks": [{"id": "p", "message": "Starting metadata backup for the pool", "status": "success",
            "start": start, "end": start + 1_000, "data": {"type": "pool", "pool": {"name_label": "prod"}}, "tasks": []}],
    })
}

fn state(now: i64) -> State {
    let mut state = State::new();
    let remote = |id: &str, name: &str| json!({"id": id, "name": name, "url": format!("nfs://192.0.2.9:/{id}"), "enabled": true});
    state.remotes = vec![remote("source", "nas"), remote("target", "cloud")];
    state.mirror_jobs = vec![json!({
        "id": MIRROR, "type": "mirrorBackup", "mode": "incremental", "name": "offsite", "sourceRemote": "source",
        "remotes": {"id": "target"}, "settings": {"": {}, "s1": {"exportRetention": 14}},
    })];
    state.metadata_jobs = vec![json!({
        "id": METADATA, "type": "metadataBackup", "name": "config", "pools": {"id": POOL}, "xoMetadata": true,
        "remotes": {"id": "target"},
        "settings": {"s2": {"retentionPoolMetadata": 7, "retentionXoMetadata": 5}},
    })];
    state.schedules = [("s1", MIRROR), ("s2", METADATA)]
        .map(|(id, job)| json!({"id": id, "jobId": job, "cron": "0 3 * * *", "enabled": true, "timezone": "UTC"}))
        .into();
    for start in [now - 50 * HOUR, now - 26 * HOUR, now - 2 * HOUR] {
        state.logs.insert(start.to_string(), mirror_log(start));
        let start = start + HOUR;
        state.logs.insert(start.to_string(), metadata_log(start));
    }
    state
}

#[test]
fn a_mirror_says_source_size_speed_and_retention() {
    // 2026-11-27T05:00:00Z
    let now = 1_795_755_600_000;
    let state = state(now);
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let home = Home::new();
    let at = instant(now);
    let run = |args: &[&str]| {
        let ran = home.run(
            &[&["jobs"], args, &["--url", &server.url(), "--at", &at]].concat(),
            &[("XO_TOKEN", &token)],
        );
        assert_eq!(ran.status, 0, "{ran:?}");
        ran
    };
    let screen = run(&["offsite"]).out;
    for expected in
        ["copies from repository `nas`", "`cloud`", "keeps 14 backups of each VM", "8.0 GiB", "16.0 MiB/s"]
    {
        assert!(screen.contains(expected), "{expected}: {screen}");
    }
    let metadata = run(&["config"]).out;
    for expected in ["keeps 7 backups of pools", "keeps 5 backups of XO", "`cloud`"] {
        assert!(metadata.contains(expected), "{expected}: {metadata}");
    }
    let document: Value = run(&["offsite", "--format", "json"]).json();
    let target = &document["detail"]["runs"][0]["backups"][0]["targets"][0];
    assert_eq!((&target["bytes"], &target["seconds"]), (&json!(8 * GIB), &json!(512)), "{document}");
}
