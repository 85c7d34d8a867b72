//! The calls of `require` in the body of a function.

use std::borrow::Cow;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

use super::Function;
use crate::options::table::MAY_REQUIRE;
use crate::options::ungrouped;
use crate::paths::Crate;
use crate::template::placeholders;

/// The method that requires a scope.
const METHOD: &str = "require";

/// The scopes that are required in a body, also inside of macros.
pub(crate) fn required_in(body: &Group) -> Vec<LitStr> {
    let mut found = Vec::new();
    replaced(body.stream(), &mut |scope| {
        found.push(scope.clone());
        None
    });
    found
}

/// The function with these scopes as values that only its attribute gives.
pub(crate) fn with_declared<'f>(
    krate: &Crate,
    scopes: &[LitStr],
    function: &'f Function,
) -> Cow<'f, Function> {
    if scopes.is_empty() {
        return Cow::Borrowed(function);
    }
    let is_declared = |text: &str| scopes.iter().any(|scope| scope.value() == text);
    Cow::Owned(with_scopes(function, &mut |scope| {
        is_declared(&scope.value()).then(|| declared(krate, scope))
    }))
}

/// The same for all scopes that are required, for a function whose attribute is wrong: if it has `may_require`, the
/// calls are right.
pub(crate) fn if_declared(krate: &Crate, options: &TokenStream, function: Function) -> Function {
    let mut options = options.clone().into_iter();
    let is_option = |token| matches!(token, TokenTree::Ident(name) if name == MAY_REQUIRE.name);
    if options.any(is_option) {
        with_scopes(&function, &mut |scope| Some(declared(krate, scope)))
    } else {
        function
    }
}

fn with_scopes(
    function: &Function,
    replace: &mut dyn FnMut(&LitStr) -> Option<TokenStream>,
) -> Function {
    let mut body = Group::new(Delimiter::Brace, replaced(function.body.stream(), replace));
    body.set_span(function.body.span());
    Function {
        body,
        ..function.clone()
    }
}

/// The declared scope for a literal, with the values of variables that have the names of its placeholders.
fn declared(krate: &Crate, scope: &LitStr) -> TokenStream {
    let rt = krate.private();
    let names = placeholders(&scope.value()).unwrap_or_default();
    if names.is_empty() {
        return quote!(#rt::RequiredScope::scope(#scope));
    }
    let values = names.iter().map(|name| Ident::new(name, scope.span()));
    // A block drops the borrowed values, which need not be `Send`, before an `.await` after it.
    quote!({ let __scope = #rt::RequiredScope::template(#scope, &[#(&#values),*]); __scope })
}

/// Replaces the first argument of each `.require("...")`.
fn replaced(
    tokens: TokenStream,
    replace: &mut dyn FnMut(&LitStr) -> Option<TokenStream>,
) -> TokenStream {
    let mut is_method = [false; 2]; // Whether the last tokens are `.` and the name.
    let each = tokens.into_iter().map(|token| {
        let is_call = is_method == [true; 2];
        is_method = match &token {
            TokenTree::Punct(punct) => [punct.as_char() == '.', false],
            TokenTree::Ident(name) => [is_method[0], is_method[0] && name == METHOD],
            TokenTree::Group(_) | TokenTree::Literal(_) => [false; 2],
        };
        let TokenTree::Group(group) = token else {
            return token;
        };
        let mut arguments = replaced(group.stream(), replace);
        if is_call && group.delimiter() == Delimiter::Parenthesis {
            arguments = with_first(arguments, replace);
        }
        let mut new = Group::new(group.delimiter(), arguments);
        new.set_span(group.span());
        TokenTree::Group(new)
    });
    each.collect()
}

fn with_first(
    arguments: TokenStream,
    replace: &mut dyn FnMut(&LitStr) -> Option<TokenStream>,
) -> TokenStream {
    let mut rest = arguments.clone().into_iter();
    let Some(first) = rest.next() else {
        return arguments;
    };
    let is_alone = match rest.clone().next() {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ',',
        Some(_) => false,
    };
    let literal = syn::parse2::<LitStr>(ungrouped(first.into()));
    match literal
        .ok()
        .filter(|_| is_alone)
        .and_then(|scope| replace(&scope))
    {
        Some(new) => new.into_iter().chain(rest).collect(),
        None => arguments,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<String> {
        let found = required_in(&Group::new(Delimiter::Brace, body.parse().expect(body)));
        found.iter().map(LitStr::value).collect()
    }

    #[test]
    fn calls_are_found_wherever_they_are() {
        for body in [
            "token.require(\"a\")?;",
            "caller.token.require(\"a\").map_err(Error::from)?",
            "if x { loop { select! { _ = f() => key.require(\"a\", |scope| has(scope)) } } }",
            "self::token().require(\"a\",)",
            "token\n    .require(r#\"a\"#)",
            "token.require(\"a\")?.require(b)",
        ] {
            assert_eq!(found(body), ["a"], "{body}");
        }
    }

    #[test]
    fn nothing_else_is_a_call() {
        for body in [
            "require(\"a\")",
            "token.require_all(\"a\")",
            "token.require.call(\"a\")",
            "token.require(scope)",
            "token.require(\"a\".len())",
            "token.require[\"a\"]",
            "// token.require(\"a\")",
            "Token::require(&token, \"a\")",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn nothing_but_declared_literals_is_replaced() {
        let body: TokenStream = "{ a.require(\"x\")?; b.require(\"y\", z) }"
            .parse()
            .unwrap();
        let new = replaced(body, &mut |scope| {
            (scope.value() == "x").then(|| quote!(NEW))
        });
        let expected: TokenStream = "{ a.require(NEW)?; b.require(\"y\", z) }".parse().unwrap();
        assert_eq!(new.to_string(), expected.to_string());
    }
}
