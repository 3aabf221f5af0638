//! Every number of the forecast that no server shows: what is assumed before anything is learnt, how much evidence is
//! enough, and how wide a guess is.
//!
//! Each states its unit and its source, or "guess, because …". Rules of XO, XAPI and the storage manager are not here:
//! they are in [`crate::storage`], [`crate::chains`] and [`crate::backup`]. A spread is the standard deviation of a
//! natural logarithm: 0.7 is a factor of 2 either way.

use crate::units::Bytes;

const MIB: f64 = Bytes::mib(1).0 as f64;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

// ------------------------------------------------------------------------------------------------ how a forecast is reported

/// No prediction is ever surer than this, because surprises exist. Probability; guess, because about one unit in 50 of
/// the example worlds met something that no capture announces.
pub const SUREST: f64 = 0.97;

/// What is less likely than this is not reported. Probability; guess: two draws of 500, since a single one may be
/// chance.
pub(super) const REPORTED_FROM: f64 = 0.004;

/// The lowest chance reported for an error that no rule excludes. Probability; guess: on the example worlds 4 of 8,000
/// such units failed within a week, and a report has three digits.
pub(super) const LEAST: f64 = 0.001;

/// What a window leaves out at either end. Share of draws; 0.04 and not 0.05, because draws vary less than reality.
pub(super) const WINDOW_TAIL: f64 = 0.04;

/// How much wider a window is than the draws, on either side. Seconds; guess, because what comes at a fixed minute
/// still takes its time.
pub(super) const WINDOW_MARGIN: f64 = 900.0;

/// The chance from which something stuck is named as the cause. Probability; more likely than not.
pub(super) const STUCK_FROM: f64 = 0.5;

/// How many draws are made. 500 determine a probability of one half to within 2 %.
pub(super) const DRAWS: u32 = 500;

/// The same on a large server: to within 4 %.
pub(super) const DRAWS_LARGE: u32 = 200;

/// Fewer draws promise nothing: if time allowed no more, what came in none of them may still come. Count; also the
/// minimum of `--draws`: 20 determine one half to within 11 %.
pub(super) const DRAWS_LEAST: u32 = 20;

/// Number of VMs in jobs from which a server is large.
pub(super) const LARGE: usize = 2000;

/// How many draws are made of a huge server: to within 5 %.
pub(super) const DRAWS_HUGE: u32 = 100;

/// Number of VMs in jobs from which a server is huge: 10,000 then stay below 15 s, 100,000 below three minutes
/// (docs/performance.md).
pub(super) const HUGE: usize = 5000;

/// How far ahead the room of SRs is forecast. Seconds; a month is what people plan for.
pub(super) const ROOM_HORIZON: f64 = 30.0 * DAY;

/// Draws for the room of SRs: enough for a probability of 90 %.
pub(super) const ROOM_DRAWS: u32 = 20;

/// The same on a huge server: just enough.
pub(super) const ROOM_DRAWS_HUGE: u32 = 10;

/// Steps until the horizon at which free space is recorded: every six hours of a week. A chart shows no more.
pub(crate) const ROOM_STEPS: usize = 28;

/// Draws that record it: enough for a band that contains 80 %.
pub(crate) const ROOM_PATHS: u32 = 200;

// ---------------------------------------------------------------------------------------------------- what VMs write

/// How far back logs are searched for what VMs write. Seconds; guess, because older ones show other times.
pub(super) const CHURN_SINCE: f64 = 28.0 * DAY;

/// The part of a disk that a VM writes in a day, where nothing shows it. Share; guess, because facts/storage-manager.md
/// 6.3 gives 3 % for the worst case.
pub(super) const DAILY: f64 = 0.008;

/// The most that other disks can suggest for one that shows nothing. Share of a disk a day; guess, because it is beyond
/// the worst case of 6.3.
pub(super) const DAILY_MOST: f64 = 0.05;

