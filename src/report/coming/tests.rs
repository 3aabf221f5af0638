//! Predictions in words, in every language.

use insta::assert_snapshot;

use super::*;
use crate::notation;
use crate::texts::testing;

fn inventory() -> Inventory {
    notation::inventory("sr local lvm 1TiB { vm web { disk root 40GiB: base 12GiB > leaf } }").unwrap()
}

/// One prediction of each kind, with each cause and action.
fn all(inventory: &Inventory) -> Vec<forecast::Prediction> {
    let at: Timestamp = "2026-11-23T02:00:00Z".parse().unwrap();
    let gib = Bytes::gib;
    let vdi = inventory.vdi_indices().find(|&vdi| inventory.vdi(vdi).name.contains("root"));
    let one = |error, class, cause, action| {
        forecast::Prediction::sample(error, "job", (error != Error::AlreadyRunning).then_some("web"), at)
            .with(inventory.sr_indices().next(), vdi, class)
            .because(cause, action)
    };
    let space = Some(Action::AddSpace { gib: 50 });
    let often = Some(Action::RunLessOften { one_of: 2 });
    let rarely = Some(Action::RunLessOften { one_of: 6 });
    vec![
        one(Error::NoSpace, Class::Exact, Cause::Room { need: gib(61), free: gib(40), daily: gib(9) }, space),
        one(
            Error::NoSpace,
            Class::Prior,
            Cause::Room { need: gib(61), free: gib(40), daily: Bytes::ZERO },
            Some(Action::DeleteSnapshots { count: 1 }),
        ),
        one(
            Error::ChainTooLong,
            Class::Simulated,
            Cause::Depth { nodes: 30, kept: 31 },
            Some(Action::KeepFewer { snapshots: 15 }),
        ),
        one(Error::ChainTooLong, Class::Simulated, Cause::Depth { nodes: 30, kept: 0 }, None),
        one(Error::UnhealthyChain, Class::Simulated, Cause::CollectorOff, Some(Action::StartCollector)),
        one(Error::UnhealthyChain, Class::Simulated, Cause::CollectorStuck, None),
        one(
            Error::UnhealthyChain,
            Class::Simulated,
            Cause::Merges { speed: Bytes::mib(9), daily: gib(500) },
            often,
        ),
        one(
            Error::RpoMissed,
            Class::Simulated,
            Cause::Time { daily: gib(500), speed: Bytes::mib(9), full: true },
            rarely,
        ),
        one(
            Error::AlreadyRunning,
            Class::Simulated,
            Cause::Time { daily: gib(500), speed: Bytes::mib(9), full: false },
            Some(Action::MoreAtOnce { concurrency: 4 }),
        ),
    ]
}

fn words(lang: Lang) -> String {
    let inventory = inventory();
    let forecast = Forecast { predictions: all(&inventory), rooms: Vec::new() };
    let views = predictions(&forecast, &inventory, &Plan::default(), lang);
    let line = |view: &Prediction| {
        format!(
            "{} {}\n  {}\n",
            view.error.code(),
            view.causes.join(" "),
            view.action.as_deref().unwrap_or("-")
        )
    };
    views.iter().map(line).collect()
}

#[test]
fn causes_and_actions() {
    assert_snapshot!("causes_and_actions_en", words(Lang::En));
    assert_snapshot!("causes_and_actions_ja", words(Lang::Ja));
}

#[test]
fn the_languages_say_the_same() {
    testing::same(&Lang::ALL.iter().map(|lang| (*lang, source(*lang))).collect::<Vec<_>>());
}

#[test]
fn when_a_forecast_fails_the_check() {
    let cases = [
        ("0.5@24h", Some((0.5, 24))),
        ("1@720", Some((1.0, 720))),
        ("0.5", None),
        ("2@24h", None),
        ("0.5@0h", None),
        ("0.5@721h", None),
        ("x@24h", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let read = text.parse::<FailOnForecast>().ok().map(|fail| (fail.chance, fail.within));
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn what_is_foretold_can_fail_the_check() {
    let inventory = inventory();
    let forecast = Forecast { predictions: all(&inventory), rooms: Vec::new() };
    let mut report = crate::report::samples::healthy();
    report.predictions = predictions(&forecast, &inventory, &Plan::default(), Lang::En);
    for (text, status) in [("0.5@24h", 2), ("0.95@24h", 0), ("0.5@25h", 0)] {
        let mut report = report.clone();
        report.fail_on_forecast(Some(text.parse().unwrap()));
        assert_eq!(report.exit_status, status, "{text}");
    }
    report.fail_on_forecast(None);
    assert_eq!(report.exit_status, 0);
}
