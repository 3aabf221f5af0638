//! Changes as they are announced: server-sent events (`sse.json`) and notifications (`ws-notifications.json`).

use mock_xo::Running;
use serde_json::{Value, json};

use crate::Exchange;
use crate::common::{Client, LONG};
use crate::fixture::Recordings;
use crate::world;

const WORLD: &str = "api-errors";

pub async fn replay(recordings: &Recordings) -> Vec<Exchange> {
    let mut exchanges = notifications(recordings).await;
    exchanges.extend(events(recordings).await);
    exchanges
}

async fn notifications(recordings: &Recordings) -> Vec<Exchange> {
    let running = world::start(recordings, WORLD);
    let mut client = Client::signed_in(&running, "plain").await;
    let mut exchanges = Vec::new();
    let recorded = recordings.get(WORLD, "ws-notifications.json").unwrap().as_array().unwrap();
    for (number, expected) in recorded.iter().enumerate() {
        let items = expected["params"]["items"].as_object().unwrap();
        running.enter(items.values().cloned().collect()).unwrap();
        let got = client.next_notification().await;
        let id = format!("{WORLD}/ws-notifications.json#{number} told");
        exchanges.push(Exchange { id, expected: expected.clone(), got });
    }
    exchanges
}

/// Returns what entered during the recording of the events: the change in the administrator's session with the same
/// objects.
fn entered(recordings: &Recordings, text: &str) -> Vec<Value> {
    let session = recordings.get(WORLD, "ws-session-admin.ndjson").unwrap().as_array().unwrap();
    let mut changes = session.iter().filter_map(|line| line["msg"]["params"]["items"].as_object());
    let first_id = data_of(text)[0]["id"].as_str().unwrap().to_owned();
    changes.find(|items| items.contains_key(&first_id)).unwrap().values().cloned().collect()
}

fn data_of(text: &str) -> Vec<Value> {
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap()).collect()
}

/// Returns events as JSON, sorted: the server reports one change in the order of its collections.
fn events_of(text: &str) -> Vec<Value> {
    let mut events: Vec<Value> = text
        .split("\n\n")
        .filter(|event| !event.is_empty())
        .map(|event| {
            let name = event.lines().find_map(|line| line.strip_prefix("event: ")).unwrap();
            json!({"event": name, "data": data_of(event)})
        })
        .collect();
    events.sort_by_key(ToString::to_string);
    events
}

async fn events(recordings: &Recordings) -> Vec<Exchange> {
    let recorded = recordings.get(WORLD, "sse.json").unwrap();
    let running = world::start(recordings, WORLD);
    let request = crate::common::http().build().unwrap().get(format!("{}/rest/v0/events", running.url()));
    let mut response = request.header("cookie", "token=admin").send().await.unwrap();
    let headers = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let mut exchanges = Vec::new();
    let mut found = |what: &str, expected: Value, got: Value| {
        exchanges.push(Exchange { id: format!("{WORLD}/sse.json#{what}"), expected, got });
    };
    found("status", recorded["status"].clone(), json!(response.status().as_u16()));
    for name in ["content-type", "cache-control"] {
        found(name, recorded["headers"][name].clone(), json!(headers(name)));
    }
    let first = chunk(&mut response).await;
    let id = data_of(&first)[0]["id"].as_str().unwrap_or_default().to_owned();
    found("init", json!(["init", 36]), json!([events_of(&first)[0]["event"], id.len()]));
    for (number, entry) in recorded["subscriptions"].as_array().unwrap().iter().enumerate() {
        let got = subscribe(&running, &id, &entry["request"]["body"]).await;
        let expected = json!({"status": entry["status"], "body": entry["body"]});
        found(&format!("subscription {number}"), expected, got);
    }
    for (number, expected) in recorded["chunks"].as_array().unwrap().iter().enumerate().skip(1) {
        let expected = expected["text"].as_str().unwrap();
        running.enter(entered(recordings, expected)).unwrap();
        let mut got = String::new();
        while events_of(&got).len() < events_of(expected).len() {
            got.push_str(&chunk(&mut response).await);
        }
        found(&format!("change {number}"), json!(events_of(expected)), json!(events_of(&got)));
    }
    exchanges
}

async fn chunk(response: &mut reqwest::Response) -> String {
    let bytes = tokio::time::timeout(LONG, response.chunk()).await.expect("events come").unwrap();
    String::from_utf8(bytes.expect("the stream goes on").to_vec()).unwrap()
}

async fn subscribe(running: &Running, id: &str, body: &Value) -> Value {
    let url = format!("{}/rest/v0/events/{id}/subscriptions", running.url());
    let request = crate::common::http().build().unwrap().post(url).header("cookie", "token=admin");
    let request = request.header("content-type", "application/json").body(body.to_string());
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    json!({"status": status, "body": serde_json::from_str::<Value>(&text).unwrap_or(json!(text))})
}
