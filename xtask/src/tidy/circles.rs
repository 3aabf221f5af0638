//! No two files of one part need each other: files in a circle can only be read, tested and changed together.
//!
//! A file needs another if its code names an item there, through whatever `use` the name is imported. A `pub use` only
//! re-exports a name and needs nothing. Methods and fields are not seen: they belong to values that something else
//! named.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::modules::Module;
use super::rust::Code;

/// The parts that are free of circles: the folder of a crate's sources, and one of its modules or all.
const PARTS: &[(&str, Option<&str>)] = &[
    ("crates/core/src/", Some("forecast")),
    ("crates/core/src/", Some("model")),
    ("crates/core/src/", Some("findings")),
    ("crates/explain/src/", None),
    ("mock-xo/src/", Some("rest")),
];

/// Files that are in a circle today. This list may only shrink.
const KNOWN: &[&str] = &[];

/// The file with this list.
const OWN: &str = "xtask/src/tidy/circles.rs";

/// Which file needs which others, by their paths.
type Needs<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// Checks that no files of a part need each other, and that each exception is still one.
pub(super) fn has_no_circles(
    sources: &BTreeMap<&str, Code>,
    modules: &BTreeMap<String, Module>,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (folder, part) in PARTS {
        let is_inside = |module: &Module| {
            module.sources == *folder
                && part.is_none_or(|part| module.names.first().is_some_and(|name| name == part))
        };
        let needs = needs(sources, modules, is_inside);
        for (path, others) in &needs {
            let back: Vec<_> = others.iter().copied().filter(|other| reaches(&needs, other, path)).collect();
            if back.is_empty() {
                continue;
            }
            seen.insert(*path);
            if !KNOWN.contains(path) {
                let what = format!("is in a circle with {}: move what both need below both", back.join(", "));
                found.push(Violation { path: (*path).to_owned(), line: 1, what });
            }
        }
    }
    // samples in tests of the rules contain none of the exceptions
    let is_whole = sources.contains_key(OWN);
    for path in KNOWN.iter().filter(|path| is_whole && !seen.contains(*path)) {
        let what = format!("{path} is in no circle any more: take it off the list");
        found.push(Violation { path: OWN.to_owned(), line: 1, what });
    }
    found
}

/// Returns whether `from` needs `to`, directly or through others.
fn reaches(needs: &Needs<'_>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(path) = open.pop() {
        if path == to {
            return true;
        }
        if seen.insert(path) {
            open.extend(needs.get(path).into_iter().flatten());
        }
    }
    false
}

/// Finds which file of a part needs which others.
fn needs<'s>(
    sources: &'s BTreeMap<&str, Code>,
    modules: &'s BTreeMap<String, Module>,
    is_inside: impl Fn(&Module) -> bool,
) -> Needs<'s> {
    let mut files = BTreeMap::new();
    for (path, module) in modules {
        if let Some(code) = sources.get(path.as_str()) {
            files.insert((module.sources.as_str(), module.names.as_slice()), (path.as_str(), module, code));
        }
    }
    let names = Names { files };
    let mut needs = Needs::new();
    for (path, module) in modules.iter().filter(|(_, module)| !module.test && is_inside(module)) {
        let Some(code) = sources.get(path.as_str()) else { continue };
        let used = code.paths.iter().filter(|used| !used.place.test && !used.reexported);
        let others = used.filter_map(|used| names.file_of(module, &used.segments, used.place.depth, 0));
        let others =
            others.filter(|(other, module)| *other != path && is_inside(module)).map(|(other, _)| other);
        needs.insert(path.as_str(), others.collect());
    }
    needs
}

/// Steps from name to name after which an import counts as leading to itself.
const STEPS: usize = 16;

/// Finds the file of a name.
struct Names<'s> {
    /// The path, module and source of each file, by the crate and the names from its root.
    files: BTreeMap<(&'s str, &'s [String]), (&'s str, &'s Module, &'s Code)>,
}

impl<'s> Names<'s> {
    /// Finds the file with the item that a path in `module` names; `None` for other crates, and for a module itself.
    ///
    /// `depth` is the number of inline modules around the path.
    fn file_of(
        &self,
        module: &Module,
        path: &[String],
        depth: usize,
        steps: usize,
    ) -> Option<(&'s str, &'s Module)> {
        let (first, rest) = path.split_first()?;
        let mut names = module.names.clone();
        let mut rest = rest;
        match first.as_str() {
            "crate" => names.clear(),
            "self" => {}
            "super" => {
                let more = rest.iter().take_while(|name| *name == "super").count();
                rest = &rest[more..];
                for _ in depth..=more {
                    names.pop()?;
                }
            }
            _ => {
                rest = path;
                // without a prefix, only what this file itself names
                let (_, _, code) = self.files.get(&(module.sources.as_str(), names.as_slice()))?;
                let child: Vec<String> = names.iter().chain([first]).cloned().collect();
                let is_child = self.files.contains_key(&(module.sources.as_str(), child.as_slice()));
                if !is_child && !code.imports.iter().any(|import| import.name == *first) {
                    return None;
                }
            }
        }
        self.item(&module.sources, names, rest, steps)
    }

