//! Every number of the forecast that no server shows: what is in before anything is learnt, how much evidence is
//! enough, and how wide a guess is.
//!
//! Each says its unit and its source, or "guess, because …". Rules of XO, XAPI and the storage manager are not here: they
//! are in [`crate::storage`], [`crate::chains`] and [`crate::backup`]. A spread is the standard deviation of a natural
//! logarithm: 0.7 is a factor of 2 either way.

use crate::units::Bytes;

const MIB: f64 = Bytes::mib(1).0 as f64;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

// ------------------------------------------------------------------------------------------------ how a forecast is reported

/// Nothing is ever said to be surer than this: surprises exist. Probability; guess, because about one unit of 50 on the
/// example worlds met something that no capture announces.
pub const SUREST: f64 = 0.97;

/// What is less likely than this is not reported. Probability; guess: two draws of 500, since one may be anything.
pub(super) const TOLD_FROM: f64 = 0.004;

/// The least that is reported of an error that no rule excludes. Probability; guess: on the example worlds 4 of 8,000 such
/// units failed within a week, and a report has three digits.
pub(super) const LEAST: f64 = 0.001;

/// What a window leaves out at either end. Share of draws; 0.04 and not 0.05, because draws know less than they could.
pub(super) const WINDOW_TAIL: f64 = 0.04;

/// By how much a window is wider than the draws. Seconds; guess, because what comes at a fixed minute still takes its time.
pub(super) const WINDOW_MARGIN: f64 = 900.0;

/// A chance from which something that is stuck is named as the reason. Probability; more likely than not.
pub(super) const STUCK_FROM: f64 = 0.5;

/// How many draws are made. 500 show a half to 2 %.
pub(super) const DRAWS: u32 = 500;

/// The same on a large server: 200 show a half to 4 %.
pub(super) const DRAWS_LARGE: u32 = 200;

/// Fewer draws promise nothing: where there was no time for more, what did not come in any may still come. Count; what
/// `--draws` takes at the least, 20 tell a half to 11 %.
pub(super) const DRAWS_LEAST: u32 = 20;

/// VMs in jobs from which a server is large.
pub(super) const LARGE: usize = 2000;

/// How many draws are made of a huge server: 100 show a half to 5 %.
pub(super) const DRAWS_HUGE: u32 = 100;

/// VMs in jobs from which a server is huge: 10,000 then stay below 15 s, 100,000 below three minutes
/// (docs/performance.md).
pub(super) const HUGE: usize = 5000;

/// How far the room of SRs is looked at. Seconds; a month is what people plan for.
pub(super) const ROOM_HORIZON: f64 = 30.0 * DAY;

/// Draws for the room of SRs: enough for nine of ten.
pub(super) const ROOM_DRAWS: u32 = 20;

/// The same on a huge server: just enough.
pub(super) const ROOM_DRAWS_HUGE: u32 = 10;

/// Steps until the horizon at which free space is noted: every six hours of a week. A drawing shows no more.
pub(crate) const ROOM_STEPS: usize = 28;

/// Draws that note it: enough for eight of ten.
pub(crate) const ROOM_PATHS: u32 = 200;

// ---------------------------------------------------------------------------------------------------- what VMs write

/// Logs that are looked at for what VMs write. Seconds; guess, because older ones show other times.
pub(super) const CHURN_SINCE: f64 = 28.0 * DAY;

/// The part of a disk that a VM writes in a day, where nothing shows it. Share; guess, because
/// facts/storage-manager.md 6.3 has 3 % for the worst.
pub(super) const DAILY: f64 = 0.008;

/// The most that the disks of others make believed of one. Share of a disk a day; guess, because it is beyond 6.3's worst.
pub(super) const DAILY_MOST: f64 = 0.05;

/// The part of what is written that was never written before, in the middle. Share; guess, because most changes hit places
/// that hold data already (facts/storage-manager.md 6.4, database and OS churn).
pub(super) const GROWTH: f64 = 0.07;

/// How far [`GROWTH`] goes from server to server. Spread; guess, a factor of 2.7: some only write their logs again,
/// others collect.
pub(super) const GROWTH_SPREAD: f64 = 1.0;

/// The same where full backups of the past show it. Spread; guess, because what was written is known to a tenth or two.
pub(super) const GROWTH_SPREAD_SEEN: f64 = 0.25;

/// Deltas from which the growth since a full backup is believed. Count; guess, because two may be odd days.
pub(super) const GROWTH_DELTAS: u32 = 3;

