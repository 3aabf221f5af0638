//! `check --demo`: the first thing that anybody runs.

use xo_health_core::display;

use crate::common::schema_errors;
use crate::program::Home;

/// Removes colours: the sequences that select a rendition, and no others.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').unwrap();
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{codes:?}");
        plain.push_str(rest);
    }
    plain
}

#[test]
fn a_report_and_nothing_else() {
    let ran = Home::new().run(&["check", "--demo"], &[]);
    assert_eq!(ran.err, "");
    // two chains of the demo are at their limit and get a snapshot each hour
    assert!(ran.out.starts_with("No: "), "{}", ran.out);
    assert!(ran.out.contains("会計DB") && ran.out.contains("SR_BACKEND_FAILURE_109"), "{}", ran.out);
    // the last line repeats the answer, and is a single line at any time of day
    let last = ran.out.lines().last().unwrap();
    let closing = format!("; exit status {}: ", ran.status);
    assert!(last.starts_with("No: ") && last.contains(&closing), "exit status {}, told {last}", ran.status);
    for line in ran.out.lines() {
        assert!(display::width(line) <= 80, "{line}");
        assert!(line.chars().all(display::is_plain), "{line:?}");
    }
}

#[test]
fn json_for_programs() {
    let ran = Home::new().run(&["check", "--demo", "--format", "json"], &[]);
    assert_eq!(ran.err, "");
    let report = ran.json();
    assert_eq!(schema_errors(&report), [""; 0]);
    assert_eq!(report["exit_status"], ran.status);
    assert_eq!(report["srs"].as_array().unwrap().len(), 9);
    assert!(ran.out.chars().all(|c| c == '\n' || display::is_plain(c)));
}

#[test]
fn the_same_instant_gives_the_same_report() {
    let home = Home::new();
    let args = ["check", "--demo", "--format", "json", "--at", "2026-11-22T14:34:40Z"];
    let [first, second] = [home.run(&args, &[]), home.run(&args, &[])].map(|ran| {
        let report = ran.json();
        assert_eq!(report["observed_at"], "2026-11-22T14:34:40Z");
        // the port of the demo's server changes each time
        let server = report["source"]["server"].as_str().unwrap().to_owned();
        assert!(server.starts_with("http://127.0.0.1:"), "{server}");
        ran.out.replace(&server, "")
    });
    assert_eq!(first, second);
}

#[test]
fn colour_where_it_is_wanted() {
    let home = Home::new();
    let cases: [(&[&str], &[(&str, &str)], bool); 6] = [
        (&[], &[], false),
        (&["--color", "auto"], &[("TERM", "xterm-256color")], false),
        (&["--color", "never"], &[], false),
        (&["--color", "always"], &[], true),
        (&[], &[("NO_COLOR", "1")], false),
        // an argument overrides the environment
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
    ];
    for (more, vars, colour) in cases {
        let ran = home.run(&[&["check", "--demo", "--at", "2026-11-22T14:34:40Z"], more].concat(), vars);
        assert_eq!(ran.out.contains('\u{1b}'), colour, "{more:?} {vars:?}");
        let plain = without_colour(&ran.out);
        assert!(plain.lines().flat_map(str::chars).all(display::is_plain), "{plain:?}");
        assert!(plain.starts_with("No: "), "{plain}");
    }
}

