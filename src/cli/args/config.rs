//! What `config` does.

use clap::Subcommand;

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Config {
    /// What to do.
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Show what the configuration file and the environment set; secrets stay hidden
    Show(ConfigShow),
    /// Check the configuration file and the environment
    Check,
    /// Write a configuration file in which everything is a comment; never over one that is there
    Init,
}

/// Arguments of `config show`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ConfigShow {
    /// Show where each value came from: the file with its line, or a variable
    #[arg(long)]
    pub(in crate::cli) origin: bool,
}
