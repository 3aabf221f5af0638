//! A replayed capture yields what the live reading did, whatever the server sent.

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::capture::{CaptureWriter, Keep, Unfinished, replay};
use crate::collect::{About, EnteredObject, Refusal};
use crate::source::{Progress, read};

/// Passes everything to two collectors.
struct Both<'a>(&'a mut Answers, &'a mut CaptureWriter);

impl Collect for Both<'_> {
    fn about(&mut self, about: &About) -> Result<(), BoxError> {
        self.0.about(about)?;
        self.1.about(about)
    }

    fn begin(&mut self, method: Method) -> Result<(), BoxError> {
        self.0.begin(method)?;
        self.1.begin(method)
    }

    fn item(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        self.0.item(method, json)?;
        self.1.item(method, json)
    }

    fn end(&mut self, method: Method) -> Result<(), BoxError> {
        self.0.end(method)?;
        self.1.end(method)
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        self.0.answer(method, json)?;
        self.1.answer(method, json)
    }

    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError> {
        self.0.refused(method, refusal.clone())?;
        self.1.refused(method, refusal)
    }

    fn via_rest(&mut self, method: Method) -> Result<(), BoxError> {
        self.0.via_rest(method)?;
        self.1.via_rest(method)
    }

    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError> {
        self.0.entered(entered.clone())?;
        self.1.entered(entered)
    }
}

struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &str) {}
    fn items(&self, _: u64) {}
}

/// What a server sends: the lines of its two streams, one answer for each other method, and the rights of the user.
#[derive(Clone, Debug)]
struct Sent {
    objects: Vec<String>,
    logs: Vec<String>,
    /// By method: a result, or a refusal with a code.
    lists: Vec<Result<Value, i32>>,
    permission: &'static str,
    /// How the body of the logs ends: early without notice, or with silence.
    logs_end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    Unframed,
    Silent,
}

fn server(sent: &Sent) -> (impl Fn(&Value) -> Vec<Act> + use<>, impl Fn(&str) -> String + use<>) {
    let calls = sent.clone();
    let on_call = move |call: &Value| match call["method"].as_str().unwrap_or_default() {
        "session.signIn" => result(call, &json!({ "id": "u", "permission": calls.permission })),
        "system.getServerVersion" => result(call, &json!("5.207.2")),
        "xo.getAllObjects" => result(call, &json!({ "$getFrom": "/api/objects" })),
        "backupNg.getAllLogs" => result(call, &json!({ "$getFrom": "/api/logs" })),
        method => {
            let which = method.len() % calls.lists.len();
            match &calls.lists[which] {
                Ok(value) => result(call, value),
                Err(code) => refusal(call, *code, "no"),
            }
        }
    };
    let gets = sent.clone();
    let on_get = move |head: &str| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let lines = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        match path {
            "/api/objects" => http("200 OK", "", &lines(&gets.objects)),
            "/api/logs" => match gets.logs_end {
                End::Whole => http("200 OK", "", &lines(&gets.logs)),
                End::Unframed => format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", lines(&gets.logs)),
                End::Silent => {
                    format!("HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n{}", lines(&gets.logs))
                }
            },
            path if path.starts_with("/rest/v0/backup-logs") => http("200 OK", "", &lines(&gets.logs)),
            path if path.starts_with("/rest/v0/schedules") => http("200 OK", "", &lines(&gets.objects)),
            path if path.starts_with("/rest/v0/users") => http("200 OK", "", "[]"),
            _ => http("403 Forbidden", "", r#"{"error":"not enough privileges"}"#),
        }
    };
    (on_call, on_get)
}

/// Returns the observation of a live reading, and that of its capture.
fn live_and_replayed(sent: &Sent, keep: Keep) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("capture.json.zst");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (on_call, on_get) = server(sent);
    let mut live = Answers::default();
    let mut writer = CaptureWriter::create(&file, keep, &Unfinished::default()).unwrap();
    runtime.block_on(async {
        let fake = Fake::start(on_call, on_get).await;
        let timeouts = Timeouts { request: Duration::from_millis(300), ..Timeouts::default() };
        let session = open_within(&fake, timeouts, &CallLog::new()).await.unwrap();
        let mut both = Both(&mut live, &mut writer);
        read(&session, Timestamp::UNIX_EPOCH, &mut both, &NoProgress).await.unwrap();
    });
    writer.finish().unwrap();
    let mut again = Answers::default();
    replay(&file, &mut again).unwrap();
    let shown = |answers: Answers| format!("{:#?}", answers.finish());
    (shown(live), shown(again))
}

