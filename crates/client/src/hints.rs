//! What to try after a failure, by its kind. Pure.

use super::error::{MASKED, METHOD_NOT_FOUND, UNAUTHORIZED};
use super::trust::Fingerprint;

/// How far a connection got before it was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Name resolution and TCP.
    Tcp,
    /// The tunnel through a proxy.
    Proxy,
    /// TLS handshake.
    Tls,
    /// WebSocket upgrade: XO does not answer it while it starts, nor on a wrong path.
    Upgrade,
}

impl Stage {
    pub(super) fn says(self) -> &'static str {
        match self {
            Self::Tcp => "no answer to the TCP connection; check the address, the port and firewalls",
            Self::Proxy => "the proxy opens no connection; check that it may reach this server and port",
            Self::Tls => "the port is open but TLS gets no answer; check that it is XO's https port",
            Self::Upgrade => {
                "the port is open but the API at `/api/` gets no answer; XO may be starting, so try again \
                 in a minute, or the address has a wrong sub-path"
            }
        }
    }
}

/// What a sign-in used, on which the hint depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedBy {
    /// An authentication token.
    Token,
    /// User and password.
    Password,
}

impl SignedBy {
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Token => {
                "the token is unknown or expired; create one with `xo-cli create-token` or in XO's web interface"
            }
            Self::Password => {
                "wrong user or password, or the account needs a one-time code (`XO_OTP`), which must be fresh"
            }
        }
    }

    /// Returns what to try if the sign-in worked before.
    pub(super) fn hint_when_lost(self) -> &'static str {
        match self {
            Self::Token => "the token has since expired or been revoked; create one that lasts longer",
            Self::Password => {
                "the password has since been changed, or the account needs a new one-time code; sign in with a token"
            }
        }
    }
}

pub(super) fn tls_hint(fingerprint: Option<Fingerprint>) -> String {
    fingerprint.map_or_else(String::new, |fingerprint| {
        format!(
            "; the server presents a certificate with fingerprint {fingerprint}: compare it with the server's own \
             (`openssl x509 -noout -fingerprint -sha256`), then give `--pin-sha256 {}`, or `--ca-file` with the \
             certificate of your authority",
            fingerprint.hex()
        )
    })
}

pub(super) fn code_hint(code: i32) -> &'static str {
    match code {
        UNAUTHORIZED => "; the user has no right to it: grant it, or sign in as an administrator",
        MASKED => "; XO's log says more",
        METHOD_NOT_FOUND => "; this XO does not know it: it may be too old",
        _ => "",
    }
}

pub(super) fn status_hint(status: u16) -> &'static str {
    match status {
        401 => "; the token is unknown or expired, or the password is wrong",
        403 => "; the user has no right to it",
        404 => "; this XO does not know it, or a reverse proxy does not pass it on",
        502..=504 => "; a reverse proxy answers for XO, which may be stopped or starting",
        _ => "",
    }
}

/// Returns what to try if the upgrade was answered with this status.
pub(super) fn upgrade_hint(status: Option<u16>) -> &'static str {
    match status {
        Some(502..=504) => {
            "a reverse proxy answers for XO, which may be stopped or starting; try again in a minute"
        }
        Some(300..=399) => "give the address that it redirects to",
        _ => "check the address, and give the sub-path if a reverse proxy adds one",
    }
}

/// Returns what to try after silence, during which this many messages arrived that answer nothing.
pub(super) fn silence_hint(strays: u64) -> String {
    match strays {
        0 => "XO may be busy; try again with a longer `--request-timeout`".to_owned(),
        1 => {
            "one message arrived that answers no request: look for something in between that corrupts answers"
                .to_owned()
        }
        _ => format!(
            "{strays} messages arrived that answer no request: look for something in between that corrupts answers"
        ),
    }
}

/// Returns ` (closed by …)`, if there is a reason.
pub(super) fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(" ({reason})")).unwrap_or_default()
}
