//! Removes from a capture whose server it is: names, ids, addresses, tags and texts become keyed pseudonyms; sizes,
//! times, structure and all else that the analysis reads stay.
//!
//! In: values that [`kept`](crate::wire::kept) left of an answer, and a [`Key`]. Out: the same values under other
//! names. A text has the same pseudonym everywhere under one key: jobs still name their VMs, logs their jobs. The kind
//! of a field decides ([`Field`]); a text in an unknown field is replaced. A pseudonym is a keyed digest (HMAC-SHA256):
//! without the key nobody can find the text or test a guess. Those of ids keep their [order](order).

mod fields;
mod key;
mod order;
mod text;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

pub use key::{Key, KeyError};

use crate::allow::Method;
use crate::secrets::REDACTED;
use crate::wire::NO_BACKUP;
use fields::{Field, field, is_key, of_data, of_log};
use text::{is_instant, is_reference};
use words::{CRON, NAMES, OF_JOB, WORDS, is_tag, is_value, values};
use xo_health_core::backup::ownership::OLD_DELTA_PREFIX;

/// Replaces everything that shows whose server it is.
#[derive(Clone, Debug)]
pub struct Mask {
    key: Key,
    /// Publicly known words, in lower case.
    public: FxHashSet<String>,
    /// The pseudonyms of UUIDs, which take long to compute.
    ids: RefCell<FxHashMap<u128, u128>>,
    tally: Tally,
}

/// What was kept, and what was replaced.
pub type Tally = BTreeMap<Kind, Count>;

/// How many values of a kind were kept, and how many replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Kept as they are.
    pub kept: u64,
    /// Replaced by a pseudonym, whole or in part.
    pub replaced: u64,
}

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Numbers and booleans: sizes, times, counts.
    Numbers,
    /// Words of XO and XAPI: types, states, modes, versions.
    Words,
    /// Instants, time zones, cron patterns.
    Times,
    /// Names of VMs, disks, SRs, pools, jobs, schedules, repositories.
    Names,
    /// Ids of objects, and references to them.
    Ids,
    /// Tags.
    Tags,
    /// Addresses and paths.
    Places,
    /// Messages of errors and warnings.
    Messages,
    /// Codes of errors.
    Codes,
    /// Keys that are not names of fields.
    Keys,
    /// Texts in other fields.
    Texts,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Names,
        Self::Ids,
        Self::Tags,
        Self::Places,
        Self::Messages,
        Self::Codes,
        Self::Keys,
        Self::Texts,
        Self::Words,
        Self::Times,
        Self::Numbers,
    ];
}

/// Bytes of a digest in a pseudonym: 50 bits, so that among a million names two collide once in two thousand captures.
const SHOWN: usize = 10;

