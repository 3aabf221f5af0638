//! Connecting and signing in, successfully or not.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::calls::CallOutcome;
use crate::error::Stage;

#[tokio::test]
async fn refused_sign_ins_say_why() {
    let cases = [
        (3, "invalid credentials", "invalid credentials; the token is unknown or expired"),
        (-32000, "unknown error from the peer", "for 2 s after a failed attempt"),
        (2, "not\u{1b}[31m enough", "not?[31m enough (code 2)"),
    ];
    for (code, message, says) in cases {
        let fake = Fake::start(move |call| refusal(call, code, message), not_found).await;
        let log = CallLog::new();
        let error = open(&fake, &log).await.unwrap_err().to_string();
        assert!(error.contains(says) && error.contains(&fake.host), "{error}");
        assert!(!error.contains(SECRET), "{error}");
        assert_eq!(log.calls()[0].outcome, CallOutcome::Refused(code));
    }
}

#[tokio::test]
async fn a_password_and_its_code_are_sent_as_xo_wants_them() {
    let fake = Fake::start(signed_in(|_| vec![]), not_found).await;
    let address = Address::parse(&format!("ws://{}/api/", fake.host)).unwrap();
    let credentials =
        Credentials::Password { user: "a@b".to_owned(), password: "p".into(), otp: Some("123".into()) };
    Session::open(&Destination::new(address, credentials), &CallLog::new()).await.unwrap();
    let sent = fake.seen().into_iter().find(|text| text.contains("signIn")).unwrap();
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["params"], json!({ "email": "a@b", "password": "p", "otp": "123" }));
}

#[tokio::test]
async fn a_starting_xo_is_given_up() {
    // The port is open, but nothing ever answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let hurried = Timeouts { connect: Duration::from_millis(200), ..Timeouts::default() };
    let since = Instant::now();
    let error = Session::open(&to(&url, hurried), &CallLog::new()).await.unwrap_err();
    assert!(matches!(error, Error::ConnectTimeout { stage: Stage::Upgrade, .. }), "{error}");
    assert!(error.to_string().contains("may be starting"), "{error}");
    assert!(since.elapsed() < Duration::from_secs(5));
    let url = format!("https://{}", listener.local_addr().unwrap());
    let error = Session::open(&to(&url, hurried), &CallLog::new()).await.unwrap_err();
    assert!(matches!(error, Error::ConnectTimeout { stage: Stage::Tls, .. }), "{error}");
}

#[tokio::test]
async fn other_servers_are_distinguished_from_xo() {
    let patient = Timeouts::default();
    let cases = [
        (http("200 OK", "", "hello"), Some(200), "not a WebSocket"),
        (
            http("301 Moved", "location: https://xo/api/?t=secret\r\n", ""),
            Some(301),
            "it redirects to https://xo/api/;",
        ),
        ("220 mail.example.org ESMTP\r\n".to_owned(), None, "HTTP"),
    ];
    for (answer, status, says) in cases {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.read(&mut [0; 1]).await;
        });
        let error = Session::open(&to(&url, patient), &CallLog::new()).await.unwrap_err();
        assert!(matches!(error, Error::NotXo { status: got, .. } if got == status), "{error:?}");
        assert!(error.to_string().contains(says), "{error}");
    }
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let error = Session::open(&to(&url, patient), &CallLog::new()).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
}
