//! `jobs`: the backup jobs of the demo and of real captures, as the user sees them.

use serde_json::Value;
use xo_health_core::display;
use xo_health_core::model::LogError;
use xo_health_core::outlook::Outlook;
use xo_health_explain::errors::{self, ErrorText};
use xo_health_report::formats::View;
use xo_health_report::jobs;
use xo_health_report::say::Say;
use xo_health_report::words::Lang;

use crate::common::{CAPTURES, analysis, capture_path, fixture, written};
use crate::program::Home;

const DEMO: [&str; 3] = ["--demo", "--at", "2026-11-23T08:30:00Z"];

fn fits(screen: &str) {
    for line in screen.lines() {
        assert!(display::width(line) <= 80, "{line}");
        assert!(line.chars().all(display::is_plain), "{line:?}");
    }
}

fn demo(args: &[&str]) -> String {
    let ran = Home::new().run(&[&["jobs"], args, &DEMO].concat(), &[("TZ", "UTC")]);
    assert_eq!((ran.status, &*ran.err), (0, ""), "{args:?}");
    fits(&ran.out);
    ran.out
}

#[test]
fn the_demo_in_both_languages() {
    for (lang, heads) in [("en", ["skipping ", "bad schedule "]), ("ja", ["スキップ ", "予定が不正 "])]
    {
        let all = demo(&["--lang", lang]);
        for expected in ["nightly delta", "週次 full", "毎時スナップショット"].iter().chain(&heads)
        {
            assert!(all.contains(expected), "{expected}: {all}");
        }
        let one = demo(&["nightly delta", "--lang", lang]);
        for expected in ["archive-search", "受注DB", "30 16 * * *", "36 ", heads[0]] {
            assert!(one.contains(expected), "{expected}: {one}");
        }
    }
}

/// The errors of `backup-errors` were provoked one by one: every word for how a run ends occurs, with its meaning.
#[test]
fn a_real_capture() {
    let path = capture_path("backup-errors");
    let path = path.to_str().unwrap();
    let run = |args: &[&str]| {
        let ran = Home::new().run(&[&["jobs"], args, &["--from", path]].concat(), &[("TZ", "UTC")]);
        assert_eq!((ran.status, &*ran.err), (0, ""), "{args:?}");
        fits(&ran.out);
        ran.out
    };
    let screens = [run(&[]), run(&["single VM snapshot"]), run(&["rolling", "--lang", "ja"])];
    insta::assert_snapshot!(screens.join("\n----\n\n"));
}

/// The runs of `backup-errors` ended as the capture's own list of provoked errors says.
#[test]
fn provoked_failures_are_reported() {
    let path = capture_path("backup-errors");
    let home = Home::new();
    let document = |args: &[&str]| -> Value {
        home.run(&[&["jobs"], args, &["--from", path.to_str().unwrap(), "--format", "json"]].concat(), &[])
            .json()
    };
    let all = document(&[]);
    let of =
        |name: &str| all["jobs"].as_array().unwrap().iter().find(|job| job["name"] == name).unwrap().clone();
    let states = [
        ("delta of db-1", "failing"),
        ("delta to a full remote", "failing"),
        ("ghost VM", "failing"),
        ("nightly delta", "failing"),
        ("rolling snapshots", "skipping"),
        ("smart: no match", "skipping"),
        ("single VM snapshot", "interrupted"),
        // sequences were not read, so it is unknown whether anything starts it
        ("with one retry", "unknown"),
    ];
    for (name, state) in states {
        assert_eq!(of(name)["state"], state, "{name}");
    }
    let single = document(&["single VM snapshot"]);
    let runs = single["detail"]["runs"].as_array().unwrap();
    let ended: Vec<_> = runs.iter().map(|run| run["ended"].as_str().unwrap()).collect();
    // the newest first; one start was refused while the previous run was going on, and does not count as a run
    assert_eq!(
        ended,
        [
            "interrupted",
            "failure",
            "refused",
            "success",
            "failure",
            "success",
            "failure",
            "failure",
            "failure"
        ]
    );
    let job = &single["jobs"][0];
    assert_eq!(
        (&job["refused"], &job["success"]["good"], &job["success"]["all"]),
        (&1.into(), &2.into(), &8.into())
    );
    assert_eq!(of("rolling snapshots")["running"]["ended"], "running");
    let retried = document(&["with one retry"]);
    let run = &retried["detail"]["runs"][0];
    assert_eq!((&run["ended"], &run["retried_vms"]), (&"success".into(), &1.into()));
    let nightly = document(&["nightly delta"]);
    let error = &nightly["detail"]["runs"][0]["errors"][0];
    assert_eq!(
        (&error["message"], &error["meaning"]),
        (&"other side closed".into(), &"Connection lost".into())
    );
}

