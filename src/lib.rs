//! Tells which Xen Orchestra backups are about to fail, why, when, and what to do about it.
//!
//! One pipeline: raw answers → [`model`] → facts → findings → report. See `ARCHITECTURE.md`.

pub mod backup;
pub mod chains;
pub mod cli;
pub mod display;
pub mod errors;
pub mod explain;
pub mod findings;
pub mod forecast;
pub mod model;
#[doc(hidden)]
pub mod notation;
pub mod report;
pub mod storage;
pub mod texts;
pub mod units;
pub mod xo;
