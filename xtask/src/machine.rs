//! What the checks need besides a Rust toolchain, and how it is installed.
//!
//! A C compiler, because ring, zstd and SQLite compile C, and PostgreSQL, because the history is tested on a real one.
//! They are installed from Debian's packages, for root, and only if they are missing. rustfmt and clippy belong to the
//! toolchain, which its owner maintains.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::step;

/// Where Debian's packages put each version of PostgreSQL.
const POSTGRESQL: &str = "/usr/lib/postgresql";

/// Makes sure that a C compiler and PostgreSQL are installed.
pub(crate) fn set_up() -> anyhow::Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut missing = Vec::new();
    match c_compiler(std::env::var("CC").ok().as_deref(), &directories) {
        Some(compiler) => println!("C compiler: {}", compiler.display()),
        None => missing.extend(["gcc", "libc6-dev"]),
    }
    match has_postgresql(Path::new(POSTGRESQL)) {
        true => println!("PostgreSQL: {POSTGRESQL}"),
        false => missing.push("postgresql"),
    }
    if missing.is_empty() {
        return Ok(());
    }
    if !step::answers(Command::new("apt-get").arg("--version")) || !is_root() {
        bail!(
            "a C compiler (`cc`: ring, zstd and SQLite need it) and PostgreSQL (for the tests of the history) must be there; \
             as root: apt-get install {}",
            missing.join(" ")
        );
    }
    println!("installing {} from Debian's packages", missing.join(" "));
    step::run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    step::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install).args(missing))
}

/// Returns whether any version of PostgreSQL has the program that makes a cluster.
fn has_postgresql(versions: &Path) -> bool {
    let has_it = |entry: std::fs::DirEntry| entry.path().join("bin/initdb").is_file();
    std::fs::read_dir(versions).is_ok_and(|entries| entries.flatten().any(has_it))
}

/// Returns whether the toolchain has a component that cargo calls by this name (`fmt`, `clippy`).
pub(crate) fn has_cargo_command(root: &Path, name: &str) -> bool {
    step::answers(&mut step::cargo(root, &[name, "--version"]))
}

/// Finds the C compiler that the `cc` crate would call: `$CC`, else `cc` on the search path.
fn c_compiler(chosen: Option<&str>, directories: &[PathBuf]) -> Option<PathBuf> {
    // `$CC` may hold options or a wrapper (`ccache gcc`): whoever sets it knows why.
    if let Some(chosen) = chosen.map(str::trim).filter(|chosen| !chosen.is_empty()) {
        return Some(PathBuf::from(chosen));
    }
    directories.iter().map(|directory| directory.join("cc")).find(|file| file.is_file())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_of_postgresql_will_do() {
        let here = std::env::temp_dir().join(format!("xtask-postgresql-{}", std::process::id()));
        let bin = here.join("15/bin");
        std::fs::create_dir_all(&bin).unwrap();
        assert!(!has_postgresql(&here), "clients alone");
        std::fs::write(bin.join("initdb"), "").unwrap();
        assert!(has_postgresql(&here));
        assert!(!has_postgresql(&here.join("none")));
        std::fs::remove_dir_all(here).unwrap();
    }

    #[test]
    fn the_compiler_is_the_one_that_the_cc_crate_takes() {
        let here = std::env::temp_dir().join(format!("xtask-machine-{}", std::process::id()));
        let (empty, full) = (here.join("empty"), here.join("full"));
        std::fs::create_dir_all(&empty).unwrap();
        std::fs::create_dir_all(&full).unwrap();
        std::fs::write(full.join("cc"), "").unwrap();
        let both = [empty.clone(), full.clone()];

        assert_eq!(c_compiler(None, &both), Some(full.join("cc")));
        assert_eq!(c_compiler(Some("ccache gcc"), &both), Some(PathBuf::from("ccache gcc")));
        assert_eq!(c_compiler(Some(" "), &both), Some(full.join("cc")), "an empty variable is unset");
        assert_eq!(c_compiler(None, &[empty]), None);
        std::fs::remove_dir_all(here).unwrap();
    }
}
