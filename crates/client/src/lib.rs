//! Reads Xen Orchestra: the only crate with sockets.
//!
//! In: a [`Destination`] (an [`Address`] and how to reach it) or a capture. Out: raw answers of the methods and
//! collections that [`allow`] lists, passed to a [`Collect`]: [`Answers`] turns them into an
//! [`Observation`](xo_health_core::model::Observation), [`capture`] into a file. Nothing else is ever sent.
//!
//! The map, from the user to the socket and back:
//!
//! - [`address`], [`credentials`], [`destination`], [`proxy`], [`trust`], [`timeouts`], [`pace`]: where to, as whom, how
//! - [`session`], [`source`], [`retry`]: signing in, the calls and their order, trying again
//! - [`allow`], [`rpc`], [`rest`]: the list of calls; one function that sends JSON-RPC, one that sends HTTP
//! - [`wire`], [`collect`]: answers, parsed leniently into the model
//! - [`capture`]: raw answers in a file, without secrets; read back as if the server gave them now
//! - [`anonymous`]: the same under other names
//! - [`calls`], [`error`]: the calls and their outcomes; what failed, where, what to try
//!
//! ```
//! use std::sync::Arc;
//!
//! use xo_health_client::{Answers, capture};
//! use xo_health_core::analysis::{Analysis, Settings};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut answers = Answers::default();
//! capture::replay("../../tests/fixtures/captures/near-30-chain.json.gz".as_ref(), &mut answers)?;
//! let analysis = Analysis::of(Arc::new(answers.finish()), &Settings::default());
//! let deepest = analysis.inventory().vdi_indices().map(|vdi| analysis.chains().node(vdi).depth).max();
//! assert_eq!(deepest, Some(30));
//! # Ok(())
//! # }
//! ```

pub mod address;
pub mod allow;
pub mod anonymous;
pub mod calls;
pub mod capture;
mod clean;
pub mod collect;
pub mod credentials;
pub mod destination;
pub mod error;
mod hints;
pub mod limits;
mod over_rest;
pub mod pace;
pub mod proxy;
pub mod rest;
pub mod retry;
mod rights;
pub mod rpc;
mod scrub;
mod secrets;
pub mod session;
pub mod source;
pub mod step;
pub mod timeouts;
pub mod trust;
pub mod wire;

pub use address::Address;
pub use allow::{Collection, Document, Method};
pub use calls::{CallEvent, CallLog};
pub use collect::{Answers, Collect};
pub use credentials::Credentials;
pub use destination::Destination;
pub use error::{BoxError, Error};
pub use pace::Pace;
pub use proxy::Proxy;
pub use rest::{OnLine, Query};
pub use retry::{Retries, read_with_retries};
pub use rpc::{Changes, Entered, Payload};
pub use session::{Session, Streamed, User, Way};
pub use step::ConnectionStep;
pub use timeouts::Timeouts;
pub use trust::{Fingerprint, Trust};

#[cfg(test)]
mod tests;
