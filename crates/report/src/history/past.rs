//! What a history shows of its servers: SRs, disks, jobs and findings over time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Named};
use xo_health_core::findings::{Code, Severity};
use xo_health_core::memory::{FindingSpan, Past, SrSeen};
use xo_health_core::model::{JobId, ObjectId, Run, RunStatus};
use xo_health_core::pattern::Pattern;
use xo_health_core::units::{Bytes, count};

/// What a history shows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryView {
    /// The servers, in the order in which they were first read.
    pub servers: Vec<ServerPast>,
}

/// What a history shows of a server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ServerPast {
    /// Its pools.
    pub pools: Vec<Named>,
    /// The number of readings kept of it.
    pub readings: u64,
    /// The beginning of the period shown.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from_at: Timestamp,
    /// The end of the period: the latest reading.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub to_at: Timestamp,
    /// Its SRs, by name.
    pub srs: Vec<SrPast>,
    /// Its disks, deepest chains first.
    pub disks: Vec<DiskSeries>,
    /// Its jobs, by name.
    pub jobs: Vec<JobPast>,
    /// Its findings: first those that are still there, then by severity.
    pub findings: Vec<FindingPast>,
}

/// An SR over time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrPast {
    /// The SR.
    pub sr: Named,
    /// What readings showed, oldest first; the latest of each part of the period.
    pub points: Vec<SrPoint>,
    /// How many base copies were merged in the period.
    pub merged: u32,
    /// The size of these base copies.
    pub merged_bytes: Bytes,
}

/// An SR at an instant.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SrPoint {
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Its size; null if the server did not report it.
    pub size_bytes: Option<Bytes>,
    /// Its free space.
    pub free_bytes: Option<Bytes>,
    /// The number of inner merges that wait.
    pub pending_merges: u32,
    /// The amount of data that they copy.
    pub pending_bytes: Bytes,
}

/// The chain of a disk over time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DiskSeries {
    /// The disk.
    pub disk: Named,
    /// The VM that it belongs to.
    pub vm: Option<Named>,
    /// The SR that it is on.
    pub sr: Option<Named>,
    /// The number of nodes in its chain in the latest reading that shows it.
    pub depth: u32,
    /// The largest number of nodes.
    pub most: u32,
    /// What readings showed, oldest first; only changes.
    pub depths: Vec<Depth>,
}

/// The chain of a disk at an instant.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Depth {
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// The number of nodes, including the disk.
    pub depth: u32,
}

/// The runs of a job over time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JobPast {
    /// The job.
    pub job: Named,
    /// The number of runs that succeeded.
    pub succeeded: u32,
    /// The number of runs that were interrupted, or in which something failed or was skipped.
    pub failed: u32,
    /// Its runs, oldest first.
    pub runs: Vec<RunPast>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunEnd {
    /// Everything succeeded.
    Success,
    /// Some VM was skipped, none failed.
    Skipped,
    /// Something failed.
    Failure,
    /// The server stopped during the run.
    Interrupted,
    /// It had not ended when it was last read.
    Pending,
    /// Its end is unknown.
    Unknown,
}

/// A run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunPast {
    /// When it started.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// When it ended; null if unknown.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub ended: RunEnd,
    /// The number of VMs in it.
    pub vms: u32,
    /// The number of VMs that failed or were skipped.
    pub failed_vms: u32,
}

/// A finding and how long it lasted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FindingPast {
    /// What identifies the finding.
    pub key: String,
    /// Its code; null if this version does not know it.
    pub code: Option<Code>,
    /// The name its subject had then; from the server, not cleaned.
    pub subject_name: String,
    /// Its latest severity.
    pub severity: String,
    /// The first reading that had it; it has lasted since then without a gap.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub since: Timestamp,
    /// The first reading that no longer had it; null if the latest still does.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
    /// Its latest measurements, by the keys of its evidence.
    pub measured: BTreeMap<String, u64>,
}

