//! One WebSocket connection. In: frames. Out: answers in the order in which they are ready, and notifications.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::stream::SplitStream;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::http::delay;
use super::misbehave::{self, Sent};
use super::wire::Wire;
use crate::fault::{FaultKind, Target};
use crate::rpc::{self, Incoming, Request, Session};
use crate::server::Server;

/// Serves a connection until it, or the server, ends.
pub(super) async fn serve(socket: WebSocket, server: Arc<Server>, wire: Wire) {
    let mut closing = server.closing();
    tokio::select! {
        () = run(socket, server, wire) => {}
        _ = closing.changed() => {}
    }
}

async fn run(socket: WebSocket, server: Arc<Server>, wire: Wire) {
    let (mut sink, stream) = socket.split();
    let (out, mut outgoing) = unbounded_channel();
    let writer = async move {
        while let Some(message) = outgoing.recv().await {
            let message = match message {
                Out::Message(message) => message,
                Out::BreakAfter(bytes) => {
                    wire.break_after(bytes);
                    continue;
                }
                Out::Noise(noise) => {
                    wire.say(noise);
                    continue;
                }
            };
            let is_close = matches!(message, Message::Close(_));
            if sink.send(message).await.is_err() || is_close {
                break;
            }
        }
    };
    let connection = Connection { server, session: Session::default(), out, listening: None };
    // The reader ends first, or the client is gone: nothing is left to do in either case.
    tokio::pin!(writer);
    tokio::select! {
        () = read(connection, stream) => writer.await,
        () = &mut writer => {}
    }
}

async fn read(mut connection: Connection, mut stream: SplitStream<WebSocket>) {
    while let Some(Ok(message)) = stream.next().await {
        let text = match &message {
            Message::Text(text) => text.as_str(),
            // The server turns binary messages into strings.
            Message::Binary(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            // Reading on sends the answers to these; the stream ends by itself after a close.
            Message::Close(_) | Message::Ping(_) | Message::Pong(_) => continue,
        };
        if !connection.take(text).await {
            break;
        }
    }
    connection.forget();
    // Pending answers are sent before the socket is dropped.
}

/// What to send, in order.
#[derive(Debug)]
pub(crate) enum Out {
    /// A message.
    Message(Message),
    /// A break of the connection after this many more bytes.
    BreakAfter(usize),
    /// Bytes that are not a frame.
    Noise(&'static [u8]),
}

struct Connection {
    server: Arc<Server>,
    session: Session,
    out: UnboundedSender<Out>,
    listening: Option<u64>,
}

impl Connection {
    /// Handles one message; returns false when the connection is over.
    async fn take(&mut self, text: &str) -> bool {
        if self.session.is_expired(self.server.state().clock.now_ms()) {
            self.send(Message::Close(None));
            return false;
        }
        match rpc::read(text) {
            Incoming::Silence => true,
            Incoming::Batch => {
                self.send(Message::Binary(Bytes::from_static(&[0])));
                true
            }
            Incoming::Request(request) => self.answer(request).await,
        }
    }

    async fn answer(&mut self, request: Request) -> bool {
        self.server.record(request.method.clone());
        let faults = self.server.strike(Target::Call(&request.method));
        if faults.contains(&FaultKind::Expire) && self.session.user().is_some() {
            self.send(Message::Close(None));
            return false;
        }
        // A call that is never answered must not hold the socket, which has to end when the client goes.
        if faults.contains(&FaultKind::Stall) {
            return true;
        }
        let refusal = misbehave::refusal(&faults, &request.method);
        if refusal.is_none() && rpc::changes_session(&request) {
            delay(&self.server, &faults).await;
            let answer = rpc::answer_in_session(&self.server, &mut self.session, request);
            say(&self.out, answer, &faults);
            self.listen_if_signed_in();
            return true;
        }
        let (server, out, user) = (Arc::clone(&self.server), self.out.clone(), self.session.user().cloned());
        // All calls run concurrently, as in XO.
        tokio::spawn(async move {
            delay(&server, &faults).await;
            let answered = tokio::task::spawn_blocking(move || match refusal {
                Some(error) => rpc::refuse(&server, &request, &error, user.as_ref()),
                None => rpc::answer(&server, user.as_ref(), request),
            });
            // An answer that cannot be made is a bug of the mock, and the call times out.
            if let Ok(answer) = answered.await {
                say(&out, answer, &faults);
            }
        });
        true
    }

    fn listen_if_signed_in(&mut self) {
        match (self.session.user().is_some(), self.listening) {
            (true, None) => self.listening = Some(self.server.listen(self.out.clone())),
            (false, Some(_)) => self.forget(),
            _ => {}
        }
    }

    fn forget(&mut self) {
        if let Some(id) = self.listening.take() {
            self.server.unlisten(id);
        }
    }

    fn send(&self, message: Message) {
        // The writer is gone if the client is; the reader will notice too.
        let _ = self.out.send(Out::Message(message));
    }
}

/// Sends the answer, or what faults make of it, unless the client is gone.
fn say(out: &UnboundedSender<Out>, answer: String, faults: &[FaultKind]) {
    for sent in misbehave::say(answer, faults) {
        let _ = out.send(match sent {
            Sent::Text(text) => Out::Message(Message::Text(text.into())),
            Sent::BreakAfter(bytes) => Out::BreakAfter(bytes),
            Sent::Noise(noise) => Out::Noise(noise),
        });
    }
}
