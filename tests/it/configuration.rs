//! The configuration file: found, read, refused; what it sets, and what overrides it.

use std::path::Path;

use mock_xo::{Running, State};
use serde_json::json;

use crate::common::serve;
use crate::fake;
use crate::program::{Home, Ran};

const FILE: &str = "config/xo-health/config.toml";

/// Returns a capture, which needs no server: the configuration shows in its report.
fn capture() -> String {
    crate::common::capture_path("near-30-chain").display().to_string()
}

fn home(text: &str) -> Home {
    let home = Home::new();
    home.write(FILE, text);
    home
}

fn server() -> (Running, String) {
    let mut state = State::new();
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p", "name_label": "pool"}),
        json!({"id": "h", "type": "host", "$pool": "p"}),
        json!({"id": "s", "type": "SR", "$pool": "p", "SR_type": "nfs"}),
    ] {
        state.objects.insert(object).unwrap();
    }
    let token = state.admin_token().to_owned();
    (serve(state), token)
}

/// The horizon of a forecast, in hours: argument over environment over file over default.
#[test]
fn the_highest_layer_wins() {
    let cases: [(&[&str], &[(&str, &str)], &str, u64); 5] = [
        (&["--horizon", "1d"], &[("XO_HEALTH_HORIZON", "2d")], "[forecast]\nhorizon = \"3d\"", 24),
        (&[], &[("XO_HEALTH_HORIZON", "2d")], "[forecast]\nhorizon = \"3d\"", 48),
        (&[], &[("XO_HEALTH_HORIZON", "")], "[forecast]\nhorizon = \"3d\"", 72),
        (&[], &[], "[forecast]\nhorizon = \"3d\"", 72),
        (&[], &[], "", 168),
    ];
    let capture = capture();
    for (args, vars, file, hours) in cases {
        let given = ["check", "--from", &capture, "--format", "json", "--draws", "20"];
        let ran = home(file).run(&[&given, args].concat(), vars);
        assert_eq!(ran.json()["horizon_hours"], hours, "{args:?} {vars:?} {file}");
    }
}

/// Returns a value and its origin from a list.
fn origin_of(list: &str, key: &str) -> String {
    let of = |line: &str| {
        let (value, origin) = line
            .strip_prefix("# ")
            .unwrap_or(line)
            .strip_prefix(key)?
            .strip_prefix(" = ")?
            .rsplit_once("  # ")?;
        Some(format!("{} # {origin}", value.trim()))
    };
    list.lines().find_map(of).unwrap_or_else(|| panic!("{key}: {list}"))
}

/// Every effective value has an origin: an argument, a variable, the file, the default; so do server and credentials.
#[test]
fn every_value_has_an_origin() {
    let home = home(
        "width = 60\n[forecast]\nhorizon = \"3d\"\n[servers.main]\nurl = \"https://a.example\"\ntoken_command = \"touch ran; echo t\"\n",
    );
    let own = home.path(FILE).display().to_string();
    let show = |given: &[&str], vars: &[(&str, &str)]| {
        let ran = home.run(&[&["config", "show", "--origin"], given].concat(), vars);
        assert_eq!(ran.status, 0, "{ran:?}");
        ran.keeps(&["hunter2"]);
        ran.out
    };
    let vars = [("XO_HEALTH_DRAWS", "99"), ("LANG", "ja_JP.UTF-8"), ("TZ", "Asia/Tokyo")];
    let list = show(&["--lang", "en", "--", "forecast", "--seed", "7", "--all"], &vars);
    for (key, expected) in [
        ("config", format!("\"{own}\" # default")),
        ("lang", "\"en\" # argument `--lang`".into()),
        ("timezone", "\"Asia/Tokyo\" # `TZ`".into()),
        ("width", format!("60 # {own}:1")),
        ("forecast.horizon", format!("\"3d\" # {own}:3")),
        ("forecast.draws", "\"99\" # `XO_HEALTH_DRAWS`".into()),
        ("forecast.seed", "7 # argument `--seed`".into()),
        ("thresholds.snapshots_left", "5 # default".into()),
        ("title", "(not set) # default".into()),
        ("url", "\"https://a.example\" # `servers.main`".into()),
        ("token", "(hidden) # `servers.main.token_command`".into()),
    ] {
        assert_eq!(origin_of(&list, key), expected, "{key}");
    }
    assert!(!home.path("ran").exists(), "no program runs for it");
    let xo = [("XO_URL", "https://b.example"), ("XO_TOKEN", "hunter2")];
    let list = show(&[], &xo);
    assert_eq!(origin_of(&list, "url"), "\"https://b.example\" # `XO_URL`");
    assert_eq!(origin_of(&list, "token"), "(hidden) # `XO_TOKEN`");
    let japanese = show(&[], &[("LANG", "ja_JP.UTF-8")]);
    assert_eq!(origin_of(&japanese, "title"), "（未設定） # 既定値");
    assert_eq!(origin_of(&japanese, "lang"), "\"ja\" # `LANG`");
    let wrong = home.run(&["config", "show", "--origin", "--", "check", "--bad"], &[]);
    assert_eq!((wrong.status, wrong.out.as_str()), (64, ""), "{wrong:?}");
    let alone = home.run(&["config", "show"], &[]);
    assert!(alone.out.starts_with("forecast.horizon = \"3d\"\n") && !alone.out.contains('#'), "{alone:?}");
}

