//! Who signs in where: the order of the places, and the errors if there are no credentials.

use std::time::Duration;

use mock_xo::{Clock, Permission, Running, State, Token, User};
use serde_json::json;

use crate::common::{instant, serve};
use crate::fake;
use crate::program::{Home, Ran};

const ADMIN: &str = "admin@admin.net";
/// The right password; with the wrong values, it must never be printed.
const PASSWORD: &str = "s3cret-password";
const WRONG: &str = "hunter2-wrong";
const WRONG_PASSWORD: &str = "hunter2-password";

/// Returns a server with one pool, whose administrator has a password that is in no message by chance.
fn state() -> State {
    let mut state = State::new();
    state.users.get_mut(ADMIN).unwrap().password = PASSWORD.to_owned();
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p", "name_label": "pool"}),
        json!({"id": "h", "type": "host", "$pool": "p"}),
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "nfs"}),
    ] {
        state.objects.insert(object).unwrap();
    }
    state
}

fn started() -> (Running, String) {
    let state = state();
    let token = state.admin_token().to_owned();
    (serve(state), token)
}

/// Signs in and saves, which succeeds whatever the server holds.
fn capture(home: &Home, args: &[&str], vars: &[(&str, &str)]) -> Ran {
    home.run_once(&[&["capture", "-o", "a.json"], args].concat(), vars)
}

fn succeeded(ran: &Ran) {
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.err.starts_with("saved a.json"), "{ran:?}");
}

/// The places of credentials in their order; each test puts the right ones in one place and wrong ones elsewhere.
const PLACES: [&str; 6] = ["--token-file", "XO_TOKEN", "XOA_TOKEN", "XO_USERNAME", "XOA_USER", "xo-cli"];

/// Signs in with credentials in all places from `first` on, of which only those of `right` are right.
fn sign_in(server: &Running, token: &str, first: usize, right: impl Fn(usize) -> bool) -> Ran {
    let home = Home::new();
    let mut args = vec!["--url".to_owned(), server.url()];
    let mut vars = Vec::new();
    for (at, place) in PLACES.into_iter().enumerate().skip(first) {
        let token = if right(at) { token } else { WRONG };
        // XO refuses a user for 2 s after a wrong password, so the wrong ones have another user
        let (user, password) =
            if right(at) { (ADMIN, PASSWORD) } else { ("nobody@example.org", WRONG_PASSWORD) };
        match place {
            "--token-file" => {
                let file = home.write("token", format!("{token}\n"));
                args.extend(["--token-file".to_owned(), file.display().to_string()]);
            }
            "XO_USERNAME" => vars.extend([("XO_USERNAME", user), ("XO_PASSWORD", password)]),
            "XOA_USER" => vars.extend([("XOA_USER", user), ("XOA_PASSWORD", password)]),
            "xo-cli" => home.register_xo_cli(&server.url(), token),
            variable => vars.push((variable, token)),
        }
    }
    let ran = capture(&home, &args.iter().map(String::as_str).collect::<Vec<_>>(), &vars);
    ran.keeps(&[token, PASSWORD, WRONG, WRONG_PASSWORD]);
    ran
}

#[test]
fn the_first_place_with_credentials_wins() {
    let (server, token) = started();
    for (first, place) in PLACES.into_iter().enumerate() {
        let ran = sign_in(&server, &token, first, |at| at == first);
        assert_eq!(ran.status, 0, "{place}: {ran:?}");
        let ran = sign_in(&server, &token, first, |at| at != first);
        assert!(ran.failed(3).contains("refuses the sign-in"), "{place}: {ran:?}");
    }
}

#[test]
fn a_token_on_standard_input() {
    let (server, token) = started();
    let url = server.url();
    let home = Home::new();
    let args = ["capture", "-o", "a.json", "--url", &url, "--token-file", "-"];
    let vars = [("XO_TOKEN", WRONG)];
    succeeded(&Ran::of(home.command(&args, &vars).write_stdin(format!("{token}\n"))));
    for (input, says) in [("", "empty"), ("hunter2\nhunter3\n", "more than one line"), ("hunter2;x", "not a")]
    {
        let ran = Ran::of(home.command(&args, &vars).write_stdin(input));
        assert!(ran.failed(64).contains(says), "{input:?}: {ran:?}");
        ran.keeps(&["hunter"]);
    }
}

