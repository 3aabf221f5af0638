//! Remotes, jobs with their schedules, sequences, and runs.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use thin_vec::ThinVec;

use super::cursor::Setting;
use super::lexer::Token;
use super::parser::Parser;
use super::{NOW, NotationError};
use crate::model::testing::job;
use crate::model::{
    Backups, Job, JobKind, LogError, Mode, ObjectId, Phase, Repository, RepositorySpace, Run, RunPlace,
    RunStatus, Schedule, Transfer, VmPattern, VmRun,
};
use crate::units::Bytes;

/// The options of jobs and sequences.
const OF_JOB: [&str; 7] = ["cron", "zone", "keep", "concurrency", "bypass", "disabled", "set"];

/// What a run transferred of a VM if no size is given.
const MOVED: Bytes = Bytes::gib(1);

/// When a run started and how long it took, if it does not say.
const AGE: SignedDuration = SignedDuration::from_hours(1);
const TOOK: SignedDuration = SignedDuration::from_mins(5);

/// Returns the lists of a server without backups, all of which were read.
pub(super) fn nothing() -> Backups {
    Backups {
        jobs: Some(Vec::new()),
        mirror_jobs: Some(Vec::new()),
        metadata_jobs: Some(Vec::new()),
        call_jobs: Some(Vec::new()),
        schedules: Some(Vec::new()),
        runs: Some(Vec::new()),
        repositories: Some(Vec::new()),
    }
}

/// How a VM fared in a run.
struct VmResult {
    vm: ObjectId,
    status: RunStatus,
    size: Bytes,
    is_full: bool,
    message: Option<String>,
}

impl Parser {
    /// Reads a statement about backups, if one is next.
    pub(super) fn backup_statement(&mut self) -> Result<bool, NotationError> {
        if self.cursor.take_word("remote") {
            self.remote()?;
        } else if self.cursor.take_word("job") {
            self.job()?;
        } else if self.cursor.take_word("sequence") {
            self.sequence()?;
        } else if self.cursor.take_word("run") {
            self.run()?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn remote(&mut self) -> Result<(), NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the remote")?;
        let address = self.cursor.word("its scheme, such as `nfs`, or its address")?;
        let (scheme, path) = address.split_once("://").unwrap_or((&address, ""));
        let size = self.cursor.size();
        let available = if self.cursor.take_word("free") { Some(self.cursor.needed_size()?) } else { None };
        let repositories = self.backups.repositories.get_or_insert_default();
        if repositories.iter().any(|known| known.name == name) {
            return Err(place.error(format!("the remote `{name}` already exists")));
        }
        repositories.push(Repository {
            id: ObjectId::new(&name),
            name,
            scheme: scheme.to_owned(),
            path: (scheme == "file" && !path.is_empty()).then(|| path.to_owned()),
            enabled: true,
            has_error: false,
            proxy: None,
            space: RepositorySpace { size, available, ..RepositorySpace::default() },
        });
        Ok(())
    }

    fn job(&mut self) -> Result<(), NotationError> {
        let name = self.new_job()?;
        let mode = if self.cursor.take_word("delta") {
            Mode::Delta
        } else {
            self.cursor.take_word("full");
            Mode::Full
        };
        let vms = if self.cursor.take_word("of") {
            let names = self.cursor.names("names of VMs, with commas between them")?;
            VmPattern::Ids(names.iter().map(|name| ObjectId::new(name)).collect())
        } else {
            VmPattern::None
        };
        let (remotes, srs) =
            if self.cursor.take_word("to") { self.targets()? } else { (Vec::new(), Vec::new()) };
        let kept = match (remotes.is_empty(), srs.is_empty()) {
            (_, false) => "copyRetention",
            (false, true) => "exportRetention",
            (true, true) => "snapshotRetention",
        };
        let mut job = Job { vms, remotes, srs, ..job(&name, JobKind::Backup(mode)) };
        let schedule = self.options(&mut job, kept)?;
        self.backups.jobs.get_or_insert_default().push(job);
        self.backups.schedules.get_or_insert_default().push(schedule);
        Ok(())
    }

    fn sequence(&mut self) -> Result<(), NotationError> {
        let name = self.new_job()?;
        if !self.cursor.take_word("of") {
            return Err(self.cursor.surprise("`of`"));
        }
        let place = self.cursor.place();
        let steps = self.cursor.names("names of jobs, with commas between them")?;
        if let Some(unknown) = steps.iter().find(|step| self.backups.all_jobs().all(|job| job.name != **step))
        {
            return Err(place.error(format!("no job `{unknown}` is defined above")));
        }
        let steps = steps.iter().map(|step| step.as_str().into()).collect();
        let mut job = job(&name, JobKind::Sequence(steps));
        let schedule = self.options(&mut job, "")?;
        self.backups.call_jobs.get_or_insert_default().push(job);
        self.backups.schedules.get_or_insert_default().push(schedule);
        Ok(())
    }

    fn new_job(&mut self) -> Result<String, NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the job")?;
        if self.backups.all_jobs().any(|job| job.name == name) {
            return Err(place.error(format!("the job `{name}` already exists")));
        }
        Ok(name)
    }

