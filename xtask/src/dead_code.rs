//! `cargo xtask dead-code`: finds public items that none of our programs uses.
//!
//! The compiler warns of dead code only if it is not reachable from outside. So the sources of all crates are copied
//! below `target/dead-code`, as private modules of one program that calls the `main` of each of our programs and
//! examples, and that program is compiled. Paths through a crate's root are rewritten to its module there, paths of
//! included files to the originals; lines stay where they are. Templates go beside the manifest, where their macro
//! looks for them. An unused item that has to stay says so: `#[allow(dead_code, reason = "…")]`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;

use crate::{root, step};

/// The crates that exist for the tests of the others, with their names in code: what those tests name is in use, with
/// everything that it needs.
const FOR_TESTS: [(&str, &str); 2] = [("mock-xo", "mock_xo"), ("crates/invariants", "xo_health_invariants")];

/// What keeps a function, and so what it calls, in the copies.
const KEEP: &str = "#[allow(dead_code)] ";

/// The folders with tests that use them.
const TESTS: [&str; 6] =
    ["benches", "crates/client/src", "crates/core/src", "mock-xo/tests", "tests", "xtask/src"];

/// A package of the workspace, as far as this task needs it.
struct Package {
    /// The name of its library in code, and the root of its sources.
    library: Option<(String, PathBuf)>,
    /// The sources of its programs and examples.
    programs: Vec<PathBuf>,
}

/// Compiles everything as one program, prints what is dead, and fails if anything is.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    let metadata = metadata(&root)?;
    let dead = dead_code(&root, &metadata)?;
    for line in &dead {
        println!("{line}");
    }
    if dead.is_empty() {
        println!("every item is used");
        return Ok(());
    }
    bail!("{} items are used by no program; remove them, or keep them under `#[cfg(test)]`", dead.len());
}

fn metadata(root: &Path) -> anyhow::Result<Value> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let output = step::cargo(root, &arguments).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("`cargo metadata` failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("`cargo metadata` answered no JSON")
}

/// Lists what is dead, one line each, as `path:line: what`.
fn dead_code(root: &Path, metadata: &Value) -> anyhow::Result<Vec<String>> {
    let target = PathBuf::from(text(&metadata["target_directory"])).join("dead-code");
    let packages: Vec<_> = list(&metadata["packages"]).iter().filter_map(package).collect();
    let libraries: BTreeSet<_> = packages
        .iter()
        .filter_map(|package| package.library.as_ref())
        .map(|(name, _)| name.clone())
        .collect();

    let mut tested = BTreeSet::new();
    for folder in TESTS {
        names(&root.join(folder), &mut tested)?;
    }
    let mut sources =
        Sources { folder: target.join("src"), libraries, tested, programs: 0, origins: BTreeMap::new() };
    let mut main = String::from("#![warn(dead_code)]\n");
    let mut calls = String::new();
    for package in &packages {
        if let Some((name, path)) = &package.library {
            copy_templates(path, &target.join("templates"))?;
            sources.copy_folder(name, path)?;
            let _ = writeln!(main, "mod {name};");
        }
        for path in &package.programs {
            let name = format!("program_{}", sources.programs);
            sources.copy_program(&name, package, path)?;
            let _ = writeln!(main, "mod {name};");
            let _ = writeln!(calls, "    {name}::start();");
        }
    }
    let _ = write!(main, "fn main() {{\n{calls}}}\n");
    write_if_new(&sources.folder.join("main.rs"), &main)?;
    write_if_new(&target.join("Cargo.toml"), &manifest(metadata))?;
    fs::copy(root.join("Cargo.lock"), target.join("Cargo.lock")).context("cannot copy Cargo.lock")?;
    sources.remove_others()?;

    // cargo repeats the messages of crates that are up to date
    let check = ["check", "--offline", "--quiet", "--message-format", "json"];
    let output = step::cargo(&target, &check)
        .env("CARGO_TARGET_DIR", text(&metadata["target_directory"]))
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if !output.status.success() {
        let errors = messages.iter().filter(|message| message["message"]["level"] == "error");
        let errors: Vec<_> = errors.map(|error| text(&error["message"]["rendered"])).take(20).collect();
        bail!("the joined sources do not compile:\n{}", errors.join("\n"));
    }
    let mut dead: Vec<_> = messages.iter().flat_map(|message| places(&message["message"])).collect();
    dead.sort();
    dead.dedup();
    let mut lines = Vec::new();
    for place in dead {
        let copy = target.join(&place.file);
        let path = sources.origins.get(&copy).unwrap_or(&copy);
        let path = path.strip_prefix(root).unwrap_or(path);
        if FOR_TESTS.iter().any(|(folder, _)| path.starts_with(folder))
            && sources.tested.contains(&place.name)
        {
            continue;
        }
        lines.push(format!("{}:{}: {}", path.display(), place.line, place.name));
    }
    Ok(lines)
}

