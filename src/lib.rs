//! Tells which Xen Orchestra backups are about to fail, why, when, and what to do about it.
//!
//! One pipeline: raw answers → [`model`] → facts → findings → report. See `ARCHITECTURE.md`.

pub mod backup;
pub mod chains;
pub mod model;
pub mod storage;
pub mod units;
pub mod xo;
