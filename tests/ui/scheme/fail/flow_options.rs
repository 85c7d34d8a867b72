//! What each flow needs.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password)]
struct Password;

#[derive(SecurityScheme)]
#[oauth2(password())]
struct PasswordEmpty;

#[derive(SecurityScheme)]
#[oauth2(password = "token")]
struct PasswordAssigned;

#[derive(SecurityScheme)]
#[oauth2(password(tokenUrl = "token"))]
struct PasswordCamel;

#[derive(SecurityScheme)]
#[oauth2(password("token"))]
struct PasswordString;

#[derive(SecurityScheme)]
#[oauth2(password(authorization_url = "authorize", token_url = "token"))]
struct PasswordForeign;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), password(token_url = "token"))]
struct PasswordTwice;

#[derive(SecurityScheme)]
#[oauth2(authorization_code(token_url = "token"))]
struct AuthorizationCode;

#[derive(SecurityScheme)]
#[oauth2(authorization_code())]
struct AuthorizationCodeEmpty;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(refresh_url = "token"))]
struct ClientCredentials;

#[derive(SecurityScheme)]
#[oauth2(implicit(token_url = "token"))]
struct Implicit;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "a", token_url = "b"))]
struct Repeated;

fn main() {}
