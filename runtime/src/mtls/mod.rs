//! Tokens that are bound to a client certificate ([RFC 8705](https://www.rfc-editor.org/rfc/rfc8705), mutual TLS).
//!
//! A token with `cnf` and `x5t#S256` can be used only over a connection on which the client proved, in the TLS
//! handshake, that it has the private key of that certificate. [`Verifier::with_mtls`](crate::Verifier::with_mtls) says
//! where the certificate of a request is found: see [`Mtls`]. The token is sent as `Bearer`, and handlers receive it as
//! before.
//!
//! ```
//! use scopegate::Verifier;
//! use scopegate::mtls::Mtls;
//!
//! let verifier = Verifier::hs256([7; 32])?.with_mtls(Mtls::new());
//! # Ok::<(), scopegate::VerifierError>(())
//! ```
//!
//! The [guide](crate::guide::provider#tokens-bound-to-a-client-certificate) has a server that terminates TLS, and the
//! settings of proxies.
//!
//! # What is checked
//!
//! * The certificate of each request is compared with that of the token, whether the token is cached or not. A token with
//!   another certificate, or sent without one, is refused as `invalid_token` (401): [`OtherCertificate`] or
//!   [`NoCertificate`].
//! * A token that is also bound to a key (`jkt`) needs both, the certificate first: see the feature `dpop`.
//! * A token that is bound in an unknown way is refused, and so is any bound token without this setting.
//!
//! Neither the chain nor the expiry of a certificate is checked here: whoever terminates TLS decides which ones it accepts.
//! Even a self-signed one proves that the client is the one that the token was issued to (section 6.2).
//!
//! [`OtherCertificate`]: crate::TokenError::OtherCertificate
//! [`NoCertificate`]: crate::TokenError::NoCertificate

mod certificate;
mod elements;
mod header;
mod source;

pub use self::certificate::ClientCertificate;
pub use self::header::CertificateHeader;
pub use self::source::Mtls;
