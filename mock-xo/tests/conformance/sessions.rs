//! WebSocket sessions, frame by frame, and lists of calls. Announced changes are made on the mock at the same
//! point.

use std::time::Duration;

use mock_xo::Running;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::Exchange;
use crate::common::Client;
use crate::fixture::Recordings;
use crate::world;

/// Answers of a session that are in the capture, under their methods.
const IN_CAPTURE: [(&str, &str); 11] = [
    ("objects.json", "xo.getAllObjects"),
    ("jobs.json", "backupNg.getAllJobs"),
    ("schedules.json", "schedule.getAll"),
    ("backup-logs-all.json", "backupNg.getAllLogs"),
    ("remotes.json", "remote.getAll"),
    ("remotes-info.json", "remote.getAllInfo"),
    ("servers.json", "server.getAll"),
    ("metadata-jobs.json", "metadataBackup.getAllJobs"),
    ("mirror-jobs.json", "mirrorBackup.getAllJobs"),
    ("call-jobs.json", "job.getAll"),
    ("proxies.json", "proxy.getAll"),
];

pub async fn replay(recordings: &Recordings, world: &str) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    for (file, lines) in recordings.files(world).filter(|(name, _)| name.ends_with(".ndjson")) {
        let running = world::start(recordings, world);
        let mut session = Session {
            recordings,
            world,
            name: format!("{world}/{file}"),
            client: Client::connect(&running).await,
            running,
            exchanges: Vec::new(),
        };
        session.replay(lines.as_array().unwrap()).await;
        exchanges.append(&mut session.exchanges);
    }
    exchanges.extend(calls(recordings, world).await);
    exchanges
}

struct Session<'a> {
    recordings: &'a Recordings,
    world: &'a str,
    name: String,
    running: Running,
    client: Client,
    exchanges: Vec<Exchange>,
}

impl Session<'_> {
    async fn replay(&mut self, lines: &[Value]) {
        let mut last = 0;
        for (number, line) in lines.iter().enumerate() {
            let ms = line["ms"].as_u64().unwrap();
            self.running.change(|state| state.clock.advance(Duration::from_millis(ms.saturating_sub(last))));
            last = ms;
            let (direction, message) = (line["dir"].as_str().unwrap(), &line["msg"]);
            match (direction, message) {
                ("out", Value::String(text)) => self.send_raw(number, text, lines).await,
                ("out", message) => self.ask(number, message, lines).await,
                ("in", message) if message["method"] == "all" => self.notified(number, message).await,
                ("close", _) => self.close(number).await,
                // An answer is read together with its request.
                _ => {}
            }
        }
    }

    fn found(&mut self, number: usize, what: &str, expected: Value, got: Value) {
        self.exchanges.push(Exchange { id: format!("{}#{number} {what}", self.name), expected, got });
    }

    async fn ask(&mut self, number: usize, message: &Value, lines: &[Value]) {
        let expected = answer_to(&message["id"], lines);
        self.client.send(&message.to_string()).await;
        let got = self.client.answer_of(&message["id"]).await;
        let (expected, got) = self.in_full(expected, got);
        self.found(number, message["method"].as_str().unwrap(), expected, got);
    }

    /// Fills in what the recording only refers to.
    fn in_full(&self, expected: Option<Value>, mut got: Value) -> (Value, Value) {
        let Some(mut expected) = expected else { return (json!("silence"), got) };
        if let Some(file) = expected["result"]["$file"].as_str().map(str::to_owned) {
            let capture = self.recordings.get(self.world, "capture.json").unwrap();
            let method = IN_CAPTURE.iter().find(|(name, _)| *name == file);
            let content = match method {
                Some((_, method)) => &capture["calls"][*method],
                None => self.recordings.get(self.world, &file).unwrap_or(&Value::Null),
            };
            expected["result"] = content.clone();
        }
        // `(n bytes)` replaces a result that was too long to keep.
        if expected["result"].as_str().is_some_and(|text| text.starts_with('(')) {
            expected["result"] = json!("a long result");
            if got["result"].to_string().len() > 1000 {
                got["result"] = json!("a long result");
            }
        }
        (expected, got)
    }

    async fn send_raw(&mut self, number: usize, text: &str, lines: &[Value]) {
        self.client.send(text).await;
        let id = serde_json::from_str::<Value>(text).map(|message| message["id"].clone()).unwrap_or_default();
        let next = lines.get(number + 1).filter(|line| line["binary"] == true);
        if next.is_some() {
            let got = match self.client.next().await {
                Some(Message::Binary(bytes)) => json!(String::from_utf8_lossy(&bytes)),
                other => json!(format!("{other:?}")),
            };
            let expected = next.map(|line| line["msg"]["notJson"].clone()).unwrap_or_default();
            return self.found(number, "a batch", expected, got);
        }
        if let Some(expected) = answer_to(&id, lines) {
            let got = self.client.answer_of(&id).await;
            return self.found(number, "unusual parameters", expected, got);
        }
        let got = match self.client.next().await {
            None => json!("silence"),
            Some(message) => json!(format!("{message:?}")),
        };
        self.found(number, "nothing that can be answered", json!("silence"), got);
    }

    /// Makes the change on the mock that the server announced, and waits for its notification.
    async fn notified(&mut self, number: usize, expected: &Value) {
        let items = expected["params"]["items"].as_object().unwrap();
        let what = if expected["params"]["type"] == "enter" {
            self.running.enter(items.values().cloned().collect()).unwrap();
            "told of objects that enter"
        } else {
            let ids: Vec<&str> = items.keys().map(String::as_str).collect();
            self.running.exit(&ids);
            "told of objects that exit"
        };
        let got = self.client.next_notification().await;
        self.found(number, what, expected.clone(), got);
    }

    async fn close(&mut self, number: usize) {
        let fresh = Client::connect(&self.running).await;
        let client = std::mem::replace(&mut self.client, fresh);
        let rest = client.close().await;
        let got = match rest.last() {
            Some(Message::Close(frame)) => json!(frame.as_ref().map_or(1005, |frame| u16::from(frame.code))),
            other => json!(format!("{other:?}")),
        };
        self.found(number, "goodbye", json!(1005), got);
    }
}

