//! `xo-health forecast`: predicts which backups will fail.

use std::sync::Arc;

use crate::cli::args::Forecast;
use crate::cli::server::observe;
use crate::cli::{Failure, output};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::outlook::Outlook;
use xo_health_report::words::Lang;
use xo_health_report::{check, document};

/// Forecasts, prints, and returns the exit status: that of `check`, or what the user asked for.
pub(in crate::cli) fn run(args: &Forecast, lang: Lang) -> Result<u8, Failure> {
    let settings = Settings { forecast: args.forecast.wanted(), ..Settings::default() };
    let analysis = Analysis::of(Arc::new(observe(&args.source)?), &settings);
    // the document of `check`, to the byte: its exit status too
    let fail_on_forecast = args.forecast.fail_on_forecast.unwrap_or_default();
    let policy = Policy { fail_on_forecast, needs_forecast: true, ..Policy::default() };
    let outlook = Outlook::of(&analysis);
    let exit = policy.exit(&analysis, &outlook);
    let report = xo_health_report::check(&analysis, outlook, exit);
    output::report(
        |words| document::Check::of(&report, words),
        &args.printing,
        lang,
        report.observed_at,
        |say| match args.summary {
            true => check::compose_summary(&report, say),
            false => check::compose_forecast(&report, say),
        },
    )?;
    Ok(report.exit_status)
}
