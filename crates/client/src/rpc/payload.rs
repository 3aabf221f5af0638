//! The result of a call as it arrived: a slice of the message, never copied.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use tokio_tungstenite::tungstenite::Bytes;

use crate::error::BoxError;

/// The JSON text of a result. Clones share its memory.
#[derive(Clone)]
pub struct Payload(Bytes);

impl Payload {
    /// Wraps JSON text that was already checked to be valid JSON in UTF-8.
    pub(super) fn new(json: Bytes) -> Self {
        Self(json)
    }

    /// Returns the JSON text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Parses it into a type.
    ///
    /// # Errors
    /// The result does not have that shape.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.0)
    }

    /// Passes on each value of a map or an array, one JSON text without line breaks at a time, like the NDJSON
    /// stream of the same call. Returns the number of values.
    ///
    /// # Errors
    /// The error of `on_value` with the number of the value, from 1, or that the result is neither map nor array.
    pub fn each(
        &self,
        on_value: &mut (dyn FnMut(&[u8]) -> Result<(), BoxError> + Send),
    ) -> Result<u64, EachError> {
        let mut hand = Hand { on_value, count: 0, refused: None };
        let mut deserializer = serde_json::Deserializer::from_slice(&self.0);
        match deserializer.deserialize_any(&mut hand) {
            Ok(()) => Ok(hand.count),
            Err(error) => Err(match hand.refused {
                Some(source) => EachError::Line(hand.count, source),
                None => EachError::Shape(error),
            }),
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}

/// Why not all values of a payload were passed on.
#[derive(Debug)]
pub enum EachError {
    /// The caller refused the value with this number, from 1.
    Line(u64, BoxError),
    /// The payload is neither a map nor an array.
    Shape(serde_json::Error),
}

struct Hand<'h> {
    on_value: &'h mut (dyn FnMut(&[u8]) -> Result<(), BoxError> + Send),
    count: u64,
    refused: Option<BoxError>,
}

impl Hand<'_> {
    fn give<E: serde::de::Error>(&mut self, value: &RawValue) -> Result<(), E> {
        self.count += 1;
        let text = value.get().as_bytes();
        let given = if text.contains(&b'\n') {
            // A line break in JSON is always white space, so that it can be replaced.
            let line: Vec<u8> = text.iter().map(|&byte| if byte == b'\n' { b' ' } else { byte }).collect();
            (self.on_value)(&line)
        } else {
            (self.on_value)(text)
        };
        given.map_err(|error| {
            self.refused = Some(error);
            E::custom("stopped")
        })
    }
}

impl<'de> Visitor<'de> for &mut Hand<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((IgnoredAny, value)) = map.next_entry::<IgnoredAny, &RawValue>()? {
            self.give::<A::Error>(value)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<&RawValue>()? {
            self.give::<A::Error>(value)?;
        }
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom("null instead of a map or an array"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(json: &str) -> Result<Vec<String>, EachError> {
        let mut got = Vec::new();
        Payload::new(Bytes::copy_from_slice(json.as_bytes())).each(&mut |value| {
            got.push(String::from_utf8(value.to_vec())?);
            Ok(())
        })?;
        Ok(got)
    }

    #[test]
    fn maps_and_arrays_become_lines() {
        let cases: [(&str, &[&str]); 5] = [
            ("{}", &[]),
            ("[]", &[]),
            (r#"{"a":{"x":1},"b":[2]}"#, &[r#"{"x":1}"#, "[2]"]),
            (r#"[ {"x": 1} , null ]"#, &[r#"{"x": 1}"#, "null"]),
            ("[{\n\"x\":\"\\n\"\n}]", &[r#"{ "x":"\n" }"#]),
        ];
        for (json, lines) in cases {
            assert_eq!(values(json).unwrap(), lines, "{json}");
        }
        for json in ["null", "5", r#""text""#, "true"] {
            assert!(matches!(values(json), Err(EachError::Shape(_))), "{json}");
        }
    }

    #[test]
    fn the_caller_can_stop() {
        let payload = Payload::new(Bytes::from_static(b"[1,2,3]"));
        let mut seen = 0;
        let stopped = payload.each(&mut |_| {
            seen += 1;
            if seen == 2 { Err("enough".into()) } else { Ok(()) }
        });
        assert!(matches!(stopped, Err(EachError::Line(2, error)) if error.to_string() == "enough"));
    }
}
