//! Any bytes as a backup log: what the check reads of it, and what `explain` does.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::read_log(bytes));