#[test]
fn a_reader_that_closes_early_is_no_error() {
    let (status, err) = Home::new().unread(&["check", "--demo", "--format", "json"]);
    assert_eq!(err, "");
    assert!(status.unwrap() <= 3, "{status:?}");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let home = Home::new();
    for args in [&["--help"][..], &["--version"], &["check", "--help"], &["capture", "-h"]] {
        let ran = home.run(args, &[("XO_TOKEN", "hunter2-token"), ("XO_PASSWORD", "hunter2-password")]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
        ran.keeps(&["hunter2"]);
    }
}

#[test]
fn wrong_usage_is_64() {
    let home = Home::new();
    let cases: [&[&str]; 14] = [
        &[],
        &["chekc"],
        &["check", "--demo", "--url", "https://xo"],
        &["check", "--demo", "--from", "x.json"],
        &["check", "--from", "x.json", "--url", "https://xo"],
        &["check", "--demo", "--format", "yaml"],
        &["check", "--demo", "--fail-on", "error"],
        &["check", "--demo", "--sr-used-percent", "0"],
        &["check", "--demo", "--sr-used-percent", "101"],
        &["check", "--demo", "--connect-timeout", "0s"],
        &["check", "--demo", "--at", "yesterday"],
        &["check", "--demo", "--insecure", "--pin-sha256", "00"],
        &["capture", "--demo"],
        &["check", "--token", "hunter2"],
    ];
    for args in cases {
        let ran = home.run(args, &[]);
        assert_eq!((ran.status, ran.out.as_str()), (64, ""), "{args:?}: {ran:?}");
        assert!(!ran.err.is_empty());
    }
}

/// The demo shows every kind of finding. Two need more: `sr-usage` a share that the user sets, `no-inventory` a
/// server with nothing else to show.
#[test]
fn the_demo_shows_every_finding() {
    let ran = Home::new().run(
        &["check", "--demo", "--at", "2026-11-23T08:30:00Z", "--format", "json", "--sr-used-percent", "60"],
        &[],
    );
    let report = ran.json();
    let found = report["findings"].as_array().unwrap();
    let missing: Vec<_> = xo_health_core::findings::Code::ALL
        .iter()
        .map(ToString::to_string)
        .filter(|code| !found.iter().any(|finding| finding["code"] == *code))
        .collect();
    // a server without an inventory has nothing else; the others need weeks of runs or an SR short of something, and
    // have their own scenarios
    let elsewhere = [
        "XOH-108 snapshot-in-use",
        "XOH-204 coalesce-no-room",
        "XOH-301 sr-low-space",
        "XOH-307 metadata-volume",
        "XOH-308 thin-overcommitted",
        "XOH-309 replication-target",
        "XOH-310 image-missing",
        "XOH-311 guests-out-of-room",
        "XOH-406 cbt-lists",
        "XOH-502 job-overlap",
        "XOH-503 stuck-run",
        "XOH-504 cron-reads-otherwise",
        "XOH-505 job-does-nothing",
        "XOH-506 vm-vanished",
        "XOH-508 replicas-in-job",
        "XOH-510 source-on-target",
        "XOH-604 no-inventory",
        "XOH-703 recurring-failure",
        "XOH-704 retention-not-respected",
        "XOH-705 unexpected-full",
        "XOH-706 restore-test-failed",
        "XOH-707 output-behind",
        "XOH-708 flaky-backup",
        "XOH-801 repository-low-space",
        "XOH-802 repository-on-root",
    ];
    assert_eq!(missing, elsewhere);
}

/// What must hold for every outlook holds for the demo at any time.
#[test]
fn the_demo_does_not_contradict_itself() {
    for at in ["2026-11-23T08:30:00Z", "2026-11-27T10:44:46Z"] {
        let report = Home::new().run(&["check", "--demo", "--at", at, "--format", "json"], &[]).json();
        assert_eq!(xo_health_invariants::check(&report), [], "{at}");
    }
}

/// The whole screen in Japanese, aligned to 80 columns.
#[test]
fn the_demo_in_japanese() {
    let ran = crate::program::Home::new()
        .run(&["check", "--demo", "--at", "2026-11-23T08:30:00Z", "--lang", "ja"], &[]);
    let lines = ran.out.lines().map(|line| match line.strip_prefix("http://127.0.0.1:") {
        Some(rest) => {
            format!("http://127.0.0.1:40000{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => line.to_owned(),
    });
    let screen = lines.map(|line| line + "\n").collect::<String>();
    assert!(screen.lines().all(|line| xo_health_core::display::width(line) <= 80), "{screen}");
    insta::assert_snapshot!(screen);
}
