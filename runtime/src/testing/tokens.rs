//! Valid and invalid tokens, for tests.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::coverage::TestAuthentication;
use super::place::scheme_place;
use crate::clock::{now, since_1970};
use crate::crypto::hmac;
use crate::extract::AccessToken;
use crate::mtls::ClientCertificate;
use crate::token::{TokenError, VerifiedToken};
use crate::verify::{Verifier, VerifierBuilder};

/// A key for tests, which makes valid and invalid tokens.
///
/// ```
/// use scopegate::testing::TestTokens;
///
/// let tokens = TestTokens::new();
/// let verifier = tokens.verifier();
/// assert!(verifier.verify(&tokens.token().scopes(["items"]).issue()).now().is_ok());
/// for invalid in [
///     tokens.token().expired(),
///     tokens.token().not_yet_valid(),
///     tokens.token().foreign_key(),
///     tokens.token().unsigned(),
/// ] {
///     assert!(verifier.verify(&invalid.issue()).now().is_err());
/// }
/// ```
///
/// The key of [`new`](Self::new) is the same in every program: never use its verifier outside of tests.
#[derive(Clone)]
pub struct TestTokens {
    secret: Arc<[u8]>,
}

const SECRET: &[u8; 32] = b"known to everyone: only for test";

impl TestTokens {
    /// A well-known key.
    #[must_use]
    pub fn new() -> Self {
        Self {
            secret: SECRET.as_slice().into(),
        }
    }

    /// The secret of an application under test.
    ///
    /// # Panics
    /// If it has less than 32 bytes (RFC 7518 section 3.2).
    #[must_use]
    #[track_caller]
    pub fn with_secret(secret: impl AsRef<[u8]>) -> Self {
        let secret = secret.as_ref();
        assert!(
            secret.len() >= 32,
            "a secret for HS256 has 32 bytes or more"
        );
        Self {
            secret: secret.into(),
        }
    }

    /// A verifier that accepts its tokens.
    ///
    /// # Panics
    /// Never: the key is valid.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        let verifier = self.verifier_builder().build();
        verifier.unwrap_or_else(|error| unreachable!("{error}"))
    }

    /// A builder of that verifier, to require an issuer, an audience or a type as well.
    pub fn verifier_builder(&self) -> VerifierBuilder {
        Verifier::builder().hs256(&self.secret)
    }

    /// A valid token of `johndoe` without scopes, to be modified.
    pub fn token(&self) -> TestToken {
        let header = json!({ "alg": "HS256", "typ": "JWT" });
        TestToken::new(header, Signer::Secret(Arc::clone(&self.secret)))
    }
}

/// A token that is being built. See [`TestTokens`] for an example.
#[derive(Clone)]
#[must_use]
pub struct TestToken {
    header: Value,
    claims: Map<String, Value>,
    signer: Signer,
    foreign: Option<Signer>,
    is_signed: bool,
}

/// The key that signs a token.
#[derive(Clone)]
pub(super) enum Signer {
    Secret(Arc<[u8]>),
    #[cfg(feature = "provider")]
    Pair(Arc<super::key_pair::KeyPair>),
}

impl Signer {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Secret(secret) => hmac::sign(secret, message).as_ref().to_vec(),
            #[cfg(feature = "provider")]
            Self::Pair(pair) => pair.sign(message),
        }
    }

    /// A signer of the same kind that no verifier accepts.
    fn foreign(&self) -> Self {
        match self {
            Self::Secret(_) => Self::Secret([7; 32].into()),
            #[cfg(feature = "provider")]
            Self::Pair(_) => Self::Pair(Arc::new(super::key_pair::KeyPair::new())),
        }
    }
}

impl TestToken {
    pub(super) fn new(header: Value, signer: Signer) -> Self {
        let mut claims = Map::new();
        claims.insert("sub".into(), "johndoe".into());
        claims.insert("exp".into(), from_now(600).into());
        Self {
            header,
            claims,
            signer,
            foreign: None,
            is_signed: true,
        }
    }

    #[cfg(feature = "provider")]
    pub(super) fn claims(&self) -> Value {
        Value::Object(self.claims.clone())
    }

    /// Sets another subject (`sub`).
    pub fn subject(self, subject: &str) -> Self {
        self.claim("sub", subject)
    }

