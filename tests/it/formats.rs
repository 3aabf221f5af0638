//! Reports in files: all formats from one reading, settled before anything is read, whole or not at all.

use std::collections::BTreeSet;
use std::path::Path;

use crate::program::Home;

/// A fixed instant, so that nothing depends on the time of day.
const AT: [&str; 4] = ["--demo", "--at", "2026-11-27T10:00:00Z", "--timezone=UTC"];

fn check(home: &Home, more: &[&str]) -> crate::program::Ran {
    let args: Vec<&str> = ["check"].into_iter().chain(AT).chain(more.iter().copied()).collect();
    home.run(&args, &[])
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn one_reading_fills_all_files_and_only_the_answer_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let suffixes = ["txt", "json", "md", "html", "csv", "xml", "sarif", "prom"];
    let files: Vec<String> =
        suffixes.iter().map(|suffix| path(folder.path(), &format!("r.{suffix}"))).collect();
    let args: Vec<&str> = files.iter().flat_map(|file| ["-o", file.as_str()]).collect();
    let home = Home::new();
    let ran = check(&home, &args);
    assert_eq!(ran.err, "");
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("No: "), "{}", ran.out);
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.len() > 1000 && text.ends_with('\n'), "{file}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, suffixes.len(), "nothing else is left there");
    // all have the same numbers
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&files[1]).unwrap()).unwrap();
    assert_eq!(json["exit_status"], ran.status);
    let failing = json["answer"]["failing"].as_u64().unwrap();
    let prom = std::fs::read_to_string(&files[7]).unwrap();
    assert!(prom.contains(&format!("xo_health_backups{{state=\"failing\"}} {failing}.0\n")));
    let junit = std::fs::read_to_string(&files[5]).unwrap();
    assert!(junit.contains(&format!("failures=\"{failing}\"")));
    let rows = json["backups"].as_array().unwrap().len();
    let csv = std::fs::read_to_string(&files[4]).unwrap();
    let tables: Vec<&str> = csv.split("\r\n\r\n").collect();
    assert_eq!(tables.len(), 4);
    assert_eq!(tables[3].lines().count(), rows + 1);
    assert_eq!(tables[0].lines().count(), json["srs"].as_array().unwrap().len() + 1);
}

#[test]
fn wrong_outputs_are_known_before_the_server_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::new();
    let read_only = path(folder.path(), "there.json");
    std::fs::create_dir(&read_only).unwrap();
    let long = path(folder.path(), &format!("{}.json", "n".repeat(300)));
    let nowhere = path(folder.path(), "no/such/folder.json");
    let cases: [(&[&str], &str); 8] = [
        (&["-o", "report.dat"], "none of the suffixes"),
        (&["-o", "a.json", "-o", "a.json"], "twice"),
        (&["-o", "a.json", "--format", "csv"], "standard output"),
        (&["--format", "yaml"], "possible values"),
        (&["-o", &read_only], "cannot write"),
        (&["-o", &long], "cannot write"),
        (&["-o", &nowhere], "cannot write"),
        (&["--logo", "/no/such/logo.png", "-o", "a.html"], "--logo"),
    ];
    for (more, words) in cases {
        // nothing listens there, and a request would show it
        let args: Vec<&str> =
            ["check", "--url", "http://127.0.0.1:9"].into_iter().chain(more.iter().copied()).collect();
        let ran = home.run(&args, &[("XO_TOKEN", "t")]);
        assert_eq!(ran.status, 64, "{more:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{more:?}: {}", ran.err);
    }
    for view in [&["sr"][..], &["jobs"]] {
        let args: Vec<&str> = view.iter().copied().chain(["--demo", "--format", "csv"]).collect();
        let ran = home.run(&args, &[]);
        assert_eq!(ran.status, 64);
        assert!(ran.err.contains("`check` and `forecast`"), "{}", ran.err);
    }
}