#[test]
fn the_first_place_with_an_address_wins() {
    let (server, token) = started();
    let (right, wrong) = (server.url(), format!("http://{}", fake::closed()));
    let places = ["--url", "XO_URL", "XOA_URL", "xo-cli"];
    for first in 0..places.len() {
        for is_right in [true, false] {
            let home = Home::new();
            let (mut args, mut vars) = (Vec::new(), vec![("XO_TOKEN", token.as_str())]);
            for (at, place) in places.into_iter().enumerate().skip(first) {
                let url = if (at == first) == is_right { &right } else { &wrong };
                match place {
                    "--url" => args.extend(["--url", url.as_str()]),
                    "xo-cli" => home.register_xo_cli(url, WRONG),
                    variable => vars.push((variable, url.as_str())),
                }
            }
            let ran = capture(&home, &args, &vars);
            if is_right {
                succeeded(&ran);
            } else {
                assert!(ran.failed(3).contains(&format!("cannot connect to {wrong}")), "{ran:?}");
            }
        }
    }
}

#[test]
fn addresses_as_people_write_them() {
    let (server, token) = started();
    let host = server.address();
    let home = Home::new();
    let port = host.port();
    for url in [
        format!("http://{host}"),
        format!("http://{host}/"),
        format!("http://{host}/api/"),
        format!("ws://{host}/api/"),
        format!("HTTP://LOCALHOST:{port}/api"),
    ] {
        succeeded(&capture(&home, &["--url", &url], &[("XO_TOKEN", &token)]));
    }
}

#[test]
fn the_token_of_xo_cli_goes_to_its_own_server_only() {
    let (server, token) = started();
    let url = server.url();
    let home = Home::new();
    home.register_xo_cli(&url.replace("http:", "ws:"), &token);
    succeeded(&capture(&home, &["--url", &url], &[]));
    succeeded(&capture(&home, &[], &[]));
    let before = server.calls().len();
    let port = server.address().port();
    for other in [
        format!("https://127.0.0.1:{port}"),
        format!("http://localhost:{port}"),
        "http://127.0.0.1".to_owned(),
    ] {
        home.register_xo_cli(&other, &token);
        let ran = capture(&home, &["--url", &url], &[]);
        let line = ran.failed(64);
        assert!(line.contains("no credentials for") && line.contains("for another server"), "{line}");
        ran.keeps(&[&token]);
    }
    assert_eq!(server.calls().len(), before, "the server was asked");
}

#[test]
fn refused_credentials() {
    let mut state = state();
    let past = instant().as_millisecond();
    state.users.add_token(Token {
        id: "expired-t0ken".to_owned(),
        email: ADMIN.to_owned(),
        expiration: Some(past),
    });
    let server = serve(state);
    let url = server.url();
    let home = Home::new();
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("XO_TOKEN", WRONG)], "the token is unknown or expired"),
        (&[("XO_TOKEN", "expired-t0ken")], "the token is unknown or expired"),
        (&[("XO_USERNAME", "nobody"), ("XO_PASSWORD", WRONG_PASSWORD)], "wrong user or password"),
        (&[("XO_USERNAME", ADMIN), ("XO_PASSWORD", WRONG_PASSWORD)], "wrong user or password"),
        (&[("XO_USERNAME", "a:b"), ("XO_PASSWORD", "hunter2-wrong:x")], "wrong user or password"),
    ];
    for (vars, says) in cases {
        for args in [&["check", "--url", &url][..], &["capture", "-o", "a.json", "--url", &url]] {
            // XO refuses a user for 2 s after a wrong password
            server.change(|state| state.clock.advance(Duration::from_secs(3)));
            let ran = home.run(args, vars);
            let line = ran.failed(3);
            assert!(line.contains(&url) && line.contains(says), "{vars:?}: {line}");
            ran.keeps(&["hunter2", "t0ken"]);
        }
    }
    assert_eq!(home.files(), [""; 0]);
}

#[test]
fn a_second_try_too_soon_must_wait() {
    let (server, _) = started();
    let home = Home::new();
    let url = server.url();
    let try_with = |password: &str| {
        // the same instant for each try, however slow this machine is
        server.change(|state| state.clock = Clock::starting_at(instant()));
        capture(&home, &["--url", &url], &[("XO_USERNAME", ADMIN), ("XO_PASSWORD", password)])
    };
    assert!(try_with(WRONG_PASSWORD).failed(3).contains("wrong user or password"));
    let ran = try_with(PASSWORD);
    assert!(ran.failed(3).contains("wait a few seconds"), "{ran:?}");
    ran.keeps(&[PASSWORD]);
}

