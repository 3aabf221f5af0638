//! Several servers in one run: read in parallel, the worst first, none hidden by another.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use mock_xo::{Running, State};
use serde_json::{Value, json};

use crate::common::serve;
use crate::fake;
use crate::program::{Home, Ran};

const FILE: &str = "config/xo-health/config.toml";
const CALM: [&str; 4] = ["--no-forecast", "--fail-on", "critical", "--retries"];

pub(crate) fn server(broken: bool) -> (Running, String) {
    let mut state = State::new();
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p", "name_label": "pool"}),
        json!({"id": "h", "type": "host", "$pool": "p"}),
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "ext", "name_label": "disk store",
               "size": 1_000_000_000_000_u64, "physical_usage": 10_u64}),
    ] {
        state.objects.insert(object).unwrap();
    }
    if broken {
        // a disk whose parent is gone
        let disk = json!({"id": "d", "type": "VDI", "$pool": "p", "$SR": "s", "name_label": "orphaned",
                          "parent": "gone", "size": 1_u64, "usage": 1_u64, "image_format": "vhd"});
        state.objects.insert(disk).unwrap();
    }
    let token = state.admin_token().to_owned();
    (serve(state), token)
}

fn home(servers: &[(&str, &str, &str)]) -> Home {
    let home = Home::new();
    let tables = servers
        .iter()
        .map(|(name, url, token)| format!("[servers.{name}]\nurl = \"{url}\"\ntoken = \"{token}\"\n"));
    home.write(FILE, tables.collect::<String>());
    home
}

fn check(home: &Home, args: &[&str]) -> Ran {
    home.run(&[&["check"], args, &CALM, &["0"]].concat(), &[])
}

