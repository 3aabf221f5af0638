//! JSON-RPC calls, whatever the server answers.

use serde_json::{Value, json};

use super::*;
use crate::calls::CallOutcome;

#[tokio::test]
async fn signs_in_and_calls() {
    let fake = Fake::start(signed_in(|call| result(call, &json!([{ "id": "j" }]))), not_found).await;
    let log = CallLog::new();
    let session = open(&fake, &log).await.unwrap();
    assert!(session.user().is_admin());
    assert_eq!(session.version(), Some("5.207.2"));
    let jobs: Vec<Value> = session.call(Method::GetAllBackupJobs, none()).await.unwrap();
    assert_eq!(jobs, [json!({ "id": "j" })]);
    let wrong = session.call::<u32>(Method::GetAllBackupJobs, none()).await;
    assert!(matches!(wrong, Err(Error::Unexpected { .. })));
    let calls: Vec<_> = log.calls().into_iter().map(|call| (call.what, call.outcome)).collect();
    let names = ["session.signIn", "system.getServerVersion", "backupNg.getAllJobs", "backupNg.getAllJobs"];
    assert_eq!(calls, names.map(|name| (name.to_owned(), CallOutcome::Answered)));
    assert!(!format!("{:?} {session:?}", log.calls()).contains(SECRET));
}

