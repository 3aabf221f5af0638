//! `xo-health check`: looks, and reports what is wrong.

use crate::cli::args::{Check, Format};
use crate::cli::server::snapshot;
use crate::cli::{Failure, output};
use crate::findings::Thresholds;
use crate::findings::texts::{Lang, Texts};
use crate::report::{self, json, text};

/// Checks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let snapshot = snapshot(&args.server, args.from.as_deref(), args.at)?;
    let texts = Texts::new(lang);
    let options = args.forecast.options();
    let mut report = report::check(&snapshot, &thresholds(args), args.fail_on.into(), Some(&options), &texts);
    report.fail_on_forecast(args.forecast.fail_on_forecast);
    let printed = match args.format {
        Format::Json => json::to_json(&report).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => text::render(&report, &texts, &output::style(args.all, lang)),
    };
    output::print(&printed).map_err(Failure::Output)?;
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
