//! Reads a live server, part by part, into a [`Collect`]or.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::allow::{Collection, Method};
use super::collect::{About, Collect, EnteredObject, PARTS, Refusal};
use super::error::{BoxError, Error, clean};
use super::rest::Query;
use super::session::Session;
use super::wire;

/// Objects that entered are kept up to this many in a capture: beyond, the server was loading anyway.
const ENTERED_KEPT: usize = 1000;

/// Tells somebody how the reading goes on.
pub trait Progress: Send + Sync {
    /// A part begins.
    fn begin(&self, what: &str);
    /// So many items of it have arrived.
    fn items(&self, count: u64);
    /// The transport failed, and everything begins again after a wait: try `number` of `count`.
    fn retrying(&self, _error: &Error, _wait: Duration, _number: u32, _count: u32) {}
}

/// Says which objects to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Those that matter to the report: about an eighth less to send than all.
    Needed,
    /// All of them, for a capture.
    All,
}

/// Reads everything; `now` is the instant the answers will stand for.
///
/// What may not be read is handed on as a refusal, after its stand-in over REST was tried.
///
/// # Errors
/// The connection is lost, the inventory cannot be read, or the collector fails.
pub async fn read(
    session: &Session,
    now: Timestamp,
    want: Want,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<(), Error> {
    let about = About {
        observed_at: now,
        address: Some(session.server().to_owned()),
        version: session.version().map(str::to_owned),
        permission: Some(session.user().permission.clone()),
    };
    collect.about(&about).map_err(|source| failed("the capture", source))?;
    for (method, _) in PARTS {
        progress.begin(method.name());
        match method {
            Method::GetAllObjects => objects(session, want, collect, progress).await?,
            _ => part(session, method, collect, progress).await?,
        }
    }
    let mut entered: Vec<EnteredObject> = session
        .changes()
        .entered
        .iter()
        .map(|object| EnteredObject { id: object.id.to_string(), kind: object.kind.to_string() })
        .collect();
    entered.sort_unstable();
    entered.truncate(ENTERED_KEPT);
    collect.entered(entered).map_err(|source| failed("the capture", source))
}

/// Takes the items of one list as they arrive. The list begins with the first item, or with its end: a refusal leaves no
/// empty list behind.
struct Items<'a> {
    method: Method,
    collect: &'a mut (dyn Collect + Send),
    progress: &'a dyn Progress,
    count: u64,
}

impl<'a> Items<'a> {
    fn new(method: Method, collect: &'a mut (dyn Collect + Send), progress: &'a dyn Progress) -> Self {
        Self { method, collect, progress, count: 0 }
    }

    fn take(&mut self, line: &[u8]) -> Result<(), BoxError> {
        if self.count == 0 {
            self.collect.begin(self.method)?;
        }
        self.count += 1;
        self.progress.items(self.count);
        self.collect.item(self.method, None, line)
    }

    fn end(self) -> Result<(), Error> {
        let own = |source| failed(self.method.name(), source);
        if self.count == 0 {
            self.collect.begin(self.method).map_err(own)?;
        }
        self.collect.end(self.method).map_err(own)
    }

    /// Fills the list from the stream of its method.
    async fn stream(&mut self, session: &Session, params: Map<String, Value>) -> Result<(), Error> {
        let method = self.method;
        session.stream(method, params, &mut |line| self.take(line)).await.map(|_| ())
    }
}

async fn objects(
    session: &Session,
    want: Want,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut items = Items::new(Method::GetAllObjects, collect, progress);
    if want == Want::Needed {
        let mut params = Map::new();
        params.insert("filter".to_owned(), Value::from(type_filter()));
        match items.stream(session, params).await {
            Ok(()) | Err(Error::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
        // a filter that was refused, or matches nothing, may be one that this server reads otherwise
        if items.count > 0 {
            return items.end();
        }
    }
    items.stream(session, Map::new()).await?;
    items.end()
}

/// Asks for the types that matter, in complex-matcher's syntax (facts/xo-protocol.md 2.10).
fn type_filter() -> String {
    format!("type:/^(?:{})$/", wire::needed_types().join("|"))
}

async fn part(
    session: &Session,
    method: Method,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<(), Error> {
    let own = |source| failed(method.name(), source);
    let asked = if method.streams() {
        let mut items = Items::new(method, collect, progress);
        match items.stream(session, Map::new()).await {
            Ok(()) => return items.end(),
            Err(error) => Err(error),
        }
    } else {
        session.call_raw(method, Map::new()).await
    };
    let error = match asked {
        Ok(payload) => return collect.answer(method, payload.as_bytes()).map_err(own),
        Err(error) => error,
    };
    let refusal = refusal(error)?;
    if rest(session, method, collect, progress).await? {
        return collect.via_rest(method).map_err(own);
    }
    collect.refused(method, refusal).map_err(own)
}

/// Tells a refusal, which is an answer, from a failure, which ends the reading.
fn refusal(error: Error) -> Result<Refusal, Error> {
    match error {
        Error::Refused { code, message, .. } => Ok(Refusal { code: Value::from(code), message }),
        Error::Http { status, message, .. } => Ok(Refusal { code: Value::from(status), message }),
        Error::RequestTimeout { .. } => {
            Ok(Refusal { code: Value::from("timeout"), message: clean(&error.to_string()) })
        }
        other => Err(other),
    }
}

/// Says which REST collection stands in for a method, and which `type` its entries must have.
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

/// Reads the stand-in of a method over REST; tells whether there is one and it answered.
async fn rest(
    session: &Session,
    method: Method,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let Some((collection, kind)) = stand_in(method) else { return Ok(false) };
    let asked = if method.streams() {
        rest_logs(session, method, collection, collect, progress).await
    } else {
        rest_list(session, method, collection, kind, collect).await
    };
    match asked {
        Ok(()) => Ok(true),
        // XO is not there now: its part is not unreadable for good
        Err(error) if error.is_transient() => Err(error),
        // the refusal of the method itself says more
        Err(
            Error::PasswordWithColon
            | Error::Http { .. }
            | Error::Redirected { .. }
            | Error::RequestTimeout { .. },
        ) => Ok(false),
        Err(Error::Unexpected { detail, .. }) => {
            let refusal = Refusal { code: Value::from("garbled"), message: detail };
            collect.refused(method, refusal).map_err(|source| failed(method.name(), source))?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

async fn rest_logs(
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

async fn rest_list(
    session: &Session,
    method: Method,
    collection: Collection,
    kind: Option<&str>,
    collect: &mut (dyn Collect + Send),
) -> Result<(), Error> {
    let mut list = Vec::new();
    let mut garbled = None;
    let mut take = |line: &[u8]| -> Result<(), BoxError> {
        let Ok(mut entry) = serde_json::from_slice::<Map<String, Value>>(line) else {
            garbled = Some(line.to_vec());
            return Ok(());
        };
        entry.remove("href");
        if kind.is_none_or(|kind| entry.get("type").and_then(Value::as_str) == Some(kind)) {
            list.push(Value::Object(entry));
        }
        Ok(())
    };
    session.rest_stream(collection, &Query::default(), &mut take).await?;
    // what is no JSON is handed on as it is: the collector says so of it
    let json = garbled.unwrap_or_else(|| Value::Array(list).to_string().into_bytes());
    collect.answer(method, &json).map_err(|source| failed(method.name(), source))
}

fn failed(what: &str, source: BoxError) -> Error {
    Error::Line { what: format!("`{what}`"), number: 0, source }
}
