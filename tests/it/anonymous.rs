//! `capture --anonymize`: the report is the same except for names, and no name gets through.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xo_health_client::anonymous::{Key, Mask};
use xo_health_client::capture::{self, Ahead, CaptureWriter, Keep, Unfinished};
use xo_health_core::forecast::{Deadline, Options};

use crate::common::{capture_path, check, document, fixture, replay, serve};
use crate::program::Home;

/// Lists the captures of a folder of fixtures.
fn captures(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(fixture(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| capture::ending(path) == Some(".json.gz"));
    paths.sort();
    paths
}

/// Rewrites a capture, with or without a mask, and reads it.
fn rewritten(from: &Path, to: &Path, mask: Option<Mask>) -> Value {
    let mut ahead = Ahead::default();
    capture::replay(from, &mut ahead).unwrap();
    let writer = CaptureWriter::create(to, Keep::Needed, &Unfinished::default()).unwrap();
    let writer = if let Some(mask) = mask { writer.masked(mask) } else { writer };
    let mut writer = writer.after(ahead).unwrap();
    capture::replay(from, &mut writer).unwrap();
    writer.finish().unwrap();
    serde_json::from_slice(&std::fs::read(to).unwrap()).unwrap()
}

fn mask() -> Mask {
    Mask::new(Key::draw().unwrap(), xo_health_explain::errors::public_texts())
}

/// Records the original of each pseudonym; both captures have the same shape.
fn pair(masked: &Value, original: &Value, back: &mut BTreeMap<String, String>) {
    let mut note = |masked: &str, original: &str| {
        let known = back.entry(masked.to_owned()).or_insert_with(|| original.to_owned());
        assert_eq!(known, original, "one pseudonym, two texts");
    };
    match (masked, original) {
        (Value::String(masked), Value::String(original)) => {
            note(masked, original);
            // reports show only the path of an address
            if let Some((a, b)) = masked.split_once("://").zip(original.split_once("://")) {
                note(a.1, b.1);
            }
            // and the job in the name of a snapshot
            let job = |name: &str| {
                name.strip_prefix("[XO Backup ")
                    .and_then(|rest| rest.split_once("] "))
                    .map(|of| of.0.to_owned())
            };
            if let Some((a, b)) = job(masked).zip(job(original)) {
                note(&a, &b);
            }
        }
        (Value::Array(masked), Value::Array(original)) => {
            assert_eq!(masked.len(), original.len());
            masked.iter().zip(original).for_each(|(a, b)| pair(a, b, back));
        }
        (Value::Object(masked), Value::Object(original)) => {
            assert_eq!(masked.len(), original.len());
            for ((key, a), (original_key, b)) in masked.iter().zip(original) {
                back.entry(key.clone()).or_insert_with(|| original_key.clone());
                pair(a, b, back);
            }
        }
        (masked, original) => assert_eq!(masked, original),
    }
}

/// Puts the originals back into a report, removes its words, and sorts its lists, some of which are sorted by name.
fn comparable(value: &Value, back: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => {
            // fingerprints have ids between slashes, commands between blanks
            let parts = text.split_inclusive(['/', ' ', ',', '=']).map(|part| {
                let end = part.len() - part.trim_end_matches(['/', ' ', ',', '=']).len();
                let (part, end) = part.split_at(part.len() - end);
                back.get(part).map_or(part, String::as_str).to_owned() + end
            });
            json!(back.get(text).cloned().unwrap_or_else(|| parts.collect()))
        }
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(|one| comparable(one, back)).collect();
            list.sort_by_cached_key(ToString::to_string);
            Value::Array(list)
        }
        Value::Object(map) => {
            let words = ["text", "title", "message", "remedy", "what", "why", "grant", "causes", "action"];
            let kept = map.iter().filter(|(key, value)| {
                let is_words = value.is_string() || value.is_null() || value.is_array();
                !(words.contains(&key.as_str()) && is_words)
            });
            let map: BTreeMap<String, Value> = kept
                .map(|(key, value)| (back.get(key).unwrap_or(key).clone(), comparable(value, back)))
                .collect();
            json!(map)
        }
        other => other.clone(),
    }
}

