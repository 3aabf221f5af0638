//! JSON-RPC over a real socket, as observed on a real server.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Client, LONG, SHORT};
use mock_xo::{Running, ServeOptions, State, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

fn world() -> State {
    let mut state = State::new();
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p"}),
        json!({"id": "s", "type": "SR", "content_type": "user", "size": 10, "$pool": "p"}),
        json!({"id": "d", "type": "VDI", "parent": "gone", "$SR": "s", "$pool": "p"}),
        json!({"id": "q", "type": "pool", "$pool": "q"}),
    ] {
        state.objects.insert(object).unwrap();
    }
    state.servers =
        vec![json!({"id": "1", "host": "h", "enabled": true, "status": "connected", "poolId": "p"})];
    state.backup_jobs = vec![json!({"id": "j", "type": "backup"})];
    for start in 1..=4 {
        let status = if start == 2 { "failure" } else { "success" };
        let log = json!({"id": start.to_string(), "message": "backup", "start": start, "status": status});
        state.logs.insert(start.to_string(), log);
    }
    state
}

fn start() -> (Running, String, String) {
    let state = world();
    let (admin, plain) = (state.admin_token().to_owned(), state.plain_token().to_owned());
    (serve(state, ServeOptions::default()).unwrap(), admin, plain)
}

#[tokio::test]
async fn before_signing_in() {
    let (running, _, _) = start();
    let mut client = Client::connect(&running).await;
    let cases = [
        ("xo.getAllObjects", json!({"message": "not enough permissions", "code": 2, "data": {"object": {}}})),
        (
            "sr.getAllUnhealthyVdiChainsLength",
            json!({"message": "not enough permissions", "code": 2, "data": {"permission": "admin", "object": {}}}),
        ),
        ("session.getUser", json!({"code": -32000, "message": "unknown error from the peer"})),
        (
            "sr.getUnhealthyVdiChainsLength",
            json!({"code": -32601, "data": "sr.getUnhealthyVdiChainsLength",
                "message": "method not found: sr.getUnhealthyVdiChainsLength"}),
        ),
        ("session.signIn", json!({"message": "invalid credentials", "code": 3})),
    ];
    for (method, expected) in cases {
        assert_eq!(client.error(method, json!({})).await, expected, "{method}");
    }
    assert_eq!(client.result("system.getServerVersion", json!({})).await, "5.207.2");
    let info = client.result("system.getMethodsInfo", json!({})).await;
    assert_eq!(info["schedule.getAll"], json!({"params": {}, "permission": "admin"}));
    assert_eq!(info["session.signIn"], json!({"params": {}, "permission": null}));
    assert_eq!(info["sr.getVdiChainsInfo"], json!({"params": {"id": {"type": "string"}}}));
}