/// The median part of writes that goes to blocks never written before. Share; guess, because most changes hit places
/// that already hold data (facts/storage-manager.md 6.4, database and OS churn).
pub(super) const GROWTH: f64 = 0.07;

/// How much [`GROWTH`] varies from server to server. Spread; guess, a factor of 2.7: some only overwrite their logs,
/// others accumulate.
pub(super) const GROWTH_SPREAD: f64 = 1.0;

/// The same where past full backups show it. Spread; guess, because what was written is known to within 10 or 20 %.
pub(super) const GROWTH_SPREAD_SEEN: f64 = 0.25;

/// Number of deltas from which the growth since a full backup is believed. Count; guess, because two may be odd days.
pub(super) const GROWTH_DELTAS: u32 = 3;

/// The time that these deltas must span, and what they must have moved. Seconds, bytes; guess: what was written within
/// minutes, or is no more than the blocks that storage rounds to, says nothing about a day.
pub(super) const GROWTH_KNOWN: (f64, f64) = (0.5 * DAY, 64.0 * MIB);

/// The free share of a nearly full SR, and how much faster its disks grow. Share, factor; guess: what is full has
/// grown, so growth is more common there than elsewhere.
pub(super) const NEARLY_FULL: (f64, f64) = (0.07, 1.7);

/// The share of an SR from which bytes of no disk are modelled. Share; guess: less is the file system's own.
pub(super) const FOREIGN_FROM: f64 = 0.1;

/// How likely these bytes grow: someone else uses the share. Probability; guess, because old archives are as common as
/// live ones.
pub(super) const FOREIGN_GROWS: f64 = 0.35;

/// The part of itself by which it then grows a day: the median, and the spread. Share, spread; guess: it doubles in a
/// month or two.
pub(super) const FOREIGN_GROWTH: (f64, f64) = (0.02, 1.0);

/// How much larger a leaf that lacked room at the last run was than what is free now. Factor; guess.
pub(super) const LACKED: f64 = 1.15;

/// The part of these writes that must have been merged since, for the same purpose. Share; guess: below it, the root
/// cannot show the growth.
pub(super) const GROWTH_MERGED: f64 = 0.1;

/// The free part of a root above which growth is as usual; below it, less and less of what is written is new. Share;
/// guess, because file systems fill their holes first.
pub(super) const ROOM_TO_GROW: f64 = 0.3;

/// How much of a disk holds data, where the server does not show it. Share; guess, the median of what servers show.
pub(super) const FILL: f64 = 0.6;

/// How uncertain that is. Spread; guess, from 0.4 to 0.8.
pub(super) const FILL_SPREAD: f64 = 0.25;

/// How uncertain a leaf is whose snapshot shows when it began. Spread; guess, a day's variation.
pub(super) const LEAF_SPREAD: f64 = 0.2;

/// The same where no snapshot shows it. Spread; guess, a factor of 2.
pub(super) const LEAF_SPREAD_UNKNOWN: f64 = 0.7;

/// What a disk outside all jobs writes, relative to a disk of its size in jobs. Share; guess, because what matters
/// enough to be written is mostly backed up.
pub(super) const NOT_BACKED_UP: f64 = 0.3;

/// The part of a VM's writes that is spread over its disks by size, whatever their chains show. Share; guess, because a
/// disk that was idle lately is not idle for ever.
pub(super) const SHARE_BY_SIZE: f64 = 0.05;

/// The least part of a VM's writes that goes to disks whose SR does not show it. Share; guess, because what the others
/// wrote since the last snapshot may be an odd day.
pub(super) const HIDDEN_LEAST: f64 = 0.1;

/// The part of a day that must be known for the day to count. Share of a day.
pub(super) const DAY_KNOWN: f64 = 0.5;

/// The longest delta that shows at which hours a VM writes. Seconds; guess, because a longer one blurs day and night.
pub(super) const HOURLY_DELTA: f64 = 7.0 * HOUR;

/// The part of an hour that a delta must cover to count for it. Share of an hour.
pub(super) const HOUR_COVERED: f64 = 0.3;