/// Returns where two values first differ.
fn difference(a: &Value, b: &Value, at: &str) -> Option<String> {
    match (a, b) {
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).find_map(|(a, b)| difference(a, b, &format!("{at}[]")))
        }
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter().find_map(|(key, a)| difference(a, &other[key], &format!("{at}.{key}")))
        }
        _ => (a != b).then(|| format!("{at}: {a} is not {b}")),
    }
}

fn strings(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(all.insert(text.clone())),
        Value::Array(list) => list.iter().for_each(|one| strings(one, all)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            all.insert(key.clone());
            strings(value, all);
        }),
        _ => {}
    }
}

/// Returns whether a text is public: a number, an instant, a cron pattern, or in the list kept by hand.
fn is_public(text: &str) -> bool {
    static WORDS: std::sync::LazyLock<BTreeSet<String>> = std::sync::LazyLock::new(|| {
        let list = std::fs::read_to_string(fixture("public-words.txt")).unwrap();
        // parts of the listed texts are public too
        let parts = list.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        list.lines().chain(parts).map(str::to_owned).collect()
    });
    let is_plain = |c: char| c.is_ascii_digit() || " *,-/.:TZ+".contains(c);
    let is_zone = || jiff::tz::TimeZone::get(text).is_ok();
    let is_short =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).all(|word| word.chars().count() <= 3);
    is_short(text) || text.chars().all(is_plain) || WORDS.contains(text) || is_zone()
}

/// Checks that the report of an anonymised capture is the same, and that no text of the original gets through.
fn is_the_same_but_for_names(path: &Path, forecast: bool) {
    let folder = tempfile::tempdir().unwrap();
    let (kept, masked) = (folder.path().join("kept.json"), folder.path().join("masked.json"));
    let original = rewritten(path, &kept, None);
    let anonymous = rewritten(path, &masked, Some(mask()));
    let mut back = BTreeMap::new();
    pair(&anonymous, &original, &mut back);
    let name = path.display();
    // few draws are enough: they are either the same or not
    let options = || {
        let (threads, deadline) = (NonZero::<usize>::MIN, Deadline::default());
        let options = Options {
            horizon: 72,
            also: None,
            draws: Some(10),
            seed: 1,
            merge_speed: None,
            threads,
            deadline,
        };
        forecast.then_some(options)
    };
    let [of_masked, of_original] =
        [&masked, path].map(|path| document(&check(&replay(path).unwrap(), options())));
    let of_masked = comparable(&of_masked, &back);
    let of_original = comparable(&of_original, &BTreeMap::new());
    if let Some(difference) = difference(&of_masked, &of_original, "") {
        panic!("{name}: {difference}");
    }
    no_text_comes_through(path, &anonymous);
}

fn no_text_comes_through(path: &Path, anonymous: &Value) {
    let (mut all, mut left) = (BTreeSet::new(), BTreeSet::new());
    let whole = mock_xo::read_capture(path).unwrap();
    strings(&whole, &mut all);
    strings(anonymous, &mut left);
    let leaked: Vec<&String> = left.intersection(&all).filter(|text| !is_public(text)).collect();
    assert!(leaked.is_empty(), "{}: {leaked:?}", path.display());
    // nor within another text: names, addresses, ids
    let written = anonymous.to_string();
    let words = |text: &String| {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned);
        // half of an id may match by chance
        words.filter(|word| word.chars().count() > 4).collect::<Vec<_>>()
    };
    let kept: BTreeSet<String> = left.iter().filter(|text| !is_public(text)).flat_map(words).collect();
    let leaked: Vec<String> =
        all.iter().flat_map(words).filter(|word| kept.contains(word) && !is_public(word)).collect();
    assert!(leaked.is_empty(), "{}: {leaked:?} in {}", path.display(), written.len());
}