/// A selection of the servers' objects.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// SRs.
    pub srs: Vec<Pattern>,
    /// VMs.
    pub vms: Vec<Pattern>,
    /// Jobs.
    pub jobs: Vec<Pattern>,
}

impl Filter {
    fn is_all(&self) -> bool {
        self.srs.is_empty() && self.vms.is_empty() && self.jobs.is_empty()
    }
}

/// The objects selected; `None` selects everything.
struct Part {
    srs: Option<BTreeSet<ObjectId>>,
    vms: Option<BTreeSet<ObjectId>>,
    jobs: Option<BTreeSet<ObjectId>>,
}

fn is_in(ids: Option<&BTreeSet<ObjectId>>, id: &ObjectId) -> bool {
    ids.is_none_or(|ids| ids.contains(id))
}

impl Part {
    /// Works out which SRs, VMs and jobs belong together: each kind restricts the others.
    fn of(filter: &Filter, past: &Past, labels: &Labels) -> Self {
        let named = |patterns: &[Pattern], id: &ObjectId| {
            let name = labels.get(id).map(String::as_str).unwrap_or_default();
            patterns.iter().any(|pattern| pattern.matches(&id.to_string(), name, None))
        };
        if filter.is_all() {
            return Self { srs: None, vms: None, jobs: None };
        }
        let runs = || past.runs.iter().filter_map(|run| Some((&run.job.as_ref()?.0, run)));
        let vms_of = |run: &Run| run.vms.iter().filter_map(|vm| vm.vm.clone()).collect::<Vec<_>>();
        let placed =
            || past.disks.iter().filter_map(|disk| Some((disk.sr.as_ref()?, past.owners.get(&disk.vdi)?)));
        let mut vms: BTreeSet<ObjectId> =
            runs().flat_map(|(_, run)| vms_of(run)).chain(past.owners.values().cloned()).collect();
        if !filter.vms.is_empty() {
            vms.retain(|vm| named(&filter.vms, vm));
        }
        if !filter.jobs.is_empty() {
            let covered: BTreeSet<ObjectId> =
                runs().filter(|(job, _)| named(&filter.jobs, job)).flat_map(|(_, run)| vms_of(run)).collect();
            vms.retain(|vm| covered.contains(vm));
        }
        if !filter.srs.is_empty() {
            let there: BTreeSet<&ObjectId> =
                placed().filter(|(sr, _)| named(&filter.srs, sr)).map(|(_, vm)| vm).collect();
            vms.retain(|vm| there.contains(vm));
        }
        let srs: BTreeSet<ObjectId> = match filter.srs.is_empty() {
            true => placed().filter(|(_, vm)| vms.contains(vm)).map(|(sr, _)| sr.clone()).collect(),
            false => {
                let all = past.memory.readings.iter().flat_map(|reading| &reading.places);
                all.map(|place| &place.sr).filter(|sr| named(&filter.srs, sr)).cloned().collect()
            }
        };
        let is_asked = |job: &ObjectId, run: &Run| match filter.jobs.is_empty() {
            true => vms_of(run).iter().any(|vm| vms.contains(vm)),
            false => named(&filter.jobs, job),
        };
        let jobs = runs().filter(|(job, run)| is_asked(job, run)).map(|(job, _)| job.clone()).collect();
        Self { srs: Some(srs), vms: Some(vms), jobs: Some(jobs) }
    }

    /// Returns whether a finding is about a selected object.
    fn has(&self, key: &str, disks: &BTreeSet<&ObjectId>) -> bool {
        let Some(srs) = &self.srs else { return true };
        let mut parts = key.split('/').skip(1);
        let (kind, id) = (parts.next().unwrap_or_default(), ObjectId::new(parts.next().unwrap_or_default()));
        match kind {
            "sr" => srs.contains(&id),
            "vdi" => disks.contains(&id),
            "vm" => is_in(self.vms.as_ref(), &id),
            "job" => is_in(self.jobs.as_ref(), &id),
            _ => false,
        }
    }
}

