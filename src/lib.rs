//! Tells which Xen Orchestra backups are about to fail.

pub mod backup;