#[test]
fn captures_of_a_real_server() {
    captures("captures").iter().for_each(|path| is_the_same_but_for_names(path, true));
}

#[test]
fn every_kind_of_world() {
    let folders = ["kinds", "predicted", "rpo"];
    folders.into_iter().flat_map(captures).for_each(|path| is_the_same_but_for_names(&path, true));
}

/// The two largest take a minute each in the tests: they were compared by hand, like the rest.
const LARGE: u64 = 500_000;

/// Checks every fourth world, starting with this one: more at once would take longer than a test may.
fn worlds_from(first: usize) {
    let size = |path: &PathBuf| std::fs::metadata(path).unwrap().len();
    let worlds = captures("worlds").into_iter().filter(|path| size(path) < LARGE);
    worlds.skip(first).step_by(4).for_each(|path| is_the_same_but_for_names(&path, false));
}

#[test]
fn worlds() {
    worlds_from(0);
}

#[test]
fn more_worlds() {
    worlds_from(1);
}

#[test]
fn still_more_worlds() {
    worlds_from(2);
}

#[test]
fn the_last_worlds() {
    worlds_from(3);
}

fn anonymize(home: &Home, from: &Path, to: &str, more: &[&str]) -> crate::program::Ran {
    let from = from.to_str().unwrap();
    home.run(&[&["capture", "--from", from, "--anonymize", "-o", to][..], more].concat(), &[])
}

