//! What a run started now meets, case by case.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{GateOutcome, NotSnapshotted, Unknown, Verdict, verdicts};
use crate::backup::BackupPlan;
use crate::chains::Chains;
use crate::model::{Backups, Inventory, Job, JobKind, Mode, ObjectId, Schedule, Slot, VmPattern};
use crate::notation;

/// Returns the verdict of a job of mode `mode` with these settings on the VM `web` of an inventory.
fn verdict(text: &str, mode: Mode, settings: &Value) -> (Inventory, Verdict) {
    let inventory = notation::inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let layer: Map<String, Value> = settings.as_object().unwrap().clone();
    let job = Job {
        id: "job".into(),
        name: "job".to_owned(),
        kind: JobKind::Backup(mode),
        vms: VmPattern::Ids(vec![ObjectId::new("web")]),
        source: None,
        remotes: vec![ObjectId::new("remote")],
        srs: Vec::new(),
        settings: BTreeMap::from([(String::new(), layer)]),
        running: None,
    };
    let schedule = Schedule {
        id: "schedule".into(),
        job: "job".into(),
        name: String::new(),
        cron: "0 2 * * *".to_owned(),
        timezone: None,
        enabled: true,
    };
    let backups = Backups {
        jobs: Some(vec![job]),
        schedules: Some(vec![schedule]),
        call_jobs: Some(Vec::new()),
        ..Backups::default()
    };
    let plan = BackupPlan::build(&inventory, &backups, notation::NOW);
    let chains = Chains::build(&inventory);
    let [verdict] = &verdicts(&inventory, &chains, &plan)[..] else { panic!("one run is planned") };
    let verdict = verdict.clone();
    (inventory, verdict)
}

fn delta(text: &str) -> (Inventory, Verdict) {
    verdict(text, Mode::Delta, &json!({}))
}

fn vdis(inventory: &Inventory, verdict: &Verdict) -> Vec<String> {
    verdict.vdis.iter().map(|&vdi| inventory.vdi(vdi).id.to_string()).collect()
}

#[test]
fn chains_decide() {
    let thirty = "base*29 1GiB snap s > leaf";
    let hidden = "base 1GiB > base 1GiB > base 1GiB > leaf";
    let cases = [
        ("disk a 10GiB: base 1GiB > leaf".to_owned(), GateOutcome::Ok, vec!["web/a"]),
        // one pending merge per disk is tolerated, two are not, on any disk of the VM
        ("disk a 10GiB: base 1GiB > base 1GiB > leaf".to_owned(), GateOutcome::Ok, vec!["web/a"]),
        (format!("disk a 10GiB: leaf disk b 10GiB: {hidden}"), GateOutcome::Skip, vec!["web/b"]),
        (format!("disk a 10GiB [NOBAK]: {hidden} disk b 10GiB: leaf"), GateOutcome::Skip, vec!["web/a"]),
        // the limit counts where a snapshot is taken; a snapshot in the chain does not reset it
        (format!("disk a 10GiB: {thirty}"), GateOutcome::ChainTooLong, vec!["web/a"]),
        (format!("disk a 10GiB [NOBAK]: {thirty} disk b 10GiB: leaf"), GateOutcome::Ok, vec!["web/b"]),
        ("disk a 10GiB: base*28 1GiB snap s > leaf".to_owned(), GateOutcome::Ok, vec!["web/a"]),
        // the gate comes first
        (format!("disk a 10GiB: {thirty} disk b 10GiB: {hidden}"), GateOutcome::Skip, vec!["web/b"]),
        (
            "disk a 10GiB: missing > base 1GiB > leaf".to_owned(),
            GateOutcome::Unknown(Unknown::BrokenChain),
            vec!["web/a"],
        ),
        (
            "disk a 10GiB [NOBAK]: leaf".to_owned(),
            GateOutcome::NotSnapshotted(NotSnapshotted::NoDisks),
            vec![],
        ),
        (String::new(), GateOutcome::NotSnapshotted(NotSnapshotted::NoDisks), vec![]),
    ];
    for (disks, outcome, on) in cases {
        let (inventory, verdict) = delta(&format!("sr s nfs 1TiB {{ vm web {{ {disks} }} }}"));
        assert_eq!(
            (verdict.outcome, vdis(&inventory, &verdict)),
            (outcome, on.iter().map(|id| (*id).to_owned()).collect()),
            "{disks}"
        );
    }
}