/// Deltas of each hour of the day that show a profile. Count; guess, the fewest that have a median.
pub(super) const HOUR_DELTAS: usize = 3;

/// Hours of a day that must be known for the others to be compared with it. Count; guess, three quarters.
pub(super) const HOURS_OF_DAY: u32 = 18;

/// How much is written at each hour of the day, where no log shows it. Weights; guess: half as much while people sleep.
pub(super) const HOURS: [f64; 24] = [
    0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.7, 1.0, 1.1, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.0, 0.9, 0.9,
    0.9, 0.8, 0.7,
];

/// Weekend days and weekdays needed to show how they differ. Count; guess, the minimum.
pub(super) const WEEKEND_DAYS: (usize, usize) = (2, 3);

/// The misfit with a weekend factor, relative to that without, below which the factor is used. Share; half a percent
/// better, so that chance produces none.
pub(super) const WEEKEND_BETTER: f64 = 0.995;

/// Days of a VM from which the variation between days is learnt. Count; guess, the fewest that have a median.
pub(super) const VARIED_DAYS: usize = 3;

/// How much the daily growth of all VMs' writes varies before anything is observed. Spread; guess, because 3 % a day is
/// a factor of 20 in 100 days.
pub(super) const TREND_SPREAD: f64 = 0.03;

/// Number of VM days below which no trend is sought, and its spread then. Count, spread; guess.
pub(super) const TREND_UNSEEN: (f64, f64) = (8.0, 0.003);

/// The most by which one day may pull a trend. Logarithm; a factor of e.
pub(super) const TREND_PULL: f64 = 1.0;

/// How much less certain a trend is than its residuals suggest. Factor; guess, because days of VMs are not independent.
pub(super) const TREND_ERROR: f64 = 1.5;

/// How much a VM's writes vary from day to day where too few days show it. Spread; guess.
pub(super) const DAY_SPREAD: f64 = 0.25;

/// The bounds within which an observed day-to-day spread is believed. Spread; guess, because a few days are alike by
/// chance.
pub(super) const DAY_SPREAD_BOUNDS: (f64, f64) = (0.05, 1.0);

/// Number of VM days from which the spread is believed. Count; guess.
pub(super) const DAY_SPREAD_DAYS: usize = 5;

/// The part of the spread that all VMs share, where too few days show it. Share; guess.
pub(super) const COMMON_PART: f64 = 0.3;

/// VMs on one day, and number of such days, that show what VMs share. Counts; guess.
pub(super) const COMMON_SEEN: (usize, usize) = (3, 4);

/// How much more a disk varies than its VM, whose disks even each other out. Factor; guess, two and a half disks.
pub(super) const DISK_VARIES: f64 = 1.2;

/// Days that belong to the end of a month. Count; guess, because accounts are closed in the last days.
pub(super) const MONTH_END_DAYS: i8 = 3;

/// The factor from which the end of a month is special. Factor; guess, beyond a day's variation.
pub(super) const MONTH_END_FROM: f64 = 1.5;

/// Number of VM days at the end of a month from which its effect is known. Count; guess, the minimum.
pub(super) const MONTH_END_SEEN: usize = 2;

/// How much more is written at the end of a month, and how likely, where no log reaches back to one. Factor,
/// probability; guess: one server in twenty closes accounts, and most ignore the end of a month.
pub(super) const MONTH_END_UNSEEN: (f64, f64) = (2.5, 0.05);

/// How likely the end of a month repeats the one before. Probability; guess.
pub(super) const MONTH_END_AGAIN: f64 = 0.9;

// ------------------------------------------------------------------------------------------------------ transfers

/// Bytes per second of one transfer and of all, where no log shows any. Guess, half a gigabit network.
pub(super) const LINK_SPEED: f64 = 60.0 * MIB;

/// How uncertain that is, and how much runs then differ. Spreads; guess: from 36 to 100 MiB/s.
pub(super) const LINK_UNKNOWN: (f64, f64) = (0.5, 0.1);

