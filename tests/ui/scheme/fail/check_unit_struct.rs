//! A scheme is a struct without fields.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct Fields {
    _token_url: String,
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct Tuple(());

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct Generic<T>(T);

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
enum Enumeration {
    _Variant,
}

fn main() {}
