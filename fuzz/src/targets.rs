//! The parsers of outside input, as functions of any bytes: nothing may panic, and what is shown must be plain. The
//! fuzzer runs them for hours; a test of the workspace runs them for seconds over the corpora and mutations of them.

use std::path::PathBuf;

use jiff::Timestamp;
use mock_xo::scenario;
use xo_health_client::collect::Collect;
use xo_health_client::{Address, Answers, Method, capture, rpc};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::backup::cron::{Cron, ScheduleZone};
use xo_health_core::display;

/// A name, and what the target does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: [Target; 8] = [
    ("capture", read_capture),
    ("object", read_objects),
    ("frame", read_frame),
    ("list", read_lists),
    ("cron", read_cron),
    ("address", read_address),
    ("scenario", read_scenario),
    ("configuration", read_configuration),
];

/// Replays any bytes as a capture, plain or compressed according to their first bytes, and analyses it.
pub fn read_capture(bytes: &[u8]) {
    let ending = match bytes {
        [0x1f, 0x8b, ..] => "json.gz",
        [0x28, 0xb5, ..] => "json.zst",
        _ => "json",
    };
    let path: PathBuf = std::env::temp_dir().join(format!("xo-health-fuzz-{}.{ending}", std::process::id()));
    std::fs::write(&path, bytes).expect("a file for the capture");
    let mut answers = Answers::default();
    match capture::replay(&path, &mut answers) {
        Ok(()) => judge(answers),
        Err(error) => plain(&error.to_string()),
    }
    let _ = std::fs::remove_file(&path);
}

/// Reads each line as an object of the inventory.
pub fn read_objects(bytes: &[u8]) {
    let mut answers = Answers::default();
    answers.begin(Method::GetAllObjects).expect("a list begins");
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        answers.item(Method::GetAllObjects, line).expect("whatever it is");
    }
    answers.end(Method::GetAllObjects).expect("a list ends");
    judge(answers);
}

/// Reads a message of the WebSocket.
pub fn read_frame(bytes: &[u8]) {
    if let Some(shown) = rpc::read_message(bytes) {
        // jsonrpsee parses it, so it must have the expected form
        serde_json::from_str::<serde_json::Value>(&shown).expect("what is handed on is JSON");
    }
}

/// Reads the bytes as the answer of each method that returns a list, and as backup logs.
pub fn read_lists(bytes: &[u8]) {
    let mut answers = Answers::default();
    for method in [
        Method::GetAllBackupJobs,
        Method::GetAllSchedules,
        Method::GetAllMirrorJobs,
        Method::GetAllMetadataJobs,
        Method::GetAllJobs,
        Method::GetAllRemotes,
        Method::GetAllRemotesInfo,
        Method::GetAllProxies,
        Method::GetAllServers,
    ] {
        answers.answer(method, bytes).expect("whatever it is");
    }
    answers.begin(Method::GetAllBackupLogs).expect("a list begins");
    answers.item(Method::GetAllBackupLogs, bytes).expect("whatever it is");
    answers.end(Method::GetAllBackupLogs).expect("a list ends");
    judge(answers);
}

/// Reads a cron pattern and computes when it fires next, in the zone that follows a line break.
pub fn read_cron(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (pattern, zone) = text.split_once('\n').unwrap_or((text, "Europe/Paris"));
    let zone = match ScheduleZone::parse(Some(zone)) {
        Ok(zone) => zone,
        Err(error) => return plain(&error.to_string()),
    };
    match Cron::parse(pattern) {
        Ok(cron) => {
            let instants: Vec<Timestamp> = cron.upcoming(&zone, Timestamp::UNIX_EPOCH).take(20).collect();
            assert!(instants.is_sorted_by(|a, b| a < b), "{instants:?}");
        }
        Err(error) => plain(&error.to_string()),
    }
}

/// Reads an address.
pub fn read_address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Address::parse(text) {
        Ok(address) => {
            plain(&address.origin());
            assert!(address.ws_url().starts_with("ws"));
            assert!(!address.origin().contains('@'), "a secret may stand before it");
        }
        Err(error) => plain(&error.to_string()),
    }
}

/// Reads a scenario.
pub fn read_scenario(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = scenario::parse_at(text, Timestamp::UNIX_EPOCH) {
        plain(&error.to_string());
    }
}

/// Reads a configuration.
pub fn read_configuration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    xo_health::cli::configuration_problems(text).iter().for_each(|problem| plain(problem));
}

fn judge(answers: Answers) {
    let analysis = Analysis::of(std::sync::Arc::new(answers.finish()), &Settings::default());
    assert!(analysis.verdicts().len() < 1_000_000);
}

/// Checks that nothing in a text moves a terminal.
fn plain(text: &str) {
    assert!(text.chars().all(|c| c == '\n' || display::is_plain(c)), "{text:?}");
}
