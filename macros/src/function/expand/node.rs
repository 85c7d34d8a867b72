//! A function's place in the graph.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::scope::{target_span, targets};
use crate::function::{Edge, Function, StepUp, extracted_types, places, takes_scopes};
use crate::options::compact;
use crate::paths::{Crate, line, location, unraw};

/// What a function says in the graph.
pub(crate) struct FunctionNode<'f> {
    pub(crate) krate: &'f Crate,
    /// The runtime's `Kind`.
    pub(crate) kind: TokenStream,
    pub(crate) function: &'f Function,
    pub(crate) edges: &'f [Edge],
    /// Fields of the runtime's `Node` that only this kind of function has, as `name: value,`.
    pub(crate) facts: TokenStream,
}

/// The node of a function in the dependency graph. It names the fields that may differ from their defaults.
pub(crate) fn node(node: &FunctionNode<'_>) -> TokenStream {
    let FunctionNode {
        krate,
        kind,
        function,
        edges,
        facts,
    } = node;
    let rt = krate.private();
    let name = &function.signature.ident;
    let text = unraw(name);
    let location = location(&rt, &text, name.span());
    let takes_scopes = takes_scopes(&extracted_types(function, &places(edges)))
        .then(|| quote!(takes_scopes: true,));
    let lines = scope_lines(edges);
    let lines = (!lines.is_empty()).then(|| quote!(scope_lines: &[#(#lines),*],));
    let edges = (!edges.is_empty()).then(|| {
        let edges = edges.iter().map(|edge| self::edge(&rt, edge));
        quote!(edges: &[#(#edges),*],)
    });
    quote! {
        #rt::Node {
            name: #text,
            location: #location,
            #edges
            #lines
            #takes_scopes
            #facts
            ..#rt::Node::new(#kind)
        }
    }
}

/// The lines of all scopes, in their order.
pub(crate) fn scope_lines(edges: &[Edge]) -> Vec<TokenStream> {
    let scopes = edges.iter().flat_map(|edge| &edge.scopes.literals);
    scopes.map(|scope| line(scope.span())).collect()
}

/// An edge. It names the fields that differ from their defaults.
pub(crate) fn edge(rt: &TokenStream, edge: &Edge) -> TokenStream {
    let mut fields = scopes(edge);
    fields.extend(step_up(edge));
    if edge.is_optional {
        fields.extend(quote!(optional: true,));
    }
    if !edge.cache {
        fields.extend(quote!(cache: false,));
    }
    let (to, _) = alternatives(rt, edge, target_span(edge));
    if fields.is_empty() {
        return quote!(#rt::Edge::to(#to));
    }
    quote!(#rt::Edge { #fields ..#rt::Edge::to(#to) })
}

/// The fields that say which scopes an edge adds.
fn scopes(edge: &Edge) -> TokenStream {
    let scopes = &edge.scopes.literals;
    let scopes = (!scopes.is_empty()).then(|| quote!(scopes: &[#(#scopes),*],));
    let any = edge.scopes.any.as_ref().map(|any| {
        let sets = any.alternatives.iter().map(|set| quote!(&[#(#set),*]));
        let text = &any.text;
        quote!(any: &[#(#sets),*], expression: #text,)
    });
    quote!(#scopes #any)
}

/// The fields that say what an edge requires of the authentication of a token's user.
fn step_up(edge: &Edge) -> TokenStream {
    let StepUp { acr, max_age } = &edge.step_up;
    let acr = (!acr.is_empty()).then(|| quote!(acr: &[#(#acr),*],));
    let max_age = max_age.map(|max_age| {
        let seconds = max_age.seconds;
        quote!(max_age: ::core::option::Option::Some(#seconds),)
    });
    quote!(#acr #max_age)
}

/// The node that an edge leads to, and the static that holds it where it is `any(...)`.
pub(crate) fn alternatives(
    rt: &TokenStream,
    edge: &Edge,
    span: Span,
) -> (TokenStream, TokenStream) {
    let nodes: Vec<_> = targets(edge).map(|target| target.node).collect();
    if let [node] = nodes.as_slice() {
        return (quote!(#node::__scopegate_node()), TokenStream::new());
    }
    let names: Vec<_> = edge.targets.iter().map(compact).collect();
    let name = format!("any({})", names.join(", "));
    let location = location(rt, &name, span);
    let holder = format_ident!("__ANY_{}", edge.number);
    let cache = edge.cache;
    let alternatives = quote! {
        static #holder: #rt::Node = #rt::Node::any_of(
            #name,
            #location,
            &[#(#rt::Edge { cache: #cache, ..#rt::Edge::to(#nodes::__scopegate_node()) }),*],
        );
    };
    (quote!(&#holder), alternatives)
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