/// Every job of every capture and of an example world, in text and as a document that its schema accepts. The program
/// reads a capture for each job; here each is read and analysed once.
#[test]
fn all_jobs_of_the_captures() {
    let schema =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/jobs-1.json")).unwrap();
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&serde_json::from_str(&schema).unwrap())
        .unwrap();
    let mut paths: Vec<_> = CAPTURES.into_iter().map(capture_path).collect();
    let mut worlds: Vec<_> =
        std::fs::read_dir(fixture("rpo")).unwrap().map(|entry| entry.unwrap().path()).collect();
    worlds.retain(|path| path.extension().is_some_and(|ending| ending == "gz"));
    worlds.sort();
    paths.extend(worlds.into_iter().take(1));
    let words = errors::texts::Texts::new(Lang::En);
    let mut seen = 0;
    for path in paths {
        let analysis = analysis(&path);
        let outlook = Outlook::of(&analysis);
        let view = |job: Option<&str>| {
            let mut report = jobs::build_report(&analysis, &outlook, job, &recognised).unwrap();
            report.explain(|entry| errors::find(entry).map(|entry| words.title(entry)).unwrap_or_default());
            let compose = |say: &Say<'_>| jobs::compose::compose(&report, say);
            written(View::Jobs(&report), report.observed_at, &compose)
        };
        let path = path.display();
        let (_, all) = view(None);
        assert!(validator.is_valid(&all), "{path}");
        for job in all["jobs"].as_array().unwrap() {
            let id = job["id"].as_str().unwrap();
            let (screen, document) = view(Some(id));
            fits(&screen);
            by_name(&screen, &document["detail"]);
            let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{path} {id}");
            assert_eq!(document["jobs"], serde_json::json!([job]), "{path} {id}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Recognises an error as the program does.
fn recognised(error: &LogError) -> Option<String> {
    let code = error.code.as_ref().map(ToString::to_string);
    let text = ErrorText { code, ..ErrorText::of_message(&*error.message) };
    errors::recognise(&text).known.first().map(|found| found.entry.id.to_owned())
}

/// Checks that schedules appear by their names, not their ids.
fn by_name(screen: &str, job: &Value) {
    for schedule in job["schedules"].as_array().into_iter().flatten() {
        let (id, name) = (schedule["id"].as_str().unwrap(), schedule["name"].as_str().unwrap_or_default());
        assert!(name.is_empty() || !screen.contains(id), "{name} is shown as {id}: {screen}");
    }
}

/// Missed recovery points are those that `check` finds.
#[test]
fn misses_what_the_check_finds() {
    let home = Home::new();
    let json = |command: &str| home.run(&[&[command, "--format", "json"], &DEMO[..]].concat(), &[]).json();
    let (jobs, check) = (json("jobs"), json("check"));
    let missed: u64 = jobs["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| &job["vms"])
        .filter(|vms| vms.is_object())
        .map(|vms| vms["missed"].as_u64().unwrap() + vms["never_succeeded"].as_u64().unwrap())
        .sum();
    let found = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "XOH-701 rpo-missed");
    let reported: u64 =
        found.map(|finding| finding["evidence"]["job_ids"].as_array().unwrap().len() as u64).sum();
    assert_eq!((missed, reported), (1, 1));
}

#[test]
fn names_that_lead_nowhere() {
    let home = Home::new();
    for (args, expected) in [
        (&["jobs", "nowhere", "--demo"][..], "no job is called `nowhere`; there are:\n"),
        (
            &["jobs", "nightly", "--demo"],
            "several jobs are called `nightly` or begin with it; name one by its id:\n",
        ),
        (&["jobs", "", "--demo"], "no job is called ``"),
        (&["jobs", "a", "b"], "unexpected argument"),
    ] {
        let ran = home.run(args, &[]);
        assert_eq!((ran.status, &*ran.out), (64, ""), "{args:?}");
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
    }
}
