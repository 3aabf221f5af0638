//! The README and the page of screens show what the program really prints.

use std::process::Command;

/// The instant at which the demo is shown.
const SHOWN_AT: &str = "2026-11-23T08:30:00Z";

/// What is shown: the file, the name of its marks, and the arguments.
const SHOWN: [(&str, &str, &[&str]); 3] = [
    ("README.md", "demo", &["check", "--summary"]),
    ("docs/screens.md", "check", &["check"]),
    ("docs/screens.md", "jobs", &["jobs"]),
];

/// Compares the pages with the program; `cargo xtask codegen screens` rewrites them.
#[test]
fn the_readme_shows_the_demo() {
    for (page, mark, args) in SHOWN {
        let path = format!("{}/{page}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
        let (before, rest) = text.split_once(&open).unwrap();
        let (shown, after) = rest.split_once(&close).unwrap();
        let block = format!("```text\n{}```\n", printed(args));
        if std::env::var_os("XTASK_CODEGEN").is_some() {
            std::fs::write(&path, format!("{before}{open}{block}{close}{after}")).unwrap();
            continue;
        }
        assert_eq!(shown, block, "{page} shows something else: run `cargo xtask codegen screens`");
    }
}

fn printed(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xo-health"))
        .args(args)
        .args(["--demo", "--at", SHOWN_AT])
        .env_clear()
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // the port of the demo's server changes each time
    let lines = text.lines().map(|line| match line.strip_prefix("http://127.0.0.1:") {
        Some(rest) => {
            format!("http://127.0.0.1:40000{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}
