//! The program's own messages: errors, warnings, last words, in the language of the user.
//!
//! English messages are those of the errors themselves (`Display`), Japanese ones are in `words/ja.ftl`: a library's
//! error knows no language, and gets its Japanese words here, at the edge. What a system, a library or a server says
//! inside an error is repeated as it is.

mod anonymous;
mod client;
mod config;
pub(super) mod history;
mod login;
mod value;

use std::io;
use std::sync::OnceLock;
use std::time::Duration;

pub(super) use client::step;
pub(super) use config::{
    config_argument, config_default, config_hidden, config_none, config_right, config_unset, config_written,
    exception_unused, ignore_expired, ignore_outgrown, ignore_unused, open_token, standard_input_of_token,
    wrong_ignore,
};

use super::failure::{EarlierError, Failure, InputError, OutputError, TagError};
use super::output;
use super::watch::Ending;
pub(super) use anonymous::{kind, review_heads, review_rest};
pub(super) use login::{
    agree_prompt, certificate, signed_in, signed_out, standard_input, token_prompt, where_tokens_are,
};
pub(super) use value::{wrong_fail_on, wrong_value};
use xo_health_client::Error;
use xo_health_client::capture::CaptureError;
use xo_health_core::scope::{ScopeKind, Unmatched};
use xo_health_core::units::Bytes;
use xo_health_history::HistoryError;
use xo_health_report::words::{Bundle, Lang};
use xo_health_report::{jobs, sr};

/// The id of a message, and its variables.
struct UserMessage {
    id: &'static str,
    variables: Vec<(&'static str, String)>,
}

impl UserMessage {
    fn new<const N: usize>(id: &'static str, variables: [(&'static str, String); N]) -> Self {
        Self { id, variables: variables.into() }
    }

    /// Returns the Japanese words, if there are any.
    fn japanese(self) -> Option<String> {
        japanese().fill(self.id, self.variables)
    }

    /// Returns the message in the language of the user; `english` returns the English one.
    fn or(self, english: impl FnOnce() -> String) -> String {
        match output::lang() {
            Lang::En => english(),
            Lang::Ja => self.japanese().unwrap_or_else(english),
        }
    }
}

/// Returns the Japanese words of the program.
pub(super) fn japanese() -> &'static Bundle {
    static WORDS: OnceLock<Bundle> = OnceLock::new();
    WORDS.get_or_init(|| Bundle::new(Lang::Ja, include_str!("words/ja.ftl")))
}

/// Returns why the program fails.
pub(super) fn failure(failure: &Failure, lang: Lang) -> String {
    match lang {
        Lang::En => failure.to_string(),
        Lang::Ja => of_failure(failure).japanese().unwrap_or_else(|| failure.to_string()),
    }
}

/// Returns why a history cannot be used, in the language of the user.
fn failure_of(error: &HistoryError) -> String {
    history::error(error).or(|| error.to_string())
}

fn of_failure(failure: &Failure) -> UserMessage {
    match failure {
        Failure::Xo(error) => client::error(error),
        Failure::Capture(error) => capture(error),
        Failure::Key(error) => anonymous::key(error),
        Failure::SignedIn(error) => login::signed_in_error(error),
        #[cfg(feature = "demo")]
        Failure::Demo(error) => UserMessage::new("failure-demo", [("reason", error.to_string())]),
        #[cfg(not(feature = "demo"))]
        Failure::NoDemo => UserMessage::new("failure-no-demo", []),
        Failure::NotSeen(error) => {
            let what = sr(error).japanese().unwrap_or_else(|| error.to_string());
            UserMessage::new("failure-not-seen", [("what", what)])
        }
        Failure::Tag(TagError::NoOutput) => UserMessage::new("tag-no-output", []),
        Failure::Tag(TagError::Placeholder { name }) => {
            UserMessage::new("tag-placeholder", [("name", name.clone())])
        }
        Failure::Scope(error) => scope(error),
        Failure::ScopeNotSeen(error) => {
            let what = scope(error).japanese().unwrap_or_else(|| error.to_string());
            UserMessage::new("failure-not-seen", [("what", what)])
        }
        Failure::Start(error) => UserMessage::new("failure-start", [("reason", reason(error))]),
        Failure::Output(error) => UserMessage::new("failure-output", [("reason", reason(error))]),
        Failure::File(error) => file(error),
        Failure::Job(error) => job(error),
        Failure::Sr(error) => sr(error),
        Failure::Earlier(error) => earlier(error),
        Failure::Input(error) => input(error),
        Failure::Config(error) => config::error(error),
        Failure::Several(error) => config::several(error),
        Failure::Ignore(error) => config::ignore(error),
        Failure::Server(error) => config::not_chosen(error),
        Failure::TokenCommand(error) => config::token_command(error),
        Failure::History(error) => history::error(error),
        Failure::Broken { place } => UserMessage::new("failure-server-broken", [("place", place.clone())]),
    }
}

