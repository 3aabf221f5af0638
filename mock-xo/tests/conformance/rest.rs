//! HTTP requests: status, the headers that matter, body.

use std::io::Read;
use std::time::Duration;

use mock_xo::Running;
use serde_json::{Map, Value, json};

use crate::Exchange;
use crate::common::Client;
use crate::fixture::{HEADERS, Recordings};
use crate::world::{self, PASSWORD};

/// `admin@admin.net:<password>` and the same with a wrong one.
const BASIC: &str = "Basic YWRtaW5AYWRtaW4ubmV0OjxwYXNzd29yZD4=";
const WRONG: &str = "Basic YWRtaW5AYWRtaW4ubmV0Ojx3cm9uZy1wYXNzd29yZD4=";

pub async fn replay(recordings: &Recordings, world: &str) -> Vec<Exchange> {
    let running = world::start(recordings, world);
    let mut exchanges = Vec::new();
    let mut one_time = None;
    for (file, recorded) in recordings.files(world) {
        let entries = match recorded {
            Value::Array(entries) if file == "rest.json" => entries.as_slice(),
            one if file.starts_with("rest-") => std::slice::from_ref(one),
            _ => continue,
        };
        for (number, entry) in entries.iter().enumerate() {
            let label = entry["label"].as_str().unwrap_or("admin user");
            let mut path = entry["request"]["path"].as_str().unwrap().to_owned();
            if path.starts_with("/api/") {
                path = match one_time.take() {
                    Some(used) => used,
                    None => address(&running).await,
                };
                one_time = Some(path.clone());
            }
            // A wrong password must not delay the next request.
            running.change(|state| state.clock.advance(Duration::from_secs(3)));
            let got = ask(&running, entry, &path, label).await;
            let method = entry["request"]["method"].as_str().unwrap();
            let shown = entry["request"]["path"].as_str().unwrap();
            let id = format!("{world}/{file}#{number} {method} {shown} ({label})");
            exchanges.push(Exchange { id, expected: expected(entry), got });
        }
    }
    exchanges
}

/// Creates a one-time address as in the recording.
async fn address(running: &Running) -> String {
    let mut client = Client::signed_in(running, "admin").await;
    let params = json!({"ndjson": true, "filter": {"type": "SR"}});
    let answer = client.result("xo.getAllObjects", params).await;
    answer["$getFrom"].as_str().unwrap().to_owned()
}

fn expected(entry: &Value) -> Value {
    let body = match entry["body"].as_str() {
        Some(text) if text.ends_with(" bytes)") => json!("a long body"),
        _ => entry["body"].clone(),
    };
    json!({"status": entry["status"], "body": body, "headers": entry["headers"]})
}

async fn ask(running: &Running, entry: &Value, path: &str, label: &str) -> Value {
    let http = crate::common::http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let method = entry["request"]["method"].as_str().unwrap().parse().unwrap();
    let mut request = http.request(method, format!("{}{path}", running.url()));
    let who = label.split([' ', ':']).next().unwrap();
    request = match label {
        "no credentials" | "ping without credentials" | "API description without credentials" => request,
        _ if path.starts_with("/api/") => request,
        "invalid token" | "expired token" => request.header("cookie", "authenticationToken=AAAA"),
        "basic authentication" => request.header("authorization", BASIC),
        "basic authentication, wrong password" => request.header("authorization", WRONG),
        "bearer token" => request.header("authorization", "Bearer admin"),
        "cookie and basic together" => request.header("authorization", BASIC).header("cookie", "token=admin"),
        "cookie named token" => request.header("cookie", "token=admin"),
        _ if label.contains(" user") => request.header("cookie", format!("authenticationToken={who}")),
        _ => request.header("cookie", "authenticationToken=admin"),
    };
    request = request.header(
        "accept-encoding",
        match label {
            "accept-encoding identity" => "identity",
            "accept-encoding br" => "br",
            _ => "gzip",
        },
    );
    if entry["request"]["body"].is_object() {
        let body = entry["request"]["body"].to_string();
        request = request.header("content-type", "application/json").body(body);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let mut headers = Map::new();
    for name in HEADERS {
        if let Some(value) = response.headers().get(name) {
            headers.insert(name.to_owned(), json!(value.to_str().unwrap()));
        }
    }
    let is_zipped = headers.get("content-encoding").is_some_and(|coding| coding == "gzip");
    let bytes = response.bytes().await.unwrap();
    let mut text = String::new();
    if is_zipped {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes.to_vec()).unwrap();
    }
    json!({"status": status, "body": body_like(&entry["body"], text), "headers": headers})
}

/// Returns the body in the form of the recorded one: JSON, or text if that was not JSON.
fn body_like(recorded: &Value, text: String) -> Value {
    match recorded.as_str() {
        Some(recorded) if recorded.ends_with(" bytes)") && text.len() > 1000 => json!("a long body"),
        Some(_) => json!(text),
        None => serde_json::from_str(&text).unwrap_or(json!(text)),
    }
}

#[test]
fn passwords_are_those_of_the_recordings() {
    assert_eq!(PASSWORD, "<password>");
}
