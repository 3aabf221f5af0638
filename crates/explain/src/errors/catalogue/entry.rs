//! The entries of the catalogue, and the ways in which an error is recognised.

use schemars::JsonSchema;
use serde::Serialize;

use xo_health_core::findings::Code;
use xo_health_core::findings::catalogue::Actor;

/// A known error.
#[derive(Debug)]
pub struct Entry {
    /// Its id: lower case, hyphenated, never reused; also the key of its words.
    pub id: &'static str,
    /// The ways to recognise it; one is enough.
    pub how: &'static [MatchRule],
    /// Whether it goes away by itself.
    pub temporary: Temporary,
    /// Who acts first.
    pub acts_first: Actor,
    /// The findings that report its cause before it happens.
    pub findings: &'static [Code],
    /// The sources: a section of the facts, a public repository and file, an issue, or a manual.
    pub sources: &'static [&'static str],
}

/// Whether an error goes away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Temporary {
    /// A retry usually works.
    Yes,
    /// It depends on the cause.
    Maybe,
    /// Someone has to act.
    No,
}

impl Temporary {
    /// Returns the key of its name in the catalogue of texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "temporary-yes",
            Self::Maybe => "temporary-maybe",
            Self::No => "temporary-no",
        }
    }
}

/// A way to recognise an error. Pieces of text are in lower case, and the message holds them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchRule {
    /// A numbered failure of the storage manager, with its name there.
    Sr(u16, &'static str),
    /// The same if the text also holds these pieces; takes precedence over [`MatchRule::Sr`].
    SrWith(u16, &'static [&'static str]),
    /// A numbered failure without an entry.
    SrOther,
    /// A code: of XAPI, of the system, of S3, of a library.
    Code(&'static str),
    /// A code if the text also holds these pieces; takes precedence over [`MatchRule::Code`].
    CodeWith(&'static str, &'static [&'static str]),
    /// A code of a connection to an address of this kind; takes precedence over [`MatchRule::CodeWith`].
    CodeAt(&'static str, Place),
    /// The beginning of a code.
    CodePrefix(&'static str),
    /// A message.
    Text(&'static [&'static str]),
    /// A message that counts only if nothing else matches.
    Last(&'static [&'static str]),
    /// A message about a pool; about a VM, the same message means something else.
    PoolText(&'static [&'static str]),
    /// A message that wraps another error, which is recognised too.
    Around(&'static [&'static str]),
    /// A failed step of a backup, if nothing says why.
    Step(&'static [&'static str]),
    /// The word for how a run ended.
    Status(&'static str),
}

impl MatchRule {
    /// Lists the texts, names and codes that it matches.
    pub(super) fn texts(&'static self) -> Vec<&'static str> {
        match self {
            Self::Sr(_, name)
            | Self::Code(name)
            | Self::CodeAt(name, _)
            | Self::CodePrefix(name)
            | Self::Status(name) => {
                vec![name]
            }
            Self::SrWith(_, pieces)
            | Self::Text(pieces)
            | Self::PoolText(pieces)
            | Self::Around(pieces)
            | Self::Step(pieces)
            | Self::Last(pieces) => pieces.to_vec(),
            Self::CodeWith(code, pieces) => std::iter::once(*code).chain(pieces.iter().copied()).collect(),
            Self::SrOther => Vec::new(),
        }
    }
}

/// The kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The machine itself.
    Itself,
    /// A network that is not routed on the Internet.
    Private,
}

impl Entry {
    /// Lists the numbers of the storage manager that it covers, with their names.
    pub fn numbers(&self) -> impl Iterator<Item = (u16, &'static str)> {
        self.how.iter().filter_map(|how| match how {
            MatchRule::Sr(number, name) => Some((*number, *name)),
            _ => None,
        })
    }

    /// Returns whether it is the meaning of a code only at a certain kind of address.
    pub fn is_of_address(&self) -> bool {
        self.how.iter().all(|how| matches!(how, MatchRule::CodeAt(..)))
    }

    /// Returns whether it only wraps other errors.
    pub fn is_wrapper(&self) -> bool {
        self.how.iter().all(|how| matches!(how, MatchRule::Around(_)))
    }
}

pub(super) const fn entry(
    id: &'static str,
    how: &'static [MatchRule],
    temporary: Temporary,
    acts_first: Actor,
    findings: &'static [Code],
    sources: &'static [&'static str],
) -> Entry {
    Entry { id, how, temporary, acts_first, findings, sources }
}
