//! A server that changes while it is read: pools that load, vanish or return late, a session that ends.
//!
//! Through the library, whose progress shows when each part begins, so that changes always happen at the same point.

use std::time::Duration;

use mock_xo::{Clock, Running, State, Token};
use serde_json::json;
use xo_health_client::source::{Progress, read};
use xo_health_client::{
    Address, Answers, CallLog, Credentials, Destination, Error, Retries, Session, read_with_retries,
};
use xo_health_core::model::{Observation, XoServer};

use crate::common::{instant, report, serve};

const OBJECTS: &str = "xo.getAllObjects";
/// The last part to be read, after the objects.
const SERVERS: &str = "server.getAll";

/// An action on the server when a part begins.
struct When<'a> {
    part: &'a str,
    act: &'a (dyn Fn() + Sync),
}

impl Progress for When<'_> {
    fn begin(&self, what: &str) {
        if what == self.part {
            (self.act)();
        }
    }

    fn items(&self, _: u64) {}
}

/// Reads a server while something happens.
fn read_while(
    server: &Running,
    token: &str,
    part: &str,
    act: &(dyn Fn() + Sync),
) -> Result<Observation, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let address = Address::parse(&server.url()).unwrap();
        let credentials = Credentials::Token(token.into());
        let session = Session::open(&Destination::new(address, credentials), &CallLog::new()).await?;
        let mut answers = Answers::default();
        read(&session, instant(), &mut answers, &When { part, act }).await?;
        Ok(answers.finish())
    })
}

fn read_as_it_is(server: &Running, token: &str) -> Observation {
    read_while(server, token, "", &|| ()).unwrap()
}

/// Returns the demo, its administrator's token, and the pool that the tests use.
fn demo() -> (State, String, String) {
    let mut state = mock_xo::scenario::demo(instant());
    // what the demo itself hides from its readers
    state.faults.clear();
    state.servers.retain(|server| server["label"] != "名古屋プール");
    let token = state.admin_token().to_owned();
    let pool =
        state.objects.iter().find(|object| object.kind() == "pool" && object.text().contains("osaka-dr"));
    let pool = pool.unwrap().id().to_owned();
    (state, token, pool)
}

/// Counts the objects of a pool whose types, as XO names them, `kinds` accepts.
fn count(state: &State, pool: &str, kinds: impl Fn(&str) -> bool) -> u64 {
    state.objects.iter().filter(|object| object.pool() == Some(pool) && kinds(object.kind())).count() as u64
}

fn server_of<'a>(observation: &'a Observation, pool: &str) -> Option<&'a XoServer> {
    let servers = observation.reading.servers.as_ref().unwrap();
    servers.iter().find(|server| server.pool.as_ref().is_some_and(|id| id.to_string() == pool))
}

fn has(observation: &Observation, id: &str) -> bool {
    observation.inventory.find(&id.into()).is_some()
}

#[test]
fn all_is_there() {
    let (state, token, pool) = demo();
    let server = serve(state);
    let observation = read_as_it_is(&server, &token);
    assert!(has(&observation, &pool) && server_of(&observation, &pool).unwrap().connected);
    assert_eq!((observation.inventory.pools.len(), observation.reading.entered), (2, 0));
    let servers = observation.reading.servers.unwrap();
    let away: Vec<_> = servers.iter().filter(|server| !server.connected).collect();
    assert_eq!((servers.len(), away.len()), (3, 1));
    // the third pool of the demo was never reached
    assert_eq!((away[0].name.as_str(), away[0].enabled, &away[0].pool), ("福岡プール", true, &None));
    assert!(away[0].error.as_deref().unwrap().contains("ECONNREFUSED"), "{:?}", away[0].error);
    assert_eq!(observation.reading.version.as_deref(), Some("5.207.2"));
}

/// Observed: XO calls a pool connected for a while before its objects appear.
#[test]
fn a_pool_that_loads_is_connected_and_not_there() {
    let (mut state, token, pool) = demo();
    state.hold_pool(&pool);
    let server = serve(state);
    let observation = read_as_it_is(&server, &token);
    assert!(!has(&observation, &pool));
    assert!(server_of(&observation, &pool).unwrap().connected);
    assert_eq!((observation.inventory.pools.len(), observation.reading.entered), (1, 0));
}

