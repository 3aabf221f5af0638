//! The state with everything around it while it is served: sessions, one-time addresses, caches, the record of calls.
//!
//! In: changes and questions. Out: answers as text, notifications to sessions. It does not know HTTP.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, Utf8Bytes};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use crate::chains::Chains;
use crate::events::{Change, Streams};
use crate::fault::{FaultKind, Faults, Target};
use crate::serve::Out;
use crate::state::{BadObject, Logs, Object, State, Throttle};
use crate::stream::Addresses;

/// How long answers are repeated although the state has changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caches {
    /// `sr.getAllUnhealthyVdiChainsLength`
    pub(crate) chains: Duration,
    /// Backup logs.
    pub(crate) logs: Duration,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Server {
    state: RwLock<State>,
    throttle: Mutex<Throttle>,
    addresses: Mutex<Addresses>,
    calls: Mutex<Vec<String>>,
    /// Signed-in WebSocket sessions; each gets all notifications.
    listeners: Mutex<HashMap<u64, UnboundedSender<Out>>>,
    next_listener: AtomicU64,
    chains: Mutex<Option<(Instant, String)>>,
    logs: Mutex<Option<(Instant, Arc<Logs>)>>,
    caches: Caches,
    events: Mutex<Streams>,
    remote_info_asked: AtomicBool,
    faults: Mutex<Faults>,
    /// The time until which nothing is answered.
    silent_until: Mutex<Option<Instant>>,
    /// Changes when all connections must end.
    closing: watch::Sender<u64>,
}

