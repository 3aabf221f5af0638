//! Captures as files: whole or not at all, without secrets, refused before the server is read.

use mock_xo::State;
use serde_json::{Value, json};

use crate::common::{instant, serve};
use crate::fake::Cutter;
use crate::program::Home;

const PRECIOUS: &[u8] = b"the capture of yesterday";

/// Pieces into which the traffic of one reading is cut; the last answer is in the last piece.
const PIECES: usize = 8;

#[test]
fn a_server_that_dies_leaves_nothing_behind() {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let whole = Cutter::start(server.address(), usize::MAX);
    let home = Home::new();
    let url = format!("http://{}", whole.address);
    let ran = home.run_once(&["capture", "-o", "a.json", "--url", &url], &[("XO_TOKEN", &token)]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let total = whole.sent();
    assert!(total > 10_000, "{total}");
    for (piece, ending) in (0..PIECES).zip(["json", "json.gz", "json.zst"].into_iter().cycle()) {
        let home = Home::new();
        let name = format!("a.{ending}");
        let file = home.write(&name, PRECIOUS);
        let cutter = Cutter::start(server.address(), total * piece / PIECES);
        let url = format!("http://{}", cutter.address);
        let ran = home.run_once(&["capture", "-o", &name, "--url", &url], &[("XO_TOKEN", &token)]);
        let line = ran.failed(3);
        assert!(cutter.has_cut() && line.contains(&url), "{line}");
        ran.keeps(&[&token]);
        assert_eq!(std::fs::read(&file).unwrap(), PRECIOUS, "{piece}");
        assert_eq!(home.files(), [name], "{piece}");
    }
}

/// A session may end at any byte of what XO sends: a sample of all places, including some at the beginning and the end.
#[test]
fn a_session_that_is_cut_at_any_byte_is_never_reported_on() {
    const SAMPLES: usize = 36;
    let server = serve(crate::faults::state());
    let home = Home::new();
    let check = |cutter: &Cutter| {
        let url = format!("http://{}", cutter.address);
        let args = ["check", "--no-forecast", "--url", &url, "--fail-on", "never"];
        home.run_once(&args, &[("XO_TOKEN", crate::faults::TOKEN)])
    };
    let whole = Cutter::start(server.address(), usize::MAX);
    assert_eq!(check(&whole).status, 0);
    let total = whole.sent();
    let spread = (0..SAMPLES).map(|nth| (nth * total / SAMPLES + nth * 7919 % (total / SAMPLES)).min(total));
    for at in (1..4).chain(spread).chain([total / 2, total * 9 / 10]) {
        let cutter = Cutter::start(server.address(), at);
        let ran = check(&cutter);
        if !cutter.has_cut() || ran.status == 0 {
            // the last bytes close a session that has sent everything
            assert!(at > total * 9 / 10 && ran.status == 0, "{at} of {total}: {ran:?}");
            continue;
        }
        ran.failed(3);
    }
}

/// Half an inventory must not pass for a healthy one, nor a truncated REST answer for a missing right.
#[test]
fn a_server_that_dies_is_never_reported_on() {
    let state = mock_xo::scenario::demo(instant());
    let tokens = [state.admin_token().to_owned(), state.reader_token().to_owned()];
    let server = serve(state);
    let home = Home::new();
    for token in tokens {
        let check = |cutter: &Cutter| {
            let url = format!("http://{}", cutter.address);
            home.run_once(&["check", "--url", &url, "--fail-on", "never"], &[("XO_TOKEN", &token)])
        };
        let whole = Cutter::start(server.address(), usize::MAX);
        check(&whole);
        for piece in 0..PIECES {
            let cutter = Cutter::start(server.address(), whole.sent() * piece / PIECES);
            let ran = check(&cutter);
            assert!(cutter.has_cut(), "{piece}: {ran:?}");
            ran.failed(3);
        }
    }
}

#[test]
fn a_new_capture_takes_the_place_of_the_old_one() {
    let home = Home::new();
    let file = home.write("a.json", PRECIOUS);
    let ran = home.run(&["capture", "--demo", "-o", "a.json"], &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{ran:?}");
    assert_eq!(mock_xo::read_capture(&file).unwrap()["format"], "xo-health.capture/1");
    assert_eq!(home.files(), ["a.json"]);
}

/// A capture shows how a company's servers are built, so only its owner can read it.
#[cfg(unix)]
#[test]
fn a_capture_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.run(&["capture", "--demo", "-o", "a.json"], &[]);
    let mode = std::fs::metadata(home.path("a.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn unwritable_files_are_reported_before_the_first_request() {
    let state = State::new();
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let url = server.url();
    let home = Home::new();
    home.write("file", "");
    home.write("folder.json/inside", "");
    let cases = [
        ("a", 64, "name it .json"),
        ("a.txt", 64, "name it .json"),
        ("a.gz", 64, "name it .json"),
        ("a.json.bz2", 64, "name it .json"),
        ("a.json/", 64, "name it .json"),
        ("-", 64, "name it .json"),
        ("no-such-folder/a.json", 3, "cannot write the capture"),
        ("file/a.json", 3, "cannot write the capture"),
        ("folder.json", 3, "is a directory"),
    ];
    let long = format!("{}.json", "x".repeat(300));
    let cases = cases.into_iter().chain([(long.as_str(), 3, "File name too long")]);
    for (file, status, says) in cases {
        let ran = home.run(&["capture", "-o", file, "--url", &url], &[("XO_TOKEN", &token)]);
        let line = ran.failed(status);
        assert!(line.contains(says), "{file}: {line}");
    }
    assert_eq!(server.calls(), [""; 0], "the server was asked");
    assert_eq!(home.files(), ["file", "folder.json"]);
}

/// Returns a server that reveals secrets wherever one ever was, or could be.
fn server_with_secrets() -> State {
    let mut state = State::new();
    let objects = [
        json!({"id": "p", "type": "pool", "$pool": "p", "otherConfig": {"auth_token": "s3cr3t-01"}}),
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "smb", "name_label": "see smb://u:s3cr3t-02@nas/x",
               "other_config": {"chappassword": "s3cr3t-03"}, "sm_config": {"secret": {"key": "s3cr3t-04"}}}),
        json!({"id": "b", "type": "PBD", "$pool": "p", "SR": "s",
               "device_config": {"server": "nas", "cifspassword": "s3cr3t-05", "password_secret": "s3cr3t-06",
                                 "location": "//nas/share"}}),
        json!({"id": "v", "type": "VM", "$pool": "p", "other": {"vm-data/admin_password": "s3cr3t-07"},
               "xenStoreData": {"vm-data/ssh-key": "s3cr3t-08"}}),
        json!({"id": "h", "type": "host", "$pool": "p", "iscsiPassword": ["s3cr3t-09"], "API_KEY": 5}),
    ];
    for object in objects {
        state.objects.insert(object).unwrap();
    }
    state.remotes =
        vec![json!({"id": "r", "url": "s3://key:s3cr3t-10@bucket/x", "encryptionKey": "s3cr3t-11"})];
    state.servers = vec![json!({"id": "x", "host": "h", "password": "s3cr3t-12", "enabled": true})];
    state.proxies =
        vec![json!({"id": "y", "authenticationToken": "s3cr3t-13", "url": "https://u:s3cr3t-14@y"})];
    state.backup_jobs =
        vec![json!({"id": "j", "type": "backup", "settings": {"": {"reportPassphrase": "s3cr3t-15"}}})];
    state
}

/// Saves as one user, and returns the text of the file.
fn saved(state: State, vars: &[(&str, &str)]) -> String {
    let server = serve(state);
    let home = Home::new();
    let args = ["capture", "-o", "a.json.gz", "--everything", "--show-calls", "--url", &server.url()];
    let ran = home.run(&args, vars);
    assert_eq!(ran.status, 0, "{ran:?}");
    ran.keeps(&["s3cr3t"]);
    mock_xo::read_capture(&home.path("a.json.gz")).unwrap().to_string()
}

/// Makes the server repeat the credentials themselves.
fn repeat(state: &mut State, secret: &str) {
    let message = format!("POST https://xo/?token={secret} failed");
    let log = json!({"id": "1", "start": 1, "jobId": "j", "status": "failure",
        "tasks": [{"id": "t", "result": {"message": message, "stack": [message]}}]});
    state.logs.insert("1".to_owned(), log);
}

#[test]
fn no_secret_gets_into_a_capture() {
    let mut state = server_with_secrets();
    state.users.set_admin_token("s3cr3t-token-of-the-user");
    repeat(&mut state, "s3cr3t-token-of-the-user");
    let by_token = saved(state, &[("XO_TOKEN", "s3cr3t-token-of-the-user")]);

    let mut state = server_with_secrets();
    let user = state.users.get_mut("admin@admin.net").unwrap();
    user.password = "s3cr3t \"pass\\word\"".to_owned();
    user.otp = Some("98765432".to_owned());
    repeat(&mut state, "s3cr3t \"pass\\word\" 98765432");
    let vars = [
        ("XO_USERNAME", "admin@admin.net"),
        ("XO_PASSWORD", "s3cr3t \"pass\\word\""),
        ("XO_OTP", "98765432"),
    ];
    let by_password = saved(state, &vars);

    for text in [by_token, by_password] {
        assert!(!text.contains("s3cr3t") && !text.contains("98765432"), "{text}");
        let capture: Value = serde_json::from_str(&text).unwrap();
        let calls = &capture["calls"];
        let redacted = text.matches("<redacted>").count();
        assert!(redacted >= 14, "{redacted}");
        // what is not secret stays
        let objects = &calls["xo.getAllObjects"];
        assert_eq!(objects["s"]["name_label"], "see smb://<redacted>@nas/x");
        assert_eq!(objects["b"]["device_config"]["location"], "//nas/share");
        assert_eq!(calls["remote.getAll"][0]["url"], "s3://<redacted>@bucket/x");
        assert_eq!(calls["server.getAll"][0]["host"], "h");
        let message = &calls["backupNg.getAllLogs"]["1"]["tasks"][0]["result"]["message"];
        assert!(message.as_str().unwrap().starts_with("POST https://xo/?<redacted>"), "{message}");
    }
}

/// No secret gets into a report, whatever the server sends.
#[test]
fn no_secret_gets_into_a_report() {
    let mut state = server_with_secrets();
    state.users.set_admin_token("s3cr3t-token-of-the-user");
    repeat(&mut state, "s3cr3t-token-of-the-user");
    state.objects.remove("s");
    let server = serve(state);
    for format in ["text", "json"] {
        let args = ["check", "--url", &server.url(), "--format", format, "--all", "--show-calls"];
        let ran = Home::new().run(&args, &[("XO_TOKEN", "s3cr3t-token-of-the-user")]);
        ran.keeps(&["s3cr3t"]);
        assert!(!ran.out.is_empty());
    }
}

/// Ctrl-C in the middle of a reading leaves no partial file either.
#[cfg(unix)]
#[test]
fn an_interrupted_capture_leaves_nothing_behind() {
    let home = Home::new();
    let url = format!("http://{}", crate::fake::silent());
    for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131)] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_xo-health"))
            .args(["capture", "-o", "a.json", "--url", &url, "--connect-timeout", "60s"])
            .env_clear()
            .env("XO_TOKEN", "a-token-of-no-server")
            .current_dir(home.path("."))
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // it has begun once its temporary file exists
        for _ in 0..500 {
            if !home.files().is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(home.files().len(), 1, "{signal}");
        let killed =
            std::process::Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(killed.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal}");
        assert_eq!(home.files(), Vec::<String>::new(), "{signal}");
    }
}

/// The disk fills up in the middle: the message says so and names the file, and nothing is left. A limit on the size of
/// files takes the place of the disk.
#[cfg(unix)]
#[test]
fn a_full_disk_is_reported_as_such() {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    for (ending, blocks) in [("json", 16), ("json.gz", 2), ("json.zst", 2)] {
        let home = Home::new();
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let name = format!("a.{ending}");
        let mut command = assert_cmd::Command::new("sh");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_xo-health")])
            .args(["capture", "-o", &name, "--url", &server.url(), "--retries", "0"])
            .env("XO_TOKEN", &token)
            .current_dir(home.path("."));
        let ran = crate::program::Ran::of(&mut command);
        let line = ran.failed(3);
        assert!(line.contains(&format!("cannot write the capture `{name}`: File too large")), "{line}");
        assert_eq!(home.files(), [""; 0], "{ending}");
    }
}
