//! What to do, case by case: each plan is found by drawing its effect.

use super::{DAILY, GOOD, WEB, nightly, outlook};
use crate::analysis::world::World;
use crate::outlook::{Cost, ObjectKind, Outlook, Status, Step, StepAction};

/// Writes each step as `CODE OBJECT`.
fn steps(outlook: &Outlook) -> String {
    let step = |step: &Step| {
        let code = serde_json::to_value(&step.action).unwrap()["code"].as_str().unwrap().to_owned();
        let object = step.objects.first().map(|object| format!(" {}", object.id)).unwrap_or_default();
        code + &object
    };
    outlook.plan.steps.iter().map(step).collect::<Vec<_>>().join("; ")
}

fn on(sr: &str, chain: &str) -> String {
    format!("sr s {sr} vm web {{ disk root 9GiB on s: {chain} }}")
}

#[test]
fn what_no_forecast_knows() {
    let stuck = nightly(WEB, &["90h success", "60h success", "30h pending"]);
    let mut off = nightly(WEB, &GOOD);
    off.backups.repositories.as_mut().unwrap()[0].enabled = false;
    let full = World::new(WEB)
        .repository("nas", "nfs", 1000, 19)
        .past("nightly", DAILY, &["web"], &["51h full", "27h full", "3h full"])
        .with_setting("nightly", "exportRetention", 7);
    let idle = nightly(WEB, &GOOD).with_setting("nightly", "exportRetention", 0);
    let failing = nightly(WEB, &["75h success", "51h failure", "27h failure", "3h failure"]);
    let gone = nightly("sr s ext", &GOOD);
    let detached = nightly(&on("ext 1TiB free 500GiB detached", "leaf"), &GOOD);
    let cases = [
        ("nothing to do", nightly(WEB, &GOOD), ""),
        ("a stuck run", stuck, "stop_run nightly"),
        ("a repository that is off", off, "restore_repository nas"),
        ("a repository that is full", full, "free_repository nas"),
        ("a job without output", idle, "set_output nightly"),
        ("an error time after time", failing, "resolve_error nightly"),
        ("a VM that is gone", gone, "remove_from_job web"),
        ("an SR that no host reaches", detached, "restore_sr s"),
    ];
    for (case, world, expected) in cases {
        let result = outlook(&world);
        assert_eq!(steps(&result), expected, "{case}");
        for step in &result.plan.steps {
            assert!(step.probability_after < 0.1 && step.probability_before >= 0.5, "{case}: {step:?}");
            assert!(!step.fixes.is_empty() && step.before.is_some(), "{case}: {step:?}");
        }
        assert_eq!(result.after.ok, result.answer.due, "{case}");
    }
}

/// A manual run helps a restore point that gets too old, but never a VM at the limit of its chain: that run is refused.
#[test]
fn no_run_by_hand_at_the_limit() {
    let late = ["123h delta", "99h delta", "75h delta"];
    for chain in ["base*29 1GiB snap x > leaf", "base 1GiB > base 1GiB > base 1GiB > leaf"] {
        let result = outlook(&nightly(&on("ext 1TiB free 500GiB gc=false", chain), &late));
        assert!(result.rows.iter().any(|row| row.outcome == crate::outlook::Outcome::Fails), "{chain}");
        assert!(!steps(&result).contains("run_now"), "{chain}: {}", steps(&result));
    }
}

#[test]
fn how_much_a_repository_lacks() {
    let full = World::new(WEB)
        .repository("nas", "nfs", 1000, 19)
        .past("nightly", DAILY, &["web"], &["51h full", "27h full", "3h full"])
        .with_setting("nightly", "exportRetention", 7);
    let result = outlook(&full);
    let action = &result.plan.steps[0].action;
    assert_eq!(*action, StepAction::FreeRepository { bytes: crate::units::Bytes::gib(1) });
}

