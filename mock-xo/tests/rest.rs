//! REST over a real socket, as observed on a real server.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

mod common;

use mock_xo::{Running, ServeOptions, State, serve};
use reqwest::Response;
use serde_json::{Value, json};

/// Headers, status, error.
type Case<'a> = (&'a [(&'a str, &'a str)], u16, Option<&'a str>);

struct Site {
    running: Running,
    admin: String,
    plain: String,
    reader: String,
}

fn start() -> Site {
    let mut state = State::new();
    for object in [
        json!({"id": "p", "type": "pool", "$pool": "p"}),
        json!({"id": "s1", "type": "SR", "name_label": "nfs-main", "SR_type": "nfs", "size": 10, "$pool": "p"}),
        json!({"id": "s2", "type": "SR", "name_label": "ローカル", "SR_type": "ext", "size": 20, "$pool": "p"}),
        json!({"id": "b", "type": "VDI-unmanaged", "$SR": "s1", "$pool": "p"}),
        json!({"id": "d", "type": "VDI", "parent": "b", "$SR": "s1", "$pool": "p"}),
        json!({"id": "m1", "type": "message", "name": "SM_GC_NO_SPACE", "$pool": "p"}),
        json!({"id": "m2", "type": "message", "name": "ALARM", "$pool": "p"}),
        json!({"id": "sm", "type": "SM", "SM_type": "nfs", "$pool": "p"}),
    ] {
        state.objects.insert(object).unwrap();
    }
    for (start, message) in [(3, "backup"), (1, "backup"), (2, "restore"), (4, "backup")] {
        let id = start.to_string();
        state.logs.insert(id.clone(), json!({"id": id, "message": message, "start": start}));
    }
    state.backup_jobs = vec![json!({"id": "j1", "type": "backup"})];
    state.metadata_jobs = vec![json!({"id": "j2", "type": "metadataBackup"})];
    let (admin, plain, reader) =
        (state.admin_token().to_owned(), state.plain_token().to_owned(), state.reader_token().to_owned());
    Site { running: serve(state, ServeOptions::default()).unwrap(), admin, plain, reader }
}

