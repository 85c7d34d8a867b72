use scopegate::{
    AccessToken, ApiKey, SecureRouter, SecurityScheme, Verifier, dependency, level, security,
};

#[derive(SecurityScheme)]
#[oauth2(authorization_code(authorization_url = "authorize", token_url = "token"))]
struct People;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Machines;

#[derive(SecurityScheme)]
#[api_key(header = "X-Key")]
struct Key;

#[dependency(depends = Key)]
fn by_key(_key: ApiKey) -> String {
    String::new()
}

#[dependency(depends = People)]
fn by_token(_token: AccessToken) -> String {
    String::new()
}

#[dependency(acr = ["phr", "phrh"], depends = by_token)]
fn carefully(name: String) -> String {
    name
}

#[dependency(depends = by_token, optional)]
fn anybody(_name: Option<String>) -> String {
    String::new()
}

#[dependency]
fn nobody() -> String {
    String::new()
}

#[security(acr = "phr", depends = by_key)]
async fn of_a_key(_name: String) {}

#[security(max_age = 15min, depends = Machines)]
async fn of_a_machine(_token: AccessToken) {}

#[security(acr = "phr", depends = any(by_token, by_key))]
async fn of_either(_name: String) {}

#[security(public, depends = nobody)]
async fn of_nobody_in_public(_name: String) {}

#[security]
async fn of_nobody(
    #[security(depends = by_token)] _name: String,
    #[security(acr = "phr", depends = nobody)] _other: String,
) {
}

#[security]
async fn of_anybody(
    #[security(depends = by_token)] _name: String,
    #[security(acr = "phr", depends = anybody)] _other: String,
) {
}

#[security(acr = ["pop", "mfa"], depends = carefully)]
async fn contradicts_what_is_below(_name: String) {}

#[security]
async fn contradicts_itself(
    #[security(acr = "mfa", depends = by_token)] _name: String,
    #[security(depends = carefully)] _other: String,
) {
}

#[dependency(acr = "mfa", depends = carefully)]
fn contradicts_in_a_dependency(name: String) -> String {
    name
}

#[dependency(acr = "phr", depends = by_key)]
fn of_a_key_in_a_dependency(name: String) -> String {
    name
}

fn main() {
    let router = SecureRouter::<Verifier>::new();
    let router = router.requires(level!(acr = "mfa", depends = carefully));
    router.requires(level!(max_age = 15min, depends = by_key));
}
