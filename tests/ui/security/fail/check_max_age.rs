use scopegate::security;

#[security(max_age = 900, depends = user)]
async fn without_unit(user: User) {}

#[security(max_age = "15min", depends = user)]
async fn string(user: User) {}

#[security(max_age = 15 minutes, depends = user)]
async fn words(user: User) {}

#[security(max_age = 15m, depends = user)]
async fn metres(user: User) {}

#[security(max_age = 1.5h, depends = user)]
async fn fraction(user: User) {}

#[security(max_age = 2weeks, depends = user)]
async fn weeks(user: User) {}

#[security(max_age = 0s, depends = user)]
async fn never(user: User) {}

#[security(max_age = 100_000d, depends = user)]
async fn centuries(user: User) {}

#[security(max_age = Duration::from_secs(900), depends = user)]
async fn call(user: User) {}

#[security(max_age, depends = user)]
async fn nothing(user: User) {}

#[security(max_age = 15min)]
async fn alone(user: User) {}

#[security(max_age = 15min depends = user)]
async fn without_comma(user: User) {}

fn main() {}
