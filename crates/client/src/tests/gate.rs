//! Proves that only what is on the list can leave this program.

use std::path::{Path, PathBuf};

use super::*;

/// Every method of XO.
const METHODS: &str = include_str!("../../../../tests/fixtures/xo/methods.txt");

fn methods_of_xo() -> Vec<&'static str> {
    METHODS.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn every_allowed_method_exists_and_only_reads() {
    let known = methods_of_xo();
    assert_eq!(known.len(), 346);
    for method in Method::ALL {
        assert!(known.contains(&method.name()), "{method} does not exist");
        let verb = method.name().split_once('.').unwrap().1;
        assert!(verb.starts_with("get") || method == Method::SignIn, "{method} may write");
    }
    let allowed: Vec<_> = Method::ALL.iter().map(|method| method.name()).collect();
    let writes =
        ["create", "set", "delete", "scan", "run", "enable", "disable", "add", "remove", "import", "edit"];
    let writing: Vec<_> = known
        .into_iter()
        .filter(|name| writes.iter().any(|verb| name.rsplit('.').next().unwrap().starts_with(verb)))
        .collect();
    assert!(writing.len() > 100 && writing.contains(&"sr.scan") && writing.contains(&"token.create"));
    assert!(writing.iter().all(|name| !allowed.contains(name)));
    let mut unique = allowed.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), allowed.len());
}

#[test]
fn every_path_is_under_rest() {
    let paths = Collection::ALL.iter().map(|it| it.path()).chain(Document::ALL.iter().map(|it| it.path()));
    for path in paths {
        let name = path.strip_prefix("/rest/v0/").unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || b"-/".contains(&byte)), "{path}");
        assert!(!name.contains("//"), "{path}");
    }
}

/// Returns every source file of the program and its crates without tests, by its path: below `xo/` for the client, from
/// the root of the repository for the others.
fn sources() -> Vec<(String, String)> {
    fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, files) } else { files.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for part in ["src", "crates/client/src", "crates/core/src", "crates/explain/src", "crates/report/src"] {
        walk(&root.join(part), &mut files);
    }
    files.retain(|path| path.extension().is_some_and(|ext| ext == "rs"));
    let named = files.into_iter().map(|path| {
        let name = path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
        let name =
            name.strip_prefix("crates/client/src/").map_or(name.clone(), |inside| format!("xo/{inside}"));
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        (name, code)
    });
    named.filter(|(name, _)| !name.starts_with("xo/tests/")).collect()
}

/// Lists where each of these words occurs outside of comments.
fn places(sources: &[(String, String)], words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for (name, code) in sources {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if words.iter().any(|word| line.contains(word)) {
                places.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    places
}

#[test]
fn requests_leave_through_one_gate_each() {
    let sources = sources();
    assert!(sources.len() > 15, "{}", sources.len());
    let calls =
        places(&sources, &[".request(", ".request::<", ".batch_request(", ".subscribe(", ".notification("]);
    assert_eq!(calls, ["xo/rpc/mod.rs: let request = self.client.request::<u64, _>(method.name(), named);"]);
    // a verb of HTTP is a common word; outside the client sockets are forbidden, so nothing there can send
    let http: Vec<_> =
        places(&sources, &["client.get(", ".post(", ".put(", ".patch(", ".delete(", ".head(", ".execute("])
            .into_iter()
            .filter(|place| place.starts_with("xo/"))
            .collect();
    assert_eq!(http, [r#"xo/rest/mod.rs: let mut request = self.client.get(url).header(ACCEPT, "*/*");"#]);
    // before the WebSocket, only the request for a proxy's tunnel is written
    let raw: Vec<_> = places(&sources, &["write_all(", ".write("])
        .into_iter()
        .filter(|place| place.starts_with("xo/r"))
        .collect();
    let connect = "tcp.write_all(request.expose_secret().as_bytes()).await.map_err(broken)?;";
    assert_eq!(raw, [format!("xo/rpc/dial.rs: {connect}")]);
    let written = ["Message::text(text)", "Message::Ping(Bytes::new())"];
    let frames = places(&sources, &[" Message::", "(Message::"]);
    assert!(frames.len() > written.len());
    for place in frames {
        let reads = place.contains("=>");
        let writes = written.iter().any(|frame| place.contains(frame));
        assert!(place.starts_with("xo/rpc/transport.rs: ") && (reads || writes), "{place}");
    }
}

#[test]
fn sockets_are_only_here() {
    for place in places(
        &sources(),
        &["reqwest::", "jsonrpsee::", "tungstenite::", "TcpStream", "UnixStream", "UdpSocket"],
    ) {
        assert!(place.starts_with("xo/rpc/") || place.starts_with("xo/rest/"), "{place}");
    }
}
