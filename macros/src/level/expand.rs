use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Level;
use crate::function::{
    MoreChecks, checks, edge, in_scope_of_targets, only_target, scope_lines, target_span,
};
use crate::paths::{call_at, location};

pub(super) fn expand(level: &Level) -> TokenStream {
    let Level { edges, krate } = level;
    let rt = krate.private();
    let Some((only, target)) = only_target(edges) else {
        return TokenStream::new();
    };
    let checks = checks(krate, only, |rt, span, node| {
        let check = |check| {
            let check = call_at(span, check, node.clone());
            quote!(#check;)
        };
        MoreChecks {
            first: check(quote!(#rt::check_credentials)),
            // Of what asks nobody for credentials, the scopes are the plainer mistake.
            last: check(quote!(#rt::check_level)),
        }
    });
    // Errors about the router's state are shown at the user's word.
    let target = Ident::new(&target.to_string(), target_span(only));
    let lines = scope_lines(edges);
    let edge = edge(&rt, only);
    let location = location(&rt, "level!", Span::call_site());
    let code = quote! {
        static NODE: #rt::Node = #rt::Node {
            name: "level!",
            location: #location,
            edges: &[#edge],
            scope_lines: &[#(#lines),*],
            ..#rt::Node::new(#rt::Kind::Dependency)
        };
        #checks
        <#target as #rt::Enforced<_>>::level(&NODE)
    };
    in_scope_of_targets(krate, edges, false, &code)
}
