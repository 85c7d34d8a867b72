use scopegate::security;

#[security(acr = phr, depends = user)]
async fn word(user: User) {}

#[security(acr = [], depends = user)]
async fn nothing(user: User) {}

#[security(acr("phr", "phrh"), depends = user)]
async fn list(user: User) {}

#[security(acr = any("phr", "phrh"), depends = user)]
async fn any(user: User) {}

#[security(acr = ("phr", "phrh"), depends = user)]
async fn tuple(user: User) {}

#[security(acr = ["phr", 1, PHRH], depends = user)]
async fn items(user: User) {}

#[security(acr = ["phr", "phrh", "phr"], depends = user)]
async fn twice(user: User) {}

#[security(acr = "phr")]
async fn alone(user: User) {}

#[security(public, acr = "phr", depends = user)]
async fn public(user: User) {}

#[security(acr = "phr")]
async fn misplaced(#[security(depends = user)] user: User) {}

#[security(acr = "phr", "phrh", depends = user)]
async fn without_brackets(user: User) {}

#[security(acr = "phr" depends = user)]
async fn without_comma(user: User) {}

fn main() {}