    /// Sets these scopes, as the claim `scope` (RFC 9068 section 2.2.3).
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<_> = scopes.into_iter().collect();
        let scopes: Vec<_> = scopes.iter().map(AsRef::as_ref).collect();
        self.claim("scope", scopes.join(" "))
    }

    /// Sets how the user was authenticated (`acr`): see [`acr`](macro@crate::security#acr-and-max_age).
    pub fn acr(self, acr: &str) -> Self {
        self.claim("acr", acr)
    }

    /// Sets the time at which the user was authenticated (`auth_time`) to so long ago, in whole seconds.
    pub fn authenticated(self, ago: Duration) -> Self {
        let time = now().saturating_sub(ago);
        self.claim("auth_time", time.as_secs())
    }

    /// Sets both, as a call of [`Coverage`](super::Coverage::step_up) needs it.
    pub fn authentication(self, user: &TestAuthentication) -> Self {
        let ago = now().saturating_sub(since_1970(user.auth_time));
        let token = self.authenticated(ago);
        match user.acr {
            Some(acr) => token.acr(acr),
            None => token,
        }
    }

    /// Sets any claim.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// Removes a claim.
    pub fn without(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    /// Sets the issuer (`iss`).
    pub fn issuer(self, issuer: &str) -> Self {
        self.claim("iss", issuer)
    }

    /// Sets the audience (`aud`).
    pub fn audience(self, audience: &str) -> Self {
        self.claim("aud", audience)
    }

    /// Binds the token to a client certificate (`cnf` with `x5t#S256`: RFC 8705 section 3.1). A request has it in its
    /// extensions, or in the header of the proxy: see [`Mtls`](crate::mtls::Mtls).
    ///
    /// ```
    /// use axum::body::Body;
    /// use axum::http::Request;
    /// use scopegate::mtls::{ClientCertificate, Mtls};
    /// use scopegate::testing::TestTokens;
    ///
    /// let verifier = TestTokens::new().verifier().with_mtls(Mtls::new());
    ///
    /// // For the role of an attacker who has stolen the token, another one.
    /// let certificate = ClientCertificate::from_sha256([1; 32]);
    /// let token = TestTokens::new().token().bound_to_certificate(&certificate).issue();
    /// let request = Request::get("/items")
    ///     .header("authorization", format!("Bearer {token}"))
    ///     .extension(certificate)
    ///     .body(Body::empty());
    /// ```
    pub fn bound_to_certificate(self, certificate: &ClientCertificate) -> Self {
        self.confirmed_by("x5t#S256", certificate.thumbprint())
    }

    /// Adds a member to `cnf`.
    pub(super) fn confirmed_by(mut self, member: &str, thumbprint: String) -> Self {
        let mut cnf = self.claims.remove("cnf").unwrap_or_else(|| json!({}));
        cnf[member] = thumbprint.into();
        self.claim("cnf", cnf)
    }

    /// Makes it expired for ten minutes.
    pub fn expired(self) -> Self {
        self.claim("exp", from_now(-600))
    }

    /// Makes it valid only ten minutes from now.
    pub fn not_yet_valid(self) -> Self {
        self.claim("nbf", from_now(600))
    }

    /// Sets an `alg` that differs from the algorithm of the signature.
    pub fn algorithm(mut self, name: &str) -> Self {
        self.header["alg"] = name.into();
        self
    }

    /// Sets the type in the header (`typ`).
    pub fn token_type(mut self, name: &str) -> Self {
        self.header["typ"] = name.into();
        self
    }

    /// Sets any member of the header.
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header[name] = value.into();
        self
    }

    /// Removes a member of the header.
    pub fn without_header(mut self, name: &str) -> Self {
        if let Some(members) = self.header.as_object_mut() {
            members.remove(name);
        }
        self
    }

    /// Signs it with a key that the verifier does not know.
    pub fn foreign_key(mut self) -> Self {
        self.foreign = Some(self.signer.foreign());
        self
    }

    /// Leaves it unsigned: `alg` is `none`, and the signature is empty.
    pub fn unsigned(mut self) -> Self {
        self.is_signed = false;
        self.algorithm("none")
    }

    /// The token as a client sends it, after `Bearer `.
    #[must_use]
    pub fn issue(&self) -> String {
        let claims = Value::Object(self.claims.clone());
        let parts = [&self.header, &claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let text = parts.join(".");
        let signer = self.foreign.as_ref().unwrap_or(&self.signer);
        let signature = if self.is_signed {
            URL_SAFE_NO_PAD.encode(signer.sign(text.as_bytes()))
        } else {
            String::new()
        };
        format!("{text}.{signature}")
    }

    /// The value for an [override](super::Overrides) of a security scheme.
    ///
    /// # Panics
    /// If the token is invalid: a scheme would not have returned it.
    #[must_use]
    #[track_caller]
    pub fn verified(&self) -> VerifiedToken {
        self.verify()
            .expect("a valid token, as security schemes only return valid ones")
    }

    /// The argument for a dependency's function.
    ///
    /// # Panics
    /// If the token is invalid, or its claims do not match `C`: a scheme would not have returned it.
    #[must_use]
    #[track_caller]
    pub fn access_token<C: DeserializeOwned>(&self) -> AccessToken<C> {
        let token = self.verified();
        let claims = token.claims().expect("the claims fit the type");
        AccessToken::new(claims, token, scheme_place())
    }

    fn verify(&self) -> Result<VerifiedToken, TokenError> {
        let text = |name: &str| self.claims.get(name).and_then(Value::as_str);
        let mut verifier = match &self.signer {
            Signer::Secret(secret) => Verifier::builder().hs256(secret),
            #[cfg(feature = "provider")]
            Signer::Pair(pair) => Verifier::builder().jwk(&pair.jwk().to_string()),
        };
        if let Some(audience) = text("aud") {
            verifier = verifier.audience(audience);
        }
        let verifier = verifier.build();
        let verifier = verifier.unwrap_or_else(|error| unreachable!("{error}"));
        verifier.verify(&self.issue()).now()
    }
}

impl Default for TestTokens {
    fn default() -> Self {
        Self::new()
    }
}

/// Does not show the key: it may be the application's.
impl fmt::Debug for TestTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestTokens").finish_non_exhaustive()
    }
}

/// Does not show the key.
impl fmt::Debug for TestToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestToken")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// Seconds since 1970.
pub(super) fn from_now(seconds: i64) -> i64 {
    i64::try_from(now().as_secs())
        .unwrap_or(i64::MAX)
        .saturating_add(seconds)
}