/// Reads a package of the workspace; `None` for this one, whose dead code the compiler reports itself.
fn package(package: &Value) -> Option<Package> {
    if package["name"] == env!("CARGO_PKG_NAME") {
        return None;
    }
    let has_kind = |target: &&Value, kind: &str| list(&target["kind"]).iter().any(|other| other == kind);
    let targets = list(&package["targets"]);
    let source = |target: &Value| PathBuf::from(text(&target["src_path"]));
    let library = targets
        .iter()
        .find(|target| has_kind(target, "lib"))
        .map(|target| (text(&target["name"]).replace('-', "_"), source(target)));
    let programs = targets.iter().filter(|target| has_kind(target, "bin") || has_kind(target, "example"));
    let programs = programs.map(source).collect();
    Some(Package { library, programs })
}

/// Writes the manifest of the joined program: the dependencies of all crates, and of their tests.
fn manifest(metadata: &Value) -> String {
    let packages = list(&metadata["packages"]);
    let is_ours = |name: &Value| packages.iter().any(|package| package["name"] == *name);
    // (name, requirement, default features, features)
    let mut wanted: BTreeMap<&str, (&str, bool, BTreeSet<&str>)> = BTreeMap::new();
    for package in packages.iter().filter(|package| package["name"] != env!("CARGO_PKG_NAME")) {
        for dependency in list(&package["dependencies"]) {
            let is_for_tests = !dependency["kind"].is_null() || dependency["optional"] == true;
            if is_for_tests || is_ours(&dependency["name"]) {
                continue;
            }
            let entry = wanted
                .entry(text(&dependency["name"]))
                .or_insert_with(|| (text(&dependency["req"]), false, BTreeSet::new()));
            entry.1 |= dependency["uses_default_features"] == true;
            entry.2.extend(list(&dependency["features"]).iter().map(text));
        }
    }
    let mut manifest = String::from(
        "[package]\nname = \"dead-code\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n\n[dependencies]\n",
    );
    for (name, (version, default, features)) in wanted {
        let features: Vec<_> = features.into_iter().collect();
        let _ = writeln!(
            manifest,
            "{name} = {{ version = \"{version}\", default-features = {default}, features = {features:?} }}"
        );
    }
    manifest
}

/// The place of something dead, in the copies.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Relative to the folder of the joined program.
    file: String,
    line: u64,
    name: String,
}

/// Lists the places in a message of the compiler, if it is about dead code.
fn places(message: &Value) -> Vec<Place> {
    if message["code"]["code"] != "dead_code" {
        return Vec::new();
    }
    let spans = list(&message["spans"]).iter().filter(|span| span["is_primary"] == true);
    let place = |span: &Value| Place {
        file: text(&span["file_name"]).to_owned(),
        line: span["line_start"].as_u64().unwrap_or_default(),
        name: marked(&span["text"][0]),
    };
    spans.map(place).collect()
}

