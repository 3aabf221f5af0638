//! What an inventory shows now for the VMs of the input.

use rustc_hash::FxHashSet;

use crate::errors;
use crate::explanation::{DiskNow, Explanation, FindingNow, Now, VerdictNow, VmNow};
use crate::parsed::ParsedVm;
use xo_health_core::findings::{Code, SubjectKind};
use xo_health_core::model::{Inventory, ObjectId, VmIdx, VmKind};
use xo_health_core::outlook::Row;
use xo_health_report::words::Words;
use xo_health_report::words::findings::Texts;
use xo_health_report::{FindingView, Report, VerdictView};

/// The most VMs looked up.
const VMS_LIMIT: usize = 1000;

/// Looks up the subjects of an explanation in the inventory.
pub fn now(explanation: &Explanation, inventory: &Inventory, report: &Report, texts: &Texts) -> Now {
    let mut found: Vec<VmIdx> = Vec::new();
    let mut missing: Vec<ParsedVm> = Vec::new();
    let hit = explanation.errors.iter().flat_map(|error| &error.vms);
    let hit = hit.chain(explanation.unknown.iter().flat_map(|unknown| &unknown.vms));
    let hit: Vec<&ParsedVm> = hit.collect();
    // if no error names a VM, all the VMs of the runs
    let all = explanation.runs.iter().flat_map(|run| &run.vms).filter(|_| hit.is_empty());
    for vm in hit.iter().copied().chain(all).filter(|vm| vm.target.is_none()).take(VMS_LIMIT) {
        let here = find(inventory, vm);
        if here.is_empty() && !missing.iter().any(|other| other.id == vm.id && other.name == vm.name) {
            missing.push(vm.clone());
        }
        for vm in here {
            if !found.contains(&vm) {
                found.push(vm);
            }
        }
    }
    let vms: Vec<VmNow> = found.into_iter().map(|vm| vm_now(inventory, report, vm, texts.words())).collect();
    let findings = if vms.is_empty() { by_error(explanation, report) } else { by_vm(&vms, report) };
    Now {
        server: report.source.server.clone(),
        observed_at: report.observed_at,
        vms,
        missing,
        findings: findings
            .map(|view| FindingNow {
                code: view.finding.code,
                severity: view.severity(),
                message: texts.message(&view.finding),
                first_step: texts.first_step(&view.finding),
                view: view.clone(),
            })
            .collect(),
    }
}

/// Finds VMs by id, or by name if there is no id.
fn find(inventory: &Inventory, vm: &ParsedVm) -> Vec<VmIdx> {
    if let Some(id) = &vm.id {
        return inventory.find_vm(&ObjectId::new(id)).into_iter().collect();
    }
    let Some(name) = vm.name.as_deref() else { return Vec::new() };
    let same = |index: &VmIdx| {
        let vm = inventory.vm(*index);
        vm.kind == VmKind::Vm && vm.name.trim() == name
    };
    inventory.vm_indices().filter(same).collect()
}

fn vm_now(inventory: &Inventory, report: &Report, index: VmIdx, words: &'static Words) -> VmNow {
    let vm = inventory.vm(index);
    let id = vm.id.to_string();
    let verdicts = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.vm_id == id)
        .map(|verdict| verdict_now(verdict, report, words))
        .collect();
    let sr_name = |id: &String| report.srs.iter().find(|sr| sr.id == *id).map(|sr| sr.name.clone());
    let mut disks: Vec<DiskNow> = report
        .disks
        .iter()
        .filter(|disk| disk.vm_ids.contains(&id))
        .map(|disk| DiskNow {
            name: disk.name.clone(),
            sr_name: disk.sr_id.as_ref().and_then(sr_name),
            depth: disk.depth,
            limit: disk.limit,
            pending: disk.pending_inner.saturating_add(disk.pending_leaf),
        })
        .collect();
    disks.sort_by_key(|disk| std::cmp::Reverse(disk.depth));
    VmNow { id, name: vm.name.to_string(), verdicts, disks }
}

fn verdict_now(verdict: &VerdictView, report: &Report, words: &'static Words) -> VerdictNow {
    // the rows are in order of time: the first is the next run
    let is_it = |row: &&Row| {
        row.vm_id.to_string() == verdict.vm_id
            && row.job_id.to_string() == verdict.job_id
            && row.schedule_id.as_ref().map(ToString::to_string) == verdict.schedule_id
    };
    let row = report.outlook.rows.iter().find(is_it);
    VerdictNow {
        job_name: verdict.job_name.clone(),
        next_run_at: verdict.next_run_at,
        verdict: verdict.verdict,
        outcome: row.map(|row| row.outcome),
        outlook: row.map(|row| report.says(row, words)),
    }
}

fn by_vm<'r>(vms: &[VmNow], report: &'r Report) -> Box<dyn Iterator<Item = &'r FindingView> + 'r> {
    let ids: FxHashSet<String> = vms.iter().map(|vm| vm.id.clone()).collect();
    let disks = report.disks.iter().filter(|disk| disk.vm_ids.iter().any(|vm| ids.contains(vm)));
    let vdis: FxHashSet<&str> = disks.clone().map(|disk| disk.vdi_id.as_str()).collect();
    let srs: FxHashSet<&str> = disks.filter_map(|disk| disk.sr_id.as_deref()).collect();
    Box::new(report.findings.iter().filter(move |view| {
        let subject = view.subject();
        match subject.kind {
            SubjectKind::Vm => ids.contains(&subject.id),
            // a broken chain stops all merges on its SR
            SubjectKind::Vdi if view.finding.code == Code::BrokenChain => {
                view.sr_id.as_deref().is_some_and(|sr| srs.contains(sr))
            }
            SubjectKind::Vdi => vdis.contains(subject.id.as_str()),
            SubjectKind::Sr => srs.contains(subject.id.as_str()),
            _ => false,
        }
    }))
}

fn by_error<'r>(
    explanation: &Explanation,
    report: &'r Report,
) -> Box<dyn Iterator<Item = &'r FindingView> + 'r> {
    let mut codes: Vec<Code> = explanation.codes.iter().map(|view| view.code).collect();
    let entries = explanation.errors.iter().filter_map(|view| errors::find(view.id));
    codes.extend(entries.flat_map(|entry| entry.findings));
    Box::new(report.findings.iter().filter(move |view| codes.contains(&view.finding.code)))
}
