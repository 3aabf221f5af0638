//! TLS with certificates made for the server.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use mock_xo::{Running, ServeOptions, State, Tls, serve};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;

fn start(tls: Tls) -> Running {
    serve(State::new(), ServeOptions { tls: Some(tls), ..ServeOptions::default() }).unwrap()
}

/// Returns the status line of an answer over TLS, trusting the server's PEM as an authority.
async fn ask(running: &Running, name: &'static str) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    let pem = running.certificate().unwrap().pem();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).map_err(|error| error.to_string())?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(running.address()).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let connected = connector.connect(ServerName::try_from(name).unwrap(), stream).await;
    let mut stream = connected.map_err(|error| error.to_string())?;
    let shown = stream.get_ref().1.peer_certificates().unwrap()[0].clone();
    let digest = ring::digest::digest(&ring::digest::SHA256, &shown);
    let digest: Vec<String> = digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(digest.join(":"), running.certificate().unwrap().fingerprint());
    stream.write_all(b"GET /rest/v0/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    // The stream may end without a close.
    let _ = stream.read_to_string(&mut answer).await;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_proper_certificate_is_trusted_by_its_authority() {
    let running = start(Tls::Proper);
    assert!(running.url().starts_with("https://127.0.0.1:"));
    for name in ["localhost", "127.0.0.1"] {
        assert_eq!(ask(&running, name).await.unwrap(), "HTTP/1.1 200 OK", "{name}");
    }
    assert!(ask(&running, "xo.example.org").await.is_err());
}

#[tokio::test]
async fn a_certificate_as_xo_makes_it_cannot_be_trusted_by_rule() {
    let running = start(Tls::LikeXo);
    let error = ask(&running, "localhost").await.unwrap_err();
    assert!(error.contains("certificate"), "{error}");
}

#[tokio::test]
async fn without_tls_there_is_no_certificate() {
    let running = serve(State::new(), ServeOptions::default()).unwrap();
    assert!(running.certificate().is_none());
    assert!(running.url().starts_with("http://"));
}
