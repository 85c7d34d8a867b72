//! Methods are no handlers.


use scopegate::security;

struct App;

impl App {
    #[security(public)]
    async fn method(&self) {}

    #[security(public)]
    async fn consuming(self) {}
}

fn main() {}
