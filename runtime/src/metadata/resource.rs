use http::Uri;
use serde::Serialize;

use super::ProtectedResourceError;

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// A service as clients of OAuth2 know it: the metadata of RFC 9728, section 2.
///
/// What is not given is left out. `bearer_methods_supported` is `["header"]`, since a token is read from nowhere else;
/// `scopes_supported` is the union of what the routes of the router require.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ProtectedResource {
    /// Exactly as it was given: clients compare it with what they asked for (section 3.3).
    resource: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authorization_servers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scopes_supported: Vec<&'static str>,
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
    /// or a fragment.
    ///
    /// # Errors
    /// If it is no such URL.
    pub fn new(resource: impl Into<String>) -> Result<Self, ProtectedResourceError> {
        let resource = resource.into();
        let (authority, path) = parts(&resource)?;
        let metadata_path = format!("{WELL_KNOWN}{}", if path == "/" { "" } else { &path });
        let metadata_url = format!("https://{authority}{metadata_path}");
        Ok(Self {
            resource,
            authorization_servers: Vec::new(),
            scopes_supported: Vec::new(),
            bearer_methods_supported: ["header"],
            resource_name: String::new(),
            resource_documentation: String::new(),
            metadata_path,
            metadata_url,
        })
    }

    /// The issuer identifiers of the authorization servers whose tokens the service accepts.
    pub fn authorization_servers<I>(mut self, issuers: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.authorization_servers = issuers.into_iter().map(Into::into).collect();
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

    pub(crate) fn scopes_supported(mut self, scopes: Vec<&'static str>) -> Self {
        self.scopes_supported = scopes;
        self
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

/// The host, with its port, and the path.
fn parts(resource: &str) -> Result<(String, String), ProtectedResourceError> {
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
    if scheme != "https" {
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
    Ok((authority.to_string(), uri.path().to_owned()))
}

/// Whether axum can serve the path as it is written, and a quoted string can hold it.
fn is_routable(path: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte);
    path.bytes().all(allowed) && !path.contains("/:") && !path.contains("/*")
}
