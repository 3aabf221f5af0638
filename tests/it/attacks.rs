//! A server that attacks: raw frames, bodies of every kind, addresses that lead elsewhere; floods and drips. Each run
//! stays within its time and its memory, both measured from outside, and ends with one line and no byte that moves a
//! terminal.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use crate::program::Home;

/// The time limit of a run, as the program gets it.
const RUN: &str = "6s";

/// Longest time of a run, seen from outside: the limit, the last words, and a busy machine.
const BOUND: Duration = Duration::from_secs(25);

/// Memory in KiB that no attack makes the program exceed: the limit that it gets.
const MEMORY: u64 = 512 << 10;

type Act = Arc<dyn Fn(&mut TcpStream) + Send + Sync>;

/// What the attacker does.
#[derive(Clone)]
enum Attack {
    /// Answers the call for objects with the address of a stream, and serves this there.
    Body(Act),
    /// Answers the call for objects with this address.
    Address(String),
    /// Sends these bytes in place of an answer to the call for objects.
    Frames(Act),
}

/// Serves one attack to every client; returns its address.
fn attacker(attack: Attack) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let attack = attack.clone();
            thread::spawn(move || serve(stream, &attack));
        }
    });
    address
}

fn serve(mut stream: TcpStream, attack: &Attack) {
    let mut head = [0; 2048];
    let n = stream.peek(&mut head).unwrap_or(0);
    let head = String::from_utf8_lossy(&head[..n]).to_ascii_lowercase();
    if head.contains("upgrade: websocket") {
        if let Ok(socket) = tungstenite::accept(stream) {
            converse(socket, attack);
        }
        return;
    }
    let _ = stream.read(&mut [0; 4096]);
    match attack {
        Attack::Body(act) if head.starts_with("get /api/objects") => act(&mut stream),
        // logs, and anything that is read over REST
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    }
}

fn converse(mut socket: WebSocket<TcpStream>, attack: &Attack) {
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else { continue };
        let Ok(call) = serde_json::from_str::<serde_json::Value>(&text) else { return };
        let result = match (call["method"].as_str().unwrap_or_default(), attack) {
            ("session.signIn", _) => serde_json::json!({"id": "u", "permission": "admin"}),
            ("system.getServerVersion", _) => serde_json::json!("5.207.2"),
            ("xo.getAllObjects", Attack::Body(_)) => serde_json::json!({"$getFrom": "/api/objects"}),
            ("xo.getAllObjects", Attack::Address(address)) => serde_json::json!({"$getFrom": address}),
            ("xo.getAllObjects", Attack::Frames(act)) => {
                act(socket.get_mut());
                // the client would take a closed connection for one that broke off
                thread::sleep(Duration::from_secs(60));
                return;
            }
            ("backupNg.getAllLogs", _) => serde_json::json!({}),
            _ => serde_json::json!([]),
        };
        let answer = serde_json::json!({"jsonrpc": "2.0", "id": call["id"], "result": result});
        if socket.send(Message::text(answer.to_string())).is_err() {
            return;
        }
    }
}

/// What a run took and left behind.
#[derive(Debug)]
struct Seen {
    status: i32,
    out: String,
    err: String,
    /// Peak resident memory in KiB; 0 if the system does not report it.
    memory: u64,
}

