//! Where each effective value of the configuration came from: an argument, a variable, a file, or the default. Pure.
//!
//! In: the merged layers, the arguments that were given, and the definition of the arguments with its own defaults.
//! Out: a line for each setting, then what the file holds beyond settings.

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::layers::{Known, Merged, SETTINGS, Setting};
use xo_health_core::findings::Thresholds;
use xo_health_core::units::Bytes;

/// An effective value, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Effective {
    /// The key, as TOML writes it.
    pub(in crate::cli) key: String,
    /// The value.
    pub(in crate::cli) value: Shown,
    /// Where it came from.
    pub(in crate::cli) origin: Origin,
}

/// A value, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Shown {
    /// As TOML writes it.
    Toml(String),
    /// A secret.
    Hidden,
    /// What decides the value, in the words of the help.
    Words(String),
    /// No value.
    Nothing,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Origin {
    /// An argument, with its dashes.
    Argument(String),
    /// A variable in backticks, or a file with its line.
    Layer(String),
    /// Nobody set it.
    Default,
}

/// What is known of the arguments.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Arguments<'a> {
    /// The definition, with its own defaults and in the language of the user.
    pub(in crate::cli) definition: &'a Command,
    /// Those that were given to the command and its parents.
    pub(in crate::cli) given: &'a [&'a ArgMatches],
    /// The command that they were given to.
    pub(in crate::cli) command: &'a str,
}

/// Lists every effective value.
pub(in crate::cli) fn effective(merged: &Merged, arguments: Arguments<'_>) -> Vec<Effective> {
    let known = merged.list();
    let mut all: Vec<Effective> =
        SETTINGS.iter().map(|setting| of_setting(setting, &known, arguments)).collect();
    let is_setting = |known: &&Known| !SETTINGS.iter().any(|setting| setting.key == known.key);
    all.extend(known.iter().filter(is_setting).map(of_known));
    all
}

fn of_setting(setting: &Setting, known: &[Known], arguments: Arguments<'_>) -> Effective {
    let key = setting.key.to_owned();
    if let Some((argument, values)) = arguments.given(setting) {
        return Effective { key, value: Shown::Toml(values), origin: Origin::Argument(argument) };
    }
    if let Some(known) = known.iter().find(|known| known.key == key) {
        return of_known(known);
    }
    Effective { value: default(setting, arguments.definition(setting)), key, origin: Origin::Default }
}

fn of_known(known: &Known) -> Effective {
    let value = known.value.clone().map_or(Shown::Hidden, Shown::Toml);
    Effective { key: known.key.clone(), value, origin: Origin::Layer(known.origin.clone()) }
}

impl Arguments<'_> {
    /// Returns the argument of a setting that was given, and its value as TOML writes it.
    fn given(&self, setting: &Setting) -> Option<(String, String)> {
        let id = setting.argument?;
        if setting.command.is_some_and(|only| only != self.command) {
            return None;
        }
        let is_given = |matches: &&&ArgMatches| {
            matches.ids().any(|known| known == id)
                && matches.value_source(id) == Some(ValueSource::CommandLine)
        };
        let matches = self.given.iter().find(is_given)?;
        let argument = self.definition(setting)?;
        let raw = matches.get_raw(id).into_iter().flatten();
        let values: Vec<String> = raw.map(|value| value.to_string_lossy().into_owned()).collect();
        Some((format!("--{}", argument.get_long()?), toml_of(argument, &values)))
    }

    /// Finds the definition of a setting's argument.
    fn definition(&self, setting: &Setting) -> Option<&Arg> {
        let id = setting.argument?;
        let all = std::iter::once(self.definition).chain(self.definition.get_subcommands());
        let own = all.filter(|command| setting.command.is_none_or(|only| only == command.get_name()));
        own.flat_map(Command::get_arguments).find(|arg| arg.get_id() == id)
    }
}

fn toml_of(argument: &Arg, values: &[String]) -> String {
    let one = |text: &String| match (text.parse::<i64>(), text.parse::<bool>()) {
        (Ok(number), _) => number.to_string(),
        (_, Ok(flag)) => flag.to_string(),
        _ => toml_edit::Value::from(text.as_str()).to_string(),
    };
    match (argument.get_action(), values) {
        (ArgAction::SetTrue, _) => "true".to_owned(),
        (ArgAction::Append, _) => format!("[{}]", values.iter().map(one).collect::<Vec<_>>().join(", ")),
        (_, values) => values.last().map(one).unwrap_or_default(),
    }
}

