//! `xo-health sr`: looks into one SR.

use crate::cli::args::{Format, Sr};
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use crate::findings::Thresholds;
use crate::report::json;
use crate::report::sr::{self, Wish};
use crate::texts::Lang;

/// Looks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Sr, lang: Lang) -> Result<u8, Failure> {
    let now = snapshot(&args.server, args.from.as_deref(), args.at)?;
    let previous =
        args.previous.as_deref().map(|path| snapshot(&args.server, Some(path), None)).transpose()?;
    let wish = Wish {
        sr: &args.sr,
        vm: args.vm.as_deref(),
        speed: args.coalesce_speed,
        previous: previous.as_ref(),
    };
    let report =
        sr::look(&now, &wish, &Thresholds::default()).map_err(|error| Failure::Usage(error.to_string()))?;
    let printed = match args.format {
        Format::Json => json::write(&report).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => sr::text::render(&report, &output::style(args.all, lang)),
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(0)
}