/// The time that these deltas have to span, and what they have to have moved. Seconds, bytes; guess: what was written within
/// minutes, or is no more than the blocks that storage rounds to, tells of no day.
pub(super) const GROWTH_KNOWN: (f64, f64) = (0.5 * DAY, 64.0 * MIB);

/// What is free on a nearly full SR, of its size, and by how much more grows there. Share, factor; guess: what is full
/// has grown, and is met more often there than where nothing grows.
pub(super) const NEARLY_FULL: (f64, f64) = (0.07, 1.7);

/// From which share of an SR what belongs to no disk is looked at. Share; guess: less is file systems' own.
pub(super) const FOREIGN_FROM: f64 = 0.1;

/// How likely it grows: whoever else uses a share. Probability; guess, because old archives are there as often as live
/// ones.
pub(super) const FOREIGN_GROWS: f64 = 0.35;

/// How much of itself it then grows by a day: the middle, and the spread. Share, spread; guess: to the double in a
/// month or two.
pub(super) const FOREIGN_GROWTH: (f64, f64) = (0.02, 1.0);

/// By how much a leaf that lacked room at the last run was larger than what is free now. Factor; guess.
pub(super) const LACKED: f64 = 1.15;

/// The part of what was written that must have been merged since, for the same. Share; guess, below it the root cannot
/// show it.
pub(super) const GROWTH_MERGED: f64 = 0.1;

/// The free part of a root from which growth is as usual; below it less and less is new. Share; guess, because file systems
/// fill their holes first.
pub(super) const ROOM_TO_GROW: f64 = 0.3;

/// How much of a disk holds data, where the server does not show it. Share; guess, the middle of what servers show.
pub(super) const FILL: f64 = 0.6;

/// How surely. Spread; guess, from 0.4 to 0.8.
pub(super) const FILL_SPREAD: f64 = 0.25;

/// How surely a leaf is known by the snapshot before it. Spread; guess, a day's variation.
pub(super) const LEAF_SPREAD: f64 = 0.2;

/// The same where no snapshot shows when it began. Spread; guess, a factor of 2.
pub(super) const LEAF_SPREAD_UNKNOWN: f64 = 0.7;

/// What a disk outside all jobs writes of what a disk of its size in jobs does. Share; guess, because what matters enough
/// to write is mostly backed up.
pub(super) const NOT_BACKED_UP: f64 = 0.3;

/// The part of a VM's writes that is spread over its disks by size, whatever their chains show. Share; guess, because a
/// disk that was idle lately is not idle for ever.
pub(super) const SHARE_BY_SIZE: f64 = 0.05;

/// The least part of a VM's writes that disks take together whose SR does not show it. Share; guess, because what the
/// others wrote since the last snapshot may be an odd day.
pub(super) const HIDDEN_LEAST: f64 = 0.1;

/// The part of a day that must be known for it to count. Share of a day.
pub(super) const DAY_KNOWN: f64 = 0.5;

/// Deltas from which the hours of writing show: no longer than this. Seconds; guess, because a longer one blurs day and
/// night.
pub(super) const HOURLY_DELTA: f64 = 7.0 * HOUR;

/// The part of an hour that a delta must cover to count for it. Share of an hour.
pub(super) const HOUR_COVERED: f64 = 0.3;

/// Deltas of each hour of the day that show a profile. Count; guess, the least that has a middle.
pub(super) const HOUR_DELTAS: usize = 3;

/// Hours of a day that must be known for the others to be compared with it. Count; guess, three quarters.
pub(super) const HOURS_OF_DAY: u32 = 18;

/// How much is written in each hour of the day, where no log shows it. Weights; guess: half as much while people sleep.
pub(super) const HOURS: [f64; 24] = [
    0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.7, 1.0, 1.1, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.0, 0.9, 0.9,
    0.9, 0.8, 0.7,
];

/// Days of weekends, and of weekdays, that show how they differ. Count; guess, the least.
pub(super) const WEEKEND_DAYS: (usize, usize) = (2, 3);

/// How much better a factor of the weekend must fit than none. Share; half a percent, so that chance makes none.
pub(super) const WEEKEND_BETTER: f64 = 0.995;

/// Days of a VM from which the variation of days is learnt. Count; guess, the least that has a middle.
pub(super) const VARIED_DAYS: usize = 3;

/// How much the writes of all VMs grow a day before anything is seen. Spread; guess, because 3 % a day is twentyfold in
/// 100.
pub(super) const TREND_SPREAD: f64 = 0.03;