/// Returns the part of its first line that a span marks.
fn marked(line: &Value) -> String {
    let column = |key: &str| line[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(1) - 1;
    let (start, end) = (column("highlight_start"), column("highlight_end"));
    text(&line["text"]).chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// Collects every name in the sources of `folder`.
fn names(folder: &Path, found: &mut BTreeSet<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            names(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let code =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            found.extend(words.map(str::to_owned));
        }
    }
    Ok(())
}

/// The copies, and their originals.
struct Sources {
    /// The folder of the copies.
    folder: PathBuf,
    /// The names of our libraries.
    libraries: BTreeSet<String>,
    /// Every name in tests that use [`FOR_TESTS`].
    tested: BTreeSet<String>,
    /// How many programs were copied.
    programs: usize,
    /// The original of each copy.
    origins: BTreeMap<PathBuf, PathBuf>,
}

impl Sources {
    /// Copies the whole folder of a crate's root as a module, because files that Rust includes are beside the sources.
    fn copy_folder(&mut self, name: &str, crate_root: &Path) -> anyhow::Result<()> {
        let from = crate_root.parent().context("a crate lies in a folder")?.to_path_buf();
        let mut open = vec![from.clone()];
        while let Some(folder) = open.pop() {
            let entries =
                fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let inside = path.strip_prefix(&from)?;
                let inside = if path == crate_root { Path::new("mod.rs") } else { inside };
                let to = self.folder.join(name).join(inside);
                self.copy(&path, to, name)?;
            }
        }
        Ok(())
    }

    /// Copies a program; beside a library, or as an example, it is a single file.
    fn copy_program(&mut self, name: &str, package: &Package, main: &Path) -> anyhow::Result<()> {
        self.programs += 1;
        let is_alone = package.library.is_none() && main.ends_with("src/main.rs");
        let copy = if is_alone {
            self.copy_folder(name, main)?;
            self.folder.join(name).join("mod.rs")
        } else {
            let copy = self.folder.join(format!("{name}.rs"));
            let own = package.library.as_ref().map_or(name, |(library, _)| library);
            self.copy(main, copy.clone(), own)?;
            copy
        };
        // `main` itself is private
        let code = fs::read_to_string(&copy).with_context(|| format!("cannot read {}", copy.display()))?;
        let start = "pub(crate) fn start() { let _ = main(); }\n";
        if code.ends_with(start) {
            return Ok(());
        }
        write_if_new(&copy, &format!("{code}{start}"))
    }

    fn copy(&mut self, from: &Path, to: PathBuf, own: &str) -> anyhow::Result<()> {
        let cannot = || format!("cannot copy {}", from.display());
        if from.extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(from).with_context(cannot)?;
            let is_for_tests = FOR_TESTS.iter().any(|(_, library)| own == *library);
            let kept = |name: &str| is_for_tests && self.tested.contains(name);
            let folder = from.parent().with_context(cannot)?;
            let code = joined(&code, own, folder, &self.libraries, &kept);
            let code = code.map_err(|error| anyhow::anyhow!("{error}")).with_context(cannot)?;
            write_if_new(&to, &code)?;
        } else {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).with_context(cannot)?;
            }
            fs::copy(from, &to).with_context(cannot)?;
        }
        self.origins.insert(to, from.to_path_buf());
        Ok(())
    }

    /// Removes copies without an original.
    fn remove_others(&self) -> anyhow::Result<()> {
        let mut open = vec![self.folder.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                } else if !self.origins.contains_key(&path) && path != self.folder.join("main.rs") {
                    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
                }
            }
        }
        Ok(())
    }
}

