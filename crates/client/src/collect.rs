//! Receivers of raw answers, which turn them into the [model](xo_health_core::model) at once, or into a file.
//!
//! A live server and a capture pass the same answers to the same [`Collect`]or, so that both yield the same report.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::allow::Method;
use super::error::BoxError;
use super::limits;
use super::rights::{self, Shown};
use super::scrub;
use super::wire::{self, GatheredObjects, JobsOf, kept};
use xo_health_core::model::{
    Backups, Inventory, Observation, Question, Reading, Repository, Run, Unread, UnreadReason, VmPattern,
};

/// When, where and as whom answers were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The instant at which the answers describe the server.
    pub observed_at: Timestamp,
    /// Origin of the server; `None` in captures that do not hold it.
    pub address: Option<String>,
    /// Version of xo-server.
    pub version: Option<String>,
    /// The permission of the user who read, in XO's words; `None` in captures that do not hold it.
    pub permission: Option<String>,
    /// The privileges of that user, as XO lists them over REST; `None` if they were not asked for or not answered.
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

/// A receiver of raw answers, one by one, in any order.
///
/// An error stops the reading; only a collector that writes returns any.
pub trait Collect {
    /// Receives what is known beforehand; a live reading calls it first, a replay at any point.
    fn about(&mut self, about: &About) -> Result<(), BoxError>;

    /// Begins the list of objects or logs, or begins it again; the list is complete once [`Collect::end`] is called,
    /// unless a refusal follows.
    fn begin(&mut self, method: Method) -> Result<(), BoxError>;

    /// Receives one object of `xo.getAllObjects`, or one log of `backupNg.getAllLogs`, as JSON. A key in a map is not
    /// part of it, because a stream has no keys.
    fn item(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError>;

    /// Ends a list.
    fn end(&mut self, method: Method) -> Result<(), BoxError>;

    /// Receives the whole result of another method, as JSON.
    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError>;

    /// Receives a refusal.
    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError>;

    /// Records that the answer of this method was read over REST.
    fn via_rest(&mut self, method: Method) -> Result<(), BoxError>;

    /// Receives the objects that appeared while the inventory was read.
    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError>;
}

/// The methods whose answers make up a reading, each with the question it answers.
pub const PARTS: [(Method, Question); 11] = [
    (Method::GetAllBackupJobs, Question::BackupJobs),
    (Method::GetAllSchedules, Question::Schedules),
    (Method::GetAllMirrorJobs, Question::MirrorJobs),
    (Method::GetAllMetadataJobs, Question::MetadataJobs),
    (Method::GetAllJobs, Question::CallJobs),
    (Method::GetAllRemotes, Question::Remotes),
    (Method::GetAllRemotesInfo, Question::RemotesInfo),
    (Method::GetAllProxies, Question::Proxies),
    (Method::GetAllBackupLogs, Question::Logs),
    (Method::GetAllObjects, Question::Objects),
    (Method::GetAllServers, Question::Servers),
];

/// Turns answers into the model as they arrive; only small ones are kept raw.
#[derive(Debug, Default)]
pub struct Answers {
    about: About,
    objects: GatheredObjects,
    runs: Vec<Run>,
    /// Logs that could not be understood.
    garbled_logs: usize,
    /// Lists that were read to their end.
    complete: Vec<Method>,
    /// Lists of which the user may see only a part.
    narrowed: Vec<Method>,
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

    fn begin(&mut self, method: Method) -> Result<(), BoxError> {
        match method {
            Method::GetAllObjects => {
                let jobs = self.small.get(Method::GetAllBackupJobs.name());
                self.objects = GatheredObjects::for_keys(jobs.map(pattern_keys_of));
            }
            _ => (self.runs, self.garbled_logs) = (Vec::new(), 0),
        }
        self.complete.retain(|&complete| complete != method);
        Ok(())
    }

    fn item(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        match method {
            Method::GetAllObjects => self.objects.add(json),
            _ => match wire::run(json) {
                Ok(run) => self.runs.extend(run),
                Err(wire::GarbledLog) => self.garbled_logs += 1,
            },
        }
        Ok(())
    }