/// Days of VMs below which no trend is looked for, and the spread then. Count, spread; guess.
pub(super) const TREND_UNSEEN: (f64, f64) = (8.0, 0.003);

/// The most that one day may pull a trend. Logarithm; a factor of e.
pub(super) const TREND_PULL: f64 = 1.0;

/// By how much a trend is less sure than its residuals say. Factor; guess, because days of VMs are not independent.
pub(super) const TREND_ERROR: f64 = 1.5;

/// How a VM's writes vary from day to day where too few days show it. Spread; guess.
pub(super) const DAY_SPREAD: f64 = 0.25;

/// Between what the spread seen from day to day is believed. Spread; guess, because a few days are alike by chance.
pub(super) const DAY_SPREAD_BOUNDS: (f64, f64) = (0.05, 1.0);

/// Days of VMs from which the spread is believed. Count; guess.
pub(super) const DAY_SPREAD_DAYS: usize = 5;

/// The part of the spread that all VMs have in common, where too few days show it. Share; guess.
pub(super) const COMMON_PART: f64 = 0.3;

/// VMs on a day, and such days, that show what they have in common. Counts; guess.
pub(super) const COMMON_SEEN: (usize, usize) = (3, 4);

/// By how much a disk varies more than its VM, whose disks make up for each other. Factor; guess, two disks and a half.
pub(super) const DISK_VARIES: f64 = 1.2;

/// Days that belong to the end of a month. Count; guess, because accounts are closed in the last days.
pub(super) const MONTH_END_DAYS: i8 = 3;

/// From which factor the end of a month is something special. Factor; guess, beyond a day's variation.
pub(super) const MONTH_END_FROM: f64 = 1.5;

/// Days of VMs at the end of a month from which it is known what happens then. Count; guess, the least.
pub(super) const MONTH_END_SEEN: usize = 2;

/// How much more is written at the end of a month where no log reaches back to one, and how likely. Factor, probability; guess:
/// one server in twenty closes accounts, and most take no notice of a month.
pub(super) const MONTH_END_UNSEEN: (f64, f64) = (2.5, 0.05);

/// How likely a month ends like the one before. Probability; guess.
pub(super) const MONTH_END_AGAIN: f64 = 0.9;

// ------------------------------------------------------------------------------------------------------ transfers

/// Bytes per second of one transfer and of all, where no log shows any. Guess, half of a gigabit network.
pub(super) const LINK_SPEED: f64 = 60.0 * MIB;

/// How surely, and how runs then differ. Spreads; guess: from 36 to 100 MiB/s.
pub(super) const LINK_UNKNOWN: (f64, f64) = (0.5, 0.1);

/// Seconds that a transfer takes beside its bytes, where no log shows any, and where too few short ones do. Guess: a
/// few calls.
pub(super) const TRANSFER_SECONDS: (f64, f64) = (5.0, 3.0);

/// What one transfer must have moved for its speed to tell of the link. Bytes; guess: that is a second of a gigabit network,
/// less is over before it has begun.
pub(super) const TELLING_BYTES: f64 = 64.0 * MIB;

/// Transfers of a link that are looked at: the latest. Count; guess, because older ones show other times.
pub(super) const TRANSFERS: usize = 4000;

/// Neighbours of a transfer that are looked at for overlap. Count; guess: transfers of one link at once are few.
pub(super) const NEIGHBOURS: usize = 32;

/// Transfers at once from which one is shared, and up to which it is alone. Counts, in the mean over the transfer; guess.
pub(super) const SHARED: (f64, f64) = (1.5, 1.3);

/// The part of the time that must be shared for the total to be read from shared transfers alone. Share; guess.
pub(super) const SHARED_TIME: f64 = 0.3;

/// The part of the time alone from which one VM's speed is believed, and which quantile of it. Shares; guess.
pub(super) const ALONE: (f64, f64) = (0.05, 0.75);

/// Seconds from which a transfer shows its speed rather than what it takes beside its bytes; by hour of the day. Guess.
pub(super) const TELLING_SECONDS: (f64, f64) = (60.0, 20.0);

/// Transfers from which their variation is believed, what it is before, and its bounds. Count, spreads; guess.
pub(super) const LINK_NOISE: (usize, f64, f64, f64) = (5, 0.1, 0.01, 0.5);

