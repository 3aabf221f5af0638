//! What a configuration file may say: its tables and keys, each with a type.
//!
//! A value that is also an argument is read by the argument's own parser, so that both accept the same texts. Keys are
//! optional: the layer below decides a missing one.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use secrecy::SecretString;
use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::reason::{Entry, Reason, Refusal, Type};
use super::thresholds::{Exception, Thresholds};
use crate::cli::choices;
use crate::cli::ignores;
use crate::cli::values::{count, horizon, memory, number, percent, size, span, time, zone};
use crate::policy;
use xo_health_core::findings;
use xo_health_core::pattern::Pattern;
use xo_health_core::units::Bytes;

/// The whole file.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "Configuration of xo-health", deny_unknown_fields)]
pub(in crate::cli) struct Configuration {
    /// Name of the server to read if none is named
    pub(in crate::cli) server: Option<Text>,
    /// Language of reports, help and errors: `en` or `ja`
    pub(in crate::cli) lang: Option<Language>,
    /// When to use colour: `auto`, `always` or `never`
    pub(in crate::cli) color: Option<Color>,
    /// Time zone of texts
    pub(in crate::cli) timezone: Option<Zone>,
    /// Minimum severity that affects the exit status: `info`, `warning`, `critical` or `never`
    pub(in crate::cli) fail_on: Option<Severity>,
    /// Which predictions affect the exit status: `0.5@24h`, or `never`
    pub(in crate::cli) fail_on_forecast: Option<OnForecast>,
    /// Files that `check` writes, as after `--output`
    pub(in crate::cli) outputs: Option<Texts>,
    /// Draw with ASCII characters only
    pub(in crate::cli) ascii: Option<Flag>,
    /// Columns of text
    pub(in crate::cli) width: Option<Columns>,
    /// Title of an HTML page
    pub(in crate::cli) title: Option<Text>,
    /// Text file to show at the top of an HTML page
    pub(in crate::cli) note: Option<Text>,
    /// Picture at the top of an HTML page
    pub(in crate::cli) logo: Option<Text>,
    /// History that readings of servers are added to and learnt from: a file, `postgres://…`, or `default`
    pub(in crate::cli) history: Option<Text>,
    /// Begin CSV with a byte-order mark
    pub(in crate::cli) csv_bom: Option<Flag>,
    /// How a forecast is made
    pub(in crate::cli) forecast: Forecast,
    /// Limits from which something becomes a finding
    pub(in crate::cli) thresholds: Thresholds,
    /// Thresholds that differ in a part of the fleet; where several apply, the last one wins
    pub(in crate::cli) exceptions: Vec<Exception>,
    /// How servers are reached
    pub(in crate::cli) connection: Connection,
    /// Findings that are suppressed
    pub(in crate::cli) ignore: Vec<Ignore>,
    /// Servers, by the name that `--server` takes
    pub(in crate::cli) servers: BTreeMap<String, Server>,
}

/// How a forecast is made.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct Forecast {
    /// How far ahead to look
    pub(in crate::cli) horizon: Option<Horizon>,
    /// Number of simulations
    pub(in crate::cli) draws: Option<Draws>,
    /// Seed of the simulation
    pub(in crate::cli) seed: Option<Seed>,
    /// Time limit for the forecast
    pub(in crate::cli) timeout: Option<Time>,
}

/// How servers are reached, unless an argument overrides it.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct Connection {
    /// Timeout for connecting
    pub(in crate::cli) connect_timeout: Option<Time>,
    /// Timeout for an answer, and for each further part of it
    pub(in crate::cli) request_timeout: Option<Time>,
    /// Time limit for the whole run, from the first call to the report
    pub(in crate::cli) run_timeout: Option<Time>,
    /// Memory limit of the run
    pub(in crate::cli) max_memory: Option<Memory>,
    /// How fast to read: `auto`, `gentle` or `full`
    pub(in crate::cli) pace: Option<Pace>,
    /// Retries when the connection fails
    pub(in crate::cli) retries: Option<Retries>,
    /// HTTP proxy
    pub(in crate::cli) proxy: Option<Place>,
}

/// A server, and how to sign in.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct Server {
    /// Address of the server
    pub(in crate::cli) url: Option<Place>,
    /// File with an authentication token
    pub(in crate::cli) token_file: Option<FilePath>,
    /// Program that prints an authentication token: its name and arguments, or a line for the shell
    pub(in crate::cli) token_command: Option<Texts>,
    /// The token itself; only its owner may then be able to read the file
    pub(in crate::cli) token: Option<Secret>,
    /// Trust the certificate authorities in this PEM file instead of the system's
    pub(in crate::cli) ca_file: Option<FilePath>,
    /// Trust only the certificate with this SHA-256 fingerprint
    pub(in crate::cli) pin_sha256: Option<Text>,
    /// Trust any certificate
    pub(in crate::cli) insecure: Option<Flag>,
    /// HTTP proxy
    pub(in crate::cli) proxy: Option<Place>,
    /// The history of this server, instead of the one for all
    pub(in crate::cli) history: Option<Text>,
}