fn answer_to(id: &Value, lines: &[Value]) -> Option<Value> {
    let mut answers = lines.iter().filter(|line| line["dir"] == "in" && line["msg"]["method"].is_null());
    let answer = answers.find(|line| !id.is_null() && line["msg"]["id"] == *id)?;
    let mut answer = answer["msg"].clone();
    answer["jsonrpc"] = json!("2.0");
    Some(answer)
}

/// Replays calls that were recorded without their frames: `jsonrpc.json`, the chains of each SR, the methods.
async fn calls(recordings: &Recordings, world: &str) -> Vec<Exchange> {
    let running = world::start(recordings, world);
    let mut client = Client::connect(&running).await;
    let mut exchanges = Vec::new();
    let listed = recordings.get(world, "jsonrpc.json").and_then(Value::as_array);
    for (number, entry) in listed.into_iter().flatten().enumerate() {
        let Some(method) = entry["method"].as_str() else { continue };
        let label = entry["label"].as_str().unwrap();
        // Only one of the tries should be too fast.
        if !label.contains("throttled") {
            running.change(|state| state.clock.advance(Duration::from_secs(3)));
        }
        // The administrator made this call beside the others.
        let mut admin = Client::signed_in(&running, "admin").await;
        let caller = if label.contains("short lived") { &mut admin } else { &mut client };
        let mut got = caller.call(method, entry["params"].clone()).await;
        got.as_object_mut().unwrap().retain(|key, _| key == "result" || key == "error");
        let mut expected = entry["answer"].clone();
        if expected["result"].as_str().is_some_and(|text| text.starts_with('(')) {
            expected["result"] = json!("a long result");
            if got["result"].to_string().len() > 1000 {
                got["result"] = json!("a long result");
            }
        }
        let id = format!("{world}/jsonrpc.json#{number} {method} ({label})");
        exchanges.push(Exchange { id, expected, got });
    }
    let mut client = Client::signed_in(&running, "admin").await;
    if let Some(expected) = recordings.get(world, "methods.json").cloned() {
        let got = client.result("system.getMethodsInfo", json!({})).await;
        exchanges.push(Exchange {
            id: format!("{world}/methods.json#0 system.getMethodsInfo"),
            expected,
            got,
        });
    }
    let by_sr = recordings.get(world, "vdi-chains-info-by-sr.json").and_then(Value::as_object);
    for (number, (sr, expected)) in by_sr.into_iter().flatten().enumerate() {
        let got = client.result("sr.getVdiChainsInfo", json!({"sr": sr})).await;
        let id = format!("{world}/vdi-chains-info-by-sr.json#{number} sr.getVdiChainsInfo");
        exchanges.push(Exchange { id, expected: expected.clone(), got });
    }
    if let Some(expected) = recordings.get(world, "unhealthy-chains.json").cloned() {
        let got = client.result("sr.getAllUnhealthyVdiChainsLength", json!({})).await;
        let id = format!("{world}/unhealthy-chains.json#0 sr.getAllUnhealthyVdiChainsLength");
        exchanges.push(Exchange { id, expected, got });
    }
    exchanges
}
