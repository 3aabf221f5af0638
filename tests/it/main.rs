//! The real program against a mock server, and the real server's answers against the report. See `tests/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod captures;
mod common;
mod demo;
mod explain;
mod fake;
mod hostile;
mod loading;
mod only_reads;
mod program;
mod readme;
mod replay;
mod runs;
mod saving;
mod sign_in;
mod special_states;
mod unreachable;
mod worlds;
