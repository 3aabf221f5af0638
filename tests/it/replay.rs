//! A live server and its capture yield the same report; what a capture holds, and what it lacks.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xo_health_client::collect::PARTS;
use xo_health_core::model::{Question, UnreadReason};

use crate::common::{
    CAPTURES, document, instant, observation, raw, replay, report, schema_errors, serve, sorted_by,
};
use crate::program::Home;

const AT: &str = "2026-11-22T14:34:40Z";

/// The users of the mock: what their captures hold directly, over REST, and as refusals.
///
/// Rights: facts/xo-observed.md, "Who may call what". The recorded reader had no right to servers or
/// proxies, so REST returns empty lists of them.
struct Case {
    user: &'static str,
    direct: &'static [&'static str],
    via_rest: &'static [&'static str],
    refused: &'static [&'static str],
    unread: &'static [(Question, Kind)],
}

/// An [`UnreadReason`] without its words.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    AdminOnly,
    Empty,
}

const OVER_REST: [&str; 8] = [
    "backupNg.getAllJobs",
    "backupNg.getAllLogs",
    "metadataBackup.getAllJobs",
    "mirrorBackup.getAllJobs",
    "proxy.getAll",
    "remote.getAll",
    "schedule.getAll",
    "server.getAll",
];

const CASES: [Case; 3] = [
    Case {
        user: "admin",
        direct: &[
            "backupNg.getAllJobs",
            "backupNg.getAllLogs",
            "job.getAll",
            "metadataBackup.getAllJobs",
            "mirrorBackup.getAllJobs",
            "proxy.getAll",
            "remote.getAll",
            "remote.getAllInfo",
            "schedule.getAll",
            "server.getAll",
            "xo.getAllObjects",
        ],
        via_rest: &[],
        refused: &[],
        unread: &[],
    },
    Case {
        user: "reader",
        direct: &["xo.getAllObjects"],
        via_rest: &OVER_REST,
        refused: &["job.getAll", "remote.getAllInfo"],
        unread: &[
            (Question::CallJobs, Kind::AdminOnly),
            (Question::RemotesInfo, Kind::AdminOnly),
            (Question::Proxies, Kind::Empty),
            (Question::Servers, Kind::Empty),
        ],
    },
    Case {
        user: "plain",
        direct: &["xo.getAllObjects"],
        via_rest: &OVER_REST,
        refused: &["job.getAll", "remote.getAllInfo"],
        unread: &[
            (Question::BackupJobs, Kind::Empty),
            (Question::Schedules, Kind::Empty),
            (Question::Logs, Kind::Empty),
            (Question::MirrorJobs, Kind::Empty),
            (Question::MetadataJobs, Kind::Empty),
            (Question::CallJobs, Kind::AdminOnly),
            (Question::Remotes, Kind::Empty),
            (Question::RemotesInfo, Kind::AdminOnly),
            (Question::Proxies, Kind::Empty),
            (Question::Servers, Kind::Empty),
        ],
    },
];

fn token(state: &mock_xo::State, user: &str) -> String {
    match user {
        "admin" => state.admin_token(),
        "reader" => state.reader_token(),
        _ => state.plain_token(),
    }
    .to_owned()
}

#[test]
fn live_and_replay_give_the_same_bytes() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(instant());
    let tokens = CASES.map(|case| token(&state, case.user));
    let server = serve(state);
    let url = server.url();
    for (case, token) in CASES.iter().zip(&tokens) {
        let vars = [("XO_URL", url.as_str()), ("XO_TOKEN", token.as_str())];
        let live = ["text", "json"].map(|format| home.run(&["check", "--at", AT, "--format", format], &vars));
        assert_eq!(schema_errors(&live[1].json()), [""; 0]);
        assert_eq!(live[1].json()["gaps"].as_array().unwrap().len(), case.unread.len());
        for ending in ["json", "json.gz", "json.zst"] {
            let file = home.path(&format!("{}.{ending}", case.user));
            let file = file.to_str().unwrap();
            let saved = home.run(&["capture", "-o", file, "--at", AT], &vars);
            assert_eq!((saved.status, saved.out.as_str()), (0, ""), "{saved:?}");
            assert!(saved.err.starts_with(&format!("saved {file} (")), "{saved:?}");
            for (live, format) in live.iter().zip(["text", "json"]) {
                let again = home.run(&["check", "--from", file, "--format", format], &[]);
                assert_eq!(again.status, live.status, "{} {ending} {format}", case.user);
                assert!(again.out == live.out, "{} {ending}\n{}\n{}", case.user, live.out, again.out);
                assert_eq!((&live.err, &again.err), (&String::new(), &String::new()));
            }
        }
    }
}

#[test]
fn the_suffix_selects_the_compression() {
    let home = Home::new();
    for (ending, start) in
        [("json", &b"{\""[..]), ("json.gz", &[0x1f, 0x8b]), ("json.zst", &[0x28, 0xb5, 0x2f, 0xfd])]
    {
        let file = home.path(&format!("a.{ending}"));
        home.run(&["capture", "--demo", "-o", file.to_str().unwrap()], &[]);
        assert!(std::fs::read(&file).unwrap().starts_with(start), "{ending}");
        assert_eq!(mock_xo::read_capture(&file).unwrap()["format"], "xo-health.capture/1");
    }
}

