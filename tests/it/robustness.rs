//! Every fault, with its message and exit status: `docs/robustness.md` is made from what these tests see.
//!
//! Each fault is run twice: once as most people run the program, for its message; once with all messages, files and
//! secrets, to check that no secret gets out and that it ends in the same way.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use mock_xo::{Fault, FaultKind, Tls};

use crate::fake;
use crate::faults::{NAME, PASSWORD, Run, Scene, TOKEN, USER, state, with_password};
use crate::program::Ran;

/// Longest time that a fault may take, on a busy machine; the limits of the tests are 2 s.
const BOUND: Duration = Duration::from_secs(30);

/// One row of the table.
struct Row {
    test: &'static str,
    group: &'static str,
    fault: &'static str,
    status: i32,
    scene: fn(Run) -> Scene,
}

macro_rules! faults {
    ($($group:literal { $($test:ident: $fault:literal, $status:literal, $scene:expr;)* })*) => {
        const ROWS: &[Row] = &[$($(Row {
            test: stringify!($test),
            group: $group,
            fault: $fault,
            status: $status,
            scene: $scene,
        }),*),*];
        $($(#[test] fn $test() { prove(stringify!($test)); })*)*
    };
}

faults! {
    "Signing in" {
        wrong_token: "A token that XO does not know", 3,
            |run| Scene::with(&[], run).var("XO_TOKEN", "hunter2-wrong").var("XO_OTP", "1");
        wrong_password: "A wrong password, or a stale one-time code", 3,
            |run| Scene::of(with_password(state()), None, vec![], run)
                .var("XO_TOKEN", "").var("XO_USERNAME", USER).var("XO_PASSWORD", "hunter2-wrong");
        credentials_refused: "`wrong-credentials`", 3, |run| Scene::with(&["wrong-credentials"], run);
        throttled: "A sign-in within 2 s of a failed one", 3, a_moment_after_a_failure;
        expired: "`expire@xo.getAllObjects`: the token ends in the middle", 3,
            |run| Scene::with(&["expire@xo.getAllObjects"], run);
        expired_after_a_retry: "the same, with retries", 3,
            |run| Scene::with(&["expire@xo.getAllObjects"], run).args(&["--retries", "1"]);
        no_credentials: "Nothing to sign in with", 64,
            |run| Scene::with(&[], run).var("XO_TOKEN", "").var("XO_USERNAME", "").var("XO_PASSWORD", "");
    }
    "Rights and methods" {
        forbidden_objects: "`forbidden@xo.getAllObjects`", 3,
            |run| Scene::with(&["forbidden@xo.getAllObjects"], run);
        unknown_objects: "`unknown@xo.getAllObjects`", 3,
            |run| Scene::with(&["unknown@xo.getAllObjects"], run);
        forbidden_part: "`forbidden@schedule.getAll` and at its REST collection: a gap", 1,
            |run| Scene::with(&["forbidden@schedule.getAll", "forbidden@/rest/v0/schedules"], run);
        unknown_part: "`unknown@backupNg.getAllJobs` and at its REST collection: a gap", 1,
            |run| Scene::with(&["unknown@backupNg.getAllJobs", "unknown@/rest/v0/backup-jobs"], run);
        forbidden_by_one_way: "`forbidden@remote.getAll` alone: REST answers instead", 0,
            |run| Scene::with(&["forbidden@remote.getAll"], run);
    }
    "Time" {
        delay: "`delay=500ms`", 0, |run| Scene::with(&["delay=500ms@xo.*"], run);
        stalled_call: "`stall@xo.getAllObjects`", 3, |run| Scene::with(&["stall@xo.getAllObjects"], run);
        stalled_stream: "`stall@/api/* after=2`, at the one-time address of the objects", 3,
            |run| Scene::with(&["stall@/api/* after=2"], run);
        stalled_part: "`stall@schedule.getAll` and at its REST collection: a gap", 1,
            |run| Scene::with(&["stall@schedule.getAll", "stall@/rest/v0/schedules"], run);
        stalled_sign_in: "`stall@session.signIn`", 3, |run| Scene::with(&["stall@session.signIn"], run);
        stalled_upgrade: "`stall@/api/`: XO is starting, or the path is wrong", 3,
            |run| Scene::with(&["stall@/api/"], run);
        too_long_in_all: "More than `--run-timeout`", 3,
            |run| Scene::with(&["stall@xo.getAllObjects"], run).args(&["--run-timeout", "1s"]);
    }
    "Broken transfers" {
        dropped_call: "`drop=10@xo.getAllObjects`", 3, |run| Scene::with(&["drop=10@xo.getAllObjects"], run);
        dropped_stream: "`drop=100@/api/* after=1`, at the one-time address of the objects", 3, |run| Scene::with(&["drop=100@/api/* after=1"], run);
        dropped_once: "`drop=100@/api/* after=1 times=1`, with retries: read again from the beginning", 0,
            |run| Scene::with(&["drop=100@/api/* after=1 times=1"], run).args(&["--retries", "3"]);
        truncated_call: "`truncate=30@xo.getAllObjects`: half an answer is no answer", 3,
            |run| Scene::with(&["truncate=30@xo.getAllObjects"], run);
        truncated_stream: "`truncate=100@/api/*`", 3, |run| Scene::with(&["truncate=100@/api/*"], run);
        restart: "`restart=3s@xo.getAllObjects times=1`, with retries", 0,
            |run| Scene::with(&["restart=3s@xo.getAllObjects times=1"], run).args(&["--retries", "3"]);
        long_restart: "`restart=60s@xo.getAllObjects`, longer than all retries", 3,
            |run| Scene::with(&["restart=60s@xo.getAllObjects"], run).args(&["--retries", "1"]);
    }
    "Odd answers" {
        garbage_call: "`garbage@xo.getAllObjects`", 3, |run| Scene::with(&["garbage@xo.getAllObjects"], run);
        garbage_frame: "`garbage=frame@xo.getAllObjects`", 3,
            |run| Scene::with(&["garbage=frame@xo.getAllObjects"], run);
        garbage_stream: "`garbage@/api/*`", 3, |run| Scene::with(&["garbage@/api/*"], run);
        garbage_line: "`garbage=line@/api/*`: one line of each stream is not JSON: a gap", 1,
            |run| Scene::with(&["garbage=line@/api/*"], run);
        wrong_id: "`wrong-id@xo.getAllObjects`", 3, |run| Scene::with(&["wrong-id@xo.getAllObjects"], run);
        null_id: "`null-id@xo.getAllObjects`", 3, |run| Scene::with(&["null-id@xo.getAllObjects"], run);
        no_result: "`no-result@xo.getAllObjects`", 3, |run| Scene::with(&["no-result@xo.getAllObjects"], run);
        bad_code: "`bad-code@xo.getAllObjects`", 3, |run| Scene::with(&["bad-code@xo.getAllObjects"], run);
        no_result_part: "`no-result@schedule.getAll`: a gap", 1,
            |run| Scene::with(&["no-result@schedule.getAll"], run);
        huge_frame: "A frame of 1 TiB", 3, |run| Scene::at(&format!("http://{}", huge()), run);
        huge_line: "`huge=70000000@/api/*`: a line without end", 3,
            |run| Scene::with(&["huge=70000000@/api/*"], run);
        empty_inventory: "`empty@xo.getAllObjects`, `empty@/api/*`: XO is loading", 3,
            |run| Scene::with(&["empty"], run);
    }
    "HTTP" {
        status_at_upgrade: "`status=404@/api/`", 3, |run| Scene::with(&["status=404@/api/"], run);
        no_xo_behind_proxy: "`status=503@/api/`", 3, |run| Scene::with(&["status=503@/api/"], run);
        status_of_rest: "`status=503@/rest/*`, asked because a method is forbidden", 3,
            |run| Scene::with(&["forbidden@schedule.getAll", "status=503@/rest/*"], run);
        status_of_stream: "`status=502@/api/*` at the one-time address: the WebSocket answers instead", 0,
            |run| Scene::with(&["status=502@/api/* after=1"], run);
        redirected_stream: "`redirect` at the one-time address: the WebSocket answers instead", 0, |run| {
            let to = "https://login.example.org/?token=hunter2".to_owned();
            Scene::of(state(), None, vec![Fault::new(FaultKind::Redirect(to)).at("/api/*").after(1)], run)
        };
        redirected_rest: "`redirect` at `/rest/*`, asked because a method is forbidden: a gap", 1, |run| {
            let to = "https://login.example.org/?token=hunter2".to_owned();
            let forbidden = "forbidden@schedule.getAll".parse().unwrap();
            Scene::of(state(), None, vec![forbidden, Fault::new(FaultKind::Redirect(to)).at("/rest/*")], run)
        };
        garbage_of_rest: "`garbage@/rest/*`, asked because a method is forbidden: a gap", 1,
            |run| Scene::with(&["forbidden@schedule.getAll", "garbage@/rest/*"], run);
        redirected: "`redirect=https://login.example.org/@/api/`", 3, |run| {
            let to = "https://login.example.org/?token=hunter2".to_owned();
            Scene::of(state(), None, vec![Fault::new(FaultKind::Redirect(to)).at("/api/")], run)
        };
        no_xo: "A web server that is not XO", 3,
            |run| Scene::at(&format!("http://{}", fake::always(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello")), run);
        closed_at_once: "A port that closes what it accepts", 3,
            |run| Scene::at(&format!("http://{}", fake::always(b"")), run);
        closed_in_tls: "The same by https", 3,
            |run| Scene::at(&format!("https://{}", fake::always(b"")), run);
    }
    "Getting there" {
        unknown_name: "A name that does not exist", 3,
            |run| Scene::at("https://xo.example.invalid", run);
        refused: "Nobody listens", 3, |run| Scene::at(&format!("https://{}", fake::closed()), run);
        refused_with_retries: "the same, with retries", 3,
            |run| Scene::at(&format!("https://{}", fake::closed()), run).args(&["--retries", "1"]);
        silent_port: "A port that accepts and says nothing, by https", 3,
            |run| Scene::at(&format!("https://{}", fake::silent()), run);
        no_tls: "https to a port that speaks http", 3, |run| {
            let address = fake::always(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            Scene::at(&format!("https://{address}"), run)
        };
        self_made_certificate: "A certificate as XO makes its own", 3, |run| Scene::by_tls(Tls::LikeXo, run);
        unknown_authority: "A certificate of an authority that is not known here", 3,
            |run| Scene::by_tls(Tls::Proper, run);
        wrong_pin: "Another certificate than the pinned one", 3,
            |run| Scene::by_tls(Tls::LikeXo, run).args(&["--pin-sha256", &"00".repeat(32)]);
        wrong_name: "A certificate for another name", 3, under_another_name;
        no_ca_file: "A CA file that is not there", 64,
            |run| Scene::by_tls(Tls::Proper, run).args(&["--ca-file", "no-such-file.pem"]);
        no_address: "No address of an XO", 64, |run| Scene::at("", run);
        password_in_address: "A password in the address", 64,
            |run| Scene::at("https://admin:hunter2@xo.example.org", run);
    }
    "Proxies" {
        proxy_refused: "Nobody listens where the proxy should be", 3, |run| by_proxy(run, &fake::closed().to_string());
        proxy_unknown: "The proxy's name does not exist", 3, |run| by_proxy(run, "proxy.example.invalid:3128");
        proxy_wants_password: "The proxy wants another user and password", 3, |run| {
            let server = Scene::with(&[], Run::Talkative);
            let address = server.proxy().address;
            by_proxy(run, &format!("u:hunter2-wrong@{address}"))
        };
        proxy_forbids: "The proxy does not let through", 3, |run| {
            let address = fake::always(b"HTTP/1.1 403 hunter2 may not\r\ncontent-length: 0\r\n\r\n");
            by_proxy(run, &address.to_string())
        };
        proxy_forbids_port: "The same for another port than 443", 3, |run| {
            let address = fake::always(b"HTTP/1.1 403 hunter2 may not\r\ncontent-length: 0\r\n\r\n");
            Scene::at(&format!("http://{NAME}"), run).var("http_proxy", &format!("http://{address}"))
        };
        proxy_without_way: "The proxy finds no way", 3, |run| {
            let address = fake::always(b"HTTP/1.1 503 no\r\ncontent-length: 0\r\n\r\n");
            by_proxy(run, &address.to_string())
        };
        proxy_no_http: "The proxy is none", 3, |run| {
            by_proxy(run, &fake::always(b"SSH-2.0-OpenSSH_9.2\r\n").to_string())
        };
        proxy_silent: "The proxy accepts and says nothing", 3, |run| by_proxy(run, &fake::silent().to_string());
        proxy_of_another_kind: "A SOCKS proxy", 64,
            |run| Scene::at("https://xo.example.org", run).var("ALL_PROXY", "socks5://u:hunter2@proxy:1080");
        proxy_malformed: "A proxy that is not an address", 64,
            |run| Scene::at("https://xo.example.org", run).var("HTTPS_PROXY", "http://u:hunter2@:x");
        proxy_with_password: "A password in `--proxy`", 64,
            |run| Scene::at("https://xo.example.org", run).args(&["--proxy", "http://u:hunter2@proxy:3128"]);
    }
}

fn by_proxy(run: Run, proxy: &str) -> Scene {
    Scene::at(&format!("https://{NAME}"), run).var("HTTPS_PROXY", &format!("http://{proxy}"))
}

fn a_moment_after_a_failure(run: Run) -> Scene {
    let scene = Scene::of(with_password(state()), None, vec![], run)
        .var("XO_TOKEN", "")
        .var("XO_USERNAME", USER)
        .var("XO_OTP", crate::faults::OTP)
        .var("XO_PASSWORD", "hunter2-wrong");
    // the server's clock stands still, so this was always a moment ago
    assert_eq!(scene.run(Run::Check).status, 3);
    scene.var("XO_PASSWORD", PASSWORD)
}

fn under_another_name(run: Run) -> Scene {
    let scene = Scene::by_tls(Tls::Proper, Run::Talkative);
    let pem = scene.file("ca.pem", scene.server().certificate().unwrap().pem());
    let scene = scene.args(&["--ca-file", pem.to_str().unwrap()]);
    if run == Run::Check { scene.var("XO_TOKEN", TOKEN) } else { scene }
}

/// Returns a server that answers the first call with the head of a frame of 1 TiB.
fn huge() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(mut socket) = tokio_tungstenite::tungstenite::accept(stream) else { continue };
            let _ = socket.read();
            let stream = socket.get_mut();
            let _ = stream.write_all(&[0x81, 0x7f, 0, 0, 1, 0, 0, 0, 0, 0]);
            while stream.read(&mut [0; 4096]).is_ok_and(|n| n > 0) {}
        }
    });
    address
}

/// Returns what is printed for a fault: all of standard error; else the first line of the report, and its reason.
fn shown(scene: &Scene, ran: &Ran) -> Vec<String> {
    let err = scene.normal(&ran.err);
    if !err.is_empty() {
        return err.lines().map(str::to_owned).collect();
    }
    if ran.status == 0 {
        return vec!["(nothing: the report is what it always is)".to_owned()];
    }
    let out = scene.normal(&ran.out);
    let mut lines = vec![out.lines().next().unwrap_or_default().to_owned()];
    let why = out.lines().skip_while(|line| !line.starts_with("    why: "));
    let why: Vec<_> = why.take_while(|line| !line.starts_with("    grant: ")).map(str::trim).collect();
    if !why.is_empty() {
        lines.push(why.join(" "));
    }
    lines
}

/// Runs a fault as most people would. Returns its row of the table.
fn observe(row: &Row) -> String {
    let scene = (row.scene)(Run::Check);
    let since = Instant::now();
    let ran = scene.run(Run::Check);
    assert!(since.elapsed() < BOUND, "{}: {:?}", row.test, since.elapsed());
    assert_eq!(ran.status, row.status, "{}: {ran:?}", row.test);
    let lines = shown(&scene, &ran);
    let errors = lines.iter().filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors, usize::from(ran.out.is_empty()), "one error, or a report: {ran:?}");
    let message = lines.join("<br>").replace('|', "\\|");
    format!("| {} | {message} | {} | `{}` |", row.fault, row.status, row.test)
}

fn prove(test: &str) {
    let row = ROWS.iter().find(|row| row.test == test).unwrap();
    // a fault is mostly waiting
    let (line, ran) = std::thread::scope(|scope| {
        let line = scope.spawn(|| observe(row));
        let ran = scope.spawn(|| (row.scene)(Run::Talkative).run(Run::Talkative));
        (line.join().unwrap(), ran.join().unwrap())
    });
    // while the table is being rewritten, it still holds the old rows
    let is_documented = is_updating() || table().lines().any(|other| other == line);
    assert!(is_documented, "docs/robustness.md says otherwise: {line}");
    let is_report = !line.contains("error: ");
    // a capture keeps gaps as they are
    let expected = if is_report { 0 } else { row.status };
    assert_eq!(ran.status, expected, "{test}: {ran:?}");
}

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/robustness.md");
const BEGIN: &str = "<!-- faults -->\n";
const END: &str = "<!-- /faults -->";

fn is_updating() -> bool {
    std::env::var_os("XTASK_CODEGEN").is_some()
}

/// Returns the part of the document that these tests make.
fn table() -> String {
    let text = std::fs::read_to_string(DOCUMENT).unwrap();
    let (_, rest) = text.split_once(BEGIN).unwrap();
    rest.split_once(END).unwrap().0.to_owned()
}

/// Each row of the table has its test and each test its row, in order; `cargo xtask codegen screens` rewrites it.
#[test]
fn the_table_holds_every_fault() {
    if is_updating() {
        let lines: Vec<_> = std::thread::scope(|scope| {
            let all: Vec<_> = ROWS.iter().map(|row| scope.spawn(|| observe(row))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        write(&lines);
    }
    let table = table();
    let tests: Vec<_> = table.lines().filter_map(|line| line.rsplit('`').nth(1)).collect();
    let expected: Vec<_> = ROWS.iter().map(|row| row.test).collect();
    assert_eq!(tests, expected, "run `cargo xtask codegen screens`");
}

fn write(lines: &[String]) {
    let mut table = String::new();
    let mut group = "";
    for (row, line) in ROWS.iter().zip(lines) {
        if row.group != group {
            group = row.group;
            table += &format!(
                "\n## {group}\n\n| Fault | What is printed | Exit status | Test |\n|---|---|---|---|\n"
            );
        }
        table += line;
        table.push('\n');
    }
    let text = std::fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    std::fs::write(DOCUMENT, format!("{before}{BEGIN}{table}\n{END}{after}")).unwrap();
}
