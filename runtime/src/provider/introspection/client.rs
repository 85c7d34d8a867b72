//! Client authentication for introspection requests.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Uri};

/// How this service authenticates. Never shown.
#[derive(Clone)]
pub(crate) enum Client {
    /// The value of `Authorization`; `None` if it is not a valid header value.
    Header(Option<HeaderValue>),
    Form {
        id: String,
        secret: String,
    },
}

impl Client {
    /// Both are form-encoded before they are joined (RFC 6749 section 2.3.1).
    pub(super) fn basic(id: &str, secret: &str) -> Self {
        let encode =
            |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        if id.is_empty() || secret.is_empty() {
            return Self::Header(None);
        }
        let credentials = format!("{}:{}", encode(id), encode(secret));
        Self::header(&format!("Basic {}", STANDARD.encode(credentials)))
    }

    pub(super) fn post(id: String, secret: String) -> Self {
        Self::Form { id, secret }
    }

    pub(super) fn bearer(token: &str) -> Self {
        if token.is_empty() {
            return Self::Header(None);
        }
        Self::header(&format!("Bearer {token}"))
    }

    fn header(value: &str) -> Self {
        let mut value = HeaderValue::from_str(value).ok();
        if let Some(value) = &mut value {
            value.set_sensitive(true);
        }
        Self::Header(value)
    }

    /// Whether the client's name or token is missing.
    pub(super) fn is_nameless(&self) -> bool {
        match self {
            Self::Header(value) => value.is_none(),
            Self::Form { id, secret } => id.is_empty() || secret.is_empty(),
        }
    }

    /// An introspection request (RFC 7662 section 2.1).
    pub(super) fn question(&self, endpoint: &Uri, token: &str) -> Request<Bytes> {
        let mut form = Serializer::new(String::new());
        form.append_pair("token", token);
        form.append_pair("token_type_hint", "access_token");
        if let Self::Form { id, secret } = self {
            form.append_pair("client_id", id);
            form.append_pair("client_secret", secret);
        }
        let mut request = Request::new(form.finish().into());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        if let Self::Header(Some(value)) = self {
            headers.insert(AUTHORIZATION, value.clone());
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTHORIZATION, Client, Method, Uri};

    fn question(client: &Client) -> (String, String) {
        let uri = Uri::from_static("https://issuer.example/introspect");
        let request = client.question(&uri, "a+b/c&d=");
        assert_eq!((request.method(), request.uri()), (&Method::POST, &uri));
        let header = request.headers().get(AUTHORIZATION);
        let header = header
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        (
            header,
            String::from_utf8(request.into_body().to_vec()).unwrap(),
        )
    }

    #[test]
    fn a_question_is_a_form_of_somebody_who_says_who_it_is() {
        let token = "token=a%2Bb%2Fc%26d%3D&token_type_hint=access_token";
        let (header, form) = question(&Client::basic("my api", "s:ü"));
        assert_eq!(
            (header.as_str(), form.as_str()),
            ("Basic bXkrYXBpOnMlM0ElQzMlQkM=", token)
        );
        let (header, form) = question(&Client::bearer("t"));
        assert_eq!((header.as_str(), form.as_str()), ("Bearer t", token));
        let (header, form) = question(&Client::post("my api".into(), "s".into()));
        assert_eq!(header, "");
        assert_eq!(form, format!("{token}&client_id=my+api&client_secret=s"));
    }

    #[test]
    fn nobody_asks_without_a_name() {
        assert!(Client::basic("", "s").is_nameless() && Client::basic("a", "").is_nameless());
        assert!(Client::bearer("").is_nameless() && Client::bearer("a\nb").is_nameless());
        assert!(Client::post("a".into(), String::new()).is_nameless());
        assert!(!Client::basic("a", "s").is_nameless());
    }
}
