//! A part of a server: what `--tag` and similar options keep, what `--mask` hides, a file for each tag.

use serde_json::Value;

use crate::program::{Home, Ran};

const AT: [&str; 3] = ["--demo", "--at", "2026-11-23T08:30:00Z"];

fn run(home: &Home, args: &[&str]) -> Ran {
    home.run(&[args, &AT].concat(), &[])
}

fn document(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn the_answer_is_that_of_the_part() {
    let home = Home::new();
    let all = document(&run(&home, &["check", "--format", "json"]));
    let part = document(&run(&home, &["check", "--format", "json", "--vm", "filer"]));
    assert_eq!(part["source"]["scope"]["vms"], serde_json::json!(["filer"]));
    assert_eq!(all["source"]["scope"], Value::Null);
    let rows = part["backups"].as_array().unwrap();
    let vm = &rows[0]["vm_id"];
    let of_all = all["backups"].as_array().unwrap().iter().filter(|row| row["vm_id"] == *vm);
    assert_eq!(rows.iter().collect::<Vec<_>>(), of_all.collect::<Vec<_>>());
    assert_eq!(part["answer"]["due"], rows.len());
    assert!(rows.len() < all["backups"].as_array().unwrap().len());
    let text = run(&home, &["check", "--vm", "filer"]).out;
    assert!(text.contains("(only VM filer)"), "{text}");
}

#[test]
fn an_explanation_is_of_the_part() {
    let home = Home::new();
    let all = run(&home, &["explain", "XOH-102"]).out;
    let part = run(&home, &["explain", "XOH-102", "--vm", "filer"]).out;
    for (name, is_in_part) in [("filer", true), ("archive-search", false)] {
        assert!(all.contains(name), "{all}");
        assert_eq!(part.contains(name), is_in_part, "{name}: {part}");
    }
}

#[test]
fn what_matches_nothing_is_wrong_usage() {
    let home = Home::new();
    for (option, kind) in
        [("--pool", "pool"), ("--sr", "SR"), ("--vm", "VM"), ("--job", "job"), ("--tag", "tag")]
    {
        let ran = run(&home, &["check", "--no-forecast", option, "nobody"]);
        assert_eq!((ran.status, ran.out.as_str()), (64, ""), "{option}");
        assert!(
            ran.err.starts_with(&format!("error: no {kind} matches `nobody`; there are:\n")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_masked_report_names_nobody_else() {
    let home = Home::new();
    for args in [&["check", "--all"][..], &["sr", "nfs-main", "--all"], &["jobs", "--all"]] {
        let open = run(&home, args).out;
        let masked = run(&home, &[args, &["--mask", "会計DB"]].concat()).out;
        for name in ["filer", "nfs-main", "nightly delta"] {
            let is_shown = args[0] == "jobs" && name == "nfs-main";
            assert!(is_shown || open.contains(name) || args[0] == "jobs", "{args:?}: {name}");
            assert!(!masked.contains(name), "{args:?} still names {name}");
        }
        assert!(masked.contains("会計DB") || args[0] == "jobs", "{args:?}");
    }
}

/// Patterns still match names that are hidden.
#[test]
fn a_mask_changes_neither_findings_nor_what_is_suppressed() {
    let home = Home::new();
    let exception = "[[exceptions]]\nsr = \"nfs-main\"\nsnapshots_left = 30\n";
    home.write("config/xo-health/config.toml", exception);
    let args = ["check", "--no-forecast", "--format", "json", "--ignore", "chain-depth:web-01*=known"];
    let of = |args: &[&str]| {
        let report = document(&run(&home, args));
        let codes = |key: &str| {
            let findings = report[key].as_array().unwrap();
            let mut codes: Vec<_> = findings.iter().map(|one| one["fingerprint"].to_string()).collect();
            codes.sort();
            codes
        };
        (codes("findings"), codes("suppressed"), report["exit_status"].clone())
    };
    let open = of(&args);
    assert_eq!(open.1.len(), 1);
    assert_eq!(of(&[&args[..], &["--mask", "nobody"]].concat()), open);
}

#[test]
fn a_file_for_each_tag() {
    let home = Home::new();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("report-{tag}.json");
    let output = output.to_str().unwrap();
    let ran = run(&home, &["check", "--per-tag", "--mask", "{tag}", "-o", output]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.out.contains("prod: No: "), "{}", ran.out);
    let text = std::fs::read_to_string(folder.path().join("report-prod.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["source"]["scope"]["tags"], serde_json::json!(["prod"]));
    assert!(text.contains("会計DB") && !text.contains("nfs-main"));
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, ran.out.lines().count());
}

#[test]
fn a_file_for_each_tag_is_asked_for_rightly() {
    let home = Home::new();
    for args in [
        &["check", "--per-tag"][..],
        &["check", "--per-tag", "-o", "report.html"],
        &["check", "--per-tag", "-o", "{tag}.html", "--baseline", "x.json"],
        &["check", "--per-tag", "-o", "no-such-folder/{tag}.html"],
    ] {
        let ran = run(&home, args);
        assert_eq!(ran.status, 64, "{args:?}: {}", ran.err);
    }
}
