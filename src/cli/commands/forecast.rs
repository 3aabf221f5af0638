//! `xo-health forecast`: predicts which backups will fail.

use crate::cli::args::Forecast;
use crate::cli::commands::check::{Wish, rules, write};
use crate::cli::config;
use crate::cli::failure::Failure;
use crate::cli::outputs::Outputs;
use crate::cli::server::analyse;
use crate::policy::Policy;
use xo_health_report::check;
use xo_health_report::words::Lang;

/// Forecasts, writes, and returns the exit status: that of `check`, or what the user asked for.
pub(in crate::cli) fn run(args: &Forecast, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, true)?;
    let settings = config::settings(args.forecast.wanted());
    let analysis = args.scope.masked(analyse(&args.source, &settings, &args.scope.wish(&args.only.vms))?);
    // the document of `check`, to the byte: its exit status too
    let fail_on_forecast = args.forecast.fail_on_forecast.unwrap_or_default();
    let policy = Policy { fail_on_forecast, needs_forecast: true, ..Policy::default() };
    let rules = rules(&args.suppressing, &args.reporting);
    let wish = Wish { reporting: &args.reporting, csv: args.csv.csv(), lang, outputs, baseline: None, rules };
    write(&analysis, &policy, wish, |report, say| match args.summary {
        true => check::compose_summary(report, say),
        false => check::compose_forecast(report, say),
    })
}
