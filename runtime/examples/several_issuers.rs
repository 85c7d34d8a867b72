//! Staff and customers come from two providers: each has a scheme, and neither's tokens are good for the other.
//!
//! ```sh
//! export STAFF=https://staff.example CUSTOMERS=https://customers.example
//! cargo run -p scopegate --features provider --example several_issuers -- https://api.example
//! ```
//!
//! The argument is the audience, which both providers know this API by.

use std::error::Error;
use std::sync::LazyLock;

use axum::Router;
use scopegate::routing::get;
use scopegate::{
    AccessToken, Denial, SecureRouter, SecurityScheme, Verifier, VerifierError, dependency,
    security,
};

/// An issuer, read once: schemes and verifiers have the same value.
struct Provider {
    issuer: String,
    metadata: String,
}

impl Provider {
    fn of(variable: &str, default: &str) -> Self {
        let issuer = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
        let base = issuer.trim_end_matches('/');
        Self {
            metadata: format!("{base}/.well-known/openid-configuration"),
            issuer,
        }
    }
}

static STAFF: LazyLock<Provider> = LazyLock::new(|| Provider::of("STAFF", "https://staff.example"));
static CUSTOMERS: LazyLock<Provider> =
    LazyLock::new(|| Provider::of("CUSTOMERS", "https://customers.example"));

/// An account of somebody who works here.
#[derive(SecurityScheme)]
#[openid_connect(
    url = &STAFF.metadata,
    issuer = &STAFF.issuer,
    scopes("orders" = "See all orders."),
)]
struct Staff;

/// An account of somebody who buys here.
#[derive(SecurityScheme)]
#[openid_connect(
    url = &CUSTOMERS.metadata,
    issuer = &CUSTOMERS.issuer,
    scopes("orders" = "See your orders."),
)]
struct Customers;

/// A subject is unique for its issuer only, so the two are different types.
struct StaffMember(String);
struct Customer(String);

#[dependency(depends = Staff)]
fn staff_member(token: AccessToken) -> Result<StaffMember, Denial> {
    let subject = token.claims().sub.clone();
    subject.map(StaffMember).ok_or_else(|| token.deny())
}

#[dependency(depends = Customers)]
fn customer(token: AccessToken) -> Result<Customer, Denial> {
    let subject = token.claims().sub.clone();
    subject.map(Customer).ok_or_else(|| token.deny())
}

#[security(scopes = ["orders"], depends = staff_member)]
async fn all_orders(StaffMember(name): StaffMember) -> String {
    format!("all orders, for {name}")
}

#[security(scopes = ["orders"], depends = customer)]
async fn own_orders(Customer(name): Customer) -> String {
    format!("orders of {name}")
}

/// The verifiers have the issuers that the schemes name, or the router panics, and names the scheme.
pub(crate) fn app(staff: Verifier, customers: Verifier) -> Result<Router, VerifierError> {
    let verifier = Verifier::by_issuer([staff, customers])?;
    let routes = SecureRouter::new()
        .route("/orders", get(all_orders))
        .route("/me/orders", get(own_orders));
    Ok(routes.with_state(verifier).into_router())
}

fn discover(provider: &Provider, audience: &str) -> Result<Verifier, VerifierError> {
    let builder = Verifier::builder().discover(&provider.issuer);
    builder.audience(audience).build()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let audience = std::env::args()
        .nth(1)
        .ok_or("usage: several_issuers AUDIENCE")?;
    let app = app(
        discover(&STAFF, &audience)?,
        discover(&CUSTOMERS, &audience)?,
    )?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app).await?)
}
