//! Reads a live server, part by part, into a [`Collect`]or.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use memchr::memmem;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::allow::Method;
use super::collect::{About, Collect, EnteredObject, PARTS, Refusal};
use super::error::{BoxError, Error, clean};
use super::limits::{self, Limit};
use super::over_rest::{OverRest, RestOutcome};
use super::session::Session;

/// Most entered objects that are kept in a capture: with more, the server was loading anyway.
const ENTERED_KEPT: usize = 1000;

/// Most pools that are watched during a reading: more than anybody has.
const POOLS_KEPT: usize = 1000;

/// A listener to the progress of a reading.
pub trait Progress: Send + Sync {
    /// A part begins.
    fn begin(&self, what: &str);
    /// This many of its items have arrived.
    fn items(&self, count: u64);
    /// The transport failed, and everything starts again after a wait: try `number` of `count`.
    fn retrying(&self, _error: &Error, _wait: Duration, _number: u32, _count: u32) {}
}

/// Reads everything; `now` is the instant that the answers describe.
///
/// What may not be read is passed on as a refusal, after its stand-in over REST was tried. A user who is not an
/// administrator calls only methods that need none, and reads the rest over REST at once. Returns what went away
/// meanwhile.
///
/// # Errors
/// The connection is lost, the inventory cannot be read, or the collector fails.
pub async fn read(
    session: &Session,
    now: Timestamp,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<Lost, Error> {
    let is_admin = session.user().is_admin();
    let mut over_rest = OverRest::default();
    let about = About {
        observed_at: now,
        address: Some(session.server().to_owned()),
        version: session.version().map(str::to_owned),
        permission: Some(session.user().permission.clone()),
        privileges: if is_admin { None } else { privileges(session).await? },
    };
    collect.about(&about).map_err(|source| failed("the capture", source))?;
    let mut pools = Vec::new();
    for (method, _) in PARTS {
        progress.begin(method.name());
        match method {
            Method::GetAllObjects => pools = objects(session, collect, progress).await?,
            _ => part(session, method, &mut over_rest, collect, progress).await?,
        }
    }
    let changes = session.changes();
    let lost = Lost { pools: pools.iter().filter(|pool| changes.has_left(pool)).count() };
    let mut entered: Vec<EnteredObject> = changes
        .entered
        .iter()
        .map(|object| EnteredObject { id: object.id.to_string(), kind: object.kind.to_string() })
        .collect();
    entered.sort_unstable();
    entered.truncate(ENTERED_KEPT);
    collect.entered(entered).map_err(|source| failed("the capture", source))?;
    Ok(lost)
}

/// What went away during the reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Pools whose objects had already arrived: they may be incomplete. XO drops a pool that does not answer in time,
    /// and reads it again (facts/xo-observed.md, "Pool loss").
    pub pools: usize,
}

/// A receiver of the items of one list as they arrive. The list begins with the first item, or with its end, so that a
/// refusal leaves no empty list behind.
pub(super) struct Items<'a> {
    method: Method,
    collect: &'a mut (dyn Collect + Send),
    progress: &'a dyn Progress,
    count: u64,
    bytes: u64,
    /// The ids of the pools among the items.
    pools: Vec<String>,
}

impl<'a> Items<'a> {
    pub(super) fn new(
        method: Method,
        collect: &'a mut (dyn Collect + Send),
        progress: &'a dyn Progress,
    ) -> Self {
        Self { method, collect, progress, count: 0, bytes: 0, pools: Vec::new() }
    }

    pub(super) fn take(&mut self, line: &[u8]) -> Result<(), BoxError> {
        if self.count == 0 {
            self.collect.begin(self.method)?;
        }
        self.count += 1;
        self.bytes += line.len() as u64;
        limits::within(self.count, Limit::Items)?;
        limits::within(self.bytes, Limit::Part)?;
        self.progress.items(self.count);
        if self.method == Method::GetAllObjects && self.pools.len() < POOLS_KEPT {
            self.pools.extend(pool_id(line));
        }
        self.collect.item(self.method, line)
    }

    pub(super) fn end(self) -> Result<(), Error> {
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

/// Reads all objects and returns the ids of the pools among them. All types are read: on the largest known server, XO's
/// filter blocks it for 0.6 s before the first byte, and saves 8 % (measured by others: issue 15).
async fn objects(
    session: &Session,
    collect: &mut (dyn Collect + Send),
    progress: &dyn Progress,
) -> Result<Vec<String>, Error> {
    let mut items = Items::new(Method::GetAllObjects, collect, progress);
    items.stream(session, Map::new()).await?;
    let pools = std::mem::take(&mut items.pools);
    items.end()?;
    Ok(pools)
}

/// Returns the id of an object if it is a pool.
fn pool_id(json: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Pool<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
        #[serde(borrow, rename = "type")]
        kind: Cow<'a, str>,
    }
    // few other objects contain the word, and they are large
    memmem::find(json, b"\"pool\"")?;
    let object: Pool<'_> = serde_json::from_slice(json).ok()?;
    (object.kind == "pool").then(|| object.id.into_owned())
}

/// Calls the method of a part; if XO refuses it, or would refuse it, tries its stand-in over REST.
async fn part(
    session: &Session,
    method: Method,
    over_rest: &mut OverRest,
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
    let was_called = !matches!(error, Error::AdminOnly { .. });
    let refusal = refusal(error)?;
    let refusal = match over_rest.read(session, method, collect, progress).await? {
        RestOutcome::Answered => return Ok(()),
        RestOutcome::Garbled(garbled) => garbled,
        // the refusal of the method itself says more, if there is one
        RestOutcome::Refused(of_rest) if !was_called => of_rest,
        RestOutcome::Refused(_) | RestOutcome::None => refusal,
    };
    collect.refused(method, refusal).map_err(own)
}

/// Returns the user's privileges, if XO reports them: an XO without roles has none.
async fn privileges(session: &Session) -> Result<Option<Value>, Error> {
    match session.privileges().await {
        Ok(privileges) => Ok(Some(privileges)),
        Err(error) if error.is_transient() => Err(error),
        Err(
            Error::PasswordWithColon
            | Error::Http { .. }
            | Error::Redirected { .. }
            | Error::RequestTimeout { .. }
            | Error::TooLarge { .. }
            | Error::Unexpected { .. },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Separates a refusal, which is an answer, from a failure, which ends the reading.
fn refusal(error: Error) -> Result<Refusal, Error> {
    match error {
        Error::Refused { code, message, .. } => Ok(Refusal { code: Value::from(code), message }),
        Error::Http { status, message, .. } => Ok(Refusal { code: Value::from(status), message }),
        Error::AdminOnly { .. } => Ok(Refusal::admin_only()),
        Error::RequestTimeout { .. } => {
            Ok(Refusal { code: Value::from("timeout"), message: clean(&error.to_string()) })
        }
        other => Err(other),
    }
}

pub(super) fn failed(what: &str, source: BoxError) -> Error {
    Error::line(format!("`{what}`"), 0, source)
}
