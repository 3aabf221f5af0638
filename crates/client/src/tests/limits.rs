//! Nothing from outside exceeds its limit, and the error names the limit.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::capture::replay;
use crate::source::{Progress, read};

struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &str) {}
    fn items(&self, _: u64) {}
}

/// Writes a capture whose answer to a method is `unit`, repeated this many times.
fn bomb(path: &Path, method: &str, before: &str, unit: &str, times: usize, after: &str) {
    let mut out = zstd::Encoder::new(std::fs::File::create(path).unwrap(), 1).unwrap();
    let head = r#"{"format":"xo-health.capture/1","captured_at":1,"calls":{"#;
    write!(out, "{head}\"{method}\":{before}").unwrap();
    let block = unit.repeat(1000);
    for _ in 0..times / 1000 {
        out.write_all(block.as_bytes()).unwrap();
    }
    write!(out, "{after}}}}}").unwrap();
    out.finish().unwrap();
}

#[test]
fn what_unpacks_without_end_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bomb.json.zst");
    let objects = Method::GetAllObjects.name();
    let cases = [
        ("one text", objects, "{\"a\":\"", "aaaaaaaaaa", 7_000_000, "\"}", "`line`"),
        ("spaces", objects, "{", "          ", 7_000_000, "}", "`line`"),
        ("a small answer", Method::GetAllSchedules.name(), "[\"", "aaaaaaaaaa", 7_000_000, "\"]", "`line`"),
    ];
    for (what, method, before, unit, times, after, limit) in cases {
        bomb(&file, method, before, unit, times, after);
        let error = replay(&file, &mut Answers::default()).unwrap_err().to_string();
        assert!(error.contains(limit), "{what}: {error}");
        assert!(std::fs::metadata(&file).unwrap().len() < 1 << 20, "{what}");
    }
}

#[test]
fn a_small_text_that_makes_a_large_tree_is_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bomb.json.zst");
    bomb(&file, Method::GetAllSchedules.name(), "[0", ",{\"\":0}", 2_000_000, "]");
    let mut answers = Answers::default();
    replay(&file, &mut answers).unwrap();
    let shown = format!("{:?}", answers.finish().reading.unread);
    assert!(shown.contains("limit `values`"), "{shown}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [pipe.as_path(), Path::new("/dev/zero"), folder.path()] {
        let error = replay(path, &mut Answers::default()).unwrap_err().to_string();
        assert!(error.contains("cannot read"), "{error}");
    }
    let trust = Trust::CaFile("/dev/zero".into());
    let to = Destination { trust, ..to("https://127.0.0.1:1", Timeouts::default()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(Session::open(&to, &CallLog::new())).unwrap_err().to_string();
    assert!(error.contains("not a regular file"), "{error}");
}

#[tokio::test]
async fn an_endless_list_over_rest_is_given_up() {
    let on_call = |call: &Value| match call["method"].as_str() {
        Some("session.signIn") => result(call, &json!({ "id": "u", "permission": "none" })),
        Some("system.getServerVersion") => result(call, &json!("5")),
        _ => result(call, &json!({ "p": {"id": "p", "type": "pool"} })),
    };
    let on_get = |head: &str| match head.contains("/rest/v0/backup-jobs") {
        true => http("200 OK", "", &"{\"id\":\"x\"}\n".repeat(200_001)),
        false => not_found(head),
    };
    let fake = Fake::start(on_call, on_get).await;
    let session = opened(&fake).await;
    let error =
        read(&session, Timestamp::UNIX_EPOCH, &mut Answers::default(), &NoProgress).await.unwrap_err();
    assert!(error.to_string().contains("limit `entries`"), "{error}");
}

#[test]
fn an_id_without_end_is_none() {
    let mut answers = Answers::default();
    let long = json!({ "id": "x".repeat(1000), "type": "VM", "name_label": "n".repeat(100_000) });
    for object in [&long, &json!({ "id": "p", "type": "pool", "name_label": "n".repeat(100_000) })] {
        answers.item(Method::GetAllObjects, object.to_string().as_bytes()).unwrap();
    }
    answers.end(Method::GetAllObjects).unwrap();
    let seen = answers.finish();
    assert_eq!((seen.inventory.vms.len(), seen.inventory.pools[0].name.len()), (0, 512));
    assert!(
        format!("{:?}", seen.reading.unread).contains("Partial { garbled: 1"),
        "{:?}",
        seen.reading.unread
    );
}

/// A peer sends pings and reads nothing: the answers to them must not pile up, and pings are not an answer.
#[tokio::test]
async fn a_flood_of_pings_is_no_answer() {
    use futures_util::{SinkExt, StreamExt};
    use tokio_tungstenite::tungstenite::Message;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        for answer in [json!({ "id": "u", "permission": "admin" }), json!("5")] {
            let Some(Ok(Message::Text(call))) = socket.next().await else { return };
            let call: Value = serde_json::from_str(&call).unwrap();
            let reply = json!({ "id": call["id"], "jsonrpc": "2.0", "result": answer }).to_string();
            socket.send(Message::text(reply)).await.unwrap();
        }
        while socket.send(Message::Ping(vec![7; 125].into())).await.is_ok() {}
    });
    let timeouts = Timeouts { request: Duration::from_secs(1), ..Timeouts::default() };
    let since = std::time::Instant::now();
    let asked = match Session::open(&to(&url, timeouts), &CallLog::new()).await {
        Ok(session) => session.call_raw(Method::GetAllSchedules, none()).await.map(|_| ()),
        Err(error) => Err(error),
    };
    let error = asked.unwrap_err();
    assert!(matches!(error, Error::RequestTimeout { .. } | Error::Closed { .. }), "{error}");
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
}
