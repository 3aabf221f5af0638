//! Signing in once: `login`, `logout`, `whoami`.

use mock_xo::{Running, ServeOptions, Tls};
use serde_json::Value;

use crate::common::{instant, serve};
use crate::program::{Home, Ran};

const FILE: &str = "config/xo-health/credentials.toml";

fn started() -> (Running, String) {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    (serve(state), token)
}

fn by_tls() -> (Running, String) {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let options = ServeOptions { tls: Some(Tls::LikeXo), ..ServeOptions::default() };
    (mock_xo::serve(state, options).unwrap(), token)
}

/// Signs in with a token on standard input.
fn login(home: &Home, url: &str, token: &str, more: &[&str]) -> Ran {
    let ran = Ran::of(home.command(&[&["login", url], more].concat(), &[]).write_stdin(format!("{token}\n")));
    if !token.is_empty() {
        ran.keeps(&[token]);
    }
    ran
}

fn capture(home: &Home, more: &[&str]) -> Ran {
    home.run_once(&[&["capture", "-o", "a.json"], more].concat(), &[])
}

#[test]
fn later_runs_use_what_was_kept() {
    let home = Home::new();
    let (server, token) = started();
    let url = server.url();
    assert_eq!(capture(&home, &["--url", &url]).status, 64, "nobody signed in yet");
    let ran = login(&home, &url, &token, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.contains("permission `admin`") && ran.err.contains("credentials.toml"), "{ran:?}");
    // only the sign-in and the version are asked for, and nothing is created
    assert_eq!(server.calls(), ["session.signIn", "system.getServerVersion"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.path(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(capture(&home, &["--url", &url]).status, 0);
    assert_eq!(capture(&home, &[]).status, 0, "the only one needs no address");
    // the environment comes first
    let ran = home.run_once(&["capture", "-o", "a.json", "--url", &url], &[("XO_TOKEN", "wrong")]);
    assert_eq!(ran.status, 3, "{ran:?}");
    // with a second server an address is needed, and each has its own token
    let (other, other_token) = started();
    assert_eq!(login(&home, &other.url(), &other_token, &[]).status, 0);
    assert!(capture(&home, &[]).failed(64).contains("no XO address"));
    assert_eq!(capture(&home, &["--url", &url]).status, 0);
    assert_eq!(capture(&home, &["--url", &other.url()]).status, 0);
    let ran = home.run(&["logout"], &[]);
    assert!(ran.failed(64).contains("name one") && ran.err.contains(&url), "{ran:?}");
    assert_eq!(home.run(&["logout", &other.url()], &[]).status, 0);
    assert!(home.run(&["logout", &other.url()], &[]).failed(64).contains("not signed in"));
    let ran = home.run(&["logout"], &[]);
    assert!(ran.status == 0 && ran.err.contains("stays valid in XO"), "{ran:?}");
    assert_eq!(capture(&home, &["--url", &url]).status, 64);
    assert!(!std::fs::read_to_string(home.path(FILE)).unwrap().contains(&token));
    assert_eq!(home.run(&["logout"], &[]).status, 64);
}

#[test]
fn a_certificate_is_agreed_to_and_pinned() {
    let home = Home::new();
    let (server, token) = by_tls();
    let url = server.url();
    let ran = login(&home, &url, &token, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (64, ""), "{ran:?}");
    assert!(ran.err.contains("SHA-256") && ran.err.contains("--yes"), "{ran:?}");
    assert!(server.calls().is_empty(), "the token went to nobody");
    assert!(!home.path(FILE).exists());
    let wrong = "ab".repeat(32);
    assert_eq!(login(&home, &url, &token, &["--pin-sha256", &wrong]).status, 3);
    assert!(!home.path(FILE).exists());
    let ran = login(&home, &url, &token, &["--yes"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let kept = std::fs::read_to_string(home.path(FILE)).unwrap();
    assert!(kept.contains("pin_sha256 = \""), "{kept}");
    assert_eq!(capture(&home, &["--url", &url]).status, 0);
    // another certificate at the same address is refused, even with a token
    std::fs::write(home.path(FILE), kept.replace("pin_sha256 = \"", "pin_sha256 = \"00")).unwrap();
    let damaged = capture(&home, &["--url", &url]);
    assert!(damaged.failed(64).contains("damaged"), "{damaged:?}");
    let pin = kept.split("pin_sha256 = \"").nth(1).unwrap().split('"').next().unwrap();
    std::fs::write(home.path(FILE), kept.replace(pin, &wrong)).unwrap();
    assert!(capture(&home, &["--url", &url]).failed(3).contains("not the pinned one"));
}

#[test]
fn errors_are_reported_and_nothing_is_kept() {
    let home = Home::new();
    let (server, token) = started();
    let url = server.url();
    assert!(login(&home, &url, "hunter2-wrong", &[]).failed(3).contains("refuses the sign-in"));
    assert!(login(&home, &url, "", &[]).failed(64).contains("empty"));
    assert!(login(&home, "ftp://xo", &token, &[]).failed(64).contains("ftp"));
    assert_eq!(home.files(), [""; 0]);
    assert_eq!(login(&home, &url, &token, &[]).status, 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(home.path(FILE), std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(capture(&home, &["--url", &url]).failed(64).contains("chmod 600"));
    }
    let japanese = home.run(&["logout", "--lang", "ja"], &[]);
    assert!(japanese.err.contains("ほかの人が読めます"), "{japanese:?}");
}

/// Each of the mock's users, and what the user lacks.
#[test]
fn who_may_read_what() {
    let state = mock_xo::scenario::demo(instant());
    let tokens = [state.admin_token(), state.reader_token(), state.plain_token()].map(str::to_owned);
    let server = serve(state);
    let url = server.url();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/whoami-1.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let missing = tokens.map(|token| {
        let home = Home::new();
        let ran = home.run(&["whoami", "--url", &url, "--format", "json"], &[("XO_TOKEN", &token)]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let document = ran.json();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
        let parts = document["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 11);
        let missing: Vec<&Value> = parts.iter().filter(|part| part["readable"] == false).collect();
        assert_eq!(missing.len(), document["gaps"].as_array().unwrap().len());
        let text = home.run(&["whoami", "--url", &url], &[("XO_TOKEN", &token)]).out;
        assert_eq!(text.matches("grant:").count(), missing.len(), "{text}");
        let is_admin = document["permission"] == "admin";
        assert_eq!(text.starts_with("Signed in as an administrator"), is_admin, "{text}");
        missing.len()
    });
    assert_eq!(missing[0], 0);
    assert!(missing[1] > 0 && missing[2] >= missing[1], "{missing:?}");
}

/// A server of the configuration without a token signs in with the one stored for its address.
#[test]
fn a_named_server_signs_in_with_what_was_kept() {
    let home = Home::new();
    let (server, token) = started();
    home.write("config/xo-health/config.toml", format!("[servers.main]\nurl = \"{}\"\n", server.url()));
    assert_eq!(capture(&home, &["--server", "main"]).status, 64, "nobody signed in yet");
    assert_eq!(login(&home, &server.url(), &token, &[]).status, 0);
    assert_eq!(capture(&home, &["--server", "main"]).status, 0);
    assert_eq!(capture(&home, &[]).status, 0, "the only server of the file");
}
