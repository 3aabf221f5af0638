//! Arguments of `config`.

use std::ffi::OsString;

use clap::Subcommand;

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Config {
    /// The subcommand.
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

/// Subcommands of `config`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Show what the configuration file and the environment set; secrets stay hidden
    Show(ConfigShow),
    /// Check the configuration file and the environment
    Check,
    /// Write a configuration file in which every line is a comment; never overwrites an existing file
    Init,
}

/// Arguments of `config show`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ConfigShow {
    /// Show every effective value and where it came from: an argument, a variable, a line of the file, or the default
    #[arg(long)]
    pub(in crate::cli) origin: bool,

    /// The command whose values are shown, with its arguments [default: `check`]
    #[arg(last = true, requires = "origin", allow_hyphen_values = true, value_name = "COMMAND")]
    pub(in crate::cli) given: Vec<OsString>,
}
