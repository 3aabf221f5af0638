//! What the logs say about the next run.

use super::{DAILY, GOOD, WEB, nightly, outlook, show};
use crate::analysis::world::World;
use crate::model::{Phase, RunStatus};
use crate::notation::NOW;
use crate::outlook::Cause;
use jiff::SignedDuration;

#[test]
fn what_failed_fails_again() {
    let cases: [(&str, &[&str], &str); 7] = [
        ("a one-off is over", &["51h success", "27h failure", "3h success"], "yes"),
        (
            "the last one failed",
            &["51h success", "27h success", "3h failure"],
            "at_risk; web OTHER 0.35 failed_before",
        ),
        (
            "twice in a row",
            &["51h success", "27h failure", "3h failure"],
            "probably_not; web OTHER 0.65 failed_before",
        ),
        (
            "three times",
            &["75h success", "51h failure", "27h failure", "3h failure"],
            "probably_not; web OTHER 0.875 failed_before",
        ),
        (
            "before the first VM",
            &["75h success", "51h broken", "27h broken", "3h broken"],
            "probably_not; web OTHER 0.875 failed_before",
        ),
        (
            "an interruption changes nothing",
            &["75h success", "51h failure", "27h failure", "4h interrupted", "3h failure"],
            "probably_not; web OTHER 0.875 failed_before",
        ),
        ("healed", &["75h failure", "51h failure", "27h failure", "3h success"], "yes"),
    ];
    for (case, runs, expected) in cases {
        let result = show(&outlook(&nightly(WEB, runs)));
        let (result, expected) = (close(&result), close(expected));
        assert_eq!(result.0, expected.0, "{case}");
        assert!((result.1 - expected.1).abs() < 0.15, "{case}: {result:?}");
    }
}

/// Splits a line into its words and its chance.
fn close(line: &str) -> (String, f64) {
    let chance = line.split(' ').find_map(|word| word.parse::<f64>().ok());
    let words: Vec<&str> = line.split(' ').filter(|word| word.parse::<f64>().is_err()).collect();
    (words.join(" "), chance.unwrap_or(0.0))
}

/// Two VMs that fail for weeks teach that failures repeat; VMs that recover teach the opposite.
#[test]
fn the_chance_is_learnt_from_the_logs() {
    let lasting: Vec<String> = (1..20).rev().map(|day| format!("{}h failure", day * 24 + 3)).collect();
    let healing: Vec<String> = (1..20)
        .rev()
        .map(|day| format!("{}h {}", day * 24 + 3, if day % 2 == 0 { "failure" } else { "success" }))
        .collect();
    let with = |other: &[String]| {
        let runs: Vec<&str> = other.iter().map(String::as_str).collect();
        let world =
            nightly(WEB, &["51h success", "27h success", "3h failure"]).past("other", DAILY, &["web"], &runs);
        let outlook = outlook(&world.with_setting("other", "exportRetention", 7));
        outlook.rows.iter().find(|row| row.job_id == "nightly".into()).unwrap().probability
    };
    let (lasting, healing) = (with(&lasting), with(&healing));
    assert!(lasting > 0.4 && healing < 0.2, "{lasting} {healing}");
}

#[test]
fn a_stuck_run_blocks_its_job() {
    let runs = ["90h success", "60h success", "30h pending", "12h refused"];
    let result = outlook(&nightly(WEB, &runs));
    assert_eq!(show(&result), "no; web JOB_ALREADY_RUNNING 0.97 stuck_run");
    assert!(
        matches!(result.rows[0].cause, Some(Cause::StuckRun { refused: 1, .. })),
        "{:?}",
        result.rows[0].cause
    );
    let job = &result.jobs[0];
    assert!(job.blocked_by.is_some() && !job.good, "{job:?}");
    let fresh = outlook(&nightly(WEB, &["90h success", "60h success", "1h pending"]));
    assert_eq!(show(&fresh), "yes");
}

#[test]
fn a_schedule_that_does_not_start_any_more() {
    let stopped = nightly(WEB, &["200h delta", "171h delta", "147h delta", "123h delta"]);
    assert_eq!(show(&outlook(&stopped)), "probably_not; web NOT_STARTED 0.56 not_started");
    // another job shows that XO was at work throughout
    let daily: Vec<String> = (0..9).rev().map(|day| format!("{}h delta", day * 24 + 3)).collect();
    let daily: Vec<&str> = daily.iter().map(String::as_str).collect();
    let busy = nightly(WEB, &["200h delta", "171h delta", "147h delta", "123h delta"])
        .past("other", DAILY, &["web"], &daily)
        .with_setting("other", "exportRetention", 7);
    let result = outlook(&busy);
    let row = result.rows.iter().find(|row| row.job_id == "nightly".into()).unwrap();
    assert!((row.probability - 0.717).abs() < 0.01, "{row:?}");
    for (case, runs) in [("it ran", &GOOD[..]), ("it never ran: it may be new", &[])] {
        assert_eq!(show(&outlook(&nightly(WEB, runs))), "yes", "{case}");
    }
}

