//! Functions of a type.

use scopegate::{AccessToken, SecurityScheme, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

struct Items;

impl Items {
    #[security(scopes = ["items"], depends = OAuth2)]
    async fn of_self(_token: AccessToken) -> Self {
        Self
    }

    const NAME: &str = "items";

    #[security(scopes = ["items"], depends = OAuth2)]
    async fn by_name(_token: AccessToken) -> &'static str {
        Self::NAME
    }

    #[scopegate::dependency]
    fn value(axum::extract::State(_): axum::extract::State<Self>) -> u32 {
        0
    }
}

impl Items {
    #[security(public)]
async fn not_indented() {}
}

fn main() {
    let _ = Items::of_self;
}
