//! Causes in words.

use jiff::Timestamp;

use super::{NAME, OutlookFormatter};
use crate::blocks::Text;
use crate::predictions::say::About;
use crate::words::Arg;
use xo_health_core::forecast;
use xo_health_core::model::ObjectId;
use xo_health_core::outlook::{BackupError, Cause, Row};

/// How many disks of a cause are named.
const DISKS: usize = 2;

/// The columns of an error in the server's words.
const MESSAGE: u16 = 100;

/// What a cause is about, beyond its own values.
pub(crate) struct Context<'a> {
    pub(crate) error: BackupError,
    pub(crate) at: Option<Timestamp>,
    pub(crate) sr: Option<&'a ObjectId>,
    pub(crate) vdi: Option<&'a ObjectId>,
    pub(crate) first: Option<&'a Cause>,
}

impl<'a> Context<'a> {
    /// Takes the context from a row.
    pub(crate) fn of(row: &'a Row) -> Self {
        Self {
            error: row.error.unwrap_or(BackupError::Other),
            at: Some(row.at),
            sr: row.sr_id.as_ref(),
            vdi: row.vdi_id.as_ref(),
            first: row.cause.as_ref(),
        }
    }
}

impl OutlookFormatter<'_> {
    /// Says why something goes wrong.
    pub(crate) fn cause(&self, cause: &Cause, context: &Context<'_>) -> Text {
        let words = self.say.words;
        let id = format!("why-{}", crate::words::key(cause));
        let id = id.as_str();
        let sr = |id: &ObjectId| ("sr", Arg::name(&self.names.sr(id), NAME));
        let repository = |id: &ObjectId| ("repository", Arg::name(&self.names.repository(id), NAME));
        let disks = |ids: &[ObjectId]| ("disks", self.disks(ids).into());
        match cause {
            Cause::StuckRun { since, refused, .. } => {
                let [dated, since] = self.dated("since", *since);
                words.say(id, [dated, since, ("refused", (*refused).into())])
            }
            Cause::AtLimit { vdi_id, nodes, replica } => {
                let vdi = ("vdi", Arg::name(&self.names.vdi(vdi_id), NAME));
                words.say(id, [vdi, ("nodes", (*nodes).into()), ("replica", Arg::flag(*replica))])
            }
            Cause::NoRoom { sr_id, need_bytes, free_bytes, target } => {
                let [need, free] = need_bytes.apart(*free_bytes);
                let (need, free) = (("need", need.into()), ("free", free.into()));
                words.say(id, [sr(sr_id), need, free, ("target", Arg::flag(*target))])
            }
            Cause::MergesStopped { vdi_ids, by } => words.say(id, [disks(vdi_ids), ("by", Arg::key(by))]),
            Cause::MergesPending { vdi_ids, merges } => {
                words.say(id, [disks(vdi_ids), ("merges", (*merges).into())])
            }
            Cause::NoMoreRoomThanThen { sr_id, free_bytes, at } => {
                let [dated, at] = self.dated("at", *at);
                words.say(id, [sr(sr_id), ("free", (*free_bytes).into()), dated, at])
            }
            Cause::RepositoryRoom { repository_id, need_bytes, free_bytes } => {
                let [need, free] = need_bytes.apart(*free_bytes);
                words.say(id, [repository(repository_id), ("need", need.into()), ("free", free.into())])
            }
            Cause::RepositoryUnavailable { repository_id, why } => {
                words.say(id, [repository(repository_id), ("why", Arg::key(why))])
            }
            Cause::SrUnavailable { sr_id, why } => {
                let named = ("named", Arg::flag(sr_id.is_some()));
                let name = sr_id.as_ref().map(|id| self.names.sr(id)).unwrap_or_default();
                words.say(id, [named, ("sr", Arg::name(&name, NAME)), ("why", Arg::key(why))])
            }
            Cause::BrokenChain { vdi_ids } => words.say(id, [disks(vdi_ids)]),
            Cause::DiskMissing { vdi_id } => words.say(id, [("vdi", Arg::name(&vdi_id.to_string(), NAME))]),
            Cause::VmMissing => words.phrase(id).into(),
            Cause::NothingSaved { why } => words.say(id, [("why", Arg::key(why))]),
            Cause::NotStarted { starts, last_run_at } => {
                let [dated, at] = self.dated("at", *last_run_at);
                words.say(id, [("starts", (*starts).into()), dated, at])
            }
            Cause::FailedBefore { times, error_code, message, whole_run, .. } => {
                let quoted = message.as_ref().or(error_code.as_ref()).map(|text| Arg::name(text, MESSAGE));
                let quoted = quoted.unwrap_or_else(|| "none".into());
                words
                    .say(id, [("times", (*times).into()), ("whole", Arg::flag(*whole_run)), ("said", quoted)])
            }
            Cause::Surprises { failed } => words.say(id, [("n", failed.n.into()), ("of", failed.of.into())]),
            Cause::Found { finding, .. } => {
                let title = words.title(*finding);
                words.say(id, [("code", format!("XOH-{}", finding.number()).into()), ("title", title.into())])
            }
            Cause::NotRead { unread } => words.say(id, [("what", self.all_unread(unread).into())]),
            Cause::Forecast(cause) => self.forecast(cause, context),
        }
    }

    fn forecast(&self, cause: &forecast::ForecastCause, context: &Context<'_>) -> Text {
        let first = match context.first {
            Some(Cause::Forecast(first)) => Some(first),
            _ => None,
        };
        let Context { error, at, sr, vdi, .. } = *context;
        About { names: self.names, error, at, sr, vdi, first }.cause(cause, self.say)
    }

    /// Lists disks: some by name, and how many more there are.
    fn disks(&self, ids: &[ObjectId]) -> Text {
        let names = ids.iter().map(|id| self.say.quoted(&self.names.vdi(id), NAME)).collect();
        self.say.names(names, DISKS)
    }

    /// Returns the variables of an instant that may be unknown.
    pub(super) fn dated(&self, name: &'static str, at: Option<Timestamp>) -> [super::Variable; 2] {
        [
            ("dated", Arg::flag(at.is_some())),
            (name, at.map(|at| self.say.near(at)).unwrap_or_default().into()),
        ]
    }
}
