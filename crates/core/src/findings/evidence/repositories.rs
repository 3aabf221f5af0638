//! The numbers that findings about backup repositories rest on (XOH-801 and 802).

use super::{evidence, words};
use crate::units::Bytes;

words! {
    /// What is too much for a repository.
    LowSpace {
        /// One usual run of each job.
        Round = "round",
        /// The largest of the last runs.
        Largest = "largest",
        /// Nothing is known of runs; its free share is low.
        Share = "share",
    }
}

evidence! {
    /// XOH-801: a repository lacks room.
    RepositoryLowSpace {
        /// Which kind.
        what: LowSpace,
        /// What is free.
        free_bytes: Bytes,
        /// What the whole holds.
        size_bytes: Option<Bytes>,
        /// What it needs.
        need_bytes: Option<Bytes>,
        /// The share that is free.
        free_percent: Option<u64>,
        /// Names of the jobs.
        jobs: Vec<String>,
        /// Their ids.
        job_ids: Vec<String>,
    }

    /// XOH-802: a repository on the root file system.
    RepositoryOnRoot {
        /// Its path.
        path: Option<String>,
        /// It is on the root file system; none where that is not known.
        on_root: Option<bool>,
        /// A proxy reaches it.
        by_proxy: bool,
        /// What is free.
        free_bytes: Option<Bytes>,
        /// Names of the jobs.
        jobs: Vec<String>,
    }
}