/// How surely a speed is known: at best, and for one transfer alone more. Spreads; guess.
pub(super) const LINK_SPREAD: (f64, f64) = (0.03, 0.3);

/// Transfers that the mean of the day counts for, against those of an hour. Count; guess.
pub(super) const HOUR_WEIGHT: f64 = 3.0;

/// Seconds before the snapshot, for it, and after the transfer, where no log shows any. Guess, the middle of what logs
/// show.
pub(super) const OVERHEAD: [f64; 3] = [3.0, 8.0, 4.0];

/// How far the seconds before the snapshot go from VM to VM of a run. Spread; guess, a third either way.
pub(super) const BEFORE_SPREAD: f64 = 0.3;

/// Runs of a job that show how long it takes: the latest. Count; guess: data grow.
pub(super) const TOOK_RUNS: usize = 30;

/// Runs of a job that show in which order it takes its VMs. Count; guess: VMs come and go.
pub(super) const ORDER_RUNS: u32 = 5;

/// What a transfer under way gets of its link. Share; guess: it is rarely alone.
pub(super) const RUNNING_SHARE: f64 = 0.5;

/// The least that a transfer under way still has to move. Share of the expected; guess.
pub(super) const RUNNING_LEAST: f64 = 0.05;

// ------------------------------------------------------------------------------------------------------ the collector

/// How far back the replay of an SR goes. Seconds; guess: older merges leave no trace.
pub(super) const REPLAY_SINCE: f64 = 9.0 * DAY;

/// Happenings that a replay looks at: the latest. Count; bounds the time it takes.
pub(super) const REPLAY_LATEST: usize = 4000;

/// How fast an SR merges before anything is seen: the middle in MiB/s, and the spread (facts/storage-manager.md 4.2: 20
/// to 100).
pub(super) const MERGE_SPEED: (f64, f64) = (50.0, 0.8);

/// The speeds that are tried, in MiB/s.
pub(super) const MERGE_SPEEDS: [f64; 19] = [
    2.0, 3.0, 5.0, 7.0, 9.0, 12.0, 16.0, 20.0, 26.0, 33.0, 42.0, 54.0, 70.0, 90.0, 115.0, 150.0, 200.0,
    280.0, 400.0,
];

/// The seconds each merge takes beside the copying that are tried (facts/storage-manager.md 4.1: 10 to 60), with their
/// weight before anything is seen.
pub(super) const MERGE_SECONDS: [(f64, f64); 2] = [(8.0, 0.6), (30.0, 0.4)];

/// How much a wrong number of refusals weighs. Factor of the logarithm of the likelihood; guess, because refusals are far
/// from independent of each other.
pub(super) const REFUSALS_WEIGHT: f64 = 0.7;

/// How much a merge that waits where the replay has none weighs, and how many count. Factor, count; guess, for the same
/// reason.
pub(super) const WAITS_WEIGHT: (f64, f64) = (0.9, 12.0);

/// The weight below which a guess of the speed is dropped, against the best.
pub(super) const SPEED_DROPPED: f64 = 1e-3;

/// What a delta wrote where the log shows a full backup. Share of a day; guess.
pub(super) const FULL_WROTE: f64 = 0.25;

/// How far the merges of one draw differ from each other in speed. Spread; guess.
pub(super) const MERGE_NOISE: f64 = 0.15;

/// How likely a collector is stuck whose host was started after the last run: with `auto-scan`, and without. Probabilities;
/// guess, because nothing shows that it works, and without the scan nothing starts it.
pub(super) const STUCK_SINCE_START: (f64, f64) = (0.3, 0.6);

/// How late a merge must be, while others' are done, to be stuck, and how likely it is then. Hours, probability; guess.
pub(super) const STUCK_LATE: (f64, f64) = (0.4, 0.85);

// ------------------------------------------------------------------------------------------------------ surprises

/// Days for which a collector that is seen at work goes on, in the mean, and how many days that counts for against
/// those that the logs show. Guess: once a year, because images go bad and units fail (facts/storage-manager.md 6.5).
pub(super) const COLLECTOR_DIES_DAYS: f64 = 365.0;

/// Days after which a collector that stands still is repaired, in the mean. Guess: two weeks, because skipped backups are
/// noticed, and rarely on the first day.
pub(super) const COLLECTOR_REPAIRED_DAYS: f64 = 14.0;

/// Days between restarts of XO, in the mean, and how many days that counts for. Guess: XO is released every month, and some
/// skip releases.
pub(super) const RESTART_DAYS: f64 = 60.0;

