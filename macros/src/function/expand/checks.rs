//! Constants that fail to evaluate where something is wrong.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{LitStr, Path};

use super::node::alternatives;
use super::scope::{Target, is_aliased, path_span, target_span, targets};
use crate::function::check::suspicious_types;
use crate::function::{Edge, Function, extracted_types, places};
use crate::options::compact;
use crate::paths::{Crate, call_at};

/// What else is checked of an edge, before and after what its options say.
#[derive(Default)]
pub(crate) struct MoreChecks {
    pub(crate) first: TokenStream,
    pub(crate) last: TokenStream,
}

/// Constants that fail to evaluate, at the user's words, where an edge is wrong.
///
/// `more` checks the node that it is given, too. A constant checks all of which only one can be wrong:
/// it costs the compiler much more than a call.
pub(crate) fn checks(
    krate: &Crate,
    edge: &Edge,
    more: impl Fn(&TokenStream, Span, &TokenStream) -> MoreChecks,
) -> TokenStream {
    let each = targets(edge).map(|target| target_check(krate, &target));
    let (rt, span) = (krate.private(), target_span(edge));
    let (node, alternatives) = alternatives(&rt, edge, span);
    let MoreChecks {
        first: before,
        last: after,
    } = more(&rt, span, &node);
    let check = |span, check, arguments| {
        let check = call_at(span, quote!(#rt::#check), arguments);
        quote!(#check;)
    };
    let optional = edge
        .is_optional
        .then(|| check(span, quote!(check_optional), quote!(#node)));
    let mut scopes = edge.scopes.literals.iter();
    let first = scopes.next().map(|scope| {
        let reaches = quote!(check_scopes_reach_a_scheme);
        check(scope.span(), reaches, quote!(#node, #scope))
    });
    let others = scopes.enumerate().map(|(i, scope)| {
        let name = format_ident!("{}_SCOPE_{}", numbered(edge), i + 2);
        let check = call_at(
            scope.span(),
            quote!(#rt::check_scope),
            quote!(#node, #scope),
        );
        quote! {
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const #name: () = #check;
        }
    });
    let any = edge.scopes.any.as_ref().map(|_| {
        let literals = &edge.scopes.literals;
        let span = literals.first().map_or(span, LitStr::span);
        check(
            span,
            quote!(check_alternatives),
            quote!(#node, &[#(#literals),*]),
        )
    });
    let step_up = edge.step_up.span().map(|span| {
        let acr = &edge.step_up.acr;
        check(span, quote!(check_step_up), quote!(#node, &[#(#acr),*]))
    });
    let name = numbered(edge);
    quote! {
        #alternatives
        #[allow(dead_code, reason = "evaluated by the compiler")]
        const #name: () = {
            #(#each)*
            #before
            #optional
            #first
            #any
            #step_up
            #after
        };
        #(#others)*
    }
}

/// The name of the constant about an edge, which the compiler shows where it fails: "evaluation of ... failed here".
fn numbered(edge: &Edge) -> Ident {
    match edge.number {
        0 => format_ident!("DECLARED_SECURITY"),
        number => format_ident!("DECLARED_SECURITY_{number}"),
    }
}

fn target_check(krate: &Crate, target: &Target<'_>) -> TokenStream {
    let Target { path, found, .. } = target;
    let text = compact(path);
    let (rt, suggest) = (krate.private(), suggestion(path));
    let check = call_at(
        path_span(path),
        quote!(#rt::check_depends),
        quote!(#found::__SCOPEGATE, #text),
    );
    quote!(#suggest #check;)
}

/// What makes the compiler suggest similar names: an unresolved import does not, a value does.
pub(crate) fn suggestion(path: &Path) -> Option<TokenStream> {
    let name = path.get_ident().filter(|_| !is_aliased(path));
    name.map(|name| quote!(_ = #name;))
}

/// Constants that fail to evaluate at parameters' types which have a meaning of ours.
pub(crate) fn type_checks(krate: &Crate, function: &Function, edges: &[Edge]) -> TokenStream {
    let rt = krate.private();
    let extracted = extracted_types(function, &places(edges));
    let types = suspicious_types(&extracted, &function.signature.generics);
    let checks = types.iter().map(|path| {
        let (span, text) = (path_span(path), compact(path));
        call_at(
            span,
            quote!(#rt::check_parameter),
            quote!(<#path>::__SCOPEGATE, #text),
        )
    });
    let checks: Vec<_> = checks.collect();
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #(
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const _: () = {
                #[allow(unused_imports, reason = "types of ours have such a constant themselves")]
                use #rt::Unannotated as _;
                #checks;
            };
        )*
    }
}
