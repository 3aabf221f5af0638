//! The program's outputs agree with each other: the document, the text in three zones, the exit status, the other
//! views.
//!
//! On the captures of a real server, one world of each kind, every scenario of the mock, and the demo. `cargo xtask
//! worlds` checks the same over any folder of captures, and compares the answers with what followed.

use std::path::PathBuf;

use mock_xo::scenario;
use serde_json::Value;
use xo_health_invariants::{Outputs, Screen, agree, agree_in_formats, agree_on_jobs, check};

use crate::common::{CAPTURES, capture_path, fixture, instant, serve};
use crate::program::Home;

/// UTC, in which the words are compared too, a zone west of it, and one east of it with half an hour.
const ZONES: [&str; 3] = ["UTC", "America/New_York", "Asia/Kolkata"];

/// Enough draws to show a half and a tenth, and still fast.
const DRAWS: [&str; 4] = ["--draws", "20", "--horizon", "36h"];

/// Worlds of kinds that `fixtures/kinds` lacks.
const OTHER_KINDS: [&str; 15] = [
    "worlds/w001000",
    "worlds/w001011",
    "worlds/w001051",
    "predicted/w001060",
    "predicted/w001073",
    "predicted/w001084",
    "predicted/w001102",
    "worlds/w001111",
    "predicted/w001120",
    "worlds/w001132",
    "worlds/w001140",
    "worlds/w001152",
    "worlds/w001160",
    "worlds/w001171",
    "worlds/w001180",
];

/// Runs `check` for a document and for texts, and lists the contradictions.
fn broken(source: &[&str], vars: &[(&str, &str)]) -> Vec<String> {
    let home = Home::new();
    let run = |more: &[&str]| home.run(&[&["check"], source, &DRAWS, more].concat(), vars);
    let folder = tempfile::tempdir().unwrap();
    let file = |suffix: &str| folder.path().join(format!("report.{suffix}"));
    let files = ["json", "md", "html", "csv", "xml", "prom", "sarif"]
        .map(|suffix| file(suffix).display().to_string());
    let printed = run(&["--all"]
        .into_iter()
        .chain(files.iter().flat_map(|file| ["--output", file]))
        .collect::<Vec<_>>())
    .out;
    let read = |suffix: &str| std::fs::read_to_string(file(suffix)).unwrap();
    let outputs = Outputs {
        markdown: read("md"),
        html: read("html"),
        csv: read("csv"),
        junit: read("xml"),
        metrics: read("prom"),
        sarif: read("sarif"),
        printed,
    };
    let document: Value = serde_json::from_str(&read("json")).unwrap();
    let mut broken = check(&document);
    broken.extend(agree_in_formats(&document, &outputs));
    for zone in ZONES {
        // names that the screen folds are in the document
        let all: &[&str] = if zone == "UTC" { &["--all"] } else { &[] };
        let ran = run(&[&["--timezone", zone], all].concat());
        let screen = Screen {
            text: ran.out,
            zone: zone.to_owned(),
            exit_status: ran.status,
            everything: !all.is_empty(),
        };
        broken.extend(agree(&document, &screen));
    }
    broken.iter().map(|one| format!("{:?} {}", one.rule, one.at)).collect()
}

/// Checks captures; each line of the error names a broken one, and says how.
fn of_captures(paths: impl IntoIterator<Item = PathBuf>) {
    let of = |path: PathBuf| {
        let found = broken(&["--from", path.to_str().unwrap()], &[]);
        (!found.is_empty()).then(|| format!("{}: {}", path.display(), found.join("; ")))
    };
    let all: Vec<String> = paths.into_iter().filter_map(of).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn captures_of_a_real_server() {
    of_captures(CAPTURES.map(capture_path));
}

fn kinds() -> Vec<PathBuf> {
    let kinds = std::fs::read_dir(fixture("kinds")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = kinds.collect();
    paths.sort();
    paths
}

#[test]
fn worlds_of_each_kind() {
    assert_eq!(kinds().len() + OTHER_KINDS.len(), 29, "as many as there are kinds");
    of_captures(kinds());
}

#[test]
fn worlds_of_the_other_kinds() {
    of_captures(OTHER_KINDS.map(|name| fixture(&format!("{name}.json.gz"))));
}

#[test]
fn scenarios() {
    let at = instant().to_string();
    let mut all = Vec::new();
    for scenario in scenario::ALL {
        let state = scenario.build(instant()).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let found = broken(&["--url", &server.url(), "--at", &at], &[("XO_TOKEN", &token)]);
        if !found.is_empty() {
            all.push(format!("{}: {}", scenario.name, found.join("; ")));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn the_demo_at_two_hours() {
    for at in ["2026-11-23T08:30:00Z", "2026-11-27T20:44:46Z"] {
        assert_eq!(broken(&["--demo", "--at", at], &[]), [""; 0], "{at}");
    }
}

/// `jobs`, `sr` and `explain` make the same outlook: the numbers of their steps and rows are those of `check`.
#[test]
fn other_views_say_what_the_check_says() {
    let home = Home::new();
    for path in [fixture("kinds/gc-switched-off.json.gz"), capture_path("hidden-base-copies")] {
        let from = ["--from", path.to_str().unwrap(), "--format", "json"];
        let json = |command: &[&str]| home.run(&[command, &from].concat(), &[]).json();
        let document = json(&["check"]);
        let jobs = json(&["jobs"]);
        assert_eq!(agree_on_jobs(&document, &jobs), []);
        assert!(!document["jobs"].as_array().unwrap().is_empty(), "there is something to compare");
        for sr in document["srs"].as_array().unwrap() {
            let id = sr["id"].as_str().unwrap();
            let report = json(&["sr", id]);
            let steps = |plan: &Value, all: bool| -> Vec<Value> {
                let steps = plan.as_array().unwrap().iter();
                let concerns = |step: &&Value| all || step["sr_ids"].as_array().unwrap().contains(&sr["id"]);
                steps.filter(concerns).map(|step| step["step"].clone()).collect()
            };
            assert_eq!(steps(&report["plan"], true), steps(&document["plan"], false), "{id}");
            let rows = document["backups"].as_array().unwrap().iter();
            let worst =
                rows.filter(|row| row["sr_id"] == sr["id"]).map(|row| row["probability"].as_f64().unwrap());
            let worst = worst.fold(0.0, f64::max);
            let shown = report["outlook"]["worst"]["probability"].as_f64().unwrap_or(0.0);
            assert!(worst < 0.0995 || shown >= worst, "{id}: {shown} and {worst}");
        }
    }
}
