//! Every error has Japanese words, with the same names and numbers as the English ones.

use super::*;
use xo_health_report::words::{style, testing};

const JA: &str = include_str!("../words/ja.ftl");

/// The sources that choose the words of errors.
const CHOSEN: [&str; 9] = [
    include_str!("../messages.rs"),
    include_str!("client.rs"),
    include_str!("config.rs"),
    include_str!("value.rs"),
    include_str!("anonymous.rs"),
    include_str!("login.rs"),
    include_str!("history.rs"),
    include_str!("../usage.rs"),
    include_str!("../help.rs"),
];

/// The enums of errors, with the prefix under which their words are chosen.
const ENUMS: [(&str, &str, &str); 20] = [
    ("Error", "Error::", include_str!("../../../crates/client/src/error.rs")),
    ("AddressError", "AddressError::", include_str!("../../../crates/client/src/address.rs")),
    ("CredentialsError", "CredentialsError::", include_str!("../../../crates/client/src/credentials.rs")),
    ("TrustError", "TrustError::", include_str!("../../../crates/client/src/trust.rs")),
    ("TlsProblem", "TlsProblem::", include_str!("../../../crates/client/src/trust.rs")),
    ("ProxyError", "ProxyError::", include_str!("../../../crates/client/src/proxy.rs")),
    ("CaptureError", "E::", include_str!("../../../crates/client/src/capture/mod.rs")),
    ("SignedInError", "SignedInError::", include_str!("../signed_in.rs")),
    ("KeyError", "KeyError::", include_str!("../../../crates/client/src/anonymous/key.rs")),
    ("Stage", "Stage::", include_str!("../../../crates/client/src/hints.rs")),
    ("JobNotFound", "E::", include_str!("../../../crates/report/src/jobs/choose.rs")),
    ("SrNotFound", "E::", include_str!("../../../crates/report/src/sr/choose.rs")),
    ("EarlierError", "E::", include_str!("../failure.rs")),
    ("HistoryError", "E::", include_str!("../../../crates/history/src/error.rs")),
    ("Failure", "Failure::", include_str!("../failure.rs")),
    ("Reason", "Reason::", include_str!("../config/reason.rs")),
    ("Refusal", "Refusal::", include_str!("../config/reason.rs")),
    ("Type", "Type::", include_str!("../config/reason.rs")),
    ("Entry", "Entry::", include_str!("../config/reason.rs")),
    ("ValueError", "ValueError::", include_str!("../values.rs")),
];

/// Lists the variants of an enum in a source.
fn variants<'s>(name: &str, source: &'s str) -> Vec<&'s str> {
    let start = format!("enum {name} {{\n");
    let at = source.find(&start).unwrap() + start.len();
    let body = &source[at..at + source[at..].find("\n}").unwrap()];
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    names.map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap()).collect()
}

#[test]
fn every_variant_has_words() {
    let chosen = CHOSEN.concat();
    let mut missing = Vec::new();
    for (name, by, source) in ENUMS {
        let variants = variants(name, source);
        assert!(variants.len() > 2, "{name}: {variants:?}");
        missing.extend(variants.into_iter().map(|variant| format!("{by}{variant}")).filter(|variant| {
            !chosen
                .match_indices(variant.as_str())
                .any(|(at, _)| !chosen[at + variant.len()..].starts_with(|c: char| c.is_alphanumeric()))
        }));
    }
    assert_eq!(
        missing, [""; 0],
        "choose words for them in messages.rs or messages/client.rs, and add them to words/ja.ftl"
    );
}

/// Every id that is chosen has words: without them the message would silently be English.
#[test]
fn all_words_that_are_chosen_are_there() {
    let words = testing::entries(JA);
    let mut asked = 0;
    for source in CHOSEN {
        for call in ["UserMessage::new(", "say(", "phrase(", "note("] {
            for (at, _) in source.match_indices(call) {
                let rest = source[at + call.len()..].trim_start();
                let Some(id) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                if !id.is_empty() {
                    assert!(words.contains_key(id), "{id}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn the_words_are_agreed() {
    style::is_agreed_japanese(JA);
}

#[test]
fn the_words_hold_what_the_english_ones_do() {
    use std::time::Duration;
    use xo_health_client::address::AddressError;
    use xo_health_client::credentials::CredentialsError;
    use xo_health_client::error::{SignedBy, Stage};
    let server = || "https://xo.example.org".to_owned();
    let what = || "xo.getAllObjects".to_owned();
    let refused = |code| Error::Refused { server: server(), method: "job.getAll", code, message: "m".into() };
    let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
    let errors: Vec<Failure> = vec![
        Error::Address(AddressError::Scheme("ftp".into())).into(),
        Error::Address(AddressError::Extra('?')).into(),
        Error::Credentials(CredentialsError::NotFound {
            server: server(),
            looked_at: vec!["XO_TOKEN".into()],
        })
        .into(),
        Error::Credentials(CredentialsError::NotAToken { place: "XO_TOKEN".into(), problem: "empty" }).into(),
        Error::ConnectTimeout { server: server(), after: Duration::from_secs(7), stage: Stage::Tls }.into(),
        Error::Unreachable { server: server(), source: denied() }.into(),
        Error::NotXo { server: server(), status: Some(503), detail: "nginx".into() }.into(),
        Error::NotXo { server: server(), status: None, detail: "nginx".into() }.into(),
        Error::InvalidCredentials { server: server(), by: SignedBy::Password }.into(),
        refused(2).into(),
        refused(7).into(),
        Error::Closed { server: server(), during: what(), reason: Some("bye".into()) }.into(),
        Error::Closed { server: server(), during: what(), reason: None }.into(),
        Error::RequestTimeout { server: server(), what: what(), after: Duration::from_secs(7), strays: 3 }
            .into(),
        Error::Http { server: server(), what: what(), status: 502, message: "m".into() }.into(),
        Error::Line { what: what(), number: 7, source: "x".into() }.into(),
        CaptureError::Ending("x.zip".into()).into(),
        CaptureError::Read { path: "x.json".into(), source: denied() }.into(),
        InputError::NothingToScore { name: "folder".into() }.into(),
        InputError::Large { name: "x.log".into(), limit: Bytes(64 << 20) }.into(),
        sr::SrNotFound::NoVm { name: "web".into(), sr: "nfs".into(), candidates: "\n  db".into() }.into(),
        jobs::JobNotFound::SeveralJobs { name: "web".into(), candidates: "\n  db".into() }.into(),
        Failure::Output(denied()),
    ];
    for error in errors {
        let english = failure(&error, Lang::En);
        let japanese = of_failure(&error).japanese().unwrap_or_default();
        assert!(japanese.chars().any(|c| ('\u{3040}'..'\u{3100}').contains(&c)), "{english}: {japanese}");
        // names, numbers and what is typed are in both languages
        for word in [
            "https://xo.example.org",
            "xo.getAllObjects",
            "7 ",
            "503",
            "ftp",
            "`?`",
            "XO_TOKEN",
            "nginx",
            "bye",
            "x.zip",
            "x.json",
            "x.log",
            "64.0 MiB",
            "`web`",
            "`nfs`",
            "\n  db",
            "folder",
        ] {
            assert!(!english.contains(word) || japanese.contains(word.trim()), "`{word}` in {japanese}");
        }
    }
}
