//! House tasks: `cargo xtask` lists them.
//!
//! It is compiled before everything else, so it has few dependencies, and never depends on the code of xo-health.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers talks on its terminal"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

mod codegen;
mod dead_code;
mod deny;
mod dist;
mod machine;
mod outputs;
mod step;
mod test;
mod tidy;
mod worlds;

const USAGE: &str = "\
usage: cargo xtask <task>

  test       set the machine up and run every check: formatting, house rules, lints, dead code, licences,
             tests
  tidy       the house rules only
  deny       the licences and origins of the dependencies; installs cargo-deny where it is missing
  codegen    write schemas, pages of the documentation, man pages and completions
  codegen screens
             write the screens in the README and the table in docs/robustness.md
  codegen pictures
             take the pictures of the README, in Chromium
  outputs    have pages, JUnit, metrics and SARIF judged by the programs that read them
  dead-code  list what is public and used by no program
  worlds DIR [PROGRAM]
             check what the program says of each capture of a folder, and judge it by the truth beside the capture
  dist       build the program as `cargo install` does, and pack it with its documentation";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["deny"] => deny::run(),
        ["codegen"] => codegen::run(),
        ["codegen", "screens"] => codegen::screens(),
        ["codegen", "pictures"] => outputs::pictures(),
        ["outputs"] => test::outputs(),
        ["dead-code"] => dead_code::run(),
        ["dist"] => dist::run(),
        ["worlds", folder] => worlds::run(folder.as_ref(), None),
        ["worlds", folder, program] => worlds::run(folder.as_ref(), Some(program.as_ref())),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Finds the root of the repository to which this run belongs.
///
/// At run time, cargo says which manifest it runs, which is right even if several worktrees share one target
/// directory; the path from compilation is for a program started by hand.
fn root() -> anyhow::Result<PathBuf> {
    let manifest =
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&manifest)
        .parent()
        .map(Path::to_path_buf)
        .with_context(|| format!("{manifest} has no parent directory"))
}

/// Returns whether this runs in continuous integration (`CI=true`).
fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
