//! One WebSocket connection. In: frames. Out: answers in the order they are ready, and notifications.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::rpc::{self, Incoming, Request, Session};
use crate::server::Server;

/// Serves a connection until it ends.
pub(super) async fn run(socket: WebSocket, server: Arc<Server>) {
    let (mut sink, mut stream) = socket.split();
    let (out, mut outgoing) = unbounded_channel();
    let writer = tokio::spawn(async move {
        while let Some(message) = outgoing.recv().await {
            let is_close = matches!(message, Message::Close(_));
            if sink.send(message).await.is_err() || is_close {
                break;
            }
        }
    });
    let mut connection = Connection { server, session: Session::default(), out, listening: None };
    while let Some(Ok(message)) = stream.next().await {
        let text = match &message {
            Message::Text(text) => text.as_str(),
            // The server turns binary messages into strings.
            Message::Binary(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            // Reading on is what sends the answers to these; the stream ends by itself after a close.
            Message::Close(_) | Message::Ping(_) | Message::Pong(_) => continue,
        };
        if !connection.take(text) {
            break;
        }
    }
    connection.forget();
    drop(connection);
    // Answers still under way are sent before the socket goes.
    let _ = writer.await;
}

struct Connection {
    server: Arc<Server>,
    session: Session,
    out: UnboundedSender<Message>,
    listening: Option<u64>,
}

impl Connection {
    /// Takes one message; false when the connection is over.
    fn take(&mut self, text: &str) -> bool {
        if self.session.is_expired(self.server.state().clock.now_ms()) {
            self.send(Message::Close(None));
            return false;
        }
        match rpc::read(text) {
            Incoming::Silence => {}
            Incoming::Batch => self.send(Message::Binary(Bytes::from_static(&[0]))),
            Incoming::Request(request) => self.answer(request),
        }
        true
    }

    fn answer(&mut self, request: Request) {
        self.server.record(request.method.clone());
        if rpc::changes_session(&request) {
            let answer = rpc::answer_in_session(&self.server, &mut self.session, request);
            self.send(Message::Text(answer.into()));
            self.listen_if_signed_in();
            return;
        }
        let (server, out, user) = (Arc::clone(&self.server), self.out.clone(), self.session.user().cloned());
        // All calls run concurrently, as in XO.
        tokio::task::spawn_blocking(move || {
            let answer = rpc::answer(&server, user.as_ref(), request);
            // The client may be gone: nothing to do then.
            let _ = out.send(Message::Text(answer.into()));
        });
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
        // The writer is gone when the client is: the reader will notice too.
        let _ = self.out.send(message);
    }
}