/// Returns the value of a setting that nobody set.
fn default(setting: &Setting, argument: Option<&Arg>) -> Shown {
    let Some(argument) = argument else { return of_threshold(setting.key) };
    let texts: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    match (argument.get_action(), texts.is_empty()) {
        (ArgAction::SetTrue, _) => Shown::Toml("false".to_owned()),
        (_, false) => Shown::Toml(toml_of(argument, &texts)),
        _ => in_help(argument).map_or(Shown::Nothing, Shown::Words),
    }
}

/// Finds a default that only the help states: `[default: …]` at its end.
fn in_help(argument: &Arg) -> Option<String> {
    let help = argument.get_help()?.to_string();
    let inside = help.trim_end().strip_suffix(']')?.rsplit_once('[')?.1;
    let words = inside.split_once(':')?.1.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words.trim().to_owned())
}

/// Returns the default of a threshold that has no argument.
fn of_threshold(key: &str) -> Shown {
    let defaults = Thresholds::default();
    let size = |bytes: Bytes| format!("\"{}MiB\"", bytes.0 >> 20);
    match key.strip_prefix("thresholds.") {
        Some("repository_free_percent") => Shown::Toml(defaults.repository_free_percent.to_string()),
        Some("lvm_metadata_percent") => Shown::Toml(defaults.lvm_metadata_percent.to_string()),
        Some("lvm_journal_room") => Shown::Toml(size(defaults.lvm_journal_room)),
        Some("merge_error_age") => Shown::Toml(format!("\"{}h\"", defaults.merge_error_age.as_hours())),
        _ => Shown::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::super::layers::merge;
    use super::super::text::parse;
    use super::*;

    fn all(file: &str, vars: &[(&str, &str)], args: &[&str]) -> Vec<Effective> {
        let values = parse(file, "c.toml").unwrap().values;
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let merged = merge(Some(values), vars).unwrap();
        let args = ["xo-health", "check"].iter().chain(args);
        let matches = merged.as_defaults(crate::cli::command()).try_get_matches_from(args).unwrap();
        let (_, inner) = matches.subcommand().unwrap();
        let definition = crate::cli::command();
        let arguments = Arguments { definition: &definition, given: &[inner], command: "check" };
        effective(&merged, arguments)
    }

    #[test]
    fn every_value_says_where_it_came_from() {
        let file = "outputs = [\"a.md\"]\nwidth = 90\nascii = true\n[forecast]\nhorizon = \"3d\"\ndraws = 100\n[servers.a]\ntoken = \"t\"\n";
        let all = all(file, &[("XO_HEALTH_DRAWS", "200")], &["--horizon", "2d", "-o", "b.md", "-o", "c.md"]);
        let of = |key: &str| {
            let one = all.iter().find(|one| one.key == key).unwrap();
            let value = match &one.value {
                Shown::Toml(text) => text.clone(),
                other => format!("{other:?}"),
            };
            let origin = match &one.origin {
                Origin::Argument(text) | Origin::Layer(text) => text.clone(),
                Origin::Default => "-".to_owned(),
            };
            format!("{value} {origin}")
        };
        let cases = [
            ("outputs", "[\"b.md\", \"c.md\"] --output"),
            ("width", "90 c.toml:2"),
            ("ascii", "true c.toml:3"),
            ("forecast.horizon", "\"2d\" --horizon"),
            ("forecast.draws", "\"200\" `XO_HEALTH_DRAWS`"),
            ("forecast.seed", "1 -"),
            ("forecast.timeout", "\"60s\" -"),
            ("csv_bom", "false -"),
            ("title", "Nothing -"),
            ("server", "Nothing -"),
            ("connection.max_memory", "\"1GiB\" -"),
            ("thresholds.repository_free_percent", "10 -"),
            ("thresholds.merge_error_age", "\"24h\" -"),
            ("timezone", "Words(\"that of the system\") -"),
            ("servers.a.token", "Hidden c.toml:8"),
        ];
        for (key, expected) in cases {
            assert_eq!(of(key), expected, "{key}");
        }
    }

    /// Every default that is shown is a value that the file may set.
    #[test]
    fn defaults_are_values() {
        for one in all("", &[], &[]) {
            let Shown::Toml(value) = &one.value else { continue };
            let (table, key) = one.key.rsplit_once('.').unwrap_or(("", &one.key));
            let table = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
            let parsed = parse(&format!("{table}{key} = {value}\n"), "c");
            assert!(parsed.is_ok(), "{one:?}: {parsed:?}");
        }
    }
}
