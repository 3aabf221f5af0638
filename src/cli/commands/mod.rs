//! One file per command.

mod capture;
mod check;

pub(super) use capture::run as capture;
pub(super) use check::run as check;
