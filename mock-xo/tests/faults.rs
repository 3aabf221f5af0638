//! What goes wrong on purpose, as a client sees it.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Client, LONG, SHORT};
use mock_xo::{Fault, FaultKind, Running, ServeOptions, State, serve};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

fn start() -> (Running, String) {
    let mut state = State::new();
    for n in 0..50 {
        let id = format!("sr-{n}");
        state
            .objects
            .insert(json!({"id": id, "type": "SR", "name_label": "あ".repeat(20), "$pool": "p"}))
            .unwrap();
    }
    state.objects.insert(json!({"id": "p", "type": "pool", "name_label": "lab", "$pool": "p"})).unwrap();
    state.servers = vec![json!({"id": "1", "status": "connected", "poolId": "p", "master": "h"})];
    let token = state.admin_token().to_owned();
    (serve(state, ServeOptions::default()).unwrap(), token)
}

fn fault(running: &Running, text: &str) {
    running.fault(text.parse().unwrap());
}

/// Returns status and body; the error's text if there is no complete answer.
async fn get(running: &Running, token: &str, path: &str) -> (u16, String) {
    let http =
        crate::common::http().redirect(Policy::none()).timeout(Duration::from_secs(2)).build().unwrap();
    let request = http.get(format!("{}{path}", running.url())).header("cookie", format!("token={token}"));
    let Ok(response) = request.send().await else { return (0, "no answer".to_owned()) };
    let status = response.status().as_u16();
    (status, response.text().await.unwrap_or_else(|_| "broken".to_owned()))
}

