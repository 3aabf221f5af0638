//! REST `/rest/v0`: collections and single objects, read only. In: requests. Out: responses as observed.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};

use crate::server::Server;

pub(crate) async fn answer(_server: Arc<Server>, _request: Request) -> Response {
    axum::http::StatusCode::NOT_FOUND.into_response()
}
