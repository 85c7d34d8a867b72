//! The derive is missing.


#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

fn main() {}
