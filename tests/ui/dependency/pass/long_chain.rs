//! A chain of twelve dependencies, and sixty scopes.

#![deny(warnings)]

use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes(
        "scope0" = "Scope 0.",
        "scope1" = "Scope 1.",
        "scope2" = "Scope 2.",
        "scope3" = "Scope 3.",
        "scope4" = "Scope 4.",
        "scope5" = "Scope 5.",
        "scope6" = "Scope 6.",
        "scope7" = "Scope 7.",
        "scope8" = "Scope 8.",
        "scope9" = "Scope 9.",
        "scope10" = "Scope 10.",
        "scope11" = "Scope 11.",
        "scope12" = "Scope 12.",
        "scope13" = "Scope 13.",
        "scope14" = "Scope 14.",
        "scope15" = "Scope 15.",
        "scope16" = "Scope 16.",
        "scope17" = "Scope 17.",
        "scope18" = "Scope 18.",
        "scope19" = "Scope 19.",
        "scope20" = "Scope 20.",
        "scope21" = "Scope 21.",
        "scope22" = "Scope 22.",
        "scope23" = "Scope 23.",
        "scope24" = "Scope 24.",
        "scope25" = "Scope 25.",
        "scope26" = "Scope 26.",
        "scope27" = "Scope 27.",
        "scope28" = "Scope 28.",
        "scope29" = "Scope 29.",
        "scope30" = "Scope 30.",
        "scope31" = "Scope 31.",
        "scope32" = "Scope 32.",
        "scope33" = "Scope 33.",
        "scope34" = "Scope 34.",
        "scope35" = "Scope 35.",
        "scope36" = "Scope 36.",
        "scope37" = "Scope 37.",
        "scope38" = "Scope 38.",
        "scope39" = "Scope 39.",
        "scope40" = "Scope 40.",
        "scope41" = "Scope 41.",
        "scope42" = "Scope 42.",
        "scope43" = "Scope 43.",
        "scope44" = "Scope 44.",
        "scope45" = "Scope 45.",
        "scope46" = "Scope 46.",
        "scope47" = "Scope 47.",
        "scope48" = "Scope 48.",
        "scope49" = "Scope 49.",
        "scope50" = "Scope 50.",
        "scope51" = "Scope 51.",
        "scope52" = "Scope 52.",
        "scope53" = "Scope 53.",
        "scope54" = "Scope 54.",
        "scope55" = "Scope 55.",
        "scope56" = "Scope 56.",
        "scope57" = "Scope 57.",
        "scope58" = "Scope 58.",
        "scope59" = "Scope 59.",
    ),
)]
struct Machine;

#[dependency(depends = Machine)]
fn d0(token: AccessToken) -> String {
    token.as_str().to_owned()
}

#[dependency(scopes = ["scope1", "scope21"], depends = d0)]
fn d1(value: String) -> String {
    value
}

#[dependency(scopes = ["scope2", "scope22"], depends = d1)]
fn d2(value: String) -> String {
    value
}

#[dependency(scopes = ["scope3", "scope23"], depends = d2)]
fn d3(value: String) -> String {
    value
}

#[dependency(scopes = ["scope4", "scope24"], depends = d3)]
fn d4(value: String) -> String {
    value
}

#[dependency(scopes = ["scope5", "scope25"], depends = d4)]
fn d5(value: String) -> String {
    value
}

#[dependency(scopes = ["scope6", "scope26"], depends = d5)]
fn d6(value: String) -> String {
    value
}

#[dependency(scopes = ["scope7", "scope27"], depends = d6)]
fn d7(value: String) -> String {
    value
}

#[dependency(scopes = ["scope8", "scope28"], depends = d7)]
fn d8(value: String) -> String {
    value
}

#[dependency(scopes = ["scope9", "scope29"], depends = d8)]
fn d9(value: String) -> String {
    value
}

#[dependency(scopes = ["scope10", "scope30"], depends = d9)]
fn d10(value: String) -> String {
    value
}

#[dependency(scopes = ["scope11", "scope31"], depends = d10)]
fn d11(value: String) -> String {
    value
}

#[security(
    scopes = [
        "scope0",
        "scope1",
        "scope2",
        "scope3",
        "scope4",
        "scope5",
        "scope6",
        "scope7",
        "scope8",
        "scope9",
        "scope10",
        "scope11",
        "scope12",
        "scope13",
        "scope14",
        "scope15",
        "scope16",
        "scope17",
        "scope18",
        "scope19",
        "scope20",
        "scope21",
        "scope22",
        "scope23",
        "scope24",
        "scope25",
        "scope26",
        "scope27",
        "scope28",
        "scope29",
        "scope30",
        "scope31",
        "scope32",
        "scope33",
        "scope34",
        "scope35",
        "scope36",
        "scope37",
        "scope38",
        "scope39",
        "scope40",
        "scope41",
        "scope42",
        "scope43",
        "scope44",
        "scope45",
        "scope46",
        "scope47",
        "scope48",
        "scope49",
        "scope50",
        "scope51",
        "scope52",
        "scope53",
        "scope54",
        "scope55",
        "scope56",
        "scope57",
        "scope58",
        "scope59",
    ],
    depends = d11,
)]
async fn handler(value: String) -> String {
    value
}

fn main() {
    let _: Router<Verifier> = Router::new().route("/", get(handler));
}
