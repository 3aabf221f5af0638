//! Findings that concern a due backup: no "yes" beside them.

use super::{DAILY, GOOD, WEB, nightly, outlook, show};
use crate::analysis::world::World;
use crate::model::RunPlace;
use crate::outlook::{Output, Status, StepAction};

/// Returns two targets, one of which has received nothing for this many nights.
fn two_targets(nights: usize) -> World {
    let mut world = nightly(WEB, &GOOD).repository("far", "nfs", 1000, 900);
    world.jobs()[0].remotes.push("far".into());
    for run in world.backups.runs.as_mut().unwrap().iter_mut().rev().skip(nights) {
        for vm in &mut run.vms {
            let mut second = vm.transfers[0].clone();
            second.target = Some(RunPlace::Remote("far".into()));
            vm.transfers.push(second);
        }
    }
    world
}

/// XOH-707.
#[test]
fn an_output_that_is_behind_is_no_yes() {
    assert_eq!(show(&outlook(&two_targets(0))), "yes");
    let result = outlook(&two_targets(2));
    assert_eq!(show(&result), "probably_not; web OTHER 0.65 found");
    let lost: Vec<_> = result.rows[0].missing.iter().map(|missing| &missing.output).collect();
    assert_eq!(lost, [&Output::Repository { id: "far".into() }]);
    let [step] = &result.plan.steps[..] else { panic!("{:?}", result.plan) };
    assert!(matches!(step.action, StepAction::ResolveFinding { .. }), "{step:?}");
}

/// XOH-707: a schedule that does not write to that output is not affected (`shared/field` F47).
#[test]
fn an_output_that_is_behind_is_no_matter_to_a_schedule_that_passes_it_by() {
    let world = two_targets(2).schedule("snaps", "nightly", "0 4 * * *").setting(
        "nightly",
        "snaps",
        "snapshotRetention",
        2,
    );
    let world = world.setting("nightly", "snaps", "exportRetention", 0);
    let result = outlook(&world);
    let of: Vec<_> = result
        .rows
        .iter()
        .map(|row| (row.schedule_id.as_ref().is_some_and(|id| *id == "snaps".into()), row.error))
        .collect();
    assert_eq!(of, [(true, None), (false, Some(crate::outlook::BackupError::Other))]);
}

/// XOH-507.
#[test]
fn a_schedule_that_has_not_run_is_no_yes() {
    let other: Vec<String> = (0..9).rev().map(|day| format!("{}h delta", day * 24 + 3)).collect();
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    let text = "sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base 3GiB > leaf }";
    let world =
        nightly(text, &[]).past("other", DAILY, &["web"], &other).with_setting("other", "exportRetention", 7);
    let result = outlook(&world);
    let row = result.rows.iter().find(|row| row.job_id == "nightly".into()).unwrap();
    assert_eq!(
        (row.error, result.answer.status),
        (Some(crate::outlook::BackupError::NotStarted), Status::ProbablyNot)
    );
    assert!(matches!(result.plan.steps[0].action, StepAction::CheckSchedule), "{:?}", result.plan);
}

/// XOH-310 on the target, XOH-311 on the source.
#[test]
fn critical_states_of_srs_are_no_yes() {
    let cases = [
        (
            "images lost on the target of a replication",
            {
                let text = "sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base 3GiB snap a job=nightly > leaf }
                    sr t nfs 9TiB free 8TiB vm old halted { disk lost 9GiB on t missing: leaf }
                    vm copy halted start_blocked { disk root 9GiB on t: base 3GiB snap r job=nightly copy=web > leaf }";
                let mut world = nightly(text, &GOOD).with_setting("nightly", "copyRetention", 2);
                world.jobs()[0].srs.push("t".into());
                world
            },
            // the target also never got a replica (XOH-707)
            "probably_not",
        ),
        (
            "running VMs have no room",
            nightly(
                "sr s ext 1TiB free 900MiB vm web { disk root 40GiB on s: base 9GiB snap a job=nightly > leaf 1GiB }",
                &GOOD,
            ),
            "at_risk",
        ),
    ];
    for (case, world, status) in cases {
        let result = show(&outlook(&world));
        assert!(result.starts_with(status) && result.contains("found"), "{case}: {result}");
    }
}

/// What a rule already reports is not reported twice.
#[test]
fn what_is_explained_is_reported_once() {
    let result =
        outlook(&nightly("sr s ext 1TiB free 9GiB vm web { disk root 9GiB on s missing: leaf }", &GOOD));
    assert_eq!(show(&result), "no; web SR_UNAVAILABLE 1 disk_missing");
}
