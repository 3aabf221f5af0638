//! Delta backups that became fulls although no full was due.
//!
//! In: plan and history. Out: [`Unexpected`] per job and VM. A full is due for the first backup of a VM by a job, for
//! the first one to a new target (all targets get the same data, so all get a full), and when the chain of backups
//! would reach `fullInterval` (facts/xo-protocol.md 4.5). Where the logs do not reach back far enough, a full counts
//! as due unless XO itself says that it fell back.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::history::{History, VmHistory};
use super::{BackupPlan, PlannedJob, VmSettings};
use crate::model::{Mode, ObjectId, Run, RunPlace, RunStatus, Transfer, VmRun};
use crate::units::Bytes;

/// The unexpected fulls of one VM in one job.
#[derive(Clone, Debug)]
pub struct Unexpected<'a> {
    /// The job.
    pub job: &'a PlannedJob,
    /// The VM as the job names it.
    pub vm_id: &'a ObjectId,
    /// The fulls, sorted by start.
    pub fulls: Vec<UnexpectedFull>,
}

/// A full that was not due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexpectedFull {
    /// When the run started.
    pub at: Timestamp,
    /// The number of backups of this VM by this job that started after it.
    pub backups_since: usize,
    /// Why, as far as the log says.
    pub why: Reason,
    /// The bytes that it transferred; `None` if the log does not say.
    pub bytes: Option<Bytes>,
}

/// Why a delta became a full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// XO says so, in these words.
    Stated(Box<str>),
    /// The previous backup did not end well, so the snapshot that a delta would start from was not exported.
    AfterFailure,
    /// The log does not say.
    Unknown,
}

/// Lists the fulls that were not due, sorted by job id and VM id; VMs without any are left out.
#[must_use]
pub fn unexpected<'a>(plan: &'a BackupPlan, history: &History, runs: &[Run]) -> Vec<Unexpected<'a>> {
    let delta_jobs = plan.jobs().iter().filter(|planned| planned.mode == Mode::Delta);
    let with_past = delta_jobs.filter_map(|planned| Some((planned, history.job(&planned.job.id)?)));
    with_past
        .flat_map(|(job, past)| {
            job.selection.vms.iter().filter_map(move |selected| {
                let fulls = of_vm(job, past.vm(&selected.id)?, runs);
                (!fulls.is_empty()).then_some(Unexpected { job, vm_id: &selected.id, fulls })
            })
        })
        .collect()
}

fn of_vm(job: &PlannedJob, past: &VmHistory, runs: &[Run]) -> Vec<UnexpectedFull> {
    let with_runs = past.backups.iter().map(|backup| (backup.run(runs), backup.of(runs)));
    let backups: Vec<(&Run, &VmRun)> = with_runs.filter(|(run, _)| run.mode != Some(Mode::Full)).collect();
    let mut targets: FxHashMap<&RunPlace, Chain> = FxHashMap::default();
    let mut fulls = Vec::new();
    let mut last_failed = false;
    for (number, &(run, backup)) in (1..).zip(&backups) {
        let interval = || {
            let settings = VmSettings::of_run(&job.job, run.schedule.as_ref());
            settings.with_vm(&job.job, &past.vm, &[]).full_interval
        };
        if let Some(at) = run.start.filter(|_| was_unexpected(backup, &targets, interval)) {
            let stated = backup.fallback().map(|why| Reason::Stated(why.into()));
            let inferred = if last_failed { Reason::AfterFailure } else { Reason::Unknown };
            let backups_since = backups.len() - number;
            let why = stated.unwrap_or(inferred);
            fulls.push(UnexpectedFull { at, backups_since, why, bytes: backup.bytes() });
        }
        for transfer in good_transfers(backup) {
            if let Some(target) = &transfer.target {
                targets.entry(target).or_default().add(transfer);
            }
        }
        last_failed = matches!(backup.whole.status, RunStatus::Failure | RunStatus::Interrupted);
    }
    fulls
}

/// The backups of one VM on one target, as far back as the logs go.
#[derive(Default)]
struct Chain {
    /// The number of backups since the last full, that one included; `None` if no full was seen.
    length: Option<u64>,
}

impl Chain {
    fn add(&mut self, transfer: &Transfer) {
        self.length = match (transfer.is_full, self.length) {
            (Some(true), _) => Some(1),
            (Some(false), length) => length.map(|length| length.saturating_add(1)),
            (None, _) => None,
        };
    }

    /// Returns whether the next backup was due to be a full.
    fn is_at_its_end(&self, interval: u64) -> bool {
        interval > 0 && self.length.is_none_or(|length| length >= interval)
    }
}

fn was_unexpected(backup: &VmRun, targets: &FxHashMap<&RunPlace, Chain>, interval: impl Fn() -> u64) -> bool {
    if backup.fallback().is_some() {
        return true;
    }
    let transfers = &backup.transfers;
    if !transfers.iter().any(|transfer| transfer.is_full == Some(true)) {
        return false;
    }
    let known = transfers.iter().map(|transfer| targets.get(transfer.target.as_ref()?));
    known.into_iter().all(|chain| chain.is_some_and(|chain| !chain.is_at_its_end(interval())))
}

