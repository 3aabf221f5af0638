//! Which HTTP proxy is used, if any: one policy for the WebSocket and for HTTP.
//!
//! In: a flag, the environment and the address of the XO. Out: a [`Proxy`] or none. The variables and their precedence
//! are curl's (<https://curl.se/docs/manpage.html>, ENVIRONMENT). No sockets here; the password of a proxy is never
//! printed.

use std::fmt;
use std::net::IpAddr;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use secrecy::SecretString;
use url::Url;

use super::address::Address;
use super::credentials::Surroundings;
use super::error::{Error, clean};

/// Why a proxy cannot be used. No variant repeats the address, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The text is not an address.
    #[error(
        "the proxy in {place} is not an address: give one such as `http://proxy.example.org:3128`, or leave it out"
    )]
    Malformed {
        /// What names the proxy.
        place: String,
    },
    /// A SOCKS proxy, or one that is reached by TLS.
    #[error(
        "the proxy in {place} starts with `{scheme}:`: only `http:` is supported; use another one, or name the \
         server in `NO_PROXY`"
    )]
    Scheme {
        /// What names the proxy.
        place: String,
        /// The scheme.
        scheme: String,
    },
    /// A password on the command line, where every user of the machine sees it.
    #[error(
        "`--proxy` contains a user or a password, which other users can see: give the proxy in `HTTPS_PROXY` or \
         `HTTP_PROXY` instead"
    )]
    Userinfo,
}

/// An HTTP proxy that opens tunnels by CONNECT.
#[derive(Clone)]
pub struct Proxy {
    intercept: Intercept,
    /// The address, with user and password.
    url: SecretString,
    place: String,
}

impl Proxy {
    /// Finds the proxy for an XO: `--proxy`, then `https_proxy` and `HTTPS_PROXY` (for http: `http_proxy` and
    /// `HTTP_PROXY`), then `all_proxy` and `ALL_PROXY`; none if `no_proxy` or `NO_PROXY` names the XO. An empty value
    /// counts as unset. This machine is reached directly, unless `--proxy` is given.
    ///
    /// # Errors
    /// The proxy that was found cannot be used.
    pub fn find(
        flag: Option<&str>,
        address: &Address,
        around: &dyn Surroundings,
    ) -> Result<Option<Self>, ProxyError> {
        let flag = flag.map(str::trim).filter(|text| !text.is_empty());
        if flag.is_none() && address.is_loopback() {
            return Ok(None);
        }
        let named = flag.map(|text| ("`--proxy`".to_owned(), text.to_owned()));
        let Some((place, text)) = named.or_else(|| from_environment(address, around)) else {
            return Ok(None);
        };
        let excepted = first_set(&["no_proxy", "NO_PROXY"], around).map_or(String::new(), |(_, list)| list);
        let url = parse(&place, &text)?;
        if flag.is_some() && (!url.username().is_empty() || url.password().is_some()) {
            return Err(ProxyError::Userinfo);
        }
        let matcher =
            Matcher::builder().all(String::from(url.clone())).no(for_port(&excepted, address.port())).build();
        let Ok(target) = address.origin().parse() else { return Err(ProxyError::Malformed { place }) };
        let url = SecretString::from(String::from(url));
        Ok(matcher.intercept(&target).map(|intercept| Self { intercept, url, place }))
    }

    /// Returns the host, without brackets, for the socket.
    pub fn host(&self) -> &str {
        let host = self.intercept.uri().host().unwrap_or_default();
        host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
    }

    /// Returns the port: the given one, or HTTP's own.
    pub fn port(&self) -> u16 {
        self.intercept.uri().port_u16().unwrap_or(80)
    }

    /// Returns what names the proxy, for people: `` `HTTPS_PROXY` ``.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns the request for a tunnel to `address`, with the credentials for the proxy: never to be shown.
    pub(super) fn connect_request(&self, address: &Address) -> SecretString {
        let host = address.host();
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        let target = format!("{host}:{}", address.port());
        let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
        if let Some(auth) = self.intercept.basic_auth().and_then(|auth| auth.to_str().ok()) {
            request.push_str("Proxy-Authorization: ");
            request.push_str(auth);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        request.into()
    }

    /// Returns the error that it does not lead to `address`; `passes`: it may later.
    pub(super) fn fails(&self, address: &Address, reason: String, passes: bool) -> Error {
        let (server, proxy, place) = (address.origin(), self.to_string(), self.place.clone());
        Error::Proxy { server, proxy, place, reason, passes }
    }

    /// Returns the error for an error status, whose text is left out because it is not XO's.
    pub(super) fn refuses(&self, address: &Address, status: u16) -> Error {
        let reason = match status {
            407 => "it needs another user and password (HTTP status 407)".to_owned(),
            403 | 405 if address.port() != 443 => {
                format!("it refuses (HTTP status {status}); many proxies allow only port 443")
            }
            _ => format!("it refuses (HTTP status {status})"),
        };
        self.fails(address, reason, matches!(status, 502..=504))
    }

    /// Returns its address with user and password, for the HTTP library: never to be shown.
    pub(super) fn url(&self) -> &SecretString {
        &self.url
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.intercept.uri().host().unwrap_or_default();
        write!(f, "http://{host}:{}", self.port())
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

fn from_environment(address: &Address, around: &dyn Surroundings) -> Option<(String, String)> {
    let names: &[&str] = match (address.is_encrypted(), around.var("REQUEST_METHOD").is_some()) {
        (true, _) => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        (false, false) => &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
        // in a CGI program, `HTTP_PROXY` is the client's `Proxy:` header (https://httpoxy.org)
        (false, true) => &["http_proxy", "all_proxy", "ALL_PROXY"],
    };
    first_set(names, around)
}

fn first_set(names: &[&str], around: &dyn Surroundings) -> Option<(String, String)> {
    names.iter().find_map(|name| {
        let value = around.var(name)?.trim().to_owned();
        (!value.is_empty()).then(|| (format!("`{name}`"), value))
    })
}

fn parse(place: &str, text: &str) -> Result<Url, ProxyError> {
    let malformed = || ProxyError::Malformed { place: place.to_owned() };
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&text).map_err(|_| malformed())?;
    if url.scheme() != "http" {
        return Err(ProxyError::Scheme { place: place.to_owned(), scheme: clean(url.scheme()) });
    }
    if url.host_str().is_none_or(str::is_empty) { Err(malformed()) } else { Ok(url) }
}

/// Reads a list as curl does, and keeps the entries for this port: the matcher knows no ports or brackets, no stars but
/// a single one, and only commas.
fn for_port(list: &str, port: u16) -> String {
    let entries = list.split([',', ' ', '\t']).map(str::trim).filter(|entry| !entry.is_empty());
    let kept: Vec<&str> = entries.filter_map(|entry| entry_for_port(entry, port)).collect();
    kept.join(",")
}

fn entry_for_port(entry: &str, port: u16) -> Option<&str> {
    if entry == "*" || entry.contains('/') || entry.parse::<IpAddr>().is_ok() {
        return Some(entry);
    }
    let (host, wanted) = match entry.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => entry.rsplit_once(':').map_or((entry, None), |(host, port)| (host, Some(port))),
    };
    if wanted.is_some_and(|wanted| wanted.parse() != Ok(port)) {
        return None;
    }
    let host = host.strip_prefix('*').filter(|host| host.starts_with('.')).unwrap_or(host);
    Some(host.strip_suffix('.').unwrap_or(host))
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod tests;
