//! `/docs`: what the mock serves, as the description of an API. In: the collections. Out: OpenAPI, a page.
//!
//! The real description has 1.5 MB of XO's own words; this one has only the paths.

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{collections, response};
use crate::state::SERVER_VERSION;

pub(super) fn json(headers: &HeaderMap) -> Response {
    let mut paths = Map::new();
    let answers = json!({"200": {"description": "OK"}, "401": {"description": "Authentication required"}});
    for name in collections::names() {
        paths.insert(format!("/{name}"), json!({"get": {"tags": [name], "responses": answers}}));
        paths.insert(format!("/{name}/{{id}}"), json!({"get": {"tags": [name], "responses": answers}}));
    }
    for name in ["ping", "dashboard", "events"] {
        paths.insert(format!("/{name}"), json!({"get": {"responses": answers}}));
    }
    let info = json!({"title": "mock-xo", "version": SERVER_VERSION});
    let all: Value =
        json!({"openapi": "3.0.0", "info": info, "servers": [{"url": "/rest/v0"}], "paths": paths});
    response::json(headers, &all)
}

pub(super) fn page(headers: &HeaderMap) -> Response {
    let items: String = collections::names()
        .map(|name| format!("<li><a href=\"/rest/v0/{name}\">{name}</a></li>\n"))
        .collect();
    let page = format!("<!DOCTYPE html>\n<title>mock-xo</title>\n<h1>mock-xo</h1>\n<ul>\n{items}</ul>\n");
    response::page(headers, page)
}