/// Captures with the same key file agree; with another key they do not.
#[test]
fn captures_with_one_key_agree() {
    let home = Home::new();
    let of = |name: &str| capture_path(name);
    let names = ["unhealthy-chain-before-runs", "unhealthy-chain"];
    for (name, key) in [(names[0], "key"), (names[1], "key"), (names[1], "other")] {
        let ran = anonymize(&home, &of(name), &format!("{name}-{key}.json.gz"), &["--key-file", key]);
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.path("key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let changes = |a: &str, b: &str| {
        let document = home.run(&["diff", a, b, "--format", "json"], &[]).json();
        let findings = document["findings"].as_array().unwrap().clone();
        let count = |change: &str| findings.iter().filter(|one| one["change"] == change).count();
        ["new", "worse", "better", "gone"].map(count)
    };
    let path = |name: &str| of(name).to_str().unwrap().to_owned();
    let expected = changes(&path(names[0]), &path(names[1]));
    let (before, after) = (format!("{}-key.json.gz", names[0]), format!("{}-key.json.gz", names[1]));
    assert_eq!(changes(&before, &after), expected);
    assert_ne!(changes(&before, &format!("{}-other.json.gz", names[1])), expected);
}

/// A backtest needs only two captures under one key.
#[test]
fn a_backtest_of_anonymous_captures() {
    let home = Home::new();
    for folder in ["plain", "masked"] {
        std::fs::create_dir(home.path(folder)).unwrap();
    }
    // the logs of the second hold what followed the first
    let first = mock_xo::read_capture(&fixture("worlds/w001061.json.gz")).unwrap();
    let mut second = first.clone();
    let at = first["captured_at"].as_i64().unwrap();
    second["captured_at"] = json!(at + 15 * 24 * 3_600_000);
    let job = first["calls"]["backupNg.getAllJobs"][0].clone();
    let vm = job["vms"]["id"]["__or"][0].as_str().or(job["vms"]["id"].as_str()).unwrap().to_owned();
    let start = at + 20 * 3_600_000;
    let message = "SR_BACKEND_FAILURE_44(, There is insufficient space, )";
    let result = json!({"code": "SR_BACKEND_FAILURE_44", "message": message});
    second["calls"]["backupNg.getAllLogs"][start.to_string()] = json!({
        "id": start.to_string(), "jobId": job["id"], "jobName": job["name"], "message": "backup", "start": start,
        "end": start + 60_000, "status": "failure", "data": {"mode": "delta"},
        "tasks": [{"id": "t", "message": "backup VM", "start": start, "end": start + 60_000, "status": "failure",
            "data": {"type": "VM", "id": vm, "name_label": "any"}, "result": result}],
    });
    for (name, capture) in [("a.json", &first), ("b.json", &second)] {
        let path = home.write(&format!("plain/{name}"), capture.to_string());
        let ran = anonymize(&home, &path, &format!("masked/{name}"), &["--key-file", "key"]);
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    let scores = |folder: &str| home.run(&["backtest", folder, "--format", "json"], &[]).json();
    let plain = scores("plain");
    assert!(plain["within"].as_array().unwrap().iter().any(|one| one["came"] == 1), "{plain}");
    assert_eq!(scores("masked"), plain);
}

#[test]
fn a_review_writes_nothing() {
    let home = Home::new();
    let from = capture_path("backup-errors");
    let args = ["capture", "--from", from.to_str().unwrap(), "--anonymize", "--review"];
    let ran = home.run(&args, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
    let row = |start: &str| {
        let line =
            ran.out.lines().find(|line| line.trim().starts_with(start)).unwrap_or_else(|| panic!("{ran:?}"));
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        (numbers[0], numbers[1])
    };
    assert!(row("names of VMs").1 > 50 && row("ids and").0 == 0 && row("numbers").0 > 500, "{}", ran.out);
    assert!(ran.out.contains("Nothing was written"), "{}", ran.out);
    assert_eq!(home.files(), [""; 0]);
    let japanese = home.run(&[&args[..], &["--lang", "ja"]].concat(), &[]);
    assert!(japanese.out.contains("名前（VM"), "{}", japanese.out);
}

#[test]
fn a_live_server_is_anonymised_on_the_way() {
    let home = Home::new();
    let state = mock_xo::scenario::demo(crate::common::instant());
    let token = state.admin_token().to_owned();
    let running = serve(state);
    let (url, at) = (running.url(), "2026-11-22T14:34:40Z");
    let vars = [("XO_TOKEN", token.as_str())];
    let args = ["capture", "--url", &url, "--at", at, "-o"];
    for (file, more) in [("plain.json", &[][..]), ("masked.json", &["--anonymize"])] {
        let ran = home.run(&[&args[..], &[file], more].concat(), &vars);
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    let read = |file: &str| serde_json::from_slice(&std::fs::read(home.path(file)).unwrap()).unwrap();
    let (masked, plain): (Value, Value) = (read("masked.json"), read("plain.json"));
    pair(&masked, &plain, &mut BTreeMap::new());
    let address = masked["server"]["address"].as_str().unwrap();
    assert!(address.ends_with(".invalid") && !masked.to_string().contains("127.0.0.1"), "{address}");
    let answer = |file: &str| {
        home.run(&["check", "--from", file, "--format", "json"], &[]).json()["answer"]["status"].clone()
    };
    assert_eq!(answer("masked.json"), answer("plain.json"));
}

#[test]
fn wrong_ways_to_ask() {
    let home = Home::new();
    let from = capture_path("api-errors");
    let from = from.to_str().unwrap();
    home.write("key", "not a key");
    let cases: [&[&str]; 6] = [
        &["--anonymize", "--everything", "-o", "x.json"],
        &["--from", from, "-o", "x.json"],
        &["--from", from, "--anonymize"],
        &["--key-file", "k", "-o", "x.json"],
        &["--from", from, "--anonymize", "-o", "x.json", "--key-file", "key"],
        &["--from", from, "--anonymize", "-o", "x.json", "--key-file", "no/such/key"],
    ];
    for args in cases {
        let ran = home.run(&[&["capture"][..], args].concat(), &[]);
        assert_eq!(ran.status, 64, "{args:?} {ran:?}");
    }
    assert_eq!(home.files(), ["key"]);
}
