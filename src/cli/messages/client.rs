//! Errors of the connection, in Japanese.

use super::{UserMessage, capture, reason};
use std::time::Duration;

use xo_health_client::address::AddressError;
use xo_health_client::credentials::CredentialsError;
use xo_health_client::error::{MASKED, METHOD_NOT_FOUND, SignedBy, Stage, UNAUTHORIZED};
use xo_health_client::proxy::ProxyError;
use xo_health_client::trust::{TlsProblem, TrustError};
use xo_health_client::{ConnectionStep, Error, Fingerprint};

/// Returns the Japanese words of an error.
pub(super) fn error(error: &Error) -> UserMessage {
    let server = |server: &String| ("server", server.clone());
    let what = |what: &str| ("what", what.to_owned());
    let why = |reason: &str| ("reason", reason.to_owned());
    match error {
        Error::Address(error) => address(error),
        Error::Credentials(error) => credentials(error),
        Error::Trust(error) => trust(error),
        Error::NoProxy(error) => proxy(error),
        Error::ConnectTimeout { server: s, after, stage } => {
            UserMessage::new("xo-connect-timeout", [server(s), seconds(*after), ("hint", of_stage(*stage))])
        }
        Error::Name { server: s, host, reason } => {
            UserMessage::new("xo-name", [server(s), ("host", host.clone()), why(reason)])
        }
        Error::Proxy { server: s, proxy, place, reason, .. } => UserMessage::new(
            "xo-proxy",
            [server(s), ("proxy", proxy.clone()), ("place", place.clone()), why(reason)],
        ),
        Error::Unreachable { server: s, source } => {
            UserMessage::new("xo-unreachable", [server(s), ("reason", reason(source))])
        }
        Error::Cut { server: s, during, reason } => {
            UserMessage::new("xo-cut", [server(s), ("during", (*during).to_owned()), why(reason)])
        }
        Error::Tls { server: s, reason, fingerprint } => UserMessage::new(
            "xo-tls",
            [server(s), ("reason", of_tls(reason)), ("hint", of_fingerprint(*fingerprint))],
        ),
        Error::NotXo { server: s, status, detail } => {
            let shown = status.map(|status| say("http-status", [("status", status.to_string())]));
            let hint = match status {
                Some(502..=504) => "hint-proxy-answers",
                Some(300..=399) => "hint-sent-elsewhere",
                _ => "hint-address",
            };
            let status = ("status", shown.unwrap_or_default());
            UserMessage::new(
                "xo-not-xo",
                [server(s), status, ("detail", detail.clone()), ("hint", say(hint, []))],
            )
        }
        Error::InvalidCredentials { server: s, by } => {
            let hint = if *by == SignedBy::Token { "hint-token" } else { "hint-password" };
            UserMessage::new("xo-invalid-credentials", [server(s), ("hint", say(hint, []))])
        }
        Error::SignInRefused { server: s, message } => {
            UserMessage::new("xo-sign-in-refused", [server(s), ("message", message.clone())])
        }
        Error::Refused { server: s, method, code, message } => {
            let hint = match *code {
                UNAUTHORIZED => say("hint-no-right", []),
                MASKED => say("hint-log", []),
                METHOD_NOT_FOUND => say("hint-too-old", []),
                _ => String::new(),
            };
            let code = ("code", code.to_string());
            let message = ("message", message.clone());
            UserMessage::new("xo-refused", [server(s), what(method), code, message, ("hint", hint)])
        }
        Error::AdminOnly { method } => UserMessage::new("xo-admin-only", [what(method)]),
        Error::Closed { server: s, during, reason } => {
            UserMessage::new("xo-closed", [server(s), ("during", during.clone()), because(reason.as_deref())])
        }
        Error::Dropped { server: s, during, reason } => UserMessage::new(
            "xo-dropped",
            [server(s), ("during", during.clone()), because(reason.as_deref())],
        ),
        Error::Expired { server: s, by } => {
            let hint = if *by == SignedBy::Token { "hint-token-lost" } else { "hint-password-lost" };
            UserMessage::new("xo-expired", [server(s), ("hint", say(hint, []))])
        }
        Error::RequestTimeout { server: s, what: w, after, strays } => {
            let hint = match strays {
                0 => say("hint-busy", []),
                strays => say("hint-strays", [("n", strays.to_string())]),
            };
            UserMessage::new("xo-request-timeout", [server(s), what(w), seconds(*after), ("hint", hint)])
        }
        Error::RunTimeout { server: s, after } => {
            UserMessage::new("xo-run-timeout", [server(s), seconds(*after)])
        }
        Error::TooLarge { server: s, what: w, limit } => {
            UserMessage::new("xo-too-large", [server(s), what(w), ("limit", limit.to_string())])
        }
        Error::Truncated { server: s, what: w, received, reason } => UserMessage::new(
            "xo-truncated",
            [server(s), what(w), ("received", received.to_string()), why(reason)],
        ),
        Error::HttpFailed { server: s, what: w, reason } => {
            UserMessage::new("xo-http-failed", [server(s), what(w), why(reason)])
        }
        Error::HttpSetup { server: s, reason } => UserMessage::new("xo-http-setup", [server(s), why(reason)]),
        Error::Http { server: s, what: w, status, message } => {
            let hint = match status {
                401 => say("hint-signed-out", []),
                403 => say("hint-no-right", []),
                404 => say("hint-not-passed-on", []),
                502..=504 => say("hint-after", [("hint", say("hint-proxy-answers", []))]),
                _ => String::new(),
            };
            let status = ("status", status.to_string());
            let message = ("message", message.clone());
            UserMessage::new("xo-http", [server(s), what(w), status, message, ("hint", hint)])
        }
        Error::Redirected { server: s, what: w, location } => {
            UserMessage::new("xo-redirected", [server(s), what(w), ("location", location.clone())])
        }
        Error::ForeignAddress { server: s, what: w } => {
            UserMessage::new("xo-foreign-address", [server(s), what(w)])
        }
        Error::PasswordWithColon => UserMessage::new("xo-password-with-colon", []),
        Error::Unexpected { server: s, what: w, detail } => {
            UserMessage::new("xo-unexpected", [server(s), what(w), ("detail", detail.clone())])
        }
        Error::Capture(error) => capture(error),
        Error::PoolLost { server: s, pools } => {
            UserMessage::new("xo-pool-lost", [server(s), ("pools", pools.to_string())])
        }
        Error::Line { what: w, number, source } => {
            // the error is the caller's, mostly that of a capture
            let inner = source.downcast_ref().and_then(|error| capture(error).japanese());
            let inner = inner.unwrap_or_else(|| source.to_string());
            UserMessage::new("xo-line", [what(w), ("number", number.to_string()), ("reason", inner)])
        }
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

fn address(error: &AddressError) -> UserMessage {
    match error {
        AddressError::Empty => UserMessage::new("address-empty", []),
        AddressError::Userinfo => UserMessage::new("address-userinfo", []),
        AddressError::Scheme(scheme) => UserMessage::new("address-scheme", [("scheme", scheme.clone())]),
        AddressError::Extra(mark) => UserMessage::new("address-extra", [("mark", mark.to_string())]),
        AddressError::Malformed { text, why } => {
            UserMessage::new("address-malformed", [("text", text.clone()), ("reason", why.clone())])
        }
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

fn credentials(error: &CredentialsError) -> UserMessage {
    let places = |places: &[String]| ("places", places.join("、"));
    match error {
        CredentialsError::NoAddress { looked_at } => {
            UserMessage::new("credentials-no-address", [places(looked_at)])
        }
        CredentialsError::BadAddress { place, source } => {
            let inner = address(source).japanese().unwrap_or_else(|| source.to_string());
            UserMessage::new("credentials-bad-address", [("place", place.clone()), ("reason", inner)])
        }
        CredentialsError::NotFound { server, looked_at } => {
            UserMessage::new("credentials-not-found", [("server", server.clone()), places(looked_at)])
        }
        CredentialsError::Half { have, missing } => UserMessage::new(
            "credentials-half",
            [("have", (*have).to_owned()), ("missing", (*missing).to_owned())],
        ),
        CredentialsError::TokenFile { place, source } => {
            UserMessage::new("credentials-token-file", [("place", place.clone()), ("reason", reason(source))])
        }
        CredentialsError::NotAToken { place, problem } => {
            let problem = match *problem {
                "empty" => say("token-empty", []),
                "more than one line" => say("token-lines", []),
                _ => say("token-other", []),
            };
            UserMessage::new("credentials-not-a-token", [("place", place.clone()), ("problem", problem)])
        }
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

fn trust(error: &TrustError) -> UserMessage {
    let file = |path: &std::path::PathBuf| ("path", path.display().to_string());
    match error {
        TrustError::BadPin(text) => UserMessage::new("trust-bad-pin", [("text", text.clone())]),
        TrustError::CaFile { path, reason } => {
            UserMessage::new("trust-ca-file", [file(path), ("reason", reason.clone())])
        }
        TrustError::NoCertificate { path } => UserMessage::new("trust-no-certificate", [file(path)]),
        TrustError::Setup(reason) => UserMessage::new("trust-setup", [("reason", reason.clone())]),
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

fn proxy(error: &ProxyError) -> UserMessage {
    match error {
        ProxyError::Malformed { place } => UserMessage::new("proxy-malformed", [("place", place.clone())]),
        ProxyError::Scheme { place, scheme } => {
            UserMessage::new("proxy-scheme", [("place", place.clone()), ("scheme", scheme.clone())])
        }
        ProxyError::Userinfo => UserMessage::new("proxy-userinfo", []),
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

fn of_stage(stage: Stage) -> String {
    match stage {
        Stage::Tcp => say("stage-tcp", []),
        Stage::Proxy => say("stage-proxy", []),
        Stage::Tls => say("stage-tls", []),
        Stage::Upgrade => say("stage-upgrade", []),
    }
}

/// Says in Japanese why TLS failed.
pub(super) fn of_tls(problem: &TlsProblem) -> String {
    match problem {
        TlsProblem::UnknownIssuer => say("tls-unknown-issuer", []),
        TlsProblem::Expired => say("tls-expired", []),
        TlsProblem::OtherName => say("tls-other-name", []),
        TlsProblem::SameName => say("tls-same-name", []),
        TlsProblem::SelfSigned => say("tls-self-signed", []),
        TlsProblem::NotPinned => say("tls-not-pinned", []),
        TlsProblem::NotTls => say("tls-not-tls", []),
        TlsProblem::Other(reason) => say("tls-other", [("reason", reason.clone())]),
    }
}

fn of_fingerprint(fingerprint: Option<Fingerprint>) -> String {
    let Some(fingerprint) = fingerprint else { return String::new() };
    let variables = [("fingerprint", fingerprint.to_string()), ("hex", fingerprint.hex())];
    say("hint-fingerprint", variables)
}

fn seconds(of: Duration) -> (&'static str, String) {
    ("seconds", of.as_secs_f32().to_string())
}

fn because(reason: Option<&str>) -> (&'static str, String) {
    let because = reason.map(|reason| say("because", [("reason", reason.to_owned())]));
    ("because", because.unwrap_or_default())
}

fn say<const N: usize>(id: &'static str, variables: [(&'static str, String); N]) -> String {
    UserMessage::new(id, variables).japanese().unwrap_or_default()
}

/// Describes a step of a connection.
pub(in crate::cli) fn step(step: &ConnectionStep) -> String {
    let message = match step {
        ConnectionStep::Found { host, addresses } => {
            let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
            UserMessage::new("step-found", [("host", host.clone()), ("addresses", addresses.join("、"))])
        }
        ConnectionStep::Connected { socket } => {
            UserMessage::new("step-connected", [("socket", socket.to_string())])
        }
        ConnectionStep::ByProxy { proxy, place } => {
            UserMessage::new("step-by-proxy", [("proxy", proxy.clone()), ("place", place.clone())])
        }
        ConnectionStep::ProxyOpened => UserMessage::new("step-proxy-opened", []),
        ConnectionStep::Encrypted { version, certificate: Some(shown) } => {
            UserMessage::new("step-encrypted", [("version", version.clone()), ("certificate", shown.clone())])
        }
        ConnectionStep::WebSocket { url } => UserMessage::new("step-web-socket", [("url", url.clone())]),
        ConnectionStep::SignedIn { permission } => {
            UserMessage::new("step-signed-in", [("permission", permission.clone())])
        }
        ConnectionStep::Streamed { method, lines } => {
            UserMessage::new("step-streamed", [("method", method.clone()), ("lines", lines.to_string())])
        }
        ConnectionStep::Again { method, error } => {
            UserMessage::new("step-again", [("method", method.clone()), ("error", error.clone())])
        }
        ConnectionStep::Version { version: None } => UserMessage::new("step-no-version", []),
        ConnectionStep::OnceMore => UserMessage::new("step-once-more", []),
        // steps of only names and numbers, and steps that are newer than these words
        _ => return step.to_string(),
    };
    message.or(|| step.to_string())
}
