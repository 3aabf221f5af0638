//! Arguments that take one of a few words, and what the library calls them.

use clap::ValueEnum;

use crate::policy::FailOn;
use xo_health_report::formats;
use xo_health_report::words::Lang;

/// How fast to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum PaceChoice {
    /// At full speed; gently if there is much to read.
    #[default]
    Auto,
    /// With pauses.
    Gentle,
    /// At full speed.
    Full,
}

impl From<PaceChoice> for xo_health_client::Pace {
    fn from(pace: PaceChoice) -> Self {
        match pace {
            PaceChoice::Auto => Self::Auto,
            PaceChoice::Gentle => Self::Gentle,
            PaceChoice::Full => Self::Full,
        }
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A language, by its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// English.
    En,
    /// Japanese.
    Ja,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Ja => Self::Ja,
        }
    }
}

/// How to print the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StdoutFormat {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs; `schemas/` describes it.
    Json,
}

/// Minimum severity that affects the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MinimumSeverity {
    /// Any finding.
    Info,
    /// Warnings and worse.
    Warning,
    /// Critical findings only.
    Critical,
    /// No finding.
    Never,
}

impl From<MinimumSeverity> for FailOn {
    fn from(severity: MinimumSeverity) -> Self {
        match severity {
            MinimumSeverity::Info => Self::Info,
            MinimumSeverity::Warning => Self::Warning,
            MinimumSeverity::Critical => Self::Critical,
            MinimumSeverity::Never => Self::Never,
        }
    }
}

/// The name of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableName(formats::CsvTable);

impl ValueEnum for TableName {
    fn value_variants<'a>() -> &'a [Self] {
        use formats::CsvTable::{Backups, Findings, Srs, Vms};
        &[Self(Srs), Self(Vms), Self(Findings), Self(Backups)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}

/// Parser of format names; knows those of [`formats::FORMATS`].
#[derive(Clone, Debug)]
pub(super) struct FormatParser;

impl clap::builder::TypedValueParser for FormatParser {
    type Value = &'static formats::Format;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let names = formats::FORMATS.iter().map(|format| format.name);
        let name = clap::builder::PossibleValuesParser::new(names).parse_ref(command, arg, value)?;
        formats::Format::named(&name).ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidValue))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue> + '_>> {
        let value =
            |format: &formats::Format| clap::builder::PossibleValue::new(format.name).help(format.about);
        Some(Box::new(formats::FORMATS.iter().map(value)))
    }
}

impl From<TableName> for formats::CsvTable {
    fn from(name: TableName) -> Self {
        name.0
    }
}

/// How CSV is written.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Tables {
    /// Begin CSV with a byte-order mark, for Excel
    #[arg(long)]
    pub(super) csv_bom: bool,

    /// Write only this table as CSV
    #[arg(long, value_name = "NAME", value_enum)]
    pub(super) csv_table: Option<TableName>,
}

impl Tables {
    /// Converts the arguments for the library.
    pub(super) fn csv(&self) -> formats::Csv {
        formats::Csv { bom: self.csv_bom, table: self.csv_table.map(formats::CsvTable::from) }
    }
}