#[test]
fn starts_that_were_refused_are_no_good_job() {
    let runs = ["100h success", "76h refused", "52h refused", "28h refused", "4h refused"];
    let result = outlook(&nightly(WEB, &runs));
    assert!(show(&result).starts_with("probably_not; web JOB_ALREADY_RUNNING"), "{}", show(&result));
    assert!(!result.jobs[0].good);
}

/// The SR has not gained any room since the snapshot failed.
#[test]
fn no_more_room_than_then() {
    let full = |text: &str| {
        let mut world = nightly(text, &["75h delta", "51h delta", "27h failure", "3h failure"]);
        for run in world.backups.runs.iter_mut().flatten() {
            for vm in &mut run.vms {
                if let Some(error) = &mut vm.whole.error {
                    error.code = Some("SR_BACKEND_FAILURE_44".into());
                }
            }
        }
        world
    };
    let sr = "sr s lvm 1TiB free 9GiB vm web { disk root 100GiB on s: base 9GiB snap a job=nightly > leaf 102608MiB }";
    assert_eq!(
        show(&outlook(&full(sr))),
        "no; web SR_BACKEND_FAILURE_44 0.901 no_more_room_than_then",
        "the snapshot may fit, and did not fit then"
    );
    assert_eq!(show(&outlook(&full(WEB))), "yes", "plenty of room");
    let other = full(sr).past("other", "off 0 20 * * *", &["web"], &["1h delta"]);
    assert_eq!(show(&outlook(&other)), "yes", "a backup that went well deleted something since");
}

/// A user who may not read the logs does not see that all is well.
#[test]
fn unread_logs_are_no_yes() {
    let mut world: World = nightly(WEB, &GOOD);
    world.backups.runs = None;
    world.reading.unread = vec![crate::model::Unread {
        answer: crate::model::Question::Logs,
        why: crate::model::UnreadReason::NotAsked,
    }];
    assert_eq!(show(&outlook(&world)), "cannot_tell; web - 0 not_read");
}

/// An interrupted last run left no restore points: it is named, whatever is predicted for the next one.
#[test]
fn an_interrupted_run_is_named() {
    let cases: [(&[&str], bool); 4] = [
        (&["51h delta", "27h delta", "3h interrupted"], true),
        (&["51h delta", "27h interrupted", "3h refused"], true),
        (&["51h delta", "27h interrupted", "3h delta"], false),
        (&["51h delta", "27h delta", "3h delta"], false),
    ];
    for (runs, is_named) in cases {
        let result = outlook(&nightly(WEB, runs));
        assert_eq!(result.jobs[0].interrupted_at.is_some(), is_named, "{runs:?}");
    }
}

/// An observation remains all that is known, however far ahead one looks (`shared/field` F38).
#[test]
fn nothing_is_known_of_the_time_after_the_reading() {
    let mut world = nightly(WEB, &GOOD);
    assert_eq!(show(&outlook(&world)), "yes");
    for days in [1, 30, 107] {
        world.reading.observed_at = NOW.checked_add(SignedDuration::from_hours(24 * days)).unwrap();
        let result = outlook(&world);
        assert_eq!(show(&result), "yes", "{days}");
        let found = world.whole();
        let codes: Vec<_> = found.findings().iter().map(|finding| finding.code.slug()).collect();
        assert!(!codes.iter().any(|slug| ["rpo-missed", "schedule-not-run"].contains(slug)), "{codes:?}");
    }
}

/// A failed restore test is XOH-706, and no reason to expect the next backup to fail.
#[test]
fn a_failed_restore_test_is_no_failed_backup() {
    let mut world = nightly(WEB, &GOOD);
    let run = world.backups.runs.as_mut().unwrap().last_mut().unwrap();
    run.status = RunStatus::Failure;
    let vm = &mut run.vms[0];
    vm.whole.status = RunStatus::Failure;
    let transfer = &mut vm.transfers[0];
    transfer.transfer = Some(Phase::new(run.start, run.end, RunStatus::Success, None));
    transfer.export.status = RunStatus::Failure;
    transfer.health_check = Some(Box::new(Phase::new(run.start, run.end, RunStatus::Failure, None)));
    assert_eq!(show(&outlook(&world)), "yes");
}
