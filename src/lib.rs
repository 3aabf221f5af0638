//! Tells which Xen Orchestra backups are about to fail.
