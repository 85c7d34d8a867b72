//! `huskarl-axum`.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use huskarl_axum::extractors::ValidatedToken;
use huskarl_axum::layers::ValidatorLayer;
use huskarl_axum::resource_server::core::crypto::verifier::{
    JwsVerifier, JwsVerifierFactory, JwsVerifierPlatform,
};
use huskarl_axum::resource_server::core::jwk::PublicJwk;
use huskarl_axum::resource_server::core::platform::MaybeSendBoxFuture;
use huskarl_axum::resource_server::core::{EndpointUrl, Error, RetryAdvice};
use huskarl_axum::resource_server::validator::rfc9068::{
    Rfc9068AccessTokenClaims, Rfc9068Validator,
};

use crate::application::Item;
use crate::tokens::{AUDIENCE, ISSUER};

/// One key, instead of those at an address.
struct Fixed(PublicJwk);

impl JwsVerifierFactory for Fixed {
    fn build(
        &self,
        _: Option<&EndpointUrl>,
        platform: Arc<dyn JwsVerifierPlatform>,
    ) -> MaybeSendBoxFuture<'static, Result<Arc<dyn JwsVerifier>, Error>> {
        let verifier = platform.create_verifier_from_jwk(self.0.clone());
        Box::pin(async {
            verifier
                .await
                .map_err(|error| Error::new(RetryAdvice::No, error))
        })
    }
}

async fn items(
    token: ValidatedToken<Rfc9068AccessTokenClaims>,
) -> Result<Json<[Item; 1]>, StatusCode> {
    super::items(token.sub.as_deref().unwrap_or_default())
}

pub(crate) fn router() -> Router {
    let key = serde_json::from_str(&super::rsa_jwk()).expect("a key");
    let validator = Rfc9068Validator::builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .jws_verifier_factory(Fixed(key))
        .build();
    let validator = crate::call::wait(validator).expect("a validator");
    let layer = ValidatorLayer::builder().validator(validator).build();
    Router::new().route(
        "/items",
        get(items).layer(layer.require_scopes(["me", "items"])),
    )
}
