//! One number, name or instant of a finding, whatever it counts: it fills in a variable of a text.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::Bytes;

/// One number, name or instant.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A count.
    Count(u64),
    /// A quantity of bytes.
    Bytes(Bytes),
    /// A name or id, from the server and not cleaned.
    Text(String),
    /// One of a few words, by which a text selects its wording.
    Word(&'static str),
    /// An instant.
    At(Instant),
    /// Several names or ids.
    Texts(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// Not known.
    Unknown,
}

/// An instant, written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(any(test, feature = "testkit"), derive(Default))]
#[serde(transparent)]
pub struct Instant(#[schemars(with = "String")] pub Timestamp);

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $make:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $make
            }
        }
    )*};
}

from! {
    u32 => |n| Self::Count(n.into());
    u64 => |n| Self::Count(n);
    &str => |text| Self::Text(text.to_owned());
    Timestamp => |at| Self::At(Instant(at));
    Bytes => |bytes| Self::Bytes(bytes);
    String => |text| Self::Text(text);
    Instant => |at| Self::At(at);
    Vec<String> => |texts| Self::Texts(texts);
    bool => |flag| Self::Flag(flag);
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}
