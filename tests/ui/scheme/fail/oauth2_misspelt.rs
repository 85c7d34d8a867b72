//! The attribute has another name.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth(password(token_url = "token"))]
struct OAuth2PasswordBearer;

fn main() {}