/// A poisoned lock only means that a test panicked while holding it: what it guards is still consistent.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    pub(crate) fn new(state: State, caches: Caches) -> Self {
        Self {
            state: RwLock::new(state),
            throttle: Mutex::default(),
            addresses: Mutex::default(),
            calls: Mutex::default(),
            listeners: Mutex::default(),
            next_listener: AtomicU64::new(0),
            chains: Mutex::default(),
            logs: Mutex::default(),
            caches,
            events: Mutex::default(),
            remote_info_asked: AtomicBool::new(false),
            faults: Mutex::default(),
            silent_until: Mutex::default(),
            closing: watch::Sender::new(0),
        }
    }

    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
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

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// Returns the faults that strike there now. Those that concern the whole server take effect at once.
    pub(crate) fn strike(&self, target: Target<'_>) -> Vec<FaultKind> {
        let faults = self.faults().take(target);
        for fault in &faults {
            match fault {
                FaultKind::Expire => self.change(|state| state.users.expire_tokens(state.clock.now_ms())),
                FaultKind::Restart(time) => self.restart(*time),
                _ => {}
            }
        }
        faults
    }

    /// Returns a receiver that changes when each connection must end.
    pub(crate) fn closing(&self) -> watch::Receiver<u64> {
        self.closing.subscribe()
    }

    /// Ends all connections, clears what a process keeps in memory, and answers nothing for this long.
    pub(crate) fn restart(&self, time: Duration) {
        *lock(&self.silent_until) = Instant::now().checked_add(time);
        *self.addresses() = Addresses::default();
        *self.throttle() = Throttle::default();
        *lock(&self.chains) = None;
        *lock(&self.logs) = None;
        self.remote_info_asked.store(false, Ordering::Relaxed);
        self.events().close();
        self.closing.send_modify(|times| *times += 1);
        self.change(State::clean_logs);
    }

    /// Returns whether the server is starting: connections are accepted, but nothing is answered (observed).
    pub(crate) fn is_silent(&self) -> bool {
        lock(&self.silent_until).is_some_and(|until| Instant::now() < until)
    }

    /// Sends this session all notifications from now on.
    pub(crate) fn listen(&self, to: UnboundedSender<Out>) -> u64 {
        let id = self.next_listener.fetch_add(1, Ordering::Relaxed);
        lock(&self.listeners).insert(id, to);
        id
    }

    pub(crate) fn unlisten(&self, id: u64) {
        lock(&self.listeners).remove(&id);
    }

    /// Answers `sr.getAllUnhealthyVdiChainsLength`: the same for a minute, whatever happens (observed).
    pub(crate) fn unhealthy_chains(&self) -> String {
        let mut cache = lock(&self.chains);
        if let Some((at, answer)) = &*cache
            && at.elapsed() < self.caches.chains
        {
            return answer.clone();
        }
        let answer = Chains::of(&self.state()).all_srs().to_string();
        *cache = Some((Instant::now(), answer.clone()));
        answer
    }

    /// Returns all logs, which are read again every 10 seconds, or when `fresh` ones are asked for (observed).
    pub(crate) fn logs(&self, fresh: bool) -> Arc<Logs> {
        let mut cache = lock(&self.logs);
        if let Some((at, logs)) = &*cache
            && !fresh
            && at.elapsed() < self.caches.logs
        {
            return Arc::clone(logs);
        }
        let logs = Arc::new(self.state().logs.clone());
        *cache = Some((Instant::now(), Arc::clone(&logs)));
        logs
    }

    pub(crate) fn events(&self) -> MutexGuard<'_, Streams> {
        lock(&self.events)
    }

    /// Returns whether this is the first `remote.getAllInfo` since the start.
    pub(crate) fn first_remote_info(&self) -> bool {
        !self.remote_info_asked.swap(true, Ordering::Relaxed)
    }

    /// Changes the state without notifications: jobs, schedules and logs have none.
    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state_mut());
    }

    /// Adds or replaces objects, and notifies all sessions about those that are visible.
    pub(crate) fn enter(&self, objects: Vec<Value>) -> Result<(), BadObject> {
        let mut entered = Vec::with_capacity(objects.len());
        let mut before = Vec::new();
        let tell = !self.events().is_empty();
        let mut result = Ok(());
        {
            let mut state = self.state_mut();
            for object in objects {
                let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                before.push(if tell { state.object(&id).map(Object::value) } else { None });
                result = state.objects.insert(object);
                if result.is_err() {
                    break;
                }
                entered.push(id);
            }
        }
        let state = self.state();
        self.notify_enter(entered.iter().filter_map(|id| state.object(id)));
        if tell {
            for (id, before) in entered.iter().zip(before) {
                let Some(after) = state.object(id).map(Object::value) else { continue };
                match before {
                    Some(before) => self.events().publish(Change::Update(&before, &after)),
                    None => self.events().publish(Change::Add(&after)),
                }
            }
        }
        result
    }

    /// Removes objects, and notifies all sessions.
    pub(crate) fn exit(&self, ids: &[&str]) {
        let mut gone = Vec::with_capacity(ids.len());
        {
            let mut state = self.state_mut();
            for id in ids {
                let seen = state.object(id).cloned();
                state.objects.remove(id);
                gone.extend(seen);
            }
        }
        self.notify_gone(&gone);
    }

    fn notify_gone(&self, gone: &[Object]) {
        self.notify_exit(gone.iter().map(Object::id));
        if !self.events().is_empty() {
            gone.iter().for_each(|object| self.events().publish(Change::Remove(&object.value())));
        }
    }

    /// Makes a pool unreachable: all its objects exit.
    pub(crate) fn disconnect_pool(&self, pool: &str, error: Option<Value>) {
        let mut gone: Vec<Object> = Vec::new();
        self.change(|state| {
            gone = state.visible().filter(|object| object.pool() == Some(pool)).cloned().collect();
            state.disconnect_pool(pool, error);
        });
        self.notify_gone(&gone);
    }

    /// Lets a held pool's objects enter.
    pub(crate) fn release_pool(&self, pool: &str) {
        let mut released = false;
        self.change(|state| released = state.release_pool(pool));
        self.notify_pool(pool, released);
    }

    /// Makes a pool reachable again.
    pub(crate) fn reconnect_pool(&self, pool: &str) {
        let mut released = false;
        self.change(|state| released = state.reconnect_pool(pool));
        self.notify_pool(pool, released);
    }

    fn notify_pool(&self, pool: &str, released: bool) {
        if released {
            let state = self.state();
            let mine = || state.visible().filter(|object| object.pool() == Some(pool));
            self.notify_enter(mine());
            if !self.events().is_empty() {
                mine().for_each(|object| self.events().publish(Change::Add(&object.value())));
            }
        }
    }

    fn notify_enter<'a>(&self, objects: impl Iterator<Item = &'a Object>) {
        let items = objects.map(|object| (object.id(), object.text()));
        self.notify("enter", &map_text(items));
    }

    fn notify_exit<'a>(&self, ids: impl Iterator<Item = &'a str>) {
        self.notify("exit", &map_text(ids.map(|id| (id, "0"))));
    }

    /// Notifies all sessions; an update without objects is not sent.
    fn notify(&self, kind: &str, items: &str) {
        if items == "{}" {
            return;
        }
        let text =
            format!(r#"{{"jsonrpc":"2.0","method":"all","params":{{"type":"{kind}","items":{items}}}}}"#);
        let message = Message::Text(Utf8Bytes::from(text));
        lock(&self.listeners).retain(|_, listener| listener.send(Out::Message(message.clone())).is_ok());
    }
}

/// Makes a JSON object from keys and values that are JSON text.
pub(crate) fn map_text<'a>(items: impl Iterator<Item = (&'a str, impl AsRef<str>)>) -> String {
    let mut text = String::from("{");
    for (key, value) in items {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&json!(key).to_string());
        text.push(':');
        text.push_str(value.as_ref());
    }
    text.push('}');
    text
}
