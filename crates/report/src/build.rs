//! From an analysis to the report.

use std::collections::BTreeMap;
use xo_health_core::units;

use rustc_hash::FxHashMap;

use crate::names::Names;
use crate::{
    DiskView, ExitReason, FindingView, GateView, Report, Source, SrView, SuppressedView, Suppression,
    VerdictReason, VerdictView,
};
use crate::{outlook, predictions, sr, timeline, vms};
use xo_health_core::analysis::Analysis;
use xo_health_core::chains;
use xo_health_core::findings::{Finding, Ignore, Severity, SubjectKind, Suppressed};
use xo_health_core::forecast::{Forecast, Verdict};
use xo_health_core::model::{ImageFormat, Inventory, JobId, ObjectId, Slot, Sr, SrIdx, VdiIdx, VmKind};
use xo_health_core::outlook::{Outlook, Status};
use xo_health_core::storage::{self, Family, PlannedSnapshot};

/// Makes the report of an analysis and its outlook. `exit` is the program's exit status and its reason.
pub fn check(analysis: &Analysis, outlook: Outlook, exit: (u8, ExitReason)) -> Report {
    let findings: Vec<FindingView> =
        analysis.findings().iter().map(|finding| view(analysis, finding.clone())).collect();
    let mentioned =
        analysis.forecast().into_iter().flat_map(predictions::vdis).chain(outlook::vdis(&outlook));
    let names = Names::of(analysis, mentioned.collect());
    let is_promised = analysis.forecast().is_some_and(Forecast::promises);
    let outlook = if is_promised { outlook } else { without_promise(outlook) };
    let disks = disks(analysis);
    let mut report = Report {
        observed_at: analysis.now(),
        exit_status: exit.0,
        exit_reason: exit.1,
        source: Source::of(analysis),
        srs: srs(analysis, &findings),
        vms: vms::list(analysis, &disks),
        disks,
        verdicts: verdicts(analysis),
        findings,
        suppressed: Vec::new(),
        horizon_hours: None,
        draws: None,
        forecast_cut_short: false,
        predictions: Vec::new(),
        timeline: Vec::new(),
        unread: analysis.reading().unread.clone(),
        outlook,
        baseline: None,
        names,
    };
    if let Some((forecast, options)) = analysis.forecast().zip(analysis.settings().forecast.as_ref()) {
        report.horizon_hours = Some(options.horizon);
        report.draws = Some(forecast.draws);
        report.forecast_cut_short = forecast.cut_short;
        report.predictions = predictions::predictions(forecast, analysis);
    }
    report.timeline = timeline::list(analysis, &report.outlook, &report.predictions);
    report
}

/// Moves the suppressed findings out of the findings of a report just made from the analysis; nothing else changes.
pub fn suppress(report: &mut Report, rules: &[Ignore], suppressed: &Suppressed) {
    let all = std::mem::take(&mut report.findings);
    for (number, view) in all.into_iter().enumerate() {
        match suppressed.rule(number).and_then(|rule| rules.get(rule)) {
            Some(rule) => report.suppressed.push(SuppressedView {
                view,
                suppressed: Suppression { reason: rule.reason.clone(), until: rule.until },
            }),
            None => report.findings.push(view),
        }
    }
}

/// Takes back a "yes": without a forecast nothing can be promised.
fn without_promise(mut outlook: Outlook) -> Outlook {
    if outlook.answer.status == Status::Yes {
        outlook.answer.status = Status::CannotTell;
    }
    outlook
}

fn view(analysis: &Analysis, finding: Finding) -> FindingView {
    let inventory = analysis.inventory();
    let sr = match finding.subject.kind {
        SubjectKind::Sr => Some(finding.subject.id.clone()),
        SubjectKind::Vdi => match inventory.find(&ObjectId::new(&finding.subject.id)) {
            Some(Slot::Vdi(vdi)) => inventory.vdi(vdi).sr.map(|sr| inventory.sr(sr).id.to_string()),
            _ => None,
        },
        _ => finding.evidence.sr_id().map(ToOwned::to_owned),
    };
    let since = analysis.since(&finding);
    FindingView {
        finding,
        sr_id: sr,
        since: since.map(|(since, _)| since),
        change: since.map(|(_, change)| change),
        baseline: None,
    }
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
    let round = analysis.round();
    let mut views: Vec<SrView> = analysis.asked_srs().map(|sr| sr_view(analysis, sr, &round)).collect();
    views.sort_by(|a, b| {
        let rank = |view: &SrView| worst.get(view.id.as_str()).copied();
        rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
    });
    views
}

