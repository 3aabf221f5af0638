//! One suite for both databases, and what only one of them can show.

mod cluster;
mod crashes;
mod files;
mod measure;
mod suite;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::model::Observation;
use xo_health_core::notation::{self, NOW};

use crate::{Added, Kept, Store};

/// Returns the instant this many hours after the first reading.
fn hour(hour: i64) -> Timestamp {
    NOW.checked_add(SignedDuration::from_hours(hour)).unwrap()
}

/// Analyses a server in the notation, as if read at an instant.
fn analysis_at(at: Timestamp, text: &str) -> Analysis {
    let mut observation: Observation = notation::observation(text).unwrap();
    observation.reading.observed_at = at;
    Analysis::of(Arc::new(observation), &Settings::default())
}

/// Adds a reading.
async fn add(store: &mut Store, at: i64, text: &str) -> Added {
    let analysis = analysis_at(hour(at), text);
    store.add(&Kept::of(&analysis).unwrap()).await.unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
