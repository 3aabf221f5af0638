//! What a check of a large server costs beside the bytes it reads: 10,000 VMs, 198,000 disks and snapshots, 20,000 runs.
//!
//! `cargo bench --bench live`. A plain client makes the calls of the check, in a process of its own, reads the same bytes from
//! the same `mock-xo` and skips every value. Both are watched from outside: the clock, processor time and peak memory of
//! `/proc`. What is above a bar of issue 15 ends it with exit status 1. `XO_HEALTH=PROGRAM` measures another build.

mod outside;

use std::process::{Command, ExitCode};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use mock_xo::scenario::generate::{self, Plan};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use outside::{Failure, MIB, Taken, measure, program, report};

/// Says to this program that it is the plain client, and which calls it makes.
const CALLS: &str = "XO_HEALTH_BENCH_CALLS";
/// The median of so many runs counts.
const RUNS: usize = 3;
/// What a command may take. Issue 15.
struct Bars {
    /// Its time by that of the plain client.
    ratio: f64,
    /// Bytes resident.
    peak: u64,
    /// From the last byte to its end; none where it has to write as it reads.
    after: Option<Duration>,
}

const CHECK: Bars = Bars { ratio: 1.3, peak: 120 * MIB, after: Some(Duration::from_millis(500)) };
const CAPTURE: Bars = Bars { ratio: 1.3, peak: 200 * MIB, after: None };

