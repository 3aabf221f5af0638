//! Any bytes as input of `xo-health explain`: mails, markdown, HTML, JSON, codes, plain text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xo_health_fuzz::explained(bytes));
