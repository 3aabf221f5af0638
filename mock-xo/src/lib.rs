//! A mock Xen Orchestra (XO): a server on a loopback port that answers as a real xo-server does, from a state held in memory.
//!
//! In: a [`State`] (from a capture or a [`scenario`]). Out: a [`Running`] server that speaks JSON-RPC over WebSocket,
//! REST and NDJSON. It must know nothing of the programs that talk to it: it only plays XO.
//!
//! "Observed" in these modules means seen on a real xo-server 5.207.2.

mod capture;
pub mod chains;
mod events;
pub mod filter;
mod rest;
mod rpc;
pub mod scenario;
mod serve;
mod server;
mod state;
mod stream;

pub use capture::{CaptureError, FORMAT as CAPTURE_FORMAT, read as read_capture};
pub use serve::{Running, ServeError, ServeOptions, serve};
pub use state::{
    AclV1, BadObject, BadUsers, Clock, Object, ObjectMap, Permission, State, Token, User, Users,
};
