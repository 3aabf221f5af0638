//! `xo-health check`: reports problems.

use std::io;

use crate::cli::args::{Check, Reporting, Suppressing};
use crate::cli::config;
use crate::cli::ignores::{self, Rule};
use crate::cli::outputs::Outputs;
use crate::cli::server::analyse;
use crate::cli::{Failure, earlier, output, watch};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::outlook::Outlook;
use xo_health_report::blocks::Document;
use xo_health_report::diff::{Diff, State};
use xo_health_report::formats::{Csv, Page, View};
use xo_health_report::render::html::Cover;
use xo_health_report::say::Say;
use xo_health_report::sr::{self, SrReport};
use xo_health_report::words::{Lang, Words};
use xo_health_report::{Report, check};

/// Checks, writes, and returns the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, true)?;
    let baseline = args.baseline.as_deref();
    let like_this = || settings(args);
    let baseline = baseline.map(|path| earlier::read(path, &like_this, Words::of(lang))).transpose()?;
    let analysis =
        args.scope.masked(analyse(&args.source, &settings(args), &args.scope.wish(&args.only.vms))?);
    let policy = Policy {
        fail_on: args.fail_on.into(),
        fail_on_forecast: args.forecast.fail_on_forecast.unwrap_or_default(),
        needs_forecast: true,
    };
    let rules = rules(&args.suppressing, &args.reporting);
    let wish = Wish { reporting: &args.reporting, csv: args.csv.csv(), lang, outputs, baseline, rules };
    write(&analysis, &policy, wish, |report, say| match args.summary {
        true => check::compose_summary(report, say),
        false => check::compose(report, say),
    })
}

/// How the report of `check` or `forecast` is wanted.
pub(super) struct Wish<'a> {
    pub(super) reporting: &'a Reporting,
    pub(super) csv: Csv,
    pub(super) lang: Lang,
    pub(super) outputs: Outputs,
    /// What does not count for the exit status.
    pub(super) baseline: Option<State>,
    /// What is suppressed.
    pub(super) rules: Vec<Rule>,
}

/// Collects what arguments and configuration suppress; days end in the zone of the report.
pub(super) fn rules(args: &Suppressing, reporting: &Reporting) -> Vec<Rule> {
    let zone = output::zone(reporting);
    ignores::rules(&args.ignore, &config::current().merged.configuration, &zone)
}

/// Asks the outlook, writes what `check` and `forecast` share in every format that is wanted, and returns the exit status.
pub(super) fn write(
    analysis: &Analysis,
    policy: &Policy,
    wish: Wish<'_>,
    compose: impl Fn(&Report, &Say<'_>) -> Document,
) -> Result<u8, Failure> {
    let outlook = Outlook::of(analysis);
    let ignores: Vec<_> = wish.rules.iter().map(|rule| rule.ignore.clone()).collect();
    let suppressed = analysis.suppressed(&ignores);
    let exit = policy.exit_without(analysis, &outlook, &suppressed);
    let mut report = xo_health_report::check(analysis, outlook, exit);
    xo_health_report::suppress(&mut report, &ignores, &suppressed);
    let warnings = ignores::warnings(&wish.rules, &[suppressed], &output::zone(wish.reporting));
    warnings.iter().for_each(|warning| output::warning(warning));
    if let Some(before) = &wish.baseline {
        let after = State::of(&report, Words::of(wish.lang))
            .map_err(|error| Failure::Output(io::Error::other(error)))?;
        let diff = Diff::between(before, &after);
        (report.exit_status, report.exit_reason) = policy.judge(&diff);
        report.baseline = Some(diff.baseline());
    }
    let style = output::reporting(wish.reporting, wish.lang);
    let srs = if wish.outputs.wants("html") { srs(analysis, &report) } else { Vec::new() };
    let page = Page {
        view: View::Check(&report),
        compose: &|say| compose(&report, say),
        now: report.observed_at,
        style: &style,
        took: Some(watch::elapsed()),
        csv: wish.csv,
        cover: &Cover::default(),
        srs: &srs,
    };
    let answer = format!("{}\n", check::answer(&report, &Say::new(&style, report.observed_at)));
    wish.outputs.write(&page, Some(&answer), wish.reporting.quiet && report.exit_status == 0)?;
    Ok(report.exit_status)
}

/// Reports on every SR that has disks, in the order of the report.
fn srs(analysis: &Analysis, report: &Report) -> Vec<SrReport> {
    let with_disks = report.srs.iter().filter(|sr| sr.disks > 0);
    with_disks
        .filter_map(|sr| {
            sr::look(analysis, &report.outlook, &sr::Wish { sr: &sr.id, ..Default::default() }).ok()
        })
        .collect()
}

fn settings(args: &Check) -> Settings {
    let mut settings = config::settings(args.forecast.wanted());
    let thresholds = &mut settings.thresholds;
    thresholds.snapshots_left = args.snapshots_left;
    thresholds.snapshot_age = args.snapshot_age;
    thresholds.sr_used_percent = args.sr_used_percent;
    settings
}
