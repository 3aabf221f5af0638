//! Reads stored runs: those of a period, and those that XO no longer has.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::any::AnyRow;
use xo_health_core::model::{JobId, LogError, Phase, Run, RunStatus, Transfer, VmRun};
use xo_health_core::units::Bytes;

use crate::connect::{Store, int, text};
use crate::error::HistoryError;
use crate::past::{Objects, id_of, read_objects};
use crate::recall::instant;
use crate::rows::{Cell, DAY_MS};
use crate::runs::status;

/// How far back runs that XO no longer has are read. Days; guess: older runs reflect other conditions, and this
/// includes one end of a month.
const RUNS_BACK: i64 = 35;

/// The most runs read, and the most VMs in them; the latest count. Guess: reading them stays below a tenth of a second.
const MOST_RUNS: i64 = 5000;
const MOST_VMS: usize = 10_000;

/// How many runs have their VMs read at once. Count; guess.
const RUNS_AT_ONCE: usize = 250;

/// The columns of a run, and the index of the one after them.
const RUN: &str = "r.id, r.job, r.schedule, r.at, r.ended, r.status, r.error";
const AFTER_RUN: usize = 7;

/// The columns of a VM in a run.
const RUN_VM: &str = "v.run, v.vm, v.at, v.ended, v.status, v.error, v.snapshot_at, v.snapshot_ended, v.moved_at, \
                      v.moved_ended, v.bytes, v.is_full";

impl Store {
    /// Returns the stored runs that started in a period, oldest first; each VM with its longest transfer.
    pub(crate) async fn runs(
        &mut self,
        server: i64,
        since: Timestamp,
        until: Timestamp,
        objects: &Objects,
    ) -> Result<Vec<Run>, HistoryError> {
        let cells = || vec![Cell::from(server), Cell::at(Some(since)), Cell::at(Some(until))];
        let sql = format!(
            "SELECT {RUN} FROM run r WHERE r.server = $1 AND r.at >= $2 AND r.at < $3 ORDER BY r.at, r.id"
        );
        let runs = self.rows(&sql, cells()).await?;
        let sql = format!(
            "SELECT {RUN_VM} FROM run_vm v JOIN run r ON r.server = v.server AND r.id = v.run WHERE v.server = $1 AND \
             r.at >= $2 AND r.at < $3 ORDER BY v.run, v.nr"
        );
        let vms = self.rows(&sql, cells()).await?;
        joined(&runs, &vms, objects).map_err(|error| self.failed(&error))
    }

    /// Returns the runs of a server that XO no longer has and that connect to those in the logs without a gap, oldest
    /// first; only the latest, to bound the cost. Without logs, nothing is known to follow them, so there are none.
    pub(crate) async fn earlier_runs(
        &mut self,
        server: i64,
        until: i64,
        logs: Option<&[Run]>,
    ) -> Result<Vec<Run>, HistoryError> {
        let starts = logs.into_iter().flatten().filter_map(|run| run.start);
        let Some(oldest) = starts.min().map(Timestamp::as_millisecond) else { return Ok(Vec::new()) };
        let reach = self.reach(server, until).await?;
        let since = known_since(oldest, &reach).max(until.saturating_sub(RUNS_BACK * DAY_MS));
        let sql = format!(
            "SELECT {RUN}, o.name FROM run r JOIN object o ON o.id = r.id WHERE r.server = $1 AND r.at >= $2 AND r.at < $3 \
             ORDER BY r.at DESC, r.id DESC LIMIT $4"
        );
        let rows = self.rows(&sql, vec![server.into(), since.into(), until.into(), MOST_RUNS.into()]).await?;
        let known: BTreeSet<String> = logs.into_iter().flatten().map(|run| run.id.to_string()).collect();
        let mut runs = Vec::new();
        for row in rows {
            let name = text(&row, AFTER_RUN).map_err(|error| self.failed(&error))?;
            if name.is_some_and(|name| !known.contains(&name)) {
                runs.push(row);
            }
        }
        let numbers: Vec<Cell> =
            runs.iter().filter_map(|row| int(row, 0).ok().flatten()).map(Cell::from).collect();
        let sql = format!("SELECT {RUN_VM} FROM run_vm v WHERE v.server = $1 AND v.run IN");
        let (mut vms, mut looked_at, mut next) = (Vec::new(), 0, 1);
        while looked_at < numbers.len() && vms.len() < MOST_VMS {
            let some = &numbers[looked_at..numbers.len().min(looked_at + next)];
            vms.append(&mut self.rows_in(&sql, &[server.into()], some).await?);
            looked_at += some.len();
            // a run may have one VM or ten thousand
            let each = (vms.len() / looked_at).max(1);
            next = (MOST_VMS.saturating_sub(vms.len()) / each).clamp(1, RUNS_AT_ONCE);
        }
        runs.truncate(looked_at);
        runs.reverse();
        let objects = self.numbered(run_numbers(&runs, &vms)).await?;
        joined(&runs, &vms, &objects).map_err(|error| self.failed(&error))
    }

