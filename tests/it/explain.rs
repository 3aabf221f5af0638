//! `explain`: our own mails and logs, in both languages, as the user sees them; hostile ones; with an inventory.

use serde_json::{Value, json};
use xo_health_core::display;

use crate::common::{capture_path, fixture};
use crate::program::{Home, Ran};

const FILES: [&str; 6] = [
    "base64.eml",
    "quoted-printable-html.eml",
    "forwarded-jis.eml",
    "attached.eml",
    "pasted.txt",
    "logs.json",
];

fn explain(args: &[&str]) -> Ran {
    Home::new().run(&[&["explain"], args].concat(), &[])
}

fn from_stdin(input: &[u8]) -> Ran {
    let home = Home::new();
    let mut command = home.command(&["explain", "-"], &[]);
    Ran::of(command.write_stdin(input))
}

fn path(name: &str) -> String {
    fixture(&format!("explain/{name}")).into_os_string().into_string().unwrap()
}

fn ids(document: &Value) -> Vec<&str> {
    document["errors"].as_array().unwrap().iter().map(|error| error["id"].as_str().unwrap()).collect()
}

#[test]
fn whole_screens_in_both_languages() {
    for lang in ["en", "ja"] {
        for name in FILES {
            let ran = explain(&["--lang", lang, &path(name)]);
            // one of its errors is unknown
            let status = if name == "base64.eml" { 2 } else { 0 };
            assert_eq!((ran.status, &*ran.err), (status, ""), "{name}");
            fits(&ran.out);
            insta::assert_snapshot!(format!("{}_{lang}", name.replace('.', "_")), ran.out);
        }
    }
}

fn fits(screen: &str) {
    for line in screen.lines() {
        assert!(display::width(line) <= 80, "{line}");
        assert!(line.chars().all(display::is_plain), "{line:?}");
    }
}

#[test]
fn texts_and_codes() {
    for (given, status) in [
        (&["SR_BACKEND_FAILURE_109"][..], 0),
        (&["109"], 0),
        (&["XOH-101"], 0),
        (&["Failure", "Error:", "SR_BACKEND_FAILURE_44(,", "There", "is", "insufficient", "space,", ")"], 0),
        (&["(unhealthy VDI chain) Job canceled to protect the VDI chain"], 0),
        (&["VDI_IN_USE(OpaqueRef:1, snapshot)"], 0),
        (&["ENOSPC: no space left on device\nError: the printer is on fire"], 2),
        (&["UNHEALTHY_VDI_CHAIN"], 0),
        (&["JOB_ALREADY_RUNNING"], 0),
        (&["TOO_MANY_STORAGE_MIGRATES(3)"], 0),
        (&["all is well"], 1),
        (&["4711"], 1),
    ] {
        let ran = explain(given);
        assert_eq!(ran.status, status, "{given:?}: {}", ran.out);
        fits(&ran.out);
    }
    insta::assert_snapshot!("ambiguous_number", explain(&["104"]).out);
    insta::assert_snapshot!("not_known", explain(&["the\u{1b}[2J printer is on fire"]).out);
}

/// Users have captures at hand: their logs are explained, with their inventory as the present state.
#[test]
fn a_capture_is_explained() {
    let home = Home::new();
    let capture = capture_path("near-30-chain");
    let document = home.run(&["explain", capture.to_str().unwrap(), "--format", "json"], &[]).json();
    assert_eq!((&document["kind"], &document["errors"][0]["id"]), (&json!("log"), &json!("chain-too-long")));
    assert!(!document["now"]["vms"].as_array().unwrap().is_empty());
    let packed = home.path("capture.json.gz");
    let mut encoder =
        flate2::write::GzEncoder::new(std::fs::File::create(packed).unwrap(), flate2::Compression::fast());
    let raw = crate::common::raw("near-30-chain").to_string();
    std::io::Write::write_all(&mut encoder, raw.as_bytes()).unwrap();
    encoder.finish().unwrap();
    assert_eq!(home.run(&["explain", "capture.json.gz", "--format", "json"], &[]).json(), document);
}

