//! The numbers that findings about jobs and schedules rest on (XOH-501 to 510).

use super::Instant;
use super::{OutputKind, evidence, words};
use crate::units::Bytes;

words! {
    /// How a refused start collides with the run in progress.
    Meeting {
        /// Only past runs show it.
        Past = "past",
        /// A sequence starts the same schedule.
        AlsoBySequence = "also_by_sequence",
        /// The schedule collides with its own last run.
        Own = "own",
        /// Two schedules start together.
        Together = "together",
        /// It collides with a run of another schedule.
        Other = "other",
    }
}

words! {
    /// A field of a schedule's pattern.
    CronField {
        /// Minutes.
        Minute = "minute",
        /// Hours.
        Hour = "hour",
        /// Days of the month.
        DayOfMonth = "day_of_month",
        /// Months.
        Month = "month",
        /// Days of the week.
        DayOfWeek = "day_of_week",
    }
}

words! {
    /// How XO reads a field differently from cron.
    CronReading {
        /// Months count from 0.
        MonthsFromZero = "months_from_zero",
        /// A range ends in 7.
        RangeEndsInSeven = "range_ends_in_seven",
        /// A range runs backwards.
        BackwardRange = "backward_range",
        /// A list contains a star.
        StarInList = "star_in_list",
        /// Either day matches.
        EitherDay = "either_day",
    }
}

words! {
    /// Why a job backs nothing up.
    Idleness {
        /// It has no schedule.
        NoSchedule = "no_schedule",
        /// Its schedules are disabled.
        Disabled = "disabled",
        /// Its pattern cannot be evaluated.
        BadPattern = "bad_pattern",
        /// It names no VM.
        NoVms = "no_vms",
        /// No VM matches.
        NoMatch = "no_match",
        /// It has no target and keeps no snapshots.
        NoTarget = "no_target",
        /// It has targets, but keeps nothing on any of them, and no snapshots.
        NoRetention = "no_retention",
        /// Two of its settings exclude each other: every run fails.
        SettingsExclude = "settings_exclude",
    }
}

evidence! {
    /// XOH-501: a schedule that cannot be read.
    ScheduleUnreadable {
        /// Name of the schedule.
        schedule: String,
        /// Id of the schedule.
        schedule_id: String,
        /// Pattern of the schedule.
        cron: Option<String>,
        /// Time zone of the schedule.
        timezone: Option<String>,
        /// What is wrong with it.
        problem: String,
        /// Whether the schedule is enabled.
        enabled: bool,
    }

    /// XOH-502: runs start while the previous one is in progress.
    JobOverlap {
        /// How they collide.
        what: Meeting,
        /// Whether the job is a sequence.
        is_sequence: bool,
        /// Name of the schedule.
        schedule: Option<String>,
        /// Name of the schedule of the run in progress.
        holder: Option<String>,
        /// Whether a sequence starts it.
        by_sequence: bool,
        /// Minutes since the run in progress started.
        gap_minutes: Option<u64>,
        /// Minutes that the run in progress takes.
        takes_minutes: Option<u64>,
        /// Whether starts are refused only if runs are slow.
        only_if_slow: bool,
        /// Starts that are refused.
        refused: u64,
        /// Starts that were considered.
        starts: u64,
        /// The first start that is refused.
        first_at: Option<Instant>,
        /// The end of the period considered.
        until_at: Instant,
        /// Starts refused in the last `recent_days` days.
        refused_recently: u64,
        /// How many days `refused_recently` covers.
        recent_days: u64,
    }

    /// XOH-503: a run that has been in progress for too long.
    StuckRun {
        /// When the run started.
        started_at: Option<Instant>,
        /// Id of the run.
        run_id: String,
        /// Minutes that the longest earlier run took.
        longest_minutes: Option<u64>,
        /// Starts refused since the run started.
        refused: u64,
    }

    /// XOH-504: XO reads a schedule differently from cron.
    CronReadsOtherwise {
        /// Name of the schedule.
        schedule: String,
        /// Id of the schedule.
        schedule_id: String,
        /// Pattern of the schedule.
        cron: String,
        /// The field of the pattern.
        field: CronField,
        /// The field as written.
        written: String,
        /// How XO reads it.
        reading: CronReading,
        /// Whether the schedule is enabled.
        enabled: bool,
    }

    /// XOH-505: a job that backs nothing up.
    JobDoesNothing {
        /// Why it backs nothing up.
        what: Idleness,
        /// Names of the schedules.
        schedules: Vec<String>,
        /// Whether this holds for all schedules of the job.
        every_schedule: bool,
        /// VMs that match, but are excluded.
        excluded: u64,
        /// Pools that the job names but XO does not know.
        unknown_pools: u64,
        /// What is wrong with the job's pattern.
        problem: Option<String>,
    }

    /// XOH-506: a job names VMs that XO does not have.
    VmVanished {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// How many VMs the job names.
        named: u64,
        /// How many connections to pools are switched off; none if that is not known.
        disabled_servers: Option<u64>,
    }

    /// XOH-507: an enabled schedule that has not run.
    ScheduleNotRun {
        /// Name of the schedule.
        schedule: String,
        /// Id of the schedule.
        schedule_id: String,
        /// Pattern of the schedule.
        cron: String,
        /// The last firing but one: it and the last one left no run.
        since_at: Instant,
        /// The last known run of the job.
        last_run_at: Option<Instant>,
        /// The newest known snapshot of the job.
        last_snapshot_at: Option<Instant>,
    }

    /// XOH-508: a smart job that takes replicas or restored VMs.
    ReplicasInJob {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Whether the job replicates to an SR that some of them are on: each run doubles them.
        doubles: bool,
    }

    /// XOH-509: deltas of QCOW2 disks without NBD.
    Qcow2WithoutNbd {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
        /// Names of their QCOW2 disks.
        disks: Vec<String>,
        /// Sum of their sizes: the most that a run transfers.
        size_bytes: Bytes,
        /// The most fulls that the logs show for one of the VMs.
        fulls: u64,
        /// Whether the job purges the data of its snapshots.
        purges: bool,
    }

    /// XOH-510: backups that are stored where their source is.
    SourceOnTarget {
        /// The kind of target.
        what: OutputKind,
        /// Name of the target.
        target: String,
        /// Id of the target.
        target_id: String,
        /// Name of the SR of the source.
        sr: String,
        /// Id of that SR.
        sr_id: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Ids of the VMs.
        vm_ids: Vec<String>,
    }
}
