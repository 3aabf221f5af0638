//! Ids as the server writes them, and indices into the inventory.

use std::borrow::Cow;
use std::fmt;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

/// The id of an object in XO: almost always a UUID, kept in 16 bytes.
///
/// Default templates, tasks and hand-made data use other texts, which are kept as they are. Two spellings of the same
/// UUID are the same id only in lower case, as XO writes them. Ordered by the text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ObjectId(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Uuid([u8; 16]),
    Other(CompactString),
}

impl ObjectId {
    /// Parses an id. Any text is an id; a canonical lower-case UUID takes the short form.
    pub fn new(text: &str) -> Self {
        Self(parse_uuid(text).map_or_else(|| Repr::Other(CompactString::new(text)), Repr::Uuid))
    }
}

fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let bytes = text.as_bytes();
    if bytes.len() != 36 {
        return None;
    }
    let mut out = [0; 16];
    let mut nibbles = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if matches!(at, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
            continue;
        }
        let nibble = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            _ => return None,
        };
        out[nibbles / 2] = out[nibbles / 2] << 4 | nibble;
        nibbles += 1;
    }
    Some(out)
}

/// Formats a UUID as XO does.
fn uuid_text(bytes: [u8; 16]) -> [u8; 36] {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let mut text = [b'-'; 36];
    let places = (0..36).filter(|at| !matches!(at, 8 | 13 | 18 | 23));
    let nibbles = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    for (at, nibble) in places.zip(nibbles) {
        text[at] = DIGITS[usize::from(nibble)];
    }
    text
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Other(text) => f.write_str(text),
            Repr::Uuid(bytes) => {
                f.write_str(std::str::from_utf8(&uuid_text(*bytes)).map_err(|_| fmt::Error)?)
            }
        }
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Ord for ObjectId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (&self.0, &other.0) {
            (Repr::Uuid(a), Repr::Uuid(b)) => a.cmp(b),
            (Repr::Other(a), Repr::Other(b)) => a.cmp(b),
            (Repr::Uuid(a), Repr::Other(b)) => uuid_text(*a).as_slice().cmp(b.as_bytes()),
            (Repr::Other(a), Repr::Uuid(b)) => a.as_bytes().cmp(&uuid_text(*b)),
        }
    }
}

impl PartialOrd for ObjectId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl From<&str> for ObjectId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = ObjectId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id")
            }
            fn visit_str<E>(self, text: &str) -> Result<ObjectId, E> {
                Ok(ObjectId::new(text))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl JsonSchema for ObjectId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ObjectId".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

macro_rules! typed_id {
    ($(#[$doc:meta] $name:ident;)*) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub ObjectId);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(ObjectId::new(text))
            }
        }
    )*};
}

typed_id! {
    /// The id of a job of any kind.
    JobId;
    /// The id of a schedule.
    ScheduleId;
    /// The id of a run, which is that of its log: its start in milliseconds, as text.
    RunId;
}

macro_rules! index {
    ($(#[$doc:meta] $name:ident;)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position in the list.
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// An index into [`Inventory::pools`](super::Inventory::pools).
    PoolIdx;
    /// An index into [`Inventory::hosts`](super::Inventory::hosts).
    HostIdx;
    /// An index into [`Inventory::srs`](super::Inventory::srs).
    SrIdx;
    /// An index into [`Inventory::vdis`](super::Inventory::vdis).
    VdiIdx;
    /// An index into [`Inventory::vbds`](super::Inventory::vbds).
    VbdIdx;
    /// An index into [`Inventory::vms`](super::Inventory::vms).
    VmIdx;
    /// An index into [`Backups::runs`](super::Backups::runs).
    RunIdx;
}

/// The plugs of an image or of a VM: usually few, and then kept inside the object itself.
pub type Plugs = SmallVec<[VbdIdx; 4]>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_text() {
        let cases = [
            "6eaaa333-7270-4f17-a885-4d6261e40f10",
            "00000000-0000-0000-0000-000000000000",
            "6EAAA333-7270-4f17-a885-4d6261e40f10",
            "6eaaa333-7270-4f17-a885-4d6261e40f1",
            "6eaaa333x7270-4f17-a885-4d6261e40f10",
            "OpaqueRef:1",
            "",
            "…",
        ];
        for text in cases {
            assert_eq!(ObjectId::new(text).to_string(), text);
        }
    }

    #[test]
    fn orders_by_text() {
        let mut texts = vec![
            "b",
            "6eaaa333-7270-4f17-a885-4d6261e40f10",
            "1",
            "7",
            "5eaaa333-7270-4f17-a885-4d6261e40f10",
            "5eaaa333-7270-4f17-a885-4d6261e40f1",
            "5eaaa333-7270-4f17-a885-4d6261e40f100",
        ];
        let mut ids: Vec<_> = texts.iter().map(|text| ObjectId::new(text)).collect();
        ids.sort();
        texts.sort_unstable();
        assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn is_small() {
        assert!(size_of::<ObjectId>() <= 32);
    }
}
