//! Histories: captures are imported, a reading is added, and the forecast learns from both.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::program::Home;
use crate::several::server;

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("xo-health"));
    command.args(args).env("LC_ALL", "C");
    command
}

/// Runs a command, checks its status, and returns its output.
fn stdout(command: &mut Command, status: i32) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Makes a capture of a small pool, this many hours after the first one, with this many GiB used on its SR.
fn capture(hours: u64, used_gib: u64) -> Value {
    let gib = 1_u64 << 30;
    json!({
        "format": "xo-health.capture/1",
        "captured_at": 1_764_000_000_000_u64 + hours * 3_600_000,
        "server": {"version": "5.190.0"},
        "calls": {
            "xo.getAllObjects": {
                "p": {"id": "p", "uuid": "p", "type": "pool", "name_label": "pool", "master": "h", "$poolId": "p"},
                "h": {"id": "h", "uuid": "h", "type": "host", "name_label": "host", "$poolId": "p", "power_state": "Running"},
                "s": {
                    "id": "s", "uuid": "s", "type": "SR", "name_label": "share", "SR_type": "nfs", "content_type": "user",
                    "size": 1000 * gib, "physical_usage": used_gib * gib, "usage": 0, "$poolId": "p", "shared": true,
                    "VDIs": ["d"], "allocationStrategy": "thin"
                },
                "d": {
                    "id": "d", "uuid": "d", "type": "VDI", "name_label": "disk", "$SR": "s", "size": 50 * gib,
                    "usage": 20 * gib, "$poolId": "p", "VDI_type": "user"
                }
            },
            "backupNg.getAllJobs": [], "schedule.getAll": [], "backupNg.getAllLogs": {}, "job.getAll": [],
            "remote.getAll": []
        }
    })
}

fn write(folder: &Path, name: &str, capture: &Value) {
    let text = capture.to_string();
    let path = folder.join(name);
    match name.rsplit('.').next() {
        Some("gz") => {
            let mut file =
                flate2::write::GzEncoder::new(fs::File::create(path).unwrap(), flate2::Compression::fast());
            std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
            file.finish().unwrap();
        }
        _ => fs::write(path, text).unwrap(),
    }
}

fn stats(history: &Path) -> String {
    stdout(program(&["history", "stats", "--history"]).arg(history), 0)
}

#[test]
fn a_folder_is_imported_once() {
    let folder = tempfile::tempdir().unwrap();
    let (captures, history) = (folder.path().join("captures"), folder.path().join("history.db"));
    fs::create_dir(&captures).unwrap();
    // not in the order of their names
    write(&captures, "b.json", &capture(0, 500));
    write(&captures, "a.json.gz", &capture(24, 510));
    fs::write(captures.join("notes.txt"), "no capture").unwrap();
    let import = || {
        let mut command = program(&["history", "import"]);
        command.arg(&captures).arg("--history").arg(&history);
        stdout(&mut command, 0)
    };
    assert!(import().starts_with("2 readings added, 0 already known"));
    assert!(import().starts_with("0 readings added, 2 already known"));
    assert!(stats(&history).contains("readings: 2 "));
}

/// A file that cannot be read is named, and nothing is added.
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.db");
    write(folder.path(), "good.json", &capture(0, 500));
    fs::write(folder.path().join("bad.json"), "{\"format\": \"xo-hea").unwrap();
    let mut command = program(&["history", "import"]);
    let output = command.arg(folder.path()).arg("--history").arg(&history).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad.json"), "{output:?}");
    assert!(stats(&history).contains("readings: 0 "));
}

/// A replay is added once, unless `--no-record` is given.
#[test]
fn a_reading_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.db");
    let capture = crate::common::capture_path("small-healthy");
    let check = |more: &[&str]| {
        let args = ["check", "--format", "json", "--no-forecast", "--fail-on", "never", "--from"];
        let mut command = program(&args);
        stdout(command.arg(&capture).arg("--history").arg(&history).args(more), 0)
    };
    let first = check(&["--no-record"]);
    assert!(stats(&history).contains("readings: 0 "));
    assert_eq!(check(&[]), first, "nothing came before");
    check(&[]);
    assert!(stats(&history).contains("readings: 1 "));
}

/// Commands that only show a history do not create one: a misspelt path is not an empty history.
#[test]
fn a_missing_history_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("typo.db");
    for args in
        [&["history"][..], &["history", "show"], &["history", "score"], &["history", "stats"], &["diff"]]
    {
        let output = program(args).arg("--history").arg(&path).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(err.contains("there is no history `"), "{args:?}: {err}");
        assert_eq!(output.status.code(), Some(64), "{args:?}");
        assert!(!path.exists(), "{args:?}");
    }
}