#[test]
fn merges_that_are_stopped() {
    let hidden = "base 1GiB > base 1GiB > base 1GiB > leaf";
    let off = outlook(&nightly(&on("ext 1TiB free 500GiB gc=false", hidden), &GOOD));
    assert_eq!(steps(&off), "enable_collector s");
    assert_eq!(
        off.plan.steps[0].command.as_deref(),
        Some("xe sr-param-remove uuid=s param-name=other-config param-key=gc && xe sr-scan uuid=s")
    );
    assert_eq!((off.after.ok, off.after.due), (1, 1));
    // a collector stopped by a broken chain is not restarted
    let lost = "ext 1TiB free 500GiB { disk lost 1GiB: missing > leaf }";
    let broken = outlook(&nightly(&on(lost, hidden), &GOOD));
    assert!(steps(&broken).starts_with("repair_chain s"), "{}", steps(&broken));
    assert!(!steps(&broken).contains("rescan") && !steps(&broken).contains("collector"));
}

/// A QCOW2 chain whose VMs run on several hosts is merged by none: neither waiting nor a rescan helps, only one host
/// for all of them. A VHD chain is merged by the pool master.
#[test]
fn qcow2_chains_on_several_hosts() {
    let world = |format: &str| {
        let text = format!(
            "sr s nfs 1TiB vm web host=h1 {{ disk root 9GiB on s {format}: base 1GiB > base 1GiB > base 1GiB as b > leaf }}
             vm copy host=h2 {{ disk root 9GiB on s {format}: b > leaf }}"
        );
        outlook(&nightly(&text, &GOOD))
    };
    let result = world("qcow2");
    let [step] = &result.plan.steps[..] else { panic!("{}", steps(&result)) };
    assert_eq!(steps(&result), "run_on_one_host s");
    let vms: Vec<String> =
        step.objects.iter().filter(|one| one.kind == ObjectKind::Vm).map(|one| one.id.to_string()).collect();
    assert_eq!(vms, ["copy", "web"]);
    assert!(step.probability_before >= 0.9 && step.probability_after < 0.1, "{step:?}");
    assert_eq!(result.after.ok, result.after.due);
    assert!(!steps(&world("")).contains("run_on_one_host"));
}

/// An SR that lacks little is not said to need terabytes, however early the search has to stop.
#[test]
fn room_is_no_more_than_it_takes() {
    let world =
        |free: &str| nightly(&on(&format!("lvm 100GiB free {free}"), "base 3GiB snap a > leaf"), &GOOD);
    for (free, most) in [("8MiB", 12), ("4GiB", 8)] {
        let result = outlook(&world(free));
        let added = result.plan.steps.iter().find_map(|step| match step.action {
            StepAction::AddSpace { bytes } => Some(bytes),
            _ => None,
        });
        assert!(added.is_none_or(|bytes| bytes <= crate::units::Bytes::gib(most)), "{free}: {added:?}");
    }
}

/// 28 snapshots fit: no fewer are advised, and no more are deleted now than necessary.
#[test]
fn the_largest_retention_that_works() {
    for kept in [29_u32, 40] {
        let text =
            on("ext 1TiB free 500GiB", "base*29 1GiB snap n age=2d job=nightly schedule=nightly > leaf 1GiB");
        let world = nightly(&text, &GOOD).with_setting("nightly", "snapshotRetention", kept);
        let result = outlook(&world);
        let [step] = &result.plan.steps[..] else { panic!("{}", steps(&result)) };
        let StepAction::KeepFewer { keep, kept: was, delete } = step.action else { panic!("{step:?}") };
        assert_eq!((keep, was), (28, kept));
        assert!((1..=2).contains(&delete), "{delete}");
        assert!(
            step.objects.iter().filter(|one| one.kind == ObjectKind::Snapshot).count() == delete as usize
        );
        assert_eq!(result.after.ok, result.after.due);
    }
}

