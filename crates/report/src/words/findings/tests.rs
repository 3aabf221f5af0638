//! All words exist, and each fits the evidence of its rule.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::words::testing;
use xo_health_core::analysis::find;
use xo_health_core::analysis::world::{World, server};
use xo_health_core::findings::Severity;
use xo_health_core::forecast::GateOutcome;
use xo_health_core::model::{Question, UnreadReason, VmPattern};
use xo_health_core::units::Bytes;

/// Everything that can go wrong at once.
const ALL_IN_ONE: &str = r#"
    pool main {
        sr local lvm 1TiB free 40MiB gc=false gc_no_space gc_message=2d last_error=3h
        sr nas nfs 4TiB free 2GiB last_error=unreadable pbds=1/2
        sr san lvmoiscsi 2TiB free 1TiB gc_message=90d maintenance
        sr far nfs 1TiB detached
        sr slow ext 1TiB leaf-coalesce=false
        vm web {
            disk root 40GiB on local: base*29 snap s age=1d > leaf
            disk log 40GiB on local: base 9GiB > base 3GiB > base 1GiB > leaf
        }
        vm db { disk data 200GiB on nas: base*26 snap s age=1d > leaf }
        vm app {
            disk root 40GiB on nas: base 20GiB > base 10GiB > base 1GiB > leaf
            disk swap 8GiB on slow: base > leaf
        }
        vm mail {
            disk root 40GiB on nas: base snap manual age=90d snap xo-backup-temp-snapshot-name age=1d snap "[XO Backup gone] mail" job=0123 age=5d dom0 > leaf
        }
        vm "ファイルサーバ" { disk "データ" 40GiB on san: missing > base*25 snap s age=1d > leaf }
        vm faraway { disk root 40GiB on far }
        disk "left 1" 40GiB on nas: leaf 3GiB
        disk "left 2" 40GiB on nas: leaf 3GiB
        disk "left 3" 40GiB on nas: leaf 3GiB
        disk "left 4" 40GiB on nas: leaf 3GiB
        disk left5 40GiB on nas: leaf 3GiB
        disk round 40GiB on slow: cycle > base > base > leaf
        disk twin 1GiB on slow id="left5"
    }"#;

fn all_in_one() -> World {
    let world = World::new(ALL_IN_ONE);
    let room = GateOutcome::NoSpace { sr: world.sr("nas"), need: Bytes::gib(3), free: Bytes::gib(2) };
    let mut world = world
        .run("nightly web", GateOutcome::Skip, &["web/log"])
        .run("forced web bypass due", GateOutcome::ChainTooLong, &["web/root"])
        .run("nightly db", GateOutcome::Ok, &["db/data"])
        .run("weekly app off", GateOutcome::Skip, &["app/root"])
        .run("weekly mail", room, &["mail/root"])
        .run("weekly faraway", GateOutcome::Ok, &["faraway/root"]);
    let problem = "dayOfWeek: missing alias or integer at character 8".to_owned();
    world.plan.unreadable.push(("s1".into(), "nightly".into(), problem, true));
    world.thresholds.sr_used_percent = Some(90);
    let refused =
        UnreadReason::Refused { code: "2".to_owned(), message: "not enough permissions".to_owned() };
    world.reading.unread = vec![
        Unread { answer: Question::Objects, why: refused },
        Unread { answer: Question::Schedules, why: UnreadReason::EmptyWithoutProof },
        Unread { answer: Question::Logs, why: UnreadReason::Garbled { message: "not a map".to_owned() } },
        Unread { answer: Question::RemotesInfo, why: UnreadReason::NotAsked },
        Unread { answer: Question::CallJobs, why: UnreadReason::AdminOnly },
    ];
    let lost = xo_health_core::model::XoServer {
        error: Some("connect ECONNREFUSED 192.0.2.1:443".to_owned()),
        ..server("lab", "enabled")
    };
    world.reading.servers = Some(vec![lost, server("new", "enabled connected pool=new")]);
    world.reading.entered = 1234;
    world
}

