//! A handler declares no permission, so that nothing says which response it is.

use scopegate::routing::get;
use scopegate::{NotPermitted, SecureRouter, security};

#[security(public)]
async fn handler() -> Result<String, NotPermitted> {
    Err(NotPermitted)
}

fn main() {
    let _: SecureRouter<()> = SecureRouter::new().route("/", get(handler));
}