/// The reason for refusing a value is explained in the language of the user, whichever layer sets it.
#[test]
fn reasons_have_words() {
    let cases = [
        ("width = 5", "`width`: `5`: not a whole number between 40 and 1000", "`5`: 40 から 1000 までの整数"),
        (
            "width = [5]",
            "`width`: a text or a number is needed, not a list",
            "テキストか数値が必要ですが、リストに",
        ),
        ("server = 5", "`server`: a text is needed, not a number", "テキストが必要ですが、数値に"),
        ("forecast = 5", "`forecast`: a table is needed, not a number", "テーブルが必要ですが、数値に"),
        ("ignore = 5", "`ignore`: a list is needed, not a number", "リストが必要ですが、数値に"),
        ("ascii = \"y\"", "not one of `true`, `false`", "`true`、`false`のいずれか"),
        ("lang = \"de\"", "not one of `en`, `ja`", "`en`、`ja`のいずれか"),
        ("timezone = \"x\"", "not a time zone", "タイムゾーンではありません"),
        ("fail_on_forecast = \"x\"", "give a probability and hours", "`0.5@24h` のように"),
        ("[[ignore]]\ncode = 101", "a `reason` is needed", "`reason` が必要です"),
        ("[[ignore]]\ncode = 999\nreason = \"x\"", "no finding has the code `999`", "`999` という検出項目"),
        ("[[ignore]]\nuntil = \"x\"\nreason = \"x\"", "not a date", "日付ではありません"),
        ("[servers.a]\nurl = \"https://u:p@a\"", "must not have a user", "ユーザー名やパスワード"),
        ("[servers.a]\ntoken = 5", "a text is needed", "テキストが必要です"),
    ];
    for (file, english, japanese) in cases {
        let home = home(file);
        for (lang, expected) in [("en", english), ("ja", japanese)] {
            let ran = home.run(&["config", "check", "--lang", lang], &[]);
            assert!(ran.status == 64 && ran.err.contains(expected), "{file}: {ran:?}");
        }
    }
    let vars = [("XO_HEALTH_WIDTH", "5")];
    let ran = Home::new().run(&["config", "check", "--lang", "ja"], &vars);
    assert!(ran.err.contains("40 から 1000 までの整数"), "{ran:?}");
}

/// `--config` is used before its variable, and that before the user's file.
#[test]
fn the_file_that_is_named_wins() {
    let home = home("lang = \"en\"\nwidth = 60");
    home.write("other.toml", "width = 70");
    home.write("third.toml", "width = 80");
    let shown = |args: &[&str], vars: &[(&str, &str)]| {
        let out = home.run(&[&["config", "show", "--origin"], args].concat(), vars).out;
        origin_of(&out, "width")
    };
    let own = home.path(FILE).display().to_string();
    assert_eq!(shown(&[], &[]), format!("60 # {own}:2"));
    assert_eq!(shown(&[], &[("XO_HEALTH_CONFIG", "third.toml")]), "80 # third.toml:1");
    let named = &["--config", "other.toml"];
    assert_eq!(shown(named, &[("XO_HEALTH_CONFIG", "third.toml")]), "70 # other.toml:1");
    let ran = home.run(&["config", "show", "--config", "none.toml"], &[]);
    assert!(ran.failed(64).starts_with("cannot read the configuration none.toml: "), "{ran:?}");
}