    fn end(&mut self, method: Method) -> Result<(), BoxError> {
        self.complete.push(method);
        Ok(())
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        match limits::tree(json) {
            Ok(value) => {
                // what a capture would keep of it
                self.small.insert(method.name(), kept::answer(method, value));
            }
            Err(error) => {
                self.refusals.insert(method.name(), garbled(&error.to_string()));
            }
        }
        Ok(())
    }

    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError> {
        let message = scrub::message(&refusal.message).into_owned();
        self.refusals.insert(method.name(), Refusal { message, ..refusal });
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
    /// Links everything that was read, and returns it.
    pub fn finish(mut self) -> Observation {
        self.forget_unfinished();
        self.trust_no_empty_list();
        let backups = self.backups();
        let servers = self.list(Method::GetAllServers, wire::servers);
        let xo_chains = self.parse(Method::GetAllUnhealthyChains, wire::xo_chains);
        if self.garbled_logs > 0 {
            self.note_garbled(Method::GetAllBackupLogs, self.garbled_logs);
        }
        let garbled = self.objects.garbled();
        let inventory = std::mem::take(&mut self.objects).finish(&pattern_keys(&backups));
        let missing = inventory.unseen.objects.len() as u64;
        let mut unread = self.unread();
        if garbled + missing > 0 && unread.iter().all(|unread| unread.answer != Question::Objects) {
            let unplaced = garbled + inventory.unseen.unplaced;
            unread.push(Unread {
                answer: Question::Objects,
                why: UnreadReason::Partial { garbled, missing, unplaced },
            });
        }
        unread.sort_by_key(|unread| unread.answer);
        let reading = Reading {
            observed_at: self.about.observed_at,
            read_at: self.about.observed_at,
            server: self.about.address.clone(),
            version: self.about.version.clone(),
            unread,
            servers,
            xo_chains,
            entered: self.new_objects(&inventory),
        };
        Observation { inventory, backups, reading }
    }

    /// Drops the lists that a refusal followed, because they are incomplete.
    fn forget_unfinished(&mut self) {
        let refused = |method: Method| self.refusals.contains_key(method.name());
        let (objects, logs) = (refused(Method::GetAllObjects), refused(Method::GetAllBackupLogs));
        if objects {
            self.objects = GatheredObjects::default();
        }
        if logs {
            (self.runs, self.garbled_logs) = (Vec::new(), 0);
        }
        self.complete.retain(|&method| !self.refusals.contains_key(method.name()));
    }

    fn backups(&mut self) -> Backups {
        let mut runs = std::mem::take(&mut self.runs);
        runs.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        Backups {
            jobs: self.list(Method::GetAllBackupJobs, |value| wire::jobs(JobsOf::Backup, value)),
            mirror_jobs: self.list(Method::GetAllMirrorJobs, |value| wire::jobs(JobsOf::Mirror, value)),
            metadata_jobs: self.list(Method::GetAllMetadataJobs, |value| wire::jobs(JobsOf::Metadata, value)),
            call_jobs: self.list(Method::GetAllJobs, |value| wire::jobs(JobsOf::Call, value)),
            schedules: self.list(Method::GetAllSchedules, wire::schedules),
            runs: self.complete.contains(&Method::GetAllBackupLogs).then_some(runs),
            repositories: self.repositories(),
        }
    }

    /// Reads the repositories, each with its space if that is known.
    fn repositories(&mut self) -> Option<Vec<Repository>> {
        let mut spaces = self.parse(Method::GetAllRemotesInfo, wire::repository_spaces).unwrap_or_default();
        let mut repositories = self.list(Method::GetAllRemotes, wire::repositories)?;
        for repository in &mut repositories {
            repository.space = spaces.remove(&repository.id).unwrap_or_default();
        }
        Some(repositories)
    }

    /// Reads a list; entries that could not be understood are reported as a gap.
    fn list<T>(
        &mut self,
        method: Method,
        read: impl Fn(&Value) -> Result<wire::List<T>, String>,
    ) -> Option<Vec<T>> {
        let list = self.parse(method, read)?;
        if list.garbled > 0 {
            self.note_garbled(method, list.garbled);
        }
        Some(list.entries)
    }

    fn note_garbled(&mut self, method: Method, count: usize) {
        let entries = if count == 1 { "entry" } else { "entries" };
        let message = format!("{count} {entries} could not be understood");
        self.refusals.insert(method.name(), garbled(&message));
    }

    /// Reads a small answer; one of another shape counts as not read.
    fn parse<T>(&mut self, method: Method, read: impl Fn(&Value) -> Result<T, String>) -> Option<T> {
        if self.refusals.contains_key(method.name()) {
            return None;
        }
        match read(self.small.get(method.name())?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.refusals.insert(method.name(), garbled(&message));
                None
            }
        }
    }

