//! `xo-health check`: reports problems.

use std::sync::Arc;

use crate::cli::args::{Check, Printing};
use crate::cli::server::observe;
use crate::cli::{Failure, output};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::findings::Thresholds;
use xo_health_core::outlook::Outlook;
use xo_health_report::blocks::Document;
use xo_health_report::say::Say;
use xo_health_report::words::Lang;
use xo_health_report::{Report, check, document};

/// Checks, prints, and returns the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let settings = Settings { thresholds: thresholds(args), forecast: args.forecast.wanted() };
    let analysis = Analysis::of(Arc::new(observe(&args.source)?), &settings);
    let policy = Policy {
        fail_on: args.fail_on.into(),
        fail_on_forecast: args.forecast.fail_on_forecast.unwrap_or_default(),
        needs_forecast: true,
    };
    print(&analysis, &policy, &args.printing, lang, |report, say| match args.summary {
        true => check::compose_summary(report, say),
        false => check::compose(report, say),
    })
}

/// Asks the outlook, prints the document that `check` and `forecast` share or the screen that is composed of it, and returns
/// the exit status.
pub(super) fn print(
    analysis: &Analysis,
    policy: &Policy,
    printing: &Printing,
    lang: Lang,
    compose: impl FnOnce(&Report, &Say<'_>) -> Document,
) -> Result<u8, Failure> {
    let outlook = Outlook::of(analysis);
    let exit = policy.exit(analysis, &outlook);
    let report = xo_health_report::check(analysis, outlook, exit);
    output::report(
        |words| document::Check::of(&report, words),
        printing,
        lang,
        report.observed_at,
        |say| compose(&report, say),
    )?;
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
