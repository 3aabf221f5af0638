//! The crates that calculate have no sockets, no files, no environment, no clock and no terminal.
//!
//! Only then do a live run and the replay of its capture produce the same bytes. Test items are left out: a test may
//! read its fixture.

use super::modules::Module;
use super::rust::Code;
use super::{File, Violation};

/// The crates that must be pure.
const PURE: [&str; 3] = ["crates/core/src/", "crates/report/src/", "crates/explain/src/"];

/// Crates that only do what a pure crate must not.
const CRATES: [&str; 10] = [
    "indicatif",
    "jsonrpsee",
    "mock_xo",
    "reqwest",
    "tempfile",
    "terminal_size",
    "tokio",
    "tokio_rustls",
    "tokio_tungstenite",
    "tokio_util",
];

/// Prefixes of paths into the outside world.
const PREFIXES: [[&str; 2]; 4] = [["std", "env"], ["std", "fs"], ["std", "net"], ["std", "process"]];

/// Suffixes of paths that read the clock, however the type was imported.
const CLOCKS: [[&str; 2]; 4] =
    [["Instant", "now"], ["SystemTime", "now"], ["Timestamp", "now"], ["Zoned", "now"]];

/// Macros that write to the terminal.
const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// Checks a source of a pure crate.
pub(super) fn is_pure(file: &File, code: &Code, module: &Module) -> Vec<Violation> {
    if module.test || !PURE.contains(&module.sources.as_str()) {
        return Vec::new();
    }
    let complain = |line: usize, what: &str| {
        let what = format!("`{what}` in {}, which is pure: take the value as an argument", module.sources);
        Violation::new(file, line, what)
    };
    let paths = code.paths.iter().filter(|path| !path.place.test && is_outside(&path.segments));
    let macros = code.macros.iter().filter(|(name, place)| !place.test && MACROS.contains(&name.as_str()));
    let mut found: Vec<_> = paths.map(|path| complain(path.place.line, &path.segments.join("::"))).collect();
    found.extend(macros.map(|(name, place)| complain(place.line, &format!("{name}!"))));
    found.sort();
    found
}

fn is_outside(segments: &[String]) -> bool {
    let is_crate = segments.len() > 1 && CRATES.contains(&segments[0].as_str());
    let is_prefix = PREFIXES.iter().any(|prefix| segments.len() > 1 && segments[..2] == *prefix);
    let is_clock = segments.windows(2).any(|pair| CLOCKS.iter().any(|clock| pair == clock));
    is_crate || is_prefix || is_clock
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::lines;

    #[test]
    fn pure_code_and_the_other_crates_pass() {
        let cases = [
            (
                "crates/core/src/model/mod.rs",
                "use std::{fmt, collections::HashMap}; fn f(now: jiff::Timestamp) {}",
            ),
            (
                "crates/core/src/model/mod.rs",
                "//! no tokio::spawn, no println!()\nconst A: &str = \"std::fs::read\"; fn tokio(env: E) {}",
            ),
            (
                "crates/core/src/model/mod.rs",
                "fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; fn g() { println!(\"x\"); } }",
            ),
            ("crates/client/src/lib.rs", "use tokio::net::TcpStream; fn f() { std::env::var(\"A\"); }"),
            ("src/cli/mod.rs", "fn f() { jiff::Timestamp::now(); println!(); }"),
            ("mock-xo/src/lib.rs", "fn f() { std::fs::read(\"x\"); }"),
        ];
        for (path, text) in cases {
            assert_eq!(lines(path, text, is_pure), [0_usize; 0], "{path}: {text}");
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
            ("fn f() { vec![\nstd::process::id()]; }", &[2]),
            ("#[cfg(test)]\nuse std::fs;\nfn f() { std::fs::read(\"x\"); }", &[3]),
        ];
        for (text, expected) in cases {
            for sources in PURE {
                let path = format!("{sources}deep/er.rs");
                assert_eq!(lines(&path, text, is_pure), *expected, "{path}: {text}");
            }
        }
    }
}