#[test]
fn a_capture_holds_what_each_user_may_read() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(instant());
    let tokens = CASES.map(|case| token(&state, case.user));
    let objects = state.objects.len();
    let logs = state.logs.len();
    let server = serve(state);
    for (case, token) in CASES.iter().zip(&tokens) {
        let file = home.path("a.json");
        let args = ["capture", "-o", "a.json", "--at", AT, "--url", &server.url()];
        home.run(&args, &[("XO_TOKEN", token)]);
        let capture = mock_xo::read_capture(&file).unwrap();
        let keys =
            |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
        let listed = |names: &[&str]| -> BTreeSet<String> { names.iter().map(ToString::to_string).collect() };
        assert_eq!(keys(&capture["calls"]), listed(&[case.direct, case.via_rest].concat()), "{}", case.user);
        let via_rest = capture["via_rest"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        assert_eq!(listed(&via_rest.collect::<Vec<_>>()), listed(case.via_rest), "{}", case.user);
        assert_eq!(keys(&capture["errors"]), listed(case.refused), "{}", case.user);
        for refusal in capture["errors"].as_object().unwrap().values() {
            // not called, because XO would keep the refusal
            assert_eq!(refusal["code"], "admin_only", "{refusal}");
            assert!(refusal["message"].is_string(), "{refusal}");
        }
        assert_eq!(capture["captured_at"], instant().as_millisecond());
        assert_eq!(capture["server"], json!({"version": "5.207.2", "address": server.url()}));
        let permission = if case.user == "admin" { "admin" } else { "none" };
        assert_eq!(capture["reader"]["permission"], permission);
        // all objects, not only those that the report needs
        assert_eq!(capture["calls"]["xo.getAllObjects"].as_object().unwrap().len(), objects);
        let readable = if case.user == "plain" { 0 } else { logs };
        assert_eq!(capture["calls"]["backupNg.getAllLogs"].as_object().unwrap().len(), readable);

        let unread = replay(&file).unwrap().reading.unread;
        let kinds: Vec<_> = unread
            .iter()
            .map(|unread| match &unread.why {
                UnreadReason::AdminOnly => (unread.answer, Kind::AdminOnly),
                UnreadReason::EmptyWithoutProof => (unread.answer, Kind::Empty),
                other => panic!("{:?}: {other:?}", unread.answer),
            })
            .collect();
        assert_eq!(kinds, case.unread, "{}", case.user);
    }
}

#[test]
fn a_method_in_neither_calls_nor_errors_is_a_gap() {
    let home = Home::new();
    let file = home.path("a.json");
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    home.run(&["capture", "--url", &server.url(), "-o", "a.json"], &[("XO_TOKEN", &token)]);
    let whole = mock_xo::read_capture(&file).unwrap();
    assert_eq!(replay(&file).unwrap().reading.unread, []);
    for (method, answer) in PARTS {
        let mut capture = whole.clone();
        capture["calls"].as_object_mut().unwrap().remove(method.name()).unwrap();
        home.write("a.json", capture.to_string());
        let unread = replay(&file).unwrap().reading.unread;
        assert_eq!(unread.len(), 1, "{method}: {unread:?}");
        assert_eq!((unread[0].answer, &unread[0].why), (answer, &UnreadReason::NotAsked), "{method}");
        let ran = home.run(&["check", "--from", "a.json", "--format", "json"], &[]);
        assert_eq!(ran.json()["gaps"].as_array().unwrap().len(), 1, "{method}");
        assert_eq!(schema_errors(&ran.json()), [""; 0], "{method}");

        capture["errors"] = json!({method.name(): {"code": -32601, "message": "method not found"}});
        home.write("a.json", capture.to_string());
        let unread = replay(&file).unwrap().reading.unread;
        let why = UnreadReason::Refused { code: "-32601".to_owned(), message: "method not found".to_owned() };
        assert_eq!((unread.len(), unread[0].answer, &unread[0].why), (1, answer, &why), "{method}");
    }
}

/// The answers of a real server look the same when the mock sends them: over WebSocket, NDJSON and with a filter.
#[test]
fn a_served_capture_gives_the_disks_of_the_replayed_one() {
    let home = Home::new();
    for name in CAPTURES {
        let state = mock_xo::State::from_capture(raw(name)).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let direct = observation(name);
        let at = direct.reading.observed_at.to_string();
        let args = ["check", "--url", &server.url(), "--at", &at, "--format", "json"];
        let live = home.run(&args, &[("XO_TOKEN", &token)]);
        assert_eq!(live.err, "", "{name}");
        let (live, direct) = (live.json(), document(&report(&direct)));
        // the order of SRs follows the findings, which know more of a live server: these captures lack some methods
        assert_eq!(without_forecast(&live["srs"]), without_forecast(&direct["srs"]), "{name}");
        assert_eq!(without_xo_figure(&live["disks"]), without_xo_figure(&direct["disks"]), "{name}");
        assert_eq!(live["verdicts"], direct["verdicts"], "{name}");
        assert!(!live["disks"].as_array().unwrap().is_empty(), "{name}");
    }
}

/// Removes the forecast, which only the program makes, not the library's report in these tests.
fn without_forecast(srs: &Value) -> Vec<Value> {
    let mut srs = sorted_by(srs, "id");
    for sr in &mut srs {
        for field in ["lacking_30_days_bytes", "growth_per_day_bytes", "runs_out_probability", "free_path"] {
            sr.as_object_mut().unwrap().remove(field).unwrap();
        }
    }
    srs
}

/// Removes XO's own figure, which is never asked of a live server, only read from captures that hold it.
fn without_xo_figure(disks: &Value) -> Vec<Value> {
    let mut disks = disks.as_array().unwrap().clone();
    for disk in &mut disks {
        disk.as_object_mut().unwrap().remove("xo_unhealthy").unwrap();
    }
    disks
}