impl Site {
    async fn send(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = crate::common::http().build().unwrap().get(format!("{}{path}", self.running.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    async fn get(&self, token: &str, path: &str) -> (u16, Value) {
        let response = self.send(path, &[("cookie", &format!("authenticationToken={token}"))]).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        (status, body)
    }
}

#[tokio::test]
async fn who_may_come_in() {
    let site = start();
    let cookie = format!("authenticationToken={}", site.admin);
    let token = format!("token={}", site.admin);
    let bearer = format!("Bearer {}", site.admin);
    let basic = "Basic YWRtaW5AYWRtaW4ubmV0OmFkbWlu";
    let cases: [Case<'_>; 8] = [
        (&[], 401, Some("invalid credentials")),
        (&[("cookie", "token=AAAA")], 401, Some("invalid credentials")),
        (&[("cookie", &cookie)], 200, None),
        (&[("cookie", &token)], 200, None),
        (&[("authorization", basic)], 200, None),
        (&[("authorization", &bearer)], 401, Some("invalid credentials")),
        (&[("authorization", "Basic")], 400, Some("Malformed Authorization header")),
        (
            &[("cookie", &cookie), ("authorization", basic)],
            400,
            Some("Having multiple authentication methods is not supported, please choose one"),
        ),
    ];
    for (headers, status, error) in cases {
        let response = site.send("/rest/v0/srs", headers).await;
        assert_eq!(response.status().as_u16(), status, "{headers:?}");
        let challenge =
            response.headers().get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(challenge.is_some(), status == 401);
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(body.get("error").and_then(Value::as_str), error, "{headers:?}");
    }
    let wrong = "Basic YWRtaW5AYWRtaW4ubmV0Ondyb25n";
    assert_eq!(site.send("/rest/v0/srs", &[("authorization", wrong)]).await.status(), 401);
    let throttled = site.send("/rest/v0/srs", &[("authorization", basic)]).await;
    assert_eq!(throttled.status(), 500);
    assert!(throttled.text().await.unwrap().contains("too fast authentication tries"));
}

#[tokio::test]
async fn ping_needs_nobody() {
    let site = start();
    let response = site.send("/rest/v0/ping", &[]).await;
    assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["result"], "pong");
    assert!(body["timestamp"].is_i64());
}

#[tokio::test]
async fn collections_and_single_objects() {
    let site = start();
    let base = "/rest/v0";
    let cases = [
        ("/srs", 200, json!(["/rest/v0/srs/s1", "/rest/v0/srs/s2"])),
        ("/srs?limit=1&foo=bar", 200, json!(["/rest/v0/srs/s1"])),
        ("/srs?limit=0", 200, json!([])),
        ("/srs?fields=id,nope&filter=SR_type%3Aext", 200, json!([{"id": "s2", "href": "/rest/v0/srs/s2"}])),
        (
            "/srs/s1",
            200,
            json!({"id": "s1", "type": "SR", "name_label": "nfs-main", "SR_type": "nfs", "size": 10,
            "$pool": "p"}),
        ),
        ("/vdis", 200, json!(["/rest/v0/vdis/d"])),
        ("/vdis?filter=type%3AVDI-unmanaged", 200, json!([])),
        ("/messages", 200, json!(["/rest/v0/messages/m1", "/rest/v0/messages/m2"])),
        ("/alarms", 200, json!(["/rest/v0/alarms/m2"])),
        ("/backup-jobs", 200, json!(["/rest/v0/backup-jobs/j1", "/rest/v0/backup-jobs/j2"])),
        ("/backup-logs?limit=2", 200, json!(["/rest/v0/backup-logs/1", "/rest/v0/backup-logs/3"])),
        ("/backup/logs?limit=1", 200, json!(["/rest/v0/backup-logs/1"])),
        ("/restore-logs", 200, json!(["/rest/v0/restore-logs/2"])),
        ("/schedules", 200, json!([])),
        ("/srs/nope", 404, json!({"error": "no such SR nope", "data": {"id": "nope", "type": "SR"}})),
        ("/srs/d", 404, json!({"error": "no such SR d", "data": {"id": "d", "type": "SR"}})),
        (
            "/backup-logs/12345",
            404,
            json!({"error": "no such backup-ng-log 12345",
            "data": {"id": "12345", "type": "backup-ng-log"}}),
        ),
        (
            "/srs?filter=type%3A(",
            400,
            json!({"error": "parse error: expected end of input at position 4",
            "data": {"stringToParse": "type:("}}),
        ),
        (
            "/srs?limit=abc",
            422,
            json!({"error": {"limit": {"message": "invalid float number", "value": "abc"}},
            "data": {}}),
        ),
        (
            "/srs?ndjson=true&markdown=true",
            422,
            json!({
            "error": "Cannot use both ndjson and markdown output formats simultaneously", "data": {}}),
        ),
    ];
    for (path, status, expected) in cases {
        assert_eq!(site.get(&site.admin, &format!("{base}{path}")).await, (status, expected), "{path}");
    }
}

#[tokio::test]
async fn what_has_no_route_is_html() {
    let site = start();
    for path in
        ["/rest/v0/vdi-unmanaged", "/rest/v0/nothing", "/rest/v0/srs/s1/vdis", "/rest/v0/srs/s1/stats"]
    {
        let (status, body) = site.get(&site.admin, path).await;
        assert_eq!(status, 404, "{path}");
        let expected = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n\
             <body>\n<pre>Cannot GET {path}</pre>\n</body>\n</html>\n"
        );
        assert_eq!(body, expected);
    }
    let url = format!("{}/rest/v0/srs", site.running.url());
    let response = crate::common::http().build().unwrap().delete(url).send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert!(response.text().await.unwrap().contains("Cannot DELETE /rest/v0/srs"));
    assert!(site.running.calls().contains(&"DELETE /rest/v0/srs".to_owned()));
}

#[tokio::test]
async fn rights_are_those_of_rbac() {
    let site = start();
    let missing = json!({"error": "not enough privileges",
        "data": {"missingPrivileges": [{"objectId": "s1", "action": "read", "resource": "sr"}]}});
    assert_eq!(site.get(&site.plain, "/rest/v0/srs").await, (200, json!([])));
    assert_eq!(site.get(&site.plain, "/rest/v0/srs/s1").await, (403, missing));
    assert_eq!(site.get(&site.reader, "/rest/v0/srs?limit=1").await, (200, json!(["/rest/v0/srs/s1"])));
    assert_eq!(site.get(&site.reader, "/rest/v0/sms").await, (200, json!([])));
    let forbidden = json!({"error": "not enough permissions", "data": {"object": {}}});
    assert_eq!(site.get(&site.reader, "/rest/v0/dashboard").await, (403, forbidden));
}

#[tokio::test]
async fn privileges_are_listed_to_their_user() {
    let site = start();
    let (status, body) = site.get(&site.reader, "/rest/v0/users/me/acl-privileges?fields=*").await;
    let list = body.as_array().unwrap();
    assert_eq!((status, list.len()), (200, 17));
    let first = &list[0];
    assert_eq!((&first["action"], &first["effect"]), (&json!("read"), &json!("allow")));
    assert_eq!(first["href"], format!("/rest/v0/acl-privileges/{}", first["id"].as_str().unwrap()));
    assert_eq!(site.get(&site.plain, "/rest/v0/users/me/acl-privileges?fields=*").await, (200, json!([])));
    let reader = mock_xo::Users::default().get("reader@example.org").unwrap().id.clone();
    let path = format!("/rest/v0/users/{reader}/acl-privileges");
    assert_eq!(site.get(&site.plain, &path).await, (200, json!([])));
    assert_eq!(site.get(&site.admin, &path).await.1.as_array().unwrap().len(), 17);
    assert_eq!(site.get(&site.admin, "/rest/v0/users/nobody/acl-privileges").await.0, 404);
}

#[tokio::test]
async fn forms_of_the_answer() {
    let site = start();
    let cookie = format!("token={}", site.admin);
    let response = site.send("/rest/v0/srs?fields=id&ndjson=true", &[("cookie", &cookie)]).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let expected =
        "{\"id\":\"s1\",\"href\":\"/rest/v0/srs/s1\"}\n{\"id\":\"s2\",\"href\":\"/rest/v0/srs/s2\"}\n";
    assert_eq!(response.text().await.unwrap(), expected);
    let response =
        site.send("/rest/v0/srs?fields=name_label,SR_type&markdown=true", &[("cookie", &cookie)]).await;
    assert_eq!(response.headers()["content-type"], "text/markdown; charset=utf-8");
    let expected = "| name_label | SR_type |\n| --- | --- |\n| nfs-main | nfs |\n| ローカル | ext |";
    assert_eq!(response.text().await.unwrap(), expected);
    let response = site.send("/rest/v0/srs?limit=1", &[("cookie", &cookie)]).await;
    assert_eq!(response.text().await.unwrap(), "[\n  \"/rest/v0/srs/s1\"\n]");
}

#[tokio::test]
async fn large_answers_are_compressed_when_asked() {
    let site = start();
    let sr = |n: usize| json!({"id": format!("x{n}"), "type": "SR", "$pool": "p"});
    site.running.enter((0..100).map(sr).collect()).unwrap();
    let cookie = format!("token={}", site.admin);
    for (accept, expected) in [("gzip, br", true), ("br", false), ("gzip;q=0", false)] {
        let headers = [("cookie", cookie.as_str()), ("accept-encoding", accept)];
        let response = site.send("/rest/v0/srs", &headers).await;
        assert_eq!(response.headers().contains_key("content-encoding"), expected, "{accept}");
        let bytes = response.bytes().await.unwrap();
        assert_eq!(bytes.starts_with(&[0x1f, 0x8b]), expected, "{accept}");
    }
    let headers = [("cookie", cookie.as_str()), ("accept-encoding", "gzip")];
    let response = site.send("/rest/v0/srs?ndjson=true", &headers).await;
    assert!(!response.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn one_s_own_affairs() {
    let site = start();
    let http = common::http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let cookie = format!("token={}", site.plain);
    let me = format!("{}/rest/v0/users/me/authentication_tokens", site.running.url());
    let response = http.post(&me).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(response.status(), 307);
    let there = format!("{}{}", site.running.url(), response.headers()["location"].to_str().unwrap());
    let request =
        http.post(&there).header("cookie", &cookie).body(r#"{"expiresIn":"60s","description":"ci"}"#);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    let made: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(made["token"]["description"], "ci");
    let token = made["token"]["id"].as_str().unwrap();
    assert_eq!(site.get(token, "/rest/v0/srs").await, (200, json!([])));
    let request = http.post(&there).header("cookie", format!("token={}", site.reader)).send().await.unwrap();
    assert_eq!(request.status(), 403);
}

#[tokio::test]
async fn the_dashboard_is_for_administrators() {
    let site = start();
    let (status, dashboard) = site.get(&site.admin, "/rest/v0/dashboard").await;
    assert_eq!((status, &dashboard["nPools"]), (200, &json!(1)));
    assert_eq!(dashboard["backups"]["jobs"]["total"], 2);
    let (_, lines) = site.get(&site.admin, "/rest/v0/dashboard?ndjson=true").await;
    assert!(lines.as_str().unwrap().starts_with("{\"nPools\":1}\n"));
}

#[tokio::test]
async fn what_is_about_one_object() {
    let site = start();
    site.running
        .enter(vec![
            json!({"id": "m3", "type": "message", "name": "ALARM", "time": 5, "$object": "s1", "$pool": "p",
            "body": "value: 0.9512\nconfig:\n<variable><name value=\"physical_utilisation\"/></variable>"}),
        ])
        .unwrap();
    let (_, alarms) = site.get(&site.admin, "/rest/v0/srs/s1/alarms?fields=*").await;
    let expected = json!([{"id": "m3", "type": "message", "name": "ALARM", "time": 5000, "$pool": "p",
        "body": {"value": "95.1", "name": "physical_utilisation"},
        "object": {"type": "SR", "uuid": "s1", "href": "/rest/v0/srs/s1"}, "href": "/rest/v0/alarms/m3"}]);
    assert_eq!(alarms, expected);
    let messages = json!(["/rest/v0/messages/m3"]);
    assert_eq!(site.get(&site.admin, "/rest/v0/srs/s1/messages").await, (200, messages));
    assert_eq!(site.get(&site.admin, "/rest/v0/srs/s2/messages").await, (200, json!([])));
    assert_eq!(site.get(&site.admin, "/rest/v0/srs/s1/tasks").await, (200, json!([])));
    assert_eq!(site.get(&site.plain, "/rest/v0/srs/s1/messages").await.0, 403);
    for path in ["/rest/v0/srs/gone/messages", "/rest/v0/schedules/x/messages", "/rest/v0/srs/s1/vdis"] {
        assert_eq!(site.get(&site.admin, path).await.0, 404, "{path}");
    }
}
