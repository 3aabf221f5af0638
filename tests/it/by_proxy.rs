//! One proxy policy for the WebSocket and for HTTP, and what `--verbose` reports of it.

use mock_xo::Tls;
use serde_json::json;

use crate::between::Proxy;
use crate::faults::{NAME, PROXY_PASSWORD, Run, Scene, TOKEN, state};
use crate::program::Ran;

fn succeeded(ran: &Ran) {
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn calls_and_streams_go_the_same_way() {
    let scene = Scene::with(&[], Run::Talkative);
    succeeded(&scene.run(Run::Talkative));
    let asked = scene.proxy().asked();
    assert_eq!(asked[0], format!("CONNECT {NAME}:80 HTTP/1.1"), "{asked:?}");
    assert!(asked[1..].iter().all(|head| head.starts_with(&format!("GET http://{NAME}/api/"))), "{asked:?}");
    assert!(asked.len() > 1, "{asked:?}");
    let arrived = scene.server().calls();
    assert!(arrived.iter().any(|call| call.starts_with("GET /api/")), "{arrived:?}");
}

#[test]
fn with_tls_both_go_by_connect() {
    let scene = Scene::by_tls(Tls::LikeXo, Run::Talkative);
    let pin = scene.server().certificate().unwrap().fingerprint().to_owned();
    let scene = scene.args(&["--pin-sha256", &pin]);
    succeeded(&scene.run(Run::Talkative));
    let asked = scene.proxy().asked();
    assert!(asked.len() >= 2, "{asked:?}");
    assert!(asked.iter().all(|head| *head == format!("CONNECT {NAME}:443 HTTP/1.1")), "{asked:?}");
}

/// A reader without rights reads most over REST, which uses the proxy too.
#[test]
fn rest_goes_by_the_proxy() {
    let scene = Scene::with(&["forbidden@remote.getAll"], Run::Talkative);
    succeeded(&scene.run(Run::Talkative));
    let arrived = scene.server().calls();
    assert!(arrived.contains(&"GET /rest/v0/backup-repositories".to_owned()), "{arrived:?}");
    let asked = scene.proxy().asked();
    assert!(asked.iter().all(|head| head.contains(NAME)), "{asked:?}");
}

#[test]
fn no_proxy_and_the_machine_itself_go_straight() {
    let server = Scene::with(&[], Run::Check);
    let port = server.server().address().port();
    let proxy = Proxy::start(server.server().address(), None);
    let set = format!("http://{}", proxy.address);
    let asked = |url: &str, vars: &[(&'static str, &str)], args: &[&str]| {
        let before = proxy.asked().len();
        let mut scene = Scene::at(url, Run::Check).args(args).var("HTTP_PROXY", &set);
        for (name, value) in vars {
            scene = scene.var(name, value);
        }
        let ran = scene.run(Run::Check);
        (ran.status, proxy.asked().len() - before)
    };
    let here = format!("http://127.0.0.1:{port}");
    assert_eq!(asked(&here, &[], &[]), (0, 0));
    assert_eq!(asked(&format!("http://localhost:{port}"), &[], &[]), (0, 0));
    let (status, ways) = asked(&here, &[("HTTP_PROXY", "")], &["--proxy", &set]);
    assert!(status == 0 && ways >= 2, "{status} {ways}");
    // without a proxy, such a name leads nowhere
    let nowhere = format!("http://xo.example.invalid:{port}");
    let (status, ways) = asked(&nowhere, &[], &[]);
    assert!(status == 0 && ways >= 2, "{status} {ways}");
    for list in
        ["*", "example.invalid", &format!("xo.example.invalid:{port}"), "10.0.0.0/8, .example.invalid"]
    {
        assert_eq!(asked(&nowhere, &[("NO_PROXY", list)], &[]), (3, 0), "{list}");
    }
    let (status, ways) =
        asked(&nowhere, &[("NO_PROXY", "xo.example.invalid:1, 10.0.0.0/8, ample.invalid")], &[]);
    assert!(status == 0 && ways >= 2, "{status} {ways}");
    assert_eq!(asked(&nowhere, &[("REQUEST_METHOD", "GET")], &[]), (3, 0), "HTTP_PROXY in a CGI program");
}

#[test]
fn the_demo_needs_no_proxy() {
    let scene = Scene::at("", Run::Check)
        .var("HTTP_PROXY", "http://127.0.0.1:1")
        .var("ALL_PROXY", "http://127.0.0.1:1");
    let ran = scene.args(&["--demo"]).run(Run::Check);
    assert!(ran.err.is_empty() && ran.out.contains("xo-server"), "{}", ran.err);
}

#[test]
fn the_steps_of_a_connection_are_shown_once_or_with_each_call() {
    let scene = Scene::by_tls(Tls::LikeXo, Run::Talkative);
    let pin = scene.server().certificate().unwrap().fingerprint().to_owned();
    let scene = scene.args(&["--pin-sha256", &pin]).var("XO_TOKEN", TOKEN);
    let quiet = scene.run(Run::Check);
    assert_eq!(quiet.err, "");
    let scene = scene.args(&["-v"]);
    let ran = scene.run(Run::Check);
    let all: Vec<_> = ran.err.lines().collect();
    assert!(all.iter().all(|line| line.starts_with("* ")), "{ran:?}");
    let steps = [
        format!("* through the proxy http://{} (from `HTTPS_PROXY`)", scene.proxy().address),
        format!("* connected to {}", scene.proxy().address),
        "* the proxy has opened the connection".to_owned(),
        format!("* TLSv1_3, certificate sha256:{}", pin.replace(':', "").to_lowercase()),
        format!("* wss://{NAME}/api/ is a WebSocket"),
        "* signed in, with the permission `admin`".to_owned(),
        "* xo-server 5.207.2".to_owned(),
        "* `xo.getAllObjects` came as a stream of 3 lines".to_owned(),
    ];
    let mut rest = all.iter();
    for step in &steps {
        assert!(rest.any(|line| line == step), "{step}: {ran:?}");
    }
    let talkative = scene.run(Run::Talkative);
    for line in ["> session.signIn", "> remote.getAll", "< remote.getAll (answered, "] {
        assert!(talkative.err.lines().any(|ran| ran.starts_with(line)), "{line}: {talkative:?}");
    }
}

/// The proxy's password is never saved, even if XO's own logs hold it.
#[test]
fn a_password_of_a_proxy_in_a_log_is_not_saved() {
    let mut state = state();
    let message = format!("POST http://u:{PROXY_PASSWORD}@proxy.example.org:3128/ failed");
    let log = json!({"id": "1", "message": "backup", "jobId": "j", "start": 1, "status": "failure",
        "result": {"message": message}});
    state.logs.insert("1".to_owned(), log);
    let scene = Scene::of(state, None, vec![], Run::Talkative);
    succeeded(&scene.run(Run::Talkative));
}