impl ServerPast {
    /// Returns whether nothing of the server is selected.
    pub(crate) fn is_empty(&self) -> bool {
        self.srs.is_empty() && self.disks.is_empty() && self.jobs.is_empty() && self.findings.is_empty()
    }

    /// Returns the selected part of what a history shows of a server.
    #[must_use]
    pub fn of(
        (pools, readings): (Vec<Named>, u64),
        (from_at, to_at): (Timestamp, Timestamp),
        (past, labels): (&Past, &Labels),
        filter: &Filter,
        slots: u32,
    ) -> Self {
        let part = Part::of(filter, past, labels);
        let disks = disks(past, labels, &part);
        let ids: Vec<ObjectId> = disks.iter().map(|disk| ObjectId::new(&disk.disk.id)).collect();
        Self {
            pools,
            readings,
            from_at,
            to_at,
            srs: srs(past, labels, &part, (from_at, to_at, slots)),
            jobs: jobs(past, labels, &part),
            findings: findings(&past.memory.findings, &part, &ids.iter().collect()),
            disks,
        }
    }
}

fn srs(
    past: &Past,
    labels: &Labels,
    part: &Part,
    (from, to, slots): (Timestamp, Timestamp, u32),
) -> Vec<SrPast> {
    let span = to.duration_since(from).as_secs_f64().max(1.0);
    let mut series: BTreeMap<&ObjectId, BTreeMap<u64, SrPoint>> = BTreeMap::new();
    for reading in past.memory.readings.iter().filter(|reading| reading.at >= from) {
        let slot = (reading.at.duration_since(from).as_secs_f64() / span * f64::from(slots)) as u64;
        for place in reading.places.iter().filter(|place| is_in(part.srs.as_ref(), &place.sr)) {
            series.entry(&place.sr).or_default().insert(slot, point(reading.at, place));
        }
    }
    let one = |(sr, points): (&ObjectId, BTreeMap<u64, SrPoint>)| {
        let merges = past.memory.merges_on(sr).filter(|merged| merged.from >= from);
        let (merged, merged_bytes) =
            merges.fold((0, Bytes(0)), |(nodes, bytes), one| (nodes + one.nodes, bytes + one.bytes));
        SrPast { sr: Named::of(sr, labels), points: points.into_values().collect(), merged, merged_bytes }
    };
    let mut all: Vec<SrPast> = series.into_iter().map(one).collect();
    all.sort_by(|a, b| a.sr.name.cmp(&b.sr.name));
    all
}

fn point(at: Timestamp, place: &SrSeen) -> SrPoint {
    let free = place.size.zip(place.used).map(|(size, used)| Bytes(size.0.saturating_sub(used.0)));
    SrPoint {
        at,
        size_bytes: place.size,
        free_bytes: free,
        pending_merges: place.waiting,
        pending_bytes: place.waiting_bytes,
    }
}

fn disks(past: &Past, labels: &Labels, part: &Part) -> Vec<DiskSeries> {
    let wanted = past.disks.iter().filter(|disk| {
        let on_sr = disk.sr.as_ref().map_or(part.srs.is_none(), |sr| is_in(part.srs.as_ref(), sr));
        let of_vm = past.owners.get(&disk.vdi).map_or(part.vms.is_none(), |vm| is_in(part.vms.as_ref(), vm));
        on_sr && of_vm
    });
    let mut all: Vec<DiskSeries> = wanted
        .filter_map(|disk| {
            let mut depths: Vec<Depth> = disk.depths.iter().map(|&(at, depth)| Depth { at, depth }).collect();
            let (depth, most) = (depths.last()?.depth, depths.iter().map(|of| of.depth).max()?);
            depths.dedup_by_key(|of| of.depth);
            Some(DiskSeries {
                disk: Named::of(&disk.vdi, labels),
                vm: past.owners.get(&disk.vdi).map(|vm| Named::of(vm, labels)),
                sr: disk.sr.as_ref().map(|sr| Named::of(sr, labels)),
                depth,
                most,
                depths,
            })
        })
        .collect();
    // the sort is stable: equal disks stay in the order of their ids
    all.sort_by_key(|disk| Reverse((disk.depth, disk.most)));
    all
}

