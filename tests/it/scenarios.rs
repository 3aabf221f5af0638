//! Each built-in scenario of the mock shows the finding it is named after, through the real program.

use mock_xo::scenario;
use xo_health_core::findings::Code;

use crate::common::{instant, serve};
use crate::program::Home;

/// Findings that no scenario shows, with the reason.
const WITHOUT: [(&str, &str); 0] = [];

#[test]
fn each_scenario_shows_the_finding_it_is_named_after() {
    let home = Home::new();
    let mut shown = Vec::new();
    for scenario in scenario::ALL {
        let Some(code) = Code::ALL.iter().find(|code| code.slug() == scenario.name) else { continue };
        let state = scenario.build(instant()).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let at = instant().to_string();
        let args =
            ["check", "--url", &server.url(), "--at", &at, "--format", "json", "--sr-used-percent", "90"];
        let ran = home.run(&args, &[("XO_TOKEN", &token)]);
        let report = ran.json();
        let found = report["findings"].as_array().unwrap();
        let is_shown = found.iter().any(|finding| finding["code"] == code.to_string());
        let codes: Vec<_> = found.iter().map(|finding| &finding["code"]).collect();
        assert!(is_shown, "{}: {codes:?}", scenario.name);
        shown.push(code.slug());
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.slug())
        .filter(|slug| !shown.contains(slug) && WITHOUT.iter().all(|(known, _)| known != slug))
        .collect();
    assert!(missing.is_empty(), "no scenario shows {missing:?}");
}

#[test]
fn a_healthy_server_gives_status_0() {
    let healthy = scenario::ALL.iter().find(|scenario| scenario.name == "healthy").unwrap();
    let state = healthy.build(instant()).unwrap();
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let at = instant().to_string();
    let ran = Home::new().run(&["check", "--url", &server.url(), "--at", &at], &[("XO_TOKEN", &token)]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.starts_with("Yes"), "{}", ran.out);
}
