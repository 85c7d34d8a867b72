//! `level!(...)`: what a router requires of all its routes.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Error;

use crate::diag::{Errors, error, report, with_help};
use crate::function::{
    CACHE, CRATE, DEPENDS, Edge, EdgeOptions, MoreChecks, OPTIONAL, SCOPES, checks, edge,
    in_scope_of_targets, only_target,
};
use crate::options::{Options, named_crate};
use crate::paths::{Crate, location};

/// A level whose options are right.
struct Level {
    edges: Vec<Edge>,
    krate: Crate,
}

pub(crate) fn run(options: TokenStream) -> TokenStream {
    let krate = named_crate(&options);
    match check(options) {
        Ok(level) => expand(&level),
        Err(error) => {
            let error = report(&error, TokenStream::new());
            let rt = krate.private();
            quote!({ #error; #rt::level::<#rt::NotADependency, _>(&#rt::Node::BROKEN) })
        }
    }
}

fn check(options: TokenStream) -> syn::Result<Level> {
    let mut errors = Errors::default();
    let mut options =
        Options::parse_with(options, &[DEPENDS, SCOPES, CRATE], of_a_route, &mut errors);
    let krate = options
        .take(CRATE.name)
        .and_then(|option| errors.keep(option.path("scopegate")));
    let edge = EdgeOptions::take(&mut options, &mut errors);
    if edge.first().is_none() && options.is_clear() {
        errors.push(Error::new(
            Span::call_site(),
            with_help(
                "`level!` does not say what the router requires",
                "write `level!(scopes = [\"admin\"], depends = get_current_user)`",
            ),
        ));
    }
    let edge = edge.into_edge(0, &mut errors);
    if let Some(edge) = edge.as_ref().filter(|edge| edge.targets.len() > 1) {
        errors.push(error(
            &edge.targets[1],
            "a level depends on one thing",
            "write a dependency with `depends = any(...)`, and name that",
        ));
    }
    errors.finish(Some(Level {
        edges: edge.into_iter().collect(),
        krate: Crate::new(krate),
    }))
}

/// Why options of a route are none of a router.
fn of_a_route(name: &str) -> Option<String> {
    let help = match name {
        "public" => "what is public is served by a router without levels",
        name if name == OPTIONAL.name => "a level lets nobody pass without credentials",
        name if name == CACHE.name => "a level gives its value to nobody",
        _ => return None,
    };
    Some(help.to_owned())
}

fn expand(level: &Level) -> TokenStream {
    let Level { edges, krate } = level;
    let rt = krate.private();
    let Some((only, target)) = only_target(edges) else {
        return TokenStream::new();
    };
    let checks = checks(krate, only, |rt, span, node| MoreChecks {
        first: quote_spanned!(span=> #rt::check_credentials(#node);),
        // Of what asks nobody for credentials, the scopes are the plainer mistake.
        last: quote_spanned!(span=> #rt::check_level(#node);),
    });
    let edge = edge(&rt, only);
    let location = location(&rt, "level!", Span::call_site());
    let code = quote! {
        static NODE: #rt::Node = #rt::Node {
            name: "level!",
            location: #location,
            edges: &[#edge],
            ..#rt::Node::new(#rt::Kind::Dependency)
        };
        #checks
        #rt::level::<#target, _>(&NODE)
    };
    in_scope_of_targets(krate, edges, false, &code)
}
