//! The numbers that findings about jobs and schedules rest on (XOH-501 to 510).

use super::Instant;
use super::{OutputKind, evidence, words};
use crate::units::Bytes;

words! {
    /// How a refused start meets the run that holds it.
    Meeting {
        /// Only the past shows it.
        Past = "past",
        /// A sequence starts the same schedule.
        AlsoBySequence = "also_by_sequence",
        /// The schedule meets its own last run.
        Own = "own",
        /// Two schedules start together.
        Together = "together",
        /// It meets a run of another schedule.
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
    /// How XO reads a field otherwise than cron.
    CronReading {
        /// Months count from 0.
        MonthsFromZero = "months_from_zero",
        /// A range that ends in 7.
        RangeEndsInSeven = "range_ends_in_seven",
        /// A range that goes backwards.
        BackwardRange = "backward_range",
        /// A star in a list.
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
        /// It has targets, and keeps nothing on any of them, nor snapshots.
        NoRetention = "no_retention",
        /// Two of its settings exclude each other: XO fails each run.
        SettingsExclude = "settings_exclude",
    }
}

evidence! {
    /// XOH-501: a schedule that cannot be read.
    ScheduleUnreadable {
        /// Name of the schedule.
        schedule: String,
        /// Its id.
        schedule_id: String,
        /// Its pattern.
        cron: Option<String>,
        /// Its time zone.
        timezone: Option<String>,
        /// The problem.
        problem: String,
        /// Something starts it.
        enabled: bool,
    }

    /// XOH-502: runs meet the run before them.
    JobOverlap {
        /// Which kind.
        what: Meeting,
        /// It is a sequence.
        is_sequence: bool,
        /// Name of the schedule.
        schedule: Option<String>,
        /// The schedule of the run that holds it.
        holder: Option<String>,
        /// A sequence starts it.
        by_sequence: bool,
        /// Minutes since the other run started.
        gap_minutes: Option<u64>,
        /// Minutes that one takes.
        takes_minutes: Option<u64>,
        /// It needs slow runs.
        only_if_slow: bool,
        /// Starts that are refused.
        refused: u64,
        /// Starts that were looked at.
        starts: u64,
        /// The first that is refused.
        first_at: Option<Instant>,
        /// The end of what was looked at.
        until_at: Instant,
        /// Refusals in the last days.
        refused_recently: u64,
        /// How many days.
        recent_days: u64,
    }

    /// XOH-503: a run that goes on for too long.
    StuckRun {
        /// When the run started.
        started_at: Option<Instant>,
        /// Its id.
        run_id: String,
        /// The longest run before.
        longest_minutes: Option<u64>,
        /// Starts that are refused.
        refused: u64,
    }

    /// XOH-504: XO reads a schedule otherwise than cron.
    CronReadsOtherwise {
        /// Name of the schedule.
        schedule: String,
        /// Its id.
        schedule_id: String,
        /// Its pattern.
        cron: String,
        /// Which field.
        field: CronField,
        /// The field as written.
        written: String,
        /// How XO reads it.
        reading: CronReading,
        /// Something starts it.
        enabled: bool,
    }

    /// XOH-505: a job that backs nothing up.
    JobDoesNothing {
        /// Which kind.
        what: Idleness,
        /// Names of the schedules.
        schedules: Vec<String>,
        /// All schedules are like that.
        every_schedule: bool,
        /// VMs that are excluded.
        excluded: u64,
        /// Pools that are not known.
        unknown_pools: u64,
        /// The problem.
        problem: Option<String>,
    }

    /// XOH-506: a job names VMs that XO does not have.
    VmVanished {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// VMs the job names.
        named: u64,
        /// Connections that are switched off; none where that is not known.
        disabled_servers: Option<u64>,
    }

    /// XOH-507: an enabled schedule that has not run.
    ScheduleNotRun {
        /// Name of the schedule.
        schedule: String,
        /// Its id.
        schedule_id: String,
        /// Its pattern.
        cron: String,
        /// The last firing before which one was missed too.
        since_at: Instant,
        /// The last run of the job that is known.
        last_run_at: Option<Instant>,
        /// The newest snapshot of the job that is known.
        last_snapshot_at: Option<Instant>,
    }

    /// XOH-508: a smart job that takes replicas or restored VMs.
    ReplicasInJob {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// The job replicates to an SR on which some of them lie: each run doubles them.
        doubles: bool,
    }

    /// XOH-509: deltas of QCOW2 disks without NBD.
    Qcow2WithoutNbd {
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
        /// Names of their QCOW2 disks.
        disks: Vec<String>,
        /// Sum of their sizes: what a run moves at most.
        size_bytes: Bytes,
        /// Backups of these that were fulls, since the first one.
        fulls: u64,
        /// The job purges the data of its snapshots.
        purges: bool,
    }

    /// XOH-510: backups that lie where their source does.
    SourceOnTarget {
        /// Which kind of target.
        what: OutputKind,
        /// Name of the target.
        target: String,
        /// Its id.
        target_id: String,
        /// Name of the SR of the source.
        sr: String,
        /// Its id.
        sr_id: String,
        /// Names of the VMs.
        vms: Vec<String>,
        /// Their ids.
        vm_ids: Vec<String>,
    }
}
