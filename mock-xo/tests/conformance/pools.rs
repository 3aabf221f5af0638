//! What a client sees while a pool is away (`pool-unreachable.json`).

use serde_json::{Value, json};

use crate::Exchange;
use crate::common::Client;
use crate::fixture::Recordings;
use crate::world;

pub async fn replay(recordings: &Recordings) -> Vec<Exchange> {
    let world = "api-errors";
    let running = world::start(recordings, world);
    let moments = recordings.get(world, "pool-unreachable.json").unwrap().as_array().unwrap();
    let pool = moments[0]["servers"][0]["poolId"].as_str().unwrap();
    let capture = recordings.get(world, "capture.json").unwrap();
    let objects = capture["calls"]["xo.getAllObjects"].as_object().unwrap();
    let sr = objects.values().find(|object| object["type"] == "SR").unwrap()["id"].clone();
    let mut client = Client::signed_in(&running, "admin").await;
    let mut exchanges = Vec::new();
    for (number, moment) in moments.iter().enumerate() {
        if number == 1 {
            running.disconnect_pool(pool, None);
        }
        let count = client.result("xo.getAllObjects", json!({})).await.as_object().unwrap().len();
        let mut chains = client.call("sr.getVdiChainsInfo", json!({"id": sr})).await;
        chains.as_object_mut().unwrap().retain(|key, _| key == "result" || key == "error");
        let url = |path: &str| format!("{}/rest/v0/{path}", running.url());
        let dashboard = get(&url("dashboard")).await;
        for (what, got) in [
            ("servers", client.result("server.getAll", json!({})).await),
            ("numberOfObjects", json!(count)),
            ("srScan", Value::Null),
            ("srGetVdiChainsInfo", chains.clone()),
            ("restServers", get(&url("servers?fields=*")).await),
            ("dashboardPoolsStatus", dashboard["poolsStatus"].clone()),
        ] {
            let label = moment["label"].as_str().unwrap();
            let id = format!("{world}/pool-unreachable.json#{number} {what} ({label})");
            exchanges.push(Exchange { id, expected: moment[what].clone(), got });
        }
    }
    exchanges
}

async fn get(url: &str) -> Value {
    let request = crate::common::http().build().unwrap().get(url).header("cookie", "token=admin");
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}