fn jobs(past: &Past, labels: &Labels, part: &Part) -> Vec<JobPast> {
    let mut by_job: BTreeMap<&JobId, Vec<RunPast>> = BTreeMap::new();
    for run in &past.runs {
        let Some(job) = run.job.as_ref().filter(|job| is_in(part.jobs.as_ref(), &job.0)) else { continue };
        by_job.entry(job).or_default().extend(run_past(run, part));
    }
    let one = |(job, runs): (&JobId, Vec<RunPast>)| {
        let went = |wanted: &[RunEnd]| runs.iter().filter(|run| wanted.contains(&run.ended)).count();
        JobPast {
            job: Named::of(&job.0, labels),
            succeeded: count(went(&[RunEnd::Success])),
            failed: count(went(&[RunEnd::Skipped, RunEnd::Failure, RunEnd::Interrupted])),
            runs,
        }
    };
    let mut all: Vec<JobPast> = by_job.into_iter().filter(|(_, runs)| !runs.is_empty()).map(one).collect();
    all.sort_by(|a, b| a.job.name.cmp(&b.job.name));
    all
}

/// Returns the selected VMs' part in a run; `None` if it had none of them.
fn run_past(run: &Run, part: &Part) -> Option<RunPast> {
    let is_asked = |vm: &&xo_health_core::model::VmRun| match (&part.vms, &vm.vm) {
        (Some(vms), Some(id)) => vms.contains(id),
        (Some(_), None) => false,
        (None, _) => true,
    };
    let vms: Vec<_> = run.vms.iter().filter(is_asked).collect();
    let failed = vms.iter().filter(|vm| vm.whole.status.failed_or_skipped()).count();
    if part.vms.is_some() && vms.is_empty() && !run.vms.is_empty() {
        return None;
    }
    // if only some VMs are selected, only their results count
    let status = match vms.len() < run.vms.len() && run.status.failed_or_skipped() && failed == 0 {
        true => RunStatus::Success,
        false => run.status,
    };
    Some(RunPast {
        at: run.start?,
        ended_at: run.end,
        ended: ended(status),
        vms: count(vms.len()),
        failed_vms: count(failed),
    })
}

const fn ended(status: RunStatus) -> RunEnd {
    match status {
        RunStatus::Success => RunEnd::Success,
        RunStatus::Skipped => RunEnd::Skipped,
        RunStatus::Failure => RunEnd::Failure,
        RunStatus::Interrupted => RunEnd::Interrupted,
        RunStatus::Pending => RunEnd::Pending,
        RunStatus::Unknown => RunEnd::Unknown,
    }
}

/// Returns findings; stays without a gap between them are joined.
fn findings(findings: &[FindingSpan], part: &Part, disks: &BTreeSet<&ObjectId>) -> Vec<FindingPast> {
    let mut all: Vec<FindingPast> = Vec::new();
    for span in findings.iter().filter(|span| part.has(&span.name, disks)) {
        let one = FindingPast {
            key: span.name.clone(),
            code: span.name.split('/').next().and_then(|code| code.parse().ok()),
            subject_name: span.subject.clone(),
            severity: span.severity.clone(),
            since: span.from,
            until: span.until,
            measured: span.quantities.clone(),
        };
        match all.last_mut().filter(|last| last.key == one.key && last.until == Some(one.since)) {
            Some(last) => *last = FindingPast { since: last.since, ..one },
            None => all.push(one),
        }
    }
    let rank = |severity: &str| Severity::named(severity).map(Reverse);
    let order = |of: &FindingPast| (of.until.is_some(), rank(&of.severity), Reverse(of.until));
    all.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.key.cmp(&b.key)));
    all
}
