//! The pieces of generated code that handlers and dependencies share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

use super::edge::Edge;
use super::parse::Function;
use crate::paths::{Crate, line, located, location};

/// The type of the same name as the function, by which paths find its place in the graph.
pub(crate) fn marker(function: &Function) -> TokenStream {
    let (visibility, name) = (&function.visibility, &function.signature.ident);
    let cfgs = function
        .attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #(#cfgs)*
        #[allow(dead_code, non_camel_case_types, reason = "named like the function it stands for")]
        #[derive(::core::fmt::Debug)]
        #[doc(hidden)]
        #visibility enum #name {}
    }
}

/// The name by which generated code knows the target of an edge.
///
/// It carries the span of the user's path, so that errors about the target point there.
pub(crate) fn target(edge: &Edge) -> Ident {
    Ident::new("__ScopegateTarget", path_span(&edge.target))
}

/// The span of the path's last name: a span of the whole cannot be had on stable.
fn path_span(path: &Path) -> Span {
    path.segments
        .last()
        .map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// Code in which [`target`] names what the edge leads to.
///
/// A path may name a function without `#[dependency]`, which has no type of its name. Then the
/// import below finds no type, and the name falls back to that of the outer scope, so that the
/// compiler speaks of a missing attribute and not of "expected type, found function".
pub(crate) fn in_scope_of_target(krate: &Crate, edge: &Edge, code: &TokenStream) -> TokenStream {
    let (rt, target, path) = (krate.private(), target(edge), &edge.target);
    quote! {
        const _: () = {
            #[allow(unused_imports, reason = "the fallback of a path that names no type")]
            use #rt::NotADependency as __ScopegateTarget;
            const _: () = {
                #[allow(unused_imports, reason = "the compiler reports what the path names instead")]
                use #path as #target;
                #code
            };
        };
    }
}

/// The node of a function in the dependency graph, with the checks of its edge.
pub(crate) fn node(
    krate: &Crate,
    kind: &str,
    function: &Function,
    edge: Option<&Edge>,
) -> (TokenStream, TokenStream) {
    let (rt, kind) = (krate.private(), format_ident!("{kind}"));
    let name = &function.signature.ident;
    let text = unraw(name);
    let location = location(&rt, name.span());
    let edges = edge.map(|edge| {
        let scopes = edge.scopes.iter().map(|scope| {
            let line = line(scope.span());
            quote!(#rt::ScopeUse { name: #scope, line: #line })
        });
        quote!(#rt::Edge { scopes: &[#(#scopes),*], to: __TARGET })
    });
    let node = quote! {
        #rt::Node { name: #text, kind: #rt::Kind::#kind, location: #location, edges: &[#edges] }
    };
    let checks = edge.map(|edge| checks(krate, edge)).unwrap_or_default();
    (node, checks)
}

/// The function by which dependants find a node while the compiler evaluates constants.
///
/// It is no associated constant: to check one, the compiler follows every reference in it, and so
/// would run in a circle itself where dependencies do. References to statics it leaves alone.
pub(crate) fn node_of(rt: &TokenStream, name: &Ident, node: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #name {
            #[allow(unreachable_pub, reason = "as visible as the type")]
            #[doc(hidden)]
            pub const fn __scopegate_node() -> &'static #rt::Node {
                static NODE: #rt::Node = #node;
                &NODE
            }
        }
    }
}

/// The name without `r#`.
fn unraw(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// Constants that fail to evaluate, at the user's words, where the edge is wrong.
fn checks(krate: &Crate, edge: &Edge) -> TokenStream {
    let (rt, target, path) = (krate.private(), target(edge), &edge.target);
    let span = path_span(path);
    let text = quote!(#path).to_string().replace(' ', "");
    let is_a_dependency = {
        let rt = krate.private_at(span);
        quote_spanned! {span=>
            const DEPENDS_ON_A_DEPENDENCY: () = #rt::check_depends(__TARGET, #text);
        }
    };
    let list = list_span(edge);
    let reach_a_scheme = (!edge.scopes.is_empty()).then(|| {
        let rt = krate.private_at(list);
        quote_spanned! {list=>
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const SCOPES_ARE_CHECKED: () = #rt::check_scopes_reach_a_scheme(__TARGET);
        }
    });
    let declared = edge.scopes.iter().map(|scope| {
        let (rt, span) = (krate.private_at(scope.span()), scope.span());
        quote_spanned! {span=>
            const _: () = {
                #[allow(dead_code, reason = "evaluated by the compiler")]
                const SCOPE_IS_DECLARED: () = #rt::check_scope(__TARGET, #scope);
            };
        }
    });
    quote! {
        static __TARGET: &#rt::Node = #target::__scopegate_node();
        #[allow(dead_code, reason = "evaluated by the compiler")]
        #is_a_dependency
        #reach_a_scheme
        #(#declared)*
    }
}

/// The span of the first scope: a span of the whole list cannot be had on stable.
fn list_span(edge: &Edge) -> Span {
    edge.list
        .clone()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |token| token.span())
}

/// Statements that bind `name` to the value of the edge's target, as a `ty`.
pub(crate) fn resolve_edge(krate: &Crate, edge: &Edge, name: &Ident, ty: &Type) -> TokenStream {
    let (rt, target) = (krate.private(), target(edge));
    let receive = {
        let span = located(ty.span());
        let rt = krate.private_at(span);
        quote_spanned!(span=> #rt::Feeds::<#ty, #target>::receive(__resolved, __child, &mut __pending))
    };
    quote! {
        let __child = #rt::At::child(__at, 0);
        let __resolved = <#target as #rt::Resolve<__S>>::resolve(__parts, __state, __child).await?;
        let #name: #ty = #receive?;
    }
}
