//! Settings, and what they leave on a disk.

use serde_json::{Value, json};

use super::*;
use crate::backup::testing::{Server, server};

fn with(mode: &str, settings: &Value, snapshots: &[&str]) -> Server {
    let mut objects = vec![
        json!({"id": "v", "type": "VM", "power_state": "Running", "$VBDs": ["b"]}),
        json!({"id": "b", "type": "VBD", "VM": "v", "VDI": "d"}),
        json!({"id": "d", "type": "VDI"}),
    ];
    objects.extend(snapshots.iter().map(|id| {
        json!({"id": id, "type": "VDI-snapshot", "$snapshot_of": "d",
            "other_config": {"xo:backup:job": "j", "xo:backup:vm": "v", "xo:backup:datetime": id}})
    }));
    server(json!({
        "captured_at": 0, "objects": objects,
        "backup": [{"id": "j", "type": "backup", "mode": mode, "vms": {"id": "v"}, "remotes": {"id": "r"},
            "srs": {"id": "t"}, "settings": settings}],
        "call": [],
        "schedules": [
            {"id": "s1", "jobId": "j", "cron": "@daily", "enabled": true},
            {"id": "s2", "jobId": "j", "cron": "@weekly", "enabled": true},
            {"id": "off", "jobId": "j", "cron": "@hourly", "enabled": false},
        ],
    }))
}

fn plan(server: &Server) -> BackupPlan {
    BackupPlan::build(&server.inventory, &server.backups, server.observed_at)
}

#[test]
fn follows_the_table_of_what_runs_leave() {
    let cbt = json!({"": {"preferNbd": true, "cbtDestroySnapshotData": true}});
    let cases = [
        ("full", json!({}), (0, 1)),
        ("full", json!({"": {"offlineBackup": true}}), (0, 0)),
        ("delta", json!({}), (1, 2)),
        ("delta", cbt, (0, 1)),
        ("full", json!({"s1": {"snapshotRetention": 3}}), (3, 4)),
        ("full", json!({"off": {"snapshotRetention": 3}}), (0, 1)),
        ("full", json!({"s1": {"snapshotRetention": 3}, "s2": {"snapshotRetention": 2}}), (5, 6)),
        ("delta", json!({"s1": {"snapshotRetention": 3}, "s2": {"snapshotRetention": 2}}), (5, 6)),
        ("delta", json!({"s1": {"snapshotRetention": 3}}), (4, 5)),
        ("delta", json!({"": {"snapshotRetention": u64::MAX}}), (u64::MAX, u64::MAX)),
    ];
    for (mode, settings, (left, peak)) in cases {
        let server = with(mode, &settings, &[]);
        let plan = plan(&server);
        let kept = on_disks(&server.inventory, &plan);
        assert_eq!(kept.len(), 1, "{mode} {settings}");
        assert_eq!(kept[0].configured, Configured { left, peak }, "{mode} {settings}");
        assert_eq!((kept[0].observed, kept[0].peak()), (0, peak.max(peak - left)), "{mode} {settings}");
    }
}

#[test]
fn schedules_that_nothing_starts_keep_what_they_have() {
    let cases = [
        (json!({}), (1, 2), (1, 2)),
        (
            json!({"s1": {"snapshotRetention": 2}, "s2": {"snapshotRetention": 1}, "off": {"snapshotRetention": 3}}),
            (3, 4),
            (6, 7),
        ),
        (json!({"gone": {"snapshotRetention": 3}}), (1, 2), (1, 2)),
    ];
    for (settings, configured, tolerated) in cases {
        let server = with("delta", &settings, &[]);
        let plan = plan(&server);
        let kept = &on_disks(&server.inventory, &plan)[0];
        let both = [kept.configured, kept.tolerated].map(|asked| (asked.left, asked.peak));
        assert_eq!(both, [configured, tolerated], "{settings}");
    }
}

#[test]
fn what_is_found_may_be_more() {
    let server = with("delta", &json!({}), &["1", "2", "3"]);
    let plan = plan(&server);
    let kept = on_disks(&server.inventory, &plan);
    assert_eq!((kept[0].observed, kept[0].observed_metadata, kept[0].peak()), (3, 0, 4));
}

#[test]
fn replicas_are_kept_by_target() {
    let cases = [
        (json!({}), (0, 0)),
        (json!({"s1": {"copyRetention": 2}}), (2, 3)),
        (json!({"s1": {"copyRetention": 2}, "s2": {"copyRetention": 1}}), (3, 4)),
        (json!({"": {"deleteFirst": true}, "s1": {"copyRetention": 2}}), (2, 2)),
        (json!({"off": {"copyRetention": 2}}), (0, 0)),
    ];
    for (settings, (left, peak)) in cases {
        let server = with("delta", &settings, &[]);
        let plan = plan(&server);
        let kept = on_targets(&plan);
        assert_eq!(
            kept.iter().map(|kept| kept.configured).collect::<Vec<_>>(),
            [Configured { left, peak }],
            "{settings}"
        );
    }
}
