//! A tiny server for the tests of this module: one closure answers calls, another answers GET.
//!
//! It knows nothing of XO except framing, so that each test states exactly what is on the wire.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

/// What the server does after a call.
pub(super) enum Act {
    Text(String),
    Binary(Vec<u8>),
    /// One message in this many frames, half a second apart.
    Slowly(String, usize),
    Close,
}

type OnCall = dyn Fn(&Value) -> Vec<Act> + Send + Sync;
type OnGet = dyn Fn(&str) -> String + Send + Sync;

/// A running fake server; its tasks end with the runtime of the test.
pub(super) struct Fake {
    /// `127.0.0.1:port`.
    pub(super) host: String,
    /// The head of every HTTP request, including upgrades, and every text received over the WebSocket.
    pub(super) seen: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    pub(super) async fn start(
        on_call: impl Fn(&Value) -> Vec<Act> + Send + Sync + 'static,
        on_get: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::start_with(None, Arc::new(on_call), Arc::new(on_get)).await
    }

    pub(super) async fn start_with(
        tls: Option<TlsAcceptor>,
        on_call: Arc<OnCall>,
        on_get: Arc<OnGet>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, on_call, on_get, seen) =
                    (tls.clone(), on_call.clone(), on_get.clone(), noted.clone());
                tokio::spawn(async move {
                    match tls {
                        // Some tests expect a refused handshake.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &on_call, &on_get, &seen).await;
                            }
                        }
                        None => serve(stream, &on_call, &on_get, &seen).await,
                    }
                });
            }
        });
        Self { host, seen }
    }

    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send>(
    stream: S,
    on_call: &Arc<OnCall>,
    on_get: &Arc<OnGet>,
    seen: &Mutex<Vec<String>>,
) {
    let mut stream = BufReader::new(stream);
    loop {
        let Ok(head) = stream.fill_buf().await else { return };
        if head.is_empty() {
            return;
        }
        let head = String::from_utf8_lossy(head).into_owned();
        seen.lock().unwrap().push(head.clone());
        if head.to_ascii_lowercase().contains("upgrade: websocket") && head.starts_with("GET /api/ ") {
            return calls(stream, on_call, seen).await;
        }
        stream.consume(head.len());
        let answer = on_get(&head);
        if answer == "silence" {
            return std::future::pending().await;
        }
        if stream.write_all(answer.as_bytes()).await.is_err() || answer.contains("connection: close") {
            let _ = stream.shutdown().await;
            let _ = stream.read(&mut [0; 1]).await;
            return;
        }
    }
}

async fn calls<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    on_call: &Arc<OnCall>,
    seen: &Mutex<Vec<String>>,
) {
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let mut socket = tokio_tungstenite::accept_async_with_config(stream, Some(config)).await.unwrap();
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        seen.lock().unwrap().push(text.to_string());
        let call: Value = serde_json::from_str(&text).unwrap();
        for act in on_call(&call) {
            let sent = match act {
                Act::Text(text) => socket.send(Message::text(text)).await,
                Act::Binary(bytes) => socket.send(Message::binary(bytes)).await,
                Act::Slowly(text, frames) => slowly(&mut socket, &text, frames).await,
                Act::Close => socket.close(None).await,
            };
            if sent.is_err() {
                return;
            }
        }
    }
}

async fn slowly<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut WebSocketStream<S>,
    text: &str,
    frames: usize,
) -> Result<(), WsError> {
    let size = text.len().div_ceil(frames);
    for (index, piece) in text.as_bytes().chunks(size).enumerate() {
        let code = if index == 0 { Data::Text } else { Data::Continue };
        let is_final = (index + 1) * size >= text.len();
        let frame = Frame::message(piece.to_vec(), OpCode::Data(code), is_final);
        socket.send(Message::Frame(frame)).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}

/// Returns a reply with a result.
pub(super) fn result(call: &Value, result: &Value) -> Vec<Act> {
    vec![Act::Text(json!({ "id": call["id"], "jsonrpc": "2.0", "result": result }).to_string())]
}

/// Returns a reply with an error.
pub(super) fn refusal(call: &Value, code: i32, message: &str) -> Vec<Act> {
    let error = json!({ "code": code, "message": message });
    vec![Act::Text(json!({ "error": error, "id": call["id"], "jsonrpc": "2.0" }).to_string())]
}

/// Accepts every sign-in and reports a version; `other` answers everything else.
pub(super) fn signed_in(
    other: impl Fn(&Value) -> Vec<Act> + Send + Sync,
) -> impl Fn(&Value) -> Vec<Act> + Send + Sync {
    move |call| match call["method"].as_str() {
        Some("session.signIn") => result(
            call,
            &json!({ "id": "e6ebe706", "email": "admin@admin.net", "groups": [], "permission": "admin", "preferences": {} }),
        ),
        Some("system.getServerVersion") => result(call, &json!("5.207.2")),
        _ => other(call),
    }
}

/// Returns an HTTP answer with a length.
pub(super) fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

/// Answers that there is nothing at this path.
pub(super) fn not_found(_: &str) -> String {
    http("404 Not Found", "content-type: text/html\r\n", "<html><pre>Cannot GET</pre></html>")
}
