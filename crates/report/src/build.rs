//! From facts and findings to the report.

use std::collections::BTreeMap;

use super::{DiskView, FindingView, Gap, GateView, Report, SCHEMA, Source, SrView, VerdictView};
use xo_health_core::chains::{self, Broken};
use xo_health_core::findings::{Facts, Finding, Severity, SubjectKind, Value, cannot_check};
use xo_health_core::forecast::{NotSnapshotted, Outcome, Unknown, Verdict};
use xo_health_core::model::{ImageFormat, Inventory, ObjectId, Slot, Sr, SrIdx, Unread, VdiIdx, VmKind};
use xo_health_core::storage::{self, Family};
use xo_health_core::units::Bytes;

/// Says from which severity on the exit status tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Any finding.
    Info,
    /// Warnings and worse: the default.
    #[default]
    Warning,
    /// Only what is critical.
    Critical,
    /// Nothing that was found; a check that could not be made still does.
    Never,
}

/// Builds the report. `findings` come sorted, worst first; `gap` gives the words for what could not be read.
pub fn build(
    facts: &Facts<'_>,
    findings: Vec<Finding>,
    fail_on: FailOn,
    gap: impl Fn(&Unread) -> Gap,
) -> Report {
    let exit_status = exit_status(&findings, fail_on);
    let inventory = facts.inventory;
    let findings: Vec<FindingView> = findings.into_iter().map(|finding| view(inventory, finding)).collect();
    Report {
        schema: SCHEMA,
        observed_at: facts.now(),
        exit_status,
        source: Source { server: facts.reading.server.clone(), version: facts.reading.version.clone() },
        srs: srs(facts, &findings),
        disks: disks(facts),
        verdicts: facts.verdicts.iter().map(|verdict| verdict_view(facts, verdict)).collect(),
        findings,
        horizon_hours: None,
        predictions: Vec::new(),
        gaps: facts.reading.unread.iter().map(gap).collect(),
    }
}

/// Gives the exit status: 0 nothing to tell of, 1 warnings, 2 critical, 3 the check could not be made.
fn exit_status(findings: &[Finding], fail_on: FailOn) -> u8 {
    if cannot_check(findings) {
        return 3;
    }
    let worst = findings.iter().map(|finding| finding.severity).max();
    match (fail_on, worst) {
        (FailOn::Never, _) | (_, None) => 0,
        (_, Some(Severity::Critical)) => 2,
        (FailOn::Info | FailOn::Warning, Some(Severity::Warning)) | (FailOn::Info, Some(Severity::Info)) => 1,
        _ => 0,
    }
}

fn view(inventory: &Inventory, finding: Finding) -> FindingView {
    let sr = match finding.subject.kind {
        SubjectKind::Sr => Some(finding.subject.id.clone()),
        SubjectKind::Vdi => match inventory.find(&ObjectId::new(&finding.subject.id)) {
            Some(Slot::Vdi(vdi)) => inventory.vdi(vdi).sr.map(|sr| inventory.sr(sr).id.to_string()),
            _ => None,
        },
        _ => match finding.evidence.get("sr_id") {
            Some(Value::Text(id)) => Some(id.clone()),
            _ => None,
        },
    };
    FindingView { finding, sr_id: sr }
}

/// Lists the SRs, worst first: by the worst finding, then by name.
fn srs(facts: &Facts<'_>, findings: &[FindingView]) -> Vec<SrView> {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings {
        if let Some(sr) = finding.sr_id.as_deref() {
            let severity = worst.entry(sr).or_insert(Severity::Info);
            *severity = finding.severity().max(*severity);
        }
    }
    let mut views: Vec<SrView> = facts.inventory.sr_indices().map(|sr| sr_view(facts, sr)).collect();
    views.sort_by(|a, b| {
        let rank = |view: &SrView| worst.get(view.id.as_str()).copied();
        rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
    });
    views
}

pub(super) fn sr_view(facts: &Facts<'_>, index: SrIdx) -> SrView {
    let sr: &Sr = facts.inventory.sr(index);
    let sums = facts.chains.sr(index);
    let family = Family::of(sr);
    let pool = sr.pool.map(|pool| facts.inventory.pool(pool));
    let disks = sr.vdis.iter().filter(|&&vdi| chains::is_disk(facts.inventory, facts.inventory.vdi(vdi)));
    SrView {
        id: sr.id.to_string(),
        name: sr.name.to_string(),
        driver: sr.driver.to_string(),
        family: family.name(),
        pool_id: pool.map(|pool| pool.id.to_string()),
        pool_name: pool.map(|pool| pool.name.to_string()),
        size_bytes: sr.size,
        used_bytes: sr.used,
        free_bytes: sr.free(),
        max_depth: sums.max_depth,
        pending_inner: sums.pending_inner,
        pending_leaf: sums.pending_leaf,
        xo_unhealthy: sums.xo_unhealthy,
        merge_need_bytes: largest_merge(facts, index),
        disks: u32::try_from(disks.count()).unwrap_or(u32::MAX),
        lacking_30_days_bytes: None,
        growth_per_day_bytes: None,
        runs_out_probability: None,
    }
}

