//! Causes and actions of the forecast in words.

use jiff::{SignedDuration, Timestamp};

use crate::blocks::Text;
use crate::names::Names;
use crate::say::Say;
use crate::words::Arg;
use xo_health_core::forecast::{Action, ForecastCause};
use xo_health_core::model::{JobId, ObjectId, ScheduleId};
use xo_health_core::outlook::BackupError;
use xo_health_core::units::Bytes;

/// The columns of a name in a sentence.
pub(crate) const NAME: u16 = 40;

/// The most snapshots that an action names: the `sr` command lists them all.
const NAMED_SNAPSHOTS: usize = 3;

/// What a cause or an action is about.
pub(crate) struct About<'a> {
    pub(crate) names: &'a Names,
    pub(crate) error: BackupError,
    pub(crate) at: Option<Timestamp>,
    pub(crate) sr: Option<&'a ObjectId>,
    pub(crate) vdi: Option<&'a ObjectId>,
    /// The first cause of the prediction, which may be another than the one in words.
    pub(crate) first: Option<&'a ForecastCause>,
}

impl About<'_> {
    fn at(&self, say: &Say<'_>) -> (&'static str, Arg<'static>) {
        ("at", self.at.map_or_else(String::new, |at| say.near(at)).into())
    }

    fn sr(&self) -> (&'static str, Arg<'static>) {
        ("sr", Arg::name(&self.sr.map(|sr| self.names.sr(sr)).unwrap_or_default(), NAME))
    }

    fn vdi(&self) -> (&'static str, Arg<'static>) {
        ("vdi", Arg::name(&self.vdi.map(|vdi| self.names.vdi(vdi)).unwrap_or_default(), NAME))
    }

    /// Says why the error occurs.
    pub(crate) fn cause(&self, cause: &ForecastCause, say: &Say<'_>) -> Text {
        let words = say.words;
        match *cause {
            ForecastCause::Room { need, free, daily } => {
                let [need, free] = need.apart(free);
                let args = [
                    self.at(say),
                    self.sr(),
                    self.vdi(),
                    ("need", need.into()),
                    ("free", free.into()),
                    ("daily", daily.into()),
                    ("written", Arg::flag(daily > Bytes::ZERO)),
                ];
                words.say("cause-room", args)
            }
            ForecastCause::SeenAs81 => words.phrase("cause-seen-as-81").into(),
            ForecastCause::Shrinks { now, by } => {
                words.say("cause-shrinks", [("now", now.into()), ("by", by.into())])
            }
            ForecastCause::Depth { nodes, kept } => words.say(
                "cause-depth",
                [self.at(say), self.vdi(), ("nodes", nodes.into()), ("kept", kept.into())],
            ),
            ForecastCause::Grows { nodes } => words.say("cause-grows", [("nodes", nodes.into())]),
            ForecastCause::CollectorOff => words.phrase("cause-collector-off").into(),
            ForecastCause::CollectorStuck => words.phrase("cause-collector-stuck").into(),
            ForecastCause::Merges { speed, daily } => {
                words.say("cause-merges", [self.at(say), ("speed", speed.into()), ("daily", daily.into())])
            }
            ForecastCause::Waiting { merges, bytes } => {
                words.say("cause-waiting", [("merges", merges.into()), ("bytes", bytes.into())])
            }
            ForecastCause::Foreign { snapshots } => {
                words.say("cause-foreign", [("snapshots", snapshots.into())])
            }
            ForecastCause::Time { daily, speed, full } => self.time(daily, speed, full, say),
            ForecastCause::SpeedUnknown { largest } => {
                words.say("cause-speed-unknown", [("largest", largest.into())])
            }
            ForecastCause::Old { since, allowed } => {
                let args = [
                    self.at(say),
                    ("since", say.near(since).into()),
                    ("allowed", words.duration(allowed).into()),
                ];
                words.say("cause-old", args)
            }
            ForecastCause::Interval { gap, took } => {
                let id = if gap.as_mins() == 0 { "cause-collide" } else { "cause-interval" };
                words.say(id, [("gap", words.duration(gap).into()), ("took", words.duration(took).into())])
            }
        }
    }

    fn time(&self, daily: Bytes, speed: Bytes, full: bool, say: &Say<'_>) -> Text {
        let id = match (self.error, self.first) {
            (BackupError::RpoMissed, Some(ForecastCause::Old { .. })) => "cause-speed",
            (BackupError::RpoMissed, _) => "cause-rpo",
            _ => "cause-running",
        };
        let args =
            [self.at(say), ("daily", daily.into()), ("speed", speed.into()), ("full", Arg::flag(full))];
        say.words.say(id, args)
    }

    /// Says what removes the error.
    pub(crate) fn action(&self, action: &Action, say: &Say<'_>) -> Text {
        let words = say.words;
        let one = |id, name: &'static str, n: u32| words.say(id, [(name, n.into())]);
        match action {
            Action::StartCollector => {
                words.say("action-collector", [self.sr(), ("named", Arg::flag(self.sr.is_some()))])
            }
            Action::RunNow => words.phrase("action-run-now").into(),
            Action::DeleteSnapshots { snapshots } => deletion(self.names, snapshots, say),
            Action::WaitForMerges { merges, hours } => {
                words.say("action-wait", [("merges", (*merges).into()), ("hours", (*hours).into())])
            }
            Action::MoveSchedule { job, schedule, minutes } => {
                move_schedule(self.names, job, schedule.as_ref(), *minutes, say)
            }
            Action::KeepFewer { snapshots, delete } if delete.is_empty() => {
                one("action-keep", "snapshots", *snapshots)
            }
            Action::KeepFewer { snapshots, delete } => {
                let args = [("snapshots", (*snapshots).into()), ("count", delete.len().into()), self.vdi()];
                words.say("action-trim", args)
            }
            Action::MoreAtOnce { concurrency } => one("action-at-once", "concurrency", *concurrency),
            Action::RunLessOften { one_of } => one("action-less-often", "one_of", *one_of),
            Action::TakeOut { job, vm } => {
                let vm = Arg::name(&self.names.vm(vm), NAME);
                words.say("action-take-out", [("vm", vm), ("job", Arg::name(&self.names.job(job), NAME))])
            }
            Action::AddSpace { gib } => {
                words.say("action-space", [self.sr(), ("size", Bytes::gib((*gib).into()).into())])
            }
        }
    }
}

