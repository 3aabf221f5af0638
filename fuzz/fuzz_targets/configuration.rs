//! See `targets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::targets::read_configuration(bytes));
