//! Values of `depends` that are no plain path.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(depends = "get_current_user")]
async fn a_string(_user: User) {}

#[security(depends = get_current_user())]
async fn a_call(_user: User) {}

#[security(depends = Depends(get_current_user))]
async fn as_in_fastapi(_user: User) {}

#[security(depends = Security(get_current_user, scopes = ["items"]))]
async fn as_in_fastapi_with_scopes(_user: User) {}

#[security(depends = get_current_user::<User>)]
async fn with_type_arguments(_user: User) {}

#[security(depends = [get_current_user])]
async fn a_list(_user: User) {}

#[security(depends = &get_current_user)]
async fn a_reference(_user: User) {}

#[security(depends = |token| token)]
async fn a_closure(_user: User) {}

#[security(depends(get_current_user))]
async fn parentheses(_user: User) {}

fn main() {}
