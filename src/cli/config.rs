//! The configuration: a file, the variables of the environment, and what they say, with where it came from.
//!
//! [`text`] and [`layers`] are pure: from texts to values. [`read`] finds the file and reads it.

pub(super) mod file;
pub(super) mod layers;
mod read;
pub(super) mod text;

pub(super) use read::{ConfigError, Loaded, asked_file, current, load, new_file, places, set};
