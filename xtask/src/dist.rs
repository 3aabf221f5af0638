//! `cargo xtask dist`: packs the program for distribution in one archive.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::{root, step};

/// What is packed beside the program.
const BESIDE: [&str; 8] =
    ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "completions", "docs", "man", "schemas"];

/// Builds the program as `cargo install` does, and packs it.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    step::step("program", || {
        let build = ["build", "--release", "--locked", "--package", "xo-health", "--bin", "xo-health"];
        step::run(&mut step::cargo(&root, &build))
    })?;
    step::step("archive", || pack(&root))
}

/// Packs `target/release/xo-health-VERSION-TARGET.tar.gz`; the same files always give the same bytes.
fn pack(root: &Path) -> anyhow::Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let built = target.join("release");
    let name = format!("xo-health-{}-{}", env!("CARGO_PKG_VERSION"), host(root)?);
    let folder = built.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let files = BESIDE.iter().map(|file| root.join(file)).chain([built.join("xo-health")]);
    step::run(Command::new("cp").arg("-r").args(files).arg(&folder))?;
    let archive = built.join(format!("{name}.tar.gz"));
    // without `-n`, gzip writes the time and a name into its header
    let same = [
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "--use-compress-program=gzip -n",
    ];
    step::run(
        Command::new("tar")
            .current_dir(&built)
            .args(same)
            .arg("--create")
            .arg("--file")
            .arg(&archive)
            .arg(&name),
    )?;
    println!("{}", archive.display());
    Ok(())
}

/// Asks the compiler for its target.
fn host(root: &Path) -> anyhow::Result<String> {
    let output = step::cargo(root, &["--version", "--verbose"]).output().context("cannot start cargo")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let Some(host) = text.lines().find_map(|line| line.strip_prefix("host: ")) else {
        bail!("`cargo --version --verbose` names no host");
    };
    Ok(host.to_owned())
}
