//! Finds credentials: in flags, in the environment, or in the file of xo-cli.
//!
//! In: the flags and [`Surroundings`] (environment, files, standard input). Out: an address, credentials, the
//! place they came from, and warnings. No network; secrets are never printed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use thiserror::Error;

use super::address::{Address, AddressError};

/// What signs in.
#[derive(Clone)]
pub enum Credentials {
    /// An authentication token; XO needs no one-time code with it.
    Token(SecretString),
    /// A user with a password.
    Password {
        /// Name or e-mail of the user.
        user: String,
        /// The password.
        password: SecretString,
        /// A one-time code, if the account needs one.
        otp: Option<SecretString>,
    },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token(…)"),
            Self::Password { .. } => f.write_str("Password(…)"),
        }
    }
}

/// Credentials and where they were found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The credentials.
    pub credentials: Credentials,
    /// The place, for people: `XO_TOKEN`, or a file.
    #[allow(dead_code, reason = "tests hold the order of the places by it")]
    pub place: String,
    /// The file that holds them, if others may read it: that works, but the user should know.
    pub open: Option<String>,
}

/// Why there are no credentials, or no address.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No address was found.
    #[error("no XO address found: looked at {}; sign in once with `xo-health login https://xo.example.org`, or give `--url`", looked_at.join(", "))]
    NoAddress {
        /// The places that were searched.
        looked_at: Vec<String>,
    },
    /// The address that was found cannot be used.
    #[error("{place}: {source}")]
    BadAddress {
        /// The place.
        place: String,
        /// Why it cannot be used.
        source: AddressError,
    },
    /// No credentials were found.
    #[error(
        "no credentials for {server}: looked at {}; sign in once with `xo-health login`, or create a token with \
         `xo-cli create-token` or in XO's web interface and give it in `XO_TOKEN` or with `--token-file`",
        looked_at.join(", ")
    )]
    NotFound {
        /// Origin of the server.
        server: String,
        /// The places that were searched.
        looked_at: Vec<String>,
    },
    /// Only one of user and password is set.
    #[error("`{have}` is set but `{missing}` is not: set both, or give a token in `XO_TOKEN`")]
    Half {
        /// The variable that is set.
        have: &'static str,
        /// The variable that is not.
        missing: &'static str,
    },
    /// The token file cannot be read.
    #[error("cannot read the token from {place}: {source}")]
    TokenFile {
        /// The file, or standard input.
        place: String,
        /// What the system reports.
        source: io::Error,
    },
    /// The text cannot be a token.
    #[error(
        "the token from {place} is {problem}: a token is one line of letters, digits, `-` and `_` (43 of them in XO)"
    )]
    NotAToken {
        /// The place.
        place: String,
        /// What is wrong; the token is not repeated.
        problem: &'static str,
    },
}

/// What this module sees of the machine; tests replace it.
pub trait Surroundings {
    /// Returns an environment variable, if it is set and UTF-8.
    fn var(&self, name: &str) -> Option<String>;
    /// Returns the text of a file.
    ///
    /// # Errors
    /// Those of the system.
    fn read_file(&self, path: &Path) -> io::Result<String>;
    /// Returns whether others than the owner may read the file; false on systems without such permissions.
    fn is_open_to_others(&self, path: &Path) -> bool;
    /// Returns everything on standard input.
    ///
    /// # Errors
    /// Those of the system.
    fn read_stdin(&self) -> io::Result<String>;
    /// Returns where programs keep their configuration (`$XDG_CONFIG_HOME`, else `~/.config`).
    fn config_dir(&self) -> Option<PathBuf>;
}

/// Most bytes of a token file that are read: a token has 43.
const LONGEST_TOKEN_FILE: u64 = 64 << 10;

/// The machine itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Surroundings for Machine {
    fn var(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn read_file(&self, path: &Path) -> io::Result<String> {
        read_bounded(crate::limits::open(path)?)
    }

    fn is_open_to_others(&self, path: &Path) -> bool {
        is_open_to_others(path)
    }

    fn read_stdin(&self) -> io::Result<String> {
        read_bounded(io::stdin().lock())
    }

    fn config_dir(&self) -> Option<PathBuf> {
        Some(etcetera::choose_base_strategy().ok()?.config_dir())
    }
}