fn file(error: &OutputError) -> UserMessage {
    use OutputError as E;
    let name = |name: &String| ("name", name.clone());
    let option = |option: &'static str| ("option", option.to_owned());
    let why = |error: &io::Error| ("reason", reason(error));
    match error {
        E::NoName => UserMessage::new("output-no-name", []),
        E::Suffix { name: n, suffixes } => {
            UserMessage::new("output-suffix", [name(n), ("suffixes", suffixes.clone())])
        }
        E::Format { format } => UserMessage::new("output-format", [("format", (*format).to_owned())]),
        E::Twice { name: n } => UserMessage::new("output-twice", [name(n)]),
        E::View { format } => UserMessage::new("output-view", [("format", (*format).to_owned())]),
        E::Begin { name: n, source } => UserMessage::new("output-begin", [name(n), why(source)]),
        E::Write { name: n, source } => UserMessage::new("output-write", [name(n), why(source)]),
        E::Cover { option: o, name: n, source } => {
            UserMessage::new("output-cover", [option(o), name(n), why(source)])
        }
        E::Large { option: o, name: n, limit } => {
            UserMessage::new("output-large", [option(o), name(n), ("limit", limit.to_string())])
        }
        E::Logo { name: n } => UserMessage::new("output-logo", [name(n)]),
    }
}

fn job(error: &jobs::JobNotFound) -> UserMessage {
    use jobs::JobNotFound as E;
    let name = |name: &String| ("name", name.clone());
    let candidates = |candidates: &String| ("candidates", candidates.clone());
    match error {
        E::NoJob { name: n, candidates: c } => UserMessage::new("job-none", [name(n), candidates(c)]),
        E::NoJobRead { name: n, unread, candidates: c } => {
            UserMessage::new("job-none-read", [name(n), ("unread", unread.clone()), candidates(c)])
        }
        E::SeveralJobs { name: n, candidates: c } => {
            UserMessage::new("job-several", [name(n), candidates(c)])
        }
    }
}

fn sr(error: &sr::SrNotFound) -> UserMessage {
    use sr::SrNotFound as E;
    let name = |name: &String| ("name", name.clone());
    let candidates = |candidates: &String| ("candidates", candidates.clone());
    match error {
        E::NoSr { name: n, candidates: c } => UserMessage::new("sr-none", [name(n), candidates(c)]),
        E::SeveralSrs { name: n, candidates: c } => UserMessage::new("sr-several", [name(n), candidates(c)]),
        E::NoVm { name: n, sr, candidates: c } => {
            UserMessage::new("sr-no-vm", [name(n), ("sr", sr.clone()), candidates(c)])
        }
    }
}

fn earlier(error: &EarlierError) -> UserMessage {
    use EarlierError as E;
    let name = |name: &String| ("name", name.clone());
    match error {
        E::NotAFile { name: n } => UserMessage::new("earlier-not-a-file", [name(n)]),
        E::NoReport { name: n, source } => {
            UserMessage::new("earlier-no-report", [name(n), ("reason", source.to_string())])
        }
        E::PartOfReport { name: n } => UserMessage::new("earlier-part", [name(n)]),
        E::Large { name: n, limit } => {
            UserMessage::new("earlier-large", [name(n), ("limit", limit.to_string())])
        }
        E::FewReports { name: n } => UserMessage::new("earlier-few-reports", [name(n)]),
        E::SeveralServers { name: n, pools } => {
            UserMessage::new("earlier-several-servers", [name(n), ("pools", pools.clone())])
        }
        E::FewerThanTwo { name: n } => UserMessage::new("earlier-fewer-than-two", [name(n)]),
    }
}

fn scope(error: &Unmatched) -> UserMessage {
    let kind = match error.kind {
        ScopeKind::Pool => "プール",
        ScopeKind::Sr => "SR",
        ScopeKind::Vm => "VM",
        ScopeKind::Job => "ジョブ",
        ScopeKind::Tag => "タグ",
    };
    let variables = [
        ("kind", kind.to_owned()),
        ("pattern", error.pattern.clone()),
        ("candidates", error.candidates.clone()),
    ];
    UserMessage::new("scope-none", variables)
}

fn input(error: &InputError) -> UserMessage {
    use InputError as E;
    let name = |name: &String| ("name", name.clone());
    let why = |error: &io::Error| ("reason", reason(error));
    match error {
        E::NotAFile { name: n } => UserMessage::new("input-not-a-file", [name(n)]),
        E::Open { name: n, source } => UserMessage::new("input-open", [name(n), why(source)]),
        E::Read { name: n, source } => UserMessage::new("input-read", [name(n), why(source)]),
        E::LargeCapture { name: n, limit } => {
            UserMessage::new("input-large-capture", [name(n), ("limit", limit.to_string())])
        }
        E::Large { name: n, limit } => {
            UserMessage::new("input-large", [name(n), ("limit", limit.to_string())])
        }
        E::Folder { name: n, source } => UserMessage::new("input-folder", [name(n), why(source)]),
        E::NothingToScore { name: n } => UserMessage::new("input-nothing-to-score", [name(n)]),
    }
}

