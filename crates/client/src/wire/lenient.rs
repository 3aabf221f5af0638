//! Fields that accept any JSON, and keep what they understand.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use compact_str::{CompactString, ToCompactString};
use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::limits::LONGEST_ID;
use xo_health_core::model::ObjectId;
use xo_health_core::units::Bytes;

/// A text; `None` for anything else.
#[derive(Debug, Default)]
pub(super) struct Text<'a>(pub(super) Option<Cow<'a, str>>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(super) fn id(&self) -> Option<ObjectId> {
        self.as_str().filter(|text| is_id(text)).map(ObjectId::new)
    }
}

/// Returns whether a text can be an id of XO.
pub(super) fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
}

/// A number, or a text that holds one; `None` for anything else.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Number(pub(super) Option<f64>);

impl Number {
    /// Returns a number of bytes; `None` for negative numbers.
    pub(super) fn bytes(self) -> Option<Bytes> {
        // 2^64 and above saturate
        self.0.filter(|n| *n >= 0.0).map(|n| Bytes(n as u64))
    }

    /// Returns the time, from seconds since 1970.
    pub(super) fn seconds(self) -> Option<Timestamp> {
        self.0.and_then(|n| Timestamp::from_millisecond((n * 1000.0) as i64).ok())
    }

    /// Returns the time, from milliseconds since 1970.
    pub(super) fn millis(self) -> Option<Timestamp> {
        self.0.and_then(|n| Timestamp::from_millisecond(n as i64).ok())
    }
}

/// A boolean, or a text that holds one; `None` for anything else.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Flag(pub(super) Option<bool>);

impl Flag {
    pub(super) fn is_true(self) -> bool {
        self.0 == Some(true)
    }
}

/// The texts of a list, without other elements; empty for anything else.
#[derive(Debug, Default)]
pub(super) struct Texts<'a>(pub(super) Vec<Cow<'a, str>>);

impl Texts<'_> {
    pub(super) fn ids(&self) -> Vec<ObjectId> {
        self.0.iter().filter(|text| is_id(text)).map(|text| ObjectId::new(text)).collect()
    }
}

/// The pairs of texts in an object whose keys `KEYS` accepts, and whether there were other values.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Pairs<'_> {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_ref())
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some("true")
    }

    pub(super) fn is_false(&self, key: &str) -> bool {
        self.get(key) == Some("false")
    }
}

/// The keys of an object; empty for anything else.
#[derive(Debug, Default)]
pub(super) struct Keys<'a>(pub(super) Vec<Cow<'a, str>>);

/// The number of elements of a list; `None` for anything else.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Length(pub(super) Option<usize>);

/// A text, or a number as it is written; `None` for anything else.
#[derive(Debug, Default)]
pub(super) struct Word(pub(super) Option<CompactString>);

/// An object that `T` understands; `None` for anything else.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) Option<T>);

/// The objects of a list; empty for anything else.
#[derive(Debug)]
pub(super) struct Objects<T>(pub(super) Vec<T>);

impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for Objects<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Returns whether a pair of a configuration matters: those of XO's backups, and those that control the garbage
/// collector.
pub(super) fn matters(key: &str) -> bool {
    key.starts_with("xo:backup:")
        || matches!(
            key,
            "xo:copy_of"
                | "gc"
                | "coalesce"
                | "leaf-coalesce"
                | "auto-scan"
                | "allocation"
                | "gc_no_space"
                | "last-coalesce-error"
        )
}

/// One visitor for all types; it ignores what a type does not override.
macro_rules! lenient {
    (borrowed $type:ident, $visitor:ident, { $($body:tt)* }) => {
        lenient!(@visitor $type<'de>, $visitor, { $($body)* });

        impl<'de: 'a, 'a> Deserialize<'de> for $type<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($visitor)
            }
        }
    };
    (owned $type:ident, $visitor:ident, { $($body:tt)* }) => {
        lenient!(@visitor $type, $visitor, { $($body)* });

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($visitor)
            }
        }
    };
    (@visitor $type:ty, $visitor:ident, { $($body:tt)* }) => {
        struct $visitor;

        impl<'de> Visitor<'de> for $visitor {
            type Value = $type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            $($body)*
        }
    };
}

macro_rules! ignore {
    ($($what:ident)*) => { $(ignore!(@ $what);)* };
    (@ null) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok(Default::default()) }
        fn visit_none<E>(self) -> Result<Self::Value, E> { Ok(Default::default()) }
    };
    (@ bool) => { fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> { Ok(Default::default()) } };
    (@ numbers) => {
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> { Ok(Default::default()) }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> { Ok(Default::default()) }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok(Default::default()) }
    };
    (@ text) => { fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> { Ok(Default::default()) } };
    (@ list) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Default::default())
        }
    };
    (@ object) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Default::default())
        }
    };
}