    /// Reads the rows of runs since an instant that did not succeed, and those of the VMs in them that did not.
    pub(crate) async fn wrong_runs(
        &mut self,
        server: i64,
        since: i64,
    ) -> Result<(Vec<AnyRow>, Vec<AnyRow>), HistoryError> {
        let well = Cell::text(status(RunStatus::Success));
        let cells = || vec![server.into(), since.into(), well.clone()];
        let sql = format!(
            "SELECT {RUN} FROM run r WHERE r.server = $1 AND r.at >= $2 AND r.status <> $3 ORDER BY r.at, r.id"
        );
        let runs = self.rows(&sql, cells()).await?;
        let sql = format!(
            "SELECT {RUN_VM} FROM run_vm v JOIN run r ON r.server = v.server AND r.id = v.run WHERE v.server = $1 AND \
             r.at >= $2 AND r.status <> $3 AND v.status <> $4 ORDER BY v.run, v.nr"
        );
        let vms = self.rows(&sql, cells().into_iter().chain([well.clone()]).collect()).await?;
        Ok((runs, vms))
    }

    /// Returns the objects whose numbers the columns hold.
    pub(crate) async fn numbered(
        &mut self,
        columns: impl Iterator<Item = Result<Option<i64>, sqlx::Error>>,
    ) -> Result<Objects, HistoryError> {
        let numbers: BTreeSet<i64> = columns.filter_map(|number| number.ok().flatten()).collect();
        let numbers: Vec<Cell> = numbers.into_iter().map(Cell::from).collect();
        let rows = self.rows_in("SELECT id, name, label FROM object WHERE id IN", &[], &numbers).await?;
        read_objects(&rows).map_err(|error| self.failed(&error))
    }
}

/// Lists the object numbers in rows of runs and of their VMs.
pub(crate) fn run_numbers<'r>(
    runs: &'r [AnyRow],
    vms: &'r [AnyRow],
) -> impl Iterator<Item = Result<Option<i64>, sqlx::Error>> + 'r {
    let of_runs = runs.iter().flat_map(|row| [int(row, 0), int(row, 1), int(row, 2)]);
    of_runs.chain(vms.iter().map(|row| int(row, 1)))
}

/// Returns the instant from which readings cover the runs without a gap up to one where the logs are known.
fn known_since(from: i64, reach: &[(i64, i64)]) -> i64 {
    let earlier = reach.iter().rev();
    earlier.fold(from, |known, &(at, since)| if at >= known { known.min(since) } else { known })
}

/// Joins the rows of VMs to those of their runs.
pub(crate) fn joined(runs: &[AnyRow], vms: &[AnyRow], objects: &Objects) -> Result<Vec<Run>, sqlx::Error> {
    let mut places = BTreeMap::new();
    let mut all: Vec<Run> = Vec::new();
    for row in runs {
        if let Some((number, run)) = run(row, objects)? {
            places.insert(number, all.len());
            all.push(run);
        }
    }
    for row in vms {
        let (number, vm) = vm_run(row, objects)?;
        if let Some(run) = number.and_then(|number| places.get(&number)).map(|&at| &mut all[at]) {
            run.has_tasks = true;
            run.vms.push(vm);
        }
    }
    Ok(all)
}

fn status_of(name: Option<String>) -> RunStatus {
    use RunStatus as S;
    let all = [S::Success, S::Skipped, S::Failure, S::Interrupted, S::Pending];
    let name = name.unwrap_or_default();
    all.into_iter().find(|of| status(*of) == name).unwrap_or(S::Unknown)
}

