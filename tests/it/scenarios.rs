//! Each built-in scenario of the mock shows the finding it is named after, through the real program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use mock_xo::scenario;
use serde_json::Value;
use xo_health_core::findings::Code;

use crate::common::{instant, json, serve};
use crate::program::Home;

/// Findings that no scenario shows, with the reason.
const WITHOUT: [(&str, &str); 0] = [];

/// Lists where a document breaks the promises of the first `xo-health.report/1`; codes may be added.
fn breaches(document: &Value) -> Vec<String> {
    static FIRST: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let mut schema = json("schemas/report-1.first.json");
        let codes = schema.pointer_mut("/$defs/Code/enum").unwrap().as_array_mut().unwrap();
        let all: Vec<Value> = Code::ALL.iter().map(|code| code.to_string().into()).collect();
        assert!(codes.iter().all(|code| all.contains(code)), "codes stay");
        *codes = all;
        jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
    });
    FIRST.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn each_scenario_shows_the_finding_it_is_named_after() {
    let home = Home::new();
    let mut shown = Vec::new();
    for scenario in scenario::ALL {
        let Some(code) = Code::ALL.iter().find(|code| code.slug() == scenario.name) else { continue };
        let state = scenario.build(instant()).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let at = instant().to_string();
        let args =
            ["check", "--url", &server.url(), "--at", &at, "--format", "json", "--sr-used-percent", "90"];
        let ran = home.run(&args, &[("XO_TOKEN", &token)]);
        let report = ran.json();
        let found = report["findings"].as_array().unwrap();
        let keys: BTreeSet<_> =
            found.iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(keys.len(), found.len(), "{}: no two findings share a fingerprint", scenario.name);
        assert_eq!(breaches(&report), [""; 0], "{}", scenario.name);
        let is_shown = found.iter().any(|finding| finding["code"] == code.to_string());
        let codes: Vec<_> = found.iter().map(|finding| &finding["code"]).collect();
        assert!(is_shown, "{}: {codes:?}", scenario.name);
        shown.push(code.slug());
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.slug())
        .filter(|slug| !shown.contains(slug) && WITHOUT.iter().all(|(known, _)| known != slug))
        .collect();
    assert!(missing.is_empty(), "no scenario shows {missing:?}");
}

#[test]
fn a_healthy_server_gives_status_0() {
    let healthy = scenario::ALL.iter().find(|scenario| scenario.name == "healthy").unwrap();
    let state = healthy.build(instant()).unwrap();
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let at = instant().to_string();
    let ran = Home::new().run(&["check", "--url", &server.url(), "--at", &at], &[("XO_TOKEN", &token)]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.starts_with("Yes"), "{}", ran.out);
}

/// A code with several causes has a scenario for each: scenario, code, and evidence.
#[test]
fn each_cause_has_a_scenario() {
    let cases = [
        ("qcow2-on-lvm", "XOH-305 snapshot-no-room", "/need_bytes", serde_json::json!(6_601_381_511_168_u64)),
        ("qcow2-on-files", "XOH-107 retention-cannot-fit", "/limit", 30.into()),
        ("qcow2-too-large", "XOH-309 replication-target", "/problem", "too_large".into()),
        ("qcow2-several-hosts", "XOH-102 xo-will-skip", "/why", "several_hosts".into()),
        (
            "qcow2-several-hosts",
            "XOH-206 gc-blocked",
            "/on_several_hosts",
            serde_json::json!(["clone", "web"]),
        ),
        ("qcow2-unreadable", "XOH-105 broken-chain", "/snapshot_error", 82.into()),
        ("stale-parent", "XOH-105 broken-chain", "/broken", "stale_record".into()),
        ("source-on-target", "XOH-510 source-on-target", "/what", "replica".into()),
        ("source-on-target", "XOH-510 source-on-target", "/what", "repository".into()),
        ("qcow2-without-nbd", "XOH-509 qcow2-without-nbd", "/disks", serde_json::json!(["archive"])),
    ];
    let home = Home::new();
    for (name, code, key, expected) in cases {
        let state = scenario::Scenario::find(name).unwrap().build(instant()).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let at = instant().to_string();
        let args = ["check", "--url", &server.url(), "--at", &at, "--format", "json"];
        let report = home.run(&args, &[("XO_TOKEN", &token)]).json();
        let findings =
            report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
        let found: Vec<_> = findings.filter_map(|finding| finding["evidence"].pointer(key)).collect();
        assert!(found.contains(&&expected), "{name} {code}{key}: {found:?}");
    }
}

/// If all merges of an SR wait and nothing has merged for longer than its longest quiet time, every screen says that
/// waiting does not help: the finding of the SR, the reason of the run, the first step, and the page of the SR.
#[test]
fn a_stuck_collector_is_reported_alike_everywhere() {
    let state = scenario::Scenario::find("gc-stalled").unwrap().build(instant()).unwrap();
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let (url, at) = (server.url(), instant().to_string());
    let home = Home::new();
    let run =
        |args: &[&str]| home.run(&[args, &["--url", &url, "--at", &at]].concat(), &[("XO_TOKEN", &token)]);
    let report = run(&["check", "--format", "json"]).json();
    let codes: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"XOH-205 gc-stalled"), "{codes:?}");
    for screen in [run(&["check"]).out, run(&["check", "--all"]).out, run(&["sr", "main"]).out] {
        for wrong in ["the run succeeds if they finish", "waiting helps", "about to start"] {
            assert!(!screen.contains(wrong), "{wrong}: {screen}");
        }
    }
    let page = run(&["sr", "main"]).out;
    assert!(page.contains("should be merging, but is not; stuck: waiting does not help"), "{page}");
}
