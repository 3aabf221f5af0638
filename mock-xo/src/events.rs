//! Server-sent events: which streams subscribe to which collections, and what they receive (xo-protocol 2.9).
//!
//! In: subscriptions and changes of objects. Out: events as text, for each stream. It does not know HTTP.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::state::{User, uuid_of};

/// The collections to which a stream can subscribe: the types of XAPI objects (xo-protocol 2.1), alarms and XO's tasks.
const COLLECTIONS: [&str; 31] = [
    "pool",
    "host",
    "VM",
    "VM-snapshot",
    "VM-template",
    "VM-controller",
    "SR",
    "SM",
    "PBD",
    "VDI",
    "VDI-snapshot",
    "VDI-unmanaged",
    "VBD",
    "VIF",
    "PIF",
    "network",
    "message",
    "task",
    "alarm",
    "PCI",
    "PGPU",
    "vgpu",
    "gpuGroup",
    "vgpuType",
    "VTPM",
    "PUSB",
    "VUSB",
    "USB_group",
    "bond",
    "patch",
    "pool_patch",
];

/// What happened to an object.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    /// It was created.
    Add(&'a Value),
    /// It was like the first, and is now like the second.
    Update(&'a Value, &'a Value),
    /// It was like this, and was removed.
    Remove(&'a Value),
}

/// Why there is no subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoSubscription {
    /// There is no stream with this id, or it is not this user's.
    NoStream,
    /// XO has no such collection.
    NoCollection,
}

/// All open streams.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    opened: u64,
    streams: HashMap<String, Stream>,
}

#[derive(Debug)]
struct Stream {
    user: User,
    to: UnboundedSender<String>,
    /// Collection to fields; all fields when `None`.
    subscriptions: BTreeMap<String, Option<Vec<String>>>,
}

impl Streams {
    /// Opens a stream; its first event holds its id.
    pub(crate) fn open(&mut self, user: User) -> UnboundedReceiver<String> {
        self.opened += 1;
        let id = uuid_of(&format!("event stream {} of {}", self.opened, user.id));
        let (to, events) = unbounded_channel();
        // The receiver still exists.
        let _ = to.send(event("init", &json!({"id": id})));
        self.streams.insert(id, Stream { user, to, subscriptions: BTreeMap::new() });
        events
    }

    /// Subscribes a stream to a collection.
    pub(crate) fn subscribe(
        &mut self,
        id: &str,
        user: &User,
        collection: &str,
        fields: Option<Vec<String>>,
    ) -> Result<(), NoSubscription> {
        let stream = self.streams.get_mut(id).filter(|stream| stream.user.id == user.id);
        let stream = stream.ok_or(NoSubscription::NoStream)?;
        if !COLLECTIONS.contains(&collection) {
            return Err(NoSubscription::NoCollection);
        }
        stream.subscriptions.insert(collection.to_owned(), fields);
        Ok(())
    }

    /// Ends a subscription; returns false if there is none.
    pub(crate) fn unsubscribe(&mut self, id: &str, user: &User, collection: &str) -> bool {
        let stream = self.streams.get_mut(id).filter(|stream| stream.user.id == user.id);
        stream.is_some_and(|stream| stream.subscriptions.remove(collection).is_some())
    }

    /// Returns whether there are no streams, so that changes need not be looked at.
    pub(crate) fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// Sends a change to all streams that subscribed to it and may see it.
    pub(crate) fn publish(&mut self, change: Change<'_>) {
        self.streams.retain(|_, stream| match stream.text_of(change) {
            Some(text) => stream.to.send(text).is_ok(),
            None => !stream.to.is_closed(),
        });
    }

    /// Ends all streams.
    pub(crate) fn close(&mut self) {
        self.streams.clear();
    }
}

impl Stream {
    fn text_of(&self, change: Change<'_>) -> Option<String> {
        let (Change::Add(object) | Change::Update(_, object) | Change::Remove(object)) = change;
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
        let fields = self.subscriptions.get(kind)?;
        if !self.user.may_read(&kind.to_lowercase()) {
            return None;
        }
        let shown = |object: &Value| pick(object, fields.as_deref());
        let name = match change {
            Change::Add(_) => "add",
            Change::Remove(_) => "remove",
            // For this stream, fields that it did not ask for have not changed.
            Change::Update(before, after) if shown(before) == shown(after) => return None,
            Change::Update(..) => "update",
        };
        let mut data = Map::new();
        data.insert("$subscription".to_owned(), json!(kind));
        data.extend(shown(object));
        Some(event(name, &Value::Object(data)))
    }
}

fn pick(object: &Value, fields: Option<&[String]>) -> Map<String, Value> {
    let Some(object) = object.as_object() else { return Map::new() };
    let Some(fields) = fields else { return object.clone() };
    let present = fields.iter().filter_map(|field| Some((field.clone(), object.get(field)?.clone())));
    present.collect()
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// Returns the event that is sent every 30 seconds.
pub(crate) fn ping(now_ms: i64) -> String {
    event("ping", &json!({"ping": now_ms}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Permission;

    fn drain(events: &mut UnboundedReceiver<String>) -> Vec<String> {
        std::iter::from_fn(|| events.try_recv().ok()).collect()
    }

    #[test]
    fn streams_receive_what_they_subscribed_to() {
        let mut streams = Streams::default();
        let admin = User::new("admin", "x", Permission::Admin);
        let mut events = streams.open(admin.clone());
        let init = drain(&mut events);
        let id = init[0].split('"').nth(3).unwrap().to_owned();
        let fields = Some(vec!["id".to_owned(), "usage".to_owned()]);
        assert_eq!(streams.subscribe(&id, &admin, "SR", fields), Ok(()));
        assert_eq!(streams.subscribe(&id, &admin, "nothing", None), Err(NoSubscription::NoCollection));
        let other = User::new("other", "x", Permission::None);
        assert_eq!(streams.subscribe(&id, &other, "SR", None), Err(NoSubscription::NoStream));
        let (before, after) = (
            json!({"id": "s", "type": "SR", "usage": 1, "tags": []}),
            json!({"id": "s", "type": "SR", "usage": 1}),
        );
        streams.publish(Change::Update(&before, &after));
        streams.publish(Change::Add(&json!({"id": "v", "type": "VDI"})));
        streams.publish(Change::Remove(&after));
        let expected = "event: remove\ndata: {\"$subscription\":\"SR\",\"id\":\"s\",\"usage\":1}\n\n";
        assert_eq!(drain(&mut events), [expected]);
        assert!(streams.unsubscribe(&id, &admin, "SR") && !streams.unsubscribe(&id, &admin, "SR"));
    }

    #[test]
    fn streams_respect_rights_and_end_with_their_reader() {
        let mut streams = Streams::default();
        let plain = User::new("plain", "x", Permission::None);
        let mut events = streams.open(plain.clone());
        let id = drain(&mut events)[0].split('"').nth(3).unwrap().to_owned();
        streams.subscribe(&id, &plain, "SR", None).unwrap();
        streams.publish(Change::Add(&json!({"id": "s", "type": "SR"})));
        assert_eq!(drain(&mut events), Vec::<String>::new());
        drop(events);
        streams.publish(Change::Add(&json!({"id": "s", "type": "SR"})));
        assert!(streams.is_empty());
    }
}
