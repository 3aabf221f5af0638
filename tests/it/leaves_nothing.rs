//! What a run leaves behind in XO: for a user who is not an administrator, nothing.

use std::collections::BTreeMap;

use mock_xo::{Running, State};
use serde_json::json;
use xo_health_core::model::UnreadReason;

use crate::common::{instant, replay, serve};
use crate::program::{Home, Ran};

/// Every command that reads a server; `login`, which only signs in, has its own test.
const COMMANDS: [&[&str]; 8] = [
    &["check"],
    &["capture", "-o", "a.json"],
    &["jobs"],
    &["sr", "fc-warehouse"],
    &["forecast"],
    &["explain", "XOH-102"],
    &["whoami"],
    &["ignore", "XOH-102/vm/074a2617", "--pin", "--reason", "known"],
];

fn run(home: &Home, server: &Running, token: &str, args: &[&str]) -> Ran {
    home.run(&[args, &["--url", &server.url()]].concat(), &[("XO_TOKEN", token)])
}

/// XO keeps each failed call, but only the newest 20,000 entries of all logs, including backup logs.
#[test]
fn a_reader_adds_nothing_to_the_log_of_failed_calls() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(instant());
    let tokens = [state.reader_token(), state.plain_token(), state.admin_token()].map(str::to_owned);
    let server = serve(state);
    for token in &tokens {
        for args in COMMANDS {
            let ran = run(&home, &server, token, args);
            // a reader without chains has nothing to suppress
            let is_read = args[0] == "ignore" && ran.err.contains("no finding");
            assert!(is_read || !ran.err.contains("error: "), "{args:?}: {ran:?}");
            assert_eq!(server.kept_failures(), 0, "{args:?}");
        }
    }
    let readings = server.calls().iter().filter(|call| *call == "session.signIn").count();
    assert_eq!(readings, COMMANDS.len() * tokens.len());
}

/// Signing in reads only the user and the version.
#[test]
fn signing_in_leaves_nothing() {
    let state = mock_xo::scenario::demo(instant());
    let tokens = [state.reader_token(), state.plain_token(), state.admin_token()].map(str::to_owned);
    let server = serve(state);
    for token in &tokens {
        let home = Home::new();
        let args = ["login", &server.url()];
        let ran = Ran::of(home.command(&args, &[]).write_stdin(format!("{token}\n")));
        assert_eq!(ran.status, 0, "{ran:?}");
        assert_eq!(server.kept_failures(), 0);
    }
    let asked: BTreeMap<String, usize> = arrived(&server);
    let expected = [("session.signIn", 3), ("system.getServerVersion", 3)];
    assert_eq!(asked, expected.map(|(call, count)| (call.to_owned(), count)).into());
}

/// The count above can fail: a call that a reader may not make is kept.
#[test]
fn a_refused_call_is_counted() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    server.fault("forbidden@job.getAll".parse().unwrap());
    run(&home, &server, &token, &["check"]);
    assert_eq!(server.kept_failures(), 1);
}

/// Counts what arrived, with all one-time addresses under one name.
fn arrived(server: &Running) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for call in server.calls() {
        let call = if call.starts_with("GET /api/") { "GET /api/".to_owned() } else { call };
        *counts.entry(call).or_default() += 1;
    }
    counts
}

#[test]
fn a_reader_asks_for_each_thing_once() {
    let home = Home::new();
    for args in COMMANDS {
        let state = mock_xo::scenario::demo(instant());
        let token = state.reader_token().to_owned();
        let reader = state.users.get("reader@example.org").unwrap().id.clone();
        let server = serve(state);
        run(&home, &server, &token, args);
        let whose = format!("GET /rest/v0/users/{reader}/acl-privileges");
        let expected = [
            "GET /api/",
            "GET /rest/v0/backup-jobs",
            "GET /rest/v0/backup-logs",
            "GET /rest/v0/backup-repositories",
            "GET /rest/v0/proxies",
            "GET /rest/v0/schedules",
            "GET /rest/v0/servers",
            // it redirects to the next one
            "GET /rest/v0/users/me/acl-privileges",
            &whose,
            "session.signIn",
            "system.getServerVersion",
            "xo.getAllObjects",
        ];
        assert_eq!(arrived(&server), expected.map(|call| (call.to_owned(), 1)).into(), "{args:?}");
    }
}

