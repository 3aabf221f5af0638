//! One report for each tag of the VMs, as a provider sends to its customers; all from one reading.

use std::collections::BTreeSet;

use crate::cli::args::Reporting;
use crate::cli::commands::check::{Asked, Made};
use crate::cli::commands::placeholder::{TAG, distinct};
use crate::cli::failure::{Failure, TagError};
use crate::cli::output;
use crate::cli::outputs::Outputs;
use xo_health_core::analysis::Analysis;
use xo_health_core::pattern::Pattern;
use xo_health_core::scope::Wish;
use xo_health_report::check;
use xo_health_report::say::Say;

/// Checks, before anything is read, that there is a file for each tag and that it can be written.
///
/// Errors: there is no file, a file would hold the reports of several tags, or one cannot be written.
pub(super) fn settle(reporting: &Reporting) -> Result<(), Failure> {
    if reporting.output.is_empty() {
        return Err(TagError::NoOutput.into());
    }
    if let Some(name) = TAG.missing(reporting) {
        return Err(TagError::Placeholder { name }.into());
    }
    // started and dropped, so that nothing is left behind
    Outputs::settle(&TAG.filled(reporting, "tag"), true).map(drop)
}

/// Writes a report for each tag, and a line for each to standard output; returns the worst exit status.
///
/// Errors: a file cannot be written; those before it stay.
pub(super) fn run(asked: &Asked<'_>, reporting: &Reporting, analysis: &Analysis) -> Result<u8, Failure> {
    let mut worst = 0;
    let mut lines = String::new();
    let mut rules = Vec::new();
    let style = output::reporting(asked.reporting, asked.lang);
    for (tag, name) in distinct(tags(analysis, &asked.wish)) {
        let wish = Wish { tags: vec![tag.clone()], ..asked.wish.clone() };
        let part = analysis.clone().narrowed(&wish).map_err(Failure::Scope)?;
        let part = asked.scope.masked_for(part, TAG.0, &tag);
        let Made { report, rules: of } = asked.made(&part, None)?;
        rules.push(of);
        let outputs = Outputs::settle(&TAG.filled(reporting, &name), true)?;
        let srs = super::check::srs(&part, &report, &outputs);
        asked.write(&srs, &report, outputs, true)?;
        worst = worst.max(report.exit_status);
        let answer = check::answer(&report, &Say::new(&style, report.observed_at));
        lines.push_str(&format!("{}: {}\n", xo_health_core::display::short(&tag), answer.plain()));
    }
    asked.warn(rules);
    if !(asked.reporting.quiet && worst == 0) {
        output::print(&lines).map_err(Failure::Output)?;
    }
    Ok(worst)
}

/// Lists the tags of the VMs to report on.
fn tags(analysis: &Analysis, wish: &Wish) -> BTreeSet<String> {
    let asked: Vec<Pattern> = wish.tags.iter().map(|tag| Pattern::new(tag)).collect();
    let is_asked = |tag: &str| asked.is_empty() || asked.iter().any(|one| one.matches_tag(tag));
    let tags =
        analysis.asked_vms().flat_map(|vm| &vm.tags).filter(|tag| is_asked(tag) && !tag.trim().is_empty());
    tags.map(ToString::to_string).collect()
}
