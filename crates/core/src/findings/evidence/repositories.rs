//! The numbers that findings about backup repositories rest on (XOH-801 and 802).

use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What does not fit into a repository.
    LowSpace {
        /// One usual run of each job.
        Round = "round",
        /// The largest of the last runs.
        Largest = "largest",
        /// Nothing is known about runs, but the free share is low.
        Share = "share",
    }
}

evidence! {
    /// XOH-801: a repository lacks room.
    RepositoryLowSpace {
        /// What does not fit.
        what: LowSpace,
        /// What is free in the repository.
        free_bytes: Bytes,
        /// Size of the repository.
        size_bytes: Option<Bytes>,
        /// What the next runs need.
        need_bytes: Option<Bytes>,
        /// The share that is free, in percent.
        free_percent: Option<u64>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Ids of the jobs.
        job_ids: Vec<String>,
    }

    /// XOH-802: a repository on the root file system.
    RepositoryOnRoot {
        /// Path of the repository.
        path: Option<String>,
        /// Whether it is on the root file system; none if that is not known.
        on_root: Option<bool>,
        /// Whether a proxy accesses it.
        by_proxy: bool,
        /// What is free in the repository.
        free_bytes: Option<Bytes>,
        /// Names of the jobs.
        jobs: Vec<String>,
    }
}
