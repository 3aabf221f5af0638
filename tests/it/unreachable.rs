//! Servers that do not answer, or are not an XO: status 3, in time, with a message that says what to check.

use std::time::{Duration, Instant};

use mock_xo::State;

use crate::common::serve;
use crate::fake;
use crate::program::{Home, Ran};

const TOKEN: &str = "hunter2-token";

fn check(url: &str, more: &[&str]) -> Ran {
    let ran = Home::new().run_once(&[&["check", "--url", url], more].concat(), &[("XO_TOKEN", TOKEN)]);
    ran.keeps(&[TOKEN]);
    ran
}

/// Checks that a run takes no longer than a limit of a second allows on a busy machine.
fn in_time(run: impl FnOnce() -> Ran) -> Ran {
    let start = Instant::now();
    let ran = run();
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}: {ran:?}", start.elapsed());
    ran
}

#[test]
fn a_closed_port() {
    let url = format!("http://{}", fake::closed());
    let ran = in_time(|| check(&url, &[]));
    assert!(ran.failed(3).contains(&format!("cannot connect to {url}")), "{ran:?}");
}

#[test]
fn a_port_that_accepts_and_says_nothing() {
    let silent = fake::silent();
    let cases = [
        (format!("http://{silent}"), "--connect-timeout", "XO may be starting"),
        (format!("https://{silent}"), "--connect-timeout", "TLS gets no answer"),
        (format!("http://{silent}"), "--run-timeout", "longer than 1 s in all"),
    ];
    for (url, limit, says) in cases {
        let ran = in_time(|| check(&url, &[limit, "1s"]));
        assert!(ran.failed(3).contains(says), "{url} {limit}: {ran:?}");
    }
}

/// XO leaves an upgrade at any other path without an answer (facts/xo-observed.md, Connecting).
#[test]
fn a_wrong_sub_path() {
    let server = serve(State::new());
    let url = format!("{}/xo", server.url());
    let ran = in_time(|| check(&url, &["--connect-timeout", "1s"]));
    assert!(ran.failed(3).contains("wrong sub-path"), "{ran:?}");
}

#[test]
fn servers_that_are_no_xo() {
    let answers: [&[u8]; 7] = [
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: https://login.example.org/?hunter2-token\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 \x1b[2J\xff\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ];
    for answer in answers {
        let address = fake::always(answer);
        let ran = in_time(|| check(&format!("http://{address}"), &["--connect-timeout", "3s"]));
        let line = ran.failed(3);
        let shown = String::from_utf8_lossy(answer);
        assert!(line.contains(&format!("http://{address}")), "{shown}: {line}");
    }
}

#[test]
fn https_to_a_port_without_tls() {
    let address = fake::always(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    let ran = in_time(|| check(&format!("https://{address}"), &["--connect-timeout", "3s"]));
    ran.failed(3);
}

/// The language is known before the arguments are parsed: errors in them, and in what they name, are reported in it.
#[test]
fn errors_and_help_speak_the_language_of_the_user() {
    let home = Home::new();
    let cases: [(&[&str], &[(&str, &str)], i32, &str); 4] = [
        (&["chek", "--lang", "ja"], &[], 64, "エラー: `chek` というコマンドはありません"),
        (&["check", "--retries", "x"], &[("LANG", "ja_JP.UTF-8")], 64, "0 から 100 までの整数"),
        (&["check", "--lang=ja", "--from", "gone.json"], &[], 3, "キャプチャ `gone.json` を読めません"),
        (
            &["check", "--lang", "en", "--from", "gone.json"],
            &[("LANG", "ja_JP.UTF-8")],
            3,
            "error: cannot read",
        ),
    ];
    for (args, vars, status, words) in cases {
        let ran = home.run(args, vars);
        assert_eq!(ran.status, status, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    }
    let help = home.run(&["sr", "--help"], &[("LC_ALL", "ja_JP.UTF-8")]);
    assert!(help.status == 0 && help.out.contains("使い方: xo-health sr"), "{}", help.out);
}
