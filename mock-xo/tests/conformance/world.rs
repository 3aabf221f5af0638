//! A recorded world as a running mock: its capture, and its users with the ids and passwords of the recording.

use mock_xo::{Running, ServeOptions, State, Users, serve};
use serde_json::{Value, json};

use crate::fixture::Recordings;

/// What replaces every user's password in the recordings.
pub const PASSWORD: &str = "<password>";

/// Returns the users of `users.json`, or only the administrator.
pub fn users(recordings: &Recordings, world: &str) -> Value {
    let alone = json!({"admin": {"email": "admin@admin.net", "permission": "admin"}});
    let mut users = recordings.get(world, "users.json").cloned().unwrap_or(alone);
    let ids = signed_in(recordings, world);
    for (name, user) in users.as_object_mut().unwrap() {
        user["password"] = json!(PASSWORD);
        user["token"] = json!(name);
        if let Some((_, id)) = ids.iter().find(|(email, _)| user["email"] == *email) {
            user["id"] = json!(id);
        }
    }
    users
}

/// Returns name and id of everyone who signed in.
fn signed_in(recordings: &Recordings, world: &str) -> Vec<(String, String)> {
    let sessions = recordings.files(world).filter(|(name, _)| name.ends_with(".ndjson"));
    let messages = sessions.flat_map(|(_, lines)| lines.as_array().unwrap());
    let users = messages.map(|line| &line["msg"]["result"]).filter(|result| result["email"].is_string());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    users.map(|user| (text(&user["email"]), text(&user["id"]))).collect()
}

pub fn state(recordings: &Recordings, world: &str) -> State {
    let mut state = State::from_capture(recordings.get(world, "capture.json").unwrap().clone()).unwrap();
    // The recorded servers had just been started.
    state.remote_info_first_empty = true;
    // No capture keeps XO's tasks; those of runs follow from the logs, the others must be described.
    let tasks = recordings.get(world, "rest-tasks.json").and_then(|recorded| recorded["body"].as_array());
    let others = tasks.into_iter().flatten().filter(|task| task["properties"]["name"] != "backup run");
    state.tasks = others.cloned().collect();
    state.users = Users::from_json(&users(recordings, world), &state).unwrap();
    state
}

pub fn start(recordings: &Recordings, world: &str) -> Running {
    serve(state(recordings, world), ServeOptions::default()).unwrap()
}
