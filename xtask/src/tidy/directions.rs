//! Which module of `crates/core` may use which.
//!
//! Cargo enforces the directions between the crates; inside the core, facts flow from `units` up to `outlook`, and
//! nothing reaches back. Tests beside the code count too: a module that cannot be tested without a later one is not
//! below it.

use super::modules::Module;
use super::rust::{Code, NamePath};
use super::{File, Violation};

/// The crate whose modules are layers.
const CORE: &str = "crates/core/src/";

/// A module, and what it may use of the crate besides itself, lowest first.
const ALLOWED: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("display", &["units"]),
    ("pattern", &[]),
    ("model", &["units"]),
    // inventories, jobs and runs for the tests of all modules below
    ("notation", &["units", "model"]),
    ("chains", &["units", "model", "notation"]),
    ("storage", &["units", "model", "notation", "chains"]),
    ("backup", &["units", "model", "notation"]),
    // what is kept of a reading; a forecast may use it
    ("memory", &["units", "model", "notation", "chains", "storage", "backup"]),
    ("forecast", &["units", "model", "notation", "chains", "storage", "backup", "memory"]),
    ("findings", &["units", "pattern", "model", "notation", "chains", "storage", "backup", "forecast"]),
    ("scope", &["units", "display", "pattern", "model", "notation", "backup", "findings"]),
    ("mask", &["units", "pattern", "model", "backup"]),
    (
        "analysis",
        &[
            "units", "pattern", "model", "notation", "chains", "storage", "backup", "memory", "forecast",
            "findings", "scope", "mask",
        ],
    ),
    (
        "outlook",
        &[
            "units", "pattern", "model", "notation", "chains", "storage", "backup", "forecast", "findings",
            "scope", "mask", "analysis",
        ],
    ),
];

/// Checks the paths through the crate's root in a module of the core.
pub(super) fn keeps_the_directions(file: &File, code: &Code, module: &Module) -> Vec<Violation> {
    let Some(own) = module.names.first().filter(|_| module.sources == CORE) else { return Vec::new() };
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == own) else {
        let what =
            format!("module `{own}` has no place in the directions: add it to xtask/src/tidy/directions.rs");
        return vec![Violation::new(file, 1, what)];
    };
    let mut found = Vec::new();
    for path in &code.paths {
        let Some(target) = target(path, module.names.len()) else { continue };
        if target == own || allowed.contains(&target) {
            continue;
        }
        let may = if allowed.is_empty() { "no other module".to_owned() } else { allowed.join(", ") };
        let what = format!("`{own}` must not use `crate::{target}`: it may use {may}");
        found.push(Violation::new(file, path.place.line, what));
    }
    found
}

/// Returns the module of the crate into which a path leads, if it goes through the crate's root.
fn target(path: &NamePath, depth: usize) -> Option<&str> {
    let segments = match &path.segments[..] {
        [first, rest @ ..] if first == "self" => rest,
        all => all,
    };
    if segments.first().is_some_and(|first| first == "crate") {
        return segments.get(1).map(String::as_str);
    }
    let up = segments.iter().take_while(|segment| *segment == "super").count();
    if up == 0 || up != depth + path.place.depth {
        return None;
    }
    segments.get(up).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    #[test]
    fn good_uses_pass() {
        let cases = [
            (
                "crates/core/src/units.rs",
                "use std::fmt; use super::units::Bytes; mod tests { use super::*; }",
            ),
            (
                "crates/core/src/chains/mod.rs",
                "use crate::{model::{Sr, Vdi}, units::Bytes}; mod forest; use self::forest::F; pub(crate) fn f() {}",
            ),
            (
                "crates/core/src/chains/forest.rs",
                "//! crate::cli\nuse super::Depth; use super::super::model::Sr; // crate::report",
            ),
            ("crates/core/src/chains/forest.rs", "mod tests { use super::*; use super::super::*; }"),
            ("crates/core/src/chains/forest/tests.rs", "use super::*; use super::super::super::model::Sr;"),
            ("crates/core/src/findings/mod.rs", "fn f() -> String { \"crate::outlook\".into() }"),
            ("crates/core/src/lib.rs", "pub mod outlook; pub use crate::outlook::Outlook;"),
            ("crates/report/src/text.rs", "use crate::anything;"),
            ("src/cli/commands/check.rs", "use crate::cli;"),
        ];
        for (path, text) in cases {
            assert_eq!(lines(path, text, keeps_the_directions), [0_usize; 0], "{path}: {text}");
        }
    }

    #[test]
    fn bad_uses_are_found() {
        let cases: &[(&str, &str, &[usize])] = &[
            ("units.rs", "use crate::model::Sr;", &[1]),
            ("model/sr.rs", "\nuse crate::{\n  units::Bytes,\n  chains::{Forest, Depth},\n};", &[4, 4]),
            ("chains/mod.rs", "use super::findings::View;", &[1]),
            ("chains/forest.rs", "use super::super::forecast::Forecast;", &[1]),
            ("chains/forest.rs", "mod tests {\n use super::super::super::backup;\n}", &[2]),
            ("backup/mod.rs", "fn f() -> crate::storage::Family { todo() }", &[1]),
            ("backup/mod.rs", "fn f() { assert_eq!(1, crate::storage::need()); }", &[1]),
            ("storage/lvm.rs", "type A = Vec<crate::backup::Job>;", &[1]),
            ("findings/mod.rs", "use crate::outlook::Outlook;", &[1]),
            ("model/mod.rs", "#[cfg(test)] mod tests { use crate::chains::Chains; }", &[1]),
            ("model/mod.rs", "use crate::*;", &[1]),
            ("model/mod.rs", "use crate::Reexported;", &[1]),
            ("novelty/mod.rs", "\n\nfn f() {}", &[1]),
        ];
        for (path, text, expected) in cases {
            let path = format!("{CORE}{path}");
            assert_eq!(lines(&path, text, keeps_the_directions), *expected, "{path}: {text}");
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