/// Days between slow times of a repository, in the mean. Guess: a few times a year.
pub(super) const SLOW_DAYS: f64 = 120.0;

/// How many times slower it is then, and for how many hours in the mean. Guess.
pub(super) const SLOW: (f64, f64) = (4.0, 12.0);

/// Days between snapshots that someone takes and forgets, in the mean, and of how many VMs. Guess: twice a year, some VMs.
pub(super) const FORGOTTEN_DAYS: f64 = 180.0;
pub(super) const FORGOTTEN_SHARE: f64 = 0.2;

/// Days between days on which all VMs write far more (updates, a scan, a migration), in the mean. Guess: every half year.
pub(super) const BULK_DAYS: f64 = 180.0;

/// How many times as much they write then: the middle, and the spread. Guess.
pub(super) const BULK: (f64, f64) = (5.0, 0.5);

/// How likely a collector stands still that shows no task although it should; one of which nothing is ever shown, and
/// one whose task has done nothing for long. Probabilities; guess: the first is all but certain, because nothing else
/// explains it.
pub(super) const STANDS_STILL: (f64, f64, f64) = (0.98, 0.85, 0.85);

// ------------------------------------------------------------------------------------------------ what was seen before

/// How far back the growth of data is looked at. Seconds; guess: two weeks have each weekday twice, and what was before
/// shows other times.
pub(super) const SEEN_SINCE: f64 = 15.0 * DAY;

/// Days of it that are needed. Count; guess: the least that has a middle and tells weekdays from chance.
pub(super) const SEEN_DAYS: usize = 4;

/// Merges on an SR in that time, for each of its days, from which what is in its roots tells how the data grow. Count; guess:
/// where nothing is merged, roots stay as they are whatever is written.
pub(super) const SEEN_MERGES: f64 = 0.3;

/// The least and the most that data are said to grow, against what is usual. Factors; guess.
pub(super) const SEEN_GROWTH: (f64, f64) = (0.03, 20.0);

/// How surely growth is known that was seen: at best, and at worst. Spreads; guess: a week differs from the one before by a
/// sixth at least.
pub(super) const SEEN_SPREAD: (f64, f64) = (0.15, 0.8);

/// In which time what others do on a share counts for half. Seconds; guess, because what began last week goes on, and what
/// was the week before does not count any more.
pub(super) const OTHERS_HALF: f64 = 2.5 * DAY;

/// How long what came before a change of course and after it must be, and what the misfit of two lines may be of that of
/// one. Seconds, share; guess: two days are no accident, and two lines always fit a little better.
pub(super) const COURSE_CHANGES: (f64, f64) = (2.0 * DAY, 0.4);

/// Readings that tell what others do, and the time they have to span. Count, seconds; guess.
pub(super) const OTHERS_SEEN: (usize, f64) = (6, 2.0 * DAY);

/// By how much what others do varies beside what was seen. Share of it; guess: a fifth from week to week.
pub(super) const OTHERS_VARY: f64 = 0.2;

/// What must go at once to be a clean-up: of what others' bytes ranged over, and of the SR. Shares; guess: less is noise
/// of what images show.
pub(super) const RETURN_FROM: (f64, f64) = (0.2, 0.005);

/// The least that clean-ups vary in time. Seconds; guess: a job of someone else takes its time.
pub(super) const RETURN_SPREAD: f64 = 1800.0;

/// For how many times of its rhythm a clean-up that did not come is still expected. Count; guess.
pub(super) const RETURN_OVERDUE: f64 = 1.0;

/// Readings that are so close together tell what was merged between them. Seconds; guess: within more than two hours much may
/// have come and gone.
pub(super) const CLOSE: f64 = 2.0 * HOUR;

/// How far what was merged in such a time goes from what a speed promises, and as how many of these times all of them count.
/// Spread, count; guess: merges begin and end between readings, and one hour is like the next.
pub(super) const MERGES_WEIGHT: (f64, f64) = (1.0, 3.0);

/// For how long nothing was merged while something waited: up to when the collector works for sure, and from when it stands
/// still. Seconds; guess: one merge may take hours, and the pause before it minutes.
pub(super) const IDLE_SURE: (f64, f64) = (1800.0, 6.0 * HOUR);

/// How likely a collector is stuck at most that was seen at work, and at least that was not. Probabilities; guess, because a
/// long merge looks like none.
pub(super) const STUCK_SEEN: (f64, f64) = (0.05, 0.9);