/// Findings that are suppressed: those of a code, within what is named, or one by its fingerprint.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct Ignore {
    /// The code: `XOH-101` or `chain-depth`
    pub(in crate::cli) code: Option<Code>,
    /// Name or id of the subject, or a pattern of names
    pub(in crate::cli) subject: Option<Glob>,
    /// Tag of the VM that the finding is about, or a pattern of tags
    pub(in crate::cli) tag: Option<Glob>,
    /// The fingerprint of one finding, instead of the three above
    pub(in crate::cli) fingerprint: Option<Text>,
    /// Reason for the suppression; required
    pub(in crate::cli) reason: Option<Text>,
    /// Last day of the suppression, or an instant
    pub(in crate::cli) until: Option<Until>,
    /// How bad the finding may be: if it gets worse, it counts again
    pub(in crate::cli) value: Option<Pin>,
}

/// How bad a suppressed finding may be.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::cli) struct Pin {
    /// Its severity: `info`, `warning` or `critical`
    pub(in crate::cli) severity: Option<Level>,
    /// Its numbers, by their keys in the JSON report
    #[serde(flatten)]
    #[schemars(with = "BTreeMap<String, u64>")]
    pub(in crate::cli) quantities: BTreeMap<String, Whole>,
}

impl Ignore {
    /// Returns the code of the findings that the entry is about.
    fn code(&self) -> Option<findings::Code> {
        let of_key = || self.fingerprint.as_ref()?.0.split('/').next()?.parse().ok();
        self.code.as_ref().map(|code| code.0).or_else(of_key)
    }

    /// Returns a number that does not measure such findings: the finding would never count again.
    fn unmeasured(&self) -> Option<Entry> {
        let known: Vec<&str> = findings::measured(self.code()?).collect();
        let mut keys = self.value.as_ref()?.quantities.keys();
        let key = keys.find(|key| !known.contains(&key.as_str()))?.clone();
        let known = ["severity"].iter().chain(&known).map(|key| (*key).to_owned()).collect();
        Some(Entry::Unmeasured { key, known })
    }

    /// Returns what the entry lacks, or has too much of.
    pub(super) fn flaw(&self) -> Option<Entry> {
        let names_kind = self.code.is_some() || self.subject.is_some() || self.tag.is_some();
        match self {
            _ if self.reason.as_ref().is_none_or(|reason| reason.0.trim().is_empty()) => {
                Some(Entry::NoReason)
            }
            Self { fingerprint: Some(_), .. } if names_kind => Some(Entry::TooMuch),
            Self { fingerprint: None, code: None, .. } => Some(Entry::NoFinding),
            _ => self.unmeasured(),
        }
    }
}

/// Keys whose values never leave this program.
pub(in crate::cli) const SECRETS: [&str; 1] = ["token"];

/// Declares values that are read from a text, as arguments are; `$schema` is their JSON Schema.
macro_rules! values {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $schema:tt, $parse:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(in crate::cli) struct $name(
            #[allow(dead_code, reason = "some are read again by the parser of their argument")]
            pub(in crate::cli) $type,
        );

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = deserializer.deserialize_any(Scalar)?;
                let parse: fn(&str) -> Result<$type, Refusal> = $parse;
                parse(&text).map(Self).map_err(|why| {
                    // the text before the `@` may hold a password
                    let shown = if text.contains('@') { "…".to_owned() } else { text };
                    de::Error::custom(Reason::Refused { shown, why }.written())
                })
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schemars::json_schema!($schema)
            }
        }
    )*};
}

