//! Accepts connections, plain or over TLS, and serves HTTP on each. In: a listener. Out: nothing until it ends.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::http;
use super::wire::{FaultyStream, Wire};
use crate::server::Server;

/// What is known of the connection on which a request arrived.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    pub(super) wire: Wire,
}

pub(super) async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, server: Arc<Server>) {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // A connection that is gone before it is accepted is no reason to stop; too many open files may last a
            // while.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        // Small answers must not wait for each other.
        let _ = stream.set_nodelay(true);
        let (tls, server) = (tls.clone(), Arc::clone(&server));
        tokio::spawn(async move {
            let mut closing = server.closing();
            tokio::select! {
                () = shake_hands(stream, peer, tls, server) => {}
                _ = closing.changed() => {}
            }
        });
    }
}

async fn shake_hands(stream: TcpStream, peer: SocketAddr, tls: Option<TlsAcceptor>, server: Arc<Server>) {
    match tls {
        None => serve(stream, peer, server).await,
        // A client that rejects the certificate goes away, and nobody needs to know.
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                serve(stream, peer, server).await;
            }
        }
    }
}

async fn serve<S>(stream: S, peer: SocketAddr, server: Arc<Server>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let wire = Wire::default();
    let connection = Connection { peer, wire: wire.clone() };
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (server, connection) = (Arc::clone(&server), connection.clone());
        async move {
            let request: Request = request.map(Body::new);
            Ok::<_, Infallible>(http::handle(server, connection, request).await)
        }
    });
    let stream = TokioIo::new(FaultyStream::new(stream, wire));
    // Broken connections are the clients' business, or were broken on purpose.
    let _ = http1::Builder::new().serve_connection(stream, service).with_upgrades().await;
}