/// Returns whether others than the owner may read a file.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o077 != 0)
}

/// Returns false: the system has no such permissions.
#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_: &Path) -> bool {
    false
}

fn read_bounded(from: impl io::Read) -> io::Result<String> {
    use io::Read;
    let mut text = String::new();
    from.take(LONGEST_TOKEN_FILE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST_TOKEN_FILE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 64 KiB"));
    }
    Ok(text)
}

/// Finds the address: `--url`, `XO_URL`, `XOA_URL`, then the server xo-cli is registered with. Returns it with
/// the place it came from. An empty value counts as unset.
///
/// # Errors
/// None was found, or it cannot be used.
pub fn find_address(
    flag: Option<&str>,
    around: &dyn Surroundings,
) -> Result<(Address, String), CredentialsError> {
    let mut looked_at = vec!["`--url`".to_owned()];
    let flag = flag.map(str::to_owned).filter(|text| !text.trim().is_empty());
    let mut written = flag.map(|text| ("`--url`".to_owned(), text));
    for name in ["XO_URL", "XOA_URL"] {
        let place = format!("`{name}`");
        looked_at.push(place.clone());
        written = written.or_else(|| set(around, name).map(|text| (place, text)));
    }
    if written.is_none() {
        let (place, registered) = xo_cli(around);
        looked_at.push(place.clone());
        written = registered.into_iter().find_map(|entry| Some((place.clone(), entry.server?)));
    }
    let Some((place, text)) = written else { return Err(CredentialsError::NoAddress { looked_at }) };
    match Address::parse(&text) {
        Ok(address) => Ok((address, place)),
        Err(source) => Err(CredentialsError::BadAddress { place, source }),
    }
}

/// Finds the credentials for `address`: `--token-file` (`-` is standard input), `XO_TOKEN`, `XOA_TOKEN`,
/// `XO_USERNAME` with `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, the file `xo-token` among those
/// that the service manager passes on (`$CREDENTIALS_DIRECTORY`, systemd.exec(5)), then the token xo-cli keeps, only
/// for the same scheme, host and port. An empty value counts as unset.
///
/// # Errors
/// None was found, only half of a pair, or something that is not a token.
pub fn find_credentials(
    token_file: Option<&Path>,
    address: &Address,
    around: &dyn Surroundings,
) -> Result<Found, CredentialsError> {
    if let Some(path) = token_file {
        return from_file(path, around);
    }
    for name in ["XO_TOKEN", "XOA_TOKEN"] {
        if let Some(text) = set(around, name) {
            return from_token(&text, format!("`{name}`"));
        }
    }
    for (user, password) in [("XO_USERNAME", "XO_PASSWORD"), ("XOA_USER", "XOA_PASSWORD")] {
        if let Some(found) = from_pair(user, password, around)? {
            return Ok(found);
        }
    }
    let looked_at: Vec<String> = ["--token-file", "XO_TOKEN", "XOA_TOKEN", "XO_USERNAME", "XOA_USER"]
        .map(|place| format!("`{place}`"))
        .into();
    if let Some(found) = find_service_credential(SERVICE_CREDENTIAL, around)? {
        return Ok(found);
    }
    find_registered(address, around, looked_at)
}

/// The file name of the credential for any server among those that the service manager passes on.
const SERVICE_CREDENTIAL: &str = "xo-token";

/// Finds a token among the credentials that the service manager passes on, by the name of its file.
///
/// # Errors
/// The file exists but cannot be read, or holds no token.
pub fn find_service_credential(
    name: &str,
    around: &dyn Surroundings,
) -> Result<Option<Found>, CredentialsError> {
    let Some(folder) = set(around, "CREDENTIALS_DIRECTORY") else { return Ok(None) };
    let path = Path::new(&folder).join(name);
    let place = path.display().to_string();
    match around.read_file(&path) {
        Ok(text) => from_token(&text, place).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CredentialsError::TokenFile { place, source }),
    }
}