fn largest_merge(facts: &Facts<'_>, sr: SrIdx) -> Option<Bytes> {
    let pairs = facts.chains.inner_pairs(facts.inventory, sr);
    pairs
        .filter_map(|(parent, child)| storage::merge_need(facts.inventory, facts.chains, parent, child))
        .map(|need| need.takes.bytes.high)
        .max()
}

fn disks(facts: &Facts<'_>) -> Vec<DiskView> {
    let inventory = facts.inventory;
    let disks = inventory.vdi_indices().filter(|&vdi| chains::is_disk(inventory, inventory.vdi(vdi)));
    disks.map(|vdi| disk_view(facts, vdi)).collect()
}

fn disk_view(facts: &Facts<'_>, index: VdiIdx) -> DiskView {
    let Facts { inventory, chains, reading, .. } = *facts;
    let vdi = inventory.vdi(index);
    let node = chains.node(index);
    let limit = vdi.sr.and_then(|sr| storage::chain_limit(inventory, sr));
    let complete = node.broken.is_none();
    DiskView {
        vdi_id: vdi.id.to_string(),
        name: vdi.name.to_string(),
        sr_id: vdi.sr.map(|sr| inventory.sr(sr).id.to_string()),
        vm_ids: vm_ids(inventory, index),
        image_format: image_format(vdi.image_format, limit),
        limit,
        depth: node.depth,
        depth_complete: complete,
        broken: node.broken.map(|(broken, _)| broken_name(broken)),
        snapshots_left: limit.filter(|_| complete).map(|limit| limit.saturating_sub(node.depth)),
        pending_inner: node.pending_inner,
        pending_leaf: u32::from(node.pending_leaf),
        xo_unhealthy: vdi
            .sr
            .and_then(|sr| reading.xo_chains.as_ref()?.of_disk(&inventory.sr(sr).id, &vdi.id)),
        xo_gate: GateView { count: node.gate, skips: node.gate_skips() },
    }
}

/// Lists the VMs that own a disk: neither their snapshots, nor control domains that only look at it.
fn vm_ids(inventory: &Inventory, vdi: VdiIdx) -> Vec<String> {
    let vms = inventory.vms_of(vdi).into_iter().map(|vm| inventory.vm(vm));
    let owners = vms.filter(|vm| matches!(vm.kind, VmKind::Vm | VmKind::Template));
    owners.map(|vm| vm.id.to_string()).collect()
}

/// VHD is what a driver with chains makes when nothing is said (facts/storage-manager.md 5.1).
fn image_format(format: Option<ImageFormat>, limit: Option<u32>) -> Option<&'static str> {
    match format {
        Some(ImageFormat::Vhd) => Some("vhd"),
        Some(ImageFormat::Qcow2) => Some("qcow2"),
        Some(ImageFormat::Other) => Some("other"),
        None => limit.map(|_| "vhd"),
    }
}

/// Gives the name of a break, as the report and the findings write it.
pub(super) fn broken_name(broken: Broken) -> &'static str {
    match broken {
        Broken::MissingParent => "missing_parent",
        Broken::Cycle => "cycle",
        Broken::ForeignSr => "foreign_sr",
    }
}

fn verdict_view(facts: &Facts<'_>, verdict: &Verdict) -> VerdictView {
    let inventory = facts.inventory;
    let (name, reason) = outcome_name(verdict.outcome);
    let jobs = facts.backups.jobs.as_deref().unwrap_or_default();
    let job = jobs.iter().find(|job| job.id == verdict.job);
    VerdictView {
        job_id: verdict.job.to_string(),
        job_name: job.map(|job| job.name.clone()).unwrap_or_default(),
        schedule_id: verdict.schedule.as_ref().map(ToString::to_string),
        vm_id: verdict.vm_id.to_string(),
        vm_name: verdict.vm.map(|vm| inventory.vm(vm).name.to_string()),
        vdi_ids: verdict.vdis.iter().map(|&vdi| inventory.vdi(vdi).id.to_string()).collect(),
        next_run_at: verdict.next_run,
        verdict: name,
        reason,
    }
}

fn outcome_name(outcome: Outcome) -> (&'static str, Option<&'static str>) {
    match outcome {
        Outcome::Ok => ("ok", None),
        Outcome::Skip => ("skip", None),
        Outcome::ChainTooLong => ("109", None),
        Outcome::NoSpace { .. } => ("44", None),
        Outcome::NotSnapshotted(why) => (
            "not_snapshotted",
            Some(match why {
                NotSnapshotted::NoOutput => "no_output",
                NotSnapshotted::NotNeeded => "not_needed",
                NotSnapshotted::NoDisks => "no_disks",
            }),
        ),
        Outcome::Unknown(why) => (
            "unknown",
            Some(match why {
                Unknown::VmMissing => "vm_missing",
                Unknown::BrokenChain => "broken_chain",
                Unknown::SrUnavailable => "sr_unavailable",
            }),
        ),
    }
}
