//! Errors of usage in the language of the user: clap has the English words, this module the Japanese ones.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::ignores::{WrongIgnore, WrongUntil};
use super::messages::{error_label, japanese, wrong_fail_on, wrong_ignore, wrong_value};
use super::output;
use super::values::ValueError;
use crate::policy::WrongFailOn;
use xo_health_report::words::Lang;

/// Prints help and the version to standard output, and errors of usage to standard error.
pub(super) fn print(error: &Error, lang: Lang) {
    let is_asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::DisplayVersion
    );
    if lang == Lang::En || is_asked {
        // a closed stream has no reader
        let _ = error.print();
        return;
    }
    let red = anstyle::AnsiColor::Red.on_default().bold();
    output::say(&format!("{red}{}{red:#}: {}", error_label(), japanese_of(error)));
}

/// Returns what is wrong, how the program is used, and where to find more.
fn japanese_of(error: &Error) -> String {
    let mut text = wrong(error);
    if let Some(suggestion) = suggestion(error) {
        text.push_str(&format!("\n\n  {suggestion}"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim().trim_start_matches("Usage:").trim().to_owned();
        text.push_str(&format!("\n\n{}", say("usage-line", [("usage", usage)])));
    }
    text + "\n\n" + &say("usage-more", [])
}

fn wrong(error: &Error) -> String {
    let of = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let arg = || ("arg", of(ContextKind::InvalidArg));
    let value = || ("value", of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => {
            with_values(say("usage-missing-value", [arg()]), error)
        }
        ErrorKind::InvalidValue => with_values(say("usage-invalid-value", [arg(), value()]), error),
        ErrorKind::UnknownArgument => say("usage-unknown-argument", [arg()]),
        ErrorKind::InvalidSubcommand => {
            say("usage-invalid-subcommand", [("command", of(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::NoEquals => say("usage-no-equals", [arg()]),
        ErrorKind::ValueValidation => say("usage-value-validation", [arg(), value(), ("reason", why(error))]),
        ErrorKind::TooManyValues => say("usage-too-many-values", [arg(), value()]),
        ErrorKind::TooFewValues => say("usage-too-few-values", [arg()]),
        ErrorKind::WrongNumberOfValues => say("usage-wrong-number-of-values", [arg()]),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingRequiredArgument => {
            say("usage-missing-required-argument", [("args", quoted(error, ContextKind::InvalidArg))])
        }
        ErrorKind::MissingSubcommand => {
            say("usage-missing-subcommand", [("commands", quoted(error, ContextKind::ValidSubcommand))])
        }
        ErrorKind::InvalidUtf8 => say("usage-invalid-utf8", []),
        // help and version are printed as they are; newer kinds have no words of their own
        _ => say("usage-other", []),
    }
}

fn conflict(error: &Error) -> String {
    let arg = error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
    let prior = quoted(error, ContextKind::PriorArg);
    if prior.is_empty() || prior == format!("`{arg}`") {
        return say("usage-argument-twice", [("arg", arg)]);
    }
    say("usage-argument-conflict", [("arg", arg), ("prior", prior)])
}

fn with_values(text: String, error: &Error) -> String {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if !values.is_empty() => {
            format!("{text}\n  {}", say("usage-valid-values", [("values", values.join("、"))]))
        }
        _ => text,
    }
}

/// Returns the nearest thing to what was typed.
fn suggestion(error: &Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = kinds.into_iter().map(|kind| quoted(error, kind)).find(|near| !near.is_empty())?;
    Some(say("usage-suggestion", [("suggestion", near)]))
}

/// Lists names in backticks.
fn quoted(error: &Error, kind: ContextKind) -> String {
    let names = match error.get(kind) {
        Some(ContextValue::String(name)) => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        _ => Vec::new(),
    };
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")
}

/// Returns why a value is wrong.
fn why(error: &Error) -> String {
    let Some(source) = error.source() else { return String::new() };
    if let Some(wrong) = source.downcast_ref::<ValueError>() {
        return wrong_value(wrong);
    }
    if let Some(wrong) = source.downcast_ref::<WrongIgnore>() {
        return wrong_ignore(wrong);
    }
    if source.downcast_ref::<WrongUntil>().is_some() {
        return say("value-until", []);
    }
    source.downcast_ref::<WrongFailOn>().map_or_else(|| source.to_string(), |wrong| wrong_fail_on(*wrong))
}

fn say<const N: usize>(id: &'static str, variables: [(&'static str, String); N]) -> String {
    japanese().fill(id, variables).unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::help::command;

    fn usage_error(args: &[&str]) -> String {
        let args = ["xo-health"].iter().chain(args);
        japanese_of(&command(Lang::Ja).try_get_matches_from(args).unwrap_err())
    }

    #[test]
    fn wrong_usage_is_explained_in_japanese() {
        let cases: [(&[&str], &str); 25] = [
            (&["check", "--ignore", "x"], "`CODE:SUBJECT=REASON`"),
            (&["check", "--ignore", "x=y"], "`x` という検出項目"),
            (&["ignore", "101", "--reason", "x", "--until", "x"], "日付ではありません"),
            (&["chek"], "`chek` というコマンドはありません"),
            (&["forcast"], "もしかして: `forecast`"),
            (&["check", "--bad"], "`--bad` という引数はありません"),
            (&["check", "--al"], "もしかして: `--all`"),
            (&["check", "--retries", "x"], "`--retries <N>` に `x` は指定できません: 0 から 100 までの整数"),
            (&["check", "--retries", "101"], "0 から 100 までの整数"),
            (&["check", "--draws", "5"], "20 から 20000 までの整数"),
            (&["check", "--seed", "x"], "整数を指定してください"),
            (&["check", "--snapshots-left", "x"], "整数を指定してください"),
            (&["check", "--sr-used-percent", "0"], "1 から 100 までの整数"),
            (&["check", "--at", "x"], "RFC 3339"),
            (&["check", "--timezone", "x"], "タイムゾーンではありません"),
            (&["check", "--horizon", "99d"], "1 時間から 30 日"),
            (&["check", "--run-timeout", "0"], "0 より大きい値"),
            (&["check", "--snapshot-age", "x"], "期間ではありません"),
            (&["check", "--max-memory", "1MiB"], "64 MiB 以上"),
            (&["sr", "--coalesce-speed", "x"], "速度ではありません"),
            (&["check", "--fail-on-forecast", "x"], "`0.5@24h` のように"),
            (&["check", "--fail-on-forecast", "2@24h"], "確率は 0 から 1"),
            (&["check", "--format", "x"], "指定できる値: text、json"),
            (&["check", "--url"], "`--url <URL>` には値が必要です"),
            (&["explain"], "必要な引数がありません: `<TEXT|CODE|FILE|-"),
        ];
        for (args, expected) in cases {
            let text = usage_error(args);
            assert!(text.contains(expected), "{args:?}: {text}");
            assert!(text.ends_with("詳しくは `--help` を参照してください。"), "{text}");
        }
        let conflict = usage_error(&["check", "--demo", "--url", "x"]);
        assert!(
            conflict.contains("同時に指定できません") && conflict.contains("使い方: xo-health check"),
            "{conflict}"
        );
        assert!(usage_error(&["check", "--seed", "1", "--seed", "2"]).contains("1 回だけ"));
    }
}
