//! Verifiers that answer for somebody, and for nobody else.

use std::time::SystemTime;

use axum::Router;
use scopegate::token::{Verification, VerifiedToken, VerifyToken};
use scopegate::{AccessToken, SecurityScheme, Verifier, security};

use super::{CUSTOMERS, STAFF, builder, status};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("use" = "Use it."), issuer = "https://staff.example")]
struct Staff;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("use" = "Use it."), issuer = "https://customers.example")]
struct Customers;

#[security(scopes = ["use"], depends = Staff)]
async fn staff(_: AccessToken) {}

#[security(scopes = ["use"], depends = Customers)]
async fn customers(_: AccessToken) {}

/// Takes every token for one of these claims, in the name of these issuers.
#[derive(Debug)]
struct Answering(&'static str, Vec<String>);

impl VerifyToken for Answering {
    fn verify<'v>(&'v self, token: &'v str, _: SystemTime) -> Verification<'v> {
        Verification::ready(VerifiedToken::new(token, self.0))
    }

    fn issuers(&self) -> &[String] {
        &self.1
    }

    fn takes_opaque_tokens(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn whoever_answers_for_one_issuer_does_not_answer_for_another() {
    const OTHER: &str = "https://other.example";
    let of_staff = r#"{"scope":"use","iss":"https://staff.example"}"#;
    let of_customers = r#"{"scope":"use","iss":"https:\/\/customers.example"}"#;
    let of_nobody = r#"{"scope":"use"}"#;
    for (claims, issuers, [staff_alone, customers_alone], [staff_chosen, customers_chosen]) in [
        (of_customers, &[CUSTOMERS][..], [401, 200], [401, 200]),
        (of_nobody, &[CUSTOMERS], [401, 200], [401, 200]),
        // Whoever is asked for customers does not know the staff, whatever it says.
        (of_staff, &[CUSTOMERS], [401, 401], [401, 401]),
        // It is one of two, and nobody knows which.
        (of_nobody, &[CUSTOMERS, OTHER], [401, 401], [401, 401]),
        (of_customers, &[CUSTOMERS, OTHER], [401, 200], [401, 200]),
    ] {
        let issuers: Vec<_> = issuers.iter().map(|issuer| (*issuer).to_owned()).collect();
        let alone = Verifier::new(Answering(claims, issuers));
        let chosen = [builder(STAFF).build().unwrap(), alone.clone()];
        let chosen = Verifier::by_issuer(chosen).unwrap();
        for (verifier, staff_expected, customers_expected) in [
            (alone, staff_alone, customers_alone),
            (chosen, staff_chosen, customers_chosen),
        ] {
            let app = Router::new()
                .route("/staff", axum::routing::get(staff))
                .route("/customers", axum::routing::get(customers))
                .with_state(verifier);
            assert_eq!(
                status(&app, "/staff", "opaque").await,
                staff_expected,
                "{claims}"
            );
            assert_eq!(
                status(&app, "/customers", "opaque").await,
                customers_expected,
                "{claims}"
            );
        }
    }
}
