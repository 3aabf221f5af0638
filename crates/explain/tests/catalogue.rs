//! The whole catalogue: each entry is recognised from a text as people meet it, in a log, a mail and a paste.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xo_health_explain::errors::{Entry, all};
use xo_health_explain::{Explanation, Known, explain, understand};
use xo_health_report::words::{Lang, findings};

/// Entries that stand for how a run ended: no message says them.
const OF_RUNS: [&str; 3] = ["interrupted", "still-running", "nothing-recorded"];

fn explained(input: &[u8]) -> Explanation {
    let errors = xo_health_explain::errors::texts::Texts::new(Lang::En);
    let now = "2026-11-27T08:00:00Z".parse().unwrap();
    explain(understand(input), now, &errors, &findings::Texts::new(Lang::En))
}

/// Reads `[id] text`; lines without an id go on with the text.
fn texts() -> BTreeMap<String, String> {
    let path = format!("{}/tests/fixtures/catalogue.txt", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, text)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            id.clone_into(&mut last);
            assert!(texts.insert(last.clone(), text.to_owned()).is_none(), "{id} stands twice");
        } else if let Some(text) = texts.get_mut(&last) {
            text.push('\n');
            text.push_str(line);
        }
    }
    texts
}

fn is_of_pool(entry: &Entry) -> bool {
    entry.id == "no-xapi-pool"
}

/// A backup log with the error in a task; of a pool, of a proxy, or of a run where the entry is about one.
fn log(entry: &Entry, text: &str) -> Value {
    let of_pool = is_of_pool(entry);
    let error = json!({ "message": text.lines().next(), "name": "Error", "stack": text });
    let data = if of_pool {
        json!({ "type": "pool", "id": "9e98c4f6-40e1-4c96-9f1c-9935719f9212" })
    } else {
        json!({ "type": "VM", "id": "778369f3-4c6f-4737-af07-241b89fcc0e7", "name_label": "db" })
    };
    let mut log = json!({
        "id": "1795300000000", "jobId": "8b3f311e-90dd-495d-8626-819df32958f6", "jobName": "nightly",
        "message": "backup", "data": { "mode": "delta" }, "start": 1_795_300_000_000_i64, "status": "failure",
        "tasks": [{ "id": "1", "message": "backup", "data": data, "status": "failure", "result": error }],
    });
    match entry.id {
        "proxy-already-running" => log["proxyId"] = json!("0e98c4f6-40e1-4c96-9f1c-9935719f9212"),
        "interrupted" => log["status"] = json!("interrupted"),
        "still-running" => log["status"] = json!("pending"),
        "nothing-recorded" => {
            log["status"] = json!("success");
            log["infos"] = json!([{ "message": "vms", "data": { "vms": ["778369f3"] } }]);
        }
        _ => {}
    }
    if OF_RUNS.contains(&entry.id) {
        log["tasks"] = json!([]);
    }
    log
}

/// A report mail of xo-server-backup-reports with the error.
fn mail(entry: &Entry, text: &str) -> String {
    let (kind, heading) = if is_of_pool(entry) {
        ("Metadata backup", "### Pool: prod (my-pool)")
    } else {
        ("Backup", "### db")
    };
    let mode = if is_of_pool(entry) { "" } else { "- **Mode**: delta\n" };
    let status = if entry.id == "interrupted" { "interrupted" } else { "failure" };
    format!(
        "From: xo@example.org\nTo: admin@example.org\nSubject: [Xen Orchestra] {status} - {kind} report for nightly\n\
         Content-Type: text/plain; charset=utf-8\n\n## Global status: {status}\n\n\
         - **Job ID**: 8b3f311e-90dd-495d-8626-819df32958f6\n- **Run ID**: 1795300000000\n{mode}\
         - **Start time**: Sunday, November 22nd 2026, 1:00:00 am\n---\n\n## 1 Failure\n\n{heading}\n\n\
         - **UUID**: 778369f3-4c6f-4737-af07-241b89fcc0e7\n- **Error**: {text}\n---\n\n\
         *xo-server-backup-reports v1.7.1*\n"
    )
}

/// What a person pastes: the text between others, as the journal has it where it is of one line.
fn paste(text: &str) -> String {
    format!("Hello,\n\nsince Tuesday my backup shows this:\n\n{text}\n\nWhat does it mean?\n")
}

fn has(explanation: &Explanation, id: &str) -> bool {
    explanation.errors.iter().any(|error| error.id == id)
}

fn ids(explanation: &Explanation) -> Vec<&str> {
    explanation.errors.iter().map(|error| error.id).collect()
}

/// Logs of runs that went well, lines of a collector that works, prose: no known error among them.
#[test]
fn what_is_well_is_no_error() {
    let folder = format!("{}/tests/fixtures/calm", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut seen = 0;
    for file in files.map(Result::unwrap) {
        let found = explained(&std::fs::read(file.path()).unwrap());
        assert!(found.errors.is_empty(), "{:?}: {:?}", file.path(), ids(&found));
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
    let quiet = explained(&std::fs::read(format!("{folder}/log.json")).unwrap());
    assert_eq!(quiet.known, Known::All, "{:?}", quiet.unknown);
}

#[test]
fn each_entry_is_recognised_in_a_log_a_mail_and_a_paste() {
    let texts = texts();
    let mut wrong = Vec::new();
    for entry in all() {
        let Some(text) = texts.get(entry.id) else {
            wrong.push(format!("{}: no text in the fixture", entry.id));
            continue;
        };
        // how a run ended stands in the log, and in the mail where it has a word for it
        let in_mail = !OF_RUNS.contains(&entry.id) || entry.id == "interrupted";
        // only the log says that the run was a proxy's, and what a message was about
        let of_log = ["proxy-already-running", "nbd-aborted"].contains(&entry.id);
        let mut check = |kind: &str, input: &[u8]| {
            let found = explained(input);
            if !has(&found, entry.id) {
                wrong.push(format!("{} in a {kind}: {:?}, {:?}", entry.id, ids(&found), found.unknown));
            }
            if found.known != Known::All {
                wrong.push(format!("{} in a {kind}: not known {:?}", entry.id, found.unknown));
            }
        };
        if entry.id != "nbd-aborted" {
            check("log", serde_json::to_string(&log(entry, text)).unwrap().as_bytes());
        }
        if in_mail && !of_log {
            check("mail", mail(entry, text).as_bytes());
        }
        if !OF_RUNS.contains(&entry.id) && !is_of_pool(entry) && entry.id != "proxy-already-running" {
            check("paste", paste(text).as_bytes());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let surplus: Vec<_> = texts.keys().filter(|id| !all().any(|entry| entry.id == **id)).collect();
    assert!(surplus.is_empty(), "no entries: {surplus:?}");
}
