//! Arguments that choose what to read: a server, and how to reach it, or a capture.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::cli::choices::PaceChoice;
use crate::cli::servers::Choice;
use crate::cli::values::{count, instant, memory, time};
use xo_health_core::units::Bytes;

/// What to read: a server as it is now, or a capture of one.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Source {
    /// Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "demo", "server", "all_servers"])]
    pub(in crate::cli) from: Option<PathBuf>,

    /// Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) at: Option<Timestamp>,

    /// The server to read.
    #[command(flatten)]
    pub(in crate::cli) server: Server,
}

/// The server to read, and how to reach it.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Server {
    /// Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, the only server of `xo-health
    /// login`, or where `xo-cli` is registered]
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) url: Option<String>,

    /// Read this server of the configuration file; `check` and `forecast` take several
    #[arg(long, value_name = "NAME", conflicts_with_all = ["url", "demo", "all_servers"])]
    pub(in crate::cli) server: Vec<String>,

    /// Read all servers of the configuration file (`check` and `forecast`)
    #[arg(long, conflicts_with_all = ["url", "demo"])]
    pub(in crate::cli) all_servers: bool,

    /// The servers that these arguments choose; settled before anything is read.
    #[arg(skip)]
    pub(in crate::cli) chosen: Choice,

    /// Use an embedded mock server with one of every problem
    #[arg(long, conflicts_with = "url")]
    pub(in crate::cli) demo: bool,

    /// File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with
    /// `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-health
    /// login` or `xo-cli` keeps for this server]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) token_file: Option<PathBuf>,

    /// Trust the certificate authorities in this PEM file instead of the system's
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pin_sha256", "insecure"])]
    pub(in crate::cli) ca_file: Option<PathBuf>,

    /// Trust only the certificate with this SHA-256 fingerprint
    #[arg(long, value_name = "FINGERPRINT", conflicts_with = "insecure")]
    pub(in crate::cli) pin_sha256: Option<String>,

    /// Trust any certificate: anyone between you and the server can read your credentials
    #[arg(long)]
    pub(in crate::cli) insecure: bool,

    /// Timeout for connecting
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(in crate::cli) connect_timeout: Duration,

    /// Timeout for an answer, and for each further part of it
    #[arg(long, value_name = "TIME", default_value = "2m", value_parser = time)]
    pub(in crate::cli) request_timeout: Duration,

    /// Time limit for the whole run, from the first call to the report
    #[arg(long, alias = "timeout", value_name = "TIME", default_value = "10m", value_parser = time)]
    pub(in crate::cli) run_timeout: Duration,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(in crate::cli) max_memory: Bytes,

    /// How fast to read: `gentle` pauses between parts so that XO can serve others; `auto`: gently from 50 MB on
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub(in crate::cli) pace: PaceChoice,

    /// Retries when the connection fails; a refusal by the server is never retried
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = count::<0, 100>)]
    pub(in crate::cli) retries: u32,

    /// Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies
    #[arg(long, value_name = "URL", conflicts_with = "demo")]
    pub(in crate::cli) proxy: Option<String>,

    /// Log to standard error how the connection is made; `-vv`: each call too
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(in crate::cli) verbose: u8,

    /// Print the calls made to the server to standard error
    #[arg(long)]
    pub(in crate::cli) show_calls: bool,
}
