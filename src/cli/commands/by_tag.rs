//! One report for each tag of the VMs, as a provider sends to its customers; all from one reading.

use std::collections::BTreeSet;

use crate::cli::args::Reporting;
use crate::cli::commands::check::{MadeReport, Request};
use crate::cli::commands::placeholder::{TAG, distinct};
use crate::cli::failure::{Failure, TagError};
use crate::cli::output;
use crate::cli::outputs::Outputs;
use xo_health_core::analysis::Analysis;
use xo_health_core::pattern::Pattern;
use xo_health_core::scope::ScopeRequest;
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
pub(super) fn run(request: &Request<'_>, reporting: &Reporting, analysis: &Analysis) -> Result<u8, Failure> {
    let mut worst = 0;
    let mut lines = String::new();
    let mut rules = Vec::new();
    let style = output::reporting(request.reporting, request.lang);
    for (tag, name) in distinct(tags(analysis, &request.part)) {
        let part = ScopeRequest { tags: vec![tag.clone()], ..request.part.clone() };
        let part = analysis.clone().narrowed(&part).map_err(Failure::Scope)?;
        let part = request.scope.masked_for(part, TAG.0, &tag);
        let MadeReport { report, rules: of } = request.made(&part, None)?;
        rules.push(of);
        let outputs = Outputs::settle(&TAG.filled(reporting, &name), true)?;
        let srs = super::check::srs(&part, &report, &outputs);
        request.write(&srs, &report, outputs, true)?;
        worst = worst.max(report.exit_status);
        let answer = check::answer(&report, &Say::new(&style, report.observed_at));
        lines.push_str(&format!("{}: {}\n", xo_health_core::display::short(&tag), answer.plain()));
    }
    request.warn(rules);
    if !(request.reporting.quiet && worst == 0) {
        output::print(&lines).map_err(Failure::Output)?;
    }
    Ok(worst)
}

/// Lists the tags of the VMs to report on.
fn tags(analysis: &Analysis, part: &ScopeRequest) -> BTreeSet<String> {
    let patterns: Vec<Pattern> = part.tags.iter().map(|tag| Pattern::new(tag)).collect();
    let is_asked = |tag: &str| patterns.is_empty() || patterns.iter().any(|one| one.matches_tag(tag));
    let tags =
        analysis.asked_vms().flat_map(|vm| &vm.tags).filter(|tag| is_asked(tag) && !tag.trim().is_empty());
    tags.map(ToString::to_string).collect()
}
