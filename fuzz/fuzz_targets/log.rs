//! Any bytes as a backup log: how the check reads it, and how `explain` does.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::read_log(bytes));
