//! Logs that are well-formed JSON of the words of logs, every word in every wrong place.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let log = xo_health_fuzz::spell::log(bytes).to_string();
    xo_health_fuzz::read_as_run(log.as_bytes());
    xo_health_fuzz::explained(log.as_bytes());
});
