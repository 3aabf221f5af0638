//! The initial state of every draw of the simulation.
//!
//! Instants are seconds after the observation (negative before it), sizes are bytes, rates bytes per second, all as
//! `f64`: the event loop does nothing but add and compare them. A [`Scenario`] is plain data: other modules learn it
//! from an inventory and its logs, and tests write it by hand.

use crate::storage::Rules;

/// Backups of runs that fire within this many seconds are counted one by one.
pub(in crate::forecast) const COUNTED_WITHIN: f64 = 86_400.0;

/// The most backups that are counted one by one: 20,000 VMs every hour, 100 bytes each.
const RUNS_MAX: usize = 500_000;

/// Everything that all draws share.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// How far to look ahead, in seconds.
    pub horizon: f64,
    /// When schedules fire, sorted by time.
    pub fires: Vec<Fire>,
    /// The jobs; fires refer to them.
    pub jobs: Vec<SimJob>,
    /// The VMs in jobs; jobs refer to them.
    pub units: Vec<Unit>,
    /// The disks of VMs, and replicas; units refer to them.
    pub disks: Vec<Disk>,
    /// The storage repositories; disks refer to them.
    pub srs: Vec<SimSr>,
    /// The links that transfers share; jobs refer to them.
    pub links: Vec<SimLink>,
    /// How writes are distributed over the day and from day to day.
    pub calendar: Calendar,
    /// The sequences at the observation; the steps of fires refer to them.
    pub sequences: Vec<Sequence>,
    /// Rates of events that nothing announces.
    pub surprises: Surprises,
}

impl Scenario {
    /// Returns how many firings are counted one by one: those of the first day, up to [`RUNS_MAX`] backups.
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

/// A firing of a schedule, or of the sequence that starts it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fire {
    /// When.
    pub at: f64,
    /// The job it starts.
    pub job: u32,
    /// The schedule: its position among those of the job.
    pub schedule: u16,
    /// The place in the sequence that fires; `None` if the schedule fires by itself.
    pub step: Option<SequenceStep>,
}

/// A place in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SequenceStep {
    /// The sequence.
    pub sequence: u32,
    /// Position among its schedules, with inner sequences flattened.
    pub at: u32,
}

/// A sequence: schedules that are started one after another, each when the previous run has ended.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The job whose run it waits for.
    pub waits_for: Option<u32>,
    /// What it then starts, in order: job and schedule.
    pub left: Vec<(u32, u16)>,
}

/// Rates of events that nothing announces, per second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surprises {
    /// XO restarts, which interrupts what runs.
    pub restarts: f64,
    /// A repository, or the network to it, slows down.
    pub slow: f64,
    /// Someone takes snapshots of VMs.
    pub forgotten: f64,
    /// The share of VMs that are snapshotted then, unless the unit has its own.
    pub forgotten_share: f64,
    /// A manual snapshot is deleted; 0 if they are forgotten.
    pub tidied: f64,
    /// Much more than usual is written in a day, by all VMs.
    pub bulk: f64,
}

/// A backup job.
#[derive(Clone, Debug, Default)]
pub struct SimJob {
    /// VMs at once; at least 1.
    pub concurrency: u32,
    /// How often a VM is retried immediately.
    pub retries: u32,
    /// Its VMs, in the order in which it takes them.
    pub units: Vec<u32>,
    /// The firings of its most frequent enabled schedule, around the present and up to the horizon: the RPO follows
    /// from their gaps.
    pub rhythm: Vec<f64>,
    /// The link that its transfers share.
    pub link: u32,
    /// The run in progress at the observation.
    pub running: Option<RunUnderWay>,
}

/// A run in progress.
#[derive(Clone, Debug, Default)]
pub struct RunUnderWay {
    /// When it started.
    pub since: f64,
    /// Position of its schedule among those of the job.
    pub schedule: u16,
    /// VMs that have not started.
    pub waiting: Vec<u32>,
    /// VMs whose data are moving, with the expected bytes left to move.
    pub moving: Vec<(u32, f64)>,
}

/// One VM in one job.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The probability that manual snapshots include it, if that is known: see [`Surprises::forgotten_share`].
    pub by_hand: Option<f64>,
    /// Its job.
    pub job: u32,
    /// Its disks, in the order in which they are snapshotted.
    pub disks: Vec<UnitDisk>,
    /// Further disks that the gate looks at (`[NOBAK]`).
    pub watched: Vec<u32>,
    /// The backup moves changes, not whole disks.
    pub delta: bool,
    /// What each schedule of the job keeps.
    pub per_schedule: Vec<Retained>,
    /// XO's check of chains is bypassed.
    pub bypass: bool,
    /// Snapshot data are purged after the export: no snapshot stays.
    pub purges: bool,
    /// Deltas in the backup chain since the last full backup.
    pub deltas: u32,
    /// The next backup is full whatever the chain says, because there is no usable base.
    pub next_is_full: bool,
    /// Bytes of a full transfer.
    pub full_bytes: f64,
    /// Copies kept on the target SR; 0 without replication.
    pub copies: u32,
    /// The last success: end and start of its run.
    pub last_success: Option<(f64, f64)>,
    /// An error or a skip followed it.
    pub failed_since: bool,
    /// Seconds before the snapshot, of the snapshot, and after the transfer.
    pub overhead: Overhead,
}