/// Snapshots that no job keeps are named before the retention is changed; those of the last day come last, and are
/// counted.
#[test]
fn foreign_snapshots_go_first() {
    let mine = "base 1GiB snap n1 age=2d job=nightly schedule=nightly > base 1GiB snap n2 age=1d job=nightly schedule=nightly";
    let by_hand = |age: &str| {
        on("ext 1TiB free 500GiB", &format!("base*27 1GiB snap h age={age} > {mine} > leaf 1GiB"))
    };
    let world = |age: &str| nightly(&by_hand(age), &GOOD).with_setting("nightly", "snapshotRetention", 2);
    let old = outlook(&world("40d"));
    let [step] = &old.plan.steps[..] else { panic!("{}", steps(&old)) };
    let StepAction::DeleteSnapshots { count, within_a_day: 0, .. } = step.action else { panic!("{step:?}") };
    assert!(count <= 3, "{count}");
    let fresh = outlook(&world("3h"));
    let result = fresh.plan.steps.iter().any(|step| match step.action {
        StepAction::DeleteSnapshots { count, within_a_day, .. } => {
            let cost = Cost::ForeignSnapshots { count, within_a_day };
            within_a_day == count && step.costs.contains(&cost)
        }
        _ => false,
    });
    assert!(result, "{}", steps(&fresh));
}

#[test]
fn room_is_found_or_reported_as_lacking() {
    let result = outlook(&nightly(&on("lvm 100GiB free 8MiB", "base 3GiB snap a > leaf"), &GOOD));
    assert!(!result.plan.steps.is_empty());
    assert_eq!(result.answer.status, Status::No);
    assert!(result.plan.steps.iter().all(|step| step.sr_ids == ["s".into()]), "{}", steps(&result));
    let sr = &result.srs[0];
    assert!(!sr.quiet && sr.steps == [1], "{sr:?}");
}

/// What no step removes is the last entry, and is never missing.
#[test]
fn a_prediction_without_a_step_has_its_needs() {
    let worlds = [
        on("ext 1TiB free 500GiB", "base*29 snap x age=1h > leaf"),
        on("ext 1TiB free 500GiB", "missing > leaf"),
        on("lvm 100GiB free 8MiB", "base 3GiB > leaf"),
        on("ext 1TiB free 500GiB coalesce=false", "base 1GiB > base 1GiB > base 1GiB > leaf"),
    ];
    for text in worlds {
        let result = outlook(&nightly(&text, &GOOD));
        assert!(!result.plan.steps.is_empty(), "{text}");
        // nothing merges there, and the rules refuse the VM as things are
        let vain = ["wait_for_merges", "run_now"].into_iter().find(|code| steps(&result).contains(code));
        assert_eq!(vain, None, "{text}: {}", steps(&result));
        let needs =
            result.plan.steps.iter().rposition(|step| matches!(step.action, StepAction::Needs { .. }));
        assert!(needs.is_none_or(|at| at + 1 == result.plan.steps.len()), "{}", steps(&result));
        assert!(result.plan.steps.iter().zip(1..).all(|(step, number)| step.step == number));
    }
}

/// Of two steps for runs at the same time, the one that fixes more comes first, and what is only possible comes last.
#[test]
fn the_step_that_fixes_most_comes_first() {
    let vm = |name: &str, sr: &str| format!("vm {name} {{ disk root 9GiB on {sr}: base 1GiB > leaf }} ");
    let text = format!(
        "sr s ext 1TiB free 500GiB sr t ext 1TiB free 500GiB detached {}{}{}",
        vm("a", "s"),
        vm("b", "t"),
        vm("c", "t")
    );
    let other: Vec<String> = (0..9).rev().map(|day| format!("{}h delta", day * 24 + 3)).collect();
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    let world = World::new(&text)
        .repository("nas", "nfs", 1000, 900)
        .past("idle", DAILY, &["a"], &["200h delta", "171h delta", "147h delta", "123h delta"])
        .with_setting("idle", "exportRetention", 7)
        .past("busy", DAILY, &["b", "c"], &other)
        .with_setting("busy", "exportRetention", 7);
    assert_eq!(steps(&outlook(&world)), "restore_sr t; check_schedule idle");
}