/// Observed: an unreachable pool leaves an entry without a pool, with or without an error.
#[test]
fn a_pool_that_is_away_leaves_a_server_without_pool() {
    let errors = [
        (None, None),
        (Some(json!("gone")), Some("gone")),
        (Some(json!({"message": "EHOSTUNREACH"})), Some("EHOSTUNREACH")),
    ];
    for (error, expected) in errors {
        let (mut state, token, pool) = demo();
        state.disconnect_pool(&pool, error);
        let server = serve(state);
        let observation = read_as_it_is(&server, &token);
        assert!(!has(&observation, &pool) && server_of(&observation, &pool).is_none());
        let servers = observation.reading.servers.unwrap();
        let away: Vec<_> = servers.iter().filter(|server| !server.connected && server.enabled).collect();
        assert_eq!(away.len(), 2);
        let one = away.iter().find(|server| server.name != "福岡プール").unwrap();
        assert_eq!(one.error.as_deref(), expected);
    }
}

#[test]
fn objects_that_come_too_late_are_counted() {
    let (mut state, token, pool) = demo();
    state.hold_pool(&pool);
    let matter = count(&state, &pool, |kind| {
        matches!(kind, "pool" | "host" | "SR" | "VM" | "VM-snapshot") || kind.starts_with("VDI")
    });
    assert!(matter > 5 && matter < count(&state, &pool, |_| true));
    let server = serve(state);
    let observation = read_while(&server, &token, SERVERS, &|| server.release_pool(&pool)).unwrap();
    assert!(!has(&observation, &pool));
    assert_eq!(observation.reading.entered, matter);
}

#[test]
fn objects_that_come_in_time_are_not() {
    let (mut state, token, pool) = demo();
    state.hold_pool(&pool);
    let server = serve(state);
    let observation = read_while(&server, &token, OBJECTS, &|| server.release_pool(&pool)).unwrap();
    assert!(has(&observation, &pool));
    assert_eq!((observation.inventory.pools.len(), observation.reading.entered), (2, 0));
}

/// Missing pools must never pass for healthy: status 3, whatever else was found.
#[test]
fn a_check_without_a_whole_pool_could_not_be_made() {
    let status = |before: fn(&mut State, &str), meanwhile: fn(&Running, &str)| {
        let (mut state, token, pool) = demo();
        // this one is away from the beginning
        state.servers.retain(|server| server["label"] != "福岡プール");
        before(&mut state, &pool);
        let server = serve(state);
        let act = || meanwhile(&server, &pool);
        report(&read_while(&server, &token, SERVERS, &act).unwrap()).exit_status
    };
    assert_eq!(status(|_, _| (), |_, _| ()), 2, "all there");
    assert_eq!(status(|state, pool| state.hold_pool(pool), |_, _| ()), 3, "loading");
    assert_eq!(
        status(|state, pool| state.hold_pool(pool), |server, pool| server.release_pool(pool)),
        3,
        "late"
    );
    assert_eq!(status(|state, pool| state.disconnect_pool(pool, None), |_, _| ()), 3, "away");
    // its objects were already read, so the findings in them count
    assert_eq!(status(|_, _| (), |server, pool| server.disconnect_pool(pool, None)), 2, "vanishing");
    assert_eq!(status(|state, _| *state = only_users(state), |_, _| ()), 3, "no pool at all");
}

/// Returns a server with nothing but its users.
fn only_users(state: &State) -> State {
    let mut empty = State::new();
    empty.users = state.users.clone();
    empty
}

/// A healthy server sends updates all the time: changes, and objects that do not matter, are not signs of loading.
#[test]
fn ordinary_life_is_no_loading() {
    let (state, token, pool) = demo();
    let known = state.objects.iter().find(|object| object.kind() == "SR").unwrap().value();
    let server = serve(state);
    let live = || {
        let task = json!({"id": "t", "type": "task", "$pool": pool, "name_label": "Async.VM.start"});
        server.enter(vec![known.clone(), task]).unwrap();
        server.exit(&["t"]);
    };
    assert_eq!(read_while(&server, &token, SERVERS, &live).unwrap().reading.entered, 0);
}

#[test]
fn a_pool_that_vanishes_meanwhile_is_seen_to_be_away() {
    let (state, token, pool) = demo();
    let server = serve(state);
    let observation = read_while(&server, &token, SERVERS, &|| server.disconnect_pool(&pool, None)).unwrap();
    assert!(has(&observation, &pool), "it was there when it was read");
    assert!(server_of(&observation, &pool).is_none());
}

/// Disconnects a pool each time the last part begins, and reconnects it when the reading starts again.
struct LosesPool<'a> {
    server: &'a Running,
    pool: &'a str,
    returns: bool,
    heard: std::sync::Mutex<Vec<String>>,
}

