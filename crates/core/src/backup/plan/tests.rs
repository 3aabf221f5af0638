//! Plans for hand-made servers, and for a real one.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::backup::testing::{Server, server, special_states};

fn plan(server: &Server) -> BackupPlan {
    BackupPlan::build(&server.inventory, &server.backups, server.observed_at)
}

/// A server at midnight on 1970-01-01, with jobs `a` and `b` of one VM each and these schedules.
fn two_jobs(schedules: Value, call: Value) -> BackupPlan {
    let job = |id: &str| json!({"id": id, "type": "backup", "mode": "delta", "vms": {"id": "v"}, "remotes": {"id": "r"}});
    plan(&server(json!({
        "captured_at": 0,
        "objects": [{"id": "v", "type": "VM"}],
        "backup": [job("b"), job("a")], "mirror": [], "metadata": [],
        "call": call, "schedules": schedules,
    })))
}

fn sequence(id: &str, schedules: &[&str]) -> Value {
    json!({"id": id, "type": "call", "method": "schedule.runSequence",
        "paramsVector": {"items": [{"values": [{"schedules": schedules}]}]}})
}

fn schedule(id: &str, job: &str, cron: &str, enabled: bool) -> Value {
    json!({"id": id, "jobId": job, "cron": cron, "enabled": enabled})
}

fn rows(plan: &BackupPlan) -> Vec<String> {
    plan.runs()
        .map(|run| {
            let schedule = run.schedule.map_or("-".to_owned(), |schedule| schedule.id.to_string());
            let next = run.next_run.map_or("-".to_owned(), |next| next.to_string());
            format!("{} {schedule} {} {next} {}", run.job.id, run.vm_id, run.enabled)
        })
        .collect()
}

#[test]
fn plans_the_real_server() {
    let server = special_states();
    let plan = plan(&server);
    let mut rows: Vec<_> = plan
        .jobs()
        .iter()
        .map(|job| {
            let runs: Vec<_> = plan.runs().filter(|run| run.job.id == job.job.id).collect();
            let next = runs[0].next_run.map(|next| next.to_string()).unwrap_or_default();
            format!(
                "{}: {} VMs, {next}, enabled {}, output {}",
                job.job.name,
                runs.len(),
                runs[0].enabled,
                runs[0].has_output
            )
        })
        .collect();
    rows.sort();
    // read by hand from the capture taken at 2026-11-22T14:34Z, a Sunday; the sequence fires at 22:30 in
    // Tokyo on weekdays
    assert_eq!(
        rows,
        [
            "hourly, chain check bypassed: 2 VMs, 2026-11-22T15:00:00Z, enabled true, output true",
            "in a sequence A: 1 VMs, 2026-11-23T13:30:00Z, enabled true, output true",
            "in a sequence B: 1 VMs, 2026-11-23T13:30:00Z, enabled true, output true",
            "names a VM that is gone: 2 VMs, 2026-11-23T03:15:00Z, enabled true, output true",
            "no target: 1 VMs, 2027-02-01T03:00:00Z, enabled true, output false",
            "replication to the same SR: 1 VMs, 2026-11-22T14:40:00Z, enabled true, output true",
            "smart: all but test: 12 VMs, 2026-11-25T04:00:00Z, enabled true, output true",
            "smart: prod, running: 7 VMs, 2026-11-23T00:00:00Z, enabled true, output true",
        ]
    );
    assert!(plan.unreadable.is_empty());
    let mirror = &server.backups.mirror_jobs.as_ref().unwrap()[0].id;
    assert_eq!(plan.knows_job(mirror), Some(true));
    assert_eq!(plan.knows_job(&"gone".into()), Some(false));
    let bypassed: Vec<_> = plan.runs().filter(|run| run.settings.bypass_vdi_chains_check).collect();
    assert_eq!(bypassed.len(), 2);
    assert!(
        bypassed.iter().all(|run| run.takes_snapshot(true, false) && run.settings.snapshot_retention == 24)
    );
    assert!(server.inventory.vm_indices().all(|vm| !plan.backup_running(vm)));
}

#[test]
fn rows_come_sorted_and_a_job_without_schedule_has_one() {
    let plan = two_jobs(
        json!([schedule("t", "b", "0 2 * * *", false), schedule("s", "b", "0 1 * * *", true)]),
        json!([]),
    );
    assert_eq!(rows(&plan), ["a - v - false", "b s v 1970-01-01T01:00:00Z true", "b t v - false"]);
    assert_eq!(plan.is_enabled(&"s".into()), Some(true));
    assert_eq!(plan.is_enabled(&"t".into()), Some(false));
    assert_eq!(plan.is_enabled(&"gone".into()), Some(false));
}

