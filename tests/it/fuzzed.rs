//! A short run of the fuzz targets: each over its corpus, and over a few thousand mutations of it. The long runs are
//! started by hand (`CONTRIBUTING.md`). The mutations are the same each time, so that a failure repeats.

use std::time::{Duration, Instant};

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, clippy::expect_used, reason = "it is the library of the fuzzer")]
mod fuzz;

/// Mutations of each target.
const RUNS: usize = 3000;

/// Time after which a target stops: all of them together take less than a minute.
const ENOUGH: Duration = Duration::from_secs(6);

/// The same for targets that explain: each mutation makes a screen and a document.
const ENOUGH_EXPLAINED: Duration = Duration::from_secs(3);

/// Bytes with a meaning to parsers.
const WORDS: [&[u8]; 24] = [
    b"null",
    b"true",
    b"-1",
    b"1e308",
    b"18446744073709551616",
    b"\"\"",
    b"{}",
    b"[]",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"id\":",
    b"\"type\":",
    b"\\u0000",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"\xff",
    b"\n",
    b"*",
    b"/",
    b"@",
];

/// A random number generator (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.max(1) as u64) as usize
    }
}

/// Damages some bytes: flips, cuts, doubles, swaps, and inserts words.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            3 => {
                let from = random.below(other.len() + 1);
                let part = other[from..(from + random.below(60)).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            4 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].iter().copied())),
        }
    }
}

/// Reads the corpus of a target; mails and logs are those of the tests.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = match name {
        "explain" | "log" => "tests/fixtures/explain".to_owned(),
        _ => format!("fuzz/seeds/{name}"),
    };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn nothing_that_is_read_makes_a_panic() {
    run(&fuzz::targets::ALL, ENOUGH);
}

#[test]
fn nothing_that_is_explained_makes_a_panic() {
    run(&fuzz::EXPLAINED, ENOUGH_EXPLAINED);
}

fn run(targets: &[fuzz::targets::Target], enough: Duration) {
    for &(name, target) in targets {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "{name}");
        corpus.iter().for_each(|bytes| target(bytes));
        let (mut random, begun) = (Random(name.len() as u64), Instant::now());
        for run in 0..RUNS {
            if begun.elapsed() > enough {
                break;
            }
            let mut bytes = corpus[random.below(corpus.len())].clone();
            let other = &corpus[random.below(corpus.len())];
            mutate(&mut bytes, other, &mut random);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let ended = std::panic::catch_unwind(|| target(&bytes));
            assert!(ended.is_ok(), "{name}, run {run}: {shown}");
        }
    }
}
