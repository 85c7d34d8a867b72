use http::Uri;
use serde::Serialize;

use super::{Known, ProtectedResourceError};
use crate::url::is_loopback;

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// A service as clients of OAuth2 know it: the metadata of RFC 9728, section 2.
///
/// What is not given is left out, but for what the router knows: `bearer_methods_supported` is `["header"]`, since a token
/// is read from nowhere else; `scopes_supported` is the union of what the routes require; `authorization_servers` are the
/// issuers whose tokens the routes accept, as security schemes name them or the verifiers of the router's state.
///
/// The identifier is the audience of the tokens as well, so that it is written once:
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
/// The verifier compares the audience, and the router does not: a verifier with the audiences of two resources accepts the
/// tokens of either at both. To keep resources apart, give each a security scheme with `verifier = T`, and that
/// verifier one audience.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ProtectedResource {
    /// Exactly as it was given: clients compare it with what they asked for (section 3.3).
    resource: String,
    #[serde(skip_serializing_if = "is_empty")]
    authorization_servers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "is_empty")]
    scopes_supported: Option<Vec<String>>,
    bearer_methods_supported: [&'static str; 1],
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
    /// The resource with this identifier: the `https` URL under which clients know the service, without a query
    /// or a fragment. On this very machine (`localhost`, names below it, loopback addresses) it may be `http`.
    ///
    /// # Errors
    /// If it is no such URL.
    pub fn new(resource: impl Into<String>) -> Result<Self, ProtectedResourceError> {
        let resource = resource.into();
        let (scheme, authority, path) = parts(&resource)?;
        let metadata_path = format!("{WELL_KNOWN}{}", if path == "/" { "" } else { &path });
        let metadata_url = format!("{scheme}://{authority}{metadata_path}");
        Ok(Self {
            resource,
            authorization_servers: None,
            scopes_supported: None,
            bearer_methods_supported: ["header"],
            resource_name: String::new(),
            resource_documentation: String::new(),
            metadata_path,
            metadata_url,
        })
    }

    /// The identifier, as it was given.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The issuer identifiers of the authorization servers that clients are sent to, if not all issuers whose tokens the
    /// service accepts.
    pub fn authorization_servers<I>(mut self, issuers: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.authorization_servers = Some(issuers.into_iter().map(Into::into).collect());
        self
    }

    /// The scopes that clients are told of, if not all that routes require: those that a client needs to begin with, say.
    /// Each is one that a security scheme of the routes declares.
    pub fn scopes_supported<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.scopes_supported = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// A name for people.
    pub fn resource_name(mut self, name: impl Into<String>) -> Self {
        self.resource_name = name.into();
        self
    }

    /// The URL of a page for developers.
    pub fn resource_documentation(mut self, url: impl Into<String>) -> Self {
        self.resource_documentation = url.into();
        self
    }

    /// The metadata with what the router knows, where nothing was said.
    ///
    /// # Panics
    /// If a scope was named that nobody declares.
    #[track_caller]
    pub(crate) fn complete(&self, known: Known) -> Self {
        let mut complete = self.clone();
        for scope in self.scopes_supported.iter().flatten() {
            assert!(
                known.declares(scope),
                "the protected resource `{}` names the scope `{scope}`, and no security scheme of its routes declares it",
                self.resource,
            );
        }
        let Known {
            scopes, issuers, ..
        } = known;
        complete
            .scopes_supported
            .get_or_insert_with(|| scopes.into_iter().map(str::to_owned).collect());
        complete.authorization_servers.get_or_insert(issuers);
        complete
    }

    /// Where the metadata is served (section 3.1).
    #[must_use]
    pub fn metadata_path(&self) -> &str {
        &self.metadata_path
    }

    /// What challenges name as `resource_metadata` (section 5.1).
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

/// What has no members is left out (section 3.2).
#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn is_empty(list: &Option<Vec<String>>) -> bool {
    list.as_ref().is_none_or(Vec::is_empty)
}

/// The scheme, the host with its port, and the path.
fn parts(resource: &str) -> Result<(String, String, String), ProtectedResourceError> {
    // `Uri` drops fragments.
    if resource.contains('#') {
        return Err(ProtectedResourceError::Fragment);
    }
    let uri: Uri = resource
        .parse()
        .map_err(|_| ProtectedResourceError::NotAUrl)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(ProtectedResourceError::NotAUrl);
    };
    if scheme != "https" && !(scheme == "http" && is_local(authority.host())) {
        return Err(ProtectedResourceError::NotHttps);
    }
    if authority.as_str().contains('@') {
        return Err(ProtectedResourceError::User);
    }
    if uri.query().is_some() {
        return Err(ProtectedResourceError::Query);
    }
    if !is_routable(uri.path()) {
        return Err(ProtectedResourceError::Path);
    }
    Ok((
        scheme.to_owned(),
        authority.to_string(),
        uri.path().to_owned(),
    ))
}

/// Whether nobody is between the clients and the service (RFC 6761, section 6.3).
fn is_local(host: &str) -> bool {
    let below = |host: &str| host.to_ascii_lowercase().ends_with(".localhost");
    is_loopback(host) || below(host)
}

/// Whether axum can serve the path as it is written, and a quoted string can hold it.
fn is_routable(path: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte);
    path.bytes().all(allowed) && !path.contains("/:") && !path.contains("/*")
}
