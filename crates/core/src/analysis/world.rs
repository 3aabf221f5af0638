//! A world for the cases of the rules: an inventory in the notation, and what runs meet in it.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::analysis::{Analysis, Provided, Settings};
use crate::backup::{BackupPlan, testing};
use crate::findings::{Exception, Finding, Thresholds};
use crate::forecast::{GateOutcome, Verdict};
use crate::memory::Memory;
use crate::model::testing::job;
use crate::model::{
    Backups, Inventory, Job, JobKind, LogError, Mode, Observation, Phase, Reading, Remarks, Repository,
    RepositorySpace, Run, RunPlace, RunStatus, Schedule, Slot, SrIdx, Transfer, VdiIdx, VmPattern, VmRun,
    XoServer,
};
use crate::notation::{self, NOW};
use crate::units::Bytes;

/// The kind of most jobs here.
const DELTA: JobKind = JobKind::Backup(Mode::Delta);

/// The input of an analysis, put together piece by piece.
pub struct World {
    /// What exists.
    pub inventory: Inventory,
    /// Jobs, schedules, runs and repositories.
    pub backups: Backups,
    /// The plan of the jobs.
    pub plan: BackupPlan,
    /// What runs meet.
    pub verdicts: Vec<Verdict>,
    /// How it was read.
    pub reading: Reading,
    /// The limits from which something is a finding.
    pub thresholds: Thresholds,
    /// Different thresholds for parts of the fleet.
    pub exceptions: Vec<Exception>,
}

