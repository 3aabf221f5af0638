//! `diff` and `check --baseline`: what changed, in captures and in reports.

use serde_json::Value;

use crate::common::{capture_path, fixture};
use crate::program::{Home, Ran};

const BEFORE: &str = "unhealthy-chain-before-runs";
const AFTER: &str = "unhealthy-chain";
const HEALTHY: &str = "small-healthy";

fn path(name: &str) -> String {
    capture_path(name).to_str().unwrap().to_owned()
}

/// Writes the JSON report of a capture into the home and returns its path.
fn written(home: &Home, capture: &str, name: &str) -> String {
    let ran = home.run(&["check", "--from", &path(capture), "--format", "json"], &[]);
    home.write(name, ran.out).to_str().unwrap().to_owned()
}

fn diff(home: &Home, args: &[&str]) -> Ran {
    home.run(&[&["diff", "--timezone", "UTC", "--width", "300"][..], args].concat(), &[])
}

fn is_valid(document: &Value) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/diff-1.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn captures_and_their_reports_compare_alike() {
    let home = Home::new();
    let reports = [written(&home, BEFORE, "a.json"), written(&home, AFTER, "b.json")];
    let of_captures = diff(&home, &[&path(BEFORE), &path(AFTER), "--format", "json"]);
    let of_reports = diff(&home, &[&reports[0], &reports[1], "--format", "json"]);
    let mixed = diff(&home, &[&reports[0], &path(AFTER), "--format", "json"]);
    assert_eq!(of_captures.out, of_reports.out);
    assert_eq!(of_captures.out, mixed.out);
    let document = of_captures.json();
    is_valid(&document);
    assert_eq!((document["exit_status"].as_i64(), of_captures.status), (Some(0), 0));
    let changes = |change: &str| {
        let findings = document["findings"].as_array().unwrap();
        findings.iter().filter(|one| one["change"] == change).count()
    };
    // what the three jobs did in between: the broken chain has a new node, and counts as unchanged
    assert_eq!(["new", "worse", "better", "gone"].map(changes), [0, 1, 1, 0]);
    assert_eq!(document["findings_unchanged"], 20);
    assert_eq!(document["texts"].as_array().unwrap().len(), 2);
    let back = diff(&home, &[&path(AFTER), &path(BEFORE), "--format", "json"]).json();
    assert_eq!(back["findings_unchanged"], 20);
    let other = diff(&home, &[&path(HEALTHY), &path(AFTER), "--format", "json"]);
    is_valid(&other.json());
    assert_eq!((other.json()["exit_status"].as_i64(), other.status), (Some(2), 2));
    let same = diff(&home, &[&path(AFTER), &reports[1]]);
    assert_eq!(same.status, 0, "{same:?}");
    assert!(same.out.starts_with("No change:") && same.out.contains("nothing that counts is new or worse"));
    assert_eq!(diff(&home, &[&path(AFTER), &reports[1], "--quiet"]).out, "");
}

