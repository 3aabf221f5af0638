//! The merged layers of the configuration: environment over file, each value with its origin. Pure.
//!
//! Arguments come above and defaults below; both are clap's. A merged value becomes the default of its argument, so
//! that one parser reads what a user sets, wherever it was set, and `--help` shows the effective value.

use clap::Command;
use config::{Config, Map, Source, Value, ValueKind};

use super::file::{Configuration, SECRETS};
use super::reason::Reason;
use super::text::{nearest, read};

/// The prefix of our variables.
const PREFIX: &str = "XO_HEALTH_";

/// The variable that names the file.
pub(in crate::cli) const FILE_VARIABLE: &str = "XO_HEALTH_CONFIG";

/// A setting that is a single value.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Setting {
    /// Its key in the file.
    pub(in crate::cli) key: &'static str,
    /// The name of its variable after `XO_HEALTH_`.
    variable: &'static str,
    /// The id of its argument; `None` if it has none.
    pub(super) argument: Option<&'static str>,
    /// The only command whose argument it sets; `None` for all commands.
    pub(super) command: Option<&'static str>,
}

const fn setting(key: &'static str, variable: &'static str, argument: &'static str) -> Setting {
    Setting { key, variable, argument: Some(argument), command: None }
}

const fn without_argument(key: &'static str, variable: &'static str) -> Setting {
    Setting { key, variable, argument: None, command: None }
}

/// All settings that are single values. `outputs` are those of `check`: other commands would overwrite its files.
/// `history` has no argument, because a replay must not use it.
pub(in crate::cli) const SETTINGS: &[Setting] = &[
    without_argument("server", "SERVER"),
    setting("lang", "LANG", "lang"),
    setting("color", "COLOR", "color"),
    setting("timezone", "TIMEZONE", "timezone"),
    setting("fail_on", "FAIL_ON", "fail_on"),
    setting("fail_on_forecast", "FAIL_ON_FORECAST", "fail_on_forecast"),
    Setting { key: "outputs", variable: "OUTPUTS", argument: Some("output"), command: Some("check") },
    setting("ascii", "ASCII", "ascii"),
    setting("width", "WIDTH", "width"),
    setting("title", "TITLE", "title"),
    setting("note", "NOTE", "note"),
    setting("logo", "LOGO", "logo"),
    without_argument("history", "HISTORY"),
    setting("csv_bom", "CSV_BOM", "csv_bom"),
    setting("forecast.horizon", "HORIZON", "horizon"),
    setting("forecast.draws", "DRAWS", "draws"),
    setting("forecast.seed", "SEED", "seed"),
    setting("forecast.timeout", "FORECAST_TIMEOUT", "forecast_timeout"),
    setting("thresholds.snapshots_left", "SNAPSHOTS_LEFT", "snapshots_left"),
    setting("thresholds.snapshot_age", "SNAPSHOT_AGE", "snapshot_age"),
    setting("thresholds.sr_used_percent", "SR_USED_PERCENT", "sr_used_percent"),
    without_argument("thresholds.repository_free_percent", "REPOSITORY_FREE_PERCENT"),
    without_argument("thresholds.lvm_metadata_percent", "LVM_METADATA_PERCENT"),
    without_argument("thresholds.lvm_journal_room", "LVM_JOURNAL_ROOM"),
    without_argument("thresholds.merge_error_age", "MERGE_ERROR_AGE"),
    setting("connection.connect_timeout", "CONNECT_TIMEOUT", "connect_timeout"),
    setting("connection.request_timeout", "REQUEST_TIMEOUT", "request_timeout"),
    setting("connection.run_timeout", "RUN_TIMEOUT", "run_timeout"),
    setting("connection.max_memory", "MAX_MEMORY", "max_memory"),
    setting("connection.pace", "PACE", "pace"),
    setting("connection.retries", "RETRIES", "retries"),
    setting("connection.proxy", "PROXY", "proxy"),
];

impl Setting {
    /// Returns its variable.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.variable)
    }

    fn is_of(&self, command: &Command) -> bool {
        self.command.is_none_or(|name| name == command.get_name())
    }
}

/// What is wrong with a variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::cli) enum WrongVariable {
    /// No setting has this variable.
    #[error("`{name}` is not a variable of xo-health{}", nearest.as_ref().map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default())]
    Unknown {
        /// The variable.
        name: String,
        /// The nearest known variable.
        nearest: Option<String>,
    },
    /// Its value is not allowed.
    #[error("`{name}`: {reason}")]
    Value {
        /// The variable.
        name: String,
        /// Why not.
        reason: Reason,
    },
}

