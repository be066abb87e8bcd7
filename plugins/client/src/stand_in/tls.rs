//! TLS of a server that stands in for another.

use std::error::Error as StdError;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::StandIn;
use crate::transport::tls::{certificates, provider};
use crate::{Code, Error};

type Cause = Box<dyn StdError + Send + Sync>;

impl StandIn {
    /// Serves over TLS alone, with this certificate and its key, in PEM. With the feature `tls`.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where they are no certificate and its key.
    pub fn tls(
        self,
        certificate: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> Result<StandIn, Error> {
        self.secured(certificate.as_ref(), key.as_ref(), None)
    }

    /// As [`StandIn::tls`], and only for clients that show a certificate of this authority (mTLS).
    ///
    /// # Errors
    /// Those of [`StandIn::tls`], and an authority that is none.
    pub fn mutual_tls(
        self,
        certificate: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
        authority: impl AsRef<[u8]>,
    ) -> Result<StandIn, Error> {
        self.secured(certificate.as_ref(), key.as_ref(), Some(authority.as_ref()))
    }

    fn secured(
        mut self,
        certificate: &[u8],
        key: &[u8],
        authority: Option<&[u8]>,
    ) -> Result<StandIn, Error> {
        let wrong =
            |cause: Cause| Error::new(Code::InvalidArgument, format!("cannot set TLS up: {cause}"));
        let config = config(certificate, key, authority).map_err(wrong)?;
        self.tls = Some(TlsAcceptor::from(Arc::new(config)));
        Ok(self)
    }
}

fn config(certificate: &[u8], key: &[u8], authority: Option<&[u8]>) -> Result<ServerConfig, Cause> {
    let provider = provider();
    let config = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?;
    let config = match authority {
        None => config.with_no_client_auth(),
        Some(pem) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(pem, "the authority")? {
                roots.add(certificate)?;
            }
            let roots = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(roots.build()?)
        }
    };
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|error| format!("the key of the server: {error}"))?;
    let mut config = config.with_single_cert(certificates(certificate, "the server")?, key)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}
