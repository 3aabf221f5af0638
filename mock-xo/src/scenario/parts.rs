//! The parts in which worlds are described: chains, snapshots, jobs, schedules. In: sizes and ages. Out: what the
//! builder puts together.

use jiff::Timestamp;
use serde_json::{Value, json};

/// One step of a chain, from the root down.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A base copy of this many GiB with nothing but the next step on it.
    Base(i64),
    /// A base copy of this many GiB with a snapshot on it.
    Kept(i64, Snapshot),
    /// The disk itself.
    Leaf,
}

/// Returns a base copy of this many GiB.
pub(super) fn base(gib: i64) -> Node {
    Node::Base(gib)
}

/// Makes a chain from its steps: `chain([base(20), base(2), Node::Leaf])`.
pub(super) fn chain(nodes: impl IntoIterator<Item = Node>) -> Vec<Node> {
    nodes.into_iter().collect()
}

/// Makes the chain of a disk with these snapshots, the oldest first, all coalesced.
pub(super) fn snapshots(snapshots: impl IntoIterator<Item = Snapshot>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for snapshot in snapshots {
        nodes.push(Node::Kept(if nodes.is_empty() { 12 } else { 1 }, snapshot));
    }
    nodes.push(Node::Leaf);
    nodes
}

/// A snapshot of a VM.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// How long ago it was taken, in hours.
    pub(super) hours_ago: i64,
    /// The job it belongs to; none for a manual one.
    pub(super) by: Option<Job>,
    /// Its name, if its origin does not decide it.
    pub(super) name: Option<&'static str>,
}

/// Returns a snapshot taken by hand.
pub(super) fn manual(hours_ago: i64) -> Snapshot {
    Snapshot { hours_ago, by: None, name: None }
}

/// A backup job with one schedule.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) schedule: String,
    pub(super) name: String,
}

impl Job {
    /// Returns a snapshot of this job.
    pub(super) fn snapshot(&self, hours_ago: i64) -> Snapshot {
        Snapshot { hours_ago, by: Some(self.clone()), name: None }
    }

    /// Returns this many hourly snapshots, the last one an hour ago; the oldest first.
    pub(super) fn hourly(&self, count: i64) -> Vec<Snapshot> {
        (1..=count).rev().map(|hours| self.snapshot(hours)).collect()
    }
}

/// When a schedule fires.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) cron: String,
    pub(super) enabled: bool,
}

/// Returns the keys that a backup leaves on its snapshots (xo-protocol 4.6).
pub(super) fn backup_config(job: &Job, vm: &str, time_s: i64) -> Value {
    let datetime =
        Timestamp::from_second(time_s).unwrap_or_default().strftime("%Y%m%dT%H:%M:%SZ").to_string();
    json!({
        "xo:backup:job": job.id,
        "xo:backup:schedule": job.schedule,
        "xo:backup:vm": vm,
        "xo:backup:datetime": datetime,
        "xo:backup:deltaChainLength": "0",
        "xo:backup:exported": "true",
    })
}
