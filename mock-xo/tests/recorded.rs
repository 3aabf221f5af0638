//! What a real server answered, refusals above all, asked again of the mock in the state that was captured before.

// Clippy takes only functions marked as tests for tests, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::PathBuf;
use std::time::Duration;

use common::Client;
use mock_xo::{AclV1, Permission, Running, ServeOptions, State, Token, User, read_capture, serve};
use serde_json::{Value, json};

/// The SR the recorded viewer and operator had rights on.
const NFS_MAIN: &str = "3d44f2dc-c1ca-4639-a73c-c3b352c5dc6c";
const PASSWORD: &str = "<password>";

fn fixture(name: &str) -> Value {
    read_capture(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

/// The recorded server, its users having the ids the recording gives them.
fn start(recorded: &[Value]) -> Running {
    let mut state = State::from_capture(fixture("api-errors.json.gz")).unwrap();
    let reader_resources = state.users.get("reader@example.org").unwrap().resources.clone();
    for name in [
        "admin@admin.net",
        "plain@example.org",
        "viewer@example.org",
        "operator@example.org",
        "reader@example.org",
    ] {
        let permission = if name.starts_with("admin") { Permission::Admin } else { Permission::None };
        let mut user = User::new(name, PASSWORD, permission);
        let signed_in = recorded.iter().find(|entry| entry["answer"]["result"]["email"] == name).unwrap();
        user.id = signed_in["answer"]["result"]["id"].as_str().unwrap().to_owned();
        match name.split('@').next().unwrap() {
            "viewer" => drop(user.acl_v1.insert(NFS_MAIN.to_owned(), AclV1::Viewer)),
            "operator" => drop(user.acl_v1.insert(NFS_MAIN.to_owned(), AclV1::Operator)),
            "reader" => user.resources = reader_resources.clone(),
            _ => {}
        }
        state.users.add(user);
        state.users.add_token(Token {
            id: name.split('@').next().unwrap().into(),
            email: name.into(),
            expiration: None,
        });
    }
    serve(state, ServeOptions::default()).unwrap()
}

/// Takes away what differs from one run to the next.
fn comparable(mut answer: Value) -> Value {
    if let Some(data) = answer.pointer_mut("/error/data").and_then(Value::as_object_mut) {
        data.remove("stack");
    }
    if let Some(result) = answer.get_mut("result").and_then(Value::as_object_mut)
        && let Some(address) = result.get_mut("$getFrom")
    {
        *address = json!(address.as_str().unwrap().len());
    }
    answer
}

#[tokio::test]
async fn json_rpc() {
    let recorded = fixture("api-errors-jsonrpc.json.gz");
    let recorded = recorded.as_array().unwrap();
    let running = start(recorded);
    let mut client = Client::connect(&running).await;
    let known = client.result("system.listMethods", json!({})).await;
    let mut compared = 0;
    for entry in recorded {
        let (label, method) = (entry["label"].as_str().unwrap(), entry["method"].as_str().unwrap());
        // Methods that write, statistics, plugins: not the mock's business; long results were not recorded.
        let is_unknown = entry["answer"]["error"]["code"] == -32601;
        if !(is_unknown || known.as_array().unwrap().contains(&entry["method"]))
            || entry["answer"]["result"].is_string()
        {
            continue;
        }
        if !label.contains("throttled") {
            running.change(|state| state.clock.advance(Duration::from_secs(3)));
        }
        let mut answer = client.call(method, entry["params"].clone()).await;
        let answer = answer.as_object_mut().unwrap();
        answer.retain(|key, _| key == "result" || key == "error");
        // As text: the order of keys counts too.
        let (expected, got) =
            (comparable(entry["answer"].clone()), comparable(Value::Object(answer.clone())));
        assert_eq!(got.to_string(), expected.to_string(), "{label}: {method}");
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}

fn status_of(entry: &Value) -> u64 {
    entry["status"].as_u64().unwrap()
}

#[tokio::test]
async fn rest() {
    let (recorded, users) = (fixture("api-errors-rest.json.gz"), fixture("api-errors-jsonrpc.json.gz"));
    let running = start(users.as_array().unwrap());
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut compared = 0;
    for entry in recorded.as_array().unwrap() {
        let (label, path) = (entry["label"].as_str().unwrap(), entry["path"].as_str().unwrap());
        // XO's own tasks and its description of itself are not in captures, users are none of the mock's collections;
        // times and the one-time address were others.
        let left_out = ["/tasks", "/users", "swagger", "/ping", "/api/"];
        if left_out.iter().any(|part| path.contains(part)) && status_of(entry) != 302 {
            continue;
        }
        let method = entry["method"].as_str().unwrap().parse().unwrap();
        let mut request = http.request(method, format!("{}{path}", running.url()));
        let credentials = format!("authenticationToken={}", label.split(' ').next().unwrap());
        // `admin@admin.net:<password>` and the same with a wrong one.
        let basic = "Basic YWRtaW5AYWRtaW4ubmV0OjxwYXNzd29yZD4=";
        request = match label {
            "no credentials" => request,
            "invalid token" | "expired token" => request.header("cookie", "token=AAAA"),
            "basic authentication" => request.header("authorization", basic),
            "basic authentication, wrong password" => {
                request.header("authorization", "Basic YWRtaW5AYWRtaW4ubmV0Ong=")
            }
            "bearer token" => request.header("authorization", "Bearer admin"),
            "cookie and basic together" => {
                request.header("authorization", basic).header("cookie", "token=admin")
            }
            "cookie named token" => request.header("cookie", "token=admin"),
            _ if label.contains(" user") => request.header("cookie", credentials),
            _ => request.header("cookie", "authenticationToken=admin"),
        };
        let response = request.send().await.unwrap();
        assert_eq!(u64::from(response.status().as_u16()), status_of(entry), "{label}: {path}");
        for (name, value) in entry["headers"].as_object().unwrap() {
            assert_eq!(response.headers()[name], value.as_str().unwrap(), "{label}: {path}");
        }
        let text = response.text().await.unwrap();
        let body = if entry["body"].is_string() {
            Value::String(text)
        } else {
            serde_json::from_str(&text).unwrap()
        };
        if entry["body"].as_str().is_none_or(|body| !body.starts_with('(')) {
            assert_eq!(body, entry["body"], "{label}: {path}");
        }
        compared += 1;
    }
    assert!(compared > 60, "{compared}");
}
