use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Level;
use crate::function::{MoreChecks, checks, edge, in_scope_of_targets, only_target, scope_lines};
use crate::paths::location;

pub(super) fn expand(level: &Level) -> TokenStream {
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