#[test]
fn an_unusable_history_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    fs::write(&path, "no database at all, whatever its name says ".repeat(50)).unwrap();
    let cases: [(&str, i32, &str); 3] = [
        (path.to_str().unwrap(), 3, "is damaged"),
        ("mysql://me:secret@db/health", 64, "unknown scheme `mysql`"),
        (
            "postgres://me:secret@127.0.0.1:1/health",
            3,
            "cannot connect to the history `postgres://127.0.0.1:1/health`",
        ),
    ];
    for (given, status, expected) in cases {
        let output = program(&["check", "--demo", "--history", given]).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{error}");
        assert!(error.contains(expected) && !error.contains("secret"), "{error}");
    }
}

/// A finding shows since when it exists, once an earlier reading had it.
#[test]
fn since_when() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.db");
    let capture = crate::common::capture_path("near-30-chain");
    let check = |at: &str, format: &str| {
        let mut command =
            program(&["check", "--no-forecast", "--fail-on", "never", "--at", at, "--format", format]);
        let output = command.arg("--from").arg(&capture).arg("--history").arg(&history).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let since = |document: &str| -> Vec<Value> {
        let document: Value = serde_json::from_str(document).unwrap();
        let findings = document["findings"].as_array().unwrap().iter();
        findings
            .filter(|finding| finding["code"].as_str().unwrap().starts_with("XOH-101"))
            .map(|finding| finding["since"].clone())
            .collect()
    };
    let (first, second) = ("2026-11-24T10:00:00Z", "2026-11-26T10:00:00Z");
    let before = since(&check(first, "json"));
    assert!(!before.is_empty() && before.iter().all(Value::is_null), "{before:?}");
    let now = check(second, "json");
    assert!(since(&now).iter().all(|since| since == first), "{now}");
    assert_eq!(crate::common::schema_errors(&serde_json::from_str(&now).unwrap()), [""; 0]);
    assert!(check("2026-11-27T10:00:00Z", "text").contains("seen for 3 d"));
}

/// Validates a document against the schema that the program prints.
fn is_as_its_schema_says(document: &Value, name: &str) {
    let schema: Value = serde_json::from_str(&stdout(&mut program(&["schema", name]), 0)).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}

/// What `check --history` predicted is scored by what a later reading shows: the runs in between skipped VMs.
#[test]
fn forecasts_are_scored() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.db");
    let score = |format: &str| {
        let mut command =
            program(&["history", "score", "--timezone", "UTC", "--format", format, "--history"]);
        stdout(command.arg(&history), 0)
    };
    let nothing = folder.path().join("nothing");
    fs::create_dir(&nothing).unwrap();
    stdout(program(&["history", "import"]).arg(&nothing).arg("--history").arg(&history), 0);
    assert_eq!(score("text"), "The history is empty: no reading has been added yet\n");
    // the second is read as of a day later
    for (capture, at) in
        [("unhealthy-chain-before-runs", None), ("unhealthy-chain", Some("2026-11-23T20:00:00Z"))]
    {
        let mut command = program(&["check", "--draws", "50", "--fail-on", "never", "--format", "json"]);
        command.arg("--from").arg(crate::common::capture_path(capture)).arg("--history").arg(&history);
        let output = command.args(at.into_iter().flat_map(|at| ["--at", at])).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 3), "{output:?}");
    }
    let json: Value = serde_json::from_str(&score("json")).unwrap();
    is_as_its_schema_says(&json, "history-score");
    let server = &json["servers"][0];
    assert_eq!(server["forecasts"], 2, "{server}");
    let day = &server["horizons"][0];
    assert_eq!((&day["within_hours"], &day["forecasts"]), (&24.into(), &1.into()));
    assert!(day["all"]["came"].as_u64().unwrap() > 0, "{day}");
    assert!(day["errors"][2]["came"].as_u64().unwrap() > 0, "VMs were skipped: {day}");
    assert_eq!(server["horizons"][1]["forecasts"], 0, "the week is not over");
    assert!(score("text").contains("Within 24 h: 1 forecast whose period is over"));
    assert!(score("markdown").contains("UNHEALTHY") && score("html").contains("UNHEALTHY"));
    let other =
        program(&["history", "score", "--pool", "no-such-pool", "--history"]).arg(&history).output().unwrap();
    assert_eq!(other.status.code(), Some(0));
}

