use utoipa::openapi::security::{
    AuthorizationCode, ClientCredentials, Flow as OpenApiFlow, Implicit, OAuth2, Password, Scopes,
    SecurityScheme,
};

use crate::scheme::{Flow, Scheme};

/// The Security Scheme Object (OpenAPI 3.1, section 4.8.27).
pub(super) fn security_scheme(scheme: &Scheme) -> SecurityScheme {
    let flows = scheme.flows.iter().map(|flow| self::flow(*flow, scheme));
    SecurityScheme::OAuth2(match scheme.description {
        "" => OAuth2::new(flows),
        description => OAuth2::with_description(flows, description),
    })
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
