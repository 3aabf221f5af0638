//! How a report is written, and where.

use std::ffi::OsString;
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::cli::choices::{FormatParser, StdoutFormat};
use crate::cli::values::zone;
use xo_health_report::formats;

/// How a report is written, and where.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Reporting {
    /// Format of standard output, or of the one `--output` whose suffix is unknown [default: text]
    #[arg(long, value_name = "FORMAT", value_parser = FormatParser)]
    pub(in crate::cli) format: Option<&'static formats::Format>,

    /// Write a file; its suffix selects the format: `.txt .json .md .html .csv .xml` (JUnit) `.sarif .prom`
    /// (OpenMetrics); may be repeated
    #[arg(short, long, value_name = "[FORMAT:]FILE")]
    pub(in crate::cli) output: Vec<OsString>,

    /// Show everything: unfold lists and chains, include unlikely predictions
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// Print nothing unless something is wrong
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,

    /// Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(in crate::cli) timezone: Option<TimeZone>,

    /// Columns of text [default: those of the terminal, at most 120; 80 in a pipe]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(in crate::cli) width: Option<u16>,

    /// Draw with ASCII characters only; names stay as they are
    #[arg(long)]
    pub(in crate::cli) ascii: bool,

    /// Title of an HTML page
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) title: Option<String>,

    /// Text file to show at the top of an HTML page
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) note: Option<PathBuf>,

    /// Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) logo: Option<PathBuf>,
}

/// How results are printed.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Printing {
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: StdoutFormat,

    /// Show everything: unfold lists and chains, include unlikely predictions
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// Time zone of the text report (`Asia/Tokyo`, `UTC`) [default: that of the system]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(in crate::cli) timezone: Option<TimeZone>,
}
