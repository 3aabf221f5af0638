//! Arguments of `login`, `logout` and `whoami`.

use std::time::Duration;

use super::{Printing, Server};
use crate::cli::values::time;

/// Arguments of `login`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Login {
    /// Address of the server (`https://xo.example.org`)
    #[arg(value_name = "URL")]
    pub(in crate::cli) address: String,

    /// Trust and pin the certificate that the server presents, without asking
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,

    /// Trust only the certificate with this SHA-256 fingerprint, and pin it
    #[arg(long, value_name = "FINGERPRINT", conflicts_with = "yes")]
    pub(in crate::cli) pin_sha256: Option<String>,

    /// Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) proxy: Option<String>,

    /// Timeout for connecting
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(in crate::cli) connect_timeout: Duration,
}

/// Arguments of `logout`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Logout {
    /// Address of the server [default: the only one signed in to]
    #[arg(value_name = "URL")]
    pub(in crate::cli) address: Option<String>,
}

/// Arguments of `whoami`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WhoAmI {
    /// How the output is written.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,

    /// The server to read.
    #[command(flatten)]
    pub(in crate::cli) server: Server,
}