/// Reads a stored error: its code, if any, precedes its text.
fn error(kept: Option<String>) -> Option<Box<LogError>> {
    let kept = kept?;
    let is_code = |word: &str| {
        word.len() > 1
            && word.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_')
            || word.chars().all(|sign| sign.is_ascii_digit())
    };
    let (code, message) = match kept.split_once(' ') {
        Some((code, message)) if !code.is_empty() && is_code(code) => (Some(code.into()), message),
        _ => (None, kept.as_str()),
    };
    Some(Box::new(LogError { code, message: message.into() }))
}

fn run(row: &AnyRow, objects: &Objects) -> Result<Option<(i64, Run)>, sqlx::Error> {
    let number = int(row, 0)?;
    let Some((number, id)) = number.zip(id_of(objects, number)) else { return Ok(None) };
    let run = Run {
        id: id.to_string().as_str().into(),
        job: id_of(objects, int(row, 1)?).map(JobId),
        schedule: id_of(objects, int(row, 2)?).map(|id| id.to_string().as_str().into()),
        mode: None,
        proxy: None,
        start: instant(int(row, 3)?),
        end: instant(int(row, 4)?),
        status: status_of(text(row, 5)?),
        has_tasks: false,
        error: error(text(row, 6)?),
        unopened: Vec::new(),
        warnings: Default::default(),
        vms: Vec::new(),
    };
    Ok(Some((number, run)))
}

fn vm_run(row: &AnyRow, objects: &Objects) -> Result<(Option<i64>, VmRun), sqlx::Error> {
    let status = status_of(text(row, 4)?);
    let at = |column| Ok::<_, sqlx::Error>(instant(int(row, column)?));
    let phase = |from: Option<Timestamp>, to| Phase::new(from, to, RunStatus::Success, None);
    let (snapshot, moved) = ((at(6)?, at(7)?), (at(8)?, at(9)?));
    let transfer = moved.0.map(|from| Transfer {
        target: None,
        is_full: None,
        export: Phase::new(Some(from), moved.1, status, None),
        transfer: Some(phase(Some(from), moved.1)),
        bytes: None,
        health_check: None,
    });
    let (bytes, is_full) = (int(row, 10)?, int(row, 11)?);
    let transfer = transfer.map(|transfer| Transfer {
        is_full: is_full.map(|is_full| is_full == 1),
        bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()).map(Bytes),
        ..transfer
    });
    let vm_id = id_of(objects, int(row, 1)?);
    let vm = VmRun {
        name: None,
        vm: vm_id,
        whole: Phase::new(at(2)?, at(3)?, status, error(text(row, 5)?)),
        snapshot: snapshot.0.map(|from| phase(Some(from), snapshot.1)),
        transfers: transfer.into_iter().collect(),
        cleanings: Default::default(),
        remarks: None,
    };
    Ok((int(row, 0)?, vm))
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_core::backup::FailureKind;

    #[test]
    fn errors_are_recognised_as_before() {
        let cases = [
            ("SR_BACKEND_FAILURE_44 There is insufficient space", Some(FailureKind::NoSpace)),
            ("SR_BACKEND_FAILURE_44(, There is insufficient space, )", Some(FailureKind::NoSpace)),
            ("5 the job (1-2) is already running", Some(FailureKind::AlreadyRunning)),
            ("the job (1-2) is already running", Some(FailureKind::AlreadyRunning)),
            ("unhealthy VDI chain", Some(FailureKind::UnhealthyChain)),
            ("VDI_IN_USE something", None),
            ("", None),
        ];
        for (kept, expected) in cases {
            let read = error(Some(kept.to_owned())).unwrap();
            assert_eq!(FailureKind::of(&read), expected, "{kept}: {read:?}");
        }
    }

    #[test]
    fn runs_are_known_back_to_a_gap() {
        let cases: [(&str, i64, &[(i64, i64)], i64); 5] = [
            ("nothing was read before", 90, &[], 90),
            ("each overlaps the one before", 90, &[(80, 50), (95, 70)], 50),
            ("it reaches to where the logs begin", 90, &[(90, 40)], 40),
            ("between 80 and 90 is not known", 90, &[(80, 50)], 90),
            ("between 40 and 50 is not known", 90, &[(40, 10), (80, 50), (95, 70)], 50),
        ];
        for (what, from, reach, expected) in cases {
            assert_eq!(known_since(from, reach), expected, "{what}");
        }
    }
}
