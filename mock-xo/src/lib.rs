//! A mock Xen Orchestra.
