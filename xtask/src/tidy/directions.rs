//! Which module of the library may use which.
//!
//! The layers of `ARCHITECTURE.md`: facts flow from `units` up to `cli`, and nothing reaches back. Tests beside
//! the code count too: a module that cannot be tested without a later one is not below it.

use super::rust::{Code, NamePath};
use super::{File, Violation};

/// A module and what it may use of the crate beside itself, lowest first.
const ALLOWED: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("display", &["units"]),
    ("model", &["units"]),
    // inventories for the tests of all that comes below
    ("notation", &["units", "model"]),
    ("chains", &["units", "model", "notation"]),
    ("storage", &["units", "model", "notation", "chains"]),
    ("backup", &["units", "model", "notation"]),
    ("forecast", &["units", "model", "notation", "chains", "storage", "backup"]),
    // words in every language; each part keeps its own beside its code
    ("texts", &["units", "display"]),
    (
        "findings",
        &["units", "display", "texts", "model", "notation", "chains", "storage", "backup", "forecast"],
    ),
    (
        "report",
        &[
            "units", "display", "texts", "model", "notation", "chains", "storage", "backup", "forecast",
            "findings",
        ],
    ),
    ("errors", &["units", "display", "texts", "findings"]),
    ("explain", &["units", "display", "texts", "model", "notation", "findings", "report", "errors"]),
    ("xo", &["units", "model"]),
];

/// Modules that tie the others together: these may use everything, and no other module may use them.
const TOP: [&str; 3] = ["cli", "lib", "main"];

/// Checks the paths through the crate's root in a file under `src/`.
pub(super) fn keeps_the_directions(file: &File, code: &Code<'_>) -> Vec<Violation> {
    let Some((module, depth)) = place(&file.path) else { return Vec::new() };
    if TOP.contains(&module) {
        return Vec::new();
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
        let what = format!(
            "module `{module}` has no place in the directions: add it to xtask/src/tidy/directions.rs"
        );
        return vec![Violation::new(file, 1, what)];
    };
    let mut found = Vec::new();
    for path in code.paths() {
        let Some(target) = target(&path, depth) else { continue };
        if target == module || allowed.contains(&target) {
            continue;
        }
        let may = if allowed.is_empty() { "no other module".to_owned() } else { allowed.join(", ") };
        let what = format!("`{module}` must not use `crate::{target}`: it may use {may}");
        found.push(Violation::new(file, path.start.line, what));
    }
    found
}

/// Tells the module of the library that a file belongs to, and how many modules deep the file is.
///
/// `session_tests.rs` is the tests of `session.rs` in a file of their own (`#[path]`), so one module deeper
/// than it lies.
pub(super) fn place(path: &str) -> Option<(&str, usize)> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    let module = inside.split('/').next()?;
    if matches!(inside, "lib" | "main") {
        return Some((module, 0));
    }
    let tests = usize::from(inside.ends_with("_tests"));
    Some((module.strip_suffix("_tests").unwrap_or(module), inside.split('/').count() + tests))
}

/// Tells which module of the crate a path leads into, if it goes through the crate's root.
fn target<'s>(path: &NamePath<'s>, depth: usize) -> Option<&'s str> {
    let segments = path.segments.strip_prefix(&["self"]).unwrap_or(&path.segments);
    if segments.first() == Some(&"crate") {
        return segments.get(1).copied();
    }
    let up = segments.iter().take_while(|segment| **segment == "super").count();
    if up == 0 || up != depth + path.start.modules {
        return None;
    }
    segments.get(up).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    #[test]
    fn good_uses_pass() {
        let cases = [
            ("src/units.rs", "use std::fmt; use super::units::Bytes; mod tests { use super::*; }"),
            (
                "src/chains/mod.rs",
                "use crate::{model::{Sr, Vdi}, units::Bytes}; mod forest; use self::forest::F; pub(crate) fn f() {}",
            ),
            (
                "src/chains/forest.rs",
                "use super::Depth; use super::super::model::Sr; // crate::report\n//! crate::cli",
            ),
            ("src/chains/forest.rs", "mod tests { use super::*; use super::super::*; }"),
            ("src/xo/session_tests.rs", "use super::*; use super::super::rpc::Entered;"),
            ("src/units_tests.rs", "use super::*;"),
            ("src/report/html.rs", "fn f(x: &crate::findings::Finding) -> String { \"crate::cli\".into() }"),
            (
                "src/xo/rpc/transport.rs",
                "use crate::xo::Error; use crate::model::Sr; use super::super::trust::Trust;",
            ),
            ("src/cli/commands/check.rs", "use crate::{xo, report, findings};"),
            ("src/lib.rs", "pub mod xo; pub use crate::xo::Error;"),
            ("tests/it/main.rs", "use crate::report;"),
            ("mock-xo/src/rest.rs", "use crate::report;"),
        ];
        for (path, text) in cases {
            assert_eq!(lines(path, text, keeps_the_directions), [], "{path}: {text}");
        }
    }

    #[test]
    fn bad_uses_are_found() {
        let cases: &[(&str, &str, &[usize])] = &[
            ("src/units.rs", "use crate::model::Sr;", &[1]),
            ("src/model/sr.rs", "\nuse crate::{\n  units::Bytes,\n  chains::{Forest, Depth},\n};", &[4, 4]),
            ("src/chains/mod.rs", "use super::report::View;", &[1]),
            ("src/chains/forest.rs", "use super::super::xo::Session;", &[1]),
            ("src/chains/forest.rs", "mod tests {\n use super::super::super::cli;\n}", &[2]),
            ("src/backup/mod.rs", "fn f() -> crate::storage::Family { todo() }", &[1]),
            ("src/storage/lvm.rs", "type A = Vec<crate::backup::Job>;", &[1]),
            ("src/findings/mod.rs", "use crate::report::Report;", &[1]),
            ("src/xo/mod.rs", "use crate::chains;", &[1]),
            ("src/model/mod.rs", "#[cfg(test)] mod tests { use crate::xo::wire; }", &[1]),
            ("src/model/mod.rs", "use crate::*;", &[1]),
            ("src/model/mod.rs", "use crate::Reexported;", &[1]),
            ("src/report/mod.rs", "use crate::cli::Arguments;", &[1]),
            ("src/xo/session_tests.rs", "use super::super::super::report;", &[1]),
            ("src/units_tests.rs", "use super::super::model;", &[1]),
            ("src/novelty/mod.rs", "\n\nfn f() {}", &[1]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(lines(path, text, keeps_the_directions), *expected, "{path}: {text}");
        }
    }

    #[test]
    fn the_table_has_no_cycle() {
        for (at, (module, allowed)) in ALLOWED.iter().enumerate() {
            let below: Vec<_> = ALLOWED[..at].iter().map(|(name, _)| *name).collect();
            assert!(allowed.iter().all(|name| below.contains(name)), "{module}");
        }
    }
}
