//! Adds to the text of a configuration file; everything else, comments included, stays as it is. Pure.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

use crate::cli::ignores::Until;
use xo_health_core::findings::{Ignored, Pin};

/// A suppression to be written.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Entry {
    /// Which findings.
    pub(in crate::cli) what: Ignored,
    /// The comment above it; empty for none.
    pub(in crate::cli) comment: String,
    /// Why.
    pub(in crate::cli) reason: String,
    /// Until when.
    pub(in crate::cli) until: Option<Until>,
    /// How bad the finding may be.
    pub(in crate::cli) pin: Option<Pin>,
}

/// Adds a suppression after the others, or at the end.
///
/// # Errors
///
/// The text is not TOML.
pub(in crate::cli) fn add_ignore(text: &str, entry: &Entry) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let mut table = table(entry);
    match document.get_mut("ignore") {
        Some(Item::ArrayOfTables(tables)) => tables.push(table),
        // a list of inline tables takes another one
        Some(Item::Value(Value::Array(list))) => list.push(table.into_inline_table()),
        _ => {
            // comments at the end belong to what precedes them, and a top-level key must not become part of the entry
            let end = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing("");
            let prefix = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
            let prefix = format!("{end}{prefix}");
            table.decor_mut().set_prefix(prefix);
            let mut tables = ArrayOfTables::new();
            tables.push(table);
            document.insert("ignore", Item::ArrayOfTables(tables));
        }
    }
    Ok(document.to_string())
}

fn table(entry: &Entry) -> Table {
    let mut table = Table::new();
    match &entry.what {
        Ignored::Key(key) => {
            table.insert("fingerprint", value(key.as_str()));
        }
        Ignored::Code { code, subject, tag } => {
            table.insert("code", value(format!("XOH-{}", code.number())));
            if let Some(subject) = subject {
                table.insert("subject", value(subject.as_str()));
            }
            if let Some(tag) = tag {
                table.insert("tag", value(tag.as_str()));
            }
        }
    }
    table.insert("reason", value(entry.reason.as_str()));
    if let Some(until) = entry.until {
        let text = match until {
            Until::Day(day) => day.to_string(),
            Until::At(at) => at.to_string(),
        };
        table.insert("until", value(text));
    }
    if let Some(pin) = &entry.pin {
        table.insert("value", value(of_pin(pin)));
    }
    let comment = if entry.comment.is_empty() { String::new() } else { format!("# {}\n", entry.comment) };
    table.decor_mut().set_prefix(format!("\n{comment}"));
    table
}

fn of_pin(pin: &Pin) -> InlineTable {
    let mut table = InlineTable::new();
    if let Some(severity) = pin.severity {
        table.insert("severity", severity.name().into());
    }
    for (key, &number) in &pin.quantities {
        // TOML has signed integers of 64 bits; no number of bytes is that large
        table.insert(key, i64::try_from(number).unwrap_or(i64::MAX).into());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::text::parse;
    use super::*;
    use xo_health_core::findings::Severity;

    fn entry() -> Entry {
        Entry {
            what: Ignored::Key("XOH-101/vdi/d".to_owned()),
            comment: "XOH-101 chain-depth: root".to_owned(),
            reason: "moves \"soon\"".to_owned(),
            until: Some("2026-12-31".parse().unwrap()),
            pin: Some(Pin {
                severity: Some(Severity::Warning),
                quantities: [("snapshots_left".to_owned(), 3)].into(),
            }),
        }
    }

    const ADDED: &str = "\n# XOH-101 chain-depth: root\n[[ignore]]\nfingerprint = \"XOH-101/vdi/d\"\nreason = 'moves \"soon\"'\nuntil = \"2026-12-31\"\nvalue = { severity = \"warning\", snapshots_left = 3 }\n";

    /// The existing text stays byte for byte, and the added text is valid.
    #[test]
    fn comments_stay() {
        let texts = [
            "",
            "# mine\n#lang = 'ja'\n",
            "# mine\nlang = 'ja' # yes\n",
            "[[ignore]] # first\ncode = 101\nreason = \"x\" # why\n",
            "[servers.a]\n  url = \"b\"\n# the end\n",
        ];
        for text in texts {
            let written = add_ignore(text, &entry()).unwrap();
            let rest = written.replacen(ADDED, "", 1);
            assert_ne!(rest, written, "{written}");
            assert_eq!(rest, text, "{written}");
            assert!(parse(&written, "c").is_ok(), "{written}");
            assert!(text.contains("[[ignore]]") || written.ends_with(ADDED), "{written}");
        }
        let list = add_ignore("ignore = [{ code = 101, reason = \"x\" }] # list\n", &entry()).unwrap();
        assert!(list.ends_with("] # list\n") && parse(&list, "c").is_ok(), "{list}");
    }
}
