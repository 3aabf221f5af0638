//! The program xo-health: arguments, clock, terminal, exit statuses.
//!
//! What it knows is in the crates under `crates/`; `ARCHITECTURE.md` is the map.

pub mod cli;
pub mod policy;
