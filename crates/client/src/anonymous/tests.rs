//! What stays and what is replaced, field by field; texts planted everywhere never get through.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::capture::{self, Ahead, CaptureWriter, Keep, Unfinished};

/// Words of the catalogue of errors, as the program passes them.
const KNOWN: [&str; 4] =
    ["There is insufficient space", "ENOSPC", "no space left on device", "is already running"];

fn mask() -> Mask {
    Mask::new(Key::draw().unwrap(), KNOWN)
}

#[test]
fn a_known_error_stays_known() {
    let mask = mask();
    let same = [
        "SR_BACKEND_FAILURE_44(, There is insufficient space, )",
        "SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )",
        "ENOSPC: no space left on device, write",
        "unhealthy VDI chain",
        "other side closed",
        "couldn't enable CBT",
        "Retry the VM backup due to an error",
        "after 20260814T06:00:00Z, 4096 of 8192",
        "",
    ];
    for text in same {
        assert_eq!(mask.message(text), text);
    }
    let id = "6c940294-2ffc-46dd-ade4-cccf89f7b69e";
    let masked = mask.message(&format!("the job ({id}) is already running"));
    assert_eq!(masked, format!("the job ({}) is already running", mask.id(id)));
    assert!(!masked.contains(id));
    let cases = [
        ("VM acme-web-1 is not running", "acme"),
        ("connect to nas.acme.example:2049", "acme"),
        ("connect to 10.1.2.3:2049 or 10.1.2.3", "10.1.2.3"),
        ("see https://acme.example/x?y=1", "acme"),
        ("open '/run/acme/error.log'", "acme"),
        ("mail ops@acme.example", "acme"),
        ("at fe80::1ff:fe23:4567:890a", "fe80"),
        ("0a:00:63:6b:44:6c", "0a:00:63"),
        ("HANDLE_INVALID(VM, OpaqueRef:6c940294-2ffc-46dd-ade4-cccf89f7b69e)", "6c940294"),
        ("error_acme", "acme"),
        ("バックアップ 東京", "東京"),
        ("\\\\acme\\share", "acme"),
    ];
    for (text, hidden) in cases {
        let masked = mask.message(text);
        assert!(!masked.contains(hidden), "{masked}");
        assert_eq!(masked, mask.message(text), "the same each time");
    }
    assert!(mask.message("connect to nas.acme.example:2049").ends_with(":2049"));
}

