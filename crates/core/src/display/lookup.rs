//! How a person refers to a thing: names compared, and candidates listed in an error.

/// How many candidates an error lists.
const LISTED: usize = 20;

/// Width in columns of a name in an error.
const NAME: usize = 40;

/// Shortens a name for an error.
#[must_use]
pub fn short(name: &str) -> String {
    super::fit(name, NAME)
}

/// Returns whether a name is the one that the user asked for; `exact` makes case matter.
#[must_use]
pub fn same(name: &str, asked: &str, exact: bool) -> bool {
    let (name, asked) = (name.trim(), asked.trim());
    name == asked || (!exact && name.to_lowercase() == asked.to_lowercase())
}

/// Lists candidates, sorted, each on its own line after a line break; returns ` none` if there are none.
#[must_use]
pub fn listed(mut lines: Vec<String>) -> String {
    lines.sort();
    if lines.is_empty() {
        return " none".to_owned();
    }
    let more = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    if more > 0 {
        lines.push(format!("\n  … and {more} more"));
    }
    lines.concat()
}