lenient!(borrowed Text, TextVisitor, {
    ignore!(null bool numbers list object);

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text.to_owned()))))
    }
});

lenient!(owned Number, NumberVisitor, {
    ignore!(null bool list object);

    fn visit_i64<E>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Number(Some(n as f64)))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Number(Some(n as f64)))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Self::Value, E> {
        Ok(Number(Some(n)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Number(text.trim().parse().ok().filter(|n: &f64| n.is_finite())))
    }
});

lenient!(owned Flag, FlagVisitor, {
    ignore!(null numbers list object);

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Flag(Some(flag)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Flag(text.parse().ok()))
    }
});

lenient!(owned Word, WordVisitor, {
    ignore!(null bool list object);

    fn visit_i64<E>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Word(Some(n.to_compact_string())))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Word(Some(n.to_compact_string())))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Self::Value, E> {
        Ok(Word(Some(n.to_compact_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Word(Some(text.into())))
    }
});

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    ignore!(null bool numbers text list);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|object| Object(Some(object)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectsVisitor<T> {
    type Value = Objects<T>;

    ignore!(null bool numbers text object);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut objects = Vec::new();
        while let Some(object) = list.next_element::<Object<T>>()? {
            objects.extend(object.0);
        }
        Ok(Objects(objects))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectsVisitor(PhantomData))
    }
}

lenient!(borrowed Texts, TextsVisitor, {
    ignore!(null bool numbers text object);

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element::<Text<'de>>()? {
            texts.extend(text.0);
        }
        Ok(Texts(texts))
    }
});

lenient!(borrowed Pairs, PairsVisitor, {
    ignore!(null bool numbers text list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let Some(key) = key.0.filter(|key| matters(key)) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if let Some(value) = map.next_value::<Text<'de>>()?.0 {
                pairs.push((key, value));
            }
        }
        Ok(Pairs(pairs))
    }
});

lenient!(borrowed Keys, KeysVisitor, {
    ignore!(null bool numbers text list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut keys = Vec::new();
        while let Some((key, _)) = map.next_entry::<Text<'de>, IgnoredAny>()? {
            keys.extend(key.0);
        }
        Ok(Keys(keys))
    }
});

lenient!(owned Length, LengthVisitor, {
    ignore!(null bool numbers text object);

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut length = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            length += 1;
        }
        Ok(Length(Some(length)))
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    const ANYTHING: [&str; 9] = [
        "null",
        "true",
        "-1",
        "18446744073709551616",
        "1.5",
        "\"x\"",
        "[1,[2]]",
        "{\"a\":{\"b\":1}}",
        "\"\\ud83d\\ude00\"",
    ];

    #[test]
    fn nothing_is_refused() {
        for json in ANYTHING {
            serde_json::from_str::<Text<'_>>(json).unwrap();
            serde_json::from_str::<Number>(json).unwrap();
            serde_json::from_str::<Flag>(json).unwrap();
            serde_json::from_str::<Texts<'_>>(json).unwrap();
            serde_json::from_str::<Pairs<'_>>(json).unwrap();
            serde_json::from_str::<Keys<'_>>(json).unwrap();
            serde_json::from_str::<Length>(json).unwrap();
            serde_json::from_str::<Word>(json).unwrap();
            serde_json::from_str::<Object<Number>>(json).unwrap();
            serde_json::from_str::<Objects<Number>>(json).unwrap();
        }
    }

    #[test]
    fn numbers_come_as_texts_too() {
        let cases = [
            ("12", Some(12)),
            ("\"12\"", Some(12)),
            ("-1", None),
            ("\"-1\"", None),
            ("1e30", Some(u64::MAX)),
            ("\"NaN\"", None),
            ("null", None),
            ("[]", None),
        ];
        for (json, bytes) in cases {
            assert_eq!(serde_json::from_str::<Number>(json).unwrap().bytes(), bytes.map(Bytes), "{json}");
        }
    }

    #[test]
    fn instants_out_of_range_are_none() {
        let at = |json: &str| serde_json::from_str::<Number>(json).unwrap().seconds();
        assert_eq!(at("1786600800").unwrap().to_string(), "2026-08-13T06:00:00Z");
        assert_eq!(at("1e300"), None);
        assert_eq!(at("-1e300"), None);
    }

    #[test]
    fn only_pairs_that_matter_are_kept() {
        let pairs: Pairs<'_> = serde_json::from_str(
            r#"{"gc":"false","coalesce":true,"xo:backup:job":"a","chappassword":"s","gc_no_space":"1"}"#,
        )
        .unwrap();
        assert!(pairs.is_false("gc"));
        assert_eq!(pairs.get("coalesce"), None);
        assert_eq!(pairs.get("xo:backup:job"), Some("a"));
        assert_eq!(pairs.get("chappassword"), None);
        assert!(pairs.get("gc_no_space").is_some());
    }
}
