//! The one test command: everything that a change must pass, cheapest first, stopping at the first failure.

use crate::{dead_code, deny, in_ci, machine, outputs, root, step, tidy};

/// Sets up the machine, then runs formatting, house rules, lints, dead code, licences, doc tests, tests, outputs.
///
/// The tests are last, so that the last summary on the screen is theirs, not that of a crate without doc tests.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    let mut skipped = Vec::new();
    step::step("machine", machine::set_up)?;

    if machine::has_cargo_command(&root, "fmt") {
        step::step("formatting", || step::run(&mut step::cargo(&root, &["fmt", "--all", "--check"])))?;
    } else {
        skip(&mut skipped, "formatting", "rustup component add rustfmt");
    }

    step::step("house rules", || tidy::check_repository(&root))?;

    if machine::has_cargo_command(&root, "clippy") {
        let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
        step::step("lints", || step::run(&mut step::cargo(&root, &lints)))?;
    } else {
        skip(&mut skipped, "lints", "rustup component add clippy");
    }

    step::step("dead code", dead_code::run)?;

    // A local run should be quick, without a hundred seconds of installation, but a gate must not be optional.
    if in_ci() && !deny::is_installed(&root) {
        step::step("install cargo-deny", || deny::install(&root))?;
    }
    if deny::is_installed(&root) {
        step::step("licences and origins", || deny::check(&root))?;
    } else {
        skip(&mut skipped, "licences and origins", "cargo xtask deny");
    }

    step::step("doc tests", || {
        step::run(&mut step::cargo(&root, &["test", "--workspace", "--doc", "--quiet"]))
    })?;
    step::step("tests", || step::run(&mut step::cargo(&root, test_command(has_nextest(&root), in_ci()))))?;

    if in_ci() {
        step::step("install what judges the outputs", outputs::install)?;
    }
    if outputs::missing().is_empty() {
        step::step("outputs", || outputs::check(&root))?;
    } else {
        skip(&mut skipped, "outputs", &format!("apt-get install {}", outputs::missing().join(" ")));
    }

    for line in skipped {
        println!("{line}");
    }
    println!("all checks passed");
    Ok(())
}

/// Installs the checkers of outputs that are missing, and runs them.
pub(crate) fn outputs() -> anyhow::Result<()> {
    let root = root()?;
    step::step("install what judges the outputs", outputs::install)?;
    step::step("outputs", || outputs::check(&root))
}

fn skip(skipped: &mut Vec<String>, name: &str, remedy: &str) {
    let line = format!("warning: {name} skipped; to have it: {remedy}");
    println!("{line}\n");
    skipped.push(line);
}

fn has_nextest(root: &std::path::Path) -> bool {
    step::answers(&mut step::cargo(root, &["nextest", "--version"]))
}

fn test_command(nextest: bool, ci: bool) -> &'static [&'static str] {
    match (nextest, ci) {
        (true, true) => &["nextest", "run", "--workspace", "--profile", "ci"],
        (true, false) => &["nextest", "run", "--workspace"],
        // Listed individually: `--all-targets` would run the benches too.
        (false, _) => &["test", "--workspace", "--lib", "--bins", "--tests", "--examples"],
    }
}
