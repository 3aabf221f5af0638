//! How XO is read: the only module with sockets.
//!
//! In: a [`Destination`], which is an [`Address`] with a way to it. Out: raw answers of the methods and collections
//! named in [`allow`], and nothing else ever goes out; [`wire`] turns them into the [`model`](xo_health_core::model).

pub mod address;
pub mod allow;
pub mod calls;
pub mod capture;
mod clean;
pub mod collect;
pub mod credentials;
pub mod destination;
pub mod error;
mod hints;
mod over_rest;
pub mod proxy;
pub mod rest;
pub mod retry;
mod rights;
pub mod rpc;
pub mod session;
pub mod source;
pub mod timeouts;
pub mod trust;
pub mod wire;

pub use address::Address;
pub use allow::{Collection, Document, Method};
pub use calls::{CallLog, Event};
pub use collect::{Answers, Collect};
pub use credentials::Credentials;
pub use destination::Destination;
pub use error::{BoxError, Error};
pub use proxy::Proxy;
pub use rest::{OnLine, Query};
pub use retry::{Retries, read_with_retries};
pub use rpc::{Changes, Entered, Payload};
pub use session::{Session, Streamed, User, Way};
pub use timeouts::Timeouts;
pub use trust::{Fingerprint, Trust};

#[cfg(test)]
mod tests;
