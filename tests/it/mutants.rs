//! Mutated captures through every command that reads one, the same each time: each run stays within its time and
//! memory, and prints no byte that moves a terminal.

use std::process::{Command, Stdio};
use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::attacks::watched;
use crate::common::raw;
use crate::hostile::{apply_harm, harm};
use crate::program::Home;

/// Captures, each with more damage than the one before.
const MUTANTS: usize = 4;

/// Longest time of a run on a busy machine; the small capture takes a tenth of a second.
const BOUND: Duration = Duration::from_secs(25);

/// Memory in KiB, as the system reports it: the limit that the program gets.
const MEMORY: u64 = 512 << 10;

/// Each command in the form that reads most; `SR` is replaced by one of the capture.
const COMMANDS: [&[&str]; 7] = [
    &["check", "--draws", "20", "-v"],
    &["check", "--no-forecast", "--format", "json"],
    &["check", "--draws", "20", "-o", "page.html", "--lang", "ja"],
    &["forecast", "--draws", "20"],
    &["jobs", "-v"],
    &["sr", "SR", "-v"],
    &["check", "--no-forecast", "--mask", "nobody", "--format", "csv"],
];

#[test]
fn no_command_breaks_on_a_mutated_capture() {
    let whole = raw("unhealthy-chain");
    let objects = whole["calls"]["xo.getAllObjects"].as_object().unwrap();
    let sr = objects.values().find(|object| object["type"] == "SR").unwrap();
    let sr = sr["id"].as_str().unwrap();
    let mut runner = TestRunner::deterministic();
    for mutant in 1..=MUTANTS {
        let mut capture = whole.clone();
        for _ in 0..mutant * 15 {
            apply_harm(&mut capture, &harm().new_tree(&mut runner).unwrap().current());
        }
        let home = Home::new();
        home.write("mutant.json", capture.to_string());
        for command in COMMANDS {
            let args: Vec<&str> = command.iter().map(|arg| if *arg == "SR" { sr } else { *arg }).collect();
            ends_well(&home, &args, mutant);
        }
    }
}

/// Runs a command, and observes the process from outside.
fn ends_well(home: &Home, args: &[&str], mutant: usize) {
    let files = [home.path("out"), home.path("err")];
    let [out, err] = files.each_ref().map(|path| std::fs::File::create(path).unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_xo-health"))
        .args(args)
        .args(["--from", "mutant.json", "--max-memory", "512MiB"])
        .current_dir(home.path("."))
        .env_clear()
        .env("HOME", home.path("."))
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .spawn()
        .unwrap();
    let ended = watched(&mut child, BOUND);
    let (status, memory) = ended.unwrap_or_else(|| panic!("{mutant}: {args:?} does not end"));
    let [out, err] = files.map(|path| std::fs::read_to_string(path).unwrap());
    let shown = format!("{out}{err}");
    // 64: the SR may have been removed
    assert!(matches!(status.code(), Some(0..=3 | 64)), "{mutant}: {args:?}: {status}: {err}");
    assert!(!shown.contains("panicked"), "{mutant}: {args:?}: {err}");
    assert!(memory < MEMORY, "{mutant}: {args:?}: {memory} KiB");
    let is_plain = |c: char| matches!(c, '\n' | '\r') || !c.is_control();
    assert!(shown.chars().all(is_plain), "{mutant}: {args:?}: {shown:?}");
}
