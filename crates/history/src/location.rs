//! Which database holds a history.

use std::path::{Path, PathBuf};

use url::Url;

use crate::error::{HistoryError, Shown};

/// The word for the default file.
const DEFAULT: &str = "default";

/// The place of a history.
#[derive(Clone)]
pub struct Location(pub(crate) Inner);

#[derive(Clone)]
pub(crate) enum Inner {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL server; the address may hold a password.
    Server(Url),
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Location({})", self.shown())
    }
}

impl Location {
    /// Reads what a user gave: `default`, a path, or `postgres://…`. `state` is the folder in which programs keep the
    /// state of this user (`$XDG_STATE_HOME`, else `~/.local/state`).
    ///
    /// # Errors
    /// [`HistoryError::NoHome`] for `default` without such a folder, [`HistoryError::Address`].
    pub fn read(given: &str, state: Option<&Path>) -> Result<Self, HistoryError> {
        if given == DEFAULT {
            let state = state.ok_or(HistoryError::NoHome)?;
            return Ok(Self(Inner::File(state.join("xo-health").join("history.db"))));
        }
        let scheme = given.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("postgres" | "postgresql") => {
                let refused = |reason: &str| HistoryError::Address { reason: reason.to_owned() };
                let url = Url::parse(given).map_err(|error| refused(&error.to_string()))?;
                if url.path().trim_start_matches('/').is_empty() {
                    return Err(refused("it names no database"));
                }
                Ok(Self(Inner::Server(url)))
            }
            Some(other) => Err(HistoryError::Address { reason: format!("unknown scheme `{other}`") }),
            None => Ok(Self(Inner::File(PathBuf::from(given)))),
        }
    }

    /// Fails if it names a file that does not exist: commands that only show a history create none, so that a misspelt
    /// path does not look like an empty history.
    ///
    /// # Errors
    /// [`HistoryError::Missing`].
    pub fn must_exist(&self) -> Result<(), HistoryError> {
        match &self.0 {
            Inner::File(path) if !path.exists() => Err(HistoryError::Missing { place: self.shown() }),
            _ => Ok(()),
        }
    }

    /// Returns the form that is safe to show: without user, password and options.
    #[must_use]
    pub fn shown(&self) -> Shown {
        Shown(match &self.0 {
            Inner::File(path) => path.display().to_string(),
            Inner::Server(url) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                format!("postgres://{}{port}{}", url.host_str().unwrap_or_default(), url.path())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_give() {
        let state = Path::new("/home/me/.local/state");
        let cases = [
            ("default", "/home/me/.local/state/xo-health/history.db"),
            ("./default", "./default"),
            ("/var/lib/x.db", "/var/lib/x.db"),
            (
                "postgres://me:secret@db.example:5433/health?sslmode=require",
                "postgres://db.example:5433/health",
            ),
            ("PostgreSQL://me:secret@db.example/health", "postgres://db.example/health"),
        ];
        for (given, shown) in cases {
            let location = Location::read(given, Some(state)).unwrap();
            assert_eq!(location.shown().to_string(), shown);
            assert!(!format!("{location:?}").contains("secret"));
        }
    }

    #[test]
    fn what_cannot_be_understood() {
        let cases =
            ["mysql://h/d", "postgres://me:secret@h:notaport/d", "postgres://me:secret@h", "https://h"];
        for given in cases {
            let error = Location::read(given, None).unwrap_err();
            assert!(matches!(error, HistoryError::Address { .. }), "{given}: {error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
        assert!(matches!(Location::read("default", None), Err(HistoryError::NoHome)));
    }
}
