//! Servers with jobs and runs for these tests.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

use xo_health_core::backup::testing;
use xo_health_core::model::testing::job;
use xo_health_core::model::*;
use xo_health_core::notation::{self, NOW};
use xo_health_core::units::Bytes;

/// A server as it was read.
pub(super) struct World(pub(super) Observation);

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0.backups)
    }
}

/// Returns an instant this many hours before the observation.
pub(super) fn ago(hours: i64) -> Timestamp {
    NOW - SignedDuration::from_hours(hours)
}

impl World {
    /// Reads a server in the notation; its repositories are not read.
    pub(super) fn new(text: &str) -> Self {
        let mut observed = notation::observation(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        observed.reading.server = Some("https://xo.example.org".to_owned());
        observed.backups.repositories = None;
        Self(observed)
    }

    /// Adds a delta job to the repository `nas`, with one schedule (`off CRON` if it is switched off).
    pub(super) fn job(mut self, name: &str, cron: &str, vms: &[&str], runs: Vec<Run>) -> Self {
        let vms = VmPattern::Ids(vms.iter().map(|&vm| vm.into()).collect());
        let job = Job { vms, remotes: vec!["nas".into()], ..job(name, JobKind::Backup(Mode::Delta)) };
        self.0.backups.jobs.as_mut().unwrap().push(job);
        self.with(name, cron, runs)
    }

    /// Adds a metadata job with one schedule.
    pub(super) fn kind(mut self, name: &str, kind: JobKind, cron: &str, runs: Vec<Run>) -> Self {
        self.0.backups.metadata_jobs.as_mut().unwrap().push(job(name, kind));
        self.with(name, cron, runs)
    }

    /// Adds a sequence with one schedule, which starts these schedules.
    pub(super) fn sequence(mut self, name: &str, cron: &str, steps: &[&str]) -> Self {
        let steps = steps.iter().map(|&step| step.into()).collect();
        self.0.backups.call_jobs.as_mut().unwrap().push(job(name, JobKind::Sequence(steps)));
        self.with(name, cron, Vec::new())
    }

    /// Changes a backup job.
    pub(super) fn set(mut self, name: &str, change: impl FnOnce(&mut Job)) -> Self {
        self.set_mut(name, change);
        self
    }

    pub(super) fn set_mut(&mut self, name: &str, change: impl FnOnce(&mut Job)) {
        change(self.0.backups.jobs.as_mut().unwrap().iter_mut().find(|job| job.name == name).unwrap());
    }

    /// Switches off the schedules of a job.
    pub(super) fn switch_off(mut self, name: &str) -> Self {
        for schedule in self.0.backups.schedules.as_mut().unwrap() {
            schedule.enabled &= schedule.job != name.into();
        }
        self
    }

    /// Removes the answers that were not read.
    pub(super) fn unread(mut self, answers: &[Question]) -> Self {
        for &answer in answers {
            match answer {
                Question::Schedules => self.0.backups.schedules = None,
                Question::Logs => self.0.backups.runs = None,
                Question::CallJobs => self.0.backups.call_jobs = None,
                Question::Objects => self.0.inventory = Inventory::default(),
                other => panic!("{other:?}"),
            }
            self.0.reading.unread.push(Unread { answer, why: UnreadReason::EmptyWithoutProof });
        }
        self
    }

    fn with(mut self, name: &str, cron: &str, runs: Vec<Run>) -> Self {
        self.0.backups.schedules.as_mut().unwrap().push(Schedule {
            id: name.into(),
            job: name.into(),
            name: String::new(),
            cron: cron.trim_start_matches("off ").to_owned(),
            timezone: None,
            enabled: !cron.starts_with("off "),
        });
        let all = self.0.backups.runs.as_mut().unwrap();
        all.extend(runs);
        all.sort_by_key(|run| run.start);
        self
    }
}

/// Sets the settings of a job, by layer.
pub(super) fn configure(job: &mut Job, layers: &Value) {
    let layers = layers.as_object().unwrap();
    job.settings =
        layers.iter().map(|(key, layer)| (key.clone(), layer.as_object().unwrap().clone())).collect();
}

/// Returns a run that took this many minutes.
pub(super) fn run(job: &str, start: Timestamp, minutes: i64, status: RunStatus, vms: Vec<VmRun>) -> Run {
    let goes_on = matches!(status, RunStatus::Pending | RunStatus::Interrupted);
    Run {
        id: start.as_millisecond().to_string().as_str().into(),
        job: Some(job.into()),
        schedule: Some(job.into()),
        start: Some(start),
        end: (!goes_on).then(|| start + SignedDuration::from_mins(minutes)),
        status,
        has_tasks: true,
        vms,
        ..testing::NO_RUN.clone()
    }
}

/// Returns a start that was refused.
pub(super) fn refused(job: &str, start: Timestamp) -> Run {
    let message = format!("the job ({job}) is already running");
    Run {
        has_tasks: false,
        error: Some(Box::new(LogError { code: None, message: message.into() })),
        ..run(job, start, 0, RunStatus::Failure, Vec::new())
    }
}

fn vm(name: &str, whole: Phase) -> VmRun {
    VmRun { name: Some(name.into()), ..testing::vm_that_took(name, whole) }
}

/// Returns the remarks on a VM that was retried once.
pub(super) fn again(why: &str) -> Option<Box<Remarks>> {
    Some(Box::new(Remarks { retries: 1, retried_because: [Box::from(why)].into(), ..Remarks::default() }))
}

/// Returns a VM whose backup succeeded within this many minutes.
pub(super) fn good_vm(name: &str, start: Timestamp, minutes: i64) -> VmRun {
    let end = start + SignedDuration::from_mins(minutes);
    vm(name, Phase::new(Some(start), Some(end), RunStatus::Success, None))
}

/// Returns a VM whose backup ended with another status after a minute.
pub(super) fn failing_vm(name: &str, start: Timestamp, status: RunStatus, message: &str) -> VmRun {
    let goes_on = matches!(status, RunStatus::Pending | RunStatus::Interrupted);
    let is_bad = matches!(status, RunStatus::Failure | RunStatus::Skipped);
    let error = is_bad.then(|| Box::new(LogError { code: None, message: message.into() }));
    let end = (!goes_on).then(|| start + SignedDuration::from_mins(1));
    vm(name, Phase::new(Some(start), end, status, error))
}

/// Adds a transfer of this many GiB that took the whole time.
pub(super) fn moved(mut vm: VmRun, gib: u64, is_full: bool) -> VmRun {
    vm.transfers.push(Transfer {
        target: Some(RunPlace::Remote("nas".into())),
        is_full: Some(is_full),
        export: vm.whole.clone(),
        transfer: Some(vm.whole.clone()),
        bytes: Some(Bytes::gib(gib)),
        health_check: None,
    });
    vm
}

/// Adds a restore test.
pub(super) fn tested(mut vm: VmRun, well: bool) -> VmRun {
    let status = if well { RunStatus::Success } else { RunStatus::Failure };
    let test = Phase::new(vm.whole.end(), vm.whole.end(), status, None);
    vm.transfers[0].health_check = Some(Box::new(test));
    vm
}

/// Builds anything that a hostile server may say about jobs: names, patterns, settings, runs of jobs and VMs that
/// exist or not.
pub(super) fn chaos() -> impl Strategy<Value = World> {
    let name = || "\\PC{0,40}|[\u{0}-\u{1f}\u{202e}]{1,6}|[a-z]{200}";
    let cron = prop_oneof![Just("0 22 * * *".to_owned()), Just("off * * * * *".to_owned()), name()];
    let spec = (name(), cron, name(), 0_u8..5, name(), any::<Option<u64>>());
    let past =
        (any::<prop::sample::Index>(), 0_u8..7, -100_i64..10_000, any::<Option<u64>>(), name(), 0_u8..6);
    let all = (prop::collection::vec(spec, 0..5), prop::collection::vec(past, 0..40), 0_u8..5);
    all.prop_map(|(specs, past, unread)| {
        let mut world = World::new("sr s ext 1TiB { } vm v0 { disk r 9GiB on s: leaf }");
        world.0.inventory.vms[0].name = "\u{1b}[2J\u{202e}v\n".into();
        let mut ids = vec!["gone".to_owned()];
        for (at, (name, cron, zone, kind, setting, number)) in specs.into_iter().enumerate() {
            let id = format!("{at}{name}");
            let steps = vec![id.as_str().into(), "nowhere".into()];
            world = match kind {
                0 => world.kind(&id, JobKind::Metadata, &cron, Vec::new()),
                1 => world.sequence(&id, &cron, &[&id]),
                2 => world.kind(&id, JobKind::Sequence(steps), &cron, Vec::new()),
                _ => world.job(&id, &cron, &["v0", &name], Vec::new()).set(&id, |job| {
                    job.name.clone_from(&name);
                    job.srs = vec!["s".into(), name.as_str().into()];
                    configure(job, &serde_json::json!({"": {
                        "reportWhen": setting, "snapshotRetention": number, "exportRetention": number,
                        "concurrency": number, "healthCheckSr": setting, "preferNbd": setting, "fullInterval": number,
                        "maxExportRate": number, "longTermRetention": {"daily": {"retention": number}},
                    }}));
                }),
            };
            let schedule = world.0.backups.schedules.as_mut().unwrap().last_mut().unwrap();
            (schedule.timezone, schedule.name) = (Some(zone).filter(|_| at % 2 == 0), setting);
            ids.push(id);
        }
        let runs = past.into_iter().map(|(job, status, hours, bytes, text, kind)| {
            let job = job.get(&ids);
            let status = [
                RunStatus::Success,
                RunStatus::Skipped,
                RunStatus::Failure,
                RunStatus::Interrupted,
                RunStatus::Pending,
                RunStatus::Unknown,
                RunStatus::Failure,
            ][usize::from(status)];
            let mut one = moved(failing_vm(&text, ago(hours), status, &text), 1, kind > 2);
            one.transfers[0].bytes = bytes.map(Bytes);
            one.remarks = Some(Box::new(Remarks {
                retries: u32::from(kind).saturating_sub(1),
                retried_because: [Box::from(text.as_str())].into(),
                fallback: (kind == 1).then(|| text.as_str().into()),
                ..Remarks::default()
            }));
            let other = tested(moved(good_vm("v0", ago(hours), hours), u64::MAX >> 30, false), kind == 3);
            let vms = [one, other].into_iter().take(usize::from(kind) / 2).collect();
            let mut past = run(job, ago(hours), hours, status, vms);
            past.error = (kind == 2).then(|| Box::new(LogError { code: Some(text.as_str().into()), message: "".into() }));
            past.unopened = vec![Unopened { what: RunPlace::Pool(text.as_str().into()), error: None }];
            past
        });
        let all = world.0.backups.runs.as_mut().unwrap();
        all.extend(runs);
        all.sort_by_key(|run| run.start);
        match unread {
            0 => world.unread(&[Question::Logs]),
            1 => world.unread(&[Question::Schedules, Question::CallJobs]),
            _ => world,
        }
    })
}