values! {
    /// A language.
    Language(choices::Language) = { "enum": ["en", "ja"] }, word;
    /// When to use colour.
    Color(choices::Color) = { "enum": ["auto", "always", "never"] }, word;
    /// How fast to read.
    Pace(choices::PaceChoice) = { "enum": ["auto", "gentle", "full"] }, word;
    /// A severity.
    Severity(choices::MinimumSeverity) = { "enum": ["info", "warning", "critical", "never"] }, word;
    /// Which predictions count.
    OnForecast(policy::OnForecast) = { "type": "string" }, |text| or_refuse(text.parse());
    /// A time zone.
    Zone(TimeZone) = { "type": "string" }, |text| or_refuse(zone(text));
    /// Columns of text.
    Columns(u32) = { "type": "integer" }, |text| or_refuse(count::<40, 1000>(text));
    /// How far to look, in hours.
    Horizon(u32) = { "type": ["string", "integer"] }, |text| or_refuse(horizon(text));
    /// A number of simulations.
    Draws(u32) = { "type": "integer" }, |text| or_refuse(count::<20, 20_000>(text));
    /// The seed of a simulation.
    Seed(u64) = { "type": "integer" }, |text| or_refuse(number::<0, { u64::MAX }>(text));
    /// A number of retries.
    Retries(u32) = { "type": "integer" }, |text| or_refuse(count::<0, 100>(text));
    /// A time that is not zero.
    Time(Duration) = { "type": ["string", "integer"] }, |text| or_refuse(time(text));
    /// An age.
    Span(SignedDuration) = { "type": ["string", "integer"] }, |text| or_refuse(span(text));
    /// A limit of memory.
    Memory(Bytes) = { "type": ["string", "integer"] }, |text| or_refuse(memory(text));
    /// A size.
    Size(Bytes) = { "type": ["string", "integer"] }, |text| or_refuse(size(text));
    /// A count.
    Count(u32) = { "type": "integer" }, |text| or_refuse(count::<0, { u32::MAX }>(text));
    /// A percentage.
    Percent(u8) = { "type": "integer" }, |text| or_refuse(percent(text));
    /// The address of a server.
    Place(String) = { "type": "string" }, place;
    /// A name, an id, or a pattern of names.
    Glob(Pattern) = { "type": "string" }, |text| Ok(Pattern::new(text));
    /// The code of findings.
    Code(findings::Code) = { "type": "string" }, |text| or_refuse(text.parse());
    /// A severity of findings.
    Level(findings::Severity) = { "enum": ["info", "warning", "critical"] }, level;
    /// A number.
    Whole(u64) = { "type": "integer" }, |text| or_refuse(number::<0, { u64::MAX }>(text));
    /// The end of a suppression.
    Until(ignores::Until) = { "type": "string" }, |text| or_refuse(text.parse());
    /// Yes or no.
    Flag(bool) = { "type": "boolean" }, flag;
}

fn or_refuse<T>(read: Result<T, impl Into<Refusal>>) -> Result<T, Refusal> {
    read.map_err(Into::into)
}

/// Refuses a text that is none of these words.
fn none_of<'a>(known: impl IntoIterator<Item = &'a str>) -> Refusal {
    Refusal::Word { known: known.into_iter().map(str::to_owned).collect() }
}

fn flag(text: &str) -> Result<bool, Refusal> {
    text.parse().map_err(|_| none_of(["true", "false"]))
}

/// Accepts an address without a user: the configuration is shown, and a user may come with a password.
fn place(text: &str) -> Result<String, Refusal> {
    match text {
        text if text.contains('@') => Err(Refusal::User),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => Err(Refusal::Address),
        text => Ok(text.to_owned()),
    }
}

fn level(text: &str) -> Result<findings::Severity, Refusal> {
    match text {
        "info" => Ok(findings::Severity::Info),
        "warning" => Ok(findings::Severity::Warning),
        "critical" => Ok(findings::Severity::Critical),
        _ => Err(none_of(["info", "warning", "critical"])),
    }
}

fn word<T: ValueEnum>(text: &str) -> Result<T, Refusal> {
    T::from_str(text, false).map_err(|_| {
        let known = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
        none_of(known.iter().map(String::as_str))
    })
}

/// Visitor that returns a text, a number or a boolean as the text that an argument would be.
struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Type::Scalar.name())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }
}

/// Visitor that accepts only a text: a number is not an address.
struct OnlyText;

impl Visitor<'_> for OnlyText {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Type::Text.name())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(inline)]
pub(in crate::cli) struct Text(pub(in crate::cli) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnlyText).map(Self)
    }
}

/// The path of a file; a relative one starts at the folder of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(inline)]
pub(in crate::cli) struct FilePath(#[schemars(with = "String")] pub(in crate::cli) PathBuf);

impl<'de> Deserialize<'de> for FilePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnlyText).map(|text| Self(text.into()))
    }
}

/// A text that is never printed.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(inline)]
pub(in crate::cli) struct Secret(#[schemars(with = "String")] pub(in crate::cli) SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // the error of a library about a wrong type repeats the value
        let text = deserializer
            .deserialize_any(OnlyText)
            .map_err(|_| de::Error::custom(Reason::Secret.written()))?;
        Ok(Self(text.into()))
    }
}

/// Several texts, or one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Texts {
    /// One.
    One(String),
    /// A list.
    List(Vec<String>),
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Type::Texts.name())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts::One(text.to_owned()))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(Text(text)) = items.next_element()? {
                    texts.push(text);
                }
                Ok(Texts::List(texts))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl JsonSchema for Texts {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Texts".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": ["string", "array"], "items": { "type": "string" } })
    }
}