/// A server that is down and one that never answers do not affect the others.
#[test]
fn none_hides_another() {
    let (one, one_token) = server(false);
    let (two, two_token) = server(true);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let slow = format!("http://{}", silent.local_addr().unwrap());
    let down = format!("http://{}", fake::closed());
    let home = home(&[
        ("calm", &one.url(), &one_token),
        ("broken", &two.url(), &two_token),
        ("down", &down, "t"),
        ("slow", &slow, "t"),
    ]);
    let begun = Instant::now();
    let ran = check(
        &home,
        &["--all-servers", "--format", "json", "--connect-timeout", "2s", "--request-timeout", "2s"],
    );
    assert!(begun.elapsed() < Duration::from_secs(40), "side by side");
    assert_eq!(ran.status, 3, "{}", ran.err);
    let report = ran.json();
    let schema =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/servers-1.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft202012::options().build(&schema).unwrap();
    assert_eq!(validator.iter_errors(&report).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
    let of = |key: &str| -> Vec<Value> {
        report["servers"].as_array().unwrap().iter().map(|server| server[key].clone()).collect()
    };
    assert_eq!(report["exit_status"], 3);
    let names = of("name");
    assert_eq!(names[..2], [json!("down"), json!("slow")]);
    assert!(names.contains(&json!("broken")) && names.contains(&json!("calm")), "{names:?}");
    let statuses: Vec<u64> = of("exit_status").iter().map(|status| status.as_u64().unwrap()).collect();
    assert!(statuses.is_sorted_by(|a, b| a >= b), "{statuses:?}");
    assert!(of("error")[0].as_str().unwrap().contains("cannot connect to"), "{:?}", of("error"));
    for (error, of) in of("error").iter().zip(of("report")) {
        assert_eq!(error.is_null(), !of.is_null());
    }
    // the same as on its own
    let alone = check(&home, &["--server", "broken", "--format", "json"]).json();
    let broken =
        &report["servers"].as_array().unwrap()[names.iter().position(|name| name == "broken").unwrap()];
    assert_eq!(broken["report"]["findings"], alone["findings"]);
    assert_eq!(broken["exit_status"], alone["exit_status"]);

    let text = check(&home, &["--server", "calm", "--server", "down"]);
    assert_eq!(text.status, 3);
    let place = |piece: &str| text.out.find(piece).unwrap_or_else(|| panic!("no {piece}: {}", text.out));
    assert!(place("2 servers, exit status 3") < place("down"));
    assert!(place("Server down") < place("Server calm"), "{}", text.out);
    text.keeps(&[&one_token]);
    let japanese = check(&home, &["--server", "calm", "--server", "down", "--lang", "ja"]);
    assert!(japanese.out.contains("サーバー 2 台"), "{}", japanese.out);
}

/// Files by server; a file that cannot hold several is refused before anything is read.
#[test]
fn outputs_by_server() {
    let (one, one_token) = server(false);
    let (two, two_token) = server(true);
    let home = home(&[("a", &one.url(), &one_token), ("b", &two.url(), &two_token)]);
    let ran = check(&home, &["--all-servers", "-o", "report-{server}.json", "-o", "{server}.md"]);
    assert_eq!(home.files(), ["a.md", "b.md", "config", "report-a.json", "report-b.json"], "{}", ran.err);
    assert!(ran.out.contains("2 servers") && !ran.out.contains("Server a"), "{}", ran.out);
    let single = check(&home, &["--server", "a", "-o", "only-{server}.json"]);
    assert!(home.files().contains(&"only-a.json".to_owned()), "{}", single.err);
    // a file without the placeholder holds all servers
    let ran = check(&home, &["--all-servers", "-o", "{server}.csv", "-o", "all.json", "-o", "all.html"]);
    let all: Value = home.json("all.json");
    assert_eq!(all["schema"], "xo-health.servers/1", "{}", ran.err);
    assert!(home.text("all.html").contains("<!doctype html>") && home.files().contains(&"a.csv".to_owned()));
    assert!(ran.out.contains("2 servers") && !ran.out.contains("Server a"), "{}", ran.out);
    let line = ran.out.lines().find(|line| line.starts_with('a')).unwrap();
    assert!(line.starts_with("a  "), "{}", ran.out);
    let per_tag = check(&home, &["--server", "a", "--server", "b", "--per-tag", "-o", "{tag}.json"]);
    assert!(per_tag.failed(64).contains("`--per-tag` reports on one server"), "{per_tag:?}");
    let single = check(&home, &["--server", "a", "--per-tag", "-o", "{server}-{tag}.json"]);
    assert!(single.status < 64, "{}", single.err);
    let cases: [(&[&str], &str); 2] = [
        (&["--baseline", "report-a.json"], "`--baseline` is a report of one server"),
        (&["--token-file", "x"], "gives one token to several servers"),
    ];
    for (args, expected) in cases {
        let ran = check(&home, &[&["--all-servers"], args].concat());
        assert!(ran.failed(64).contains(expected), "{args:?}: {ran:?}");
    }
    // every format of standard output accepts several
    for (format, piece) in [
        ("csv", "server,sr_id,"),
        ("junit", "<testsuite name=\"b: findings\""),
        ("sarif", "xo-health/b/"),
        ("openmetrics", "xo_health_exit_status{server=\"b\"}"),
        ("nagios", "; a: "),
        ("plain", "b: finding XOH-105"),
        ("markdown", "Server "),
        ("html", "<!doctype html>"),
    ] {
        let ran = check(&home, &["--all-servers", "--format", format]);
        assert!(ran.out.contains(piece), "{format}: {}", ran.out);
        assert_eq!(ran.status, 2, "{format}: {}", ran.err);
    }
    for with in [&["--url", "x"][..], &["--demo"], &["--from", "x"]] {
        assert_eq!(check(&home, &[&["--all-servers"], with].concat()).status, 64);
    }
    // a token of the environment is for another server
    home.write(FILE, format!("[servers.a]\nurl = \"{}\"\n[servers.b]\nurl = \"{}\"\n", one.url(), two.url()));
    let ran = home.run(&["check", "--all-servers", "--retries", "0"], &[("XO_TOKEN", &one_token)]);
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert_eq!(ran.out.matches("no credentials for").count(), 4, "in the summary and below: {}", ran.out);
}
