//! Messages that wrap other errors (facts/xo-protocol.md 5.4, 5.5).

/// The contents of a wrapper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrapped<'e> {
    /// The failed step: `writer.beforeBackup()`.
    pub(super) step: Option<&'e str>,
    /// The message of the error inside.
    pub(super) inner: Option<&'e str>,
}

/// Reads the two wrappers of a backup's targets; empty for any other message.
pub(super) fn unwrap(message: &str) -> Wrapped<'_> {
    if let Some((_, rest)) = message.split_once(" has failed the step ") {
        let Some((step, rest)) = rest.split_once(" with error ") else {
            return Wrapped { step: Some(first_word(rest)), inner: None };
        };
        let inner = rest.rsplit_once(". It won't be used anymore").map_or(rest, |(inner, _)| inner);
        let inner = inner.trim().trim_end_matches('.');
        return Wrapped { step: Some(step.trim()), inner: (!inner.is_empty()).then_some(inner) };
    }
    if let Some((_, step)) = message.split_once("all targets have failed, step:") {
        return Wrapped { step: Some(first_word(step)), inner: None };
    }
    Wrapped::default()
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Messages without meaning of their own if an error inside says what happened.
const ANNOUNCEMENTS: [&str; 9] = [
    "unknown error from the peer",
    "an error has occurred",
    "fetch failed",
    "all promises were rejected",
    "operation failed",
    "unhandled error event",
    "unhandled rejection",
    "uncaught exception",
    "backup task failed",
];

/// Returns whether a message only announces the error inside it.
pub(super) fn announces(message: &str) -> bool {
    let lower = message.trim().to_lowercase();
    lower.len() < 3
        || matches!(lower.as_str(), "error" | "aggregateerror")
        || ANNOUNCEMENTS.iter().any(|words| lower.contains(words))
}

/// Returns whether a message repeats one inside it.
pub(super) fn repeats(message: &str, inner: &[&str]) -> bool {
    inner.iter().any(|inner| !inner.trim().is_empty() && message.contains(inner.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_taken_apart() {
        let cases = [
            (
                "the writer IncrementalRemoteWriter has failed the step writer.beforeBackup() with error ENOENT: no \
                 such file, lstat '/a.b'. It won't be used anymore in this job execution.",
                Some("writer.beforeBackup()"),
                Some("ENOENT: no such file, lstat '/a.b'"),
            ),
            ("the writer X has failed the step y with error z", Some("y"), Some("z")),
            ("the writer X has failed the step y with error . It won't be used anymore", Some("y"), None),
            ("the writer X has failed the step y", Some("y"), None),
            ("all targets have failed, step: writer.transfer()", Some("writer.transfer()"), None),
            ("all is well", None, None),
        ];
        for (message, step, inner) in cases {
            assert_eq!(unwrap(message), Wrapped { step, inner }, "{message}");
        }
    }

    #[test]
    fn announcements_say_nothing_of_their_own() {
        for (message, expected) in
            [("unknown error from the peer", true), ("Error", true), ("", true), ("socket hang up", false)]
        {
            assert_eq!(announces(message), expected, "{message}");
        }
        assert!(repeats("request failed: socket hang up", &["socket hang up"]));
        assert!(!repeats("the printer is on fire", &["socket hang up", ""]));
    }
}
