//! Captures: the answers of a real server, as a state to serve.
//!
//! In: a file `.json`, `.json.gz` or `.json.zst` of format `xo-health.capture/1`:
//! `{format, captured_at (ms), server: {version}, calls: {method: result}}`. Out: its JSON, or a [`State`].

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use thiserror::Error;

use crate::state::{Clock, State};

/// The `format` of captures that can be read.
pub const FORMAT: &str = "xo-health.capture/1";

/// Why a capture cannot be served.
#[derive(Debug, Error)]
pub enum CaptureError {
    /// The file cannot be read or decompressed.
    #[error("cannot read the capture {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: std::io::Error,
    },
    /// The file is not JSON.
    #[error("the capture {path} is not JSON: {source}; is it complete?")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where it stops being JSON.
        source: serde_json::Error,
    },
    /// The JSON is not a capture.
    #[error("not a capture of format {FORMAT}: `format` is {0}")]
    Format(String),
    /// The answer to a call does not have the shape that XO gives it.
    #[error("the capture's answer to {method} should be {expected}")]
    Shape {
        /// The JSON-RPC method.
        method: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// An object lacks `id` or `type`.
    #[error("the capture's xo.getAllObjects cannot be used: {0}")]
    Object(String),
}

/// Reads a capture; the suffix of the file's name selects its compression.
///
/// # Errors
/// The file cannot be read, decompressed or parsed.
pub fn read(path: &Path) -> Result<Value, CaptureError> {
    let read_error = |source| CaptureError::Read { path: path.to_owned(), source };
    let file = BufReader::new(File::open(path).map_err(read_error)?);
    let mut text = String::new();
    let mut reader: Box<dyn Read> = match path.extension().and_then(|end| end.to_str()) {
        Some("gz") => Box::new(flate2::bufread::GzDecoder::new(file)),
        Some("zst") => Box::new(zstd::Decoder::with_buffer(file).map_err(read_error)?),
        _ => Box::new(file),
    };
    reader.read_to_string(&mut text).map_err(read_error)?;
    serde_json::from_str(&text).map_err(|source| CaptureError::Parse { path: path.to_owned(), source })
}

impl State {
    /// Returns a server in the state that a capture shows, with the users of [`State::new`]. Calls that the capture
    /// lacks are answered as by a server that has none of these things.
    ///
    /// # Errors
    /// `capture` is not a capture, or one of its answers does not have XO's shape.
    pub fn from_capture(mut capture: Value) -> Result<Self, CaptureError> {
        let format = capture.get("format").cloned().unwrap_or_default();
        if format != FORMAT {
            return Err(CaptureError::Format(format.to_string()));
        }
        let mut state = Self::new();
        if let Some(version) = capture.pointer("/server/version").and_then(Value::as_str) {
            state.version = version.to_owned();
        }
        // The server's clock continues from the moment of the capture, so that what was recent stays recent.
        let captured = capture.get("captured_at").and_then(Value::as_i64);
        if let Some(at) = captured.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()) {
            state.clock = Clock::starting_at(at);
        }
        let mut calls = match capture.get_mut("calls").map(Value::take) {
            Some(Value::Object(calls)) => calls,
            _ => {
                return Err(CaptureError::Shape {
                    method: "calls",
                    expected: "an object of answers by method",
                });
            }
        };
        for object in take_map(&mut calls, "xo.getAllObjects")?.into_iter().map(|(_, object)| object) {
            state.objects.insert(object).map_err(|error| CaptureError::Object(error.to_string()))?;
        }
        state.backup_jobs = take_list(&mut calls, "backupNg.getAllJobs")?;
        state.mirror_jobs = take_list(&mut calls, "mirrorBackup.getAllJobs")?;
        state.metadata_jobs = take_list(&mut calls, "metadataBackup.getAllJobs")?;
        state.call_jobs = take_list(&mut calls, "job.getAll")?;
        state.schedules = take_list(&mut calls, "schedule.getAll")?;
        state.logs = take_map(&mut calls, "backupNg.getAllLogs")?.into();
        state.remotes = take_list(&mut calls, "remote.getAll")?;
        state.remote_info = take_map(&mut calls, "remote.getAllInfo")?;
        state.proxies = take_list(&mut calls, "proxy.getAll")?;
        state.servers = take_list(&mut calls, "server.getAll")?;
        Ok(state)
    }
}

fn take_list(calls: &mut Map<String, Value>, method: &'static str) -> Result<Vec<Value>, CaptureError> {
    match calls.get_mut(method).map(Value::take) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(CaptureError::Shape { method, expected: "an array" }),
    }
}

fn take_map(
    calls: &mut Map<String, Value>,
    method: &'static str,
) -> Result<Map<String, Value>, CaptureError> {
    match calls.get_mut(method).map(Value::take) {
        None => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(CaptureError::Shape { method, expected: "an object" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_no_capture_is_refused() {
        let cases = [
            (json!({}), "format"),
            (json!({"format": "xo-health.capture/2", "calls": {}}), "format"),
            (json!({"format": FORMAT}), "calls"),
            (json!({"format": FORMAT, "calls": {"schedule.getAll": {}}}), "schedule.getAll"),
            (json!({"format": FORMAT, "calls": {"xo.getAllObjects": []}}), "xo.getAllObjects"),
            (json!({"format": FORMAT, "calls": {"xo.getAllObjects": {"x": {"type": "SR"}}}}), "`id`"),
        ];
        for (capture, expected) in cases {
            let error = State::from_capture(capture.clone()).unwrap_err().to_string();
            assert!(error.contains(expected), "{capture}: {error}");
        }
    }

    #[test]
    fn answers_become_the_state() {
        let capture = json!({
            "format": FORMAT, "captured_at": 1, "server": {"version": "9.9.9"},
            "calls": {
                "xo.getAllObjects": {"s": {"id": "s", "type": "SR"}},
                "schedule.getAll": [{"id": "1"}],
                "backupNg.getAllLogs": {"5": {"id": "5", "start": 5}},
            },
        });
        let state = State::from_capture(capture).unwrap();
        assert_eq!(state.version, "9.9.9");
        assert_eq!(state.objects.len(), 1);
        assert_eq!(state.schedules, [json!({"id": "1"})]);
        assert_eq!(state.logs.by_start().collect::<Vec<_>>(), [json!({"id": "5", "start": 5})]);
        assert_eq!(state.proxies, Vec::<Value>::new());
    }
}
