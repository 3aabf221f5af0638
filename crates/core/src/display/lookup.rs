//! What a person calls a thing: names compared, and candidates listed in an error.

/// Candidates that an error lists.
const LISTED: usize = 20;

/// Columns of a name in an error.
const NAME: usize = 40;

/// Shortens a name for an error.
#[must_use]
pub fn short(name: &str) -> String {
    super::fit(name, NAME)
}

/// Compares a name with what was asked for; `exact` says that upper and lower case matter.
#[must_use]
pub fn same(name: &str, asked: &str, exact: bool) -> bool {
    let (name, asked) = (name.trim(), asked.trim());
    name == asked || (!exact && name.to_lowercase() == asked.to_lowercase())
}

/// Lists candidates, each a line of its own that begins with a line break, sorted; ` none` without any.
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