/// Copies the templates of a crate, whose macro looks for them beside the manifest (askama's `dirs`).
fn copy_templates(crate_root: &Path, to: &Path) -> anyhow::Result<()> {
    let Some(from) = crate_root.parent().and_then(Path::parent).map(|own| own.join("templates")) else {
        return Ok(());
    };
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(&from).with_context(|| format!("cannot list {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let to = to.join(name);
        if to.exists() && fs::read(&to).ok() == fs::read(&path).ok() {
            continue;
        }
        fs::copy(&path, to).with_context(|| format!("cannot copy {}", path.display()))?;
    }
    Ok(())
}

/// Rewrites the paths of a source that start at a crate's root, so that they start at the module of that crate.
///
/// `own` is the module of the source's crate, `folder` the source's folder; functions that are `kept` need no
/// use. No line moves.
fn joined(
    code: &str,
    own: &str,
    folder: &Path,
    libraries: &BTreeSet<String>,
    kept: &dyn Fn(&str) -> bool,
) -> Result<String, proc_macro2::LexError> {
    let tokens: TokenStream = code.parse()?;
    let mut places = Vec::new();
    collect(tokens.clone(), own, libraries, &mut places);
    includes(tokens.clone(), folder, &mut places);
    keep(tokens, kept, &mut places);
    places.sort_unstable();
    let mut joined = String::with_capacity(code.len());
    let mut end = 0;
    for (at, length, text) in places {
        joined.push_str(&code[end..at]);
        joined.push_str(&text);
        end = at + length;
    }
    joined.push_str(&code[end..]);
    Ok(joined)
}

/// Collects the replacements: first byte, number of bytes, new text.
fn collect(
    tokens: TokenStream,
    own: &str,
    libraries: &BTreeSet<String>,
    places: &mut Vec<(usize, usize, String)>,
) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon =
        |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    for (at, token) in tokens.iter().enumerate() {
        let name = match token {
            TokenTree::Group(group) => {
                collect(group.stream(), own, libraries, places);
                continue;
            }
            TokenTree::Ident(name) => name,
            _ => continue,
        };
        let follows_colons = at > 1 && is_colon(tokens.get(at - 1)) && is_colon(tokens.get(at - 2));
        let starts_path = is_colon(tokens.get(at + 1)) && is_colon(tokens.get(at + 2)) && !follows_colons;
        let range = name.span().byte_range();
        let word = name.to_string();
        let text = if word == "crate" && starts_path {
            format!("crate::{own}")
        } else if libraries.contains(&word) && starts_path {
            format!("crate::{word}")
        } else {
            continue;
        };
        places.push((range.start, range.len(), text));
    }
}

/// Collects the paths of files included as text or bytes: relative ones become those of the originals.
fn includes(tokens: TokenStream, folder: &Path, places: &mut Vec<(usize, usize, String)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let is_include = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Ident(name)) if name == "include_str" || name == "include_bytes");
        if at < 2 || !is_include(tokens.get(at - 2)) {
            includes(group.stream(), folder, places);
            continue;
        }
        let first = group.stream().into_iter().next();
        if matches!(&first, Some(TokenTree::Ident(name)) if name == "concat") {
            // the output of a build script is empty here
            let from = group.span_open().byte_range().end;
            let until = group.span_close().byte_range().start;
            places.push((from, until - from, "\"/dev/null\"".to_owned()));
            continue;
        }
        let Some(TokenTree::Literal(path)) = first else { continue };
        let range = path.span().byte_range();
        let written = path.to_string();
        let absolute = folder.join(written.trim_matches('"'));
        places.push((range.start, range.len(), format!("{:?}", absolute.display().to_string())));
    }
}

/// Collects where to put [`KEEP`]: before functions that are `kept`, including what precedes their `fn`.
fn keep(tokens: TokenStream, kept: &dyn Fn(&str) -> bool, places: &mut Vec<(usize, usize, String)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    // where the current item starts: at the first of the words before `fn`
    let mut start = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "fn" => {
                let first = start.take().unwrap_or_else(|| word.span().byte_range().start);
                if matches!(tokens.get(at + 1), Some(TokenTree::Ident(name)) if kept(&name.to_string())) {
                    places.push((first, 0, KEEP.to_owned()));
                }
            }
            TokenTree::Ident(word)
                if ["pub", "const", "async", "unsafe"].iter().any(|other| word == other) =>
            {
                start = start.or_else(|| Some(word.span().byte_range().start));
            }
            // `pub(crate)`
            TokenTree::Group(group) if start.is_some() && group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Group(group) => {
                start = None;
                keep(group.stream(), kept, places);
            }
            _ => start = None,
        }
    }
}

