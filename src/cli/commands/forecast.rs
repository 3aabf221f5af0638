//! `xo-health forecast`: predicts which backups will fail.

use crate::cli::args::ForecastArgs;
use crate::cli::commands::check::{Request, rules};
use crate::cli::config;
use crate::cli::failure::Failure;
use crate::policy::Policy;
use xo_health_report::check;
use xo_health_report::words::Lang;

/// Forecasts, writes, and returns the exit status: that of `check`, or what the user asked for.
pub(in crate::cli) fn run(args: &ForecastArgs, lang: Lang) -> Result<u8, Failure> {
    // the document is that of `check`, byte for byte, and so is its exit status
    let fail_on_forecast = args.forecast.fail_on_forecast.unwrap_or_default();
    let request = Request {
        source: &args.source,
        remembering: &args.remembering,
        settings: &|| config::settings(args.forecast.wanted()),
        scope: &args.scope,
        part: args.scope.requested(&args.only.vms),
        policy: Policy { fail_on_forecast, needs_forecast: true, ..Policy::default() },
        rules: rules(&args.suppressing, &args.reporting),
        reporting: &args.reporting,
        csv: args.csv.csv(),
        lang,
        compose: &|report, say| match args.summary {
            true => check::compose_summary(report, say),
            false => check::compose_forecast(report, say),
        },
    };
    request.run(None)
}