/// A mistake ends every command that it could affect, before anything is read.
#[test]
fn a_mistake_is_never_silent() {
    let home = home("[thresholds]\nsnapshot_left = 9\n");
    let capture = capture();
    for args in [
        &["check", "--from", &capture][..],
        &["jobs", "--from", &capture],
        &["config", "check"],
        &["config", "show"],
    ] {
        let ran = home.run(args, &[]);
        assert_eq!((ran.status, ran.out.as_str()), (64, ""), "{ran:?}");
        let expected = format!(
            "error: {}:2: unknown key `thresholds.snapshot_left`; did you mean `snapshots_left`?\n  |\n2 | snapshot_left = …\n  | ^^^^^^^^^^^^^\n",
            home.path(FILE).display()
        );
        assert_eq!(ran.err, expected, "{args:?}");
    }
    assert_eq!(home.run(&["--help"], &[]).status, 0);
    assert_eq!(home.run(&["schema", "report"], &[]).status, 0);
    let japanese = home.run(&["config", "check", "--lang", "ja"], &[]);
    assert!(japanese.err.contains("というキーはありません。もしかして: `snapshots_left`"), "{japanese:?}");
    let ran = Home::new().run(&["config", "check"], &[("XO_HEALTH_SNAPSHOT_LEFT", "9")]);
    assert!(ran.failed(64).contains("did you mean `XO_HEALTH_SNAPSHOTS_LEFT`?"), "{ran:?}");
    let plugin = home.run(&["check", "--from", &capture, "--format", "nagios"], &[]);
    assert_eq!(plugin.status, 3, "{plugin:?}");
    assert!(plugin.out.starts_with("XO-HEALTH UNKNOWN - "), "{plugin:?}");
}

#[test]
fn a_threshold_of_the_file_counts() {
    let capture = capture();
    let codes = |file: &str, command: &str| {
        let ran = home(file).run(&[command, "--from", &capture, "--format", "json", "--no-forecast"], &[]);
        let report = ran.json();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().filter(|finding| finding["code"] == "XOH-302 sr-usage").count()
    };
    for command in ["check", "forecast"] {
        assert_eq!(codes("", command), 0);
        assert!(codes("[thresholds]\nsr_used_percent = 1", command) > 0, "{command}");
    }
}

/// An exception for something that the server does not have is reported, because nothing else would show it.
#[test]
fn an_exception_that_means_nothing_is_warned_of() {
    let capture = capture();
    let warned = |part: &str| {
        let home = home(&format!("[[exceptions]]\n{part}\nsnapshots_left = 9\n"));
        home.run(&["check", "--from", &capture, "--no-forecast", "--summary"], &[]).err
    };
    assert_eq!(warned("sr = \"*\""), "");
    for part in ["sr = \"no such*\"", "sr = \"*\"\ntag = \"gld\"", "job = \"\""] {
        let warning = warned(part);
        assert!(warning.starts_with("warning: `exceptions[1]` ("), "{part}: {warning}");
        assert!(warning.contains("applies to nothing on the server"), "{part}: {warning}");
    }
}

/// What a file names is checked as far as possible without a server.
#[test]
fn check_finds_what_would_fail_later() {
    let cases = [
        ("server = \"mian\"\n[servers.main]\nurl = \"https://a\"", "did you mean `main`?"),
        ("[servers.main]\ninsecure = true", "`servers.main` has no `url`"),
        ("[servers.main]\nurl = \"ftp://a\"", "only https, http, wss and ws"),
        ("[servers.main]\nurl = \"https://a\"\npin_sha256 = \"zz\"", "fingerprint"),
        ("[servers.main]\nurl = \"https://a\"\ntoken_command = []", "servers.main.token_command"),
        ("outputs = [\"a.html\", \"b.foo\"]", "b.foo"),
        ("outputs = [\"a.html\", \"a.html\"]", "a.html"),
    ];
    for (file, expected) in cases {
        let ran = home(file).run(&["config", "check"], &[]);
        assert!(ran.failed(64).contains(expected), "{file}: {ran:?}");
    }
    let right =
        home("outputs = \"a.html\"\n[servers.main]\nurl = \"https://a\"").run(&["config", "check"], &[]);
    assert_eq!(right.status, 0, "{right:?}");
}

#[test]
fn the_language_of_the_file_is_that_of_everything() {
    let home = home("lang = \"ja\"");
    assert!(home.run(&["--help"], &[]).out.contains("使い方"));
    assert!(home.run(&["chek"], &[]).err.contains("というコマンドはありません"));
    assert!(home.run(&["--help"], &[("XO_HEALTH_LANG", "en")]).out.contains("Usage:"));
    assert!(home.run(&["--help", "--lang", "en"], &[("XO_HEALTH_LANG", "ja")]).out.contains("Usage:"));
}

