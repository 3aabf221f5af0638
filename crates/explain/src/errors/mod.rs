//! The known storage and backup errors: their names, how they are recognised, and who acts first.
//!
//! In: an error as a log, a mail or a person reports it ([`ErrorText`]). Out: the matching entries of the
//! [`catalogue`], and the parts that are unknown. Their words come from [`texts`] and nowhere else. Knows nothing of
//! logs, mails and terminals. Pure.

pub mod catalogue;
pub mod details;
mod error_text;
pub mod likeness;
pub mod nearest;
pub mod page;
mod pieces;
mod plain_words;
mod recognise;
pub mod texts;
mod wrapper;

pub use catalogue::{Entry, Temporary, all, find, public_texts};
pub use details::Details;
pub use error_text::{About, ErrorText};
pub use recognise::{Match, Recognised, recognise};
