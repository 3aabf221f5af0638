//! Integration tests, by area.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod captures;
mod common;
