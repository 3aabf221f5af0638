//! The query of a REST request. In: `fields=…&filter=…&limit=…&ndjson=…`. Out: what was asked for, or what is wrong.

use serde_json::{Map, Value, json};

use super::response::RestError;
use crate::filter::{Filter, Matcher};

/// The parameters. Unknown ones are ignored (observed).
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Decoded.
    parameters: Vec<(String, String)>,
    /// As they arrived.
    text: String,
}

/// How to show a collection.
#[derive(Debug)]
pub(super) struct CollectionOptions {
    pub(super) fields: Fields,
    pub(super) filter: Filter,
    pub(super) limit: Option<usize>,
    pub(super) ndjson: bool,
    pub(super) markdown: bool,
}

/// Which parts of the records to show.
#[derive(Debug)]
pub(super) enum Fields {
    /// Only their addresses.
    Addresses,
    /// Everything, and the address.
    All,
    /// These fields, and the address; a dot looks inside.
    Some(Vec<String>),
}

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let parameters = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self { parameters: parameters.collect(), text: text.to_owned() }
    }

    /// Returns what follows the path in the address, including its `?`.
    pub(super) fn as_sent(&self) -> String {
        if self.text.is_empty() { String::new() } else { format!("?{}", self.text) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn collection_options(&self) -> Result<CollectionOptions, RestError> {
        let limit = match self.get("limit") {
            None => None,
            Some(text) => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                let number = number.ok_or_else(|| invalid("limit", "invalid float number", text))?;
                Some(number.max(0.0) as usize)
            }
        };
        let (ndjson, markdown) = (self.flag("ndjson")?, self.flag("markdown")?);
        if ndjson && markdown {
            let message = "Cannot use both ndjson and markdown output formats simultaneously";
            return Err(RestError::Unprocessable(json!(message)));
        }
        let filter = match self.get("filter") {
            None | Some("") => Filter::All,
            Some(text) => Filter::Text(Matcher::parse(text).map_err(|error| RestError::BadFilter {
                message: error.to_string(),
                text: text.to_owned(),
            })?),
        };
        let fields = match self.get("fields") {
            None | Some("") => Fields::Addresses,
            Some("*") => Fields::All,
            Some(names) => Fields::Some(names.split(',').map(str::to_owned).collect()),
        };
        Ok(CollectionOptions { fields, filter, limit, ndjson, markdown })
    }

    /// Returns a boolean, which must be written out.
    fn flag(&self, name: &'static str) -> Result<bool, RestError> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(text) => Err(invalid(name, "invalid boolean value", text)),
        }
    }
}

fn invalid(name: &str, message: &str, value: &str) -> RestError {
    let mut errors = Map::new();
    errors.insert(name.to_owned(), json!({"message": message, "value": value}));
    RestError::Unprocessable(Value::Object(errors))
}

impl Fields {
    /// Returns a record as it is shown.
    pub(super) fn apply(&self, collection: &str, record: Value) -> Value {
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
        let href = json!(format!("/rest/v0/{collection}/{id}"));
        let mut shown = match self {
            Self::Addresses => return href,
            Self::All => match record {
                Value::Object(map) => map,
                _ => Map::new(),
            },
            Self::Some(names) => {
                let mut picked = Map::new();
                for name in names {
                    pick(&record, name, &mut picked);
                }
                picked
            }
        };
        shown.insert("href".to_owned(), href);
        Value::Object(shown)
    }
}

/// Picks as lodash's `pick` does: a field with that name, or a path of names with dots.
fn pick(record: &Value, name: &str, into: &mut Map<String, Value>) {
    if let Some(value) = record.get(name) {
        into.insert(name.to_owned(), value.clone());
        return;
    }
    let Some((first, rest)) = name.split_once('.') else { return };
    let Some(inner) = record.get(first) else { return };
    let mut picked = match into.get_mut(first).map(Value::take) {
        Some(Value::Object(picked)) => picked,
        _ => Map::new(),
    };
    pick(inner, rest, &mut picked);
    into.insert(first.to_owned(), Value::Object(picked));
}

/// Decodes percent-encoding; invalid escapes stay as they are.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        let hex = bytes.get(position + 1..position + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (byte, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(decoded_byte)) => {
                decoded.push(decoded_byte);
                position += 3;
            }
            (b'+', _) => {
                decoded.push(b' ');
                position += 1;
            }
            _ => {
                decoded.push(byte);
                position += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (text, expected) in
            [("type%3A(", "type:("), ("a+b", "a b"), ("%E3%81%82", "あ"), ("%zz%", "%zz%"), ("%24SR", "$SR")]
        {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn fields() {
        let record = json!({"id": "1", "a": 1, "b": {"c": 2, "d": 3}, "x.y": 4});
        for (query, expected) in [
            ("", json!("/rest/v0/srs/1")),
            (
                "fields=*",
                json!({"id": "1", "a": 1, "b": {"c": 2, "d": 3}, "x.y": 4, "href": "/rest/v0/srs/1"}),
            ),
            ("fields=id,nope", json!({"id": "1", "href": "/rest/v0/srs/1"})),
            ("fields=b.d,b.c,a", json!({"b": {"d": 3, "c": 2}, "a": 1, "href": "/rest/v0/srs/1"})),
            ("fields=x.y", json!({"x.y": 4, "href": "/rest/v0/srs/1"})),
        ] {
            let options = Query::parse(query).collection_options().unwrap();
            assert_eq!(options.fields.apply("srs", record.clone()), expected, "{query}");
        }
    }

    #[test]
    fn errors_are_reported() {
        for query in ["limit=abc", "limit=NaN", "ndjson=yes", "filter=type%3A(", "ndjson=true&markdown=true"]
        {
            assert!(Query::parse(query).collection_options().is_err(), "{query}");
        }
        assert_eq!(Query::parse("limit=0&foo=bar").collection_options().unwrap().limit, Some(0));
    }
}
