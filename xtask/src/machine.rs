//! What the checks need of the machine beside a Rust toolchain, and how it gets there.
//!
//! Only a C compiler is installed: ring and zstd compile C. It comes from Debian's packages, for root, and
//! only where no compiler is found. rustfmt and clippy are parts of the toolchain, which is its owner's.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::step;

/// Makes sure that a C compiler is there.
pub(crate) fn set_up() -> anyhow::Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Some(compiler) = c_compiler(std::env::var("CC").ok().as_deref(), &directories) {
        println!("C compiler: {}", compiler.display());
        return Ok(());
    }
    if !step::answers(Command::new("apt-get").arg("--version")) || !is_root() {
        bail!(
            "no C compiler (`cc`) is installed, and ring and zstd need one; as root: apt-get install gcc libc6-dev"
        );
    }
    println!("no C compiler: installing gcc from Debian's packages");
    step::run(Command::new("apt-get").args(["update", "--quiet"]))?;
    step::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "--quiet",
        "--yes",
        "--no-install-recommends",
        "gcc",
        "libc6-dev",
    ]))
}

/// Returns whether the toolchain has a component that cargo calls by this name (`fmt`, `clippy`).
pub(crate) fn has_cargo_command(root: &Path, name: &str) -> bool {
    step::answers(&mut step::cargo(root, &[name, "--version"]))
}

/// Finds the C compiler that the `cc` crate would call: `$CC`, else `cc` on the search path.
fn c_compiler(chosen: Option<&str>, directories: &[PathBuf]) -> Option<PathBuf> {
    // `$CC` may carry options or a wrapper (`ccache gcc`): whoever sets it knows why.
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
