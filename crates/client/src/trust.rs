//! Which server certificates are trusted: one TLS policy for the WebSocket and for HTTP.
//!
//! In: a [`Trust`]. Out: one `rustls` configuration, and the fingerprint of the server's last certificate,
//! so that an error can say what to pin. XO's self-made certificate is a CA without a name
//! (`openssl req -x509`), which no verifier accepts as a server's own: it needs a pin (facts/rust-stack.md §0.6).

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::limits::{self, Limit};

/// SHA-256 of a server's own certificate in DER.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Computes the fingerprint of a certificate in DER.
    pub fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }

    /// Parses 64 hexadecimal digits, with or without colons or spaces between them, of either case, after an
    /// optional `sha256:` or openssl's `SHA256 Fingerprint=`.
    ///
    /// # Errors
    /// [`TrustError::BadPin`] for anything else.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        let bad = || TrustError::BadPin(super::error::clean(text));
        let lower = text.trim().to_ascii_lowercase();
        let digits = lower.strip_prefix("sha256:").or_else(|| lower.strip_prefix("sha256 fingerprint="));
        let digits: Vec<u8> =
            digits.unwrap_or(&lower).bytes().filter(|byte| !matches!(byte, b':' | b' ')).collect();
        if digits.len() != 64 {
            return Err(bad());
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16).ok_or_else(bad)?;
            let low = char::from(pair[1]).to_digit(16).ok_or_else(bad)?;
            *byte = u8::try_from(high * 16 + low).map_err(|_| bad())?;
        }
        Ok(Self(digest))
    }

    /// Returns 64 lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// How the server's certificate is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// By the operating system's authorities.
    System,
    /// By the authorities of a PEM file, and no others.
    CaFile(PathBuf),
    /// By its fingerprint alone: neither name nor dates count.
    Pin(Fingerprint),
    /// Not at all: anyone in between can read the credentials.
    Insecure,
}

/// Why the chosen trust cannot be set up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The pin is not a SHA-256.
    #[error("`{0}` is not a SHA-256 fingerprint: give 64 hexadecimal digits, with or without colons")]
    BadPin(String),
    /// The CA file cannot be read.
    #[error("cannot read the CA file {}: {reason}; give a PEM file that this user can read", path.display())]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The CA file holds no certificate.
    #[error("the CA file {} holds no certificate: it must be PEM, with `-----BEGIN CERTIFICATE-----`", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// The TLS library cannot be set up.
    #[error("cannot set up TLS: {0}; give `--ca-file` or `--pin-sha256`")]
    Setup(String),
}

/// A TLS configuration and what it saw.
#[derive(Clone, Debug)]
pub struct Tls {
    config: ClientConfig,
    seen: LastSeen,
}

impl Tls {
    /// Builds the configuration (ring, TLS 1.2 and 1.3, HTTP/1.1 only: a WebSocket needs it).
    ///
    /// # Errors
    /// [`TrustError`] if the CA file cannot be used or the system's authorities cannot be loaded.
    pub fn new(trust: &Trust) -> Result<Self, TrustError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let seen = LastSeen::default();
        let judge = judge(trust, &provider)?;
        let verifier = Arc::new(Verifier { judge, provider: provider.clone(), seen: seen.clone() });
        let setup = |error: rustls::Error| TrustError::Setup(error.to_string());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(setup)?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config, seen })
    }

    /// Returns the configuration, for both protocols.
    pub fn config(&self) -> ClientConfig {
        self.config.clone()
    }

    /// Returns the fingerprint of the server's last certificate.
    pub fn last_seen(&self) -> Option<Fingerprint> {
        self.seen.get()
    }
}

#[derive(Clone, Debug, Default)]
struct LastSeen(Arc<Mutex<Option<Fingerprint>>>);

impl LastSeen {
    fn get(&self) -> Option<Fingerprint> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, fingerprint: Fingerprint) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fingerprint);
    }
}

