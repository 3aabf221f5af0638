//! The address of an XO, from which the addresses of both protocols are derived.
//!
//! In: what a person types (`xo.example.org`, `wss://xo.example.org/api/`). Out: the WebSocket and HTTP
//! addresses under it. It knows no sockets, and refuses any text that could carry a secret.

use std::fmt;
use std::net::Ipv6Addr;

use thiserror::Error;
use url::{Host, Url};

/// Why a text is not the address of an XO. No variant repeats a secret of the text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Nothing was given.
    #[error("the address of XO is empty: give one such as `https://xo.example.org`")]
    Empty,
    /// `https://user:password@host`: the text is not repeated, because it may hold a password.
    #[error(
        "the address of XO holds a user or a password: leave out everything before the `@`, and give \
         credentials in `XO_TOKEN`, `XO_USERNAME` and `XO_PASSWORD`, or `--token-file`"
    )]
    Userinfo,
    /// A scheme other than http, https, ws or wss.
    #[error("the address of XO starts with `{0}:`: only https, http, wss and ws are supported")]
    Scheme(String),
    /// A query or a fragment: XO serves its API at exactly `/api/`.
    #[error(
        "the address of XO has a `{0}` part: give only what comes before it, such as `https://xo.example.org`"
    )]
    Extra(char),
    /// Not an address at all.
    #[error("`{text}` is not the address of an XO ({why}): give one such as `https://xo.example.org`")]
    Malformed {
        /// What was typed, cleaned and shortened.
        text: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The address of one XO: scheme, host, port and, behind a reverse proxy, a sub-path.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// http or https; the path is the sub-path without a trailing slash.
    base: Url,
}

