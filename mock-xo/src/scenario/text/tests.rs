//! What the notation accepts, and what it refuses.

use serde_json::Value;

use super::*;
use crate::chains::Chains;
use crate::state::Object;

const NOW: i64 = 1_795_395_600;

fn read(text: &str) -> State {
    parse_at(text, Timestamp::from_second(NOW).unwrap()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn named(state: &State, kind: &str, name: &str) -> Value {
    let mut of_kind = state.objects.iter().filter(|object| object.kind() == kind).map(Object::value);
    of_kind.find(|object| object["name_label"] == name).unwrap_or_else(|| panic!("no {kind} {name}"))
}

#[test]
fn a_small_site() {
    let state = read(
        "pool lab hosts=2 {            # a comment
            sr main nfs 4TiB free 1TiB
            sr db lvmoiscsi 500GiB free 40MiB gc=false gc_no_space gc_message=3h last_error=1h pbds=1/2
            vm web tags=prod,db {
                disk root 40GiB on main: base 12GiB > base*3 1GiB snap s age=2h job=nightly > leaf 5GiB
                disk data 80GiB on db [NOBAK]
            }
        }
        remote nas nfs://192.0.2.210:/backup 20TiB free 9TiB
        job nightly delta of web,lost to nas at=22:30 keep=7 zone=Europe/Paris concurrency=3 bypass
        run nightly age=2d took=12m { web failure \"SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )\" }
        run nightly age=1d
        run nightly age=30m failure \"the job is already running\"
        fault \"delay=1s@/rest/* times=1\"",
    );
    let chains = Chains::of(&state);
    let root = named(&state, "VDI", "root");
    let id = root["id"].as_str().unwrap();
    assert_eq!((chains.depth(id), chains.uncoalesced(id)), (5, 1));
    assert_eq!((root["usage"].as_i64(), root["snapshots"].as_array().unwrap().len()), (Some(5 << 30), 3));
    assert_eq!(named(&state, "VDI", "data [NOBAK]")["usage"], 80_i64 << 30);
    let db = named(&state, "SR", "db");
    assert_eq!(db["size"].as_i64().unwrap() - db["physical_usage"].as_i64().unwrap(), 40 << 20);
    assert_eq!(
        (&db["other_config"]["gc"], &db["sm_config"]["gc_no_space"]),
        (&"false".into(), &"true".into())
    );
    assert_eq!(db["sm_config"]["last-coalesce-error"], (NOW - 3600).to_string());
    let job = &state.backup_jobs[0];
    assert_eq!(job["vms"]["id"]["__or"].as_array().unwrap().len(), 2);
    assert_eq!(job["settings"][""]["bypassVdiChainsCheck"], true);
    let schedule = &state.schedules[0];
    assert_eq!((&schedule["cron"], &schedule["timezone"]), (&"30 22 * * *".into(), &"Europe/Paris".into()));
    assert_eq!(job["settings"][schedule["id"].as_str().unwrap()]["exportRetention"], 7);
    let snapshot = named(&state, "VM-snapshot", "[XO Backup nightly] web");
    assert_eq!(snapshot["other"]["xo:backup:job"], job["id"]);
    let statuses: Vec<Value> = state.logs.values().map(|log| log["status"].clone()).collect();
    assert_eq!(statuses, ["failure", "success", "failure"]);
    let first = state.logs.values().next().unwrap();
    assert_eq!(first["tasks"][0]["result"]["code"], "SR_BACKEND_FAILURE_109");
    assert_eq!(first["tasks"][0]["result"]["params"].as_array().unwrap().len(), 3);
    assert!(state.logs.values().next_back().unwrap().get("tasks").is_none());
    assert_eq!(state.faults[0].to_string(), "delay=1000ms@/rest/* times=1");
}

#[test]
fn every_shape_of_chain() {
    let state = read(
        "sr a ext 1TiB {
            disk gold 10GiB: base 5GiB as gold > leaf
            disk clone 10GiB: gold > base 1GiB > leaf
            disk lost 10GiB: missing > leaf
            disk round 10GiB: cycle > base > base > leaf
            disk away 10GiB: base snap kept > gone
         }
         vm web { disk x 1GiB on a cd disk y 1GiB on a dom0: base snap s cbt snap t alone > leaf snap u }",
    );
    let chains = Chains::of(&state);
    for (name, depth) in [("gold", 2), ("clone", 3), ("lost", 1), ("round", 3), ("y", 2)] {
        assert_eq!(chains.depth(named(&state, "VDI", name)["id"].as_str().unwrap()), depth, "{name}");
    }
    let snapshots = state.objects.iter().filter(|object| object.kind() == "VDI-snapshot").map(Object::value);
    let orphans = snapshots.filter(|object| object.get("$snapshot_of").is_none()).count();
    assert_eq!(orphans, 1);
    assert_eq!(state.objects.iter().filter(|object| object.kind() == "VM-snapshot").count(), 1);
    assert!(state.object(named(&state, "VDI", "lost")["parent"].as_str().unwrap()).is_none());
}

#[test]
fn pools_away_and_loading_and_double_ids() {
    let state = read(
        "pool here { sr a nfs { disk d 1GiB id=same } vm w id=same } pool off away { } pool slow loading",
    );
    assert_eq!(state.visible().filter(|object| object.kind() == "pool").count(), 1);
    assert_eq!(state.servers.len(), 3);
    assert_eq!(state.servers[1]["status"], "connecting");
    assert_eq!(state.servers[2]["status"], "connected");
    assert_eq!(state.objects.iter().filter(|object| object.id() == "same").count(), 2);
    assert!(read("").objects.is_empty());
}

#[test]
fn errors_are_reported_with_their_place() {
    for (text, expected) in [
        ("sr", "line 1, column 3: expected the name of the SR, met the end"),
        (
            "sr a nfs\n  disk d on a",
            "line 2, column 10: expected the size of the disk, such as `40GiB`, met `on`",
        ),
        ("disk d 1GiB on b", "line 1, column 16: no SR `b` is defined above"),
        ("disk d 1GiB", "line 1, column 12: say on which SR: `on NAME`"),
        ("sr a nfs gc_message", "line 1, column 10: `gc_message` needs a value"),
        (
            "sr a nfs gc_message=soon",
            "line 1, column 10: `gc_message` needs an age such as `40d`, `3h`, `10m` or `90s`",
        ),
        ("sr a nfs { disk d 1GiB: base leaf", "line 1, column 30: expected `>`, met `leaf`"),
        ("sr a nfs { disk d 1GiB: cycle > leaf }", "line 1, column 25: a cycle needs a base"),
        ("sr a nfs {", "line 1, column 11: expected `}`, `sr`, `vm` or `disk`, met the end"),
        (
            "nonsense",
            "line 1, column 1: expected `pool`, `remote`, `job`, `run`, `fault`, `sr`, `vm` or `disk`, met `nonsense`",
        ),
        ("run x", "line 1, column 5: no job `x` is defined above"),
        ("job j to x", "line 1, column 10: no remote or SR `x` is defined above"),
        (
            "fault explode",
            "line 1, column 7: cannot read the fault `explode`: there is no kind `explode`; write KIND[=VALUE][@SCOPE] [times=N] [after=N]",
        ),
        ("vm w { disk d 1GiB on \"a", "line 1, column 23: this quote has no end"),
    ] {
        let error = parse_at(text, Timestamp::UNIX_EPOCH).unwrap_err().to_string();
        assert_eq!(error, expected, "{text}");
    }
}

#[test]
fn the_readme_is_correct() {
    let readme = include_str!("../../../README.md");
    let example = readme.split("```text\n").find(|part| part.contains("pool lab hosts=2 {")).unwrap();
    let state = read(example.split("```").next().unwrap());
    assert_eq!((state.servers.len(), state.logs.len(), state.faults.len()), (3, 5, 1));
    let table = readme.split("| fault |").nth(1).unwrap().split("\n\n").next().unwrap();
    let mut kinds = 0;
    for row in table.lines().skip(2) {
        let first = row.split('|').nth(1).unwrap();
        for fault in first.split('`').skip(1).step_by(2) {
            fault.parse::<crate::fault::Fault>().unwrap_or_else(|error| panic!("{error}"));
            kinds += 1;
        }
    }
    assert_eq!(kinds, 23);
}

#[test]
fn any_text_is_read_or_refused() {
    let words = [
        "pool",
        "sr",
        "vm",
        "disk",
        "remote",
        "job",
        "run",
        "fault",
        "a",
        "b",
        "nfs",
        "lvm",
        "40GiB",
        "8388607TiB",
        "on",
        ":",
        "base",
        "base*9",
        "leaf",
        "gone",
        ">",
        "{",
        "}",
        "snap",
        "age=2d",
        "age=99999d",
        "missing",
        "stale",
        "cycle",
        "as",
        "free",
        "used",
        "of",
        "to",
        "keep=-1",
        "in=3h",
        "at=25:99",
        "success",
        "failure",
        "\"x y\"",
        "pbds=9/3",
        "id=a",
        "hosts=99",
        "away",
        "loading",
        "stall",
        "dom0",
        "cd",
        "halted",
        "gc_message=1h",
        "#",
        "\n",
        "=",
        "tags=,",
        "\"",
    ];
    // A linear congruence is random enough here.
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let starts = [
        "",
        "sr a nfs 1TiB vm b { disk a 40GiB on a",
        "sr a nfs job a of b run a",
        "pool a { sr b lvm 40GiB",
    ];
    let mut read = 0;
    for _ in 0..4_000 {
        let mut text = starts[next(starts.len())].to_owned();
        for _ in 0..next(12) {
            text.push(' ');
            text.push_str(words[next(words.len())]);
        }
        read += usize::from(parse_at(&text, Timestamp::from_second(NOW).unwrap()).is_ok());
    }
    assert!(read > 20, "{read}");
}

/// An error repeats what is wrong, but nothing that could move a terminal.
#[test]
fn errors_are_plain() {
    for text in ["pool\u{1b}[2J a", "\u{202e}\u{7} a", "\u{9b}31m", "fault \"\u{1b}[31m\""] {
        let error = parse_at(text, Timestamp::from_second(NOW).unwrap()).unwrap_err().to_string();
        assert!(error.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{error:?}");
    }
}
