//! TLS: whom we trust, who we are.

use std::error::Error as StdError;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Cause = Box<dyn StdError + Send + Sync>;

/// What a user says about TLS; all PEM.
#[derive(Clone, Default)]
pub(crate) struct Trust {
    pub(crate) authority: Option<Vec<u8>>,
    pub(crate) identity: Option<(Vec<u8>, Vec<u8>)>,
    pub(crate) server_name: Option<String>,
}

/// TLS, set up for one server.
pub(crate) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Trust {
    /// TLS to the server of this name, if the user does not say another, for these protocols.
    pub(crate) fn tls(&self, host: &str, protocols: &[&[u8]]) -> Result<Tls, Cause> {
        let mut roots = RootCertStore::empty();
        if let Some(pem) = &self.authority {
            for certificate in certificates(pem, "the authority")? {
                roots.add(certificate)?;
            }
        } else {
            let found = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                return Err("this system has no trusted certificates".into());
            }
        }
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots);
        let mut config = match &self.identity {
            None => config.with_no_client_auth(),
            Some((certificate, key)) => {
                let key = PrivateKeyDer::from_pem_slice(key)
                    .map_err(|error| format!("the key of the client: {error}"))?;
                config.with_client_auth_cert(certificates(certificate, "the client")?, key)?
            }
        };
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let name = self.server_name.as_deref().unwrap_or(host).trim_matches(['[', ']']);
        let name = ServerName::try_from(name.to_owned())?;
        Ok(Tls { connector: Arc::new(config).into(), name })
    }
}

/// The cryptography that this program chose, else ours.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    let ours = || Arc::new(ring::default_provider());
    CryptoProvider::get_default().cloned().unwrap_or_else(ours)
}

pub(crate) fn certificates(pem: &[u8], whose: &str) -> Result<Vec<CertificateDer<'static>>, Cause> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(|error| format!("the certificate of {whose}: {error}"))?;
    match found.is_empty() {
        true => Err(format!("the certificate of {whose}: no PEM with a certificate in it").into()),
        false => Ok(found),
    }
}

impl Tls {
    pub(crate) async fn connect(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, Cause> {
        let stream = self.connector.connect(self.name.clone(), stream).await?;
        // A server that knows ALPN has chosen one of ours; another may still speak it.
        Ok(stream)
    }
}
