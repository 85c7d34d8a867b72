use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, security};

use crate::{assert_statuses, bearer, verifier};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("admin" = "Everything.", "users" = "Read users."))]
struct OAuth2PasswordBearer;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(token: AccessToken) -> String {
    token.claims().sub.clone().unwrap_or_default()
}

example!("level_list_users");

#[test]
fn the_statements_hold() {
    statements!("level_list_users");
}

#[tokio::test]
async fn a_level_adds_its_scopes() {
    let admin: SecureRouter<Verifier> = SecureRouter::new()
        .requires(level!(scopes = ["admin"], depends = get_current_user))
        .route("/users", get(list_users));
    let router = admin.with_state(verifier()).into_router();
    let calls = [
        ("", 401),
        (&bearer("a", &["users"]), 403),
        (&bearer("a", &["admin"]), 403),
        (&bearer("a", &["admin", "users"]), 200),
    ];
    assert_statuses(&router, "/users", &calls).await;
}
