//! The pieces of generated code that handlers and dependencies share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Generics, Path};

use super::edge::Edge;
use super::parameters::is_primitive;
use super::parse::Function;
use crate::options::compact;
use crate::paths::{Crate, line, location, unraw};

/// The type of the same name as the function, by which paths find its place in the graph.
pub(crate) fn marker(krate: &Crate, function: &Function, what: &str) -> TokenStream {
    let (visibility, name) = (&function.visibility, &function.signature.ident);
    let (kind, cfgs) = (
        kind(krate, name, &Generics::default(), what),
        cfgs(function),
    );
    let cfgs = quote!(#(#cfgs)*);
    quote! {
        #cfgs
        #[allow(
            dead_code,
            missing_debug_implementations,
            non_camel_case_types,
            reason = "named like the function it stands for",
        )]
        #[doc(hidden)]
        #visibility enum #name {}

        #cfgs
        #kind
    }
}

/// The constant that says what a path to `name` leads to: `what` is a constant of the runtime.
pub(crate) fn kind(krate: &Crate, name: &Ident, generics: &Generics, what: &str) -> TokenStream {
    let (rt, what) = (krate.private(), format_ident!("{what}"));
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #name #arguments #bounds {
            #[allow(dead_code, unreachable_pub, reason = "as visible as the type")]
            #[doc(hidden)]
            pub const __SCOPEGATE: ::core::primitive::u8 = #rt::what::#what;
        }
    }
}

/// The conditions under which the function exists, and with it all that is generated.
fn cfgs(function: &Function) -> impl Iterator<Item = &Attribute> {
    let attributes = function.attributes.iter();
    attributes.filter(|attribute| {
        attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
    })
}

/// The name by which generated code knows the target of an edge.
///
/// It carries the span of the user's path, so that errors about the target point there.
pub(crate) fn target(edge: &Edge) -> Ident {
    Ident::new("__Target", path_span(&edge.target))
}

/// The same, even if it is in a cycle.
fn graph_target(edge: &Edge) -> Ident {
    Ident::new("__Node", path_span(&edge.target))
}

/// The span of the path's last name: a span of the whole cannot be had on stable.
fn path_span(path: &Path) -> Span {
    last_name(path).map_or_else(Span::call_site, Ident::span)
}

fn last_name(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}

