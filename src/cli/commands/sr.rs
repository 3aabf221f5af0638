//! `xo-health sr`: looks into one SR.

use crate::cli::args::{Format, Sr};
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use crate::findings::Thresholds;
use crate::report::sr::{self, Speed};
use crate::report::{json, text::Style};
use crate::texts::Lang;

/// Looks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Sr, lang: Lang) -> Result<u8, Failure> {
    let snapshot = snapshot(&args.server, args.from.as_deref(), args.at)?;
    let speed = Speed::new(args.coalesce_speed);
    let report = sr::look(&snapshot, &args.sr, args.vm.as_deref(), speed, &Thresholds::default())
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let printed = match args.format {
        Format::Json => json::write(&report).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => {
            let style = Style {
                color: output::has_color(),
                width: output::width(),
                ascii: false,
                verbose: args.all,
                zone: jiff::tz::TimeZone::system(),
                lang,
            };
            sr::text::render(&report, &style)
        }
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(0)
}
