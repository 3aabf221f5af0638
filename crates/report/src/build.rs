//! From an analysis to the report.

use std::collections::BTreeMap;

use super::{DiskView, FindingView, Gap, GateView, Report, SCHEMA, Source, SrView, VerdictView};
use xo_health_core::analysis::Analysis;
use xo_health_core::chains::{self, Broken};
use xo_health_core::findings::{Finding, Severity, SubjectKind, Value};
use xo_health_core::forecast::{NotSnapshotted, Outcome, Unknown, Verdict};
use xo_health_core::model::{ImageFormat, Inventory, ObjectId, Slot, Sr, SrIdx, Unread, VdiIdx, VmKind};
use xo_health_core::storage::{self, Family};
use xo_health_core::units::Bytes;

/// Builds the report without its predictions; `gap` gives the words for what could not be read.
pub fn build(analysis: &Analysis, exit_status: u8, gap: impl Fn(&Unread) -> Gap) -> Report {
    let inventory = analysis.inventory();
    let findings: Vec<FindingView> =
        analysis.findings().iter().map(|finding| view(inventory, finding.clone())).collect();
    Report {
        schema: SCHEMA,
        observed_at: analysis.now(),
        exit_status,
        source: Source {
            server: analysis.reading().server.clone(),
            version: analysis.reading().version.clone(),
        },
        srs: srs(analysis, &findings),
        disks: disks(analysis),
        verdicts: analysis.verdicts().iter().map(|verdict| verdict_view(analysis, verdict)).collect(),
        findings,
        horizon_hours: None,
        predictions: Vec::new(),
        gaps: analysis.reading().unread.iter().map(gap).collect(),
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
fn srs(analysis: &Analysis, findings: &[FindingView]) -> Vec<SrView> {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings {
        if let Some(sr) = finding.sr_id.as_deref() {
            let severity = worst.entry(sr).or_insert(Severity::Info);
            *severity = finding.severity().max(*severity);
        }
    }
    let mut views: Vec<SrView> = analysis.inventory().sr_indices().map(|sr| sr_view(analysis, sr)).collect();
    views.sort_by(|a, b| {
        let rank = |view: &SrView| worst.get(view.id.as_str()).copied();
        rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
    });
    views
}

pub(super) fn sr_view(analysis: &Analysis, index: SrIdx) -> SrView {
    let sr: &Sr = analysis.inventory().sr(index);
    let sums = analysis.chains().sr(index);
    let family = Family::of(sr);
    let pool = sr.pool.map(|pool| analysis.inventory().pool(pool));
    let disks =
        sr.vdis.iter().filter(|&&vdi| chains::is_disk(analysis.inventory(), analysis.inventory().vdi(vdi)));
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
        merge_need_bytes: largest_merge(analysis, index),
        disks: u32::try_from(disks.count()).unwrap_or(u32::MAX),
        lacking_30_days_bytes: None,
        growth_per_day_bytes: None,
        runs_out_probability: None,
    }
}

fn largest_merge(analysis: &Analysis, sr: SrIdx) -> Option<Bytes> {
    let pairs = analysis.chains().inner_pairs(analysis.inventory(), sr);
    pairs
        .filter_map(|(parent, child)| {
            storage::merge_need(analysis.inventory(), analysis.chains(), parent, child)
        })
        .map(|need| need.takes.bytes.high)
        .max()
}

fn disks(analysis: &Analysis) -> Vec<DiskView> {
    let inventory = analysis.inventory();
    let disks = inventory.vdi_indices().filter(|&vdi| chains::is_disk(inventory, inventory.vdi(vdi)));
    disks.map(|vdi| disk_view(analysis, vdi)).collect()
}

fn disk_view(analysis: &Analysis, index: VdiIdx) -> DiskView {
    let (inventory, chains, reading) = (analysis.inventory(), analysis.chains(), analysis.reading());
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

fn verdict_view(analysis: &Analysis, verdict: &Verdict) -> VerdictView {
    let inventory = analysis.inventory();
    let (name, reason) = outcome_name(verdict.outcome);
    let jobs = analysis.backups().jobs.as_deref().unwrap_or_default();
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
                Unknown::NotSeen => "not_seen",
            }),
        ),
    }
}
