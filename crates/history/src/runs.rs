//! Runs with their VMs, which XO keeps only for days or weeks, and changes of jobs and schedules.

use std::collections::{BTreeMap, BTreeSet};

use xo_health_core::model::{JobId, LogError, ObjectId, Run, RunStatus, Transfer, VmRun};

use crate::add::{Names, Spot};
use crate::connect::{Store, int, text};
use crate::error::HistoryError;
use crate::kept::{Kept, written_job, written_schedule};
use crate::rows::Cell;

/// How much of an error is kept. Characters; guess: the catalogue recognises an error by its beginning.
const ERROR_LENGTH: usize = 300;

impl Store {
    /// Adds runs that are new or have ended since the last reading.
    pub(crate) async fn add_runs(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let Some(oldest) = kept.runs().filter_map(|run| run.start).min() else { return Ok(()) };
        let known = self.known_runs(spot.server, oldest.as_millisecond()).await?;
        let is_news = |run: &&Run| {
            let id = run.id.to_string();
            known.get(&id).is_none_or(|status| status == "pending" && run.status != RunStatus::Pending)
        };
        let mut news: Vec<&Run> = kept.runs().filter(is_news).collect();
        let mut seen = BTreeSet::new();
        news.retain(|run| seen.insert(run.id.to_string()));
        let names = self
            .number_all(spot.server, news.iter().flat_map(|run| ids(run)).collect(), BTreeMap::new())
            .await?;
        let numbers: Vec<Cell> = news.iter().filter_map(|run| names.of(&run.id)).map(Cell::from).collect();
        for sql in
            ["DELETE FROM run WHERE server = $1 AND id IN", "DELETE FROM run_vm WHERE server = $1 AND run IN"]
        {
            self.run_in(sql, &[spot.server.into()], &numbers).await?;
        }
        let runs = news.iter().map(|run| row(spot.server, run, &names)).collect();
        self.insert("run (server, id, job, schedule, at, ended, status, error)", runs).await?;
        let vms = news.iter().flat_map(|run| {
            run.vms.iter().zip(0_i64..).map(|(vm, nr)| vm_row(spot.server, run, vm, nr, &names))
        });
        let into = "run_vm (server, run, nr, vm, at, ended, status, error, snapshot_at, snapshot_ended, moved_at, \
                    moved_ended, bytes, is_full)";
        self.insert(into, vms.collect()).await
    }

    /// Returns the known runs by id, with how each ended.
    async fn known_runs(
        &mut self,
        server: i64,
        since: i64,
    ) -> Result<BTreeMap<String, String>, HistoryError> {
        let sql = "SELECT o.name, r.status FROM run r JOIN object o ON o.id = r.id WHERE r.server = $1 AND r.at >= $2";
        let mut known = BTreeMap::new();
        for row in self.rows(sql, vec![server.into(), since.into()]).await? {
            let pair = text(&row, 0).and_then(|name| Ok((name, text(&row, 1)?)));
            if let (Some(name), Some(status)) = pair.map_err(|error| self.failed(&error))? {
                known.insert(name, status);
            }
        }
        Ok(known)
    }

    /// Stores jobs and schedules that are new, changed or gone; only if the reading is the latest.
    pub(crate) async fn add_settings(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        if spot.after.is_some() {
            return Ok(());
        }
        let jobs = kept.backups.jobs.iter().flatten().chain(kept.backups.call_jobs.iter().flatten());
        let jobs = jobs.map(|job| ("job", job.id.to_string(), job.name.clone(), written_job(job)));
        let schedules = kept.backups.schedules.iter().flatten();
        let schedules =
            schedules.map(|of| ("schedule", of.id.to_string(), of.name.clone(), written_schedule(of)));
        let now: Vec<_> = jobs.chain(schedules).collect();
        // what was not read is not necessarily gone
        let was_read = |kind: &str| match kind {
            "job" => kept.backups.jobs.is_some(),
            _ => kept.backups.schedules.is_some(),
        };
        let names = self
            .number_all(spot.server, now.iter().map(|(_, id, ..)| id.clone()).collect(), BTreeMap::new())
            .await?;
        let sql = "SELECT kind, id, name, written FROM settings WHERE server = $1 AND until IS NULL";
        let mut old = BTreeMap::new();
        for row in self.rows(sql, vec![spot.server.into()]).await? {
            let known =
                text(&row, 0).and_then(|kind| Ok((kind, int(&row, 1)?, text(&row, 2)?, text(&row, 3)?)));
            if let (Some(kind), Some(id), Some(name), Some(written)) =
                known.map_err(|error| self.failed(&error))?
            {
                old.insert((kind, id), (name, written));
            }
        }
        let mut begun = Vec::new();
        let mut ended: Vec<(String, i64)> = Vec::new();
        for (kind, id, name, written) in now {
            let Some(id) = names.of(&id) else { continue };
            match old.remove(&(kind.to_owned(), id)) {
                Some(known) if known == (name.clone(), written.clone()) => continue,
                Some(_) => ended.push((kind.to_owned(), id)),
                None => {}
            }
            let row = [Cell::text(kind), id.into(), spot.at.into(), Cell::text(name), Cell::text(written)];
            begun.push([spot.server.into()].into_iter().chain(row).collect());
        }
        ended.extend(old.into_keys().filter(|(kind, _)| was_read(kind)));
        for kind in ["job", "schedule"] {
            let ids: Vec<Cell> =
                ended.iter().filter(|(of, _)| of == kind).map(|(_, id)| Cell::from(*id)).collect();
            let sql =
                "UPDATE settings SET until = $1 WHERE server = $2 AND kind = $3 AND until IS NULL AND id IN";
            self.run_in(sql, &[spot.at.into(), spot.server.into(), Cell::text(kind)], &ids).await?;
        }
        self.insert("settings (server, kind, id, at, name, written)", begun).await
    }

