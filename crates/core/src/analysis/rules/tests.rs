//! Rules at work together: their order, and a server with everything at once.

use std::cmp::Reverse;

use proptest::prelude::*;

use super::*;
use crate::analysis::world::{World, server, show};
use crate::findings::Severity;
use crate::forecast::GateOutcome;
use crate::model::{Question, Unread, UnreadReason};

/// A fleet at work: a backup has just taken its snapshots, one merge is pending, disks go through the control domain.
const BUSY: &str = "
    pool main {
        sr local lvm 1TiB free 300GiB
        sr nas nfs 4TiB free 1TiB shared pbds=2/2
        sr cds iso 1GiB { disk \"debian.iso\" 1GiB }
        vm web {
            disk root 40GiB on local: base 30GiB snap \"[XO Backup nightly] web\" job=nightly age=1d > base 1GiB > base 2GiB snap xo-backup-temp-snapshot-name age=60s dom0 > leaf
            disk scratch 40GiB on local [NOBAK]: base*29 snap x > leaf
        }
        vm db { disk data 200GiB on nas: base 100GiB snap monthly > leaf disk cd 1GiB on cds cd }
        vm old halted { disk root 10GiB on nas: base > leaf }
        vm tpl template { disk root 10GiB on nas: base as gold > leaf }
        vm clone { disk root 10GiB on nas: gold > leaf }
    }";

#[test]
fn a_fleet_at_work_gives_nothing_above_info() {
    let mut world = World::new(BUSY).run("nightly web", GateOutcome::Ok, &["web/root"]).run(
        "nightly db",
        GateOutcome::Ok,
        &["db/data"],
    );
    world.jobs()[0].running = Some("1795395000000".into());
    world.jobs()[0].srs.push("local".into());
    world.reading.servers = Some(vec![server("a", "enabled connected pool=main")]);
    world.reading.entered = 5;
    let found = find(&world.analysis());
    let loud: Vec<_> = found.iter().filter(|finding| finding.severity > Severity::Info).collect();
    assert!(loud.is_empty(), "{loud:#?}");
    assert!(!is_incomplete(&found));
}

#[test]
fn worst_first_then_code_then_name() {
    let mut world = World::new(
        "sr b ext 1TiB gc=false vm web { disk root 9GiB on b: base > base > base > leaf }
         sr a ext 1TiB gc_no_space { disk lost 1GiB: missing > leaf disk free 1GiB }",
    )
    .run("nightly web", GateOutcome::Skip, &["web/root"]);
    world.reading.unread.push(Unread { answer: Question::Logs, why: UnreadReason::NotAsked });
    let found = find(&world.analysis());
    let order: Vec<_> =
        found.iter().map(|finding| (finding.code.number(), finding.subject.id.as_str())).collect();
    let expected = [
        (102, "web"),
        (105, "lost"),
        (201, "a"),
        (202, "b"),
        (601, ""),
        (103, "b"),
        (104, "b"),
        (401, "a"),
        (505, "nightly"),
        (702, "pool"),
    ];
    assert_eq!(order, expected, "{}", show(&found));
}

#[test]
fn a_check_needs_the_whole_fleet() {
    let whole = "pool main { sr s ext }";
    let unread = |answer| {
        let mut world = World::new(whole);
        world.reading.unread.push(Unread { answer, why: UnreadReason::EmptyWithoutProof });
        world
    };
    let lost = {
        let mut world = World::new(whole);
        world.reading.servers =
            Some(vec![server("a", "enabled"), server("b", "enabled connected pool=main")]);
        world
    };
    let broke_since = {
        let mut world = World::new(whole);
        world.reading.servers = Some(vec![server("a", "enabled")]);
        world
    };
    let cases = [
        ("whole", World::new(whole), false),
        ("nothing", World::new(""), true),
        ("no hosts", World::new("pool main hosts=0 { sr s ext }"), true),
        ("lost pool", lost, true),
        ("a connection that broke after its pool was read", broke_since, false),
        ("no jobs", unread(Question::BackupJobs), false),
        ("no objects", unread(Question::Objects), true),
    ];
    for (case, world, expected) in cases {
        assert_eq!(is_incomplete(&find(&world.analysis())), expected, "{case}");
    }
}

/// A finding is written as JSON and read back; the fingerprint is an additional key, and the evidence has the keys of
/// its code.
#[test]
fn findings_outlive_a_document() {
    let world = World::new(BUSY).run("nightly web off", GateOutcome::ChainTooLong, &["web/scratch"]);
    let found = find(&world.analysis());
    assert!(found.len() > 3, "{}", show(&found));
    for finding in found {
        let json = serde_json::to_value(&finding).unwrap();
        assert_eq!(json["fingerprint"], finding.key().to_string());
        let keys: Vec<&str> = finding.evidence.values().into_iter().map(|(key, _)| key).collect();
        let written: Vec<&str> = json["evidence"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), written.len());
        assert!(keys.iter().all(|key| written.contains(key)), "{keys:?} {written:?}");
        assert_eq!(serde_json::from_value::<Finding>(json.clone()).unwrap(), finding);
        let mut without = json;
        without["evidence"] = serde_json::json!({});
        assert!(serde_json::from_value::<Finding>(without).is_err());
    }
}

