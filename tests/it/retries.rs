//! Reading again: from the beginning if the transport failed, and never because of an answer.

use std::time::Duration;

use jiff::Timestamp;
use mock_xo::{Running, State};
use serde_json::Value;
use xo_health_client::capture::{CaptureWriter, Keep, Unfinished};
use xo_health_client::source::Progress;
use xo_health_client::{
    Address, Answers, CallLog, Credentials, Destination, Error, Retries, Timeouts, read_with_retries,
};

use crate::common::{document, instant, report, serve};
use crate::fake::{self, Cutter};
use crate::program::Home;

const QUICK: Retries =
    Retries { count: 3, first: Duration::from_millis(20), pool: Duration::from_millis(100) };

/// Records each new start.
#[derive(Default)]
struct RecordedStarts(std::sync::Mutex<Vec<String>>);

impl Progress for RecordedStarts {
    fn begin(&self, _: &str) {}
    fn items(&self, _: u64) {}
    fn retrying(&self, error: &Error, _: Duration, number: u32, count: u32) {
        self.0.lock().unwrap().push(format!("{number}/{count} {error}"));
    }
}

struct Read {
    answers: Result<Answers, Error>,
    heard: Vec<String>,
    /// The number of collectors that were made.
    begun: u32,
}

fn read_to(url: &str, token: &str, retries: Retries, timeouts: Timeouts) -> Read {
    let to = Destination {
        timeouts,
        ..Destination::new(Address::parse(url).unwrap(), Credentials::Token(token.into()))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (heard, mut begun) = (RecordedStarts::default(), 0);
    let begin = || -> Result<(Answers, Timestamp), Error> {
        begun += 1;
        Ok((Answers::default(), instant()))
    };
    let answers = runtime.block_on(read_with_retries(&to, retries, &CallLog::new(), &heard, begin));
    Read { answers, heard: heard.0.into_inner().unwrap(), begun }
}

fn read(server: &Running, token: &str) -> Read {
    read_to(&server.url(), token, QUICK, Timeouts::default())
}

fn demo() -> (Running, String) {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    (serve(state), token)
}

/// Counts the calls of a method.
fn asked(server: &Running, method: &str) -> usize {
    server.calls().iter().filter(|call| *call == method).count()
}

#[test]
fn what_broke_off_is_read_from_its_beginning_and_counts_once() {
    let (server, token) = demo();
    let whole = document(&report(&read(&server, &token).answers.unwrap().finish()));
    // in the middle of the objects, of the logs, of a call, and all of them in turn
    let objects = "drop=30000@/api/* after=1 times=1";
    let logs = "drop=1000@/api/* times=1";
    let call = "drop=40@schedule.getAll times=1";
    let cases: [(&[&str], usize); 5] = [
        (&[objects], 1),
        (&[logs], 1),
        (&[call], 1),
        (&["restart=1ms@remote.getAll times=1"], 1),
        (&[call, logs, "drop=30000@/api/* after=2 times=1"], 3),
    ];
    for (faults, times) in cases {
        let (server, token) = demo();
        faults.iter().for_each(|fault| server.fault(fault.parse().unwrap()));
        let read = read(&server, &token);
        assert_eq!(read.heard.len(), times, "{faults:?}: {:?}", read.heard);
        assert_eq!(read.begun as usize, times + 1, "{faults:?}");
        let again = document(&report(&read.answers.unwrap().finish()));
        let same = |report: &Value| {
            let mut report = report.clone();
            // the port differs
            report["source"]["server"] = Value::Null;
            report
        };
        assert!(same(&again) == same(&whole), "{faults:?}: {again}");
    }
}

/// In each format the retried capture is complete, has every object once, and leaves nothing else in the folder.
#[test]
fn a_capture_begins_again_too() {
    let (server, token) = demo();
    let home = Home::new();
    for ending in ["json", "json.gz", "json.zst"] {
        let name = |what: &str| format!("{what}.{ending}");
        let save = |name: &str| {
            let at = instant().to_string();
            let args = ["capture", "-o", name, "--at", &at, "--url", &server.url()];
            home.run(&args, &[("XO_TOKEN", &token)])
        };
        assert_eq!(save(&name("whole")).status, 0);
        server.fault("drop=30000@/api/* after=1 times=1".parse().unwrap());
        let ran = save(&name("again"));
        assert_eq!(ran.status, 0, "{ran:?}");
        assert_eq!(ran.err.matches("trying again in ").count(), 1, "{ran:?}");
        server.clear_faults();
        let read = |what: &str| mock_xo::read_capture(&home.path(&name(what))).unwrap();
        assert!(read("again") == read("whole"), "{ending}");
    }
    assert_eq!(home.files().len(), 6, "{:?}", home.files());
}

#[test]
fn an_answer_is_an_answer() {
    let cases = [
        ("wrong-credentials@session.signIn", "session.signIn"),
        ("forbidden@xo.getAllObjects", "xo.getAllObjects"),
        ("bad-code@xo.getAllObjects", "xo.getAllObjects"),
        ("garbage=line@/api/*", "xo.getAllObjects"),
        ("status=500@/api/", "GET /api/"),
        ("stall@xo.getAllObjects", "xo.getAllObjects"),
    ];
    let hurried = Timeouts { request: Duration::from_secs(1), ..Timeouts::default() };
    for (fault, _) in cases {
        let (server, token) = demo();
        server.fault(fault.parse().unwrap());
        let read = read_to(&server.url(), &token, QUICK, hurried);
        assert_eq!((read.begun, read.heard), (1, Vec::<String>::new()), "{fault}");
        assert!(asked(&server, "session.signIn") <= 1, "{fault}: {:?}", server.calls());
    }
}

#[test]
fn an_expired_token_is_distinguished_from_a_dropped_line() {
    for (fault, retries, says, sign_ins) in [
        ("expire@xo.getAllObjects", 3, "since expired", 2),
        ("expire@xo.getAllObjects", 0, "since expired", 2),
        ("drop=10@xo.getAllObjects", 0, "still accepts the sign-in", 2),
        ("drop=10@xo.getAllObjects", 2, "still accepts the sign-in", 4),
    ] {
        let (server, token) = demo();
        server.fault(fault.parse().unwrap());
        let read = read_to(&server.url(), &token, Retries { count: retries, ..QUICK }, Timeouts::default());
        let error = read.answers.unwrap_err();
        assert!(error.to_string().contains(says), "{fault}: {error}");
        assert!(matches!(error, Error::Dropped { .. } | Error::Expired { .. }), "{fault}: {error}");
        assert_eq!(asked(&server, "session.signIn"), sign_ins, "{fault}");
        assert_eq!(
            read.heard.len(),
            if says.contains("expired") { retries.min(1) } else { retries } as usize
        );
    }
    // a server that is gone shows neither
    let (server, token) = demo();
    let cutter = Cutter::start(server.address(), 2000);
    let read = read_to(
        &format!("http://{}", cutter.address),
        &token,
        Retries { count: 0, ..QUICK },
        Timeouts::default(),
    );
    assert!(cutter.has_cut());
    assert!(matches!(read.answers, Err(Error::Closed { .. })), "{:?}", read.answers);
}

/// No wait starts that the limit for the run would cut short: the cause says more than the limit.
#[test]
fn the_limit_for_the_run_bounds_all_tries() {
    let url = format!("http://{}", fake::closed());
    let short = Timeouts { run: Duration::from_secs(2), ..Timeouts::default() };
    // 0.3 s and 0.6 s at least; the third wait, of 1.2 s, would end after the limit
    let many = Retries { count: 100, first: Duration::from_millis(300), ..QUICK };
    let since = std::time::Instant::now();
    let read = read_to(&url, "token", many, short);
    assert!(since.elapsed() < Duration::from_secs(3), "{:?}", since.elapsed());
    assert!(matches!(read.answers, Err(Error::Unreachable { .. })), "{:?}", read.answers);
    assert!((1..=2).contains(&read.heard.len()), "{:?}", read.heard);
}

/// A failure before any reading is reported at once, and a refusal by a collector is not retried.
#[test]
fn a_collector_that_fails_ends_it() {
    let server = serve(State::new());
    let to = Destination::new(Address::parse(&server.url()).unwrap(), Credentials::Token("token".into()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begin = || -> Result<(CaptureWriter, Timestamp), Box<dyn std::error::Error>> {
        let path = std::path::Path::new("no-such-folder/a.json");
        Ok((CaptureWriter::create(path, Keep::Needed, &Unfinished::default())?, instant()))
    };
    let heard = RecordedStarts::default();
    let read = runtime.block_on(read_with_retries(&to, QUICK, &CallLog::new(), &heard, begin));
    assert!(read.unwrap_err().to_string().contains("no-such-folder"));
    assert_eq!(server.calls(), [""; 0]);
}
