//! Where raw answers go: into the [model](xo_health_core::model) at once, or into a file.
//!
//! A live server and a capture hand the same answers to the same [`Collect`]or, so that both give the same report.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::allow::Method;
use super::error::BoxError;
use super::rights;
use super::wire::{self, JobsOf, Objects};
use xo_health_core::model::{
    Answer, Backups, Inventory, Observation, Reading, Repository, Run, Unread, VmPattern, Why,
};

/// When, where and as whom answers were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The instant the answers stand for.
    pub observed_at: Timestamp,
    /// Origin of the server; none in captures that do not hold it.
    pub address: Option<String>,
    /// Version of xo-server.
    pub version: Option<String>,
    /// The right of the user who read, in XO's words; none in captures that do not hold it.
    pub permission: Option<String>,
    /// The privileges of that user, as XO lists them over REST; none when they were not asked or not told.
    pub privileges: Option<Value>,
}

/// An object that appeared or changed while the inventory was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnteredObject {
    /// Its id.
    pub id: String,
    /// Its type, as XO names it.
    pub kind: String,
}

/// A refusal of the server, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// XO's code, or a word of ours (`timeout`, `garbled`, `admin_only`, …).
    pub code: Value,
    /// XO's words, cleaned.
    pub message: String,
}

/// Takes raw answers, one by one, in any order.
///
/// Errors stop the reading: only a collector that writes has any.
pub trait Collect {
    /// Takes what is known beforehand; called first by a live reading, anywhere by a replay.
    fn about(&mut self, about: &About) -> Result<(), BoxError>;

    /// Begins the list of objects or logs; it is complete once [`Collect::end`] is called.
    fn begin(&mut self, method: Method) -> Result<(), BoxError>;

    /// Takes one object of `xo.getAllObjects`, or one log of `backupNg.getAllLogs`, as JSON; with its key, if known.
    fn item(&mut self, method: Method, key: Option<&str>, json: &[u8]) -> Result<(), BoxError>;

    /// Ends a list.
    fn end(&mut self, method: Method) -> Result<(), BoxError>;

    /// Takes the whole result of another method, as JSON.
    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError>;

    /// Takes a refusal.
    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError>;

    /// Takes that the answer of this method came over REST.
    fn via_rest(&mut self, method: Method) -> Result<(), BoxError>;

    /// Takes what appeared while the inventory was read.
    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError>;
}

/// Lists the methods whose answers make a reading, with the part each stands for.
pub const PARTS: [(Method, Answer); 11] = [
    (Method::GetAllBackupJobs, Answer::BackupJobs),
    (Method::GetAllSchedules, Answer::Schedules),
    (Method::GetAllMirrorJobs, Answer::MirrorJobs),
    (Method::GetAllMetadataJobs, Answer::MetadataJobs),
    (Method::GetAllJobs, Answer::CallJobs),
    (Method::GetAllRemotes, Answer::Remotes),
    (Method::GetAllRemotesInfo, Answer::RemotesInfo),
    (Method::GetAllProxies, Answer::Proxies),
    (Method::GetAllBackupLogs, Answer::Logs),
    (Method::GetAllObjects, Answer::Objects),
    (Method::GetAllServers, Answer::Servers),
];

/// Turns answers into the model as they arrive, keeping nothing raw but what is small.
#[derive(Debug, Default)]
pub struct Answers {
    about: About,
    objects: Objects,
    runs: Vec<Run>,
    /// Logs that are no JSON.
    garbled_logs: usize,
    /// Lists that came to their end.
    complete: Vec<Method>,
    small: BTreeMap<&'static str, Value>,
    refusals: BTreeMap<&'static str, Refusal>,
    via_rest: Vec<Method>,
    entered: Vec<EnteredObject>,
}

impl Collect for Answers {
    fn about(&mut self, about: &About) -> Result<(), BoxError> {
        self.about = about.clone();
        Ok(())
    }

    fn begin(&mut self, _: Method) -> Result<(), BoxError> {
        Ok(())
    }

    fn item(&mut self, method: Method, key: Option<&str>, json: &[u8]) -> Result<(), BoxError> {
        match method {
            Method::GetAllObjects => self.objects.add(key, json),
            _ => match wire::run(key, json) {
                Some(run) => self.runs.push(run),
                // the list holds restores too, which are no runs
                None if serde_json::from_slice::<IgnoredAny>(json).is_err() => self.garbled_logs += 1,
                None => {}
            },
        }
        Ok(())
    }

