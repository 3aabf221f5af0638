//! Backup repositories, which XO calls remotes: where backups are stored.
//!
//! Their addresses contain passwords and keys, none of which is kept: only the scheme, and the path of a local one.

use super::id::ObjectId;
use crate::units::Bytes;

/// A backup repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The id of the repository.
    pub id: ObjectId,
    /// The name, from the server and not cleaned.
    pub name: String,
    /// How it is accessed: `file`, `nfs`, `smb`, `s3`, …; empty if unknown.
    pub scheme: String,
    /// The directory of a local repository (`file`); not cleaned.
    pub path: Option<String>,
    /// Whether jobs may use it.
    pub enabled: bool,
    /// Whether XO failed to use it the last time. XO's words are left out: they quote addresses.
    pub has_error: bool,
    /// The XO proxy that accesses it; `None` if XO does so itself.
    pub proxy: Option<ObjectId>,
    /// Its space, as XO last saw it.
    pub space: RepositorySpace,
}

/// The space of a backup repository; each field is `None` if unknown. Object stores report none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositorySpace {
    /// The size of its file system.
    pub size: Option<Bytes>,
    /// What is used of it, by anyone.
    pub used: Option<Bytes>,
    /// What can still be written. It is not `size` minus `used`: file systems keep a reserve.
    pub available: Option<Bytes>,
    /// Where its file system is mounted.
    pub mountpoint: Option<String>,
}
