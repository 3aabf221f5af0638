//! What xo-health knows: the model of a Xen Orchestra server, the rules of its storage and backups, the forecast and the
//! findings.
//!
//! Pure: no I/O, no clock, no environment, no words of a language. In: an inventory, jobs and runs as they were read
//! ([`model`]). Out: facts ([`chains`], [`storage`], [`backup`]), a [`forecast`], [`findings`]: all of it owned by an
//! [`analysis`]; and what it means for the backups, an [`outlook`]. Lowest first: [`units`], [`display`], [`model`],
//! [`chains`], [`storage`], [`backup`], [`forecast`], [`findings`], [`analysis`], [`outlook`].

pub mod analysis;
pub mod backup;
pub mod chains;
pub mod display;
pub mod findings;
pub mod forecast;
pub mod model;
#[cfg(any(test, feature = "testkit"))]
pub mod notation;
pub mod outlook;
pub mod storage;
pub mod units;
