//! The program ends: on a signal at any moment, and within its limits of time and memory.
#![cfg(unix)]

use std::io::Read;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::Home;

fn program(home: &Home, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xo-health"))
        .args(args)
        .env_clear()
        .current_dir(home.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap().success());
}

/// Makes a capture whose analysis takes some seconds: jobs every minute, on many VMs.
fn slow(home: &Home) -> String {
    busy(home, 40, 1500, "* * * * *")
}

/// Makes a capture with this many jobs, each on all of this many VMs.
fn busy(home: &Home, jobs: usize, vms: usize, cron: &str) -> String {
    let mut objects = serde_json::Map::new();
    let mut add = |object: Value| objects.insert(object["id"].as_str().unwrap().to_owned(), object);
    add(json!({"id": "p", "type": "pool", "$pool": "p", "master": "h"}));
    add(json!({"id": "h", "type": "host", "$pool": "p"}));
    let vdis: Vec<_> = (0..vms).map(|n| format!("d{n}")).collect();
    add(
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "nfs", "size": 1e13, "physical_usage": 1e12, "VDIs": vdis}),
    );
    for n in 0..vms {
        let (vm, plug, disk) = (format!("v{n}"), format!("b{n}"), format!("d{n}"));
        add(json!({"id": vm, "type": "VM", "$pool": "p", "power_state": "Running", "$VBDs": [plug]}));
        add(json!({"id": plug, "type": "VBD", "$pool": "p", "VM": vm, "VDI": disk, "attached": true}));
        add(
            json!({"id": disk, "type": "VDI", "$pool": "p", "$SR": "s", "size": 1e11, "usage": 1e10, "$VBDs": [plug]}),
        );
    }
    let records: Vec<_> = (0..jobs)
        .map(|n| {
            let vms: Vec<_> = (0..vms).map(|n| format!("v{n}")).collect();
            json!({"id": format!("j{n}"), "type": "backup", "mode": "delta", "name": "n", "vms": {"id": {"__or": vms}},
                "settings": {"": {"snapshotRetention": 3}, format!("s{n}"): {"snapshotRetention": 3}}})
        })
        .collect();
    let schedules: Vec<_> = (0..jobs)
        .map(|n| json!({"id": format!("s{n}"), "jobId": format!("j{n}"), "cron": cron, "enabled": true}))
        .collect();
    let capture = json!({"format": "xo-health.capture/1", "captured_at": 1_764_000_000_000_u64, "server": {},
        "calls": {"backupNg.getAllJobs": records, "schedule.getAll": schedules, "backupNg.getAllLogs": {},
            "xo.getAllObjects": objects}, "errors": {}});
    let file = home.path("slow.json");
    std::fs::write(&file, capture.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn signals_end_it_at_any_moment() {
    let home = Home::new();
    let file = slow(&home);
    for (at, (name, status)) in
        [("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131)].into_iter().cycle().take(8).enumerate()
    {
        let mut child = program(&home, &["check", "--from", &file]);
        std::thread::sleep(Duration::from_millis(150 + 211 * at as u64));
        assert!(child.try_wait().unwrap().is_none(), "too fast for this test");
        let begun = Instant::now();
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(status), "{name} {at}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{name}: {:?}", begun.elapsed());
    }
}

/// Signals at arbitrary moments, from the first instruction to the last, while a server is read and files are started:
/// the program ends at once, and leaves nothing unfinished.
#[test]
fn signals_end_it_at_random_moments() {
    const LONGEST: u64 = 700;
    let mut state = crate::faults::state();
    state.faults.push("delay=40ms".parse().unwrap());
    let server = crate::common::serve(state);
    let mut moment = 0_u64;
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("QUIT", 3)].into_iter().cycle().take(24) {
        // multiples of an odd number, spread over the duration of a run
        moment = (moment + 433) % LONGEST;
        let home = Home::new();
        let url = server.url();
        let args = ["check", "--url", &url, "-o", "a.json", "-o", "a.html", "--history", "a.db"];
        let mut child = Command::new(env!("CARGO_BIN_EXE_xo-health"))
            .args(args)
            .env_clear()
            .env("XO_TOKEN", crate::faults::TOKEN)
            .current_dir(home.path("."))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        let begun = Instant::now();
        let was_running = child.try_wait().unwrap().is_none();
        if was_running {
            signal(&child, name);
        }
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(3), "{name} {moment}: {:?}", begun.elapsed());
        // before the program listens, the system ends it
        let by_signal = status.signal() == Some(number) || status.code() == Some(128 + number);
        let has_ended = status.code().is_some_and(|code| code <= 2);
        assert!(by_signal || has_ended, "{name} {moment}: {status}");
        assert!(was_running || has_ended, "{name} {moment}: {status}");
        let mut left = home.files();
        // SQLite repairs its history itself; reports are whole or absent
        left.retain(|file| !file.starts_with("a.db"));
        assert!(left.iter().all(|file| file == "a.json" || file == "a.html"), "{name} {moment}: {left:?}");
        if left.iter().any(|file| file == "a.json") {
            home.json("a.json");
        }
    }
}

/// The reader of a report may stop early: `xo-health check | head -1`.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    let capture = crate::common::capture_path("small-healthy");
    for format in ["text", "json", "html"] {
        let args = ["check", "--no-forecast", "--fail-on", "never", "--format", format, "--from"];
        let ended = home.unread(&[&args[..], &[capture.to_str().unwrap()]].concat());
        assert_eq!(ended, (Some(0), String::new()), "{format}");
    }
}

