//! Every storage and backup error that is known: what it is called, how it is recognised, who acts first.
//!
//! In: an error as a log, a mail or a person gives it ([`ErrorText`]). Out: the entries of the [`catalogue`] that it
//! is an instance of. Their words come from [`texts`] and nowhere else. Knows nothing of logs, mails and terminals. Pure.

pub mod catalogue;
pub mod page;
mod recognise;
pub mod texts;

use schemars::JsonSchema;
use serde::Serialize;

pub use catalogue::{Entry, all, find};
pub use recognise::{ErrorText, Match, recognise};

/// Says whether an error goes away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Temporary {
    /// Trying again usually works.
    Yes,
    /// It depends on the cause.
    Maybe,
    /// Somebody has to act.
    No,
}

impl Temporary {
    /// Gives the key of its name in the texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "temporary-yes",
            Self::Maybe => "temporary-maybe",
            Self::No => "temporary-no",
        }
    }
}