/// Finds the token that xo-cli keeps for this server, and no other; an error lists `looked_at`, the places before it.
///
/// # Errors
/// There is none, or something that is not a token.
pub fn find_registered(
    address: &Address,
    around: &dyn Surroundings,
    mut looked_at: Vec<String>,
) -> Result<Found, CredentialsError> {
    let (place, registered) = xo_cli(around);
    let mut other_server = false;
    for entry in registered {
        let Some(token) = entry.token else { continue };
        let server = entry.server.and_then(|server| Address::parse(&server).ok());
        if server.is_some_and(|server| server.origin() == address.origin()) {
            return from_token(token.expose_secret(), place);
        }
        other_server = true;
    }
    looked_at.push(if other_server { format!("{place} (its token is for another server)") } else { place });
    Err(CredentialsError::NotFound { server: address.origin(), looked_at })
}

fn set(around: &dyn Surroundings, name: &str) -> Option<String> {
    around.var(name).filter(|text| !text.trim().is_empty())
}

fn from_file(path: &Path, around: &dyn Surroundings) -> Result<Found, CredentialsError> {
    let is_stdin = path == Path::new("-");
    let place = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
    let read = if is_stdin { around.read_stdin() } else { around.read_file(path) };
    let text = read.map_err(|source| CredentialsError::TokenFile { place: place.clone(), source })?;
    let is_open = !is_stdin && around.is_open_to_others(path);
    let found = from_token(&text, place)?;
    Ok(Found { open: is_open.then(|| found.place.clone()), ..found })
}

/// Reads a token from a text; `place` says where the text was found.
///
/// # Errors
/// The text is not a token.
pub fn token_of(text: &str, place: String) -> Result<Found, CredentialsError> {
    from_token(text, place)
}

fn from_token(text: &str, place: String) -> Result<Found, CredentialsError> {
    let token = text.trim();
    // It goes into a cookie, where other characters would change its meaning.
    let problem = if token.is_empty() {
        Some("empty")
    } else if token.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
        Some("more than one line")
    } else if !token
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'"' | b'\\'))
    {
        Some("not a token")
    } else {
        None
    };
    match problem {
        Some(problem) => Err(CredentialsError::NotAToken { place, problem }),
        None => Ok(Found { credentials: Credentials::Token(token.into()), place, open: None }),
    }
}

fn from_pair(
    user_name: &'static str,
    password_name: &'static str,
    around: &dyn Surroundings,
) -> Result<Option<Found>, CredentialsError> {
    let (user, password) = match (set(around, user_name), set(around, password_name)) {
        (Some(user), Some(password)) => (user, password),
        (None, None) => return Ok(None),
        (Some(_), None) => return Err(CredentialsError::Half { have: user_name, missing: password_name }),
        (None, Some(_)) => return Err(CredentialsError::Half { have: password_name, missing: user_name }),
    };
    let otp = set(around, "XO_OTP").map(|code| SecretString::from(code.trim()));
    let credentials = Credentials::Password { user, password: password.into(), otp };
    Ok(Some(Found { credentials, place: format!("`{user_name}` and `{password_name}`"), open: None }))
}

/// A server that xo-cli is registered with.
struct Registered {
    server: Option<String>,
    token: Option<SecretString>,
}

/// Reads what xo-cli keeps: `{server, token}`, or a map of such under `servers`. An unreadable file counts as empty,
/// as it does for xo-cli itself. Also returns the place for people.
fn xo_cli(around: &dyn Surroundings) -> (String, Vec<Registered>) {
    let Some(path) = around.config_dir().map(|dir| dir.join("xo-cli").join("config.json")) else {
        return ("the configuration of xo-cli".to_owned(), Vec::new());
    };
    let place = path.display().to_string();
    let Ok(text) = around.read_file(&path) else { return (place, Vec::new()) };
    let Ok(config) = serde_json::from_str::<Value>(&text) else {
        return (format!("{place} (not valid JSON)"), Vec::new());
    };
    let mut entries = vec![registered(&config, None)];
    if let Some(servers) = config.get("servers").and_then(Value::as_object) {
        entries.extend(servers.iter().map(|(key, entry)| registered(entry, Some(key))));
    }
    if let Some(servers) = config.get("servers").and_then(Value::as_array) {
        entries.extend(servers.iter().map(|entry| registered(entry, None)));
    }
    entries.retain(|entry| entry.server.is_some());
    (place, entries)
}

fn registered(entry: &Value, key: Option<&str>) -> Registered {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let server = text("server").or_else(|| text("url")).or(key).map(str::to_owned);
    Registered { server, token: text("token").map(SecretString::from) }
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
