//! `cargo xtask codegen`: writes what follows from definitions, and what documents show of the program.

use crate::{root, step};

/// Set for the tests that compare documents with the program: they write them instead.
const WRITE: &str = "XTASK_CODEGEN";

/// Writes schemas, pages of the documentation, man pages and completions.
///
/// The program that does it belongs to xo-health; this one only runs it, so that it is compiled without.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = root()?;
    step::step("generated files", || {
        step::run(&mut step::cargo(&root, &["run", "--quiet", "--package", "xo-health-codegen"]))
    })
}

/// Writes the screens in the README and the table in `docs/robustness.md`: what the program prints, by running it.
pub(crate) fn screens() -> anyhow::Result<()> {
    let root = root()?;
    let tests =
        ["test", "--quiet", "--test", "it", "--", "the_readme_shows_the_demo", "the_table_holds_every_fault"];
    step::step("screens in documents", || step::run(step::cargo(&root, &tests).env(WRITE, "1")))
}
