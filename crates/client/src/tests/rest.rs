//! Collections and documents of REST.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn collections_are_asked_with_the_token_as_a_cookie() {
    let fake = Fake::start(signed_in(|_| vec![]), |_| http("200 OK", "", "{\"id\":1}\n")).await;
    let session = opened(&fake).await;
    let count = session.rest_stream(Collection::Schedules, &Query::default(), &mut |_| Ok(())).await.unwrap();
    assert_eq!(count, 1);
    let head = fake.seen().pop().unwrap();
    assert!(head.starts_with("GET /rest/v0/schedules?fields=*&ndjson=true HTTP/1.1"), "{head}");
    assert!(head.contains(&format!("cookie: authenticationToken={SECRET}")), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
}

#[tokio::test]
async fn rest_refusals_are_distinguished() {
    let cases = [
        (
            http("401 Unauthorized", "", r#"{"error":"invalid credentials"}"#),
            "HTTP status 401, invalid credentials",
        ),
        (http("403 Forbidden", "", r#"{"error":"not enough privileges"}"#), "the user has no right to it"),
        (not_found(""), "HTTP status 404, Cannot GET"),
        (http("502 Bad Gateway", "", "<html><title>Bad Gateway</title>"), "a reverse proxy answers for XO"),
        (http("302 Found", "location: https://idp/?s=secret\r\n", ""), "to https://idp/,"),
        (http("200 OK", "", "{"), "unknown way"),
        (
            http("200 OK", "Content-Type: Text/HTML; charset=utf-8\r\n", "<html>"),
            "a web page instead of data",
        ),
        (http("200 OK", "content-encoding: gzip\r\n", "x"), "a compressed answer"),
    ];
    for (answer, says) in cases {
        let fake = Fake::start(signed_in(|_| vec![]), move |_| answer.clone()).await;
        let error =
            opened(&fake).await.rest_json::<Value>(Document::OwnPrivileges).await.unwrap_err().to_string();
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
        let to = Destination::new(address.clone(), credentials.clone());
        let session = Session::open(&to, &CallLog::new()).await.unwrap();
        session.rest_json::<Value>(Document::OwnPrivileges).await
    };
    assert_eq!(ask(&with("p", Some("12 3"))).await.unwrap(), json!({ "result": "pong" }));
    let head = fake.seen().pop().unwrap();
    // base64 of `u:p`
    assert!(
        head.starts_with("GET /rest/v0/users/me/acl-privileges?fields=*&otp=12+3 ")
            && head.contains("authorization: Basic dTpw"),
        "{head}"
    );
    assert!(matches!(ask(&with("p:q", None)).await, Err(Error::PasswordWithColon)));
}
