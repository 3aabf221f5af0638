//! The largest observed site: 370,000 objects in one answer.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

use futures_util::{SinkExt, StreamExt};
use mock_xo::{ServeOptions, State, serve};
use serde_json::json;
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

#[tokio::test]
#[ignore = "takes 15 seconds and 800 MB"]
async fn all_objects_of_a_large_site_in_one_frame() {
    let mut state = State::new();
    let filler = "x".repeat(500);
    for n in 0..370_000 {
        let id = format!("{n:08x}-0000-4000-8000-000000000000");
        state
            .objects
            .insert(json!({"id": id, "type": "VDI", "$pool": "p", "$SR": "s", "x": filler}))
            .unwrap();
    }
    let token = state.admin_token().to_owned();
    let running = serve(state, ServeOptions::default()).unwrap();
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let url = format!("ws://{}/api/", running.address());
    let (mut socket, _) = connect_async_with_config(url, Some(config), true).await.unwrap();
    let calls = [("session.signIn", json!({"token": token})), ("xo.getAllObjects", json!({}))];
    let mut lengths = Vec::new();
    for (id, (method, params)) in calls.into_iter().enumerate() {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        socket.send(Message::text(request.to_string())).await.unwrap();
        let start = std::time::Instant::now();
        lengths.push(socket.next().await.unwrap().unwrap().len());
        println!("{method}: {:?}", start.elapsed());
    }
    assert!(lengths[1] > 200_000_000, "{lengths:?}");
}
