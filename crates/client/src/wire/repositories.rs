//! Backup repositories (`remote.getAll`) and their space (`remote.getAllInfo`): facts/xo-protocol.md 2.6.
//!
//! An address is `scheme://user:password@host/path?options`, where the options may hold an encryption key. XO
//! obfuscates some of it; here only the scheme, and the path of a local repository, is kept.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::jobs::{id, name, text};
use super::lenient::Number;
use super::list::List;
use xo_health_core::model::{ObjectId, Repository, RepositorySpace};
use xo_health_core::units::Bytes;

/// Most letters of a scheme; a longer one is not a scheme.
const SCHEME_MAX: usize = 16;

/// Reads the list of repositories, sorted by id, without their space; entries without an id are counted.
///
/// Errors: the answer is not a list.
pub fn repositories(answer: &Value) -> Result<List<Repository>, String> {
    List::read(answer, read, |repository| &repository.id)
}

/// Reads the reported space of the repositories, by their ids.
///
/// Errors: the answer is not a map.
pub fn repository_spaces(answer: &Value) -> Result<BTreeMap<ObjectId, RepositorySpace>, String> {
    let all = answer.as_object().ok_or("expected a map")?;
    let spaces = all.iter().filter_map(|(id, info)| Some((ObjectId::new(id), space(info.as_object()?))));
    Ok(spaces.collect())
}

/// The fields that are read of a repository.
pub(super) const FIELDS: [&str; 6] = ["id", "name", "url", "enabled", "error", "proxy"];

/// The fields that are read of its space.
pub(super) const SPACE_FIELDS: [&str; 4] = ["size", "used", "available", "mountpoint"];

/// Returns whether this is an error of a repository: XO leaves an empty one behind.
pub(super) fn is_error(error: &Value) -> bool {
    !matches!(error, Value::Null) && error != ""
}

/// Returns the parts of an address that are read.
pub(super) fn place(url: &str) -> String {
    let (scheme, path) = address(url);
    if scheme.is_empty() { String::new() } else { format!("{scheme}://{}", path.unwrap_or_default()) }
}

fn read(remote: &Map<String, Value>) -> Option<Repository> {
    let (scheme, path) = text(remote, "url").map(address).unwrap_or_default();
    Some(Repository {
        id: ObjectId::new(id(remote)?),
        name: name(remote, "name").to_owned(),
        scheme,
        path,
        enabled: remote.get("enabled").and_then(Value::as_bool).unwrap_or(true),
        has_error: remote.get("error").is_some_and(is_error),
        proxy: text(remote, "proxy").filter(|proxy| !proxy.is_empty()).map(ObjectId::new),
        space: RepositorySpace::default(),
    })
}

/// Extracts the scheme, and the path of a local repository, from an address.
fn address(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return Default::default() };
    let is_scheme =
        scheme.len() <= SCHEME_MAX && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    if !is_scheme {
        return Default::default();
    }
    let path = rest.split(['?', '#']).next().filter(|path| scheme == "file" && path.starts_with('/'));
    (scheme.to_owned(), path.map(str::to_owned))
}

fn space(info: &Map<String, Value>) -> RepositorySpace {
    let bytes = |key: &str| -> Option<Bytes> { Number::deserialize(info.get(key)?).ok()?.bytes() };
    let words = |key: &str| text(info, key).filter(|words| !words.is_empty()).map(str::to_owned);
    RepositorySpace {
        size: bytes("size"),
        used: bytes("used"),
        available: bytes("available"),
        mountpoint: words("mountpoint"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_secret_comes_out_of_an_address() {
        let cases = [
            ("file:///srv/backups", "file", Some("/srv/backups")),
            (
                "file:///srv/backups?encryptionKey=%22hunter2%22&useVhdDirectory=true",
                "file",
                Some("/srv/backups"),
            ),
            ("file://user:hunter2@/srv", "file", None),
            ("nfs://192.0.2.1:/export/hunter2", "nfs", None),
            ("smb://xo:hunter2@nas/share", "smb", None),
            ("s3+http://KEY:hunter2@s3.example.org/bucket", "s3+http", None),
            ("hunter2:pass@nas://x", "", None),
            ("hunter2", "", None),
            ("", "", None),
        ];
        for (url, scheme, path) in cases {
            let all = repositories(&json!([{"id": "r", "url": url, "error": "cannot mount hunter2"}]))
                .unwrap()
                .entries;
            assert_eq!((all[0].scheme.as_str(), all[0].path.as_deref()), (scheme, path), "{url}");
            assert!(!format!("{all:?}").contains("hunter2"), "{url}");
        }
    }

    #[test]
    fn reads_what_makes_sense() {
        let answer = json!([
            {"id": "b", "name": "nas", "enabled": false, "url": 7, "error": "", "proxy": "p"},
            {"id": "a", "error": {"message": "x"}}, {"name": "no id"}, 3, null,
        ]);
        let List { entries: all, garbled } = repositories(&answer).unwrap();
        assert_eq!(garbled, 3);
        let found: Vec<_> = all.iter().map(|one| (one.id.to_string(), one.enabled, one.has_error)).collect();
        assert_eq!(found, [("a".to_owned(), true, true), ("b".to_owned(), false, false)]);
        assert_eq!(all[1].proxy, Some("p".into()));
        assert!(repositories(&json!("x")).is_err());
    }

    #[test]
    fn reads_space_leniently() {
        let spaces = repository_spaces(&json!({
            "a": {"size": 100, "used": "40", "available": -1, "mountpoint": "/", "filesystem": "xo:hunter2@nas"},
            "b": {}, "c": null,
        }));
        let spaces = spaces.unwrap();
        let expected = RepositorySpace {
            size: Some(Bytes(100)),
            used: Some(Bytes(40)),
            mountpoint: Some("/".to_owned()),
            ..RepositorySpace::default()
        };
        assert_eq!(spaces.get(&"a".into()), Some(&expected));
        // the source of a mount may be an address
        assert!(!format!("{spaces:?}").contains("hunter2"));
        assert_eq!(spaces.get(&"b".into()), Some(&RepositorySpace::default()));
        assert_eq!(spaces.len(), 2);
        assert!(repository_spaces(&json!([])).is_err());
    }
}
