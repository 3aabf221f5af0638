//! The shape of the values: what the document promises, and that it can be read back.

use serde_json::{Value, json};

use crate::findings::catalogue::Actor;
use crate::forecast;
use crate::notation::NOW;
use crate::outlook::*;
use crate::units::Bytes;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn row(probability: f64, cause: Option<Cause>) -> Row {
    Row {
        job_id: "j".into(),
        schedule_id: Some("s".into()),
        vm_id: "v".into(),
        at: NOW,
        outcome: Outcome::of(probability),
        probability,
        likelihood: Likelihood::of(probability),
        error: Some(BackupError::NoSpace),
        cause,
        behind: Vec::new(),
        basis: Basis::Simulation,
        shown: probability,
        sr_id: None,
        vdi_id: None,
        missing: vec![Missing { output: Output::Repository { id: "r".into() }, last_good_at: None }],
    }
}

fn there_and_back<T>(value: &T) -> Value
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let written = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::from_value::<T>(written.clone()).unwrap(), *value);
    written
}

#[test]
fn a_row_has_the_keys_that_are_promised() {
    let written = there_and_back(&row(0.6, Some(Cause::VmMissing)));
    for key in ["job_id", "schedule_id", "vm_id", "at", "outcome", "probability", "error", "cause"] {
        assert!(keys(&written).contains(&key), "{key}");
    }
    assert_eq!(written["outcome"], "fails");
    assert_eq!(written["error"], "SR_BACKEND_FAILURE_44");
    assert_eq!(written["cause"], json!({"code": "vm_missing"}));
    assert_eq!(written["missing"][0]["output"], json!({"type": "repository", "id": "r"}));
}

/// Causes of the forecast are on the same level as the others.
#[test]
fn every_cause_has_a_code() {
    let gib = Bytes::gib(1);
    let room = forecast::ForecastCause::Room { need: gib, free: gib, daily: gib };
    let written = there_and_back(&row(0.6, Some(Cause::Forecast(room))));
    assert_eq!(written["cause"]["code"], "room");
    let again = Share { n: 2, of: 3 };
    let failed = Cause::FailedBefore {
        times: 3,
        since: Some(NOW),
        error_code: None,
        message: Some("other side closed".to_owned()),
        whole_run: false,
        again,
    };
    assert_eq!(there_and_back(&failed)["code"], "failed_before");
}

#[test]
fn a_step_has_the_keys_that_are_promised() {
    let step = Step {
        step: 1,
        action: StepAction::KeepFewer { keep: 28, kept: 30, delete: 2 },
        objects: vec![Object { kind: ObjectKind::Vm, id: "v".into(), name: "web".to_owned() }],
        before: Some(NOW),
        who: Actor::VmOwner,
        fixes: vec![Fix { job_id: "j".into(), vm_id: Some("v".into()), error: BackupError::ChainTooLong }],
        probability_before: 1.0,
        probability_after: 0.0,
        command: None,
        menu: Some(Menu::JobEdit),
        costs: vec![Cost::RestorePoints { count: 2 }],
        sr_ids: vec!["sr".into()],
    };
    let written = there_and_back(&step);
    let promised = [
        "step",
        "action",
        "objects",
        "before",
        "who",
        "fixes",
        "probability_before",
        "probability_after",
        "command",
    ];
    for key in promised {
        assert!(keys(&written).contains(&key), "{key}");
    }
    assert_eq!(written["action"]["code"], "keep_fewer");
    assert_eq!(written["who"], "vm-owner");
    assert_eq!(written["objects"], json!([{"type": "vm", "id": "v", "name": "web"}]));
    let mut fix = keys(&written["fixes"][0]);
    fix.sort_unstable();
    assert_eq!(fix, ["error", "job_id", "vm_id"]);
}

#[test]
fn one_word_for_each_probability() {
    let cases = [
        (0.0, Likelihood::Unlikely, Outcome::Ok),
        (0.0994, Likelihood::Unlikely, Outcome::Ok),
        (0.1, Likelihood::Possible, Outcome::AtRisk),
        (0.4994, Likelihood::Possible, Outcome::AtRisk),
        (0.5, Likelihood::Likely, Outcome::Fails),
        (0.9, Likelihood::AlmostCertain, Outcome::Fails),
        (SUREST, Likelihood::AlmostCertain, Outcome::Fails),
        (CERTAIN, Likelihood::Certain, Outcome::Fails),
    ];
    for (probability, likelihood, outcome) in cases {
        assert_eq!(Likelihood::of(probability), likelihood, "{probability}");
        assert_eq!(Outcome::of(probability), outcome, "{probability}");
    }
}
