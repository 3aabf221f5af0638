//! Which proxy an address uses, and how a tunnel is requested.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;

use super::*;

struct Vars(HashMap<&'static str, &'static str>);

impl Surroundings for Vars {
    fn var(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|&text| text.to_owned())
    }

    fn read_file(&self, _: &Path) -> io::Result<String> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn is_open_to_others(&self, _: &Path) -> bool {
        false
    }

    fn read_stdin(&self) -> io::Result<String> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn config_dir(&self) -> Option<PathBuf> {
        None
    }
}

fn find(
    url: &str,
    flag: Option<&str>,
    vars: &[(&'static str, &'static str)],
) -> Result<Option<Proxy>, ProxyError> {
    Proxy::find(flag, &Address::parse(url).unwrap(), &Vars(vars.iter().copied().collect()))
}

/// Writes the proxy that is used as it is shown; `-` for none.
fn shown(url: &str, vars: &[(&'static str, &'static str)]) -> String {
    find(url, None, vars).unwrap().map_or("-".to_owned(), |proxy| format!("{proxy} {}", proxy.place()))
}

#[test]
fn the_variables_of_curl_in_curls_order() {
    let cases: [(&str, &[(&str, &str)], &str); 15] = [
        ("https://xo", &[], "-"),
        ("https://xo", &[("HTTPS_PROXY", "http://p:3128")], "http://p:3128 `HTTPS_PROXY`"),
        ("https://xo", &[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "b:2")], "http://b:2 `https_proxy`"),
        ("https://xo", &[("HTTP_PROXY", "http://p:3128")], "-"),
        ("http://xo", &[("HTTPS_PROXY", "http://p:3128")], "-"),
        ("http://xo", &[("HTTP_PROXY", "p")], "http://p:80 `HTTP_PROXY`"),
        ("wss://xo", &[("ALL_PROXY", "p:1")], "http://p:1 `ALL_PROXY`"),
        ("ws://xo", &[("ALL_PROXY", "p:1"), ("http_proxy", "q:2")], "http://q:2 `http_proxy`"),
        ("https://xo", &[("https_proxy", " "), ("ALL_PROXY", "p:1")], "http://p:1 `ALL_PROXY`"),
        ("http://xo", &[("HTTP_PROXY", "evil:1"), ("REQUEST_METHOD", "GET")], "-"),
        ("http://xo", &[("http_proxy", "p:1"), ("REQUEST_METHOD", "GET")], "http://p:1 `http_proxy`"),
        ("https://xo", &[("HTTPS_PROXY", "p:1"), ("REQUEST_METHOD", "GET")], "http://p:1 `HTTPS_PROXY`"),
        ("https://xo", &[("HTTPS_PROXY", "http://[::1]:3128/x?y")], "http://[::1]:3128 `HTTPS_PROXY`"),
        ("https://localhost", &[("HTTPS_PROXY", "p:1")], "-"),
        ("http://[::1]:80", &[("ALL_PROXY", "p:1")], "-"),
    ];
    for (url, vars, expected) in cases {
        assert_eq!(shown(url, vars), expected, "{url} {vars:?}");
    }
}

