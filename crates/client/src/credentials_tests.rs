//! Where credentials and addresses are found, and in which order.

use std::collections::HashMap;

use super::*;

/// A simulated machine: variables, files (`!` before the text: open to others), standard input.
#[derive(Default)]
struct Written {
    vars: HashMap<String, String>,
    files: HashMap<PathBuf, String>,
    stdin: String,
}

impl Written {
    fn new(vars: &[(&str, &str)], files: &[(&str, &str)]) -> Self {
        Self {
            vars: vars.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            files: files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect(),
            stdin: "stdin-token\n".to_owned(),
        }
    }
}

impl Surroundings for Written {
    fn var(&self, name: &str) -> Option<String> {
        self.vars.get(name).cloned()
    }

    fn read_file(&self, path: &Path) -> io::Result<String> {
        let text = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.trim_start_matches('!').to_owned())
    }

    fn is_open_to_others(&self, path: &Path) -> bool {
        self.files.get(path).is_some_and(|text| text.starts_with('!'))
    }

    fn read_stdin(&self) -> io::Result<String> {
        Ok(self.stdin.clone())
    }

    fn config_dir(&self) -> Option<PathBuf> {
        Some("/c".into())
    }
}

/// Pairs of a name and a text.
type Pairs<'a> = &'a [(&'a str, &'a str)];

const CLI: &str = "/c/xo-cli/config.json";

/// Writes `token <secret>` or `<user>/<password>/<otp>`, the place, and warnings.
fn shown(found: Result<Found, CredentialsError>) -> String {
    let found = match found {
        Ok(found) => found,
        Err(error) => return format!("error: {error}"),
    };
    let who = match &found.credentials {
        Credentials::Token(token) => format!("token {}", token.expose_secret()),
        Credentials::Password { user, password, otp } => {
            let otp = otp.as_ref().map_or("", |otp| otp.expose_secret());
            format!("{user}/{}/{otp}", password.expose_secret())
        }
    };
    format!("{who} from {}{}", found.place, " (warned)".repeat(usize::from(found.open.is_some())))
}

