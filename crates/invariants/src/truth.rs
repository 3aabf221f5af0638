//! Judges an answer by what really followed.
//!
//! In: a document, and the `truth.json` of its world: errors with their instants, and surprises that nothing announced.
//! Out: what was said, and whether it came true.

use jiff::Timestamp;
use serde_json::Value;

use crate::list;

/// An answer, and what followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What was said.
    pub claim: Claim,
    /// Whether a backup failed or a restore point got too old within the hours of the answer.
    pub failed: bool,
    /// Whether something happened within these hours that nothing announced.
    pub surprised: bool,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Everything succeeds.
    Yes,
    /// Something is more likely than not to fail.
    No,
    /// Something may fail.
    AtRisk,
    /// Neither, or nothing is due.
    Nothing,
}

/// Judges the answer of a document; `None` if the document or the truth lacks what is needed.
#[must_use]
pub fn judge(document: &Value, truth: &Value) -> Option<Judged> {
    let claim = match document["answer"]["status"].as_str()? {
        "yes" => Claim::Yes,
        "no" | "probably_not" => Claim::No,
        "at_risk" => Claim::AtRisk,
        _ => Claim::Nothing,
    };
    let until: Timestamp = document["answer"]["until"].as_str()?.parse().ok()?;
    let is_within = |one: &Value| {
        let at = one["at"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
        at.is_some_and(|at| at <= until)
    };
    truth["errors"].as_array()?;
    let any = |key: &str| list(&truth[key]).iter().any(is_within);
    Some(Judged { claim, failed: any("errors"), surprised: any("surprises") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_judged_by_the_hours_they_hold_for() {
        let document = |status: &str| json!({"answer": {"status": status, "until": "2026-11-24T01:00:00Z"}});
        let at = |time: &str| json!([{"at": time}]);
        let truth = |errors: Value, surprises: Value| json!({"errors": errors, "surprises": surprises});
        let (near, late) = (at("2026-11-23T22:00:00.5Z"), at("2026-11-24T01:00:01Z"));
        let judged = |claim, failed, surprised| Some(Judged { claim, failed, surprised });
        let cases = [
            ("yes", truth(near.clone(), json!([])), judged(Claim::Yes, true, false)),
            ("yes", truth(late.clone(), near.clone()), judged(Claim::Yes, false, true)),
            ("probably_not", truth(near, late.clone()), judged(Claim::No, true, false)),
            ("none_due", truth(late, json!([])), judged(Claim::Nothing, false, false)),
            ("yes", json!({}), None),
        ];
        for (status, truth, expected) in cases {
            assert_eq!(judge(&document(status), &truth), expected, "{status} {truth}");
        }
    }
}
