//! The key of pseudonyms: drawn anew, or kept in a file, so that two captures of a server agree.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;
use zeroize::Zeroizing;

/// Bytes of a key; as many as a digest has.
const BYTES: usize = 32;

/// Why there is no key.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("cannot use the key file `{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// The file holds something else than a key.
    #[error(
        "`{}` is not a key file, which has one line of 64 hexadecimal digits; name a file that does not exist, and one is created",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// Others may read the file: whoever has the key can guess names.
    #[error("other users can read the key file `{}`: run `chmod 600` on it", path.display())]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// The system provides no random numbers.
    #[error("the system provides no random numbers: {0}")]
    Random(String),
}

/// A secret key. Whoever has it can check whether a guessed name is behind a pseudonym.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; BYTES]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Draws a key that is not kept.
    ///
    /// # Errors
    /// The system provides no random numbers.
    pub fn draw() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        getrandom::fill(&mut *bytes).map_err(|error| KeyError::Random(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// Reads the key from a file, and creates the file if it does not exist, readable by its owner only.
    ///
    /// # Errors
    /// The file cannot be read or created, holds something else, or others may read it.
    pub fn of_file(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(mut file) => {
                let key = Self::draw()?;
                let line = Zeroizing::new(key.hex() + "\n");
                file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
                Ok(key)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::read(path),
            Err(error) => Err(failed(error)),
        }
    }

    fn read(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let file = crate::limits::open(path).map_err(failed)?;
        if crate::credentials::is_open_to_others(path) {
            return Err(KeyError::Open { path: path.to_owned() });
        }
        let mut text = Zeroizing::new(String::new());
        // a key has 64 digits and a line end
        file.take(4 * BYTES as u64).read_to_string(&mut text).map_err(failed)?;
        Self::parse(text.trim()).ok_or_else(|| KeyError::Malformed { path: path.to_owned() })
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 2 * BYTES {
            return None;
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16);
            *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
        }
        Some(Self(bytes))
    }

    fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns the digest of a text: the same for the same key and text.
    pub(super) fn digest(&self, text: &str) -> [u8; 32] {
        // HMAC takes keys of any length
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.0) else { return [0; 32] };
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let first = Key::of_file(&path).unwrap();
        let again = Key::of_file(&path).unwrap();
        assert_eq!(first.digest("web"), again.digest("web"));
        assert_ne!(first.digest("web"), first.digest("db"));
        assert_ne!(first.digest("web"), Key::draw().unwrap().digest("web"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            mode(0o644);
            assert!(matches!(Key::of_file(&path), Err(KeyError::Open { .. })));
            mode(0o600);
        }
        assert!(!format!("{first:?}").contains(&first.hex()));
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(65)] {
            std::fs::write(&path, text).unwrap();
            assert!(matches!(Key::of_file(&path), Err(KeyError::Malformed { .. })), "{text}");
        }
        assert!(matches!(Key::of_file(&folder.path().join("no/key")), Err(KeyError::File { .. })));
    }

    /// As RFC 4231 defines it, with a key of this length; computed with Python's `hmac`.
    #[test]
    fn it_is_hmac_sha256() {
        let key = Key::parse(&"0b".repeat(32)).unwrap();
        let hex: String = key.digest("Hi There").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7");
    }
}
