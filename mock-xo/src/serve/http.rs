//! All HTTP requests: the WebSocket upgrade, one-time addresses, REST. In: requests. Out: responses as observed.

use std::io::Write;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;

use super::socket;
use crate::rest;
use crate::server::Server;

/// How much of a stream goes out at once.
const CHUNK: usize = 64 * 1024;

/// Answers a request.
pub(super) async fn handle(Shared(server): Shared<Arc<Server>>, request: Request) -> Response {
    let is_upgrade = request
        .headers()
        .get(header::UPGRADE)
        .is_some_and(|upgrade| upgrade.as_bytes().eq_ignore_ascii_case(b"websocket"));
    if is_upgrade {
        return upgrade(server, request).await;
    }
    let path = request.uri().path().to_owned();
    server.record(format!("{} {path}", request.method()));
    if path == "/rest/v0" || path.starts_with("/rest/v0/") {
        return rest::answer(server, request).await;
    }
    let accepts_gzip = accepts_gzip(request.headers());
    if request.method() == Method::GET
        && let Some(source) = server.addresses().take(&path)
    {
        let lines = source.lines(&server.state());
        return stream_lines(lines, accepts_gzip);
    }
    let headers = [(header::LOCATION, "/signin"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::FOUND, headers, "Found. Redirecting to /signin").into_response()
}

/// WebSockets are served at exactly `/api/`; any other address leaves the socket open without a word (observed).
async fn upgrade(server: Arc<Server>, request: Request) -> Response {
    let is_api = request.uri().path_and_query().is_some_and(|path| path.as_str() == "/api/");
    if !is_api {
        std::future::pending::<()>().await;
    }
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(|socket| socket::run(socket, server)),
        Err(rejection) => rejection.into_response(),
    }
}

pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let mut words = one.split(';').map(str::trim);
        words.next() == Some("gzip") && words.next() != Some("q=0")
    })
}

/// Lines in chunks, so that a large answer begins at once.
fn stream_lines(lines: Vec<Arc<str>>, gzip: bool) -> Response {
    let mut lines = lines.into_iter();
    let mut encoder = gzip.then(|| GzEncoder::new(Vec::new(), Compression::fast()));
    let mut finished = false;
    let chunks = std::iter::from_fn(move || {
        if finished {
            return None;
        }
        let mut chunk = Vec::with_capacity(CHUNK + 4096);
        while chunk.len() < CHUNK {
            let Some(line) = lines.next() else {
                finished = true;
                break;
            };
            chunk.extend_from_slice(line.as_bytes());
            chunk.push(b'\n');
        }
        Some(compress(&mut encoder, chunk, finished))
    });
    let mut response = Response::new(Body::from_stream(stream::iter(chunks)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::VARY, header::HeaderValue::from_static("Accept-Encoding"));
    if gzip {
        headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
    }
    response
}

fn compress(
    encoder: &mut Option<GzEncoder<Vec<u8>>>,
    chunk: Vec<u8>,
    last: bool,
) -> Result<Bytes, std::io::Error> {
    let Some(gzip) = encoder else { return Ok(chunk.into()) };
    gzip.write_all(&chunk)?;
    if last && let Some(gzip) = encoder.take() {
        return Ok(gzip.finish()?.into());
    }
    Ok(encoder.as_mut().map(|gzip| std::mem::take(gzip.get_mut())).unwrap_or_default().into())
}