/// The readings are shown as text, and as JSON that its schema accepts.
#[test]
fn what_was_seen_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (captures, history) = (folder.path().join("captures"), folder.path().join("history.db"));
    fs::create_dir(&captures).unwrap();
    for day in 0..5 {
        write(&captures, &format!("{day}.json"), &capture(24 * day, 500 + 10 * day));
    }
    stdout(program(&["history", "import"]).arg(&captures).arg("--history").arg(&history), 0);
    let show = |more: &[&str]| stdout(program(&["history", "show", "--history"]).arg(&history).args(more), 0);
    let text = show(&["--timezone", "UTC", "--ascii"]);
    assert!(text.contains("5 readings are kept") && text.is_ascii(), "{text}");
    assert!(text.lines().any(|line| line.contains("share") && line.contains("460.0 GiB")), "{text}");
    let json: Value = serde_json::from_str(&show(&["--format", "json", "--back", "48h"])).unwrap();
    is_as_its_schema_says(&json, "history");
    let srs = json["servers"][0]["srs"].as_array().unwrap();
    assert_eq!((srs.len(), srs[0]["points"].as_array().unwrap().len()), (1, 3), "{json}");
    assert!(show(&["--sr", "nothing*"]).contains("Nothing in the history matches"));
    let usual = stdout(program(&["history", "--history"]).arg(&history), 0);
    assert!(usual.contains("5 readings are kept"));
    // without a command the options are those of `show`
    for more in
        [&["--sr", "nothing*"][..], &["--back", "48h", "--format", "json"], &["--timezone", "UTC", "--ascii"]]
    {
        let usual = stdout(program(&["history", "--history"]).arg(&history).args(more), 0);
        assert_eq!(usual, show(more), "{more:?}");
    }
    // with one they stand after it
    for (args, expected) in [
        (["history", "--sr", "share", "stats"], "'--sr <SR>' cannot be used with 'history stats'"),
        (["history", "--sr", "share", "show"], "'--sr <SR>' cannot be used with 'history show'"),
    ] {
        let output = program(&args).arg("--history").arg(&history).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(64) && error.contains(expected), "{error}");
    }
}

/// `diff` compares the last two readings of a history in the same way as their reports.
#[test]
fn readings_of_a_history_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.db");
    let diff = |more: &[&str]| program(&["diff", "--history"]).arg(&history).args(more).output().unwrap();
    let check = |capture: &str, at: &str, more: &[&str]| {
        let mut command =
            program(&["check", "--no-forecast", "--fail-on", "never", "--format", "json", "--at", at]);
        command.arg("--from").arg(crate::common::capture_path(capture)).arg("--history").arg(&history);
        String::from_utf8(command.args(more).output().unwrap().stdout).unwrap()
    };
    let (first, second, third) = ("2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z", "2026-11-26T10:00:00Z");
    let before = check("unhealthy-chain-before-runs", first, &[]);
    assert_eq!(diff(&[]).status.code(), Some(64), "there is one report");
    let after = check("unhealthy-chain", second, &[]);
    for (name, report) in [("before.json", &before), ("after.json", &after)] {
        fs::write(folder.path().join(name), report).unwrap();
    }
    let files = [folder.path().join("before.json"), folder.path().join("after.json")];
    let expected = program(&["diff"]).args(&files).args(["--format", "json"]).output().unwrap();
    let compared = diff(&["--format", "json"]);
    assert_eq!(compared.status.code(), expected.status.code());
    assert_eq!(String::from_utf8_lossy(&compared.stdout), String::from_utf8_lossy(&expected.stdout));
    // a report on a part of the server is not kept for comparisons
    check("unhealthy-chain", third, &["--tag", "nothing-has-it"]);
    let again = diff(&["--format", "json", "--back", "12h"]);
    assert_eq!(again.stdout, expected.stdout, "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(diff(&["--back", "48h"]).status.code(), Some(64));
    assert_eq!(diff(&["--pool", "no such pool"]).status.code(), Some(64));
    assert_eq!(diff(&["--vm", "web"]).status.code(), Some(64), "a report cannot be narrowed");
}

