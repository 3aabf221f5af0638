//! What the integration tests share: a small client.

// Each test file uses only a part of it.
#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use mock_xo::Running;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything here takes.
pub const LONG: Duration = Duration::from_secs(10);
/// Long enough to conclude that nothing arrives.
pub const SHORT: Duration = Duration::from_millis(150);

/// Returns an HTTP client. In a build of the whole workspace, reqwest has TLS without a provider of its own: it needs
/// one even for plain HTTP, and would unpack what these tests check packed.
pub fn http() -> reqwest::ClientBuilder {
    // whoever is second finds it installed
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_gzip()
}

/// A WebSocket client.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next_id: u64,
    pub notifications: Vec<Value>,
}

impl Client {
    pub async fn connect(running: &Running) -> Self {
        let address = format!("ws://{}/api/", running.address());
        let (socket, _) = tokio::time::timeout(LONG, connect_async(address)).await.unwrap().unwrap();
        Self { socket, next_id: 0, notifications: Vec::new() }
    }

    /// Connects; returns `None` if the upgrade is refused, or not answered in time.
    pub async fn try_connect(running: &Running, time: Duration) -> Option<Self> {
        let address = format!("ws://{}/api/", running.address());
        let (socket, _) = tokio::time::timeout(time, connect_async(address)).await.ok()?.ok()?;
        Some(Self { socket, next_id: 0, notifications: Vec::new() })
    }

    /// Returns the next message, or how the connection ends; `None` if nothing arrives within a short time.
    pub async fn receive(&mut self) -> Option<Result<Message, Error>> {
        tokio::time::timeout(SHORT, self.socket.next()).await.ok().flatten()
    }

    pub async fn signed_in(running: &Running, token: &str) -> Self {
        let mut client = Self::connect(running).await;
        let user = client.call("session.signIn", json!({"token": token})).await;
        assert!(user["result"]["id"].is_string(), "{user}");
        client
    }

    pub async fn send(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// Closes the connection; returns what the server still sends, up to its own close.
    pub async fn close(mut self) -> Vec<Message> {
        self.socket.send(Message::Close(None)).await.unwrap();
        let rest = self.socket.map(Result::unwrap).collect();
        tokio::time::timeout(LONG, rest).await.unwrap()
    }

    /// Returns the next message; `None` if none arrives within a short time.
    pub async fn next(&mut self) -> Option<Message> {
        tokio::time::timeout(SHORT, self.socket.next()).await.ok().map(|message| message.unwrap().unwrap())
    }

    /// Returns the answer with this id, setting notifications aside.
    pub async fn answer_of(&mut self, id: &Value) -> Value {
        loop {
            let message = tokio::time::timeout(LONG, self.socket.next()).await.unwrap().unwrap().unwrap();
            let answer: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
            if answer["id"] == *id {
                return answer;
            }
            self.notifications.push(answer);
        }
    }

    /// Returns the next notification, which may have been set aside; `null` if none arrives within a short time.
    pub async fn next_notification(&mut self) -> Value {
        if !self.notifications.is_empty() {
            return self.notifications.remove(0);
        }
        let message = self.next().await;
        message.map_or(Value::Null, |message| serde_json::from_str(message.to_text().unwrap()).unwrap())
    }

    /// Returns the answer to a call, setting notifications aside.
    pub async fn call(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let request = json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params});
        self.send(&request.to_string()).await;
        self.answer_of(&json!(self.next_id)).await
    }

    pub async fn result(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.call(method, params).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    pub async fn error(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.call(method, params).await;
        assert!(answer.get("result").is_none(), "{method}: {answer}");
        answer["error"].take()
    }
}
