use serde::Serialize;

use super::{Known, ProtectedResourceError};
use crate::url::{UrlProblem, UrlRules, check_url};

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// A service as OAuth2 clients see it: the metadata of RFC 9728 section 2.
///
/// Values that are not set are omitted, except those that the router knows: `bearer_methods_supported` is `["header"]`, or
/// `[]` if no scheme of the routes takes tokens there; `scopes_supported` is the union of the routes' required scopes,
/// without those that functions [require of some requests](crate::AccessToken::require), which a challenge names;
/// `authorization_servers` are the issuers whose tokens the routes accept, as configured in the security schemes or the
/// verifiers of the router's state; `tls_client_certificate_bound_access_tokens` is `true` if one of these verifiers
/// [checks client certificates](crate::mtls).
///
/// The identifier is also the audience of the tokens, so it is written only once:
///
/// ```
/// use scopegate::{ProtectedResource, Verifier};
///
/// let resource = ProtectedResource::new("https://api.example/orders")?;
/// let verifier = Verifier::builder()
///     .hs256([7; 32])
///     .issuer("https://issuer.example")
///     .audience(&resource)
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The verifier checks the audience, the router does not: a verifier with the audiences of two resources accepts the
/// tokens of either at both. To keep resources apart, give each a security scheme with `verifier = T`, and that
/// verifier a single audience.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ProtectedResource {
    /// Exactly as it was passed: clients compare it with the one that they requested (section 3.3).
    resource: String,
    #[serde(skip_serializing_if = "is_empty")]
    authorization_servers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "is_empty")]
    scopes_supported: Option<Vec<String>>,
    bearer_methods_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    tls_client_certificate_bound_access_tokens: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    resource_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    resource_documentation: String,
    #[serde(skip)]
    metadata_path: String,
    #[serde(skip)]
    metadata_url: String,
}

impl ProtectedResource {
    /// The resource with this identifier: the `https` URL of the service as clients see it, without a query or a
    /// fragment. On this machine (`localhost`, its subdomains, loopback addresses) it may be `http`.
    ///
    /// # Errors
    /// If it is not such a URL.
    pub fn new(resource: impl Into<String>) -> Result<Self, ProtectedResourceError> {
        let resource = resource.into();
        let (origin, path) = parts(&resource)?;
        let metadata_path = format!("{WELL_KNOWN}{}", if path == "/" { "" } else { &path });
        let metadata_url = format!("{origin}{metadata_path}");
        Ok(Self {
            resource,
            authorization_servers: None,
            scopes_supported: None,
            bearer_methods_supported: vec!["header"],
            tls_client_certificate_bound_access_tokens: false,
            resource_name: String::new(),
            resource_documentation: String::new(),
            metadata_path,
            metadata_url,
        })
    }

    /// The identifier, as it was passed.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// Sets the issuer identifiers of the authorization servers for clients, instead of all issuers whose tokens the
    /// service accepts.
    pub fn authorization_servers<I>(mut self, issuers: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.authorization_servers = Some(issuers.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the scopes in the metadata, instead of all that routes require: for example, those that a client needs
    /// first. Each must be declared by a security scheme of the routes.
    pub fn scopes_supported<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.scopes_supported = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a human-readable name.
    ///
    /// ```
    /// use scopegate::ProtectedResource;
    ///
    /// let resource = ProtectedResource::new("https://api.example/orders")?
    ///     .resource_name("Orders")
    ///     .resource_documentation("https://api.example/help");
    /// # Ok::<(), scopegate::ProtectedResourceError>(())
    /// ```
    pub fn resource_name(mut self, name: impl Into<String>) -> Self {
        self.resource_name = name.into();
        self
    }

    /// Sets the URL of a page for developers. See [`resource_name`](Self::resource_name) for an example.
    pub fn resource_documentation(mut self, url: impl Into<String>) -> Self {
        self.resource_documentation = url.into();
        self
    }

    /// The metadata, completed with what the router knows.
    ///
    /// # Panics
    /// If a configured scope is not declared by any scheme.
    #[track_caller]
    pub(crate) fn complete(&self, known: Known) -> Self {
        let mut complete = self.clone();
        for scope in self.scopes_supported.iter().flatten() {
            assert!(
                known.declares(scope),
                "the protected resource `{}` names the scope `{scope}`, which no security scheme of its routes \
                 declares",
                self.resource,
            );
        }
        if !known.takes_bearer_tokens() {
            complete.bearer_methods_supported.clear();
        }
        complete.tls_client_certificate_bound_access_tokens = known.takes_certificates;
        let Known {
            scopes, issuers, ..
        } = known;
        complete
            .scopes_supported
            .get_or_insert_with(|| scopes.into_iter().map(str::to_owned).collect());
        complete.authorization_servers.get_or_insert(issuers);
        complete
    }

    /// The path at which the metadata is served (section 3.1).
    ///
    /// ```
    /// let resource = scopegate::ProtectedResource::new("https://api.example/orders")?;
    /// let path = "/.well-known/oauth-protected-resource/orders";
    /// assert_eq!(resource.metadata_path(), path);
    /// assert_eq!(resource.metadata_url(), format!("https://api.example{path}"));
    /// # Ok::<(), scopegate::ProtectedResourceError>(())
    /// ```
    #[must_use]
    pub fn metadata_path(&self) -> &str {
        &self.metadata_path
    }

    /// The URL of the metadata: `resource_metadata` in challenges (section 5.1). See
    /// [`metadata_path`](Self::metadata_path) for an example.
    #[must_use]
    pub fn metadata_url(&self) -> &str {
        &self.metadata_url
    }
}

impl From<&ProtectedResource> for String {
    fn from(resource: &ProtectedResource) -> Self {
        resource.resource.clone()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference to the field"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// Empty lists are omitted (section 3.2).
#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn is_empty(list: &Option<Vec<String>>) -> bool {
    list.as_ref().is_none_or(Vec::is_empty)
}

/// The scheme with the host and its port, and the path.
fn parts(resource: &str) -> Result<(String, String), ProtectedResourceError> {
    let rules = UrlRules {
        may_have_query: false,
        // Its clients should never resolve these by DNS (RFC 6761 section 6.3), and no keys are fetched from it.
        plain_http: &|authority| (authority.host().to_ascii_lowercase()).ends_with(".localhost"),
    };
    let uri = check_url(resource, &rules).map_err(|problem| match problem {
        UrlProblem::NotAbsolute => ProtectedResourceError::NotAUrl,
        UrlProblem::NotHttps => ProtectedResourceError::NotHttps,
        UrlProblem::User => ProtectedResourceError::User,
        UrlProblem::Query => ProtectedResourceError::Query,
        UrlProblem::Fragment => ProtectedResourceError::Fragment,
    })?;
    if !is_routable(uri.path()) {
        return Err(ProtectedResourceError::Path);
    }
    let (scheme, authority) = (uri.scheme_str(), uri.authority());
    let (scheme, authority) = scheme
        .zip(authority)
        .ok_or(ProtectedResourceError::NotAUrl)?;
    Ok((format!("{scheme}://{authority}"), uri.path().to_owned()))
}

/// Whether axum can serve the path as it is written, and a quoted string can contain it.
fn is_routable(path: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte);
    path.bytes().all(allowed) && !path.contains("/:") && !path.contains("/*")
}