/// The outputs of the file are for `check` only, and an argument replaces them.
#[test]
fn outputs() {
    let home = home("outputs = [\"report.md\", \"json:report\"]\nfail_on = \"never\"");
    let capture = capture();
    let given = ["--from", &capture, "--no-forecast"];
    let ran = home.run(&[&["check"], &given[..]].concat(), &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(home.files(), ["config", "report", "report.md"]);
    std::fs::remove_file(home.path("report")).unwrap();
    std::fs::remove_file(home.path("report.md")).unwrap();
    home.run(&["jobs", "--from", &capture], &[]);
    home.run(&[&["check", "--format", "json"], &given[..]].concat(), &[]).json();
    assert_eq!(home.files(), ["config"]);
    home.run(&[&["check", "-o", "a.csv"], &given[..]].concat(), &[]);
    assert_eq!(home.files(), ["a.csv", "config"]);
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A file with a token must be readable by its owner only; one without may be open to anybody.
#[cfg(unix)]
#[test]
fn a_secret_that_others_may_read() {
    let (server, token) = server();
    let url = server.url();
    for bits in [0o640, 0o604, 0o660, 0o620, 0o601] {
        let home = home(&format!("[servers.main]\nurl = \"{url}\"\ntoken = \"{token}\"\n"));
        mode(&home.path(FILE), bits);
        let ran = home.run(&["capture", "-o", "a.json"], &[]);
        assert!(ran.failed(64).contains("other users can read the token in "), "{ran:?}");
        ran.keeps(&[&token]);
        mode(&home.path(FILE), 0o600);
        assert_eq!(home.run(&["capture", "-o", "a.json"], &[]).status, 0);
        let shown = home.run(&["config", "show", "--origin"], &[]);
        assert!(shown.out.contains("servers.main.token = (hidden)"), "{shown:?}");
        shown.keeps(&[&token]);
    }
    let home = home(&format!("[servers.main]\nurl = \"{url}\"\n"));
    mode(&home.path(FILE), 0o644);
    assert_eq!(home.run(&["config", "check"], &[]).status, 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read() {
    // root reads every file, so a folder is in its place
    let home = Home::new();
    std::fs::create_dir_all(home.path(FILE)).unwrap();
    let ran = home.run(&["check", "--from", &capture()], &[]);
    assert!(ran.failed(64).starts_with("cannot read the configuration "), "{ran:?}");
}

/// The place of the token, for each key of the file.
#[cfg(unix)]
#[test]
fn tokens() {
    let (server, token) = server();
    let url = server.url();
    let home = Home::new();
    // beside the file that names it, wherever the program runs
    home.write("config/xo-health/token", format!("{token}\n"));
    home.write("credentials/xo-token-main", &token);
    home.write("any/xo-token", &token);
    let credentials = home.path("credentials").display().to_string();
    let any = home.path("any").display().to_string();
    let wrong = "wrong-token-wrong-token";
    let cases: [(String, &[&str], &[(&str, &str)], i32); 11] = [
        ("token_file = \"token\"".into(), &[], &[], 0),
        (format!("token = \"{token}\""), &[], &[], 0),
        (format!("token_command = [\"echo\", \"{token}\"]"), &[], &[], 0),
        (format!("token_command = \"printf %s {token} | cat\""), &[], &[], 0),
        (String::new(), &[], &[("CREDENTIALS_DIRECTORY", &credentials)], 0),
        (String::new(), &[], &[], 64),
        // the environment overrides the file, but an argument that names a server overrides the environment
        (format!("token = \"{wrong}\""), &[], &[("XO_TOKEN", &token)], 0),
        (format!("token = \"{token}\""), &["--server", "main"], &[("XO_TOKEN", wrong)], 0),
        (format!("token = \"{token}\""), &["--server", "main"], &[("XO_URL", "http://127.0.0.1:1")], 0),
        (format!("token = \"{wrong}\""), &["--token-file", "config/xo-health/token"], &[], 0),
        (String::new(), &["--server", "main"], &[("XO_TOKEN", &token)], 64),
    ];
    for (lines, args, vars, status) in cases {
        home.write(FILE, format!("[servers.main]\nurl = \"{url}\"\n{lines}\n"));
        let ran = home.run_once(&[&["capture", "-o", "a.json"], args].concat(), vars);
        assert_eq!(ran.status, status, "{lines} {args:?} {vars:?}: {ran:?}");
        ran.keeps(&[&token, wrong]);
    }
    let ran = home.run_once(&["capture", "-o", "a.json", "--url", &url], &[("CREDENTIALS_DIRECTORY", &any)]);
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_token_command_that_fails() {
    let cases = [
        ("[\"false\"]", "`false` (`servers.main.token_command`) failed: exit status: 1"),
        ("[\"/no/such/program\"]", "cannot run `/no/such/program` (`servers.main.token_command`): "),
        ("[]", "`servers.main.token_command` names no program"),
        ("[\"true\"]", "the token from `servers.main.token_command` is empty"),
        ("\"echo hunter2; exit 3\"", "`echo` (`servers.main.token_command`) failed: exit status: 3"),
    ];
    for (command, expected) in cases {
        let home =
            home(&format!("[servers.main]\nurl = \"http://127.0.0.1:1\"\ntoken_command = {command}\n"));
        let ran = home.run_once(&["capture", "-o", "a.json"], &[]);
        assert!(ran.failed(64).contains(expected), "{ran:?}");
        ran.keeps(&["hunter2"]);
    }
}

/// The file decides about trust, unless an argument does.
#[test]
fn trust() {
    let home = home("[servers.main]\nurl = \"https://127.0.0.1:1\"\ntoken = \"t\"\nca_file = \"none.pem\"\n");
    let ran = home.run_once(&["capture", "-o", "a.json"], &[]);
    let expected = home.path("config/xo-health/none.pem").display().to_string();
    assert!(ran.failed(64).contains(&expected), "{ran:?}");
    let ran = home.run_once(&["capture", "-o", "a.json", "--insecure"], &[]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.err.contains("is not checked"), "{ran:?}");
}

#[test]
fn servers_by_name() {
    let down = format!("http://{}", fake::closed());
    let home = home(&format!(
        "[servers.main]\nurl = \"{down}\"\ntoken = \"t\"\n[servers.other]\nurl = \"{down}/sub\"\ntoken = \"t\"\n[servers.bare]\n"
    ));
    let capture = |args: &[&str]| home.run_once(&[&["capture", "-o", "a.json"], args].concat(), &[]);
    let cases: [(&[&str], i32, &str); 6] = [
        (
            &[],
            64,
            "the configuration has several servers (bare, main, other): choose one with `--server NAME`",
        ),
        (&["--server", "main"], 3, "cannot connect to"),
        (&["--server", "mian"], 64, "has no server `mian`; did you mean `main`?"),
        (&["--server", "bare"], 64, "`servers.bare` has no `url`"),
        (&["--server", "main", "--server", "other"], 64, "only `check` and `forecast` read several servers"),
        (&["--all-servers"], 64, "only `check` and `forecast` read several servers"),
    ];
    for (args, status, expected) in cases {
        let ran = capture(args);
        assert!(ran.failed(status).contains(expected), "{args:?}: {ran:?}");
    }
    for with in [&["--url", "x"][..], &["--demo"]] {
        let ran = capture(&[&["--server", "main"], with].concat());
        assert_eq!(ran.status, 64, "{ran:?}");
    }
}

/// `init` needs no input, writes a file readable by its owner only, and never overwrites one.
#[test]
fn a_file_to_begin_with() {
    let home = Home::new();
    let path = home.path(FILE);
    let ran = home.run(&["config", "init"], &[]);
    assert_eq!((ran.status, ran.out), (0, format!("wrote {}\n", path.display())));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(home.run(&["config", "check"], &[]).out, format!("{} is valid\n", path.display()));
    assert_eq!(home.run(&["config", "show"], &[]).out, "");
    std::fs::write(&path, "lang = \"en\"\n").unwrap();
    let ran = home.run(&["config", "init"], &[]);
    assert!(ran.failed(64).contains("already exists and was not changed"), "{ran:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "lang = \"en\"\n");
    assert_eq!(home.run(&["config", "init", "--config", "mine.toml"], &[]).out, "wrote mine.toml\n");
    // every line is valid once it is uncommented
    let text = std::fs::read_to_string(home.path("mine.toml")).unwrap();
    let taken: Vec<_> = text
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    home.write("taken.toml", taken.join("\n"));
    let ran = home.run(&["config", "check", "--config", "taken.toml"], &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        Ran::of(&mut home.command(&["config", "show", "--config", "taken.toml"], &[]))
            .out
            .contains("horizon")
    );
}
