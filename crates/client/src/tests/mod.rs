//! Sessions with a fake server, on a real socket.

mod calls;
mod connect;
mod echo;
mod fake;
mod gate;
mod limits;
mod odd;
mod replayed;
mod rest;
mod streams;
mod tls;

use std::time::Duration;

use serde_json::{Map, Value};

use self::fake::{Act, Fake, http, not_found, refusal, result, signed_in};
use super::*;

const SECRET: &str = "hunter2-token";

fn token() -> Credentials {
    Credentials::Token(SECRET.into())
}

async fn open_within(fake: &Fake, timeouts: Timeouts, log: &CallLog) -> Result<Session, Error> {
    Session::open(&to(&format!("http://{}", fake.host), timeouts), log).await
}

fn to(url: &str, timeouts: Timeouts) -> Destination {
    Destination { timeouts, ..Destination::new(Address::parse(url).unwrap(), token()) }
}

async fn open(fake: &Fake, log: &CallLog) -> Result<Session, Error> {
    open_within(fake, Timeouts::default(), log).await
}

async fn opened(fake: &Fake) -> Session {
    open(fake, &CallLog::new()).await.unwrap()
}

/// Opens a session for tests of silence: short enough to wait for, long enough for a busy machine to sign in.
async fn opened_impatiently(fake: &Fake, log: &CallLog) -> Session {
    let timeouts = Timeouts { request: Duration::from_secs(1), ..Timeouts::default() };
    open_within(fake, timeouts, log).await.unwrap()
}

fn none() -> Map<String, Value> {
    Map::new()
}

/// Collects lines as texts.
async fn lines(session: &Session, method: Method) -> Result<(Vec<String>, Way), Error> {
    let mut got = Vec::new();
    let streamed = session
        .stream(method, none(), &mut |line| {
            got.push(std::str::from_utf8(line)?.to_owned());
            Ok(())
        })
        .await?;
    assert_eq!(streamed.lines, got.len() as u64);
    Ok((got, streamed.way))
}
