//! Checks the program's reports on each capture of a folder, and compares them with what really followed.
//!
//! In: a folder of worlds, each a folder with `capture.json.gz` (or any other capture), and perhaps `truth.json` and
//! `meta.json`; or a folder of captures only. The program runs as a user would run it, for a document and for texts,
//! each world in UTC and in one more zone. Out: a table by kind of world, every broken rule, and an error if there is
//! any, or if "yes" was wrong too often.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::Value;
use xo_health_invariants::truth::{self, Claim, Judged};
use xo_health_invariants::{Outputs, Screen, Violation, agree, agree_in_formats, agree_on_jobs, check};

use crate::step::{cargo, run as run_step};

/// Zones besides UTC, which worlds use in turn: east, west, and one with half an hour.
const ZONES: [&str; 3] = ["Asia/Tokyo", "America/New_York", "Asia/Kolkata"];

/// The share of worlds without a surprise in which "yes" may be wrong (issue 13).
const YES_WRONG_MOST: f64 = 0.03;

/// Most worlds that are checked at once: each simulation has its own threads.
const AT_ONCE: usize = 2;

/// A capture, and what is known of it.
struct World {
    name: String,
    /// The kind of situation.
    kind: String,
    capture: PathBuf,
    truth: Option<PathBuf>,
}

/// What was found in a world.
struct Checked {
    kind: String,
    name: String,
    status: String,
    judged: Option<Judged>,
    broken: Vec<Violation>,
    cut_short: bool,
    took: Duration,
}

/// Checks all worlds of a folder with a program, or with the one that it builds.
pub(crate) fn run(folder: &Path, program: Option<&Path>) -> anyhow::Result<()> {
    let program = match program {
        Some(program) => program.to_owned(),
        None => build()?,
    };
    let worlds = worlds(folder)?;
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<anyhow::Result<Checked>>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(world) = worlds.get(at) else { return };
                    let checked = check_world(&program, world, ZONES[at % ZONES.len()]);
                    let checked = checked.with_context(|| format!("world {}", world.name));
                    if let Ok(mut found) = found.lock() {
                        found.push(checked);
                    }
                }
            });
        }
    });
    let found = found.into_inner().map_err(|_| anyhow::anyhow!("a thread panicked"))?;
    let mut checked: Vec<Checked> = found.into_iter().collect::<anyhow::Result<_>>()?;
    checked.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    report(&checked)
}

fn build() -> anyhow::Result<PathBuf> {
    let root = crate::root()?;
    run_step(&mut cargo(&root, &["build", "--release", "--package", "xo-health", "--bin", "xo-health"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release/xo-health"))
}

/// Lists the worlds of a folder, by name.
fn worlds(folder: &Path) -> anyhow::Result<Vec<World>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut worlds = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (capture, truth, meta) = if path.is_dir() {
            (path.join("capture.json.gz"), path.join("truth.json"), path.join("meta.json"))
        } else {
            let Some(stem) = name.strip_suffix(".json.gz") else { continue };
            let beside = |end: &str| path.with_file_name(format!("{stem}.{end}.json"));
            (path.clone(), beside("truth"), beside("meta"))
        };
        if !capture.exists() {
            continue;
        }
        let meta = if meta.exists() { read(&meta)? } else { Value::Null };
        let kind = meta["class"].as_str().unwrap_or("-").to_owned();
        worlds.push(World { name, kind, capture, truth: truth.exists().then_some(truth) });
    }
    if worlds.is_empty() {
        bail!("no capture found in {}", folder.display());
    }
    worlds.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(worlds)
}

fn read(path: &Path) -> anyhow::Result<Value> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not JSON", path.display()))
}

fn check_world(program: &Path, world: &World, zone: &str) -> anyhow::Result<Checked> {
    let start = Instant::now();
    let (document, outputs) = all_formats(program, world)?;
    let took = start.elapsed();
    let jobs = json(program, world, "jobs")?;
    let mut broken = check(&document);
    broken.extend(agree_in_formats(&document, &outputs));
    broken.extend(agree_on_jobs(&document, &jobs));
    // in UTC the words are compared too: names that the screen folds are in the document
    for arguments in [&["check", "--all", "--timezone", "UTC"][..], &["check", "--timezone", zone]] {
        let (zone, everything) = (arguments[arguments.len() - 1], arguments.contains(&"--all"));
        let (text, exit_status) = printed(program, world, arguments)?;
        broken.extend(agree(&document, &Screen { text, zone: zone.to_owned(), exit_status, everything }));
    }
    let judged = match &world.truth {
        Some(path) => truth::judge(&document, &read(path)?),
        None => None,
    };
    Ok(Checked {
        kind: world.kind.clone(),
        name: world.name.clone(),
        status: document["answer"]["status"].as_str().unwrap_or("-").to_owned(),
        judged,
        broken,
        cut_short: document["after"]["cut_short"] == true,
        took,
    })
}