/// Returns the worlds that exclude what [`all_in_one`] shows.
fn others() -> Vec<World> {
    let skipped = |sr: &str, run: &str| {
        let text = format!("sr s {sr} vm web {{ disk root 9GiB on s: base > base > base > leaf }}");
        World::new(&text).run(run, GateOutcome::Skip, &["web/root"])
    };
    let room = {
        let world = World::new("sr s ext 9GiB free 0B vm web { disk root 9GiB on s }");
        let short = GateOutcome::NoSpace { sr: world.sr("s"), need: Bytes(8192), free: Bytes::ZERO };
        world.run("nightly web off", short, &["web/root"])
    };
    let gate_and_limit =
        World::new("sr s ext vm web { disk root 9GiB on s: base*26 snap s > base > base > base > leaf }")
            .run("nightly web", GateOutcome::Skip, &["web/root"]);
    vec![
        World::new(""),
        World::new("pool a hosts=0 { sr s ext } pool b { }"),
        World::new("sr a ext { disk g 1GiB: base as g > leaf } sr b ext { disk f 1GiB: g > leaf }"),
        World::new("sr s ext { disk d 9GiB: base*29 snap s > leaf disk e 9GiB: base*28 snap s > leaf }"),
        World::new("sr s lvm 9GiB coalesce=false free 1MiB maintenance { disk d 9GiB: base > leaf }"),
        World::new("sr s nfs 9TiB pbds=1/2 detached vm web { disk root 9GiB on s dom0 }"),
        World::new("sr s iso { disk cd 1GiB dom0 }"),
        skipped("ext", "nightly web"),
        skipped("ext", "nightly web due"),
        skipped("ext coalesce=false", "nightly web"),
        skipped("ext detached", "nightly web"),
        skipped("lvm 1TiB free 1MiB", "nightly web off"),
        skipped("ext { disk lost 1GiB: missing > leaf }", "nightly web"),
        gate_and_limit,
        room,
        past(),
        overlaps(),
        idle_jobs(),
        leaked(),
        fulls(),
        repositories(),
        retention(),
        copies(),
        silent(),
        tested(),
        disks_in_trouble(),
        qcow2(),
        next_to_the_source(),
        World::new(
            "sr s ext { disk a 9GiB: base as g snap x dom0 > leaf disk b 9GiB: g > leaf }
             sr t ext vm web { disk root 9GiB on t: base snap x dom0 > leaf }",
        ),
        stalled(),
        room_for_merges("9GiB", "nightly web"),
        room_for_merges("9GiB", "nightly web off"),
        room_for_merges("11GiB", "nightly web"),
        room_for_merges("16GiB", "nightly web"),
        replications(),
        thin("100GiB", "40GiB"),
        thin("200GiB", "1GiB"),
        images(4_000, "nightly web off"),
        images(4_000, "nightly web"),
        images(4_094, "nightly web"),
    ]
}

/// Returns backup repositories without room, by each measure, and local ones.
fn repositories() -> World {
    let mut world = World::new("sr s ext vm web { disk root 9GiB on s }")
        .repository("nas", "nfs", 1000, 0)
        .repository("small", "nfs", 1000, 5)
        .repository("fresh", "nfs", 1000, 50)
        .repository("unsized", "nfs", 1000, 0)
        .repository("root", "file", 1000, 500)
        .repository("local", "file", 1000, 500)
        .past("nightly", "0 22 * * *", &["web"], &["33h delta", "9h delta"])
        .past("weekly", "0 20 * * 0", &["web"], &["57h full", "33h delta", "9h delta"])
        .past("new", "0 21 * * *", &["web"], &[])
        .past("newer", "0 21 * * *", &["web"], &[]);
    let [_, _, _, unsized_one, root, local] = world.backups.repositories.as_mut().unwrap().as_mut_slice()
    else {
        panic!("six repositories")
    };
    unsized_one.space.size = None;
    root.space.mountpoint = Some("/".to_owned());
    (local.path, local.proxy) = (None, Some("proxy".into()));
    for (job, remotes) in world.backups.jobs.as_mut().unwrap().iter_mut().zip([
        &["nas", "unsized"][..],
        &["small"],
        &["fresh", "root", "local"],
        &["fresh"],
    ]) {
        job.remotes = remotes.iter().map(|&id| id.into()).collect();
    }
    let of_nightly = world.backups.runs.iter_mut().flatten().filter(|run| run.job == Some("nightly".into()));
    for transfer in of_nightly.take(1).flat_map(|run| &mut run.vms).flat_map(|vm| &mut vm.transfers) {
        transfer.target = Some(xo_health_core::model::RunPlace::Remote("unsized".into()));
    }
    let of_weekly = world.backups.runs.iter_mut().flatten().filter(|run| run.job == Some("weekly".into()));
    for transfer in of_weekly.flat_map(|run| &mut run.vms).flat_map(|vm| &mut vm.transfers) {
        transfer.target = Some(xo_health_core::model::RunPlace::Remote("small".into()));
    }
    world
}

