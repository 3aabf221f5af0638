//! Messages about a history.

use super::UserMessage;
use xo_health_core::units::Bytes;
use xo_health_history::{HistoryError, Pruned, Stats};

pub(super) fn error(error: &HistoryError) -> UserMessage {
    use HistoryError as E;
    let place = |place: &xo_health_history::Shown| ("place", place.to_string());
    let reason = |reason: &String| ("reason", reason.clone());
    match error {
        E::NoHome => UserMessage::new("history-no-home", []),
        E::Address { reason: r } => UserMessage::new("history-address", [reason(r)]),
        E::File { place: p, source } => {
            UserMessage::new("history-file", [place(p), ("reason", super::reason(source))])
        }
        E::Missing { place: p } => UserMessage::new("history-missing", [place(p)]),
        E::Newer { place: p, version } => {
            UserMessage::new("history-newer", [place(p), ("version", version.to_string())])
        }
        E::NotOurs { place: p } => UserMessage::new("history-not-ours", [place(p)]),
        E::Damaged { place: p, reason: r } => UserMessage::new("history-damaged", [place(p), reason(r)]),
        E::Full { place: p, reason: r } => UserMessage::new("history-full", [place(p), reason(r)]),
        E::Busy { place: p, seconds } => {
            UserMessage::new("history-busy", [place(p), ("seconds", seconds.to_string())])
        }
        E::Connect { place: p, reason: r } => UserMessage::new("history-connect", [place(p), reason(r)]),
        E::Export { reason: r } => UserMessage::new("history-export", [reason(r)]),
        E::Database { place: p, reason: r } => UserMessage::new("history-database", [place(p), reason(r)]),
        other => UserMessage::new("history-other", [("reason", other.to_string())]),
    }
}

/// Warns that a reading could not be kept.
pub(in crate::cli) fn not_kept(error: &HistoryError) -> String {
    let reason = super::failure_of(error);
    UserMessage::new("history-not-kept", [("reason", reason.clone())])
        .or(|| format!("this reading could not be added to the history: {reason}"))
}

/// Warns that a reading was not added to the history because it is incomplete.
pub(in crate::cli) fn not_whole() -> String {
    UserMessage::new("history-not-whole", [])
        .or(|| "this reading was not added to the history: not all objects could be read".to_owned())
}

/// Says what became of the captures of a folder.
pub(in crate::cli) fn imported(new: u64, known: u64, left_out: u64) -> String {
    let variables = [("new", new), ("known", known), ("left-out", left_out)];
    UserMessage::new("history-imported", variables.map(|(name, count)| (name, count.to_string()))).or(|| {
        format!("{new} readings added, {known} already known, {left_out} left out because not all objects were read")
    }) + "\n"
}

/// Says what a history holds.
pub(in crate::cli) fn stats(stats: &Stats) -> String {
    let Stats { servers, readings, runs, forecasts, bytes, .. } = *stats;
    let span = stats.between.map_or_else(|| "-".to_owned(), |(first, last)| format!("{first} … {last}"));
    let size = Bytes(bytes);
    let counts = [("servers", servers), ("readings", readings), ("runs", runs), ("forecasts", forecasts)];
    let [a, b, c, d] = counts.map(|(name, count)| (name, count.to_string()));
    UserMessage::new("history-stats", [a, b, c, d, ("span", span.clone()), ("size", size.to_string())]).or(|| {
        format!("servers: {servers}\nreadings: {readings} ({span})\nruns: {runs}\nforecasts: {forecasts}\nsize: {size}")
    }) + "\n"
}

/// Says what was thinned out.
pub(in crate::cli) fn pruned(pruned: Pruned) -> String {
    let Pruned { readings, left } = pruned;
    UserMessage::new("history-pruned", [("readings", readings.to_string()), ("left", left.to_string())])
        .or(|| format!("{readings} readings removed, {left} left"))
        + "\n"
}