/// Lists snapshots by their VM and day.
pub(crate) fn snapshots(names: &Names, ids: &[ObjectId], shown: usize, say: &Say<'_>) -> Text {
    let one = |id: &ObjectId| {
        let Some(vdi) = names.vdis.get(id) else { return Text::name(id.to_string(), NAME) };
        // the snapshot of a disk has the disk's name, that of its VM the name that people gave
        let name = vdi.vm.as_deref().unwrap_or(&vdi.name);
        let taken = vdi.taken_at.map(|at| say.day(at));
        let args = [
            ("name", Arg::name(name, NAME)),
            ("dated", Arg::flag(taken.is_some())),
            ("taken", taken.unwrap_or_default().into()),
        ];
        say.words.say("snapshot-of", args)
    };
    say.words.commas(ids.iter().take(shown).map(one))
}

fn deletion(names: &Names, ids: &[ObjectId], say: &Say<'_>) -> Text {
    let args = [
        ("count", ids.len().into()),
        ("names", snapshots(names, ids, NAMED_SNAPSHOTS, say).into()),
        ("more", ids.len().saturating_sub(NAMED_SNAPSHOTS).into()),
    ];
    say.words.say("action-delete", args)
}

/// Advises starting a schedule at another time.
pub(crate) fn move_schedule(
    names: &Names,
    job: &JobId,
    schedule: Option<&ScheduleId>,
    minutes: i32,
    say: &Say<'_>,
) -> Text {
    let name = schedule.and_then(|id| names.schedule(id));
    let by = say.words.duration(SignedDuration::from_mins(i64::from(minutes).abs()));
    let args = [
        ("job", Arg::name(&names.job(job), NAME)),
        ("schedule", Arg::name(name.unwrap_or_default(), NAME)),
        ("named", Arg::flag(name.is_some())),
        ("by", by.into()),
        ("way", if minutes < 0 { "earlier" } else { "later" }.into()),
    ];
    say.words.say("action-move", args)
}
