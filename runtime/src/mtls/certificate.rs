use std::fmt;

use crate::crypto::sha256;
use crate::token::compact::encode;

/// The certificate that a client authenticated with in the TLS handshake, of which only the hash is kept.
///
/// Whoever terminates TLS adds it to the extensions of each request of the connection: see [`Mtls::new`](super::Mtls::new).
///
/// ```
/// use scopegate::mtls::ClientCertificate;
///
/// # let peer_certificates: &[&[u8]] = &[b"DER"];
/// let mut request = http::Request::new(());
/// // With rustls: `connection.peer_certificates()`, the client's own first.
/// if let Some(own) = peer_certificates.first() {
///     request.extensions_mut().insert(ClientCertificate::from_der(own));
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ClientCertificate {
    sha256: [u8; 32],
}

impl ClientCertificate {
    /// The X.509 certificate in DER, as in the handshake. It is hashed, but not read.
    #[must_use]
    pub fn from_der(der: impl AsRef<[u8]>) -> Self {
        Self::from_sha256(sha256(der.as_ref()))
    }

    /// The certificate whose DER has this SHA-256 hash.
    #[must_use]
    pub const fn from_sha256(sha256: [u8; 32]) -> Self {
        Self { sha256 }
    }

    /// The `x5t#S256` of tokens that are bound to it ([RFC 8705 section
    /// 3.1](https://www.rfc-editor.org/rfc/rfc8705#section-3.1)).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        encode(self.sha256)
    }
}

/// Does not show the hash: it is a claim of tokens.
impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").finish_non_exhaustive()
    }
}
