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

    /// Trust the certificate that the server shows, without asking; it is pinned
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,

    /// Trust only the certificate with this SHA-256 fingerprint; it is pinned
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
    /// Address of the server [default: the only one that was signed in to]
    #[arg(value_name = "URL")]
    pub(in crate::cli) address: Option<String>,
}

/// Arguments of `whoami`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WhoAmI {
    /// How to print it.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,

    /// The server.
    #[command(flatten)]
    pub(in crate::cli) server: Server,
}
