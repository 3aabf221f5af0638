//! The socket under jsonrpsee: TCP, TLS and the WebSocket upgrade within one time limit, and the two halves
//! that jsonrpsee drives.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use jsonrpsee::core::client::{ReceivedMessage, TransportReceiverT, TransportSenderT};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Error as WsError, Message};

use super::dial::dial;
use super::parking::Parking;
use crate::address::Address;
use crate::calls::CallLog;
use crate::destination::Destination;
use crate::error::{Error, Stage, clean};
use crate::limits::{self, Limit};
use crate::step::ConnectionStep;
use crate::trust::{Tls, TlsProblem};

/// Largest message that is accepted.
const LARGEST: usize = Limit::Message.size();

/// Connects, within the limit for everything up to the answered upgrade.
///
/// # Errors
/// The server is unreachable, not trusted, not an XO, or silent for too long.
pub(super) async fn connect(
    to: &Destination,
    tls: &Tls,
    parking: &Arc<Parking>,
    log: &CallLog,
) -> Result<(Sender, Receiver), Error> {
    let mut stage = Stage::Tcp;
    let limit = to.timeouts.connect;
    let connected = tokio::time::timeout(limit, open(to, tls, parking, log, &mut stage)).await;
    let socket = match connected {
        Ok(socket) => socket?,
        Err(_) => return Err(too_late(to, stage)),
    };
    let (sink, stream) = socket.split();
    Ok((Sender(sink), Receiver { stream, parking: parking.clone() }))
}

fn too_late(to: &Destination, stage: Stage) -> Error {
    let after = to.timeouts.connect;
    match &to.proxy {
        Some(proxy) if stage == Stage::Proxy => proxy.fails(
            &to.address,
            format!("it opened no connection within {} s", after.as_secs_f32()),
            true,
        ),
        _ => Error::ConnectTimeout { server: to.address.origin(), after, stage },
    }
}

async fn open(
    to: &Destination,
    tls: &Tls,
    parking: &Arc<Parking>,
    log: &CallLog,
    stage: &mut Stage,
) -> Result<Socket, Error> {
    let tcp = dial(to, log, stage).await?;
    let stream: Box<dyn Stream> = if to.address.is_encrypted() {
        *stage = Stage::Tls;
        Box::new(encrypt(tcp, &to.address, tls, log).await?)
    } else {
        Box::new(tcp)
    };
    *stage = Stage::Upgrade;
    let metered = Metered { stream, parking: parking.clone() };
    let config = WebSocketConfig::default()
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST))
        .max_write_buffer_size(limits::WRITE_BUFFER);
    let url = to.address.ws_url();
    let (socket, _) = tokio_tungstenite::client_async_with_config(url, metered, Some(config))
        .await
        .map_err(|error| not_xo(&to.address.origin(), error, parking))?;
    log.step(|| ConnectionStep::WebSocket { url: to.address.ws_url().to_string() });
    Ok(socket)
}

async fn encrypt(
    tcp: TcpStream,
    address: &Address,
    tls: &Tls,
    log: &CallLog,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Error> {
    let server = address.origin();
    let name = ServerName::try_from(address.host()).map_err(|error| Error::Tls {
        server: server.clone(),
        reason: TlsProblem::Other(crate::error::clean(&error.to_string())),
        fingerprint: None,
    })?;
    let connector = TlsConnector::from(Arc::new(tls.config()));
    let stream = connector.connect(name, tcp).await.map_err(|error| tls_error(server, tls, error))?;
    log.step(|| {
        let (_, session) = stream.get_ref();
        let version = session.protocol_version().and_then(|version| version.as_str()).unwrap_or("TLS");
        let certificate = tls.last_seen().map(|shown| shown.to_string());
        ConnectionStep::Encrypted { version: version.to_owned(), certificate }
    });
    Ok(stream)
}

fn tls_error(server: String, tls: &Tls, error: io::Error) -> Error {
    let Some(cause) = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>()) else {
        // The line failed, not the certificate: a server that stops, or one that does not speak TLS.
        let during = "TLS handshake";
        return Error::Cut { server, during, reason: ended(&error) };
    };
    // Only a certificate that was checked is worth pinning.
    let judged = matches!(cause, rustls::Error::InvalidCertificate(_));
    let fingerprint = if judged { tls.last_seen() } else { None };
    Error::Tls { server, reason: TlsProblem::of(cause), fingerprint }
}