/// Checks a server, and observes the process from outside.
fn check(address: SocketAddr) -> Seen {
    let home = Home::new();
    let files = [home.path("out"), home.path("err")];
    let [out, err] = files.each_ref().map(|path| std::fs::File::create(path).unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_xo-health"))
        .args([
            "check",
            "--no-forecast",
            "--retries",
            "0",
            "--request-timeout",
            "2s",
            "--connect-timeout",
            "4s",
        ])
        .args(["--run-timeout", RUN, "--max-memory", "512MiB", "--url", &format!("http://{address}")])
        .env_clear()
        .env("HOME", home.path("."))
        .env("XO_TOKEN", "the-token-of-an-attack")
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .spawn()
        .unwrap();
    let (status, memory) = watched(&mut child, BOUND).unwrap_or_else(|| panic!("it does not end"));
    let [out, err] = files.map(|path| std::fs::read_to_string(path).unwrap());
    let status = status.code().unwrap_or_else(|| panic!("killed: {err}"));
    Seen { status, out, err, memory }
}

/// Waits for a program; returns how it ended, and its peak resident memory in KiB. Kills it and returns `None` if it
/// takes longer than `bound`.
pub(crate) fn watched(child: &mut Child, bound: Duration) -> Option<(ExitStatus, u64)> {
    let begun = Instant::now();
    let mut memory = 0;
    while begun.elapsed() <= bound {
        if let Some(status) = child.try_wait().unwrap() {
            return Some((status, memory));
        }
        memory = memory.max(peak(child.id()));
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    None
}

fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}

/// Checks what must hold for any input, and that the exit status is one of these.
fn survives(name: &str, attack: Attack, statuses: &[i32]) -> Seen {
    let seen = check(attacker(attack));
    assert!(statuses.contains(&seen.status), "{name}: {seen:?}");
    assert!(!seen.err.contains("panicked"), "{name}: {seen:?}");
    assert!(seen.memory < MEMORY, "{name}: {seen:?}");
    let shown = format!("{}{}", seen.out, seen.err);
    assert!(!shown.contains("the-token-of-an-attack"), "{name}: {seen:?}");
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(shown.chars().all(is_plain), "{name}: {seen:?}");
    if seen.status == 3 && seen.out.is_empty() {
        let line = seen.err.lines().last().unwrap_or_default();
        assert!(line.starts_with("error: "), "{name}: {seen:?}");
    }
    seen
}

fn body(bytes: &'static [u8]) -> Attack {
    Attack::Body(Arc::new(move |stream| {
        let _ = stream.write_all(bytes);
    }))
}

/// Sends a first part, then the same bytes over and over while anyone reads them.
fn endless(head: &'static [u8], again: Vec<u8>, rest: Duration) -> Act {
    Arc::new(move |stream| {
        if stream.write_all(head).is_err() {
            return;
        }
        while stream.write_all(&again).is_ok() {
            thread::sleep(rest);
        }
    })
}

const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
const OPEN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n\r\n";

#[test]
fn bodies_of_every_kind() {
    let cases: [(&str, &[u8]); 16] = [
        ("nothing", b""),
        ("no HTTP", b"SSH-2.0-OpenSSH_9.2\r\n"),
        ("a head without end", b"HTTP/1.1 200 OK\r\nx: "),
        ("a status that is none", b"HTTP/1.1 999999 x\r\n\r\n"),
        ("a status of no number", b"HTTP/1.1 abc OK\r\n\r\n"),
        ("a length that is none", b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}\n"),
        ("a length that is huge", b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n{}\n"),
        ("two lengths", b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 30\r\n\r\n{}\n"),
        ("less than its length", b"HTTP/1.1 200 OK\r\ncontent-length: 300\r\n\r\n{\"id\":\"a\"}\n"),
        ("half a line, to the end", b"HTTP/1.1 200 OK\r\n\r\n{\"id\":\"a\",\"type\":\"VM\"}\n{\"id\":"),
        ("a chunk of no size", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n"),
        (
            "a chunk of a huge size",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n",
        ),
        ("chunks without end", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{}\n\r\n"),
        ("compressed", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\x8b\x08"),
        ("a web page", b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>"),
        (
            "another protocol",
            b"HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n{}\n",
        ),
    ];
    for (name, bytes) in cases {
        survives(name, body(bytes), &[1, 3]);
    }
}

/// Half of an inventory that ends at a line's end looks whole to HTTP; its references show that it is not.
#[test]
fn a_body_without_length_that_ends_at_a_line_is_a_gap() {
    let objects =
        b"HTTP/1.1 200 OK\r\n\r\n{\"id\":\"p\",\"type\":\"pool\",\"$pool\":\"p\",\"master\":\"h\"}\n\
        {\"id\":\"h\",\"type\":\"host\",\"$pool\":\"p\"}\n\
        {\"id\":\"v\",\"type\":\"VM\",\"$pool\":\"p\",\"power_state\":\"Running\",\"$VBDs\":[\"b\"]}\n";
    let seen = survives("half an inventory", body(objects), &[1, 2, 3]);
    assert!(seen.out.starts_with("Cannot tell"), "{seen:?}");
}

#[test]
fn floods_and_drips_of_http_end() {
    let ms = Duration::from_millis;
    let many = b"3\r\n{}\n\r\n".repeat(4096);
    let cases: [(&str, Act); 5] = [
        ("lines without end", endless(CHUNKED, many, ms(0))),
        ("one line without end", endless(OPEN, vec![b'x'; 1 << 16], ms(0))),
        ("blank lines without end", endless(OPEN, vec![b'\n'; 1 << 16], ms(0))),
        ("a byte now and then", endless(OPEN, b"{".to_vec(), ms(300))),
        ("heads without end", endless(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n".repeat(1000), ms(0))),
    ];
    for (name, act) in cases {
        survives(name, Attack::Body(act), &[3]);
    }
}

/// Only XO's own form of a one-time address is followed; no request ever goes to another server.
#[test]
fn addresses_that_lead_elsewhere_are_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let host = elsewhere.local_addr().unwrap();
    let long = format!("/api/{}", "x".repeat(3000));
    let forms = [
        format!("http://{host}/api/x"),
        format!("//{host}/api/x"),
        format!("\\\\{host}\\api\\x"),
        format!("/api/@{host}/x"),
        format!("/api/x@{host}/../x"),
        "/api/../rest/v0/vms".to_owned(),
        "/api/%2e%2e/rest".to_owned(),
        "/api/".to_owned(),
        "/api/a/b".to_owned(),
        "/api/a?b=c".to_owned(),
        "/api/a#b".to_owned(),
        "/API/x".to_owned(),
        "api/x".to_owned(),
        "/api/a\r\nx: y".to_owned(),
        "/api/\u{202e}x".to_owned(),
        long,
        String::new(),
    ];
    for form in forms {
        let seen = survives(&form, Attack::Address(form.clone()), &[1, 3]);
        assert!(form.is_empty() || !seen.err.contains(&form), "{seen:?}");
        match elsewhere.accept() {
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            Ok(_) => panic!("{form}: another server was asked"),
        }
    }
}

#[test]
fn frames_of_every_kind() {
    let raw = |bytes: &'static [u8]| -> Act {
        Arc::new(move |stream| {
            let _ = stream.write_all(bytes);
        })
    };
    let cases: [(&str, Act); 14] = [
        ("an unknown opcode", raw(b"\x8f\x00")),
        ("reserved bits", raw(b"\xf1\x01a")),
        ("a masked frame", raw(b"\x81\x81\0\0\0\0a")),
        ("a long control frame", raw(b"\x89\x7e\x01\x00")),
        ("a control frame in pieces", raw(b"\x09\x00")),
        ("a piece of nothing", raw(b"\x80\x01a")),
        ("a text that is none", raw(b"\x81\x02\xff\xfe")),
        ("a close of one byte", raw(b"\x88\x01a")),
        ("a close for no reason", raw(b"\x88\x02\x00\x00")),
        ("a close with a reason that moves", raw(b"\x88\x08\x03\xe8\x1b[2J\x07x")),
        ("a frame of 2^63 bytes", raw(b"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff")),
        ("half a head", raw(b"\x81")),
        ("an answer to nobody", raw(b"\x81\x15{\"id\":77,\"result\":{}}")),
        ("no JSON", raw(b"\x81\x03{{{")),
    ];
    for (name, act) in cases {
        survives(name, Attack::Frames(act), &[3]);
    }
}

#[test]
fn floods_and_drips_of_frames_end() {
    let ms = Duration::from_millis;
    let notification = br#"{"method":"all","params":{"type":"enter","items":{"a":{"type":"VM"}}}}"#;
    let enters = [&[0x81, notification.len() as u8][..], notification].concat();
    let cases: [(&str, Act); 6] = [
        ("pings", endless(b"", b"\x89\x7d".iter().copied().chain([b'x'; 125]).collect(), ms(0))),
        ("pongs", endless(b"", b"\x8a\x00".repeat(1000), ms(0))),
        ("pieces without end", endless(b"\x01\x01a", b"\x00\x01a".repeat(1000), ms(0))),
        ("empty pieces", endless(b"\x01\x00", b"\x00\x00".repeat(1000), ms(0))),
        ("notifications", endless(b"", enters.repeat(100), ms(0))),
        ("a byte now and then", endless(b"\x81\x7e\xff\xff", b"x".to_vec(), ms(300))),
    ];
    for (name, act) in cases {
        survives(name, Attack::Frames(act), &[3]);
    }
}

/// Many checks at once on a healthy server all get the same answer.
#[test]
fn fifty_checks_at_once() {
    const AT_ONCE: usize = 50;
    let state = crate::faults::state();
    let token = crate::faults::TOKEN;
    let server = crate::common::serve(state);
    let (url, done) = (server.url(), AtomicUsize::new(0));
    let outs: Vec<String> = thread::scope(|scope| {
        let run = || {
            let home = Home::new();
            let at = crate::common::instant().to_string();
            let args = ["check", "--no-forecast", "--url", &url, "--at", &at, "--format", "json"];
            let ran = home.run(&args, &[("XO_TOKEN", token)]);
            assert!((0..=2).contains(&ran.status), "{ran:?}");
            done.fetch_add(1, Ordering::Relaxed);
            ran.out
        };
        let all: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(run)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(done.load(Ordering::Relaxed), AT_ONCE);
    assert!(outs.iter().all(|out| *out == outs[0]));
}

/// Many runs at once keep their readings in one file: each reading is there, without a warning. They are an hour apart,
/// because the first run of a day thins out to one reading an hour.
#[test]
fn fifty_checks_at_once_share_a_history() {
    const AT_ONCE: i64 = 50;
    let server = crate::common::serve(crate::faults::state());
    let home = Home::new();
    let (url, history) = (server.url(), home.path("one.db"));
    thread::scope(|scope| {
        for nth in 0..AT_ONCE {
            let (home, url, history) = (&home, &url, &history);
            scope.spawn(move || {
                let at = (crate::common::instant() + jiff::SignedDuration::from_hours(nth)).to_string();
                let err = home.path(&format!("err-{nth}"));
                let mut child = Command::new(env!("CARGO_BIN_EXE_xo-health"))
                    .args(["check", "--no-forecast", "--url", url, "--at", &at, "--history"])
                    .arg(history)
                    .env_clear()
                    .env("XO_TOKEN", crate::faults::TOKEN)
                    .stdin(Stdio::null())
                    .stdout(Stdio::null())
                    .stderr(std::fs::File::create(&err).unwrap())
                    .spawn()
                    .unwrap();
                let (status, memory) = watched(&mut child, Duration::from_secs(100)).unwrap();
                let err = std::fs::read_to_string(err).unwrap();
                assert!(status.code().is_some_and(|code| code <= 2), "{nth}: {status} {err}");
                assert!(!err.contains("history"), "{nth}: {err}");
                assert!(memory < MEMORY, "{nth}: {memory} KiB");
            });
        }
    });
    let counted = home.run(&["history", "stats", "--history", history.to_str().unwrap()], &[]);
    assert!(counted.out.contains("readings: 50 "), "{}", counted.out);
}
