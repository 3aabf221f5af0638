//! The texts of errors, and which errors are worth another try.

use super::*;

#[test]
fn a_tls_error_says_what_to_pin() {
    let error = Error::Tls {
        server: "https://xo".to_owned(),
        reason: TlsProblem::UnknownIssuer,
        fingerprint: Some(Fingerprint::parse(&"ab".repeat(32)).unwrap()),
    };
    let text = error.to_string();
    assert!(text.contains(&format!("--pin-sha256 {}", "ab".repeat(32))), "{text}");
}

#[test]
fn only_the_transport_is_worth_another_try() {
    let server = || "https://xo".to_owned();
    let text = String::new;
    let after = Duration::from_secs(1);
    let name = |reason: &str| Error::Name { server: server(), host: text(), reason: reason.to_owned() };
    let proxy =
        |passes| Error::Proxy { server: server(), proxy: text(), place: text(), reason: text(), passes };
    let not_xo = |status| Error::NotXo { server: server(), status, detail: text() };
    let http = |status| Error::Http { server: server(), what: text(), status, message: text() };
    let refused = |code| Error::Refused { server: server(), method: "m", code, message: text() };
    let closed = || (server(), text(), None);
    let cases = [
        (Error::ConnectTimeout { server: server(), after, stage: Stage::Upgrade }, true),
        (Error::Unreachable { server: server(), source: io::ErrorKind::ConnectionRefused.into() }, true),
        (Error::Cut { server: server(), during: "upgrade", reason: text() }, true),
        (Error::Truncated { server: server(), what: text(), received: 5, reason: text() }, true),
        (Error::HttpFailed { server: server(), what: text(), reason: text() }, true),
        (name("Temporary failure in name resolution"), true),
        (name("Name or service not known"), false),
        (proxy(true), true),
        (proxy(false), false),
        (not_xo(Some(502)), true),
        (not_xo(Some(503)), true),
        (not_xo(Some(504)), true),
        (not_xo(Some(500)), false),
        (not_xo(Some(302)), false),
        (not_xo(None), false),
        (http(503), true),
        (http(500), false),
        (http(401), false),
        (refused(UNAUTHORIZED), false),
        (refused(MASKED), false),
        (refused(METHOD_NOT_FOUND), false),
        (Error::InvalidCredentials { server: server(), by: SignedBy::Token }, false),
        (Error::SignInRefused { server: server(), message: text() }, false),
        (Error::Expired { server: server(), by: SignedBy::Password }, false),
        (Error::RequestTimeout { server: server(), what: text(), after, strays: 0 }, false),
        (Error::RunTimeout { server: server(), after }, false),
        (Error::TooLarge { server: server(), what: text(), limit: Limit::Line }, false),
        (Error::Unexpected { server: server(), what: text(), detail: text() }, false),
        (Error::Tls { server: server(), reason: TlsProblem::Expired, fingerprint: None }, false),
        (Error::Redirected { server: server(), what: text(), location: text() }, false),
    ];
    for (error, is_transient) in cases {
        assert_eq!(error.is_transient(), is_transient, "{error:?}");
    }
    let (server, during, reason) = closed();
    assert!(Error::Closed { server, during, reason }.is_transient());
    let (server, during, reason) = closed();
    assert!(!Error::Dropped { server, during, reason }.is_transient());
}
