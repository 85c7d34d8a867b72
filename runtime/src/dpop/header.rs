//! Finds the proof of a request, without checking its content.

use http::{HeaderMap, HeaderName};

use super::DpopError;

const DPOP: HeaderName = HeaderName::from_static("dpop");

/// The unchecked proof in the `DPoP` header ([RFC 9449 section
/// 4.1](https://www.rfc-editor.org/rfc/rfc9449#section-4.1)).
///
/// # Errors
/// [`DpopError::Missing`] without a header, [`DpopError::Repeated`] with several, [`DpopError::Malformed`] if its value
/// is not text.
pub fn proof_in(headers: &HeaderMap) -> Result<&str, DpopError> {
    let mut values = headers.get_all(DPOP).iter();
    match (values.next(), values.next()) {
        (None, _) => Err(DpopError::Missing),
        (Some(value), None) => value.to_str().map_err(|_| DpopError::Malformed),
        (Some(_), Some(_)) => Err(DpopError::Repeated),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{DPOP, DpopError, proof_in};

    #[test]
    fn exactly_one_header_holds_the_proof() {
        let headers = |values: &[&'static [u8]]| {
            let values = values.iter().copied();
            values
                .map(|value| (DPOP, HeaderValue::from_bytes(value).unwrap()))
                .collect::<HeaderMap>()
        };
        assert_eq!(proof_in(&headers(&[])), Err(DpopError::Missing));
        assert_eq!(proof_in(&headers(&[b"a.b.c"])), Ok("a.b.c"));
        for pair in [[b"a", b"b"], [b"a", b"a"], [b"\xFF", b"a"]] {
            assert_eq!(
                proof_in(&headers(&[pair[0], pair[1]])),
                Err(DpopError::Repeated)
            );
        }
        assert_eq!(
            proof_in(&headers(&[b"\xC3\xA9"])),
            Err(DpopError::Malformed)
        );
    }
}
