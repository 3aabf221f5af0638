//! Views of an analysis as values, their words in every language, and one renderer per format.
//!
//! In: an [`Analysis`]. Out: an owned view ([`Report`], [`jobs`], [`sr`], [`backtest`]), which is the JSON document; its
//! [`blocks`], composed with the [`words`] of a language; a text, by [`render`]. All of it is pure: what is to be written is
//! returned. A view's folder has its value (`build`), and `compose` for its blocks; a renderer knows blocks and no view.
//!
//! ```
//! use xo_health_report::blocks::{Document, Paragraph, Section};
//! use xo_health_report::render::{self, Style};
//!
//! let mut section = Section::titled("Storage");
//! section.blocks.push(Paragraph::labelled(1, "do: ", "Switch the garbage collector on again"));
//! let document = Document { sections: vec![section] };
//! let text = render::text::render(&document, &Style { width: 24, ..Style::default() });
//! assert_eq!(text, "Storage\n  do: Switch the garbage\n      collector on again\n");
//! ```

pub mod backtest;
pub mod blocks;
mod build;
pub mod check;
pub mod coming;
pub mod jobs;
pub mod json;
mod named;
pub mod render;
#[cfg(test)]
mod samples;
pub mod say;
pub mod sr;
pub mod text;
pub mod words;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

pub use build::build;
pub use coming::Prediction;

use crate::words::findings::{GapText, Texts};
pub use words as texts;
use xo_health_core::analysis::Analysis;
use xo_health_core::findings::{Finding, Severity, Subject};
use xo_health_core::forecast::{self, Forecast};
use xo_health_core::model::{ObjectId, Slot, Unread};
use xo_health_core::units::Bytes;

/// The version of the document, in its own `schema` field.
pub const SCHEMA: &str = "xo-health.report/1";

/// Makes the report of an analysis. `exit_status` is what the program ends with.
pub fn check(analysis: &Analysis, exit_status: u8, texts: &Texts) -> Report {
    let mut report = build(analysis, exit_status, |unread| Gap::of(unread, texts));
    if let Some((forecast, options)) = analysis.forecast().zip(analysis.settings().forecast.as_ref()) {
        add_forecast(&mut report, analysis, forecast, options, texts);
    }
    report
}

/// Adds what is likely to come.
fn add_forecast(
    report: &mut Report,
    analysis: &Analysis,
    forecast: &Forecast,
    options: &forecast::Options,
    texts: &Texts,
) {
    let inventory = analysis.inventory();
    report.horizon_hours = Some(options.horizon);
    report.predictions = coming::predictions(forecast, inventory, analysis.plan(), texts.lang());
    for sr in &mut report.srs {
        let at = inventory.find(&ObjectId::new(&sr.id));
        let room = match at {
            Some(Slot::Sr(index)) => forecast.rooms.get(index.at()),
            _ => None,
        };
        sr.lacking_30_days_bytes = room.map(|room| room.lacking);
        sr.growth_per_day_bytes = room.map(|room| room.growth);
        sr.runs_out_probability = room.map(|room| coming::rounded(room.runs_out));
    }
}

/// Is everything that is told about a server at one instant.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of this document.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The instant the report stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// What was looked at.
    pub source: Source,
    /// SRs, worst first.
    pub srs: Vec<SrView>,
    /// Disks outside ISO and udev SRs, by id.
    pub disks: Vec<DiskView>,
    /// What each job would meet if it were started now.
    pub verdicts: Vec<VerdictView>,
    /// What was found, worst first.
    pub findings: Vec<FindingView>,
    /// How far the forecast looks, in hours; null where none was made.
    pub horizon_hours: Option<u32>,
    /// What is likely to come, the surest first.
    pub predictions: Vec<Prediction>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// Names the server.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Source {
    /// Scheme, host and port; null when replayed from a capture that does not hold it.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
}

