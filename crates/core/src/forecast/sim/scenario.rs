//! What every draw of the simulation starts from.
//!
//! Instants are seconds after the observation (before it: negative), sizes are bytes, rates bytes per second, all as
//! `f64`: the event loop does nothing but add and compare them. A [`Scenario`] is plain data: it is learnt from an
//! inventory and its logs elsewhere, and written by hand in tests.

use crate::storage::Rules;

/// Runs that fire within this many seconds are counted one by one.
pub(in crate::forecast) const COUNTED_WITHIN: f64 = 86_400.0;

/// Backups that are counted one by one, at most: 20,000 VMs every hour, 100 bytes each.
const RUNS_MAX: usize = 500_000;

/// Everything that all draws share.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// How far to look, in seconds.
    pub horizon: f64,
    /// When schedules fire, in order of time.
    pub fires: Vec<Fire>,
    /// Jobs; a fire points here.
    pub jobs: Vec<SimJob>,
    /// VMs in jobs; jobs point here.
    pub units: Vec<Unit>,
    /// Disks of VMs, and replicas; units point here.
    pub disks: Vec<Disk>,
    /// Storage repositories; disks point here.
    pub srs: Vec<SimSr>,
    /// What transfers share; jobs point here.
    pub links: Vec<SimLink>,
    /// How data are written over the day and from day to day.
    pub calendar: Calendar,
    /// Sequences, as they are at the observation; the place of a fire in one points here.
    pub sequences: Vec<Sequence>,
    /// What nothing announces.
    pub surprises: Surprises,
}

impl Scenario {
    /// Returns how many of the firings are counted one by one: those of the first day, until they are [`RUNS_MAX`] backups.
    pub(in crate::forecast) fn counted(&self) -> usize {
        let mut runs = 0;
        let is_counted = |fire: &&Fire| {
            runs += self.jobs.get(fire.job as usize).map_or(0, |job| job.units.len().max(1));
            fire.at <= COUNTED_WITHIN && runs <= RUNS_MAX
        };
        self.fires.iter().take_while(is_counted).count()
    }

    /// Returns the most snapshots that any job keeps of a disk.
    pub(in crate::forecast) fn kept(&self, disk: u32) -> u32 {
        let units = self.units.iter().filter(|unit| unit.disks.iter().any(|of| of.disk == disk));
        units.flat_map(|unit| &unit.per_schedule).map(|kept| kept.snapshots).max().unwrap_or(0)
    }
}

/// A schedule fires, or the sequence does that starts it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fire {
    /// When.
    pub at: f64,
    /// The job it starts.
    pub job: u32,
    /// The schedule: position among the schedules of the job.
    pub schedule: u16,
    /// Its place in the sequence that fires; none where the schedule fires by itself.
    pub step: Option<SequenceStep>,
}

/// A place in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SequenceStep {
    /// The sequence.
    pub sequence: u32,
    /// Position among its schedules, those of sequences in it counted one by one.
    pub at: u32,
}

/// A sequence: schedules that are started one after another, each when the run of the one before has ended.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// It waits for the end of the run of this job.
    pub waits_for: Option<u32>,
    /// What it starts then, in order: job and schedule.
    pub left: Vec<(u32, u16)>,
}

/// How often things happen that nothing announces: per second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surprises {
    /// XO is restarted: what runs is interrupted.
    pub restarts: f64,
    /// A repository or the way there slows down.
    pub slow: f64,
    /// Someone takes snapshots of VMs and forgets them.
    pub forgotten: f64,
    /// Much more than usual is written in a day, by all.
    pub bulk: f64,
}

/// A backup job.
#[derive(Clone, Debug, Default)]
pub struct SimJob {
    /// VMs at once; at least 1.
    pub concurrency: u32,
    /// How often a VM is tried again at once.
    pub retries: u32,
    /// Its VMs, in the order in which it takes them.
    pub units: Vec<u32>,
    /// The firings of its most frequent enabled schedule, around the present and up to the horizon: what the gap of RPO
    /// is read from.
    pub rhythm: Vec<f64>,
    /// What its transfers share.
    pub link: u32,
    /// The run in progress at the observation.
    pub running: Option<RunUnderWay>,
}

