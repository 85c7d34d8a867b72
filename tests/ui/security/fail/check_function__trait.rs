//! Functions of a trait are no handlers.


use scopegate::security;

trait Handlers {
    #[security(public)]
    async fn required();

    #[security(public)]
    async fn method(&self);
}

fn main() {}