pub(super) fn sr_view(analysis: &Analysis, index: SrIdx, round: &[PlannedSnapshot]) -> SrView {
    let sr: &Sr = analysis.inventory().sr(index);
    let sums = analysis.chains().sr(index);
    let family = Family::of(sr);
    let pool = sr.pool.map(|pool| analysis.inventory().pool(pool));
    let room = analysis.forecast().and_then(|forecast| forecast.rooms.get(index.at()));
    let disks =
        sr.vdis.iter().filter(|&&vdi| chains::is_disk(analysis.inventory(), analysis.inventory().vdi(vdi)));
    let next = storage::headroom(analysis.inventory(), analysis.chains(), index, round, &[]);
    SrView {
        id: sr.id.to_string(),
        name: sr.name.to_string(),
        driver: sr.driver.to_string(),
        family,
        pool_id: pool.map(|pool| pool.id.to_string()),
        pool_name: pool.map(|pool| pool.name.to_string()),
        size_bytes: sr.size,
        used_bytes: sr.used,
        free_bytes: sr.free(),
        max_depth: sums.max_depth,
        pending_inner: sums.pending_inner,
        pending_leaf: sums.pending_leaf,
        xo_unhealthy: sums.xo_unhealthy,
        merge_need_bytes: storage::largest_merge_need(analysis.inventory(), analysis.chains(), index),
        next_round_bytes: (!next.steps.is_empty()).then_some(next.round.high),
        next_round_snapshots: units::count(next.steps.len()),
        drain_seconds: sr::drain_seconds(analysis, index),
        disks: units::count(disks.count()),
        lacking_30_days_bytes: room.and_then(|room| room.lacking),
        growth_per_day_bytes: room.map(|room| room.growth),
        runs_out_probability: room.map(|room| predictions::rounded(room.runs_out)),
        free_path: room.map(|room| room.path.clone()).unwrap_or_default(),
    }
}

fn disks(analysis: &Analysis) -> Vec<DiskView> {
    let inventory = analysis.inventory();
    let disks = inventory.vdi_indices().filter(|&vdi| chains::is_disk(inventory, inventory.vdi(vdi)));
    let disks = disks.filter(|&vdi| analysis.scope().is_none_or(|scope| scope.has_vdi(inventory, vdi)));
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
        image_format: image_format(
            vdi.sr.map_or(vdi.image_format, |sr| storage::format_of(inventory.sr(sr), vdi)),
            limit,
        ),
        limit,
        depth: node.depth,
        depth_complete: complete,
        broken: node.broken.map(|(broken, _)| broken),
        snapshots_left: limit.filter(|_| complete).map(|limit| limit.saturating_sub(node.depth)),
        pending_inner: node.pending_inner,
        pending_leaf: u32::from(node.pending_leaf),
        xo_unhealthy: vdi
            .sr
            .and_then(|sr| reading.xo_chains.as_ref()?.of_disk(&inventory.sr(sr).id, &vdi.id)),
        xo_gate: GateView { count: node.gate, skips: node.gate_skips() },
    }
}

/// Lists the VMs that own a disk: neither their snapshots nor control domains that only read it.
fn vm_ids(inventory: &Inventory, vdi: VdiIdx) -> Vec<String> {
    let vms = inventory.vms_of(vdi).into_iter().map(|vm| inventory.vm(vm));
    let owners = vms.filter(|vm| matches!(vm.kind, VmKind::Vm | VmKind::Template));
    // mostly one, and there are tens of thousands of lists
    let mut ids: Vec<String> = owners.map(|vm| vm.id.to_string()).collect();
    ids.shrink_to_fit();
    ids
}

/// Returns the image format: by default, a driver with chains creates VHD (facts/storage-manager.md 5.1).
fn image_format(format: Option<ImageFormat>, limit: Option<u32>) -> Option<ImageFormat> {
    format.or_else(|| limit.map(|_| ImageFormat::Vhd))
}

fn verdicts(analysis: &Analysis) -> Vec<VerdictView> {
    let is_asked = |of: &&Verdict| analysis.is_asked(&of.job, Some(&of.vm_id));
    let names = analysis.backups().jobs.iter().flatten().map(|job| (&job.id, job.name.as_str()));
    // of two jobs with the same id, the first one counts
    let names: FxHashMap<&JobId, &str> = names.rev().collect();
    analysis
        .verdicts()
        .iter()
        .filter(is_asked)
        .map(|verdict| verdict_view(analysis, &names, verdict))
        .collect()
}

fn verdict_view(analysis: &Analysis, names: &FxHashMap<&JobId, &str>, verdict: &Verdict) -> VerdictView {
    let inventory = analysis.inventory();
    VerdictView {
        job_id: verdict.job.to_string(),
        job_name: names.get(&verdict.job).copied().unwrap_or_default().to_owned(),
        schedule_id: verdict.schedule.as_ref().map(ToString::to_string),
        vm_id: verdict.vm_id.to_string(),
        vm_name: verdict.vm.map(|vm| inventory.vm(vm).name.to_string()),
        vdi_ids: verdict.vdis.iter().map(|&vdi| inventory.vdi(vdi).id.to_string()).collect(),
        next_run_at: verdict.next_run,
        verdict: verdict.outcome.into(),
        reason: VerdictReason::of(verdict.outcome),
    }
}
