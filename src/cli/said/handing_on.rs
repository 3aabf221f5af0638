//! Messages about handing a capture on.

use super::{Said, reason};
use xo_health_client::anonymous::{KeyError, Kind};

pub(super) fn key(error: &KeyError) -> Said {
    let file = |path: &std::path::Path| ("path", path.display().to_string());
    match error {
        KeyError::File { path, source } => Said::new("key-file", [file(path), ("reason", reason(source))]),
        KeyError::Malformed { path } => Said::new("key-malformed", [file(path)]),
        KeyError::Open { path } => Said::new("key-open", [file(path)]),
        KeyError::Random(why) => Said::new("key-random", [("reason", why.clone())]),
        // an error that is newer than these words keeps its English ones
        _ => Said::new("", []),
    }
}

/// Names a kind of value in a capture.
pub(in crate::cli) fn kind(kind: Kind) -> String {
    let (said, english) = match kind {
        Kind::Names => (Said::new("kind-names", []), "names of VMs, disks, SRs, pools, jobs, schedules"),
        Kind::Ids => (Said::new("kind-ids", []), "ids and references"),
        Kind::Tags => (Said::new("kind-tags", []), "tags"),
        Kind::Places => (Said::new("kind-places", []), "addresses and paths"),
        Kind::Messages => (Said::new("kind-messages", []), "error and warning messages"),
        Kind::Codes => (Said::new("kind-codes", []), "error codes"),
        Kind::Keys => (Said::new("kind-keys", []), "free keys"),
        Kind::Texts => (Said::new("kind-texts", []), "other texts"),
        Kind::Words => (Said::new("kind-words", []), "XO's own words: types, states, modes, versions"),
        Kind::Times => (Said::new("kind-times", []), "time zones and cron patterns"),
        Kind::Numbers => (Said::new("kind-numbers", []), "numbers: sizes, times, counts"),
    };
    said.or(|| english.to_owned())
}

/// Returns the headings of the columns of a review.
pub(in crate::cli) fn review_heads() -> [String; 3] {
    [
        Said::new("review-kind", []).or(|| "what".to_owned()),
        Said::new("review-kept", []).or(|| "kept as it is".to_owned()),
        Said::new("review-replaced", []).or(|| "replaced".to_owned()),
    ]
}

/// Explains what a review does not count.
pub(in crate::cli) fn review_rest() -> String {
    Said::new("review-rest", []).or(|| {
        "Kept names are those that software assigns (`base copy`), kept tags those that mean something to XO; in a message \
         that counts as replaced, publicly known words stay. Fields that reports do not need, such as descriptions, are left \
         out. Nothing was written."
            .to_owned()
    })
}