/// Seconds that a VM takes apart from the transfer.
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
    /// Length of the chain at which a full backup is made; 0 means never. "Force full backup" is 1 on one schedule.
    pub full_interval: u32,
    /// It moves data to a target.
    pub exports: bool,
}

/// A disk of a unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitDisk {
    /// The disk.
    pub disk: u32,
    /// Bytes written before the observation, since the snapshot that the next delta is based on.
    pub since_reference: f64,
    /// Its replica on the target, if any.
    pub replica: Option<u32>,
}

/// A disk, or a replica of one.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The SR it is on.
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
    /// Base copies with manual snapshots that are deleted at some time; other snapshots of no job stay.
    pub by_hand: Vec<u32>,
    /// Bytes in the leaf at the observation.
    pub leaf: f64,
    /// How uncertain `leaf` is: spread of its logarithm, 0 if the server shows it.
    pub leaf_spread: f64,
    /// Bytes written in a mean day.
    pub daily: f64,
    /// The hours in which it is written: position in [`Calendar::profiles`].
    pub profile: u32,
    /// The part of a change that is new to the root; best estimate.
    pub growth: f64,
    /// How uncertain `growth` is: spread of its logarithm. All disks of a draw share one deviation.
    pub growth_spread: f64,
    /// How likely its merge fails each time, until someone acts.
    pub stuck: f64,
}

impl Disk {
    /// Iterates over the pending inner merges of the chain, as the bytes that each copies: one for each base copy whose
    /// only child is a base copy.
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
    /// What else hangs on it: anyone's snapshots, clones.
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
    /// Bytes free at the observation; `None` if the server does not report it, and then nothing ever lacks room there.
    pub free: Option<f64>,
    /// Bytes used there that belong to no disk: other files on a share.
    pub foreign: f64,
    /// What these bytes do, if earlier observations show it; otherwise what is usual.
    pub others: Option<Others>,
    /// What its disks regularly give back, if earlier observations show it.
    pub trims: Option<Returns>,
    /// Its collector never runs.
    pub collector_off: bool,
    /// How likely its collector is stuck for reasons that XO does not show.
    pub stuck: f64,
    /// XAPI scans it every 30 s, which starts the collector.
    pub auto_scan: bool,
    /// The collector is known to be at work, so draws begin with its pause.
    pub collecting: bool,
    /// The hours in which its disks are written: position in [`Calendar::profiles`].
    pub profile: u32,
    /// How often its collector dies, per second.
    pub dies: f64,
    /// How often someone repairs a collector that is stuck or switched off, per second.
    pub repaired: f64,
    /// The candidates from which the speed of its merges is drawn.
    pub merge_speeds: Vec<MergeSpeed>,
    /// Logs or earlier readings show the speed: the weights are not those of the prior.
    pub is_speed_learnt: bool,
}

/// The behaviour of bytes on an SR that belong to no disk: they grow, and may be cleaned up repeatedly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// Bytes by which they grow in a day between clean-ups; negative if they shrink.
    pub daily: f64,
    /// How uncertain that is: a standard deviation, in bytes a day.
    pub spread: f64,
    /// The clean-ups.
    pub returns: Option<Returns>,
}

/// Room that is freed on an SR repeatedly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Returns {
    /// Bytes that go.
    pub size: f64,
    /// When they next go.
    pub next: f64,
    /// Seconds between two clean-ups.
    pub every: f64,
    /// How much that varies: a standard deviation, in seconds.
    pub spread: f64,
}

/// A candidate for how fast an SR merges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MergeSpeed {
    /// Bytes per second.
    pub speed: f64,
    /// Seconds that each merge takes apart from copying.
    pub each: f64,
    /// How likely it is among the candidates of the SR; the weights need not sum to 1.
    pub weight: f64,
}

/// The link that the transfers of a job share.
#[derive(Clone, Debug, Default)]
pub struct SimLink {
    /// Bytes per second of all transfers together, by hour of the day.
    pub total: Vec<f64>,
    /// The most bytes per second that one VM reaches.
    pub each: f64,
    /// How uncertain they are: spread of their logarithm.
    pub spread: f64,
    /// How much they vary from run to run: spread of the logarithm.
    pub noise: f64,
}

/// When data are written.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Seconds from the local midnight before the observation to the observation.
    pub into_day: f64,
    /// The weekday of the observation; 0 is Monday.
    pub weekday: u32,
    /// The share of the day's data written before each full hour: 25 values from 0 to 1 each.
    pub profiles: Vec<[f64; 25]>,
    /// Writes of each weekday, relative to the mean of all days.
    pub weekdays: [f64; 7],
    /// Growth of the logarithm per day: best estimate and spread.
    pub trend: (f64, f64),
    /// Spread of the logarithm of a disk's writes from day to day.
    pub day_spread: f64,
    /// The same for all disks together.
    pub common_spread: f64,
    /// Writes of each day from the observation on, relative to others, due to the end of a month.
    pub month_end: Vec<f64>,
    /// How likely [`Self::month_end`] applies.
    pub month_end_chance: f64,
}
