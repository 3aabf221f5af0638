//! `xo-health check`: looks, and reports what is wrong.

use std::sync::Arc;

use crate::cli::args::Check;
use crate::cli::server::observe;
use crate::cli::{Failure, output};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::findings::Thresholds;
use xo_health_report::text;
use xo_health_report::texts::findings::{Lang, Texts};

/// Checks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let settings = Settings { thresholds: thresholds(args), forecast: Some(args.forecast.options()) };
    let analysis = Analysis::of(Arc::new(observe(&args.source)?), &settings);
    let policy = Policy { fail_on: args.fail_on.into(), fail_on_forecast: args.forecast.fail_on_forecast };
    let texts = Texts::new(lang);
    let report = xo_health_report::check(&analysis, policy.exit_status(&analysis), &texts);
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