impl Mask {
    /// Makes a mask that uses a key. `words`: publicly known texts of errors, whose words may stay.
    pub fn new<'w>(key: Key, words: impl IntoIterator<Item = &'w str>) -> Self {
        let own = values().chain(NAMES.iter().copied()).map(str::to_ascii_lowercase);
        let texts = words.into_iter().chain([WORDS]).flat_map(|text| {
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).chain(text.split_whitespace())
        });
        let texts = texts.map(str::to_ascii_lowercase);
        let public = own.chain(texts).filter(|word| !word.is_empty()).collect();
        Self { key, public, ids: RefCell::default(), tally: Tally::new() }
    }

    /// Returns what was kept and what was replaced so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Masks an object of the inventory.
    pub(crate) fn object(&mut self, object: Value) -> Value {
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
        let name = match kind {
            "SR" => "sr",
            "pool" => "pool",
            "host" => "host",
            _ if kind.starts_with("VDI") => "disk",
            _ if kind.starts_with("VM") => "vm",
            _ => "name",
        };
        let of = move |key: &str| match key {
            "name_label" => Field::Name(name),
            // in a message of XAPI, the name is its kind
            "name" => Field::Word,
            _ => field(key),
        };
        self.fields(object, &of)
    }

    /// Masks a backup log.
    pub(crate) fn log(&mut self, log: Value) -> Value {
        // the id of a run is its start time; ids below it are those of objects
        let id = log.get("id").cloned();
        let mut masked = self.fields(log, &of_log);
        if let (Some(id), Value::Object(map)) = (id, &mut masked) {
            let id = if id.as_str().is_some_and(is_plain) { id } else { self.within(id, Field::Id, &of_log) };
            map.insert("id".to_owned(), id);
        }
        masked
    }

    /// Masks the answer of any other method.
    pub(crate) fn answer(&mut self, method: Method, answer: Value) -> Value {
        let name = match method {
            Method::GetAllSchedules => "schedule",
            Method::GetAllRemotes => "repository",
            _ => "job",
        };
        let is_servers = method == Method::GetAllServers;
        self.fields(answer, &move |key| match key {
            "name" => Field::Name(name),
            "host" if is_servers => Field::Host,
            "label" => Field::Name("server"),
            "poolNameLabel" => Field::Name("pool"),
            "error" => Field::Message,
            _ => field(key),
        })
    }

    /// Masks the privileges of the user.
    pub(crate) fn privileges(&mut self, privileges: Value) -> Value {
        self.fields(privileges, &field)
    }

    /// Replaces the host of an address.
    pub(crate) fn address(&mut self, address: &str) -> String {
        self.count(Kind::Places, false);
        let scheme = address.split_once("://").map_or("https", |(scheme, _)| scheme);
        let scheme = if self.knows(scheme) { scheme } else { "https" };
        format!("{scheme}://{}.invalid", self.pseudonym("xo", address))
    }

    /// Keeps the version of a server if it looks like one.
    pub(crate) fn version(&mut self, version: &str) -> String {
        self.text(Field::Version, version)
    }

    /// Keeps the code of a refusal if it is one of ours or that of a program.
    pub(crate) fn code(&mut self, code: &str) -> String {
        self.text(Field::Code, code)
    }

    /// Replaces the message of a refusal.
    pub(crate) fn refusal(&mut self, message: &str) -> String {
        self.text(Field::Message, message)
    }

    /// Masks every field, each according to its kind by `of`.
    fn fields(&mut self, value: Value, of: &dyn Fn(&str) -> Field) -> Value {
        self.within(value, Field::Other, of)
    }

    fn within(&mut self, value: Value, is: Field, of: &dyn Fn(&str) -> Field) -> Value {
        match value {
            Value::String(text) => Value::from(self.text(is, &text)),
            Value::Array(list) => list.into_iter().map(|one| self.within(one, is, of)).collect(),
            Value::Object(map) => {
                let data = of_data(&map);
                let map = map.into_iter().map(|(key, value)| {
                    let below = match (of(&key), data) {
                        // a combinator holds the same kind of value as the field around it
                        _ if key.starts_with("__") => is,
                        (Field::Name(_), Some(name)) => Field::Name(name),
                        (Field::Other, _) if is != Field::Other && !is_key(&key) => is,
                        (below, _) => below,
                    };
                    (self.name_of_field(key), self.within(value, below, of))
                });
                Value::Object(map.collect())
            }
            other => {
                self.count(Kind::Numbers, true);
                other
            }
        }
    }

    /// Keeps the name of a known field; any other key is treated as an id or a text.
    fn name_of_field(&mut self, key: String) -> String {
        if is_key(&key) {
            return key;
        }
        self.count(Kind::Keys, false);
        // most of these keys are ids: settings by VM and schedule, space by repository
        self.id(&key)
    }

    fn text(&mut self, is: Field, text: &str) -> String {
        let (kind, masked) = match is {
            _ if text.is_empty() || text == REDACTED => (Kind::Texts, text.to_owned()),
            Field::Id => (Kind::Ids, self.id(text)),
            Field::Name(prefix) => (Kind::Names, self.name(prefix, text)),
            Field::Tag => (Kind::Tags, self.tag(text)),
            Field::Word if is_value(text) || NAMES.contains(&text) || is_plain(text) => {
                (Kind::Words, text.to_owned())
            }
            Field::Word => (Kind::Words, self.pseudonym("word", text)),
            Field::Version if is_version(text) => (Kind::Words, text.to_owned()),
            Field::Version => (Kind::Words, self.pseudonym("version", text)),
            Field::Number if is_plain(text) => (Kind::Numbers, text.to_owned()),
            Field::Number => (Kind::Ids, self.id(text)),
            Field::Zone if TimeZone::get(text).is_ok() || text == "local" => (Kind::Times, text.to_owned()),
            Field::Zone => (Kind::Times, self.pseudonym("Zone", text)),
            Field::Cron => (Kind::Times, self.cron(text)),
            Field::Place => (Kind::Places, self.place(text)),
            Field::Host => (Kind::Places, self.pseudonym("host", text)),
            Field::Message => (Kind::Messages, self.message(text)),
            Field::Code if is_code(text) || is_value(text) => (Kind::Codes, text.to_owned()),
            Field::Code => (Kind::Codes, self.message(text)),
            Field::Other => (Kind::Texts, self.other(text)),
        };
        self.count(kind, masked == text);
        masked
    }

    fn count(&mut self, kind: Kind, is_kept: bool) {
        let count = self.tally.entry(kind).or_default();
        if is_kept { count.kept += 1 } else { count.replaced += 1 }
    }

    fn knows(&self, word: &str) -> bool {
        self.public.contains(&word.to_ascii_lowercase())
    }

    /// Returns the pseudonym of a text.
    fn pseudonym(&self, prefix: &str, text: &str) -> String {
        // 32 letters and digits, without those that look alike
        const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
        let digest = self.key.digest(text);
        let letters = digest[..SHOWN].iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        format!("{prefix}-{}", letters.collect::<String>())
    }

    /// Returns the pseudonym of an id in the same shape: a UUID stays a UUID.
    fn id(&self, id: &str) -> String {
        let of_uuid = |uuid: &str| {
            let number = u128::from_str_radix(&uuid.replace('-', ""), 16).unwrap_or_default();
            let masked = *self.ids.borrow_mut().entry(number).or_insert_with(|| self.key.ordered(number));
            let hex = format!("{masked:032x}");
            format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
        };
        match id.strip_prefix("OpaqueRef:") {
            Some("NULL") => id.to_owned(),
            Some(uuid) if is_reference(id) => format!("OpaqueRef:{}", of_uuid(uuid)),
            _ if is_reference(id) => of_uuid(id),
            _ => self.pseudonym("id", id),
        }
    }

    /// Returns the pseudonym of a name, keeping the marks that rules look for.
    fn name(&self, prefix: &'static str, name: &str) -> String {
        if NAMES.contains(&name) {
            return name.to_owned();
        }
        if let Some((job, of)) = name.strip_prefix(OF_JOB).and_then(|rest| rest.split_once("] ")) {
            return format!("{OF_JOB}{}] {}", self.name("job", job), self.name(prefix, of));
        }
        if let Some(of) = name.strip_prefix(OLD_DELTA_PREFIX) {
            return format!("{OLD_DELTA_PREFIX}{}", self.name(prefix, of));
        }
        if name.contains(NO_BACKUP) {
            return format!("{NO_BACKUP} {}", self.name(prefix, name.replace(NO_BACKUP, "").trim()));
        }
        self.pseudonym(prefix, name)
    }

    fn tag(&self, tag: &str) -> String {
        match tag.split_once('=') {
            _ if is_tag(tag) => tag.to_owned(),
            Some((known, rest)) if is_tag(known) => {
                format!("{known}={}", self.pseudonym("tag", rest))
            }
            _ => self.pseudonym("tag", tag),
        }
    }

    /// Keeps the parts of a cron pattern: numbers, marks, days and months. Longer words are not part of one.
    fn cron(&self, cron: &str) -> String {
        let is_letter = |c: char| c.is_alphanumeric();
        let mut out = String::new();
        let mut rest = cron;
        while !rest.is_empty() {
            let start = rest.find(is_letter).unwrap_or(rest.len());
            out.extend(rest[..start].chars().map(|c| if c.is_ascii() { c } else { '?' }));
            rest = &rest[start..];
            let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            let word = &rest[..end];
            let is_short =
                word.len() <= 3 || is_plain(word) || CRON.contains(&word.to_ascii_lowercase().as_str());
            out.push_str(if is_short { word } else { "xxxx" });
            rest = &rest[end..];
        }
        out
    }

    fn place(&self, place: &str) -> String {
        match place.split_once("://") {
            Some((scheme, rest)) if self.knows(scheme) || is_scheme(scheme) => {
                format!("{scheme}://{}", self.path(rest))
            }
            _ if place.starts_with('/') => self.path(place),
            _ => self.pseudonym("place", place),
        }
    }

    /// Replaces a text of an unknown field.
    fn other(&self, text: &str) -> String {
        match is_reference(text) {
            true => self.id(text),
            false if is_value(text) => text.to_owned(),
            false => self.pseudonym("text", text),
        }
    }
}

/// Returns whether a text is a number or an instant.
fn is_plain(text: &str) -> bool {
    let is_number = text.len() <= 24
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    is_number || is_instant(text)
}

/// Returns whether a text is a version: `8.3.0`, `5.207.2`, `8.3.0-beta1`.
fn is_version(text: &str) -> bool {
    let is_part = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit()) || ["alpha", "beta", "rc", "dev"].contains(&part)
    };
    text.len() <= 32
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.split(['.', '-', '+']).all(is_part)
}

/// Returns whether a text is a code made by a program: capital letters, digits and `_`.
fn is_code(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    is_plain(text) || (2..=64).contains(&text.len()) && text.bytes().all(is_letter)
}

fn is_scheme(text: &str) -> bool {
    matches!(text, "file" | "nfs" | "smb" | "s3" | "s3+http" | "azure" | "azurite")
}

#[cfg(test)]
mod tests;
