//! Backup repositories, which XO calls remotes: where backups are written to.
//!
//! Their addresses hold passwords and keys, none of which comes in here: only the scheme, and the path of a local one.

use super::id::ObjectId;
use crate::units::Bytes;

/// A backup repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Its id.
    pub id: ObjectId,
    /// From the server, not cleaned.
    pub name: String,
    /// How it is reached: `file`, `nfs`, `smb`, `s3`, …; empty when unknown.
    pub scheme: String,
    /// The directory of a local one (`file`); not cleaned.
    pub path: Option<String>,
    /// Jobs may use it.
    pub enabled: bool,
    /// XO could not use it the last time. Its words are left out: they quote addresses.
    pub has_error: bool,
    /// The XO proxy that reaches it; none when XO does so itself.
    pub proxy: Option<ObjectId>,
    /// Its space, as XO saw it last.
    pub space: RepositorySpace,
}

/// The space of a backup repository; each part is none where it is unknown. Object stores report none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositorySpace {
    /// The whole of its file system.
    pub size: Option<Bytes>,
    /// What is used of it, by whomever.
    pub used: Option<Bytes>,
    /// What can still be written. It is not `size` less `used`: file systems keep a reserve.
    pub available: Option<Bytes>,
    /// Where its file system is mounted.
    pub mountpoint: Option<String>,
}
