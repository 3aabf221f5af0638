//! One report for each tag of the VMs: what a provider sends to its customers. All from one reading.

use std::collections::BTreeSet;

use crate::cli::commands::check::{Asked, Made};
use crate::cli::commands::several::with_name;
use crate::cli::failure::{Failure, TagError};
use crate::cli::outputs::Outputs;
use crate::cli::{ignores, output};
use xo_health_core::analysis::Analysis;
use xo_health_core::pattern::Pattern;
use xo_health_core::scope::Wish;
use xo_health_report::check;
use xo_health_report::say::Say;

/// What stands for a tag in the name of an output, and in `--mask`.
const PLACEHOLDER: &str = "{tag}";

/// Settles that there is a file for each tag, and that it can be written, before anything is read.
///
/// Errors: there is no file, a file would hold the reports of several tags, or one cannot be written.
pub(super) fn settle(asked: &Asked<'_>) -> Result<(), Failure> {
    let outputs = &asked.reporting.output;
    if outputs.is_empty() {
        return Err(TagError::NoOutput.into());
    }
    if let Some(name) = outputs.iter().find(|name| !name.to_string_lossy().contains(PLACEHOLDER)) {
        return Err(TagError::Placeholder { name: name.to_string_lossy().into_owned() }.into());
    }
    // begun and dropped: nothing is left of it
    Outputs::settle(&with_name(asked.reporting, PLACEHOLDER, "tag"), true).map(drop)
}

/// Writes a report for each tag, and a line for each to standard output; returns the worst exit status.
///
/// Errors: a file cannot be written; those before it stay.
pub(super) fn run(asked: &Asked<'_>, analysis: &Analysis) -> Result<u8, Failure> {
    let mut worst = 0;
    let mut lines = String::new();
    let mut suppressed = Vec::new();
    let style = output::reporting(asked.reporting, asked.lang);
    for (tag, name) in named(tags(analysis, &asked.wish)) {
        let wish = Wish { tags: vec![tag.clone()], ..asked.wish.clone() };
        let part = analysis.clone().narrowed(&wish).map_err(Failure::Scope)?;
        let part = asked.scope.masked_for(part, PLACEHOLDER, &tag);
        let Made { report, suppressed: by } = asked.made(&part, None)?;
        suppressed.push(by);
        let outputs = Outputs::settle(&with_name(asked.reporting, PLACEHOLDER, &name), true)?;
        asked.write(&part, &report, outputs, true)?;
        worst = worst.max(report.exit_status);
        let answer = check::answer(&report, &Say::new(&style, report.observed_at));
        lines.push_str(&format!("{}: {}\n", xo_health_core::display::short(&tag), answer.plain()));
    }
    let warnings = ignores::warnings(&asked.rules, &suppressed, &output::zone(asked.reporting));
    warnings.iter().for_each(|warning| output::warning(warning));
    if !(asked.reporting.quiet && worst == 0) {
        output::print(&lines).map_err(Failure::Output)?;
    }
    Ok(worst)
}

/// Lists the tags of the VMs that are asked about.
fn tags(analysis: &Analysis, wish: &Wish) -> BTreeSet<String> {
    let asked: Vec<Pattern> = wish.tags.iter().map(|tag| Pattern::new(tag)).collect();
    let is_asked = |tag: &str| asked.is_empty() || asked.iter().any(|one| one.matches_tag(tag));
    let tags =
        analysis.asked_vms().flat_map(|vm| &vm.tags).filter(|tag| is_asked(tag) && !tag.trim().is_empty());
    tags.map(ToString::to_string).collect()
}

/// Finds a name for each tag that no other has, fit for a part of a file's name.
fn named(tags: BTreeSet<String>) -> Vec<(String, String)> {
    let mut taken = BTreeSet::new();
    let of = |tag: String| {
        let plain: String = tag
            .chars()
            .take(80)
            .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' })
            .collect();
        let plain = plain.trim_start_matches('.').to_owned();
        let name = (1..).map(|n| if n == 1 { plain.clone() } else { format!("{plain}_{n}") });
        let name = name.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        (tag, name)
    };
    tags.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tag_has_a_file_of_its_own() {
        let tags = ["acme", "Acme", "a/b", "a:b", "../x", "顧客"];
        let names = named(tags.iter().map(|&tag| tag.to_owned()).collect());
        let of = |tag: &str| names.iter().find(|(one, _)| one == tag).unwrap().1.as_str();
        assert_eq!((of("Acme"), of("acme")), ("Acme", "acme_2"));
        assert_eq!((of("a/b"), of("a:b")), ("a_b", "a_b_2"));
        assert_eq!((of("../x"), of("顧客")), ("_x", "顧客"));
    }
}
