//! A server that sends our own token back, in every place and spelling: it is never shown, and no capture holds it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::capture::{CaptureWriter, Keep, Unfinished};
use crate::source::{Progress, read};

struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &str) {}
    fn items(&self, _: u64) {}
}

/// The token as JSON may spell it.
const ESCAPED: &str = "\\u0068unter2\\u002dtoken";

#[tokio::test]
async fn what_comes_back_is_shown_nowhere() {
    let on_call = |call: &Value| match call["method"].as_str().unwrap_or_default() {
        "session.signIn" => result(call, &json!({ "id": SECRET, "permission": SECRET })),
        "system.getServerVersion" => {
            vec![Act::Text(format!("{{\"id\":{},\"result\":\"{ESCAPED}\"}}", call["id"]))]
        }
        "xo.getAllObjects" => result(
            call,
            &json!({ SECRET: {"id": SECRET, "type": "pool", "name_label": format!("a {SECRET} b"), "tags": [SECRET]},
                "h": {"id": "h", "type": "host", "$pool": SECRET, SECRET: SECRET} }),
        ),
        _ => refusal(call, -32000, SECRET),
    };
    let on_get = |head: &str| match head.contains("/rest/v0/schedules") {
        true => {
            http("200 OK", "", &format!("{{\"id\":\"s\",\"name\":\"{ESCAPED}\",\"jobId\":\"{SECRET}\"}}\n"))
        }
        false => http("500 Oh no", "", &format!("{{\"error\":\"{SECRET}\"}}")),
    };
    let fake = Fake::start(on_call, on_get).await;
    let heard = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let hears = heard.clone();
    let log = CallLog::with_listener(move |event| *hears.lock().unwrap() += &format!("{event:?}\n"));
    let session = open(&fake, &log).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for keep in [Keep::Needed, Keep::Everything] {
        let file = folder.path().join("a.json");
        let mut writer = CaptureWriter::create(&file, keep, &Unfinished::default()).unwrap();
        read(&session, Timestamp::UNIX_EPOCH, &mut writer, &NoProgress).await.unwrap();
        writer.finish().unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("hunter2") && !text.contains("unter2") && text.contains("<redacted>"),
            "{text}"
        );
    }
    let mut answers = Answers::default();
    read(&session, Timestamp::UNIX_EPOCH, &mut answers, &NoProgress).await.unwrap();
    let shown = format!("{:?} {:?}", answers.finish(), session.user());
    let heard = heard.lock().unwrap().clone();
    for text in [&shown, &heard] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[tokio::test]
async fn errors_do_not_repeat_it() {
    for code in [-32000, 2, 5] {
        let fake = Fake::start(move |call| refusal(call, code, &format!("no {SECRET}")), not_found).await;
        let error = open(&fake, &CallLog::new()).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }
}
