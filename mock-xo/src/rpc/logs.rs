//! Backup logs over JSON-RPC. In: `backupNg.getLogs` and `getAllLogs`. Out: logs, the newest ones if limited.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;
use crate::filter::matches;
use crate::server::map_text;
use crate::stream::Source;

/// Answers `backupNg.getAllLogs`: a map by run id, or an address.
pub(crate) fn all(call: &Call<'_>) -> Result<Answer, RpcError> {
    if call.flag("ndjson") {
        let address = call.server.addresses().give(Source::Logs);
        return Ok(Answer::Value(json!({"$getFrom": address})));
    }
    let logs = call.server.logs(false);
    Ok(Answer::Text(map_text(logs.texts().map(|(id, log)| (id, log.get())))))
}

/// Answers `backupNg.getLogs`: ascending by start, between `after` and `before`, the last `limit` of those that
/// match all other parameters.
pub(crate) fn some(call: &Call<'_>) -> Result<Answer, RpcError> {
    let now = call.server.state().clock.now_ms();
    let all = call.server.logs(call.flag("_forceRefresh"));
    let after = bound(call, "after", now)?.unwrap_or(i64::MIN);
    let before = bound(call, "before", now)?.unwrap_or(i64::MAX);
    let mut filter = call.params.clone();
    filter.retain(|name, _| !["after", "before", "limit", "_forceRefresh"].contains(&name.as_str()));
    let filter = Value::Object(filter);
    let in_range = all.started(|start| (after..before).contains(&start));
    let newest = in_range.rev().filter(|log| matches(log, &filter)).take(call.limit().unwrap_or(usize::MAX));
    let mut logs: Vec<Value> = newest.collect();
    logs.reverse();
    Ok(Answer::Value(Value::Array(logs)))
}

/// Returns a time in ms; a duration such as `7 days` is counted back from now.
fn bound(call: &Call<'_>, name: &str, now: i64) -> Result<Option<i64>, RpcError> {
    match call.params.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => {
            let ms =
                duration_ms(text).ok_or_else(|| RpcError::Internal(format!("invalid duration: {text}")))?;
            Ok(Some(now.saturating_sub(ms)))
        }
        Some(value) => Ok(value.as_f64().map(|ms| ms as i64)),
    }
}

/// Parses a duration as Node's `ms` package writes it: a number and a unit, milliseconds without one.
pub(super) fn duration_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let split = text.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit = match unit.trim().to_lowercase().trim_end_matches('s') {
        // A lone `s` loses its letter above; `ms` becomes `m`, but `m` for minutes does not end with an `s`.
        "" if unit.trim().eq_ignore_ascii_case("s") => 1_000.0,
        "m" if unit.trim().eq_ignore_ascii_case("ms") => 1.0,
        "" | "msec" | "millisecond" => 1.0,
        "sec" | "second" => 1_000.0,
        "m" | "min" | "minute" => 60_000.0,
        "h" | "hr" | "hour" => 3_600_000.0,
        "d" | "day" => 86_400_000.0,
        "w" | "week" => 7.0 * 86_400_000.0,
        "y" | "yr" | "year" => 365.25 * 86_400_000.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| (number * unit) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let cases = [
            ("5", Some(5)),
            ("5ms", Some(5)),
            ("2s", Some(2_000)),
            ("2 seconds", Some(2_000)),
            ("1m", Some(60_000)),
            ("1.5 hours", Some(5_400_000)),
            ("7 days", Some(604_800_000)),
            ("1w", Some(604_800_000)),
            ("fortnight", None),
            ("3 moons", None),
        ];
        for (text, expected) in cases {
            assert_eq!(duration_ms(text), expected, "{text}");
        }
    }
}
