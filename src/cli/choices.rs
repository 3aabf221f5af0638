//! Arguments that are one of a few words, and what the library calls them.

use clap::ValueEnum;

use crate::policy::FailOn;
use xo_health_report::words::Lang;

/// How fast to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Pace {
    /// At full speed, gently where it is much.
    #[default]
    Auto,
    /// With rests.
    Gentle,
    /// At full speed.
    Full,
}

impl From<Pace> for xo_health_client::Pace {
    fn from(pace: Pace) -> Self {
        match pace {
            Pace::Auto => Self::Auto,
            Pace::Gentle => Self::Gentle,
            Pace::Full => Self::Full,
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
pub(super) enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs; `schemas/` describes it.
    Json,
}

/// Minimum severity that affects the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Severity {
    /// Any finding.
    Info,
    /// Warnings and worse.
    Warning,
    /// Critical findings only.
    Critical,
    /// No finding.
    Never,
}

impl From<Severity> for FailOn {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Critical => Self::Critical,
            Severity::Never => Self::Never,
        }
    }
}
