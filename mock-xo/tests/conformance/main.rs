//! Conformance: every recorded exchange with a real xo-server, replayed against the mock in the state of that server.
//!
//! `conformance.json` says how each exchange is compared with the recording: `exact`, by `shape`, or left `out`, and
//! why. An exchange without a rule, a rule without an exchange, and an exception without a reason fail the test.
//! `cargo test -p mock-xo --test conformance -- --nocapture` shows the figures.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
#![allow(missing_docs, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;

mod compare;
mod events;
mod fixture;
mod pools;
mod rest;
mod rules;
mod sessions;
mod world;

use std::collections::BTreeMap;

use serde_json::Value;

use compare::Verdict;
use fixture::Recordings;
use rules::{How, Rules};

/// At least this percentage of the exchanges in scope must agree.
const GOAL: f64 = 95.0;

/// One recorded exchange, and the mock's answer.
pub struct Exchange {
    /// `<world>/<file>#<number> <what was asked>`, which rules match.
    pub id: String,
    pub expected: Value,
    pub got: Value,
}

#[derive(Default)]
struct Figures {
    exact: usize,
    shape: usize,
    out: usize,
    wrong: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mock_answers_as_the_server_did() {
    let recordings = Recordings::load();
    let mut exchanges = Vec::new();
    for world in recordings.worlds() {
        exchanges.extend(sessions::replay(&recordings, &world).await);
        exchanges.extend(rest::replay(&recordings, &world).await);
    }
    exchanges.extend(pools::replay(&recordings).await);
    exchanges.extend(events::replay(&recordings).await);
    let (figures, complaints) = judge(&exchanges);
    let (mut in_scope, mut agree) = (0, 0);
    println!("{:44} {:>6} {:>6} {:>6} {:>6}", "recording", "exact", "shape", "out", "wrong");
    for (group, row) in &figures {
        println!("{group:44} {:>6} {:>6} {:>6} {:>6}", row.exact, row.shape, row.out, row.wrong);
        in_scope += row.exact + row.shape + row.wrong;
        agree += row.exact + row.shape;
    }
    let share = 100.0 * agree as f64 / in_scope as f64;
    println!("{agree} of {in_scope} exchanges in scope agree: {share:.1} % ({} in all)", exchanges.len());
    let readme = include_str!("../../README.md");
    let claim = format!("{agree} of {in_scope} others agree");
    assert!(readme.contains(&claim), "README.md does not say: {claim}");
    for complaint in &complaints {
        println!("{complaint}");
    }
    assert!(share >= GOAL, "{share:.1} % agree, {GOAL} % is the goal");
    assert!(in_scope > 500, "only {in_scope} exchanges: is the fixture whole?");
    assert!(complaints.is_empty(), "{} complaints, see above", complaints.len());
}

fn judge(exchanges: &[Exchange]) -> (BTreeMap<String, Figures>, Vec<String>) {
    let rules = Rules::load();
    let mut complaints = rules.complaints();
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    let mut used = vec![false; rules.len()];
    for exchange in exchanges {
        let file = exchange.id.split('#').next().unwrap_or_default();
        let group = file.split_once('/').map_or(file, |(_, name)| name).to_owned();
        let row = figures.entry(group).or_default();
        let Some((number, rule)) = rules.of(&exchange.id) else {
            complaints.push(format!("no rule names {}", exchange.id));
            continue;
        };
        used[number] = true;
        match (rule.how, compare::compare(rule, &exchange.expected, &exchange.got)) {
            (How::Out, _) => row.out += 1,
            (How::Exact, Verdict::Same) => row.exact += 1,
            (How::Shape, Verdict::Same) => row.shape += 1,
            (_, Verdict::Differs(difference)) => {
                row.wrong += 1;
                println!("differs: {}: {difference}", exchange.id);
            }
        }
    }
    let unused = used.iter().enumerate().filter(|(_, used)| !**used);
    complaints.extend(unused.map(|(number, _)| format!("rule names nothing: {}", rules.text_of(number))));
    (figures, complaints)
}
