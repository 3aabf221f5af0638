//! The program xo-health: arguments, clock, terminal, exit statuses.
//!
//! What it knows lies in the crates under `crates/`. See `ARCHITECTURE.md`.

pub mod cli;
pub mod policy;
