//! Decodes the body of a password request into the grant's parameters.

use super::{FormReading, PasswordFormError, PasswordFormField};

/// The parameters of a password request; those without a value are `None`.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) grant_type: Option<String>,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<String>,
    pub(super) refresh_token: Option<String>,
}

impl Parameters {
    /// Reads the known parameters of `body`.
    ///
    /// Unknown ones are ignored even if they are repeated: extensions such as RFC 8707 (`resource`) allow that.
    pub(super) fn read(body: &[u8], reading: FormReading) -> Result<Self, PasswordFormError> {
        if reading == FormReading::Strict && !is_percent_encoded_utf8(body) {
            return Err(PasswordFormError::Encoding);
        }
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let Some(field) = PasswordFormField::from_name(&name) else {
                continue;
            };
            let value = (!value.is_empty()).then(|| value.into_owned());
            parameters.put(field, value, reading)?;
        }
        Ok(parameters)
    }

    fn put(
        &mut self,
        field: PasswordFormField,
        value: Option<String>,
        reading: FormReading,
    ) -> Result<(), PasswordFormError> {
        let slot = self.slot(field);
        match reading {
            // A parameter without a value counts as omitted (RFC 6749 section 3.2), so it is not a repetition.
            FormReading::Strict if value.is_none() => {}
            FormReading::Strict if slot.is_some() => {
                return Err(PasswordFormError::Repeated(field));
            }
            // FastAPI uses only the last parameter, and reports it as missing if that one is empty.
            FormReading::Strict | FormReading::Lenient => *slot = value,
        }
        Ok(())
    }

    fn slot(&mut self, field: PasswordFormField) -> &mut Option<String> {
        match field {
            PasswordFormField::GrantType => &mut self.grant_type,
            PasswordFormField::Username => &mut self.username,
            PasswordFormField::Password => &mut self.password,
            PasswordFormField::Scope => &mut self.scope,
            PasswordFormField::ClientId => &mut self.client_id,
            PasswordFormField::ClientSecret => &mut self.client_secret,
            PasswordFormField::RefreshToken => &mut self.refresh_token,
        }
    }
}

/// Whether every `%` begins an escape and the decoded text is UTF-8.
///
/// `form_urlencoded` replaces what it cannot decode, and the result is indistinguishable from text that the client may
/// have sent. The body can be checked as a whole: the separators are ASCII, so no character spans two parameters.
fn is_percent_encoded_utf8(body: &[u8]) -> bool {
    percent_decoded(body).is_some_and(|decoded| str::from_utf8(&decoded).is_ok())
}

fn percent_decoded(body: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match tail {
            [high, low, tail @ ..] if byte == b'%' => {
                decoded.push(hex_digit(*high)? << 4 | hex_digit(*low)?);
                tail
            }
            _ if byte == b'%' => return None,
            _ => {
                decoded.push(byte);
                tail
            }
        };
    }
    Some(decoded)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_two_hexadecimal_digits() {
        for body in ["", "a=b", "%41", "%c3%A9", "a=%25%26", "é"] {
            assert!(is_percent_encoded_utf8(body.as_bytes()), "{body}");
        }
        for body in [
            "%", "a=%", "%4", "%4g", "%%41", "%+1", "%c3", "%c3&%a9", "%ff",
        ] {
            assert!(!is_percent_encoded_utf8(body.as_bytes()), "{body}");
        }
        assert!(!is_percent_encoded_utf8(b"\xff"));
    }

    proptest! {
        #[test]
        fn what_a_serializer_writes_is_accepted(name in ".{0,20}", value in ".{0,20}") {
            let body = form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
            prop_assert!(is_percent_encoded_utf8(body.as_bytes()));
        }

        #[test]
        fn what_is_accepted_is_decoded_without_replacement(body in "([a-z=&]|%[0-9a-f]{2}|%[0-9a-f]?){0,12}") {
            let replaced = form_urlencoded::parse(body.as_bytes())
                .any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'));
            prop_assert!(!is_percent_encoded_utf8(body.as_bytes()) || !replaced || body.contains("%ef%bf%bd"));
        }
    }
}