impl Progress for LosesPool<'_> {
    fn begin(&self, what: &str) {
        if what == SERVERS && self.heard.lock().unwrap().is_empty() {
            self.server.disconnect_pool(self.pool, None);
        }
    }

    fn items(&self, _: u64) {}

    fn retrying(&self, error: &Error, _: Duration, _: u32, _: u32) {
        self.heard.lock().unwrap().push(error.to_string());
        if self.returns {
            self.server.change(|state| {
                state.reconnect_pool(self.pool);
            });
        }
    }
}

/// XO drops a pool that does not answer in time, and reads it again: the program then reads everything again, later.
#[test]
fn a_pool_that_is_lost_meanwhile_is_read_again() {
    for (count, returns, heard, is_there) in [(3, true, 1, true), (3, false, 1, false), (0, true, 0, true)] {
        let (state, token, pool) = demo();
        let server = serve(state);
        let address = Address::parse(&server.url()).unwrap();
        let to = Destination::new(address, Credentials::Token(token.into()));
        let retries = Retries { count, pool: Duration::from_millis(50), ..Retries::default() };
        let loses = LosesPool { server: &server, pool: &pool, returns, heard: Default::default() };
        let begin = || -> Result<_, Error> { Ok((Answers::default(), instant())) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let read = runtime.block_on(read_with_retries(&to, retries, &CallLog::new(), &loses, begin));
        let observation = read.unwrap().finish();
        let lines = loses.heard.into_inner().unwrap();
        assert_eq!(lines.len(), heard, "{count} {returns}: {lines:?}");
        assert!(
            lines.iter().all(|line| line.contains("lost a pool while its objects were read")),
            "{lines:?}"
        );
        assert_eq!(has(&observation, &pool), is_there, "{count} {returns}");
        // not taken for whole if it is not
        assert_eq!(server_of(&observation, &pool).is_some(), returns && count > 0, "{count} {returns}");
    }
}

/// Over REST, a user gets an empty list without the right: it must not pass for "no pools", "no jobs", "job deleted".
#[test]
fn an_empty_list_without_the_right_is_not_known() {
    let (state, _, _) = demo();
    let (reader, plain) = (state.reader_token().to_owned(), state.plain_token().to_owned());
    let server = serve(state);
    let Observation { backups, reading, .. } = read_as_it_is(&server, &reader);
    assert!(reading.servers.is_none());
    assert_eq!(backups.jobs.unwrap().len(), 8);
    // from the same collection as the jobs, so known to be empty
    assert_eq!((backups.mirror_jobs.unwrap().len(), backups.metadata_jobs.unwrap().len()), (0, 0));
    assert!(backups.schedules.is_some() && backups.runs.is_some() && backups.call_jobs.is_none());

    let Observation { backups, reading, .. } = read_as_it_is(&server, &plain);
    assert!(reading.servers.is_none());
    assert!(backups.jobs.is_none() && backups.mirror_jobs.is_none() && backups.metadata_jobs.is_none());
    assert!(backups.schedules.is_none() && backups.runs.is_none() && backups.call_jobs.is_none());
}

/// For an administrator, an empty list means that there is nothing.
#[test]
fn an_empty_list_with_the_right_is_known() {
    let state = State::new();
    let token = state.admin_token().to_owned();
    let Observation { backups, reading, .. } = read_as_it_is(&serve(state), &token);
    assert_eq!(reading.unread, []);
    assert_eq!(reading.servers.map(|servers| servers.len()), Some(0));
    assert_eq!((backups.jobs.unwrap().len(), backups.schedules.unwrap().len()), (0, 0));
    assert_eq!(backups.runs.unwrap().len(), 0);
}

/// XO closes the socket on the first message after a token has expired (facts/xo-observed.md).
#[test]
fn a_token_that_ends_meanwhile_ends_the_reading() {
    for part in [SERVERS, OBJECTS, "schedule.getAll"] {
        let (mut state, _, _) = demo();
        state.clock = Clock::starting_at(instant());
        let end = instant().as_millisecond() + 3_600_000;
        let token = Token {
            id: "short-lived".to_owned(),
            email: "admin@admin.net".to_owned(),
            expiration: Some(end),
        };
        state.users.add_token(token);
        let clock = state.clock.clone();
        let server = serve(state);
        let jump = || clock.advance(Duration::from_secs(7200));
        let error = read_while(&server, "short-lived", part, &jump).unwrap_err();
        assert!(matches!(error, Error::Closed { .. }), "{part}: {error}");
        assert!(error.to_string().contains("when the token expires"), "{part}: {error}");
        assert!(!error.to_string().contains("short-lived"), "{error}");
    }
}
