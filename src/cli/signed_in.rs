//! The servers that `xo-health login` signed in to: `credentials.toml`, readable by its owner only.
//!
//! In: the folder of configurations. Out: addresses with their tokens and pinned certificates. The file is replaced as
//! a whole or not at all; one that others may read is refused.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::watch;
use xo_health_client::credentials::{Machine, Surroundings};
use xo_health_client::trust::TlsProblem;
use xo_health_client::{Address, Fingerprint};

/// The path of the file below the folder of configurations.
const FILE: &str = "xo-health/credentials.toml";

/// The first line of the file.
const HEAD: &str = "# Written by `xo-health login`; `xo-health logout` takes a server out. It holds secrets: for its owner only.\n";

/// The key of the list of servers.
const SERVERS: &str = "server";

/// A server, and how to sign in to it.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// Its address.
    pub(super) address: Address,
    /// The token.
    pub(super) token: SecretString,
    /// The certificate that the user agreed to, if the system does not trust it.
    pub(super) pin: Option<Fingerprint>,
}

/// Why stored sign-ins cannot be read, changed or found.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignedInError {
    /// There is no folder of configurations.
    #[error("no folder for credentials: set `HOME` or `XDG_CONFIG_HOME`")]
    NoPlace,
    /// The file cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// The file is not as it was written.
    #[error("{} is damaged: delete it, and sign in again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Others may read the tokens in it.
    #[error("other users can read the tokens in {}: run `chmod 600` on it", path.display())]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// The user did not agree to the certificate.
    #[error(
        "{server} presents a certificate that is not trusted here ({reason}), with SHA-256 fingerprint {fingerprint}: compare it \
         with the server's own, then answer yes, or give `--yes` or `--pin-sha256`"
    )]
    NotAgreed {
        /// The server.
        server: String,
        /// Why it is not trusted.
        reason: TlsProblem,
        /// The certificate.
        fingerprint: String,
    },
    /// The token cannot be read.
    #[error("cannot read the token: {0}")]
    Prompt(io::Error),
    /// The server is not among those signed in to.
    #[error("not signed in to {server} with `xo-health login`{}", also(known))]
    Unknown {
        /// The server.
        server: String,
        /// The known servers.
        known: Vec<String>,
    },
    /// Several servers are stored, and none is named.
    #[error("signed in to several servers ({}): name one", known.join(", "))]
    Several {
        /// Their addresses.
        known: Vec<String>,
    },
}

fn also(known: &[String]) -> String {
    if known.is_empty() { String::new() } else { format!("; known are {}", known.join(", ")) }
}

/// Returns the path of the file.
fn path() -> Result<PathBuf, SignedInError> {
    Ok(Machine.config_dir().ok_or(SignedInError::NoPlace)?.join(FILE))
}

/// Reads all sign-ins; none if nobody signed in.
///
/// # Errors
///
/// The file is damaged, cannot be read, or others may read it.
pub(super) fn all() -> Result<Vec<SignedIn>, SignedInError> {
    // without a folder there is no file
    let Ok(path) = path() else { return Ok(Vec::new()) };
    let text = match Machine.read_file(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(SignedInError::File { path, source }),
    };
    if Machine.is_open_to_others(&path) {
        return Err(SignedInError::Open { path });
    }
    parse(&text).ok_or(SignedInError::Damaged { path })
}

fn parse(text: &str) -> Option<Vec<SignedIn>> {
    let document: DocumentMut = text.parse().ok()?;
    let Some(servers) = document.get(SERVERS) else { return Some(Vec::new()) };
    servers.as_array_of_tables()?.iter().map(of_table).collect()
}

fn of_table(table: &Table) -> Option<SignedIn> {
    let text = |key: &str| table.get(key).map(Item::as_str);
    let pin = match text("pin_sha256") {
        Some(pin) => Some(Fingerprint::parse(pin?).ok()?),
        None => None,
    };
    let address = Address::parse(text("url")??).ok()?;
    Some(SignedIn { address, token: SecretString::from(text("token")??), pin })
}

/// Finds the sign-in for a server: the same scheme, host and port.
///
/// # Errors
///
/// Those of [`all`].
pub(super) fn find(address: &Address) -> Result<Option<SignedIn>, SignedInError> {
    Ok(all()?.into_iter().find(|one| one.address.origin() == address.origin()))
}

/// Returns the only sign-in; `None` if there are several, or none.
///
/// # Errors
///
/// Those of [`all`].
pub(super) fn only() -> Result<Option<SignedIn>, SignedInError> {
    let mut all = all()?.into_iter();
    Ok(all.next().filter(|_| all.next().is_none()))
}

/// Adds a sign-in, or replaces the one with the same address. Returns the file.
///
/// # Errors
///
/// The file cannot be read or written.
pub(super) fn keep(one: SignedIn) -> Result<PathBuf, SignedInError> {
    let mut known = all()?;
    known.retain(|other| other.address.origin() != one.address.origin());
    known.push(one);
    let path = path()?;
    write(&path, &known)?;
    Ok(path)
}

/// Forgets a server: the one that is named, else the only one. Returns its address.
///
/// # Errors
///
/// There is no such server, or none is named of several; the file cannot be read or written.
pub(super) fn forget(address: Option<&Address>) -> Result<String, SignedInError> {
    let mut known = all()?;
    let names = || known.iter().map(|one| one.address.origin()).collect::<Vec<_>>();
    let at = match (address, known.len()) {
        (Some(address), _) => known.iter().position(|one| one.address.origin() == address.origin()),
        (None, 0 | 1) => known.first().map(|_| 0),
        (None, _) => return Err(SignedInError::Several { known: names() }),
    };
    let Some(at) = at else {
        let server = address.map_or_else(|| "XO".to_owned(), Address::origin);
        return Err(SignedInError::Unknown { server, known: names() });
    };
    let gone = known.remove(at);
    write(&path()?, &known)?;
    Ok(gone.address.origin())
}

/// Replaces the file.
fn write(path: &Path, servers: &[SignedIn]) -> Result<(), SignedInError> {
    let failed = |source| SignedInError::File { path: path.to_owned(), source };
    let mut tables = ArrayOfTables::new();
    for server in servers {
        let mut table = Table::new();
        table["url"] = value(server.address.to_string());
        table["token"] = value(server.token.expose_secret());
        if let Some(pin) = server.pin {
            table["pin_sha256"] = value(pin.hex());
        }
        tables.push(table);
    }
    let mut document = DocumentMut::new();
    document[SERVERS] = Item::ArrayOfTables(tables);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    // only its owner can read a temporary file
    let mut file = watch::unfinished().begin(folder).map_err(failed)?;
    file.write_all(format!("{HEAD}\n{document}").as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    watch::unfinished().persist(file, path).map_err(failed)
}
