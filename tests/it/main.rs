//! The real program against a mock server, and the real server's answers against the report. See `tests/README.md`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod agreement;
mod anonymous;
mod attacks;
mod backtests;
mod between;
mod by_proxy;
mod capture_content;
mod captures;
mod common;
mod compared;
mod configuration;
mod demo;
mod ends;
mod explain;
mod fake;
mod faults;
mod formats;
mod fuzzed;
mod hostile;
mod jobs;
mod leaves_nothing;
mod loading;
mod logs;
mod mirrors;
mod one_sr;
mod only_reads;
mod outlooks;
mod predicted;
mod program;
mod readme;
mod replay;
mod retries;
mod robustness;
mod rpo;
mod runs;
mod saving;
mod scenarios;
mod sign_in;
mod special_states;
mod streams;
mod suppressed;
mod unreachable;
mod whole;
mod worlds;
