//! `xo-health forecast`: foretells which backups will fail.

use crate::cli::args::{Forecast, Format};
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use crate::findings::Thresholds;
use crate::findings::texts::Texts;
use crate::report::{self, FailOn, json, text};
use crate::texts::Lang;

/// Foretells, prints, and gives the exit status: that of the check, where nothing but blindness counts, and what the user
/// asked for.
pub(in crate::cli) fn run(args: &Forecast, lang: Lang) -> Result<u8, Failure> {
    let snapshot = snapshot(&args.server, args.from.as_deref(), args.at)?;
    let texts = Texts::new(lang);
    let options = args.forecast.options();
    // the document of `check`, to the byte: its exit status too
    let fail_on = FailOn::default();
    let mut report = report::check(&snapshot, &Thresholds::default(), fail_on, Some(&options), &texts);
    report.fail_on_forecast(args.forecast.fail_on_forecast);
    let printed = match args.format {
        Format::Json => json::to_json(&report).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => text::render_forecast(&report, &output::style(args.all, lang)),
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(report.exit_status)
}
