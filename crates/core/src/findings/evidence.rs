//! The numbers a finding rests on.

use std::borrow::Cow;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::units::Bytes;

/// Lists what a finding rests on, by key, in the order it was added.
///
/// The keys are also the variables of the finding's text. A key that holds bytes ends in `_bytes`, one that holds an
/// instant in `_at`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence(Vec<(&'static str, Value)>);

/// Is one number, name or instant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// A count.
    Count(u64),
    /// A quantity of bytes.
    Bytes(Bytes),
    /// A name or id; from the server, not cleaned.
    Text(String),
    /// An instant.
    At(Instant),
    /// Several names or ids.
    Texts(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// Not known.
    Unknown,
}

/// Is an instant that is written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Instant(#[schemars(with = "String")] pub Timestamp);

impl Evidence {
    /// Starts with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one item.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// Gives one item.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Goes through the items in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl JsonSchema for Evidence {
    fn schema_name() -> Cow<'static, str> {
        "Evidence".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<Value>();
        schemars::json_schema!({ "type": "object", "additionalProperties": value })
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
    usize => |n| Self::Count(n as u64);
    Bytes => |bytes| Self::Bytes(bytes);
    String => |text| Self::Text(text);
    &str => |text| Self::Text(text.to_owned());
    Timestamp => |at| Self::At(Instant(at));
    Vec<String> => |texts| Self::Texts(texts);
    bool => |flag| Self::Flag(flag);
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}