/// Seconds that a transfer takes apart from its bytes: where no log shows any, and where too few short ones do. Guess:
/// a few calls.
pub(super) const TRANSFER_SECONDS: (f64, f64) = (5.0, 3.0);

/// What a transfer must have moved for its speed to say something about the link. Bytes; guess: less than a second of a
/// gigabit network is over before it has begun.
pub(super) const INFORMATIVE_BYTES: f64 = 64.0 * MIB;

/// Number of latest transfers of a link that are examined. Count; guess, because older ones show other times.
pub(super) const TRANSFERS: usize = 4000;

/// Neighbours of a transfer that are checked for overlap. Count; guess: few transfers share a link at one time.
pub(super) const NEIGHBOURS: usize = 32;

/// Number of simultaneous transfers from which one counts as shared, and up to which it counts as alone. Counts,
/// averaged over the transfer; guess.
pub(super) const SHARED: (f64, f64) = (1.5, 1.3);

/// The part of the time that must be shared for shared transfers alone to show the total. Share; guess.
pub(super) const SHARED_TIME: f64 = 0.3;

/// The part of the time spent alone from which the speed of one VM is believed, and the quantile used. Shares; guess.
pub(super) const ALONE: (f64, f64) = (0.05, 0.75);

/// Seconds from which a transfer shows its speed rather than its overhead: in general, and by hour of the day. Guess.
pub(super) const INFORMATIVE_SECONDS: (f64, f64) = (60.0, 20.0);

/// Number of transfers from which their variation is believed, its value before that, and its bounds. Count, spreads;
/// guess.
pub(super) const LINK_NOISE: (usize, f64, f64, f64) = (5, 0.1, 0.01, 0.5);

/// How uncertain a speed is: at best, and how much more with a single transfer. Spreads; guess.
pub(super) const LINK_SPREAD: (f64, f64) = (0.03, 0.3);

/// Number of transfers that the mean of the day counts for, relative to those of an hour. Count; guess.
pub(super) const HOUR_WEIGHT: f64 = 3.0;

/// Seconds before the snapshot, for it, and after the transfer, where no log shows any. Guess, the median of what logs
/// show.
pub(super) const OVERHEAD: [f64; 3] = [3.0, 8.0, 4.0];

/// How much the seconds before the snapshot vary between the VMs of a run. Spread; guess, a third either way.
pub(super) const BEFORE_SPREAD: f64 = 0.3;

/// Number of latest runs of a job that show how long it takes. Count; guess: data grow.
pub(super) const TOOK_RUNS: usize = 30;

/// Runs of a job that show the order in which it takes its VMs. Count; guess: VMs come and go.
pub(super) const ORDER_RUNS: u32 = 5;

/// What a transfer under way gets of its link. Share; guess: it is rarely alone.
pub(super) const RUNNING_SHARE: f64 = 0.5;

/// The least that a transfer under way still has to move. Share of the expected bytes; guess.
pub(super) const RUNNING_LEAST: f64 = 0.05;

// ------------------------------------------------------------------------------------------------------ the collector

/// How far back the replay of an SR goes. Seconds; guess: older merges leave no trace.
pub(super) const REPLAY_SINCE: f64 = 9.0 * DAY;

/// Number of latest events that a replay looks at. Count; bounds the time it takes.
pub(super) const REPLAY_LATEST: usize = 4000;

/// How far the speed of merges may be from the best estimate of [`Speed::PRIOR`](crate::storage::Speed::PRIOR) before
/// anything is observed: the standard deviation of its logarithm (facts/storage-manager.md 4.2: 20 to 100 MB/s).
pub(super) const MERGE_SPEED_SPREAD: f64 = 0.8;

/// The speeds that are tried, in MiB/s.
pub(super) const MERGE_SPEEDS: [f64; 19] = [
    2.0, 3.0, 5.0, 7.0, 9.0, 12.0, 16.0, 20.0, 26.0, 33.0, 42.0, 54.0, 70.0, 90.0, 115.0, 150.0, 200.0,
    280.0, 400.0,
];

