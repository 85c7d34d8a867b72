//! A mistake beside a conditional parameter is reported once.

use scopegate::{dependency, security};

#[derive(Clone)]
struct User;

#[dependency]
fn user() -> User {
    User
}

#[security]
async fn handler(
    #[cfg(any())] _missing: Missing,
    #[cfg(all())]
    #[security(depends = user())]
    _user: User,
) {
}

fn main() {
    let _ = scopegate::routing::get::<_, _, _, ()>(handler);
}