/// Runs the program once for all formats.
fn all_formats(program: &Path, world: &World) -> anyhow::Result<(Value, Outputs)> {
    let folder = tempfile::tempdir()?;
    // names that a text folds are in the document
    let mut arguments =
        vec!["check".to_owned(), "--all".to_owned(), "--timezone".to_owned(), "UTC".to_owned()];
    for suffix in ["json", "md", "html", "csv", "xml", "prom", "sarif"] {
        let file = folder.path().join(format!("report.{suffix}"));
        arguments.extend(["--output".to_owned(), file.display().to_string()]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (printed, _) = printed(program, world, &arguments)?;
    let read = |suffix: &str| std::fs::read_to_string(folder.path().join(format!("report.{suffix}")));
    let outputs = Outputs {
        markdown: read("md")?,
        html: read("html")?,
        csv: read("csv")?,
        junit: read("xml")?,
        metrics: read("prom")?,
        sarif: read("sarif")?,
        printed,
    };
    let document = serde_json::from_str(&read("json")?).context("the document is no JSON")?;
    Ok((document, outputs))
}

fn json(program: &Path, world: &World, view: &str) -> anyhow::Result<Value> {
    let (text, _) = printed(program, world, &[view, "--format", "json"])?;
    serde_json::from_str(&text).with_context(|| format!("`{view} --format json` printed no JSON: {text}"))
}

/// Runs the program as a user without any settings; returns what it printed and its exit status.
fn printed(program: &Path, world: &World, arguments: &[&str]) -> anyhow::Result<(String, i32)> {
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env("HOME", "/nonexistent");
    command.args(arguments).arg("--from").arg(&world.capture).stdin(Stdio::null());
    let output = command.output().with_context(|| format!("cannot start {}", program.display()))?;
    let status = output.status.code().context("the program was killed")?;
    if !(0..=3).contains(&status) {
        bail!("`{}` ended with {status}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok((String::from_utf8(output.stdout)?, status))
}

/// Counted answers of a kind of world.
#[derive(Default)]
struct Counted {
    worlds: u32,
    by_status: BTreeMap<String, u32>,
    yes: Share,
    no: Share,
    at_risk: Share,
    broken: usize,
}

/// How many were right, of how many.
#[derive(Default)]
struct Share {
    right: u32,
    of: u32,
}

impl Share {
    fn add(&mut self, is_right: bool) {
        self.of += 1;
        self.right += u32::from(is_right);
    }

    fn shown(&self) -> String {
        if self.of == 0 { "-".to_owned() } else { format!("{}/{}", self.right, self.of) }
    }
}

impl Counted {
    fn add(&mut self, checked: &Checked) {
        self.worlds += 1;
        *self.by_status.entry(checked.status.clone()).or_default() += 1;
        self.broken += checked.broken.len();
        let Some(judged) = checked.judged else { return };
        match judged.claim {
            Claim::Yes => self.yes.add(!judged.failed),
            Claim::No => self.no.add(judged.failed),
            Claim::AtRisk => self.at_risk.add(judged.failed),
            Claim::Nothing => {}
        }
    }

    fn line(&self, kind: &str) -> String {
        let of = |status: &str| self.by_status.get(status).copied().unwrap_or(0);
        let statuses = ["yes", "cannot_tell", "none_due", "at_risk", "probably_not", "no"]
            .map(|status| format!("{:>6}", of(status)));
        format!(
            "{kind:32} {:>6}{} {:>9} {:>9} {:>9} {:>7}",
            self.worlds,
            statuses.concat(),
            self.yes.shown(),
            self.no.shown(),
            self.at_risk.shown(),
            self.broken
        )
    }
}

fn report(all: &[Checked]) -> anyhow::Result<()> {
    println!(
        "{:32} {:>6}{} {:>9} {:>9} {:>9} {:>7}",
        "kind",
        "worlds",
        ["yes", "?", "none", "risk", "prob.n", "no"].map(|status| format!("{status:>6}")).concat(),
        "yes right",
        "no right",
        "risk came",
        "broken"
    );
    let mut by_kind: BTreeMap<&str, Counted> = BTreeMap::new();
    let mut total = Counted::default();
    for checked in all {
        by_kind.entry(&checked.kind).or_default().add(checked);
        total.add(checked);
    }
    by_kind.iter().for_each(|(kind, counted)| println!("{}", counted.line(kind)));
    println!("{}", total.line("all"));
    for checked in all {
        for violation in &checked.broken {
            println!("{} ({}): {:?} {}", checked.name, checked.kind, violation.rule, violation.at);
        }
        if checked.judged.is_some_and(|judged| judged.claim == Claim::Yes && judged.failed) {
            println!("{} ({}): \"yes\", and something failed", checked.name, checked.kind);
        }
    }
    let cut_short = all.iter().filter(|checked| checked.cut_short).count();
    let slowest = all.iter().max_by_key(|checked| checked.took);
    if let Some(slowest) = slowest {
        println!(
            "plans cut short: {cut_short}; slowest check: {} in {:.1} s",
            slowest.name,
            slowest.took.as_secs_f64()
        );
    }
    let calm = all.iter().filter_map(|checked| checked.judged).filter(|judged| !judged.surprised);
    let yes: Vec<bool> =
        calm.filter(|judged| judged.claim == Claim::Yes).map(|judged| judged.failed).collect();
    let wrong = yes.iter().filter(|failed| **failed).count();
    println!("\"yes\" without a surprise: {wrong} of {} wrong", yes.len());
    if total.broken > 0 {
        bail!("{} rules are broken", total.broken);
    }
    if wrong as f64 > YES_WRONG_MOST * yes.len() as f64 {
        bail!("\"yes\" is wrong more often than in {:.0} % of the worlds", YES_WRONG_MOST * 100.0);
    }
    Ok(())
}
