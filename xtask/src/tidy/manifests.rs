//! What every `Cargo.toml` keeps to: each dependency says why it is there, and the mock server stays on its own.
//!
//! Reads TOML as cargo's users write it, line by line; no parser, so that xtask needs no dependency for it.

use super::{File, Violation};

/// A dependency as written in a manifest.
#[derive(Debug, PartialEq, Eq)]
struct Dependency<'s> {
    /// From 1.
    line: usize,
    /// The crate: the key, or what `package = "…"` says.
    package: &'s str,
    /// Whether a comment stands above it or above its group.
    explained: bool,
}

/// Checks that a comment stands directly above every dependency, or above the unbroken group that it is in.
pub(super) fn says_why_of_each_dependency(file: &File) -> Vec<Violation> {
    let unexplained = dependencies(&file.text).into_iter().filter(|dependency| !dependency.explained);
    unexplained
        .map(|Dependency { line, package, .. }| {
            Violation::new(
                file,
                line,
                format!("`{package}`: a comment above says why this dependency is there"),
            )
        })
        .collect()
}

/// Checks that mock-xo knows nothing of xo-health: a mistake in one must not hide in the other.
pub(super) fn mock_does_not_depend_on_the_program(file: &File) -> Vec<Violation> {
    if file.path != "mock-xo/Cargo.toml" {
        return Vec::new();
    }
    let ours = dependencies(&file.text).into_iter().filter(|dependency| dependency.package == "xo-health");
    ours.map(|dependency| Violation::new(file, dependency.line, "mock-xo must not depend on xo-health"))
        .collect()
}

fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let mut found: Vec<Dependency<'_>> = Vec::new();
    let mut inside = false;
    // Of the lines above: whether they explain the next dependency, and whether they lie in an open bracket.
    let (mut explained, mut open) = (false, 0_usize);
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let entry = without_comment(line);
        if open == 0 {
            if line.is_empty() {
                explained = false;
            } else if let Some(comment) = line.strip_prefix('#') {
                explained = !comment.trim().is_empty();
            } else if let Some(header) = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let table = table(header);
                inside = table == Table::Dependencies;
                if let Table::Dependency(package) = table {
                    found.push(Dependency { line: at + 1, package, explained });
                }
                explained = false;
            } else if inside && let Some(package) = package(entry) {
                found.push(Dependency { line: at + 1, package, explained });
            } else if let (Some(package), Some(dependency)) = (value_of("package", entry), found.last_mut()) {
                // `[dependencies.name]` with its package on a line of its own.
                dependency.package = package;
            }
        }
        open = (open + entry.matches(['[', '{']).count()).saturating_sub(entry.matches([']', '}']).count());
    }
    found
}

#[derive(Debug, PartialEq, Eq)]
enum Table<'s> {
    /// `[dependencies]`, of whatever kind and target.
    Dependencies,
    /// `[dependencies.name]`.
    Dependency(&'s str),
    Other,
}

fn table(header: &str) -> Table<'_> {
    let header = header.trim();
    let kind = |table: &str| {
        let last = table.rsplit('.').next().unwrap_or(table);
        matches!(last, "dependencies" | "dev-dependencies" | "build-dependencies")
    };
    if kind(header) {
        return Table::Dependencies;
    }
    match header.rsplit_once('.') {
        Some((above, name)) if kind(above) => Table::Dependency(name.trim_matches('"')),
        _ => Table::Other,
    }
}

/// Gives the crate of a line `name = …`, `name.workspace = true` or `other = { package = "name" }`.
fn package(entry: &str) -> Option<&str> {
    let (key, value) = entry.split_once('=')?;
    let name = key.split('.').next()?.trim().trim_matches('"');
    Some(value.split(['{', ',']).find_map(|part| value_of("package", part)).unwrap_or(name))
}

/// Gives the value of `key = "value"`.
fn value_of<'s>(key: &str, entry: &'s str) -> Option<&'s str> {
    let value = entry.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?;
    value.trim().strip_prefix('"')?.split('"').next()
}

/// Cuts a comment at the end of a line; a `#` in quotes is none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => return line[..at].trim_end(),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    const MOCK: &str = "mock-xo/Cargo.toml";

    #[test]
    fn explained_dependencies_pass() {
        let cases = [
            "[package]\nname = \"x\"\n\n[features]\na = []",
            "[dependencies]\n# why\na = \"1\"\nb = { version = \"1\" }\n\n# why\nc.workspace = true",
            "[dependencies]\n# why\na = { version = \"1\", features = [\n  \"x\",\n  \"y\",\n] }\nb = \"1\"",
            "# why\n[dependencies.a]\nversion = \"1\"\n[lints]\nworkspace = true",
            "[target.'cfg(unix)'.dev-dependencies]\n# why\na = \"1\" # too",
        ];
        for text in cases {
            assert_eq!(lines(MOCK, text, |file, _| says_why_of_each_dependency(file)), [], "{text}");
        }
    }

    #[test]
    fn unexplained_dependencies_are_found() {
        let cases: &[(&str, &[usize])] = &[
            ("[dependencies]\na = \"1\"\nb = \"1\"", &[2, 3]),
            ("# why\n[dependencies]\na = \"1\"", &[3]),
            ("[dependencies]\n# why\na = \"1\"\n\nb = \"1\"", &[5]),
            ("[dependencies]\n# why\n\na = \"1\"", &[4]),
            ("[dependencies]\n#\na = \"1\"", &[3]),
            ("[dev-dependencies]\na.workspace = true # why", &[2]),
            ("[workspace.dependencies]\na = \"1\"", &[2]),
            ("[build-dependencies.a]\nversion = \"1\"", &[1]),
            ("[target.'cfg(unix)'.dependencies]\na = \"1\"", &[2]),
            ("[dependencies]\n# why\na = \"1\"\n[dev-dependencies]\nb = \"1\"", &[5]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(MOCK, text, |file, _| says_why_of_each_dependency(file)), *expected, "{text}");
        }
    }

    #[test]
    fn the_mock_server_stays_on_its_own() {
        let rule = |file: &File, _: &crate::tidy::rust::Code<'_>| mock_does_not_depend_on_the_program(file);
        let good = "[package]\nname = \"mock-xo\"\nrepository = \"https://example.invalid/xo-health\"\n[dependencies]\n# not xo-health\nserde = \"1\"";
        assert_eq!(lines(MOCK, good, rule), []);
        let bad = [
            ("[dependencies]\nxo-health = { path = \"..\" }", 2),
            ("[dev-dependencies]\nxo-health.path = \"..\"", 2),
            ("[dependencies]\nother = { path = \"..\", package = \"xo-health\" }", 2),
            ("[dependencies.other]\npath = \"..\"\npackage = \"xo-health\"", 1),
            ("[target.'cfg(unix)'.dependencies.xo-health]\npath = \"..\"", 1),
        ];
        for (text, line) in bad {
            assert_eq!(lines(MOCK, text, rule), [line], "{text}");
            assert_eq!(lines("Cargo.toml", text, rule), [], "only the mock server is held to it");
        }
    }
}
