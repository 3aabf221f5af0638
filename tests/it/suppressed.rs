//! Suppressed findings: by the file and by arguments, until when, and how each format shows them.

use serde_json::Value;

use crate::common::capture_path;
use crate::program::{Home, Ran};

const FILE: &str = "config/xo-health/config.toml";
const AT: &str = "2026-11-27T12:00:00Z";

fn check(home: &Home, args: &[&str]) -> Ran {
    let capture = capture_path("near-30-chain").display().to_string();
    home.run(&[&["check", "--from", &capture, "--draws", "20"], args].concat(), &[])
}

fn json(home: &Home, args: &[&str]) -> (Value, Ran) {
    let ran = check(home, &[&["--format", "json"], args].concat());
    (ran.json(), ran)
}

fn codes(report: &Value, list: &str) -> Vec<String> {
    let all = report[list].as_array().unwrap();
    all.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// Suppressed findings leave the list and the exit status; nothing else of the report changes.
#[test]
fn nothing_but_the_findings_changes() {
    let home = Home::new();
    let (before, ran) = json(&home, &[]);
    assert_eq!(ran.status, 2, "{ran:?}");
    let mut all = codes(&before, "findings");
    all.dedup();
    let ignores: Vec<String> = all.iter().map(|code| format!("{code}=known to the owner")).collect();
    let args: Vec<&str> = ignores.iter().flat_map(|ignore| ["--ignore", ignore]).collect();
    let (after, ran) = json(&home, &[&args[..], &["--fail-on-forecast", "never"]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(codes(&after, "findings"), [""; 0]);
    assert_eq!(after["suppressed"].as_array().unwrap().len(), before["findings"].as_array().unwrap().len());
    assert_eq!(after["suppressed"][0]["suppressed"]["reason"], "known to the owner");
    for key in
        ["answer", "backups", "events", "plan", "after", "jobs", "srs", "disks", "vms", "predictions", "gaps"]
    {
        assert_eq!(after[key], before[key], "{key}");
    }
    // the suppressed finding is there, unchanged except for the mark
    let mut one = after["suppressed"][0].clone();
    one.as_object_mut().unwrap().remove("suppressed");
    assert_eq!(one, before["findings"][0]);
}

#[test]
fn every_format_counts_them() {
    let home = Home::new();
    let formats = ["text", "markdown", "html", "csv", "junit", "sarif", "openmetrics", "nagios"];
    let expected = [
        "do not count towards the exit status",
        "do not count towards the exit status",
        "kept for the audit",
        "kept for the audit",
        "<skipped message=\"kept for the audit\"/>",
        "\"justification\": \"kept for the audit\"",
        "findings_suppressed 5",
        "suppressed=5;",
    ];
    for (format, piece) in formats.into_iter().zip(expected) {
        let ran = check(&home, &["--format", format, "--ignore", "chain-depth=kept for the audit"]);
        let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(piece), "{format}");
        let without = check(&home, &["--format", format]);
        assert!(!without.out.contains("kept for the audit"), "{format}");
    }
    let all = check(&home, &["--all", "--ignore", "chain-depth=kept for the audit"]);
    assert!(all.out.contains("kept for the audit"), "{}", all.out);
    let japanese = check(&home, &["--lang", "ja", "--ignore", "chain-depth=kept"]);
    assert!(japanese.out.contains("抑止された 5 件"), "{}", japanese.out);
}

/// Rules of the file, by what they name, at an instant; and warnings about those that do nothing.
#[test]
fn rules_of_the_file() {
    let home = Home::new();
    let (report, _) = json(&home, &[]);
    let depth =
        report["findings"].as_array().unwrap().iter().find(|one| one["code"] == "XOH-101 chain-depth");
    let depth = depth.unwrap();
    let (name, key) = (depth["subject"]["name"].as_str().unwrap(), depth["fingerprint"].as_str().unwrap());
    let left = depth["evidence"]["snapshots_left"].as_u64().unwrap();
    let severity = depth["severity"].as_str().unwrap();
    // (lines, suppressed, a part of the warning)
    let cases = [
        ("code = \"XOH-101\"".to_owned(), 5, ""),
        (format!("code = 101\nsubject = {name:?}"), 1, ""),
        (
            "code = 101\nsubject = \"no such*\"".to_owned(),
            0,
            "`ignore[1]` (XOH-101:no such*) suppresses nothing: no finding matches",
        ),
        (format!("fingerprint = {key:?}"), 1, ""),
        ("code = 101\ntag = \"no such\"".to_owned(), 0, "suppresses nothing"),
        (format!("fingerprint = {key:?}\nvalue = {{ snapshots_left = {left} }}"), 1, ""),
        (
            format!("fingerprint = {key:?}\nvalue = {{ snapshots_left = {} }}", left + 1),
            0,
            "is now worse than its `value`",
        ),
        ("code = 101\nuntil = \"2026-11-27\"".to_owned(), 5, ""),
        ("code = 101\nuntil = 2026-11-26".to_owned(), 0, "`ignore[1]` (XOH-101) ended on 2026-11-27 00:00"),
        (
            format!("fingerprint = {key:?}\nvalue = {{ severity = {severity:?}, snapshots_left = {left} }}"),
            1,
            "",
        ),
        (
            format!(
                "fingerprint = {key:?}\nvalue = {{ severity = {severity:?}, snapshots_left = {} }}",
                left + 1
            ),
            0,
            "is now worse than its `value`",
        ),
    ];
    for (lines, count, warning) in cases {
        home.write(FILE, format!("[[ignore]]\nreason = \"known\"\n{lines}\n"));
        let (report, ran) = json(&home, &["--at", AT, "--timezone", "UTC"]);
        assert_eq!(report["suppressed"].as_array().unwrap().len(), count, "{lines}: {}", ran.err);
        match warning {
            "" => assert_eq!(ran.err, "", "{lines}"),
            piece => assert!(ran.err.starts_with("warning: ") && ran.err.contains(piece), "{lines}: {ran:?}"),
        }
    }
}

/// `ignore` writes what `check` then suppresses, and keeps the rest of the file.
#[test]
fn written_by_the_program() {
    let home = Home::new();
    let capture = capture_path("near-30-chain").display().to_string();
    let (report, _) = json(&home, &[]);
    let all = report["findings"].as_array().unwrap();
    let depth = all.iter().find(|one| one["code"] == "XOH-101 chain-depth").unwrap();
    let key = depth["fingerprint"].as_str().unwrap();
    home.write(FILE, "# mine\nlang = \"en\" # yes\n");
    let ignore = |finding: &str, more: &[&str]| {
        home.run(&[&["ignore", finding, "--reason", "moves soon", "--from", &capture], more].concat(), &[])
    };
    let ran = ignore(&key[..key.len() - 3], &["--until", "2026-12-31", "--pin"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
    let text = std::fs::read_to_string(home.path(FILE)).unwrap();
    assert!(text.starts_with("# mine\nlang = \"en\" # yes\n\n# XOH-101 chain-depth: "), "{text}");
    for piece in [key, "reason = \"moves soon\"", "until = \"2026-12-31\"", "snapshots_left = "] {
        assert!(text.contains(piece), "{piece}: {text}");
    }
    let (report, ran) = json(&home, &["--at", AT]);
    assert_eq!((report["suppressed"].as_array().unwrap().len(), ran.err.as_str()), (1, ""), "{ran:?}");

    // by code, which needs no reading
    let begun = home.run(&["--config", "new/c.toml", "ignore", "orphan-vdis", "--reason", "x"], &[]);
    assert_eq!(begun.status, 0, "{}", begun.err);
    let text = home.text("new/c.toml");
    assert!(
        text.starts_with("# Configuration of xo-health.")
            && text.ends_with("code = \"XOH-401\"\nreason = \"x\"\n"),
        "{text}"
    );
    assert!(
        home.run(&["--config", "none.toml", "check", "--from", &capture], &[])
            .failed(64)
            .contains("none.toml")
    );
    let ran = home.run(&["ignore", "orphan-vdis:data", "--reason", "x"], &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let text = std::fs::read_to_string(home.path(FILE)).unwrap();
    assert!(text.ends_with("[[ignore]]\ncode = \"XOH-401\"\nsubject = \"data\"\nreason = \"x\"\n"), "{text}");
    assert!(ignore("XOH-101/vdi/none", &[]).failed(64).contains("no finding `XOH-101/vdi/none` here"));
    assert!(ignore("XOH-999", &[]).failed(64).contains("no finding has the code `XOH-999`"));
    assert_eq!(home.run(&["ignore", "101"], &[]).status, 64, "a reason is needed");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(home.path(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
