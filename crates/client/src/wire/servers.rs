//! What XO reports about itself: the pools it connects to (`server.getAll`), and the counts on its health page.

use serde_json::{Map, Value};

use super::jobs::{id, name, text};
use super::list::List;
use xo_health_core::model::{ObjectId, XoChains, XoServer};

/// The fields that are read of a server.
pub(super) const FIELDS: [&str; 8] =
    ["id", "label", "poolNameLabel", "host", "enabled", "status", "poolId", "error"];

/// Reads the list of servers, sorted by id.
///
/// Errors: the answer is not a list.
pub fn servers(answer: &Value) -> Result<List<XoServer>, String> {
    List::read(answer, read, |server| &server.id)
}

/// Reads `sr.getAllUnhealthyVdiChainsLength`: a map from SRs to `{unhealthyVdis: {disk: count}}`.
///
/// Errors: the answer is not a map.
pub fn xo_chains(answer: &Value) -> Result<XoChains, String> {
    let mut chains = XoChains::default();
    for (sr, of_sr) in answer.as_object().ok_or("expected a map")? {
        let disks = of_sr.get("unhealthyVdis").and_then(Value::as_object).into_iter().flatten();
        let counted = disks.filter_map(|(disk, count)| {
            Some((ObjectId::new(disk), u32::try_from(count.as_u64()?).unwrap_or(u32::MAX)))
        });
        chains.add(ObjectId::new(sr), counted);
    }
    Ok(chains)
}

fn read(server: &Map<String, Value>) -> Option<XoServer> {
    let named = ["label", "poolNameLabel", "host"].into_iter().map(|key| name(server, key));
    Some(XoServer {
        id: id(server)?.to_owned(),
        name: named.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned(),
        // XO leaves it out of old entries, which it does connect
        enabled: server.get("enabled").and_then(Value::as_bool).unwrap_or(true),
        connected: text(server, "status") == Some("connected"),
        error: server.get("error").filter(|error| !error.is_null()).map(words),
        pool: text(server, "poolId").map(ObjectId::new),
    })
}

/// Extracts the words of an error, which XO keeps as an object.
fn words(error: &Value) -> String {
    match error {
        Value::String(words) => words.clone(),
        other => other.get("message").and_then(Value::as_str).unwrap_or("unknown error").to_owned(),
    }
}
