//! `sr.stats`: figures of a quiet SR in XO's shape. In: an SR and a granularity. Out: series in which nothing happens:
//! storage checks do not read them, but a client may ask (xo-protocol 2.3).

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;

/// Granularity, seconds between two points, number of points.
const GRANULARITIES: [(&str, i64, usize); 4] =
    [("seconds", 5, 120), ("minutes", 60, 120), ("hours", 3_600, 168), ("days", 86_400, 366)];

pub(crate) fn of_sr(call: &Call<'_>) -> Result<Answer, RpcError> {
    let asked = call.params.get("granularity").and_then(Value::as_str).unwrap_or("seconds");
    let Some((_, interval, points)) = GRANULARITIES.into_iter().find(|(name, _, _)| *name == asked) else {
        let text = format!("Unknown granularity: '{asked}'. Use 'seconds', 'minutes', 'hours', or 'days'.");
        return Err(RpcError::Internal(text));
    };
    let state = call.server.state();
    let now = state.clock.now_ms() / 1000;
    let hosts = state.visible().filter(|object| object.kind() == "host");
    let names = hosts.filter_map(|host| host.value()["name_label"].as_str().map(str::to_owned));
    let iowait: serde_json::Map<String, Value> = names.map(|name| (name, series(points, 0.0))).collect();
    Ok(Answer::Value(json!({
        "interval": interval, "endTimestamp": now - now.rem_euclid(interval), "localTimestamp": null,
        "stats": {
            "iops": {"r": series(points, 20.5), "w": series(points, 35.25)},
            "ioThroughput": {"r": series(points, 1_048_576.5), "w": series(points, 2_097_152.5)},
            "latency": {"r": series(points, 1.5), "w": series(points, 2.5)},
            "iowait": iowait,
        },
    })))
}

fn series(points: usize, value: f64) -> Value {
    (0..points).map(|point| json!(value + (point % 7) as f64 / 8.0)).collect()
}