#[test]
fn bypass_leaves_the_limit() {
    let bypass = json!({"bypassVdiChainsCheck": true});
    let cases = [
        ("base 1GiB > base 1GiB > base 1GiB > leaf", GateOutcome::Ok),
        ("base*29 1GiB > leaf", GateOutcome::ChainTooLong),
    ];
    for (chain, outcome) in cases {
        let text = format!("sr s nfs 1TiB {{ vm web {{ disk a 10GiB: {chain} }} }}");
        assert_eq!(verdict(&text, Mode::Delta, &bypass).1.outcome, outcome, "{chain}");
    }
}

#[test]
fn runs_without_a_snapshot() {
    let running = "sr s nfs 1TiB { vm web { disk a 10GiB: base*29 1GiB > leaf } }";
    let halted = "sr s nfs 1TiB { vm web halted { disk a 10GiB: base*29 1GiB > leaf } }";
    let not_needed = GateOutcome::NotSnapshotted(NotSnapshotted::NotNeeded);
    let cases = [
        (halted, Mode::Full, json!({}), not_needed),
        (halted, Mode::Full, json!({"snapshotRetention": 1}), GateOutcome::Skip),
        (halted, Mode::Delta, json!({}), GateOutcome::Skip),
        (running, Mode::Full, json!({}), GateOutcome::Skip),
        (running, Mode::Full, json!({"offlineBackup": true}), not_needed),
        (
            running,
            Mode::Full,
            json!({"offlineBackup": true, "unconditionalSnapshot": true}),
            GateOutcome::Skip,
        ),
    ];
    for (text, mode, settings, outcome) in cases {
        assert_eq!(verdict(text, mode, &settings).1.outcome, outcome, "{mode:?} {settings}");
    }
}

/// Only what certainly cannot fit is reported: a thick disk of 100 GiB needs 24 MiB at least, and keeps 8 of them.
#[test]
fn room_decides_when_it_is_certain() {
    let cases = [
        ("lvm 1TiB free 24MiB", "disk a 100GiB: leaf 102608MiB", true),
        ("lvm 1TiB free 23MiB", "disk a 100GiB: leaf 102608MiB", false),
        ("lvm 1TiB free 32MiB", "disk a 100GiB: leaf 102608MiB disk b 100GiB: leaf 102608MiB", true),
        ("lvm 1TiB free 31MiB", "disk a 100GiB: leaf 102608MiB disk b 100GiB: leaf 102608MiB", false),
        // facts 6.11, vector 12
        ("lvmohba 1TiB free 300GiB", "disk a 500GiB qcow2: leaf 500GiB", false),
        ("ext 1TiB free 0B", "disk a 10GiB: leaf 1GiB", false),
        ("ext 1TiB free 1MiB", "disk a 10GiB: leaf 1GiB", true),
        ("nfs", "disk a 10GiB: leaf 1GiB", true),
    ];
    for (sr, disks, fits) in cases {
        let (_, verdict) = delta(&format!("sr s {sr} {{ vm web {{ {disks} }} }}"));
        let refused = matches!(verdict.outcome, GateOutcome::NoSpace { .. });
        assert_eq!(refused, !fits, "{sr} {disks}: {:?}", verdict.outcome);
        assert!(refused || verdict.outcome == GateOutcome::Ok, "{sr} {disks}: {:?}", verdict.outcome);
    }
}