#[test]
fn sequences_start_what_they_name() {
    let s = |id: &str, enabled| schedule(id, "a", "0 5 * * *", enabled);
    let q = |cron: &str, enabled| schedule("q", "seq", cron, enabled);
    let r = |enabled| schedule("r", "outer", "0 3 * * *", enabled);
    // schedules, sequences, and when schedule `s` of job `a` then fires, and whether it is enabled
    let cases = [
        (json!([s("s", false), q("0 1 * * *", true)]), json!([sequence("seq", &["s"])]), "01", true),
        (json!([s("s", false), q("0 1 * * *", false)]), json!([sequence("seq", &["s"])]), "-", false),
        (json!([s("s", true), q("0 1 * * *", true)]), json!([sequence("seq", &["s"])]), "01", true),
        (json!([s("s", true), q("0 9 * * *", true)]), json!([sequence("seq", &["s"])]), "05", true),
        // a sequence that XO cannot read never fires
        (json!([s("s", false), q("0 1 * * wed", true)]), json!([sequence("seq", &["s"])]), "-", false),
        // a sequence within a sequence, and one that names itself
        (
            json!([s("s", false), q("0 9 * * *", false), r(true)]),
            json!([sequence("seq", &["s", "q", "gone"]), sequence("outer", &["q", "r"])]),
            "03",
            true,
        ),
        (json!([s("s", false), q("0 1 * * *", false)]), json!([sequence("seq", &["s", "q"])]), "-", false),
    ];
    for (schedules, call, hour, enabled) in cases {
        let plan = two_jobs(schedules.clone(), call.clone());
        let next = if hour == "-" { "-".to_owned() } else { format!("1970-01-01T{hour}:00:00Z") };
        assert_eq!(rows(&plan)[0], format!("a s v {next} {enabled}"), "{schedules} {call}");
        assert_eq!(plan.is_enabled(&"s".into()), Some(enabled), "{schedules} {call}");
    }
}

#[test]
fn reports_what_cannot_be_read() {
    let zoned = |id: &str, cron: &str, zone: &str| json!({"id": id, "jobId": "a", "cron": cron, "timezone": zone, "enabled": true});
    let plan = two_jobs(
        json!([
            zoned("1", "0 5 * * wed", "utc"),
            zoned("2", "0 5 * * *", "Mars/Olympus"),
            zoned("3", "0 5 * * *", "local"),
            zoned("4", "0 5 30 1 *", "utc"),
        ]),
        json!([]),
    );
    let wrong: Vec<_> =
        plan.unreadable.iter().map(|(id, _, wrong, enabled)| (id.to_string(), &**wrong, *enabled)).collect();
    let zone = "no time zone is named \"Mars/Olympus\" here; give the schedule an IANA name such as `Europe/Paris`, or install tzdata";
    assert_eq!(
        wrong,
        [
            ("1".to_owned(), "dayOfWeek: missing alias or integer at character 8", true),
            ("2".to_owned(), zone, true),
            ("4".to_owned(), "no solutions found for this schedule", true),
        ]
    );
    // XO never fires 1 and 4; it fires 2 and 3, at times that we do not know
    assert_eq!(rows(&plan)[..4], ["a 1 v - false", "a 2 v - true", "a 3 v - true", "a 4 v - false"]);
    assert_eq!(plan.schedule(&"3".into()).unwrap().timing.pattern, SchedulePattern::ServerZone);
    assert_eq!(plan.is_enabled(&"1".into()), Some(true));
}

#[test]
fn says_nothing_about_what_was_not_read() {
    let raw = json!({
        "captured_at": 0, "objects": [{"id": "v", "type": "VM"}],
        "backup": [{"id": "a", "type": "backup", "mode": "full", "vms": {"id": "v"}, "runId": "1"}],
    });
    let server = server(raw);
    let plan = plan(&server);
    assert_eq!(plan.knows_job(&"a".into()), Some(true));
    assert_eq!(plan.knows_job(&"b".into()), None);
    assert_eq!(plan.knows_schedule(&"s".into()), None);
    assert_eq!(plan.is_enabled(&"s".into()), None);
    assert_eq!(rows(&plan), ["a - v - false"]);
    assert!(plan.backup_running(server.inventory.find_vm(&"v".into()).unwrap()));

    let mut backups = server.backups.clone();
    backups.schedules = Some(vec![crate::backup::testing::schedule(&schedule("s", "a", "@daily", false))]);
    let plan = BackupPlan::build(&server.inventory, &backups, Timestamp::UNIX_EPOCH);
    assert_eq!(plan.is_enabled(&"s".into()), None, "an unread sequence may start it");
    assert_eq!(plan.knows_schedule(&"t".into()), Some(false));
}

#[test]
fn settings_follow_the_vm() {
    let server = server(json!({
        "captured_at": 0,
        "objects": [
            {"id": "v", "type": "VM", "tags": ["xo-offline-backup"]},
            {"id": "w", "type": "VM", "tags": []},
        ],
        "backup": [{"id": "a", "type": "backup", "mode": "full", "vms": {"id": {"__or": ["w", "v"]}},
            "settings": {"": {"snapshotRetention": 2}, "w": {"snapshotRetention": 0}}}],
    }));
    let plan = plan(&server);
    let seen: Vec<_> = plan
        .runs()
        .map(|run| {
            (
                run.settings.snapshot_retention,
                run.settings.offline_snapshot,
                run.has_output,
                run.takes_snapshot(false, false),
            )
        })
        .collect();
    assert_eq!(seen, [(2, true, true, true), (0, false, true, false)]);
}
