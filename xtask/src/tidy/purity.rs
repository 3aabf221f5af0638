//! The modules that calculate have no sockets, no files, no environment, no clock and no terminal.
//!
//! Only then do a live run and its capture replayed give the same bytes. Test items are left out: a test may
//! read its fixture.

use super::directions::place;
use super::rust::Code;
use super::{File, Violation};

/// The modules that this holds for.
const PURE: [&str; 9] =
    ["units", "display", "model", "chains", "storage", "backup", "forecast", "findings", "report"];

/// Crates that do nothing but what a pure module must not.
const CRATES: [&str; 9] = [
    "indicatif",
    "jsonrpsee",
    "mock_xo",
    "reqwest",
    "tempfile",
    "tokio",
    "tokio_rustls",
    "tokio_tungstenite",
    "tokio_util",
];

/// Beginnings of paths into the world outside.
const PREFIXES: [[&str; 2]; 3] = [["std", "env"], ["std", "fs"], ["std", "net"]];

/// Ends of paths that read the clock, whichever way the type was imported.
const CLOCKS: [[&str; 2]; 4] =
    [["Instant", "now"], ["SystemTime", "now"], ["Timestamp", "now"], ["Zoned", "now"]];

/// Macros that write to the terminal.
const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// Checks a file of a pure module under `src/`.
pub(super) fn is_pure(file: &File, code: &Code<'_>) -> Vec<Violation> {
    let Some((module, _)) = place(&file.path) else { return Vec::new() };
    if !PURE.contains(&module) || is_test_file(&file.path) {
        return Vec::new();
    }
    let complain = |line: usize, what: &str| {
        let what = format!("`{what}` in `{module}`, which is pure: take the value as an argument");
        Violation::new(file, line, what)
    };
    let paths = code.paths().into_iter().filter(|path| !path.start.test && is_outside(&path.segments));
    let macros = code.macros().filter(|(name, token)| !token.test && MACROS.contains(name));
    let mut found: Vec<_> = paths.map(|path| complain(path.start.line, &path.segments.join("::"))).collect();
    found.extend(macros.map(|(name, token)| complain(token.line, &format!("{name}!"))));
    found.sort();
    found
}

/// Tells whether a file holds nothing but tests: `tests.rs`, `…_tests.rs`, or anything under `tests/`.
pub(super) fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

fn is_outside(segments: &[&str]) -> bool {
    let is_crate = segments.len() > 1 && CRATES.contains(&segments[0]);
    let is_prefix = PREFIXES.iter().any(|prefix| segments.starts_with(prefix));
    let is_clock = segments.windows(2).any(|pair| CLOCKS.iter().any(|clock| pair == clock));
    is_crate || is_prefix || is_clock
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    #[test]
    fn pure_modules_and_the_others_pass() {
        let cases = [
            ("src/model/mod.rs", "use std::{fmt, collections::HashMap}; fn f(now: jiff::Timestamp) {}"),
            (
                "src/model/mod.rs",
                "//! no tokio::spawn, no println!()\nconst A: &str = \"std::fs::read\"; fn tokio(env: E) {}",
            ),
            (
                "src/model/mod.rs",
                "fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; fn g() { println!(\"x\"); } }",
            ),
            ("src/backup/cron/tests.rs", "use std::fs;"),
            ("src/backup/cron_tests.rs", "use std::fs;"),
            ("src/xo/mod.rs", "use tokio::net::TcpStream; fn f() { std::env::var(\"A\"); }"),
            ("src/cli/mod.rs", "fn f() { jiff::Timestamp::now(); println!(); }"),
            ("mock-xo/src/lib.rs", "fn f() { std::fs::read(\"x\"); }"),
        ];
        for (path, text) in cases {
            assert_eq!(lines(path, text, is_pure), [], "{path}: {text}");
        }
    }

    #[test]
    fn the_world_outside_is_found() {
        let cases: &[(&str, &[usize])] = &[
            ("use tokio::spawn;", &[1]),
            ("#[tokio::main] async fn f() {}", &[1]),
            ("\nuse std::{fmt, fs, net::IpAddr};", &[2, 2]),
            ("use std::env::{self, var};", &[1, 1]),
            ("fn f() { let x = std::time::Instant::now(); }", &[1]),
            ("use std::time::SystemTime;\nfn f() { SystemTime::now(); }", &[2]),
            ("fn f() { jiff::Timestamp::now(); Zoned::now(); }", &[1, 1]),
            ("fn f() { ::reqwest::get(); }", &[1]),
            ("fn f() { println!(\"x\"); }\nfn g() { std::dbg!(1); }", &[1, 2]),
            ("#[cfg(test)]\nuse std::fs;\nfn f() { std::fs::read(\"x\"); }", &[3]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines("src/units.rs", text, is_pure), *expected, "{text}");
        }
        for module in PURE {
            let path = format!("src/{module}/deep/er.rs");
            assert_eq!(lines(&path, "use std::fs;", is_pure), [1], "{module}");
        }
    }
}
