//! What the tree of tasks says about one VM.
//!
//! A retry leaves the failed tasks beside those that replaced them (facts/xo-protocol.md 5.2): the last one of each
//! kind counts. The same error is in a task and in its parts, and each reports it once.

use super::{Task, cut, keep_text, phase, place};
use thin_vec::ThinVec;
use xo_health_core::model::{Cleaning, Phase, Remarks, RunStatus, Transfer, VmRun};

/// The warning of a try after a failed one, in both kinds of jobs (facts/xo-protocol.md 5.5).
const RETRY: [&str; 2] =
    ["Retry the VM backup due to an error", "Retry the VM mirror backup due to an error"];

/// Parts of the warnings that say why a delta became a full (facts/xo-protocol.md 5.5).
const FALLBACK: [&str; 3] = ["fell back to a full", "fall back to a full", "forcing a full"];

/// A message that is logged as information but matters as much as a warning (facts/xo-protocol.md 5.5).
const INFO_THAT_WARNS: &str = "couldn't enable CBT";

/// Most cleanings and targets that are kept of one VM: a run has two cleanings per target.
const PARTS_LIMIT: usize = 256;

/// Reads the task of a VM; `None` for other tasks. `stopped`: the server stopped during the run.
pub(super) fn read(task: &Task<'_>, stopped: bool) -> Option<VmRun> {
    let data = task.data.0.as_ref().filter(|data| data.kind.as_str() == Some("VM"))?;
    let exports = task.tasks.0.iter().filter(|part| part.message.as_str() == Some("export")).count();
    let mut run = VmRun {
        vm: data.id.id(),
        name: data.name_label.as_str().map(|name| cut(name).into()),
        whole: phase(task, stopped),
        snapshot: None,
        transfers: ThinVec::with_capacity(exports.min(PARTS_LIMIT)),
        cleanings: ThinVec::new(),
        remarks: None,
    };
    let mut remarks = Remarks::default();
    texts(task, &mut remarks);
    run.remarks = (remarks != Remarks::default()).then(|| Box::new(remarks));
    for part in &task.tasks.0 {
        match part.message.as_str() {
            Some("snapshot") => replace(&mut run.snapshot, phase(part, stopped)),
            Some("export") => keep_transfer(&mut run.transfers, transfer(part, stopped)),
            _ => {}
        }
    }
    cleanings(task, stopped, &mut run.cleanings);
    decide(&mut run);
    run.transfers.shrink_to_fit();
    run.cleanings.shrink_to_fit();
    Some(run)
}

fn transfer(export: &Task<'_>, stopped: bool) -> Transfer {
    let part = |name: &str| export.tasks.0.iter().rfind(|task| task.message.as_str() == Some(name));
    // a mirror moves several archives in one export, one after the other
    let all = || export.tasks.0.iter().filter(|task| task.message.as_str() == Some("transfer"));
    let sizes = all().filter_map(|task| task.result.0.as_ref()?.size.bytes());
    let first = all().map(|task| phase(task, stopped)).filter_map(|phase| phase.start()).min();
    let moved = part("transfer").map(|task| {
        let last = phase(task, stopped);
        Phase::new(first, last.end(), last.status, last.error)
    });
    Transfer {
        target: place(export),
        is_full: export.data.0.as_ref().and_then(|data| data.is_full.0),
        export: phase(export, stopped),
        transfer: moved,
        bytes: sizes.reduce(|sum, size| sum + size),
        health_check: part("health check").map(|task| Box::new(phase(task, stopped))),
    }
}

fn keep_transfer(kept: &mut ThinVec<Transfer>, transfer: Transfer) {
    match kept.iter().position(|known| known.target == transfer.target) {
        // a mirror leaves an empty export beside the one that moved something
        Some(at)
            if kept[at].export.status == RunStatus::Success
                && kept[at].transfer.is_some()
                && transfer.transfer.is_none() => {}
        Some(at)
            if kept[at].transfer.is_none()
                && transfer.export.status == RunStatus::Success
                && transfer.transfer.is_some() =>
        {
            kept[at] = transfer;
        }
        Some(at) if kept[at].export.start() <= transfer.export.start() => kept[at] = transfer,
        None if kept.len() < PARTS_LIMIT => kept.push(transfer),
        _ => {}
    }
}

fn replace(kept: &mut Option<Phase>, phase: Phase) {
    if kept.as_ref().is_none_or(|known| known.start() <= phase.start()) {
        *kept = Some(phase);
    }
}

fn cleanings(task: &Task<'_>, stopped: bool, kept: &mut ThinVec<Cleaning>) {
    for part in &task.tasks.0 {
        let is_merge = part.message.as_str() == Some("merge");
        if (is_merge || part.message.as_str() == Some("clean-vm")) && kept.len() < PARTS_LIMIT {
            kept.push(Cleaning { is_merge, phase: phase(part, stopped) });
        }
        cleanings(part, stopped, kept);
    }
}

/// Gathers warnings of the task and its parts.
fn texts(task: &Task<'_>, remarks: &mut Remarks) {
    for warning in &task.warnings.0 {
        let Some(message) = warning.message.as_str() else { continue };
        let data = warning.data.0.as_ref();
        if RETRY.contains(&message) || data.is_some_and(|data| data.is_retry.is_true()) {
            remarks.retries = remarks.retries.saturating_add(1);
            keep_text(&mut remarks.retried_because, data.and_then(|data| data.error.as_str()));
        } else if FALLBACK.iter().any(|piece| message.contains(piece)) {
            remarks.fallback.get_or_insert_with(|| cut(message).into());
        } else {
            keep_text(&mut remarks.warnings, Some(message));
        }
    }
    for info in &task.infos.0 {
        keep_text(&mut remarks.warnings, info.message.as_str().filter(|text| *text == INFO_THAT_WARNS));
    }
    for part in &task.tasks.0 {
        texts(part, remarks);
    }
}

/// Moves the error that decided from its part to the whole, and removes it from the parts that repeat it.
fn decide(run: &mut VmRun) {
    let parts = run.snapshot.iter().chain(run.transfers.iter().map(|transfer| &transfer.export)).chain(
        run.transfers
            .iter()
            .flat_map(|transfer| transfer.transfer.iter().chain(transfer.health_check.as_deref())),
    );
    let ended_badly = !matches!(run.whole.status, RunStatus::Success | RunStatus::Pending);
    if run.whole.error.is_none() && ended_badly {
        run.whole.error = parts.filter_map(|part| part.error.clone()).next();
    }
    for transfer in &mut run.transfers {
        let inner = transfer.transfer.as_ref().and_then(|phase| phase.error.as_ref());
        if inner.is_some() && inner == transfer.export.error.as_ref() {
            transfer.export.error = None;
        }
    }
}
