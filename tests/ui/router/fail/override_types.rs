//! Overrides have the type of what they replace.

use scopegate::testing::Overrides;
use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> User {
    User
}

#[security(depends = user)]
async fn handler(_user: User) {}

fn main() {
    let _ = Overrides::new().value::<user>("johndoe");
    let _ = Overrides::new().with::<user>(|_| "johndoe");
    let _ = Overrides::new().value::<handler>(());
    let _ = Overrides::new().value::<User>(User);
}
