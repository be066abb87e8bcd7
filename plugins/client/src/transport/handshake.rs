//! A look at a server over TLS, for tools that say why it cannot be reached.

use super::connect::Connections;
use super::dial;
use crate::error::root;
use crate::{Builder, Code, Error};

/// What a server shows of itself when a connection over TLS is made; from [`Builder::handshake`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Handshake {
    /// Its certificates in DER, its own first.
    pub certificates: Vec<Vec<u8>>,
    /// The version of TLS, such as `TLSv1_3`.
    pub version: String,
    /// The protocol that both sides agreed on: `h2` for gRPC. A server that knows no ALPN says
    /// nothing.
    pub protocol: Option<String>,
}

impl Builder {
    /// Connects to the first endpoint over TLS, by everything that was said about trust, and ends
    /// the connection again. No call is made.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the endpoint is no `https://` one, and
    /// [`Code::Unavailable`] with the cause where there is no connection that can be trusted.
    pub async fn handshake(&self) -> Result<Handshake, Error> {
        match self.connections_ref() {
            Some(connections) => connections.handshake().await,
            None => Err(Error::new(Code::InvalidArgument, "a transport has no endpoint")),
        }
    }
}

impl Connections {
    async fn handshake(&self) -> Result<Handshake, Error> {
        let wrong = |message: String| Error::new(Code::InvalidArgument, message);
        let endpoint = self.endpoints.first().map_or("", String::as_str);
        let address: http::Uri =
            endpoint.parse().map_err(|_| wrong(format!("`{endpoint}` is not an address")))?;
        if address.scheme_str() != Some("https") {
            return Err(wrong(format!("endpoint `{endpoint}`: is not `https://`")));
        }
        let target = self.target(&address)?;
        let connect = async {
            let tls = self.tls.tls(address.host().unwrap_or_default(), &[b"h2"])?;
            tls.connect(dial::tcp(&target).await?).await
        };
        let limit = self.connect_timeout.unwrap_or(std::time::Duration::from_secs(20));
        let stream = match tokio::time::timeout(limit, connect).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                let cause = root(&*error).map_or_else(|| error.to_string(), ToString::to_string);
                return Err(Error::new(Code::Unavailable, cause));
            }
            Err(_) => {
                return Err(Error::new(Code::Unavailable, format!("no answer within {limit:?}")));
            }
        };
        let connection = stream.get_ref().1;
        let certificates = connection.peer_certificates().unwrap_or_default();
        Ok(Handshake {
            certificates: certificates.iter().map(|der| der.to_vec()).collect(),
            version: connection.protocol_version().map(|v| format!("{v:?}")).unwrap_or_default(),
            protocol: connection
                .alpn_protocol()
                .map(|name| String::from_utf8_lossy(name).into_owned()),
        })
    }
}