#[test]
fn exceptions_by_name_suffix_port_and_network() {
    let cases = [
        ("https://xo.example.org", "", true),
        ("https://xo.example.org", "xo.example.org", false),
        ("https://xo.example.org", "XO.Example.ORG", false),
        ("https://xo.example.org", "example.org", false),
        ("https://xo.example.org", ".example.org", false),
        ("https://xo.example.org", "*.example.org", false),
        ("https://xo.example.org", "xo.example.org.", false),
        ("https://xo.example.org", "ample.org", true),
        ("https://xo.example.org", "org.example.xo", true),
        ("https://xo.example.org", "*", false),
        ("https://xo.example.org", "a, b ,example.org", false),
        ("https://xo.example.org", "a b example.org", false),
        ("https://xo.example.org", "example.org:443", false),
        ("https://xo.example.org", "example.org:8443", true),
        ("https://xo.example.org:8443", "example.org:8443", false),
        ("https://xo.example.org", "example.org:x", true),
        ("https://10.1.2.3", "10.0.0.0/8", false),
        ("https://10.1.2.3", "10.1.2.0/24", false),
        ("https://10.1.2.3", "10.1.3.0/24", true),
        ("https://10.1.2.3", "10.1.2.3", false),
        ("https://10.1.2.3", "10.1.2.3:443", false),
        ("https://10.1.2.3", "10.1.2.3:80", true),
        ("https://10.1.2.3", "10.1.2", true),
        ("https://10.1.2.3", "10.0.0.0/99", true),
        ("https://[2001:db8::5]", "2001:db8::/32", false),
        ("https://[2001:db8::5]", "2001:db8::5", false),
        ("https://[2001:db8::5]", "[2001:db8::5]", false),
        ("https://[2001:db8::5]", "[2001:db8::5]:443", false),
        ("https://[2001:db8::5]", "[2001:db8::5]:80", true),
        ("https://[2001:db8::5]", "2001:db9::/32", true),
        ("https://xo", "10.0.0.0/8", true),
        ("https://xo", ":443,[,],[]:443,/,:", true),
    ];
    for (url, list, goes_by_proxy) in cases {
        for name in ["NO_PROXY", "no_proxy"] {
            let found = find(url, None, &[("HTTPS_PROXY", "p:1"), (name, list)]).unwrap();
            assert_eq!(found.is_some(), goes_by_proxy, "{url} {name}={list}");
        }
    }
}

#[test]
fn a_named_proxy_wins_and_serves_the_machine_itself_too() {
    let vars = [("HTTPS_PROXY", "p:1"), ("NO_PROXY", "other")];
    let named = |url, flag| find(url, Some(flag), &vars).unwrap().map(|proxy| proxy.to_string());
    assert_eq!(named("https://xo", "q:2").as_deref(), Some("http://q:2"));
    assert_eq!(named("https://127.0.0.1", "q:2").as_deref(), Some("http://q:2"));
    assert_eq!(named("https://xo", " ").as_deref(), Some("http://p:1"));
    assert_eq!(named("https://other", "q:2"), None);
}

#[test]
fn an_invalid_proxy_is_reported_without_its_password() {
    let cases = [
        ("socks5://u:hunter2@p:1080", "`socks5:`"),
        ("https://u:hunter2@p:443", "`https:`"),
        ("http://u:hunter2@", "not an address"),
        ("http://u:hunter2@p:99999", "not an address"),
        ("http://u:hunter2@p p", "not an address"),
        ("://hunter2", "not an address"),
        ("u:hunter2@ho st:1", "not an address"),
    ];
    for (text, says) in cases {
        for vars in [[("HTTPS_PROXY", text)], [("ALL_PROXY", text)]] {
            let error = find("https://xo", None, &vars).unwrap_err().to_string();
            assert!(error.contains(says) && error.contains(vars[0].0), "{text}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
    let error = find("https://xo", Some("http://u:hunter2@p:1"), &[]).unwrap_err();
    assert_eq!(error, ProxyError::Userinfo);
    assert!(!error.to_string().contains("hunter2"));
}

#[test]
fn the_password_is_sent_and_never_shown() {
    let cases = [
        ("http://u:hunter2@p:1", Some("dTpodW50ZXIy")),
        // `@`, `:` and `%`, escaped as in an address, and an unescaped `@`
        ("http://u:hunter%402%3A%25@p:1", Some("dTpodW50ZXJAMjol")),
        ("u:hunter@2@p:1", Some("dTpodW50ZXJAMg==")),
        ("p:1", None),
    ];
    for (text, auth) in cases {
        let proxy = find("http://[2001:db8::5]:8080", None, &[("http_proxy", text)]).unwrap().unwrap();
        assert_eq!((proxy.host(), proxy.port()), ("p", 1), "{text}");
        let request = proxy.connect_request(&Address::parse("http://[2001:db8::5]:8080").unwrap());
        let auth = auth.map_or(String::new(), |auth| format!("Proxy-Authorization: Basic {auth}\r\n"));
        assert_eq!(
            request.expose_secret(),
            format!("CONNECT [2001:db8::5]:8080 HTTP/1.1\r\nHost: [2001:db8::5]:8080\r\n{auth}\r\n")
        );
        let shown = format!("{proxy} {proxy:?} {}", proxy.place());
        assert!(!shown.contains("hunter") && !shown.contains("dTpo"), "{shown}");
    }
}