/// Returns the answer to a call of `xo.getAllObjects`: text, or how the connection ended.
async fn call(running: &Running, token: &str) -> String {
    let mut client = Client::signed_in(running, token).await;
    client.send(r#"{"jsonrpc":"2.0","id":5,"method":"xo.getAllObjects"}"#).await;
    loop {
        match client.receive().await {
            None => return "silence".to_owned(),
            Some(Ok(Message::Text(text))) => return text.to_string(),
            Some(Ok(Message::Close(_))) => return "closed".to_owned(),
            Some(Ok(_)) => {}
            Some(Err(Error::Protocol(_))) => return "protocol error or break".to_owned(),
            Some(Err(_)) => return "broken".to_owned(),
        }
    }
}

#[tokio::test]
async fn calls_go_wrong() {
    let cases = [
        ("stall@xo.getAllObjects", "silence"),
        ("forbidden@xo.getAllObjects", "not enough permissions"),
        ("unknown@xo.*", "method not found: xo.getAllObjects"),
        ("expire@xo.getAllObjects", "closed"),
        ("drop=100@xo.getAllObjects", "protocol error or break"),
        ("garbage@xo.getAllObjects", "noise"),
        ("garbage=frame@xo.getAllObjects", "protocol error or break"),
        ("wrong-id@xo.getAllObjects", r#"{"id":987654321"#),
        ("null-id@xo.getAllObjects", r#"{"id":null"#),
        ("bad-code@xo.getAllObjects", r#""code":"EFAILED""#),
        ("empty@xo.getAllObjects", r#""result":{}"#),
        ("restart=1s@xo.getAllObjects", "protocol error or break"),
    ];
    for (text, expected) in cases {
        let (running, token) = start();
        fault(&running, text);
        let got = call(&running, &token).await;
        assert!(got.contains(expected), "{text}: {}", got.chars().take(200).collect::<String>());
    }
    let (running, token) = start();
    let whole = call(&running, &token).await;
    fault(&running, "truncate=1000@xo.getAllObjects times=1");
    let cut = call(&running, &token).await;
    assert!(whole.starts_with(&cut) && cut.len() <= 1000 && cut.len() > 990);
    fault(&running, "huge=5000000@xo.getAllObjects times=1");
    let huge = call(&running, &token).await;
    assert_eq!(huge.len(), whole.len() + 5_000_000);
    assert!(serde_json::from_str::<Value>(&huge).is_ok());
    fault(&running, "no-result@xo.getAllObjects times=1");
    assert_eq!(call(&running, &token).await, r#"{"id":5,"jsonrpc":"2.0"}"#);
    assert_eq!(call(&running, &token).await, whole);
}

#[tokio::test]
async fn requests_go_wrong() {
    let (running, token) = start();
    let path = "/rest/v0/srs?fields=id&ndjson=true";
    let (_, whole) = get(&running, &token, path).await;
    for (text, status, expected) in [
        ("stall", 0, "no answer"),
        ("wrong-credentials", 401, "invalid credentials"),
        ("forbidden", 403, "not enough permissions"),
        ("unknown", 404, "Cannot GET /rest/v0/srs"),
        ("status=503", 503, "503"),
        ("redirect=http://127.0.0.1:1/", 302, ""),
        ("drop=10", 200, "broken"),
        ("truncate=10", 200, &whole[..10]),
        ("garbage", 200, "noise"),
        ("empty", 200, ""),
    ] {
        running.fault(text.parse::<Fault>().unwrap().at("/rest/v0/srs").times(1));
        let (got_status, got) = get(&running, &token, path).await;
        assert_eq!(got_status, status, "{text}");
        assert!(got.contains(expected), "{text}: {got}");
        assert!(got.len() <= whole.len(), "{text}: {got}");
    }
    fault(&running, "garbage=line times=1");
    let (_, got) = get(&running, &token, path).await;
    let lines: Vec<bool> = got.lines().map(|line| serde_json::from_str::<Value>(line).is_ok()).collect();
    assert_eq!((lines.len(), lines[0], lines[1], lines[2]), (51, true, false, true));
    fault(&running, "empty times=1");
    assert_eq!(get(&running, &token, "/rest/v0/srs").await.1, "[]");
    assert_eq!(get(&running, &token, path).await, (200, whole));
    fault(&running, "expire times=1");
    assert_eq!(get(&running, &token, path).await.0, 401);
    assert_eq!(get(&running, &token, path).await.0, 401);
}

#[tokio::test]
async fn delays_delay() {
    let (running, token) = start();
    running.fault(Fault::new(FaultKind::Delay(Duration::from_millis(300))).after(1));
    let began = Instant::now();
    get(&running, &token, "/rest/v0/ping").await;
    assert!(began.elapsed() < Duration::from_millis(300));
    get(&running, &token, "/rest/v0/ping").await;
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_restart_ends_all_and_answers_nothing_for_a_while() {
    let (running, token) = start();
    let mut client = Client::signed_in(&running, &token).await;
    running.restart(Duration::from_millis(600));
    assert!(matches!(client.receive().await, Some(Err(_)) | None));
    let early = Client::try_connect(&running, Duration::from_millis(300)).await;
    assert!(early.is_none(), "the upgrade is not answered while the server starts");
    tokio::time::sleep(Duration::from_millis(400)).await;
    let mut client = Client::signed_in(&running, &token).await;
    assert_eq!(client.result("system.getVersion", json!({})).await, "0.1");
}

#[tokio::test]
async fn pools_come_late_vanish_and_come_back() {
    let (running, token) = start();
    let mut client = Client::signed_in(&running, &token).await;
    let count = async |client: &mut Client| {
        client.result("xo.getAllObjects", json!({})).await.as_object().unwrap().len()
    };
    fault(&running, "pool-late=200ms@lab");
    assert_eq!(count(&mut client).await, 0);
    assert_eq!(client.result("server.getAll", json!({})).await[0]["status"], "connected");
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(count(&mut client).await, 51);
    fault(&running, "pool-vanish=0ms");
    fault(&running, "pool-return=400ms");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(count(&mut client).await, 0);
    assert_eq!(client.result("server.getAll", json!({})).await[0]["status"], "connecting");
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(count(&mut client).await, 51);
    let server = client.result("server.getAll", json!({})).await[0].clone();
    assert_eq!((&server["status"], &server["poolId"]), (&json!("connected"), &json!("p")));
}

#[tokio::test]
async fn the_upgrade_goes_wrong() {
    for text in ["status=502@/api/", "redirect=http://127.0.0.1:1/@/api/", "stall@/api/"] {
        let (running, _) = start();
        fault(&running, text);
        assert!(Client::try_connect(&running, SHORT).await.is_none(), "{text}");
    }
}

#[tokio::test]
async fn faults_can_be_set_over_http() {
    let (running, token) = start();
    let http = crate::common::http().build().unwrap();
    let url = format!("{}/mock/faults", running.url());
    let answer =
        http.post(&url).body("status=503@/rest/v0/srs times=2\nforbidden@backupNg.*\n").send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), r#"["status=503@/rest/v0/srs times=2","forbidden@backupNg.*"]"#);
    assert_eq!(get(&running, &token, "/rest/v0/srs").await.0, 503);
    let answer = http.post(&url).body("explode").send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("`explode`"));
    assert_eq!(http.delete(&url).send().await.unwrap().text().await.unwrap(), "[]");
    assert_eq!(get(&running, &token, "/rest/v0/srs").await.0, 200);
    let calls = http.get(format!("{}/mock/calls", running.url())).send().await.unwrap().text().await.unwrap();
    assert_eq!(calls, r#"["GET /rest/v0/srs","GET /rest/v0/srs"]"#);
    assert!(tokio::time::timeout(LONG, running.stop()).await.is_ok());
}
