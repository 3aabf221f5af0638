//! Files that are not captures, or absurd ones: a clear line or a valid report, never a panic or a hang.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use xo_health_client::capture::CaptureError;
use xo_health_client::collect::PARTS;
use xo_health_core::display;
use xo_health_core::model::{Question, UnreadReason};
use xo_health_report::render::{self, Style};
use xo_health_report::say::Say;
use xo_health_report::words::key;
use xo_health_report::{Report, check};

use crate::common::{document, raw, replay, report, schema_errors};
use crate::program::Home;

/// A whole capture of a real server: five VMs, eight SRs, jobs of all kinds, logs.
static SMALL: LazyLock<Value> = LazyLock::new(|| raw("api-errors"));

/// Longer than any of these takes on a slow machine; an endless loop takes forever.
const LONG: Duration = Duration::from_secs(20);

/// Returns what a field may hold on a server that lies.
fn absurd() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("false"),
        json!("\u{1b}[2J\u{202e}\u{0}x"),
        json!([]),
        json!([null, [], {}]),
        json!({}),
        json!({"": null, "__proto__": {"id": "x"}}),
    ]
}

/// Replays a capture held in memory.
fn replay_value(folder: &Path, capture: &Value) -> Result<Report, CaptureError> {
    let file = folder.join("a.json");
    std::fs::write(&file, capture.to_string()).unwrap();
    replay(&file).map(|observation| report(&observation))
}

/// Checks what must hold for any report, whatever it was made from.
fn check_sound(report: &Report) -> Result<(), String> {
    let errors = schema_errors(&document(report));
    if !errors.is_empty() {
        return Err(format!("not valid: {errors:?}"));
    }
    for disk in &report.disks {
        let left = disk.limit.filter(|_| disk.depth_complete).map(|limit| limit.saturating_sub(disk.depth));
        if disk.depth == 0 || disk.depth_complete != disk.broken.is_none() || disk.snapshots_left != left {
            return Err(format!("contradicts itself: {disk:?}"));
        }
    }
    let style = Style::default();
    let shown = render::text::render(&check::compose(report, &Say::new(&style, report.observed_at)), &style);
    match shown.lines().find(|line| display::width(line) > 80 || !line.chars().all(display::is_plain)) {
        Some(line) => Err(format!("breaks the terminal: {line:?}")),
        None => Ok(()),
    }
}