#[test]
fn marks_that_rules_read_stay() {
    let mut mask = mask();
    let vm = json!({"type": "VM-snapshot", "name_label": "[XO Backup nightly acme] web [x]", "id": "v",
        "tags": ["xo:no-bak", "xo:no-bak=acme asked", "acme", "Continuous Replication"]});
    let vm = mask.object(vm);
    let name = vm["name_label"].as_str().unwrap();
    assert_eq!(
        name,
        format!("[XO Backup {}] {}", mask.name("job", "nightly acme"), mask.name("vm", "web [x]"))
    );
    let tags: Vec<&str> = vm["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    assert!(tags[0] == "xo:no-bak" && tags[1].starts_with("xo:no-bak=tag-") && tags[2].starts_with("tag-"));
    assert_eq!(tags[3], "Continuous Replication");
    let disk = |mask: &mut Mask, name: &str| {
        mask.object(json!({"type": "VDI", "name_label": name}))["name_label"].as_str().unwrap().to_owned()
    };
    assert!(disk(&mut mask, "acme [NOBAK] data").starts_with("[NOBAK] disk-"));
    assert_eq!(disk(&mut mask, "base copy"), "base copy");
    assert_eq!(disk(&mut mask, "xo-backup-temp-snapshot-name"), "xo-backup-temp-snapshot-name");
    assert!(disk(&mut mask, "XO_DELTA_EXPORT: acme").starts_with("XO_DELTA_EXPORT: disk-"));
    assert_eq!(disk(&mut mask, ""), "");
}

#[test]
fn what_belongs_together_still_does() {
    let mut mask = mask();
    let (vm, job) = ("6c940294-2ffc-46dd-ade4-cccf89f7b69e", "cbb9f309-4ecc-4714-af14-47eae806b5f5");
    let jobs = mask.answer(
        Method::GetAllBackupJobs,
        json!([{"id": job, "name": "nightly", "vms": {"id": {"__or": [vm]}, "tags": [["prod"]], "power_state": "Running"},
            "settings": {"": {"exportRetention": 7, "timezone": "Europe/Zurich"}, vm: {"concurrency": 1}}}]),
    );
    let of_vm = mask.object(
        json!({"type": "VM", "id": vm, "tags": ["prod"], "power_state": "Running", "name_label": "web",
        "other": {"xo:backup:job": job, "xo:backup:datetime": "20260814T06:00:00Z"}}),
    );
    assert_eq!(jobs[0]["vms"]["id"]["__or"][0], of_vm["id"]);
    assert_eq!(jobs[0]["vms"]["tags"][0][0], of_vm["tags"][0]);
    assert_eq!(jobs[0]["vms"]["power_state"], "Running");
    assert_eq!(jobs[0]["id"], of_vm["other"]["xo:backup:job"]);
    assert_eq!(of_vm["other"]["xo:backup:datetime"], "20260814T06:00:00Z");
    assert_eq!(jobs[0]["settings"][""], json!({"exportRetention": 7, "timezone": "Europe/Zurich"}));
    assert_eq!(jobs[0]["settings"][of_vm["id"].as_str().unwrap()], json!({"concurrency": 1}));
    let log = mask.log(json!({"id": "1795358037664", "jobId": job, "message": "backup",
        "tasks": [{"message": "backup VM", "data": {"type": "VM", "id": vm, "name_label": "web"}}]}));
    assert_eq!((&log["id"], &log["jobId"]), (&json!("1795358037664"), &jobs[0]["id"]));
    assert_eq!(log["tasks"][0]["data"]["id"], of_vm["id"]);
    assert_eq!(log["tasks"][0]["data"]["name_label"], of_vm["name_label"]);
    assert_eq!(log["tasks"][0]["message"], "backup VM");
}

#[test]
fn schedules_and_repositories() {
    let mut mask = mask();
    let crons = ["0 5 * * wen", "*/20 * * * *", "@daily", "40 23 * 0-11 0-6", "0 0 * * acmeday"];
    let expected = ["0 5 * * wen", "*/20 * * * *", "@daily", "40 23 * 0-11 0-6", "0 0 * * xxxx"];
    for (cron, expected) in crons.into_iter().zip(expected) {
        let masked =
            mask.answer(Method::GetAllSchedules, json!([{"id": "s", "cron": cron, "timezone": "Acme/Town"}]));
        assert_eq!(masked[0]["cron"], expected);
        assert!(masked[0]["timezone"].as_str().unwrap().starts_with("Zone-"));
    }
    let url = |mask: &mut Mask, url: &str| {
        mask.answer(Method::GetAllRemotes, json!([{"id": "r", "url": url}]))[0]["url"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(url(&mut mask, "file:///"), "file:///");
    assert_eq!(url(&mut mask, "nfs://"), "nfs://");
    assert!(url(&mut mask, "file:///srv/acme").starts_with("file:///dir-"));
    let space =
        mask.answer(Method::GetAllRemotesInfo, json!({"r": {"mountpoint": "/", "size": "77", "used": 5}}));
    let (key, space) = space.as_object().unwrap().iter().next().unwrap();
    assert!(key.starts_with("id-"), "{key}");
    assert_eq!(*space, json!({"mountpoint": "/", "size": "77", "used": 5}));
}

/// A repository's id has the same pseudonym everywhere, even if it is not a UUID.
#[test]
fn odd_ids_are_ids_as_keys_too() {
    let mut mask = mask();
    let remotes = mask.answer(Method::GetAllRemotes, json!([{"id": "odd one"}]));
    let spaces = mask.answer(Method::GetAllRemotesInfo, json!({"odd one": {"size": 1}}));
    assert_eq!(remotes[0]["id"].as_str(), spaces.as_object().unwrap().keys().next().map(String::as_str));
}

const CANARY: &str = "zqcanary";

/// Plants a text into every text except the types of objects and the word that makes an object a log.
fn plant(value: &mut Value, key: &str, whole: bool) {
    match value {
        Value::String(_) if matches!(key, "type" | "format") => {}
        Value::String(text) if key == "message" && text == "backup" => {}
        Value::String(text) => {
            *text = if whole { CANARY.to_owned() } else { format!("{text} {CANARY}-{text}") }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| plant(one, key, whole)),
        Value::Object(map) => {
            map.iter_mut().for_each(|(key, value)| plant(value, key, whole));
            if !key.is_empty() {
                map.insert(format!("{CANARY}-key"), json!({CANARY: [CANARY, {"a": CANARY}]}));
                map.insert("tags".to_owned(), json!([CANARY, format!("xo:no-bak={CANARY}"), [CANARY]]));
            }
        }
        _ => {}
    }
}

#[test]
fn nothing_that_was_planted_comes_through() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["special-states", "backup-errors", "small-healthy", "api-errors"] {
        let path = format!("{}/../../tests/fixtures/captures/{name}.json.gz", env!("CARGO_MANIFEST_DIR"));
        let input =
            capture::decompressed(std::io::BufReader::new(std::fs::File::open(path).unwrap())).unwrap();
        let original: Value = serde_json::from_reader(input).unwrap();
        for whole in [false, true] {
            let mut planted = original.clone();
            plant(&mut planted["calls"], "", whole);
            planted["server"] =
                json!({"version": format!("5.{CANARY}"), "address": format!("https://{CANARY}:443")});
            planted["reader"] =
                json!({"permission": CANARY, "privileges": [{"resource": CANARY, "action": "*"}]});
            planted["errors"] = json!({"proxy.getAll": {"code": CANARY, "message": format!("no {CANARY}")}});
            planted["entered"] = json!([{"id": CANARY, "type": "VM"}]);
            let (from, to) = (folder.path().join("in.json"), folder.path().join("out.json"));
            std::fs::write(&from, planted.to_string()).unwrap();
            let mut ahead = Ahead::default();
            capture::replay(&from, &mut ahead).unwrap();
            let writer = CaptureWriter::create(&to, Keep::Everything, &Unfinished::default()).unwrap();
            let mut writer = writer.masked(mask()).after(ahead).unwrap();
            capture::replay(&from, &mut writer).unwrap();
            let tally = writer.tally().cloned().unwrap();
            assert!(tally[&Kind::Names].replaced > 0 && tally[&Kind::Numbers].kept > 0, "{tally:?}");
            writer.finish().unwrap();
            let written = std::fs::read_to_string(&to).unwrap();
            assert!(written.len() > 10_000, "{name} {}", written.len());
            let at = written.to_lowercase().find(CANARY);
            let near = at.map(|at| &written[written.floor_char_boundary(at.saturating_sub(200))..at + 20]);
            assert_eq!(near, None, "{name}");
        }
    }
}

proptest! {
    /// What must be hidden is never left in a message, whatever surrounds it, and nothing fails.
    #[test]
    fn messages_hide_what_nobody_knows(before in ".{0,40}", after in ".{0,40}") {
        let mask = mask();
        let masked = mask.message(&format!("{before}{CANARY}{after}"));
        prop_assert!(!masked.contains(CANARY), "{masked}");
    }
}
