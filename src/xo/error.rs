//! What can go wrong between this program and XO, each with the server, the reason and what to try.
//!
//! Texts of the server inside an error are cleaned of what could move a terminal and cut; secrets
//! never get in: parameters, tokens and one-time addresses are not part of any variant.

use std::io;
use std::time::Duration;

use thiserror::Error;

use super::address::AddressError;
use super::credentials::CredentialsError;
use super::trust::{Fingerprint, TrustError};

/// What a caller's own code may fail with while it takes lines.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Longest text of a server kept in an error, in characters.
const SHOWN: usize = 300;

/// Code XO gives for a method it does not have.
pub const METHOD_NOT_FOUND: i32 = -32601;
/// XO's mask over any error that is not its own (facts/xo-protocol.md §1.6).
pub const MASKED: i32 = -32000;
/// XO: not signed in, or no right.
pub const UNAUTHORIZED: i32 = 2;
/// XO: invalid credentials.
pub const INVALID_CREDENTIALS: i32 = 3;
/// XO: invalid parameters.
pub const INVALID_PARAMETERS: i32 = 10;

/// How far a connection got before it was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Name resolution and TCP.
    Tcp,
    /// TLS handshake.
    Tls,
    /// WebSocket upgrade: XO does not answer it while it starts, nor on a wrong path.
    Upgrade,
}

impl Stage {
    fn says(self) -> &'static str {
        match self {
            Self::Tcp => "no answer to the TCP connection; check the address, the port and firewalls",
            Self::Tls => "the port is open but TLS gets no answer; check that it is XO's https port",
            Self::Upgrade => {
                "the port is open but the API at `/api/` gets no answer; XO may be starting (wait a \
                 minute), or the address has a wrong sub-path"
            }
        }
    }
}

/// How a sign-in was meant to happen, for what to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedBy {
    /// By an authentication token.
    Token,
    /// By user and password.
    Password,
}

impl SignedBy {
    fn hint(self) -> &'static str {
        match self {
            Self::Token => {
                "the token is unknown or expired; create one with `xo-cli create-token` or in XO's web interface"
            }
            Self::Password => {
                "wrong user or password, or the account wants a one-time code (`XO_OTP`), which must be fresh"
            }
        }
    }
}

