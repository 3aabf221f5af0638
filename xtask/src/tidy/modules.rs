//! Which file is which module of which crate, by the `mod` declarations that lead to it.

use std::collections::BTreeMap;

use super::rust::{Code, Declaration};
use super::{File, Violation, is_module};

/// A file as a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Module {
    /// The folder of its crate's sources: `crates/core/src/`.
    pub(super) sources: String,
    /// The names from the crate's root to it; empty for the root.
    pub(super) names: Vec<String>,
    /// Whether it is only compiled for tests.
    pub(super) test: bool,
}

/// Finds the module of each file that a `lib.rs` or `main.rs` leads to.
pub(super) fn modules(sources: &BTreeMap<&str, Code>) -> BTreeMap<String, Module> {
    let mut found = BTreeMap::new();
    for path in sources.keys().filter(|path| is_module(path)) {
        let Some((folder, "lib.rs" | "main.rs")) = path.rsplit_once('/') else { continue };
        // `src/bin/x/main.rs` and the like would be roots too, but there are none.
        if !folder.ends_with("src") {
            continue;
        }
        let root = Module { sources: format!("{folder}/"), names: Vec::new(), test: false };
        let mut open = vec![((*path).to_owned(), root)];
        while let Some((path, module)) = open.pop() {
            if let Some(code) = sources.get(path.as_str()) {
                open.extend(code.modules.iter().filter_map(|child| child_of(&path, &module, child, sources)));
            }
            found.insert(path, module);
        }
    }
    found
}

/// Finds the file to which a `mod name;` leads.
fn child_of(
    path: &str,
    module: &Module,
    child: &Declaration,
    sources: &BTreeMap<&str, Code>,
) -> Option<(String, Module)> {
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.strip_suffix(".rs")?;
    let own = match stem {
        "lib" | "main" | "mod" => folder.to_owned(),
        _ => format!("{folder}/{stem}"),
    };
    let inside = child.names.join("/");
    let candidates = match &child.path {
        Some(path) => vec![format!("{folder}/{path}")],
        None => vec![format!("{own}/{inside}.rs"), format!("{own}/{inside}/mod.rs")],
    };
    let path = candidates.into_iter().find(|path| sources.contains_key(path.as_str()))?;
    let names = module.names.iter().chain(&child.names).cloned().collect();
    Some((path, Module { sources: module.sources.clone(), names, test: module.test || child.test }))
}

/// Checks that a source is compiled at all, which means that `mod` declarations lead to it.
pub(super) fn is_compiled(file: &File, module: Option<&Module>) -> Vec<Violation> {
    if module.is_some() {
        return Vec::new();
    }
    vec![Violation::new(file, 1, "no `mod` leads to this file: declare it or delete it")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_through_their_declarations() {
        let sources = [
            ("crates/a/src/lib.rs", "mod b; mod c { mod d; } #[cfg(test)] mod toy;"),
            ("crates/a/src/b.rs", "mod e; #[cfg(test)] #[path = \"b_tests.rs\"] mod tests;"),
            ("crates/a/src/b_tests.rs", "mod deep;"),
            ("crates/a/src/b/e.rs", ""),
            ("crates/a/src/c/d.rs", ""),
            ("crates/a/src/toy/mod.rs", "mod part;"),
            ("crates/a/src/toy/part.rs", ""),
            ("crates/a/src/lost.rs", ""),
            ("src/main.rs", ""),
            ("tests/it/main.rs", "mod x;"),
        ];
        let sources = sources.into_iter().map(|(path, text)| (path, Code::read(text).unwrap())).collect();
        let found: Vec<_> = modules(&sources)
            .into_iter()
            .map(|(path, module)| (path, module.names.join("::"), module.test))
            .collect();
        let expected = [
            ("crates/a/src/b.rs", "b", false),
            ("crates/a/src/b/e.rs", "b::e", false),
            ("crates/a/src/b_tests.rs", "b::tests", true),
            ("crates/a/src/c/d.rs", "c::d", false),
            ("crates/a/src/lib.rs", "", false),
            ("crates/a/src/toy/mod.rs", "toy", true),
            ("crates/a/src/toy/part.rs", "toy::part", true),
            ("src/main.rs", "", false),
        ];
        assert_eq!(found, expected.map(|(path, names, test)| (path.to_owned(), names.to_owned(), test)));
    }
}