    fn targets(&mut self) -> Result<(Vec<ObjectId>, Vec<ObjectId>), NotationError> {
        let place = self.cursor.place();
        let (mut remotes, mut srs) = (Vec::new(), Vec::new());
        for name in self.cursor.names("names of remotes or SRs")? {
            let id = ObjectId::new(&name);
            if self.backups.repositories.iter().flatten().any(|known| known.id == id) {
                remotes.push(id);
            } else if self.srs.contains(&id) {
                srs.push(id);
            } else {
                return Err(place.error(format!("no remote or SR `{name}` is defined above")));
            }
        }
        Ok((remotes, srs))
    }

    /// Reads the settings of a job and its schedule; `kept` is the setting for how many backups it keeps.
    fn options(&mut self, job: &mut Job, kept: &str) -> Result<Schedule, NotationError> {
        let mut schedule = Schedule {
            id: job.name.as_str().into(),
            job: job.name.as_str().into(),
            name: String::new(),
            cron: "0 22 * * *".to_owned(),
            timezone: None,
            enabled: true,
        };
        while let Some(setting) = self.cursor.setting_of(&OF_JOB) {
            let (layer, key, value) = match setting.key.as_str() {
                "cron" => {
                    setting.value()?.clone_into(&mut schedule.cron);
                    continue;
                }
                "zone" => {
                    schedule.timezone = Some(setting.value()?.to_owned());
                    continue;
                }
                "disabled" => {
                    schedule.enabled = false;
                    continue;
                }
                "keep" if kept.is_empty() => return Err(setting.unknown("a sequence")),
                "keep" => (job.name.clone(), kept, json!(setting.number()?)),
                "concurrency" => (String::new(), "concurrency", json!(setting.number()?)),
                "bypass" => (String::new(), "bypassVdiChainsCheck", json!(true)),
                _ => {
                    let (key, value) = pair(&setting)?;
                    (String::new(), key, value)
                }
            };
            job.settings.entry(layer).or_default().insert(key.to_owned(), value);
        }
        Ok(schedule)
    }

    fn run(&mut self) -> Result<(), NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of a job")?;
        let job = self.backups.all_jobs().find(|job| job.name == name).cloned();
        let job = job.ok_or_else(|| place.error(format!("no job `{name}` is defined above")))?;
        let (mut start, mut took) = (NOW - AGE, TOOK);
        while let Some(setting) = self.cursor.setting_of(&["age", "took"]) {
            match setting.key.as_str() {
                "age" => start = setting.when()?,
                _ => took = NOW.duration_since(setting.when()?),
            }
        }
        let status = self.status();
        let failed_or_skipped = matches!(status, Some(RunStatus::Failure | RunStatus::Skipped));
        let message = if failed_or_skipped { self.message() } else { None };
        let has_tasks = message.is_none();
        let fared = if self.cursor.take(&Token::Open) { self.vm_results()? } else { all_of(&job, status) };
        let whole = status.unwrap_or_else(|| worst(&fared));
        let past = Past { start, end: start.saturating_add(took).unwrap_or(start), job: &job };
        let run = Run {
            id: start.as_millisecond().to_string().as_str().into(),
            job: Some(job.id.clone()),
            schedule: Some(name.as_str().into()),
            mode: match job.kind {
                JobKind::Backup(mode) => Some(mode),
                _ => None,
            },
            proxy: None,
            start: Some(start),
            end: past.end_of(whole),
            status: whole,
            has_tasks,
            error: message.map(error),
            unopened: Vec::new(),
            warnings: ThinVec::new(),
            vms: if has_tasks { fared.into_iter().map(|one| past.vm(one)).collect() } else { Vec::new() },
        };
        let runs = self.backups.runs.get_or_insert_default();
        let at = runs.partition_point(|known| known.start <= run.start);
        runs.insert(at, run);
        Ok(())
    }

    /// Reads a status, if one is next.
    fn status(&mut self) -> Option<RunStatus> {
        let all = [
            ("success", RunStatus::Success),
            ("failure", RunStatus::Failure),
            ("skipped", RunStatus::Skipped),
            ("interrupted", RunStatus::Interrupted),
            ("pending", RunStatus::Pending),
        ];
        all.into_iter().find(|(word, _)| self.cursor.take_word(word)).map(|(_, status)| status)
    }

    /// Reads a message, if one is next: it has blanks, brackets or `_`; a word that begins the next statement
    /// has none.
    fn message(&mut self) -> Option<String> {
        let Token::Word(word) = self.cursor.peek() else { return None };
        let message = word.contains([' ', '(', '_']).then(|| word.clone())?;
        self.cursor.next();
        Some(message)
    }

    fn vm_results(&mut self) -> Result<Vec<VmResult>, NotationError> {
        let mut all = Vec::new();
        while !self.cursor.take(&Token::Close) {
            let vm = ObjectId::new(&self.cursor.word("the name of a VM, or `}`")?);
            let status = self.status().ok_or_else(|| {
                self.cursor.surprise("`success`, `failure`, `skipped`, `interrupted` or `pending`")
            })?;
            let size = self.cursor.size().unwrap_or(MOVED);
            let is_full = self.cursor.take_word("full");
            let message = self.message().or_else(|| usual_message(status));
            all.push(VmResult { vm, status, size, is_full, message });
        }
        Ok(all)
    }
}

