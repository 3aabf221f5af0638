//! Finds the configuration file, reads it, and keeps its values for the rest of the run.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::cli::watch;

use super::layers::{FILE_VARIABLE, Merged, WrongVariable, merge};
use super::text::{Problem, parse};
use xo_health_client::credentials::{Machine, Surroundings};

/// The beginning of a file that is created to hold a suppression.
const HEAD: &str = "# Configuration of xo-health. What it may contain: docs/configuration.md, or `xo-health config init` for a file of examples.\n";

/// The file for the whole machine.
const SYSTEM_FILE: &str = "/etc/xo-health/config.toml";

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// Others may read a secret that is in the file.
    #[error(
        "other users can read the token in {0}: run `chmod 600 {0}`, or keep the token elsewhere (`token_file`, `token_command`)",
        path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// The file has mistakes.
    #[error("{}", english(path, problems))]
    Problems {
        /// The file.
        path: PathBuf,
        /// What is wrong, by line.
        problems: Vec<Problem>,
    },
    /// A variable is wrong.
    #[error(transparent)]
    Variable(#[from] WrongVariable),
    /// The file already exists.
    #[error("{} already exists and was not changed; edit it, or name another file", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("cannot write the configuration {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// There is no folder for the file.
    #[error(
        "no folder for the configuration: neither `XDG_CONFIG_HOME` nor `HOME` is set; name a file with `--config`"
    )]
    NoFolder,
}

impl ConfigError {
    /// Returns whether the file that was asked for does not exist.
    pub(in crate::cli) fn is_absent(&self) -> bool {
        matches!(self, Self::Read { source, .. } if is_absent(source))
    }
}

fn english(path: &Path, problems: &[Problem]) -> String {
    let name = path.display().to_string();
    let mut text = String::new();
    for problem in problems {
        let _ = writeln!(text, "{}", problem.english(&name));
    }
    text.trim_end().to_owned()
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Loaded {
    /// The file, if there is one.
    pub(in crate::cli) path: Option<PathBuf>,
    /// The values of the file and the environment.
    pub(in crate::cli) merged: Merged,
}

static CURRENT: OnceLock<Loaded> = OnceLock::new();

/// Keeps the configuration, once.
pub(in crate::cli) fn set(loaded: Loaded) {
    CURRENT.get_or_init(|| loaded);
}

/// Returns the configuration; empty until [`set`] is called.
pub(in crate::cli) fn current() -> &'static Loaded {
    CURRENT.get_or_init(Loaded::default)
}

/// Returns the file that `--config` names among the arguments, before they are parsed, or its variable.
pub(in crate::cli) fn asked_file(argument: Option<OsString>) -> Option<PathBuf> {
    let variable = || std::env::var_os(FILE_VARIABLE).filter(|name| !name.is_empty());
    argument.or_else(variable).map(PathBuf::from)
}

/// Lists where to look for a file that was not named, in order.
pub(in crate::cli) fn places() -> Vec<PathBuf> {
    let own = Machine.config_dir().map(|folder| folder.join("xo-health").join("config.toml"));
    own.into_iter().chain([PathBuf::from(SYSTEM_FILE)]).collect()
}

/// Reads the file that was asked for, else the first that exists, and the environment.
///
/// # Errors
///
/// The file cannot be read, others may read a secret in it, or it or a variable is wrong.
pub(in crate::cli) fn load(asked: Option<PathBuf>) -> Result<Loaded, ConfigError> {
    let (path, text) = match asked {
        Some(path) => {
            let text = Machine.read_file(&path);
            let text = text.map_err(|source| ConfigError::Read { path: path.clone(), source })?;
            (Some(path), text)
        }
        None => first()?,
    };
    let parsed = match &path {
        Some(path) => Some(checked(path, &text)?),
        None => None,
    };
    Ok(Loaded { path, merged: with_environment(parsed)? })
}

/// Reads only the environment: for a file that does not exist yet.
///
/// # Errors
///
/// A variable is wrong.
pub(in crate::cli) fn without_file() -> Result<Loaded, ConfigError> {
    Ok(Loaded { path: None, merged: with_environment(None)? })
}

fn with_environment(file: Option<config::Value>) -> Result<Merged, WrongVariable> {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        Some((name, value.to_string_lossy().into_owned()))
    });
    merge(file, variables)
}

fn first() -> Result<(Option<PathBuf>, String), ConfigError> {
    for path in places() {
        match Machine.read_file(&path) {
            Ok(text) => return Ok((Some(path), text)),
            Err(error) if is_absent(&error) => {}
            Err(source) => return Err(ConfigError::Read { path, source }),
        }
    }
    Ok((None, String::new()))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn checked(path: &Path, text: &str) -> Result<config::Value, ConfigError> {
    let name = path.display().to_string();
    let parsed =
        parse(text, &name).map_err(|problems| ConfigError::Problems { path: path.to_owned(), problems })?;
    if parsed.has_secret && Machine.is_open_to_others(path) {
        return Err(ConfigError::Open { path: path.to_owned() });
    }
    Ok(parsed.values)
}

/// Writes a new file that only its owner may read.
///
/// # Errors
///
/// There is one already, or it cannot be written.
pub(in crate::cli) fn new_file(path: &Path, text: &str) -> Result<(), ConfigError> {
    use std::io::Write as _;
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => ConfigError::Exists { path: path.to_owned() },
        _ => ConfigError::Write { path: path.to_owned(), source },
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// Changes a file, or creates it; writes a temporary file beside it first and keeps its permissions. A link stays a
/// link.
///
/// # Errors
///
/// The file cannot be read or written, is not TOML, or would not be valid afterwards.
pub(in crate::cli) fn change(
    path: &Path,
    edit: impl FnOnce(&str) -> Result<String, toml_edit::TomlError>,
) -> Result<(), ConfigError> {
    use std::io::Write as _;
    let failed = |source| ConfigError::Write { path: path.to_owned(), source };
    let invalid = |error: toml_edit::TomlError| {
        failed(io::Error::new(io::ErrorKind::InvalidData, error.message().to_owned()))
    };
    let old = match Machine.read_file(path) {
        Ok(old) => old,
        Err(error) if is_absent(&error) => {
            return new_file(path, &edit(HEAD).map_err(invalid)?);
        }
        Err(source) => return Err(ConfigError::Read { path: path.to_owned(), source }),
    };
    let new = edit(&old).map_err(invalid)?;
    checked(path, &new)?;
    let real = std::fs::canonicalize(path).map_err(failed)?;
    let rights = std::fs::metadata(&real).map_err(failed)?.permissions();
    let folder = real.parent().unwrap_or(Path::new("."));
    let mut begun = watch::unfinished().begin(folder).map_err(failed)?;
    begun.write_all(new.as_bytes()).map_err(failed)?;
    begun.as_file().set_permissions(rights).map_err(failed)?;
    watch::unfinished().persist(begun, &real).map_err(failed)
}

impl Loaded {
    /// Returns the path of a file that the configuration names: a relative one starts at the configuration's folder.
    pub(in crate::cli) fn beside(&self, path: &Path) -> PathBuf {
        let folder = self.path.as_deref().and_then(Path::parent);
        folder.map_or_else(|| path.to_owned(), |folder| folder.join(path))
    }
}
