//! The configuration: what a file and environment variables set, and where each value came from.
//!
//! [`text`] and [`layers`] are pure, and turn texts into values. [`read`] finds the file and reads it.

pub(super) mod edit;
pub(super) mod file;
pub(super) mod layers;
pub(super) mod origins;
mod read;
pub(super) mod reason;
pub(super) mod text;
mod thresholds;

use xo_health_core::analysis::Settings;
use xo_health_core::forecast;

/// Returns the settings of an analysis that the configuration makes.
pub(super) fn settings(forecast: Option<forecast::Options>) -> Settings {
    current().merged.configuration.settings(forecast)
}

/// Lists what is wrong with a configuration.
pub(super) fn problems(text: &str) -> Vec<String> {
    const NAME: &str = "config.toml";
    match text::parse(text, NAME) {
        Err(problems) => problems.iter().map(|problem| problem.english(NAME)).collect(),
        Ok(parsed) => layers::merge(Some(parsed.values), std::iter::empty())
            .err()
            .map(|wrong| wrong.to_string())
            .into_iter()
            .collect(),
    }
}

pub(super) use read::{
    ConfigError, Loaded, asked_file, change, current, load, new_file, places, set, without_file,
};
