//! `cargo xtask codegen`: writes what is generated from definitions, and the screens in documents.

use crate::{root, step};

/// Set for the tests that compare documents with the program, which then write them instead.
const WRITE: &str = "XTASK_CODEGEN";

/// Writes schemas, pages of the documentation, man pages and completions.
///
/// The generator depends on xo-health; this crate only runs it, so that it compiles without xo-health.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    step::step("generated files", || {
        step::run(&mut step::cargo(&root, &["run", "--quiet", "--package", "xo-health-codegen"]))
    })
}

/// Writes the screens in the README and the table in `docs/robustness.md`, by running the program.
pub(crate) fn screens() -> anyhow::Result<()> {
    let root = root()?;
    let tests =
        ["test", "--quiet", "--test", "it", "--", "the_readme_shows_the_demo", "the_table_holds_every_fault"];
    step::step("screens in documents", || step::run(step::cargo(&root, &tests).env(WRITE, "1")))
}
