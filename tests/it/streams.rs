//! The inventory as XO sends it: two chunks per object, from which the same lines are read.

use std::io::{Read, Write};
use std::net::TcpStream;

use mock_xo::Running;
use serde_json::{Map, Value};
use xo_health_client::{Address, CallLog, Collection, Credentials, Destination, Method, Query, Session};

use crate::common::{instant, serve};

/// Returns the chunks of an answer as they are sent.
fn chunks(server: &Running, path: &str, headers: &str) -> Vec<Vec<u8>> {
    let mut socket = TcpStream::connect(server.address()).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nhost: xo\r\nconnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).unwrap();
    let (head, mut body) = split(&answer, b"\r\n\r\n");
    let head = String::from_utf8_lossy(head).to_lowercase();
    assert!(head.starts_with("http/1.1 200 ") && head.contains("transfer-encoding: chunked"), "{head}");
    let mut chunks = Vec::new();
    loop {
        let (size, rest) = split(body, b"\r\n");
        let size = usize::from_str_radix(std::str::from_utf8(size).unwrap(), 16).unwrap();
        if size == 0 {
            return chunks;
        }
        chunks.push(rest[..size].to_vec());
        body = rest[size..].strip_prefix(b"\r\n").unwrap();
    }
}

fn split<'a>(bytes: &'a [u8], by: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = bytes.windows(by.len()).position(|window| window == by).unwrap();
    (&bytes[..at], &bytes[at + by.len()..])
}

/// Checks that every second chunk is a line feed; returns the others.
fn lines(chunks: &[Vec<u8>]) -> Vec<&[u8]> {
    let pairs: Vec<_> = chunks.chunks(2).collect();
    assert!(pairs.iter().all(|pair| pair.len() == 2 && pair[1] == b"\n" && !pair[0].contains(&b'\n')));
    pairs.iter().map(|pair| pair[0].as_slice()).collect()
}

fn demo() -> (Running, Destination, String) {
    let state = mock_xo::scenario::demo(instant());
    let token = state.admin_token().to_owned();
    let server = serve(state);
    let address = Address::parse(&server.url()).unwrap();
    (server, Destination::new(address, Credentials::Token(token.clone().into())), token)
}

#[tokio::test]
async fn two_chunks_an_object_are_one_line() {
    let (server, to, _) = demo();
    let session = Session::open(&to, &CallLog::new()).await.unwrap();
    for method in [Method::GetAllObjects, Method::GetAllBackupLogs] {
        let params = Map::from_iter([("ndjson".to_owned(), Value::Bool(true))]);
        let answer = session.call_raw(method, params).await.unwrap();
        let address = answer.parse::<Value>().unwrap()["$getFrom"].as_str().unwrap().to_owned();
        let wire = chunks(&server, &address, "");
        let mut read = Vec::new();
        let mut take = |line: &[u8]| {
            read.push(line.to_vec());
            Ok(())
        };
        session.stream(method, Map::new(), &mut take).await.unwrap();
        assert!(read.len() > 20, "{method}: {}", read.len());
        assert_eq!(read, lines(&wire), "{method}");
    }
}

#[tokio::test]
async fn collections_come_in_such_chunks_too() {
    let (server, to, token) = demo();
    let cookie = format!("cookie: authenticationToken={token}\r\n");
    let wire = chunks(&server, "/rest/v0/backup-logs?fields=*&ndjson=true", &cookie);
    let session = Session::open(&to, &CallLog::new()).await.unwrap();
    let mut read = Vec::new();
    let mut take = |line: &[u8]| {
        read.push(line.to_vec());
        Ok(())
    };
    session.rest_stream(Collection::BackupLogs, &Query::default(), &mut take).await.unwrap();
    assert!(read.len() > 20, "{}", read.len());
    assert_eq!(read, lines(&wire));
}