fn write_if_new(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_from_a_root_lead_to_its_module() {
        let cases = [
            ("use crate::a::{b, c};", "use crate::own::a::{b, c};"),
            ("use our_core::a; // crate::a", "use crate::our_core::a; // crate::a"),
            (
                "pub(crate) fn f(x: crate::A) -> our_core::B {}",
                "pub(crate) fn f(x: crate::own::A) -> crate::our_core::B {}",
            ),
            ("pub(in crate::cli) fn f() {}", "pub(in crate::own::cli) fn f() {}"),
            ("macro_rules! m { () => { $crate::a() } }", "macro_rules! m { () => { $crate::own::a() } }"),
            (
                "fn f() { a::our_core::b(); let our_core = 1; }",
                "fn f() { a::our_core::b(); let our_core = 1; }",
            ),
            ("const A: &str = \"crate::a\";", "const A: &str = \"crate::a\";"),
            (
                "fn f() { g(include_str!(\"../a.css\"), include_bytes!(\"/b\"), \"../a\") }",
                "fn f() { g(include_str!(\"/f/../a.css\"), include_bytes!(\"/b\"), \"../a\") }",
            ),
            (
                "const P: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/a\")).as_slice();",
                "const P: &[u8] = include_bytes!(\"/dev/null\").as_slice();",
            ),
        ];
        let libraries = BTreeSet::from(["our_core".to_owned()]);
        for (code, expected) in cases {
            assert_eq!(
                joined(code, "own", Path::new("/f"), &libraries, &|_| false).unwrap(),
                expected,
                "{code}"
            );
        }
    }

    #[test]
    fn what_tests_name_is_kept() {
        let cases = [
            ("fn a() { fn b() {} }", "#[allow(dead_code)] fn a() { fn b() {} }"),
            (
                "impl S {\n    pub(crate) const fn a() {}\n}",
                "impl S {\n    #[allow(dead_code)] pub(crate) const fn a() {}\n}",
            ),
            (
                "pub struct A; #[must_use] pub async fn a() {}",
                "pub struct A; #[must_use] #[allow(dead_code)] pub async fn a() {}",
            ),
            ("fn b(a: fn(u8) -> u8) { a() }", "fn b(a: fn(u8) -> u8) { a() }"),
            ("const A: u8 = 1; fn a() {}", "const A: u8 = 1; #[allow(dead_code)] fn a() {}"),
        ];
        for (code, expected) in cases {
            assert_eq!(
                joined(code, "own", Path::new("/f"), &BTreeSet::new(), &|name| name == "a").unwrap(),
                expected,
                "{code}"
            );
        }
    }

    #[test]
    fn dead_code_is_distinguished_from_other_warnings() {
        let message = json!({
            "code": {"code": "dead_code"}, "message": "methods `a` and `b` are never used",
            "spans": [
                {"file_name": "src/m.rs", "line_start": 1, "is_primary": false},
                {"file_name": "src/m.rs", "line_start": 7, "is_primary": true, "text": [
                    {"text": "    fn é_a() {}", "highlight_start": 8, "highlight_end": 11},
                ]},
                {"file_name": "src/m.rs", "line_start": 9, "is_primary": true, "text": []},
            ],
        });
        let found = places(&message).into_iter().map(|place| (place.line, place.name)).collect::<Vec<_>>();
        assert_eq!(found, [(7, "é_a".to_owned()), (9, String::new())]);
        for other in [json!({"code": {"code": "unused_imports"}, "spans": []}), json!({"code": null})] {
            assert_eq!(places(&other), []);
        }
    }
}
