//! `xo-health forecast`: predicts which backups will fail.

use std::sync::Arc;

use crate::cli::args::Forecast;
use crate::cli::server::observe;
use crate::cli::{Failure, output};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_report::words::Lang;
use xo_health_report::{check, document};

/// Forecasts, prints, and returns the exit status: that of `check`, or what the user asked for.
pub(in crate::cli) fn run(args: &Forecast, lang: Lang) -> Result<u8, Failure> {
    let settings = Settings { forecast: args.forecast.wanted(), ..Settings::default() };
    let analysis = Analysis::of(Arc::new(observe(&args.source)?), &settings);
    // the document of `check`, to the byte: its exit status too
    let policy = Policy {
        fail_on_forecast: args.forecast.fail_on_forecast,
        needs_forecast: true,
        ..Policy::default()
    };
    let report = xo_health_report::check(&analysis, policy.exit_status(&analysis));
    output::report(
        |words| document::Check::of(&report, words),
        args.printing,
        lang,
        report.observed_at,
        |say| check::compose_forecast(&report, say),
    )?;
    Ok(report.exit_status)
}
