//! `xo-health diff`: what changed between two captures or reports.

use std::path::PathBuf;

use crate::cli::args::Diff;
use crate::cli::config;
use crate::cli::earlier::{self, Making, Narrowing};
use crate::cli::failure::Failure;
use crate::cli::outputs::Outputs;
use crate::cli::{ignores, output};
use crate::policy::Policy;
use xo_health_report::diff::{self, Diff as Changes, State};
use xo_health_report::formats::View;
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, Words};

/// Compares, writes, and returns the exit status.
pub(in crate::cli) fn run(args: &Diff, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let settings = || config::settings(args.forecast.wanted());
    let zone = output::zone(&args.reporting);
    let rules = ignores::rules(&[], &config::current().merged.configuration, &zone);
    let request = args.scope.requested(&args.only.vms);
    let part = Narrowing { request: &request, scope: &args.scope };
    let making = Making { settings: &settings, rules: &rules, words: Words::of(lang), part: Some(part) };
    let of_files = |paths: [PathBuf; 2]| -> Result<[State; 2], Failure> {
        let [before, after] = paths.map(|path| earlier::read(&path, making));
        Ok([before?, after?])
    };
    let [before, after] = match (&args.history, &args.paths[..]) {
        (Some(history), _) => earlier::of_history(history, part, args.back)?,
        (None, [before, after]) => of_files([before.clone(), after.clone()])?,
        (None, others) => of_files(earlier::last_two(&others.first().cloned().unwrap_or_default())?)?,
    };
    let policy = Policy {
        fail_on: args.fail_on.into(),
        fail_on_forecast: args.forecast.fail_on_forecast.unwrap_or_default(),
        needs_forecast: true,
    };
    let diff = Changes::between(&before, &after);
    let exit = policy.judge(&diff);
    let diff = diff.judged(exit);
    let compose = |say: &Say<'_>| diff::compose(&diff, say);
    if !(args.reporting.quiet && diff.exit_status == 0) {
        outputs.write_view(View::Diff(&diff), &args.reporting, lang, diff.after.observed_at, compose)?;
    }
    Ok(diff.exit_status)
}