#[tokio::test]
async fn parameters_are_named_and_shown() {
    let fake = Fake::start(signed_in(|call| result(call, &json!([]))), not_found).await;
    let log = CallLog::new();
    let session = open(&fake, &log).await.unwrap();
    let mut params = none();
    params.insert("limit".to_owned(), json!(5));
    session.call::<Vec<Value>>(Method::GetBackupLogs, params).await.unwrap();
    let sent: Value = serde_json::from_str(fake.seen().last().unwrap()).unwrap();
    assert_eq!((&sent["method"], &sent["params"]), (&json!("backupNg.getLogs"), &json!({ "limit": 5 })));
    assert_eq!(log.calls().last().unwrap().what, r#"backupNg.getLogs {"limit":5}"#);
}

#[tokio::test]
async fn silence_ends_the_call_and_not_the_connection() {
    let fake = Fake::start(
        signed_in(|call| match call["method"].as_str() {
            Some("job.getAll") => vec![],
            _ => result(call, &json!([1])),
        }),
        not_found,
    )
    .await;
    let log = CallLog::new();
    let session = opened_impatiently(&fake, &log).await;
    let error = session.call_raw(Method::GetAllJobs, none()).await.unwrap_err();
    assert!(matches!(error, Error::RequestTimeout { .. }), "{error}");
    assert!(error.to_string().contains("`job.getAll`"), "{error}");
    assert_eq!(log.calls().last().unwrap().outcome, CallOutcome::TimedOut);
    assert_eq!(session.call::<Vec<u8>>(Method::GetAllSchedules, none()).await.unwrap(), [1]);
}

/// Everything in rust-stack.md §1.4 that would end jsonrpsee's connection, before and after a good answer.
#[tokio::test]
async fn no_message_ends_the_connection() {
    fn noise() -> Vec<Act> {
        let texts = [
            r#"{"id":null,"jsonrpc":"2.0","error":{"code":-32700,"message":"invalid JSON"}}"#,
            r#"{"id":987654,"jsonrpc":"2.0","result":1}"#,
            r#"{"jsonrpc":"2.0","id":0,"result":{"late":"answer to the sign-in"}}"#,
            r#"{"jsonrpc":"2.0","method":"unknown","params":{}}"#,
            r#"{"jsonrpc":"2.0","method":"all","params":{"type":"enter","items":{"a":{"type":"SR"}}}}"#,
            r#"[{"id":1,"result":1}]"#,
            "not JSON",
            "",
        ];
        let mut acts: Vec<_> = texts.iter().map(|text| Act::Text((*text).to_owned())).collect();
        acts.push(Act::Binary(vec![0]));
        acts.push(Act::Binary(vec![0xff, 0xfe]));
        acts
    }
    let answers = [
        (r#"{"id":ID,"jsonrpc":"2.0"}"#, "null"),
        (r#"{"jsonrpc":"2.0","result":[1],"id":ID}"#, "[1]"),
        (r#"{"id":"ID","result":[2]}"#, "[2]"),
        (r#"{"id":ID,"error":{"code":"ENOENT","message":"gone"}}"#, "ENOENT: gone"),
        (
            r#"{"id":ID,"error":{"code":-32000,"message":"unknown error from the peer","data":{"message":"cause"}}}"#,
            "cause",
        ),
    ];
    for (answer, says) in answers {
        let fake = Fake::start(
            signed_in(move |call| {
                let mut acts = noise();
                acts.push(Act::Text(answer.replace("ID", &call["id"].to_string())));
                acts.push(Act::Text(answer.replace("ID", &call["id"].to_string())));
                acts.extend(noise());
                acts
            }),
            not_found,
        )
        .await;
        let session = opened(&fake).await;
        for _ in 0..3 {
            match session.call_raw(Method::GetAllJobs, none()).await {
                Ok(payload) => assert_eq!(payload.as_bytes(), says.as_bytes(), "{answer}"),
                Err(Error::Refused { code: -32000, message, .. }) => assert_eq!(message, says, "{answer}"),
                Err(error) => panic!("{answer}: {error}"),
            }
        }
        assert_eq!(session.changes().entered, [Entered { id: "a".into(), kind: "SR".into() }]);
    }
}

#[tokio::test]
async fn a_big_answer_passes() {
    let big = "x".repeat(20 << 20);
    let fake =
        Fake::start(signed_in(move |call| result(call, &json!({ "a": big, "b": 1 }))), not_found).await;
    let session = opened(&fake).await;
    let payload = session.call_raw(Method::GetAllJobs, none()).await.unwrap();
    assert_eq!(payload.as_bytes().len(), (20 << 20) + r#"{"a":"","b":1}"#.len());
    let small = session.call_raw(Method::GetAllSchedules, none()).await.unwrap();
    assert_eq!(payload.as_bytes(), small.as_bytes());
}

#[tokio::test]
async fn an_expired_token_closes_the_connection() {
    let fake = Fake::start(signed_in(|_| vec![Act::Close]), not_found).await;
    let log = CallLog::new();
    let session = open(&fake, &log).await.unwrap();
    for _ in 0..2 {
        let error = session.call_raw(Method::GetAllJobs, none()).await.unwrap_err();
        assert!(matches!(error, Error::Closed { .. }), "{error:?}");
        assert!(error.to_string().contains("token expires"), "{error}");
    }
    assert_eq!(log.calls().last().unwrap().outcome, CallOutcome::Failed);
}

#[tokio::test]
async fn calls_at_once_get_their_own_answers() {
    let fake = Fake::start(signed_in(|call| result(call, &call["method"])), not_found).await;
    let session = opened(&fake).await;
    let ask = |method: Method| session.call::<String>(method, none());
    let (a, b, c) =
        tokio::join!(ask(Method::GetAllJobs), ask(Method::GetAllServers), ask(Method::GetAllSchedules));
    assert_eq!([a.unwrap(), b.unwrap(), c.unwrap()], ["job.getAll", "server.getAll", "schedule.getAll"]);
}

#[tokio::test]
async fn a_slow_answer_is_waited_for_while_it_comes() {
    let big = "x".repeat(3 << 20);
    let fake = Fake::start(
        signed_in(move |call| {
            let reply = json!({ "id": call["id"], "jsonrpc": "2.0", "result": big }).to_string();
            vec![Act::Slowly(reply, 5)]
        }),
        not_found,
    )
    .await;
    // Five frames take two seconds, twice the limit for a silent call.
    let payload =
        opened_impatiently(&fake, &CallLog::new()).await.call_raw(Method::GetAllJobs, none()).await.unwrap();
    assert_eq!(payload.as_bytes().len(), (3 << 20) + 2);
}

#[tokio::test]
async fn changes_are_not_an_answer() {
    // A busy XO pushes changes all the time: they must not keep a silent call alive.
    let fake = Fake::start(
        signed_in(|_| {
            let change = r#"{"method":"all","params":{"type":"enter","items":{"t":{"type":"task"}}}}"#;
            vec![Act::Slowly(change.to_owned(), 10), Act::Text(change.to_owned())]
        }),
        not_found,
    )
    .await;
    let error = opened_impatiently(&fake, &CallLog::new())
        .await
        .call_raw(Method::GetAllJobs, none())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::RequestTimeout { .. }), "{error:?}");
}

#[tokio::test]
async fn a_session_serves_many_tasks() {
    let fake = Fake::start(signed_in(|call| result(call, &json!([1, 2]))), not_found).await;
    let session = std::sync::Arc::new(opened(&fake).await);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move {
                let mut count = 0;
                let mut on_line = |_: &[u8]| {
                    count += 1;
                    Ok(())
                };
                session.stream(Method::GetAllBackupLogs, none(), &mut on_line).await.unwrap();
                count
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 2);
    }
}
