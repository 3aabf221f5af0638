//! What is going to happen.
//!
//! In: inventory, chains, plan. Out: values, no words. So far the exact gates: what the rules already decide for a run
//! that is started now.

mod gates;

pub use gates::{NotSnapshotted, Outcome, Unknown, Verdict, verdicts};

#[cfg(test)]
mod tests;