#[tokio::test]
async fn malformed_messages_get_no_answer_and_batches_a_nul() {
    let (running, _, _) = start();
    let mut client = Client::connect(&running).await;
    for text in
        ["this is not JSON", r#"{"jsonrpc":"2.0","id":900}"#, r#"{"jsonrpc":"1.0","id":9,"method":"x"}"#]
    {
        client.send(text).await;
        assert!(client.next().await.is_none(), "{text}");
    }
    client.send(r#"[{"jsonrpc":"2.0","id":901,"method":"session.getUser","params":{}}]"#).await;
    assert_eq!(client.next().await, Some(Message::binary(vec![0])));
    assert_eq!(client.result("system.getVersion", json!([])).await, "0.1");
}

#[tokio::test]
async fn pings_are_answered_and_goodbyes_returned() {
    let (running, _, _) = start();
    let mut client = Client::connect(&running).await;
    client.send_message(Message::Ping("x".into())).await;
    assert_eq!(client.next().await, Some(Message::Pong("x".into())));
    assert!(matches!(client.close().await.as_slice(), [Message::Close(_)]));
}

#[tokio::test]
async fn passwords_tokens_and_throttling() {
    let (running, _, _) = start();
    let mut client = Client::connect(&running).await;
    let wrong = json!({"email": "admin@admin.net", "password": "wrong"});
    let right = json!({"username": "admin@admin.net", "password": "admin"});
    assert_eq!(client.error("session.signIn", wrong).await["code"], 3);
    assert_eq!(client.error("session.signIn", right.clone()).await["code"], -32000);
    running.change(|state| state.clock.advance(std::time::Duration::from_secs(2)));
    let user = client.result("session.signIn", right).await;
    assert_eq!((&user["email"], &user["permission"]), (&json!("admin@admin.net"), &json!("admin")));
    assert_eq!(client.result("session.getUser", json!({})).await, user);
    assert_eq!(client.error("session.signIn", json!({"token": "AAAA"})).await["code"], 3);
    assert_eq!(client.result("session.signOut", json!({})).await, true);
    assert_eq!(client.error("xo.getAllObjects", json!({})).await["code"], 2);
}

#[tokio::test]
async fn an_expired_token_closes_the_socket_on_the_next_message() {
    let (running, _, _) = start();
    running.change(|state| {
        let expiration = Some(state.clock.now_ms() + 60_000);
        let token = mock_xo::Token { id: "short".into(), email: "admin@admin.net".into(), expiration };
        state.users.add_token(token);
    });
    let mut client = Client::signed_in(&running, "short").await;
    running.change(|state| state.clock.advance(std::time::Duration::from_secs(61)));
    assert!(client.next().await.is_none());
    client.send(r#"{"jsonrpc":"2.0","id":1,"method":"session.getUser"}"#).await;
    assert!(matches!(client.next().await, Some(Message::Close(_))));
    let mut client = Client::connect(&running).await;
    assert_eq!(client.error("session.signIn", json!({"token": "short"})).await["code"], 3);
}

#[tokio::test]
async fn objects_are_for_everybody_and_the_rest_for_administrators() {
    let (running, admin, plain) = start();
    let mut client = Client::signed_in(&running, &plain).await;
    let objects = client.result("xo.getAllObjects", json!({})).await;
    assert_eq!(objects.as_object().unwrap().keys().collect::<Vec<_>>(), ["p", "s", "d", "q"]);
    assert_eq!(client.error("schedule.getAll", json!({})).await["data"]["permission"], "admin");
    let refused = client.error("sr.getVdiChainsInfo", json!({"id": "s"})).await;
    assert_eq!(refused["data"], json!({"permission": "operate", "object": {"id": "s"}}));
    assert_eq!(client.error("xo.getAllObjects", json!({"filter": "type:("})).await.get("data"), None);

    let mut client = Client::signed_in(&running, &admin).await;
    let info = client.result("sr.getVdiChainsInfo", json!({"sr": "s"})).await;
    assert_eq!(info["vdisWithUnknownVhdParent"], json!({"d": "gone"}));
    assert_eq!(client.result("sr.getAllUnhealthyVdiChainsLength", json!({})).await, json!({"s": info}));
    let missing = client.error("sr.getVdiChainsInfo", json!({"id": "d"})).await;
    assert_eq!(missing, json!({"message": "no such SR d", "code": 1, "data": {"id": "d", "type": "SR"}}));
    let bad = client.error("xo.getAllObjects", json!({"filter": "type:("})).await;
    assert_eq!(bad["data"]["message"], "parse error: expected end of input at position 4");
    for (filter, expected) in [
        (json!({"filter": {"type": "pool"}}), vec!["p", "q"]),
        (json!({"filter": "type:/^VDI$/"}), vec!["d"]),
        (json!({"limit": 2}), vec!["p", "s"]),
        (json!({"filter": {"type": "pool"}, "limit": 1}), vec!["p"]),
    ] {
        let objects = client.result("xo.getAllObjects", filter.clone()).await;
        assert_eq!(objects.as_object().unwrap().keys().collect::<Vec<_>>(), expected, "{filter}");
    }
}

#[tokio::test]
async fn logs_are_limited_to_the_newest() {
    let (running, admin, _) = start();
    let mut client = Client::signed_in(&running, &admin).await;
    for (params, expected) in [
        (json!({}), vec![1, 2, 3, 4]),
        (json!({"limit": 2}), vec![3, 4]),
        (json!({"after": 2, "before": 4}), vec![2, 3]),
        (json!({"status": "success", "limit": 2, "_forceRefresh": true}), vec![3, 4]),
        (json!({"after": "7 days"}), vec![]),
    ] {
        let logs = client.result("backupNg.getLogs", params.clone()).await;
        let starts: Vec<i64> =
            logs.as_array().unwrap().iter().map(|log| log["start"].as_i64().unwrap()).collect();
        assert_eq!(starts, expected, "{params}");
    }
    assert_eq!(client.result("backupNg.getAllLogs", json!({})).await["2"]["status"], "failure");
    assert_eq!(client.result("backupNg.getJob", json!({"id": "j"})).await["type"], "backup");
    assert_eq!(client.error("backupNg.getJob", json!({"id": "x"})).await["message"], "no such job x");
}

#[tokio::test]
async fn one_time_addresses() {
    let (running, admin, _) = start();
    let mut client = Client::signed_in(&running, &admin).await;
    let http = crate::common::http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for (method, params, lines) in [
        ("xo.getAllObjects", json!({"ndjson": true, "filter": {"type": "pool"}}), 2),
        ("backupNg.getAllLogs", json!({"ndjson": true}), 4),
    ] {
        let answer = client.result(method, params).await;
        let url = format!("{}{}", running.url(), answer["$getFrom"].as_str().unwrap());
        let response = http.get(&url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
        let text = response.text().await.unwrap();
        assert!(text.ends_with('\n'));
        assert_eq!(text.lines().count(), lines);
        assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
        let response = http.get(&url).send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["location"]),
            (302, &"/signin".parse().unwrap())
        );
    }
}

#[tokio::test]
async fn changes_are_pushed_to_those_signed_in() {
    let (running, _, plain) = start();
    let mut anonymous = Client::connect(&running).await;
    let mut client = Client::signed_in(&running, &plain).await;
    running.enter(vec![json!({"id": "n", "type": "SR", "$pool": "p"})]).unwrap();
    running.exit(&["d", "never-there"]);
    running.disconnect_pool("p", None);
    running.release_pool("p");
    let mut seen = Vec::new();
    while let Some(message) = client.next().await {
        let note: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
        assert_eq!(note["method"], "all");
        let items: Vec<String> = note["params"]["items"].as_object().unwrap().keys().cloned().collect();
        seen.push(format!("{} {}", note["params"]["type"].as_str().unwrap(), items.join(" ")));
        if note["params"]["type"] == "exit" {
            assert!(note["params"]["items"].as_object().unwrap().values().all(|value| value == 0));
        }
    }
    assert_eq!(seen, ["enter n", "exit d", "exit p s n", "enter p s n"]);
    assert!(anonymous.next().await.is_none());
}

#[tokio::test]
async fn a_pool_that_loads_late() {
    let mut state = world();
    state.hold_pool("p");
    let token = state.admin_token().to_owned();
    let running = serve(state, ServeOptions::default()).unwrap();
    let mut client = Client::signed_in(&running, &token).await;
    assert_eq!(client.result("server.getAll", json!({})).await[0]["status"], "connected");
    assert_eq!(client.result("xo.getAllObjects", json!({})).await.as_object().unwrap().len(), 1);
    running.release_pool("p");
    assert_eq!(client.result("xo.getAllObjects", json!({})).await.as_object().unwrap().len(), 4);
    assert_eq!(client.notifications.len(), 1);
}

#[tokio::test]
async fn other_addresses_are_never_upgraded() {
    let (running, _, _) = start();
    for path in ["/api", "/api/?x=1", "/", "/rest/v0/"] {
        let mut socket = tokio::net::TcpStream::connect(running.address()).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let read = tokio::time::timeout(SHORT, socket.read_u8()).await;
        assert!(read.is_err(), "{path}: {read:?}");
    }
}

#[tokio::test]
async fn every_call_is_recorded_and_stopping_frees_the_port() {
    let (running, admin, _) = start();
    let mut client = Client::signed_in(&running, &admin).await;
    client.result("schedule.getAll", json!({})).await;
    crate::common::http()
        .build()
        .unwrap()
        .get(format!("{}/rest/v0/ping?x=1", running.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(running.calls(), ["session.signIn", "schedule.getAll", "GET /rest/v0/ping"]);
    let address = running.address();
    tokio::time::timeout(LONG, running.stop()).await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn logs_are_read_anew_every_ten_seconds_or_when_asked() {
    let (running, admin, _) = start();
    let mut client = Client::signed_in(&running, &admin).await;
    let count = async |client: &mut Client, params| {
        client.result("backupNg.getLogs", params).await.as_array().unwrap().len()
    };
    assert_eq!(count(&mut client, json!({})).await, 4);
    running.change(|state| {
        state.logs.insert("9".to_owned(), json!({"id": "9", "message": "backup", "start": 9}));
    });
    assert_eq!(count(&mut client, json!({})).await, 4);
    assert_eq!(count(&mut client, json!({"_forceRefresh": true})).await, 5);
    assert_eq!(count(&mut client, json!({})).await, 5);
}

#[tokio::test]
async fn tokens_are_made_and_work() {
    let (running, _, plain) = start();
    let mut client = Client::signed_in(&running, &plain).await;
    let token = client.result("token.create", json!({"expiresIn": "60s"})).await;
    let token = token.as_str().unwrap().to_owned();
    assert_eq!(token.len(), 43);
    let mut other = Client::signed_in(&running, &token).await;
    assert_eq!(other.result("session.getUser", json!({})).await["email"], "plain@example.org");
    running.change(|state| state.clock.advance(std::time::Duration::from_secs(61)));
    let mut late = Client::connect(&running).await;
    assert_eq!(late.error("session.signIn", json!({"token": token})).await["code"], 3);
}

#[tokio::test]
async fn what_writes_is_not_played() {
    let (running, admin, plain) = start();
    let mut client = Client::signed_in(&running, &admin).await;
    for (method, params) in [("sr.scan", json!({"id": "s"})), ("backupNg.deleteJob", json!({"id": "j"}))] {
        assert_eq!(
            client.error(method, params).await,
            json!({"message": "not implemented", "code": 0}),
            "{method}"
        );
    }
    let mut client = Client::signed_in(&running, &plain).await;
    assert_eq!(client.error("sr.scan", json!({"id": "s"})).await["data"]["permission"], "operate");
    assert_eq!(client.error("sr.stats", json!({"id": "s"})).await["data"]["permission"], "view");
}

/// Refusals and other failures of calls are kept, but not those of unknown methods, nor those of REST.
#[tokio::test]
async fn failed_calls_are_kept() {
    let (running, admin, plain) = start();
    let mut client = Client::connect(&running).await;
    client.result("session.signIn", json!({"token": plain})).await;
    for method in ["schedule.getAll", "no.such", "job.getAll"] {
        client.error(method, json!({})).await;
    }
    client.error("xo.getAllObjects", json!({"limit": "many"})).await;
    let url = format!("{}/rest/v0/dashboard", running.url());
    let request = common::http().build().unwrap().get(url).header("cookie", format!("token={plain}"));
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(running.kept_failures(), 3);
    running.restart(std::time::Duration::ZERO);
    let mut client = Client::connect(&running).await;
    client.result("session.signIn", json!({"token": admin})).await;
    let kept = client.result("log.get", json!({"namespace": "api"})).await;
    let kept_data: Vec<_> = kept.as_object().unwrap().values().map(|entry| &entry["data"]).collect();
    let of = |data: &Value| (data["method"].clone(), data["error"]["code"].clone());
    let expected = [("schedule.getAll", 2), ("job.getAll", 2), ("xo.getAllObjects", 10)]
        .map(|(a, b)| (json!(a), json!(b)));
    assert_eq!(kept_data.iter().map(|data| of(data)).collect::<Vec<_>>(), expected);
    assert!(kept_data.iter().all(|data| data["userName"] == "plain@example.org"), "{kept_data:?}");
}

/// As on a real server: after 20,100 refusals and XO's own cleaning, the four backup logs are gone.
#[tokio::test]
async fn refused_calls_push_backup_logs_out() {
    let (running, admin, plain) = start();
    let mut client = Client::connect(&running).await;
    client.result("session.signIn", json!({"token": plain})).await;
    for id in 0..20_100 {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "schedule.getAll", "params": {}});
        client.send(&request.to_string()).await;
        if id % 1_000 == 999 {
            client.answer_of(&json!(id)).await;
        }
    }
    client.answer_of(&json!(20_099)).await;
    let logs = async || {
        let mut client = Client::connect(&running).await;
        client.result("session.signIn", json!({"token": admin})).await;
        client.result("backupNg.getLogs", json!({"_forceRefresh": true})).await.as_array().unwrap().len()
    };
    while running.kept_failures() < 20_100 {
        tokio::time::sleep(SHORT).await;
    }
    assert_eq!(logs().await, 4);
    running.restart(std::time::Duration::ZERO);
    assert_eq!((logs().await, running.kept_failures()), (0, 20_000));
}