/// A failure of the connection to XO.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// No usable credentials.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The chosen way to trust the server cannot be set up.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The server did not get as far as a WebSocket in time.
    #[error("cannot connect to {server}: nothing within {} s ({})", after.as_secs_f32(), stage.says())]
    ConnectTimeout {
        /// Origin of the server.
        server: String,
        /// Time waited.
        after: Duration,
        /// Where it stopped.
        stage: Stage,
    },
    /// Name resolution or TCP failed.
    #[error("cannot connect to {server}: {source}; check the address, the port and that XO runs")]
    Unreachable {
        /// Origin of the server.
        server: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// The TLS handshake failed.
    #[error("cannot trust {server}: {reason}{}", tls_hint(*fingerprint))]
    Tls {
        /// Origin of the server.
        server: String,
        /// What is wrong.
        reason: String,
        /// SHA-256 of the certificate the server showed, when it got that far.
        fingerprint: Option<Fingerprint>,
    },
    /// The upgrade was answered by something that is not XO's API.
    #[error(
        "{server} does not answer like XO{}: {detail}; check the address, give the sub-path when a reverse proxy has one",
        status.map(|status| format!(" (HTTP status {status})")).unwrap_or_default()
    )]
    NotXo {
        /// Origin of the server.
        server: String,
        /// HTTP status of the answer, if it was HTTP.
        status: Option<u16>,
        /// What was answered.
        detail: String,
    },
    /// XO refused the credentials.
    #[error("{server} refuses the sign-in: invalid credentials; {}", by.hint())]
    InvalidCredentials {
        /// Origin of the server.
        server: String,
        /// What was tried.
        by: SignedBy,
    },
    /// XO refused the sign-in without saying why.
    #[error(
        "{server} refuses the sign-in without a reason (`{message}`): XO answers so for 2 s after a failed try \
         for the same user; wait a few seconds and try again, else look into XO's log"
    )]
    SignInRefused {
        /// Origin of the server.
        server: String,
        /// What XO said.
        message: String,
    },
    /// A call was answered with an error.
    #[error("{server} refuses `{method}`: {message} (code {code}){}", code_hint(*code))]
    Refused {
        /// Origin of the server.
        server: String,
        /// Method called.
        method: &'static str,
        /// XO's code.
        code: i32,
        /// XO's text; for -32000 the text of its cause when there is one.
        message: String,
    },
    /// The connection ended.
    #[error(
        "{server} closed the connection during {during}{}; XO does so when it stops or when the token expires",
        reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default()
    )]
    Closed {
        /// Origin of the server.
        server: String,
        /// What was under way.
        during: String,
        /// What the server or the system says.
        reason: Option<String>,
    },
    /// A call or a stream stayed silent.
    #[error(
        "{server} gave no answer to {what} within {} s; XO may be busy, try again with a longer request timeout",
        after.as_secs_f32()
    )]
    RequestTimeout {
        /// Origin of the server.
        server: String,
        /// Call or stream.
        what: String,
        /// Time waited without a byte of the answer.
        after: Duration,
    },
    /// The whole run took too long.
    #[error(
        "reading {server} took longer than {} s in all; try again when XO is less busy, or with a longer time for the run",
        after.as_secs_f32()
    )]
    RunTimeout {
        /// Origin of the server.
        server: String,
        /// Time allowed.
        after: Duration,
    },
    /// An answer was bigger than this program takes.
    #[error("the answer of {server} to {what} is too large (limit: {limit} bytes)")]
    TooLarge {
        /// Origin of the server.
        server: String,
        /// Call or stream.
        what: String,
        /// Limit in bytes.
        limit: usize,
    },
    /// A transfer ended in the middle.
    #[error(
        "the answer of {server} to {what} broke off after {received} bytes ({reason}); try again, and look \
         for a proxy that cuts long transfers"
    )]
    Truncated {
        /// Origin of the server.
        server: String,
        /// Stream.
        what: String,
        /// Bytes received.
        received: u64,
        /// How it ended.
        reason: String,
    },
    /// HTTP failed before an answer.
    #[error("cannot ask {server} for {what} by HTTP: {reason}")]
    HttpFailed {
        /// Origin of the server.
        server: String,
        /// Document or stream.
        what: String,
        /// What failed.
        reason: String,
    },
    /// HTTP was answered with an error status.
    #[error("{server} refuses {what}: HTTP status {status}, {message}{}", status_hint(*status))]
    Http {
        /// Origin of the server.
        server: String,
        /// Document or stream.
        what: String,
        /// HTTP status.
        status: u16,
        /// XO's text.
        message: String,
    },
    /// HTTP was answered with another address, which is never followed.
    #[error(
        "{server} sends {what} elsewhere ({location}), which is not followed: a one-time address was used or is \
         unknown, or something between signs people in"
    )]
    Redirected {
        /// Origin of the server.
        server: String,
        /// Document or stream.
        what: String,
        /// Where to, without its query.
        location: String,
    },
    /// A one-time address led away from XO's own address.
    #[error("{server} answered {what} with an address that is not its own; it is not followed")]
    ForeignAddress {
        /// Origin of the server.
        server: String,
        /// Call.
        what: String,
    },
    /// REST cannot sign in with this password.
    #[error(
        "XO's REST interface cuts a user or password at its first `:`, so it cannot be used with this one; use a token"
    )]
    PasswordWithColon,
    /// An answer does not have the shape every known XO gives it.
    #[error("{server} answered {what} in an unknown way: {detail}; this XO may be newer than this program")]
    Unexpected {
        /// Origin of the server.
        server: String,
        /// Call or document.
        what: String,
        /// What is unknown.
        detail: String,
    },
    /// The caller stopped at a line.
    #[error("cannot use line {number} of {what}: {source}")]
    Line {
        /// Call or stream.
        what: String,
        /// Number of the line, from 1.
        number: u64,
        /// The caller's error.
        source: BoxError,
    },
}

