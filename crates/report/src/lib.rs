//! What xo-health shows: views as owned values without words, the words of every language, JSON documents, and one
//! renderer per output form.
//!
//! In: an analysis. A view ([`Report`], [`jobs::JobsReport`], [`sr::SrReport`], [`backtest::Backtest`], [`diff::Diff`])
//! is made from it once and holds no words: only typed causes, actions and gaps, and the names they need. A view and
//! the [`words`] of a language yield a [`document`] (JSON) and [`blocks`], to which a renderer gives a form. All of it
//! is pure: output is returned, not written.

pub mod backtest;
mod baseline;
pub mod blocks;
mod build;
mod charts;
pub mod check;
pub mod diff;
pub mod document;
pub mod formats;
pub mod history;
pub mod jobs;
pub mod json;
mod names;
mod outlook;
pub mod predictions;
pub mod render;
#[cfg(test)]
mod samples;
pub mod say;
pub mod servers;
pub mod sr;
mod timeline;
mod view;
mod vms;
pub mod whoami;
pub mod words;

pub use baseline::{Baseline, SinceBaseline};
pub use build::{check, suppress};
pub use names::{Names, VdiName};
pub use predictions::PredictionView;
pub use timeline::{ComingRun, JobRuns};
pub use view::{
    DiskView, ExitReason, FindingView, GateView, Report, SnapshotVerdict, Source, SrView, SuppressedView,
    Suppression, VerdictReason, VerdictView,
};
pub use vms::{VmFigures, VmPoints};