/// A history is exported to a file and imported into another one; only its owner can read the file, and repeating
/// changes nothing.
#[test]
fn a_history_is_exported() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (captures, history) = (folder.path().join("captures"), folder.path().join("history.db"));
    let (file, copy) = (folder.path().join("history.zst"), folder.path().join("copy.db"));
    fs::create_dir(&captures).unwrap();
    for day in 0..3 {
        write(&captures, &format!("{day}.json"), &capture(24 * day, 500 + 10 * day));
    }
    let import = |from: &Path, into: &Path| {
        stdout(program(&["history", "import"]).arg(from).arg("--history").arg(into), 0)
    };
    import(&captures, &history);
    stdout(program(&["history", "export"]).arg(&file).arg("--history").arg(&history), 0);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(import(&file, &copy).starts_with("3 readings added, 0 already known"));
    assert!(import(&file, &copy).starts_with("0 readings added, 3 already known"));
    let show = |of: &Path| {
        stdout(program(&["history", "show", "--timezone", "UTC", "--format", "json", "--history"]).arg(of), 0)
    };
    assert_eq!(show(&copy), show(&history));
    fs::write(&file, "no export").unwrap();
    let refused = program(&["history", "import"]).arg(&file).arg("--history").arg(&copy).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("exported history"), "{refused:?}");
    let nowhere =
        program(&["history", "export", "/proc/no/file.zst", "--history"]).arg(&history).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(3));
}

/// The configuration names a history for all servers, and one of them has its own. Neither a replay nor the demo uses it, and
/// arguments take precedence.
#[test]
fn the_configuration_names_a_history() {
    let (one, one_token) = server(false);
    let (two, two_token) = server(true);
    let home = Home::new();
    let (own, all, asked) = (home.path("own.db"), home.path("all.db"), home.path("asked.db"));
    let server = |name: &str, url: &str, token: &str| {
        format!("[servers.{name}]\nurl = \"{url}\"\ntoken = \"{token}\"\n")
    };
    let file = format!(
        "history = \"{}\"\n{}history = \"{}\"\n{}",
        all.display(),
        server("one", &one.url(), &one_token),
        own.display(),
        server("two", &two.url(), &two_token),
    );
    home.write("config/xo-health/config.toml", file);
    let readings = |path: &Path| {
        let text = if path.exists() { stats(path) } else { return 0 };
        let line = text.lines().find_map(|line| line.strip_prefix("readings: ")).unwrap();
        line.split_whitespace().next().unwrap().parse::<u32>().unwrap()
    };
    let capture = crate::common::capture_path("small-healthy").display().to_string();
    let asked_text = asked.display().to_string();
    // arguments; readings in the server's own history, in the one for all, in the one that is asked for
    let cases: [(&str, &[&str], [u32; 3]); 9] = [
        ("its own", &["check", "--server", "one"], [1, 0, 0]),
        ("that for all", &["forecast", "--server", "two"], [1, 1, 0]),
        ("each its own", &["check", "--all-servers", "--no-forecast"], [2, 2, 0]),
        ("none", &["check", "--server", "one", "--no-history", "--no-forecast"], [2, 2, 0]),
        ("only to learn", &["jobs", "--server", "one", "--no-record"], [2, 2, 0]),
        ("another", &["check", "--server", "one", "--history", &asked_text], [2, 2, 1]),
        ("no replay", &["check", "--from", &capture, "--no-forecast"], [2, 2, 1]),
        ("not the demo", &["check", "--demo", "--no-forecast"], [2, 2, 1]),
        ("every command that reads", &["sr", "--server", "two"], [2, 3, 1]),
    ];
    for (what, args, expected) in cases {
        let ran = home.run(args, &[]);
        // the demo has everything that can go wrong, what cannot be read too
        assert!(ran.status < 3 || args.contains(&"--demo"), "{what}: {}", ran.err);
        assert_eq!([&own, &all, &asked].map(|path| readings(path)), expected, "{what}: {}", ran.err);
    }
    // a command about the history takes the one for all; a variable goes before the file, but not before the server's own
    assert!(home.run(&["history", "stats"], &[]).out.contains("readings: 3 "));
    let variable = [("XO_HEALTH_HISTORY", asked_text.as_str())];
    for server in ["one", "two"] {
        let ran = home.run(&["check", "--server", server, "--no-forecast"], &variable);
        assert!(ran.status < 3, "{}", ran.err);
    }
    assert_eq!([&own, &all, &asked].map(|path| readings(path)), [3, 3, 2]);
    // two reports are kept: those of the server alone
    let diff = home.run(&["diff", "--history", &own.display().to_string()], &[]);
    assert!(diff.status < 3, "{}", diff.err);
}
