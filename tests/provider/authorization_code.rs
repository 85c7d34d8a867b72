//! A person logs in.

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::log_in::log_in;
use crate::provider::Provider;

#[tokio::test]
async fn a_person_who_logged_in_is_known_by_name_and_may_do_what_they_allowed() {
    let provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let tokens = log_in(&Client::of(&provider), API, "items:read").await;
    api.items(&tokens.access_token).await.is_ok_for("johndoe");
    let refused = api.get("/admin", &tokens.access_token).await;
    refused.is_forbidden("admin");
}
