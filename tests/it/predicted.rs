//! Forecasts compared with what really followed, and as the program prints them.

use std::collections::BTreeSet;
use std::num::NonZero;

use serde_json::Value;
use xo_health_core::forecast::{Deadline, Options};
use xo_health_report::Report;

use crate::common::{check, document, fixture, replay};
use crate::program::Home;

/// Worlds in which errors followed within seven days: one for each kind of error and of SR.
const WORLDS: [&str; 5] = ["w001060", "w001073", "w001084", "w001102", "w001120"];

fn options(draws: u32, threads: usize) -> Options {
    Options {
        horizon: 168,
        also: None,
        draws: Some(draws),
        seed: 1,
        merge_speed: None,
        threads: NonZero::new(threads).unwrap(),
        deadline: Deadline::default(),
    }
}

fn predict(path: &str, draws: u32, threads: usize) -> Report {
    let observation = replay(&fixture(path)).unwrap();
    check(&observation, Some(options(draws, threads)))
}

fn key(of: &Value) -> String {
    let text = |name: &str| of[name].as_str().unwrap_or("-").to_owned();
    [text("error"), text("job_id"), text("vm_id")].join(" ")
}

/// Everything that is more likely than not happens, and most of what happens was predicted. This does not measure
/// quality, as the benchmark on all worlds does: it notices when a rule breaks.
#[test]
fn what_follows_was_predicted() {
    for world in WORLDS {
        let document = document(&predict(&format!("predicted/{world}.json.gz"), 100, 2));
        let text = std::fs::read_to_string(fixture(&format!("predicted/{world}.truth.json"))).unwrap();
        let truth: Vec<Value> = serde_json::from_str(&text).unwrap();
        let occurred: BTreeSet<String> = truth.iter().map(key).collect();
        let likely = |prediction: &&Value| {
            let by = prediction["probability_by"].as_array().unwrap();
            by.last().unwrap()["probability"].as_f64().unwrap() >= 0.5
        };
        let predicted: BTreeSet<String> =
            document["predictions"].as_array().unwrap().iter().filter(likely).map(key).collect();
        assert_eq!(predicted.difference(&occurred).collect::<Vec<_>>(), [""; 0], "{world}: did not come");
        let missed = occurred.difference(&predicted).count();
        assert!(missed * 4 <= occurred.len(), "{world}: {missed} of {} were not predicted", occurred.len());
    }
}

#[test]
fn nothing_is_predicted_where_nothing_follows() {
    for entry in std::fs::read_dir(fixture("worlds")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // the two large ones repeat what the others have
        if name.starts_with("w00101") {
            continue;
        }
        let report = predict(&format!("worlds/{name}"), 60, 2);
        for prediction in &report.predictions {
            assert!(prediction.probability() < 0.5, "{name}: {prediction:?}");
        }
    }
}

#[test]
fn threads_do_not_change_a_byte() {
    for world in ["w001073", "w001120"] {
        let path = format!("predicted/{world}.json.gz");
        assert_eq!(document(&predict(&path, 50, 1)), document(&predict(&path, 50, 3)), "{world}");
    }
}

#[test]
fn check_and_forecast_write_the_same_document() {
    let home = Home::new();
    let capture = fixture("predicted/w001060.json.gz");
    let capture = capture.to_str().unwrap();
    let of =
        |command: &str| home.run(&[command, "--from", capture, "--format", "json", "--draws", "50"], &[]);
    let (check, forecast) = (of("check"), of("forecast"));
    assert_eq!(check.out, forecast.out);
    assert_eq!(check.status, forecast.status);
    let predictions = check.json()["predictions"].clone();
    let first = &predictions[0];
    for field in ["error", "job_id", "schedule_id", "vm_id", "sr_id", "vdi_id", "probability_by", "first_at"]
    {
        assert!(first.get(field).is_some(), "{field}: {first}");
    }
    assert_eq!(first["probability_by"][2]["within_hours"], 168);
}

#[test]
fn a_forecast_fails_the_check_only_when_asked() {
    let home = Home::new();
    let capture = fixture("predicted/w001060.json.gz");
    let capture = capture.to_str().unwrap();
    let run = |more: &[&str]| {
        home.run(&[&["check", "--from", capture, "--draws", "50", "--fail-on", "never"], more].concat(), &[])
    };
    assert_eq!(run(&[]).status, 0);
    assert_eq!(run(&["--fail-on-forecast", "0.5@72h"]).status, 2);
    assert_eq!(run(&["--fail-on-forecast", "0.5@24h"]).status, 0);
    assert_eq!(run(&["--fail-on-forecast", "2"]).status, 64);
    assert_eq!(run(&["--horizon", "31d"]).status, 64);
}

#[test]
fn the_screen() {
    let home = Home::new();
    for (lang, world) in [("en", "w001060"), ("ja", "w001060"), ("en", "w001084")] {
        let capture = fixture(&format!("predicted/{world}.json.gz"));
        let out = home
            .run(&["forecast", "--from", capture.to_str().unwrap(), "--lang", lang, "--draws", "100"], &[]);
        insta::assert_snapshot!(format!("forecast_{world}_{lang}"), out.out);
    }
}
