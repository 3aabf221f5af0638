//! Integration tests, by area.

mod captures;
mod common;
