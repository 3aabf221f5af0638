//! The state with all that surrounds it while it is served: sessions, one-time addresses, caches, the record of calls.
//!
//! In: changes and questions. Out: answers as text, notifications to sessions. It must not know of HTTP.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, Utf8Bytes};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::chains::Chains;
use crate::state::{BadObject, State, Throttle};
use crate::stream::Addresses;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Server {
    state: RwLock<State>,
    throttle: Mutex<Throttle>,
    addresses: Mutex<Addresses>,
    calls: Mutex<Vec<String>>,
    /// Signed-in WebSocket sessions: all of them get all notifications.
    listeners: Mutex<HashMap<u64, UnboundedSender<Message>>>,
    next_listener: AtomicU64,
    chains: Mutex<Option<(Instant, String)>>,
    chain_cache: Duration,
    remote_info_asked: AtomicBool,
}

/// A poisoned lock only means that a test panicked while it held it: what it guards is still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    pub(crate) fn new(state: State, chain_cache: Duration) -> Self {
        Self {
            state: RwLock::new(state),
            throttle: Mutex::default(),
            addresses: Mutex::default(),
            calls: Mutex::default(),
            listeners: Mutex::default(),
            next_listener: AtomicU64::new(0),
            chains: Mutex::default(),
            chain_cache,
            remote_info_asked: AtomicBool::new(false),
        }
    }

    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        lock(&self.throttle)
    }

    pub(crate) fn addresses(&self) -> MutexGuard<'_, Addresses> {
        lock(&self.addresses)
    }

    pub(crate) fn record(&self, call: String) {
        lock(&self.calls).push(call);
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        lock(&self.calls).clone()
    }

    /// Sends this session all notifications from now on.
    pub(crate) fn listen(&self, to: UnboundedSender<Message>) -> u64 {
        let id = self.next_listener.fetch_add(1, Ordering::Relaxed);
        lock(&self.listeners).insert(id, to);
        id
    }

    pub(crate) fn unlisten(&self, id: u64) {
        lock(&self.listeners).remove(&id);
    }

    /// `sr.getAllUnhealthyVdiChainsLength`: served again for a minute whatever happens meanwhile (observed).
    pub(crate) fn unhealthy_chains(&self) -> String {
        let mut cache = lock(&self.chains);
        if let Some((at, answer)) = &*cache
            && at.elapsed() < self.chain_cache
        {
            return answer.clone();
        }
        let answer = Chains::of(&self.state()).all_srs().to_string();
        *cache = Some((Instant::now(), answer.clone()));
        answer
    }

    /// Whether this is the first `remote.getAllInfo` since the start.
    pub(crate) fn first_remote_info(&self) -> bool {
        !self.remote_info_asked.swap(true, Ordering::Relaxed)
    }

    /// Changes the state without telling anybody: jobs, schedules and logs have no notifications.
    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Adds or replaces objects and tells all sessions about those that can be seen.
    pub(crate) fn enter(&self, objects: Vec<Value>) -> Result<(), BadObject> {
        let mut entered = Vec::with_capacity(objects.len());
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for object in objects {
                let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                state.objects.insert(object)?;
                entered.push(id);
            }
        }
        let state = self.state();
        self.notify_enter(entered.iter().filter_map(|id| state.object(id)));
        Ok(())
    }

    /// Takes objects away and tells all sessions.
    pub(crate) fn exit(&self, ids: &[&str]) {
        let mut gone = Vec::with_capacity(ids.len());
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for id in ids {
                let seen = state.object(id).is_some();
                if state.objects.remove(id) && seen {
                    gone.push((*id).to_owned());
                }
            }
        }
        self.notify_exit(gone.iter().map(String::as_str));
    }

    /// Makes a pool unreachable: all its objects exit.
    pub(crate) fn disconnect_pool(&self, pool: &str, error: Option<Value>) {
        let mut gone = Vec::new();
        self.change(|state| {
            gone = state
                .visible()
                .filter(|object| object.pool() == Some(pool))
                .map(|object| object.id().to_owned())
                .collect();
            state.disconnect_pool(pool, error);
        });
        self.notify_exit(gone.iter().map(String::as_str));
    }

    /// Lets a held pool's objects enter.
    pub(crate) fn release_pool(&self, pool: &str) {
        let mut released = false;
        self.change(|state| released = state.release_pool(pool));
        if released {
            let state = self.state();
            self.notify_enter(state.visible().filter(|object| object.pool() == Some(pool)));
        }
    }

    fn notify_enter<'a>(&self, objects: impl Iterator<Item = &'a crate::state::Object>) {
        let items = objects.map(|object| (object.id(), &**object.text()));
        self.notify("enter", &map_text(items));
    }

    fn notify_exit<'a>(&self, ids: impl Iterator<Item = &'a str>) {
        self.notify("exit", &map_text(ids.map(|id| (id, "0"))));
    }

    /// An update without objects is none.
    fn notify(&self, kind: &str, items: &str) {
        if items == "{}" {
            return;
        }
        let text =
            format!(r#"{{"jsonrpc":"2.0","method":"all","params":{{"type":"{kind}","items":{items}}}}}"#);
        let message = Message::Text(Utf8Bytes::from(text));
        lock(&self.listeners).retain(|_, listener| listener.send(message.clone()).is_ok());
    }
}

/// A JSON object out of keys and values that are JSON text already.
pub(crate) fn map_text<'a>(items: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("{");
    for (key, value) in items {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&json!(key).to_string());
        text.push(':');
        text.push_str(value);
    }
    text.push('}');
    text
}