/// A run and its job, while its VMs are built.
struct Past<'a> {
    start: Timestamp,
    end: Timestamp,
    job: &'a Job,
}

impl Past<'_> {
    fn end_of(&self, status: RunStatus) -> Option<Timestamp> {
        (!matches!(status, RunStatus::Interrupted | RunStatus::Pending)).then_some(self.end)
    }

    fn vm(&self, fared: VmResult) -> VmRun {
        let whole =
            Phase::new(Some(self.start), self.end_of(fared.status), fared.status, fared.message.map(error));
        let remotes = self.job.remotes.iter().cloned().map(RunPlace::Remote);
        let targets = remotes.chain(self.job.srs.iter().cloned().map(RunPlace::Sr));
        let transfer = |target| Transfer {
            target: Some(target),
            is_full: Some(fared.is_full || self.job.kind == JobKind::Backup(Mode::Full)),
            export: whole.clone(),
            transfer: Some(whole.clone()),
            bytes: Some(fared.size),
            health_check: None,
        };
        let moved = targets.filter(|_| fared.status == RunStatus::Success);
        VmRun {
            transfers: moved.map(transfer).collect(),
            name: Some(fared.vm.to_string().into()),
            vm: Some(fared.vm),
            snapshot: None,
            cleanings: ThinVec::new(),
            remarks: None,
            whole,
        }
    }
}

/// Parses `set=key:value`; a value that is not JSON is text.
fn pair(setting: &Setting) -> Result<(&str, serde_json::Value), NotationError> {
    let text = setting.value()?;
    let (key, value) = text.split_once(':').unwrap_or((text, "true"));
    Ok((key, serde_json::from_str(value).unwrap_or_else(|_| json!(value))))
}

/// Returns all VMs that the job names, with the same outcome.
fn all_of(job: &Job, status: Option<RunStatus>) -> Vec<VmResult> {
    let VmPattern::Ids(ids) = &job.vms else { return Vec::new() };
    let status = status.unwrap_or(RunStatus::Success);
    let fared = |vm: &ObjectId| VmResult {
        vm: vm.clone(),
        status,
        size: MOVED,
        is_full: false,
        message: usual_message(status),
    };
    ids.iter().map(fared).collect()
}

fn usual_message(status: RunStatus) -> Option<String> {
    match status {
        RunStatus::Failure => Some("other side closed".to_owned()),
        RunStatus::Skipped => Some("unhealthy VDI chain".to_owned()),
        _ => None,
    }
}

fn worst(fared: &[VmResult]) -> RunStatus {
    let all = [RunStatus::Pending, RunStatus::Interrupted, RunStatus::Failure, RunStatus::Skipped];
    all.into_iter().find(|status| fared.iter().any(|one| one.status == *status)).unwrap_or(RunStatus::Success)
}

/// Builds an error as logs have it, with a code if the text begins with one, as XAPI's do.
fn error(text: String) -> Box<LogError> {
    let code = text.split_once('(').map(|(code, _)| code).filter(|code| {
        !code.is_empty()
            && code.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_')
    });
    Box::new(LogError { code: code.map(Into::into), message: text.into() })
}