/// The overheads per merge that are tried, in seconds (facts/storage-manager.md 4.1: 10 to 60), with their weights
/// before anything is observed.
pub(super) const MERGE_SECONDS: [(f64, f64); 2] = [(8.0, 0.6), (30.0, 0.4)];

/// How much a wrong number of refusals weighs. Factor of the log-likelihood; guess, because refusals are far from
/// independent of each other.
pub(super) const REFUSALS_WEIGHT: f64 = 0.7;

/// How much a waiting merge weighs that the replay does not have, and how many count at most. Factor, count; guess, for
/// the same reason.
pub(super) const WAITS_WEIGHT: (f64, f64) = (0.9, 12.0);

/// How much better the best speed must explain the past than the worst for the speed to count as learnt. Difference of
/// log-likelihoods; ln 3, guess: less barely moves the prior.
pub(super) const SPEED_EVIDENCE: f64 = 1.0986;

/// The weight, relative to the best, below which a speed is dropped.
pub(super) const SPEED_DROPPED: f64 = 1e-3;

/// What a delta would have written where the log shows a full backup. Share of a day; guess.
pub(super) const FULL_WROTE: f64 = 0.25;

/// How much the speed of merges varies within one draw. Spread; guess.
pub(super) const MERGE_NOISE: f64 = 0.15;

/// How likely a collector is stuck if its host was started after the last run: with `auto-scan`, and without.
/// Probabilities; guess, because nothing shows that it works, and without the scan nothing starts it.
pub(super) const STUCK_SINCE_START: (f64, f64) = (0.3, 0.6);

/// How late a merge must be, while others are done, to count as stuck, and how likely it then is. Hours, probability;
/// guess.
pub(super) const STUCK_LATE: (f64, f64) = (0.4, 0.85);

// ------------------------------------------------------------------------------------------------------ surprises

/// Mean days until a collector that was seen at work dies, and how many days that counts for, relative to those that
/// the logs show. Guess: once a year, because images go bad and units fail (facts/storage-manager.md 6.5).
pub(super) const COLLECTOR_DIES_DAYS: f64 = 365.0;

/// Mean days until a collector that stands still is repaired. Guess: two weeks, because skipped backups are noticed,
/// but rarely on the first day.
pub(super) const COLLECTOR_REPAIRED_DAYS: f64 = 14.0;

/// Mean days between restarts of XO, and how many days that counts for. Guess: XO is released every month, and some
/// skip releases.
pub(super) const RESTART_DAYS: f64 = 60.0;

/// Mean days between slow periods of a repository. Guess: a few times a year.
pub(super) const SLOW_DAYS: f64 = 120.0;

/// How many times slower it is then, and for how many hours on average. Guess.
pub(super) const SLOW: (f64, f64) = (4.0, 12.0);

/// Mean days between snapshots that someone takes and forgets, and the share of VMs they concern. Guess: twice a year,
/// some VMs.
pub(super) const FORGOTTEN_DAYS: f64 = 180.0;
pub(super) const FORGOTTEN_SHARE: f64 = 0.2;

/// Mean days between days on which all VMs write far more (updates, a scan, a migration). Guess: every half year.
pub(super) const BULK_DAYS: f64 = 180.0;

/// How many times as much they write then: the median, and the spread. Guess.
pub(super) const BULK: (f64, f64) = (5.0, 0.5);

/// How likely a collector stands still if it shows no task although it should, if it never shows any, and if its task
/// has done nothing for long. Probabilities; guess: the first is all but certain, because nothing else explains it.
pub(super) const STANDSTILL: (f64, f64, f64) = (0.98, 0.85, 0.85);

// ------------------------------------------------------------------------------------------------ what was seen before

/// How far back the growth of data is examined. Seconds; guess: two weeks contain each weekday twice, and anything
/// older shows other times.
pub(super) const SEEN_SINCE: f64 = 15.0 * DAY;

