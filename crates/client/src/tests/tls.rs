//! Every way to trust with every kind of certificate, over both protocols.

use std::io::Write;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};
use tokio_rustls::TlsAcceptor;

use super::*;

/// A server's certificate, its key, and the authority that signed it.
struct Served {
    certificate: CertificateDer<'static>,
    key: KeyPair,
    authority: String,
}

fn authority(name: &str) -> (CertificateParams, KeyPair) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    (params, KeyPair::generate().unwrap())
}

/// Makes a certificate signed by a private authority, for these names.
fn private(names: &[&str]) -> Served {
    let (ca, ca_key) = authority("a private authority");
    let pem = ca.self_signed(&ca_key).unwrap().pem();
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let key = KeyPair::generate().unwrap();
    let signed = CertificateParams::new(names).unwrap().signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
    Served { certificate: signed.der().clone(), key, authority: pem }
}

/// Makes an expired certificate signed by a private authority.
fn expired() -> Served {
    let (ca, ca_key) = authority("a private authority");
    let pem = ca.self_signed(&ca_key).unwrap().pem();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let signed = params.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
    Served { certificate: signed.der().clone(), key, authority: pem }
}

/// Makes a certificate as XO makes its own: an authority without a server's name.
fn like_xo() -> Served {
    let (params, key) = authority("XO");
    let certificate = params.self_signed(&key).unwrap();
    Served { certificate: certificate.der().clone(), authority: certificate.pem(), key }
}

impl Served {
    async fn start(&self) -> Fake {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let config =
            rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![self.certificate.clone()], key)
                .unwrap();
        let pong = |_: &str| http("200 OK", "", r#"{"result":"pong"}"#);
        Fake::start_with(
            Some(TlsAcceptor::from(Arc::new(config))),
            Arc::new(signed_in(|_| vec![])),
            Arc::new(pong),
        )
        .await
    }

    fn pin(&self) -> Trust {
        Trust::Pin(Fingerprint::of(&self.certificate))
    }

    fn ca_file(&self) -> (Trust, tempfile::NamedTempFile) {
        // Two authorities, because the files of companies hold many.
        let (other, other_key) = authority("another authority");
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "{}\n# mine\n{}", other.self_signed(&other_key).unwrap().pem(), self.authority).unwrap();
        (Trust::CaFile(file.path().to_owned()), file)
    }
}

/// Signs in and reads over HTTP, each with its own handshake.
async fn try_both(fake: &Fake, trust: &Trust) -> Result<(), Error> {
    let to =
        Destination { trust: trust.clone(), ..to(&format!("https://{}", fake.host), Timeouts::default()) };
    let session = Session::open(&to, &CallLog::new()).await?;
    let pong: Value = session.rest_json(Document::OwnPrivileges).await?;
    assert_eq!(pong, json!({ "result": "pong" }));
    Ok(())
}

#[tokio::test]
async fn the_matrix() {
    let (good, elsewhere, own, over) =
        (private(&["127.0.0.1"]), private(&["xo.example.org"]), like_xo(), expired());
    let authorities = [good.ca_file(), elsewhere.ca_file(), own.ca_file(), over.ca_file()];
    let [good_ca, elsewhere_ca, own_ca, over_ca] = authorities.each_ref().map(|(trust, _)| trust.clone());
    let cases = [
        // (certificate, trust, what a refusal says)
        (&good, good_ca.clone(), None),
        (&good, good.pin(), None),
        (&good, Trust::Insecure, None),
        (&good, Trust::System, Some("an authority that is not trusted here")),
        (&good, elsewhere_ca.clone(), Some("an authority that is not trusted here")),
        (&good, own.pin(), Some("is not the pinned one")),
        (&elsewhere, elsewhere_ca, Some("is for another name")),
        (&elsewhere, elsewhere.pin(), None),
        (&over, over_ca, Some("has expired")),
        (&over, over.pin(), None),
        (&own, own.pin(), None),
        (&own, Trust::Insecure, None),
        (&own, good.pin(), Some("is not the pinned one")),
        (&own, Trust::System, Some("self-signed")),
        (&own, own_ca, Some("self-signed")),
    ];
    for (served, trust, refusal) in cases {
        let fake = served.start().await;
        let got = try_both(&fake, &trust).await;
        let Some(says) = refusal else {
            got.unwrap_or_else(|error| panic!("{trust:?}: {error}"));
            continue;
        };
        let error = got.expect_err(says).to_string();
        assert!(error.contains(says), "{trust:?}: {error}");
        let pin = format!("--pin-sha256 {}", Fingerprint::of(&served.certificate).hex());
        assert!(error.contains(&pin), "{trust:?}: {error}");
        assert!(fake.seen().is_empty(), "something was sent to a server that is not trusted");
    }
}

/// Over HTTP alone the refusal is the same, for a server that changed its certificate since the sign-in.
#[tokio::test]
async fn http_refuses_as_the_websocket_does() {
    let own = like_xo();
    let fake = own.start().await;
    let tls = trust::Tls::new(&Trust::System).unwrap();
    let to = to(&format!("https://{}", fake.host), Timeouts::default());
    let rest = super::super::rest::Rest::new(&to, &tls, &CallLog::new()).unwrap();
    let error = rest.get_json::<Value>(Document::OwnPrivileges).await.unwrap_err();
    let shown = Some(Fingerprint::of(&own.certificate));
    assert!(matches!(error, Error::Tls { fingerprint, .. } if fingerprint == shown), "{error:?}");
}

#[tokio::test]
async fn a_port_without_tls_says_so() {
    let fake = Fake::start(signed_in(|_| vec![]), |_| "220 hello\r\n".to_owned()).await;
    let error = try_both(&fake, &Trust::Insecure).await.unwrap_err();
    assert!(matches!(error, Error::Tls { fingerprint: None, .. }), "{error:?}");
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}

#[test]
fn pins_are_read_in_every_way_they_are_written() {
    let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let colons =
        "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
    let good = [
        hex.to_owned(),
        format!("sha256:{hex}"),
        format!(" SHA256:{} ", hex.to_uppercase()),
        colons.to_owned(),
        format!("sha256:{colons}"),
        format!("SHA256 Fingerprint={colons}"),
        format!("sha256 Fingerprint={colons}"),
    ];
    for text in good {
        let pin = Fingerprint::parse(&text).unwrap();
        assert_eq!((pin.hex().as_str(), pin.to_string()), (hex, format!("sha256:{hex}")), "{text}");
    }
    for text in
        ["", "sha256:", &hex[1..], &format!("{hex}0"), &hex.replace('a', "g"), "sha1:00", &"é".repeat(32)]
    {
        assert!(Fingerprint::parse(text).is_err(), "{text}");
    }
}

#[test]
fn unusable_ca_files_are_named() {
    let mut empty = tempfile::NamedTempFile::new().unwrap();
    writeln!(empty, "no certificate").unwrap();
    let mut broken = tempfile::NamedTempFile::new().unwrap();
    writeln!(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").unwrap();
    for (path, says) in [
        (std::path::Path::new("/nowhere/ca.pem"), "cannot read the CA file /nowhere/ca.pem"),
        (empty.path(), "holds no certificate"),
        (broken.path(), "cannot read the CA file"),
    ] {
        let error = trust::Tls::new(&Trust::CaFile(path.to_owned())).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
