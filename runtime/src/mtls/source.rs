use std::fmt;
use std::sync::Arc;

use http::request::Parts;

use super::header::Problem;
use super::{CertificateHeader, ClientCertificate};
use crate::token::TokenError;

/// Where the client certificate of a request is found, and whether tokens must be bound to it. Passed to
/// [`Verifier::with_mtls`](crate::Verifier::with_mtls).
///
/// There is one source. Behind a proxy, a [`ClientCertificate`] in the extensions would be that of the proxy, and is not
/// used.
#[derive(Clone)]
pub struct Mtls {
    source: Arc<Source>,
    is_required: bool,
}

type Source = dyn Fn(&Parts) -> Option<ClientCertificate> + Send + Sync;

impl Mtls {
    /// From the [`ClientCertificate`] in the extensions of the request, where the server that terminates TLS puts it.
    #[must_use]
    pub fn new() -> Self {
        Self::from_fn(|parts| parts.extensions.get().copied())
    }

    /// From the header of a proxy that terminates TLS.
    ///
    /// `is_proxy` decides by the sender of a request, such as its address, whether the header can be trusted. A header
    /// that anyone else sends is ignored, and so is one that is malformed or sent twice: then the request has no
    /// certificate. The proxy must remove the header from the requests of its clients, also if they have no certificate.
    ///
    /// ```
    /// use std::net::{IpAddr, Ipv4Addr, SocketAddr};
    ///
    /// use axum::extract::ConnectInfo;
    /// use scopegate::mtls::{CertificateHeader, Mtls};
    ///
    /// const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    ///
    /// // The router is served by `into_make_service_with_connect_info::<SocketAddr>()`.
    /// let mtls = Mtls::behind_proxy(CertificateHeader::ClientCert, |parts| {
    ///     let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    ///     peer.is_some_and(|ConnectInfo(peer)| peer.ip() == PROXY)
    /// });
    /// ```
    pub fn behind_proxy(
        header: CertificateHeader,
        is_proxy: impl Fn(&Parts) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::from_fn(move |parts| {
            let problem = match header.find(&parts.headers) {
                Ok(None) => return None,
                _ if !is_proxy(parts) => "not sent by the proxy",
                Ok(found) => return found,
                Err(Problem::Repeated) => "repeated",
                Err(Problem::Malformed) => "malformed",
            };
            tracing::debug!(
                header = header.name(),
                problem,
                "ignored the header of a client certificate"
            );
            None
        })
    }

    /// From a function, which is called for each request with a bound token. It must not return a certificate that the
    /// sender of the request has merely sent: certificates are public.
    ///
    /// ```
    /// use axum::extract::ConnectInfo;
    /// use scopegate::mtls::{ClientCertificate, Mtls};
    ///
    /// /// What the listener knows of a connection.
    /// #[derive(Clone)]
    /// struct Peer {
    ///     certificate: Option<ClientCertificate>,
    /// }
    ///
    /// let mtls = Mtls::from_fn(|parts| {
    ///     let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<Peer>>()?;
    ///     peer.certificate
    /// });
    /// ```
    pub fn from_fn(
        source: impl Fn(&Parts) -> Option<ClientCertificate> + Send + Sync + 'static,
    ) -> Self {
        Self {
            source: Arc::new(source),
            is_required: false,
        }
    }

    /// Refuses tokens that are not bound to a client certificate, with the reason
    /// [`Unbound`](crate::TokenError::Unbound). By default they are accepted, as bearer tokens.
    #[must_use]
    pub fn require_bound_tokens(mut self) -> Self {
        self.is_required = true;
        self
    }

    pub(crate) fn is_required(&self) -> bool {
        self.is_required
    }

    /// Compares the certificate of the request with the one whose thumbprint is in the token.
    pub(crate) fn check(&self, parts: &Parts, bound_to: &str) -> Result<(), TokenError> {
        match (self.source)(parts) {
            None => Err(TokenError::NoCertificate),
            Some(own) if own.thumbprint() == bound_to => Ok(()),
            Some(_) => Err(TokenError::OtherCertificate),
        }
    }
}

impl Default for Mtls {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Mtls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mtls")
            .field("is_required", &self.is_required)
            .finish_non_exhaustive()
    }
}
