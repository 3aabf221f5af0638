//! `xo-health capture`: saves the raw answers of a server.

use crate::cli::args::Capture;
use crate::cli::server::Target;
use crate::cli::{Failure, now, output, said, watch};
use xo_health_client::capture::{CaptureWriter, Keep};
use xo_health_core::units::Bytes;

/// Reads the server into a file; the file appears whole or not at all.
pub(in crate::cli) fn run(args: &Capture) -> Result<u8, Failure> {
    let instant = || args.at.unwrap_or_else(now);
    let target = Target::find(&args.server, instant())?;
    let keep = if args.everything { Keep::Everything } else { Keep::Needed };
    let writer =
        target.read(|| Ok((CaptureWriter::create(&args.output, keep, &watch::unfinished())?, instant())))?;
    let size = writer.finish()?;
    output::say(&said::saved(&args.output.display().to_string(), Bytes(size)));
    Ok(0)
}
