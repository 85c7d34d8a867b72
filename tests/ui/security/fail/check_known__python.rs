//! What FastAPI calls the options.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(dependency = get_current_user, scopes = ["items"])]
async fn dependency_parameter(_user: User) {}

#[security(dependencies = [get_current_user])]
async fn dependencies_of_a_route(_user: User) {}

#[security(security_scopes = ["items"], depends = get_current_user)]
async fn security_scopes(_user: User) {}

#[security(use_cache = false, depends = get_current_user)]
async fn use_cache(_user: User) {}

fn main() {}
