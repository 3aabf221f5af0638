//! Man pages and shell completions, from the definition of the arguments.

use anyhow::Context as _;
use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use crate::Files;

/// The name of the program.
const PROGRAM: &str = "xo-health";

/// The shells that have completions.
const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Fish, Shell::Zsh];

/// Makes `man/*.1`, a page for each command, and `completions/*`.
pub(crate) fn files() -> anyhow::Result<Files> {
    let mut files = Files::new();
    let mut program = xo_health::cli::command().disable_help_subcommand(true);
    program.build();
    man_pages(&program, &mut files)?;
    for shell in SHELLS {
        let mut script = Vec::new();
        generate(shell, &mut xo_health::cli::command(), PROGRAM, &mut script);
        let path = format!("completions/{}", file_name(shell));
        files.insert(path, text(script)?);
    }
    Ok(files)
}

/// Adds the page of a command and those of its subcommands.
fn man_pages(command: &Command, files: &mut Files) -> anyhow::Result<()> {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        man_pages(inner, files)?;
    }
    let version = command.get_version().or_else(|| xo_health::cli::VERSION.into()).unwrap_or_default();
    let page = Man::new(command.clone()).source(format!("{PROGRAM} {version}")).manual(PROGRAM);
    let path = format!("man/{}", page.get_filename());
    let mut out = Vec::new();
    page.render(&mut out).with_context(|| format!("cannot write {path}"))?;
    files.insert(path, text(out)?);
    Ok(())
}

/// Returns the file name under which a shell looks for its completions.
fn file_name(shell: Shell) -> String {
    match shell {
        Shell::Zsh => format!("_{PROGRAM}"),
        other => format!("{PROGRAM}.{other}"),
    }
}

fn text(bytes: Vec<u8>) -> anyhow::Result<String> {
    String::from_utf8(bytes).context("not UTF-8")
}