fn main() -> Result<ExitCode, Failure> {
    if let Ok(calls) = std::env::var(CALLS) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(plain(&std::env::var("XO_URL")?, &std::env::var("XO_TOKEN")?, &calls))?;
        return Ok(ExitCode::SUCCESS);
    }
    let plan = Plan { vms: 10_000, disks: 4, srs: 40, jobs: 50, runs: 20_000, depth: 8, ..Plan::default() };
    let state = generate::state(&plan, now())?;
    let token = state.admin_token().to_owned();
    let running = mock_xo::serve(state, mock_xo::ServeOptions::default())?;
    let site = Site { url: running.url(), token };
    let folder = tempfile::tempdir()?;
    let capture = folder.path().join("capture.json.zst");

    // the world is of that instant
    let at = now().to_string();
    let check = ["check", "--no-forecast", "--fail-on", "never", "--at", &at];
    let calls = calls_of(&site.run(&check)?);
    let client = || {
        let mut client = Command::new(std::env::current_exe()?);
        site.measure(client.env(CALLS, &calls))
    };
    let page = format!("{:>10} {:>8} {:>9} {:>9}", "wall s", "cpu s", "peak MiB", "after s");
    report(&format!("{:24}{page}", ""));
    let plain = median(client)?;
    show("plain client", &plain);
    let mut is_met = true;
    for (name, arguments, bars) in [
        ("check --no-forecast", check.as_slice(), CHECK),
        ("capture", &["capture", "-o", capture.to_str().unwrap_or_default()], CAPTURE),
    ] {
        let taken = median(|| {
            let _ = std::fs::remove_file(&capture);
            site.run(arguments)
        })?;
        show(name, &taken);
        is_met &= judge(&taken, &plain, &bars);
    }
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn now() -> jiff::Timestamp {
    "2026-11-23T08:30:00Z".parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

fn show(name: &str, taken: &Taken) {
    let Taken { wall, processor, peak, after, .. } = taken;
    report(&format!(
        "{name:24}{:10.2} {:8.2} {:9} {:9.2}",
        wall.as_secs_f64(),
        processor.as_secs_f64(),
        peak / MIB,
        after.as_secs_f64()
    ));
}

/// Says what is above its bar; returns whether nothing is.
fn judge(taken: &Taken, plain: &Taken, bars: &Bars) -> bool {
    let ratio = taken.wall.as_secs_f64() / plain.wall.as_secs_f64();
    let of_processor = taken.processor.as_secs_f64() / plain.processor.as_secs_f64();
    report(&format!("  {ratio:.2} times the plain client, {of_processor:.2} times its processor time"));
    let above = [
        (ratio > bars.ratio, format!("takes more than {} times as long", bars.ratio)),
        (taken.peak > bars.peak, format!("takes more than {} MiB", bars.peak / MIB)),
        (
            bars.after.is_some_and(|most| taken.after > most),
            format!("goes on for more than {:?}", bars.after),
        ),
    ];
    above
        .iter()
        .filter(|(is_above, _)| *is_above)
        .for_each(|(_, what)| report(&format!("  ABOVE THE BAR: {what}")));
    !above.iter().any(|(is_above, _)| *is_above)
}

/// Measures several times; of each figure the median.
fn median(mut once: impl FnMut() -> Result<Taken, Failure>) -> Result<Taken, Failure> {
    let all: Vec<Taken> = (0..RUNS).map(|_| once()).collect::<Result<_, _>>()?;
    Ok(Taken {
        wall: middle(all.iter().map(|one| one.wall)),
        processor: middle(all.iter().map(|one| one.processor)),
        peak: middle(all.iter().map(|one| one.peak)),
        after: middle(all.iter().map(|one| one.after)),
        ..Taken::default()
    })
}

fn middle<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

struct Site {
    url: String,
    token: String,
}

impl Site {
    /// Runs the program at full speed: the pauses that spare XO are meant.
    fn run(&self, arguments: &[&str]) -> Result<Taken, Failure> {
        self.measure(program().args(arguments).args(["--pace", "full", "-vv"]))
    }

    fn measure(&self, command: &mut Command) -> Result<Taken, Failure> {
        let taken = measure(command.env("XO_URL", &self.url).env("XO_TOKEN", &self.token))?;
        match taken.status {
            Some(status) if status.success() => Ok(taken),
            status => Err(format!("{status:?}: {:?}", taken.said).into()),
        }
    }
}

/// Takes the calls from what `-vv` says: those that are answered by an address too, not the streams behind it.
fn calls_of(taken: &Taken) -> String {
    let asked = taken.said.iter().filter_map(|line| line.strip_prefix("> "));
    let calls = asked.filter(|call| !call.starts_with("session.") && !call.starts_with("GET "));
    calls.collect::<Vec<_>>().join("\n")
}

#[derive(Deserialize)]
struct Reply<'a> {
    id: Option<u64>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Elsewhere {
    #[serde(rename = "$getFrom")]
    address: String,
}

/// Makes calls, follows addresses, skips what comes.
async fn plain(url: &str, token: &str, calls: &str) -> Result<(), Failure> {
    let host = url.trim_start_matches("http://");
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let stream = tokio::net::TcpStream::connect(host).await?;
    let request = format!("ws://{host}/api/");
    let (mut socket, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
    let sign_in = format!("session.signIn {}", json!({ "token": token }));
    // the client asks for it though no address here has TLS; whoever comes first wins
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build()?;
    for (id, call) in (0_u64..).zip(std::iter::once(sign_in.as_str()).chain(calls.lines())) {
        let (method, params) = call.split_once(' ').unwrap_or((call, "{}"));
        let params: Value = serde_json::from_str(params)?;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        socket.send(Message::text(request.to_string())).await?;
        while let Some(message) = socket.next().await {
            let Message::Text(text) = message? else { continue };
            let reply: Reply<'_> = serde_json::from_str(&text)?;
            if reply.id != Some(id) {
                continue;
            }
            let result = reply.result.ok_or("a refusal")?;
            if let Ok(there) = serde_json::from_str::<Elsewhere>(result.get()) {
                skip(http.get(format!("{url}{}", there.address)).send().await?).await?;
            }
            break;
        }
    }
    Ok(())
}

/// Skips a value a line.
async fn skip(mut body: reqwest::Response) -> Result<(), Failure> {
    let mut rest: Vec<u8> = Vec::new();
    while let Some(piece) = body.chunk().await? {
        rest.extend_from_slice(&piece);
        let Some(end) = rest.iter().rposition(|byte| *byte == b'\n') else { continue };
        for line in rest[..end].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            serde_json::from_slice::<IgnoredAny>(line)?;
        }
        rest.drain(..=end);
    }
    Ok(())
}