/// A job that the server lists twice is reported once.
#[test]
fn one_finding_for_one_key() {
    let mut world =
        World::new("sr s ext vm web { disk root 1GiB on s }").run("nightly web off", GateOutcome::Ok, &[]);
    let again = world.jobs()[0].clone();
    world.jobs().push(again);
    let found = find(&world.analysis());
    let keys: std::collections::BTreeSet<_> = found.iter().map(Finding::key).collect();
    assert_eq!(keys.len(), found.len(), "{}", show(&found));
}

/// All disks of a VM are in the round, whatever stops one of them now, in the order of the runs.
#[test]
fn the_next_round_of_snapshots() {
    let text = "sr s ext sr cds iso { disk iso 1GiB }
        vm web { disk root 1GiB on s disk data 1GiB on s disk tmp 1GiB on s [NOBAK] disk cd 1GiB on cds cd }
        vm db halted { disk data 1GiB on s }";
    let cases = [
        ("nightly web", GateOutcome::Ok, "web/data web/root"),
        ("nightly web", GateOutcome::Skip, "web/data web/root"),
        ("nightly web", GateOutcome::ChainTooLong, "web/data web/root"),
        ("nightly web off", GateOutcome::Ok, ""),
        ("nightly web", GateOutcome::NotSnapshotted(crate::forecast::NotSnapshotted::NotNeeded), ""),
        ("nightly gone", GateOutcome::Unknown(crate::forecast::Unknown::VmMissing), ""),
    ];
    for (run, outcome, expected) in cases {
        let world = World::new(text).run(run, outcome, &[]);
        assert_eq!(planned(&world), expected, "{run} {outcome:?}");
    }
    let two = World::new(text).run("a web", GateOutcome::Ok, &[]).run("b db due", GateOutcome::Ok, &[]);
    assert_eq!(planned(&two), "db/data(halted) web/data web/root");
}

fn planned(world: &World) -> String {
    let analysis = world.analysis();
    let name = |planned: &crate::storage::PlannedSnapshot| {
        let halted = if planned.attached { "" } else { "(halted)" };
        format!("{}{halted}", analysis.inventory().vdi(planned.vdi).id)
    };
    analysis.round().iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Generates disks of all shapes: forks, cycles, lost and foreign parents, chains beyond the limit.
fn any_world() -> impl Strategy<Value = String> {
    let origin = prop_oneof![Just(""), Just("missing > "), Just("cycle > base > "), Just("gold > ")];
    let end = prop_oneof![Just("leaf"), Just("leaf snap alone alone"), Just("gone")];
    let disk = (origin, 0..40u32, any::<bool>(), end, any::<bool>(), any::<bool>());
    proptest::collection::vec(disk, 0..12).prop_map(|disks| {
        let mut text =
            "sr a lvm 9TiB free 50MiB gc_no_space { disk g 9GiB: base as gold > leaf } sr b nfs ".to_owned();
        for (at, (origin, bases, held, end, on_a, plugged)) in disks.into_iter().enumerate() {
            let bases = if bases == 0 {
                String::new()
            } else {
                format!("base*{bases}{} > ", if held { " snap s" } else { "" })
            };
            let disk = format!("disk d 9GiB on {}: {origin}{bases}{end}", if on_a { "a" } else { "b" });
            let disk = if plugged {
                format!("vm v{at} {{ {disk} }}")
            } else {
                disk.replacen(" d ", &format!(" d{at} "), 1)
            };
            text.push_str(&disk);
            text.push('\n');
        }
        text
    })
}

proptest! {
    // each world has up to a dozen chains, whose shapes repeat: more worlds found nothing more
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_forest_gives_sorted_findings(text in any_world()) {
        let world = World::new(&text);
        let found = find(&world.analysis());
        prop_assert!(found.is_sorted_by_key(|finding| (Reverse(finding.severity), finding.code.number())));
        let keys: std::collections::BTreeSet<_> = found.iter().map(Finding::key).collect();
        prop_assert_eq!(keys.len(), found.len());
        let again = find(&World::new(&text).analysis());
        prop_assert_eq!(found, again);
    }
}
