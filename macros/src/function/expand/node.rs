//! A function's place in the graph.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::scope::{target_span, targets};
use crate::function::{Edge, Function, extracted_types, places, takes_scopes};
use crate::options::compact;
use crate::paths::{Crate, line, location, unraw};

/// What is known of a function beside its name and its edges.
pub(crate) struct Facts {
    /// Whether it checks scopes itself, of credentials that carry none.
    pub(crate) checks_scopes: bool,
    /// Whether its value can be cloned: a constant.
    pub(crate) is_clone: TokenStream,
    /// Whether it can refuse a request: a constant.
    pub(crate) can_refuse: TokenStream,
}

/// The node of a function in the dependency graph.
pub(crate) fn node(
    krate: &Crate,
    kind: &str,
    function: &Function,
    edges: &[Edge],
    facts: &Facts,
    answers: Option<&TokenStream>,
) -> TokenStream {
    let (rt, kind) = (krate.private(), format_ident!("{kind}"));
    let Facts {
        checks_scopes,
        is_clone,
        can_refuse,
    } = facts;
    let name = &function.signature.ident;
    let text = unraw(name);
    let location = location(&rt, &text, name.span());
    let takes_scopes = takes_scopes(&extracted_types(function, &places(edges)));
    let edges = edges.iter().map(|edge| self::edge(&rt, edge));
    let answers = answers.map_or_else(
        || quote!(::core::option::Option::None),
        |answers| quote!(::core::option::Option::Some(#answers)),
    );
    quote! {
        #rt::Node {
            name: #text,
            kind: #rt::Kind::#kind,
            location: #location,
            edges: &[#(#edges),*],
            takes_scopes: #takes_scopes,
            checks_scopes: #checks_scopes,
            is_clone: #is_clone,
            can_refuse: #can_refuse,
            answers: #answers,
        }
    }
}

pub(crate) fn edge(rt: &TokenStream, edge: &Edge) -> TokenStream {
    let Edge {
        is_optional, cache, ..
    } = edge;
    let scopes = edge.scopes.literals.iter().map(|scope| {
        let line = line(scope.span());
        quote!(#rt::ScopeUse { name: #scope, line: #line })
    });
    let any = edge.scopes.any.as_ref();
    let text = any.map_or("", |any| &any.text);
    let any = any.into_iter().flat_map(|any| &any.alternatives);
    let any = any.map(|scopes| quote!(&[#(#scopes),*]));
    let (to, _) = alternatives(rt, edge, target_span(edge));
    quote! {
        #rt::Edge {
            scopes: &[#(#scopes),*],
            any: &[#(#any),*],
            expression: #text,
            optional: #is_optional,
            cache: #cache,
            to: #to,
        }
    }
}

/// The node that an edge leads to, and the static that holds it where it is `any(...)`.
pub(super) fn alternatives(
    rt: &TokenStream,
    edge: &Edge,
    span: Span,
) -> (TokenStream, TokenStream) {
    let nodes: Vec<_> = targets(edge).map(|target| target.node).collect();
    if let [node] = nodes.as_slice() {
        return (
            quote_spanned!(span=> #node::__scopegate_node()),
            TokenStream::new(),
        );
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