/// Returns deltas that became fulls: because XO says so, after a failure, and for no known reason.
fn fulls() -> World {
    World::new("sr s ext vm web { disk root 9GiB on s } vm db { disk data 9GiB on s }")
        .past("told", "0 22 * * *", &["web"], &["33h delta", "9h fell"])
        .past("failed", "0 22 * * *", &["web"], &["57h delta", "33h failure", "9h full"])
        .past("always", "0 22 * * *", &["web", "db"], &["80h full", "57h full", "33h full", "9h full"])
}

/// Returns VMs with more snapshots than are kept: a single one, several, and without any run since.
fn leaked() -> World {
    World::new(
        "sr s ext vm web { disk root 9GiB on s: base*3 snap s job=one > base*4 snap t job=all > leaf }
         vm db { disk data 9GiB on s: base*5 snap s job=all > base*6 snap t job=idle > leaf }",
    )
    .past("one", "0 22 * * *", &["web"], &["9h success"])
    .past("all", "0 22 * * *", &["web", "db"], &["9h success"])
    .past("idle", "0 22 * * *", &["db"], &[])
}

/// Returns jobs that do nothing, each for another reason, and one that names VMs that are gone.
fn idle_jobs() -> World {
    let mut world =
        World::new("pool main { sr s ext vm web { disk root 9GiB on s } vm db tags=xo:no-bak { } }")
            .past("off", "off 0 22 * * *", &["web"], &[])
            .past("off twice", "off 0 22 * * *", &["web"], &[])
            .schedule("b", "off twice", "off 0 22 * * *")
            .past("empty", "0 22 * * *", &[], &[])
            .past("smart", "0 22 * * *", &[], &[])
            .past("smart pool", "0 22 * * *", &[], &[])
            .past("garbled", "0 22 * * *", &[], &[])
            .past("no target", "0 22 * * *", &["web"], &[])
            .past("half", "0 22 * * *", &["web"], &[])
            .past("gone", "0 22 * * *", &["web", "old", "older"], &[])
            .past("one gone", "0 22 * * *", &["web", "old"], &[])
            .sequence("alone", "off 0 22 * * *", &[]);
    for job in world.jobs() {
        let smart = |pattern: &str| VmPattern::Smart(serde_json::from_str(pattern).unwrap());
        match job.name.as_str() {
            "smart" => job.vms = smart(r#"{"name_label": "db"}"#),
            "smart pool" => job.vms = smart(r#"{"$pool": {"__or": ["far"]}}"#),
            "garbled" => job.vms = smart(r#"{"tags": {"__and": 1}}"#),
            "no target" => job.remotes.clear(),
            "half" => {
                job.remotes.clear();
                let keeps = serde_json::from_str(r#"{"snapshotRetention": 3}"#).unwrap();
                job.settings.insert("half".to_owned(), keeps);
            }
            _ => {}
        }
    }
    let mut sequence = world.backups.call_jobs.as_ref().unwrap()[0].clone();
    sequence.id = "never".into();
    sequence.name = "never".to_owned();
    world.backups.call_jobs.as_mut().unwrap().push(sequence);
    world.reading.servers = Some(vec![server("a", "enabled connected pool=main"), server("b", "")]);
    world.schedule("second", "half", "0 23 * * *")
}

/// Returns runs that overlap the run before: of their own schedule, of another one, of a sequence.
fn overlaps() -> World {
    let slow: Vec<String> = (1..=12).map(|age| format!("{}h success", 12 * (13 - age))).collect();
    let slow: Vec<&str> = slow.iter().map(String::as_str).collect();
    let mut world = World::new("sr s ext vm web { disk root 9GiB on s }")
        .past("dense", "*/9 * * * *", &["web"], &["50h success", "33h refused", "9h refused"])
        .past("twice", "0 22 * * *", &["web"], &["9h success", "3h refused"])
        .schedule("monthly", "twice", "0 22 1 * *")
        .past("close", "0 22 * * *", &["web"], &["9h success"])
        .schedule("closer", "close", "5 22 * * *")
        .past("step", "0 4 * * *", &["web"], &["9h success"])
        .sequence("chain", "*/15 * * * *", &["step", "close"])
        .past("once", "0 1 * * *", &["web"], &["9h success", "8h refused"])
        .past("slow", "0 * * * *", &["web"], &slow);
    let late = xo_health_core::notation::NOW;
    for run in world.backups.runs.iter_mut().flatten().filter(|run| run.job == Some("slow".into())).take(2) {
        run.start = run.end.map(|end| end - jiff::SignedDuration::from_mins(70));
        assert!(run.start < Some(late));
    }
    world
}

/// Returns thin disks of 120 GiB on an SR with this size and free space.
fn thin(size: &str, free: &str) -> World {
    let disk = "disk root 120GiB on s: base 40GiB > base 3GiB snap x > leaf";
    let world = World::new(&format!("sr s nfs {size} free {free} vm web {{ {disk} }}"));
    world.run("nightly web", GateOutcome::Ok, &[])
}

/// Returns an LVM SR with this many images.
fn images(images: u32, run: &str) -> World {
    let disk = format!("disk root 1GiB on s [NOBAK]: base*{} > leaf", images - 2);
    let world = World::new(&format!("sr s lvm 9TiB vm web {{ {disk} disk data 1GiB on s }}"));
    world.run(run, GateOutcome::Ok, &[])
}

/// Returns replications with everything that can be wrong with a target.
fn replications() -> World {
    let mut world = World::new(
        "sr s nfs vm web { disk root 9GiB on s } vm db { disk data 9GiB on s }
         sr t ext vm c1 halted { disk root 9GiB on t: base*29 snap r job=dr copy=web > leaf }
         sr u ext gc=false vm c2 halted { disk root 9GiB on u: base > base > base snap r job=dr2 copy=web > leaf }
         sr v lvm 9TiB free 5GiB",
    )
    .past("dr", "0 * * * *", &["web"], &[])
    .past("dr2", "0 * * * *", &["web"], &[])
    .past("first", "0 * * * *", &["web", "db"], &[]);
    for (at, sr) in ["t", "u", "v"].into_iter().enumerate() {
        world.jobs()[at].srs.push(sr.into());
    }
    let kept = world.with_setting("dr", "copyRetention", 40).with_setting("dr2", "copyRetention", 2);
    kept.with_setting("first", "copyRetention", 1)
}

/// Returns a merge that needs 10 to 20 GiB.
fn room_for_merges(free: &str, run: &str) -> World {
    let disk = "disk root 40GiB on s: base 20GiB > base 30GiB > leaf";
    World::new(&format!("sr s nfs 1TiB free {free} vm web {{ {disk} }}")).run(
        run,
        GateOutcome::Ok,
        &["web/root"],
    )
}

/// Returns merges that make no progress any more.
fn stalled() -> World {
    let pair = "base 9GiB > base 2GiB snap s > leaf";
    let mut world = World::new(&format!(
        "sr s ext {{ disk a 9GiB: {pair} }} sr t ext sr u ext vm web {{ disk root 9GiB on t: {pair} }}
         vm db {{ disk data 9GiB on u: {pair} }}"
    ))
    .run("nightly web", GateOutcome::Ok, &["web/root"])
    .past("nightly", "0 22 * * *", &["web", "db"], &["3h success"]);
    let created = xo_health_core::notation::NOW.checked_sub(jiff::SignedDuration::from_hours(2)).ok();
    world.inventory.gc_tasks.push(xo_health_core::model::GcTask {
        sr: world.sr("u"),
        progress: 0.0,
        created,
    });
    world
}

/// Returns QCOW2 disks: without NBD, on two hosts, too large for a target.
fn qcow2() -> World {
    let mut world = World::new(
        "sr s nfs vm web host=h1 { disk root 3TiB on s qcow2: base > base > base > base as b > leaf }
         vm copy host=h2 { disk root 3TiB on s qcow2: b > leaf } sr far linstor",
    )
    .run("nightly web", GateOutcome::Skip, &["web/root"])
    .past("new", "0 22 * * *", &["web"], &[])
    .past("fulls", "0 22 * * *", &["web"], &["80h full", "57h full", "33h full", "9h full"])
    .past("dr", "0 22 * * *", &["web"], &[]);
    let dr = world.jobs().iter_mut().find(|job| job.name == "dr").unwrap();
    (dr.remotes, dr.srs) = (Vec::new(), vec!["far".into()]);
    world.with_setting("dr", "copyRetention", 1).with_setting("fulls", "cbtDestroySnapshotData", true)
}

/// Returns copies in the same place as their source.
fn next_to_the_source() -> World {
    let mut world = World::new("sr s nfs 1000GiB free 600GiB vm web { disk root 9GiB on s }")
        .repository("nas", "nfs", 1000, 600)
        .past("backup", "0 22 * * *", &["web"], &[])
        .past("copy", "0 22 * * *", &["web"], &[]);
    world.backups.repositories.as_mut().unwrap()[0].space.used = Some(Bytes::gib(400));
    world.jobs()[0].remotes = vec!["nas".into()];
    world.jobs()[1].srs = vec!["s".into()];
    world.with_setting("copy", "copyRetention", 1)
}

/// Returns smart jobs that select replicas: one that doubles them, and one that does not.
fn copies() -> World {
    let mut world = World::new(
        "sr s ext vm web { disk root 9GiB on s }
         sr t ext vm copy halted tags=\"Continuous Replication\" { disk root 9GiB on t }",
    )
    .past("doubles", "0 22 * * *", &["web", "copy"], &[])
    .past("smart", "0 22 * * *", &["web", "copy"], &[]);
    world.jobs()[0].srs.push("t".into());
    for job in world.jobs() {
        job.vms = VmPattern::Smart(serde_json::json!({}));
    }
    world.with_setting("doubles", "copyRetention", 1)
}

/// Returns schedules that have not run, targets that receive nothing, recurring errors.
fn silent() -> World {
    let nights =
        ["129h delta", "105h failure", "81h delta", "57h failure", "33h delta", "12h failure", "9h delta"];
    let mut world = World::new(
        "sr s ext vm web { disk root 9GiB on s: base snap x job=late age=5d > leaf } vm db { disk data 9GiB on s }
         vm dc { disk root 9GiB on s } sr t ext",
    )
    .past("flaky", "0 22 * * *", &["db"], &nights)
    .past("off flaky", "off 0 22 * * *", &["db"], &nights)
    .past("late", "0 22 * * *", &["web"], &["120h delta"])
    .past("never", "0 22 * * *", &["dc"], &[])
    .past("two", "0 22 * * *", &["dc"], &["81h delta", "57h delta", "33h failure", "9h delta"])
    .past("replica", "0 22 * * *", &["dc"], &["81h delta", "57h delta", "33h failure", "9h delta"]);
    let jobs = world.jobs();
    jobs[4].remotes.push("far".into());
    jobs[5].srs.push("t".into());
    world.with_setting("two", "exportRetention", 7).with_setting("replica", "copyRetention", 2)
}

/// Returns restore tests that failed, with and without a reason.
fn tested() -> World {
    let mut world = World::new("sr s ext vm web { disk root 9GiB on s } vm db { disk data 9GiB on s }")
        .past("proven", "0 22 * * *", &["web", "db"], &["33h delta", "9h delta"])
        .past("off", "off 0 22 * * *", &["db"], &["33h delta", "9h delta"]);
    for (run, says_why) in world.backups.runs.as_mut().unwrap().iter_mut().zip([false, true, false, false]) {
        let failed = xo_health_core::model::RunStatus::Failure;
        let why = xo_health_core::model::LogError { code: None, message: "no agent".into() };
        for vm in &mut run.vms {
            vm.whole.status = failed;
            for transfer in &mut vm.transfers {
                transfer.transfer = Some(transfer.export.clone());
                let why = says_why.then(|| Box::new(why.clone()));
                let test = xo_health_core::model::Phase::new(run.start, run.end, failed, why);
                transfer.health_check = Some(Box::new(test));
            }
        }
    }
    world
}

/// Returns missing images, full SRs, lists that pile up, and a disk that is marked as a snapshot.
fn disks_in_trouble() -> World {
    let lists = " snap a cbt job=cbt snap b cbt job=cbt snap c cbt job=cbt";
    let mut world = World::new(&format!(
        "sr s ext 1TiB free 512MiB
         vm web {{ disk root 9GiB on s missing }} vm off halted {{ disk root 9GiB on s missing }}
         disk lost 9GiB on s missing
         sr t ext vm db {{ disk data 9GiB on t: base 1GiB snap x{lists} > leaf }}
         vm dc {{ disk data 9GiB on t: base 1GiB snap x{lists} > leaf }}"
    ))
    .past("cbt", "0 22 * * *", &["db"], &["80h full", "57h full", "33h full", "9h full"]);
    let vdi = world.inventory.vdis.iter_mut().find(|vdi| vdi.name == "data").unwrap();
    vdi.shown_as_snapshot = true;
    world
}

/// Returns jobs that keep more than fits.
fn retention() -> World {
    World::new("sr s ext vm web { disk root 9GiB on s: base snap mine > leaf } vm db { disk data 9GiB on s }")
        .past("hourly", "0 * * * *", &["web", "db"], &[])
        .past("daily", "0 0 * * *", &["web"], &[])
        .with_setting("hourly", "snapshotRetention", 30)
        .with_setting("daily", "snapshotRetention", 7)
}

/// Returns jobs with findings in their past runs.
fn past() -> World {
    World::new(
        "sr s ext vm web { disk root 9GiB on s } vm db { disk data 9GiB on s } vm dc { disk root 9GiB on s }",
    )
    .past("nightly", "0 22 * * *", &["web"], &["90h success", "60h failure", "36h failure", "12h skipped"])
    .past("offsite", "0 22 * * 5-7", &["db"], &["60h broken", "36h broken", "12h broken"])
    .past("weekly", "0 22-4 1 1 0", &["db"], &["300h success", "50h pending", "26h refused"])
    .past("old", "off 0 22 */2 * 1", &["db"], &["60h failure", "36h failure", "12h failure"])
    .past("listed", "off 0 22 * * *,5", &["db"], &[])
    .past("fresh", "0 22 * * *", &["db"], &["12h success"])
    .past("late", "0 * * * *", &["db"], &["9h success"])
}

fn in_words(texts: &Texts, findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let severity = format!("{:?}", finding.severity).to_lowercase();
        format!("{severity:8} XOH-{} {}\n", finding.code.number(), texts.message(finding))
    };
    findings.iter().map(line).collect()
}

#[test]
fn everything_in_words() {
    for (lang, mark) in [(Lang::En, ""), (Lang::Ja, "_ja")] {
        let texts = Texts::new(lang);
        insta::assert_snapshot!(
            format!("all_in_one{mark}"),
            in_words(&texts, &find(&all_in_one().analysis()))
        );
        let others: Vec<String> =
            others().iter().map(|world| in_words(&texts, &find(&world.analysis()))).collect();
        insta::assert_snapshot!(format!("others{mark}"), others.join("---\n"));
    }
}

#[test]
fn the_words_have_no_errors() {
    for &lang in Lang::ALL {
        let texts = Texts::new(lang);
        for world in others().iter().chain([&all_in_one()]) {
            for finding in find(&world.analysis()) {
                let words = texts.words();
                let args = args::of_finding(&finding, words, &|at| words.instant(at, &TimeZone::UTC));
                let (text, errors) = words.checked(finding.code.slug(), Some("message"), args).unwrap();
                let text = text.plain();
                assert_eq!(errors, [""; 0], "{lang:?} {}: {text}", finding.code);
                assert!(!text.contains('\n') && !text.ends_with(['.', '。']), "{text}");
            }
        }
    }
}

#[test]
fn every_code_has_all_its_words() {
    for &lang in Lang::ALL {
        let texts = Texts::new(lang);
        for &code in Code::ALL {
            for part in [None, Some("meaning"), Some("remedy")] {
                let none: args::Args<'_> = Vec::new();
                let (text, errors) = texts
                    .words()
                    .checked(code.slug(), part, none)
                    .unwrap_or_else(|| panic!("{lang:?} {code} {part:?} is missing"));
                let text = text.plain();
                assert_eq!(errors, [""; 0], "{code} {part:?}");
                assert!(text.len() > 3 && !text.contains("  "), "{code} {part:?}: {text}");
                assert_eq!(text.ends_with(['.', '。']), part == Some("meaning"), "{code} {part:?}: {text}");
            }
            assert!(!texts.title(code).contains('\n'));
            assert!(!texts.actor(code.acts_first()).starts_with("actor-"));
        }
    }
}

#[test]
fn every_rule_finds_something() {
    let worlds = others();
    let found =
        worlds.iter().chain([&all_in_one()]).flat_map(|world| find(&world.analysis())).collect::<Vec<_>>();
    let codes: BTreeSet<Code> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, Code::ALL.iter().copied().collect());
    assert!(
        [Severity::Info, Severity::Warning, Severity::Critical]
            .iter()
            .all(|severity| found.iter().any(|finding| finding.severity == *severity))
    );
}

/// Whichever variant a message takes, its variables are in the evidence.
#[test]
fn every_variable_is_in_the_evidence() {
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for world in others().iter().chain([&all_in_one()]) {
        for finding in find(&world.analysis()) {
            let mut here: BTreeSet<String> = ["name", "id", "severity"].map(str::to_owned).into();
            for (key, value) in finding.evidence.values() {
                here.insert(key.to_owned());
                if matches!(value, xo_health_core::findings::Value::Texts(_)) {
                    here.insert(format!("{key}_count"));
                }
            }
            let known = keys.entry(finding.code.slug()).or_insert_with(|| here.clone());
            assert_eq!(*known, here, "{} has one set of keys", finding.code);
        }
    }
    for &lang in Lang::ALL {
        let entries = testing::entries(lang.of_reports()[1]);
        for &code in Code::ALL {
            let (_, message) = entries[code.slug()].split_once(".message").unwrap();
            let missing: Vec<_> = testing::variables(&entries, message)
                .into_iter()
                .filter(|name| !keys[code.slug()].contains(name))
                .collect();
            assert_eq!(missing, [""; 0], "{lang:?} {code}");
        }
    }
}

#[test]
fn reports_gaps() {
    let texts = Texts::new(Lang::En);
    let refused =
        UnreadReason::Refused { code: "2".to_owned(), message: "not enough\u{1b}[2J permissions".to_owned() };
    let cases = [
        (Question::BackupJobs, refused),
        (Question::Schedules, UnreadReason::EmptyWithoutProof),
        (Question::RemotesInfo, UnreadReason::EmptyWithoutProof),
        (Question::CallJobs, UnreadReason::AdminOnly),
        (Question::Objects, UnreadReason::Garbled { message: "not a map".to_owned() }),
        (Question::Proxies, UnreadReason::NotAsked),
        (Question::Objects, UnreadReason::Partial { garbled: 2, missing: 1, unplaced: 3 }),
        (Question::Objects, UnreadReason::Partial { garbled: 0, missing: 12, unplaced: 0 }),
        (Question::BackupJobs, UnreadReason::Narrowed),
    ];
    let gaps: Vec<String> = cases
        .into_iter()
        .map(|(answer, why)| {
            let GapText { what, why, grant } = texts.words().gap(&Unread { answer, why });
            format!("{what}\n  {why}\n  {grant}")
        })
        .collect();
    insta::assert_snapshot!("gaps", gaps.join("\n"));
}

#[test]
fn lists_are_cut_off() {
    let texts = Texts::new(Lang::En);
    let list = |n: usize| {
        let names: Vec<String> = (1..=n).map(|n| format!("v{n}")).collect();
        let args = args::of_values(vec![("vms", names.into())], texts.words(), &|at| at.to_string());
        match args.into_iter().find(|(key, _)| key == "vms") {
            Some((_, crate::words::Arg::Text(text))) => text.plain(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(list(0), "");
    assert_eq!(list(1), "`v1`");
    assert_eq!(list(4), "`v1`, `v2`, `v3`, `v4`");
    assert_eq!(list(6), "`v1`, `v2`, `v3` and 3 more");
}

#[test]
fn names_cannot_break_a_line() {
    let texts = Texts::new(Lang::En);
    let hostile = "a\u{1b}[31m\n\u{202e}b".to_owned() + &"x".repeat(500);
    let mut findings = find(&World::new("sr s ext { disk d 9GiB: base > leaf }").analysis());
    for finding in &mut findings {
        finding.subject.name.clone_from(&hostile);
        let message = texts.message(finding);
        assert!(message.chars().all(|char| !char.is_control() && char != '\u{202e}'), "{message:?}");
        assert!(message.len() < 200, "{message}");
    }
}

#[test]
fn texts_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Texts::new(Lang::En));
}
