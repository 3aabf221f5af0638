//! The pools XO connects to (`server.getAll`).

use serde_json::{Map, Value};

use super::jobs::{items, text};
use crate::model::{ObjectId, XoServer};

/// Reads the list of servers, sorted by id.
///
/// Errors: the answer is no list.
pub fn servers(answer: &Value) -> Result<Vec<XoServer>, String> {
    let mut servers: Vec<XoServer> = items(answer)?.map(read).collect();
    servers.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(servers)
}

fn read(server: &Map<String, Value>) -> XoServer {
    let named = ["label", "poolNameLabel", "host"].into_iter().filter_map(|key| text(server, key));
    XoServer {
        id: text(server, "id").unwrap_or_default().to_owned(),
        name: named.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned(),
        // XO leaves it out on old entries, which it does connect
        enabled: server.get("enabled").and_then(Value::as_bool).unwrap_or(true),
        connected: text(server, "status") == Some("connected"),
        error: server.get("error").filter(|error| !error.is_null()).map(words),
        pool: text(server, "poolId").map(ObjectId::new),
    }
}

/// Takes the words out of an error, which XO keeps as an object.
fn words(error: &Value) -> String {
    match error {
        Value::String(words) => words.clone(),
        other => other.get("message").and_then(Value::as_str).unwrap_or("unknown error").to_owned(),
    }
}
