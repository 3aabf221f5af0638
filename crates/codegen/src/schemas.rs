//! The JSON Schema of each document, named after the document.

use anyhow::{Context as _, bail};
use xo_health_explain::Explanation;
use xo_health_report::document::{
    self, CheckDocument, Compared, Histories, HistoryScores, JobsDocument, Scores, SrDocument, Srs, Who,
};
use xo_health_report::json;
use xo_health_report::servers::{SERVERS, Servers};

use crate::Files;

/// Makes `schemas/*.json`.
pub(crate) fn files() -> anyhow::Result<Files> {
    [
        schema::<Scores<'_>>(document::BACKTEST),
        schema::<Compared<'_>>(document::DIFF),
        schema::<Histories<'_>>(document::HISTORY),
        schema::<HistoryScores<'_>>(document::HISTORY_SCORE),
        schema::<Explanation>(xo_health_explain::SCHEMA),
        schema::<JobsDocument<'_>>(document::JOBS),
        schema::<CheckDocument<'_>>(document::REPORT),
        schema::<SrDocument<'_>>(document::SR),
        schema::<Srs<'_>>(document::SRS),
        schema::<Who<'_>>(document::WHOAMI),
        schema::<Servers<'_>>(SERVERS),
    ]
    .into_iter()
    .chain([configuration()])
    .collect()
}

/// Returns the schema of the configuration file, for editors.
fn configuration() -> anyhow::Result<(String, String)> {
    let json = serde_json::to_string_pretty(&xo_health::cli::configuration_schema())?;
    Ok((path("xo-health.config/1")?, json + "\n"))
}

fn schema<T: schemars::JsonSchema>(name: &str) -> anyhow::Result<(String, String)> {
    let text = json::schema_of::<T>().with_context(|| format!("cannot write the schema of {name}"))?;
    Ok((path(name)?, text))
}

/// Returns the path of a document's schema: `schemas/report-1.json` for `xo-health.report/1`.
fn path(name: &str) -> anyhow::Result<String> {
    let parts = name.strip_prefix("xo-health.").and_then(|rest| rest.split_once('/'));
    let Some((document, version)) = parts else { bail!("{name} is not `xo-health.DOCUMENT/VERSION`") };
    Ok(format!("schemas/{document}-{version}.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_lies_where_its_name_says() {
        assert_eq!(path("xo-health.report/1").unwrap(), "schemas/report-1.json");
        for name in ["report/1", "xo-health.report"] {
            assert!(path(name).is_err(), "{name}");
        }
    }
}