impl Address {
    /// Parses an address: `https://host`, `http://host:port`, `wss://…`, `ws://…` or a bare `host` (https),
    /// with or without a trailing `/api/`, with an optional sub-path of a reverse proxy.
    ///
    /// # Errors
    /// [`AddressError`] says what to write instead; a user or password in the text is refused and not repeated.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let written = with_scheme(text);
        // First of all, so that no other error can repeat a password.
        let authority = written.split_once("://").map_or("", |(_, rest)| rest);
        let authority = authority.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(AddressError::Userinfo);
        }
        // A password may hold `/` or `#`, which ends the authority early: when in doubt, repeat nothing.
        let shown = || if text.contains('@') { "that text".to_owned() } else { super::error::clean(text) };
        let mut base = Url::parse(&written)
            .map_err(|error| AddressError::Malformed { text: shown(), why: error.to_string() })?;
        let scheme = match base.scheme() {
            "http" | "ws" => "http",
            "https" | "wss" => "https",
            other => return Err(AddressError::Scheme(super::error::clean(other))),
        };
        if !base.username().is_empty() || base.password().is_some() {
            return Err(AddressError::Userinfo);
        }
        if base.fragment().is_some() {
            return Err(AddressError::Extra('#'));
        }
        if base.query().is_some() {
            return Err(AddressError::Extra('?'));
        }
        if base.set_scheme(scheme).is_err() || base.host().is_none() {
            return Err(AddressError::Malformed { text: shown(), why: "it has no host".to_owned() });
        }
        let path = base.path().trim_end_matches('/').to_owned();
        let path = path.strip_suffix("/api").unwrap_or(&path).trim_end_matches('/').to_owned();
        base.set_path(&path);
        Ok(Self { base })
    }

    /// Returns the address for the WebSocket: `wss://host[:port][/sub]/api/`, the only path XO upgrades
    /// (facts/xo-observed.md, "Connecting").
    pub fn ws_url(&self) -> String {
        let url = self.http_url("/api/");
        // Replacing `http` with `ws` turns `https` into `wss` too.
        format!("ws{}", &url[4..])
    }

    /// Returns the address of `path` (starting with `/`) under this XO, including the sub-path.
    pub fn http_url(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.sub_path())
    }

    /// Returns scheme, host and port, as shown to people and compared with other addresses: no path, no secret.
    pub fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Returns the host without brackets, for the socket.
    pub fn host(&self) -> String {
        match self.base.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(ip)) => ip.to_string(),
            Some(Host::Ipv6(ip)) => ip.to_string(),
            None => String::new(),
        }
    }

    /// Returns the port: the given one, or the scheme's own.
    pub fn port(&self) -> u16 {
        self.base.port_or_known_default().unwrap_or(443)
    }

    /// Returns whether the traffic is encrypted (https and wss).
    pub fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// Returns whether this is the machine we run on, where plain http exposes nothing to a network.
    pub fn is_loopback(&self) -> bool {
        match self.base.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }

    fn sub_path(&self) -> &str {
        self.base.path().trim_end_matches('/')
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.sub_path())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// Puts `https://` before a bare host, and brackets around a bare IPv6 address.
fn with_scheme(text: &str) -> String {
    if text.parse::<Ipv6Addr>().is_ok() {
        return format!("https://[{text}]");
    }
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_it() {
        let cases = [
            // (written, WebSocket, `/r`, origin)
            (
                "xo.example.org",
                "wss://xo.example.org/api/",
                "https://xo.example.org/r",
                "https://xo.example.org",
            ),
            (" xo:8443 ", "wss://xo:8443/api/", "https://xo:8443/r", "https://xo:8443"),
            ("https://xo", "wss://xo/api/", "https://xo/r", "https://xo"),
            ("https://xo:443/", "wss://xo/api/", "https://xo/r", "https://xo"),
            (
                "HTTPS://XO.Example.org",
                "wss://xo.example.org/api/",
                "https://xo.example.org/r",
                "https://xo.example.org",
            ),
            (
                "http://127.0.0.1:8080",
                "ws://127.0.0.1:8080/api/",
                "http://127.0.0.1:8080/r",
                "http://127.0.0.1:8080",
            ),
            ("wss://xo/api/", "wss://xo/api/", "https://xo/r", "https://xo"),
            ("ws://xo/api", "ws://xo/api/", "http://xo/r", "http://xo"),
            ("https://xo/api//", "wss://xo/api/", "https://xo/r", "https://xo"),
            ("https://xo/tools/xo/", "wss://xo/tools/xo/api/", "https://xo/tools/xo/r", "https://xo"),
            ("https://xo/tools/api", "wss://xo/tools/api/", "https://xo/tools/r", "https://xo"),
            ("https://xo/myapi", "wss://xo/myapi/api/", "https://xo/myapi/r", "https://xo"),
            ("[::1]:8080", "wss://[::1]:8080/api/", "https://[::1]:8080/r", "https://[::1]:8080"),
            ("fe80::1", "wss://[fe80::1]/api/", "https://[fe80::1]/r", "https://[fe80::1]"),
            (
                "http://[2001:db8::5]/x",
                "ws://[2001:db8::5]/x/api/",
                "http://[2001:db8::5]/x/r",
                "http://[2001:db8::5]",
            ),
        ];
        for (text, ws, http, origin) in cases {
            let address = Address::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(address.ws_url(), ws, "{text}");
            assert_eq!(address.http_url("/r"), http, "{text}");
            assert_eq!(address.origin(), origin, "{text}");
        }
    }

    #[test]
    fn refused_with_a_reason() {
        let cases = [
            ("", "empty"),
            ("  ", "empty"),
            ("ftp://xo", "`ftp:`"),
            ("https://", "not the address"),
            ("https://xo:99999", "invalid port"),
            ("https://xo/#/home", "`#`"),
            ("https://xo/?a=b", "`?`"),
            ("https://\u{1b}[31mxo", "not the address"),
            ("https://user:hunter2@xo", "before the `@`"),
            ("admin:hunter2@xo", "before the `@`"),
            ("hunter2@xo", "before the `@`"),
            ("wss://:hunter2@xo/api/", "before the `@`"),
        ];
        for (text, says) in cases {
            let error = Address::parse(text).expect_err(text).to_string();
            assert!(error.contains(says), "{text:?}: {error}");
            assert!(!error.contains("hunter2") && !error.contains('\u{1b}'), "{text:?}: {error}");
        }
    }

    #[test]
    fn passwords_with_odd_letters_are_not_repeated() {
        for text in ["https://u:hunter2/@xo", "u:hunter2#@xo", "https://u:hunter2?@xo y", "u:hunter2/x@ho st"]
        {
            let error = match Address::parse(text) {
                Err(error) => error.to_string(),
                Ok(address) => address.to_string(),
            };
            assert!(!error.contains("hunter2"), "{text}: {error}");
        }
    }

    #[test]
    fn host_and_port_for_the_socket() {
        let cases = [
            ("https://[::1]", "::1", 443, true, true),
            ("http://localhost", "localhost", 80, false, true),
            ("https://xo:8443", "xo", 8443, true, false),
        ];
        for (text, host, port, encrypted, loopback) in cases {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.host().as_str(), address.port()), (host, port), "{text}");
            assert_eq!((address.is_encrypted(), address.is_loopback()), (encrypted, loopback), "{text}");
        }
    }
}
