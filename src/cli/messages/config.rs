//! Messages about the configuration.

use super::value::{fail_on, value};
use super::{UserMessage, reason};
use crate::cli::config::ConfigError;
use crate::cli::config::layers::WrongVariable;
use crate::cli::config::reason::{Entry, Reason, Refusal, Type};
use crate::cli::config::text::{Problem, Wrong};
use crate::cli::failure::{IgnoreError, SeveralError, TokenCommandError};
use crate::cli::ignores::WrongIgnore;
use crate::cli::servers::NotChosen;
use xo_health_core::findings::catalogue::UnknownCode;

pub(super) fn error(error: &ConfigError) -> UserMessage {
    use ConfigError as E;
    let file = |path: &std::path::PathBuf| ("path", path.display().to_string());
    match error {
        E::Read { path, source } => UserMessage::new("config-read", [file(path), ("reason", reason(source))]),
        E::Open { path } => UserMessage::new("config-open", [file(path)]),
        E::Problems { path, problems } => {
            let name = path.display().to_string();
            let lines: Vec<_> = problems.iter().map(|problem| of_problem(problem, &name)).collect();
            UserMessage::new("config-problems", [("problems", lines.join("\n"))])
        }
        E::Variable(WrongVariable::Unknown { name, nearest: Some(nearest) }) => {
            let near = ("nearest", nearest.clone());
            UserMessage::new("config-unknown-variable-near", [("name", name.clone()), near])
        }
        E::Variable(WrongVariable::Unknown { name, nearest: None }) => {
            UserMessage::new("config-unknown-variable", [("name", name.clone())])
        }
        E::Variable(WrongVariable::Value { name, reason }) => {
            UserMessage::new("config-variable", [("name", name.clone()), ("reason", why(reason))])
        }
        E::Exists { path } => UserMessage::new("config-exists", [file(path)]),
        E::Write { path, source } => {
            UserMessage::new("config-write", [file(path), ("reason", reason(source))])
        }
        E::NoFolder => UserMessage::new("config-no-folder", []),
    }
}

pub(super) fn not_chosen(error: &NotChosen) -> UserMessage {
    use NotChosen as E;
    match error {
        E::Unknown { name, nearest: Some(nearest), .. } => {
            UserMessage::new("server-unknown-near", [("name", name.clone()), ("nearest", nearest.clone())])
        }
        E::Unknown { name, known, .. } => {
            UserMessage::new("server-unknown", [("name", name.clone()), ("known", known.join("、"))])
        }
        E::NoServers => UserMessage::new("server-none", []),
        E::Unclear { known } => UserMessage::new("server-unclear", [("known", known.join("、"))]),
        E::OnlyOne => UserMessage::new("server-only-one", []),
        E::TokenFile => UserMessage::new("server-token-file", []),
        E::NoUrl { name } => UserMessage::new("server-no-url", [("name", name.clone())]),
    }
}

pub(super) fn token_command(error: &TokenCommandError) -> UserMessage {
    use TokenCommandError as E;
    let key = |key: &String| ("key", key.clone());
    let program = |program: &String| ("program", program.clone());
    match error {
        E::Empty { key: k } => UserMessage::new("token-command-empty", [key(k)]),
        E::Start { key: k, program: p, source } => {
            UserMessage::new("token-command-start", [key(k), program(p), ("reason", reason(source))])
        }
        E::Fails { key: k, program: p, status } => {
            UserMessage::new("token-command-fails", [key(k), program(p), ("status", status.to_string())])
        }
    }
}

pub(super) fn several(error: &SeveralError) -> UserMessage {
    use SeveralError as E;
    match error {
        E::PerTag => UserMessage::new("several-per-tag", []),
        E::Baseline => UserMessage::new("several-baseline", []),
    }
}

pub(super) fn ignore(error: &IgnoreError) -> UserMessage {
    use IgnoreError as E;
    let finding = |finding: &String| ("finding", finding.clone());
    match error {
        E::Finding(error) => UserMessage::new("ignore-wrong", [("reason", wrong_ignore(error))]),
        E::NoSuch { finding: f } => UserMessage::new("ignore-no-such", [finding(f)]),
        E::Several { finding: f, candidates } => {
            UserMessage::new("ignore-several", [finding(f), ("candidates", candidates.clone())])
        }
    }
}

/// Says in Japanese why a text suppresses nothing.
pub(in crate::cli) fn wrong_ignore(error: &WrongIgnore) -> String {
    let message = match error {
        WrongIgnore::Shape => UserMessage::new("value-ignore-shape", []),
        WrongIgnore::NoReason => UserMessage::new("value-ignore-no-reason", []),
        WrongIgnore::Code(UnknownCode(code)) => {
            UserMessage::new("value-ignore-code", [("code", code.clone())])
        }
    };
    message.japanese().unwrap_or_else(|| error.to_string())
}

