//! Logs of well-formed JSON from the words of logs, with every word in every wrong place.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::read_tree(bytes));
