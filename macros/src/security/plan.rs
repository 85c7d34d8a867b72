//! What a handler requires, as a constant.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::LitStr;

use super::Handler;
use crate::function::{
    Edge, Target, alternatives, edge, path_span, scope_lines, suggestion, target_span, targets,
};
use crate::options::compact;
use crate::paths::{Crate, call_at, place, unraw};

/// The static that enforcement, documents and audits share. Where something is wrong, it fails to evaluate, at the
/// user's words.
pub(super) fn plan(handler: &Handler, krate: &Crate) -> TokenStream {
    let Handler {
        function,
        edges,
        may_require,
        facts,
        ..
    } = handler;
    let rt = krate.private();
    let (own, rule) = rule(handler, krate);
    let checks = edges.iter().flat_map(|edge| scope_checks(krate, edge));
    let check = handler_check(krate, edges);
    let may_require_checks = may_require.iter().map(|scope| {
        let check = quote!(#rt::assert_may_require);
        call_at(scope.span(), check, quote!(__rule, #scope))
    });
    let declared = (!may_require.is_empty()).then(|| quote!(.may_require(&[#(#may_require),*])));
    let name = &function.signature.ident;
    let text = unraw(name);
    let ([row, column], seed) = place(&text, name.span());
    let lines = scope_lines(edges);
    let facts = facts.names();
    let plan = call_at(
        name.span(),
        quote!(#rt::Plan::of),
        quote!(__rule, #text, ::core::module_path!(), [#row, #column], #seed, &[#(#lines),*]),
    );
    quote! {
        #own
        static DECLARED_SECURITY: #rt::Plan = {
            let __rule = #rule::FACTS;
            #(#checks)*
            #check
            #(#may_require_checks;)*
            #plan #declared #(.#facts())*
        };
    }
}

/// The rule as a type, with the types that are only for this handler.
fn rule(handler: &Handler, krate: &Crate) -> (TokenStream, TokenStream) {
    /// As many as the tuples for which the runtime implements `IsEdges`.
    const MOST_EDGES: usize = 16;

    let Handler {
        edges,
        rejection,
        is_public,
        ..
    } = handler;
    let rt = krate.private();
    let mut own = TokenStream::new();
    let each = edges.iter().map(|edge| {
        shared_edge(&rt, edge).unwrap_or_else(|| {
            let name = format_ident!("__Edge{}", edge.number);
            own.extend(own_edge(&rt, edge, &name));
            name.into_token_stream()
        })
    });
    let each: Vec<_> = each.collect();
    let types = if each.len() <= MOST_EDGES {
        quote!((#(#each,)*))
    } else {
        own.extend(quote! {
            enum __Edges {}
            impl #rt::IsEdges for __Edges {
                const EDGES: &'static [#rt::Edge] = &[#(<#each as #rt::IsEdge>::EDGE),*];
            }
        });
        quote!(__Edges)
    };
    if let Some(rejection) = rejection {
        // It is a path from the user's type, so that an error shows only that.
        own.extend(quote! {
            enum __Refusing {}
            impl #rt::IsRefusing for __Refusing {
                const ANSWERS: ::core::option::Option<#rt::Answers> =
                    ::core::option::Option::Some(<#rejection as #rt::Reject>::ANSWERS);
            }
        });
        return (own, quote!(#rt::Rule::<#types, __Refusing>));
    }
    let rule = if *is_public {
        quote!(#rt::Rule::<#types, #rt::AsSchemesDo, true>)
    } else {
        quote!(#rt::Rule::<#types>)
    };
    (own, rule)
}

/// The type of an edge that other handlers may have as well.
fn shared_edge(rt: &TokenStream, edge: &Edge) -> Option<TokenStream> {
    /// As many as the tuples for which the runtime implements `IsScopes`.
    const MOST_SCOPES: usize = 8;

    // All fields, so that an option that is added is not lost here.
    let Edge {
        number: _,
        parameter: _,
        scopes,
        step_up,
        targets: _,
        is_optional,
        cache,
    } = edge;
    let mut targets = targets(edge);
    let (Some(target), None) = (targets.next(), targets.next()) else {
        return None;
    };
    let literals = &scopes.literals;
    let is_plain = scopes.any.is_none() && step_up.span().is_none() && !is_optional && *cache;
    if !is_plain || literals.len() > MOST_SCOPES {
        return None;
    }
    let scopes: Option<Vec<_>> = literals.iter().map(|scope| scope_type(rt, scope)).collect();
    let (target, scopes) = (target.node, scopes?);
    if scopes.is_empty() {
        return Some(quote!(#rt::To<#target>));
    }
    Some(quote!(#rt::To<#target, (#(#scopes,)*)>))
}

/// A scope as a type: its bytes as numbers, if there are few enough.
fn scope_type(rt: &TokenStream, scope: &LitStr) -> Option<TokenStream> {
    /// As many as the parameters of the runtime's `Scope`.
    const MOST_NUMBERS: usize = 4;

    let text = scope.value();
    let numbers: Vec<_> = numbers(&text).map(Literal::u128_unsuffixed).collect();
    (numbers.len() <= MOST_NUMBERS).then(|| quote!(#rt::Scope<#(#numbers),*>))
}

/// The bytes of a text, 16 in each number, the first one in the lowest place.
fn numbers(text: &str) -> impl Iterator<Item = u128> {
    text.as_bytes().chunks(16).map(|chunk| {
        let mut bytes = [0; 16];
        bytes[..chunk.len()].copy_from_slice(chunk);
        u128::from_le_bytes(bytes)
    })
}

/// An edge of which only this handler has the type.
fn own_edge(rt: &TokenStream, edge: &Edge, name: &Ident) -> TokenStream {
    let (_, any_of) = alternatives(rt, edge, target_span(edge));
    let edge = self::edge(rt, edge);
    quote! {
        #any_of
        enum #name {}
        impl #rt::IsEdge for #name {
            const EDGE: #rt::Edge = #edge;
        }
    }
}

/// The checks of an edge's scopes, each at its literal.
fn scope_checks(krate: &Crate, edge: &Edge) -> Vec<TokenStream> {
    let rt = krate.private();
    let number = edge.number;
    let literals = edge.scopes.literals.iter().enumerate();
    let checks = literals.map(|(scope, literal)| {
        let check = call_at(
            literal.span(),
            quote!(#rt::assert_scope),
            quote!(__rule, #number, #scope),
        );
        quote!(#check;)
    });
    checks.chain(step_up_check(krate, edge)).collect()
}

/// The check of what an edge requires of the authentication of a token's user, at its first value.
fn step_up_check(krate: &Crate, edge: &Edge) -> Option<TokenStream> {
    let (rt, number) = (krate.private(), edge.number);
    let check = call_at(
        edge.step_up.span()?,
        quote!(#rt::assert_step_up),
        quote!(__rule, #number),
    );
    Some(quote!(#check;))
}

/// The checks of everything else, each at the dependency.
fn handler_check(krate: &Crate, edges: &[Edge]) -> TokenStream {
    let rt = krate.private();
    let all: Vec<_> = edges.iter().flat_map(targets).collect();
    let found = |target: &Target<'_>| {
        let (found, text) = (&target.found, compact(target.path));
        quote!(#found::__SCOPEGATE, #text)
    };
    let suggestions = all.iter().map(|target| suggestion(target.path));
    let suggestions = quote!(#(#suggestions)*);
    let check = quote!(#rt::assert_handler);
    let last = edges.last().map(target_span);
    match (last, all.as_slice()) {
        (None, _) => TokenStream::new(),
        (Some(span), [only]) => {
            let found = found(only);
            let check = call_at(span, quote!(#rt::assert_only_edge), quote!(__rule, #found));
            quote!(#suggestions #check;)
        }
        (Some(span), several) => {
            let named = several.iter().map(|target| {
                call_at(
                    path_span(target.path),
                    quote!(#rt::check_depends),
                    found(target),
                )
            });
            let each = edges.iter().map(|edge| {
                let number = edge.number;
                call_at(
                    target_span(edge),
                    quote!(#rt::assert_edge),
                    quote!(__rule, #number),
                )
            });
            let check = call_at(span, check, quote!(__rule));
            quote!(#suggestions #(#named;)* #(#each;)* #check;)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    /// The runtime reads up to the first zero byte, and no scope contains one.
    #[test]
    fn numbers_keep_every_byte_of_a_scope() {
        for length in 1..=64 {
            let text: String = ('!'..='~').cycle().skip(length).take(length).collect();
            let bytes: Vec<_> = numbers(&text).flat_map(u128::to_le_bytes).collect();
            assert_eq!(bytes.split(|byte| *byte == 0).next(), Some(text.as_bytes()));
            assert!(bytes[length..].iter().all(|byte| *byte == 0));
        }
    }
}
