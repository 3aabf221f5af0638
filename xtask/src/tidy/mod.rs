//! House rules as a test: what a reviewer would otherwise have to look for in the sources.
//!
//! A rule is a function from one file to the places that break it, and knows nothing of the disk; this module
//! collects the files and decides which rule reads which. The rules run as `cargo xtask tidy`, as a step of
//! `cargo xtask test`, and as a unit test.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context as _, bail};

mod circles;
mod directions;
mod english;
mod files;
mod manifests;
mod modules;
mod purity;
mod rust;

/// Folders of code that must build and pass its tests on any machine.
const CODE: [&str; 8] = ["src/", "crates/", "mock-xo/", "xtask/", "tests/", "examples/", "benches/", "fuzz/"];

/// A file of the repository.
#[derive(Debug)]
struct File {
    /// Relative to the root of the repository, with `/` between its parts.
    path: String,
    /// Its content.
    text: String,
}

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    /// As in [`File::path`].
    path: String,
    /// From 1.
    line: usize,
    /// What is wrong, and what to do instead.
    what: String,
}

impl Violation {
    fn new(file: &File, line: usize, what: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Checks this repository: the task `tidy`.
pub(crate) fn run() -> anyhow::Result<()> {
    check_repository(&crate::root()?)
}

/// Checks the repository at `root` and prints each violation.
///
/// # Errors
/// A rule is broken, a file cannot be read, or there is nothing to check.
pub(crate) fn check_repository(root: &Path) -> anyhow::Result<()> {
    let files = collect(root)?;
    if !files.iter().any(|file| file.path.starts_with("src/")) {
        bail!("no sources under {}; is this the repository?", root.display());
    }
    let violations = check(&files);
    for violation in &violations {
        println!("{violation}");
    }
    match violations.len() {
        0 => {
            println!("{} files follow the house rules", files.len());
            Ok(())
        }
        1 => bail!("a house rule is broken"),
        count => bail!("house rules are broken in {count} places"),
    }
}

/// Applies every rule to its files; the result is sorted by file and line.
fn check(files: &[File]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut sources = BTreeMap::new();
    for file in files {
        if is_code(&file.path) {
            found.extend(files::names_no_private_material(file));
        }
        if file.path.ends_with("Cargo.toml") {
            found.extend(manifests::says_why_of_each_dependency(file));
            found.extend(manifests::depends_in_one_direction(file));
        }
        if file.path.ends_with(".rs") {
            match rust::Code::read(&file.text) {
                Ok(code) => _ = sources.insert(file.path.as_str(), code),
                Err(error) => {
                    let line = error.span().start().line;
                    found.push(Violation::new(file, line, format!("does not parse: {error}")));
                }
            }
        }
    }
    let modules = modules::modules(&sources);
    for file in files {
        if let Some(code) = sources.get(file.path.as_str()) {
            found.extend(check_source(file, code, modules.get(&file.path)));
        }
    }
    found.extend(circles::has_no_circles(&sources, &modules));
    found.sort();
    found
}

fn check_source(file: &File, code: &rust::Code, module: Option<&modules::Module>) -> Vec<Violation> {
    let mut found = files::leaves_nothing_to_do(file, code);
    found.extend(english::is_plain(file, code));
    if !is_module(&file.path) {
        return found;
    }
    found.extend(files::starts_with_its_purpose(file));
    found.extend(modules::is_compiled(file, module));
    if let Some(module) = module {
        found.extend(files::is_short(file, code, module));
        found.extend(directions::keeps_the_directions(file, code, module));
        found.extend(purity::is_pure(file, code, module));
    }
    found
}

fn is_code(path: &str) -> bool {
    CODE.iter().any(|folder| path.starts_with(folder))
}

/// Returns whether a path is a module of one of our packages, not a test, an example or a bench.
fn is_module(path: &str) -> bool {
    let inside = path.strip_prefix("crates/").and_then(|rest| rest.split_once('/'));
    let inside = inside.map_or(path, |(_, rest)| rest);
    ["src/", "mock-xo/src/", "xtask/src/"].iter().any(|folder| inside.starts_with(folder))
}

/// Reads the Rust files and the manifests of a repository, sorted by path.
fn collect(root: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !path.is_symlink() {
                // Build output, version control, and data: recorded answers are nobody's prose.
                if !matches!(&*name, "target" | "fixtures" | "corpus" | "artifacts") && !name.starts_with('.')
                {
                    folders.push(path);
                }
            } else if path.is_file() && is_read(&name) {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> =
                    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                files.push(File { path: parts.join("/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn is_read(name: &str) -> bool {
    [".rs", ".toml", ".sh", ".py", ".ftl"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies one rule to a text as if it were at `path`; returns the lines of the violations.
    pub(super) fn lines(
        path: &str,
        text: &str,
        rule: impl Fn(&File, &rust::Code, &modules::Module) -> Vec<Violation>,
    ) -> Vec<usize> {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        let (sources, inside) = path.split_once("/src/").unwrap_or(("", path));
        let inside = inside.trim_end_matches(".rs").trim_end_matches("/mod");
        let names = inside.split('/').filter(|name| *name != "lib").map(str::to_owned).collect();
        let module = modules::Module { sources: format!("{sources}/src/"), names, test: false };
        let code = rust::Code::read(text).unwrap_or_default();
        rule(&file, &code, &module).into_iter().map(|violation| violation.line).collect()
    }

    #[test]
    fn this_repository_follows_the_house_rules() {
        let root = crate::root().unwrap();
        let violations: Vec<_> = check(&collect(&root).unwrap()).iter().map(ToString::to_string).collect();
        assert!(violations.is_empty(), "{violations:#?}");
    }

    #[test]
    fn sources_are_found_and_build_output_is_not() {
        let files = collect(&crate::root().unwrap()).unwrap();
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(
            has("src/lib.rs")
                && has("crates/core/src/lib.rs")
                && has("Cargo.toml")
                && has("mock-xo/Cargo.toml")
                && has("xtask/src/tidy/mod.rs")
        );
        assert!(!files.iter().any(|file| file.path.starts_with("target/")));
    }

    #[test]
    fn every_rule_is_applied_and_the_answer_is_sorted() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let long = format!("//! Long.\n{}#[cfg(test)]\nmod toy;", "fn f() {}\n".repeat(500));
        let files = [
            file("crates/core/src/lib.rs", "//! Core.\nmod units;\nmod chains;"),
            file(
                "crates/core/src/units.rs",
                "use crate::model::Sr;\nfn now() { std::fs::read(); todo!() }\n",
            ),
            file("crates/core/src/chains/mod.rs", &long),
            file("crates/core/src/chains/toy.rs", &long),
            file("crates/core/src/lost.rs", "//! Lost."),
            file("crates/explain/src/lib.rs", "//! Explain.\nmod a; struct B;\nfn f(x: a::A) {}"),
            file("crates/explain/src/a.rs", "//! A.\nstruct A(super::B);"),
            file("mock-xo/Cargo.toml", "[dependencies]\nxo-health = { path = \"..\" }\n"),
            file("mock-xo/src/lib.rs", "//! Broken.\nfn f( {}\n"),
            file("tests/it.rs", concat!("const AT: &str = \"/work/", "shared/captures\";\n")),
        ];
        let found: Vec<_> =
            check(&files).into_iter().map(|violation| (violation.path, violation.line)).collect();
        let expected = [
            ("crates/core/src/chains/mod.rs", 501),
            ("crates/core/src/lost.rs", 1),
            ("crates/core/src/units.rs", 1), // no purpose
            ("crates/core/src/units.rs", 1), // direction
            ("crates/core/src/units.rs", 2), // todo
            ("crates/core/src/units.rs", 2), // files
            ("crates/explain/src/a.rs", 1),  // in a circle
            ("crates/explain/src/lib.rs", 1),
            ("mock-xo/Cargo.toml", 2), // no reason
            ("mock-xo/Cargo.toml", 2), // the program itself
            ("mock-xo/src/lib.rs", 2), // does not parse
            ("tests/it.rs", 1),
        ];
        assert_eq!(found, expected.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn a_folder_without_sources_is_an_error() {
        let empty = std::env::temp_dir().join(format!("xtask-tidy-{}", std::process::id()));
        std::fs::create_dir_all(&empty).unwrap();
        assert!(check_repository(&empty).unwrap_err().to_string().starts_with("no sources under"));
        std::fs::remove_dir_all(empty).unwrap();
    }
}
