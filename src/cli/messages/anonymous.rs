//! Messages about handing a capture on.

use super::{UserMessage, reason};
use xo_health_client::anonymous::{KeyError, Kind};

pub(super) fn key(error: &KeyError) -> UserMessage {
    let file = |path: &std::path::Path| ("path", path.display().to_string());
    match error {
        KeyError::File { path, source } => {
            UserMessage::new("key-file", [file(path), ("reason", reason(source))])
        }
        KeyError::Malformed { path } => UserMessage::new("key-malformed", [file(path)]),
        KeyError::Open { path } => UserMessage::new("key-open", [file(path)]),
        KeyError::Random(why) => UserMessage::new("key-random", [("reason", why.clone())]),
        // an error that is newer than these words keeps its English ones
        _ => UserMessage::new("", []),
    }
}

/// Names a kind of value in a capture.
pub(in crate::cli) fn kind(kind: Kind) -> String {
    let (message, english) = match kind {
        Kind::Names => {
            (UserMessage::new("kind-names", []), "names of VMs, disks, SRs, pools, jobs, schedules")
        }
        Kind::Ids => (UserMessage::new("kind-ids", []), "ids and references"),
        Kind::Tags => (UserMessage::new("kind-tags", []), "tags"),
        Kind::Places => (UserMessage::new("kind-places", []), "addresses and paths"),
        Kind::Messages => (UserMessage::new("kind-messages", []), "error and warning messages"),
        Kind::Codes => (UserMessage::new("kind-codes", []), "error codes"),
        Kind::Keys => (UserMessage::new("kind-keys", []), "free keys"),
        Kind::Texts => (UserMessage::new("kind-texts", []), "other texts"),
        Kind::Words => (UserMessage::new("kind-words", []), "XO's own words: types, states, modes, versions"),
        Kind::Times => (UserMessage::new("kind-times", []), "time zones and cron patterns"),
        Kind::Numbers => (UserMessage::new("kind-numbers", []), "numbers: sizes, times, counts"),
    };
    message.or(|| english.to_owned())
}

/// Returns the headings of the columns of a review.
pub(in crate::cli) fn review_heads() -> [String; 3] {
    [
        UserMessage::new("review-kind", []).or(|| "what".to_owned()),
        UserMessage::new("review-kept", []).or(|| "kept as it is".to_owned()),
        UserMessage::new("review-replaced", []).or(|| "replaced".to_owned()),
    ]
}

/// Explains what a review does not count.
pub(in crate::cli) fn review_rest() -> String {
    UserMessage::new("review-rest", []).or(|| {
        "Kept names are those that software assigns (`base copy`), kept tags those that mean something to XO; in a message \
         that counts as replaced, publicly known words stay. Fields that reports do not need, such as descriptions, are left \
         out. Nothing was written."
            .to_owned()
    })
}
