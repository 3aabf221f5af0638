//! Reads a capture back, item by item: a capture of 190,000 VDIs is never in memory as a whole.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{CaptureError, FORMAT};
use crate::allow::Method;
use crate::collect::{About, Collect, EnteredObject, Refusal};
use crate::limits::{self, Exceeded, Limit};

/// Passes on the answers of a capture as if the server gave them now. Compression is recognised by content.
///
/// # Errors
/// The file cannot be read, is not a capture, or is truncated.
pub fn replay(path: &Path, collect: &mut dyn Collect) -> Result<(), CaptureError> {
    let read = |source| CaptureError::Read { path: path.to_owned(), source };
    let input = decompressed(BufReader::new(limits::open(path).map_err(read)?)).map_err(read)?;
    let format = |reason: String| CaptureError::Format { path: path.to_owned(), reason };
    let meter = Meter::default();
    from_reader(input, &meter, collect).map_err(|error| match error.io_error_kind() {
        Some(io::ErrorKind::UnexpectedEof) => format("it ends too early".to_owned()),
        _ => format(
            meter.exceeded.get().map_or_else(|| error.to_string(), |limit| Exceeded(limit).to_string()),
        ),
    })
}

/// The head of a capture, with the time when it was made.
#[derive(serde::Deserialize)]
struct Made {
    captured_at: i64,
}

/// Returns when a capture was made, reading no more of it than needed: nothing else is checked.
///
/// # Errors
/// The file cannot be read, is not JSON, or does not say when it was made.
pub fn captured_at(path: &Path) -> Result<Timestamp, CaptureError> {
    let read = |source| CaptureError::Read { path: path.to_owned(), source };
    let format = |reason: String| CaptureError::Format { path: path.to_owned(), reason };
    let input = decompressed(BufReader::new(limits::open(path).map_err(read)?)).map_err(read)?;
    let input = BufReader::with_capacity(AHEAD, input);
    let made: Made = serde_json::from_reader(input).map_err(|error| match error.io_error_kind() {
        Some(io::ErrorKind::UnexpectedEof) => format("it ends too early".to_owned()),
        _ => format(error.to_string()),
    })?;
    Timestamp::from_millisecond(made.captured_at).map_err(|error| format(error.to_string()))
}

/// Decompresses gzip or zstd, recognised by the first bytes; passes anything else through.
///
/// # Errors
/// The first bytes cannot be read, or zstd cannot be started.
pub fn decompressed<'i>(mut input: impl BufRead + 'i) -> io::Result<Box<dyn Read + 'i>> {
    Ok(match input.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(input)?),
        _ => Box::new(input),
    })
}

fn from_reader(
    input: Box<dyn Read + '_>,
    meter: &Meter,
    collect: &mut dyn Collect,
) -> serde_json::Result<()> {
    let metered = Metered { input, meter };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(AHEAD, metered));
    let shared = Both { collect: RefCell::new(collect), meter };
    Document { shared: &shared }.deserialize(&mut json)?;
    json.end()
}

/// Bytes read ahead of what is parsed.
const AHEAD: usize = 1 << 16;

/// Counts what was unpacked since the last item, and since the last call began.
#[derive(Default)]
struct Meter {
    item: Cell<u64>,
    part: Cell<u64>,
    items: Cell<u64>,
    exceeded: Cell<Option<Limit>>,
}

impl Meter {
    fn count(&self, bytes: usize) -> Result<(), Exceeded> {
        self.item.set(self.item.get() + bytes as u64);
        self.part.set(self.part.get() + bytes as u64);
        // a small answer is one item, and has the same limit
        limits::within(self.item.get().saturating_sub(AHEAD as u64), Limit::Line)?;
        limits::within(self.part.get(), Limit::Part)
    }

    /// Records that an item ended.
    fn next_item(&self) -> Result<(), Exceeded> {
        self.item.set(0);
        self.items.set(self.items.get() + 1);
        limits::within(self.items.get(), Limit::Items)
    }

    /// Records that a call begins.
    fn next_part(&self) {
        self.item.set(0);
        self.part.set(0);
        self.items.set(0);
    }
}

/// A reader that fails before a parser has taken too much: 32 KB of zstd can unpack to gigabytes.
struct Metered<'m, 'i> {
    input: Box<dyn Read + 'i>,
    meter: &'m Meter,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.input.read(buffer)?;
        self.meter.count(size).map_err(|exceeded| {
            self.meter.exceeded.set(Some(exceeded.0));
            io::Error::other(exceeded)
        })?;
        Ok(size)
    }
}

struct Both<'a, 'c> {
    collect: RefCell<&'c mut dyn Collect>,
    meter: &'a Meter,
}

type Shared<'a, 'c> = &'a Both<'a, 'c>;

/// Implements a seed that visits what it expects, and accepts nothing else.
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
    shared: Shared<'a, 'c>,
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
            self.shared.meter.next_part();
            match key.as_str() {
                "format" => format = Some(tree(&mut map)?),
                "captured_at" => time = tree(&mut map)?.as_f64(),
                "server" => {
                    let server = tree(&mut map)?;
                    about.version = text(&server, "version");
                    about.address = text(&server, "address");
                }
                "reader" => {
                    let mut reader = tree(&mut map)?;
                    about.permission = text(&reader, "permission");
                    about.privileges =
                        reader.get_mut("privileges").map(Value::take).filter(|list| !list.is_null());
                }
                "calls" => map.next_value_seed(Calls { shared: self.shared })?,
                "via_rest" => {
                    for method in methods(&tree(&mut map)?) {
                        self.shared.collect.borrow_mut().via_rest(method).map_err(A::Error::custom)?;
                    }
                }
                "errors" => {
                    for (method, refusal) in refusals(&tree(&mut map)?) {
                        self.shared
                            .collect
                            .borrow_mut()
                            .refused(method, refusal)
                            .map_err(A::Error::custom)?;
                    }
                }
                "entered" => {
                    let entered = entered(&tree(&mut map)?);
                    self.shared.collect.borrow_mut().entered(entered).map_err(A::Error::custom)?;
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
        self.shared.collect.borrow_mut().about(&about).map_err(A::Error::custom)
    }
}

struct Calls<'a, 'c> {
    shared: Shared<'a, 'c>,
}

seed!(Calls, deserialize_map);

impl<'de> Visitor<'de> for Calls<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from methods to answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            self.shared.meter.next_part();
            match Method::named(&name) {
                Some(method) if method.streams() => {
                    self.shared.collect.borrow_mut().begin(method).map_err(A::Error::custom)?;
                    map.next_value_seed(Items { shared: self.shared, method })?;
                    self.shared.collect.borrow_mut().end(method).map_err(A::Error::custom)?;
                }
                Some(method) => {
                    let raw = map.next_value::<Box<RawValue>>()?;
                    let json = raw.get().as_bytes();
                    self.shared.collect.borrow_mut().answer(method, json).map_err(A::Error::custom)?;
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
    shared: Shared<'a, 'c>,
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
            self.shared.meter.next_item().map_err(A::Error::custom)?;
            self.shared.collect.borrow_mut().item(self.method, json).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<Box<RawValue>>()? {
            let json = raw.get().as_bytes();
            self.shared.meter.next_item().map_err(A::Error::custom)?;
            self.shared.collect.borrow_mut().item(self.method, json).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// Reads a value that is kept as a tree.
fn tree<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Value, A::Error> {
    let raw = map.next_value::<Box<RawValue>>()?;
    limits::tree(raw.get().as_bytes()).map_err(A::Error::custom)
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
        // a refusal without a code is still a refusal
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