fn object() -> impl Strategy<Value = String> {
    let id = prop_oneof![
        4 => "[a-d]".prop_map(Some),
        1 => Just(None),
        1 => Just(Some("#0".to_owned())),
    ];
    let kind = prop::sample::select(vec![
        "pool",
        "host",
        "SR",
        "VDI",
        "VDI-snapshot",
        "VBD",
        "VM",
        "PBD",
        "VIF",
        "task",
    ]);
    let links = "[a-d]";
    (id, kind, links, any::<bool>()).prop_map(|(id, kind, to, plain)| {
        let mut object = json!({
            "type": kind, "$pool": to, "$SR": to, "VDI": to, "VM": to, "SR": to, "$VBDs": [to], "VDIs": [to], "parent": to,
            "name_label": "\u{1b}[2Jname", "size": "12", "usage": 5.5, "tags": ["a", 1], "other_config": {"gc": "false"},
        });
        if let Some(id) = id {
            object["id"] = Value::from(id);
        }
        if !plain {
            object["uuid"] = Value::from(7);
            object["$VBDs"] = json!({"a": 1});
        }
        object.to_string()
    })
}

fn log() -> impl Strategy<Value = String> {
    prop::option::of("[1-3]").prop_map(|id| {
        let mut log = json!({ "message": "backup", "status": "failure", "start": 5, "jobId": "j",
            "result": {"message": "no\u{202e} space", "code": 5}, "tasks": [{"data": {"type": "VM", "id": "a"}, "tasks": [{}]}, 5] });
        if let Some(id) = id {
            log["id"] = Value::from(id);
        }
        log.to_string()
    })
}

fn odd() -> impl Strategy<Value = String> {
    let lines = [
        "null",
        "5",
        "\"x\"",
        "[]",
        "{}",
        "{\"id\":",
        "<html>",
        "{\"id\":1,\"id\":2}",
        "\u{feff}{}",
        "{\"type\":\"VM\"}",
    ];
    prop::sample::select(lines.to_vec()).prop_map(str::to_owned)
}

fn lines(usual: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof![6 => usual, 1 => odd()], 0..8)
}

fn list() -> impl Strategy<Value = Result<Value, i32>> {
    prop_oneof![
        Just(Ok(
            json!([{"id": "a", "name": "x", "cron": "0 0 * * *", "vms": {"id": "b"}, "url": "nfs://u:p@h/x", "status": "connected"}])
        )),
        Just(Ok(json!([{"id": "a"}, {"name": "no id"}, 3, null]))),
        Just(Ok(json!({"k": {"id": "b", "enabled": "yes", "settings": {"": {"retention": 5}}}}))),
        Just(Ok(json!([]))),
        Just(Ok(json!("text"))),
        Just(Ok(Value::Null)),
        Just(Err(2)),
        Just(Err(-32601)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_replayed_capture_equals_the_live_reading(
        objects in lines(object()),
        logs in lines(log()),
        lists in prop::collection::vec(list(), 1..6),
        permission in prop::sample::select(vec!["admin", "none"]),
        logs_end in prop::sample::select(vec![End::Whole, End::Unframed]),
        keep in prop::sample::select(vec![Keep::Needed, Keep::Everything]),
    ) {
        let sent = Sent { objects, logs, lists, permission, logs_end };
        let (live, replayed) = live_and_replayed(&sent, keep);
        prop_assert_eq!(live, replayed);
    }
}

#[test]
fn a_list_that_stays_silent_half_way_is_refused_in_both() {
    let sent = Sent {
        objects: vec![json!({"id": "p", "type": "pool"}).to_string()],
        logs: vec![json!({"id": "1", "message": "backup"}).to_string(); 3],
        lists: vec![Ok(json!([]))],
        permission: "admin",
        logs_end: End::Silent,
    };
    let (live, replayed) = live_and_replayed(&sent, Keep::Needed);
    assert_eq!(live, replayed);
}
