//! Writes the files derived from definitions elsewhere; `cargo xtask codegen` runs it.
//!
//! Schemas come from the document types, documentation pages from the catalogues, man pages and completions from the
//! arguments. [`files`] makes them all in memory; a test compares them with the files checked in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

mod pages;
mod schemas;
mod usage;

/// The folders that hold only generated files.
const FOLDERS: [&str; 3] = ["completions", "man", "schemas"];

/// Generated files: the path from the repository root, and the text.
type Files = BTreeMap<String, String>;

/// Writes what is out of date and removes what is no longer generated.
fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = files()?;
    for (path, text) in &files {
        let path = root.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for path in surplus(&root, &files)? {
        fs::remove_file(root.join(&path)).with_context(|| format!("cannot remove {path}"))?;
    }
    Ok(())
}

/// Makes every generated file.
fn files() -> anyhow::Result<Files> {
    let mut files = schemas::files()?;
    files.extend(pages::files());
    files.extend(usage::files()?);
    Ok(files)
}

/// Lists the files in the generated folders that are not among `files`.
fn surplus(root: &Path, files: &Files) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for entry in entries {
            let name = entry.with_context(|| format!("cannot list {folder}"))?.file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if !files.contains_key(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_checked_in_is_what_the_definitions_say() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let files = files().unwrap();
        let is_stale = |(path, text): &(&String, &String)| {
            fs::read_to_string(root.join(path.as_str())).ok().as_ref() != Some(*text)
        };
        let stale: Vec<_> = files.iter().filter(is_stale).map(|(path, _)| path).collect();
        let surplus = surplus(&root, &files).unwrap();
        assert!(
            stale.is_empty() && surplus.is_empty(),
            "stale: {stale:?}, surplus: {surplus:?}; run `cargo xtask codegen`"
        );
    }
}