fn assert_sound(report: &Report, what: &str) {
    check_sound(report).unwrap_or_else(|error| panic!("{what}: {error}"));
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Runs the program on a file that is not a capture.
fn refused(home: &Home, name: &str, what: &str) {
    let ran = home.run(&["check", "--from", name], &[]);
    let line = ran.failed(3);
    assert!(line.contains(name), "{what}: {line}");
    assert!(display::width(line) < 600, "{what}: {line}");
}

#[test]
fn files_that_are_no_captures() {
    let home = Home::new();
    let head = r#"{"format":"xo-health.capture/1","captured_at":1795358061606"#;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: [(&str, Vec<u8>); 20] = [
        ("empty", vec![]),
        ("white space", b" \n\n".to_vec()),
        ("an object", b"{}".to_vec()),
        ("a list", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("text", b"Hello, this is no JSON".to_vec()),
        ("escapes", b"{\"\x1b[2J\x1b]0;pwned\x07\": }".to_vec()),
        ("bytes", (0..=255).cycle().take(100_000).collect()),
        ("other version", format!("{}2\"}}", &head[..head.len() - 30]).into_bytes()),
        ("no format", br#"{"captured_at":1795358061606,"calls":{}}"#.to_vec()),
        ("no time", br#"{"format":"xo-health.capture/1","calls":{}}"#.to_vec()),
        ("time as text", br#"{"format":"xo-health.capture/1","captured_at":"now","calls":{}}"#.to_vec()),
        ("time beyond all time", br#"{"format":"xo-health.capture/1","captured_at":1e300}"#.to_vec()),
        ("calls as list", format!(r#"{head},"calls":[]}}"#).into_bytes()),
        ("objects as number", format!(r#"{head},"calls":{{"xo.getAllObjects":5}}}}"#).into_bytes()),
        ("something behind", format!(r#"{head},"calls":{{}}}} {{}}"#).into_bytes()),
        ("deep server", format!(r#"{head},"server":{deep}}}"#).into_bytes()),
        ("gzip of nothing", gz(b"")),
        ("gzip of garbage", gz(b"garbage")),
        ("start of a zstd file", vec![0x28, 0xb5, 0x2f, 0xfd]),
    ];
    for (what, bytes) in cases {
        home.write("a.json", &bytes);
        refused(&home, "a.json", what);
    }
    refused(&home, "no-such-file.json", "missing");
    home.write("folder.json/inside", "");
    refused(&home, "folder.json", "a folder");
}

/// Returns one file for each way to save, as the program writes it.
fn saved(home: &Home) -> [(&'static str, Vec<u8>); 3] {
    ["a.json", "a.json.gz", "a.json.zst"].map(|name| {
        home.run(&["capture", "--demo", "-o", name], &[]);
        (name, std::fs::read(home.path(name)).unwrap())
    })
}

#[test]
fn captures_cut_short_are_never_reported_on() {
    let home = Home::new();
    for (name, bytes) in saved(&home) {
        // the last byte of a plain one is a line end
        for end in (1..10).map(|tenth| bytes.len() * tenth / 10).chain([bytes.len() - 2]) {
            home.write(name, &bytes[..end]);
            refused(&home, name, &format!("{name} cut at {end}"));
        }
    }
}

/// Both compressions carry a checksum.
#[test]
fn damaged_compressed_captures_are_never_reported_on() {
    let home = Home::new();
    let whole = saved(&home);
    let before = |name: &str| replay(&home.path(name)).map(|observation| document(&report(&observation)));
    for (name, bytes) in &whole[1..] {
        let intact = before(name).unwrap();
        // after the header of either format, whose flags and times may change harmlessly
        for at in (1..30).map(|step| 20 + (bytes.len() - 20) * step / 30) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            home.write(name, &damaged);
            if let Ok(report) = before(name) {
                assert_eq!(
                    report,
                    intact,
                    "{name}: a flipped bit at {at} of {} was not noticed",
                    bytes.len()
                );
            }
        }
    }
}

#[test]
fn a_capture_of_nothing_but_gaps() {
    let folder = tempfile::tempdir().unwrap();
    let head = json!({"format": "xo-health.capture/1", "captured_at": 1_795_358_061_606_i64});
    let with = |more: Value| {
        let mut capture = head.clone();
        capture.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        capture
    };
    let refusals: Map<_, _> =
        PARTS.iter().map(|(method, _)| (method.name().to_owned(), json!({"code": 2}))).collect();
    let names: Vec<_> = PARTS.iter().map(|(method, _)| method.name()).collect();
    let cases = [
        ("no calls", with(json!({}))),
        ("empty calls", with(json!({"calls": {}}))),
        ("all refused", with(json!({"calls": {}, "errors": refusals}))),
        ("absurd refusals", with(json!({"errors": {"job.getAll": null, "server.getAll": [], "x": 1}}))),
        ("all over REST, nothing there", with(json!({"via_rest": names}))),
        (
            "absurd additions",
            with(json!({"via_rest": {"a": 1}, "errors": 5, "entered": [1, {}], "server": []})),
        ),
        ("unknown methods", with(json!({"calls": {"vm.start": true, "": null}}))),
    ];
    for (what, capture) in cases {
        let report = replay_value(folder.path(), &capture).unwrap();
        assert_eq!(report.unread.len(), PARTS.len(), "{what}");
        assert!(report.disks.is_empty() && report.srs.is_empty() && report.verdicts.is_empty(), "{what}");
        assert_sound(&report, what);
    }
}

#[test]
fn absurd_answers() {
    let folder = tempfile::tempdir().unwrap();
    for (method, answer) in PARTS {
        for value in absurd() {
            let mut capture = SMALL.clone();
            capture["calls"][method.name()] = value.clone();
            let what = format!("{method}: {value}");
            match replay_value(folder.path(), &capture) {
                Ok(report) => assert_sound(&report, &what),
                // these two are read item by item: without items there is no capture
                Err(CaptureError::Format { .. }) => assert!(method.streams(), "{what}"),
                Err(error) => panic!("{what}: {error}"),
            }
            // the small answers are lists or maps: anything else is reported, never taken for empty
            if !method.streams() && !value.is_array() && !value.is_object() {
                let observation = replay(&folder.path().join("a.json")).unwrap();
                let unread = &observation.reading.unread;
                let is_reported = unread.iter().any(|unread| {
                    unread.answer == answer && matches!(unread.why, UnreadReason::Garbled { .. })
                });
                // nothing reads these yet
                assert!(
                    is_reported
                        || matches!(answer, Question::Remotes | Question::RemotesInfo | Question::Proxies),
                    "{what}"
                );
            }
        }
    }
}

/// Lists the fields that the records of a capture have, by their method.
fn fields(capture: &Value) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    for (method, _) in PARTS {
        let answer = &capture["calls"][method.name()];
        for record in records(answer) {
            fields.extend(
                record.as_object().into_iter().flatten().map(|(key, _)| (method.name(), key.clone())),
            );
        }
    }
    fields.sort();
    fields.dedup();
    fields
}

fn records(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}

/// Sets a field in all records of an answer.
fn set(answer: &mut Value, field: &str, value: &Value) {
    let records: Vec<&mut Value> = match answer {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => return,
    };
    for record in records.into_iter().filter_map(Value::as_object_mut) {
        record.insert(field.to_owned(), value.clone());
    }
}

/// Each field that a real server sends holds something absurd, in all records at once. The absurd values take turns,
/// because all of them together take half a minute.
#[test]
fn absurd_fields() {
    let folder = tempfile::tempdir().unwrap();
    let all = fields(&SMALL);
    assert!(all.len() > 150, "{}", all.len());
    let values = absurd();
    for (at, (method, field)) in all.iter().enumerate() {
        let value = &values[at % values.len()];
        let mut capture = SMALL.clone();
        set(&mut capture["calls"][*method], field, value);
        let report = replay_value(folder.path(), &capture).unwrap();
        assert_sound(&report, &format!("{method} {field}: {value}"));
    }
}

/// Objects on one SR, each with its parent.
fn forest(nodes: impl Iterator<Item = (String, Option<String>)>) -> Value {
    let mut objects = Map::new();
    objects.insert("p".to_owned(), json!({"id": "p", "type": "pool", "$pool": "p"}));
    objects.insert("s".to_owned(), json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "nfs"}));
    for (id, parent) in nodes {
        let kind = if id.starts_with("disk") { "VDI" } else { "VDI-unmanaged" };
        objects
            .insert(id.clone(), json!({"id": id, "type": kind, "$SR": "s", "$pool": "p", "parent": parent}));
    }
    json!({"format": "xo-health.capture/1", "captured_at": 1, "calls": {"xo.getAllObjects": objects}})
}

#[test]
fn chains_in_circles_and_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let node = |n: usize| if n == 0 { "disk".to_owned() } else { format!("base {n}") };
    // (each node's parent, the least depth of the disk, the report's word for it)
    type Parent = fn(usize, usize) -> Option<usize>;
    let cases: [(&str, usize, Parent, Option<&str>); 5] = [
        ("its own parent", 1, |_, _| Some(0), Some("cycle")),
        ("a circle of two", 2, |n, _| Some(1 - n), Some("cycle")),
        ("a tail into a circle", 9, |n, all| Some(if n + 1 == all { all / 2 } else { n + 1 }), Some("cycle")),
        ("a circle of 20,000", 20_000, |n, all| Some((n + 1) % all), Some("cycle")),
        ("a chain of 20,000", 20_000, |n, all| (n + 1 < all).then_some(n + 1), None),
    ];
    for (what, all, parent, broken) in cases {
        let start = Instant::now();
        let nodes = (0..all).map(|n| (node(n), parent(n, all).map(node)));
        let report = replay_value(folder.path(), &forest(nodes)).unwrap();
        assert_eq!(report.disks.len(), 1, "{what}");
        assert_eq!(report.disks[0].broken.map(|why| key(&why)).as_deref(), broken, "{what}");
        assert_eq!(report.disks[0].depth as usize, all, "{what}");
        assert_eq!(report.disks[0].snapshots_left, broken.is_none().then_some(0), "{what}");
        assert_sound(&report, what);
        assert!(start.elapsed() < LONG, "{what}: {:?}", start.elapsed());
    }
}

#[test]
fn two_objects_of_one_id() {
    let folder = tempfile::tempdir().unwrap();
    let mut capture = SMALL.clone();
    let objects: Vec<Value> = records(&capture["calls"]["xo.getAllObjects"]).into_iter().cloned().collect();
    let once = replay_value(folder.path(), &capture).unwrap();
    capture["calls"]["xo.getAllObjects"] = [objects.clone(), objects].concat().into();
    let twice = replay_value(folder.path(), &capture).unwrap();
    assert_eq!(document(&once)["disks"], document(&twice)["disks"]);
    assert_eq!(document(&once)["verdicts"], document(&twice)["verdicts"]);
    assert!(!replay(&folder.path().join("a.json")).unwrap().inventory.conflicts.is_empty());
}

#[test]
fn names_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut capture = SMALL.clone();
    let name = "\u{1b}[31m東京\n".repeat(200_000);
    let vm = capture["calls"]["xo.getAllObjects"].as_object_mut().unwrap().values_mut();
    for object in vm.filter(|object| object["type"] == "VM").take(2) {
        object["name_label"] = json!(name);
        object["tags"] = json!([name]);
    }
    let start = Instant::now();
    let report = replay_value(folder.path(), &capture).unwrap();
    assert_sound(&report, "names");
    let size = document(&report).to_string().len();
    assert!(size < 200_000, "{size}");
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
}

#[test]
fn nesting_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let whole = raw("unhealthy-chain").to_string();
    // in an object, a log, a small answer, an unknown method, an unknown key: reported or left out
    let places = [
        ("\"xo.getAllObjects\":{", "\"deep\":"),
        ("\"backupNg.getAllLogs\":{", "\"deep\":"),
        ("\"calls\":{", "\"schedule.getAll\":"),
        ("\"calls\":{", "\"deep\":"),
        ("{", "\"deep\":"),
    ];
    let file = folder.path().join("a.json");
    for (place, key) in places {
        assert!(whole.contains(place), "{place}");
        std::fs::write(&file, whole.replacen(place, &format!("{place}{key}{deep},"), 1)).unwrap();
        let observation = replay(&file).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_sound(&report(&observation), place);
    }
}

/// One thing that goes wrong in a capture, at a random place.
#[derive(Clone, Debug)]
pub(crate) enum Harm {
    /// A key or an element is removed.
    Drop(Vec<usize>),
    /// Something absurd replaces a value.
    Replace(Vec<usize>, usize),
    /// An object gets the id of another.
    SameId(usize, usize),
    /// An object refers to another where it should not: as parent, original of a snapshot, SR, VDI or VM.
    Link(usize, usize, usize),
}

/// Fields that lead from one object to another.
const LINKS: [&str; 9] =
    ["parent", "$snapshot_of", "$SR", "$pool", "VDI", "VM", "$VBDs", "$container", "applies_to"];

pub(crate) fn harm() -> impl Strategy<Value = Harm> {
    let place = || proptest::collection::vec(0..10_000_usize, 1..7);
    prop_oneof![
        2 => place().prop_map(Harm::Drop),
        4 => (place(), 0..100_usize).prop_map(|(place, value)| Harm::Replace(place, value)),
        1 => (0..10_000_usize, 0..10_000_usize).prop_map(|(one, other)| Harm::SameId(one, other)),
        3 => (0..10_000_usize, 0..10_000_usize, 0..100_usize).prop_map(|(a, b, field)| Harm::Link(a, b, field)),
    ]
}

/// Descends from the answers as the numbers say; returns the last container and the number of a child in it.
fn descend<'a>(calls: &'a mut Value, place: &[usize]) -> (&'a mut Value, usize) {
    let mut at = calls;
    for (level, &step) in place.iter().enumerate() {
        let children = match &*at {
            Value::Object(map) => map.len(),
            Value::Array(list) => list.len(),
            _ => 0,
        };
        let child = step % children.max(1);
        let is_last = level + 1 == place.len();
        let goes_on = !is_last && matches!(nth(at, child), Some(Value::Object(_) | Value::Array(_)));
        if !goes_on {
            return (at, child);
        }
        at = nth_mut(at, child).unwrap();
    }
    (at, 0)
}

fn nth(value: &Value, n: usize) -> Option<&Value> {
    match value {
        Value::Object(map) => map.values().nth(n),
        Value::Array(list) => list.get(n),
        _ => None,
    }
}

fn nth_mut(value: &mut Value, n: usize) -> Option<&mut Value> {
    match value {
        Value::Object(map) => map.values_mut().nth(n),
        Value::Array(list) => list.get_mut(n),
        _ => None,
    }
}

pub(crate) fn apply_harm(capture: &mut Value, harm: &Harm) {
    match harm {
        Harm::Drop(place) => {
            let (container, child) = descend(&mut capture["calls"], place);
            match container {
                Value::Object(map) => {
                    let key = map.keys().nth(child).cloned();
                    key.and_then(|key| map.remove(&key));
                }
                Value::Array(list) if child < list.len() => drop(list.remove(child)),
                _ => {}
            }
        }
        Harm::Replace(place, value) => {
            let (container, child) = descend(&mut capture["calls"], place);
            if let Some(old) = nth_mut(container, child) {
                *old = absurd().swap_remove(value % absurd().len());
            }
        }
        Harm::SameId(one, other) => {
            let Some(id) = id_of(capture, *other) else { return };
            if let Some(object) = object(capture, *one) {
                object.insert("id".to_owned(), id);
            }
        }
        Harm::Link(one, other, field) => {
            let Some(id) = id_of(capture, *other) else { return };
            let field = LINKS[field % LINKS.len()];
            let value = if field == "$VBDs" { json!([id, id]) } else { id };
            if let Some(object) = object(capture, *one) {
                object.insert(field.to_owned(), value);
            }
        }
    }
}

fn object(capture: &mut Value, n: usize) -> Option<&mut Map<String, Value>> {
    let objects = capture["calls"].get_mut("xo.getAllObjects")?;
    let all = objects.as_object()?.len();
    nth_mut(objects, n % all.max(1))?.as_object_mut()
}

fn id_of(capture: &mut Value, n: usize) -> Option<Value> {
    object(capture, n)?.get("id").cloned()
}

/// Returns a capture with forks, a missing parent and pending merges, and a folder to write to.
fn tree() -> (Value, TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().to_owned();
    (raw("unhealthy-chain"), folder, file)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_harm_makes_a_panic(harms in proptest::collection::vec(harm(), 1..60)) {
        static TREE: LazyLock<(Value, TempDir, PathBuf)> = LazyLock::new(tree);
        let (whole, _, folder) = &*TREE;
        let mut capture = whole.clone();
        for harm in &harms {
            apply_harm(&mut capture, harm);
        }
        let start = Instant::now();
        match replay_value(folder, &capture) {
            Ok(report) => prop_assert_eq!(check_sound(&report), Ok(())),
            // without a list of objects or logs there is no capture
            Err(CaptureError::Format { .. }) => {}
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
        prop_assert!(start.elapsed() < LONG);
    }
}