/// Warns of a rule that has ended.
pub(in crate::cli) fn ignore_expired(rule: &str, until: &str) -> String {
    UserMessage::new("warning-ignore-expired", [("rule", rule.to_owned()), ("until", until.to_owned())])
        .or(|| format!("{rule} ended on {until}: what it suppressed counts again; remove it, or extend it"))
}

/// Warns of a rule that matches nothing.
pub(in crate::cli) fn ignore_unused(rule: &str) -> String {
    UserMessage::new("warning-ignore-unused", [("rule", rule.to_owned())])
        .or(|| format!("{rule} suppresses nothing: no finding matches; check it for a mistake, or remove it"))
}

/// Warns of a rule whose findings got worse.
pub(in crate::cli) fn ignore_outgrown(rule: &str) -> String {
    UserMessage::new("warning-ignore-outgrown", [("rule", rule.to_owned())])
        .or(|| format!("{rule} suppresses nothing: the finding is now worse than its `value`"))
}

/// Warns of thresholds for a part that the server does not have.
pub(in crate::cli) fn exception_unused(rule: &str) -> String {
    UserMessage::new("warning-exception-unused", [("rule", rule.to_owned())])
        .or(|| format!("{rule} applies to nothing on the server: check its names, or remove it"))
}

fn of_problem(problem: &Problem, file: &str) -> String {
    let message = match &problem.what {
        Wrong::Syntax { reason } => {
            let reason =
                syntax(reason).and_then(|id| UserMessage::new(id, []).japanese()).unwrap_or(reason.clone());
            UserMessage::new("config-syntax", [("reason", reason)])
        }
        Wrong::UnknownKey { key, nearest: Some(nearest), .. } => {
            UserMessage::new("config-unknown-key-near", [("key", key.clone()), ("nearest", nearest.clone())])
        }
        Wrong::UnknownKey { key, known, .. } => {
            UserMessage::new("config-unknown-key", [("key", key.clone()), ("known", known.join("、"))])
        }
        Wrong::Value { key, reason } => {
            UserMessage::new("config-value", [("key", key.clone()), ("reason", why(reason))])
        }
    };
    let what = message.japanese().unwrap_or_default();
    format!("{file}:{}: {what}\n{}", problem.place.line, problem.place.snippet)
}

/// Recognises the usual mistakes in TOML by the words of its parser (toml_parser 1.1), the narrowest first; for any
/// other mistake the parser's own words are shown.
fn syntax(reason: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 14] = [
        ("digits", "toml-number"),
        ("unquoted key", "toml-key"),
        ("duplicate key", "toml-duplicate"),
        ("string values must be quoted", "toml-unquoted"),
        ("comma", "toml-comma"),
        ("string", "toml-string"),
        ("quote", "toml-string"),
        ("unclosed", "toml-unclosed"),
        ("=`", "toml-assignment"),
        ("assignment", "toml-assignment"),
        ("value", "toml-value"),
        ("number", "toml-number"),
        ("key", "toml-key"),
        ("unexpected content", "toml-content"),
    ];
    KNOWN.into_iter().find(|(words, _)| reason.contains(words)).map(|(_, id)| id)
}

/// Says in Japanese why a value is not allowed.
fn why(reason: &Reason) -> String {
    let message = match reason {
        Reason::Refused { shown, why } => {
            let refused = refusal(why).japanese().unwrap_or_else(|| why.to_string());
            UserMessage::new("config-refused", [("value", shown.clone()), ("why", refused)])
        }
        Reason::Type { found, needed } => {
            UserMessage::new("config-type", [("found", of_type(*found)), ("needed", of_type(*needed))])
        }
        Reason::Entry(Entry::NoReason) => UserMessage::new("config-entry-no-reason", []),
        Reason::Entry(Entry::TooMuch) => UserMessage::new("config-entry-too-much", []),
        Reason::Entry(Entry::NoFinding) => UserMessage::new("config-entry-no-finding", []),
        Reason::Entry(Entry::Unmeasured { key, known }) => {
            UserMessage::new("config-entry-unmeasured", [("key", key.clone()), ("known", known.join("、"))])
        }
        Reason::Entry(Entry::NoPart) => UserMessage::new("config-entry-no-part", []),
        Reason::Entry(Entry::NoThreshold) => UserMessage::new("config-entry-no-threshold", []),
        Reason::Entry(Entry::Elsewhere { threshold, by, known }) => {
            let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
            let known = ("known", known.join("、"));
            UserMessage::new(
                "config-entry-elsewhere",
                [("threshold", threshold.clone()), ("by", by.clone()), known],
            )
        }
        Reason::Secret => UserMessage::new("config-secret", [("needed", of_type(Type::Text))]),
        Reason::Other(message) => return message.clone(),
    };
    message.japanese().unwrap_or_else(|| reason.to_string())
}

