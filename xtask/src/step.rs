//! One step of a task: a heading, a program, its duration. The first that fails ends the task.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};

/// Runs `work` under a one-line heading, and prints how long it took.
pub(crate) fn step(name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    println!("=== {name}");
    // Child processes write to the same terminal, past our buffer.
    std::io::stdout().flush()?;
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(()) => {
            println!("--- {name}: ok in {seconds:.1} s\n");
            Ok(())
        }
        Err(error) => {
            println!("--- {name}: FAILED after {seconds:.1} s\n");
            Err(error.context(format!("{name} failed")))
        }
    }
}

/// Builds a call of cargo in the root of the repository, as if typed there.
///
/// `cargo run` tells the program it starts about its package; a build script that watches one of these
/// variables (ring's does) would run again whenever calls by hand and from here alternate.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_the_package) {
            command.env_remove(name);
        }
    }
    if crate::in_ci() {
        // Nobody builds a second time there: incremental files would only cost time and disk.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command.current_dir(root).args(arguments);
    command
}

fn is_of_the_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
        .iter()
        .any(|prefix| variable.starts_with(prefix))
        || variable == "CARGO_PRIMARY_PACKAGE"
}

/// Runs a command to its end; an exit code other than 0 is an error that names the command.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{shown}`; is it installed?"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// Returns whether a command can be started and succeeds; its output is discarded.
pub(crate) fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Writes a command as a person would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_named_with_its_code() {
        let error = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` ended with exit status: 3");
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let error = run(&mut Command::new("/nonexistent/tool")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `tool`; is it installed?");
        assert!(!answers(&mut Command::new("/nonexistent/tool")));
    }

    #[test]
    fn a_failing_step_fails_the_task_and_keeps_the_cause() {
        let error = step("lints", || bail!("two warnings")).unwrap_err();
        assert_eq!(format!("{error:#}"), "lints failed: two warnings");
        step("nothing", || Ok(())).unwrap();
    }

    #[test]
    fn cargo_variables_of_the_package_are_not_passed_on() {
        for name in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_BIN_NAME", "CARGO_PRIMARY_PACKAGE"] {
            assert!(is_of_the_package(name), "{name}");
        }
        for name in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_TERM_COLOR", "RUSTFLAGS"] {
            assert!(!is_of_the_package(name), "{name}");
        }
    }
}