    /// Discards empty lists that were read over REST, where a user without the right gets an empty list: they count as
    /// not read, unless the user's privileges say that all would be shown, or another list from the same collection is
    /// not empty (facts/xo-observed.md, Who may call what).
    ///
    /// A user whose privileges are narrowed to some objects gets only a part of a list.
    fn trust_no_empty_list(&mut self) {
        const JOBS: [Method; 3] =
            [Method::GetAllBackupJobs, Method::GetAllMirrorJobs, Method::GetAllMetadataJobs];
        let any_job = JOBS.iter().any(|&method| self.length(method) > Some(0));
        for method in std::mem::take(&mut self.via_rest) {
            let shown = self.shown(method);
            if shown == Some(Shown::Some) && self.length(method).is_some() {
                self.narrowed.push(method);
            }
            if self.length(method) != Some(0)
                || (any_job && JOBS.contains(&method))
                || shown == Some(Shown::All)
            {
                continue;
            }
            self.small.remove(method.name());
            self.complete.retain(|&complete| complete != method);
            self.refusals.insert(method.name(), Refusal { code: Value::Null, message: String::new() });
        }
    }

    /// Returns how much the user's privileges let REST show of this method's list; `None` if that is not known.
    fn shown(&self, method: Method) -> Option<Shown> {
        Some(rights::shown(self.about.privileges.as_ref()?, resource(method)?))
    }

    /// Returns the length of a list that was read; `None` for what is not a list.
    fn length(&self, method: Method) -> Option<usize> {
        if method == Method::GetAllBackupLogs {
            return self.complete.contains(&method).then_some(self.runs.len());
        }
        self.small.get(method.name())?.as_array().map(Vec::len)
    }

    fn unread(&self) -> Vec<Unread> {
        let parts = PARTS.iter();
        parts.filter_map(|&(method, answer)| Some(Unread { answer, why: self.why(method)? })).collect()
    }

    fn why(&self, method: Method) -> Option<UnreadReason> {
        if let Some(refusal) = self.refusals.get(method.name()) {
            return Some(refusal.why());
        }
        if self.narrowed.contains(&method) {
            return Some(UnreadReason::Narrowed);
        }
        let known = self.small.contains_key(method.name()) || self.complete.contains(&method);
        (!known).then_some(UnreadReason::NotAsked)
    }

    /// Counts the objects that appeared during the reading and are not in what was read.
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

/// Returns the resource in XO's privileges that the REST stand-in for a method shows.
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
    /// Returns the refusal of a call that was not made because XO would refuse it and log that.
    pub fn admin_only() -> Self {
        let message = "only administrators may call it; not called".to_owned();
        Self { code: Value::from(ADMIN_ONLY), message }
    }

    fn why(&self) -> UnreadReason {
        match &self.code {
            Value::Null => UnreadReason::EmptyWithoutProof,
            Value::String(code) if code == ADMIN_ONLY => UnreadReason::AdminOnly,
            Value::String(code) if code == GARBLED => UnreadReason::Garbled { message: self.message.clone() },
            Value::String(code) => {
                UnreadReason::Refused { code: code.clone(), message: self.message.clone() }
            }
            code => UnreadReason::Refused { code: code.to_string(), message: self.message.clone() },
        }
    }
}

const GARBLED: &str = "garbled";
const ADMIN_ONLY: &str = "admin_only";

fn garbled(message: &str) -> Refusal {
    Refusal { code: Value::from(GARBLED), message: message.to_owned() }
}

/// Lists the keys that the patterns of smart jobs look at, sorted, without duplicates.
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

/// Lists the keys that the patterns of these smart jobs look at, as far as the answer is understood.
pub(crate) fn pattern_keys_of(jobs: &Value) -> Vec<String> {
    let jobs = wire::jobs(JobsOf::Backup, jobs).map(|list| list.entries).ok();
    pattern_keys(&Backups { jobs, ..Backups::default() })
}

/// Returns the keys of a pattern, including those inside its `__and`, `__or`, `__not`; keys that are not looked at do
/// no harm.
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
