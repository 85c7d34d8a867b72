use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, AuthorizationCode, ClientCredentials, Flow as OpenApiFlow, HttpAuthScheme,
    HttpBuilder, Implicit, OAuth2, OpenIdConnect, Password, Scopes, SecurityScheme,
};

use crate::scheme::{Flow, KeyLocation, Scheme, SchemeKind, TokenPlace};

/// The Security Scheme Object (OpenAPI 3.1 section 4.8.27).
pub(super) fn security_scheme(scheme: &Scheme) -> SecurityScheme {
    let kind = scheme.configured_kind();
    if kind.is_token() && scheme.place != TokenPlace::BEARER {
        return token_elsewhere(scheme);
    }
    let description = Some(scheme.description).filter(|text| !text.is_empty());
    match kind {
        SchemeKind::OAuth2 => SecurityScheme::OAuth2(oauth2(scheme, description)),
        SchemeKind::OpenIdConnect { url } => SecurityScheme::OpenIdConnect(match description {
            None => OpenIdConnect::new(url),
            Some(text) => OpenIdConnect::with_description(url, text),
        }),
        SchemeKind::HttpBearer { bearer_format } => {
            let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
            let http = match bearer_format {
                "" => http,
                format => http.bearer_format(format),
            };
            SecurityScheme::Http(http.description(description).build())
        }
        SchemeKind::HttpBasic => {
            let http = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
            SecurityScheme::Http(http.description(description).build())
        }
        SchemeKind::ApiKey { location, name, .. } => {
            let value = match description {
                None => ApiKeyValue::new(name),
                Some(text) => ApiKeyValue::with_description(name, text),
            };
            SecurityScheme::ApiKey(match location {
                KeyLocation::Header => ApiKey::Header(value),
                KeyLocation::Query => ApiKey::Query(value),
                KeyLocation::Cookie => ApiKey::Cookie(value),
            })
        }
    }
}

/// OpenAPI knows a token in `Authorization: Bearer` only. Elsewhere, it is a key whose description says what it is.
fn token_elsewhere(scheme: &Scheme) -> SecurityScheme {
    let (name, how) = match scheme.place {
        TokenPlace::Authorization { scheme } => ("Authorization", format!("after `{scheme} `")),
        TokenPlace::Header { name } | TokenPlace::Cookie { name, .. } => {
            (name, "as the whole value".to_owned())
        }
        TokenPlace::Subprotocol { name } => (
            "Sec-WebSocket-Protocol",
            format!("as the subprotocol after `{name}`"),
        ),
    };
    let own = match scheme.description {
        "" => String::new(),
        text => format!("{text}\n\n"),
    };
    let description = format!("{own}An access token, {how}.");
    let value = ApiKeyValue::with_description(name, &*description);
    SecurityScheme::ApiKey(match scheme.place {
        TokenPlace::Cookie { .. } => ApiKey::Cookie(value),
        TokenPlace::Authorization { .. }
        | TokenPlace::Header { .. }
        | TokenPlace::Subprotocol { .. } => ApiKey::Header(value),
    })
}

fn oauth2(scheme: &Scheme, description: Option<&str>) -> OAuth2 {
    let flows = scheme.configured_flows().into_iter();
    let flows = flows.map(|flow| self::flow(flow, scheme));
    match description {
        None => OAuth2::new(flows),
        Some(text) => OAuth2::with_description(flows, text),
    }
}

fn flow(flow: Flow, scheme: &Scheme) -> OpenApiFlow {
    let scopes: Scopes = scheme
        .scopes
        .iter()
        .map(|scope| (scope.name, scope.description))
        .collect();
    match flow {
        Flow::Password {
            token_url,
            refresh_url,
        } => {
            let mut flow = Password::new(token_url, scopes);
            flow.refresh_url = refresh_url.map(str::to_owned);
            OpenApiFlow::Password(flow)
        }
        Flow::AuthorizationCode {
            authorization_url,
            token_url,
            refresh_url,
        } => {
            let mut flow = AuthorizationCode::new(authorization_url, token_url, scopes);
            flow.refresh_url = refresh_url.map(str::to_owned);
            OpenApiFlow::AuthorizationCode(flow)
        }
        Flow::ClientCredentials {
            token_url,
            refresh_url,
        } => {
            let mut flow = ClientCredentials::new(token_url, scopes);
            flow.refresh_url = refresh_url.map(str::to_owned);
            OpenApiFlow::ClientCredentials(flow)
        }
        Flow::Implicit {
            authorization_url,
            refresh_url,
        } => {
            let mut flow = Implicit::new(authorization_url, scopes);
            flow.refresh_url = refresh_url.map(str::to_owned);
            OpenApiFlow::Implicit(flow)
        }
    }
}
