//! REST collections that stand in for methods: those that the user may not call, and those that an XO refuses.
//!
//! Each collection is read once, however many methods it stands in for.

use serde_json::{Map, Value};

use super::allow::{Collection, Method};
use super::collect::{Collect, Refusal};
use super::error::{BoxError, Error, clean};
use super::limits::{self, Limit};
use super::rest::Query;
use super::session::Session;
use super::source::{Items, Progress, failed};

/// How the reading of a stand-in ended.
#[derive(Clone)]
pub(super) enum RestOutcome {
    /// The collector has the answer.
    Answered,
    /// The collection may not be read, or not now.
    Refused(Refusal),
    /// The collection could not be understood.
    Garbled(Refusal),
    /// No collection stands in for the method.
    None,
}

/// A collection as it was read.
#[derive(Default)]
struct List {
    /// Its objects, and null for each line that is not one, which the collector counts.
    entries: Vec<Value>,
}

/// The collections read so far, or why they were not read.
#[derive(Default)]
pub(super) struct OverRest {
    lists: Vec<(Collection, Result<List, RestOutcome>)>,
}

/// Returns which REST collection stands in for a method, and which `type` its entries must have.
fn stand_in(method: Method) -> Option<(Collection, Option<&'static str>)> {
    match method {
        Method::GetAllBackupJobs => Some((Collection::BackupJobs, Some("backup"))),
        Method::GetAllMirrorJobs => Some((Collection::BackupJobs, Some("mirrorBackup"))),
        Method::GetAllMetadataJobs => Some((Collection::BackupJobs, Some("metadataBackup"))),
        Method::GetAllSchedules => Some((Collection::Schedules, None)),
        Method::GetAllBackupLogs => Some((Collection::BackupLogs, None)),
        Method::GetAllRemotes => Some((Collection::BackupRepositories, None)),
        Method::GetAllProxies => Some((Collection::Proxies, None)),
        Method::GetAllServers => Some((Collection::Servers, None)),
        _ => None,
    }
}

impl OverRest {
    /// Reads the stand-in for a method, and records that its answer was read over REST.
    ///
    /// # Errors
    /// XO is unavailable for now, or the collector fails.
    pub(super) async fn read(
        &mut self,
        session: &Session,
        method: Method,
        collect: &mut (dyn Collect + Send),
        progress: &dyn Progress,
    ) -> Result<RestOutcome, Error> {
        let Some((collection, kind)) = stand_in(method) else { return Ok(RestOutcome::None) };
        let own = |source| failed(method.name(), source);
        if method.streams() {
            if let Err(error) = logs(session, method, collection, collect, progress).await {
                return outcome(error);
            }
        } else {
            match self.list(session, collection).await? {
                Ok(list) => collect.answer(method, &list.json(kind)).map_err(own)?,
                Err(outcome) => return Ok(outcome.clone()),
            }
        }
        collect.via_rest(method).map_err(own)?;
        Ok(RestOutcome::Answered)
    }

    /// Returns a collection, reading it if it was not read yet.
    async fn list(
        &mut self,
        session: &Session,
        collection: Collection,
    ) -> Result<&Result<List, RestOutcome>, Error> {
        let at = match self.lists.iter().position(|(known, _)| *known == collection) {
            Some(at) => at,
            None => {
                let read = match list(session, collection).await {
                    Ok(list) => Ok(list),
                    Err(error) => Err(outcome(error)?),
                };
                self.lists.push((collection, read));
                self.lists.len() - 1
            }
        };
        Ok(&self.lists[at].1)
    }
}

impl List {
    /// Writes the entries of a `type`, or all of them.
    fn json(&self, kind: Option<&str>) -> Vec<u8> {
        let is_kind = |entry: &&Value| {
            entry.is_null() || kind.is_none_or(|kind| entry.get("type").and_then(Value::as_str) == Some(kind))
        };
        Value::from_iter(self.entries.iter().filter(is_kind).cloned()).to_string().into_bytes()
    }
}

/// Separates a refusal from a failure, which ends the reading.
fn outcome(error: Error) -> Result<RestOutcome, Error> {
    if error.is_transient() {
        // XO is unavailable for now, so the collection may still be readable
        return Err(error);
    }
    let refused = |code: Value, message: String| Ok(RestOutcome::Refused(Refusal { code, message }));
    match error {
        Error::Http { status, message, .. } => refused(Value::from(status), message),
        Error::PasswordWithColon => refused(Value::from("password"), clean(&error.to_string())),
        Error::Redirected { .. } => refused(Value::from("redirected"), clean(&error.to_string())),
        Error::RequestTimeout { .. } => refused(Value::from("timeout"), clean(&error.to_string())),
        Error::Unexpected { detail, .. } => {
            Ok(RestOutcome::Garbled(Refusal { code: Value::from("garbled"), message: detail }))
        }
        other => Err(other),
    }
}

async fn logs(
    session: &Session,
    method: Method,
    collection: Collection,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut items = Items::new(method, collect, progress);
    session.rest_stream(collection, &Query::default(), &mut |line| items.take(line)).await?;
    items.end()
}

async fn list(session: &Session, collection: Collection) -> Result<List, Error> {
    let mut list = List::default();
    let (mut bytes, mut values) = (0, 0);
    let mut take = |line: &[u8]| -> Result<(), BoxError> {
        bytes += line.len() as u64;
        values += limits::values(line);
        limits::within(list.entries.len() as u64 + 1, Limit::Entries)?;
        limits::within(bytes, Limit::Document)?;
        limits::within(values, Limit::Values)?;
        match serde_json::from_slice::<Map<String, Value>>(line) {
            Ok(mut entry) => {
                entry.remove("href");
                list.entries.push(Value::Object(entry));
            }
            Err(_) => list.entries.push(Value::Null),
        }
        Ok(())
    };
    session.rest_stream(collection, &Query::default(), &mut take).await?;
    Ok(list)
}
