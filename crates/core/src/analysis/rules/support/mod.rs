//! What several rules share.

pub(super) mod control_domain;
pub(super) mod merging;
pub(super) mod qcow2;
pub(super) mod replicas;
pub(super) mod runs;
pub(super) mod silence;
pub(super) mod subjects;

#[cfg(test)]
mod tests;
