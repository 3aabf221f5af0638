//! How long a large inventory takes from the socket to the model: 10,000 VMs, 177 MB, in two chunks per object as XO
//! sends it. `docs/performance.md` has the numbers.
//!
//! `cargo bench --bench stream`. The server runs in the same process, on two threads.

use std::process::{Command, Stdio};
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use jiff::Timestamp;
use mock_xo::scenario::generate;
use mock_xo::{Running, ServeOptions};
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Runtime};
use xo_health_client::capture::{CaptureWriter, Keep, Unfinished};
use xo_health_client::source::{Progress, read};
use xo_health_client::{Address, Answers, CallLog, Collect, Credentials, Destination, Method, Session};

fn main() {
    divan::main();
}

struct Site {
    running: Running,
    to: Destination,
    /// Bytes of the inventory.
    bytes: u64,
}

/// The site, made once, before the first measurement.
static SITE: LazyLock<Site> = LazyLock::new(site);

#[expect(clippy::expect_used, reason = "a bench that cannot begin says so by its end")]
fn site() -> Site {
    let plan = generate::Plan { vms: 10_000, disks: 6, srs: 40, ..generate::Plan::default() };
    let state = generate::state(&plan, now()).expect("a world");
    let token = state.admin_token().to_owned();
    let running = mock_xo::serve(state, ServeOptions::default()).expect("a server");
    let address = Address::parse(&running.url()).expect("an address");
    let to = Destination::new(address, Credentials::Token(token.into()));
    let mut site = Site { running, to, bytes: 0 };
    site.bytes = lines(&site, &one_thread());
    site
}

fn now() -> Timestamp {
    "2026-11-23T08:30:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Returns a runtime like the program's own.
#[expect(clippy::expect_used, reason = "a bench that cannot begin says so by its end")]
fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[expect(clippy::expect_used, reason = "a bench that cannot begin says so by its end")]
fn two_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str) {}
    fn items(&self, _: u64) {}
}

/// Cuts the stream into lines and parses none; returns their bytes, including line feeds.
#[expect(clippy::expect_used, reason = "a bench that cannot go on says so by its end")]
fn lines(site: &Site, runtime: &Runtime) -> u64 {
    let mut bytes = 0;
    runtime.block_on(async {
        let session = Session::open(&site.to, &CallLog::new()).await.expect("a session");
        let mut count = |line: &[u8]| {
            bytes += line.len() as u64 + 1;
            Ok(())
        };
        session.stream(Method::GetAllObjects, Map::new(), &mut count).await.expect("a stream");
    });
    bytes
}

#[expect(clippy::expect_used, reason = "a bench that cannot go on says so by its end")]
fn everything<C: Collect + Send>(mut collect: C) -> C {
    one_thread().block_on(async {
        let session = Session::open(&SITE.to, &CallLog::new()).await.expect("a session");
        read(&session, now(), &mut collect, &Silent).await.expect("a reading");
    });
    collect
}

fn measure<T>(bencher: Bencher<'_, '_>, work: impl Fn() -> T + Sync) {
    bencher.counter(BytesCount::new(SITE.bytes)).bench(work);
}

/// The same bytes read by curl, which keeps none.
#[divan::bench(sample_count = 5, sample_size = 1)]
#[expect(clippy::expect_used, reason = "a bench that cannot go on says so by its end")]
fn a_curl(bencher: Bencher<'_, '_>) {
    let address = || {
        let answer = one_thread().block_on(async {
            let session = Session::open(&SITE.to, &CallLog::new()).await.expect("a session");
            let params = Map::from_iter([("ndjson".to_owned(), Value::Bool(true))]);
            session.call_raw(Method::GetAllObjects, params).await.expect("an answer")
        });
        let answer: Value = answer.parse().expect("an address");
        format!("{}{}", SITE.running.url(), answer["$getFrom"].as_str().expect("an address"))
    };
    bencher.counter(BytesCount::new(SITE.bytes)).with_inputs(address).bench_values(|address| {
        let status = Command::new("curl").args(["-sSf", &address]).stdout(Stdio::null()).status();
        assert!(status.expect("curl").success());
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn b_lines(bencher: Bencher<'_, '_>) {
    measure(bencher, || lines(&SITE, &one_thread()));
}

/// The cost of a runtime with more threads.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn c_lines_on_two_threads(bencher: Bencher<'_, '_>) {
    measure(bencher, || lines(&SITE, &two_threads()));
}

/// What `check` waits for before the analysis.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn d_model(bencher: Bencher<'_, '_>) {
    measure(bencher, || everything(Answers::default()).finish());
}

/// The work of `capture`.
#[divan::bench(sample_count = 5, sample_size = 1)]
#[expect(clippy::expect_used, reason = "a bench that cannot go on says so by its end")]
fn e_capture(bencher: Bencher<'_, '_>) {
    measure(bencher, || {
        let folder = tempfile::tempdir().expect("a folder for the capture");
        let path = folder.path().join("capture.json");
        let writer = CaptureWriter::create(&path, Keep::Needed, &Unfinished::default())
            .expect("a file for the capture");
        everything(writer).finish().expect("a capture")
    });
}
