//! What is kept of an analysis.

use xo_health_core::analysis::Analysis;
use xo_health_core::findings::Severity;
use xo_health_core::forecast::Forecast;
use xo_health_core::memory::Sight;
use xo_health_core::model::{Backups, Job, JobKind, Run, Schedule, VmPattern};

/// What is kept of one reading.
#[derive(Debug)]
pub struct Kept<'a> {
    pub(crate) sight: Sight,
    pub(crate) version: Option<&'a str>,
    pub(crate) backups: &'a Backups,
    /// The findings by their keys.
    pub(crate) findings: Vec<(String, Severity)>,
    pub(crate) forecast: Option<&'a Forecast>,
}

impl<'a> Kept<'a> {
    /// Returns what is kept of an analysis, the forecast where one was made; none where the objects were not read as a whole, or
    /// no pool says which server it is.
    #[must_use]
    pub fn of(analysis: &'a Analysis) -> Option<Self> {
        let findings = analysis.findings().iter();
        Some(Self {
            sight: Sight::of(analysis.observation(), analysis.chains())?,
            version: analysis.reading().version.as_deref(),
            backups: analysis.backups(),
            findings: findings.map(|finding| (finding.key().to_string(), finding.severity)).collect(),
            forecast: analysis.forecast(),
        })
    }

    /// Returns the runs that have an id and a start.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &'a Run> + use<'a> {
        let at = self.sight.at;
        self.backups.runs.iter().flatten().filter(move |run| run.start.is_some_and(|start| start <= at))
    }
}

/// Returns a job as it is kept: what decides what it does. Of its settings only numbers and switches, because texts may be
/// addresses of people, or secrets.
pub(crate) fn written_job(job: &Job) -> String {
    let kind = match &job.kind {
        JobKind::Backup(mode) => format!("backup {mode:?}").to_lowercase(),
        JobKind::Mirror => "mirror".to_owned(),
        JobKind::Metadata => "metadata".to_owned(),
        JobKind::Sequence(_) => "sequence".to_owned(),
        JobKind::Call => "call".to_owned(),
    };
    let steps = match &job.kind {
        JobKind::Sequence(steps) => steps.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let vms = match &job.vms {
        VmPattern::Ids(ids) => serde_json::json!(ids),
        VmPattern::Smart(pattern) => pattern.clone(),
        VmPattern::None => serde_json::Value::Null,
    };
    let settings = job.settings.iter().map(|(of, settings)| {
        let plain = settings.iter().filter(|(_, value)| value.is_number() || value.is_boolean());
        (of.clone(), plain.map(|(key, value)| (key.clone(), value.clone())).collect())
    });
    let settings: serde_json::Map<String, serde_json::Value> = settings.collect();
    serde_json::json!({
        "kind": kind, "steps": steps, "vms": vms, "remotes": job.remotes, "srs": job.srs, "settings": settings,
    })
    .to_string()
}

/// Returns a schedule as it is kept.
pub(crate) fn written_schedule(schedule: &Schedule) -> String {
    serde_json::json!({
        "job": schedule.job.to_string(), "cron": schedule.cron, "timezone": schedule.timezone, "enabled": schedule.enabled,
    })
    .to_string()
}
