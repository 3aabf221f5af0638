//! Spells logs from bytes, so that no mutation is wasted on JSON that does not parse.

use serde_json::{Map, Value, json};

/// The words of logs: keys, states, kinds, names of tasks, and known errors.
const WORDS: [&str; 48] = [
    "id",
    "jobId",
    "jobName",
    "scheduleId",
    "proxyId",
    "status",
    "success",
    "failure",
    "skipped",
    "interrupted",
    "pending",
    "start",
    "end",
    "tasks",
    "result",
    "message",
    "warnings",
    "infos",
    "data",
    "type",
    "VM",
    "SR",
    "remote",
    "pool",
    "mode",
    "full",
    "delta",
    "name_label",
    "isFull",
    "isRetry",
    "size",
    "code",
    "error",
    "errors",
    "cause",
    "params",
    "backup VM",
    "snapshot",
    "export",
    "transfer",
    "merge",
    "clean-vm",
    "health check",
    "get SR record",
    "get remote adapter",
    "ENOSPC",
    "VDI_IN_USE",
    "unhealthy VDI chain",
];

/// States of a run.
const STATES: [&str; 6] = ["success", "failure", "skipped", "interrupted", "pending", "?"];

/// Most levels that are spelled; more than a JSON parser descends.
const DEPTH: usize = 140;

/// Spells a log; missing bytes spell null.
pub fn log(bytes: &[u8]) -> Value {
    let mut bytes = bytes.iter().copied();
    let state = STATES[usize::from(bytes.next().unwrap_or_default()) % STATES.len()];
    let mut log = json!({ "id": "1", "jobId": "j", "message": "backup", "status": state });
    for key in ["tasks", "result", "warnings", "data", "start", "end"] {
        log[key] = value(&mut bytes, DEPTH);
    }
    log
}

/// Spells a value; a byte says what follows and how much of it: a list, an object, a task, or a single value.
fn value(bytes: &mut impl Iterator<Item = u8>, depth: usize) -> Value {
    let Some(byte) = bytes.next() else { return Value::Null };
    let count = usize::from(byte / 8) % 6;
    match byte % 8 {
        0 | 1 if depth > 0 => (0..count).map(|_| value(bytes, depth - 1)).collect(),
        2 if depth > 0 => {
            let entries = (0..count).map(|_| (word(bytes), value(bytes, depth - 1)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        3 if depth > 0 => {
            let data = json!({ "type": word(bytes), "id": word(bytes), "name_label": word(bytes) });
            let mut task = json!({ "message": word(bytes), "status": word(bytes), "data": data });
            task["result"] = json!({ "message": word(bytes), "size": number(bytes) });
            task["tasks"] = value(bytes, depth - 1);
            task
        }
        4 => number(bytes),
        5 => Value::from(
            char::from(byte).to_string().repeat(usize::from(bytes.next().unwrap_or_default()) * 40),
        ),
        6 => Value::Bool(count % 2 == 0),
        _ => Value::from(word(bytes)),
    }
}

fn word(bytes: &mut impl Iterator<Item = u8>) -> String {
    let at = usize::from(bytes.next().unwrap_or_default());
    match WORDS.get(at) {
        Some(word) => (*word).to_owned(),
        None => format!("{}\u{1b}[{at}m東", char::from(at as u8)),
    }
}

/// Spells a number: small ones, instants, and times that no clock shows.
fn number(bytes: &mut impl Iterator<Item = u8>) -> Value {
    let byte = bytes.next().unwrap_or_default();
    let small = i64::from(byte);
    match byte % 4 {
        0 => small.into(),
        1 => (1_795_300_000_000 + small * 60_000).into(),
        2 => [i64::MAX, i64::MIN, -1, 9_007_199_254_740_993][usize::from(byte / 4) % 4].into(),
        _ => (f64::from(byte) * 1e300).into(),
    }
}
