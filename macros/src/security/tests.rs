use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::testing::{errors, messages, pretty};

#[allow(clippy::needless_pass_by_value, reason = "as `quote!` returns it")]
fn run(options: TokenStream, item: TokenStream) -> TokenStream {
    super::run(&options, item)
}

fn handler() -> TokenStream {
    quote!(
        async fn handler(user: User) {}
    )
}

#[test]
fn a_right_attribute_gives_no_error() {
    let options = quote!(scopes = ["items"], depends = get_user);
    assert!(errors(run(options, handler())).is_empty());
    assert!(
        errors(run(
            quote!(public),
            quote!(
                fn health() {}
            )
        ))
        .is_empty()
    );
}

#[test]
fn an_empty_attribute_says_nothing() {
    let found = messages(run(quote!(), handler()));
    assert_eq!(
        found,
        ["`#[security]` does not say who may call this handler"]
    );
}

#[test]
fn a_misspelt_option_finds_its_name_and_hides_what_follows_from_it() {
    let found = errors(run(quote!(scopes = ["me"], dependes = get_user), handler()));
    assert_eq!(
        found,
        ["unknown option `dependes`\n\nhelp: did you mean `depends`?"]
    );
}

#[test]
fn scopes_need_something_that_checks_them() {
    let found = messages(run(quote!(scopes = ["me"]), handler()));
    assert_eq!(found, ["scopes without `depends` would never be checked"]);
}

#[test]
fn a_string_is_no_list() {
    let found = errors(run(
        quote!(scopes = "me items", depends = get_user),
        handler(),
    ));
    assert_eq!(
        found,
        ["`scopes` is a list, not a string\n\nhelp: write `scopes = [\"me\", \"items\"]`"]
    );
}

#[test]
fn public_has_no_scopes() {
    let options = quote!(public, scopes = ["me"], depends = get_user);
    let found = messages(run(options, handler()));
    assert_eq!(
        found,
        ["`public` contradicts `scopes`: anyone may call a public handler"]
    );
}

#[test]
fn a_value_needs_a_parameter() {
    let found = messages(run(
        quote!(depends = get_user),
        quote!(
            async fn handler() {}
        ),
    ));
    assert_eq!(
        found,
        ["`handler` has no parameter to receive the value of `depends`"]
    );
}

#[test]
fn all_errors_are_reported_in_one_run() {
    let options = quote!(
        scopes = [items, "a b", "me", "me"],
        depends = "get_user",
        role = 1
    );
    let found = messages(run(
        options,
        quote!(
            async fn handler(user: User, id: u32) {}
        ),
    ));
    assert_eq!(
        found,
        [
            "unknown option `role`",
            "expected a string literal",
            "a scope cannot contain a space",
            "scope `me` is listed twice",
            "expected a path, not a string",
            "`u32` is not an extractor",
        ]
    );
}

#[test]
fn a_method_is_no_handler() {
    let method = quote!(
        async fn handler(&self) {}
    );
    assert_eq!(
        messages(run(quote!(public), method)),
        ["`#[security]` goes on a free function, not on a method"]
    );
}

#[test]
fn expands_a_guarded_handler() {
    let function = quote! {
        /// Read own items.
        #[cfg(all())]
        pub async fn read_own_items(user: User, Query(page): Query<Page>) -> Json<Vec<Item>> {
            todo(user, page)
        }
    };
    let options = quote!(scopes = ["items", "me"], depends = auth::get_user);
    insta::assert_snapshot!(pretty(run(options, function)));
}

#[test]
fn expands_a_public_handler() {
    insta::assert_snapshot!(pretty(run(
        quote!(public, crate = gate),
        quote!(
            fn health() -> &'static str {
                "ok"
            }
        ),
    )));
}

#[test]
fn expands_a_broken_handler_to_one_that_routes_take() {
    let broken = run(quote!(depends = "get_user"), handler());
    insta::assert_snapshot!(pretty(broken));
}

/// What the compiler has to parse and resolve for each handler. Lower it when it gets less.
#[test]
fn a_guarded_handler_expands_to_few_tokens() {
    let expansion = run(
        quote!(scopes = ["items"], depends = get_user),
        quote!(
            async fn handler(user: User) {}
        ),
    );
    let tokens = count(expansion);
    assert!(tokens <= 420, "{tokens} tokens");
}

fn count(tokens: TokenStream) -> usize {
    let inside = |token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.into_iter().map(inside).sum()
}