/// A chain at its limit is refused before room is checked.
#[test]
fn a_long_chain_comes_before_room() {
    let (_, verdict) = delta("sr s lvm 1TiB free 0B { vm web { disk a 10GiB: base*29 1GiB snap s > leaf } }");
    assert_eq!(verdict.outcome, GateOutcome::ChainTooLong);
}

#[test]
fn a_detached_sr_proves_nothing() {
    for option in ["detached", "maintenance"] {
        let (_, verdict) = delta(&format!("sr s nfs 1TiB {option} {{ vm web {{ disk a 10GiB: leaf }} }}"));
        assert_eq!(verdict.outcome, GateOutcome::Unknown(Unknown::SrUnavailable), "{option}");
    }
}

#[test]
fn a_vm_that_is_gone_is_reported_as_gone() {
    let (inventory, verdict) = delta("sr s nfs 1TiB { vm other { disk a 10GiB: leaf } }");
    assert_eq!((verdict.vm, verdict.outcome), (None, GateOutcome::Unknown(Unknown::VmMissing)));
    assert!(matches!(inventory.find(&"other".into()), Some(Slot::Vm(_))));
}

/// What is predicted for one VM with a chain of 28 nodes, whose job keeps forty snapshots: started by the job's own
/// schedule, by a sequence that names it, by a sequence of that sequence, by none.
#[test]
fn sequences_start_jobs_too() {
    let inventory =
        notation::inventory("sr s nfs 1TiB { vm web { disk a 10GiB: base*27 1GiB snap s > leaf } }").unwrap();
    let schedule = |id: &str, job: &str, enabled| Schedule {
        id: id.into(),
        job: job.into(),
        name: String::new(),
        cron: "0 * * * *".to_owned(),
        timezone: None,
        enabled,
    };
    let job = |id: &str, kind| Job {
        id: id.into(),
        name: id.to_owned(),
        kind,
        vms: VmPattern::Ids(vec![ObjectId::new("web")]),
        source: None,
        remotes: Vec::new(),
        srs: Vec::new(),
        settings: BTreeMap::from([(
            String::new(),
            json!({"snapshotRetention": 40}).as_object().unwrap().clone(),
        )]),
        running: None,
    };
    let cases = [
        (true, false, false, true),
        (false, true, false, true),
        (false, false, true, true),
        (false, false, false, false),
    ];
    for (own, sequence, outer, predicted) in cases {
        let backups = Backups {
            jobs: Some(vec![job("job", JobKind::Backup(Mode::Full))]),
            schedules: Some(vec![
                schedule("own", "job", own),
                schedule("sequence", "all", sequence),
                schedule("outer", "outermost", outer),
            ]),
            call_jobs: Some(vec![
                job("all", JobKind::Sequence(vec!["own".into()])),
                job("outermost", JobKind::Sequence(vec!["sequence".into()])),
            ]),
            ..Backups::default()
        };
        let plan = BackupPlan::build(&inventory, &backups, notation::NOW);
        let chains = Chains::build(&inventory);
        let options = super::Options {
            horizon: 24,
            also: None,
            draws: Some(20),
            seed: 1,
            merge_speed: None,
            threads: std::num::NonZero::<usize>::MIN,
            deadline: super::Deadline::default(),
        };
        let draft = super::calibrate(
            &inventory,
            &chains,
            &plan,
            &backups,
            &crate::memory::Memory::default(),
            notation::NOW,
            &options,
        );
        let forecast = super::predict(&draft, &[], &options);
        let possible = forecast.predictions.iter().filter(|one| one.by.last().is_some_and(|by| by.1 > 0.01));
        let errors: Vec<_> = possible.map(|prediction| prediction.error).collect();
        let expected = if predicted { vec![super::Incident::ChainTooLong] } else { Vec::new() };
        assert_eq!(errors, expected, "own {own}, sequence {sequence}, outer {outer}");
    }
}
