//! What may be asked for over HTTP: the query of a collection, and which one-time addresses are XO's own. Pure.

use std::fmt::Write as _;

/// What to list of a collection: objects, one per line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Names of the wanted fields; empty for all of them.
    pub fields: Vec<String>,
    /// A filter in XO's complex-matcher syntax.
    pub filter: Option<String>,
    /// Most objects to list.
    pub limit: Option<u32>,
}

impl Query {
    /// Returns the query string: whole objects, one per line.
    pub(super) fn text(&self) -> String {
        let mut text = "fields=".to_owned();
        if self.fields.is_empty() {
            text.push('*');
        }
        for (index, field) in self.fields.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.extend(url::form_urlencoded::byte_serialize(field.as_bytes()));
        }
        if let Some(filter) = &self.filter {
            text.push_str("&filter=");
            text.extend(url::form_urlencoded::byte_serialize(filter.as_bytes()));
        }
        if let Some(limit) = self.limit {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "&limit={limit}");
        }
        text.push_str("&ndjson=true");
        text
    }
}

/// Returns the path of a one-time address if it is XO's own: `/api/` and one segment, or `./api/…` as the web interface
/// writes it behind a proxy. Everything else (another host, a parent folder, another interface, a query) is refused.
pub(super) fn own_path(path: &str) -> Option<String> {
    let path = path.strip_prefix('.').unwrap_or(path);
    let segment = path.strip_prefix("/api/")?;
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.' | b'=');
    let is_own = (1..=LONGEST_SEGMENT).contains(&segment.len())
        && segment.bytes().all(is_plain)
        && segment.bytes().any(|byte| byte != b'.');
    is_own.then(|| path.to_owned())
}

/// Longest one-time segment that is followed; XO's have 43 letters.
const LONGEST_SEGMENT: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::Address;

    #[test]
    fn only_own_paths_are_followed() {
        let cases = [
            ("/api/X6FeCJhOSmZbX53K9JPrwaMAHMoqoKGKZKWwpi1vrDc", true),
            ("./api/abc", true),
            ("/api/abc?x=1", false),
            ("/api/", false),
            ("/api/a/b", false),
            ("/api/..", false),
            ("/rest/v0/users", false),
            ("/api/a_b~c-d=.", true),
            ("//evil.example.org/api/abc", false),
            (".//evil.example.org/abc", false),
            ("https://evil.example.org/api/abc", false),
            ("/\\evil.example.org", false),
            ("\\\\evil", false),
            ("api/abc", false),
            ("../api/abc", false),
            ("/api/../../etc", false),
            ("/api/%2e%2e/x", false),
            ("@evil.example.org/", false),
            (".evil.example.org/", false),
            (":80@evil/", false),
            ("/api/a b", false),
            ("/api/a\r\nX: y", false),
            ("", false),
            (".", false),
        ];
        for (path, own) in cases {
            assert_eq!(own_path(path).is_some(), own, "{path:?}");
        }
    }

    #[test]
    fn queries_ask_for_lines() {
        let query = |fields: &[&str], filter: Option<&str>, limit| Query {
            fields: fields.iter().map(|&field| field.to_owned()).collect(),
            filter: filter.map(str::to_owned),
            limit,
        };
        let cases = [
            (Query::default(), "fields=*&ndjson=true"),
            (query(&["id", "$SR"], None, Some(5)), "fields=id,%24SR&limit=5&ndjson=true"),
            (
                query(&[], Some("type:/^VDI$/ &x"), None),
                "fields=*&filter=type%3A%2F%5EVDI%24%2F+%26x&ndjson=true",
            ),
        ];
        for (query, text) in cases {
            assert_eq!(query.text(), text);
        }
    }

    proptest! {
        #[test]
        fn own_paths_never_leave_the_server(path in "[./]?[/\\\\.@:%a-z? \u{0}-\u{ff}]{0,30}") {
            let address = Address::parse("https://xo.example.org/sub").unwrap();
            if let Some(own) = own_path(&path) {
                let url = url::Url::parse(&address.http_url(&own)).unwrap();
                prop_assert_eq!(url.origin().ascii_serialization(), address.origin());
                prop_assert!(url.path().starts_with("/sub/"));
            }
        }
    }
}
