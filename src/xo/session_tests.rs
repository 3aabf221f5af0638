//! The session against a fake server, on a real socket.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::super::calls::Outcome;
use super::super::fake::{Act, Fake, http, not_found, refusal, result, signed_in};
use super::super::rpc::Entered;
use super::*;

const SECRET: &str = "hunter2-token";

fn token() -> Credentials {
    Credentials::Token(SECRET.into())
}

/// Short enough to wait for, long enough for a busy machine.
fn impatient() -> Timeouts {
    Timeouts { request: Duration::from_secs(1), ..Timeouts::default() }
}

async fn open(fake: &Fake, log: &CallLog) -> Result<Session, Error> {
    let address = Address::parse(&format!("http://{}", fake.host)).unwrap();
    Session::open(&address, &Trust::System, &token(), impatient(), log).await
}

async fn opened(fake: &Fake) -> Session {
    open(fake, &CallLog::new()).await.unwrap()
}

fn none() -> Map<String, Value> {
    Map::new()
}

/// Collects lines as texts.
async fn lines(session: &Session, method: Method) -> Result<(Vec<String>, Way), Error> {
    let mut got = Vec::new();
    let streamed = session
        .stream(method, none(), &mut |line| {
            got.push(std::str::from_utf8(line)?.to_owned());
            Ok(())
        })
        .await?;
    assert_eq!(streamed.lines, got.len() as u64);
    Ok((got, streamed.way))
}

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
    assert_eq!(calls, names.map(|name| (name.to_owned(), Outcome::Answered)));
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
async fn refused_sign_ins_say_why() {
    let cases = [
        (3, "invalid credentials", "invalid credentials; the token is unknown or expired"),
        (-32000, "unknown error from the peer", "for 2 s after a failed try"),
        (2, "not\u{1b}[31m enough", "not [31m enough (code 2)"),
    ];
    for (code, message, says) in cases {
        let fake = Fake::start(move |call| refusal(call, code, message), not_found).await;
        let log = CallLog::new();
        let error = open(&fake, &log).await.unwrap_err().to_string();
        assert!(error.contains(says) && error.contains(&fake.host), "{error}");
        assert!(!error.contains(SECRET), "{error}");
        assert_eq!(log.calls()[0].outcome, Outcome::Refused(code));
    }
}

#[tokio::test]
async fn a_password_and_its_code_are_sent_as_xo_wants_them() {
    let fake = Fake::start(signed_in(|_| vec![]), not_found).await;
    let address = Address::parse(&format!("ws://{}/api/", fake.host)).unwrap();
    let credentials =
        Credentials::Password { user: "a@b".to_owned(), password: "p".into(), otp: Some("123".into()) };
    Session::open(&address, &Trust::System, &credentials, Timeouts::default(), &CallLog::new())
        .await
        .unwrap();
    let sent = fake.seen().into_iter().find(|text| text.contains("signIn")).unwrap();
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["params"], json!({ "email": "a@b", "password": "p", "otp": "123" }));
}

#[tokio::test]
async fn a_starting_xo_is_given_up() {
    // The port is open and nothing ever answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Address::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let hurried = Timeouts { connect: Duration::from_millis(200), ..Timeouts::default() };
    let since = Instant::now();
    let error =
        Session::open(&address, &Trust::System, &token(), hurried, &CallLog::new()).await.unwrap_err();
    assert!(
        matches!(error, Error::ConnectTimeout { stage: super::super::error::Stage::Upgrade, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("may be starting"), "{error}");
    assert!(since.elapsed() < Duration::from_secs(5));
    let address = Address::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let error =
        Session::open(&address, &Trust::System, &token(), hurried, &CallLog::new()).await.unwrap_err();
    assert!(matches!(error, Error::ConnectTimeout { stage: super::super::error::Stage::Tls, .. }), "{error}");
}

#[tokio::test]
async fn other_servers_are_told_from_xo() {
    let patient = Timeouts::default();
    let cases = [
        (http("200 OK", "", "hello"), Some(200), "not a WebSocket"),
        (
            http("301 Moved", "location: https://xo/api/?t=secret\r\n", ""),
            Some(301),
            "it sends to https://xo/api/;",
        ),
        ("220 mail.example.org ESMTP\r\n".to_owned(), None, "HTTP"),
    ];
    for (answer, status, says) in cases {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = Address::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.read(&mut [0; 1]).await;
        });
        let error =
            Session::open(&address, &Trust::System, &token(), patient, &CallLog::new()).await.unwrap_err();
        assert!(matches!(error, Error::NotXo { status: got, .. } if got == status), "{error:?}");
        assert!(error.to_string().contains(says), "{error}");
    }
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let address = Address::parse(&format!("http://{free}")).unwrap();
    let error =
        Session::open(&address, &Trust::System, &token(), patient, &CallLog::new()).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
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
    let session = open(&fake, &log).await.unwrap();
    let error = session.call_raw(Method::GetAllJobs, none()).await.unwrap_err();
    assert!(matches!(error, Error::RequestTimeout { .. }), "{error}");
    assert!(error.to_string().contains("`job.getAll`"), "{error}");
    assert_eq!(log.calls().last().unwrap().outcome, Outcome::TimedOut);
    assert_eq!(session.call::<Vec<u8>>(Method::GetAllSchedules, none()).await.unwrap(), [1]);
}