#[test]
fn one_time_codes() {
    let mut state = state();
    state.users.get_mut(ADMIN).unwrap().otp = Some("123456".to_owned());
    let server = serve(state);
    let home = Home::new();
    let url = server.url();
    for (otp, is_right) in [(None, false), (Some("654321"), false), (Some("123456"), true)] {
        let mut vars = vec![("XO_USERNAME", ADMIN), ("XO_PASSWORD", PASSWORD)];
        vars.extend(otp.map(|otp| ("XO_OTP", otp)));
        server.change(|state| state.clock.advance(Duration::from_secs(3)));
        let ran = capture(&home, &["--url", &url], &vars);
        if is_right {
            succeeded(&ran);
        } else {
            assert!(ran.failed(3).contains("XO_OTP"), "{ran:?}");
        }
        ran.keeps(&[PASSWORD, "123456", "654321"]);
    }
}

/// XO's REST interface cuts a password at its `:`, JSON-RPC does not: the rest is read, and the gaps are reported.
#[test]
fn a_password_with_a_colon_still_reads_what_it_can() {
    let mut state = state();
    state.users.add(User::new("colon@example.org", "s3cret:password", Permission::None));
    let server = serve(state);
    let home = Home::new();
    let vars = [("XO_USERNAME", "colon@example.org"), ("XO_PASSWORD", "s3cret:password")];
    succeeded(&capture(&home, &["--url", &server.url()], &vars));
    let capture = mock_xo::read_capture(&home.path("a.json")).unwrap();
    assert_eq!(capture["calls"].as_object().unwrap().len(), 1);
    assert_eq!(capture["via_rest"], json!([]));
    assert_eq!(capture["errors"].as_object().unwrap().len(), 10);
    assert!(server.calls().iter().all(|call| !call.starts_with("GET /rest")), "{:?}", server.calls());
}

#[test]
fn nothing_to_sign_in_with_is_wrong_usage() {
    let (server, token) = started();
    let url = server.url();
    let home = Home::new();
    let missing = home.path("no-such-file");
    let missing = missing.to_str().unwrap();
    let cases: [(&[&str], &[(&str, &str)], &[&str]); 12] = [
        (&[], &[], &["no XO address", "--url", "XO_URL", "XOA_URL", "xo-cli"]),
        (&["--url", &url], &[], &["no credentials", "--token-file", "XO_TOKEN", "XO_USERNAME", "xo-cli"]),
        (&["--url", &url], &[("XO_TOKEN", " ")], &["no credentials"]),
        (&["--url", &url], &[("XO_USERNAME", ADMIN)], &["`XO_PASSWORD` is not"]),
        (&["--url", &url], &[("XO_PASSWORD", WRONG_PASSWORD)], &["`XO_USERNAME` is not"]),
        (&["--url", &url], &[("XO_TOKEN", "hunter2 two words")], &["XO_TOKEN", "not a token"]),
        (&["--url", &url, "--token-file", missing], &[], &["cannot read the token", "no-such-file"]),
        (&["--url", "http://admin:hunter2@127.0.0.1"], &[], &["before the `@`"]),
        (&["--url", "hunter2@127.0.0.1"], &[("XO_TOKEN", &token)], &["before the `@`"]),
        (&[], &[("XO_URL", "https://admin:hunter2@xo")], &["XO_URL", "before the `@`"]),
        (&["--url", "ftp://xo"], &[("XO_TOKEN", &token)], &["ftp:"]),
        (&["--url", &url, "--pin-sha256", "12"], &[("XO_TOKEN", &token)], &["fingerprint"]),
    ];
    for (args, vars, says) in cases {
        for command in [&["check"][..], &["capture", "-o", "a.json"]] {
            let ran = home.run(&[command, args].concat(), vars);
            let line = ran.failed(64);
            assert!(says.iter().all(|word| line.contains(word)), "{args:?} {vars:?}: {line}");
            ran.keeps(&["hunter2", &token]);
        }
    }
    assert_eq!(server.calls(), [""; 0], "the server was asked");
    assert_eq!(home.files(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_token_file_that_others_can_read_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let (server, token) = started();
    let home = Home::new();
    let file = home.write("token", &token);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = capture(&home, &["--url", &server.url(), "--token-file", "token"], &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let lines: Vec<_> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{ran:?}");
    assert!(lines[0].starts_with("warning: ") && lines[0].contains("chmod 600"), "{ran:?}");
    ran.keeps(&[&token]);
}
