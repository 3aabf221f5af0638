//! A finding as a value, and as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::catalogue::Code;
use super::evidence::Evidence;
use super::key::Key;
use super::subject::{Severity, Subject};

/// One problem on one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was found.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The numbers and names that it rests on.
    pub evidence: Evidence,
}

impl Finding {
    /// Builds a finding with the code of its evidence.
    pub fn new(severity: Severity, subject: Subject, evidence: impl Into<Evidence>) -> Self {
        let evidence = evidence.into();
        Self { code: evidence.code(), severity, subject, evidence }
    }

    /// Returns the key that makes it the same finding in the next report.
    pub fn key(&self) -> Key {
        Key::of(&self.subject, &self.evidence)
    }
}

/// A finding as JSON.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Written<E> {
    /// What was found.
    code: Code,
    /// How bad it is.
    severity: Severity,
    /// What it is about.
    subject: Subject,
    /// The numbers and names that it rests on.
    evidence: E,
    /// The key of the finding: the same in the next report, whatever its numbers and severity.
    fingerprint: Option<Key>,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { code, severity, subject, evidence } = self;
        let written = Written {
            code: *code,
            severity: *severity,
            subject: subject.clone(),
            evidence,
            fingerprint: Some(self.key()),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Finding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::<serde_json::Value>::deserialize(deserializer)?;
        let evidence = Evidence::read(written.code, written.evidence).map_err(serde::de::Error::custom)?;
        Ok(Self { code: written.code, severity: written.severity, subject: written.subject, evidence })
    }
}

impl JsonSchema for Finding {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Finding".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::<Evidence>::json_schema(generator)
    }
}