/// A file stays as it was if the server cannot be read.
#[test]
fn a_failure_leaves_the_last_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(folder.path(), "r.json");
    std::fs::write(&file, "before").unwrap();
    let home = Home::new();
    let args = ["check", "--url", "http://127.0.0.1:9", "--retries", "0", "-o", &file];
    let ran = home.run(&args, &[("XO_TOKEN", "t")]);
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A real server in every format that is not a page; any difference shows here.
#[test]
fn a_capture_in_every_format() {
    let home = Home::new();
    let capture = crate::common::capture_path("near-30-chain");
    let capture = capture.to_str().unwrap();
    for format in ["text", "markdown", "csv", "junit", "sarif", "openmetrics", "nagios", "plain"] {
        let args = ["check", "--from", capture, "--no-forecast", "--timezone", "UTC", "--format", format];
        let ran = home.run(&args, &[]);
        // the duration always differs
        let lines = ran.out.lines().filter(|line| !line.contains("duration"));
        insta::assert_snapshot!(format!("capture_{format}"), lines.collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn standard_output_takes_every_format() {
    let home = Home::new();
    for (format, begins) in [
        ("markdown", "# **No:**"),
        ("csv", "sr_id,sr_name,"),
        ("junit", "<?xml"),
        ("sarif", "{\n  \"$schema\""),
        ("openmetrics", "# HELP xo_health_answer"),
        ("nagios", "XO-HEALTH UNKNOWN - No: "),
        ("plain", "answer: no\n"),
        ("html", "<!doctype html>\n<html lang=\"en\">"),
    ] {
        let ran = check(&home, &["--format", format]);
        assert!(ran.out.starts_with(begins), "{format}: {}", &ran.out[..200.min(ran.out.len())]);
        assert_eq!(ran.err, "");
    }
    let bom = check(&home, &["--format", "csv", "--csv-bom", "--csv-table", "vms"]);
    assert!(bom.out.starts_with("\u{feff}vm_id,vm_name,"));
    assert!(!bom.out.contains("sr_name"));
}

/// Dashboards and alerts use exactly the metrics that are exported.
#[test]
fn monitoring_asks_for_what_there_is() {
    let metrics = check(&Home::new(), &["--format", "openmetrics"]).out;
    let exported: BTreeSet<&str> =
        metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/monitoring");
    for file in ["alerts.yml", "alerts-test.yml", "grafana.json"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let mut found = 0;
        for (at, _) in text.match_indices("xo_health_") {
            let name: String = text[at..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_' || c.is_ascii_digit())
                .collect();
            assert!(exported.contains(name.as_str()), "{file}: {name} is not exported: {exported:?}");
            found += 1;
        }
        assert!(found > 2, "{file}");
    }
}

#[test]
fn quiet_says_nothing_unless_something_is_wrong() {
    let home = Home::new();
    assert!(check(&home, &["--quiet"]).out.starts_with("No: "));
    let none = check(&home, &["--quiet", "--fail-on", "never", "--fail-on-forecast", "never"]);
    // two pools of the demo are missing, which always counts
    assert_eq!((none.status, none.out.is_empty()), (3, false));
}

#[test]
fn a_page_carries_what_its_sender_adds() {
    let folder = tempfile::tempdir().unwrap();
    let note = path(folder.path(), "note.txt");
    let logo = path(folder.path(), "logo.png");
    std::fs::write(&note, "Call <b>us</b>\nat any time").unwrap();
    std::fs::write(&logo, [0x89, b'P', b'N', b'G', 1, 2, 3]).unwrap();
    let home = Home::new();
    let ran = check(&home, &["--format", "html", "--title", "a <i> b", "--note", &note, "--logo", &logo]);
    assert!(ran.out.contains("<title>a &#60;i&#62; b</title>"));
    assert!(ran.out.contains("Call &#60;b&#62;us&#60;/b&#62;\nat any time"));
    assert!(ran.out.contains("src=\"data:image/png;base64,iVBORwECAw==\""));
    let wrong = check(&home, &["--format", "html", "--logo", &note]);
    assert_eq!(wrong.status, 64);
}

/// Monitoring gets one line and a status of 0 to 3, whatever goes wrong.
#[test]
fn a_plugin_never_ends_otherwise() {
    let home = Home::new();
    let cases: [&[&str]; 3] = [
        &["check", "--format", "nagios", "--no-such-option"],
        &["check", "--format=nagios", "--url", "http://127.0.0.1:9", "--retries", "0"],
        &["check", "--format", "nagios", "--demo", "--timeout", "1ms"],
    ];
    for args in cases {
        let ran = home.run(args, &[("XO_TOKEN", "t")]);
        assert_eq!(ran.status, 3, "{args:?}: {}", ran.err);
        assert!(
            ran.out.starts_with("XO-HEALTH UNKNOWN - ") && ran.out.lines().count() == 1,
            "{args:?}: {}",
            ran.out
        );
    }
}

#[test]
fn schemas_are_published() {
    let home = Home::new();
    let report = home.run(&["schema", "report"], &[]);
    assert_eq!(report.json()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(home.run(&["schema", "none"], &[]).status, 64);
}