    /// Follows the names of a path down from a module.
    fn item(
        &self,
        sources: &str,
        names: Vec<String>,
        path: &[String],
        steps: usize,
    ) -> Option<(&'s str, &'s Module)> {
        let (first, rest) = path.split_first()?;
        let &(file, module, code) = self.files.get(&(sources, names.as_slice()))?;
        let child: Vec<String> = names.iter().chain([first]).cloned().collect();
        if self.files.contains_key(&(sources, child.as_slice())) {
            return self.item(sources, child, rest, steps);
        }
        let import = code.imports.iter().find(|import| import.name == *first && import.depth == 0);
        if let Some(import) = import.filter(|_| steps < STEPS) {
            let path: Vec<String> = import.segments.iter().chain(rest).cloned().collect();
            // an import of its own name, such as that of a crate, leads out
            return if path.first() == Some(first) {
                None
            } else {
                self.file_of(module, &path, 0, steps + 1)
            };
        }
        Some((file, module))
    }
}

#[cfg(test)]
mod tests {
    use super::super::modules::modules;
    use super::*;

    /// Lists which file of `mock-xo/src/rest` needs which others.
    fn needed(files: &[(&'static str, &str)]) -> Vec<String> {
        let root = ("mock-xo/src/lib.rs", "mod rest; mod other;");
        let sources: BTreeMap<_, _> =
            [root].iter().chain(files).map(|(path, text)| (*path, Code::read(text).unwrap())).collect();
        let modules = modules(&sources);
        let needs =
            needs(&sources, &modules, |module| module.names.first().is_some_and(|name| name == "rest"));
        let short =
            |path: &str| path.trim_start_matches("mock-xo/src/rest/").trim_end_matches(".rs").to_owned();
        needs
            .iter()
            .flat_map(|(path, others)| {
                others.iter().map(move |other| format!("{} -> {}", short(path), short(other)))
            })
            .collect()
    }

    #[test]
    fn names_are_followed_to_the_file_that_holds_them() {
        let cases: [(&str, &str, &[&str]); 12] = [
            ("use super::A;", "", &["x -> mod"]),
            ("use super::B;", "", &["x -> y"]),
            ("use super::y; fn f() { y::B::new() }", "", &["x -> y"]),
            ("use crate::rest::{y::B};", "", &["x -> y"]),
            ("use crate::rest::C;", "", &["x -> y"]),
            ("use super::y;", "", &[]),
            ("use crate::other::D; use std::fmt; use y::B;", "", &[]),
            ("fn f() { super::A }", "fn g() { crate::rest::x::f() }", &["x -> mod", "y -> x"]),
            ("pub use super::B;", "", &[]),
            ("#[cfg(test)] mod tests { use super::super::B; }", "", &[]),
            ("mod m { use super::super::B; use super::X; }", "", &["x -> y"]),
            ("use super::y::Z;", "pub use self::Z;", &["x -> y"]),
        ];
        for (x, y, expected) in cases {
            let files = [
                ("mock-xo/src/other.rs", "pub struct D;"),
                ("mock-xo/src/rest/mod.rs", "mod x; mod y; pub use y::B; pub use self::y::E as C; struct A;"),
                ("mock-xo/src/rest/x.rs", x),
                ("mock-xo/src/rest/y.rs", y),
            ];
            assert_eq!(needed(&files), expected, "{x} {y}");
        }
    }

    #[test]
    fn what_a_module_hands_on_it_needs_where_it_uses_it() {
        let files = [
            ("mock-xo/src/rest/mod.rs", "mod x; pub use x::X; fn f(x: X) {}"),
            ("mock-xo/src/rest/x.rs", "use super::f; struct X;"),
        ];
        assert_eq!(needed(&files), ["mod -> x", "x -> mod"]);
    }

    #[test]
    fn circles_are_found_through_others() {
        let needs: Needs<'_> =
            [("a", BTreeSet::from(["b"])), ("b", BTreeSet::from(["c"])), ("c", BTreeSet::from(["b"]))].into();
        for (from, to, expected) in [("b", "b", true), ("b", "c", true), ("c", "a", false), ("a", "c", true)]
        {
            assert_eq!(reaches(&needs, from, to), expected, "{from} {to}");
        }
    }
}
