//! `backtest` on captures with `truth.json`, and on successive captures.

use crate::common::fixture;
use crate::program::Home;

#[test]
fn captures_with_truths() {
    let home = Home::new();
    for world in ["w001060", "w001102"] {
        let capture = std::fs::read(fixture(&format!("predicted/{world}.json.gz"))).unwrap();
        std::fs::create_dir_all(home.path(world)).unwrap();
        home.write(&format!("{world}/capture.json.gz"), capture);
        let errors = std::fs::read_to_string(fixture(&format!("predicted/{world}.truth.json"))).unwrap();
        home.write(
            &format!("{world}/truth.json"),
            format!(
                r#"{{"from": "2026-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z", "errors": {errors}}}"#
            ),
        );
    }
    std::fs::create_dir_all(home.path("empty")).unwrap();
    let ran = home.run(&["backtest", ".", "--draws", "50", "--format", "json"], &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let scores = ran.json();
    assert_eq!(scores["forecasts"], 2);
    assert_eq!(scores["left_out"].as_array().unwrap().len(), 1);
    let all = &scores["within"][2];
    assert_eq!((&all["precision"], &all["recall"]), (&1.0.into(), &1.0.into()), "{all}");
    assert_eq!(all["units"], 4 * (4 + 4) + 2, "{all}");
    let alone = home.run(&["backtest", "w001060", "--draws", "50", "--format", "json"], &[]);
    assert_eq!((alone.status, &alone.json()["forecasts"]), (0, &1.into()), "{}", alone.err);
}

#[test]
fn successive_captures() {
    let home = Home::new();
    let read = |name: &str| mock_xo::read_capture(&fixture(&format!("captures/{name}.json.gz"))).unwrap();
    // one server, before and after its runs
    for name in ["unhealthy-chain-before-runs", "unhealthy-chain"] {
        home.write(&format!("{name}.json"), serde_json::to_vec(&read(name)).unwrap());
    }
    let ran = home.run(&["backtest", ".", "--draws", "50"], &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("1 forecast and what happened\n"), "{}", ran.out);
}

#[test]
fn nothing_to_score() {
    let home = Home::new();
    for folder in [".", "missing"] {
        let ran = home.run(&["backtest", folder], &[]);
        assert_eq!((ran.status, ran.out.as_str()), (64, ""), "{folder}");
    }
}
