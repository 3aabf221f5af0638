//! What every `Cargo.toml` complies with: each dependency says why it is there, and our own crates depend in one
//! direction.
//!
//! Reads TOML as cargo's users write it, line by line; without a parser, so that xtask needs no dependency for it.

use super::{File, Violation};

/// A dependency as written in a manifest.
#[derive(Debug, PartialEq, Eq)]
struct Dependency<'s> {
    /// From 1.
    line: usize,
    /// The crate: the key, or the value of `package = "…"`.
    package: &'s str,
    /// Whether there is a comment above it or above its group, here or in `[workspace.dependencies]`.
    explained: bool,
    /// Whether only tests need it.
    for_tests: bool,
}

/// Our crates, the folder of each, and which of the others it may depend on, tests aside.
///
/// Tests may also use those of [`FOR_TESTS`]; `mock-xo` itself knows nothing of xo-health, so that a mistake in one
/// does not hide in the other, and neither does `xo-health-invariants`, which checks what is printed. `xtask` is
/// compiled before the whole program.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("mock-xo", "mock-xo", &[]),
    ("xo-health-invariants", "crates/invariants", &[]),
    ("xtask", "xtask", &["xo-health-invariants"]),
    ("xo-health-core", "crates/core", &[]),
    ("xo-health-client", "crates/client", &["xo-health-core"]),
    ("xo-health-report", "crates/report", &["xo-health-core"]),
    ("xo-health-explain", "crates/explain", &["xo-health-core", "xo-health-report"]),
    ("xo-health-history", "crates/history", &["xo-health-core"]),
    ("xo-health-codegen", "crates/codegen", &["xo-health", "xo-health-explain", "xo-health-report"]),
];

/// What tests may use everywhere but in `mock-xo`.
const FOR_TESTS: [&str; 2] = ["mock-xo", "xo-health-invariants"];

/// Checks that a comment is directly above every dependency, or above its unbroken group.
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

/// Checks that our crates depend only on those below them; the program may depend on all.
pub(super) fn depends_in_one_direction(file: &File) -> Vec<Violation> {
    let folder = file.path.strip_suffix("/Cargo.toml").unwrap_or_default();
    let Some((own, _, allowed)) = CRATES.iter().find(|(_, at, _)| *at == folder) else { return Vec::new() };
    let is_ours = |package: &str| package == "xo-health" || CRATES.iter().any(|(name, ..)| *name == package);
    let mut found = Vec::new();
    for Dependency { line, package, for_tests, .. } in dependencies(&file.text) {
        let is_allowed = allowed.contains(&package)
            || package == *own
            || (for_tests && FOR_TESTS.contains(&package) && *own != "mock-xo");
        if is_ours(package) && !is_allowed {
            found.push(Violation::new(file, line, format!("{own} must not depend on {package}")));
        }
    }
    found
}

fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let mut found: Vec<Dependency<'_>> = Vec::new();
    let (mut inside, mut for_tests) = (false, false);
    // About the lines above: whether they explain the next dependency, and whether they are in an open bracket.
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
                for_tests = header.contains("dev-dependencies");
                if let Table::Dependency(package) = table {
                    found.push(Dependency { line: at + 1, package, explained, for_tests });
                }
                explained = false;
            } else if inside && let Some(package) = package(entry) {
                let explained = explained || is_of_the_workspace(entry);
                found.push(Dependency { line: at + 1, package, explained, for_tests });
            } else if let (Some(package), Some(dependency)) = (value_of("package", entry), found.last_mut()) {
                // `[dependencies.name]` with its package on a separate line.
                dependency.package = package;
            }
        }
        open = (open + entry.matches(['[', '{']).count()).saturating_sub(entry.matches([']', '}']).count());
    }
    found
}

#[derive(Debug, PartialEq, Eq)]
enum Table<'s> {
    /// `[dependencies]` of any kind and target.
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

/// Returns whether a line takes a dependency from `[workspace.dependencies]`, which says why it is there.
fn is_of_the_workspace(entry: &str) -> bool {
    let Some((key, value)) = entry.split_once('=') else { return false };
    let value = value.trim();
    let is_table =
        value.starts_with('{') && value.split(['{', ',', '}']).any(|part| is_true("workspace", part));
    (key.trim().ends_with(".workspace") && value == "true") || is_table
}