    fn end(&mut self, method: Method) -> Result<(), BoxError> {
        self.complete.push(method);
        Ok(())
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        match serde_json::from_slice(json) {
            Ok(value) => {
                self.small.insert(method.name(), value);
            }
            Err(error) => {
                self.refusals.insert(method.name(), garbled(&error.to_string()));
            }
        }
        Ok(())
    }

    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError> {
        self.refusals.insert(method.name(), refusal);
        Ok(())
    }

    fn via_rest(&mut self, method: Method) -> Result<(), BoxError> {
        self.via_rest.push(method);
        Ok(())
    }

    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError> {
        self.entered = entered;
        Ok(())
    }
}

impl Answers {
    /// Links everything that was read.
    pub fn finish(mut self) -> Observation {
        self.trust_no_empty_list();
        let backups = self.backups();
        let servers = self.parse(Method::GetAllServers, wire::servers);
        let xo_chains = self.parse(Method::GetAllUnhealthyChains, wire::xo_chains);
        let garbled = self.objects.garbled();
        if garbled > 0 {
            let message = format!("{garbled} of {} objects could not be understood", self.objects.read());
            self.refusals.insert(Method::GetAllObjects.name(), self::garbled(&message));
        }
        if self.garbled_logs > 0 {
            let message = format!("{} backup logs could not be understood", self.garbled_logs);
            self.refusals.insert(Method::GetAllBackupLogs.name(), self::garbled(&message));
        }
        let inventory = std::mem::take(&mut self.objects).finish(&pattern_keys(&backups));
        let reading = Reading {
            observed_at: self.about.observed_at,
            server: self.about.address.clone(),
            version: self.about.version.clone(),
            unread: self.unread(),
            servers,
            xo_chains,
            entered: self.new_objects(&inventory),
        };
        Observation { inventory, backups, reading }
    }

    fn backups(&mut self) -> Backups {
        let mut runs = std::mem::take(&mut self.runs);
        runs.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        Backups {
            jobs: self.parse(Method::GetAllBackupJobs, |value| wire::jobs(JobsOf::Backup, value)),
            mirror_jobs: self.parse(Method::GetAllMirrorJobs, |value| wire::jobs(JobsOf::Mirror, value)),
            metadata_jobs: self
                .parse(Method::GetAllMetadataJobs, |value| wire::jobs(JobsOf::Metadata, value)),
            call_jobs: self.parse(Method::GetAllJobs, |value| wire::jobs(JobsOf::Call, value)),
            schedules: self.parse(Method::GetAllSchedules, wire::schedules),
            runs: self.complete.contains(&Method::GetAllBackupLogs).then_some(runs),
            repositories: self.repositories(),
        }
    }

    /// Reads the repositories, each with its space where that is told.
    fn repositories(&mut self) -> Option<Vec<Repository>> {
        let mut spaces = self.parse(Method::GetAllRemotesInfo, wire::repository_spaces).unwrap_or_default();
        let mut repositories = self.parse(Method::GetAllRemotes, wire::repositories)?;
        for repository in &mut repositories {
            repository.space = spaces.remove(&repository.id).unwrap_or_default();
        }
        Some(repositories)
    }

