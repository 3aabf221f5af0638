//! One file per command.

mod backtest;
mod by_tag;
mod capture;
mod check;
mod config;
mod diff;
mod explain;
mod forecast;
mod history;
mod ignore;
mod jobs;
mod login;
mod placeholder;
mod schema;
mod several;
mod sr;
mod whoami;

pub(super) use backtest::run as backtest;
pub(super) use capture::run as capture;
pub(super) use check::run as check;
pub(super) use config::run as config;
pub(super) use diff::run as diff;
pub(super) use explain::run as explain;
pub(super) use forecast::run as forecast;
pub(super) use history::run as history;
pub(super) use ignore::run as ignore;
pub(super) use jobs::run as jobs;
pub(super) use login::{login, logout};
pub(super) use schema::{Document, run as schema};
pub(super) use sr::run as sr;
pub(super) use whoami::run as whoami;