/// Addresses and paths are there to be copied, and are never broken.
#[test]
fn addresses_are_never_broken() {
    let address = "https://docs.example.org/backup_troubleshooting/of/all/things#vdi-chain-protection";
    let text = format!("(unhealthy VDI chain) Job canceled to protect the VDI chain. See {address}");
    let out = explain(&[&text]).out;
    assert!(out.lines().any(|line| line.trim() == address), "{out}");
}

#[test]
fn usage() {
    assert_eq!(explain(&[]).status, 64);
    explain(&["missing.eml"]).failed(64);
    explain(&["./missing"]).failed(64);
    let home = Home::new();
    home.write("folder/x", "");
    home.run(&["explain", "folder"], &[]).failed(64);
    let huge = home.path("huge.txt");
    std::fs::File::create(&huge).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    home.run(&["explain", "huge.txt"], &[]).failed(64);
}

#[test]
fn the_locale_chooses_the_language() {
    let home = Home::new();
    let first =
        |args: &[&str], vars: &[(&str, &str)]| home.run(args, vars).out.lines().next().unwrap().to_owned();
    let english = "SR_BACKEND_FAILURE_44 (SRNoSpace): No room on the SR";
    let japanese = "SR_BACKEND_FAILURE_44 (SRNoSpace): SR の容量不足";
    assert_eq!(first(&["explain", "44"], &[]), english);
    assert_eq!(first(&["explain", "44"], &[("LANG", "ja_JP.UTF-8")]), japanese);
    assert_eq!(first(&["explain", "44"], &[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")]), english);
    assert_eq!(first(&["explain", "44", "--lang", "en"], &[("LC_ALL", "ja_JP.UTF-8")]), english);
    assert_eq!(first(&["--lang", "ja", "explain", "44"], &[]), japanese);
}

/// The shapes in which logs arrive, all with the same runs.
#[test]
fn logs_in_all_shapes() {
    let logs: Value = serde_json::from_slice(&std::fs::read(path("logs.json")).unwrap()).unwrap();
    let list = logs.as_array().unwrap();
    let map: serde_json::Map<_, _> =
        list.iter().map(|log| (log["id"].as_str().unwrap().to_owned(), log.clone())).collect();
    let map = Value::Object(map);
    let shapes = [
        logs.to_string(),
        map.to_string(),
        json!({ "jsonrpc": "2.0", "id": 1, "result": logs }).to_string(),
        json!({ "request": {}, "status": 200, "body": logs }).to_string(),
        json!({ "format": "xo-health.capture/1", "calls": { "backupNg.getAllLogs": map } }).to_string(),
        list.iter().map(|log| log.to_string() + "\n").collect(),
    ];
    let home = Home::new();
    for shape in shapes {
        home.write("log.json", &shape);
        let document = home.run(&["explain", "log.json", "--format", "json"], &[]).json();
        assert_eq!(document["kind"], "log", "{shape}");
        assert_eq!(document["runs"].as_array().unwrap().len(), 3);
        let found = ids(&document);
        let all = [
            "all-targets-failed",
            "repository-full",
            "connection-lost",
            "clone-no-space",
            "repository-timeout",
            "interrupted",
            "no-vms",
            "vdi-in-use",
            "retried",
            "fell-back-to-full",
            "cbt-not-enabled",
        ];
        assert!(all.iter().all(|id| found.contains(id)) && found.len() == all.len(), "{found:?}");
        assert_eq!(document["unknown"], json!([]));
    }
}

/// Every run of the real server's captures is understood, whatever its status.
#[test]
fn logs_of_a_real_server() {
    let home = Home::new();
    for (name, errors) in
        [("backup-errors", 20), ("special-states", 5), ("unhealthy-chain", 2), ("near-30-chain", 1)]
    {
        let logs = crate::common::raw(name)["calls"]["backupNg.getAllLogs"].clone();
        home.write("log.json", logs.to_string());
        let document = home.run(&["explain", "log.json", "--format", "json"], &[]).json();
        assert_eq!(document["unknown"], json!([]), "{name}");
        assert_eq!(ids(&document).len(), errors, "{name}: {:?}", ids(&document));
    }
}

#[test]
fn an_inventory_shows_what_exists_now() {
    let capture = capture_path("near-30-chain");
    let capture = capture.to_str().unwrap();
    let mail = "## Global status: failure\n## 2 Failures\n### chain-30\n- **Error**: \
                SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )\n### gone\n- **Error**: x\n";
    let home = Home::new();
    home.write("mail.txt", mail);
    for lang in ["en", "ja"] {
        let ran = home.run(&["explain", "mail.txt", "--from", capture, "--lang", lang], &[]);
        // one of the two errors is unknown
        assert_eq!(ran.status, 2, "{}", ran.err);
        fits(&ran.out);
        let (_, now) = ran.out.split_once(if lang == "en" { "\nNow\n" } else { "\n現在の状態\n" }).unwrap();
        insta::assert_snapshot!(format!("now_{lang}"), now);
    }
    let document = home.run(&["explain", "mail.txt", "--from", capture, "--format", "json"], &[]).json();
    assert_eq!(document["now"]["vms"][0]["verdicts"][0]["verdict"], "109");
    assert_eq!(document["now"]["missing"][0]["name"], "gone");
    // the text names no VM: everything that belongs to the error is listed
    let document = home.run(&["explain", "109", "--from", capture, "--format", "json"], &[]).json();
    let codes: Vec<_> =
        document["now"]["findings"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("XOH-101 chain-depth")), "{codes:?}");
    assert_eq!(home.run(&["explain", "109", "--demo", "--at", "2026-11-23T08:30:00Z"], &[]).status, 0);
    home.run(&["explain", "109", "--from", "missing.json"], &[]).failed(3);
}

#[test]
fn hostile_input_ends() {
    let head = b"From: x@example.org\nSubject: Backup report for x\nMIME-Version: 1.0\n".to_vec();
    let nested = |kind: &[u8]| [head.clone(), kind.repeat(200_000)].concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("nested mails", nested(b"Content-Type: message/rfc822\n\n")),
        ("nested digests", nested(b"Content-Type: multipart/digest; boundary=b\n\n--b\n\n")),
        (
            "boundaries",
            [
                head.clone(),
                b"Content-Type: multipart/mixed; boundary=b\n\n".to_vec(),
                b"--b\n\n".repeat(500_000),
            ]
            .concat(),
        ),
        (
            "headers",
            [b"Subject: ".to_vec(), b"=?UTF-8?B?eA==?= ".repeat(100_000), b"\nFrom: x\n\nb".to_vec()]
                .concat(),
        ),
        ("nested lists", b"[".repeat(1_000_000)),
        ("tags", [b"<html>".to_vec(), b"<li><".repeat(500_000)].concat()),
        ("scripts", [b"<html><script>".to_vec(), b"</".repeat(500_000)].concat()),
        ("quotes", [head.clone(), b"\n".to_vec(), b">".repeat(1_000_000)].concat()),
        ("no text", (0..=255_u8).cycle().take(1_000_000).collect()),
        ("cut short", std::fs::read(path("base64.eml")).unwrap()[..900].to_vec()),
        ("nothing", vec![]),
    ];
    for (name, input) in cases {
        let ran = from_stdin(&input);
        assert!(ran.status <= 2, "{name}: {ran:?}");
        assert!(ran.out.len() < 20_000, "{name}");
        fits(&ran.out);
    }
    let names = "### \u{1b}[31m\u{202e}名\u{7}\n- **Error**: unhealthy VDI chain \u{9b}2J\n".repeat(50);
    fits(&from_stdin(format!("## Global status: failure\n## 50 Failures\n{names}").as_bytes()).out);
}