/// Days of it that are needed. Count; guess: the fewest that have a median and distinguish weekdays from chance.
pub(super) const SEEN_DAYS: usize = 4;

/// Merges on an SR in that time, per day, from which its roots show how the data grow. Count; guess: where nothing is
/// merged, roots stay as they are whatever is written.
pub(super) const SEEN_MERGES: f64 = 0.3;

/// The bounds of the growth of data, relative to the usual. Factors; guess.
pub(super) const SEEN_GROWTH: (f64, f64) = (0.03, 20.0);

/// How uncertain observed growth is: at best, and at worst. Spreads; guess: a week differs from the one before by a
/// sixth at least.
pub(super) const SEEN_SPREAD: (f64, f64) = (0.15, 0.8);

/// The half-life of what others do on a share. Seconds; guess, because what began last week goes on, and the week
/// before no longer counts.
pub(super) const OTHERS_HALF: f64 = 2.5 * DAY;

/// How long the periods before and after a change of course must be, and the highest misfit of two lines, relative to
/// that of one. Seconds, share; guess: two days are no accident, and two lines always fit a little better.
pub(super) const COURSE_CHANGES: (f64, f64) = (2.0 * DAY, 0.4);

/// Number of observations that show what others do, and the time they must span. Count, seconds; guess.
pub(super) const OTHERS_SEEN: (usize, f64) = (6, 2.0 * DAY);

/// How much what others do varies beyond what was observed. Share of it; guess: a fifth from week to week.
pub(super) const OTHERS_VARY: f64 = 0.2;

/// What must go at once to count as a clean-up: of the range of others' bytes, and of the SR. Shares; guess: less is
/// noise in what images show.
pub(super) const RETURN_FROM: (f64, f64) = (0.2, 0.005);

/// The least by which clean-ups vary in time. Seconds; guess: someone else's job takes its time.
pub(super) const RETURN_SPREAD: f64 = 1800.0;

/// Periods for which a clean-up that did not come is still expected. Count; guess.
pub(super) const RETURN_OVERDUE: f64 = 1.0;

/// How often disks must have given space back for it to be a rhythm. Count; guess: twice is chance.
pub(super) const TRIMS_SEEN: usize = 3;

/// Manual snapshots that must have been seen to appear, or to disappear, before their rate is learnt. Count; guess: once
/// is chance.
pub(super) const BY_HAND_SEEN: usize = 2;

/// Days of observation that the usual rate of manual snapshots weighs as much as. Days; guess: servers differ from each
/// other far more than months do, so that a month of observation outweighs it.
pub(super) const BY_HAND_DAYS: f64 = 30.0;

/// Days that must be seen at the end of a month, and at other times, and the number of spreads by which the former must
/// exceed the latter. Counts, factor; guess: ten days have a median, and three spreads are no chance.
pub(super) const MONTH_END_ROOM: (usize, usize, f64) = (2, 10, 3.0);

/// The highest factor for the end of a month that the room of SRs may show. Guess: more is a copied disk.
pub(super) const MONTH_END_MOST: f64 = 10.0;

/// How close two observations must be to show what was merged between them. Seconds; guess: within more than two hours
/// much may have come and gone.
pub(super) const CLOSE: f64 = 2.0 * HOUR;

/// How much what was merged in such a time deviates from what a speed predicts, and how many of these times all of them
/// together count for. Spread, count; guess: merges begin and end between observations, and one hour is like the next.
pub(super) const MERGES_WEIGHT: (f64, f64) = (1.0, 3.0);

/// How long nothing was merged while something waited: up to where the collector certainly works, and from where it
/// stands still. Seconds; guess: one merge may take hours, and the pause before it minutes.
pub(super) const IDLE_SURE: (f64, f64) = (1800.0, 6.0 * HOUR);

/// How likely a collector is stuck: at most, if it was seen at work, and at least, if it was not. Probabilities; guess,
/// because a long merge looks like none.
pub(super) const STUCK_SEEN: (f64, f64) = (0.05, 0.9);
