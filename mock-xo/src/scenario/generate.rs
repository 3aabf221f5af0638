//! Worlds of any size, by rule and seed. In: how many of each, and a seed. Out: a [`State`], or a capture that is
//! written object by object: 200,000 VDIs need not be in memory at once. One seed always yields the same world.

mod fleet;

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::capture::FORMAT;
use crate::state::{BadObject, Clock, SERVER_VERSION, State};
use fleet::Fleet;

/// How large a world is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The same seed gives the same world.
    pub seed: u64,
    /// VMs, without snapshots.
    pub vms: usize,
    /// Most disks of a VM; each has at least one.
    pub disks: usize,
    /// SRs, spread over the pools.
    pub srs: usize,
    /// Pools, with four hosts each.
    pub pools: usize,
    /// Most nodes of a chain, including the disk.
    pub depth: usize,
    /// Percentage of disks that have pending merges.
    pub pending: u8,
    /// Backup jobs, over which the VMs are spread; 0 for one per 50 VMs.
    pub jobs: usize,
    /// Runs of all jobs in the logs; 0 for three nights of each. Those before the last three nights hold at most ten
    /// VMs.
    pub runs: usize,
}

impl Default for Plan {
    /// Returns a plan for 100 VMs with up to two disks in chains of up to four, on six SRs of one pool.
    fn default() -> Self {
        Self { seed: 1, vms: 100, disks: 2, srs: 6, pools: 1, depth: 4, pending: 2, jobs: 0, runs: 0 }
    }
}

/// The size of what was generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// XAPI objects of all types.
    pub objects: usize,
    /// Disks, snapshots of disks and base copies.
    pub vdis: usize,
}

/// Builds a world for this time.
///
/// # Errors
/// An object lacks `id` or `type`, which none should.
pub fn state(plan: &Plan, now: Timestamp) -> Result<State, BadObject> {
    let fleet = Fleet::new(plan, now);
    let mut state = State::new();
    state.clock = Clock::starting_at(now);
    fleet.objects(&mut |object| state.objects.insert(object))?;
    state.servers = fleet.servers();
    (state.backup_jobs, state.schedules) = fleet.jobs();
    state.logs = fleet.logs().map(|log| (log["id"].as_str().unwrap_or_default().to_owned(), log)).collect();
    Ok(state)
}

/// Writes the same world as a capture, object by object.
///
/// # Errors
/// The capture cannot be written.
pub fn write(plan: &Plan, now: Timestamp, out: &mut impl Write) -> io::Result<Made> {
    let fleet = Fleet::new(plan, now);
    let mut made = Made::default();
    let server = json!({"version": SERVER_VERSION});
    write!(
        out,
        r#"{{"format":"{FORMAT}","captured_at":{},"server":{server},"calls":{{"#,
        now.as_millisecond()
    )?;
    write!(out, r#""xo.getAllObjects":{{"#)?;
    fleet.objects(&mut |object| -> io::Result<()> {
        let comma = if made.objects > 0 { "," } else { "" };
        made.objects += 1;
        made.vdis += usize::from(object["type"].as_str().is_some_and(|kind| kind.starts_with("VDI")));
        write!(out, "{comma}\n{}:{object}", object["id"])
    })?;
    write!(out, "}}")?;
    let (jobs, schedules) = fleet.jobs();
    for (method, answer) in [
        ("backupNg.getAllJobs", Value::Array(jobs)),
        ("schedule.getAll", Value::Array(schedules)),
        ("server.getAll", Value::Array(fleet.servers())),
        ("metadataBackup.getAllJobs", json!([])),
        ("mirrorBackup.getAllJobs", json!([])),
        ("job.getAll", json!([])),
        ("remote.getAll", json!([])),
        ("remote.getAllInfo", json!({})),
        ("proxy.getAll", json!([])),
    ] {
        write!(out, ",\n\"{method}\":{answer}")?;
    }
    write!(out, ",\n\"backupNg.getAllLogs\":{{")?;
    for (number, log) in fleet.logs().enumerate() {
        write!(out, "{}\n{}:{log}", if number > 0 { "," } else { "" }, log["id"])?;
    }
    writeln!(out, "}}}}}}")?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::{Chains, MAX_UNCOALESCED_VDIS};

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_395_600).unwrap()
    }

    fn plan() -> Plan {
        Plan { vms: 60, disks: 3, srs: 5, pools: 2, depth: 6, pending: 10, seed: 7, ..Plan::default() }
    }

    #[test]
    fn a_capture_holds_the_same_world_each_time() {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let made = write(&plan(), now(), &mut first).unwrap();
        write(&plan(), now(), &mut second).unwrap();
        assert!(first == second);
        write(&Plan { seed: 8, ..plan() }, now(), &mut second).unwrap();
        assert!(!second.ends_with(&first));
        let capture: Value = serde_json::from_slice(&first).unwrap();
        let played = State::from_capture(capture).unwrap();
        let direct = state(&plan(), now()).unwrap();
        assert_eq!((played.objects.len(), direct.objects.len()), (made.objects, made.objects));
        assert!(
            played.objects.iter().zip(direct.objects.iter()).all(|(one, other)| *one.text() == *other.text())
        );
        assert!(played.logs.values().eq(direct.logs.values()));
        assert_eq!(played.backup_jobs, direct.backup_jobs);
        assert!(made.vdis > 100, "{made:?}");
    }

    #[test]
    fn as_many_jobs_and_runs_as_requested() {
        let plan = Plan { jobs: 4, runs: 50, ..plan() };
        let state = state(&plan, now()).unwrap();
        assert_eq!((state.backup_jobs.len(), state.logs.len()), (4, 50));
        let vms: usize =
            state.backup_jobs.iter().map(|job| job["vms"]["id"]["__or"].as_array().unwrap().len()).sum();
        assert_eq!(vms, plan.vms);
        let starts: Vec<i64> = state.logs.values().map(|log| log["start"].as_i64().unwrap()).collect();
        assert!(starts.is_sorted());
        let tasks: Vec<usize> =
            state.logs.values().map(|log| log["tasks"].as_array().unwrap().len()).collect();
        assert_eq!(tasks.iter().max(), Some(&15));
        assert_eq!(tasks.iter().filter(|tasks| **tasks > 10).count(), 12, "three nights of four jobs");
    }

    #[test]
    fn links_hold_and_chains_have_the_requested_depth() {
        let state = state(&plan(), now()).unwrap();
        let chains = Chains::of(&state);
        let (mut deepest, mut skipped) = (0, 0);
        for object in state.objects.iter() {
            let value = object.value();
            for link in ["parent", "$SR", "SR", "VM", "VDI", "$snapshot_of", "host", "master", "$pool"] {
                let target = value.get(link).and_then(Value::as_str);
                assert!(target.is_none_or(|id| state.object(id).is_some()), "{link} of {value}");
            }
            for list in ["VDIs", "$VBDs", "snapshots", "$PBDs", "residentVms"] {
                let mut targets = value[list].as_array().into_iter().flatten();
                assert!(targets.all(|id| state.object(id.as_str().unwrap()).is_some()), "{list} of {value}");
            }
            if object.kind() == "VDI" {
                deepest = deepest.max(chains.depth(object.id()));
                skipped += usize::from(chains.uncoalesced(object.id()) > MAX_UNCOALESCED_VDIS);
            }
        }
        assert!((5..=6).contains(&deepest), "{deepest}");
        assert!(skipped > 0);
    }
}
