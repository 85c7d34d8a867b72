//! What configuration gives is a `&'static str`.

use std::sync::LazyLock;

use scopegate::SecurityScheme;

struct Config {
    issuer: String,
}

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config {
    issuer: String::new(),
});

fn token_url() -> String {
    String::from("token")
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), issuer = CONFIG.issuer)]
struct Moved;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = token_url()))]
struct Owned;

#[derive(SecurityScheme)]
#[openid_connect(url = config::url())]
struct Unknown;

fn main() {}
