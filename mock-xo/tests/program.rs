//! The program as people start it.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mock-xo"))
}

/// Creates a directory for this test.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A running program, which ends with the test.
struct Served {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
    url: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program();
        let mut child = command.arg("serve").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        lines.read_line(&mut url).unwrap();
        Self { child, lines, url: url.trim().to_owned() }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn get(url: &str, token: &str) -> (u16, Value) {
    let request = common::http().build().unwrap().get(url).header("cookie", format!("token={token}"));
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn a_scenario_of_ones_own_with_faults_and_users() {
    let here = directory("own");
    let file = |name: &str| here.join(name).to_str().unwrap().to_owned();
    std::fs::write(file("site.xo"), "sr main nfs 1TiB free 1GiB { disk d 1GiB }").unwrap();
    let users = r#"{"op": {"email": "op@example.org", "token": "t", "acl_v2_read": ["sr"]}}"#;
    std::fs::write(file("users.json"), users).unwrap();
    let ready = file("ready");
    let _ = std::fs::remove_file(&ready);
    let served = Served::start(&[
        "--scenario",
        &file("site.xo"),
        "--users",
        &file("users.json"),
        "--fault",
        "status=503@/rest/v0/srs times=1",
        "--ready-file",
        &ready,
    ]);
    let url = format!("{}/rest/v0/srs?fields=name_label", served.url);
    assert_eq!(get(&url, "t").await.0, 503);
    let (status, srs) = get(&url, "t").await;
    assert_eq!((status, &srs[0]["name_label"]), (200, &"main".into()));
    assert_eq!(get(&format!("{}/rest/v0/vdis", served.url), "t").await.1, Value::Array(Vec::new()));
    assert_eq!(std::fs::read_to_string(&ready).unwrap(), served.url);
}

#[test]
fn certificates_are_printed() {
    let here = directory("tls");
    let pem = here.join("ca.pem");
    let mut served = Served::start(&[
        "--scenario",
        "healthy",
        "--tls",
        "proper",
        "--certificate-file",
        pem.to_str().unwrap(),
    ]);
    assert!(served.url.starts_with("https://127.0.0.1:"), "{}", served.url);
    let fingerprint = served.line();
    assert_eq!(fingerprint.strip_prefix("sha256:").unwrap().split(':').count(), 32);
    assert_eq!(served.line(), "-----BEGIN CERTIFICATE-----");
    while served.line() != "-----END CERTIFICATE-----" {}
    assert!(std::fs::read_to_string(pem).unwrap().contains("BEGIN CERTIFICATE"));
}

#[tokio::test]
async fn generated_worlds_are_written_and_served() {
    let here = directory("generated");
    for name in ["world.json", "world.json.gz", "world.json.zst"] {
        let file = here.join(name);
        let file = file.to_str().unwrap();
        let output = program().args(["generate", "--vms", "20", "--seed", "5", "-o", file]).output().unwrap();
        assert!(output.status.success(), "{name}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("seed 5"), "{name}");
        let served = Served::start(&["--capture", file, "--token", "t"]);
        let (_, vms) = get(&format!("{}/rest/v0/vms", served.url), "t").await;
        assert_eq!(vms.as_array().unwrap().len(), 20, "{name}");
    }
    let served = Served::start(&["--generate", "--vms", "7", "--token", "t"]);
    assert_eq!(get(&format!("{}/rest/v0/vms", served.url), "t").await.1.as_array().unwrap().len(), 7);
}

#[test]
fn what_cannot_be_served_is_reported() {
    let here = directory("wrong");
    let wrong = here.join("wrong.xo");
    std::fs::write(&wrong, "pool lab {\n  sr\n}").unwrap();
    let wrong = wrong.to_str().unwrap();
    for (arguments, expected) in [
        (vec!["serve", "--scenario", wrong], "line 3, column 1: expected the name of the SR, met `}`"),
        (vec!["serve", "--scenario", "nothing"], "no scenario `nothing`; see `mock-xo scenarios`"),
        (vec!["serve", "--scenario", "gone.xo"], "cannot read gone.xo"),
        (vec!["serve", "--capture", "gone.json"], "cannot read the capture gone.json"),
        (vec!["serve"], "required arguments"),
        (vec!["serve", "--scenario", "demo", "--fault", "explode"], "there is no kind `explode`"),
        (vec!["scenarios", "demo"], "`demo` cannot be written as a text"),
    ] {
        let output = program().args(&arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn scenarios_are_listed_and_shown() {
    let output = |arguments: &[&str]| {
        let mut child = program().args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut text = String::new();
        child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        assert!(child.wait().unwrap().success());
        text
    };
    let list = output(&["scenarios"]);
    for name in ["demo\t", "healthy\t", "chain-depth\t", "no-inventory\t"] {
        assert!(list.contains(name), "{name}");
    }
    assert!(output(&["scenarios", "chain-depth"]).contains("base*28"));
}
