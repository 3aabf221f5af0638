//! Runs cargo-deny over the dependencies: bans, licences, sources (`deny.toml`).
//!
//! Not its advisories: their database is a repository that a machine behind a firewall, such as that of
//! our continuous integration, cannot fetch.

use std::path::Path;

use crate::{root, step};

/// The version for which `deny.toml` was written.
const VERSION: &str = "0.20.2";

/// Settings that halve the time of installation: the tool runs for a second, so it need not be fast.
const BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// Runs cargo-deny, after installing it if it is missing.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    if !is_installed(&root) {
        step::step("install cargo-deny", || install(&root))?;
    }
    step::step("cargo deny", || check(&root))
}

/// Returns whether cargo-deny can be called.
pub(crate) fn is_installed(root: &Path) -> bool {
    step::answers(&mut step::cargo(root, &["deny", "--version"]))
}

/// Compiles and installs cargo-deny for this user (measured: 99 s on 2 cores).
pub(crate) fn install(root: &Path) -> anyhow::Result<()> {
    let arguments =
        ["install", "cargo-deny", "--version", VERSION, "--locked", "--no-default-features", "--quiet"];
    step::run(step::cargo(root, &arguments).envs(BUILD))
}

/// Runs cargo-deny over the whole workspace.
///
/// Not `--offline`: crates for other systems are read too, which are not on the disk at first.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let arguments =
        ["deny", "--workspace", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    step::run(&mut step::cargo(root, &arguments))
}