fn capture(error: &CaptureError) -> UserMessage {
    use CaptureError as E;
    let file = |path: &std::path::PathBuf| ("path", path.display().to_string());
    match error {
        E::Read { path, source } => {
            UserMessage::new("capture-read", [file(path), ("reason", reason(source))])
        }
        E::Format { path, reason } => {
            UserMessage::new("capture-format", [file(path), ("reason", reason.clone())])
        }
        E::Write { path, source } => {
            UserMessage::new("capture-write", [file(path), ("reason", reason(source))])
        }
        E::Ending(path) => UserMessage::new("capture-ending", [file(path)]),
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

/// Returns what the system reports, translated if it is one of the usual reasons.
fn reason(error: &io::Error) -> String {
    let id = match error.kind() {
        io::ErrorKind::NotFound => "io-not-found",
        io::ErrorKind::PermissionDenied => "io-permission-denied",
        io::ErrorKind::AlreadyExists => "io-already-exists",
        io::ErrorKind::ConnectionRefused => "io-connection-refused",
        io::ErrorKind::ConnectionReset => "io-connection-reset",
        io::ErrorKind::TimedOut => "io-timed-out",
        io::ErrorKind::StorageFull => "io-storage-full",
        io::ErrorKind::UnexpectedEof => "io-unexpected-eof",
        io::ErrorKind::AddrInUse => "io-address-in-use",
        _ => return error.to_string(),
    };
    UserMessage::new(id, [("said", error.to_string())]).japanese().unwrap_or_else(|| error.to_string())
}

/// Returns the label before an error.
pub(super) fn error_label() -> String {
    UserMessage::new("label-error", []).or(|| "error".to_owned())
}

/// Returns the label before a warning.
pub(super) fn warning_label() -> String {
    UserMessage::new("label-warning", []).or(|| "warning".to_owned())
}

/// Warns of a connection without encryption.
pub(super) fn not_encrypted(server: &str) -> String {
    UserMessage::new("warning-not-encrypted", [("server", server.to_owned())]).or(|| {
        format!("{server} is not encrypted: anyone between you and the server can read the credentials")
    })
}

/// Warns of a certificate that is not checked.
pub(super) fn not_checked(server: &str) -> String {
    UserMessage::new("warning-not-checked", [("server", server.to_owned())]).or(|| {
        format!(
            "the certificate of {server} is not checked (`--insecure`): anyone between you and the server can read the \
             credentials; prefer `--pin-sha256`"
        )
    })
}

/// Says that the connection is tried again, and why.
pub(super) fn trying_again(seconds: &str, number: u32, count: u32, error: &Error) -> String {
    let variables = [
        ("seconds", seconds.to_owned()),
        ("number", number.to_string()),
        ("count", count.to_string()),
        ("error", client::error(error).japanese().unwrap_or_else(|| error.to_string())),
    ];
    UserMessage::new("warning-trying-again", variables)
        .or(|| format!("trying again in {seconds} s ({number} of {count}): {error}"))
}

/// Says that the run took too long.
pub(super) fn too_long(time: Duration) -> String {
    let seconds = time.as_secs_f32();
    UserMessage::new("failure-too-long", [("seconds", seconds.to_string())]).or(|| {
        format!(
            "the run took longer than {seconds} s in all; try again with a longer `--run-timeout`, or with `--no-forecast`"
        )
    })
}

/// Says that the run takes too much memory.
pub(super) fn too_much_memory(limit: Bytes) -> String {
    UserMessage::new("failure-too-much-memory", [("limit", limit.to_string())]).or(|| {
        format!(
            "the run uses more than {limit} of memory (`--max-memory`); nothing was left behind. No known XO \
             needs that much: check what it was given to read, or allow more"
        )
    })
}

/// Says that a panic ended the program.
pub(super) fn broken(place: &str) -> String {
    UserMessage::new("failure-broken", [("place", place.to_owned())]).or(|| {
        format!(
            "xo-health has a bug at {place}; nothing was left behind. Report this line as a bug, with the version \
             (`xo-health --version`) and, if you may, a capture"
        )
    })
}

/// Says which signal ended the program.
pub(super) fn ended(how: Ending) -> String {
    let (id, english) = match how {
        Ending::Interrupted => ("ended-interrupted", "interrupted; nothing was left behind"),
        Ending::Terminated => ("ended-terminated", "terminated; nothing was left behind"),
        Ending::HungUp => ("ended-hung-up", "the terminal is gone; nothing was left behind"),
        Ending::Quit => ("ended-quit", "quit; nothing was left behind"),
    };
    UserMessage::new(id, []).or(|| english.to_owned())
}

/// Says that a capture was saved.
pub(super) fn saved(path: &str, size: Bytes) -> String {
    UserMessage::new("saved", [("path", path.to_owned()), ("size", size.to_string())])
        .or(|| format!("saved {path} ({size})"))
}

#[cfg(test)]
mod tests;