fn refusal(why: &Refusal) -> UserMessage {
    match why {
        Refusal::Value(wrong) => value(wrong),
        Refusal::FailOn(wrong) => fail_on(*wrong),
        Refusal::Code(code) => UserMessage::new("value-ignore-code", [("code", code.clone())]),
        Refusal::Until => UserMessage::new("value-until", []),
        Refusal::Word { known } => {
            let known: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
            UserMessage::new("value-word", [("known", known.join("、"))])
        }
        Refusal::User => UserMessage::new("value-user", []),
        Refusal::Address => UserMessage::new("value-address", []),
    }
}

fn of_type(of: Type) -> String {
    let id = match of {
        Type::Text => "type-text",
        Type::Number => "type-number",
        Type::Flag => "type-flag",
        Type::List => "type-list",
        Type::Table => "type-table",
        Type::Scalar => "type-scalar",
        Type::Texts => "type-texts",
        Type::Nothing => "type-nothing",
    };
    UserMessage::new(id, []).japanese().unwrap_or_else(|| of.to_string())
}

/// Says that a configuration was written.
pub(in crate::cli) fn config_written(path: &str) -> String {
    UserMessage::new("config-written", [("path", path.to_owned())]).or(|| format!("wrote {path}"))
}

/// Says that a configuration is valid.
pub(in crate::cli) fn config_right(path: &str) -> String {
    UserMessage::new("config-right", [("path", path.to_owned())]).or(|| format!("{path} is valid"))
}

/// Says that there is no configuration.
pub(in crate::cli) fn config_none(places: &str) -> String {
    UserMessage::new("config-none", [("places", places.to_owned())])
        .or(|| format!("no configuration file: looked for {places}; `xo-health config init` writes one"))
}

/// Warns of a token that others may read.
pub(in crate::cli) fn open_token(path: &str) -> String {
    UserMessage::new("config-open-token", [("path", path.to_owned())])
        .or(|| format!("other users can read the token in {path}: run `chmod 600` on it"))
}

/// Returns the placeholder for a secret.
pub(in crate::cli) fn config_hidden() -> String {
    UserMessage::new("config-hidden", []).or(|| "(hidden)".to_owned())
}

/// Returns the placeholder for a value that is not set.
pub(in crate::cli) fn config_unset() -> String {
    UserMessage::new("config-unset", []).or(|| "(not set)".to_owned())
}

/// Says that a value is the default.
pub(in crate::cli) fn config_default() -> String {
    UserMessage::new("config-default", []).or(|| "default".to_owned())
}

/// Says that an argument set a value.
pub(in crate::cli) fn config_argument(argument: &str) -> String {
    UserMessage::new("config-argument", [("argument", argument.to_owned())])
        .or(|| format!("argument `{argument}`"))
}

/// Says that a token is read from standard input.
pub(in crate::cli) fn standard_input_of_token() -> String {
    UserMessage::new("config-standard-input", []).or(|| "standard input".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::text::parse;

    /// The parser's messages are recognised.
    #[test]
    fn mistakes_in_toml_have_japanese_words() {
        let cases = [
            ("a = 1\na = 2", Some("toml-duplicate")),
            ("lang = \"ja", Some("toml-string")),
            ("lang = 'ja", Some("toml-string")),
            ("lang = ja", Some("toml-unquoted")),
            ("outputs = [\"a\" \"b\"]", Some("toml-comma")),
            ("[servers.main", Some("toml-unclosed")),
            ("[[ignore]\ncode = 1", Some("toml-unclosed")),
            ("outputs = [1", Some("toml-unclosed")),
            ("lang", Some("toml-assignment")),
            ("lang =", Some("toml-unquoted")),
            ("= 5", Some("toml-key")),
            ("width = 1__0", Some("toml-number")),
        ];
        for (text, expected) in cases {
            let Err(problems) = parse(text, "c") else { panic!("{text}") };
            let Wrong::Syntax { reason } = &problems[0].what else { panic!("{text}: {problems:?}") };
            assert_eq!(syntax(reason), expected, "{text}: {reason}");
        }
    }
}
