//! Why a value of the configuration is not allowed.
//!
//! Parsers return a type, but serde carries only texts from a parser to its caller: a [`Reason`] is written into such a
//! text and read from it again. Errors of libraries are recognised by their kind.

use serde::{Deserialize, Serialize};

use crate::cli::ignores::WrongUntil;
use crate::cli::values::ValueError;
use crate::policy::WrongFailOn;
use xo_health_core::findings::catalogue::UnknownCode;

/// The prefix of a reason that is written into a text; no library's error begins with it.
const MARK: char = '\u{1}';

/// Why a value is not allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub(in crate::cli) enum Reason {
    /// A parser refuses it.
    #[error("`{shown}`: {why}")]
    Refused {
        /// The value, as far as it may be shown.
        shown: String,
        /// Why.
        why: Refusal,
    },
    /// It has another type.
    #[error("{needed} is needed, not {found}")]
    Type {
        /// The type that it has.
        found: Type,
        /// The type that it should have.
        needed: Type,
    },
    /// An entry of a list lacks something, or has too much.
    #[error(transparent)]
    Entry(Entry),
    /// It is not a text, and must not be shown.
    #[error("{} is needed", Type::Text)]
    Secret,
    /// Something else, in the words of a library.
    #[error("{0}")]
    Other(String),
}

/// Why a parser refuses a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub(in crate::cli) enum Refusal {
    /// Refused as an argument would be.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// Not a limit for predictions.
    #[error(transparent)]
    FailOn(#[from] WrongFailOn),
    /// No finding has the code.
    #[error("{}", UnknownCode(.0.clone()))]
    Code(String),
    /// Not a date.
    #[error("{WrongUntil}")]
    Until,
    /// Not one of the allowed words.
    #[error("not one of {}", .known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))]
    Word {
        /// The words.
        known: Vec<String>,
    },
    /// An address with a user in it.
    #[error("must not have a user or password in it")]
    User,
    /// Not an address.
    #[error("not an address")]
    Address,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::cli) enum Type {
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list.
    List,
    /// A table.
    Table,
    /// A text or a number.
    Scalar,
    /// A text or a list of texts.
    Texts,
    /// Nothing at all.
    Nothing,
}

/// What an entry lacks, or has too much of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub(in crate::cli) enum Entry {
    /// It has no reason.
    #[error("a `reason` is needed")]
    NoReason,
    /// It has more than a fingerprint, which already means one finding.
    #[error("`fingerprint` means one finding: leave out `code`, `subject` and `tag`")]
    TooMuch,
    /// It names no finding.
    #[error("a `code` or a `fingerprint` is needed")]
    NoFinding,
    /// A number in `value` that does not say how bad such a finding is.
    #[error("`value.{key}` says nothing about these findings; known here: {}", .known.join(", "))]
    Unmeasured {
        /// The number.
        key: String,
        /// The numbers that are known for such findings.
        known: Vec<String>,
    },
    /// An exception that names no part of the fleet.
    #[error(
        "name the part of the fleet: `sr`, `pool`, `tag` or `job`; what holds everywhere belongs in `[thresholds]`"
    )]
    NoPart,
    /// An exception that changes nothing.
    #[error("a threshold is needed")]
    NoThreshold,
    /// A threshold that cannot depend on what the exception names.
    #[error("`{threshold}` cannot depend on `{by}`, only on {}", .known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))]
    Elsewhere {
        /// The threshold.
        threshold: String,
        /// What it does not depend on.
        by: String,
        /// What it may depend on.
        known: Vec<String>,
    },
}

impl From<UnknownCode> for Refusal {
    fn from(error: UnknownCode) -> Self {
        Self::Code(error.0)
    }
}

impl From<WrongUntil> for Refusal {
    fn from(_: WrongUntil) -> Self {
        Self::Until
    }
}

impl Reason {
    /// Writes the reason into a text that serde carries.
    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).map_or_else(|_| self.to_string(), |json| format!("{MARK}{json}"))
    }

    /// Reads a reason from a text that serde carries; a library's words are recognised by their kind.
    pub(super) fn read(message: &str) -> Self {
        if let Some(own) = message.strip_prefix(MARK).and_then(|json| serde_json::from_str(json).ok()) {
            return own;
        }
        let of_type = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
        of_type
            .and_then(|(found, needed)| Self::of_type(found, needed))
            .unwrap_or_else(|| Self::Other(message.to_owned()))
    }

    /// Recognises two types in the words of serde.
    pub(super) fn of_type(found: &str, needed: &str) -> Option<Self> {
        Some(Self::Type { found: Type::found(found)?, needed: Type::needed(needed)? })
    }
}

impl Type {
    /// Returns the name of the type, with an article.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Flag => "`true` or `false`",
            Self::List => "a list",
            Self::Table => "a table",
            Self::Scalar => "a text or a number",
            Self::Texts => "a text or a list of texts",
            Self::Nothing => "nothing",
        }
    }

    /// Reads serde's `Unexpected`, and that of `config`.
    fn found(words: &str) -> Option<Self> {
        let kinds = [
            ("string", Self::Text),
            ("integer", Self::Number),
            ("floating point", Self::Number),
            ("boolean", Self::Flag),
            ("sequence", Self::List),
            ("map", Self::Table),
            ("unit value", Self::Nothing),
        ];
        // the value itself may contain any of these words
        let kind = words.split(['`', '"']).next().unwrap_or_default();
        kinds.into_iter().find(|(word, _)| kind.contains(word)).map(|(_, kind)| kind)
    }

    /// Reads what a visitor expects: our own visitors, and those that serde derives.
    fn needed(words: &str) -> Option<Self> {
        match words {
            words if words.starts_with("struct ") || words.contains("map") => Some(Self::Table),
            words if words.contains("sequence") => Some(Self::List),
            words => [Self::Text, Self::Scalar, Self::Texts].into_iter().find(|own| own.name() == words),
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_carries() {
        let own =
            Reason::Refused { shown: "x".to_owned(), why: ValueError::Number { least: 1, most: 2 }.into() };
        assert_eq!(Reason::read(&own.written()), own);
        let cases = [
            ("invalid type: map, expected a text or a number", "a text or a number is needed, not a table"),
            ("invalid type: integer `5`, expected a text", "a text is needed, not a number"),
            (
                "invalid type: string \"a map, expected a\", expected struct X",
                "a table is needed, not a text",
            ),
            ("invalid type: boolean `true`, expected a sequence", "a list is needed, not `true` or `false`"),
            ("unheard of", "unheard of"),
        ];
        for (message, expected) in cases {
            assert_eq!(Reason::read(message).to_string(), expected);
        }
    }
}