/// The merged layers.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Merged {
    /// The values.
    pub(in crate::cli) configuration: Configuration,
    values: Value,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Known {
    /// The key, as TOML writes it.
    pub(in crate::cli) key: String,
    /// The value, as TOML writes it; `None` for a secret.
    pub(in crate::cli) value: Option<String>,
    /// The file and line, or the variable.
    pub(in crate::cli) origin: String,
}

#[derive(Clone, Debug)]
struct Layer(Map<String, Value>);

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, config::ConfigError> {
        Ok(self.0.clone())
    }
}

/// Merges the values of a file, which are already checked, with the environment variables.
///
/// # Errors
///
/// A variable is unknown, or its value is not allowed.
pub(in crate::cli) fn merge(
    file: Option<Value>,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Merged, WrongVariable> {
    let mut environment = Map::new();
    let mut named: Vec<(String, String)> = variables
        .filter(|(name, value)| name.starts_with(PREFIX) && name != FILE_VARIABLE && !value.trim().is_empty())
        .collect();
    named.sort();
    for (name, value) in named {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.variable() == name) else {
            return Err(unknown(name));
        };
        let value = Value::new(Some(&format!("`{name}`")), ValueKind::String(value));
        // alone first, so that an error names this variable
        let alone = build(None, Map::from_iter([(setting.key.to_owned(), value.clone())]));
        read(alone).map_err(|(_, reason)| WrongVariable::Value { name: name.clone(), reason })?;
        environment.insert(setting.key.to_owned(), value);
    }
    let file = file.and_then(|value| match value.kind {
        ValueKind::Table(table) => Some(table),
        _ => None,
    });
    let values = build(file, environment);
    let configuration =
        read(values.clone()).map_err(|(name, reason)| WrongVariable::Value { name, reason })?;
    Ok(Merged { configuration, values })
}

fn build(file: Option<Map<String, Value>>, environment: Map<String, Value>) -> Value {
    let builder =
        Config::builder().add_source(Layer(file.unwrap_or_default())).add_source(Layer(environment));
    // merging layers that are already in memory cannot fail
    builder.build().map(|config| config.cache).unwrap_or_default()
}

fn unknown(name: String) -> WrongVariable {
    let known: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
    let known = known.iter().map(String::as_str).chain([FILE_VARIABLE]);
    let nearest = nearest(&name, known).map(str::to_owned);
    WrongVariable::Unknown { name, nearest }
}

impl Merged {
    fn get(&self, key: &str) -> Option<&Value> {
        let mut at = &self.values;
        for part in key.split('.') {
            let ValueKind::Table(table) = &at.kind else { return None };
            at = table.get(part)?;
        }
        Some(at)
    }

    /// Makes each value the default of its argument, in every command that has it.
    #[must_use]
    pub(in crate::cli) fn as_defaults(&self, command: Command) -> Command {
        let command = self.defaults_of(command);
        command.mut_subcommands(|sub| self.as_defaults(sub))
    }

    fn defaults_of(&self, mut command: Command) -> Command {
        for setting in SETTINGS {
            let Some((argument, value)) = setting.argument.zip(self.get(setting.key)) else { continue };
            let has_it = command.get_arguments().any(|arg| arg.get_id() == argument);
            if !has_it || !setting.is_of(&command) {
                continue;
            }
            let texts = texts(value);
            command = command.mut_arg(argument, |arg| arg.default_values(texts));
        }
        command
    }

    /// Lists every value with its origin, by key.
    pub(in crate::cli) fn list(&self) -> Vec<Known> {
        let mut found = Vec::new();
        walk(&self.values, &mut Vec::new(), &mut found);
        found.sort_by(|a, b| a.key.cmp(&b.key));
        found
    }
}