impl World {
    /// Reads a server in the notation: everything was read, and nothing is missing.
    pub fn new(text: &str) -> Self {
        let Observation { inventory, backups, reading } =
            notation::observation(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        Self {
            plan: BackupPlan::build(&inventory, &backups, NOW),
            inventory,
            backups,
            verdicts: Vec::new(),
            reading,
            thresholds: Thresholds::default(),
            exceptions: Vec::new(),
        }
    }

    /// Adds what a run meets: `JOB VM`, then `off` (never starts by itself), `due` (in a minute; otherwise in six
    /// hours), `bypass`.
    pub fn run(mut self, spec: &str, outcome: GateOutcome, vdis: &[&str]) -> Self {
        let words: Vec<&str> = spec.split(' ').collect();
        let has = |word: &str| words[2..].contains(&word);
        let delay = if has("due") { SignedDuration::from_mins(1) } else { SignedDuration::from_hours(6) };
        self.verdicts.push(Verdict {
            job: words[0].into(),
            schedule: None,
            vm_id: words[1].into(),
            vm: self.inventory.find_vm(&words[1].into()),
            next_run: (!has("off")).then(|| NOW.saturating_add(delay).unwrap()),
            enabled: !has("off"),
            bypass: has("bypass"),
            vdis: vdis.iter().map(|id| self.vdi(id)).collect(),
            outcome,
        });
        let name = words[0];
        if !self.jobs().iter().any(|job| job.name == name) {
            self.jobs().push(job(name, DELTA));
        }
        self
    }

    /// Adds a job of these VMs with one schedule (`off CRON` for a disabled one) and its past runs, the oldest first:
    /// `AGEh HOW`; they took ten minutes, or were `refused`, or `broken` before the first VM. `full` (20 GiB), `delta`
    /// (1 GiB) and `fell` (a full where a delta was due) are successes that show what they moved.
    pub fn past(mut self, name: &str, cron: &str, vms: &[&str], runs: &[&str]) -> Self {
        self.jobs().push(Job {
            vms: VmPattern::Ids(vms.iter().map(|&vm| vm.into()).collect()),
            remotes: vec!["nas".into()],
            ..job(name, DELTA)
        });
        self.backups.runs.as_mut().unwrap().extend(runs.iter().map(|spec| past_run(name, vms, spec)));
        self.schedule(name, name, cron)
    }

    /// Adds a schedule of a job.
    pub fn schedule(mut self, id: &str, job: &str, cron: &str) -> Self {
        self.backups.schedules.as_mut().unwrap().push(Schedule {
            id: id.into(),
            job: job.into(),
            name: String::new(),
            cron: cron.trim_start_matches("off ").to_owned(),
            timezone: None,
            enabled: !cron.starts_with("off "),
        });
        self.plan = BackupPlan::build(&self.inventory, &self.backups, NOW);
        self
    }

    /// Adds a sequence of these schedules, with a schedule of its own.
    pub fn sequence(mut self, name: &str, cron: &str, steps: &[&str]) -> Self {
        let steps = steps.iter().map(|&step| step.into()).collect();
        let sequence = Job { kind: JobKind::Sequence(steps), ..job(name, DELTA) };
        self.backups.call_jobs.as_mut().unwrap().push(sequence);
        self.schedule(name, name, cron)
    }

    /// Adds a backup repository of this many GiB.
    pub fn repository(mut self, id: &str, scheme: &str, size: u64, free: u64) -> Self {
        let space = RepositorySpace {
            size: Some(Bytes::gib(size)),
            available: Some(Bytes::gib(free)),
            ..RepositorySpace::default()
        };
        self.backups.repositories.as_mut().unwrap().push(Repository {
            id: id.into(),
            name: id.to_owned(),
            scheme: scheme.to_owned(),
            path: (scheme == "file").then(|| "/srv/backups".to_owned()),
            enabled: true,
            has_error: false,
            proxy: None,
            space,
        });
        self
    }

    /// Sets a setting for all schedules of a job of [`World::past`].
    pub fn with_setting(self, job: &str, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.setting(job, "", key, value)
    }

    /// Sets a setting for a schedule, VM or target of a job of [`World::past`].
    pub fn setting(mut self, job: &str, of: &str, key: &str, value: impl Into<serde_json::Value>) -> Self {
        let at = self.jobs().iter().position(|known| known.name == job).unwrap();
        self.jobs()[at].settings.entry(of.to_owned()).or_default().insert(key.to_owned(), value.into());
        self.plan = BackupPlan::build(&self.inventory, &self.backups, NOW);
        self
    }

    /// Returns the backup jobs.
    pub fn jobs(&mut self) -> &mut Vec<Job> {
        self.backups.jobs.as_mut().unwrap()
    }

    /// Returns an SR by its id.
    pub fn sr(&self, id: &str) -> SrIdx {
        match self.inventory.find(&id.into()) {
            Some(Slot::Sr(sr)) => sr,
            other => panic!("{id} is {other:?}"),
        }
    }

    fn vdi(&self, id: &str) -> VdiIdx {
        match self.inventory.find(&id.into()) {
            Some(Slot::Vdi(vdi)) => vdi,
            other => panic!("{id} is {other:?}"),
        }
    }

    /// Works out the input of the rules.
    pub fn analysis(&self) -> Analysis {
        let given = Provided { plan: self.plan.clone(), verdicts: self.verdicts.clone() };
        Analysis::around(given, self.observation(), self.settings())
    }

    /// Works everything out, including findings, from what was read alone.
    pub fn whole(&self) -> Analysis {
        Analysis::of(Arc::new(self.observation()), &self.settings())
    }

    /// Works everything out, with what earlier observations showed.
    pub fn remembering(&self, memory: Memory) -> Analysis {
        Analysis::remembering(Arc::new(self.observation()), Arc::new(memory), &self.settings())
    }

    fn observation(&self) -> Observation {
        Observation {
            inventory: self.inventory.clone(),
            backups: self.backups.clone(),
            reading: self.reading.clone(),
        }
    }

    /// Adds different thresholds for parts of the fleet.
    #[must_use]
    pub fn with_exceptions(mut self, exceptions: Vec<Exception>) -> Self {
        self.exceptions = exceptions;
        self
    }

    fn settings(&self) -> Settings {
        Settings { thresholds: self.thresholds, exceptions: self.exceptions.clone(), ..Settings::default() }
    }
}

fn past_run(job: &str, vms: &[&str], spec: &str) -> Run {
    let (age, how) = spec.split_once("h ").unwrap();
    let start = NOW.saturating_sub(SignedDuration::from_hours(age.parse().unwrap())).unwrap();
    let end = start.saturating_add(SignedDuration::from_mins(10)).unwrap();
    let (status, message) = match how {
        "success" | "full" | "delta" | "fell" => (RunStatus::Success, None),
        "failure" => (RunStatus::Failure, Some("other side closed")),
        "broken" => (RunStatus::Failure, Some("couldn't instantiate any remote")),
        "refused" => (RunStatus::Failure, Some("the job (x) is already running")),
        "skipped" => (RunStatus::Skipped, Some("unhealthy VDI chain")),
        "interrupted" => (RunStatus::Interrupted, None),
        "pending" => (RunStatus::Pending, None),
        other => panic!("{other}"),
    };
    let end = (!matches!(status, RunStatus::Interrupted | RunStatus::Pending)).then_some(end);
    let error = message.map(|text| Box::new(LogError { code: None, message: text.into() }));
    let has_tasks = !matches!(how, "broken" | "refused");
    let transfer = matches!(how, "full" | "delta" | "fell").then(|| Transfer {
        target: Some(RunPlace::Remote("nas".into())),
        is_full: Some(how != "delta"),
        export: Phase::new(Some(start), end, status, None),
        transfer: None,
        bytes: Some(if how == "delta" { Bytes::gib(1) } else { Bytes::gib(20) }),
        health_check: None,
    });
    let vm_run = |vm: &&str| VmRun {
        transfers: transfer.clone().into_iter().collect(),
        remarks: (how == "fell").then(|| {
            let fallback = Some("Backup fell back to a full".into());
            Box::new(Remarks { fallback, ..Remarks::default() })
        }),
        ..testing::vm_that_took(vm, Phase::new(Some(start), end, status, error.clone()))
    };
    Run {
        id: start.as_millisecond().to_string().as_str().into(),
        job: Some(job.into()),
        schedule: Some(job.into()),
        start: Some(start),
        end,
        status,
        has_tasks,
        error: error.clone().filter(|_| !has_tasks),
        vms: if has_tasks { vms.iter().map(vm_run).collect() } else { Vec::new() },
        ..testing::NO_RUN.clone()
    }
}

/// Builds a connection of XO with the flags `enabled`, `connected`, `pool=ID`.
pub fn server(id: &str, spec: &str) -> XoServer {
    let words: Vec<&str> = spec.split(' ').collect();
    XoServer {
        id: id.to_owned(),
        name: id.to_owned(),
        enabled: words.contains(&"enabled"),
        connected: words.contains(&"connected"),
        error: None,
        pool: words.iter().find_map(|word| word.strip_prefix("pool=")).map(Into::into),
    }
}

/// Writes findings as `severity kind id`, in their order.
pub fn show(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let severity = format!("{:?}", finding.severity).to_lowercase();
        let kind = format!("{:?}", finding.subject.kind).to_lowercase();
        format!("{severity} {kind} {}", finding.subject.id)
    };
    findings.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// Returns the value under a key that the text of a finding receives, a word as text.
pub fn fact(finding: &Finding, key: &str) -> Option<crate::findings::Value> {
    let mut values = finding.evidence.values().into_iter();
    values.find(|(name, _)| *name == key).map(|(_, value)| match value {
        crate::findings::Value::Word(word) => word.into(),
        value => value,
    })
}