/// Everything of rust-stack.md §1.4 that would end jsonrpsee's connection, before and after a good answer.
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
        assert!(error.is_connection_lost(), "{error:?}");
        assert!(error.to_string().contains("token expires"), "{error}");
    }
    assert_eq!(log.calls().last().unwrap().outcome, Outcome::Failed);
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

/// Answers a call for a stream with this address.
fn streaming(path: &'static str) -> impl Fn(&Value) -> Vec<Act> + Send + Sync {
    signed_in(move |call| match &call["params"]["ndjson"] {
        Value::Bool(true) => result(call, &json!({ "$getFrom": path })),
        _ => result(call, &json!({ "a": { "id": "whole" } })),
    })
}

#[tokio::test]
async fn objects_come_as_a_stream() {
    let body = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n\n{\"id\":\"c\"}";
    let fake = Fake::start(streaming("/api/once"), move |_| http("200 OK", "", body)).await;
    let log = CallLog::new();
    let session = open(&fake, &log).await.unwrap();
    let (got, way) = lines(&session, Method::GetAllObjects).await.unwrap();
    assert_eq!((got.len(), got[2].as_str(), way), (3, r#"{"id":"c"}"#, Way::Http));
    let head =
        fake.seen().into_iter().find(|head| head.starts_with("GET /api/once ")).unwrap().to_lowercase();
    for header in ["cookie", "authorization", "accept-encoding"] {
        assert!(!head.contains(header), "{head}");
    }
    let last = log.calls().pop().unwrap();
    assert_eq!((last.what.as_str(), last.bytes), ("GET the stream of `xo.getAllObjects`", body.len() as u64));
}

#[tokio::test]
async fn without_a_stream_the_answer_comes_in_whole() {
    let whole = json!({ "a": { "id": "a" }, "b": { "id": "b" } });
    let refuses = {
        let whole = whole.clone();
        signed_in(move |call| match &call["params"]["ndjson"] {
            Value::Null => result(call, &whole),
            _ => refusal(call, 10, "invalid parameters"),
        })
    };
    let ignores = signed_in(move |call| result(call, &whole));
    for fake in [Fake::start(refuses, not_found).await, Fake::start(ignores, not_found).await] {
        let (got, way) = lines(&opened(&fake).await, Method::GetAllObjects).await.unwrap();
        assert_eq!(
            (got, way),
            (vec![r#"{"id":"a"}"#.to_owned(), r#"{"id":"b"}"#.to_owned()], Way::WebSocket)
        );
    }
}

#[tokio::test]
async fn a_proxy_that_hides_the_stream_is_worked_around() {
    let redirect = |_: &str| http("302 Found", "location: /signin\r\n", "Found");
    for fake in
        [Fake::start(streaming("/api/x"), not_found).await, Fake::start(streaming("/api/x"), redirect).await]
    {
        let (got, way) = lines(&opened(&fake).await, Method::GetAllObjects).await.unwrap();
        assert_eq!((got, way), (vec![r#"{"id":"whole"}"#.to_owned()], Way::WebSocket));
        assert!(!fake.seen().iter().any(|head| head.starts_with("GET /signin")));
    }
}

#[tokio::test]
async fn a_stream_elsewhere_is_refused() {
    for path in ["https://evil.example.org/api/x", "//evil.example.org/x", "/api/../x"] {
        let fake = Fake::start(streaming(path), not_found).await;
        let error = lines(&opened(&fake).await, Method::GetAllObjects).await.unwrap_err();
        assert!(matches!(error, Error::ForeignAddress { .. }), "{path}: {error}");
        assert!(!fake.seen().iter().any(|head| head.starts_with("GET") && !head.starts_with("GET /api/ ")));
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_an_error() {
    let cases = [
        // Less than announced, in chunks without an end, in the middle of a line without a length.
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\nconnection: close\r\n\r\n{\"id\":1}\n{\"id\":2}\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n9\r\n{\"id\":1}\n\r\n",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"id\":1}\n{\"id\":",
    ];
    for answer in cases {
        let fake = Fake::start(streaming("/api/x"), move |_| answer.to_owned()).await;
        let error = lines(&opened(&fake).await, Method::GetAllObjects).await.unwrap_err();
        assert!(matches!(error, Error::Truncated { received: 1.., .. }), "{answer}: {error:?}");
        assert!(!error.to_string().contains("/api/x"), "{error}");
    }
}

#[tokio::test]
async fn a_stream_that_stalls_is_given_up() {
    let stalls = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"id\":1}\n";
    for answer in ["silence", stalls] {
        let fake = Fake::start(streaming("/api/x"), move |_| answer.to_owned()).await;
        let error = lines(&opened(&fake).await, Method::GetAllObjects).await.unwrap_err();
        assert!(matches!(error, Error::RequestTimeout { .. }), "{answer}: {error:?}");
    }
}

#[tokio::test]
async fn the_caller_can_stop_a_stream() {
    let fake = Fake::start(streaming("/api/x"), |_| http("200 OK", "", "1\n2\n3\n")).await;
    let log = CallLog::new();
    let session = open(&fake, &log).await.unwrap();
    let mut count = 0;
    let stopped = session
        .stream(Method::GetAllObjects, none(), &mut |_| {
            count += 1;
            if count == 2 { Err("no more room".into()) } else { Ok(()) }
        })
        .await;
    assert_eq!(
        stopped.unwrap_err().to_string(),
        "cannot use line 2 of the stream of `xo.getAllObjects`: no more room"
    );
    assert_eq!(log.calls().last().unwrap().outcome, Outcome::Abandoned);
}

#[tokio::test]
async fn collections_are_asked_with_the_token_as_a_cookie() {
    let fake = Fake::start(signed_in(|_| vec![]), |_| http("200 OK", "", "{\"id\":1}\n")).await;
    let session = opened(&fake).await;
    let count = session.rest_stream(Collection::Srs, &Query::default(), &mut |_| Ok(())).await.unwrap();
    assert_eq!(count, 1);
    let head = fake.seen().pop().unwrap();
    assert!(head.starts_with("GET /rest/v0/srs?fields=*&ndjson=true HTTP/1.1"), "{head}");
    assert!(head.contains(&format!("cookie: authenticationToken={SECRET}")), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
}

#[tokio::test]
async fn rest_refusals_are_told_apart() {
    let cases = [
        (
            http("401 Unauthorized", "", r#"{"error":"invalid credentials"}"#),
            "HTTP status 401, invalid credentials",
        ),
        (http("403 Forbidden", "", r#"{"error":"not enough privileges"}"#), "the user has no right to it"),
        (not_found(""), "HTTP status 404, Cannot GET"),
        (http("502 Bad Gateway", "", "<html><title>Bad Gateway</title>"), "a reverse proxy answers for XO"),
        (http("302 Found", "location: https://idp/?s=secret\r\n", ""), "elsewhere (https://idp/)"),
        (http("200 OK", "", "{"), "unknown way"),
    ];
    for (answer, says) in cases {
        let fake = Fake::start(signed_in(|_| vec![]), move |_| answer.clone()).await;
        let error =
            opened(&fake).await.rest_json::<Value>(Document::Dashboard).await.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
        assert!(!error.contains(SECRET) && !error.contains("s=secret"), "{error}");
    }
}

#[tokio::test]
async fn a_password_goes_by_basic_authentication_unless_xo_would_cut_it() {
    let fake = Fake::start(signed_in(|_| vec![]), |_| http("200 OK", "", r#"{"result":"pong"}"#)).await;
    let address = Address::parse(&format!("http://{}", fake.host)).unwrap();
    let with = |password: &str, otp: Option<&str>| Credentials::Password {
        user: "u".to_owned(),
        password: password.into(),
        otp: otp.map(Into::into),
    };
    let ask = async |credentials: &Credentials| {
        let session =
            Session::open(&address, &Trust::System, credentials, Timeouts::default(), &CallLog::new())
                .await
                .unwrap();
        session.rest_json::<Value>(Document::Ping).await
    };
    assert_eq!(ask(&with("p", Some("12 3"))).await.unwrap(), json!({ "result": "pong" }));
    let head = fake.seen().pop().unwrap();
    // base64 of `u:p`
    assert!(
        head.starts_with("GET /rest/v0/ping?otp=12+3 ") && head.contains("authorization: Basic dTpw"),
        "{head}"
    );
    assert!(matches!(ask(&with("p:q", None)).await, Err(Error::PasswordWithColon)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn one_time_paths_never_leave_the_server(path in ".{0,40}") {
        let address = Address::parse("https://xo.example.org/sub").unwrap();
        if let Some(own) = super::super::rest::own_path(&path) {
            let url = url::Url::parse(&address.http_url(&own)).unwrap();
            prop_assert_eq!(url.origin().ascii_serialization(), address.origin());
            prop_assert!(url.path().starts_with("/sub/"));
        }
    }
}