#[test]
fn an_administrator_calls_methods_alone() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    run(&home, &server, &token, &["check"]);
    let calls = arrived(&server);
    assert!(calls.keys().all(|call| !call.starts_with("GET /rest/")), "{calls:?}");
    assert_eq!(calls.len(), 14, "{calls:?}");
}

/// Returns one SR, without jobs, logs or anything else that REST lists.
fn empty() -> State {
    let mut state = mock_xo::scenario::parse("pool p { sr s nfs 1TiB { disk d 1GiB: leaf } }").unwrap();
    state.servers.clear();
    state
}

/// With rights that prove it, an empty list is empty: no gap, and no warning.
#[test]
fn rights_prove_that_a_list_is_empty() {
    let home = Home::new();
    let mut state = empty();
    let reader = state.users.get_mut("reader@example.org").unwrap();
    reader.resources.extend(["server", "proxy"].map(str::to_owned));
    let (reader, plain) = (state.reader_token().to_owned(), state.plain_token().to_owned());
    let server = serve(state);
    let gaps = |args: &[&str], token: &str| {
        let ran = run(&home, &server, token, args);
        let gaps = ran.json()["gaps"].as_array().unwrap().clone();
        (ran.status, gaps.iter().map(|gap| gap["what"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    let check = ["check", "--format", "json"];
    let (status, listed) = gaps(&check, &reader);
    assert_eq!((status, listed.len()), (0, 2), "{listed:?}");
    run(&home, &server, &reader, &["capture", "-o", "a.json"]);
    let replayed = home.run(&["check", "--from", "a.json", "--format", "json"], &[]);
    assert_eq!((replayed.status, replayed.json()["gaps"].as_array().unwrap().len()), (0, 2));
    // sequences and the space of repositories are for administrators only
    let unread = replay(&home.path("a.json")).unwrap().reading.unread;
    assert!(unread.iter().all(|unread| unread.why == UnreadReason::AdminOnly), "{unread:?}");

    let (status, listed) = gaps(&check, &plain);
    assert_eq!((status, listed.len()), (1, 10), "{listed:?}");
}

/// Rights that XO does not report, or reports in an unknown way, prove nothing; the check continues.
#[test]
fn without_rights_an_empty_list_proves_nothing() {
    let home = Home::new();
    let state = empty();
    let token = state.reader_token().to_owned();
    let server = serve(state);
    for fault in ["unknown", "forbidden", "garbage", "status=500", "truncate=20"] {
        server.clear_faults();
        server.fault(format!("{fault}@/rest/v0/users/*").parse().unwrap());
        let ran = run(&home, &server, &token, &["check", "--format", "json"]);
        let gaps = ran.json()["gaps"].as_array().unwrap().len();
        assert_eq!((ran.status, gaps), (1, 10), "{fault}: {ran:?}");
    }
}

/// A capture keeps the rights as XO reported them, without secrets.
#[test]
fn a_capture_holds_the_rights() {
    let home = Home::new();
    let state = empty();
    let (reader, admin) = (state.reader_token().to_owned(), state.admin_token().to_owned());
    let server = serve(state);
    run(&home, &server, &reader, &["capture", "-o", "a.json"]);
    let capture = mock_xo::read_capture(&home.path("a.json")).unwrap();
    let privileges = capture["reader"]["privileges"].as_array().unwrap();
    assert_eq!(privileges.len(), 17);
    assert!(privileges.iter().all(|it| it["action"] == "read" && it["effect"] == "allow"), "{privileges:?}");
    assert_eq!(capture["errors"]["job.getAll"]["code"], "admin_only");
    run(&home, &server, &admin, &["capture", "-o", "a.json"]);
    let capture = mock_xo::read_capture(&home.path("a.json")).unwrap();
    assert_eq!(capture["reader"], json!({"permission": "admin"}));
}
