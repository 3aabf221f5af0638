//! `xo-health forecast`: foretells which backups will fail.

use crate::cli::args::Forecast;
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use xo_health_core::findings::Thresholds;
use xo_health_report::texts::Lang;
use xo_health_report::texts::findings::Texts;
use xo_health_report::{FailOn, text};

/// Foretells, prints, and gives the exit status: that of the check, where nothing but blindness counts, and what the user
/// asked for.
pub(in crate::cli) fn run(args: &Forecast, lang: Lang) -> Result<u8, Failure> {
    let snapshot = snapshot(&args.source)?;
    let texts = Texts::new(lang);
    let options = args.forecast.options();
    // the document of `check`, to the byte: its exit status too
    let fail_on = FailOn::default();
    let mut report =
        xo_health_report::check(&snapshot, &Thresholds::default(), fail_on, Some(&options), &texts);
    report.fail_on_forecast(args.forecast.fail_on_forecast);
    output::show(&report, args.printing, lang, |style| text::render_forecast(&report, style))?;
    Ok(report.exit_status)
}
