//! A mock Xen Orchestra (XO): a server on a loopback port that answers as a real xo-server does, from a state held in memory.
//!
//! In: a [`State`] (from a capture or a [`scenario`]). Out: a [`Running`] server that speaks JSON-RPC over WebSocket,
//! REST and NDJSON. It knows nothing of the programs that talk to it: it only plays XO.
//!
//! "Observed" in these modules means seen on a real xo-server 5.207.2.

mod capture;
pub mod chains;
mod events;
pub mod fault;
pub mod filter;
mod ndjson;
mod rest;
mod rpc;
pub mod scenario;
mod serve;
mod server;
mod state;
mod stream;

pub use capture::{CaptureError, FORMAT as CAPTURE_FORMAT, read as read_capture};
pub use fault::{Fault, FaultKind, Noise};
pub use serve::{Certificate, Running, ServeError, ServeOptions, Tls, TlsError, serve};
pub use state::{
    AclV1, ApiLog, BadObject, BadUsers, Clock, Logs, Object, ObjectMap, Permission, State, Text, Token,
    Unpacked, User, Users,
};
