//! Reads a capture back, item by item: a capture of 190,000 VDIs never stands in memory as a whole.

use std::cell::RefCell;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{CaptureError, FORMAT};
use crate::allow::Method;
use crate::collect::{About, Collect, EnteredObject, Refusal};

/// Hands the answers of a capture out, as if the server gave them now. Compression is told by content.
///
/// # Errors
/// The file cannot be read, is no capture, or is cut short.
pub fn replay(path: &Path, collect: &mut dyn Collect) -> Result<(), CaptureError> {
    let read = |source| CaptureError::Read { path: path.to_owned(), source };
    let input = decompressed(BufReader::new(File::open(path).map_err(read)?)).map_err(read)?;
    let format = |reason: String| CaptureError::Format { path: path.to_owned(), reason };
    from_reader(input, collect).map_err(|error| match error.io_error_kind() {
        Some(io::ErrorKind::UnexpectedEof) => format("it ends too early".to_owned()),
        _ => format(error.to_string()),
    })
}

/// Reads through gzip or zstd, which are told by their first bytes; anything else as it is.
///
/// # Errors
/// The first bytes cannot be read, or zstd cannot be begun.
pub fn decompressed<'i>(mut input: impl BufRead + 'i) -> io::Result<Box<dyn Read + 'i>> {
    Ok(match input.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(input)?),
        _ => Box::new(input),
    })
}

fn from_reader(input: Box<dyn Read>, collect: &mut dyn Collect) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, input));
    let collect = RefCell::new(collect);
    Document { collect: &collect }.deserialize(&mut json)?;
    json.end()
}

type Shared<'a, 'c> = &'a RefCell<&'c mut dyn Collect>;

/// Implements a seed that visits what it expects, and takes nothing else.
macro_rules! seed {
    ($type:ident, $kind:ident) => {
        impl<'de> DeserializeSeed<'de> for $type<'_, '_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                deserializer.$kind(self)
            }
        }
    };
}

struct Document<'a, 'c> {
    collect: Shared<'a, 'c>,
}

seed!(Document, deserialize_map);

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a capture")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut about = About::default();
        let (mut format, mut time) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => format = Some(map.next_value::<Value>()?),
                "captured_at" => time = map.next_value::<Value>()?.as_f64(),
                "server" => {
                    let server = map.next_value::<Value>()?;
                    about.version = text(&server, "version");
                    about.address = text(&server, "address");
                }
                "reader" => {
                    let mut reader = map.next_value::<Value>()?;
                    about.permission = text(&reader, "permission");
                    about.privileges =
                        reader.get_mut("privileges").map(Value::take).filter(|list| !list.is_null());
                }
                "calls" => map.next_value_seed(Calls { collect: self.collect })?,
                "via_rest" => {
                    for method in methods(&map.next_value::<Value>()?) {
                        self.collect.borrow_mut().via_rest(method).map_err(A::Error::custom)?;
                    }
                }
                "errors" => {
                    for (method, refusal) in refusals(&map.next_value::<Value>()?) {
                        self.collect.borrow_mut().refused(method, refusal).map_err(A::Error::custom)?;
                    }
                }
                "entered" => {
                    let entered = entered(&map.next_value::<Value>()?);
                    self.collect.borrow_mut().entered(entered).map_err(A::Error::custom)?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if format.as_ref().and_then(Value::as_str) != Some(FORMAT) {
            return Err(A::Error::custom(format!("its `format` is not `{FORMAT}`")));
        }
        let time = time.and_then(|ms| Timestamp::from_millisecond(ms as i64).ok());
        about.observed_at = time.ok_or_else(|| A::Error::custom("it has no `captured_at`"))?;
        self.collect.borrow_mut().about(&about).map_err(A::Error::custom)
    }
}

struct Calls<'a, 'c> {
    collect: Shared<'a, 'c>,
}

seed!(Calls, deserialize_map);

impl<'de> Visitor<'de> for Calls<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from methods to answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match Method::named(&name) {
                Some(method) if method.streams() => {
                    self.collect.borrow_mut().begin(method).map_err(A::Error::custom)?;
                    map.next_value_seed(Items { collect: self.collect, method })?;
                    self.collect.borrow_mut().end(method).map_err(A::Error::custom)?;
                }
                Some(method) => {
                    let raw = map.next_value::<Box<RawValue>>()?;
                    let json = raw.get().as_bytes();
                    self.collect.borrow_mut().answer(method, json).map_err(A::Error::custom)?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Items<'a, 'c> {
    collect: Shared<'a, 'c>,
    method: Method,
}

seed!(Items, deserialize_any);

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map or list as the answer of `{}`", self.method)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((IgnoredAny, raw)) = map.next_entry::<IgnoredAny, Box<RawValue>>()? {
            let json = raw.get().as_bytes();
            self.collect.borrow_mut().item(self.method, json).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<Box<RawValue>>()? {
            let json = raw.get().as_bytes();
            self.collect.borrow_mut().item(self.method, json).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn methods(value: &Value) -> Vec<Method> {
    let names = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(Method::named).collect()
}

fn refusals(value: &Value) -> Vec<(Method, Refusal)> {
    let entries = value.as_object().into_iter().flatten();
    let read = entries.filter_map(|(name, entry)| {
        // a refusal without a code is a refusal all the same
        let code = entry.get("code").filter(|code| !code.is_null()).cloned();
        let refusal = Refusal {
            code: code.unwrap_or_else(|| Value::from("unknown")),
            message: text(entry, "message").unwrap_or_default(),
        };
        Some((Method::named(name)?, refusal))
    });
    read.collect()
}

fn entered(value: &Value) -> Vec<EnteredObject> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(|entry| Some(EnteredObject { id: text(entry, "id")?, kind: text(entry, "type")? }))
        .collect()
}
