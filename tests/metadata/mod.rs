//! Metadata of a protected resource (RFC 9728): the document, and how challenges point to it.

mod challenges;
mod document;
mod identifier;
mod known;
mod several;

use scopegate::{ProtectedResource, Verifier};
use scopegate_tests::client::{self, Answer, Service};

const KEY: [u8; 32] = [7; 32];

fn verifier() -> Verifier {
    Verifier::hs256(KEY).unwrap()
}

fn resource(identifier: &str) -> ProtectedResource {
    ProtectedResource::new(identifier).unwrap()
}

async fn get(app: impl Service, path: &str) -> Answer {
    client::get_as(app, path, None).await
}