/// A run in progress.
#[derive(Clone, Debug, Default)]
pub struct RunUnderWay {
    /// When it started.
    pub since: f64,
    /// Position of its schedule.
    pub schedule: u16,
    /// VMs that have not begun.
    pub waiting: Vec<u32>,
    /// VMs whose data are moving, with the bytes left to move (expected).
    pub moving: Vec<(u32, f64)>,
}

/// One VM in one job.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Its job.
    pub job: u32,
    /// Its disks, in the order they are snapshotted: the disk and where its snapshots stand.
    pub disks: Vec<UnitDisk>,
    /// Disks that the gate looks at beside them (`[NOBAK]`).
    pub watched: Vec<u32>,
    /// It moves changes, not whole disks.
    pub delta: bool,
    /// Snapshots are taken, per schedule of the job.
    pub per_schedule: Vec<Retained>,
    /// XO's check of chains is bypassed.
    pub bypass: bool,
    /// Changes are purged after the export: no snapshot stays.
    pub purges: bool,
    /// The chain of backups has this many deltas since the last full one.
    pub deltas: u32,
    /// The next backup is a full one whatever the chain says: no usable base.
    pub next_is_full: bool,
    /// Bytes of a full transfer.
    pub full_bytes: f64,
    /// Copies kept on the target SR; 0 where there is no replication.
    pub copies: u32,
    /// The last success: end and start of its run.
    pub last_success: Option<(f64, f64)>,
    /// An error or a skip came after it.
    pub failed_since: bool,
    /// Seconds before the snapshot, of the snapshot, and after the transfer.
    pub overhead: Overhead,
}

/// Seconds that a VM spends beside the transfer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overhead {
    /// Before the snapshot.
    pub before: f64,
    /// For the snapshots of its disks.
    pub snapshot: f64,
    /// After the transfer.
    pub after: f64,
}

/// What a schedule keeps of a VM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Snapshots it keeps.
    pub snapshots: u32,
    /// It takes a snapshot at all.
    pub takes_snapshot: bool,
    /// It makes a full backup when the chain would reach this; 0 is never. "Force full backup" is 1 on one schedule.
    pub full_interval: u32,
    /// It moves data to a target.
    pub exports: bool,
}

/// A disk of a unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitDisk {
    /// The disk.
    pub disk: u32,
    /// Bytes written up to the observation since the snapshot that the next delta is made from.
    pub since_reference: f64,
    /// Its replica on the target, where there is one.
    pub replica: Option<u32>,
}

/// A disk, or a replica of one.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Where it lies.
    pub sr: u32,
    /// The rules of its SR and format.
    pub rules: Rules,
    /// Bytes the guest sees.
    pub size: f64,
    /// A running VM writes to it.
    pub attached: bool,
    /// Base copies from the root to the leaf's parent.
    pub bases: Vec<Base>,
    /// Snapshots of jobs, oldest first.
    pub snapshots: Vec<Snapshot>,
    /// Bytes in the leaf at the observation.
    pub leaf: f64,
    /// How surely `leaf` is known: spread of its logarithm, 0 where the server shows it.
    pub leaf_spread: f64,
    /// Bytes written in a mean day.
    pub daily: f64,
    /// Which hours it is written in: position in [`Calendar::profiles`].
    pub profile: u32,
    /// The part of a change that is new to the root, best estimate.
    pub growth: f64,
    /// How surely `growth` is known: spread of its logarithm, the same deviation for all disks of a draw.
    pub growth_spread: f64,
    /// Its merge fails each time: it waits for someone.
    pub stuck: f64,
}

