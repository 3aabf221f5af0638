//! What an entry of the catalogue is, and the ways in which an error is recognised.

use schemars::JsonSchema;
use serde::Serialize;

use xo_health_core::findings::Code;
use xo_health_core::findings::catalogue::Actor;

/// A known error.
#[derive(Debug)]
pub struct Entry {
    /// Its id: lower case, joined by hyphens, never reused; also the key of its words.
    pub id: &'static str,
    /// How it is recognised; one way is enough.
    pub how: &'static [How],
    /// Whether it goes away by itself.
    pub temporary: Temporary,
    /// Who has to act first.
    pub acts_first: Actor,
    /// The findings that report its cause before it happens.
    pub findings: &'static [Code],
    /// Where this is known from: a section of the facts, a public repository and file, an issue, or a manual.
    pub sources: &'static [&'static str],
}

/// Whether an error goes away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Temporary {
    /// Trying again usually works.
    Yes,
    /// It depends on the cause.
    Maybe,
    /// Someone has to act.
    No,
}

impl Temporary {
    /// Returns the key of its name in the texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "temporary-yes",
            Self::Maybe => "temporary-maybe",
            Self::No => "temporary-no",
        }
    }
}

/// A way in which an error is recognised. Pieces of text are in lower case and are in the message in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A numbered failure of the storage manager, with the name it has there.
    Sr(u16, &'static str),
    /// The same, where the text also holds these pieces; goes before [`How::Sr`].
    SrWith(u16, &'static [&'static str]),
    /// A numbered failure that is in no entry.
    SrOther,
    /// A code: of XAPI, of the system, of S3, of a library.
    Code(&'static str),
    /// A code, where the text also holds these pieces; goes before [`How::Code`].
    CodeWith(&'static str, &'static [&'static str]),
    /// A code of a connection to an address of this kind; goes before [`How::CodeWith`].
    CodeAt(&'static str, Place),
    /// A code that begins like this.
    CodePrefix(&'static str),
    /// A message.
    Text(&'static [&'static str]),
    /// A message, where nothing else of it is known.
    Last(&'static [&'static str]),
    /// A message about a pool; the same message about a VM means something else.
    PoolText(&'static [&'static str]),
    /// A message around another error, which is recognised too.
    Around(&'static [&'static str]),
    /// A step of a backup that failed, where nothing says why.
    Step(&'static [&'static str]),
    /// The word for how a run ended.
    Status(&'static str),
}

impl How {
    /// Lists the texts, names and codes that it looks for.
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

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To the machine itself.
    Itself,
    /// Into a network that is not routed on the Internet.
    Private,
}

impl Entry {
    /// Lists the numbers of the storage manager that it stands for, with their names.
    pub fn numbers(&self) -> impl Iterator<Item = (u16, &'static str)> {
        self.how.iter().filter_map(|how| match how {
            How::Sr(number, name) => Some((*number, *name)),
            _ => None,
        })
    }

    /// Returns whether it is what a code means at an address of a kind.
    pub fn is_of_address(&self) -> bool {
        self.how.iter().all(|how| matches!(how, How::CodeAt(..)))
    }

    /// Returns whether it only wraps other errors.
    pub fn is_wrapper(&self) -> bool {
        self.how.iter().all(|how| matches!(how, How::Around(_)))
    }
}

pub(super) const fn entry(
    id: &'static str,
    how: &'static [How],
    temporary: Temporary,
    acts_first: Actor,
    findings: &'static [Code],
    sources: &'static [&'static str],
) -> Entry {
    Entry { id, how, temporary, acts_first, findings, sources }
}