fn good_transfers(backup: &VmRun) -> impl Iterator<Item = &Transfer> {
    backup.transfers.iter().filter(|transfer| transfer.export.status == RunStatus::Success)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::backup::testing::{NO_RUN, at, server, vm_run};
    use crate::model::{Phase, Remarks};

    /// One backup, an hour after the previous one: `full`, `delta` (both to `r`), `full+new` (to `r` and `n`),
    /// `failed`, `failed full`, `told`, `mode` (a run from the time when the job transferred whole disks).
    fn run(hour: i64, spec: &str) -> Run {
        let status = if spec.starts_with("failed") { RunStatus::Failure } else { RunStatus::Success };
        let mut vm = vm_run("v", status, hour * 60, hour * 60 + 5);
        let transfer = |target: &str, full: bool| Transfer {
            target: Some(RunPlace::Remote(target.into())),
            is_full: Some(full),
            export: Phase::new(None, None, status, None),
            transfer: None,
            bytes: Some(Bytes(1)),
            health_check: None,
        };
        let is_full = ["full", "told", "mode"].iter().any(|word| spec.contains(word));
        if spec != "failed" {
            vm.transfers.push(transfer("r", is_full));
        }
        if spec == "full+new" {
            vm.transfers.push(transfer("n", is_full));
        }
        let fallback = Some("can't compute delta".into());
        vm.remarks = (spec == "told").then(|| Box::new(Remarks { fallback, ..Remarks::default() }));
        let mode = if spec == "mode" { Mode::Full } else { Mode::Delta };
        Run {
            start: Some(at(hour * 60)),
            mode: Some(mode),
            status,
            has_tasks: true,
            vms: vec![vm],
            ..NO_RUN.clone()
        }
    }

    /// Formats the unexpected fulls: the hour of each, and why.
    fn show(mode: &str, interval: u64, specs: &str) -> String {
        let runs: Vec<Run> = specs.split(", ").zip(0..).map(|(spec, hour)| run(hour, spec)).collect();
        show_with(mode, &json!({"": {"fullInterval": interval}}), &runs)
    }

    fn show_with(mode: &str, settings: &serde_json::Value, runs: &[Run]) -> String {
        let server = server(json!({
            "captured_at": 0, "objects": [{"id": "v", "type": "VM"}], "schedules": [], "call": [],
            "backup": [{"id": "j", "type": "backup", "mode": mode, "vms": {"id": "v"}, "remotes": {"id": "r"},
                "settings": settings}],
        }));
        let plan = BackupPlan::build(&server.inventory, &server.backups, server.observed_at);
        let history = History::build(runs, at(6000));
        let found = unexpected(&plan, &history, runs);
        let fulls = found.iter().flat_map(|unexpected| &unexpected.fulls);
        let one = |full: &UnexpectedFull| {
            let why = match &full.why {
                Reason::Stated(text) => text,
                Reason::AfterFailure => "after a failure",
                Reason::Unknown => "?",
            };
            format!("{} {why}", full.at.as_second() / 3600)
        };
        fulls.map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn fulls_that_were_not_due() {
        let cases = [
            ("the first one", 0, "full, delta, delta", ""),
            ("a second one", 0, "full, delta, full", "2 ?"),
            ("the logs begin with a delta", 0, "delta, full", "1 ?"),
            ("each one", 0, "full, full, full", "1 ?, 2 ?"),
            ("after a failure", 0, "full, delta, failed, full", "3 after a failure"),
            ("the first one failed", 0, "failed full, full, delta", ""),
            ("one that fails itself", 0, "full, delta, failed full", "2 ?"),
            ("a new target", 0, "full, delta, full+new", ""),
            ("and again", 0, "full, delta, full+new, full+new", "3 ?"),
            ("due at the interval", 3, "full, delta, delta, full", ""),
            ("before it", 3, "full, delta, full", "2 ?"),
            ("later than due", 3, "full, delta, delta, delta, full", ""),
            ("the logs may begin in the middle", 3, "delta, full", ""),
            ("XO says so", 3, "told, full", "0 can't compute delta, 1 ?"),
            ("the job moved whole disks before", 0, "mode, mode, full, delta", ""),
        ];
        for (case, interval, specs, expected) in cases {
            assert_eq!(show("delta", interval, specs), expected, "{case}");
        }
        assert_eq!(show("full", 0, "full, full"), "", "a full job");
    }

    /// "Force full backup" is `fullInterval: 1` on one schedule: its fulls are due, those of the other are not.
    #[test]
    fn the_interval_of_one_schedule_is_its_own() {
        let settings = json!({"": {}, "weekly": {"fullInterval": 1}, "daily": {}});
        let of = |schedule: &str, hour: i64, spec: &str| Run {
            schedule: Some(schedule.into()),
            ..run(hour, spec)
        };
        let calm = [
            of("weekly", 0, "full"),
            of("daily", 1, "delta"),
            of("daily", 2, "delta"),
            of("weekly", 3, "full"),
            of("daily", 4, "delta"),
        ];
        assert_eq!(show_with("delta", &settings, &calm), "");
        let odd = [of("weekly", 0, "full"), of("daily", 1, "full"), of("weekly", 2, "full")];
        assert_eq!(show_with("delta", &settings, &odd), "1 ?");
    }
}
