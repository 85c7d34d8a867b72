use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName};

use super::{ClientCertificate, elements};
use crate::token::keys::pem;
use crate::url::hex_byte;

/// The header in which a proxy passes the certificate of the client's connection: see
/// [`Mtls::behind_proxy`](super::Mtls::behind_proxy).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateHeader {
    /// `Client-Cert`, with the DER in base64 between colons ([RFC 9440 section
    /// 2](https://www.rfc-editor.org/rfc/rfc9440#section-2)).
    ClientCert,
    /// A header of this name with one certificate as percent-encoded PEM: `$ssl_client_escaped_cert` of nginx, or
    /// `X-Amzn-Mtls-Clientcert-Leaf` of an AWS load balancer.
    EscapedPem(HeaderName),
    /// `X-Forwarded-Client-Cert` of Envoy, with one element, of which `Hash` is read. Envoy must be configured with
    /// `SANITIZE_SET`.
    ForwardedClientCert,
}

/// Why a header contains no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Repeated,
    Malformed,
}

impl CertificateHeader {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::ClientCert => "client-cert",
            Self::EscapedPem(name) => name.as_str(),
            Self::ForwardedClientCert => "x-forwarded-client-cert",
        }
    }

    /// The certificate, if the request has the header.
    pub(super) fn find(&self, headers: &HeaderMap) -> Result<Option<ClientCertificate>, Problem> {
        let mut values = headers.get_all(self.name()).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Ok(None),
            (Some(value), None) => value.to_str().map_err(|_| Problem::Malformed)?,
            (Some(_), Some(_)) => return Err(Problem::Repeated),
        };
        self.read(value).map(Some).ok_or(Problem::Malformed)
    }

    fn read(&self, value: &str) -> Option<ClientCertificate> {
        let of_der = |der: Vec<u8>| (!der.is_empty()).then(|| ClientCertificate::from_der(der));
        match self {
            Self::ClientCert => {
                let base64 = value.strip_prefix(':')?.strip_suffix(':')?;
                of_der(STANDARD.decode(base64).ok()?)
            }
            Self::EscapedPem(_) => of_der(pem::certificate(&unescaped(value)?)?),
            Self::ForwardedClientCert => elements::hash(value).map(ClientCertificate::from_sha256),
        }
    }
}

/// Without percent-encoding. `+` is a character of PEM, and no space as in a form.
fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex_byte([rest.next()?, rest.next()?])?,
            byte => byte,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{CertificateHeader, ClientCertificate, Problem};

    /// Its base64 is `+/+/`.
    const DER: [u8; 3] = [0xFB, 0xFF, 0xBF];

    fn escaped() -> CertificateHeader {
        CertificateHeader::EscapedPem(HeaderName::from_static("x-cert"))
    }

    fn find(
        header: &CertificateHeader,
        values: &[&str],
    ) -> Result<Option<ClientCertificate>, Problem> {
        let values = values.iter().map(|value| {
            let value = HeaderValue::from_bytes(value.as_bytes());
            (header.name().parse::<HeaderName>().unwrap(), value.unwrap())
        });
        header.find(&values.collect::<HeaderMap>())
    }

    #[test]
    fn each_format_is_read() {
        let hash = "0f".repeat(32);
        let of_der = ClientCertificate::from_der(DER);
        for (header, value, expected) in [
            (CertificateHeader::ClientCert, ":+/+/:", of_der),
            (
                escaped(),
                "-----BEGIN%20CERTIFICATE-----%0A%2B%2f%2B/%0A-----END%20CERTIFICATE-----%0A",
                of_der,
            ),
            // AWS leaves these characters as they are.
            (
                escaped(),
                "-----BEGIN%20CERTIFICATE-----%0A+/+/%0A-----END%20CERTIFICATE-----%0A",
                of_der,
            ),
            (
                CertificateHeader::ForwardedClientCert,
                &format!("Hash={hash}"),
                ClientCertificate::from_sha256([0x0F; 32]),
            ),
        ] {
            assert_eq!(find(&header, &[value]), Ok(Some(expected)), "{value}");
            assert_eq!(find(&header, &[value, value]), Err(Problem::Repeated));
            assert_eq!(find(&header, &[value, ""]), Err(Problem::Repeated));
            assert_eq!(find(&header, &[]), Ok(None));
            let twice = format!("{value}, {value}");
            assert_eq!(find(&header, &[&twice]), Err(Problem::Malformed));
        }
    }

    #[test]
    fn what_is_malformed_is_no_certificate() {
        let header = CertificateHeader::ClientCert;
        for value in [
            "",
            ":",
            "::",
            "+/+/",
            ":+/+/",
            "+/+/:",
            ": +/+/:",
            ":-_-_:",
            ":+/+:",
            ":+/==:",
            ":+/+/:;a=1",
            ":+/+/::+/+/:",
            "\"+/+/\"",
            "é",
        ] {
            assert_eq!(find(&header, &[value]), Err(Problem::Malformed), "{value}");
        }
        let pem = |label: &str, base64: &str| {
            format!("-----BEGIN {label}-----{base64}-----END {label}-----")
        };
        for value in [
            "",
            "(null)",
            "+/+/",
            &pem("PUBLIC KEY", "+/+/"),
            &pem("CERTIFICATE", ""),
            &pem("CERTIFICATE", "-_-_"),
            &pem("CERTIFICATE", "%"),
            &pem("CERTIFICATE", "%2"),
            &pem("CERTIFICATE", "%zz"),
            &pem("CERTIFICATE", "%FF"),
            &pem("CERTIFICATE", "%+1"),
            &pem("CERTIFICATE", "+/+/").repeat(2),
            &pem("CERTIFICATE", &"+/+/".repeat(10_000)),
        ] {
            assert_eq!(
                find(&escaped(), &[value]),
                Err(Problem::Malformed),
                "{value}"
            );
        }
    }
}
