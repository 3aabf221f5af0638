//! What arrives at a server: only calls that read.

use std::collections::BTreeSet;

use mock_xo::{Running, State};
use xo_health_client::{Collection, Document, Method};

use crate::common::{instant, serve};
use crate::program::Home;

/// Returns whether a call only reads: a listed method, or a GET of a listed path or of a one-time address.
fn only_reads(call: &str) -> bool {
    if Method::ALL.iter().any(|method| method.name() == call) {
        return true;
    }
    let Some(path) = call.strip_prefix("GET ") else { return false };
    // XO's tokens have 43 characters (facts/xo-observed.md)
    Collection::ALL.iter().any(|collection| collection.path() == path)
        || Document::ALL.iter().any(|document| document.path() == path)
        || is_own_privileges(path)
        || path.strip_prefix("/api/").is_some_and(|token| token.len() == 43)
}

/// Returns whether XO redirects requests for the privileges of `me` to this path.
fn is_own_privileges(path: &str) -> bool {
    let id = path.strip_prefix("/rest/v0/users/").and_then(|rest| rest.strip_suffix("/acl-privileges"));
    id.is_some_and(|id| id.len() == 36 && !id.contains('/'))
}

#[test]
fn the_check_recognises_calls_that_only_read() {
    let cases = [
        ("xo.getAllObjects", true),
        ("GET /rest/v0/schedules", true),
        ("GET /rest/v0/schedules/1", false),
        ("POST /rest/v0/schedules", false),
        ("GET /rest/v0/users/a0537432-566d-4de8-92ce-3b2058ca16fb/acl-privileges", true),
        ("GET /rest/v0/users/a0537432-566d-4de8-92ce-3b2058ca16fb", false),
        ("sr.scan", false),
        ("xo.getAllObjects2", false),
        ("GET /api/", false),
        ("GET /", false),
    ];
    for (call, reads) in cases {
        assert_eq!(only_reads(call), reads, "{call}");
    }
}

#[test]
fn check_and_capture_only_read() {
    let home = Home::new();
    let tokens: [fn(&State) -> &str; 3] = [State::admin_token, State::reader_token, State::plain_token];
    for token in tokens {
        for args in [&["check", "--show-calls"][..], &["capture", "-o", "a.json", "--show-calls"]] {
            let state = mock_xo::scenario::demo(instant());
            let token = token(&state).to_owned();
            let server = serve(state);
            let ran = home.run(args, &[("XO_URL", &server.url()), ("XO_TOKEN", &token)]);
            let calls = server.calls();
            let writes: Vec<_> = calls.iter().filter(|call| !only_reads(call)).collect();
            assert!(writes.is_empty(), "{writes:?}");
            assert!(calls.len() >= 12, "{calls:?}");
            shows_all(&ran.err, &server);
            ran.keeps(&[&token]);
        }
    }
}

/// Checks that `--show-calls` showed each call that arrived, except one-time addresses, which are secrets.
fn shows_all(shown: &str, server: &Running) {
    let arrived: BTreeSet<String> = server
        .calls()
        .into_iter()
        .filter(|call| !call.starts_with("GET /api/"))
        .map(|call| call.strip_prefix("GET ").map_or(call.clone(), str::to_owned))
        .collect();
    let lines: Vec<_> = shown.lines().filter(|line| line.starts_with("call: ")).collect();
    for call in &arrived {
        assert!(lines.iter().any(|line| line.contains(call.as_str())), "{call} is not in {shown}");
    }
    assert!(lines.len() >= arrived.len());
    for call in server.calls().iter().filter_map(|call| call.strip_prefix("GET /api/")) {
        assert!(!shown.contains(call), "a one-time address was shown: {shown}");
    }
}

/// A server that has nothing is asked once for each thing.
#[test]
fn a_server_without_anything_is_only_read_too() {
    let home = Home::new();
    let state = State::new();
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let args = ["check", "--url", &server.url(), "--format", "json"];
    let ran = home.run(&args, &[("XO_TOKEN", &token)]);
    assert_eq!(ran.json()["disks"], serde_json::json!([]));
    let asked = server.calls().iter().filter(|call| *call == "xo.getAllObjects").count();
    assert_eq!(asked, 1);
    assert!(server.calls().iter().all(|call| only_reads(call)), "{:?}", server.calls());
}
