//! What `--verbose` reports about a connection: steps as values, so that each language has words for them.

use std::net::SocketAddr;

/// A step of a connection. Its parts hold no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectionStep {
    /// A name was resolved.
    #[error("{host} is at {}", addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Found {
        /// The name.
        host: String,
        /// Its addresses.
        addresses: Vec<SocketAddr>,
    },
    /// An address answers.
    #[error("connected to {socket}")]
    Connected {
        /// The address.
        socket: SocketAddr,
    },
    /// A proxy is used.
    #[error("through the proxy {proxy} (from {place})")]
    ByProxy {
        /// The proxy, without its user.
        proxy: String,
        /// What names the proxy.
        place: String,
    },
    /// The proxy opened the tunnel.
    #[error("the proxy has opened the connection")]
    ProxyOpened,
    /// The connection is encrypted.
    #[error("{version}{}", certificate.as_ref().map(|shown| format!(", certificate {shown}")).unwrap_or_default())]
    Encrypted {
        /// The version of TLS.
        version: String,
        /// The fingerprint of the certificate.
        certificate: Option<String>,
    },
    /// The server speaks our protocol.
    #[error("{url} is a WebSocket")]
    WebSocket {
        /// Its address.
        url: String,
    },
    /// The credentials were accepted.
    #[error("signed in, with the permission `{permission}`")]
    SignedIn {
        /// The permission of the user.
        permission: String,
    },
    /// The server reported its version.
    #[error("xo-server {}", version.as_deref().unwrap_or("of an unknown version"))]
    Version {
        /// The version.
        version: Option<String>,
    },
    /// An answer arrived line by line.
    #[error("`{method}` came as a stream of {lines} lines")]
    Streamed {
        /// The method.
        method: String,
        /// Its lines.
        lines: u64,
    },
    /// An answer is asked for again, in another way.
    #[error("`{method}` again, over the WebSocket: {error}")]
    Again {
        /// The method.
        method: String,
        /// Why.
        error: String,
    },
    /// A refusal is examined.
    #[error("signing in once more, to see whether the credentials are still valid")]
    OnceMore,
}
