//! All HTTP requests: the WebSocket upgrade, one-time addresses, REST. In: requests. Out: responses as observed.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::connections::Connection;
use super::{control, misbehave, socket};
use crate::fault::{FaultKind, Target};
use crate::server::Server;
use crate::state::Text;
use crate::{ndjson, rest};

/// Answers a request, or carries out the faults that strike it.
pub(super) async fn handle(server: Arc<Server>, connection: Connection, mut request: Request) -> Response {
    if request.uri().path().starts_with("/mock/") {
        return control::answer(&server, &connection, request).await;
    }
    let is_upgrade = is_upgrade(&request);
    let path = request.uri().path().to_owned();
    let target = if is_upgrade { Target::Upgrade } else { Target::Http(&path) };
    let faults = server.strike(target);
    delay(&server, &faults).await;
    if !is_upgrade {
        server.record(format!("{} {path}", request.method()));
    }
    if let Some(response) = misbehave::instead(&faults, request.method().as_str(), &path) {
        return response;
    }
    if is_upgrade {
        return upgrade(server, connection, request).await;
    }
    if misbehave::needs_plain(&faults) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    let response = answer(server, &path, request).await;
    misbehave::corrupt(response, &faults).await
}

/// Waits as long as the faults say; forever if there should be no answer.
pub(super) async fn delay(server: &Server, faults: &[FaultKind]) {
    for fault in faults {
        if let FaultKind::Delay(time) = fault {
            tokio::time::sleep(*time).await;
        }
    }
    if faults.contains(&FaultKind::Stall) || server.is_silent() {
        std::future::pending::<()>().await;
    }
}

async fn answer(server: Arc<Server>, path: &str, request: Request) -> Response {
    if path == "/rest/v0" || path.starts_with("/rest/v0/") {
        return rest::answer(server, request).await;
    }
    let accepts_gzip = accepts_gzip(request.headers());
    if request.method() == Method::GET
        && let Some(source) = server.addresses().take(path)
    {
        let lines = source.lines(&server.state());
        return stream_lines(lines, accepts_gzip);
    }
    if path == "/signin" {
        let page = "<!DOCTYPE html>\n<title>mock-xo</title>\n<h1>Sign in</h1>\n";
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response();
    }
    let headers = [(header::LOCATION, "/signin"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::FOUND, headers, "Found. Redirecting to /signin").into_response()
}

fn is_upgrade(request: &Request) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    upgrade.is_some_and(|upgrade| upgrade.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Upgrades to a WebSocket at exactly `/api/`; at any other address the socket stays open in silence (observed).
async fn upgrade(server: Arc<Server>, connection: Connection, request: Request) -> Response {
    let is_api = request.uri().path_and_query().is_some_and(|path| path.as_str() == "/api/");
    if !is_api {
        std::future::pending::<()>().await;
    }
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| socket::serve(socket, server, connection.wire)),
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

/// Streams lines as they are made, so that a large answer begins at once.
fn stream_lines(lines: Vec<Text>, gzip: bool) -> Response {
    let lines = lines.into_iter().map(|line| line.get());
    let mut response = Response::new(if gzip { ndjson::gzip_body(lines) } else { ndjson::body(lines) });
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::VARY, header::HeaderValue::from_static("Accept-Encoding"));
    if gzip {
        headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
    }
    response
}