impl Error {
    /// Whether XO said that this user may not ask this: a missing right, not a fault.
    pub fn is_missing_right(&self) -> bool {
        matches!(self, Self::Refused { code: UNAUTHORIZED, .. } | Self::Http { status: 403, .. })
    }

    /// Whether this XO does not know the method or the document (an older or newer version).
    pub fn is_unknown_to_server(&self) -> bool {
        matches!(self, Self::Refused { code: METHOD_NOT_FOUND, .. } | Self::Http { status: 404, .. })
    }

    /// Whether the connection is lost, so that no further call can succeed.
    pub fn is_connection_lost(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::RunTimeout { .. })
    }
}

fn tls_hint(fingerprint: Option<Fingerprint>) -> String {
    fingerprint.map_or_else(String::new, |fingerprint| {
        format!(
            "; the server shows a certificate with fingerprint {fingerprint}: compare it with the server's own \
             (`openssl x509 -noout -fingerprint -sha256`), then give `--pin-sha256 {}`, or `--ca-file` with the \
             certificate of your authority",
            fingerprint.hex()
        )
    })
}

fn code_hint(code: i32) -> &'static str {
    match code {
        UNAUTHORIZED => "; the user has no right to it: sign in as an administrator, or leave this part out",
        METHOD_NOT_FOUND => "; this XO does not know it",
        _ => "",
    }
}

fn status_hint(status: u16) -> &'static str {
    match status {
        401 => "; the token is unknown or expired, or the password is wrong",
        403 => "; the user has no right to it",
        404 => "; this XO does not know it, or a reverse proxy does not pass it on",
        502..=504 => "; a reverse proxy answers for XO, which may be stopped or starting",
        _ => "",
    }
}

/// Makes a text of the server fit to be shown: control and direction-changing characters become spaces,
/// runs of white space one space, and it ends after 300 characters.
pub fn clean(text: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    let mut space = false;
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() || is_invisible(letter) {
            space = count > 0;
            continue;
        }
        if count >= SHOWN {
            shown.push('…');
            break;
        }
        if space {
            shown.push(' ');
            count += 1;
            space = false;
        }
        shown.push(letter);
        count += 1;
    }
    shown
}

/// Characters that change direction or show nothing (Unicode "Cf" used to disguise text).
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_become_harmless() {
        let cases = [
            ("plain", "plain"),
            ("  two\r\n\twords ", "two words"),
            ("\u{1b}[2Jgone\u{7}", "[2Jgone"),
            ("abc\u{202e}fed", "abc fed"),
            ("\u{9b}31mred", "31mred"),
            ("", ""),
        ];
        for (text, shown) in cases {
            assert_eq!(clean(text), shown, "{text:?}");
        }
        let long = clean(&"é".repeat(10_000_000));
        assert_eq!(long.chars().count(), SHOWN + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn a_tls_error_says_what_to_pin() {
        let error = Error::Tls {
            server: "https://xo".to_owned(),
            reason: "unknown issuer".to_owned(),
            fingerprint: Some(Fingerprint::new([0xab; 32])),
        };
        let text = error.to_string();
        assert!(text.contains(&format!("--pin-sha256 {}", "ab".repeat(32))), "{text}");
    }

    #[test]
    fn rights_and_unknown_methods_are_told_apart() {
        let refused =
            |code| Error::Refused { server: String::new(), method: "m", code, message: "x".to_owned() };
        assert!(refused(2).is_missing_right() && !refused(2).is_unknown_to_server());
        assert!(refused(-32601).is_unknown_to_server() && !refused(-32601).is_missing_right());
        assert!(!refused(-32000).is_missing_right() && !refused(-32000).is_connection_lost());
    }
}
