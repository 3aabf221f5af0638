//! XO's persistent log of failed JSON-RPC calls, and how XO cleans its logs.
//!
//! In: failures. Out: entries by key, the newest 20,000 of all logs after a cleaning. It does not know sessions.
//!
//! Observed: a refusal (code 2) of a signed-in user is kept, a 403 of REST is not; the newest 20,000 entries over all
//! namespaces are kept, cleaned at the start and every 6 h; after 20,100 refusals all backup logs were gone. The form
//! of an entry was never recorded and follows xo-server's code; so does the rule that all other failures are kept too,
//! except those of methods that do not exist.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::State;

/// Entries that survive a cleaning, over all namespaces (observed).
pub(crate) const KEPT: usize = 20_000;

/// Methods whose failures are not kept: the web interface calls them all the time (xo-server's code).
const NOT_KEPT: [&str; 2] = ["pool.listMissingPatches", "host.stats"];

/// The log of the namespace `api`.
#[derive(Debug, Clone, Default)]
pub struct ApiLog {
    /// By time in ms, and a number among those of the same ms.
    entries: BTreeMap<(i64, u32), Value>,
}

/// A failed call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failure<'a> {
    pub(crate) user_id: Option<&'a str>,
    pub(crate) user_name: Option<&'a str>,
    pub(crate) method: &'a str,
    pub(crate) params: &'a Map<String, Value>,
    pub(crate) error: &'a Value,
}

impl ApiLog {
    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the answer to `log.get`: the entries by key.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let shown = self.entries.iter().map(|(&(time, number), entry)| {
            let key = if number == 0 { time.to_string() } else { format!("{time}:{}", number - 1) };
            (key, entry.clone())
        });
        Value::Object(shown.collect())
    }

    /// Keeps a failure, unless XO would not.
    pub(crate) fn add(&mut self, now_ms: i64, failure: &Failure<'_>) {
        if NOT_KEPT.contains(&failure.method) {
            return;
        }
        let number = self.entries.range((now_ms, 0)..=(now_ms, u32::MAX)).count();
        let name = failure.user_name.unwrap_or("(unknown user)");
        let params = obfuscated(failure.params);
        let message = failure.error.get("message").and_then(Value::as_str).unwrap_or_default();
        let entry = json!({
            "level": "error",
            "message": format!("{name} | {}({params}) [0ms] =!> {message}", failure.method),
            "data": {
                "userId": failure.user_id,
                "userName": name,
                "method": failure.method,
                "params": params,
                "timestamp": now_ms,
                "duration": 0,
                "error": failure.error,
            },
            "namespace": "api",
            "time": now_ms,
        });
        self.entries.insert((now_ms, u32::try_from(number).unwrap_or(u32::MAX)), entry);
    }
}

/// Returns the parameters without secrets, which are not kept.
fn obfuscated(params: &Map<String, Value>) -> Value {
    let hidden = params.iter().map(|(name, value)| {
        let is_secret = ["password", "token", "otp"].contains(&name.as_str());
        (name.clone(), if is_secret { json!("* obfuscated *") } else { value.clone() })
    });
    Value::Object(hidden.collect())
}

/// An entry of any log, as far as cleaning needs it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    Api(u32),
    /// `job.start`: without it the run is no longer known.
    RunStart(String),
    /// `job.end`, never older than its start.
    RunEnd,
}

impl State {
    /// Cleans the logs as XO does: the newest 20,000 entries over all namespaces stay. A run has two, its start and
    /// its end, and disappears with its start.
    pub fn clean_logs(&mut self) {
        let mut entries: Vec<(i64, Kept)> =
            self.api_log.entries.keys().map(|&(time, number)| (time, Kept::Api(number))).collect();
        for (id, start, end) in self.logs.times() {
            entries.push((start, Kept::RunStart(id.to_owned())));
            entries.extend(end.map(|end| (end, Kept::RunEnd)));
        }
        let too_many = entries.len().saturating_sub(KEPT);
        entries.sort_unstable();
        let mut gone = HashSet::new();
        for (time, entry) in entries.into_iter().take(too_many) {
            match entry {
                Kept::Api(number) => {
                    self.api_log.entries.remove(&(time, number));
                }
                Kept::RunStart(id) => {
                    gone.insert(id);
                }
                Kept::RunEnd => {}
            }
        }
        self.logs.retain(|id| !gone.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(log: &mut ApiLog, now_ms: i64, method: &str) {
        let error = json!({"message": "not enough permissions", "code": 2});
        let params = Map::from_iter([("password".to_owned(), json!("hunter2"))]);
        let (user_id, user_name) = (Some("u"), Some("reader@example.org"));
        log.add(now_ms, &Failure { user_id, user_name, method, params: &params, error: &error });
    }

    #[test]
    fn entries_of_one_moment_differ_and_hold_no_secret() {
        let mut log = ApiLog::default();
        for method in ["job.getAll", "schedule.getAll", "host.stats", "server.getAll"] {
            refusal(&mut log, 5, method);
        }
        let shown = log.to_json();
        let methods = ["5", "5:0", "5:1"].map(|key| shown[key]["data"]["method"].clone());
        assert_eq!(methods, ["job.getAll", "schedule.getAll", "server.getAll"]);
        assert_eq!(log.len(), 3);
        assert!(!shown.to_string().contains("hunter2"), "{shown}");
    }

    #[test]
    fn a_cleaning_keeps_the_newest_entries_of_all_logs() {
        let mut state = State::new();
        for id in ["1", "3"] {
            let start: i64 = id.parse().unwrap();
            state.logs.insert(id.to_owned(), json!({"id": id, "start": start, "end": start + 1}));
        }
        let room = i64::try_from(KEPT).unwrap() - 4;
        for time in 0..room {
            refusal(&mut state.api_log, 10 + time, "job.getAll");
        }
        state.clean_logs();
        assert_eq!((state.logs.len(), state.api_log.len()), (2, KEPT - 4));
        refusal(&mut state.api_log, 10 + room, "job.getAll");
        state.clean_logs();
        assert_eq!(state.logs.keys().collect::<Vec<_>>(), ["3"]);
        for time in 1..100 {
            refusal(&mut state.api_log, 10 + room + time, "job.getAll");
        }
        state.clean_logs();
        assert_eq!((state.logs.len(), state.api_log.len()), (0, KEPT));
    }
}
