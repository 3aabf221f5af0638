//! Logs that are well-formed JSON of the words of logs, every word in every wrong place.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::read_tree(bytes));
