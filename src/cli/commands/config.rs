//! `xo-health config`: shows, checks and begins the configuration file.

use std::path::PathBuf;

use crate::cli::args::{ConfigCommand, ConfigShow};
use crate::cli::config::{ConfigError, Loaded, asked_file, current, new_file, places};
use crate::cli::{Failure, output, said};
use xo_health_core::display;

/// What `init` writes.
const STARTER: &str = include_str!("../config/starter.toml");

/// Runs; the configuration was read before, and is right.
pub(in crate::cli) fn run(command: &ConfigCommand, asked: Option<PathBuf>) -> Result<u8, Failure> {
    let printed = match command {
        ConfigCommand::Show(show) => listing(current(), show),
        ConfigCommand::Check => checked(current()),
        ConfigCommand::Init => init(asked)?,
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(0)
}

fn init(asked: Option<PathBuf>) -> Result<String, Failure> {
    let path = asked_file(asked.map(Into::into)).or_else(|| places().into_iter().next());
    let path = path.filter(|path| path.is_absolute() || path.parent().is_some());
    let path = path.ok_or(ConfigError::NoFolder)?;
    new_file(&path, STARTER)?;
    Ok(format!("{}\n", said::config_written(&path.display().to_string())))
}

fn checked(loaded: &Loaded) -> String {
    let line = match &loaded.path {
        Some(path) => said::config_right(&path.display().to_string()),
        None => {
            let places: Vec<_> = places().iter().map(|path| path.display().to_string()).collect();
            said::config_none(&places.join(", "))
        }
    };
    format!("{line}\n")
}

/// Lists what holds, as TOML; with the origin of each value behind it where that is asked for.
fn listing(loaded: &Loaded, show: &ConfigShow) -> String {
    let known = loaded.merged.list();
    let lines: Vec<(String, String)> = known
        .into_iter()
        .map(|known| {
            let value = known.value.unwrap_or_else(said::config_hidden);
            (display::clean(&format!("{} = {value}", known.key)).into_owned(), known.origin)
        })
        .collect();
    let width = lines.iter().map(|(line, _)| display::width(line)).max().unwrap_or_default();
    let mut text = String::new();
    for (line, origin) in lines {
        if show.origin {
            let gap = " ".repeat(width - display::width(&line));
            text.push_str(&format!("{line}{gap}  # {origin}\n"));
        } else {
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}
