use scopegate::security;

#[security(acr = "", depends = user)]
async fn empty(user: User) {}

#[security(acr = "phr phrh", depends = user)]
async fn two(user: User) {}

#[security(acr = ["phr", "a\"b"], depends = user)]
async fn quote(user: User) {}

#[security(acr = "größer", depends = user)]
async fn letters(user: User) {}

fn main() {}