/// Returns the texts that would be given to an argument.
fn texts(value: &Value) -> Vec<String> {
    match &value.kind {
        ValueKind::Array(values) => values.iter().flat_map(texts).collect(),
        ValueKind::String(text) => vec![text.clone()],
        ValueKind::I64(number) => vec![number.to_string()],
        ValueKind::Boolean(flag) => vec![flag.to_string()],
        ValueKind::Float(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

fn walk(value: &Value, path: &mut Vec<String>, found: &mut Vec<Known>) {
    match &value.kind {
        ValueKind::Table(table) => {
            for (key, value) in table {
                path.push(toml_edit::Key::new(key).to_string());
                walk(value, path, found);
                path.pop();
            }
        }
        ValueKind::Array(values) if values.iter().any(|value| matches!(value.kind, ValueKind::Table(_))) => {
            let name = path.pop().unwrap_or_default();
            for (index, value) in values.iter().enumerate() {
                path.push(format!("{name}[{}]", index + 1));
                walk(value, path, found);
                path.pop();
            }
            path.push(name);
        }
        _ => {
            let is_secret = path.last().is_some_and(|key| SECRETS.contains(&key.as_str()));
            let origin = value.origin().or_else(|| first_origin(value)).unwrap_or_default().to_owned();
            let value = (!is_secret).then(|| toml(value).to_string());
            found.push(Known { key: path.join("."), value, origin });
        }
    }
}

fn first_origin(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Array(values) => values.iter().find_map(Value::origin),
        _ => None,
    }
}

fn toml(value: &Value) -> toml_edit::Value {
    match &value.kind {
        ValueKind::Boolean(flag) => (*flag).into(),
        ValueKind::I64(number) => (*number).into(),
        ValueKind::Float(number) => (*number).into(),
        ValueKind::Array(values) => values.iter().map(toml).collect::<toml_edit::Array>().into(),
        ValueKind::String(text) => text.as_str().into(),
        _ => "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::parse;
    use super::*;

    fn merged(file: &str, variables: &[(&str, &str)]) -> Result<Merged, WrongVariable> {
        let file = parse(file, "c.toml").unwrap().values;
        merge(Some(file), variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    /// The environment overrides the file, key by key; each value has its origin.
    #[test]
    fn layers() {
        let file = "lang = \"ja\"\n[thresholds]\nsnapshots_left = 8\nsnapshot_age = \"3d\"\n[servers.\"a.b\"]\ntoken = \"t\"\n";
        let merged =
            merged(file, &[("XO_HEALTH_SNAPSHOTS_LEFT", "9"), ("XO_HEALTH_LANG", " "), ("XO_URL", "x")])
                .unwrap();
        let known = |key: &str, value: Option<&str>, origin: &str| Known {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            origin: origin.to_owned(),
        };
        let expected = [
            known("lang", Some("\"ja\""), "c.toml:1"),
            known("servers.\"a.b\".token", None, "c.toml:6"),
            known("thresholds.snapshot_age", Some("\"3d\""), "c.toml:4"),
            known("thresholds.snapshots_left", Some("\"9\""), "`XO_HEALTH_SNAPSHOTS_LEFT`"),
        ];
        assert_eq!(merged.list(), expected);
        assert_eq!(merged.configuration.thresholds.snapshots_left.map(|count| count.0), Some(9));
        assert_eq!(merged.configuration.servers.keys().collect::<Vec<_>>(), ["a.b"]);
    }

    #[test]
    fn variables_that_are_wrong() {
        let cases = [
            ("XO_HEALTH_SNAPSHOT_LEFT", "5", "did you mean `XO_HEALTH_SNAPSHOTS_LEFT`?"),
            ("XO_HEALTH_HORIZON", "99d", "`XO_HEALTH_HORIZON`: `99d`: must be between 1 hour and 30 days"),
            ("XO_HEALTH_COLOR", "red", "not one of `auto`, `always`, `never`"),
        ];
        for (name, value, expected) in cases {
            let error = merged("", &[(name, value)]).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    /// No setting names a key that the file does not have, or an argument that no command has.
    #[test]
    fn every_setting_is_a_key_and_an_argument() {
        let command = crate::cli::command();
        let commands: Vec<&Command> = std::iter::once(&command).chain(command.get_subcommands()).collect();
        for setting in SETTINGS {
            let mut text = String::new();
            let (table, key) = setting.key.rsplit_once('.').unwrap_or(("", setting.key));
            if !table.is_empty() {
                text = format!("[{table}]\n");
            }
            // a list of numbers is no setting's value, so the error shows whether the key is known
            let problems = parse(&format!("{text}{key} = [[1]]"), "c").unwrap_err();
            assert!(
                problems
                    .iter()
                    .all(|problem| matches!(problem.what, super::super::text::Wrong::Value { .. })),
                "{problems:?}"
            );
            let Some(argument) = setting.argument else { continue };
            let has_it = |command: &&&Command| {
                setting.is_of(command) && command.get_arguments().any(|arg| arg.get_id() == argument)
            };
            assert!(commands.iter().any(|command| has_it(&command)), "{argument}");
        }
    }
}