#[test]
fn the_first_place_wins() {
    let cases: [(Pairs<'_>, Pairs<'_>, Option<&str>, &str); 16] = [
        (&[("XO_TOKEN", "t")], &[("/f", "file-token\n")], Some("/f"), "token file-token from /f"),
        (&[], &[("/f", "!file-token\r\n")], Some("/f"), "token file-token from /f (warned)"),
        (&[("XO_TOKEN", "t")], &[], Some("-"), "token stdin-token from standard input"),
        (&[("XO_TOKEN", "t"), ("XOA_TOKEN", "u")], &[], None, "token t from `XO_TOKEN`"),
        (&[("XO_TOKEN", ""), ("XOA_TOKEN", "u")], &[], None, "token u from `XOA_TOKEN`"),
        (
            &[("XO_TOKEN", "t"), ("XO_USERNAME", "a"), ("XO_PASSWORD", "b")],
            &[],
            None,
            "token t from `XO_TOKEN`",
        ),
        (
            &[("XO_USERNAME", "a"), ("XO_PASSWORD", "b")],
            &[],
            None,
            "a/b/ from `XO_USERNAME` and `XO_PASSWORD`",
        ),
        (
            &[("XO_USERNAME", "a"), ("XO_PASSWORD", " b:c "), ("XO_OTP", "123456\n")],
            &[],
            None,
            "a/ b:c /123456 from `XO_USERNAME` and `XO_PASSWORD`",
        ),
        (&[("XOA_USER", "a"), ("XOA_PASSWORD", "b")], &[], None, "a/b/ from `XOA_USER` and `XOA_PASSWORD`"),
        (
            &[("XO_USERNAME", ""), ("XO_PASSWORD", "")],
            &[(CLI, r#"{"server":"https://xo/","token":"c"}"#)],
            None,
            "token c from /c/xo-cli/config.json",
        ),
        (
            &[],
            &[(CLI, r#"{"server":"wss://xo:443/api/","token":"c"}"#)],
            None,
            "token c from /c/xo-cli/config.json",
        ),
        (
            &[],
            &[(
                CLI,
                r#"{"servers":{"https://other":{"token":"o"},"https://xo":{"token":"c","allowUnauthorized":true}}}"#,
            )],
            None,
            "token c from /c/xo-cli/config.json",
        ),
        (
            &[],
            &[(CLI, r#"{"servers":[5,null,{"url":"https://xo","token":"c"}]}"#)],
            None,
            "token c from /c/xo-cli/config.json",
        ),
        (
            &[("XO_USERNAME", "a")],
            &[(CLI, r#"{"server":"https://xo","token":"c"}"#)],
            None,
            "error: `XO_USERNAME` is set but `XO_PASSWORD` is not: set both, or give a token in `XO_TOKEN`",
        ),
        (
            &[("XOA_PASSWORD", "hunter2")],
            &[],
            None,
            "error: `XOA_PASSWORD` is set but `XOA_USER` is not: set both, or give a token in `XO_TOKEN`",
        ),
        (
            &[],
            &[("/f", "!")],
            Some("/f"),
            "error: the token from /f is empty: a token is one line of letters, digits, `-` and `_` (43 of them in XO)",
        ),
    ];
    let address = Address::parse("https://xo").unwrap();
    for (vars, files, flag, says) in cases {
        let around = Written::new(vars, files);
        assert_eq!(shown(find_credentials(flag.map(Path::new), &address, &around)), says);
    }
}

#[test]
fn a_token_of_another_server_is_never_used() {
    let address = Address::parse("https://xo").unwrap();
    for server in
        ["http://xo", "https://xo:8443", "https://xo.example.org", "https://evil@xo", "not an address", ""]
    {
        let config = serde_json::json!({ "server": server, "token": "hunter2" }).to_string();
        let around = Written::new(&[], &[(CLI, &config)]);
        let error = find_credentials(None, &address, &around).expect_err(server).to_string();
        assert!(!error.contains("hunter2"), "{error}");
        let named = ["--token-file", "XO_TOKEN", "XOA_TOKEN", "XO_USERNAME", "XOA_USER", CLI];
        assert!(named.iter().all(|place| error.contains(place)), "{error}");
        assert_eq!(error.contains("for another server"), !server.is_empty(), "{server}: {error}");
    }
}

#[test]
fn what_is_no_token_is_refused_without_repeating_it() {
    let address = Address::parse("https://xo").unwrap();
    for text in ["hunter2\nhunter3", "hunter2; admin=1", "hunter2 x", "hunter2\u{1b}", "hünter2"] {
        let error = find_credentials(None, &address, &Written::new(&[("XO_TOKEN", text)], &[])).unwrap_err();
        assert!(!error.to_string().contains("nter2"), "{error}");
    }
    let error = find_credentials(Some(Path::new("/no")), &address, &Written::default()).unwrap_err();
    assert!(error.to_string().starts_with("cannot read the token from /no"), "{error}");
}

#[test]
fn the_address_is_found_in_order() {
    let cli: &[(&str, &str)] = &[(CLI, r#"{"server":"https://cli","token":"c"}"#)];
    let cases: [(Option<&str>, Pairs<'_>, Pairs<'_>, &str); 9] = [
        (Some("flag"), &[("XO_URL", "env")], cli, "https://flag from `--url`"),
        (Some(""), &[("XO_URL", "env")], cli, "https://env from `XO_URL`"),
        (None, &[("XO_URL", " "), ("XOA_URL", "ws://old:80")], cli, "http://old from `XOA_URL`"),
        (None, &[], cli, "https://cli from /c/xo-cli/config.json"),
        (None, &[], &[(CLI, r#"{"servers":{"https://map":{}}}"#)], "https://map from /c/xo-cli/config.json"),
        (
            None,
            &[("XO_URL", "ftp://x")],
            cli,
            "error: `XO_URL`: the address of XO starts with `ftp:`: only https, http, wss and ws are supported",
        ),
        (
            None,
            &[],
            &[(CLI, "{")],
            "error: no XO address found: looked at `--url`, `XO_URL`, `XOA_URL`, /c/xo-cli/config.json (not valid JSON); sign in once with `xo-health login https://xo.example.org`, or give `--url`",
        ),
        (
            None,
            &[],
            &[(CLI, "[]")],
            "error: no XO address found: looked at `--url`, `XO_URL`, `XOA_URL`, /c/xo-cli/config.json; sign in once with `xo-health login https://xo.example.org`, or give `--url`",
        ),
        (
            None,
            &[],
            &[],
            "error: no XO address found: looked at `--url`, `XO_URL`, `XOA_URL`, /c/xo-cli/config.json; sign in once with `xo-health login https://xo.example.org`, or give `--url`",
        ),
    ];
    for (flag, vars, files, says) in cases {
        let got = match find_address(flag, &Written::new(vars, files)) {
            Ok((address, place)) => format!("{address} from {place}"),
            Err(error) => format!("error: {error}"),
        };
        assert_eq!(got, says);
    }
}

#[test]
fn secrets_do_not_print_themselves() {
    let token = Credentials::Token("hunter2".into());
    let password = Credentials::Password {
        user: "u".to_owned(),
        password: "hunter2".into(),
        otp: Some("hunter2".into()),
    };
    let found = Found { credentials: password, place: "p".to_owned(), open: None };
    assert!(!format!("{token:?} {token:#?} {found:?} {found:#?}").contains("hunter2"));
}