/// Sums an SR up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SrView {
    /// Its UUID.
    pub id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// Its driver, as XAPI names it.
    #[serde(rename = "type")]
    pub driver: String,
    /// By which rules it works: `file`, `lvm`, `linstor`, `no_tree`, `unknown`.
    #[schemars(with = "FamilyName")]
    pub family: &'static str,
    /// The pool it belongs to.
    pub pool_id: Option<String>,
    /// The name of that pool; from the server, not cleaned.
    pub pool_name: Option<String>,
    /// Bytes it holds in all.
    pub size_bytes: Option<Bytes>,
    /// Bytes taken.
    pub used_bytes: Option<Bytes>,
    /// Bytes free.
    pub free_bytes: Option<Bytes>,
    /// The deepest disk, in nodes.
    pub max_depth: u32,
    /// Inner merges pending, each once.
    pub pending_inner: u32,
    /// Leaf merges pending, each once.
    pub pending_leaf: u32,
    /// What XO's health page shows.
    pub xo_unhealthy: u32,
    /// The upper bound of what the largest pending inner merge needs.
    pub merge_need_bytes: Option<Bytes>,
    /// Number of disks.
    pub disks: u32,
    /// Bytes that are missing so that 30 days of backups fit, nine times out of ten; null where none was foretold.
    pub lacking_30_days_bytes: Option<Bytes>,
    /// Bytes by which the data grow in a mean day, best estimate; null where none was foretold.
    pub growth_per_day_bytes: Option<Bytes>,
    /// How likely a snapshot or copy finds too little room there within the horizon; null where none was foretold.
    #[schemars(range(min = 0, max = 1))]
    pub runs_out_probability: Option<f64>,
}

/// Lists the values of `family`.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum FamilyName {
    File,
    Lvm,
    Linstor,
    NoTree,
    Unknown,
}

/// Tells where a disk stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiskView {
    /// Its UUID.
    pub vdi_id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// The SR it lies on.
    pub sr_id: Option<String>,
    /// The VMs it is plugged into, without snapshots and control domains.
    pub vm_ids: Vec<String>,
    /// `vhd`, `qcow2`, `other`; null where the driver has no images of its own.
    #[schemars(with = "Option<ImageFormatName>")]
    pub image_format: Option<&'static str>,
    /// Nodes at which the next snapshot is refused; null where there is no such limit.
    pub limit: Option<u32>,
    /// Nodes from the disk to the root, both included; a lower bound when not complete.
    pub depth: u32,
    /// Whether the root was reached.
    pub depth_complete: bool,
    /// Why it was not.
    #[schemars(with = "Option<BrokenName>")]
    pub broken: Option<&'static str>,
    /// Snapshots, with data written between them, until the storage refuses.
    pub snapshots_left: Option<u32>,
    /// Inner merges pending from the disk to the root.
    pub pending_inner: u32,
    /// Leaf merges pending: 0 or 1.
    pub pending_leaf: u32,
    /// What XO's health page counts for the disk, where that is known; wrong on forks.
    pub xo_unhealthy: Option<u32>,
    /// XO's backup gate, raw: tolerance 1, no bypass.
    pub xo_gate: GateView,
}

/// Lists the values of `image_format`.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum ImageFormatName {
    Vhd,
    Qcow2,
    Other,
}

/// Lists the values of `broken`.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum BrokenName {
    MissingParent,
    Cycle,
    ForeignSr,
}

/// Tells what XO's backup gate says of a disk.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GateView {
    /// Un-coalesced nodes it counts.
    pub count: u32,
    /// Whether it refuses.
    pub skips: bool,
}

/// Tells what a job would meet on a VM if it were started now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictView {
    /// The job.
    pub job_id: String,
    /// From the server, not cleaned.
    pub job_name: String,
    /// The schedule, when the job has one.
    pub schedule_id: Option<String>,
    /// The VM.
    pub vm_id: String,
    /// From the server, not cleaned; null for a VM that is gone.
    pub vm_name: Option<String>,
    /// The disks the verdict rests on: those that stop the backup, else those that are snapshotted.
    pub vdi_ids: Vec<String>,
    /// When the schedule fires next; null when it does not fire by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// `ok`, `skip`, `109`, `44`, `not_snapshotted`, `unknown`.
    #[schemars(with = "VerdictName")]
    pub verdict: &'static str,
    /// What it rests on, where that is not a disk.
    pub reason: Option<&'static str>,
}

/// Lists the values of `verdict`.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum VerdictName {
    Ok,
    Skip,
    #[serde(rename = "109")]
    ChainTooLong,
    #[serde(rename = "44")]
    NoSpace,
    NotSnapshotted,
    Unknown,
}

/// Is a finding with its words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The SR it belongs to, when there is one.
    pub sr_id: Option<String>,
}

impl FindingView {
    /// Gives its severity.
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// Gives what it is about.
    pub fn subject(&self) -> &Subject {
        &self.finding.subject
    }
}

impl Gap {
    fn of(unread: &Unread, texts: &Texts) -> Self {
        let GapText { what, why, grant } = texts.words().gap(unread);
        Self { what: what.plain(), why: why.plain(), grant: grant.plain() }
    }
}

/// Tells what could not be read, why, and how to grant it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Gap {
    /// What is missing.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do so that it can be read.
    pub grant: String,
}
