//! A minimal HTTP proxy: it opens tunnels by CONNECT, passes plain requests on, and leads everything to one
//! server, whatever name was asked for.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running proxy; its threads end with the tests.
pub(crate) struct Proxy {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts it in front of `target`. With `auth`, any other `Proxy-Authorization: Basic` is refused.
    pub(crate) fn start(target: SocketAddr, auth: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let noted = heads.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let noted = noted.clone();
                thread::spawn(move || pass_on(client, target, auth, &noted));
            }
        });
        Self { address, heads }
    }

    /// Returns the first line of each connection, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap();
        heads.iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
    }
}

fn pass_on(mut client: TcpStream, target: SocketAddr, auth: Option<&str>, noted: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if client.read(&mut byte).is_ok_and(|n| n == 1) { head.push(byte[0]) } else { return }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    noted.lock().unwrap().push(text.clone());
    let is_let_in = auth.is_none_or(|auth| text.contains(&format!("Basic {auth}\r\n")));
    if !is_let_in {
        let _ = client.write_all(b"HTTP/1.1 407 Who are you, hunter2\r\ncontent-length: 0\r\n\r\n");
        return;
    }
    let Ok(mut server) = TcpStream::connect(target) else { return };
    let begun = if text.starts_with("CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
    } else {
        // the server accepts a whole address as its path
        server.write_all(&head)
    };
    if begun.is_err() {
        return;
    }
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}
