//! What XO reports as changed since the sign-in: the ids of the bare `all` notifications, and nothing else of them.
//!
//! XO pushes whole objects, hundreds of megabytes when a pool returns; only id and type are kept, and only
//! a limited number of them (facts/xo-protocol.md §1.3).

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::fmt;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Most ids that are kept of each kind: enough for a pool of 100,000 objects, a few megabytes.
const CAP: usize = 100_000;
/// Longest id or type that is kept, in bytes: XO's are UUIDs, some with a prefix.
const LONGEST: usize = 128;

/// An object that appeared or changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entered {
    /// XO's id.
    pub id: CompactString,
    /// XO's type (`SR`, `VDI-unmanaged`, `task`, …); empty if there is none.
    pub kind: CompactString,
}

/// Everything that changed since the sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Objects that appeared or changed, by id.
    pub entered: Vec<Entered>,
    /// Ids of objects that were removed, in order.
    pub left: Vec<CompactString>,
    /// Whether the lists are incomplete: more changed than is kept, or something could not be read.
    pub overflowed: bool,
}

impl Changes {
    /// Returns whether an object was removed.
    pub fn has_left(&self, id: &str) -> bool {
        self.left.binary_search_by(|left| left.as_str().cmp(id)).is_ok()
    }
}

/// Collects a bounded number of changes.
#[derive(Debug, Default)]
pub(super) struct Collector {
    entered: FxHashMap<CompactString, CompactString>,
    left: FxHashMap<CompactString, ()>,
    overflowed: bool,
}

impl Collector {
    /// Receives the parameters of one `all` notification.
    pub(super) fn take(&mut self, params: &str) {
        let Ok(params) = serde_json::from_str::<Params<'_>>(params) else {
            self.overflowed = true;
            return;
        };
        let enters = match params.kind.as_deref() {
            Some("enter") => true,
            Some("exit") => false,
            _ => {
                self.overflowed = true;
                return;
            }
        };
        for (id, kind) in params.items.0 {
            if enters { self.enter(&id, &kind) } else { self.leave(&id) }
        }
    }

    /// Returns what was collected so far, sorted.
    pub(super) fn changes(&self) -> Changes {
        let mut entered: Vec<_> =
            self.entered.iter().map(|(id, kind)| Entered { id: id.clone(), kind: kind.clone() }).collect();
        entered.sort_unstable();
        let mut left: Vec<_> = self.left.keys().cloned().collect();
        left.sort_unstable();
        Changes { entered, left, overflowed: self.overflowed }
    }

    fn enter(&mut self, id: &str, kind: &str) {
        let kind = if kind.len() > LONGEST { "" } else { kind };
        self.overflowed |= !put(&mut self.entered, id, kind.into());
    }

    fn leave(&mut self, id: &str) {
        self.overflowed |= !put(&mut self.left, id, ());
    }
}

/// Adds an id, unless it is too long or there are too many.
fn put<T>(map: &mut FxHashMap<CompactString, T>, id: &str, value: T) -> bool {
    if id.len() > LONGEST {
        return false;
    }
    let full = map.len() >= CAP;
    match map.entry(id.into()) {
        Entry::Occupied(mut known) => {
            known.insert(value);
            true
        }
        Entry::Vacant(_) if full => false,
        Entry::Vacant(place) => {
            place.insert(value);
            true
        }
    }
}

#[derive(Deserialize)]
struct Params<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    items: Items<'a>,
}

/// The pairs of id and type in `items`, whatever the values are.
#[derive(Default)]
struct Items<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of objects")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Items<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some((Text(id), Kind(kind))) = map.next_entry()? {
                    // one beyond the limit shows that there were more
                    if pairs.len() <= CAP {
                        pairs.push((id, kind));
                    }
                }
                Ok(Items(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A text, borrowed if it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);
        Borrowed::deserialize(deserializer).map(|text| Self(text.0))
    }
}

/// The `type` of an object; empty for anything else.
struct Kind<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Kind<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyKind;
        impl<'de> Visitor<'de> for AnyKind {
            type Value = Kind<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind<'de>, A::Error> {
                let mut kind = Cow::Borrowed("");
                while let Some(Text(key)) = map.next_key()? {
                    if key == "type" {
                        kind = map.next_value::<Kind<'de>>()?.0;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Kind(kind))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Kind<'de>, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Kind(Cow::Borrowed("")))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed("")))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed("")))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed("")))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed("")))
            }

            fn visit_unit<E>(self) -> Result<Kind<'de>, E> {
                Ok(Kind(Cow::Borrowed("")))
            }
        }
        deserializer.deserialize_any(AnyKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(notifications: &[&str]) -> Changes {
        let mut collector = Collector::default();
        for params in notifications {
            collector.take(params);
        }
        collector.changes()
    }

    fn shown(changes: &Changes) -> String {
        let entered: Vec<_> = changes.entered.iter().map(|e| format!("{}:{}", e.id, e.kind)).collect();
        let mark = if changes.overflowed { " !" } else { "" };
        format!("{} - {}{mark}", entered.join(","), changes.left.join(","))
    }

    #[test]
    fn whatever_is_pushed() {
        let cases: [(&[&str], &str); 9] = [
            (&[], " - "),
            (
                &[r#"{"type":"enter","items":{"b":{"type":"VDI","x":[1,{}]},"a":{"id":"a","type":"SR"}}}"#],
                "a:SR,b:VDI - ",
            ),
            (
                &[r#"{"items":{"a":{"type":"task"}},"type":"enter"}"#, r#"{"type":"exit","items":{"a":0}}"#],
                "a:task - a",
            ),
            (
                &[r#"{"type":"enter","items":{"a":0,"b":null,"c":[1],"d":true,"e":-1.5,"f":{"type":7}}}"#],
                "a:,b:,c:,d:,e:,f: - ",
            ),
            (&[r#"{"type":"enter","items":{"\u0061":{"type":"S\u0052"}}}"#], "a:SR - "),
            (&[r#"{"type":"exit","items":{}}"#], " - "),
            (&[r#"{"type":"other","items":{"a":0}}"#], " -  !"),
            (&[r#"{"type":"enter","items":[1]}"#], " -  !"),
            (&["null"], " -  !"),
        ];
        for (notifications, says) in cases {
            assert_eq!(shown(&after(notifications)), says, "{notifications:?}");
        }
    }

    #[test]
    fn the_lists_are_bounded() {
        let long = format!(r#"{{"type":"enter","items":{{"{}":{{"type":"SR"}}}}}}"#, "x".repeat(LONGEST + 1));
        assert_eq!(after(&[&long]), Changes { overflowed: true, ..Changes::default() });
        let items: Vec<_> = (0..=CAP).map(|n| format!(r#""{n}":0"#)).collect();
        let many = format!(r#"{{"type":"exit","items":{{{}}}}}"#, items.join(","));
        let changes = after(&[&many]);
        assert!(changes.overflowed);
        assert_eq!(changes.left.len(), CAP);
    }
}
