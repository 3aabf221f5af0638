//! Messages about signing in.

use std::path::Path;

use xo_health_client::trust::TlsProblem;

use super::client::of_tls;
use super::{UserMessage, reason};
use crate::cli::signed_in::SignedInError;

pub(super) fn signed_in_error(error: &SignedInError) -> UserMessage {
    let file = |path: &Path| ("path", path.display().to_string());
    match error {
        SignedInError::NoPlace => UserMessage::new("login-no-place", []),
        SignedInError::File { path, source } => {
            UserMessage::new("login-file", [file(path), ("reason", reason(source))])
        }
        SignedInError::Damaged { path } => UserMessage::new("login-damaged", [file(path)]),
        SignedInError::Open { path } => UserMessage::new("login-open", [file(path)]),
        SignedInError::NotAgreed { server, reason, fingerprint } => {
            let variables = [
                ("server", server.clone()),
                ("reason", of_tls(reason)),
                ("fingerprint", fingerprint.clone()),
            ];
            UserMessage::new("login-not-agreed", variables)
        }
        SignedInError::Prompt(error) => UserMessage::new("login-prompt", [("reason", reason(error))]),
        SignedInError::Unknown { server, known } => {
            let known = if known.is_empty() { "-".to_owned() } else { known.join("、") };
            UserMessage::new("login-unknown", [("server", server.clone()), ("known", known)])
        }
        SignedInError::Several { known } => UserMessage::new("login-several", [("known", known.join("、"))]),
    }
}

/// Explains where in XO to create a token.
pub(in crate::cli) fn where_tokens_are(server: &str) -> String {
    UserMessage::new("login-where", [("server", server.to_owned())]).or(|| {
        format!(
            "In {server}: your user (bottom left), Authentication tokens, create a token, and copy it. A read-only user \
             is enough; an administrator's token shows everything."
        )
    })
}

/// Returns the prompt for the token.
pub(in crate::cli) fn token_prompt() -> String {
    UserMessage::new("login-token", []).or(|| "Token (hidden): ".to_owned())
}

/// Names standard input.
pub(in crate::cli) fn standard_input() -> String {
    UserMessage::new("login-stdin", []).or(|| "standard input".to_owned())
}

/// Shows a certificate that is not trusted.
pub(in crate::cli) fn certificate(server: &str, why: &TlsProblem, fingerprint: &str) -> String {
    let variables =
        [("server", server.to_owned()), ("reason", of_tls(why)), ("fingerprint", fingerprint.to_owned())];
    UserMessage::new("login-certificate", variables).or(|| {
        format!(
            "{server} presents a certificate that is not trusted here: {why}\n  SHA-256 {fingerprint}\nOn the server: `openssl x509 \
             -noout -fingerprint -sha256 -in CERTIFICATE`"
        )
    })
}

/// Returns the question whether the certificate is the right one.
pub(in crate::cli) fn agree_prompt() -> String {
    UserMessage::new("login-agree", []).or(|| "Is it the same? Pin it? [y/N]".to_owned())
}

/// Says that signing in worked.
pub(in crate::cli) fn signed_in(
    server: &str,
    version: Option<&str>,
    permission: &str,
    path: &Path,
) -> String {
    let version = version.unwrap_or("?");
    let variables = [
        ("server", server.to_owned()),
        ("version", version.to_owned()),
        ("permission", permission.to_owned()),
        ("path", path.display().to_string()),
    ];
    UserMessage::new("login-done", variables).or(|| {
        format!(
            "signed in to {server} (xo-server {version}, permission `{permission}`); token stored in {}. `xo-health whoami` shows \
             what this user may read",
            path.display()
        )
    })
}

/// Says that a token was forgotten.
pub(in crate::cli) fn signed_out(server: &str) -> String {
    UserMessage::new("logout-done", [("server", server.to_owned())]).or(|| {
        format!("forgot the token of {server}; it stays valid in XO until it expires, or is deleted there")
    })
}