    /// Reads a small answer; one of another shape counts as not read.
    fn parse<T>(&mut self, method: Method, read: impl Fn(&Value) -> Result<T, String>) -> Option<T> {
        match read(self.small.get(method.name())?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.refusals.insert(method.name(), garbled(&message));
                None
            }
        }
    }

    /// Over REST a user without the right gets an empty list: it counts as not read, unless the user's privileges say
    /// that all would be shown, or one of the lists that come from the same collection has something in it
    /// (facts/xo-observed.md, Who may call what).
    fn trust_no_empty_list(&mut self) {
        const JOBS: [Method; 3] =
            [Method::GetAllBackupJobs, Method::GetAllMirrorJobs, Method::GetAllMetadataJobs];
        let any_job = JOBS.iter().any(|&method| self.length(method) > Some(0));
        for method in std::mem::take(&mut self.via_rest) {
            if self.length(method) != Some(0) || (any_job && JOBS.contains(&method)) || self.shows_all(method)
            {
                continue;
            }
            self.small.remove(method.name());
            self.complete.retain(|&complete| complete != method);
            self.refusals.insert(method.name(), Refusal { code: Value::Null, message: String::new() });
        }
    }

    /// Returns whether the user's privileges say that REST shows all that there is of this.
    fn shows_all(&self, method: Method) -> bool {
        match (&self.about.privileges, resource(method)) {
            (Some(privileges), Some(resource)) => rights::read_all(privileges, resource),
            _ => false,
        }
    }

    /// Counts what a list that was read has in it; none for what is no list.
    fn length(&self, method: Method) -> Option<usize> {
        if method == Method::GetAllBackupLogs {
            return self.complete.contains(&method).then_some(self.runs.len());
        }
        self.small.get(method.name())?.as_array().map(Vec::len)
    }

    fn unread(&self) -> Vec<Unread> {
        let mut unread: Vec<Unread> = PARTS
            .iter()
            .filter_map(|&(method, answer)| Some(Unread { answer, why: self.why(method)? }))
            .collect();
        unread.sort_by_key(|unread| unread.answer);
        unread
    }

    fn why(&self, method: Method) -> Option<Why> {
        if let Some(refusal) = self.refusals.get(method.name()) {
            return Some(refusal.why());
        }
        let known = self.small.contains_key(method.name()) || self.complete.contains(&method);
        (!known).then_some(Why::NotAsked)
    }

    /// Counts the objects that appeared while we read and are not in what was read.
    fn new_objects(&self, inventory: &Inventory) -> u64 {
        let matters = |kind: &str| {
            matches!(kind, "pool" | "host" | "SR" | "VM" | "VM-snapshot") || kind.starts_with("VDI")
        };
        let new = self
            .entered
            .iter()
            .filter(|object| matters(&object.kind) && inventory.find(&object.id.as_str().into()).is_none());
        new.count() as u64
    }
}

/// Returns the resource of XO's privileges that a method's stand-in over REST shows.
const fn resource(method: Method) -> Option<&'static str> {
    match method {
        Method::GetAllBackupJobs | Method::GetAllMirrorJobs | Method::GetAllMetadataJobs => {
            Some("backup-job")
        }
        Method::GetAllSchedules => Some("schedule"),
        Method::GetAllBackupLogs => Some("backup-log"),
        Method::GetAllRemotes => Some("backup-repository"),
        Method::GetAllProxies => Some("proxy"),
        Method::GetAllServers => Some("server"),
        _ => None,
    }
}

impl Refusal {
    /// Stands for a call that was not made, since XO would refuse it and keep that.
    pub fn admin_only() -> Self {
        let message = "only administrators may call it; not called".to_owned();
        Self { code: Value::from(ADMIN_ONLY), message }
    }

    fn why(&self) -> Why {
        match &self.code {
            Value::Null => Why::EmptyWithoutProof,
            Value::String(code) if code == ADMIN_ONLY => Why::AdminOnly,
            Value::String(code) if code == GARBLED => Why::Garbled { message: self.message.clone() },
            Value::String(code) => Why::Refused { code: code.clone(), message: self.message.clone() },
            code => Why::Refused { code: code.to_string(), message: self.message.clone() },
        }
    }
}

const GARBLED: &str = "garbled";
const ADMIN_ONLY: &str = "admin_only";

fn garbled(message: &str) -> Refusal {
    Refusal { code: Value::from(GARBLED), message: message.to_owned() }
}

/// Lists what the patterns of smart jobs look at, sorted, each once.
fn pattern_keys(backups: &Backups) -> Vec<String> {
    let mut keys: Vec<String> = backups
        .jobs
        .iter()
        .flatten()
        .filter_map(|job| match &job.vms {
            VmPattern::Smart(pattern) => Some(top_keys(pattern)),
            VmPattern::Ids(_) | VmPattern::None => None,
        })
        .flatten()
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the keys of a pattern, those inside its `__and`, `__or`, `__not` included: more than are looked at does no
/// harm.
fn top_keys(pattern: &Value) -> Vec<String> {
    let mut keys = Vec::new();
    let mut waiting = vec![pattern];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    if key.starts_with("__") {
                        waiting.push(value);
                    } else {
                        keys.push(key.clone());
                    }
                }
            }
            Value::Array(list) => waiting.extend(list),
            _ => {}
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_what_patterns_look_at() {
        let cases = [
            (json!({"tags": {"__not": [["test"]]}, "$pool": "p"}), vec!["$pool", "tags"]),
            (json!({"__or": [{"a": 1}, {"__and": [{"b": 1}, {"__not": {"c": 1}}]}]}), vec!["a", "b", "c"]),
            (json!("x"), vec![]),
        ];
        for (pattern, expected) in cases {
            let mut keys = top_keys(&pattern);
            keys.sort();
            assert_eq!(keys, expected, "{pattern}");
        }
    }
}