    /// Stores which VMs the jobs back up; only if the reading is the latest. VM 0 stands for a job as a whole.
    pub(crate) async fn add_members(&mut self, spot: Spot, kept: &Kept<'_>) -> Result<(), HistoryError> {
        let Some(members) = kept.members.as_ref().filter(|_| spot.after.is_none()) else { return Ok(()) };
        let ids = members
            .iter()
            .flat_map(|(job, vm)| [Some(job.to_string()), vm.as_ref().map(ToString::to_string)]);
        let names = self.number_all(spot.server, ids.flatten().collect(), BTreeMap::new()).await?;
        let numbers = |(job, vm): &(JobId, Option<ObjectId>)| {
            Some((names.of(job)?, vm.as_ref().map_or(Some(0), |vm| names.of(vm))?))
        };
        let now: BTreeSet<(i64, i64)> = members.iter().filter_map(numbers).collect();
        let mut old: BTreeSet<(i64, i64)> = BTreeSet::new();
        let sql = "SELECT job, vm FROM taken WHERE server = $1 AND until IS NULL";
        for row in self.rows(sql, vec![spot.server.into()]).await? {
            let pair = int(&row, 0).and_then(|job| Ok((job, int(&row, 1)?)));
            if let (Some(job), Some(vm)) = pair.map_err(|error| self.failed(&error))? {
                old.insert((job, vm));
            }
        }
        let mut ended: BTreeMap<i64, Vec<Cell>> = BTreeMap::new();
        for (job, vm) in old.difference(&now) {
            ended.entry(*job).or_default().push(Cell::from(*vm));
        }
        for (job, vms) in ended {
            let sql =
                "UPDATE taken SET until = $1 WHERE server = $2 AND job = $3 AND until IS NULL AND vm IN";
            self.run_in(sql, &[spot.at.into(), spot.server.into(), job.into()], &vms).await?;
        }
        let begun = now.difference(&old);
        let begun =
            begun.map(|&(job, vm)| vec![spot.server.into(), job.into(), vm.into(), spot.at.into()]).collect();
        self.insert("taken (server, job, vm, at)", begun).await
    }
}

fn ids(run: &Run) -> Vec<String> {
    let vms = run.vms.iter().filter_map(|vm| vm.vm.as_ref()).map(ToString::to_string);
    let of_run = [run.job.as_ref().map(ToString::to_string), run.schedule.as_ref().map(ToString::to_string)];
    vms.chain(of_run.into_iter().flatten()).chain([run.id.to_string()]).collect()
}

fn row(server: i64, run: &Run, names: &Names) -> Vec<Cell> {
    vec![
        server.into(),
        names.cell(Some(&run.id)),
        names.cell(run.job.as_ref()),
        names.cell(run.schedule.as_ref()),
        Cell::at(run.start),
        Cell::at(run.end),
        Cell::text(status(run.status)),
        error(run.error.as_deref()),
    ]
}

fn vm_row(server: i64, run: &Run, vm: &VmRun, nr: i64, names: &Names) -> Vec<Cell> {
    let snapshot = vm.snapshot.as_ref();
    // the longest transfer says most about the link
    let longest =
        vm.transfers.iter().filter_map(|one| one.transfer.as_ref()).max_by_key(|phase| phase.duration());
    let is_full = vm.transfers.iter().find_map(|transfer: &Transfer| transfer.is_full);
    vec![
        server.into(),
        names.cell(Some(&run.id)),
        nr.into(),
        names.cell(vm.vm.as_ref()),
        Cell::at(vm.whole.start()),
        Cell::at(vm.whole.end()),
        Cell::text(status(vm.saved())),
        error(vm.whole.error.as_deref()),
        Cell::at(snapshot.and_then(|phase| phase.start())),
        Cell::at(snapshot.and_then(|phase| phase.end())),
        Cell::at(longest.and_then(|phase| phase.start())),
        Cell::at(longest.and_then(|phase| phase.end())),
        Cell::bytes(vm.bytes()),
        Cell::Int(is_full.map(i64::from)),
    ]
}

/// Returns the stored form of how a run ended.
pub(crate) const fn status(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Success => "success",
        RunStatus::Skipped => "skipped",
        RunStatus::Failure => "failure",
        RunStatus::Interrupted => "interrupted",
        RunStatus::Pending => "pending",
        RunStatus::Unknown => "unknown",
    }
}

/// Returns the stored form of an error: its code and the beginning of its text.
fn error(error: Option<&LogError>) -> Cell {
    let text = error.map(|error| {
        let code = error.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
        // PostgreSQL does not accept NUL
        format!("{code}{}", error.message).chars().filter(|sign| *sign != '\0').take(ERROR_LENGTH).collect()
    });
    Cell::Text(text)
}