impl Disk {
    /// Iterates over the inner merges pending on the chain, as the bytes each copies: base copies with nothing but a base
    /// copy on them.
    pub(in crate::forecast) fn waiting(&self) -> impl Iterator<Item = f64> + '_ {
        self.bases.windows(2).filter(|pair| pair[0].held == 0).map(|pair| pair[1].data)
    }
}

/// A base copy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Base {
    /// Bytes of data in it.
    pub data: f64,
    /// Its id within the chain, whatever is merged.
    pub id: u32,
    /// What else hangs on it: snapshots of any owner, clones.
    pub held: u32,
}

/// A snapshot that a job keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The base copy it hangs on.
    pub base: u32,
    /// The unit it belongs to.
    pub unit: u32,
    /// The schedule that made it.
    pub schedule: u16,
}

/// A storage repository.
#[derive(Clone, Debug, Default)]
pub struct SimSr {
    /// Bytes free at the observation; none where the server does not say: then nothing ever lacks room there.
    pub free: Option<f64>,
    /// Bytes used there that belong to no disk: other files on a share.
    pub foreign: f64,
    /// What they do, where earlier readings show it; none: whatever is usual.
    pub others: Option<Others>,
    /// Its collector never runs.
    pub collector_off: bool,
    /// The chance that its collector is stuck, for reasons that XO does not show.
    pub stuck: f64,
    /// XAPI scans it every 30 s, which starts the collector.
    pub auto_scan: bool,
    /// The collector is known to be at work, and this many seconds into its pause.
    pub collecting: bool,
    /// Which hours its disks are written in: position in [`Calendar::profiles`].
    pub profile: u32,
    /// How often its collector dies, per second.
    pub dies: f64,
    /// How often someone repairs a collector that is stuck or switched off, per second.
    pub repaired: f64,
    /// What its merges are drawn from: speed in bytes per second and seconds each, with weights.
    pub merge_speeds: Vec<MergeSpeed>,
}

/// What bytes that belong to no disk do on an SR: they grow, and may be cleaned up again and again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// Bytes by which they grow in a day between clean-ups; negative where they shrink.
    pub daily: f64,
    /// How surely: a standard deviation, in bytes a day.
    pub spread: f64,
    /// The clean-ups.
    pub returns: Option<Returns>,
}

/// Room that comes back on an SR again and again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Returns {
    /// Bytes that go.
    pub size: f64,
    /// When they go next.
    pub next: f64,
    /// Seconds from one time to the next.
    pub every: f64,
    /// By how much that varies: a standard deviation, in seconds.
    pub spread: f64,
}

/// One guess of how fast an SR merges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MergeSpeed {
    /// Bytes per second.
    pub speed: f64,
    /// Seconds for each merge, beside the copying.
    pub each: f64,
    /// How likely, among the guesses of the SR; they need not sum to 1.
    pub weight: f64,
}

/// What the transfers of a job share.
#[derive(Clone, Debug, Default)]
pub struct SimLink {
    /// Bytes per second for all together, by hour of the day.
    pub total: Vec<f64>,
    /// Bytes per second that one VM reaches at most.
    pub each: f64,
    /// How surely they are known: spread of their logarithm.
    pub spread: f64,
    /// How they vary from run to run: spread of the logarithm.
    pub noise: f64,
}

/// When data are written.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Seconds from the local midnight before the observation to the observation.
    pub into_day: f64,
    /// The weekday of the observation, 0 is Monday.
    pub weekday: u32,
    /// The share of the day's data written before each full hour: 25 values from 0 to 1 each.
    pub profiles: Vec<[f64; 25]>,
    /// Data of each weekday against the mean of all days.
    pub weekdays: [f64; 7],
    /// From day to day: growth of the logarithm per day, best estimate and spread.
    pub trend: (f64, f64),
    /// Spread of the logarithm of a disk's data from day to day.
    pub day_spread: f64,
    /// The same, for all disks together.
    pub common_spread: f64,
    /// What is written on each day from the observation's on against others, where a month ends.
    pub month_end: Vec<f64>,
    /// How likely [`Self::month_end`] holds.
    pub month_end_chance: f64,
}
