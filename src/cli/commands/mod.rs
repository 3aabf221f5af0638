//! One file per command.

mod capture;
mod check;
mod explain;
mod forecast;

pub(super) use capture::run as capture;
pub(super) use check::run as check;
pub(super) use explain::run as explain;
pub(super) use forecast::run as forecast;
