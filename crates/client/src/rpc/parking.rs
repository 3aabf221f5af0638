//! A place where results wait for their calls, so that jsonrpsee never copies them.
//!
//! In: the text of each message, and which calls are expected. Out: what jsonrpsee should see, and each
//! result as a slice of its message. No sockets here.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tokio_tungstenite::tungstenite::Bytes;

use super::changes::{Changes, Collector};
use super::tolerance::{self, Verdict};
use crate::secrets::Secrets;

/// Bytes from which a message counts as arriving: twice what one read takes ahead.
const UNDER_WAY: u64 = 256 << 10;

/// The state of one expected answer.
#[derive(Debug)]
enum Slot {
    Waiting,
    Answered(Bytes),
    Refused,
}

/// What the receiving half and the calls share.
#[derive(Debug, Default)]
pub(super) struct Parking {
    slots: Mutex<FxHashMap<u64, Slot>>,
    changes: Mutex<Collector>,
    received: AtomicU64,
    received_before: AtomicU64,
    strays: AtomicU64,
    secrets: Secrets,
}

impl Parking {
    /// Makes a parking that removes these secrets from every message.
    pub(super) fn new(secrets: Secrets) -> Self {
        Self { secrets, ..Self::default() }
    }

    /// Returns a text of the server, such as the reason of a close, without the secrets.
    pub(super) fn masked(&self, text: &str) -> String {
        self.secrets.mask_text(text).into_owned()
    }

    /// Expects an answer to call `id`; dropping the guard forgets the call and its answer.
    pub(super) fn expect(self: &Arc<Self>, id: u64) -> Expected {
        self.slots().insert(id, Slot::Waiting);
        Expected { parking: self.clone(), id: Some(id) }
    }

    /// Removes and returns the result of call `id`.
    pub(super) fn take(&self, id: u64) -> Option<Bytes> {
        match self.slots().remove(&id)? {
            Slot::Answered(result) => Some(result),
            Slot::Waiting | Slot::Refused => None,
        }
    }

    /// Returns what changed since the sign-in.
    pub(super) fn changes(&self) -> Changes {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).changes()
    }

    /// Counts bytes received, after TLS.
    pub(super) fn count(&self, bytes: usize) {
        self.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Returns all bytes received.
    pub(super) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Returns whether a large message is arriving.
    pub(super) fn is_receiving(&self) -> bool {
        self.received().saturating_sub(self.received_before.load(Ordering::Relaxed)) > UNDER_WAY
    }

    /// Returns whether an answer waits for its call to take it.
    pub(super) fn has_answer(&self) -> bool {
        self.slots().values().any(|slot| !matches!(slot, Slot::Waiting))
    }

    /// Records that a message has ended: what follows is another one.
    pub(super) fn settle(&self) {
        self.received_before.store(self.received(), Ordering::Relaxed);
    }

    /// Returns the number of messages so far that neither answered a call nor reported a change.
    pub(super) fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    /// Receives a message; returns what jsonrpsee should see of it, if anything.
    pub(super) fn sort(&self, message: &Bytes) -> Option<String> {
        self.settle();
        let masked = match self.secrets.mask(message) {
            Cow::Borrowed(_) => message.clone(),
            Cow::Owned(masked) => masked.into(),
        };
        let message = &masked;
        let verdict = std::str::from_utf8(message).map_or(Verdict::Nothing, tolerance::read);
        let shown = match verdict {
            Verdict::Result { id, result } => {
                self.answer(id, Slot::Answered(inside(message, result))).map(|()| tolerance::stub(id))
            }
            Verdict::Error { id, code, message } => {
                self.answer(id, Slot::Refused).map(|()| tolerance::refusal(id, code, &message))
            }
            Verdict::Changed(params) => {
                self.changes.lock().unwrap_or_else(PoisonError::into_inner).take(params);
                return None;
            }
            Verdict::Nothing => None,
        };
        if shown.is_none() {
            self.strays.fetch_add(1, Ordering::Relaxed);
        }
        shown
    }

    /// Fills the slot of a call that still waits: a second answer, or one to no call, would make jsonrpsee end the
    /// connection.
    fn answer(&self, id: u64, slot: Slot) -> Option<()> {
        let mut slots = self.slots();
        let waiting = slots.get_mut(&id).filter(|slot| matches!(slot, Slot::Waiting))?;
        *waiting = slot;
        Some(())
    }

    fn slots(&self) -> MutexGuard<'_, FxHashMap<u64, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the part of the message, sharing its memory.
fn inside(message: &Bytes, part: &str) -> Bytes {
    let start = part.as_ptr().addr().wrapping_sub(message.as_ptr().addr());
    match start.checked_add(part.len()) {
        Some(end) if end <= message.len() => message.slice(start..end),
        // The `null` for a reply without a result is not part of the message.
        _ => Bytes::copy_from_slice(part.as_bytes()),
    }
}

/// An expected answer. A call that is given up drops it, so that a late answer of 200 MB is not kept.
#[derive(Debug)]
pub(super) struct Expected {
    parking: Arc<Parking>,
    id: Option<u64>,
}

impl Expected {
    /// Leaves the answer for [`Parking::take`].
    pub(super) fn keep(mut self) {
        self.id = None;
    }
}

impl Drop for Expected {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.parking.slots().remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Bytes {
        Bytes::copy_from_slice(text.as_bytes())
    }

    #[test]
    fn a_result_waits_without_a_copy() {
        let parking = Arc::new(Parking::default());
        let expected = parking.expect(7);
        assert!(!parking.has_answer());
        let message = message(r#"{"id":7,"jsonrpc":"2.0","result":{"a":1}}"#);
        assert!(parking.sort(&message).unwrap().contains(r#""id":7"#));
        assert!(parking.has_answer());
        expected.keep();
        let result = parking.take(7).unwrap();
        assert!(!parking.has_answer());
        assert_eq!(&result[..], br#"{"a":1}"#);
        assert!(message.as_ptr_range().contains(&result.as_ptr()));
        assert!(parking.take(7).is_none());
    }

    #[test]
    fn only_the_first_answer_to_a_waiting_call_passes() {
        let parking = Arc::new(Parking::default());
        assert_eq!(parking.sort(&message(r#"{"id":1,"result":1}"#)), None, "nobody asked");
        let expected = parking.expect(1);
        assert!(parking.sort(&message(r#"{"id":1,"error":{"code":2,"message":"no"}}"#)).is_some());
        assert_eq!(parking.sort(&message(r#"{"id":1,"result":1}"#)), None, "second answer");
        drop(expected);
        assert_eq!(parking.sort(&message(r#"{"id":1,"result":1}"#)), None, "given up");
        assert!(parking.slots().is_empty());
    }

    #[test]
    fn a_reply_without_result_is_null() {
        let parking = Arc::new(Parking::default());
        parking.expect(1).keep();
        assert!(parking.sort(&message(r#"{"id":1,"jsonrpc":"2.0"}"#)).is_some());
        assert_eq!(&parking.take(1).unwrap()[..], b"null");
    }

    #[test]
    fn noise_is_dropped() {
        let parking = Parking::default();
        for noise in [&b"\0"[..], b"\xff\xfe", b"[]", b"{}", b"{\"id\":null}"] {
            assert_eq!(parking.sort(&Bytes::copy_from_slice(noise)), None);
        }
        assert_eq!(parking.strays(), 5);
        let enters = message(r#"{"method":"all","params":{"type":"enter","items":{}}}"#);
        assert_eq!((parking.sort(&enters), parking.strays()), (None, 5));
    }
}
