//! What can go wrong between this program and XO, each with the server, the reason and what to try.
//!
//! Server texts inside an error are cleaned of terminal control sequences and cut; secrets
//! never get in: parameters, tokens and one-time addresses are not part of any variant.

use std::io;
use std::time::Duration;

use thiserror::Error;

use super::address::AddressError;
use super::capture::CaptureError;
pub use super::clean::clean;
use super::credentials::CredentialsError;
pub use super::hints::{SignedBy, Stage};
use super::hints::{because, code_hint, silence_hint, status_hint, tls_hint, upgrade_hint};
use super::limits::Limit;
use super::proxy::ProxyError;
use super::trust::{Fingerprint, TlsProblem, TrustError};

/// An error of a caller's own code while it receives lines.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The code that XO returns for a method it does not have.
pub const METHOD_NOT_FOUND: i32 = -32601;
/// XO's mask for any error that is not its own (facts/xo-protocol.md §1.6).
pub const MASKED: i32 = -32000;
/// XO: not signed in, or no right.
pub const UNAUTHORIZED: i32 = 2;
/// XO: invalid credentials.
pub const INVALID_CREDENTIALS: i32 = 3;
/// XO: invalid parameters.
pub const INVALID_PARAMETERS: i32 = 10;

/// A failure of the connection to XO.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There are no usable credentials.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The chosen way to trust the server cannot be set up.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The server did not complete a WebSocket in time.
    #[error("cannot connect to {server}: no connection within {} s ({})", after.as_secs_f32(), stage.says())]
    ConnectTimeout {
        /// Origin of the server.
        server: String,
        /// Time waited.
        after: Duration,
        /// How far it got.
        stage: Stage,
    },
    /// The proxy that was chosen cannot be used.
    #[error(transparent)]
    NoProxy(#[from] ProxyError),
    /// The name has no address.
    #[error(
        "cannot find {server}: the name `{host}` has no address ({reason}); check its spelling, and the DNS \
         of this machine"
    )]
    Name {
        /// Origin of the server.
        server: String,
        /// The name.
        host: String,
        /// What the system reports.
        reason: String,
    },
    /// The proxy does not lead to the server.
    #[error(
        "cannot reach {server} through the proxy {proxy}: {reason}; check the proxy, which comes from {place}, or \
         name the server in `NO_PROXY`"
    )]
    Proxy {
        /// Origin of the server.
        server: String,
        /// The proxy, without its password.
        proxy: String,
        /// What names the proxy.
        place: String,
        /// What failed.
        reason: String,
        /// Whether it may work later.
        passes: bool,
    },
    /// TCP failed.
    #[error("cannot connect to {server}: {source}; check the address, the port, and that XO is running")]
    Unreachable {
        /// Origin of the server.
        server: String,
        /// What the system reports.
        source: io::Error,
    },
    /// The connection ended before it could be used.
    #[error(
        "cannot connect to {server}: the connection ended during the {during} ({reason}); check the port, and whether \
         XO is still starting"
    )]
    Cut {
        /// Origin of the server.
        server: String,
        /// What was under way.
        during: &'static str,
        /// How it ended.
        reason: String,
    },
    /// The TLS handshake failed.
    #[error("cannot trust {server}: {reason}{}", tls_hint(*fingerprint))]
    Tls {
        /// Origin of the server.
        server: String,
        /// What is wrong.
        reason: TlsProblem,
        /// SHA-256 of the server's certificate, if the handshake got that far.
        fingerprint: Option<Fingerprint>,
    },
    /// The upgrade was answered by something that is not XO's API.
    #[error(
        "{server} does not answer like XO{}: {detail}; {}",
        status.map(|status| format!(" (HTTP status {status})")).unwrap_or_default(),
        upgrade_hint(*status)
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
        "{server} refuses the sign-in without a reason (`{message}`): XO answers like this for 2 s after a failed attempt \
         by the same user; wait a few seconds and try again, or look into XO's log"
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
        /// XO's text; for -32000 the text of its cause, if there is one.
        message: String,
    },
    /// XO would refuse the call and log that, at the cost of backup logs, so it was not made.
    #[error("`{method}` is for administrators only, and this user is not one; it was not called")]
    AdminOnly {
        /// Method that was not called.
        method: &'static str,
    },
    /// The connection ended; whether the credentials are still valid is not yet known.
    #[error(
        "{server} closed the connection during {during}{}; XO does this when it stops or when the token expires",
        because(reason.as_deref())
    )]
    Closed {
        /// Origin of the server.
        server: String,
        /// What was under way.
        during: String,
        /// What the server or the system reports.
        reason: Option<String>,
    },
    /// The connection ended, and the credentials are still valid.
    #[error(
        "{server} dropped the connection during {during}{}, but still accepts the sign-in: XO was restarted, or \
         something in between cuts connections; try again",
        because(reason.as_deref())
    )]
    Dropped {
        /// Origin of the server.
        server: String,
        /// What was under way.
        during: String,
        /// What the server or the system reports.
        reason: Option<String>,
    },
    /// The connection ended, and the credentials are no longer valid.
    #[error("{server} ended the session and now refuses the sign-in: {}", by.hint_when_lost())]
    Expired {
        /// Origin of the server.
        server: String,
        /// What was accepted before.
        by: SignedBy,
    },
    /// A call or a stream stayed silent.
    #[error(
        "{server} gave no answer to {what} within {} s; {}", after.as_secs_f32(), silence_hint(*strays)
    )]
    RequestTimeout {
        /// Origin of the server.
        server: String,
        /// Call or stream.
        what: String,
        /// Time waited without a byte of the answer.
        after: Duration,
        /// Messages that arrived meanwhile and answered nothing.
        strays: u64,
    },
    /// The whole run took too long.
    #[error(
        "reading {server} took longer than {} s in all; try again when XO is less busy, or with a longer `--run-timeout`",
        after.as_secs_f32()
    )]
    RunTimeout {
        /// Origin of the server.
        server: String,
        /// Time allowed.
        after: Duration,
    },
    /// An answer exceeded a limit of this program.
    #[error(
        "the answer of {server} to {what} has more than {limit}: no XO sends that much; check what is in between"
    )]
    TooLarge {
        /// Origin of the server.
        server: String,
        /// Call or stream.
        what: String,
        /// The limit.
        limit: Limit,
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
    #[error(
        "cannot ask {server} for {what} over HTTP: {reason}; try again, and look for a proxy or a firewall that lets \
         only WebSockets through"
    )]
    HttpFailed {
        /// Origin of the server.
        server: String,
        /// Document or stream.
        what: String,
        /// What failed.
        reason: String,
    },
    /// HTTP could not be set up.
    #[error("cannot prepare to ask {server} over HTTP: {reason}; check the credentials and the proxy")]
    HttpSetup {
        /// Origin of the server.
        server: String,
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
    /// HTTP was answered with a redirect, which is never followed.
    #[error(
        "{server} redirects {what} to {location}, which is not followed: a one-time address was already used or is \
         unknown, or something in between asks for a sign-in"
    )]
    Redirected {
        /// Origin of the server.
        server: String,
        /// Document or stream.
        what: String,
        /// Where to, without its query.
        location: String,
    },
    /// A one-time address led away from XO's own.
    #[error(
        "{server} answered {what} with an address that is not its own, which is not followed; check what is in between"
    )]
    ForeignAddress {
        /// Origin of the server.
        server: String,
        /// Call.
        what: String,
    },
    /// REST cannot sign in with this password.
    #[error(
        "XO's REST interface cuts a user or password at its first `:`, so this one does not work; use a token"
    )]
    PasswordWithColon,
    /// An answer does not have the shape that every known XO gives it.
    #[error(
        "{server} answered {what} in an unknown way: {detail}; this XO may be newer than xo-health, or something in between changes its answers"
    )]
    Unexpected {
        /// Origin of the server.
        server: String,
        /// Call or document.
        what: String,
        /// What is unknown.
        detail: String,
    },
    /// What was read could not be kept.
    #[error(transparent)]
    Capture(CaptureError),
    /// A pool went away during the reading of its objects: they may mix two states, or be incomplete.
    #[error(
        "{server} lost {} while its objects were read, and is reading them again; XO does this when a pool does not answer in time",
        if *pools == 1 { "a pool".to_owned() } else { format!("{pools} pools") }
    )]
    PoolLost {
        /// Origin of the server.
        server: String,
        /// The number of pools.
        pools: usize,
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
    /// Makes the error of a caller who stopped at a line; a failure to write is not blamed on the line.
    pub(crate) fn line(what: String, number: u64, source: BoxError) -> Self {
        match source.downcast::<CaptureError>() {
            Ok(written) => Self::Capture(*written),
            Err(source) => Self::Line { what, number, source },
        }
    }

    /// Returns whether the transport failed, so that the same call may work a moment later. A refusal or any other
    /// answer is not transient; nor is silence, because asking again does not help an overloaded server.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::ConnectTimeout { .. }
            | Self::Unreachable { .. }
            | Self::Cut { .. }
            | Self::Closed { .. }
            | Self::Truncated { .. }
            | Self::HttpFailed { .. }
            | Self::PoolLost { .. } => true,
            Self::Proxy { passes, .. } => *passes,
            // EAI_AGAIN, as glibc and musl word it; a name that is unknown stays unknown
            Self::Name { reason, .. } => {
                ["Temporary failure in name resolution", "Try again"].contains(&reason.as_str())
            }
            Self::NotXo { status, .. } => matches!(status, Some(502..=504)),
            Self::Http { status, .. } => matches!(status, 502..=504),
            _ => false,
        }
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
