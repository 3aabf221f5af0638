//! Every storage and backup error that is known: what it is called, how it is recognised, who acts first.
//!
//! In: an error as a log, a mail or a person has it ([`ErrorText`]). Out: the entries of the [`catalogue`] that it
//! is an instance of, and what of it is not known. Their words come from [`texts`] and nowhere else. Knows nothing of
//! logs, mails and terminals. Pure.

pub mod catalogue;
pub mod details;
pub mod likeness;
pub mod nearest;
pub mod page;
mod pieces;
mod recognise;
mod sight;
mod spoken;
pub mod texts;
mod wrapper;

pub use catalogue::{Entry, Temporary, all, find, public_texts};
pub use details::Details;
pub use recognise::{Match, Recognised, recognise};
pub use sight::{About, ErrorText};