#[test]
fn every_form_of_it() {
    let home = Home::new();
    let args = |format| vec![path(BEFORE), path(AFTER), "--format".to_owned(), format];
    for (format, start) in [("text", "Better and worse: "), ("markdown", "# "), ("html", "<!doctype html>")] {
        let args = args(format.to_owned());
        let ran = diff(&home, &args.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(ran.out.starts_with(start), "{format}: {}", ran.out);
        assert!(ran.out.contains("pending-merge"), "{format}");
    }
    for format in ["csv", "junit", "sarif", "openmetrics", "nagios"] {
        let args = args(format.to_owned());
        let ran = diff(&home, &args.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.status, if format == "nagios" { 3 } else { 64 }, "{format}");
    }
    let japanese = diff(&home, &[&path(BEFORE), &path(AFTER), "--lang", "ja"]);
    assert!(japanese.out.starts_with("改善と悪化:"), "{}", japanese.out);
}

#[test]
fn the_last_two_of_a_folder() {
    let home = Home::new();
    let folder = home.path("captures");
    std::fs::create_dir(&folder).unwrap();
    // sorted by their times of observation, whatever their names
    for (name, as_name) in [(AFTER, "a.json.gz"), (BEFORE, "z.json.gz")] {
        std::fs::copy(capture_path(name), folder.join(as_name)).unwrap();
    }
    written(&home, "small-healthy", "captures/older.json");
    home.write("captures/notes.txt", "not a capture");
    home.write("captures/other.json", r#"{"schema": "xo-health.jobs/1"}"#);
    let whole = diff(&home, &["captures", "--format", "json"]);
    let expected = diff(&home, &[&path(BEFORE), &path(AFTER), "--format", "json"]);
    assert_eq!(whole.out, expected.out);
    std::fs::create_dir(home.path("empty")).unwrap();
    assert!(diff(&home, &["empty"]).failed(64).contains("fewer than two captures"));
}

/// Two narrowed captures compare as their narrowed reports do.
#[test]
fn a_part_of_both() {
    let home = Home::new();
    let whole = diff(&home, &[&path(BEFORE), &path(AFTER), "--format", "json"]).json();
    let vm = whole["findings"][0]["subject"]["name"].as_str().unwrap().to_owned();
    let part =
        |args: &[&str]| diff(&home, &[&[&path(BEFORE), &path(AFTER), "--format", "json"][..], args].concat());
    let scoped = ["--sr", "*", "--pool", "*"];
    let own = |capture: &str, name: &str| {
        let given = ["check", "--from", &path(capture), "--format", "json"];
        let ran = home.run(&[&given[..], &scoped].concat(), &[]);
        home.write(name, ran.out).to_str().unwrap().to_owned()
    };
    let reports = [own(BEFORE, "a.json"), own(AFTER, "b.json")];
    let of_reports = diff(&home, &[&reports[0], &reports[1], "--format", "json"]);
    assert_eq!(part(&scoped).out, of_reports.out);
    let other_scope = "different parts of the server";
    assert!(diff(&home, &[&reports[0], &path(AFTER)]).out.contains(other_scope));
    assert!(!diff(&home, &[&reports[0], &reports[1]]).out.contains(other_scope));
    let none = part(&["--vm", "no such"]);
    assert!(none.status == 64 && none.err.contains("no VM matches `no such`"), "{none:?}");
    let masked = part(&["--mask", "nobody"]).out;
    assert!(!vm.is_empty() && !masked.contains(&vm), "{vm}: {masked}");
    let refused = diff(&home, &[&reports[0], &path(AFTER), "--sr", "*"]);
    assert!(refused.failed(64).contains("contains reports, which cannot be narrowed"), "{refused:?}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let home = Home::new();
    home.write("jobs.json", r#"{"schema": "xo-health.jobs/1"}"#);
    home.write("text.json", "hello");
    let capture = path(AFTER);
    let cases = [
        (vec![capture.as_str(), "missing.json"], "cannot read missing.json"),
        (vec![capture.as_str(), "jobs.json"], "it is a document `xo-health.jobs/1`"),
        (vec!["text.json", capture.as_str()], "cannot compare text.json: not a readable report"),
        (vec![capture.as_str(), "."], "cannot read ."),
        (vec!["missing"], "cannot read missing"),
    ];
    for (args, expected) in cases {
        let ran = diff(&home, &args);
        assert!(ran.failed(64).contains(expected), "{ran:?}");
    }
    assert_eq!(diff(&home, &[]).status, 64);
}

#[test]
fn what_the_baseline_has_does_not_count() {
    let home = Home::new();
    let before = written(&home, BEFORE, "before.json");
    let after = written(&home, AFTER, "after.json");
    let check = |baseline: &str, more: &[&str]| {
        let capture = path(AFTER);
        let args = [
            "check",
            "--from",
            capture.as_str(),
            "--baseline",
            baseline,
            "--timezone",
            "UTC",
            "--width",
            "300",
        ];
        home.run(&[&args[..], more].concat(), &[])
    };
    let plain = home.run(&["check", "--from", &path(AFTER), "--timezone", "UTC", "--width", "300"], &[]);
    assert_eq!(plain.status, 2);
    let known = check(&after, &[]);
    assert_eq!(known.status, 0, "{known:?}");
    assert!(known.out.contains("Baseline of Sun 2026-11-22 13:38 UTC"), "{}", known.out);
    assert!(known.out.contains("exit status 0: nothing that counts is new or worse"), "{}", known.out);
    // the answer stays as it is
    assert_eq!(known.out.lines().next(), plain.out.lines().next());
    assert_eq!(check(&path(BEFORE), &[]).out, check(&before, &[]).out);
    let json = check(&before, &["--format", "json"]);
    let document = json.json();
    assert_eq!(crate::common::schema_errors(&document), [""; 0]);
    assert_eq!((document["exit_status"].as_i64(), json.status), (Some(0), 0));
    assert_eq!(document["baseline"]["worse"], 1);
    let new = check(&path(HEALTHY), &["--format", "json"]);
    assert_eq!((new.json()["exit_status"].as_i64(), new.status), (Some(2), 2));
    let whole: Value = serde_json::from_slice(&std::fs::read(after).unwrap()).unwrap();
    let keys = |document: &Value| document.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&document), keys(&whole));
    let without_baseline = |document: &Value| {
        let mut findings = document["findings"].clone();
        let all = findings.as_array_mut().unwrap();
        let states: Vec<_> =
            all.iter_mut().map(|one| one.as_object_mut().unwrap().remove("baseline")).collect();
        (findings, states)
    };
    let ((findings, states), (of_whole, none)) = (without_baseline(&document), without_baseline(&whole));
    assert_eq!((&findings, &document["plan"]), (&of_whole, &whole["plan"]));
    let count = |state: &str| states.iter().flatten().filter(|one| **one == state).count();
    assert_eq!(["new", "worse", "better", "unchanged"].map(count), [0, 1, 1, 20]);
    assert!(none.iter().all(Option::is_none));
    assert_eq!(whole["baseline"], Value::Null);
    // an invalid baseline is reported before the server is read
    let wrong = home.write("wrong.json", "{}");
    let ran = home.run(
        &["check", "--url", "http://127.0.0.1:9", "--baseline", wrong.to_str().unwrap()],
        &[("XO_TOKEN", "t")],
    );
    assert!(ran.failed(64).contains("cannot compare"), "{ran:?}");
    assert!(fixture("captures").is_dir());
}

/// What was suppressed meanwhile has its own state in every format; machines see what the baseline had.
#[test]
fn what_is_suppressed_is_not_gone() {
    let home = Home::new();
    let before = written(&home, BEFORE, "before.json");
    let ignored = "[[ignore]]\ncode = 102\nreason = \"moves on Monday\"\n";
    let config = home.write("c.toml", ignored);
    let config = config.to_str().unwrap();
    let with = |args: &[&str]| home.run(&[args, &["--config", config, "--timezone", "UTC"]].concat(), &[]);
    let after = path(BEFORE);
    let json = with(&["diff", &before, &after, "--format", "json"]).json();
    is_valid(&json);
    let changes: Vec<_> = json["findings"].as_array().unwrap().iter().map(|one| &one["change"]).collect();
    assert!(!changes.is_empty() && changes.iter().all(|change| **change == "suppressed"), "{json}");
    assert_eq!(json["findings"][0]["suppressed"]["reason"], "moves on Monday");
    for (format, piece) in [
        ("text", "Findings that are now suppressed"),
        ("markdown", "now suppressed"),
        ("html", "now suppressed"),
    ] {
        let ran = with(&["diff", &before, &after, "--format", format]);
        assert!(ran.out.contains(piece) && ran.out.contains("moves on Monday"), "{format}: {}", ran.out);
        assert_eq!(ran.status, 0);
    }
    // the rules of the configuration apply to both captures
    let both = with(&["diff", &path(BEFORE), &after, "--format", "json"]).json();
    assert_eq!(both["findings"].as_array().map(Vec::len), Some(0), "{both}");
    let check = |format| with(&["check", "--from", &after, "--baseline", &before, "--format", format]);
    assert!(check("text").out.contains("suppressed\n"), "{}", check("text").out);
    assert_eq!(check("json").json()["baseline"]["gone"], 0);
    let junit = check("junit").out;
    assert!(!junit.contains("<failure") && junit.contains("in the baseline of"), "{junit}");
    let sarif = check("sarif").json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let known = results.iter().filter(|one| one["baselineState"] == "unchanged").count();
    assert!(known > 0, "{sarif}");
}
