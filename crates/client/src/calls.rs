//! The calls made to XO, in order, with their outcomes, as `--show-calls` shows them. They hold no secret.
//!
//! A listener can follow along, and also hears the steps of each connection, which `--verbose` shows.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::Error;
use crate::step::ConnectionStep;

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallOutcome {
    /// Not ended yet.
    Running,
    /// Answered.
    Answered,
    /// Answered with an error of XO; holds its JSON-RPC code.
    Refused(i32),
    /// Answered with an HTTP status other than 200.
    Status(u16),
    /// No answer in time.
    TimedOut,
    /// Anything else: connection lost, broken off, not understood.
    Failed,
    /// The caller gave up.
    Abandoned,
}

impl fmt::Display for CallOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running => f.write_str("running"),
            Self::Answered => f.write_str("answered"),
            Self::Refused(code) => write!(f, "refused, code {code}"),
            Self::Status(status) => write!(f, "HTTP status {status}"),
            Self::TimedOut => f.write_str("timed out"),
            Self::Failed => f.write_str("failed"),
            Self::Abandoned => f.write_str("abandoned"),
        }
    }
}

impl From<&Error> for CallOutcome {
    fn from(error: &Error) -> Self {
        match error {
            Error::Refused { code, .. } => Self::Refused(*code),
            Error::InvalidCredentials { .. } => Self::Refused(super::error::INVALID_CREDENTIALS),
            Error::SignInRefused { .. } => Self::Refused(super::error::MASKED),
            Error::Http { status, .. } => Self::Status(*status),
            Error::Redirected { .. } => Self::Status(302),
            Error::RequestTimeout { .. } | Error::ConnectTimeout { .. } => Self::TimedOut,
            Error::Line { .. } => Self::Abandoned,
            _ => Self::Failed,
        }
    }
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method with its parameters (never those of a sign-in), or `GET` and the path (never one that works only
    /// once).
    pub what: String,
    /// Bytes of the answer received.
    pub bytes: u64,
    /// How it ended.
    pub outcome: CallOutcome,
    /// How long it took.
    pub took: Duration,
}

/// What a listener hears.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum CallEvent<'a> {
    /// A step of a connection.
    Step(&'a ConnectionStep),
    /// A call is sent.
    Sent(&'a str),
    /// A call has ended.
    Ended(&'a Call),
}

/// Every call, in the order of their starts; clones share one list.
#[derive(Debug, Clone, Default)]
pub struct CallLog {
    calls: Arc<Mutex<Vec<Call>>>,
    listener: Listener,
}

#[derive(Clone, Default)]
struct Listener(Option<Arc<dyn Fn(CallEvent<'_>) + Send + Sync>>);

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "nobody" })
    }
}

impl CallLog {
    /// Starts an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts an empty list with a listener.
    pub fn with_listener(listener: impl Fn(CallEvent<'_>) + Send + Sync + 'static) -> Self {
        Self { listener: Listener(Some(Arc::new(listener))), ..Self::default() }
    }

    /// Returns every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reports a step to the listener, if there is one.
    pub(super) fn step(&self, step: impl FnOnce() -> ConnectionStep) {
        if self.listener.0.is_some() {
            self.notify(CallEvent::Step(&step()));
        }
    }

    /// Records the start of a call.
    pub(super) fn start(&self, what: String) -> Running {
        self.notify(CallEvent::Sent(&what));
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let index = calls.len();
        calls.push(Call { what, bytes: 0, outcome: CallOutcome::Running, took: Duration::ZERO });
        Running { log: self.clone(), index, since: Instant::now(), bytes: 0, ended: false }
    }

    fn end(&self, index: usize, bytes: u64, outcome: CallOutcome, took: Duration) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(call) = calls.get_mut(index) else { return };
        (call.bytes, call.outcome, call.took) = (bytes, outcome, took);
        let call = call.clone();
        // a listener may read the list
        drop(calls);
        self.notify(CallEvent::Ended(&call));
    }

    fn notify(&self, event: CallEvent<'_>) {
        if let Some(listener) = &self.listener.0 {
            listener(event);
        }
    }
}

/// A call under way; if dropped without an end, it counts as abandoned.
#[derive(Debug)]
pub(super) struct Running {
    log: CallLog,
    index: usize,
    since: Instant,
    /// Bytes of the answer so far.
    pub(super) bytes: u64,
    ended: bool,
}

impl Running {
    /// Records the end of the call, and returns its result.
    pub(super) fn end<T>(mut self, result: Result<T, Error>) -> Result<T, Error> {
        let outcome = match &result {
            Ok(_) => CallOutcome::Answered,
            Err(error) => error.into(),
        };
        self.note(outcome);
        result
    }

    fn note(&mut self, outcome: CallOutcome) {
        self.ended = true;
        self.log.end(self.index, self.bytes, outcome, self.since.elapsed());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.note(CallOutcome::Abandoned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_keep_the_order_of_their_start() {
        let log = CallLog::new();
        let mut first = log.start("first".to_owned());
        let second = log.start("second".to_owned());
        drop(log.start("third".to_owned()));
        let refused =
            Error::Refused { server: "s".to_owned(), method: "second", code: 2, message: String::new() };
        assert!(second.end::<()>(Err(refused)).is_err());
        first.bytes = 7;
        assert!(first.end(Ok(())).is_ok());
        let got: Vec<_> = log.calls().into_iter().map(|call| (call.what, call.bytes, call.outcome)).collect();
        assert_eq!(
            got,
            [
                ("first".to_owned(), 7, CallOutcome::Answered),
                ("second".to_owned(), 0, CallOutcome::Refused(2)),
                ("third".to_owned(), 0, CallOutcome::Abandoned),
            ]
        );
    }
}
