//! How XO is read: the only module with sockets.
//!
//! In: an [`Address`], a [`Trust`] and [`Credentials`]. Out: raw answers of the methods and collections
//! named in [`allow`], and nothing else ever goes out; [`wire`] turns them into the [`model`](crate::model).

pub mod address;
pub mod allow;
pub mod calls;
pub mod capture;
pub mod collect;
pub mod credentials;
pub mod error;
#[cfg(test)]
mod fake;
pub mod rest;
pub mod rpc;
pub mod session;
pub mod source;
pub mod timeouts;
pub mod trust;
pub mod wire;

pub use address::Address;
pub use allow::{Collection, Document, Method};
pub use calls::CallLog;
pub use collect::{Answers, Collect, Snapshot};
pub use credentials::Credentials;
pub use error::{BoxError, Error};
pub use rest::{OnLine, Query};
pub use rpc::{Changes, Entered, Payload};
pub use session::{Session, Streamed, User, Way};
pub use timeouts::Timeouts;
pub use trust::{Fingerprint, Trust};
