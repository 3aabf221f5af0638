//! Schedules, with one past run each.

use serde_json::json;

use super::*;
use crate::backup::testing::{NO_RUN, Server, server, vm_run};
use crate::model::{Run, RunStatus};

const MON_TO_FRI: &str = "0 22 * * mon-fri";

fn one_job(schedules: &[(&str, &str, bool)]) -> Server {
    let schedules: Vec<_> = schedules
        .iter()
        .enumerate()
        .map(|(at, (cron, zone, enabled))| {
            json!({"id": format!("s{at}"), "jobId": "j", "cron": cron, "timezone": zone, "enabled": enabled})
        })
        .collect();
    server(json!({
        "captured_at": 0,
        "objects": [{"id": "v", "type": "VM"}],
        "backup": [{"id": "j", "type": "backup", "mode": "delta", "vms": {"id": "v"}, "remotes": {"id": "r"}}],
        "call": [], "schedules": schedules,
    }))
}

fn ran(start: &str, status: RunStatus) -> Run {
    let start: Timestamp = start.parse().unwrap();
    let minute = start.as_second() / 60;
    Run {
        start: Some(start),
        has_tasks: true,
        status,
        vms: vec![vm_run("v", status, minute, minute + 60)],
        ..NO_RUN.clone()
    }
}

fn judged(server: &Server, runs: &[Run], now: &str) -> (Option<i64>, RpoState) {
    let now = now.parse().unwrap();
    let plan = BackupPlan::build(&server.inventory, &server.backups, now);
    let history = History::build(runs, now);
    let all = judge(&plan, Some(&history), runs, now);
    assert_eq!(all.len(), 1);
    (all[0].limit.map(|limit| limit.as_hours()), all[0].state)
}

#[test]
fn the_limit_is_one_and_a_half_gaps_around_the_last_success() {
    let cases: [(&[(&str, &str, bool)], &str, i64); 8] = [
        // on a Thursday, on a Friday, and by hand on a Sunday
        (&[(MON_TO_FRI, "utc", true)], "2026-11-19T22:00:00.062Z", 36),
        (&[(MON_TO_FRI, "utc", true)], "2026-11-20T22:00:00.062Z", 108),
        (&[(MON_TO_FRI, "utc", true)], "2026-11-22T12:00:00Z", 108),
        // the most frequent enabled schedule counts
        (&[("0 22 * * *", "utc", true), ("0 * * * *", "utc", false)], "2026-11-19T22:00:00Z", 36),
        (&[("0 22 * * *", "utc", true), ("0 */6 * * *", "utc", true)], "2026-11-19T22:00:00Z", 9),
        // the clocks of Paris went back on 2026-10-25: a day of 25 hours, and 1.5 times that is 37.5
        (&[("0 0 * * *", "Europe/Paris", true)], "2026-10-24T22:00:00Z", 37),
        (&[("0 0 1 * *", "utc", true)], "2026-11-01T00:00:00Z", 45 * 24),
        // each minute for a week, then not until next month: a gap of 23 days and a minute after the 7th
        (&[("* * 1-7 * *", "utc", true)], "2026-11-23T00:00:00Z", 828),
    ];
    for (schedules, start, hours) in cases {
        let server = one_job(schedules);
        let (limit, _) = judged(&server, &[ran(start, RunStatus::Success)], "2026-11-25T00:00:00Z");
        assert_eq!(limit, Some(hours), "{schedules:?} {start}");
    }
}

#[test]
fn reports_kept_missed_and_unknown() {
    let daily = one_job(&[("0 22 * * *", "utc", true)]);
    let good = ran("2026-11-19T22:00:00Z", RunStatus::Success);
    let bad = ran("2026-11-20T22:00:00Z", RunStatus::Failure);
    let of_another_job = Run { job: Some("k".into()), ..ran("2026-11-18T22:00:00Z", RunStatus::Success) };
    // 36 hours after its end at 23:00
    let limit: Timestamp = "2026-11-21T11:00:00Z".parse().unwrap();
    let missed = |failed_since| RpoState::Missed { since: limit, failed_since };
    let cases = [
        (vec![good.clone()], "2026-11-21T11:00:00Z", RpoState::Kept { until: limit }),
        (vec![good.clone()], "2026-11-21T11:00:00.001Z", missed(false)),
        (vec![good, bad.clone()], "2026-11-22T00:00:00Z", missed(true)),
        // there may have been a success just before the oldest log, which is the failure itself
        (vec![bad.clone()], "2026-11-22T10:00:00Z", RpoState::Unknown),
        (vec![bad.clone()], "2026-11-22T10:00:00.001Z", RpoState::NeverSucceeded),
        (vec![of_another_job, bad], "2026-11-21T00:00:00Z", RpoState::NeverSucceeded),
        (vec![], "2026-11-22T00:00:00Z", RpoState::NeverRan),
    ];
    for (runs, now, expected) in cases {
        assert_eq!(judged(&daily, &runs, now).1, expected, "{now}");
    }
    let good = [ran("2026-11-19T22:00:00Z", RunStatus::Success)];
    let now = "2026-11-25T00:00:00Z";
    let off = one_job(&[("0 22 * * *", "utc", false)]);
    assert_eq!(judged(&off, &good, now).1, RpoState::NotScheduled);
    assert_eq!(judged(&one_job(&[("0 22 * * *", "local", true)]), &good, now).1, RpoState::Unknown);
    let now = now.parse().unwrap();
    let plan = BackupPlan::build(&daily.inventory, &daily.backups, now);
    assert_eq!(judge(&plan, None, &[], now)[0].state, RpoState::Unknown);
}

