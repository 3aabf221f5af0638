//! Captures of a real server, played again: what the mock computes must be what the server answered.

// Clippy takes only functions marked as tests for tests, not their helpers.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use mock_xo::{State, chains::Chains, read_capture};
use serde_json::Value;

fn capture(name: &str) -> Value {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("{name}.json.gz"));
    read_capture(&path).unwrap()
}

#[test]
fn chain_figures_are_those_of_the_server() {
    for name in [
        "small-healthy",
        "unhealthy-chain-before-runs",
        "unhealthy-chain",
        "hidden-base-copies",
        "special-states",
    ] {
        let capture = capture(name);
        let expected = capture["calls"]["sr.getAllUnhealthyVdiChainsLength"].clone();
        let computed = Chains::of(&State::from_capture(capture).unwrap()).all_srs();
        let (expected, computed) = (expected.as_object().unwrap(), computed.as_object().unwrap());
        assert_eq!(expected.len(), computed.len(), "{name}: SRs");
        for (sr, info) in expected {
            assert_eq!(info, &computed[sr], "{name}: SR {sr}");
        }
    }
}
