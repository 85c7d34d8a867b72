use proc_macro2::TokenStream;
use quote::quote;

use super::run;
use crate::testing::{errors, messages, pretty};

fn scheme(options: &TokenStream) -> TokenStream {
    run(quote!(
        #[oauth2(#options)]
        struct Scheme;
    ))
}

#[test]
fn a_right_attribute_gives_no_error() {
    let options = quote!(password(token_url = "token"), scopes("me" = "Read."));
    assert!(errors(scheme(&options)).is_empty());
}

#[test]
fn a_scheme_says_how_a_client_gets_a_token() {
    let found = messages(scheme(&quote!(scopes("me" = "Read."))));
    assert_eq!(
        found,
        [
            "an OAuth2 scheme needs a flow: `password`, `authorization_code`, \
             `client_credentials` or `implicit`"
        ]
    );
    let found = messages(run(quote!(
        struct Scheme;
    )));
    assert_eq!(
        found,
        [
            "a security scheme needs `#[oauth2(...)]`, or another attribute that names its kind of credentials"
        ]
    );
}

#[test]
fn a_flow_needs_its_urls() {
    let found = messages(scheme(&quote!(authorization_code())));
    assert_eq!(
        found,
        [
            "the flow `authorization_code` needs `authorization_url`",
            "the flow `authorization_code` needs `token_url`",
        ]
    );
}

#[test]
fn a_url_has_the_characters_of_one() {
    let found = errors(scheme(&quote!(password(token_url = "my token"))));
    assert_eq!(
        found,
        [
            "a URL cannot contain ' '\n\nhelp: percent-encode it: `\"my%20token\"` \
             (RFC 3986 section 2.1)"
        ]
    );
}

#[test]
fn a_scope_is_a_token_with_a_description() {
    let options = quote!(
        password(token_url = "t"),
        scopes("me", "a b" = "C.", "x" = "", "é" = "D.")
    );
    assert_eq!(
        messages(scheme(&options)),
        [
            "scope `me` has no description",
            "a scope cannot contain a space",
            "scope `x` has no description",
            "a scope cannot contain 'é'",
        ]
    );
}

#[test]
fn a_dictionary_is_rewritten() {
    let options = quote!(password(token_url = "t"), scopes = {"me": "Read.", items: "Read items."});
    assert_eq!(
        errors(scheme(&options)),
        [
            "expected `scopes(...)`\n\nhelp: write `scopes(\"me\" = \"Read.\", \
             \"items\" = \"Read items.\")`"
        ]
    );
}

#[test]
fn a_scheme_has_one_profile() {
    let options = quote!(
        password(token_url = "t"),
        profile = fastapi,
        rejection = Problem
    );
    assert_eq!(
        messages(scheme(&options)),
        ["`profile` contradicts `rejection`: both define how a request is refused"]
    );
}

#[test]
fn expands_a_scheme() {
    let item = quote! {
        /// Log in.
        ///
        /// With a password.
        #[oauth2(
            password(token_url = "token", refresh_url = "refresh"),
            scopes("me" = "Read your profile.", "items" = "Read items."),
            realm = "example",
            profile = fastapi,
        )]
        pub struct OAuth2PasswordBearer;
    };
    insta::assert_snapshot!(pretty(run(item)));
}

#[test]
fn expands_a_broken_scheme_to_its_name() {
    insta::assert_snapshot!(pretty(run(quote!(
        #[oauth2(crate = gate)]
        struct Scheme<T>(T);
    ))));
}

#[test]
fn what_is_suggested_for_a_misspelt_implies_is_accepted() {
    for written in [
        "implies = \"me\"",
        "implies: \"me\"",
        "implies [\"me\"]",
        "implies = [\"me\"]",
        "implies = me",
        "implys(\"me\")",
        "imply(me)",
        "includes(\"me\")",
        "implies(me)",
        "implies([\"me\"])",
        "implies(&\"me\")",
    ] {
        let with = |implies: &str| {
            let text = format!(
                "client_credentials(token_url = \"token\"), \
                 scopes(\"admin\" = \"Everything.\", {implies}, \"me\" = \"Read.\")"
            );
            errors(scheme(&text.parse().unwrap()))
        };
        let found = with(written);
        let [error] = found.as_slice() else {
            panic!("{written}: {found:?}");
        };
        let help = error
            .split("help: write `")
            .nth(1)
            .unwrap()
            .trim_end_matches('`');
        let implies = if help.starts_with("implies") {
            help.to_owned()
        } else {
            format!("implies({help})")
        };
        assert_eq!(implies, "implies(\"me\")", "{written}");
        assert!(with(&implies).is_empty());
    }
}

#[test]
fn a_scope_that_sounds_like_implies_keeps_its_own_help() {
    let options = quote!(
        password(token_url = "token"),
        scopes(grants = "Read grants.")
    );
    let found = errors(scheme(&options));
    assert!(
        found[0].contains("write `\"grants\" = \"Read grants.\"`"),
        "{found:?}"
    );
}