#[test]
fn a_conditional_parameter_writes_the_function_with_and_without_it() {
    let function = quote!(
        fn handler(#[cfg(a)] first: First, #[cfg(b)] second: Second) {}
    );
    let expected = quote! {
        #[cfg(a)]
        #[gate::security(public, crate = gate)]
        fn handler<>(first: First, #[cfg(b)] second: Second) {}

        #[cfg(not(a))]
        #[gate::security(public, crate = gate)]
        fn handler<>(#[cfg(b)] second: Second) {}
    };
    let found = run(quote!(public, crate = gate), function);
    assert_eq!(found.to_string(), expected.to_string());
}

/// One of `macro_rules!` compares tokens with its pattern.
#[test]
fn an_attribute_below_gets_no_generics_that_the_user_did_not_write() {
    let printed = |attribute: TokenStream| {
        let function = quote!(#attribute async fn handler() {});
        run(quote!(public), function).to_string()
    };
    for (attribute, expected) in [
        (quote!(#[apply(traced!)]), "fn handler ("),
        (
            quote!(#[must_use] #[cfg_attr(all(), traced)]),
            "fn handler (",
        ),
        (quote!(#[doc = "A."] #[must_use]), "fn handler < > ("),
        (quote!(#[utoipa::path(get)]), "fn handler < > ("),
    ] {
        let found = printed(attribute);
        assert!(found.contains(expected), "{found}");
    }
}

/// With the feature, the operation is completed. Without it, the compiler warns.
#[test]
fn an_operation_of_utoipa_does_not_stay_silent() {
    const COMPLETES: &str = "fn operation ()";
    const COMPLETES_IF_THERE: &str = "documented_if_there !";
    const WARNS: &str = "UNDOCUMENTED";

    let expanded = |options: TokenStream, path: &TokenStream| {
        let function = quote!(#path fn handler(user: User) {});
        run(options, function).to_string()
    };
    let is_on = cfg!(feature = "openapi");
    let certain = [
        quote!(#[utoipa::path(get, path = "/")]),
        quote!(#[::utoipa::path(get)]),
    ];
    let uncertain = [
        quote!(#[cfg_attr(docs, other, utoipa::path(get))]),
        quote!(#[cfg_attr(v1, utoipa::path(get))] #[cfg_attr(docs, utoipa::path(post))]),
        quote!(#[utoipa::path(get, impl_for = Type)]),
    ];
    let all = certain.iter().map(|path| (path, COMPLETES));
    let uncertain = uncertain.iter().map(|path| (path, COMPLETES_IF_THERE));
    for (path, completes) in all.chain(uncertain) {
        let protected = expanded(quote!(depends = user), path);
        assert_eq!(protected.contains(completes), is_on, "{protected}");
        assert_eq!(protected.contains(WARNS), !is_on, "{protected}");
        let condition = protected.contains("cfg (docs)");
        let is_conditional = path.to_string().contains("docs");
        assert_eq!(condition, is_conditional && !is_on, "{protected}");
        let public = expanded(quote!(public), path);
        assert_eq!(public.contains(completes), is_on, "{public}");
        assert!(!public.contains(WARNS), "{public}");
    }
    let path = quote!(#[utoipa::path(get, security(("A" = [])))]);
    let handwritten = expanded(quote!(depends = user), &path);
    assert!(!handwritten.contains(WARNS), "{handwritten}");
    for path in [
        quote!(#[api_doc(get)]),
        quote!(#[other::path(get)]),
        quote!(#[cfg_attr(docs, api_doc(get))]),
        quote!(#[cfg_attr(docs, cfg_attr(v1, utoipa::path(get)))]),
    ] {
        let other = expanded(quote!(depends = user), &path);
        assert_eq!(other.contains(COMPLETES_IF_THERE), is_on, "{other}");
        assert!(!other.contains(WARNS), "{other}");
    }
}

/// What is known not to be utoipa's costs nothing.
#[test]
fn a_handler_without_an_operation_of_utoipa_has_nothing_for_it() {
    for attribute in [
        quote!(),
        quote!(#[doc = "Text."] #[allow(dead_code)]),
        quote!(#[tracing::instrument(skip_all)] #[clippy::msrv = "1"]),
        quote!(#[cfg_attr(debug_assertions, axum::debug_handler, must_use)]),
    ] {
        let expanded = run(
            quote!(depends = user),
            quote!(#attribute fn handler(user: User) {}),
        );
        let expanded = expanded.to_string();
        for of_utoipa in ["operation", "documented_if_there", "UNDOCUMENTED"] {
            assert!(!expanded.contains(of_utoipa), "{expanded}");
        }
    }
}
