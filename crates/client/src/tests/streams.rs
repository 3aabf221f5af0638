//! Streams of lines, and what may arrive instead of one.

use serde_json::{Value, json};

use super::*;
use crate::calls::CallOutcome;

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
    let page = |_: &str| http("200 OK", "content-type: text/html\r\n", "<html>please sign in</html>");
    for fake in [
        Fake::start(streaming("/api/x"), not_found).await,
        Fake::start(streaming("/api/x"), redirect).await,
        Fake::start(streaming("/api/x"), page).await,
    ] {
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
        // Less than announced; in chunks without an end; in the middle of a line without a length.
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
        let error = lines(&opened_impatiently(&fake, &CallLog::new()).await, Method::GetAllObjects)
            .await
            .unwrap_err();
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
    assert_eq!(log.calls().last().unwrap().outcome, CallOutcome::Abandoned);
}