#[test]
fn the_limit_of_the_run_holds_for_the_forecast() {
    let home = Home::new();
    let file = slow(&home);
    let begun = Instant::now();
    let ran = home.run(&["check", "--from", &file, "--run-timeout", "1s"], &[]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.err.contains("longer than 1 s in all"), "{}", ran.err);
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

/// A run with a history ends in time in each of its stages: reading, forecast, plan, history, report. What is kept stays whole.
#[test]
fn limits_and_signals_hold_in_every_stage() {
    let home = Home::new();
    let file = busy(&home, 2, 60, "0 */4 * * *");
    let args = ["check", "--from", &file, "--history", "a.db", "--draws", "20", "-o", "a.json"];
    let begun = Instant::now();
    assert!(home.run(&args, &[]).status < 3);
    let whole = begun.elapsed();
    for limit in 1..=whole.as_secs().clamp(1, 4) {
        let begun = Instant::now();
        let ran = home.run(&[&args[..], &["--run-timeout", &format!("{limit}s")]].concat(), &[]);
        assert!(begun.elapsed() < Duration::from_secs(limit + 4), "{limit}: {:?}", begun.elapsed());
        assert!(ran.status < 3 || ran.err.contains("in all"), "{limit}: {ran:?}");
    }
    for eighth in 1..8 {
        let moment = whole * eighth / 8;
        let mut child = program(&home, &args);
        std::thread::sleep(moment);
        let begun = Instant::now();
        let is_running = child.try_wait().unwrap().is_none();
        if is_running {
            signal(&child, "TERM");
        }
        let status = child.wait().unwrap().code();
        assert!(begun.elapsed() < Duration::from_secs(3), "{moment:?}: {:?}", begun.elapsed());
        assert!(status == Some(143) || status.is_some_and(|status| status < 3), "{moment:?}: {status:?}");
    }
    let kept = home.run(&["history", "stats", "--history", "a.db"], &[]);
    assert_eq!(kept.status, 0, "{kept:?}");
}

#[test]
fn the_limit_of_memory_holds() {
    let home = Home::new();
    let file = slow(&home);
    let mut child = program(&home, &["check", "--from", &file, "--max-memory", "64MiB", "--draws", "20000"]);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3), "{err}");
    assert!(err.contains("--max-memory"), "{err}");
}

#[test]
fn without_a_forecast_nobody_says_yes() {
    let home = Home::new();
    let capture = crate::common::capture_path("small-healthy");
    let capture = capture.to_str().unwrap();
    let ran = home.run(&["check", "--from", capture, "--no-forecast"], &[]);
    assert!(ran.status >= 1 && !ran.out.starts_with("Yes"), "{ran:?}");
    let ran = home.run(&["check", "--from", capture, "--no-forecast", "--format", "json"], &[]);
    assert_eq!(ran.json()["predictions"], json!([]));
    let never = home.run(&["check", "--from", capture, "--no-forecast", "--fail-on", "never"], &[]);
    assert_eq!(never.status, 0);
    let wrong =
        home.run(&["check", "--from", capture, "--no-forecast", "--fail-on-forecast", "0.5@24h"], &[]);
    assert_eq!(wrong.status, 64, "{wrong:?}");
}

/// What was simulated in time is reported, and that it is less: a single draw is no reason for a promise.
#[test]
fn a_forecast_ends_in_its_time() {
    let home = Home::new();
    let capture = crate::common::capture_path("small-healthy");
    let capture = capture.to_str().unwrap();
    let whole = home.run(&["check", "--from", capture, "--format", "json"], &[]).json();
    assert_eq!((&whole["draws"], &whole["forecast_cut_short"]), (&json!(500), &json!(false)));
    let ran = home.run(&["check", "--from", capture, "--forecast-timeout", "1ms", "--format", "json"], &[]);
    let cut = ran.json();
    assert_eq!(cut["forecast_cut_short"], true);
    assert!(cut["draws"].as_u64().unwrap() < 20, "{}", cut["draws"]);
    assert!(ran.status >= 1 && cut["answer"]["status"] != "yes", "{}", cut["answer"]);
    let keys = |document: &Value| document.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&cut), keys(&whole));
    let ran = home.run(&["forecast", "--from", capture, "--forecast-timeout", "1ms"], &[]);
    assert!(ran.out.contains("The forecast was cut short"), "{}", ran.out);
    // in the middle of draws that take a second each
    let file = busy(&home, 20, 100, "0 * * * *");
    let begun = Instant::now();
    let ran = home.run(&["check", "--from", &file, "--forecast-timeout", "1s", "--format", "json"], &[]);
    assert_eq!(ran.json()["forecast_cut_short"], true);
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
}

#[test]
fn a_backtest_has_limits_too() {
    let home = Home::new();
    let file = slow(&home);
    let second = std::fs::read_to_string(&file).unwrap().replace("1764000000000", "1764100000000");
    home.write("later.json", second);
    let ran = home.run(&["backtest", ".", "--run-timeout", "1s"], &[]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.err.contains("longer than 1 s in all"), "{}", ran.err);
    let ran = home.run(&["backtest", ".", "--max-memory", "64MiB", "--draws", "20000"], &[]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.err.contains("--max-memory"), "{}", ran.err);
}
