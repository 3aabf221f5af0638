//! The failures of past runs that a forecast is about, recognised by the words of XO and the storage manager.
//!
//! In: an error as a log holds it. Out: a [`FailureKind`], if it is one of those that logs show. The whole catalogue
//! of errors, for people, is in `errors`, which knows many more; a test compares the two.

use crate::model::{LogError, Run};

/// A failure that the storage or the schedule causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The SR lacks room for the snapshot: `SR_BACKEND_FAILURE_44`; 81 and 78 where the system says error 28, ENOSPC
    /// (facts/storage-manager.md 2.8).
    NoSpace,
    /// The chain is at its limit: `SR_BACKEND_FAILURE_109`.
    ChainTooLong,
    /// XO refuses to take a snapshot above nodes that wait to be merged (facts/xo-protocol.md 5.5).
    UnhealthyChain,
    /// The previous run has not ended: XO's words, and those of a proxy (facts/xo-protocol.md 5.5).
    AlreadyRunning,
}

impl FailureKind {
    /// Recognises the error of a run, or of a VM in it.
    #[must_use]
    pub fn of(error: &LogError) -> Option<Self> {
        let code = error.code.as_deref().unwrap_or_default();
        let message = &*error.message;
        let is = |number: &str| code == number || message.starts_with(number);
        let is_full = is("SR_BACKEND_FAILURE_81") || is("SR_BACKEND_FAILURE_78");
        if is("SR_BACKEND_FAILURE_44") || (is_full && message.contains("error 28")) {
            return Some(Self::NoSpace);
        }
        if is("SR_BACKEND_FAILURE_109") {
            return Some(Self::ChainTooLong);
        }
        if message.starts_with("unhealthy VDI chain") {
            return Some(Self::UnhealthyChain);
        }
        let of_xo = message.starts_with("the job (") && message.ends_with(") is already running");
        (of_xo || message == "job is already running").then_some(Self::AlreadyRunning)
    }
}

/// Returns whether a run was refused because the previous one had not ended: it did nothing.
#[must_use]
pub fn is_refused(run: &Run) -> bool {
    let failure = run.error.as_deref().and_then(FailureKind::of);
    !run.has_tasks && failure == Some(FailureKind::AlreadyRunning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_logs_say() {
        let cases = [
            ("", "SR_BACKEND_FAILURE_44(, There is insufficient space, )", Some(FailureKind::NoSpace)),
            ("SR_BACKEND_FAILURE_44", "There is insufficient space", Some(FailureKind::NoSpace)),
            (
                "",
                "SR_BACKEND_FAILURE_81(, Failed to clone VDI [opterr=error 28], )",
                Some(FailureKind::NoSpace),
            ),
            (
                "",
                "SR_BACKEND_FAILURE_78(, VDI Creation failed [opterr=error 28], )",
                Some(FailureKind::NoSpace),
            ),
            ("", "SR_BACKEND_FAILURE_81(, Failed to clone VDI [opterr=error 5], )", None),
            (
                "",
                "SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )",
                Some(FailureKind::ChainTooLong),
            ),
            ("SR_BACKEND_FAILURE_109", "", Some(FailureKind::ChainTooLong)),
            ("SR_BACKEND_FAILURE_1099", "", None),
            ("", "unhealthy VDI chain", Some(FailureKind::UnhealthyChain)),
            ("", "the job (nightly) is already running", Some(FailureKind::AlreadyRunning)),
            ("", "job is already running", Some(FailureKind::AlreadyRunning)),
            ("", "a VM named x is already running", None),
            ("", "other side closed", None),
        ];
        for (code, message, expected) in cases {
            let code = (!code.is_empty()).then(|| code.into());
            let error = LogError { code, message: message.into() };
            assert_eq!(FailureKind::of(&error), expected, "{error:?}");
        }
    }

    /// A run with tasks did something, whatever its error says; one without may have failed for another reason.
    #[test]
    fn only_a_run_that_did_nothing_was_refused() {
        let cases = [
            (Some("the job (nightly) is already running"), false, true),
            (Some("the job (nightly) is already running"), true, false),
            (Some("unhealthy VDI chain"), false, false),
            (None, false, false),
        ];
        for (message, has_tasks, expected) in cases {
            let error = message.and_then(crate::backup::testing::failed);
            let run = Run { error, has_tasks, ..crate::backup::testing::NO_RUN.clone() };
            assert_eq!(is_refused(&run), expected, "{message:?} {has_tasks}");
        }
    }
}