/// Runs that XO calls successes but that record no VM prove nothing: two of them, further back than the limit, count.
#[test]
fn successes_that_record_nothing_are_no_restore_points() {
    let daily = one_job(&[("0 22 * * *", "utc", true)]);
    let blank = |day: u8| Run {
        vms: Vec::new(),
        mode: Some(crate::model::Mode::Delta),
        has_tasks: false,
        ..ran(&format!("2026-11-{day}T22:00:00Z"), RunStatus::Success)
    };
    let good = ran("2026-11-19T22:00:00Z", RunStatus::Success);
    let cases = [
        (vec![blank(20)], "2026-11-25T00:00:00Z", RpoState::NeverRan),
        (vec![blank(20), blank(21)], "2026-11-21T23:00:00Z", RpoState::NeverRan),
        (vec![blank(20), blank(21)], "2026-11-22T10:00:00.001Z", RpoState::NeverSucceeded),
        // XO drops the tasks of old runs
        (vec![blank(20), blank(21)], "2026-12-25T00:00:00Z", RpoState::NeverRan),
        (
            vec![blank(20), blank(21), good.clone()],
            "2026-11-20T10:00:00Z",
            RpoState::Kept { until: "2026-11-21T11:00:00Z".parse().unwrap() },
        ),
    ];
    for (runs, now, expected) in cases {
        assert_eq!(judged(&daily, &runs, now).1, expected, "{now}");
    }
}

/// What starts a job may be in a list that was not read: then nobody knows whether a restore point is promised.
#[test]
fn lists_that_were_not_read_leave_the_schedule_unknown() {
    const OFF: &[(&str, &str, bool)] = &[("0 22 * * *", "utc", false)];
    const ON: &[(&str, &str, bool)] = &[("0 22 * * *", "utc", true)];
    let cases: [(&str, &[(&str, &str, bool)], bool, bool, RpoState); 6] = [
        ("all was read", OFF, true, true, RpoState::NotScheduled),
        ("no schedules", OFF, false, true, RpoState::Unknown),
        ("no sequences", OFF, true, false, RpoState::Unknown),
        ("neither", OFF, false, false, RpoState::Unknown),
        // a sequence starts schedules: a job without schedules cannot be started by one
        ("no sequences, and nothing that one could start", &[], true, false, RpoState::NotScheduled),
        ("its own schedule is enough", ON, true, false, RpoState::NeverRan),
    ];
    for (case, schedules, with_schedules, with_sequences, expected) in cases {
        let mut server = one_job(schedules);
        server.backups.schedules = server.backups.schedules.filter(|_| with_schedules);
        server.backups.call_jobs = server.backups.call_jobs.filter(|_| with_sequences);
        assert_eq!(judged(&server, &[], "2026-11-25T00:00:00Z").1, expected, "{case}");
    }
}

#[test]
fn finds_vms_without_a_scheduled_backup() {
    let mut raw = json!({
        "captured_at": 0,
        "objects": [
            {"id": "a", "type": "VM"}, {"id": "b", "type": "VM"}, {"id": "c", "type": "VM", "tags": ["xo:no-bak=x"]},
            {"id": "d", "type": "VM", "other": {"xo:copy_of": "x"}}, {"id": "e", "type": "VM-snapshot"},
            {"id": "f", "type": "VM"},
        ],
        "backup": [
            {"id": "j", "type": "backup", "mode": "delta", "vms": {"id": "a"}, "remotes": {"id": "r"}},
            {"id": "k", "type": "backup", "mode": "delta", "vms": {"id": "b"}, "remotes": {"id": "r"}},
            {"id": "l", "type": "backup", "mode": "delta", "vms": {"id": "f"}},
        ],
        "call": [],
        "schedules": [
            {"id": "s", "jobId": "j", "cron": "@daily", "enabled": true},
            {"id": "t", "jobId": "k", "cron": "@daily", "enabled": false},
            {"id": "u", "jobId": "l", "cron": "@daily", "enabled": true},
        ],
    });
    let names = |raw: &serde_json::Value| {
        let server = server(raw.clone());
        let plan = BackupPlan::build(&server.inventory, &server.backups, server.observed_at);
        let found = unprotected(&server.inventory, &server.backups, &plan)?;
        Some(found.into_iter().map(|vm| server.inventory.vm(vm).name.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(names(&raw), Some(vec!["b".to_owned(), "f".to_owned()]));
    raw.as_object_mut().unwrap().remove("call");
    assert_eq!(names(&raw), None);
}

/// Answers may be looked at as of a later instant: a restore point that was recent enough may be too old now, or have
/// a successor that nobody saw. What was missed stays missed.
#[test]
fn what_was_kept_is_not_known_later() {
    let server = one_job(&[("0 22 * * *", "utc", true)]);
    let runs = [ran("2026-11-19T22:00:00Z", RunStatus::Success)];
    let read: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
    let plan = BackupPlan::build(&server.inventory, &server.backups, read);
    let history = History::build(&runs, read);
    let judged = judge(&plan, Some(&history), &runs, read);
    let seen = |hours| seen_from(judged.clone(), read + SignedDuration::from_hours(hours))[0].state;
    assert!(matches!(seen(0), RpoState::Kept { .. }) && matches!(seen(12), RpoState::Kept { .. }));
    assert_eq!(seen(98 * 24), RpoState::Unknown);
    let late = judge(&plan, Some(&history), &runs, read + SignedDuration::from_hours(98 * 24));
    assert!(matches!(seen_from(late, Timestamp::MAX)[0].state, RpoState::Missed { .. }));
}