/// A scope for generated code, in which [`target`] names what the edge leads to.
pub(crate) fn scope(
    krate: &Crate,
    function: &Function,
    edge: Option<&Edge>,
    may_be_in_cycle: bool,
    code: &TokenStream,
) -> TokenStream {
    let cfgs = cfgs(function);
    let code = edge.map_or_else(
        || code.clone(),
        |edge| in_scope_of_target(krate, edge, may_be_in_cycle, code),
    );
    quote! {
        #(#cfgs)*
        const _: () = { #code };
    }
}

/// Code in which [`target`] is the type that the path names, if it is a dependency.
///
/// A function without an attribute has no type of its name: the import of the path finds none, and
/// that of the outer scope applies. Other types are told from dependencies by a constant. So the
/// compiler speaks of a missing attribute, and not of functions that are no types, or of traits.
fn in_scope_of_target(
    krate: &Crate,
    edge: &Edge,
    may_be_in_cycle: bool,
    code: &TokenStream,
) -> TokenStream {
    let (rt, path) = (krate.private(), &edge.target);
    let (target, span) = (target(edge), path_span(path));
    let found = Ident::new("__ScopegateTarget", span);
    let import = if is_name_of_a_type(path) {
        // Unlike an import, this suggests similar names if there is none.
        quote!(type #found = #path;)
    } else {
        quote! {
            #[allow(unused_imports, reason = "the compiler reports what the path names instead")]
            use #path as #found;
        }
    };
    let node = graph_target(edge);
    let sound = if may_be_in_cycle {
        // Apart from the graph, so that the compiler can look at all of it first.
        quote_spanned! {span=>
            const __SOUND: ::core::primitive::u8 = #rt::unless_in_cycle(#node::__scopegate_node());
            type #target = <#rt::Is<__SOUND> as #rt::Choose<#node>>::Target;
        }
    } else {
        quote!(type #target = #node;)
    };
    let choose = quote_spanned! {span=>
        const __WHAT: ::core::primitive::u8 = #found::__SCOPEGATE;
        type #node = <#rt::Is<__WHAT> as #rt::Choose<#found>>::Target;
        #sound
    };
    quote! {
        #[allow(unused_imports, reason = "the fallback of a path that names no dependency")]
        use #rt::{NotADependency as __ScopegateTarget, Unannotated as _};
        const _: () = {
            #import
            #choose
            #code
        };
    }
}

/// Whether the path is a single name that starts with a capital, like a security scheme's.
fn is_name_of_a_type(path: &Path) -> bool {
    let name = path.get_ident().map(ToString::to_string);
    name.is_some_and(|name| name.starts_with(char::is_uppercase) || is_primitive(&name))
}

/// The node of a function in the dependency graph.
pub(crate) fn node(
    krate: &Crate,
    kind: &str,
    function: &Function,
    edge: Option<&Edge>,
) -> TokenStream {
    let (rt, kind) = (krate.private(), format_ident!("{kind}"));
    let name = &function.signature.ident;
    let text = unraw(name);
    let location = location(&rt, name.span());
    let edges = edge.map(|edge| {
        let target = graph_target(edge);
        let scopes = edge.scopes.iter().map(|scope| {
            let line = line(scope.span());
            quote!(#rt::ScopeUse { name: #scope, line: #line })
        });
        quote!(#rt::Edge { scopes: &[#(#scopes),*], to: #target::__scopegate_node() })
    });
    quote! {
        #rt::Node { name: #text, kind: #rt::Kind::#kind, location: #location, edges: &[#edges] }
    }
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

/// Constants that fail to evaluate, at the user's words, where the edge is wrong.
///
/// `more` is checked too. The first constant checks all of which only one can be wrong: a constant
/// costs the compiler much more than a call.
pub(crate) fn checks(krate: &Crate, edge: &Edge, more: Option<&TokenStream>) -> TokenStream {
    let (target, path) = (graph_target(edge), &edge.target);
    let (text, name) = (compact(path), last_name(path).map(unraw));
    let depends = {
        let (span, rt) = (path_span(path), krate.private_at(path_span(path)));
        quote_spanned!(span=> #rt::check_depends(__WHAT, #text, #name);)
    };
    // An unresolved import suggests no similar names, a value does.
    let suggest = path
        .get_ident()
        .filter(|_| !is_name_of_a_type(path))
        .map(|name| quote!(_ = #name;));
    let mut scopes = edge.scopes.iter().map(|scope| {
        let (span, rt) = (scope.span(), krate.private_at(scope.span()));
        (span, rt, scope)
    });
    let first = scopes.next().map(|(span, rt, scope)| {
        quote_spanned!(span=> #rt::check_scopes_reach_a_scheme(#target::__scopegate_node(), #scope);)
    });
    let others = scopes.enumerate().map(|(i, (span, rt, scope))| {
        let name = format_ident!("SCOPE_{}_IS_DECLARED", i + 2);
        quote_spanned! {span=>
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const #name: () = #rt::check_scope(#target::__scopegate_node(), #scope);
        }
    });
    quote! {
        #[allow(dead_code, reason = "evaluated by the compiler")]
        const DEPENDS_IS_SOUND: () = {
            #suggest
            #depends
            #more
            #first
        };
        #(#others)*
    }
}

/// A call of the runtime's `check` with the node of the edge's target, at the user's path.
pub(crate) fn call_check(krate: &Crate, edge: &Edge, check: &str) -> TokenStream {
    let (target, span) = (graph_target(edge), path_span(&edge.target));
    let (rt, check) = (krate.private_at(span), Ident::new(check, span));
    quote_spanned!(span=> #rt::#check(#target::__scopegate_node());)
}

/// The function that makes a `ty` of what the edge's target gave.
///
/// It is a path from the parameter's type, so that errors show all of that type.
pub(crate) fn receive(krate: &Crate, target: &TokenStream, ty: &TokenStream) -> TokenStream {
    let rt = krate.private();
    quote!(<#ty as #rt::Receive<<#target as #rt::Dependency>::Returned, #target>>::receive)
}

/// Constants that fail to evaluate at parameters' types which have a meaning of ours.
pub(crate) fn type_checks(krate: &Crate, types: &[Path]) -> TokenStream {
    let rt = krate.private();
    let checks = types.iter().map(|path| {
        let (span, text) = (path_span(path), compact(path));
        let rt = krate.private_at(span);
        quote_spanned!(span=> #rt::check_parameter(<#path>::__SCOPEGATE, #text);)
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
                #checks
            };
        )*
    }
}