fn not_xo(server: &str, error: WsError, parking: &Parking) -> Error {
    let server = server.to_owned();
    match error {
        WsError::Http(answer) => {
            let status = answer.status().as_u16();
            let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
            let detail = match location {
                Some(location) => {
                    format!("it redirects to {}", clean(&parking.masked(without_query(location))))
                }
                None => "its `/api/` is not a WebSocket".to_owned(),
            };
            Error::NotXo { server, status: Some(status), detail }
        }
        WsError::Io(source) => Error::Cut { server, during: "upgrade at `/api/`", reason: ended(&source) },
        WsError::Protocol(ProtocolError::HandshakeIncomplete) => {
            Error::Cut { server, during: "upgrade at `/api/`", reason: CLOSED.to_owned() }
        }
        other => Error::NotXo { server, status: None, detail: clean(&parking.masked(&other.to_string())) },
    }
}

/// What an error says of a connection that was closed properly, but too early.
const CLOSED: &str = "closed by the other side";

fn ended(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => CLOSED.to_owned(),
        _ => clean(&error.to_string()),
    }
}

/// Returns a location without the parts that may hold a secret.
pub(crate) fn without_query(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

type Socket = WebSocketStream<Metered>;

/// Counts what arrives, so that a slow transfer can be distinguished from silence.
struct Metered {
    stream: Box<dyn Stream>,
    parking: Arc<Parking>,
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.parking.count(buf.filled().len() - before);
        polled
    }
}

impl AsyncWrite for Metered {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Why the socket cannot be used any longer.
#[derive(Debug, thiserror::Error)]
pub(super) enum SocketLost {
    /// Closed by XO, with its reason if there is one.
    #[error("closed by the server{}", .0.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default())]
    Closed(Option<String>),
    /// A message larger than [`Limit::Message`].
    #[error("a message is too large")]
    TooLarge,
    /// Anything else.
    #[error("{0}")]
    Broken(String),
}

impl From<WsError> for SocketLost {
    fn from(error: WsError) -> Self {
        match error {
            WsError::ConnectionClosed
            | WsError::AlreadyClosed
            | WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Self::Closed(None),
            WsError::Capacity(_) => Self::TooLarge,
            // Node ends TLS without notice when it stops; that is not an error of TLS.
            WsError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::Closed(None),
            other => Self::Broken(clean(&other.to_string())),
        }
    }
}

/// The half that sends. What may be sent is decided by `Rpc::send`, not here.
pub(super) struct Sender(SplitSink<Socket, Message>);

impl TransportSenderT for Sender {
    type Error = SocketLost;

    async fn send(&mut self, text: String) -> Result<(), SocketLost> {
        Ok(self.0.send(Message::text(text)).await?)
    }

    async fn send_ping(&mut self) -> Result<(), SocketLost> {
        Ok(self.0.send(Message::Ping(Bytes::new())).await?)
    }

    async fn close(&mut self) -> Result<(), SocketLost> {
        Ok(self.0.close().await?)
    }
}

/// The half that receives; jsonrpsee sees only what [`Parking::sort`] leaves of a message.
pub(super) struct Receiver {
    stream: SplitStream<Socket>,
    parking: Arc<Parking>,
}

impl TransportReceiverT for Receiver {
    type Error = SocketLost;

    async fn receive(&mut self) -> Result<ReceivedMessage, SocketLost> {
        loop {
            let bytes = match self.stream.next().await.ok_or(SocketLost::Closed(None))?? {
                Message::Text(text) => Bytes::from(text),
                Message::Binary(bytes) => bytes,
                Message::Pong(_) => {
                    self.parking.settle();
                    return Ok(ReceivedMessage::Pong);
                }
                Message::Ping(_) | Message::Frame(_) => {
                    // not part of an answer
                    self.parking.settle();
                    continue;
                }
                Message::Close(frame) => {
                    let reason = frame
                        .map(|frame| clean(&self.parking.masked(&frame.reason)))
                        .filter(|reason| !reason.is_empty());
                    return Err(SocketLost::Closed(reason));
                }
            };
            if let Some(reply) = self.parking.sort(&bytes) {
                return Ok(ReceivedMessage::Text(reply));
            }
        }
    }
}