fn is_true(key: &str, part: &str) -> bool {
    part.split_once('=').is_some_and(|(name, value)| (name.trim(), value.trim()) == (key, "true"))
}

/// Returns the crate of a line `name = …`, `name.workspace = true` or `other = { package = "name" }`.
fn package(entry: &str) -> Option<&str> {
    let (key, value) = entry.split_once('=')?;
    let name = key.split('.').next()?.trim().trim_matches('"');
    Some(value.split(['{', ',']).find_map(|part| value_of("package", part)).unwrap_or(name))
}

/// Returns the value of `key = "value"`.
fn value_of<'s>(key: &str, entry: &'s str) -> Option<&'s str> {
    let value = entry.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?;
    value.trim().strip_prefix('"')?.split('"').next()
}

/// Cuts off a comment at the end of a line; a `#` in quotes does not begin one.
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
    use crate::tidy::modules::Module;
    use crate::tidy::rust::Code;
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
            "[dependencies]\na.workspace = true\nb = { workspace = true, features = [\"x\"] }",
        ];
        for text in cases {
            assert_eq!(
                lines(MOCK, text, |file, _, _| says_why_of_each_dependency(file)),
                [0_usize; 0],
                "{text}"
            );
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
            ("[dev-dependencies]\na = \"1\" # why", &[2]),
            ("[dependencies]\na.workspace = true\nb = { version = \"1\", features = [\"workspace\"] }", &[3]),
            ("[workspace.dependencies]\na = \"1\"", &[2]),
            ("[build-dependencies.a]\nversion = \"1\"", &[1]),
            ("[target.'cfg(unix)'.dependencies]\na = \"1\"", &[2]),
            ("[dependencies]\n# why\na = \"1\"\n[dev-dependencies]\nb = \"1\"", &[5]),
        ];
        for (text, expected) in cases {
            assert_eq!(
                lines(MOCK, text, |file, _, _| says_why_of_each_dependency(file)),
                *expected,
                "{text}"
            );
        }
    }

    #[test]
    fn our_crates_depend_in_one_direction() {
        let rule = |file: &File, _: &Code, _: &Module| depends_in_one_direction(file);
        let good = [
            (MOCK, "[package]\nname = \"mock-xo\"\n[dependencies]\n# not xo-health\nserde = \"1\""),
            ("crates/core/Cargo.toml", "[dev-dependencies]\nxo-health-core.path = \".\""),
            ("crates/client/Cargo.toml", "[dependencies]\nxo-health-core.workspace = true"),
            ("crates/client/Cargo.toml", "[dev-dependencies]\nmock-xo.workspace = true"),
            ("Cargo.toml", "[dependencies]\nmock-xo.workspace = true\nxo-health-client.workspace = true"),
        ];
        for (path, text) in good {
            assert_eq!(lines(path, text, rule), [0_usize; 0], "{path}: {text}");
        }
        let bad = [
            (MOCK, "[dependencies]\nxo-health = { path = \"..\" }", 2),
            (MOCK, "[dev-dependencies]\nxo-health.path = \"..\"", 2),
            (MOCK, "[dependencies]\nother = { path = \"..\", package = \"xo-health\" }", 2),
            (MOCK, "[dependencies.other]\npath = \"..\"\npackage = \"xo-health\"", 1),
            (MOCK, "[target.'cfg(unix)'.dependencies.xo-health-core]\npath = \"..\"", 1),
            ("crates/core/Cargo.toml", "[dependencies]\nxo-health-report.workspace = true", 2),
            ("crates/core/Cargo.toml", "[dev-dependencies]\nxo-health-report.workspace = true", 2),
            ("crates/client/Cargo.toml", "[dependencies]\nmock-xo.workspace = true", 2),
            ("crates/report/Cargo.toml", "[dependencies]\nxo-health-explain = { workspace = true }", 2),
            ("xtask/Cargo.toml", "[dependencies]\nxo-health = { path = \"..\" }", 2),
        ];
        for (path, text, line) in bad {
            assert_eq!(lines(path, text, rule), [line], "{path}: {text}");
        }
    }
}
