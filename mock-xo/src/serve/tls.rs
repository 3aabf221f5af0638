//! Certificates made for each server. In: the kind. Out: what TLS serves with, and what a client should trust.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;

/// Which certificate a server presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// One for `localhost` and the loopback addresses, issued by its own authority.
    Proper,
    /// One like XO's own: self-signed, itself an authority (`CA:TRUE`), without any alternative name. A client
    /// that follows the rules can trust it only by its fingerprint.
    LikeXo,
}

/// Why there is no certificate.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The certificate cannot be made.
    #[error("cannot make a certificate: {0}")]
    Make(#[from] rcgen::Error),
    /// TLS cannot be set up with it.
    #[error("cannot serve TLS: {0}")]
    Serve(#[from] rustls::Error),
}

/// What a client may trust.
#[derive(Debug, Clone)]
pub struct Certificate {
    pem: String,
    fingerprint: String,
}

impl Certificate {
    /// Returns PEM: for [`Tls::Proper`] the authority that issued the certificate, for [`Tls::LikeXo`] the certificate
    /// itself.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Returns the SHA-256 of the server's certificate in hexadecimal, with a colon after every two digits.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// Creates a certificate of this kind, and a configuration that serves with it.
pub(super) fn make(tls: Tls) -> Result<(Arc<ServerConfig>, Certificate), TlsError> {
    let (chain, key, pem) = match tls {
        Tls::Proper => proper()?,
        Tls::LikeXo => like_xo()?,
    };
    let fingerprint = fingerprint(&chain[0]);
    let key = PrivateKeyDer::try_from(key.serialize_der())
        .map_err(|text| rustls::Error::General(text.to_owned()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((Arc::new(config), Certificate { pem, fingerprint }))
}

type Made = (Vec<CertificateDer<'static>>, KeyPair, String);

fn proper() -> Result<Made, TlsError> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "mock-xo authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate()?;
    let pem = authority.self_signed(&authority_key)?.pem();
    let issuer = Issuer::new(authority, authority_key);
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut own = CertificateParams::new(names)?;
    own.distinguished_name.push(DnType::CommonName, "localhost");
    let key = KeyPair::generate()?;
    let certificate = own.signed_by(&key, &issuer)?;
    Ok((vec![certificate.der().clone()], key, pem))
}

fn like_xo() -> Result<Made, TlsError> {
    let mut own = CertificateParams::new(Vec::new())?;
    own.distinguished_name.push(DnType::CommonName, "xo");
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate()?;
    let certificate = own.self_signed(&key)?;
    Ok((vec![certificate.der().clone()], key, certificate.pem()))
}

fn fingerprint(certificate: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_made_and_differ_each_time() {
        for tls in [Tls::Proper, Tls::LikeXo] {
            let (_, first) = make(tls).unwrap();
            let (_, second) = make(tls).unwrap();
            assert!(first.pem().starts_with("-----BEGIN CERTIFICATE-----"), "{tls:?}");
            assert_eq!(first.fingerprint().len(), 32 * 3 - 1, "{tls:?}");
            assert_ne!(first.fingerprint(), second.fingerprint(), "{tls:?}");
        }
    }
}
