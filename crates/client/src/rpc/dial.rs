//! TCP to an XO: directly, or through the tunnel of a proxy.

use std::io;

use futures_util::future::select_ok;
use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::calls::CallLog;
use crate::destination::Destination;
use crate::error::{Error, Stage, clean};
use crate::proxy::Proxy;
use crate::step::ConnectionStep;

/// Most addresses of one name that are tried.
const ADDRESSES: usize = 8;
/// Head start of each address over the next, so that a dead IPv6 does not use up the whole limit (RFC 8305 §5).
const HEAD_START: std::time::Duration = std::time::Duration::from_millis(250);
/// Longest head of a proxy's answer that is accepted, in bytes.
const LONGEST_HEAD: usize = 16 << 10;

/// Connects to the XO, or through the proxy to it.
///
/// # Errors
/// The name is unknown, the XO is unreachable, or the proxy refuses.
pub(super) async fn dial(to: &Destination, log: &CallLog, stage: &mut Stage) -> Result<TcpStream, Error> {
    let server = to.address.origin();
    let tcp = match &to.proxy {
        Some(proxy) => {
            *stage = Stage::Proxy;
            tunnel(proxy, to, log).await?
        }
        None => match connect(&to.address.host(), to.address.port(), log).await {
            Ok(tcp) => tcp,
            Err(Failed::Name(reason)) => {
                return Err(Error::Name { server, host: to.address.host(), reason });
            }
            Err(Failed::Tcp(source)) => return Err(Error::Unreachable { server, source }),
        },
    };
    // Requests are small and wait for their answer, so there is nothing to gather.
    tcp.set_nodelay(true).map_err(|source| Error::Unreachable { server, source })?;
    Ok(tcp)
}

enum Failed {
    /// The name has no address, in the system's words.
    Name(String),
    Tcp(io::Error),
}

/// Connects to whichever address of the host answers first.
async fn connect(host: &str, port: u16, log: &CallLog) -> Result<TcpStream, Failed> {
    let found = tokio::net::lookup_host((host, port)).await.map_err(|error| Failed::Name(words(&error)))?;
    let found: Vec<_> = found.take(ADDRESSES).collect();
    log.step(|| ConnectionStep::Found { host: host.to_owned(), addresses: found.clone() });
    let tries: Vec<_> = found
        .into_iter()
        .zip(0..)
        .map(|(socket, index)| {
            Box::pin(async move {
                tokio::time::sleep(HEAD_START * index).await;
                TcpStream::connect(socket).await.map(|stream| (stream, socket))
            })
        })
        .collect();
    if tries.is_empty() {
        return Err(Failed::Name("the name has no address".to_owned()));
    }
    let ((stream, socket), _) = select_ok(tries).await.map_err(Failed::Tcp)?;
    log.step(|| ConnectionStep::Connected { socket });
    Ok(stream)
}

/// Returns the system's error about a name, without its fixed prefix.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    clean(text.strip_prefix("failed to lookup address information: ").unwrap_or(&text))
}

async fn tunnel(proxy: &Proxy, to: &Destination, log: &CallLog) -> Result<TcpStream, Error> {
    let address = &to.address;
    log.step(|| ConnectionStep::ByProxy { proxy: proxy.to_string(), place: proxy.place().to_string() });
    let mut tcp = connect(proxy.host(), proxy.port(), log).await.map_err(|failed| match failed {
        Failed::Name(reason) => proxy.fails(address, format!("its name is not known ({reason})"), false),
        Failed::Tcp(source) => proxy.fails(address, format!("it does not answer ({source})"), true),
    })?;
    let request = proxy.connect_request(address);
    let broken = |source: io::Error| proxy.fails(address, format!("it broke off ({source})"), true);
    tcp.write_all(request.expose_secret().as_bytes()).await.map_err(broken)?;
    let head = head(&mut tcp).await.map_err(broken)?;
    match status(&head) {
        Some(200..=299) => {
            log.step(|| ConnectionStep::ProxyOpened);
            Ok(tcp)
        }
        Some(status) => Err(proxy.refuses(address, status)),
        None => Err(proxy.fails(address, "it does not speak HTTP".to_owned(), false)),
    }
}

/// Reads up to the empty line and no further: the rest is XO's.
async fn head(tcp: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        let mut byte = [0];
        if tcp.read(&mut byte).await? == 0 {
            // a short answer that is not HTTP is reported as such
            if head.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            break;
        }
        head.push(byte[0]);
    }
    Ok(head)
}

fn status(head: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(head.split(|&byte| byte == b'\r').next()?).ok()?;
    let status = line.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
    status.parse().ok().filter(|status| (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_proxy() {
        let cases: [(&[u8], Option<u16>); 8] = [
            (b"HTTP/1.1 200 Connection established\r\n\r\n", Some(200)),
            (b"HTTP/1.0 407 x\r\nA: b\r\n\r\n", Some(407)),
            (b"HTTP/1.1 200\r\n\r\n", Some(200)),
            (b"HTTP/2 200\r\n\r\n", None),
            (b"HTTP/1.1 9999 x\r\n", None),
            (b"SSH-2.0-x\r\n", None),
            (b"\xff\xfe", None),
            (b"", None),
        ];
        for (head, expected) in cases {
            assert_eq!(status(head), expected, "{head:?}");
        }
    }
}
