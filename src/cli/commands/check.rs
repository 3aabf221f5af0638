//! `xo-health check`: looks, and reports what is wrong.

use crate::cli::args::Check;
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use xo_health_core::findings::Thresholds;
use xo_health_report::text;
use xo_health_report::texts::findings::{Lang, Texts};

/// Checks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let snapshot = snapshot(&args.source)?;
    let texts = Texts::new(lang);
    let options = args.forecast.options();
    let mut report =
        xo_health_report::check(&snapshot, &thresholds(args), args.fail_on.into(), Some(&options), &texts);
    report.fail_on_forecast(args.forecast.fail_on_forecast);
    output::show(&report, args.printing, lang, |style| text::render(&report, &texts, style))?;
    Ok(report.exit_status)
}

fn thresholds(args: &Check) -> Thresholds {
    Thresholds {
        snapshots_left: args.snapshots_left,
        snapshot_age: args.snapshot_age,
        sr_used_percent: args.sr_used_percent,
        ..Thresholds::default()
    }
}