/// What decides about the certificate; the provider always verifies the signatures of the handshake.
#[derive(Debug)]
enum CertificateJudge {
    Authorities(Arc<dyn ServerCertVerifier>),
    Pin(Fingerprint),
    Nobody,
}

fn judge(trust: &Trust, provider: &Arc<CryptoProvider>) -> Result<CertificateJudge, TrustError> {
    Ok(match trust {
        Trust::System => CertificateJudge::Authorities(Arc::new(
            rustls_platform_verifier::Verifier::new(provider.clone())
                .map_err(|error| TrustError::Setup(error.to_string()))?,
        )),
        Trust::CaFile(path) => CertificateJudge::Authorities(ca_file(path, provider)?),
        Trust::Pin(pin) => CertificateJudge::Pin(*pin),
        Trust::Insecure => CertificateJudge::Nobody,
    })
}

fn ca_file(
    path: &std::path::Path,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TrustError> {
    let bad = |reason: String| TrustError::CaFile { path: path.to_owned(), reason };
    let mut roots = RootCertStore::empty();
    let mut pem = Vec::new();
    let file = limits::open(path).map_err(|error| bad(format!("I/O error: {error}")))?;
    let read = file.take(Limit::Certificates.most() + 1).read_to_end(&mut pem);
    read.map_err(|error| bad(format!("I/O error: {error}")))?;
    limits::within(pem.len() as u64, Limit::Certificates).map_err(|error| bad(error.to_string()))?;
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| bad(error.to_string()))?;
        roots.add(certificate).map_err(|error| bad(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(TrustError::NoCertificate { path: path.to_owned() });
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| bad(error.to_string()))?;
    Ok(verifier)
}

/// Remembers the certificate before it is checked, so that a refusal can say what to pin.
#[derive(Debug)]
struct Verifier {
    judge: CertificateJudge,
    provider: Arc<CryptoProvider>,
    seen: LastSeen,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = Fingerprint::of(end_entity);
        self.seen.set(shown);
        match &self.judge {
            CertificateJudge::Authorities(authorities) => {
                authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            CertificateJudge::Pin(pin) if *pin == shown => Ok(ServerCertVerified::assertion()),
            CertificateJudge::Pin(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            CertificateJudge::Nobody => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Why TLS failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    /// No authority that is trusted here signed the certificate.
    #[error("its certificate is signed by an authority that is not trusted here")]
    UnknownIssuer,
    /// It has expired.
    #[error("its certificate has expired")]
    Expired,
    /// It names other hosts.
    #[error("its certificate is for another name")]
    OtherName,
    /// The signature is wrong.
    #[error(
        "its certificate is signed by an authority that is not trusted here, with the same name as one that is"
    )]
    SameName,
    /// It is self-signed.
    #[error("its certificate is self-signed, as XO makes its own, and no authority vouches for it")]
    SelfSigned,
    /// It has another fingerprint.
    #[error("its certificate is not the pinned one (XO makes a new one when the old one expires)")]
    NotPinned,
    /// The other side does not speak TLS.
    #[error("it does not speak TLS on this port; is it `http://`?")]
    NotTls,
    /// Anything else, in the library's words, cleaned.
    #[error("TLS failed: {0}")]
    Other(String),
}

impl TlsProblem {
    /// Classifies the error of the library.
    pub(super) fn of(error: &rustls::Error) -> Self {
        use rustls::Error as Tls;
        let Tls::InvalidCertificate(problem) = error else {
            return match error {
                Tls::InvalidMessage(_) => Self::NotTls,
                other => Self::Other(super::error::clean(&other.to_string())),
            };
        };
        match problem {
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::OtherName
            }
            CertificateError::BadSignature => Self::SameName,
            // the cause belongs to a crate that only rustls knows; its name is in its text
            CertificateError::Other(cause) if cause.to_string().contains("CaUsedAsEndEntity") => {
                Self::SelfSigned
            }
            CertificateError::ApplicationVerificationFailure => Self::NotPinned,
            _ => Self::Other(super::error::clean(&error.to_string())),
        }
    }
}
